"""What a command, button or form answers: a closed set.

How each travels to Slack is known in `bot/slack.py` alone.
"""

import collections.abc
import dataclasses
import typing

import messages.text


@dataclasses.dataclass(frozen=True)
class Say:
    """A private message to the person who asked."""

    message: messages.text.Payload


@dataclasses.dataclass(frozen=True)
class Open:
    """A form, opened over what the person sees; if Slack refuses, the button `again` for `subject` offers it anew.

    `asks`: where something might have been done, nothing was yet, as in `Next`.
    """

    view: messages.text.Payload
    again: str = ""
    subject: str = ""
    asks: bool = False


@dataclasses.dataclass(frozen=True)
class Fields:
    """What is wrong in a form, by block id; the form stays open with what was typed."""

    errors: collections.abc.Mapping[str, str]


@dataclasses.dataclass(frozen=True)
class Next:
    """The form's next page, in place of this one or on top of it.

    `asks`: nothing was done yet, so that the same request again is looked at again, and its page is not kept.
    """

    view: messages.text.Payload
    push: bool = False
    asks: bool = False


@dataclasses.dataclass(frozen=True)
class Close:
    """The form closes, with all its pages."""


@dataclasses.dataclass(frozen=True)
class Done:
    """It is done, and there is nothing to say."""


@dataclasses.dataclass(frozen=True)
class AskMembers:
    """Of a button that only reads: let Slack say who is in that channel, and ask again with `request.members`."""

    channel: str


Reply = Say | Open | Fields | Next | Close | Done | AskMembers

_KINDS: dict[str, collections.abc.Callable[..., Reply]] = {
    kind.__name__.lower(): kind for kind in typing.get_args(Reply)
}


def dump(reply: Reply) -> dict[str, object]:
    """A reply as the store keeps it."""
    return {"kind": type(reply).__name__.lower(), **vars(reply)}


def load(stored: collections.abc.Mapping[str, object]) -> Reply:
    """The reply that `dump` made this of."""
    values = {name: value for name, value in stored.items() if name != "kind"}
    return _KINDS[str(stored["kind"])](**values)
