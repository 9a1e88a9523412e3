"""How requests come in and replies go out: real frames through Bolt, and Slack's side as one list of what was said."""

import asyncio
import collections.abc
import contextlib
import dataclasses
import datetime
import json
import re
import sqlite3
import typing

import pytest
import slack_bolt.request.async_request
import slack_sdk.web.async_client
import sqlmodel

import bot.authorisation
import bot.clock
import bot.slack
import bot.socket
import bot.store
import commands
import commands.arguments
import commands.replies
import commands.request
import commands.rows
import data.database
import data.models
import data.people
import data.settings
import rules.errors
import tests.bot.small_slack

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
TEAM = "T0SMALL"
IDENTITY = bot.slack.Identity(TEAM, "B0MUSTER", "U0MUSTER", tests.bot.small_slack.TOKEN)

Json = dict[str, typing.Any]
Said = tests.bot.small_slack.Said
Does = collections.abc.Callable[[sqlmodel.Session, commands.request.Request], commands.replies.Reply]
Setting = collections.abc.Callable[[tests.bot.small_slack.Slack], None]

SAY = commands.replies.Say({"text": "You are away.", "blocks": [{"type": "divider"}]})
VIEW: Json = {"type": "modal", "title": {"type": "plain_text", "text": "Away"}, "blocks": []}
OPEN = commands.replies.Open(VIEW, again="open:thing")
AGAIN_BUTTON = {"type": "button", "action_id": "open:thing", "text": {"type": "plain_text", "text": "Open the form"}}


class StillClock(bot.clock.Clock):
    def real(self) -> datetime.datetime:
        return NOW


@dataclasses.dataclass
class Desk:
    """A store, and rows that do what a test says."""

    database: data.database.Database
    does: Does = lambda _session, _request: SAY
    requests: list[commands.request.Request] = dataclasses.field(default_factory=list)
    woken: int = 0

    def run(self, session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
        self.requests.append(request)
        return self.does(session, request)

    def wake(self) -> None:
        self.woken += 1

    def stored(self) -> dict[str, str]:
        with self.database.reading() as session:
            return data.settings.load(session)

    def notices(self) -> list[data.models.Notice]:
        with self.database.reading() as session:
            return list(session.exec(sqlmodel.select(data.models.Notice)))

    def ask(self, *payloads: Json, set_up: Setting = lambda _slack: None) -> list[Said]:
        """What Slack was told, in order, from these requests' arrival until all is done."""
        return asyncio.run(self._ask(payloads, set_up))

    async def _ask(self, payloads: tuple[Json, ...], set_up: Setting) -> list[Said]:
        slack = tests.bot.small_slack
        with contextlib.closing(bot.store.Store(self.database)) as store:
            async with slack.running() as server, slack.client(server.address) as web:
                async with slack.client(server.address, None) as anonymous:
                    set_up(server)
                    gateway = bot.slack.Gateway(store, StillClock(), web, IDENTITY, self.wake)
                    socket = bot.socket.Socket(gateway.app(anonymous), gateway, web, slack.APP_TOKEN)
                    await socket.connect()
                    try:
                        for number, payload in enumerate(payloads):
                            sent = json.loads(json.dumps(payload).replace("http://slack", server.address))
                            await server.send(KINDS[str(payload.get("type"))], sent, number)
                            await server.wait_for("ack", number + 1)
                    finally:
                        await socket.close()
                return [said for said in server.said if said.what != "apps.connections.open"]


KINDS = {
    "None": "slash_commands",
    "block_actions": "interactive",
    "view_submission": "interactive",
    "event_callback": "events_api",
}


def command(text: str = "", root: str = "thing", user: str = "UADA", team: str = TEAM, trigger: str = "13.37") -> Json:
    return {
        "command": f"/{root}",
        "text": text,
        "user_id": user,
        "team_id": team,
        "channel_id": "C1",
        "trigger_id": trigger,
        "response_url": "http://slack/respond",
    }


def press(action: str = "press:thing", url: bool = True, modal: bool = False, trigger: str = "13.38") -> Json:
    pressed: Json = {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": "UADA", "team_id": TEAM},
        "trigger_id": trigger,
        "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": "CON-7"}],
    }
    pressed |= {"response_url": "http://slack/respond"} if url else {}
    return pressed | ({"view": {"type": "modal", "id": "V1"}} if modal else {})


