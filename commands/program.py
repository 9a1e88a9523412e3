"""`/program`: how the programme stands, a menu of what I may do, and going live."""

import datetime

import sqlmodel

import commands.duty
import commands.replies
import commands.request
import commands.rows
import data.audit
import data.models
import data.morning
import data.outbox
import data.pauses
import data.people
import data.settings
import data.status
import jobs.readiness
import messages.duty
import messages.program
import messages.status
import rules.caseload
import rules.duty
import rules.settings
import rules.status

EASTERNMOST = datetime.timedelta(days=2)
"""No zone's day is further than this behind another's."""


def status(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """How the programme stands: managers all, advisers their slice, freelancers what they can ask instead."""
    if request.is_manager:
        return commands.replies.Say(_whole(session, request))
    if request.person.adviser:
        return commands.replies.Say(_slice(session, request))
    return commands.replies.Say(messages.status.for_freelancer())


def _whole(session: sqlmodel.Session, request: commands.request.Request) -> messages.text.Payload:
    programme = request.programme
    freelancers = _freelancers(session)
    contracts = _contracts(session, request, freelancers)
    duty = commands.duty.on_duty(session, request.programme, request.now)
    managers, advisers = data.people.list_managers(session), data.people.list_advisers(session)
    advised = {freelancer.id for freelancer in freelancers if freelancer.adviser_id}
    notices = data.outbox.count_by_state(session)
    seats = len(duty.pair) if duty else 0
    return messages.status.whole(
        messages.status.Status(
            hours=rules.status.hours(contracts.running, advised, seats, managers, programme),
            assumed_managers=sum(manager.weekly_hours is None for manager in managers),
            duty=duty,
            headcount=messages.status.Headcount(len(freelancers), len(contracts.running), len(advisers), len(managers)),
            caseloads=rules.caseload.caseloads(advisers, contracts.contracted, request.today),
            ending=contracts.ending,
            warnings=messages.status.Warnings(
                no_adviser=[one.name for one in contracts.contracted if one.adviser_id is None],
                no_contract=[one.name for one in contracts.without],
                no_zone=data.status.list_without_zone(session),
                not_ready=not_ready(session, programme, request.now),
                gaps=commands.duty.gaps(session, request),
            ),
            delivery=messages.status.Delivery(
                waiting=notices.get("pending", 0) + notices.get("sending", 0),
                uncertain=notices.get("uncertain", 0),
                dead=notices.get("dead", 0),
                quiet=data.settings.find_milestone(session, data.settings.WENT_LIVE) is None,
                pauses=data.pauses.list_running(session, request.now),
            ),
        ),
        programme,
        request.now,
        request.reader,
    )


def _slice(session: sqlmodel.Session, request: commands.request.Request) -> messages.text.Payload:
    theirs = [freelancer for freelancer in _freelancers(session) if freelancer.adviser_id == request.person.id]
    contracts = _contracts(session, request, theirs)
    (caseload,) = rules.caseload.caseloads([request.person], contracts.contracted, request.today)
    duty = commands.duty.on_duty(session, request.programme, request.now)
    return messages.status.slice_of(caseload, contracts.contracted, contracts.ending, duty, request.now, request.reader)


def _freelancers(session: sqlmodel.Session) -> list[rules.caseload.Freelancer]:
    return [rules.caseload.Freelancer(*row) for row in data.status.list_freelancers(session)]


def _contracts(
    session: sqlmodel.Session, request: commands.request.Request, freelancers: list[rules.caseload.Freelancer]
) -> rules.status.Contracts:
    rows = data.status.list_terms(session, since=request.now.date() - EASTERNMOST)
    terms = [rules.status.Term(*row) for row in rows]
    return rules.status.contracts(freelancers, terms, request.now, request.programme.time_zone)


def go_live(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """End the quiet, from a button."""
    if not end_quiet(session, request.now, request.person.slack_id):
        return commands.replies.Say(messages.program.live_already())
    return commands.replies.Say(messages.program.live_now(not_ready(session, request.programme, request.now)))


def end_quiet(session: sqlmodel.Session, now: datetime.datetime, actor: str) -> bool:
    """From now on Muster sends by itself, but nothing that fell due before; False if it has been live already."""
    if not data.settings.record_milestone(session, data.settings.WENT_LIVE, now):
        return False
    data.outbox.drop_unasked(session, now)
    data.morning.drop_waiting(session, now)
    data.audit.record(session, now, actor, "programme.live", "programme")
    return True


def not_ready(session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime) -> list[str]:
    """What keeps Muster from its work, as sentences that say what to do."""
    return [fault.sentence for fault in jobs.readiness.lasting(session, programme, now)]


VERBS = (
    commands.rows.Verb(
        commands.rows.ALL,
        status,
        root="program",
        words="status",
        does="How the programme stands: ratio, duty, caseload, contracts, what to mend.",
    ),
)

BUTTONS = (
    commands.rows.Button(
        commands.rows.MANAGERS, go_live, action="live:program", does="End the quiet after set-up.", writes=True
    ),
)
