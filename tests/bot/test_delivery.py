"""One try at one notice, and looking for one of which nothing is known, with the real client."""

import asyncio
import collections.abc
import datetime
import typing

import bot.delivery
import bot.outcome
import data.models
import messages.duty
import tests.bot.small_slack

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
EPOCH = int(NOW.timestamp())
Json = dict[str, typing.Any]
Place = bot.delivery.Place
POST, EDIT, HOME, TOPIC, _GROUP = data.models.NoticeKind


def notice(kind: data.models.NoticeKind = POST, lane: str = "C1", **more: typing.Any) -> data.models.Notice:
    given: Json = {"key": "a", "payload": {"text": "hello"}, "reason": "a test", "due_at": NOW, "attempts": 1}
    return data.models.Notice(kind=kind, lane=lane, **(given | more))


T = typing.TypeVar("T")


def tell(
    story: collections.abc.Callable[[tests.bot.small_slack.Slack, bot.delivery.Delivery], collections.abc.Awaitable[T]],
    seconds: float = 5.0,
    /,
    **answers: list[Json | tests.bot.small_slack.Answer],
) -> tuple[T, list[tests.bot.small_slack.Said]]:
    """What the story gives, and all that Slack was asked; `answers` by method, `_` for its dot."""

    async def run() -> tuple[T, list[tests.bot.small_slack.Said]]:
        async with tests.bot.small_slack.running() as slack, tests.bot.small_slack.client(slack.address) as web:
            for method, given in answers.items():
                slack.answer(method.replace("_", ".", 1), *given)
            return await story(slack, bot.delivery.Delivery(web, seconds)), slack.said

    return asyncio.run(run())


def deliver(
    given: data.models.Notice,
    place: bot.delivery.Place,
    seconds: float = 5.0,
    **answers: list[Json | tests.bot.small_slack.Answer],
) -> tuple[bot.outcome.Outcome, list[tests.bot.small_slack.Said]]:
    return tell(lambda _slack, delivery: delivery.deliver(given, place), seconds, **answers)


def look_for(
    given: data.models.Notice, place: bot.delivery.Place, **answers: list[Json | tests.bot.small_slack.Answer]
) -> tuple[bot.outcome.Outcome | None, list[tests.bot.small_slack.Said]]:
    return tell(lambda _slack, delivery: delivery.look_for(given, place), 5.0, **answers)


def message(ts: str, key: str | None) -> Json:
    metadata = {"event_type": "muster_notice", "event_payload": {"key": key}}
    return {"ts": ts, "text": "hello"} | ({"metadata": metadata} if key else {})


def page(*found: Json, cursor: str = "") -> Json:
    return {"ok": True, "messages": list(found), "response_metadata": {"next_cursor": cursor}}


# -- delivering


def test_a_reply_goes_into_its_thread() -> None:
    sent: Json = {"ok": True, "ts": "1.1", "message": {"ts": "1.1", "thread_ts": "0.5"}}
    outcome, (said,) = deliver(notice(), Place("C1", thread="0.5"), chat_postMessage=[sent])
    assert outcome == bot.outcome.Delivered("C1", "1.1")
    assert said.body["thread_ts"] == "0.5"


def test_a_reply_to_what_is_gone_is_in_the_channel_and_says_what_it_left() -> None:
    sent: Json = {"ok": True, "ts": "1.1", "message": {"ts": "1.1"}}
    outcome, _ = deliver(notice(), Place("C1", thread="0.5"), chat_postMessage=[sent])
    assert outcome == bot.outcome.Delivered("C1", "1.1", left="0.5")


def test_a_post_carries_its_notices_key() -> None:
    outcome, (said,) = deliver(notice(), Place("C1"), chat_postMessage=[{"ok": True, "ts": "1.1"}])
    assert outcome == bot.outcome.Delivered("C1", "1.1")
    assert said.what == "chat.postMessage"
    metadata = {"event_type": "muster_notice", "event_payload": {"key": "a"}}
    assert said.body == {"channel": "C1", "text": "hello", "metadata": metadata}


