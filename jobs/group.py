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
import jobs.rotation
import messages.group
import messages.text
import rules.group
import rules.settings


def tick(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Ask for the members who belong in it, from the first handover of a live Muster on; say what stands against it."""
    programme = rules.settings.read(data.settings.load(session))
    live_since = data.settings.find_milestone(session, data.settings.WENT_LIVE)
    if not programme.duty_group or live_since is None:
        return
    known = jobs.rotation.load_begun(session, programme, now)
    turn = known.running
    if turn is None or turn.starts <= live_since:
        return
    group = data.groups.find(session, programme.duty_group)
    wanted = sorted({person.slack_id for person in known.present(turn, now)})
    if rules.group.is_due(group, wanted, turn.starts, now):
        group = _ask(session, programme.duty_group, wanted, now)
    if group is not None and group.others and group.left_at is None:
        _ask_managers(session, group, now)
    elif group is not None and rules.group.is_news(group, now):
        _tell_managers(session, programme, group, turn.ends, now)


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
