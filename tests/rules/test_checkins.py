"""What a week asks for, of whom, and how its rows follow what is so by now, as literals and as laws."""

import dataclasses
import datetime
import zoneinfo

import hypothesis
import hypothesis.strategies as st
import pytest

import data.checkins
import data.models
import rules.checkins
import rules.working_hours
import rules.working_time

Date = datetime.date
State = data.models.CheckinState
Excuse = data.models.Excuse
Ask = rules.checkins.Ask
Term = data.checkins.Term

UTC = zoneinfo.ZoneInfo("UTC")
DAY = datetime.timedelta(days=1)
MONDAY = Date(2026, 3, 2)


def march(day: int) -> Date:
    """A day of March 2026, or counted from it; the 2nd is a Monday."""
    return Date(2026, 3, 1) + (day - 1) * DAY


def works(*away: tuple[int, int], days: str = "mon-fri") -> rules.working_hours.Workdays:
    """Somebody who works on these days, away from a day of March to before another."""
    spans = tuple((march(first), march(end)) for first, end in away)
    time = rules.working_time.parse(f"{days} 09:00-17:00")
    return rules.working_hours.Workdays(UTC, time, spans)


def terms(*spans: tuple[int, int]) -> list[Term]:
    """Contracts from a day of March to before another."""
    return [Term(march(first), march(end)) for first, end in spans]


LONG_AGO = (-90, 60)


@pytest.mark.parametrize(
    ("workdays", "contracts", "expected"),
    [
        (works(), terms(LONG_AGO), [60]),
        (works(), [], []),
        (works(), terms((-90, 2)), []),  # over the day before
        (works(), terms((-90, 3)), [60]),  # Monday was the last day
        (works(), terms((9, 60)), []),  # begins next Monday
        (works(), terms((7, 60)), []),  # begins on Saturday
        (works((2, 9)), terms(LONG_AGO), []),  # away all week
        (works((2, 6)), terms(LONG_AGO), [60]),  # back on Friday
        (works((2, 6), days="mon-thu"), terms(LONG_AGO), []),  # back on a day on which they never work
        (works((2, 5)), terms((-90, 5)), []),  # away until the contract ends
        (works(), terms((2, 60)), [30, 30]),  # new
        (works(), terms((5, 60)), [30, 30]),  # since Thursday
        (works(), terms((6, 60)), [30]),  # since Friday, the last working day
        (works((5, 7)), terms((4, 60)), [30]),  # one working day left
        (works(), terms((-11, 60)), [30, 30]),  # on Monday 13 days ago
        (works(), terms((-12, 60)), [60]),  # and 14
        (works((2, 4)), terms((-10, 60)), [60]),  # two weeks are over when they are back
        (works(), terms((-200, -100), (2, 60)), [60]),  # returns
        (works(), terms((2, 60), (-200, -100)), [60]),  # in whichever order the contracts come
        (works(), terms((-12, 2), (2, 60)), [60]),  # goes on with the next
    ],
)
def test_a_week_asks_for_an_hour_or_for_two_short_ones_of_who_is_new(
    workdays: rules.working_hours.Workdays, contracts: list[Term], expected: list[int]
) -> None:
    assert rules.checkins.asked(workdays, contracts, MONDAY, 1) == expected


def test_the_hours_of_a_week_are_a_setting() -> None:
    assert rules.checkins.asked(works(), terms(LONG_AGO), MONDAY, 0.75) == [45]
    assert rules.checkins.asked(works(), terms((2, 60)), MONDAY, 1.5) == [45, 45]


def test_an_adviser_is_away_all_week_only_without_one_working_day() -> None:
    assert rules.checkins.is_away_all_week(works((2, 9)), MONDAY)
    assert not rules.checkins.is_away_all_week(works((2, 6)), MONDAY)
    assert rules.checkins.is_away_all_week(works((2, 6), days="mon-thu"), MONDAY)


