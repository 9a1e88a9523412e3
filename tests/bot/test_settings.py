"""What the environment and `.env` say: every fault at once, no secret shown, and nothing left for libraries to find."""

import os
import pathlib
import re

import pytest

import bot.settings

BOT, APP = "xoxb-1111-2222-SECRETbot", "xapp-1-3333-SECRETapp"
TOKENS = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}


@pytest.fixture(autouse=True)
def folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """Where `pyproject.toml` would be, in an environment without a setting."""
    monkeypatch.setattr(bot.settings, "ROOT", tmp_path)
    for name in (*TOKENS, "SLACK_API_URL"):
        monkeypatch.setenv(name, "")  # so that what loading takes away is put back
    return tmp_path


def load(monkeypatch: pytest.MonkeyPatch, joins: bool = False, **environment: str) -> bot.settings.Settings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return bot.settings.load(joins=joins)


def faults(monkeypatch: pytest.MonkeyPatch, joins: bool = False, **environment: str) -> list[str]:
    """The names that are complained about, in order."""
    with pytest.raises(bot.settings.SettingsError) as raised:
        load(monkeypatch, joins, **environment)
    text = str(raised.value)
    assert "SECRET" not in text.replace("SLACK_SIGNING_SECRET", "")
    assert all(re.search(r"\.$", line) for line in text.splitlines()), text
    return [line.split(":")[0] for line in text.splitlines()]


# -- defaults


def test_every_setting_has_a_default_and_a_meaning() -> None:
    settings = bot.settings.load()
    assert {
        name: getattr(settings, name)
        for name in bot.settings.Settings.model_fields
        if name.upper() not in bot.settings.SECRETS
    } == {
        "muster_transport": "socket",
        "muster_host": "127.0.0.1",
        "muster_port": 0,
        "slack_api_url": "https://slack.com/api/",
        "database_url": "sqlite:///var/muster.db",
        "muster_managers": (),
        "muster_time_zone": "",
        "muster_triage_channel": "",
        "muster_updates_channel": "",
        "muster_clock_url": "",
        "muster_http_timeout": 10,
        "muster_lease_margin": 5,
        "log_level": "INFO",
        "log_format": "text",
    }
    assert all(field.description for field in bot.settings.Settings.model_fields.values())


def test_an_empty_setting_counts_as_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, DATABASE_URL="", LOG_FORMAT="", MUSTER_HTTP_TIMEOUT="")
    assert (settings.database_url, settings.log_format) == ("sqlite:///var/muster.db", "text")


def test_settings_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(
        monkeypatch,
        joins=True,
        **TOKENS,
        MUSTER_MANAGERS="U0MAGDA, U0MILO ,",
        MUSTER_TIME_ZONE="Europe/Berlin",
        MUSTER_TRIAGE_CHANNEL="C0TRIAGE",
        LOG_LEVEL="debug",
        LOG_FORMAT="json",
        SLACK_API_URL="https://slack.example/api",
    )
    assert settings.muster_managers == ("U0MAGDA", "U0MILO")
    assert (settings.muster_time_zone, settings.muster_triage_channel) == ("Europe/Berlin", "C0TRIAGE")
    assert (settings.log_level, settings.log_format) == ("DEBUG", "json")
    assert settings.slack_api_url == "https://slack.example/api/"
    assert settings.slack_bot_token.get_secret_value() == BOT


# -- faults


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_API_URL", "slack.com"),
        ("SLACK_API_URL", "ftp://127.0.0.1/"),
        ("SLACK_API_URL", "http://slack.com/api/"),
        ("SLACK_API_URL", "http://127.0.0.1.example.com/api/"),
        ("SLACK_API_URL", "http://localhost.example.com/api/"),
        ("DATABASE_URL", "var/muster.db"),
        ("DATABASE_URL", "postgresql://localhost"),
        ("DATABASE_URL", "postgresql://muster:a@b@localhost/muster"),
        ("DATABASE_URL", "postgresql+asyncpg://localhost/muster"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("MUSTER_MANAGERS", "magda"),
        ("MUSTER_MANAGERS", "U0MAGDA,<@U0MILO>"),
        ("MUSTER_TIME_ZONE", "Berlin"),
        ("MUSTER_TRIAGE_CHANNEL", "#triage"),
        ("MUSTER_HTTP_TIMEOUT", "0"),
        ("MUSTER_HTTP_TIMEOUT", "soon"),
        ("MUSTER_LEASE_MARGIN", "-1"),
        ("MUSTER_LEASE_MARGIN", "nan"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_setting_that_will_not_do_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    assert faults(monkeypatch, joins=False, **{name: value}) == [name]


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_postgresql_database_is_a_store_and_its_password_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    url = f"{scheme}://muster:4711@db.example.com/muster"
    settings = load(monkeypatch, DATABASE_URL=url)
    assert settings.database_url == url
    assert "4711" not in repr(settings)


def test_every_fault_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    named = faults(
        monkeypatch,
        joins=True,
        SLACK_BOT_TOKEN="SECRET",
        DATABASE_URL="mysql://root:SECRET@localhost/muster",
        MUSTER_MANAGERS="magda",
        MUSTER_CLOCK_URL="http://127.0.0.1:1/clock",
        LOG_LEVEL="LOUD",
    )
    assert sorted(named) == [
        "DATABASE_URL",
        "LOG_LEVEL",
        "MUSTER_CLOCK_URL",
        "MUSTER_MANAGERS",
        "SLACK_APP_TOKEN",
        "SLACK_BOT_TOKEN",
    ]


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({}, ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]),
        ({"SLACK_BOT_TOKEN": BOT}, ["SLACK_APP_TOKEN"]),
        ({"SLACK_BOT_TOKEN": APP, "SLACK_APP_TOKEN": BOT}, ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]),
        ({"SLACK_BOT_TOKEN": "xoxp-SECRET", "SLACK_APP_TOKEN": APP}, ["SLACK_BOT_TOKEN"]),
        ({"MUSTER_TRANSPORT": "http"}, ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"]),
        ({"MUSTER_TRANSPORT": "http", "SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": "any"}, ["SLACK_SIGNING_SECRET"]),
        ({"MUSTER_TRANSPORT": "carrier pigeon", "SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}, ["MUSTER_TRANSPORT"]),
    ],
)
def test_a_process_that_joins_needs_the_tokens_of_its_transport(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], named: list[str]
) -> None:
    assert faults(monkeypatch, joins=True, **environment) == named