def test_a_persons_first_dm_is_opened_and_the_next_is_not() -> None:
    opened: Json = {"ok": True, "channel": {"id": "D1"}}
    posted: Json = {"ok": True, "ts": "1.1"}
    outcome, said = deliver(notice(lane="@UADA"), Place(None), conversations_open=[opened], chat_postMessage=[posted])
    assert outcome == bot.outcome.Delivered("D1", "1.1")
    assert [(call.what, call.body.get("users"), call.body.get("channel")) for call in said] == [
        ("conversations.open", "UADA", None),
        ("chat.postMessage", None, "D1"),
    ]
    _, said = deliver(notice(lane="@UADA"), Place("D1"), chat_postMessage=[posted])
    assert [call.what for call in said] == ["chat.postMessage"]


def test_a_dm_that_was_not_opened_is_surely_not_sent() -> None:
    outcome, said = deliver(
        notice(lane="@UADA"), Place(None), conversations_open=[tests.bot.small_slack.plain(500, "{}")]
    )
    assert outcome == bot.outcome.Again("http_500")
    assert [call.what for call in said] == ["conversations.open"]


def test_too_many_openings_stop_openings_and_not_posts() -> None:
    refused: Json = {"ok": False, "error": "ratelimited"}
    outcome, _ = deliver(notice(lane="@UADA"), Place(None), conversations_open=[refused])
    assert outcome == bot.outcome.Refused("conversations.open", 30.0)


def test_an_edit_goes_to_the_cards_message_and_leaves_no_blocks_standing_that_it_has_not() -> None:
    outcome, (said,) = deliver(notice(EDIT), Place("C1", "1.1"))
    assert outcome == bot.outcome.Delivered("C1", "1.1")
    assert (said.what, said.body) == ("chat.update", {"channel": "C1", "ts": "1.1", "text": "hello", "blocks": []})
    blocks = [{"type": "divider"}]
    _, (said,) = deliver(notice(EDIT, payload={"text": "hello", "blocks": blocks}), Place("C1", "1.1"))
    assert said.body["blocks"] == blocks


def test_an_edit_whose_message_is_gone_says_so() -> None:
    gone: Json = {"ok": False, "error": "message_not_found"}
    assert deliver(notice(EDIT), Place("C1", "1.1"), chat_update=[gone])[0] == bot.outcome.CardGone()


def test_a_home_is_published_for_its_person() -> None:
    view: Json = {"type": "home", "blocks": []}
    outcome, (said,) = deliver(notice(HOME, "home:UADA", payload=view), Place("home:UADA"))
    assert outcome == bot.outcome.Delivered()
    assert (said.what, said.body) == ("views.publish", {"user_id": "UADA", "view": view})


def test_a_topic_is_read_first_and_set_only_if_it_differs() -> None:
    part = "On duty until Mon 16 Mar, 10:00: <@UADA> and <@UBO> |"
    whole = messages.duty.topic("Bugs here", part)
    given = notice(TOPIC, "topic:C1", payload={"channel": "C1", "part": part})
    standing: Json = {"ok": True, "channel": {"topic": {"value": "Bugs here"}}}
    outcome, said = deliver(given, Place("topic:C1"), conversations_info=[standing])
    assert isinstance(outcome, bot.outcome.Delivered)
    assert [call.what for call in said] == ["conversations.info", "conversations.setTopic"]
    assert said[1].body == {"channel": "C1", "topic": whole}
    standing = {"ok": True, "channel": {"topic": {"value": whole}}}
    _, said = deliver(given, Place("topic:C1"), conversations_info=[standing])
    assert [call.what for call in said] == ["conversations.info"]


def test_a_call_that_takes_too_long_is_ended() -> None:
    outcome, _ = deliver(notice(), Place("C1"), seconds=0.1, chat_postMessage=[tests.bot.small_slack.silent])
    assert outcome == bot.outcome.Unknown("TimeoutError")


# -- looking for it


