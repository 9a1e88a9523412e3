"""What became of a call, told from what Slack's own SDK makes of every kind of answer."""

import asyncio
import socket

import pytest

import bot.outcome
import tests.bot.small_slack

POST, EDIT, HISTORY = "chat.postMessage", "chat.update", "conversations.history"
HTML = "<!DOCTYPE html><html>Bad gateway</html>"

plain = tests.bot.small_slack.plain


async def failure(address: str, method: str) -> Exception:
    async with tests.bot.small_slack.client(address) as client:
        try:
            async with asyncio.timeout(0.3):
                await client.api_call(method, json={})
        except bot.outcome.FAILURES as error:
            return error
    raise AssertionError("the call went well")


def outcome(answer: tests.bot.small_slack.Answer | dict[str, object], method: str = POST) -> bot.outcome.Outcome:
    """What the real client's error for this answer is sorted as."""

    async def call() -> Exception:
        async with tests.bot.small_slack.running() as slack:
            slack.answer(method, answer)
            return await failure(slack.address, method)

    return bot.outcome.of(asyncio.run(call()), method)


def refusal(error: str, **more: object) -> dict[str, object]:
    return {"ok": False, "error": error, **more}


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (plain(429, '{"ok": false, "error": "ratelimited"}', headers={"Retry-After": "7"}), 7.0),
        (plain(429, '{"ok": false, "error": "ratelimited"}', headers={"retry-after": "0"}), 0.0),
        (plain(429, '{"ok": false, "error": "ratelimited"}'), 30.0),
        (plain(429, HTML, "text/html", {"Retry-After": "5"}), 5.0),
        (plain(429, "slow down", "text/plain", {"Retry-After": "5"}), 5.0),
        (plain(429, "{", headers={"Retry-After": "5"}), 5.0),
        (plain(429, "{}", headers={"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}), 30.0),
        (plain(429, "{}", headers={"Retry-After": "-3"}), 0.0),
        (plain(429, "{}", headers={"Retry-After": "inf"}), 30.0),
        (plain(429, "{}", headers={"Retry-After": "nan"}), 30.0),
        (refusal("ratelimited"), 30.0),
        (refusal("rate_limited"), 30.0),
    ],
)
def test_too_many_calls_stop_the_method_for_as_long_as_slack_says_or_for_half_a_minute(
    answer: tests.bot.small_slack.Answer, seconds: float
) -> None:
    assert outcome(answer) == bot.outcome.Refused(POST, seconds)


LOST = [
    (plain(500, '{"ok": false, "error": "internal_error"}'), "internal_error"),
    (plain(500, "{}"), "http_500"),
    (plain(502, HTML, "text/html"), "http_502"),
    (plain(503, "", "text/plain"), "http_503"),
    (plain(504, "{"), "http_504"),
    (plain(500, "null"), "http_500"),
    (plain(200, HTML, "text/html"), "http_200"),
    (plain(200, "garbage", "text/plain"), "AttributeError"),
    (plain(200, "", "text/plain"), "http_200"),
    (plain(200, "{ not json"), "http_200"),
    (plain(200, "null"), "http_200"),
    (plain(200, "[1]"), "AttributeError"),
    (plain(200, "{}"), "http_200"),
    (plain(200, '{"ok": false}'), "http_200"),
    (plain(404, HTML, "text/html"), "http_404"),
    (refusal("internal_error"), "internal_error"),
    (refusal("fatal_error"), "fatal_error"),
    (refusal("service_unavailable"), "service_unavailable"),
    (refusal("request_timeout"), "request_timeout"),
    (tests.bot.small_slack.reset, "ServerDisconnectedError"),
    (tests.bot.small_slack.cut_off, "ClientPayloadError"),
    (tests.bot.small_slack.silent, "TimeoutError"),
]


@pytest.mark.parametrize(("answer", "error"), LOST)
def test_a_post_without_a_true_answer_may_be_in_slack(answer: tests.bot.small_slack.Answer, error: str) -> None:
    found = outcome(answer)
    assert isinstance(found, bot.outcome.Unknown)
    assert error in found.error


@pytest.mark.parametrize("method", [EDIT, HISTORY, "conversations.open", "views.publish", "conversations.setTopic"])
@pytest.mark.parametrize("answer", [LOST[2][0], LOST[6][0], LOST[7][0], LOST[19][0]])
def test_anything_else_without_a_true_answer_is_simply_done_again(
    answer: tests.bot.small_slack.Answer, method: str
) -> None:
    assert isinstance(outcome(answer, method), bot.outcome.Again)


@pytest.mark.parametrize("method", [POST, EDIT])
def test_where_nobody_listens_slack_was_not_reached(method: str) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        found = bot.outcome.of(asyncio.run(failure(address, method)), method)
    assert found == bot.outcome.NotReached("ClientConnectorError")


@pytest.mark.parametrize("method", [POST, EDIT, HISTORY])
@pytest.mark.parametrize("error", ["team_added_to_org", "org_login_required"])
def test_a_workspace_that_is_being_moved_is_waited_for(error: str, method: str) -> None:
    assert outcome(refusal(error), method) == bot.outcome.NotReached(error)


@pytest.mark.parametrize(
    "error", ["token_revoked", "token_expired", "invalid_auth", "account_inactive", "not_authed", "app_uninstalled"]
)
@pytest.mark.parametrize("method", [POST, EDIT, HISTORY])
def test_a_token_that_is_good_for_nothing_stops_everything(error: str, method: str) -> None:
    assert outcome(refusal(error), method) == bot.outcome.NotAuthorised(error)


@pytest.mark.parametrize(
    "error",
    ["channel_not_found", "is_archived", "not_in_channel", "user_not_found", "msg_too_long", "missing_scope"],
)
def test_what_slack_will_never_take_is_impossible(error: str) -> None:
    assert outcome(refusal(error)) == bot.outcome.Impossible(error)


def test_a_wrong_message_is_impossible_and_says_where_it_is_wrong() -> None:
    where = "must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    assert outcome(refusal("invalid_blocks", errors=[where])) == bot.outcome.Impossible("invalid_blocks", (where,))


@pytest.mark.parametrize("error", ["message_not_found", "cant_update_message", "edit_window_closed"])
def test_only_an_edit_can_find_its_message_gone(error: str) -> None:
    assert outcome(refusal(error), EDIT) == bot.outcome.CardGone()
    assert outcome(refusal(error), HISTORY) == bot.outcome.Impossible(error)
