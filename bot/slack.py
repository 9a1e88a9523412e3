"""Slack's side of commands, buttons and forms: what came becomes a request, and its reply travels as Slack needs."""

import collections.abc
import contextlib
import contextvars
import dataclasses
import logging
import re
import typing

import slack_bolt.async_app
import slack_bolt.authorization
import slack_sdk.web.async_client
import sqlmodel

import bot.authorisation
import bot.boundary
import bot.clock
import bot.inputs
import bot.members
import bot.outcome
import bot.people
import bot.store
import bot.tally
import commands
import commands.accounts
import commands.dispatch
import commands.home
import commands.replies
import commands.request
import commands.rows
import commands.threads
import data.database
import data.outbox
import messages.faults
import messages.text
import rules.errors

log = logging.getLogger(__name__)

DEADLINE = 2.0
"""Seconds of the machine's time within which a write must have begun, and a read be done; Slack waits 3."""

ANY = re.compile("")
"""What Bolt listens to of each kind: it asks one listener after the other, where a row is found by its name at once.

What no row stands behind is not acknowledged, and Bolt says so in the log.
"""

Body = dict[str, typing.Any]
Listener = collections.abc.Callable[..., collections.abc.Awaitable[typing.Any]]


Later = collections.abc.Coroutine[typing.Any, typing.Any, object]
_LATER: contextvars.ContextVar[list[Later]] = contextvars.ContextVar("later")


@dataclasses.dataclass(frozen=True)
class Identity:
    """Who the bot is in its workspace, as `auth.test` said."""

    team_id: str
    bot_id: str
    bot_user_id: str
    token: str
    url: str = ""


class NotSaved(Exception):
    """An event was not saved; Bolt then sends no acknowledgement."""


