"""What holds whatever people do to the rotation, judged by plain code: nobody sits twice, no seat is silently empty.

Each example is a row of acts by command or button, as people would do them, with time going by in between.
"""

import collections
import collections.abc
import contextlib
import dataclasses
import datetime

import hypothesis
import hypothesis.strategies
import pytest
import sqlmodel

import data.database
import data.duty
import data.models
import data.morning
import data.people
import data.settings
import jobs.duty
import messages.pool
import rules.errors
import tests.commands.asking
import tests.programme

NOW = tests.programme.NOW
DAY = datetime.timedelta(days=1)
ZONES = {
    "UADA": "Europe/Berlin",
    "UBEN": "Europe/Berlin",
    "UCY": "Asia/Manila",
    "UDOV": "America/Lima",
    "UEVA": "Europe/Berlin",
    "UFAY": "Africa/Lagos",
    "UGIL": "Europe/Berlin",
}
ROSTER = tuple(ZONES)

Sitting = dict[tuple[datetime.datetime, int], tuple[str, ...]]
"""Who sits at an instant, by instant and shift."""


@pytest.fixture
def programme(session: sqlmodel.Session) -> sqlmodel.Session:
    """A manager and seven advisers, live."""
    tests.programme.add(session, "UMAREN", "manager", zone="Europe/Berlin")
    for slack_id, zone in ZONES.items():
        tests.programme.add(session, slack_id, "adviser", zone=zone)
    data.settings.record(session, "time_zone", "Europe/Berlin")
    data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW - DAY)
    jobs.duty.tick(session, NOW)
    session.flush()
    return session