def test_a_post_is_found_by_its_key_from_a_minute_before_its_first_attempt_on() -> None:
    history = page(message("3.3", None), message("2.2", "another"), message("1.1", "a"))
    first = NOW + datetime.timedelta(minutes=5)
    outcome, (said,) = look_for(notice(first_attempt_at=first), Place("C1"), conversations_history=[history])
    assert outcome == bot.outcome.Delivered("C1", "1.1")
    assert said.what == "conversations.history"
    assert said.body["channel"] == "C1"
    assert said.body["oldest"] == f"{EPOCH + 240}.000000"
    assert said.body["include_all_metadata"] in ("1", "true", "True")


def test_every_page_is_looked_at() -> None:
    pages = [
        page(message("3.3", "b"), cursor="more"),
        page(message("2.2", "c"), cursor="yet"),
        page(message("1.1", "a")),
    ]
    outcome, said = look_for(notice(), Place("C1"), conversations_history=typing.cast("list[typing.Any]", pages))
    assert outcome == bot.outcome.Delivered("C1", "1.1")
    assert [call.body.get("cursor") for call in said] == [None, "more", "yet"]


def test_what_is_on_no_page_is_surely_not_there() -> None:
    outcome, _ = look_for(notice(), Place("C1"), conversations_history=[page(message("2.2", "b"))])
    assert outcome is None


def test_another_apps_metadata_is_not_ours() -> None:
    strange: Json = {"ts": "1.1", "metadata": {"event_type": "theirs", "event_payload": {"key": "a"}}}
    assert look_for(notice(), Place("C1"), conversations_history=[page(strange)])[0] is None


def test_a_reply_is_looked_for_in_its_thread() -> None:
    place = Place("C1", thread="0.5")
    outcome, (said,) = look_for(notice(), place, conversations_replies=[page(message("1.1", "a"))])
    assert outcome == bot.outcome.Delivered("C1", "1.1")
    assert (said.what, said.body["ts"]) == ("conversations.replies", "0.5")


def test_a_dm_not_opened_yet_is_opened_to_be_looked_at() -> None:
    opened: Json = {"ok": True, "channel": {"id": "D1"}}
    outcome, said = look_for(
        notice(lane="@UADA"),
        Place(None),
        conversations_open=[opened],
        conversations_history=[page(message("1.1", "a"))],
    )
    assert outcome == bot.outcome.Delivered("D1", "1.1")
    assert said[1].body["channel"] == "D1"


def test_a_channel_that_cannot_be_read_is_not_an_empty_one() -> None:
    answers: list[tuple[typing.Any, bot.outcome.Outcome]] = [
        ({"ok": False, "error": "not_in_channel"}, bot.outcome.Impossible("not_in_channel")),
        ({"ok": False, "error": "ratelimited"}, bot.outcome.Refused("conversations.history", 30.0)),
        (tests.bot.small_slack.plain(500, "{}"), bot.outcome.Again("http_500")),
        (tests.bot.small_slack.plain(200, "<html>", "text/html"), bot.outcome.Again("http_200")),
        (tests.bot.small_slack.reset, bot.outcome.Again("ServerDisconnectedError")),
        ({"ok": False, "error": "invalid_auth"}, bot.outcome.NotAuthorised("invalid_auth")),
    ]
    for answer, outcome in answers:
        assert look_for(notice(), Place("C1"), conversations_history=[answer])[0] == outcome


def test_a_second_page_that_cannot_be_read_is_not_the_end() -> None:
    pages: list[typing.Any] = [page(message("2.2", "b"), cursor="more"), tests.bot.small_slack.plain(500, "{}")]
    assert look_for(notice(), Place("C1"), conversations_history=pages)[0] == bot.outcome.Again("http_500")


def test_history_without_its_messages_is_not_an_empty_one() -> None:
    outcome, _ = look_for(notice(), Place("C1"), conversations_history=[{"ok": True}])
    assert isinstance(outcome, bot.outcome.Again)


# -- the token


def test_a_token_works_or_does_not() -> None:
    def asked(answer: typing.Any) -> bool:
        return tell(lambda _slack, delivery: delivery.is_authorised(), auth_test=[answer])[0]

    assert asked({"ok": True})
    assert not asked({"ok": False, "error": "invalid_auth"})
    assert not asked(tests.bot.small_slack.reset)
