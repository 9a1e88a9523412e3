"""What people can mend themselves."""


class ProgramError(Exception):
    """A request that can't be carried out as it stands.

    Its text is shown in private: what is wrong, what to do, and an example. Nothing of the request is saved.
    """


class NotAllowed(ProgramError):
    """The person's roles do not reach; the text says who may."""
