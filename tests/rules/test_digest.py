"""A digest's spans and sums, by literals."""

import dataclasses
import datetime

import hypothesis
import hypothesis.strategies as st
import pytest

import data.models
import rules.checkin_minutes
import rules.digest
import rules.duty
import rules.ratio

Choice = data.models.Choice
EndedAs = data.models.EndedAs
Ended = rules.digest.Ended
Figures = rules.digest.Figures
Freelancers = rules.digest.Freelancers
Mode = rules.ratio.Mode
Span = rules.digest.Span

WEEK, MONTH = rules.digest.Kind.WEEK, rules.digest.Kind.MONTH
DAY = datetime.timedelta(days=1)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


# -- spans


@pytest.mark.parametrize(
    ("kind", "today", "starts", "ends"),
    [
        (WEEK, "2026-03-02", "2026-02-23", "2026-03-02"),
        (WEEK, "2026-03-08", "2026-02-23", "2026-03-02"),
        (WEEK, "2026-03-09", "2026-03-02", "2026-03-09"),
        (WEEK, "2026-01-01", "2025-12-22", "2025-12-29"),
        (MONTH, "2026-03-01", "2026-02-01", "2026-03-01"),
        (MONTH, "2026-03-31", "2026-02-01", "2026-03-01"),
        (MONTH, "2026-01-15", "2025-12-01", "2026-01-01"),
    ],
)
def test_the_last_one_is_over_on_that_day(kind: rules.digest.Kind, today: str, starts: str, ends: str) -> None:
    span = rules.digest.last(kind, day(today))
    assert (span.starts, span.ends, span.last_day) == (day(starts), day(ends), day(ends) - DAY)


def test_the_weeks_of_a_month_are_those_that_began_in_it() -> None:
    assert [one.day for one in Span(MONTH, day("2026-03-01")).mondays] == [2, 9, 16, 23, 30]
    assert Span(WEEK, day("2026-03-02")).mondays == [day("2026-03-02")]


@hypothesis.given(kind=st.sampled_from(rules.digest.Kind), that=st.dates(day("2001-01-01"), day("2098-12-31")))
def test_every_day_is_in_one_span_which_the_one_before_ends_at(kind: rules.digest.Kind, that: datetime.date) -> None:
    span = rules.digest.holding(kind, that)
    assert span.starts <= that < span.ends
    assert span.before.ends == span.starts
    assert rules.digest.holding(kind, span.last_day) == span
    assert rules.digest.last(kind, span.ends) == span
    assert rules.digest.read(f"{kind} {that}") == span


@pytest.mark.parametrize(
    "text", ["", "week", "year 2026-03-02", "week 2026-02-30", "week 2026-03-02 x", "month 1999-01-01"]
)
def test_what_a_button_can_not_carry_is_no_span(text: str) -> None:
    assert rules.digest.read(text) is None


# -- the ratio

FEBRUARY_16, FEBRUARY_23, MARCH_2 = (day(text) for text in ("2026-02-16", "2026-02-23", "2026-03-02"))


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({Mode.CONTRACTED: {FEBRUARY_23: 10.0, MARCH_2: 10.2}}, (Mode.CONTRACTED, 10.0, 10.2)),
        ({Mode.CONTRACTED: {MARCH_2: 10.2}}, (Mode.CONTRACTED, None, 10.2)),
        ({Mode.CONTRACTED: {FEBRUARY_23: 10.0}}, None),
        ({Mode.OUTPUT: {MARCH_2: 9.0}, Mode.CONTRACTED: {FEBRUARY_23: 10.0}}, (Mode.OUTPUT, None, 9.0)),
        ({Mode.OUTPUT: {FEBRUARY_23: 9.0}, Mode.CONTRACTED: {MARCH_2: 10.0}}, (Mode.CONTRACTED, None, 10.0)),
        (
            {Mode.OUTPUT: {FEBRUARY_23: 8.0, MARCH_2: 9.0}, Mode.CONTRACTED: {FEBRUARY_23: 10.0, MARCH_2: 11.0}},
            (Mode.OUTPUT, 8.0, 9.0),
        ),
        ({}, None),
    ],
)
def test_the_ratio_of_a_week_is_that_of_one_mode_alone(
    figures: rules.digest.ByMode, expected: tuple[Mode, float | None, float] | None
) -> None:
    found = rules.digest.ratio(figures, Span(WEEK, MARCH_2))
    assert (found and (found.mode, found.beginning, found.end)) == expected


def test_the_ratio_of_a_month_goes_by_the_weeks_that_were_over_when_it_began_and_ended() -> None:
    """1 March 2026 is a Sunday: when March began, the last week that was over began on 16 February."""
    assert rules.digest.seen_by(day("2026-03-01")) == FEBRUARY_16
    figures = {Mode.CONTRACTED: {FEBRUARY_16: 9.0, day("2026-03-23"): 11.0}}
    found = rules.digest.ratio(figures, Span(MONTH, day("2026-03-01")))
    assert found == rules.digest.Ratio(Mode.CONTRACTED, 9.0, 11.0)


