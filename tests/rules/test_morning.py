"""When somebody's morning is, over every change of the clocks; and which heads-up, gap or weekly matter is due then."""

import dataclasses
import datetime
import functools
import itertools
import zoneinfo

import hypothesis
import hypothesis.strategies
import pytest

import data.models
import rules.days_off
import rules.morning
import rules.settings
import rules.working_hours
import rules.working_time
import tests.programme

DAY, HOUR, SECOND = datetime.timedelta(days=1), datetime.timedelta(hours=1), datetime.timedelta(seconds=1)


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{text}+00:00")


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def workdays(
    zone: str = "Europe/Berlin", time: str = "mon-fri 09:00-17:00", *away: str
) -> rules.working_hours.Workdays:
    """`away` holds days, each by itself."""
    days = tuple((day(one), day(one) + DAY) for one in away)
    return rules.working_hours.Workdays(zoneinfo.ZoneInfo(zone), rules.working_time.parse(time), days)


def morning(of: rules.working_hours.Workdays, date: str) -> rules.morning.Morning:
    found = rules.morning.morning(of, day(date))
    assert found is not None
    return found


# -- the morning


@pytest.mark.parametrize(
    ("zone", "time", "date", "begins", "ends"),
    [
        pytest.param("Europe/Berlin", "mon-fri 09:00-17:00", "2026-03-02", "2026-03-02T08:00", "2026-03-02T23:00"),
        pytest.param("Africa/Lagos", "mon-fri 14:00-22:00", "2026-03-02", "2026-03-02T13:00", "2026-03-02T23:00"),
        pytest.param(
            "Asia/Tokyo",
            "mon-fri 22:00-06:00",
            "2026-03-02",
            "2026-03-02T13:00",
            "2026-03-02T21:00",
            id="past midnight",
        ),
        pytest.param(
            "Europe/Berlin", "sun 02:30-10:00", "2026-03-29", "2026-03-29T01:00", "2026-03-29T22:00", id="gap"
        ),
        pytest.param(
            "Europe/Berlin", "sun 02:30-10:00", "2026-10-25", "2026-10-25T00:30", "2026-10-25T23:00", id="fold"
        ),
    ],
)
def test_a_morning_is_the_start_of_the_working_day_where_the_person_is(
    zone: str, time: str, date: str, begins: str, ends: str
) -> None:
    found = morning(workdays(zone, time), date)
    assert (found.at, found.ends) == (at(begins), at(ends))


def test_a_weekend_and_a_day_away_have_no_morning() -> None:
    ada = workdays("Europe/Berlin", "mon-fri 09:00-17:00", "2026-03-03")
    found = [rules.morning.morning(ada, day("2026-03-02") + n * DAY) for n in range(7)]
    assert [one is not None for one in found] == [True, False, True, True, True, False, False]


def test_a_day_off_of_the_programme_has_no_morning_and_the_week_begins_after_it() -> None:
    """Monday 6 April 2026 is Easter Monday in Germany, and the 7th a day of our own."""
    off = rules.days_off.DaysOff("DE", frozenset({day("2026-04-07")}))
    ada = dataclasses.replace(workdays(), off=off)
    assert [rules.morning.morning(ada, day(one)) for one in ("2026-04-03", "2026-04-06", "2026-04-07")] == [None] * 3
    thursday, wednesday = morning(ada, "2026-04-02"), morning(ada, "2026-04-08")
    assert rules.morning.following(ada, thursday.at) == wednesday
    assert rules.morning.first_of_week(ada, day("2026-04-10")) == wednesday
    assert rules.morning.heads_up(wednesday.at + HOUR, ada, thursday) == "eve"


def test_the_current_morning_is_that_of_the_day_until_its_end() -> None:
    ada = workdays()
    monday = morning(ada, "2026-03-02")
    instants = ["2026-03-02T07:59:59", "2026-03-02T08:00", "2026-03-02T22:59:59", "2026-03-02T23:00"]
    assert [rules.morning.current(ada, at(one)) for one in instants] == [None, monday, monday, None]


def test_for_who_works_past_midnight_the_day_goes_on() -> None:
    kenji = workdays("Asia/Tokyo", "mon-fri 22:00-06:00")
    friday = morning(kenji, "2026-03-06")
    assert rules.morning.current(kenji, friday.at + 7 * HOUR) == friday
    assert rules.morning.current(kenji, friday.at + 8 * HOUR) is None


def test_the_following_morning_skips_days_off() -> None:
    ada = workdays("Europe/Berlin", "mon-fri 09:00-17:00", "2026-03-09")
    friday = morning(ada, "2026-03-06")
    assert rules.morning.following(ada, friday.at - SECOND) == friday
    assert rules.morning.following(ada, friday.at) == morning(ada, "2026-03-10")