@pytest.mark.parametrize(
    ("now", "weeks"),
    [
        ("2026-03-04T12:00", [2]),
        ("2026-03-08T09:59", [2]),
        ("2026-03-08T10:00", [2, 9]),  # Monday begins on Kiritimati
        ("2026-03-09T11:59", [2, 9]),
        ("2026-03-09T12:00", [9]),  # Sunday is over on Baker Island
    ],
)
def test_a_week_runs_from_where_it_begins_first_to_where_it_ends_last(now: str, weeks: list[int]) -> None:
    found = rules.checkins.current_weeks(datetime.datetime.fromisoformat(f"{now}+00:00"))
    assert found == [march(day) for day in weeks]


def test_the_next_week_begins_on_kiritimati() -> None:
    for now in ("2026-03-01T10:00", "2026-03-08T09:59"):
        begins = rules.checkins.next_week_begins(datetime.datetime.fromisoformat(f"{now}+00:00"))
        assert begins == datetime.datetime(2026, 3, 8, 10, tzinfo=datetime.UTC)


def row(**columns: object) -> data.models.Checkin:
    """The first check-in of the week with Kenji (5), which Ada (1) holds."""
    known: dict[str, object] = {"id": 7, "freelancer_id": 5, "adviser_id": 1, "week": MONDAY, "place": 0, "planned": 60}
    return data.models.Checkin(**(known | columns))  # type: ignore[arg-type]  # columns


ASK = Ask(freelancer_id=5, week=MONDAY, place=0, minutes=60, adviser_id=1)
MOVED, UNCOVERED = dataclasses.replace(ASK, adviser_id=2), dataclasses.replace(ASK, uncovered=True)
BOOKED = {"state": State.BOOKED, "booked_for": march(5)}
BOOKED_LATER = {"state": State.BOOKED, "booked_for": march(9)}


@pytest.mark.parametrize(
    ("columns", "ask", "expected"),
    [
        ({}, ASK, None),
        ({}, MOVED, (2, 60, State.OPEN, None)),
        (BOOKED, MOVED, (2, 60, State.BOOKED, None)),
        ({"planned": 30}, ASK, (1, 60, State.OPEN, None)),
        ({}, None, (1, 60, State.EXCUSED, Excuse.ABSENT)),
        (BOOKED, None, (1, 60, State.EXCUSED, Excuse.ABSENT)),
        (BOOKED_LATER, None, None),  # who is away this week can meet in the next
        (BOOKED_LATER, UNCOVERED, None),
        (BOOKED_LATER, MOVED, (2, 60, State.BOOKED, None)),
        ({}, UNCOVERED, (1, 60, State.EXCUSED, Excuse.UNCOVERED)),
        ({"state": State.EXCUSED, "excuse": Excuse.ABSENT}, ASK, (1, 60, State.OPEN, None)),
        ({"state": State.EXCUSED, "excuse": Excuse.UNCOVERED}, MOVED, (2, 60, State.OPEN, None)),
        ({"state": State.EXCUSED, "excuse": Excuse.ABSENT, "booked_for": march(5)}, ASK, (1, 60, State.BOOKED, None)),
        ({"state": State.EXCUSED, "excuse": Excuse.NEXT_WEEK}, MOVED, None),
        ({"state": State.EXCUSED, "excuse": Excuse.EXCUSED}, None, None),
        ({"state": State.DONE}, MOVED, None),
        ({"state": State.DONE}, None, None),
    ],
)
def test_a_row_says_what_is_so_by_now_but_what_people_said_of_it_stays(
    columns: dict[str, object], ask: Ask | None, expected: tuple[object, ...] | None
) -> None:
    found = rules.checkins.changes([ask] if ask else [], [row(**columns)])
    assert found == ({7: expected} if expected else {})


def test_what_no_row_stands_for_is_new() -> None:
    second = dataclasses.replace(ASK, place=1)
    assert rules.checkins.new([ASK, second], [row()]) == [second]
    assert rules.checkins.new([UNCOVERED], []) == [UNCOVERED]
    assert rules.checkins.first_said(UNCOVERED) == (1, 60, State.EXCUSED, Excuse.UNCOVERED)


