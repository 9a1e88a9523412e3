"""What whoever runs Muster can mend, said in a sentence on the command line."""


class Refusal(Exception):
    """Muster can't do what the command line asked; the text says why and what to do. Exit code 2."""
