"""What people write under a card, or to Muster in their direct messages: told by Slack's events."""

import dataclasses
import enum

import sqlmodel

import commands.dispatch
import commands.request


class Change(enum.Enum):
    """What became of a message."""

    WRITTEN = "written"
    EDITED = "edited"
    DELETED = "deleted"


@dataclasses.dataclass(frozen=True)
class Told:
    """A message that somebody wrote, changed or deleted."""

    message: commands.request.Message
    change: Change


def concerns(_session: sqlmodel.Session, _told: Told) -> bool:
    """Whether anything here follows from it."""
    return False


def told(_session: sqlmodel.Session, _incoming: commands.dispatch.Incoming, _change: Change) -> None:
    """Do what follows."""
