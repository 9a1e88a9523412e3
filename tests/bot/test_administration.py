"""`muster settings`, `muster go-live` and `muster pause`, on a store beside whatever else works on it."""

import datetime
import pathlib

import freezegun
import pytest

import bot.administration
import data.audit
import data.database
import data.outbox
import data.pauses
import data.settings
import rules.errors
import rules.settings

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(days=1)


@pytest.fixture
def url(database: data.database.Database) -> str:
    return str(database.url)


def audit(database: data.database.Database, subject: str) -> list[tuple[object, ...]]:
    with database.reading() as session:
        rows = data.audit.list_about(session, subject)
    return [(row.at, row.actor, row.action, row.before, row.after) for row in rows]


def stored(database: data.database.Database) -> dict[str, str]:
    with database.reading() as session:
        return data.settings.load(session)


def test_all_settings_are_listed_with_meaning_and_default(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    bot.administration.settings(url, None, None)
    lines = capsys.readouterr().out.splitlines()
    names = [line.split(" = ")[0] for line in lines[::2]]
    assert names == [setting.name for setting in rules.settings.SETTINGS]
    assert lines[1::2] == [f"    {setting.meaning}" for setting in rules.settings.SETTINGS]
    assert lines[0] == "time_zone = UTC (the default)"


def test_one_setting_is_shown(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    bot.administration.settings(url, "duty_time", None)
    assert capsys.readouterr().out.splitlines() == [
        "duty_time = 10:00 (the default)",
        "    The time of the handover, in the programme's zone.",
    ]


@freezegun.freeze_time(NOW)
def test_a_setting_is_set_shown_and_recorded_with_before_and_after(
    url: str, database: data.database.Database, capsys: pytest.CaptureFixture[str]
) -> None:
    bot.administration.settings(url, "duty_time", " 9:30 ")
    assert capsys.readouterr().out.splitlines()[0] == "duty_time = 9:30 (default 10:00)"
    bot.administration.settings(url, "duty_time", "11:00")
    assert stored(database) == {"duty_time": "11:00"}
    assert audit(database, "duty_time") == [
        (NOW, "command line", "setting.set", {"value": None}, {"value": "9:30"}),
        (NOW, "command line", "setting.set", {"value": "9:30"}, {"value": "11:00"}),
    ]


def test_the_same_value_again_changes_nothing_and_records_nothing(url: str, database: data.database.Database) -> None:
    for _ in range(2):
        bot.administration.settings(url, "duty_time", "9:30")
    assert len(audit(database, "duty_time")) == 1


def test_a_dash_puts_the_default_back(
    url: str, database: data.database.Database, capsys: pytest.CaptureFixture[str]
) -> None:
    bot.administration.settings(url, "duty_time", "9:30")
    bot.administration.settings(url, "duty_time", "-")
    assert stored(database) == {}
    assert capsys.readouterr().out.splitlines()[2] == "duty_time = 10:00 (the default)"
    assert audit(database, "duty_time")[1][3:] == ({"value": "9:30"}, {"value": None})


def test_a_setting_without_a_default_shows_that_it_is_empty(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    bot.administration.settings(url, "triage_channel", "C0TRIAGE")
    bot.administration.settings(url, "triage_channel", "-")
    bot.administration.settings(url, "triage_channel", None)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "triage_channel = C0TRIAGE (default empty)"
    assert lines[4] == "triage_channel = empty (the default)"


@pytest.mark.parametrize("value", [None, "9:30", "-"])
def test_an_unknown_setting_is_refused_with_those_that_there_are(
    url: str, database: data.database.Database, value: str | None
) -> None:
    with pytest.raises(rules.errors.ProgramError, match=r"There is no setting 'lunch'\. The settings are time_zone, "):
        bot.administration.settings(url, "lunch", value)
    assert stored(database) == {}


def test_a_value_that_will_not_do_is_refused_with_one_that_would(url: str, database: data.database.Database) -> None:
    with pytest.raises(rules.errors.ProgramError, match=r"^duty_time: '25:00' is no time of day\. Write one such as"):
        bot.administration.settings(url, "duty_time", "25:00")
    assert stored(database) == {}
    assert audit(database, "duty_time") == []


def test_going_live_ends_the_quiet_once(
    url: str, database: data.database.Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with freezegun.freeze_time(NOW):
        bot.administration.go_live(url)
    with freezegun.freeze_time(LATER):
        bot.administration.go_live(url)
    assert capsys.readouterr().out.splitlines()[0] == "Muster is live."
    with database.reading() as session:
        assert data.settings.find_milestone(session, data.settings.WENT_LIVE) == NOW
    assert audit(database, "programme") == [(NOW, "command line", "programme.live", None, None)]


@freezegun.freeze_time(NOW)
def test_a_pause_holds_back_all_but_answers_until_it_is_resumed_and_is_recorded(
    url: str, database: data.database.Database, capsys: pytest.CaptureFixture[str]
) -> None:
    drafts = [data.outbox.Draft(key, key, {}, "a test", NOW, unasked=key == "news") for key in ("news", "answer")]
    with database.writing() as session:
        data.outbox.enqueue(session, drafts)
        data.pauses.record(session, data.pauses.ALL, NOW, LATER)
    bot.administration.pause(url)
    assert capsys.readouterr().out == (
        "Muster is paused: it answers, and sends nothing by itself until a manager types `/program resume`.\n"
    )
    much_later = NOW + datetime.timedelta(days=900)
    with database.reading() as session:
        paused = [one.what for one in data.pauses.list_running(session, much_later)]
        due = data.outbox.list_due(session, much_later, much_later, 9, paused=paused)
    assert [notice.key for notice in due] == ["answer"]
    assert audit(database, "all") == [(NOW, "command line", "outgoing.pause", None, {"until": None})]


def test_a_store_that_cannot_be_had_is_said_in_a_sentence(tmp_path: pathlib.Path) -> None:
    (tmp_path / "letter.db").write_bytes(b"no store at all" * 100)
    with pytest.raises(data.database.Unusable, match=r"\.$"):
        bot.administration.settings(f"sqlite:///{tmp_path}/letter.db", None, None)