def submit(values: Json | None = None, trigger: str = "13.39", callback: str = "record:thing") -> Json:
    given = {"from": {"x": {"type": "datepicker", "selected_date": "2026-03-04"}}, "to": {"x": {"value": "mon"}}}
    view = {
        "type": "modal",
        "id": "V1",
        "callback_id": callback,
        "private_metadata": "CON-7",
        "state": {"values": given if values is None else values},
    }
    user = {"id": "UADA", "team_id": TEAM}
    return {"type": "view_submission", "team": {"id": TEAM}, "user": user, "trigger_id": trigger, "view": view}


def home(event_id: str = "Ev1", tab: str = "home", user: str = "UADA") -> Json:
    event = {"type": "app_home_opened", "user": user, "tab": tab, "channel": "D1"}
    return {"type": "event_callback", "team_id": TEAM, "event_id": event_id, "event": event}


def taken_off(kind: str = "app_uninstalled", team: str = TEAM, **more: typing.Any) -> Json:
    return {"type": "event_callback", "team_id": team, "event_id": "Ev2", "event": {"type": kind, **more}}


REQUESTS: dict[str, collections.abc.Callable[[], Json]] = {"command": command, "button": press, "form": submit}


@pytest.fixture
def desk(database: data.database.Database, monkeypatch: pytest.MonkeyPatch) -> Desk:
    with database.writing() as session:
        data.people.add(session, data.models.Person(slack_id="UADA", name="Ada", adviser=True, joined_at=NOW))
        data.people.add(session, data.models.Person(slack_id="UFLOR", name="Flor", freelancer=True, joined_at=NOW))
    desk = Desk(database)
    rows, who = commands.rows, commands.rows.ADVISERS
    monkeypatch.setattr(commands, "ROOTS", ("thing",))
    monkeypatch.setattr(
        commands,
        "VERBS",
        (
            rows.Verb(who, desk.run, root="thing", words="", does="", writes=True),
            rows.Verb(who, desk.run, root="thing", words="look", does=""),
        ),
    )
    inputs = (commands.arguments.Date("from"),)
    presses = (
        rows.Button(who, desk.run, action="press:thing", does="", arguments=inputs, writes=True),
        rows.Button(who, desk.run, action="pick:thing", does="", choices=True),
        rows.Button(who, desk.run, action="look:thing", does=""),
    )
    monkeypatch.setattr(commands, "BUTTONS", presses)
    arguments = (commands.arguments.Date("from"), commands.arguments.Date("to", optional=True))
    form = rows.Form(who, desk.run, callback="record:thing", does="", arguments=arguments, writes=True)
    monkeypatch.setattr(commands, "FORMS", (form,))
    return desk


def whats(said: list[Said]) -> list[str]:
    return [one.what for one in said]


def acknowledged(said: list[Said]) -> Json:
    """What the first acknowledgement carried; nothing was said to Slack before it."""
    assert said[0].what == "ack", whats(said)
    payload: Json = said[0].body.get("payload") or {}
    return payload


def sets(name: str, reply: commands.replies.Reply) -> Does:
    def does(session: sqlmodel.Session, _request: commands.request.Request) -> commands.replies.Reply:
        data.settings.record(session, name, "1")
        return reply

    return does


def raises(error: Exception) -> Does:
    def does(session: sqlmodel.Session, _request: commands.request.Request) -> commands.replies.Reply:
        data.settings.record(session, "half", "written")
        session.flush()
        raise error

    return does


# -- what came becomes a request


def test_a_command_becomes_a_request(desk: Desk) -> None:
    desk.ask(command("look"))
    (request,) = desk.requests
    assert (request.person.slack_id, request.now, request.key) == ("UADA", NOW, "13.37")


def test_a_button_becomes_a_request_with_its_value(desk: Desk) -> None:
    desk.ask(press())
    (request,) = desk.requests
    assert (request.person.slack_id, request.subject, request.key) == ("UADA", "CON-7", "13.38")


@pytest.mark.parametrize("action", ["pick:thing:1", "pick:thing:12"])
def test_of_buttons_that_stand_side_by_side_each_has_its_number(desk: Desk, action: str) -> None:
    desk.ask(press(action))
    assert [request.subject for request in desk.requests] == ["CON-7"]


