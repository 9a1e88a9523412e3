"""Who may read and log what was said in a check-in, and of which weeks."""

import datetime
import itertools

import hypothesis
import hypothesis.strategies as st
import pytest

import data.models
import rules.checkin_notes

Log = data.models.CheckinLog
Standing = rules.checkin_notes.Standing
Notes = rules.checkin_notes.Notes

DAY = datetime.date(2026, 3, 2)
WRITER, OTHER = 1, 2
ALL, FOLLOW_UP, NONE = Notes("well", "work", "follow", "concern"), Notes(follow_up="follow"), Notes()


def log(writer_id: int = WRITER) -> Log:
    at = datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)
    return Log(checkin_id=1, writer_id=writer_id, at=at, held_on=DAY, minutes=60, **ALL._asdict())


@pytest.mark.parametrize(
    ("standing", "readable"),
    [
        (Standing(OTHER, manages=True), ALL),
        (Standing(OTHER, advises=True), ALL),
        (Standing(OTHER, advises=True, covers=True), ALL),
        (Standing(WRITER), ALL),
        (Standing(OTHER, covers=True), FOLLOW_UP),
        (Standing(OTHER), NONE),
        (Standing(WRITER, manages=True, is_themselves=True), NONE),
    ],
)
def test_who_reads_what(standing: Standing, readable: Notes) -> None:
    assert rules.checkin_notes.readable(log(), standing) == readable


@pytest.mark.parametrize("flags", list(itertools.product([False, True], repeat=4)))
def test_whoever_may_correct_a_log_reads_all_of_it(flags: tuple[bool, bool, bool, bool]) -> None:
    """Else the form would show them what they may not read, or a correction would lose it."""
    standing = Standing(OTHER, *flags)
    row = data.models.Checkin(freelancer_id=3, adviser_id=OTHER, week=DAY, planned=60)
    may = rules.checkin_notes.may_log(row, log(), standing)
    assert may == (rules.checkin_notes.readable(log(), standing) == ALL)


def test_who_holds_it_logs_it_first_and_corrects_their_own() -> None:
    row = data.models.Checkin(freelancer_id=3, adviser_id=OTHER, week=DAY, planned=60)
    assert rules.checkin_notes.may_log(row, None, Standing(OTHER))
    assert rules.checkin_notes.may_log(row, log(OTHER), Standing(OTHER))
    assert not rules.checkin_notes.may_log(row, log(), Standing(OTHER))
    assert not rules.checkin_notes.may_log(row, None, Standing(WRITER))
    assert not rules.checkin_notes.may_log(row, None, Standing(OTHER, is_themselves=True))


@hypothesis.given(st.integers(-20, 20))
def test_a_week_is_open_to_logs_from_its_monday_until_its_sunday_is_90_days_ago(weeks: int) -> None:
    week = DAY + datetime.timedelta(weeks=weeks)
    days = [
        ago for ago in range(-200, 300) if rules.checkin_notes.is_open_to_logs(week, week + datetime.timedelta(ago))
    ]
    assert days == list(range(97))