def test_by_http_a_signing_secret_takes_the_place_of_the_apps_token(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"MUSTER_TRANSPORT": "http", "SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": "SECRET"}
    settings = load(monkeypatch, joins=True, **given)
    assert settings.slack_signing_secret.get_secret_value() == "SECRET"
    assert "SECRET" not in repr(settings) + settings.model_dump_json()


def test_a_process_that_does_not_join_needs_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(monkeypatch).slack_bot_token.get_secret_value() == ""


@pytest.mark.parametrize(
    ("clock", "api", "taken"),
    [
        ("http://127.0.0.1:8787/_sandbox/clock", "http://127.0.0.1:8787/api/", True),
        ("http://localhost:8787/_sandbox/clock", "http://[::1]:8787/api/", True),
        ("http://127.0.0.1:8787/_sandbox/clock", "https://slack.com/api/", False),
        ("http://clock.example/", "http://127.0.0.1:8787/api/", False),
        ("https://clock.example/", "https://slack.com/api/", False),
        ("clock", "http://127.0.0.1:8787/api/", False),
    ],
)
def test_time_is_moved_only_where_slack_and_its_clock_are_on_this_machine(
    monkeypatch: pytest.MonkeyPatch, clock: str, api: str, taken: bool
) -> None:
    if taken:
        assert load(monkeypatch, MUSTER_CLOCK_URL=clock, SLACK_API_URL=api).muster_clock_url == clock
    else:
        assert faults(monkeypatch, MUSTER_CLOCK_URL=clock, SLACK_API_URL=api) == ["MUSTER_CLOCK_URL"]


@pytest.mark.parametrize(
    ("url", "local"),
    [("http://127.0.0.1:1/api/", True), ("http://[::1]/api/", True), ("https://slack.com/api/", False)],
)
def test_slack_on_this_machine_is_known_for_what_it_is(monkeypatch: pytest.MonkeyPatch, url: str, local: bool) -> None:
    assert load(monkeypatch, SLACK_API_URL=url).is_local is local


# -- secrets


def test_no_secret_is_in_what_is_printed_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, joins=True, **TOKENS)
    assert "SECRET" not in repr(settings) + str(settings) + str(settings.model_dump()) + settings.model_dump_json()


def test_nothing_of_slacks_is_left_in_the_environment_for_libraries_and_children(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    load(monkeypatch, joins=True, **TOKENS, SLACK_SIGNING_SECRET="SECRET", SLACK_API_URL="https://slack.com/api/")
    assert [name for name in os.environ if name.startswith("SLACK_")] == []


def test_settings_cannot_be_changed_once_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="frozen"):
        load(monkeypatch).log_level = "DEBUG"


# -- .env


def test_env_beside_pyproject_is_read_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, folder: pathlib.Path
) -> None:
    (folder / ".env").write_text("LOG_FORMAT=json\nMUSTER_TIME_ZONE=Europe/Berlin\nOTHER=thing\n")
    settings = load(monkeypatch, MUSTER_TIME_ZONE="Africa/Lagos")
    assert (settings.log_format, settings.muster_time_zone) == ("json", "Africa/Lagos")


def test_env_of_the_folder_somebody_stands_in_is_not_read(
    monkeypatch: pytest.MonkeyPatch, folder: pathlib.Path
) -> None:
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / ".env").write_text("LOG_FORMAT=json\n")
    monkeypatch.chdir(elsewhere)
    assert load(monkeypatch).log_format == "text"


def test_env_is_not_read_where_it_is_not_wanted(folder: pathlib.Path) -> None:
    (folder / ".env").write_text("LOG_FORMAT=json\nLOG_LEVEL=LOUD\n")
    assert bot.settings.load(env_file=False).log_format == "text"


def test_a_fault_in_env_is_named_as_in_the_environment(monkeypatch: pytest.MonkeyPatch, folder: pathlib.Path) -> None:
    (folder / ".env").write_text("LOG_LEVEL=LOUD\n")
    assert faults(monkeypatch) == ["LOG_LEVEL"]


def test_an_env_that_is_no_text_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch, folder: pathlib.Path) -> None:
    (folder / ".env").write_bytes(b"LOG_LEVEL=\xff\xfe\n")
    with pytest.raises(bot.settings.SettingsError, match=r"\.env .*UTF-8"):
        load(monkeypatch)