@dataclasses.dataclass
class World:
    """The programme at an instant, and what was seen of it."""

    session: sqlmodel.Session
    now: datetime.datetime = NOW
    acts: int = 0
    actor: str = ""
    never_dealt: set[tuple[int, int]] = dataclasses.field(default_factory=set)
    seen: set[int] = dataclasses.field(default_factory=set)

    def asking(self, slack_id: str = "UMAREN") -> tests.commands.asking.Asking:
        return tests.commands.asking.Asking(self.session, slack_id, self.now)

    def does(self, act: str, who: str, other: str, first: int, length: int) -> None:
        """One act, after which everything is looked at; what is refused changes nothing."""
        self.acts += 1
        self.actor = who if act == "answers" else "UMAREN"
        before, running, waiting = self.sitting(), self.running(), self.waiting()
        with contextlib.suppress(rules.errors.ProgramError), self.session.begin_nested():
            getattr(self, act)(who, other, first, length)
        if act == "time_goes_by":
            self.look()
            return
        self.look()
        assert self.running() == running, "a shift that runs was dealt again"
        changed = self.changed(before, self.sitting())
        came_to_nothing = waiting - self.waiting()
        assert self.told() - {self.actor} <= changed, "nobody is told whose dates are as before"
        assert changed - {self.actor} <= self.told() | came_to_nothing, "and everybody whose dates changed"

    # -- what people do

    def is_away(self, who: str, _other: str, first: int, length: int) -> None:
        """On any days; or who sits in the middle of one of the next shifts is away then."""
        starts = self.now.date() + first * DAY
        if length % 2:
            middle, people = self.middle(first)
            starts, who = middle.date(), people[length // 2 % len(people)] if people else who
        self.asking(who).command(f"/duty away {starts} {starts + length * DAY}", key=self.key)
        self.actor = who

    def is_back(self, _who: str, _other: str, first: int, _length: int) -> None:
        known = data.duty.list_absences(self.session, self.now.date())
        if known:
            self.asking().press("cancel:absence", key=self.key, subject=str(known[first % len(known)].id))

    def relieves(self, who: str, _other: str, first: int, length: int) -> None:
        """Somebody, or who was relieved before, sits for who sits in the middle of one of the next shifts."""
        middle, people = self.middle(first)
        relieved = [one.out_id for one in data.duty.list_overrides(self.session, self.now)]
        if relieved and length % 2:
            who = data.people.load_by_id(self.session, relieved)[relieved[first % len(relieved)]].slack_id
        if people:
            days = f"{middle.date()} {middle.date() + DAY}"
            line = f"/duty override <@{who}> for <@{people[length // 2 % len(people)]}> {days}"
            self.asking().command(line, key=self.key)

    def middle(self, number: int) -> tuple[datetime.datetime, tuple[str, ...]]:
        """A working day in the middle of one of the next shifts, and who sits then."""
        shift, _ = data.duty.list_shifts(self.session, since=self.now)[number % 3]
        middle = shift.starts + 9 * DAY
        return middle, next((who for (at, _), who in self.sitting().items() if at.date() == middle.date()), ())

    def sits_again(self, _who: str, _other: str, first: int, _length: int) -> None:
        known = data.duty.list_overrides(self.session, self.now)
        if known:
            self.asking().press("undo:override", key=self.key, subject=str(known[first % len(known)].id))

    def leaves(self, who: str, _other: str, first: int, _length: int) -> None:
        reply = self.asking().command(f"/duty pool remove <@{who}> {self.now.date() + first * DAY}")
        buttons = reply.message["blocks"][-2]["elements"]  # type: ignore[union-attr]  # it says something
        self.asking().press(messages.pool.REMOVE, key=self.key, subject=buttons[0]["value"])

    def joins(self, who: str, _other: str, _first: int, _length: int) -> None:
        self.asking().command(f"/duty pool add <@{who}>", key=self.key)

    def answers(self, who: str, _other: str, first: int, _length: int) -> None:
        asked = self.session.exec(sqlmodel.select(data.models.Question)).all()
        person = data.people.find(self.session, who)
        assert person is not None
        for question in [one for one in asked if one.person_id == person.id and one.answer is None][:1]:
            action = ("accept:seat", "decline:seat")[first % 2]
            self.asking(who).press(action, key=self.key, subject=str(question.id))

    def time_goes_by(self, _who: str, _other: str, first: int, _length: int) -> None:
        self.now += (first % 9) * DAY + datetime.timedelta(hours=5)
        jobs.duty.tick(self.session, self.now)

    # -- what can be seen

    @property
    def key(self) -> str:
        return f"act {self.acts}"

    def running(self) -> list[tuple[int, int, int]]:
        """The seats of the shift that runs, as they were dealt."""
        shifts = data.duty.list_shifts(self.session, since=self.now)
        found = [seats for shift, seats in shifts if shift.starts <= self.now]
        return [(seat.shift_id, seat.place, seat.person_id) for seats in found for seat in seats]

    def sitting(self) -> Sitting:
        """Who sits every few hours from now on: the dealt seats, each moved on by the overrides in turn."""
        overrides = data.duty.list_overrides(self.session, self.now)
        names = {person.id: person.slack_id for person in data.people.list_everyone(self.session)}
        found: Sitting = {}
        for shift, seats in data.duty.list_shifts(self.session, since=self.now):
            at = max(shift.starts, self.now)
            while at < shift.ends:
                found[at, shift.id or 0] = tuple(names[self._moved_on(seat.person_id, overrides, at)] for seat in seats)
                at += datetime.timedelta(hours=11)
        return found

    def _moved_on(
        self, person: int, overrides: collections.abc.Iterable[data.models.Override], at: datetime.datetime
    ) -> int:
        for one in overrides:
            person = one.in_id if one.out_id == person and one.starts <= at < one.ends else person
        return person

    def changed(self, before: Sitting, after: Sitting) -> set[str]:
        """Whose times differ."""
        times = [collections.defaultdict[str, set[datetime.datetime]](set) for _ in range(2)]
        for mapping, sitting in zip(times, (before, after), strict=True):
            for (at, _), people in sitting.items():
                for person in people:
                    mapping[person].add(at)
        return {person for person in ROSTER if times[0][person] != times[1][person]}

    def waiting(self) -> set[str]:
        """For whom changed dates wait for the morning."""
        parts = data.morning.list_waiting(self.session)
        return {part.key.rpartition(":")[2] for part in parts if part.kind == "dates"}

    def told(self) -> set[str]:
        start = f"dates:{self.key}:"
        keys = [
            *self.session.exec(sqlmodel.select(data.models.Notice.key)).all(),
            *self.session.exec(sqlmodel.select(data.models.MorningPart.key)).all(),
        ]
        return {key.removeprefix(start) for key in keys if key.startswith(start)}

    def look(self) -> None:
        for people in self.sitting().values():
            assert len(set(people)) == len(people), "somebody sits in both seats"
        vacancies = self.session.exec(sqlmodel.select(data.models.Vacancy)).all()
        given_up = {(one.shift_id, one.place) for one in vacancies if one.taken_by_id is None}
        for shift, seats in data.duty.list_shifts(self.session, since=self.now):
            empty = {(shift.id or 0, place) for place in (1, 2)} - {(seat.shift_id, seat.place) for seat in seats}
            if shift.id not in self.seen:
                self.seen.add(shift.id or 0)
                self.never_dealt |= empty - given_up
            assert empty <= given_up | self.never_dealt, "a seat is empty, and nobody knows"


ACTS = (
    "is_away",
    "is_back",
    "relieves",
    "relieves",
    "relieves",
    "sits_again",
    "leaves",
    "joins",
    "answers",
    "time_goes_by",
)
ACT = hypothesis.strategies.tuples(
    hypothesis.strategies.sampled_from(ACTS),
    hypothesis.strategies.sampled_from(ROSTER),
    hypothesis.strategies.sampled_from(ROSTER),
    hypothesis.strategies.integers(0, 80),
    hypothesis.strategies.integers(0, 16),
)


@hypothesis.settings(
    deadline=None, max_examples=10, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
@hypothesis.given(hypothesis.strategies.lists(ACT, min_size=10, max_size=18))
def test_nobody_sits_twice_no_seat_is_silently_empty_and_who_is_told_is_who_moved(
    programme: sqlmodel.Session, acts: list[tuple[str, str, str, int, int]]
) -> None:
    with data.database.rehearsal(programme):
        world = World(programme)
        world.look()
        for act in acts:
            world.does(*act)
