"""App Home, which Slack asks for by an event and not by a command."""

import sqlmodel

import commands.dispatch
import commands.rows
import data.models
import data.outbox
import jobs.home
import messages.home
import rules.errors


def opened(session: sqlmodel.Session, incoming: commands.dispatch.Incoming) -> None:
    """Enqueue the page for whoever opened it or pressed a button on it; what is redelivered has the same key."""
    why = f"they {'pressed a button on' if incoming.on_home else 'opened'} Muster's home page"
    try:
        person = commands.dispatch.authorise(session, commands.rows.ALL, incoming.slack_id)
    except rules.errors.NotAllowed as error:
        _refuse(session, incoming, str(error), why)
        return
    request = commands.dispatch.request_of(session, person, incoming)
    jobs.home.opened(session, request.programme, person, request.now, incoming.key, why)


def _refuse(session: sqlmodel.Session, incoming: commands.dispatch.Incoming, sentence: str, why: str) -> None:
    page = data.outbox.Draft(
        key=f"home:{incoming.slack_id}:{incoming.key}",
        lane=f"home:{incoming.slack_id}",
        payload=messages.home.for_nobody(sentence),
        reason=why,
        due_at=incoming.now,
        kind=data.models.NoticeKind.HOME,
        unasked=False,
    )
    data.outbox.enqueue(session, [page])