class Gateway:
    """Registers every row with Bolt, and carries requests in and replies out."""

    def __init__(
        self,
        store: bot.store.Store,
        clock: bot.clock.Clock,
        client: slack_sdk.web.async_client.AsyncWebClient,
        identity: Identity,
        wake_sender: collections.abc.Callable[[], None],
        tally: bot.tally.Tally | None = None,
    ) -> None:
        self.tally = tally or bot.tally.Tally()
        self._store = store
        self._clock = clock
        self._client = client
        self._identity = identity
        self._wake_sender = wake_sender
        self._buttons = {button.action: button for button in commands.BUTTONS}
        self._forms = {form.callback: form for form in commands.FORMS}
        self._shortcuts = {shortcut.callback: shortcut for shortcut in commands.SHORTCUTS}

    def app(
        self, anonymous: slack_sdk.web.async_client.AsyncWebClient, by_http: bool = False
    ) -> slack_bolt.async_app.AsyncApp:
        """The Bolt app. `anonymous` is a client without a token, for Bolt to copy: ours comes by `authorize`."""
        app = slack_bolt.async_app.AsyncApp(
            name="muster",  # else Bolt reads the source of every caller up the stack, for the file's name
            client=anonymous,
            authorize=_authorizer(self._identity),
            process_before_response=True,  # else Bolt looks every 10 ms whether we have acknowledged
            request_verification_enabled=False,  # Socket Mode carries no signature, and bot.http checks it before
            ssl_check_enabled=by_http,
            url_verification_enabled=by_http,
            ignoring_self_events_enabled=False,  # no event that we take in can be our own
            attaching_function_token_enabled=False,  # and none is a workflow's step
            logger=logging.getLogger("slack_bolt"),
        )
        app.command(ANY)(self._command)
        app.block_action(ANY)(self._button)
        app.view_submission(ANY)(self._form)
        app.message_shortcut(ANY)(self._shortcut)
        app.event("message")(self._message_told)
        app.event("app_home_opened")(self._home_opened)
        app.event("app_uninstalled")(self._uninstalled)
        app.event("tokens_revoked")(self._tokens_revoked)
        app.event("user_change")(self._account_told)
        app.event("team_join")(self._account_told)
        app.event("member_joined_channel")(self._member_told)
        app.event("member_left_channel")(self._member_told)
        return app

    async def _command(self, body: Body, ack: typing.Any, respond: typing.Any) -> None:
        root = str(body["command"]).removeprefix("/")
        if root not in commands.ROOTS:
            return
        verb, words = commands.dispatch.find_verb(commands.VERBS, root, str(body.get("text") or ""))
        incoming = self._incoming(body, str(body["user_id"]), words=words, channel=str(body.get("channel_id") or ""))
        reply = await self._answer(verb, incoming)
        if isinstance(reply, commands.replies.Say):
            await ack(**reply.message)
        else:
            await ack()
            self._later(self._open(reply, body, respond))

    async def _button(self, body: Body, action: Body, ack: typing.Any, respond: typing.Any) -> None:
        button = _pressed(self._buttons, str(action["action_id"]))
        if button is None:
            return
        on_home = (body.get("view") or {}).get("type") == "home"
        in_private = bool((body.get("container") or {}).get("is_ephemeral"))
        value = bot.inputs.pressed(action)
        inputs = bot.inputs.filled(body["view"]) if (body.get("view") or {}).get("state") else {}
        channel = str((body.get("channel") or {}).get("id") or "")
        incoming = self._incoming(
            body,
            str(body["user"]["id"]),
            subject=value,
            inputs=inputs,
            on_home=on_home,
            in_private=in_private,
            channel=channel,
        )
        reply = await self._answer(button, incoming)
        await ack()
        if isinstance(reply, commands.replies.AskMembers):
            self._later(self._answer_with_members(button, incoming, reply.channel, body, respond))
        else:
            self._reply_apart(reply, body, respond)

    async def _answer_with_members(
        self,
        button: commands.rows.Button,
        incoming: commands.dispatch.Incoming,
        channel: str,
        body: Body,
        respond: typing.Any,
    ) -> None:
        """Answer a button that needs to know who is in a channel, once Slack has said so."""
        members = await self._members(channel)
        if members is None:
            reply: commands.replies.Reply = _said(messages.faults.members_unknown(), None)
        else:
            reply = await self._answer(button, dataclasses.replace(incoming, members=members))
        await self._apart(reply, body, respond)

    async def _members(self, channel: str) -> commands.request.Members | None:
        """Who is there: nobody that we may know of, where Muster may not look; None where Slack does not say."""
        try:
            found = await bot.members.read(self._client, channel)
        except bot.outcome.FAILURES as error:
            outcome = bot.outcome.of(error, bot.members.METHOD)
            log.warning("Slack does not say who is in a channel", extra={"error": str(outcome)})
            is_closed = isinstance(outcome, bot.outcome.Impossible)
            return commands.request.Members(frozenset(), has_muster=False) if is_closed else None
        muster = self._identity.bot_user_id
        return commands.request.Members(frozenset(found) - {muster}, has_muster=muster in found)

    async def _shortcut(self, body: Body, ack: typing.Any, respond: typing.Any) -> None:
        shortcut = self._shortcuts.get(str(body["callback_id"]))
        if shortcut is None:
            return
        message = bot.inputs.chosen(body)
        incoming = self._incoming(body, str(body["user"]["id"]), message=message)
        reply = await self._answer(shortcut, incoming)
        await ack()
        self._reply_apart(reply, body, respond)

    def _reply_apart(self, reply: commands.replies.Reply, body: Body, respond: typing.Any) -> None:
        """Answer what is acknowledged with nothing."""
        self._later(self._apart(reply, body, respond))

    async def _apart(self, reply: commands.replies.Reply, body: Body, respond: typing.Any) -> None:
        """By its `response_url`, or where there is none, a small modal."""
        if not isinstance(reply, commands.replies.Say):
            await self._open(reply, body, respond)
        elif body.get("response_url"):
            await self._calling(respond(**reply.message, response_type="ephemeral", replace_original=False))
        else:
            small = commands.replies.Open(messages.faults.small_modal(reply.message))
            await self._open(small, body, respond)

    async def _form(self, body: Body, view: Body, ack: typing.Any) -> None:
        form = self._forms.get(str(view["callback_id"]))
        if form is None:
            return
        incoming = self._incoming(
            body,
            str(body["user"]["id"]),
            inputs=bot.inputs.filled(view),
            subject=str(view.get("private_metadata") or ""),
        )
        reply = await self._answer(form, incoming, view)
        match reply:
            case commands.replies.Fields(errors):
                await ack(response_action="errors", errors=dict(errors))
            case commands.replies.Next(view, push):
                await ack(response_action="push" if push else "update", view=view)
            case commands.replies.Close():
                await ack(response_action="clear")
            case _:
                await ack()

    async def _home_opened(self, body: Body, event: Body, ack: typing.Any) -> None:
        if event.get("tab", "home") != "home":
            return
        incoming = self._incoming(body, str(event["user"]))
        await self._event(lambda session: commands.home.opened(session, incoming), ack)

    async def _uninstalled(self, body: Body, ack: typing.Any) -> None:
        """What is to be sent waits for the app to be back."""
        if body.get("team_id") == self._identity.team_id:  # Bolt asks nobody whether it knows the team of these two
            now = self._clock.now()
            await self._event(lambda session: bot.authorisation.record_refused(session, now), ack)

    async def _tokens_revoked(self, body: Body, event: Body, ack: typing.Any) -> None:
        if self._identity.bot_user_id in event.get("tokens", {}).get("bot", ()):
            await self._uninstalled(body, ack)

    async def _account_told(self, event: Body, ack: typing.Any) -> None:
        """Slack tells of everybody in the workspace: only what changes something here is a write."""
        account, now = bot.people.account_of(event["user"]), self._clock.now()
        if event["user"].get("team_id") != self._identity.team_id:  # of a connected workspace: nobody's address counts
            account = dataclasses.replace(account, email=None)
        asked = self._store.read(lambda session: commands.accounts.concerns(session, account))
        if await bot.boundary.guarded("an event", asked) is False:
            await ack()
            return
        await self._event(lambda session: commands.accounts.told(session, account, now), ack)

    async def _member_told(self, event: Body, ack: typing.Any) -> None:
        """Slack tells of every channel that Muster is in: only the updates channel's members are a write."""
        told = bot.members.told(event, self._identity.bot_user_id)
        asked = self._store.read(lambda session: bot.members.concerns(session, told))
        if await bot.boundary.guarded("an event", asked) is False:
            await ack()
            return
        now = self._clock.now()
        await self._event(lambda session: bot.members.record(session, told, now), ack)

    async def _message_told(self, body: Body, event: Body, ack: typing.Any) -> None:
        """Slack tells of every message in a channel that Muster is in: only what belongs to something is a write."""
        told = bot.inputs.told(event)
        if told is None or told.message.author == self._identity.bot_user_id:
            await ack()
            return
        asked = self._store.read(lambda session: commands.threads.concerns(session, told))
        if await bot.boundary.guarded("an event", asked) is False:
            await ack()
            return
        incoming = self._incoming(body, told.message.author, message=told.message)
        await self._event(lambda session: commands.threads.told(session, incoming, told.change), ack)

    async def _event(self, work: bot.store.Work[object], ack: typing.Any) -> None:
        """Save what follows from an event, acknowledge, and let the sender look; Slack tells again if it failed."""
        saved = await bot.boundary.guarded("an event", self._store.write(work, DEADLINE))
        failed = isinstance(saved, bot.boundary.Failure)
        self.tally.requests["event", "failed" if failed else "done"] += 1
        if failed:
            raise NotSaved("Slack gets no acknowledgement, and tells of the event again.")
        await ack()
        self._later(self._wake())

    def _incoming(self, body: Body, slack_id: str, **rest: typing.Any) -> commands.dispatch.Incoming:
        key = str(body["event_id"] if "event_id" in body else body["trigger_id"])
        return commands.dispatch.Incoming(key=key, slack_id=slack_id, now=self._clock.now(), **rest)

    async def _answer(
        self, row: commands.rows.Row, incoming: commands.dispatch.Incoming, view: Body | None = None
    ) -> commands.replies.Reply:
        """The row's reply, or what went wrong: what the person can mend, or a reference to our log."""
        outcome, kind = "done", type(row).__name__.lower()
        try:
            reply = await bot.boundary.guarded(
                "a request", self._run(row, incoming), rules.errors.ProgramError, data.database.StoreError
            )
            if isinstance(reply, bot.boundary.Failure):
                outcome = "failed"
                return _said(messages.faults.our_side(reply.reference), view)
        except rules.errors.ProgramError as error:
            outcome = "refused"
            return _said(str(error), view)
        except data.database.StoreError as error:
            outcome = "not_saved"
            log.warning("a request was not saved", extra={"error": str(error)})
            return _said(messages.faults.not_saved(busy=isinstance(error, data.database.Busy)), view)
        finally:
            self.tally.requests[kind, outcome] += 1
        return reply

    async def _run(self, row: commands.rows.Row, incoming: commands.dispatch.Incoming) -> commands.replies.Reply:
        if not row.writes:
            return await self._store.read(
                lambda session: commands.dispatch.answer(session, row, incoming, commands.VERBS), DEADLINE
            )
        reply, enqueued = await self._store.write(lambda session: _do(session, row, incoming), DEADLINE)
        if enqueued:
            self._later(self._wake())
        return reply

    async def _wake(self) -> None:
        self._wake_sender()

    @contextlib.contextmanager
    def deferring(self) -> collections.abc.Iterator[list[Later]]:
        """Collect what a request leaves to be done once its acknowledgement is sent."""
        collected: list[Later] = []
        token = _LATER.set(collected)
        try:
            yield collected
        finally:
            _LATER.reset(token)

    @staticmethod
    def _later(work: Later) -> None:
        _LATER.get().append(work)

    async def _open(self, reply: commands.replies.Reply, body: Body, respond: typing.Any) -> None:
        """Open a form with the trigger that the request brought; if Slack refuses it, a button offers it again."""
        if isinstance(reply, commands.replies.Next):  # of a button in a form, which is acknowledged with nothing
            json = {"view_id": body["view"]["id"], "view": reply.view}
            await self._calling(self._client.api_call("views.update", json=json))
        if not isinstance(reply, commands.replies.Open):
            return
        method = "views.push" if (body.get("view") or {}).get("type") == "modal" else "views.open"
        opening = self._client.api_call(method, json={"trigger_id": body["trigger_id"], "view": reply.view})
        if not await self._calling(opening) and reply.again and body.get("response_url"):
            offer = messages.faults.form_refused(reply.again, reply.subject)
            await self._calling(respond(**offer, response_type="ephemeral"))

    async def _calling(self, call: collections.abc.Awaitable[object]) -> bool:
        """Make a call after the acknowledgement, on which nothing depends but what the person sees; whether it went."""
        try:
            answer = await call
        except bot.outcome.FAILURES as error:
            log.warning("Slack did not take an answer", extra={"error": str(error)})
            return False
        status = getattr(answer, "status_code", 200)  # a response_url refuses by its status alone
        if status >= 400:
            log.warning("Slack did not take an answer", extra={"error": f"http_{status}"})
        return bool(status < 400)


