"""A digest: what a whole week or month of the programme came to, in numbers, beside the one before it."""

import collections.abc
import dataclasses
import datetime
import enum
import re
import typing

import data.models
import rules.checkin_minutes
import rules.checkins
import rules.contracts
import rules.duty
import rules.ratio
import rules.renewals
import rules.sitting

Choice = data.models.Choice

DAY = datetime.timedelta(days=1)

AHEAD = 30
"""Contracts that end within so many days after a span are counted with it."""


class Kind(enum.StrEnum):
    """How long a span is."""

    WEEK = "week"
    MONTH = "month"


@dataclasses.dataclass(frozen=True)
class Span:
    """A week from Monday on, or a calendar month: whole days of the programme's, [starts, ends)."""

    kind: Kind
    starts: datetime.date

    @property
    def ends(self) -> datetime.date:
        """The day after its last."""
        if self.kind == Kind.WEEK:
            return self.starts + rules.checkins.WEEK
        return rules.contracts.months_later(self.starts, 1)

    @property
    def last_day(self) -> datetime.date:
        """The last one of its days."""
        return self.ends - DAY

    @property
    def before(self) -> "Span":
        """The one that it follows."""
        return holding(self.kind, self.starts - DAY)

    @property
    def mondays(self) -> list[datetime.date]:
        """Of the weeks that began in it."""
        days = (self.starts + number * DAY for number in range((self.ends - self.starts).days))
        return [day for day in days if day.weekday() == 0]


def holding(kind: Kind, day: datetime.date) -> Span:
    """The week or month of that day."""
    return Span(kind, rules.checkins.week_of(day) if kind == Kind.WEEK else day.replace(day=1))


def last(kind: Kind, today: datetime.date) -> Span:
    """The last one that is over on that day."""
    return holding(kind, today).before


def read(text: str) -> Span | None:
    """A span as a button carries it, `week 2026-03-02`; None for anything else."""
    match = re.fullmatch(r"(week|month) (20\d\d-\d\d-\d\d)", text, re.ASCII)
    try:
        return holding(Kind(match[1]), datetime.date.fromisoformat(match[2])) if match else None
    except ValueError:
        return None


# -- the ratio

ByMode = collections.abc.Mapping[rules.ratio.Mode, collections.abc.Mapping[datetime.date, float]]
"""What the ratio was in the weeks of these Mondays."""


@dataclasses.dataclass(frozen=True)
class Ratio:
    """What it was at the end of a span, and at its beginning if that is known by the same mode."""

    mode: rules.ratio.Mode
    beginning: float | None
    end: float


def seen_by(day: datetime.date) -> datetime.date:
    """The Monday of the last week that is over when that day begins: what was seen in it holds then."""
    return rules.checkins.week_of(day) - rules.checkins.WEEK


def ratio(figures: ByMode, span: Span) -> Ratio | None:
    """By measured output where that is known at its end, else by contracted hours; never the one against the other."""
    for mode in (rules.ratio.Mode.OUTPUT, rules.ratio.Mode.CONTRACTED):
        of_mode = figures.get(mode, {})
        end = of_mode.get(seen_by(span.ends))
        if end is not None:
            return Ratio(mode, of_mode.get(seen_by(span.starts)), end)
    return None


# -- who came, and who left


class Began(typing.NamedTuple):
    """A contract that began; `follows`: the same person's last one ended the day before."""

    name: str
    follows: bool


class Ended(typing.NamedTuple):
    """A contract that ended and that no other followed at once, with how it ended early and what was decided last."""

    name: str
    ended_as: data.models.EndedAs | None = None
    choice: Choice | None = None

    @property
    def has_lapsed(self) -> bool:
        """Whether it was over without a decision, told or not."""
        return self.ended_as is None and self.choice not in rules.renewals.DECIDED


@dataclasses.dataclass(frozen=True)
class Freelancers:
    """How many had a contract when a span was over, and who came, went on, left or is an employee now, by name.

    It goes by the days of contracts alone: what is decided shows once it has taken effect.
    """

    number: int = 0
    came: tuple[str, ...] = ()
    renewed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    converted: tuple[str, ...] = ()
    lapsed: int = 0


def freelancers(
    number: int, began: collections.abc.Sequence[Began], ended: collections.abc.Sequence[Ended]
) -> Freelancers:
    """Of the contracts that began and ended in a span."""
    converted = data.models.EndedAs.CONVERTED
    return Freelancers(
        number=number,
        came=tuple(one.name for one in began if not one.follows),
        renewed=tuple(one.name for one in began if one.follows),
        left=tuple(one.name for one in ended if one.ended_as != converted),
        converted=tuple(one.name for one in ended if one.ended_as == converted),
        lapsed=sum(one.has_lapsed for one in ended),
    )


# -- who was on duty

Instants = tuple[datetime.datetime, datetime.datetime]


def within(turns: collections.abc.Iterable[rules.duty.Turn], span: Instants) -> list[rules.duty.Turn]:
    """The turns of which some part lies in it."""
    return [turn for turn in turns if turn.starts < span[1] and turn.ends > span[0]]


def empty_seats(turns: collections.abc.Iterable[rules.duty.Turn]) -> int:
    """How many places of these turns nobody had."""
    return sum(rules.duty.SEATS - len(turn.seats) for turn in turns)


def relieved(overrides: rules.sitting.Overrides, span: Instants) -> int:
    """How many overrides had some part in it."""
    return sum(one.starts < span[1] and one.ends > span[0] for one in overrides)


# -- all of it


@dataclasses.dataclass(frozen=True)
class Figures:
    """What happened in a span; `open`, `missing` and the freelancers' number are as of its end.

    `first_response` is a median in working hours; `told` counts decisions by what was decided.
    """

    freelancers: Freelancers = Freelancers()
    filed: int = 0
    closed: int = 0
    open: int = 0
    first_response: float | None = None
    checkins: rules.checkin_minutes.Tally = rules.checkin_minutes.NOTHING
    sent: int = 0
    given: int = 0
    missing: int = 0
    overrides: int = 0
    empty: int = 0
    kudos: int = 0
    told: collections.abc.Mapping[Choice, int] = dataclasses.field(default_factory=dict)
    lost: int = 0


@dataclasses.dataclass(frozen=True)
class Digest:
    """A span's figures, and those of the span before it if it has any; `before` is None for the first.

    `pairs` are those on duty in it, one after the other. Of contracts `ending` end in the days after it, `unfollowed`
    of them with nothing that follows.
    """

    span: Span
    ratio: Ratio | None
    now: Figures
    before: Figures | None
    pairs: tuple[tuple[data.models.Person, ...], ...] = ()
    ending: int = 0
    unfollowed: int = 0


def changed(found: Digest) -> frozenset[str]:
    """In which matters something changed: somebody came or left, or a number is another one than in the span before.

    Without a span before, all that happened is a change.
    """
    now, before = found.now, found.before or Figures()
    ratio, people = found.ratio, now.freelancers
    matters = {
        "ratio": ratio is not None and ratio.beginning not in (None, ratio.end),
        "freelancers": any((people.came, people.renewed, people.left, people.converted)),
        "reports": (now.filed, now.closed) != (before.filed, before.closed),
        "checkins": now.checkins.done != before.checkins.done,
        "updates": (now.sent, now.given) != (before.sent, before.given),
        "duty": (now.overrides, now.empty) != (before.overrides, before.empty),
        "kudos": now.kudos != before.kudos,
        "renewals": bool(now.told or people.lapsed),
        "messages": bool(now.lost),
    }
    return frozenset(name for name, has_changed in matters.items() if has_changed)