@pytest.mark.parametrize(
    "payload",
    [
        command(root="things"),
        press("press:things"),
        press("press:thing:1"),
        press("pick:thing"),
        press("pick:thing:"),
        press("pick:thing:one"),
        submit(callback="record:things"),
        {"type": "message_action", "team": {"id": TEAM}, "user": {"id": "UADA"}, "callback_id": "press:thing"},
    ],
    ids=lambda payload: str(payload.get("actions", [payload])[0].get("action_id", payload.get("type", "command"))),
)
def test_what_no_row_stands_behind_is_not_acknowledged(
    desk: Desk, payload: Json, caplog: pytest.LogCaptureFixture
) -> None:
    web = slack_sdk.web.async_client.AsyncWebClient()
    with contextlib.closing(bot.store.Store(desk.database)) as store:
        app = bot.slack.Gateway(store, StillClock(), web, IDENTITY, desk.wake).app(web)
        request = slack_bolt.request.async_request.AsyncBoltRequest(mode="socket_mode", body=payload)
        assert asyncio.run(app.async_dispatch(request)).status == 404
    assert desk.requests == []
    assert "Unhandled request" in caplog.text


def test_a_form_becomes_a_request_with_what_was_typed_and_what_it_is_about(desk: Desk) -> None:
    desk.ask(submit())
    (request,) = desk.requests
    assert (request.person.slack_id, request.subject, request.key) == ("UADA", "CON-7", "13.39")
    assert request.values == {"from": datetime.date(2026, 3, 4), "to": datetime.date(2026, 3, 9)}


# -- replies to a command


def test_a_command_is_told_in_its_acknowledgement(desk: Desk) -> None:
    said = desk.ask(command())
    assert acknowledged(said) == SAY.message
    assert whats(said) == ["ack"]


def test_a_command_opens_a_form_right_after_its_acknowledgement(desk: Desk) -> None:
    desk.does = lambda _session, _request: OPEN
    said = desk.ask(command())
    assert acknowledged(said) == {}
    assert whats(said) == ["ack", "views.open"]
    assert said[1].body == {"trigger_id": "13.37", "view": VIEW}


def test_a_form_that_slack_refuses_is_offered_again_by_a_button(desk: Desk) -> None:
    desk.does = lambda _session, _request: OPEN
    refusal: Json = {"ok": False, "error": "expired_trigger_id"}
    said = desk.ask(command(), set_up=lambda slack: slack.answer("views.open", refusal))
    assert whats(said) == ["ack", "views.open", "respond"]
    assert said[2].body["response_type"] == "ephemeral"
    assert said[2].body["blocks"][-1] == {"type": "actions", "elements": [AGAIN_BUTTON]}


def test_done_says_nothing(desk: Desk) -> None:
    desk.does = lambda _session, _request: commands.replies.Done()
    for payload in (command(), press(), submit()):
        said = desk.ask(payload)
        assert (acknowledged(said), whats(said)) == ({}, ["ack"])


# -- replies to a button


def test_a_button_is_told_in_private_by_its_response_url_and_the_message_stays(desk: Desk) -> None:
    said = desk.ask(press())
    assert acknowledged(said) == {}
    assert whats(said) == ["ack", "respond"]
    assert said[1].body == {**SAY.message, "response_type": "ephemeral", "replace_original": False}


@pytest.mark.parametrize(("modal", "method"), [(False, "views.open"), (True, "views.push")])
def test_a_button_without_a_response_url_is_told_in_a_small_modal(desk: Desk, modal: bool, method: str) -> None:
    said = desk.ask(press(url=False, modal=modal))
    assert acknowledged(said) == {}
    assert whats(said) == ["ack", method]
    assert said[1].body["trigger_id"] == "13.38"
    assert said[1].body["view"]["type"] == "modal"
    assert said[1].body["view"]["blocks"] == SAY.message["blocks"]


