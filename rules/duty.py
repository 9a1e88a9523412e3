"""Who is on duty: the handovers of the programme's calendar, and the pair that is dealt to each turn.

A turn is one shift as the rule sees it: a half-open span with the people who sit in it. docs/rotation.md gives the
order of choice with its reasons.
"""

import collections.abc
import dataclasses
import datetime
import itertools
import zoneinfo

import rules.local_time

SEATS = 2
SHIFT = datetime.timedelta(days=14)
AHEAD = 6

DAY = datetime.timedelta(days=1)
MONDAY_TO_FRIDAY = frozenset(range(5))
A_MONDAY = datetime.date(2024, 1, 1)


@dataclasses.dataclass(frozen=True)
class Calendar:
    """When duty is handed over: a weekday (Monday is 0) and a wall-clock time in the programme's zone.

    `first_handover` fixes which weeks; a date on another weekday means the next such weekday after it. It sets the
    phase alone: turns before it are possible.
    """

    zone: zoneinfo.ZoneInfo
    weekday: int
    at: datetime.time
    first_handover: datetime.date | None = None


@dataclasses.dataclass(frozen=True)
class Member:
    """Somebody active in the pool. `away` holds half-open spans of days."""

    person: int
    slack_id: str
    zone: zoneinfo.ZoneInfo
    joined: datetime.datetime
    away: tuple[tuple[datetime.date, datetime.date], ...] = ()
    working_days: frozenset[int] = MONDAY_TO_FRIDAY


@dataclasses.dataclass(frozen=True)
class Seating:
    """A person in a seat, and the round for which they sit."""

    person: int
    round: int


@dataclasses.dataclass(frozen=True)
class Turn:
    """One shift [starts, ends). Fewer seats than SEATS: nobody could take the others."""

    starts: datetime.datetime
    ends: datetime.datetime
    seats: tuple[Seating, ...]


def on_duty(turns: collections.abc.Iterable[Turn], now: datetime.datetime) -> Turn | None:
    """The turn that runs at `now`."""
    return next((turn for turn in turns if turn.starts <= now < turn.ends), None)


def upcoming(turns: collections.abc.Iterable[Turn], now: datetime.datetime, n: int) -> tuple[Turn, ...]:
    """The next `n` turns that start after `now`, the earliest first."""
    later = sorted((turn for turn in turns if turn.starts > now), key=_starts)
    return tuple(later[:n])


def publication(
    turns: collections.abc.Iterable[Turn],
    members: collections.abc.Iterable[Member],
    calendar: Calendar,
    now: datetime.datetime,
    ahead: int = AHEAD,
) -> tuple[Turn, ...]:
    """The new turns to add so that one runs at `now` and `ahead` more follow it. Given turns stay as they are.

    New turns start where the last given one ends, or else at the last handover. Turns that nobody dealt while they ran
    (Muster was off for months) are left out, because nobody sat in them. An empty pool has no turns.
    """
    pool = sorted(members, key=_slack_id)
    if not pool:
        return ()
    given = sorted(turns, key=_starts)
    history = History(given)
    missing = ahead - sum(turn.starts > now for turn in given)
    starts = _first_start(given, calendar, now)
    added = []
    while missing > 0:
        ends = next_handover(calendar, starts)
        turn = Turn(starts, ends, _deal(history, pool, calendar, (starts, ends), now))
        history.add(turn)
        added.append(turn)
        missing -= starts > now
        starts = ends
    return tuple(added)


def last_handover(calendar: Calendar, now: datetime.datetime) -> datetime.datetime:
    """The last handover at or before `now`; without a first handover date, any week's counts."""
    today = now.astimezone(calendar.zone).date()
    day = _handover_day(calendar, today - _period(calendar) + DAY)
    found = _handover_on(calendar, day)
    return found if found <= now else _handover_on(calendar, day - _period(calendar))