def test_who_is_away_for_longer_than_a_year_has_none() -> None:
    zone, time = zoneinfo.ZoneInfo("UTC"), rules.working_time.DEFAULT
    gone = rules.working_hours.Workdays(zone, time, ((day("2026-01-01"), day("2028-01-01")),))
    assert rules.morning.following(gone, at("2026-03-02T08:00")) is None


ZONES = sorted(zoneinfo.available_timezones() - {"localtime"})
STARTS = ("00:00", "02:30", "09:00", "23:59")


@functools.cache
def _changes(zone: zoneinfo.ZoneInfo) -> list[datetime.date]:
    """Days from 2020 to 2037 around which the offset changes."""
    days = [datetime.datetime(2020, 1, 1, 12, tzinfo=datetime.UTC) + n * 7 * DAY for n in range(52 * 18)]
    pairs = itertools.pairwise(days)
    return [
        one.date()
        for one, next_one in pairs
        if one.astimezone(zone).utcoffset() != next_one.astimezone(zone).utcoffset()
    ]


@hypothesis.given(
    zone=hypothesis.strategies.sampled_from(ZONES),
    starts=hypothesis.strategies.sampled_from(STARTS),
    pick=hypothesis.strategies.integers(0, 10_000),
    minutes=hypothesis.strategies.integers(20, 240),
)
@hypothesis.settings(deadline=None, max_examples=100)
def test_however_often_one_looks_each_day_has_one_morning(zone: str, starts: str, pick: int, minutes: int) -> None:
    """Ten days around a change of the clocks, looked through in steps of up to four hours."""
    place = zoneinfo.ZoneInfo(zone)
    changes = _changes(place) or [day("2026-03-29")]
    ends = "12:00" if starts != "23:59" else "07:00"
    person = workdays(zone, f"mon-sun {starts}-{ends}")
    begin = datetime.datetime.combine(changes[pick % len(changes)], datetime.time(), tzinfo=datetime.UTC) - DAY
    looks = [begin + n * datetime.timedelta(minutes=minutes) for n in range(10 * 24 * 60 // minutes)]
    seen = [found for look in looks if (found := rules.morning.current(person, look))]
    assert len({found.day for found in seen}) == len(set(seen))
    mornings = sorted(set(seen), key=lambda found: found.at)
    assert [found.day for found in mornings] == sorted(found.day for found in mornings)
    shown = datetime.time.fromisoformat(starts)
    for found in mornings:
        assert found.at.astimezone(place).replace(tzinfo=None) >= datetime.datetime.combine(found.day, shown)
    for before, after in itertools.pairwise(mornings):
        assert after.day - before.day == DAY
        assert rules.morning.following(person, before.at) == after


# -- heads-ups


SHIFT = at("2026-03-16T09:00")  # Monday, 10:00 in Berlin


@pytest.mark.parametrize(
    ("date", "which"),
    [
        ("2026-03-06", None),
        ("2026-03-09", "week"),
        ("2026-03-12", "week"),
        ("2026-03-13", "eve"),
        ("2026-03-16", "eve"),  # nobody told them on Friday, and it begins an hour after their morning
        ("2026-03-17", None),
    ],
)
def test_the_nearer_of_two_heads_ups_is_due_until_the_shift_begins(date: str, which: str | None) -> None:
    ada = workdays()
    assert rules.morning.heads_up(SHIFT, ada, morning(ada, date)) == which


def test_the_last_working_day_before_is_the_persons_own() -> None:
    away_on_friday = workdays("Europe/Berlin", "mon-fri 09:00-17:00", "2026-03-13")
    assert rules.morning.heads_up(SHIFT, away_on_friday, morning(away_on_friday, "2026-03-12")) == "eve"
    sundays = workdays("Europe/Berlin", "sun,mon 09:00-17:00")
    assert rules.morning.heads_up(SHIFT, sundays, morning(sundays, "2026-03-09")) == "week"
    assert rules.morning.heads_up(SHIFT, sundays, morning(sundays, "2026-03-15")) == "eve"


def test_a_shift_that_begins_before_the_persons_morning_is_told_the_working_day_before() -> None:
    elena = workdays("America/Mexico_City")  # the handover is at 03:00 there
    assert rules.morning.heads_up(SHIFT, elena, morning(elena, "2026-03-13")) == "eve"
    assert rules.morning.heads_up(SHIFT, elena, morning(elena, "2026-03-16")) is None


# -- weekly matters and gaps


def test_a_week_begins_on_its_first_working_day() -> None:
    assert rules.morning.week(day("2026-03-02")) == "2026-W10"
    assert rules.morning.week(day("2027-01-01")) == "2026-W53"
    ada = workdays("Europe/Berlin", "mon-fri 09:00-17:00", "2026-03-02")
    assert rules.morning.first_of_week(ada, day("2026-03-05")) == morning(ada, "2026-03-03")
    week = [str(day("2026-03-02") + n * DAY) for n in range(7)]
    assert rules.morning.first_of_week(workdays("UTC", "mon-sun 09:00-17:00", *week), day("2026-03-05")) is None


def shift(*seated: int, published: str = "2026-01-01T00:00") -> tuple[data.models.Shift, list[data.models.Seat]]:
    row = data.models.Shift(id=7, starts=SHIFT, ends=SHIFT + 14 * DAY, published_at=at(published))
    return row, [data.models.Seat(shift_id=7, place=n, person_id=one, round=1) for n, one in enumerate(seated, 1)]


def vacancy(opened: str, settled: str | None = None, shift_id: int = 7) -> data.models.Vacancy:
    return data.models.Vacancy(
        shift_id=shift_id,
        place=1,
        round=1,
        person_id=1,
        opened_at=at(opened),
        settled_at=at(settled) if settled else None,
    )


def test_a_full_shift_is_no_gap() -> None:
    assert rules.morning.gaps([shift(1, 2)], [], [], SHIFT) == []


def test_a_gap_arose_with_the_publication_or_with_the_last_who_gave_up_a_seat() -> None:
    assert [gap.since for gap in rules.morning.gaps([shift(1), shift()], [], [], SHIFT)] == [at("2026-01-01T00:00")] * 2
    other = vacancy("2026-03-01T00:00", shift_id=8)
    (gap,) = rules.morning.gaps([shift(1)], [vacancy("2026-02-01T00:00", "2026-02-03T00:00"), other], [], SHIFT)
    assert (gap.since, gap.asked) == (at("2026-02-03T00:00"), False)
    (gap,) = rules.morning.gaps([shift(1)], [vacancy("2026-02-01T00:00"), other], [], SHIFT)
    assert (gap.since, gap.asked) == (at("2026-02-01T00:00"), True)


def test_a_seat_is_looked_for_until_all_who_were_asked_have_said_no_or_let_their_time_go_by() -> None:
    def question(asked: str, until: str, no_at: str | None = None) -> data.models.Question:
        answered_at = at(no_at) if no_at else None
        return data.models.Question(
            vacancy_id=7, person_id=2, asked_at=at(asked), ask_next_at=at(until), answered_at=answered_at
        )

    empty = vacancy("2026-02-01T00:00")
    empty.id = 7
    said_no = question("2026-02-01T00:00", "2026-02-02T17:00", "2026-02-01T12:00")
    silent = question("2026-02-01T12:00", "2026-02-03T17:00")
    (gap,) = rules.morning.gaps([shift(1)], [empty], [said_no, silent], at("2026-02-03T16:59"))
    assert gap.asked
    (gap,) = rules.morning.gaps([shift(1)], [empty], [said_no, silent], at("2026-02-03T17:01"))
    assert (gap.since, gap.asked) == (at("2026-02-03T17:00"), False)
    (gap,) = rules.morning.gaps([shift(1)], [empty], [said_no], at("2026-02-01T12:01"))
    assert (gap.since, gap.asked) == (at("2026-02-01T12:00"), False)


@pytest.mark.parametrize(("seconds", "is_asked"), [(0, True), (59, True), (60, False)])
def test_the_next_in_line_has_a_minute_to_be_asked_before_anybody_reads_of_a_gap(seconds: int, is_asked: bool) -> None:
    empty, over = vacancy("2026-02-01T00:00"), at("2026-02-03T17:00")
    empty.id = 7
    silent = data.models.Question(vacancy_id=7, person_id=2, asked_at=at("2026-02-01T12:00"), ask_next_at=over)
    (gap,) = rules.morning.gaps([shift(1)], [empty], [silent], over + datetime.timedelta(seconds=seconds))
    assert gap.asked == is_asked


@pytest.mark.parametrize(
    ("now", "urgent"),
    [
        (SHIFT - 2 * DAY - SECOND, False),
        (SHIFT - 2 * DAY, True),
        (SHIFT + DAY, True),
        (SHIFT + 14 * DAY, False),
    ],
)
def test_duty_is_urgent_from_two_days_before_it_until_its_end(now: datetime.datetime, urgent: bool) -> None:
    assert rules.morning.is_urgent(SHIFT, SHIFT + 14 * DAY, now) == urgent


def test_workdays_are_by_the_roster_with_days_away_that_are_their_own() -> None:
    person = data.models.Person(
        id=3, slack_id="U3", name="x", zone="Asia/Tokyo", working_hours="sat 10:00-12:00", joined_at=tests.programme.NOW
    )
    absences = [
        data.models.Absence(
            person_id=one, starts=day("2026-03-07"), ends=day("2026-03-09"), recorded_at=tests.programme.NOW
        )
        for one in (3, 4)
    ]
    found = rules.working_hours.person_workdays(person, absences, rules.settings.read({}))
    assert (found.zone.key, found.away) == ("Asia/Tokyo", ((day("2026-03-07"), day("2026-03-09")),))
    assert not found.holds(day("2026-03-07"))
    assert found.holds(day("2026-03-14"))
