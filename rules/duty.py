"""Who is on duty: the handovers of the programme's calendar, and the pair that is dealt to each turn.

A turn is one shift as the rule sees it: a half-open span with the people who sit in it. docs/rotation.md gives the
order of choice with its reasons.
"""

import collections.abc
import dataclasses
import datetime
import itertools
import math
import zoneinfo

import data.models
import rules.days_off
import rules.local_time

SEATS = 2
SHIFT = datetime.timedelta(days=14)
AHEAD = 6
TOGETHER_AT_MOST = 3
TOGETHER_WITHIN = 120  # shifts: about four and a half years

DAY = datetime.timedelta(days=1)
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
    """Somebody active in the pool, from `joined` until `left`. `away` holds half-open spans of days."""

    person: int
    slack_id: str
    zone: zoneinfo.ZoneInfo
    joined: datetime.datetime
    left: datetime.datetime | None = None
    away: tuple[tuple[datetime.date, datetime.date], ...] = ()
    working_days: rules.days_off.WorkingDays = rules.days_off.MONDAY_TO_FRIDAY


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


def turn(shift: data.models.Shift, seats: collections.abc.Iterable[data.models.Seat]) -> Turn:
    """A shift and its seats as the store has them."""
    return Turn(shift.starts, shift.ends, tuple(Seating(seat.person_id, seat.round) for seat in seats))


def seated(turns: collections.abc.Iterable[Turn]) -> set[int]:
    """Everybody who sits in one of them."""
    return {seat.person for turn in turns for seat in turn.seats}


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
    given = sorted(turns, key=_starts)
    missing = ahead - sum(turn.starts > now for turn in given)
    starts = _first_start(given, calendar, now)
    history = History(given)
    added: list[Turn] = []
    while pool and (missing > 0 or starts <= now):
        ends = next_handover(calendar, starts)
        available = _available(pool, calendar, starts, ends, now)
        turn = Turn(starts, ends, _seats(history, available, starts))
        history.add(turn)
        added.append(turn)
        missing -= 1 if starts > now else 0
        starts = ends
    return tuple(added)


def next_in_line(
    turns: collections.abc.Iterable[Turn], members: collections.abc.Iterable[Member], calendar: Calendar, turn: Turn
) -> tuple[tuple[Member, Seating], ...]:
    """Who could take an empty seat of one of the given turns, the first to be asked first, and as whom they would sit.

    It is the order in which the next turn after all given ones would be dealt: so who takes the seat only comes
    earlier, and who gave it up comes sooner again. Among equals, first who does not sit right before or after, then
    whose other turns are furthest, and then the best company as ever.
    """
    given = sorted(turns, key=_starts)
    history, position = History(given), given.index(turn)
    sitting = {seat.person for seat in turn.seats}
    everyone = sorted(members, key=_slack_id)
    others = [one for one in everyone if one.person not in sitting and one.joined <= turn.starts]
    available = [one for one in others if can_sit(one, turn.starts, turn.ends, calendar.zone)]
    offsets = {one.person: _offset(one.zone, turn.starts) for one in everyone}

    def order(member: Member) -> tuple[object, ...]:
        number, place, _ = _rank(history, member, len(available))
        apart = _distance(given, position, member.person)
        people = frozenset({*sitting, member.person})
        return number, place, apart == 1, -apart, history.often_together(people), _cost(history, people, offsets)

    ranked = sorted(available, key=order)
    return tuple((one, Seating(one.person, _rank(history, one, len(available))[0])) for one in ranked)


def rested_longest(
    turns: collections.abc.Iterable[Turn], members: collections.abc.Iterable[Member], by: datetime.datetime
) -> list[Member]:
    """The members by how long ago their last turn was that began by then, the longest first; of equals by Slack id."""
    history = History([turn for turn in turns if turn.starts <= by])
    return sorted(members, key=lambda member: (-history.rest(member.person), member.slack_id))


