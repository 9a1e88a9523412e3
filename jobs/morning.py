"""The morning message: what is not urgent for one person on one day, told at the start of their working day."""

import datetime

import sqlmodel

import data.models
import data.morning
import data.outbox
import messages.text


def tell(
    session: sqlmodel.Session,
    person: data.models.Person,
    key: str,
    kind: str,
    payload: messages.text.Payload,
    reason: str,
    now: datetime.datetime,
    at_once: bool,
) -> None:
    """Tell somebody something once: at once as a message of its own, or else as a part of their next morning message.

    `payload` is a whole message, which ends with its own *Why do I get this?*. Who has left gets nothing.
    """
    if not person.active:
        return
    if not at_once:
        data.morning.add(session, key, person.id or 0, kind, payload, reason, due_at=now)
        return
    draft = data.outbox.Draft(key=key, lane=f"@{person.slack_id}", payload=payload, reason=reason, due_at=now)
    data.outbox.enqueue_new(session, [draft])