@pytest.mark.parametrize(
    ("workdays", "weekday", "since", "expected"),
    [
        (works(), 0, "01T00:00", 2),
        (works(), 0, "02T09:00", 3),  # Monday's morning has begun
        (works((2, 4)), 0, "01T00:00", 4),  # ill until Wednesday
        (works(), 3, "01T00:00", 5),
        (works((2, 9)), 0, "01T00:00", None),
        (works(), 3, "06T09:00", None),
    ],
)
def test_a_list_is_told_on_the_first_morning_from_its_weekday_on(
    workdays: rules.working_hours.Workdays, weekday: int, since: str, expected: int | None
) -> None:
    instant = datetime.datetime.fromisoformat(f"2026-03-{since}+00:00")
    found = rules.checkins.told_on(workdays, MONDAY, weekday, instant)
    assert (found and found.day) == (march(expected) if expected else None)


# -- laws

days = st.integers(-40, 40).map(march)
spans = st.tuples(days, st.integers(1, 40)).map(lambda span: (span[0], span[0] + span[1] * DAY))
weeks = st.integers(-4, 4).map(lambda n: MONDAY + 7 * n * DAY)
working = st.sets(st.integers(0, 6), min_size=1).map(
    lambda found: rules.working_time.WorkingTime(frozenset(found), datetime.time(9), datetime.time(17))
)


@hypothesis.given(st.lists(spans, max_size=3), st.lists(spans, max_size=3), working, weeks)
def test_nobody_is_asked_about_in_a_week_on_no_day_of_which_they_work(
    contracts: list[tuple[Date, Date]],
    away: list[tuple[Date, Date]],
    time: rules.working_time.WorkingTime,
    week: Date,
) -> None:
    def is_there(day: Date) -> bool:
        under_contract = any(first <= day < end for first, end in contracts)
        return under_contract and day.weekday() in time.days and not any(first <= day < end for first, end in away)

    there = sum(is_there(week + n * DAY) for n in range(7))
    workdays = rules.working_hours.Workdays(UTC, time, tuple(away))
    asked = rules.checkins.asked(workdays, [Term(*span) for span in contracts], week, 1)
    assert bool(asked) == (there > 0)
    assert len(asked) <= min(2, there)
    assert sum(asked) <= 60


@dataclasses.dataclass
class Planner:
    """Rows as the job keeps them, from what the weeks ask for each time that it looks."""

    rows: dict[tuple[int, Date, int], data.models.Checkin] = dataclasses.field(default_factory=dict)

    def looks(self, asks: list[Ask]) -> None:
        rows = list(self.rows.values())
        for ident, says in rules.checkins.changes(asks, rows).items():
            next(one for one in rows if one.id == ident).sqlmodel_update(says._asdict())
        for ask in rules.checkins.new(asks, rows):
            place = (ask.freelancer_id, ask.week, ask.place)
            columns = dict(zip(("freelancer_id", "week", "place"), place, strict=True))
            said = rules.checkins.first_said(ask)._asdict()
            assert place not in self.rows
            self.rows[place] = row(**columns, **said, id=len(self.rows) + 1)

    @property
    def asked(self) -> set[tuple[int, Date, int, int, int]]:
        """What advisers are asked to hold."""
        return {
            (one.freelancer_id, one.week, one.place, one.planned, one.adviser_id)
            for one in self.rows.values()
            if one.state == State.OPEN
        }


people = st.integers(1, 4)
asks = st.lists(
    st.builds(
        Ask,
        freelancer_id=people,
        week=st.sampled_from([MONDAY, march(9)]),
        place=st.integers(0, 1),
        minutes=st.sampled_from([30, 60]),
        adviser_id=st.integers(11, 13),
        uncovered=st.booleans(),
    ),
    max_size=8,
    unique_by=lambda ask: (ask.freelancer_id, ask.week, ask.place),
)


@hypothesis.given(st.lists(asks, max_size=4), asks)
def test_whatever_came_before_the_rows_ask_for_what_is_so_by_now_and_a_second_look_changes_nothing(
    before: list[list[Ask]], now: list[Ask]
) -> None:
    planner = Planner()
    for earlier in before:
        planner.looks(earlier)
    planner.looks(now)
    wanted = {(one.freelancer_id, one.week, one.place, one.minutes, one.adviser_id) for one in now if not one.uncovered}
    assert planner.asked == wanted
    rows = list(planner.rows.values())
    assert (rules.checkins.new(now, rows), rules.checkins.changes(now, rows)) == ([], {})