def _pressed(
    buttons: collections.abc.Mapping[str, commands.rows.Button], action_id: str
) -> commands.rows.Button | None:
    """The row of a button by its action, which has a number behind it where several stand side by side."""
    action, _, number = action_id.rpartition(":")
    numbered = number.isdecimal()
    button = buttons.get(action if numbered else action_id)
    return button if button is not None and button.choices == numbered else None


def _authorizer(identity: Identity) -> Listener:
    """Who Bolt is told the bot is: known from the start, and for its own workspace alone."""
    result = slack_bolt.authorization.AuthorizeResult(
        enterprise_id=None,
        team_id=identity.team_id,
        bot_token=identity.token,
        bot_id=identity.bot_id,
        bot_user_id=identity.bot_user_id,
    )

    async def authorize(team_id: str | None) -> slack_bolt.authorization.AuthorizeResult | None:
        if team_id == identity.team_id:
            return result
        log.warning("a request from another workspace was refused", extra={"team": team_id})
        return None

    return authorize


def _do(
    session: sqlmodel.Session, row: commands.rows.Row, incoming: commands.dispatch.Incoming
) -> tuple[commands.replies.Reply, bool]:
    """The request in its transaction, and whether that enqueued anything.

    What a form's submission says is a DM; a home page on which a button was pressed is drawn as things are after it.
    """
    reply = commands.dispatch.answer(session, row, incoming, commands.VERBS)
    if incoming.on_home:
        commands.home.opened(session, incoming)
    if isinstance(row, commands.rows.Form) and isinstance(reply, commands.replies.Say):
        receipt = data.outbox.Draft(
            key=f"answer:{incoming.key}",
            lane=f"@{incoming.slack_id}",
            payload=reply.message,
            reason="you sent a form",
            due_at=incoming.now,
            unasked=False,
        )
        data.outbox.enqueue(session, [receipt])
    return reply, data.outbox.ENQUEUED in session.info


def _said(text: str, view: Body | None) -> commands.replies.Reply:
    """A sentence to the person; on a form, at its first field, so that the form and what was typed stay."""
    message = messages.text.message(text)
    if view is None:
        return commands.replies.Say(message)
    first_field = next(iter(view["state"]["values"]), None)
    if first_field is None:
        return commands.replies.Next(messages.faults.small_modal(message))
    return commands.replies.Fields({first_field: text})
