"""Duty by itself: the pool's joiners, the shifts ahead, the handover and the topic."""

import collections.abc
import datetime

import sqlmodel

import data.duty
import data.models
import data.outbox
import data.people
import data.settings
import messages.duty
import messages.text
import rules.duty
import rules.pool
import rules.settings

FIRST_PUBLISHED = "shifts first published"
"""The milestone before which no handover is announced: what ran then counts as done."""


def tick(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Take joiners in, publish what is missing, announce what has begun."""
    programme = rules.settings.read(data.settings.load(session))
    if programme.duty_pool == "advisers":
        for adviser in data.duty.list_advisers_never_in_pool(session):
            data.duty.add_to_pool(session, adviser.id or 0, now)
    recent = _turns(session, since=now - 2 * rules.duty.SHIFT)
    if len(rules.duty.upcoming(recent, now, rules.duty.AHEAD)) < rules.duty.AHEAD:
        recent += _publish(session, programme, now)
    data.outbox.enqueue_new(session, _notices(session, programme, recent, now))


def _publish(
    session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime
) -> list[rules.duty.Turn]:
    today = now.astimezone(programme.time_zone).date()
    absences = data.duty.list_absences(session, since=today - datetime.timedelta(days=1))
    members = rules.pool.members(data.duty.list_pool(session), absences, programme.time_zone)
    added = rules.duty.publication(_turns(session), members, programme.calendar, now)
    for turn in added:
        data.duty.add_shift(session, turn.starts, turn.ends, [(seat.person, seat.round) for seat in turn.seats], now)
    if added:
        data.settings.record_milestone(session, FIRST_PUBLISHED, now)
    return list(added)


def _turns(session: sqlmodel.Session, since: datetime.datetime | None = None) -> list[rules.duty.Turn]:
    return [rules.duty.turn(shift, seats) for shift, seats in data.duty.list_shifts(session, since)]


def _notices(
    session: sqlmodel.Session,
    programme: rules.settings.Programme,
    turns: collections.abc.Sequence[rules.duty.Turn],
    now: datetime.datetime,
) -> list[data.outbox.Draft]:
    """What the triage channel must hear, if there is one, once Muster is live."""
    live = data.settings.find_milestone(session, data.settings.WENT_LIVE)
    first = data.settings.find_milestone(session, FIRST_PUBLISHED)
    running = rules.duty.on_duty(turns, now)
    if not (live and first and running and programme.triage_channel):
        return []
    shifts = messages.duty.shifts(turns, data.people.load_by_id(session, rules.duty.seated(turns)))
    position = turns.index(running)
    drafts = [_published(shifts[position:], programme, max(first, live)), _topic(shifts[position], programme, live)]
    if running.starts > max(first, live):
        before = shifts[position - 1 : position] if position else []
        outgoing = before[0].pair if before and before[0].ends == running.starts else []
        drafts.append(_handover(outgoing, shifts[position], programme, now))
    return drafts


def _published(
    shifts: collections.abc.Sequence[messages.duty.Shift], programme: rules.settings.Programme, due: datetime.datetime
) -> data.outbox.Draft:
    running, *following = shifts
    return data.outbox.Draft(
        key="duty:published",
        lane=programme.triage_channel,
        payload=messages.duty.published(running, following[: rules.duty.AHEAD], _channel(programme)),
        reason="the first shifts were published",
        due_at=due,
    )


def _handover(
    outgoing: messages.duty.People,
    incoming: messages.duty.Shift,
    programme: rules.settings.Programme,
    now: datetime.datetime,
) -> data.outbox.Draft:
    """The handover of the running shift: those of shifts that are over are never announced after the fact."""
    return data.outbox.Draft(
        key=f"duty:handover:{incoming.starts.isoformat()}",
        lane=programme.triage_channel,
        payload=messages.duty.handover(outgoing, incoming, now, _channel(programme)),
        reason="duty was handed over",
        due_at=incoming.starts,
        stale_at=incoming.ends,
    )


def _topic(
    running: messages.duty.Shift, programme: rules.settings.Programme, live: datetime.datetime
) -> data.outbox.Draft:
    return data.outbox.Draft(
        key=f"duty:topic:{programme.triage_channel}:{running.starts.isoformat()}",
        lane=f"topic:{programme.triage_channel}",
        payload={"channel": programme.triage_channel, "part": messages.duty.topic_part(running, _channel(programme))},
        reason="the topic names who is on duty",
        due_at=max(running.starts, live),
        kind=data.models.NoticeKind.TOPIC,
        stale_at=running.ends,
    )


def _channel(programme: rules.settings.Programme) -> messages.text.Reader:
    """The triage channel, as the one reader that a channel is."""
    return messages.text.Reader(programme.time_zone)
