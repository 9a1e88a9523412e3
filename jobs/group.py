"""The user group that names who is on duty: kept as they change, and the managers asked or told where that fails."""

import collections.abc
import datetime

import sqlmodel

import data.duty
import data.groups
import data.models
import data.outbox
import data.people
import data.settings
import messages.group
import messages.text
import rules.duty
import rules.group
import rules.pool
import rules.settings
import rules.sitting

YESTERDAY = datetime.timedelta(days=1)
"""No zone's day is further behind."""


def tick(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Ask for the members who belong in it, from the first handover of a live Muster on; say what stands against it."""
    programme = rules.settings.read(data.settings.load(session))
    live_since = data.settings.find_milestone(session, data.settings.WENT_LIVE)
    running = data.duty.find_running(session, now) if programme.duty_group and live_since else None
    if running is None or live_since is None or running[0].starts <= live_since:
        return
    turn = rules.duty.turn(*running)
    group = data.groups.find(session, programme.duty_group)
    wanted = _present(session, programme, turn, now)
    if rules.group.is_due(group, wanted, turn.starts, now):
        group = _ask(session, programme.duty_group, wanted, now)
    if group is not None:
        data.outbox.enqueue_new(session, _to_managers(session, programme, group, turn.ends, now))


def _present(
    session: sqlmodel.Session, programme: rules.settings.Programme, turn: rules.duty.Turn, now: datetime.datetime
) -> list[str]:
    """Who sits now, after overrides, and is there."""
    overrides = data.duty.list_overrides(session, since=now)
    absences = data.duty.list_absences(session, since=now.date() - YESTERDAY)
    people = data.people.load_by_id(session, rules.duty.seated([turn]) | {override.in_id for override in overrides})
    zones = {ident: rules.pool.zone_of(person, programme.time_zone) for ident, person in people.items()}
    return rules.group.members(rules.sitting.sitters(turn, overrides, absences, zones, now), people)


def _ask(
    session: sqlmodel.Session, handle: str, wanted: collections.abc.Sequence[str], now: datetime.datetime
) -> data.models.UserGroup:
    """Enqueue the one notice of a change; its number is its key, for the same members may come again."""
    group = data.groups.record_asked(session, handle, wanted, now)
    pool = [person.slack_id for _, person in data.duty.list_pool(session, now)]
    payload = {
        "handle": handle,
        "members": list(wanted),
        "may_leave": None if group.ours_since else pool,
        "agreed": group.agreed,
    }
    notice = data.outbox.Draft(
        key=f"group:{handle}:{group.asked}",
        lane=f"group:{handle}",
        payload=payload,
        reason="the user group names who is on duty",
        due_at=now,
        kind=data.models.NoticeKind.GROUP,
    )
    data.outbox.enqueue(session, [notice])
    return group


def _to_managers(
    session: sqlmodel.Session,
    programme: rules.settings.Programme,
    group: data.models.UserGroup,
    next_handover: datetime.datetime,
    now: datetime.datetime,
) -> list[data.outbox.Draft]:
    """What each manager has to decide or to know: once for each state of the group and each reason of Slack's."""
    if group.left_at is not None or not (group.others or group.refusal):
        return []
    about = rules.group.version(group.others) if group.others else f"{group.refused_at}:{group.refusal}"
    return [
        data.outbox.Draft(
            key=f"group:{'others' if group.others else 'refused'}:{group.handle}:{about}:{manager.slack_id}",
            lane=f"@{manager.slack_id}",
            payload=_said(programme, group, manager, next_handover),
            reason="the user group can't name who is on duty",
            due_at=now,
        )
        for manager in data.people.list_managers(session)
    ]


def _said(
    programme: rules.settings.Programme,
    group: data.models.UserGroup,
    manager: data.models.Person,
    next_handover: datetime.datetime,
) -> messages.text.Payload:
    if group.others:
        return messages.group.question(group.handle, group.others, asked_before=bool(group.agreed))
    reader = messages.text.Reader(rules.pool.zone_of(manager, programme.time_zone))
    return messages.group.refused(group.handle, group.refusal or "", group.members, next_handover, reader)
