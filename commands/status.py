"""`/program status`: how the programme stands, and what stands behind each of its lines."""

import sqlmodel

import commands.arguments
import commands.checkin
import commands.contract
import commands.duty
import commands.people
import commands.receipts
import commands.replies
import commands.report_lists
import commands.request
import commands.rows
import data.status
import jobs.checkin_minutes
import jobs.renewals
import jobs.rotation
import jobs.status
import messages.renewals
import messages.status
import messages.status_details
import messages.text
import rules.caseload
import rules.errors
import rules.status

Reply = commands.replies.Reply
Request = commands.request.Request

LAPSED = 365
"""Days back in which a contract that is over without a decision is looked for to list it."""

DETAIL = commands.arguments.Choice(
    "detail", optional=True, among=(messages.status.EVERYTHING, *messages.status.DETAILS)
)


def status(session: sqlmodel.Session, request: Request) -> Reply:
    """How the programme stands, or what stands behind one of its lines."""
    return _shown(session, request, DETAIL.find(request) or "")


def pressed(session: sqlmodel.Session, request: Request) -> Reply:
    """The same by a line's button."""
    known = request.subject in messages.status.DETAILS
    return _shown(session, request, request.subject if known else "")


def _shown(session: sqlmodel.Session, request: Request, detail: str) -> Reply:
    """Managers read all, advisers what is theirs, freelancers what they can ask instead."""
    if request.is_manager:
        return DETAILS[detail](session, request)
    if not request.person.adviser:
        return commands.replies.Say(messages.status.for_freelancer())
    if detail in messages.status.OWN_DETAILS:
        return DETAILS[detail](session, request)
    if detail not in ("", "caseload"):
        raise rules.errors.ProgramError(messages.status.for_managers(detail))
    return commands.replies.Say(_slice(session, request))


def _slice(session: sqlmodel.Session, request: Request) -> messages.text.Payload:
    theirs = [one for one in jobs.status.freelancers(session) if one.adviser_id == request.person.id]
    contracts = jobs.status.known_contracts(request.scene(session), theirs)
    cap = request.programme.caseload_cap
    (caseload,) = rules.caseload.caseloads([request.person], contracts.contracted, request.today, cap)
    duty = jobs.rotation.on_duty(session, request.programme, request.now)
    minutes = jobs.checkin_minutes.load(request.scene(session), request.today, request.person.id)
    return messages.status.slice_of(
        caseload, contracts.contracted, contracts.ending, minutes.this_week, duty, request.now, request.reader
    )


# -- what stands behind the lines


def _whole(session: sqlmodel.Session, request: Request) -> Reply:
    found = jobs.status.load(request.scene(session), request.today, request.person)
    return commands.replies.Say(messages.status.whole(found, request.programme, request.now, request.reader))


def _everything(session: sqlmodel.Session, request: Request) -> Reply:
    found = jobs.status.load(request.scene(session), request.today, request.person)
    return commands.replies.Say(
        messages.status_details.everything(found, request.programme, request.now, request.reader)
    )


def _ratio(session: sqlmodel.Session, request: Request) -> Reply:
    scene = request.scene(session)
    known = jobs.status.load_ratio(scene, jobs.checkin_minutes.load(scene, request.today))
    return commands.replies.Say(messages.status_details.ratio(known, request.programme))


def _caseload(session: sqlmodel.Session, request: Request) -> Reply:
    found = jobs.status.load(request.scene(session), request.today, request.person)
    return commands.replies.Say(messages.status_details.caseload(found.caseloads))


def _contracts(session: sqlmodel.Session, request: Request) -> Reply:
    """Overdue first, then what is to decide, then what is to tell, each by its last day; advisers read their own list.

    Nobody's own contract is in it, for others decide on that.
    """
    if not request.is_manager:
        return commands.contract.due(session, request)
    scene = request.scene(session)
    day = request.now.astimezone(request.programme.time_zone).date()
    stands = [
        (one, rules.status.standing(one.course, day))
        for one in jobs.renewals.list_ending(scene, request.programme.ladders.first, back=LAPSED)
        if one.person.freelancer and one.contract.ended_as is None and one.person.id != request.person.id
    ]
    lines = [
        (messages.renewals.Line(one.course, one.person, request.today), what)
        for wanted in (rules.status.OVERDUE, rules.status.TO_DECIDE, rules.status.TO_TELL)
        for one, what in stands
        if what == wanted
    ]
    everyone = jobs.status.freelancers(session)
    ending = jobs.status.contracts(session, request.programme, request.now, everyone, request.person).ending
    return commands.replies.Say(messages.status_details.contracts(lines, ending, request.today))


def _coverage(session: sqlmodel.Session, request: Request) -> Reply:
    return commands.replies.Say(messages.status_details.coverage(jobs.status.coverage(request.scene(session))))


def _delivery(session: sqlmodel.Session, request: Request) -> Reply:
    found = jobs.status.delivery(session, request.now)
    own = f"@{request.person.slack_id}"
    notices = data.status.list_unsettled(session, messages.status_details.NOTICES, besides=own)
    return commands.replies.Say(messages.status_details.delivery(found, notices, request.reader))


def _warnings(session: sqlmodel.Session, request: Request) -> Reply:
    found = jobs.status.load(request.scene(session), request.today, request.person)
    return commands.replies.Say(messages.status_details.warnings(found.warnings, request.reader))


DETAILS: dict[str, commands.rows.Run] = {
    "": _whole,
    messages.status.EVERYTHING: _everything,
    "ratio": _ratio,
    "duty": commands.duty.upcoming,
    "people": commands.people.people,
    "reports": commands.report_lists.listed,
    "checkins": commands.checkin.mine,
    "contracts": _contracts,
    "caseload": _caseload,
    "updates": commands.receipts.listed,
    "coverage": _coverage,
    "messages": _delivery,
    "warnings": _warnings,
}
"""By the word that asks for it; the empty one is the look itself."""


VERBS = (
    commands.rows.Verb(
        commands.rows.ALL,
        status,
        root="program",
        words="status",
        does="How the programme stands, a line to each matter; or what stands behind one of them.",
        arguments=(DETAIL,),
        example="/program status reports",
    ),
)
BUTTONS = (
    commands.rows.Button(
        commands.rows.ADVISERS,
        pressed,
        action=messages.status.SHOW,
        does="Show what stands behind a line of the programme's status.",
    ),
)
