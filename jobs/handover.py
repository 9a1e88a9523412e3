"""What the triage channel hears of duty: the first publication, each handover, and in its topic who is there now."""

import collections.abc
import datetime

import sqlmodel

import data.models
import data.outbox
import jobs.rotation
import messages.duty
import messages.text
import rules.duty
import rules.settings

PUBLISHED = "duty:published"
"""The key of the first publication's notice: a handover before it counts as done."""


def announce(session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime) -> None:
    """Enqueue what the channel has yet to hear, if there is one; the topic follows who is there."""
    if not programme.triage_channel:
        return
    known = jobs.rotation.load_begun(session, programme, now)
    running = known.running
    if running is None:
        return
    notices = [*_told_once(session, known, running), *_topic(session, known, running)]
    data.outbox.enqueue_new(session, notices)


def _told_once(
    session: sqlmodel.Session, known: jobs.rotation.Rotation, running: rules.duty.Turn
) -> list[data.outbox.Draft]:
    handover = f"duty:handover:{running.starts.isoformat()}"
    told = data.outbox.load_due_at(session, [PUBLISHED, handover])
    wanted = [] if PUBLISHED in told else [_published(session, known, running)]
    if handover not in told and running.starts > told.get(PUBLISHED, known.now):
        wanted.append(_handover(handover, known, running))
    return wanted


def _published(session: sqlmodel.Session, known: jobs.rotation.Rotation, running: rules.duty.Turn) -> data.outbox.Draft:
    coming = jobs.rotation.load_published(session, known.programme, known.now)
    views = [coming.view(turn) for turn in rules.duty.upcoming(coming.turns, known.now, rules.duty.AHEAD)]
    return data.outbox.Draft(
        key=PUBLISHED,
        lane=known.programme.triage_channel,
        payload=messages.duty.published(known.view(running), views, _channel(known)),
        reason="the first shifts were published",
        due_at=known.now,
    )


def _handover(key: str, known: jobs.rotation.Rotation, running: rules.duty.Turn) -> data.outbox.Draft:
    """The handover of the running shift: those of shifts that are over are never announced after the fact."""
    return data.outbox.Draft(
        key=key,
        lane=known.programme.triage_channel,
        payload=messages.duty.handover(_outgoing(known, running), known.view(running), known.now, _channel(known)),
        reason="duty was handed over",
        due_at=running.starts,
        stale_at=running.ends,
    )


def _outgoing(known: jobs.rotation.Rotation, running: rules.duty.Turn) -> collections.abc.Sequence[data.models.Person]:
    """Who sat last before the running shift began."""
    moment_before = running.starts - datetime.timedelta(microseconds=1)
    before = rules.duty.on_duty(known.turns, moment_before)
    sitting = known.sitters(before, moment_before) if before else ()
    return [known.people[one.person] for one in sitting]


def _topic(
    session: sqlmodel.Session, known: jobs.rotation.Rotation, running: rules.duty.Turn
) -> list[data.outbox.Draft]:
    """The topic, if the newest one that was to be set says something else."""
    channel = known.programme.triage_channel
    payload = {"channel": channel, "part": messages.duty.topic_part(known.view(running), _channel(known))}
    newest = data.outbox.find_newest(session, f"topic:{channel}")
    if newest is not None and newest.payload == payload:
        return []
    key = f"duty:topic:{channel}:{running.starts.isoformat()}"
    within = newest is not None and newest.key.startswith(key)  # who is there has changed within the shift
    return [
        data.outbox.Draft(
            key=f"{key}:{known.now.isoformat()}" if within else key,
            lane=f"topic:{channel}",
            payload=payload,
            reason="the topic names who is on duty",
            due_at=known.now,
            kind=data.models.NoticeKind.TOPIC,
            stale_at=running.ends,
        )
    ]


def _channel(known: jobs.rotation.Rotation) -> messages.text.Reader:
    """The triage channel, as the one reader that a channel is."""
    return messages.text.Reader(known.programme.time_zone)
