"""What will go out by itself: what waits in the outbox, and what the planners will make of things as they stand."""

import collections.abc
import dataclasses
import datetime

import sqlmodel

import data.duty
import data.models
import data.morning
import data.outbox
import data.people
import data.settings
import jobs.checkin_plans
import jobs.digest_parts
import jobs.handover
import jobs.late_comers
import jobs.morning
import jobs.morning_parts
import jobs.morning_state
import jobs.renewal_parts
import jobs.report_plans
import jobs.scene
import messages.outgoing
import rules.morning
import rules.settings

KIND_NAMES = {
    "heads-up": "heads-up before duty",
    "dates": "changed dates on duty",
    "pool": "joining or leaving the duty pool",
    "vacancy": "a vacant seat that nobody can take",
    "away": "days away that somebody else recorded",
    "sweep": "what waits in triage",
    "not-logged": "check-ins that are not logged, to their adviser",
    "checkins-not-logged": "check-ins that are not logged",
    "checklist": "items of checklists that are due",
    "unread": "updates that wait for their “Got it”",
    "unseen": "updates that wait for the “Got it” of their freelancers",
    "back": "question whether they are back",
    "gap": "empty seats",
    "gaps": "empty seats",
    "unadvised": "freelancers without an adviser",
    "unadvised-week": "freelancers without an adviser",
    "exception": "a caseload above the cap",
    "contract": "the days of a contract, or what follows it",
    "fault": "what is not ready",
    "readiness": "what is not ready",
    "cover": "question who covers for an adviser",
    "covered": "who is there while an adviser is away",
    "own cover": "who covers for them while they are away",
    "group": "why Slack refuses the user group",
    jobs.digest_parts.KIND: "what changed last week",
    jobs.renewal_parts.DUE: "contracts to decide on",
    jobs.renewal_parts.SILENCE: "who will read that their contract is not decided",
    jobs.renewal_parts.LEAVING: "who will be no freelancer any more",
    jobs.renewal_parts.VOICE: "question what should follow a contract",
    jobs.renewal_parts.NOT_DECIDED: "that their contract is not decided",
}
"""What parts of a morning message are called, by their kind."""

Planned = messages.outgoing.Planned


def upcoming(
    session: sqlmodel.Session,
    now: datetime.datetime,
    until: datetime.datetime,
    own: collections.abc.Collection[int] = (),
) -> list[Planned]:
    """All of it in [now, until], also of a quiet installation.

    What mornings say of the reader's `own` contracts, by their numbers, is left out.
    """
    live_at = data.settings.find_milestone(session, data.settings.WENT_LIVE)
    waiting = _waiting(session, until) if live_at else []  # what waits in the quiet is dropped when it ends
    programme = rules.settings.read(data.settings.load(session))
    reports = jobs.report_plans.upcoming(session, programme, now, until)
    scene = jobs.scene.Scene(session, programme, now)
    late = jobs.late_comers.upcoming(scene, live_at or now, until)
    checkins = jobs.checkin_plans.upcoming(scene, until)
    return [*waiting, *_duty(session, now, until), *_mornings(session, now, until, own), *checkins, *reports, *late]


def _waiting(session: sqlmodel.Session, until: datetime.datetime) -> list[Planned]:
    notices = data.outbox.list_unasked(session, until)
    people = {person.slack_id: person for person in data.people.list_named(session, [one.lane[1:] for one in notices])}
    return [
        Planned(one.due_at, one.lane, one.key.partition(":")[0], one.reason, people.get(one.lane.removeprefix("@")))
        for one in notices
    ]


def _duty(session: sqlmodel.Session, now: datetime.datetime, until: datetime.datetime) -> list[Planned]:
    """Handovers, and before them all the first publication, if there is a channel for them."""
    channel = rules.settings.read(data.settings.load(session)).triage_channel
    if not channel:
        return []
    shifts = [shift for shift, _ in data.duty.list_shifts(session, since=now)]
    first = shifts and not data.outbox.load_due_at(session, [jobs.handover.PUBLISHED])
    published = [Planned(now, channel, "first publication", "shifts are published")] if first else []
    return published + [
        Planned(shift.starts, channel, "handover, with topic and user group", "a shift begins")
        for shift in shifts
        if now < shift.starts <= until
    ]


def _mornings(
    session: sqlmodel.Session, now: datetime.datetime, until: datetime.datetime, own: collections.abc.Collection[int]
) -> list[Planned]:
    """Everybody's next mornings, each with what it would tell."""
    waiting = data.morning.list_waiting(session)
    loaded = jobs.morning_state.load(session, now, {part.person_id for part in waiting}, until)
    state = dataclasses.replace(loaded, checkins=loaded.checkins.nothing)  # they are planned by themselves, undrawn
    found = {ident: _foreseen(state, person, waiting, until) for ident, person in state.people.items()}
    keys = [key for parts in found.values() for key in parts]
    told = data.morning.find_keys(session, keys) - {part.key for part in waiting}
    told |= data.outbox.find_keys(session, keys)
    told |= {key for key in keys if jobs.renewal_parts.is_on_contract(key, own)}
    return [
        planned
        for ident, parts in found.items()
        for planned in _planned(state.people[ident], [one for key, one in parts.items() if key not in told])
    ]


Foreseen = tuple[datetime.datetime, str, str]
"""When a part is told, its kind, and its reason."""


def _foreseen(
    state: jobs.morning_state.State,
    person: data.models.Person,
    waiting: collections.abc.Iterable[data.models.MorningPart],
    until: datetime.datetime,
) -> dict[str, Foreseen]:
    """What somebody's mornings up to then tell first, by key, of what was told and what was not."""
    found: dict[str, Foreseen] = {}
    theirs = [part for part in waiting if part.person_id == person.id]
    workdays = state.workdays[person.id or 0]
    morning = rules.morning.following(workdays, state.now)
    while morning is not None and morning.at <= until:
        due = [(part.key, part.kind, part.reason) for part in theirs if part.due_at <= morning.at]
        due += [(part.key, kind, part.reason) for kind, part in jobs.morning.due(state, person, morning)]
        for key, kind, reason in due:
            found.setdefault(key, (morning.at, kind, reason))
        morning = rules.morning.following(workdays, morning.at)
    return found


def _planned(person: data.models.Person, parts: list[Foreseen]) -> list[Planned]:
    kinds = {(at, kind) for at, kind, _ in parts}
    return [
        Planned(at, f"@{person.slack_id}", f"morning message, {KIND_NAMES.get(kind, kind)}", reason, person)
        for at, kind, reason in parts
        if (at, jobs.morning_parts.WITHIN.get(kind)) not in kinds
    ]
