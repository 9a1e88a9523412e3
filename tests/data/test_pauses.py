"""What is paused: until when, and what ends it."""

import datetime

import sqlmodel

import data.pauses
import tests.programme

NOW = tests.programme.NOW
DAY, SECOND = datetime.timedelta(days=1), datetime.timedelta(seconds=1)


def running(session: sqlmodel.Session, now: datetime.datetime) -> list[str]:
    session.flush()
    return [pause.what for pause in data.pauses.list_running(session, now)]


def test_a_pause_without_end_holds_until_it_is_removed(session: sqlmodel.Session) -> None:
    data.pauses.record(session, data.pauses.ALL, NOW, None)
    assert [running(session, at) for at in (NOW - SECOND, NOW, NOW + 999 * DAY)] == [[], ["all"], ["all"]]
    data.pauses.remove(session)
    assert running(session, NOW) == []


def test_a_pause_with_an_end_ends_by_itself(session: sqlmodel.Session) -> None:
    data.pauses.record(session, "duty", NOW, NOW + DAY)
    assert [running(session, NOW + DAY - SECOND), running(session, NOW + DAY)] == [["duty"], []]


def test_the_last_word_about_something_counts(session: sqlmodel.Session) -> None:
    data.pauses.record(session, "duty", NOW, NOW + DAY)
    data.pauses.record(session, "morning", NOW, None)
    data.pauses.record(session, "duty", NOW + SECOND, None)
    assert running(session, NOW + 2 * DAY) == ["duty", "morning"]
    data.pauses.remove(session, "morning")
    assert running(session, NOW + 2 * DAY) == ["duty"]
