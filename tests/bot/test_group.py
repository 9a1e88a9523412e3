"""What is called of Slack for the user group, and what is written down of it."""

import typing

import pytest

import bot.delivery
import bot.group
import bot.outcome
import bot.sender
import data.groups
import data.models
import tests.bot.small_slack
import tests.bot.test_delivery
import tests.bot.test_sender

Json = dict[str, typing.Any]
Answers = list[Json | tests.bot.small_slack.Answer]
Impossible = bot.outcome.Impossible
Desk = tests.bot.test_sender.Desk

LIST, CREATE, ENABLE = bot.group.FINDS
READ, UPDATE = bot.group.KEEPS
OK: Json = {"ok": True}
HANDLE = "adviser-on-duty"

tell = tests.bot.test_sender.tell
GROUP = data.models.NoticeKind.GROUP


def payload(*members: str, may_leave: list[str] | None = None, agreed: tuple[str, ...] = ()) -> Json:
    return {"handle": HANDLE, "members": list(members), "may_leave": may_leave, "agreed": list(agreed)}


def in_slack(*users: str, handle: str = HANDLE, deleted: int = 0) -> Json:
    return {"ok": True, "usergroups": [{"id": "S1", "handle": handle, "users": list(users), "date_delete": deleted}]}


def refusal(error: str) -> Json:
    return {"ok": False, "error": error}


def bring(
    given: Json, known: str | None = None, **answers: Answers
) -> tuple[bot.outcome.Outcome, list[tuple[str, Json]]]:
    """What came of it, and the calls; `answers` by the last words of a method."""
    named = {"list": LIST, "create": CREATE, "enable": ENABLE, "users": READ, "update": UPDATE}
    given_answers = {named[name].replace(".", "_", 1): answer for name, answer in answers.items()}
    notice = tests.bot.test_delivery.notice(GROUP, f"group:{HANDLE}", payload=given)
    outcome, said = tests.bot.test_delivery.deliver(notice, bot.delivery.Place(known), 5.0, **given_answers)
    return outcome, [(call.what, call.body) for call in said]


def methods(calls: list[tuple[str, Json]]) -> list[str]:
    return [method for method, _ in calls]


# -- what is called


def test_a_group_is_found_by_its_handle_and_gets_its_members() -> None:
    answer: Json = {
        "ok": True,
        "usergroups": [*in_slack(handle="others")["usergroups"], *in_slack("UADA")["usergroups"]],
    }
    answer["usergroups"][0]["id"] = "S0"
    outcome, calls = bring(payload("UADA", "UBEN"), list=[answer])
    assert outcome == bot.outcome.Delivered("S1")
    assert methods(calls) == [LIST, UPDATE]
    assert calls[1][1] == {"usergroup": "S1", "users": "UADA,UBEN"}


def test_a_group_that_there_is_not_is_created_with_its_members() -> None:
    made: Json = {"ok": True, "usergroup": {"id": "S2", "handle": HANDLE}}
    outcome, calls = bring(payload("UADA"), list=[in_slack(handle="others")], create=[made])
    assert outcome == bot.outcome.Delivered("S2")
    assert methods(calls) == [LIST, CREATE, UPDATE]
    assert (calls[1][1]["name"], calls[1][1]["handle"]) == ("Adviser on Duty", HANDLE)
    assert len(calls[1][1]["description"]) <= 140


def test_a_known_group_is_never_looked_for_again() -> None:
    outcome, calls = bring(payload("UADA"), "S1", users=[{"ok": True, "users": ["UBEN"]}])
    assert outcome == bot.outcome.Delivered("S1")
    assert methods(calls) == [READ, UPDATE]


def test_nothing_is_written_where_the_members_are_the_same() -> None:
    _, calls = bring(payload("UADA", "UBEN"), "S1", users=[{"ok": True, "users": ["UBEN", "UADA"]}])
    assert methods(calls) == [READ]


def test_a_disabled_group_is_enabled() -> None:
    outcome, calls = bring(payload("UADA"), list=[in_slack("UADA", deleted=1)])
    assert outcome == bot.outcome.Delivered("S1")
    assert methods(calls) == [LIST, ENABLE]


def test_a_known_group_that_was_disabled_since_is_found_and_enabled() -> None:
    outcome, calls = bring(payload("UADA"), "S1", users=[refusal("no_such_subteam")], list=[in_slack(deleted=1)])
    assert outcome == bot.outcome.Delivered("S1")
    assert methods(calls) == [READ, LIST, ENABLE, UPDATE]


@pytest.mark.parametrize("agreed", [(), ("UGUS",)])
def test_a_group_with_other_people_in_it_is_left_as_it_is(agreed: tuple[str, ...]) -> None:
    given = payload("UADA", may_leave=["UBEN"], agreed=agreed)
    outcome, calls = bring(given, list=[in_slack("UHAL", "UBEN", "UGUS", deleted=1)])
    assert outcome == bot.outcome.Occupied("S1", ("UGUS", "UHAL"))
    assert methods(calls) == [LIST]


@pytest.mark.parametrize("inside", [[], ["UBEN"], ["UBEN", "UADA"], ["UGUS", "UBEN"], ["UHAL", "UGUS"]])
def test_a_group_that_only_those_leave_who_may_is_taken(inside: list[str]) -> None:
    given = payload("UADA", may_leave=["UBEN"], agreed=("UGUS", "UHAL"))
    outcome, calls = bring(given, list=[in_slack(*inside)])
    assert outcome == bot.outcome.Delivered("S1")
    assert methods(calls) == [LIST, UPDATE]


