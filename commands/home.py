"""App Home by role, which Slack asks for by an event and not by a command."""

import collections.abc

import sqlmodel

import commands.dispatch
import commands.duty
import commands.help
import commands.rows
import data.models
import data.outbox
import messages.duty
import messages.program
import messages.text
import rules.errors


def opened(
    session: sqlmodel.Session,
    incoming: commands.dispatch.Incoming,
    verbs: collections.abc.Sequence[commands.rows.Verb],
) -> None:
    """Enqueue the page for whoever opened it or pressed a button on it; what is redelivered has the same key."""
    home = data.outbox.Draft(
        key=f"home:{incoming.slack_id}:{incoming.key}",
        lane=f"home:{incoming.slack_id}",
        payload=_page(session, incoming, verbs),
        reason=f"they {'pressed a button on' if incoming.on_home else 'opened'} Muster's home page",
        due_at=incoming.now,
        kind=data.models.NoticeKind.HOME,
        unasked=False,
    )
    data.outbox.enqueue(session, [home])


def _page(
    session: sqlmodel.Session,
    incoming: commands.dispatch.Incoming,
    verbs: collections.abc.Sequence[commands.rows.Verb],
) -> dict[str, object]:
    try:
        person = commands.dispatch.authorise(session, commands.rows.ALL, incoming.slack_id)
    except rules.errors.NotAllowed as error:
        return messages.program.home_for_nobody(str(error))
    request = commands.dispatch.request_of(session, person, incoming)
    on_duty = commands.duty.on_duty(session, request.programme, request.now)
    duty = messages.duty.current(on_duty, request.now, request.reader)
    entries = [verb for verb in commands.help.allowed(verbs, person) if verb.words != "help"]
    menu = messages.program.menu_blocks(entries, commands.help.may_go_live(session, person))
    cant = commands.duty.cant_today(session, request)
    return messages.program.home([messages.text.section(duty["text"]), *cant, {"type": "divider"}, *menu])