def _distance(turns: list[Turn], position: int, person: int) -> int:
    """How many shifts lie between a turn and this person's nearest; who never sits is as far as there are turns."""
    own = [n for n, turn in enumerate(turns) if any(seat.person == person for seat in turn.seats)]
    return min((abs(position - n) for n in own), default=len(turns))


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

    def __init__(self, turns: collections.abc.Sequence[Turn]) -> None:
        self.length = 0
        self.round = 1
        self.round_began: dict[int, datetime.datetime] = {}
        self.last_turn: dict[int, int] = {}
        self.last_round: dict[int, int] = {}
        self.together: dict[frozenset[int], list[int]] = collections.defaultdict(list)
        for turn, running in zip(turns, _running_rounds(turns), strict=True):
            self.add(turn, running)

    def add(self, turn: Turn, running: float = math.inf) -> None:
        """Take one more turn into account, later than all before.

        A seat for a later round than the one that runs on after this turn was taken ahead, in the place of somebody:
        it counts for the person, but the round goes on for those who have not sat in it yet.
        """
        for seat in turn.seats:
            if seat.round <= running:
                self.round = max(self.round, seat.round)
                self.round_began.setdefault(seat.round, turn.starts)
            self.last_turn[seat.person] = self.length
            self.last_round[seat.person] = max(seat.round, self.last_round.get(seat.person, 0))
        if len(turn.seats) == SEATS:
            self.together[frozenset(seat.person for seat in turn.seats)].append(self.length)
        self.length += 1

    def rest(self, person: int) -> int:
        """Shifts from the start of their last one to the start of the next; who never sat has rested through all."""
        return self.length - self.last_turn.get(person, -1)

    def last_together(self, people: frozenset[int]) -> int:
        """The number of the last turn of these people, -1 for never."""
        return self.together[people][-1] if people in self.together else -1

    def often_together(self, people: frozenset[int]) -> bool:
        """Whether these people have sat together as often as a pair should in TOGETHER_WITHIN turns."""
        turns = self.together.get(people, ())
        return len(turns) >= TOGETHER_AT_MOST and turns[-TOGETHER_AT_MOST] > self.length - TOGETHER_WITHIN


def _running_rounds(turns: collections.abc.Sequence[Turn]) -> list[float]:
    """For each turn the round that runs on after it, which is the lowest of all that come later."""
    lowest = math.inf
    found = []
    for turn in reversed(turns):
        found.append(lowest)
        lowest = min([lowest, *(seat.round for seat in turn.seats)])
    return found[::-1]


def _available(
    pool: list[Member], calendar: Calendar, starts: datetime.datetime, ends: datetime.datetime, now: datetime.datetime
) -> list[Member]:
    """Who could sit in [starts, ends). For the turn that already runs, whoever is in the pool by now."""
    joined_by = max(starts, now)
    return [member for member in pool if member.joined <= joined_by and can_sit(member, starts, ends, calendar.zone)]


def can_sit(member: Member, starts: datetime.datetime, ends: datetime.datetime, zone: zoneinfo.ZoneInfo) -> bool:
    """Whether a member is in the pool and there on their working days of [starts, ends); `zone` is the programme's."""
    if member.left is not None and member.left <= starts:
        return False
    if not member.away:
        return True
    first, end = starts.astimezone(zone).date(), ends.astimezone(zone).date()
    return not is_away(member, first, max(end, first + DAY))


def misses_work(
    absence: data.models.Absence,
    working_days: rules.days_off.WorkingDays,
    starts: datetime.datetime,
    ends: datetime.datetime,
    zone: zoneinfo.ZoneInfo,
) -> bool:
    """Whether an absence touches a working day of [starts, ends), whose days are those of the programme's zone."""
    first, end = starts.astimezone(zone).date(), ends.astimezone(zone).date()
    return _works_in(working_days, max(first, absence.starts), min(max(end, first + DAY), absence.ends))


def is_away(member: Member, first: datetime.date, end: datetime.date) -> bool:
    """Whether an absence touches one of the member's working days in [first, end)."""
    days = member.working_days
    return any(_works_in(days, max(first, starts), min(end, ends)) for starts, ends in member.away)


