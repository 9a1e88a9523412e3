"""Programme settings that were set, and milestones."""

import datetime

import sqlmodel

import data.settings

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(days=14)


def test_a_new_store_has_no_setting_of_its_own(session: sqlmodel.Session) -> None:
    assert data.settings.load(session) == {}


def test_a_setting_is_set_and_set_again(session: sqlmodel.Session) -> None:
    data.settings.record(session, "duty_time", "10:00")
    data.settings.record(session, "duty_weekday", "friday")
    data.settings.record(session, "duty_time", "11:00")
    assert data.settings.load(session) == {"duty_time": "11:00", "duty_weekday": "friday"}


def test_none_puts_the_default_back_also_where_it_stood_already(session: sqlmodel.Session) -> None:
    data.settings.record(session, "duty_time", "10:00")
    data.settings.record(session, "duty_time", None)
    data.settings.record(session, "duty_weekday", None)
    assert data.settings.load(session) == {}


def test_an_empty_text_is_a_setting_too(session: sqlmodel.Session) -> None:
    data.settings.record(session, "triage_channel", "")
    assert data.settings.load(session) == {"triage_channel": ""}


def test_a_milestone_is_reached_once_and_stays_where_it_was(session: sqlmodel.Session) -> None:
    assert data.settings.find_milestone(session, data.settings.WENT_LIVE) is None
    assert data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW)
    assert not data.settings.record_milestone(session, data.settings.WENT_LIVE, LATER)
    assert data.settings.find_milestone(session, data.settings.WENT_LIVE) == NOW