def next_handover(calendar: Calendar, starts: datetime.datetime) -> datetime.datetime:
    """The end of a turn that starts at `starts`: the calendar's handover nearest to two weeks later.

    That is two weeks by the wall clock, unless the calendar has been changed since `starts` was set: then this one
    turn takes 7 to 20 days (11 to 17 without a first handover date), and the later ones two weeks again.
    """
    two_weeks_later = starts.astimezone(calendar.zone).date() + SHIFT
    half_a_period = datetime.timedelta(days=_period(calendar).days // 2)
    return _handover_on(calendar, _handover_day(calendar, two_weeks_later - half_a_period))


def _period(calendar: Calendar) -> datetime.timedelta:
    """How far apart the days are on which duty may be handed over."""
    return datetime.timedelta(days=7) if calendar.first_handover is None else SHIFT


def _handover_day(calendar: Calendar, earliest: datetime.date) -> datetime.date:
    """The first day of the calendar on or after `earliest`."""
    near = calendar.first_handover or A_MONDAY
    anchor = near + (calendar.weekday - near.weekday()) % 7 * DAY
    return earliest + (anchor - earliest) % _period(calendar)


def _handover_on(calendar: Calendar, day: datetime.date) -> datetime.datetime:
    return rules.local_time.instant(day, calendar.at, calendar.zone)


def _first_start(given: list[Turn], calendar: Calendar, now: datetime.datetime) -> datetime.datetime:
    """Where new turns begin: at the end of the given ones or, if that is long past, where the running one does."""
    starts = given[-1].ends if given else last_handover(calendar, now)
    while (ends := next_handover(calendar, starts)) <= now:
        starts = ends
    return starts


class History:
    """What the turns so far say about each person, indexed, so that dealing a turn reads none of them again."""

    def __init__(self, turns: collections.abc.Iterable[Turn]) -> None:
        self.turns = 0
        self.round = 1
        self.round_began: dict[int, datetime.datetime] = {}
        self.last_turn: dict[int, int] = {}
        self.last_round: dict[int, int] = {}
        self.last_together: dict[frozenset[int], int] = {}
        for turn in turns:
            self.add(turn)

    def add(self, turn: Turn) -> None:
        """Take one more turn into account, later than all before."""
        for seat in turn.seats:
            self.round = max(self.round, seat.round)
            self.round_began.setdefault(seat.round, turn.starts)
            self.last_turn[seat.person] = self.turns
            self.last_round[seat.person] = seat.round
        self.last_together[frozenset(seat.person for seat in turn.seats)] = self.turns
        self.turns += 1

    def rest(self, member: Member) -> int:
        """Shifts from the start of their last one to the start of the next; who never sat has rested through all."""
        return self.turns - self.last_turn.get(member.person, -1)


def _deal(
    history: History,
    pool: list[Member],
    calendar: Calendar,
    span: tuple[datetime.datetime, datetime.datetime],
    now: datetime.datetime,
) -> tuple[Seating, ...]:
    """Who sits in the turn [starts, ends): everyone whose rank lets them in, and the best choice among equals."""
    starts, ends = span
    days = _day(starts, calendar.zone), _day(ends, calendar.zone)
    available = [member for member in pool if member.joined <= max(starts, now) and not is_away(member, *days)]
    ranks = {member.person: _rank(history, member, len(available)) for member in available}
    ranked = sorted(available, key=lambda member: ranks[member.person])
    if not ranked:
        return ()
    last = ranks[ranked[:SEATS][-1].person]
    sure = [member for member in ranked if ranks[member.person] < last]
    equal = [member for member in ranked if ranks[member.person] == last]
    chosen = _best(history, sure, equal, starts)
    return tuple(Seating(member.person, ranks[member.person][0]) for member in chosen)


def is_away(member: Member, first: datetime.date, end: datetime.date) -> bool:
    """Whether an absence touches one of the member's working days in [first, end)."""
    return any(_works_in(member, max(first, starts), min(end, ends)) for starts, ends in member.away)


def _works_in(member: Member, first: datetime.date, end: datetime.date) -> bool:
    return any((first + n * DAY).weekday() in member.working_days for n in range((end - first).days))


def _rank(history: History, member: Member, available: int) -> tuple[int, int, float]:
    """When somebody's time comes, the smallest first: their round, their place in it, and a number for that place.

    Place 0 is for who missed the round before (they were away), 1 for everyone else, 2 for who joined since the round
    began. Joiners go in the order in which they came; the others by how many shifts of rest they still lack.
    """
    lack = max(0, available // SEATS - 1 - history.rest(member))
    last_round = history.last_round.get(member.person, 0)
    if last_round == history.round:
        return history.round + 1, 1, lack
    began = history.round_began.get(history.round)
    if began is not None and member.joined > began:
        return history.round, 2, member.joined.timestamp()
    return history.round, 0 if last_round < history.round - 1 else 1, lack


def _best(
    history: History, sure: list[Member], equal: list[Member], starts: datetime.datetime
) -> collections.abc.Sequence[Member]:
    """`sure` and as many of `equal` as there are seats left for: the best company, then the longest rest."""
    offsets = {member.person: _offset(member, starts) for member in sure + equal}

    def cost(group: collections.abc.Sequence[Member]) -> tuple[int, int, datetime.timedelta]:
        together = history.last_together.get(frozenset(member.person for member in group), -1)
        apart = [offsets[member.person] for member in group]
        return together, -sum(map(history.rest, group)), min(apart) - max(apart)

    room = min(SEATS - len(sure), len(equal))
    return min(((*sure, *choice) for choice in itertools.combinations(equal, room)), key=cost)


def _day(at: datetime.datetime, zone: zoneinfo.ZoneInfo) -> datetime.date:
    return at.astimezone(zone).date()


def _offset(member: Member, at: datetime.datetime) -> datetime.timedelta:
    return at.astimezone(member.zone).utcoffset() or datetime.timedelta()


def _starts(turn: Turn) -> datetime.datetime:
    return turn.starts


def _slack_id(member: Member) -> str:
    return member.slack_id
