"""What is logged, in both forms, and what never is: a token."""

import ast
import asyncio
import collections.abc
import json
import logging
import pathlib
import re

import pytest

import bot.log
import tests.bot.small_slack

TOKEN, APP_TOKEN = tests.bot.small_slack.TOKEN, tests.bot.small_slack.APP_TOKEN
ROOT = pathlib.Path(__file__).parents[2]

log = logging.getLogger("bot.tests")


def log_error(error: Exception) -> None:
    """As where an error was caught."""
    log.error("a request failed", exc_info=error, extra={"ref": "7f3a"})


@pytest.fixture(autouse=True)
def loggers_as_before() -> collections.abc.Iterator[None]:
    root = logging.getLogger()
    before = (root.level, root.handlers[:])
    names = (*bot.log._NOISY, *bot.log._QUOTING)
    levels = {name: logging.getLogger(name).level for name in names}
    yield
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def entry(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    """The one line that was logged, as JSON."""
    (line,) = capsys.readouterr().err.splitlines()
    read: dict[str, object] = json.loads(line)
    return read


def test_as_text_a_line_says_when_how_grave_who_what_and_the_values(capsys: pytest.CaptureFixture[str]) -> None:
    bot.log.configure("INFO", "text")
    log.info("joined %s", "T1", extra={"team": "T1", "members": 3})
    captured = capsys.readouterr()
    assert captured.out == ""
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO bot\.tests: joined T1 team=T1 members=3\n", captured.err
    )


def test_as_json_a_line_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    bot.log.configure("INFO", "json")
    log.warning("joined %s", "T1", extra={"team": "T1", "members": 3, "who": {"Ada"}})
    logged = entry(capsys)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", str(logged.pop("at")))
    assert logged == {
        "level": "WARNING",
        "logger": "bot.tests",
        "message": "joined T1",
        "team": "T1",
        "members": 3,
        "who": "{'Ada'}",
    }


def test_a_traceback_is_within_its_json_line_and_under_its_text_line(capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("json", "text"):
        bot.log.configure("INFO", form)
        log_error(ZeroDivisionError("by nought"))
    as_json, *as_text = capsys.readouterr().err.splitlines()
    assert "ZeroDivisionError: by nought" in json.loads(as_json)["traceback"]
    assert as_text[0].endswith("ERROR bot.tests: a request failed ref=7f3a")
    assert as_text[-1] == "ZeroDivisionError: by nought"


def test_what_is_below_the_level_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    bot.log.configure("WARNING", "text")
    log.info("joined")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", ["apscheduler.executors", "aiohttp.access", "asyncio", "alembic"])
def test_libraries_speak_from_warning_on_unless_all_is_wanted(capsys: pytest.CaptureFixture[str], name: str) -> None:
    bot.log.configure("INFO", "text")
    logging.getLogger(name).info("a detail")
    assert capsys.readouterr().err == ""
    logging.getLogger(name).warning("a fault")
    assert "a fault" in capsys.readouterr().err
    bot.log.configure("DEBUG", "text")
    logging.getLogger(name).debug("a detail")
    assert "a detail" in capsys.readouterr().err


def test_configuring_again_does_not_log_twice(capsys: pytest.CaptureFixture[str]) -> None:
    bot.log.configure("INFO", "text")
    bot.log.configure("INFO", "text")
    log.info("joined")
    assert len(capsys.readouterr().err.splitlines()) == 1


# -- secrets


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(
    "secret",
    [
        TOKEN,
        APP_TOKEN,
        "xoxp-99-88-unknown",
        "xapp-1-A0-unknown",
        "xoxe-1-refreshing",
        "wss://wss.slack.com/link/?ticket=d3adbeef-1234&app_id=A0",
        "https://hooks.slack.com/services/T0/B0/d3adbeef",
        "https://hooks.slack.com/commands/T0/123/d3adbeef",
        "https:\\/\\/hooks.slack.com\\/actions\\/T0\\/123\\/d3adbeef",
        '"token":"d3adbeef"',
        '"token": "d3adbeef"',
        '"response_url": "http://127.0.0.1:9/response/d3adbeef"',
        "a password of our own",
    ],
)
def test_a_secret_is_hidden_wherever_it_stands(capsys: pytest.CaptureFixture[str], form: str, secret: str) -> None:
    bot.log.configure("INFO", form, [TOKEN, APP_TOKEN, "a password of our own", ""])
    log.info("message %s", secret)
    log.info("value", extra={"token": secret, "within": {"list": [secret]}})
    log_error(ValueError(secret))
    logged = capsys.readouterr().err
    hidden = "d3adbeef" if "d3adbeef" in secret else secret
    assert hidden not in logged
    assert logged.count("…") >= 4
    assert "message" in logged


def test_no_token_is_in_the_log_of_a_real_client_at_its_most_talkative(capsys: pytest.CaptureFixture[str]) -> None:
    async def story() -> None:
        async with tests.bot.small_slack.running() as slack, tests.bot.small_slack.client(slack.address) as web:
            slack.answer("auth.test", {"ok": True, "url": f"wss://x/?ticket=d3adbeef&token={TOKEN}"})
            slack.answer("chat.postMessage", {"ok": False, "error": "invalid_auth", "token": TOKEN})
            await web.api_call("auth.test", data={"token": TOKEN})
            await web.apps_connections_open(app_token=APP_TOKEN)
            try:
                await web.api_call("chat.postMessage", json={"channel": "C1", "text": TOKEN})
            except tests.bot.small_slack.ApiError:
                log.exception("refused")

    for form in ("text", "json"):
        bot.log.configure("DEBUG", form, [TOKEN, APP_TOKEN])
        asyncio.run(story())
    logged = capsys.readouterr().err
    assert "DEBUG" in logged
    assert "Sending a request" not in logged  # it quotes what is sent
    assert "invalid_auth" in logged
    assert "secret" not in logged
    assert "d3adbeef" not in logged


# -- for those who log


def test_no_value_takes_the_place_of_what_every_line_has() -> None:
    """Logging itself refuses `message` and `name`; the others are ours."""
    own = {"at", "level", "logger", "message", "traceback"}
    for path in sorted((ROOT / "bot").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.keyword) and node.arg == "extra" and isinstance(node.value, ast.Dict):
                names = {key.value for key in node.value.keys if isinstance(key, ast.Constant)}
                assert not names & own, f"{path.name}:{node.value.lineno}"


@pytest.mark.parametrize("name", bot.log._QUOTING)
@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
def test_who_quotes_requests_and_rows_does_so_at_no_level(name: str, level: str) -> None:
    bot.log.configure(level, "text")
    assert not logging.getLogger(name).isEnabledFor(logging.INFO)
    assert logging.getLogger(name).isEnabledFor(logging.CRITICAL)