def _works_in(working_days: rules.days_off.WorkingDays, first: datetime.date, end: datetime.date) -> bool:
    return any(first + n * DAY in working_days for n in range((end - first).days))


def _seats(history: History, available: list[Member], starts: datetime.datetime) -> tuple[Seating, ...]:
    """Who sits: those whose turn it is by rank, and among equals in rank the best group."""
    if not available:
        return ()
    ranks = {member.person: _rank(history, member, len(available)) for member in available}
    last_in = sorted(ranks.values())[:SEATS][-1]
    sure = [member for member in available if ranks[member.person] < last_in]
    equal = [member for member in available if ranks[member.person] == last_in]
    waiting = frozenset(person for person, rank in ranks.items() if rank[0] == last_in[0])
    group = _best_group(history, sure, equal, waiting, starts)
    return tuple(Seating(person, round=ranks[person][0]) for person in group)


def _rank(history: History, member: Member, available: int) -> tuple[int, int, float]:
    """When somebody's time comes, the smallest first: their round, their place in it, and their order in that place.

    Place 0 is for who missed the round before (they were away), 1 for everyone else, 2 for who joined since the round
    began. Joiners go in the order in which they came; the others by how many shifts of rest they still lack.
    """
    lack = max(0, available // SEATS - 1 - history.rest(member.person))
    last_round = history.last_round.get(member.person, 0)
    if last_round >= history.round:
        return last_round + 1, 1, lack
    if member.joined > history.round_began.get(history.round, member.joined):
        return history.round, 2, member.joined.timestamp()
    return history.round, 0 if last_round < history.round - 1 else 1, lack


def _best_group(
    history: History, sure: list[Member], equal: list[Member], waiting: frozenset[int], starts: datetime.datetime
) -> tuple[int, ...]:
    """`sure`, and as many of `equal` as there are seats left: the people who make the best company.

    In this order: no pair that sat together often already, now or, as far as one sees, at the end of the round among
    those `waiting`; together longest ago, or never; longest rest, summed; most different UTC offsets at the handover.
    What is still equal goes by Slack id, in which order the members come.
    """
    offsets = {member.person: _offset(member.zone, starts) for member in sure + equal}
    round_ends = len(waiting) in (2 * SEATS, 3 * SEATS)

    def cost(group: tuple[int, ...]) -> tuple[bool, Cost]:
        people = frozenset(group)
        often = history.often_together(people) or (round_ends and _is_stuck(history, waiting - people))
        return often, _cost(history, people, offsets)

    room = min(SEATS - len(sure), len(equal))
    certain = tuple(member.person for member in sure)
    choices = itertools.combinations([member.person for member in equal], room)
    return min((certain + choice for choice in choices), key=cost)


Cost = tuple[int, int, datetime.timedelta]
"""When they last sat together, their rest summed and below zero, and how much their UTC offsets differ, below zero."""


def _cost(history: History, people: frozenset[int], offsets: collections.abc.Mapping[int, datetime.timedelta]) -> Cost:
    """How little these people should sit together; an offset that is not known counts as the others'."""
    known = [offsets[person] for person in people if person in offsets]
    rest = sum(map(history.rest, people))
    return history.last_together(people), -rest, min(known) - max(known)


def _is_stuck(history: History, people: frozenset[int]) -> bool:
    """Whether these can't be put into pairs without one that sat together often; an odd one out doesn't count."""
    if len(people) < SEATS or len(people) % SEATS:
        return False
    one, *others = sorted(people)
    return all(
        history.often_together(frozenset((one, other))) or _is_stuck(history, people - {one, other}) for other in others
    )


def _offset(zone: zoneinfo.ZoneInfo, at: datetime.datetime) -> datetime.timedelta:
    return at.astimezone(zone).utcoffset() or datetime.timedelta()


def _starts(turn: Turn) -> datetime.datetime:
    return turn.starts


def _slack_id(member: Member) -> str:
    return member.slack_id