# -- who came and who left


def test_people_come_go_on_leave_or_are_employed() -> None:
    found = rules.digest.freelancers(
        7,
        [rules.digest.Began("New", follows=False), rules.digest.Began("Going On", follows=True)],
        [
            Ended("Resigned", EndedAs.RESIGNED),
            Ended("Told", None, Choice.END),
            Ended("Not Told Of A Renewal", None, Choice.RENEW),
            Ended("Forgotten", None, Choice.NOT_YET),
            Ended("Nobody Said", None, None),
            Ended("Employed", EndedAs.CONVERTED, Choice.CONVERT),
        ],
    )
    left = ("Resigned", "Told", "Not Told Of A Renewal", "Forgotten", "Nobody Said")
    assert found == Freelancers(7, ("New",), ("Going On",), left, ("Employed",), lapsed=2)


# -- duty


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"2026-{text}T09:00:00+00:00")


def turn(starts: str, ends: str, seats: int) -> rules.duty.Turn:
    return rules.duty.Turn(at(starts), at(ends), tuple(rules.duty.Seating(person, 1) for person in range(seats)))


def test_turns_and_overrides_count_if_any_part_of_them_lies_in_the_span() -> None:
    span = at("03-02"), at("03-09")
    turns = [turn("02-16", "03-02", 0), turn("03-02", "03-05", 1), turn("03-05", "03-19", 0), turn("03-09", "03-23", 0)]
    assert rules.digest.within(turns, span) == turns[1:3]
    assert rules.digest.empty_seats(turns[1:3]) == 3
    overrides = [
        data.models.Override(in_id=1, out_id=2, starts=at(starts), ends=at(ends), recorded_at=at("01-01"))
        for starts, ends in (("02-20", "03-02"), ("02-20", "03-03"), ("03-08", "03-20"), ("03-09", "03-10"))
    ]
    assert rules.digest.relieved(overrides, span) == 2


# -- what changed

TALLY = rules.checkin_minutes.Tally(done=3, open=1, planned=240, logged=180)
STEADY = Figures(Freelancers(5), 4, 3, 2, 1.5, TALLY, 1, 9, 2, 1, 0, 6)


def changed(now: Figures, before: Figures | None, ratio: rules.digest.Ratio | None = None) -> set[str]:
    return set(rules.digest.changed(rules.digest.Digest(Span(WEEK, MARCH_2), ratio, now, before)))


def test_a_week_as_the_one_before_has_changed_nothing() -> None:
    assert changed(STEADY, STEADY) == set()
    assert changed(Figures(), None) == set()


def test_without_a_week_before_all_that_happened_is_a_change() -> None:
    assert changed(STEADY, None) == {"reports", "checkins", "updates", "duty", "kudos"}


@pytest.mark.parametrize(
    ("matter", "values"),
    [
        ("freelancers", {"freelancers": Freelancers(5, came=("Amara",))}),
        ("freelancers", {"freelancers": Freelancers(5, renewed=("Amara",))}),
        ("freelancers", {"freelancers": Freelancers(5, left=("Amara",))}),
        ("freelancers", {"freelancers": Freelancers(5, converted=("Amara",))}),
        ("reports", {"filed": 5}),
        ("reports", {"closed": 2}),
        ("checkins", {"checkins": rules.checkin_minutes.Tally(done=4)}),
        ("updates", {"sent": 0}),
        ("updates", {"given": 8}),
        ("duty", {"overrides": 0}),
        ("duty", {"empty": 1}),
        ("kudos", {"kudos": 7}),
        ("renewals", {"told": {Choice.RENEW: 1}}),
        ("renewals", {"freelancers": Freelancers(5, lapsed=1)}),
        ("messages", {"lost": 1}),
    ],
)
def test_one_matter_that_is_otherwise_is_the_one_that_changed(matter: str, values: dict[str, object]) -> None:
    assert changed(dataclasses.replace(STEADY, **values), STEADY) == {matter}  # type: ignore[arg-type]  # fields


@pytest.mark.parametrize(
    "values", [{"open": 9}, {"missing": 0}, {"first_response": 9.0}, {"freelancers": Freelancers(6)}]
)
def test_what_follows_from_the_others_is_no_change_of_its_own(values: dict[str, object]) -> None:
    assert changed(dataclasses.replace(STEADY, **values), STEADY) == set()  # type: ignore[arg-type]  # fields


def test_who_came_is_told_though_as_many_came_in_the_week_before() -> None:
    came = dataclasses.replace(STEADY, freelancers=Freelancers(6, came=("Amara",)))
    assert changed(came, came) == {"freelancers"}


@pytest.mark.parametrize(("beginning", "expected"), [(10.0, {"ratio"}), (10.2, set()), (None, set())])
def test_the_ratio_changed_if_it_is_known_at_both_ends(beginning: float | None, expected: set[str]) -> None:
    assert changed(STEADY, STEADY, rules.digest.Ratio(Mode.CONTRACTED, beginning, 10.2)) == expected
