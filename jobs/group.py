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
import jobs.morning
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
    if group is not None and group.others and group.left_at is None:
        _ask_managers(session, group, now)
    elif group is not None and rules.group.is_news(group, now):
        _tell_managers(session, programme, group, turn.ends, now)


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


def _ask_managers(session: sqlmodel.Session, group: data.models.UserGroup, now: datetime.datetime) -> None:
    """Whether Muster may take it over: once for each set of people who would leave it, and at once."""
    question = messages.group.question(group.handle, group.others, asked_before=bool(group.agreed))
    for manager in data.people.list_managers(session):
        _tell(session, group, manager, f"others:{rules.group.version(group.others)}", question, now, at_once=True)


def _tell_managers(
    session: sqlmodel.Session,
    programme: rules.settings.Programme,
    group: data.models.UserGroup,
    next_handover: datetime.datetime,
    now: datetime.datetime,
) -> None:
    """Why Slack refuses it: once for each reason since it last worked, and not before the morning."""
    for manager in data.people.list_managers(session):
        reader = messages.text.reader(manager, programme.time_zone)
        why = messages.group.refused(group.handle, group.refusal or "", group.members, next_handover, reader)
        _tell(session, group, manager, f"refused:{group.refused_at}:{group.refusal}", why, now, at_once=False)


def _tell(
    session: sqlmodel.Session,
    group: data.models.UserGroup,
    manager: data.models.Person,
    what: str,
    message: messages.text.Payload,
    now: datetime.datetime,
    at_once: bool,
) -> None:
    key = f"group:{group.handle}:{what}:{manager.slack_id}"
    reason = "the user group can't name who is on duty"
    jobs.morning.tell(session, manager, key, "group", message, reason, now, at_once)
