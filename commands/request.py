"""One thing that somebody asked for, as the function that does it sees it."""

import collections.abc
import dataclasses
import datetime
import itertools
import re
import zoneinfo

import sqlmodel

import data.models
import jobs.scene
import messages.text
import rules.guard
import rules.settings


def ident(text: str) -> int | None:
    """A row's number as a button's value holds it; None for what could be none."""
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None


def by_name(files: collections.abc.Iterable[tuple[str, str]]) -> dict[str, str]:
    """Links by their names; of several `image.png`, as phones name what they send, the next is `image.png (2)`."""
    found: dict[str, str] = {}
    for name, link in files:
        names = itertools.chain([name], (f"{name} ({number})" for number in itertools.count(2)))
        found[next(one for one in names if one not in found)] = link
    return found


def _safe(link: str) -> str:
    return rules.guard.hide(link.rpartition("/")[0]).text if rules.guard.hide(link).found else link


@dataclasses.dataclass(frozen=True)
class Message:
    """A message that somebody wrote in Slack, as it came: its text may hold private data.

    `thread` is the message under which it is a reply; `files` are the links of what came with it, by name, `link` its
    own, where others can follow it. `edited` counts its edits: the later, the higher.
    """

    channel: str
    ts: str
    author: str
    text: str
    thread: str | None = None
    files: collections.abc.Mapping[str, str] = dataclasses.field(default_factory=dict)
    link: str = ""
    edited: str = ""

    @property
    def safe_files(self) -> dict[str, str]:
        """The links by name, without what is private in either: a file's link ends with its name, and works without."""
        return by_name((rules.guard.hide(name).text, _safe(link)) for name, link in self.files.items())

    @property
    def is_direct(self) -> bool:
        """Whether it was written in somebody's direct messages with Muster, as Slack's ids of such begin."""
        return self.channel.startswith("D")


@dataclasses.dataclass(frozen=True)
class Members:
    """Who else is in a channel, as Slack said when it was asked for this request; `has_muster`: Muster is there."""

    slack_ids: frozenset[str]
    has_muster: bool


@dataclasses.dataclass(frozen=True)
class Request:
    """One thing somebody asked for, after their role was checked and their words were read.

    `now` is the programme's clock, read once. `zone` is theirs, or the programme's where theirs is not known.
    `in_private`: they pressed a button of an answer that only they see, and that nothing edits. `channel` is where they
    typed or pressed, `members` who is there, once that was asked for.
    """

    key: str
    now: datetime.datetime
    person: data.models.Person
    programme: rules.settings.Programme
    zone: zoneinfo.ZoneInfo
    values: collections.abc.Mapping[str, object] = dataclasses.field(default_factory=dict)
    subject: str = ""
    message: Message | None = None
    in_private: bool = False
    channel: str = ""
    members: Members | None = None

    @property
    def reader(self) -> messages.text.Reader:
        """For whom the answer is made."""
        return messages.text.Reader(self.zone)

    def reader_for(self, person: data.models.Person) -> messages.text.Reader:
        """For whom something is made that another is told."""
        return messages.text.reader(person, self.programme.time_zone)

    @property
    def today(self) -> datetime.date:
        """The day it is where they are."""
        return self.now.astimezone(self.zone).date()

    def scene(self, session: sqlmodel.Session) -> jobs.scene.Scene:
        """What the jobs need for what follows."""
        return jobs.scene.Scene(session, self.programme, self.now)

    @property
    def ident(self) -> int | None:
        """The number of the row that a button is about, which its value begins with; None where it names none."""
        return ident(self.subject.partition(":")[0])

    @property
    def is_manager(self) -> bool:
        """Whether they may do what managers may."""
        return data.models.Role.MANAGER in self.person.roles
