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

PUBLISHED = "duty:published"
"""The key of the first publication's notice: a handover before it counts as done."""

Shifts = collections.abc.Sequence[messages.duty.Shift]


def tick(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Take joiners in, publish what is missing, announce what has begun."""
    programme = rules.settings.read(data.settings.load(session))
    live = data.settings.find_milestone(session, data.settings.WENT_LIVE) is not None
    if programme.duty_pool == "advisers" and _take_in(session, now) and not live:
        data.duty.remove_shifts(session, since=now)  # nobody was told, and the first to be imported must not sit in all
    recent = _turns(session, since=now - 2 * rules.duty.SHIFT)
    if len(rules.duty.upcoming(recent, now, rules.duty.AHEAD)) < rules.duty.AHEAD:
        recent += _publish(session, programme, now)
    if live:
        data.outbox.enqueue_new(session, _notices(session, programme, recent, now))


def _take_in(session: sqlmodel.Session, now: datetime.datetime) -> bool:
    """Let new advisers join the pool; whether there were any."""
    joiners = data.duty.list_advisers_never_in_pool(session)
    for adviser in joiners:
        data.duty.add_to_pool(session, adviser.id or 0, now)
    return bool(joiners)


def _publish(
    session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime
) -> list[rules.duty.Turn]:
    today = now.astimezone(programme.time_zone).date()
    absences = data.duty.list_absences(session, since=today - datetime.timedelta(days=1))
    members = rules.pool.members(data.duty.list_pool(session), absences, programme.time_zone)
    added = rules.duty.publication(_turns(session), members, programme.calendar, now)
    for turn in added:
        data.duty.add_shift(session, turn.starts, turn.ends, [(seat.person, seat.round) for seat in turn.seats], now)
    return list(added)


def _turns(session: sqlmodel.Session, since: datetime.datetime | None = None) -> list[rules.duty.Turn]:
    return [rules.duty.turn(shift, seats) for shift, seats in data.duty.list_shifts(session, since)]


def _notices(
    session: sqlmodel.Session,
    programme: rules.settings.Programme,
    turns: collections.abc.Sequence[rules.duty.Turn],
    now: datetime.datetime,
) -> list[data.outbox.Draft]:
    """What the triage channel has yet to hear, if there is one."""
    running = rules.duty.on_duty(turns, now)
    if running is None or not programme.triage_channel:
        return []
    handover, topic = _keys(running, programme)
    told = data.outbox.load_due_at(session, [PUBLISHED, handover, topic])
    wanted = {PUBLISHED: _published, topic: _topic}
    if running.starts > told.get(PUBLISHED, now):
        wanted[handover] = _handover
    missing = [key for key in wanted if key not in told]
    if not missing:
        return []
    shifts = messages.duty.shifts(turns, data.people.load_by_id(session, rules.duty.seated(turns)))
    return [wanted[key](key, shifts, turns.index(running), programme, now) for key in missing]


def _keys(running: rules.duty.Turn, programme: rules.settings.Programme) -> tuple[str, str]:
    """The keys of the running shift's handover, which is announced once, and of each channel's topic."""
    starts = running.starts.isoformat()
    return f"duty:handover:{starts}", f"duty:topic:{programme.triage_channel}:{starts}"


def _published(
    key: str, shifts: Shifts, position: int, programme: rules.settings.Programme, now: datetime.datetime
) -> data.outbox.Draft:
    running, *following = shifts[position:]
    return data.outbox.Draft(
        key=key,
        lane=programme.triage_channel,
        payload=messages.duty.published(running, following[: rules.duty.AHEAD], _channel(programme)),
        reason="the first shifts were published",
        due_at=now,
    )


def _handover(
    key: str, shifts: Shifts, position: int, programme: rules.settings.Programme, now: datetime.datetime
) -> data.outbox.Draft:
    """The handover of the running shift: those of shifts that are over are never announced after the fact."""
    running = shifts[position]
    outgoing = [before.pair for before in shifts[:position] if before.ends == running.starts]
    return data.outbox.Draft(
        key=key,
        lane=programme.triage_channel,
        payload=messages.duty.handover(outgoing[0] if outgoing else [], running, now, _channel(programme)),
        reason="duty was handed over",
        due_at=running.starts,
        stale_at=running.ends,
    )


def _topic(
    key: str, shifts: Shifts, position: int, programme: rules.settings.Programme, now: datetime.datetime
) -> data.outbox.Draft:
    running = shifts[position]
    part = messages.duty.topic_part(running, _channel(programme))
    return data.outbox.Draft(
        key=key,
        lane=f"topic:{programme.triage_channel}",
        payload={"channel": programme.triage_channel, "part": part},
        reason="the topic names who is on duty",
        due_at=now,
        kind=data.models.NoticeKind.TOPIC,
        stale_at=running.ends,
    )


def _channel(programme: rules.settings.Programme) -> messages.text.Reader:
    """The triage channel, as the one reader that a channel is."""
    return messages.text.Reader(programme.time_zone)