@pytest.mark.parametrize("method", ["list", "create", "update"])
@pytest.mark.parametrize("error", ["plan_upgrade_required", "permission_denied", "invalid_users", "missing_scope"])
def test_a_refusal_of_any_call_is_one_of_the_group(method: str, error: str) -> None:
    made: Json = {"ok": True, "usergroup": {"id": "S2"}}
    answers: dict[str, Answers] = {"list": [{"ok": True, "usergroups": []}], "create": [made]}
    outcome, _ = bring(payload("UADA"), None, **(answers | {method: [refusal(error)]}))
    assert outcome == Impossible(error)


def test_too_many_calls_of_one_method_stop_that_one() -> None:
    outcome, _ = bring(payload("UADA"), list=[refusal("ratelimited")])
    assert outcome == bot.outcome.Refused(LIST, 30.0)


@pytest.mark.parametrize(
    "answer",
    [tests.bot.small_slack.plain(500, "{}"), tests.bot.small_slack.reset, {"ok": True}, refusal("fatal_error")],
)
def test_what_has_no_true_answer_is_done_again(answer: Json | tests.bot.small_slack.Answer) -> None:
    outcome, _ = bring(payload("UADA"), list=[answer])
    assert isinstance(outcome, bot.outcome.Again)


# -- what is written down


def asked(desk: Desk, *members: str) -> str:
    """A notice of the group, as the job makes one; its key."""
    with desk.store.database.writing() as session:
        group = data.groups.record_asked(session, HANDLE, members, tests.bot.test_sender.NOW)
        number = group.asked
    key = f"group:{HANDLE}:{number}"
    desk.put(key, f"group:{HANDLE}", kind=GROUP, payload=payload(*members))
    return key


def group(desk: Desk) -> data.models.UserGroup:
    with desk.store.database.reading() as session:
        found = data.groups.find(session, HANDLE)
    assert found is not None
    return found


def test_what_was_found_is_kept_and_is_the_place_from_then_on(tell: tests.bot.test_sender.Tell) -> None:
    async def story(desk: Desk) -> None:
        desk.will(asked(desk, "UADA"), bot.outcome.Delivered("S1"))
        desk.will(asked(desk, "UBEN"), bot.outcome.Delivered("S1"))
        await desk.round()
        await desk.round(1)
        assert [place.channel for place in desk.slack.places] == [None, "S1"]
        assert (group(desk).slack_id, group(desk).ours_since) == ("S1", tests.bot.test_sender.NOW)

    tell(story)


def test_people_in_the_group_are_written_down_and_the_notice_has_ended(tell: tests.bot.test_sender.Tell) -> None:
    async def story(desk: Desk) -> None:
        key = asked(desk, "UADA")
        desk.will(key, bot.outcome.Occupied("S1", ("UGUS",)))
        await desk.round()
        assert desk.find(key).state == "dropped"
        assert (group(desk).slack_id, group(desk).others, group(desk).ours_since) == ("S1", ["UGUS"], None)

    tell(story)


@pytest.mark.parametrize("error", ["plan_upgrade_required", "permission_denied", "invalid_users"])
def test_a_refusal_is_written_down_and_is_no_lost_message(tell: tests.bot.test_sender.Tell, error: str) -> None:
    async def story(desk: Desk) -> None:
        key = asked(desk, "UADA")
        desk.will(key, Impossible(error))
        await desk.round()
        assert (desk.find(key).state, desk.find(key).error) == ("dropped", error)
        assert (group(desk).refusal, group(desk).refused_at) == (error, tests.bot.test_sender.NOW)
        assert desk.alerts() == []

    tell(story)


def test_what_failed_too_often_is_a_refusal_too(tell: tests.bot.test_sender.Tell) -> None:
    async def story(desk: Desk) -> None:
        key = asked(desk, "UADA")
        desk.will(key, *[bot.outcome.Again("http_500")] * 9)
        for _ in range(9):
            await desk.round(150)
        assert desk.slack.tried == [key] * bot.sender.MOST_ATTEMPTS
        assert group(desk).refusal == "http_500"
        assert desk.alerts() == []

    tell(story)


def test_success_ends_a_refusal_and_another_refusal_does_not_begin_a_new_one(
    tell: tests.bot.test_sender.Tell,
) -> None:
    async def story(desk: Desk) -> None:
        desk.will(asked(desk, "UADA"), Impossible("permission_denied"))
        await desk.round()
        desk.clock.days = 14
        desk.will(asked(desk, "UADA"), Impossible("invalid_users"))
        await desk.round(1)
        assert (group(desk).refusal, group(desk).refused_at) == ("invalid_users", tests.bot.test_sender.NOW)
        desk.will(asked(desk, "UADA"), bot.outcome.Delivered("S1"))
        await desk.round(1)
        assert (group(desk).refusal, group(desk).refused_at) == (None, None)

    tell(story)


def test_the_first_notice_is_paced_by_the_calls_that_find_the_group() -> None:
    notice = tests.bot.test_delivery.notice(GROUP, f"group:{HANDLE}")
    assert bot.sender._methods(notice, bot.delivery.Place(None)) == (*bot.group.FINDS, *bot.group.KEEPS)
    assert bot.sender._methods(notice, bot.delivery.Place("S1")) == bot.group.KEEPS