def asks_who_is_there(_session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    members = request.members
    if members is None:
        return commands.replies.AskMembers(request.channel)
    return commands.replies.Say({"text": f"{sorted(members.slack_ids)} {members.has_muster}"})


def look_in_channel() -> Json:
    return press("look:thing") | {"channel": {"id": "C0HALL"}}


def test_a_button_that_asks_who_is_in_its_channel_is_answered_once_slack_has_said_so(desk: Desk) -> None:
    desk.does = asks_who_is_there
    pages: list[Json] = [
        {"ok": True, "members": ["UADA", "UFLOR"], "response_metadata": {"next_cursor": "more"}},
        {"ok": True, "members": ["U0MUSTER"]},
    ]
    said = desk.ask(look_in_channel(), set_up=lambda slack: slack.answer("conversations.members", *pages))
    assert whats(said) == ["ack", "conversations.members", "conversations.members", "respond"]
    assert said[1].body["channel"] == "C0HALL"
    assert said[3].body["text"] == "['UADA', 'UFLOR'] True"


def test_of_a_channel_that_muster_may_not_see_it_knows_that_it_is_not_there(desk: Desk) -> None:
    desk.does = asks_who_is_there
    refusal: Json = {"ok": False, "error": "channel_not_found"}
    said = desk.ask(look_in_channel(), set_up=lambda slack: slack.answer("conversations.members", refusal))
    assert said[-1].body["text"] == "[] False"


def test_if_slack_does_not_say_who_is_there_the_person_is_told_to_press_again(desk: Desk) -> None:
    desk.does = asks_who_is_there
    refusal: Json = {"ok": False, "error": "internal_error"}
    said = desk.ask(look_in_channel(), set_up=lambda slack: slack.answer("conversations.members", refusal))
    assert said[-1].body["text"].startswith("Slack did not say just now who is in this channel, so nothing was sent.")
    assert len(desk.requests) == 1


def test_a_request_knows_in_which_channel_it_was_made(desk: Desk) -> None:
    desk.ask(command("look"), look_in_channel(), press("look:thing", trigger="13.40"))
    assert [request.channel for request in desk.requests] == ["C1", "C0HALL", ""]


@pytest.mark.parametrize(("modal", "method"), [(False, "views.open"), (True, "views.push")])
def test_a_button_opens_a_form_over_what_the_person_sees(desk: Desk, modal: bool, method: str) -> None:
    desk.does = lambda _session, _request: OPEN
    said = desk.ask(press(url=not modal, modal=modal))
    assert whats(said) == ["ack", method]
    assert said[1].body["view"] == VIEW


def test_a_button_in_a_form_lets_another_page_take_the_forms_place(desk: Desk) -> None:
    desk.does = lambda _session, _request: commands.replies.Next(VIEW)
    said = desk.ask(press(url=False, modal=True))
    assert acknowledged(said) == {}
    assert whats(said) == ["ack", "views.update"]
    assert (said[1].body["view_id"], said[1].body["view"]) == ("V1", VIEW)


def test_a_button_in_a_form_brings_what_is_filled_in(desk: Desk) -> None:
    body = press(url=False, modal=True)
    body["view"]["state"] = {"values": {"from": {"from": {"type": "plain_text_input", "value": "2026-03-04"}}}}
    desk.ask(body)
    assert desk.requests[0].values == {"from": datetime.date(2026, 3, 4)}


def test_an_answer_that_slack_does_not_take_is_logged_and_no_more(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    refusal: Json = {"ok": False, "error": "invalid_blocks"}
    desk.ask(press(url=False), set_up=lambda slack: slack.answer("views.open", refusal))
    assert [record.getMessage() for record in caplog.records] == ["Slack did not take an answer"]


# -- replies to a form


@pytest.mark.parametrize(
    ("reply", "acknowledgement"),
    [
        (commands.replies.Fields({"from": "no"}), {"response_action": "errors", "errors": {"from": "no"}}),
        (commands.replies.Next(VIEW), {"response_action": "update", "view": VIEW}),
        (commands.replies.Next(VIEW, push=True), {"response_action": "push", "view": VIEW}),
        (commands.replies.Close(), {"response_action": "clear"}),
    ],
)
def test_a_form_is_answered_in_its_acknowledgement(
    desk: Desk, reply: commands.replies.Reply, acknowledgement: Json
) -> None:
    desk.does = lambda _session, _request: reply
    said = desk.ask(submit())
    assert acknowledged(said) == acknowledgement
    assert whats(said) == ["ack"]
    assert desk.notices() == []


def test_what_a_form_says_is_a_dm_saved_with_what_the_form_did(desk: Desk) -> None:
    desk.does = sets("away", SAY)
    said = desk.ask(submit())
    assert (acknowledged(said), whats(said)) == ({}, ["ack"])
    (notice,) = desk.notices()
    assert (notice.lane, notice.payload, notice.unasked, notice.due_at) == ("@UADA", SAY.message, False, NOW)
    assert desk.stored() == {"away": "1"}
    assert desk.woken == 1


def test_what_was_typed_wrong_is_said_at_its_field(desk: Desk) -> None:
    said = desk.ask(submit({"from": {"x": {"value": "someday"}}, "to": {"x": {"value": None}}}))
    payload = acknowledged(said)
    assert payload["response_action"] == "errors"
    assert list(payload["errors"]) == ["from"]
    assert "someday" in payload["errors"]["from"]
    assert desk.requests == []


# -- saved before it is acknowledged


@pytest.mark.parametrize("kind", REQUESTS)
def test_an_acknowledgement_means_that_it_is_saved(desk: Desk, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.does = sets("away", SAY)
    saved: list[dict[str, str]] = []
    hear = tests.bot.small_slack.Slack._hear

    async def hear_and_look(slack: tests.bot.small_slack.Slack, what: str, body: Json) -> None:
        if what == "ack":
            saved.append(desk.stored())
        await hear(slack, what, body)

    monkeypatch.setattr(tests.bot.small_slack.Slack, "_hear", hear_and_look)
    desk.ask(REQUESTS[kind]())
    assert saved == [{"away": "1"}]


@pytest.mark.parametrize("kind", REQUESTS)
def test_the_same_request_again_gets_the_same_reply_and_has_no_second_effect(desk: Desk, kind: str) -> None:
    said = desk.ask(REQUESTS[kind](), REQUESTS[kind]())
    acks = [one.body.get("payload") for one in said if one.what == "ack"]
    assert acks[0] == acks[1]
    assert whats(said).count("respond") == (2 if kind == "button" else 0)
    assert len(desk.requests) == 1
    assert len(desk.notices()) == (1 if kind == "form" else 0)


def test_a_request_with_another_trigger_is_another_request(desk: Desk) -> None:
    desk.ask(command(), command(trigger="13.40"))
    assert len(desk.requests) == 2


def test_what_is_enqueued_wakes_the_sender_and_nothing_else_does(desk: Desk) -> None:
    desk.ask(command("look"), press("look:thing"), command())
    assert desk.woken == 0
    desk.ask(submit())
    assert desk.woken == 1


# -- what goes wrong

MENDABLE = rules.errors.ProgramError("These days are past. Write days from today on: `/duty away mon to fri`.")


def told(said: list[Said], kind: str) -> str:
    """What the person reads of a fault, where a request of this kind shows it."""
    payload = acknowledged(said)
    if kind == "command":
        return str(payload["text"])
    if kind == "button":
        assert payload == {}
        return str(said[1].body["text"])
    assert payload["response_action"] == "errors"
    ((field, text),) = payload["errors"].items()
    assert field == "from"
    return str(text)


@pytest.mark.parametrize("kind", REQUESTS)
def test_what_the_person_can_mend_is_said_to_them_and_nothing_is_saved_or_logged(
    desk: Desk, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk.does = raises(MENDABLE)
    assert told(desk.ask(REQUESTS[kind]()), kind) == str(MENDABLE)
    assert desk.stored() == {}
    assert caplog.records == []


@pytest.mark.parametrize("kind", REQUESTS)
def test_what_we_did_wrong_is_said_with_the_reference_that_the_log_has_and_nothing_else_of_it(
    desk: Desk, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk.does = raises(ZeroDivisionError("a private matter"))
    said = desk.ask(REQUESTS[kind]())
    text = told(said, kind)
    match = re.fullmatch(r"Something went wrong on our side, and nothing was saved\. ref ([0-9a-f]{4})", text)
    assert match
    (record,) = caplog.records
    assert record.__dict__["ref"] == match[1]
    assert record.exc_info is not None
    assert "private" not in json.dumps([one.body for one in said])
    assert desk.stored() == {}


@pytest.mark.parametrize("kind", REQUESTS)
def test_a_request_that_went_wrong_can_be_made_again(desk: Desk, kind: str) -> None:
    desk.does = raises(ZeroDivisionError())
    desk.ask(REQUESTS[kind]())
    desk.does = sets("away", SAY)
    desk.ask(REQUESTS[kind]())
    assert desk.stored() == {"away": "1"}


@pytest.mark.parametrize("kind", REQUESTS)
def test_a_store_that_is_locked_is_said_in_time_and_looks_go_on(
    desk: Desk, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.slack, "DEADLINE", 0.1)
    other = sqlite3.connect(str(desk.database.url.database), isolation_level=None)
    with contextlib.closing(other) as connection:
        connection.execute("BEGIN IMMEDIATE")
        text = told(desk.ask(REQUESTS[kind]()), kind)
        looked = desk.ask(command("look"))
    assert text == "Muster is busy right now, and nothing was saved. Please try again in a moment."
    assert acknowledged(looked) == SAY.message


@pytest.mark.parametrize("kind", REQUESTS)
def test_a_store_that_cannot_be_written_is_said_without_its_details(desk: Desk, kind: str) -> None:
    desk.does = raises(data.database.Unusable("The store can't be used: disk I/O error (SQLITE_IOERR)."))
    text = told(desk.ask(REQUESTS[kind]()), kind)
    assert text == "Muster can't save anything right now, and nothing was saved. Please tell whoever runs it."


def test_a_form_without_fields_shows_what_went_wrong_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    form = dataclasses.replace(commands.FORMS[0], arguments=())
    monkeypatch.setattr(commands, "FORMS", (form,))
    desk.does = raises(MENDABLE)
    payload = acknowledged(desk.ask(submit(values={})))
    assert payload["response_action"] == "update"
    assert str(MENDABLE) in json.dumps(payload["view"])


# -- who may


@pytest.mark.parametrize("user", ["UFLOR", "UNOBODY"])
def test_whoever_has_not_the_role_is_told_so_and_nothing_is_done(desk: Desk, user: str) -> None:
    payload = acknowledged(desk.ask(command(user=user)))
    assert "Please ask" in payload["text"]
    assert desk.requests == []


def test_a_request_from_another_workspace_is_refused_without_looking_into_the_store(
    desk: Desk, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.store.Store, "read", None)
    monkeypatch.setattr(bot.store.Store, "write", None)
    said = desk.ask(command(team="T0OTHER"))
    assert sorted(whats(said)) == ["ack", "respond"]  # Bolt's own words, that it is not installed there
    assert "You are away." not in json.dumps([one.body for one in said])
    assert desk.requests == []
    assert "a request from another workspace was refused" in caplog.text


# -- the home page


def test_opening_home_enqueues_the_page_and_wakes_the_sender(desk: Desk) -> None:
    said = desk.ask(home())
    assert whats(said) == ["ack"]
    (notice,) = desk.notices()
    assert (notice.kind, notice.lane, notice.unasked) == ("home", "home:UADA", False)
    assert notice.payload["type"] == "home"
    assert desk.woken == 1


def test_the_same_opening_again_enqueues_nothing_new_and_another_does(desk: Desk) -> None:
    desk.ask(home(), home(), home("Ev2"))
    assert [notice.key for notice in desk.notices()] == ["home:UADA:Ev1", "home:UADA:Ev2"]


def test_opening_the_messages_is_acknowledged_and_no_more(desk: Desk) -> None:
    assert whats(desk.ask(home(tab="messages"))) == ["ack"]
    assert desk.notices() == []


def test_a_home_page_that_could_not_be_saved_is_not_acknowledged_so_that_slack_tells_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(commands.home, "opened", fails)
    monkeypatch.setattr(tests.bot.small_slack, "LONG", 0.5)
    with pytest.raises(TimeoutError):
        desk.ask(home())
    assert desk.notices() == []


def test_whoever_is_not_on_the_roster_gets_a_page_that_says_so(desk: Desk) -> None:
    desk.ask(home(user="UNOBODY"))
    (notice,) = desk.notices()
    assert "roster" in json.dumps(notice.payload)


# -- all rows


def test_every_form_writes_for_only_then_is_what_it_says_sent() -> None:
    assert all(form.writes for form in commands.FORMS)


# -- the app is taken off


def is_refused(desk: Desk) -> bool:
    with desk.database.reading() as session:
        return bot.authorisation.is_refused(session)


@pytest.mark.parametrize(
    "event",
    [taken_off(), taken_off("tokens_revoked", tokens={"oauth": [], "bot": ["U0MUSTER"]})],
    ids=["uninstalled", "revoked"],
)
def test_that_the_app_was_taken_off_is_saved_before_it_is_acknowledged_and_the_sender_looks(
    desk: Desk, event: Json
) -> None:
    assert whats(desk.ask(event)) == ["ack"]
    assert is_refused(desk)
    assert desk.woken == 1


@pytest.mark.parametrize(
    "event",
    [
        taken_off(team="T0OTHER"),
        taken_off("tokens_revoked", team="T0OTHER", tokens={"bot": ["U0MUSTER"]}),
        taken_off("tokens_revoked", tokens={"oauth": ["UADA"], "bot": ["U0OTHER"]}),
        taken_off("tokens_revoked", tokens={"oauth": ["UADA"]}),
    ],
    ids=["other team", "other team's token", "other bot", "somebody's own"],
)
def test_what_happens_to_another_app_or_workspace_is_no_matter_of_ours(desk: Desk, event: Json) -> None:
    assert whats(desk.ask(event)) == ["ack"]
    assert not is_refused(desk)
