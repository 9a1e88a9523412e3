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

Programme = rules.settings.Programme


def tick(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Ask for the members who belong in it, from the first handover of a live Muster on; say what stands against it."""
    programme = rules.settings.read(data.settings.load(session))
    live_since = data.settings.find_milestone(session, data.settings.WENT_LIVE)
    if not programme.duty_group or live_since is None:
        return
    turn = rules.duty.on_duty(_turns(session, now), now)
    if turn is None or turn.starts <= live_since:
        return
    group = data.groups.find(session, programme.duty_group)
    wanted = _present(session, programme, turn, now)
    if rules.group.is_due(group, wanted, turn.starts, now):
        group = _ask(session, programme.duty_group, wanted, now)
    if group is not None:
        data.outbox.enqueue_new(session, _to_managers(session, programme, group, turn, now))


def _turns(session: sqlmodel.Session, now: datetime.datetime) -> list[rules.duty.Turn]:
    return [rules.duty.turn(shift, seats) for shift, seats in data.duty.list_shifts(session, since=now)]


def _present(
    session: sqlmodel.Session, programme: Programme, turn: rules.duty.Turn, now: datetime.datetime
) -> list[str]:
    """Who sits now, after overrides, and is there."""
    overrides = data.duty.list_overrides(session, since=now)
    absences = data.duty.list_absences(session, since=now.date() - YESTERDAY)
    seated = rules.duty.seated([turn]) | {override.in_id for override in overrides}
    people = data.people.load_by_id(session, seated)
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
    programme: Programme,
    group: data.models.UserGroup,
    turn: rules.duty.Turn,
    now: datetime.datetime,
) -> list[data.outbox.Draft]:
    """What each manager has to decide or to know: once for each state of the group and each reason of Slack's."""
    if group.left_at is not None or not (group.others or group.refusal):
        return []
    told = []
    for manager in data.people.list_managers(session):
        reader = messages.text.Reader(rules.pool.zone_of(manager, programme.time_zone))
        if group.others:
            key = f"group:others:{group.handle}:{rules.group.version(group.others)}"
            payload = messages.group.question(group.handle, group.others, asked_before=bool(group.agreed))
        else:
            key = f"group:refused:{group.handle}:{group.refused_at}:{group.refusal}"
            payload = messages.group.refused(group.handle, group.refusal or "", group.members, turn.ends, reader)
        told.append(
            data.outbox.Draft(
                key=f"{key}:{manager.slack_id}",
                lane=f"@{manager.slack_id}",
                payload=payload,
                reason="the user group can't name who is on duty",
                due_at=now,
            )
        )
    return told
