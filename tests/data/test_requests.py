"""Requests that took effect, known again for a day."""

import datetime

import pytest
import sqlalchemy.exc
import sqlmodel

import data.requests

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
SAID: dict[str, object] = {"kind": "say", "message": {"text": "You are away."}}


def test_a_new_request_is_not_known(session: sqlmodel.Session) -> None:
    assert data.requests.find(session, "13.37") is None


def test_a_request_is_known_by_its_key_with_the_reply_it_got(session: sqlmodel.Session) -> None:
    data.requests.record(session, "13.37", SAID, NOW)
    session.flush()
    assert data.requests.find(session, "13.37") == SAID
    assert data.requests.find(session, "13.38") is None


def test_a_request_takes_effect_once_even_if_two_do_it_at_the_same_time(session: sqlmodel.Session) -> None:
    data.requests.record(session, "13.37", SAID, NOW)
    with pytest.raises(sqlalchemy.exc.IntegrityError):
        data.requests.record(session, "13.37", {"kind": "done"}, NOW)


def test_requests_are_forgotten_after_a_day_and_not_before(session: sqlmodel.Session) -> None:
    data.requests.record(session, "old", SAID, NOW - datetime.timedelta(days=1, microseconds=1))
    data.requests.record(session, "a day", SAID, NOW - datetime.timedelta(days=1))
    data.requests.record(session, "new", SAID, NOW)
    session.flush()
    assert data.requests.remove_old(session, NOW) == 1
    session.expunge_all()
    assert data.requests.find(session, "old") is None
    assert data.requests.find(session, "a day") == SAID
    assert data.requests.find(session, "new") == SAID
