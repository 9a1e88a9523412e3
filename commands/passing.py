"""*Pass to*: somebody else holds a report from now on."""

import dataclasses
import datetime

import sqlmodel

import commands.arguments
import commands.replies
import commands.reports
import commands.request
import commands.triage
import data.duty
import data.models
import data.people
import jobs.rotation
import jobs.triage
import messages.holder_lines
import messages.triage_card
import messages.triage_forms
import rules.errors
import rules.pool
import rules.reports
import rules.sitting

Act = rules.reports.Act
Person = data.models.Person

WHOM = commands.arguments.Person("person")
WHOM_IF_ANY = commands.arguments.Person("person", optional=True)

DAY = datetime.timedelta(days=1)
MOST_NAMED = 5
"""So many are named who could take it."""


def pass_on(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Somebody else holds it, and is told, and so is who held it; without naming one, the form for it."""
    to = WHOM.find(request)
    if to is None:
        return commands.triage.open_form(
            session, request, Act.PASS, messages.triage_forms.passing, messages.triage_card.PASS
        )
    report = commands.reports.of(session, request)
    _check_could_hold(session, request, to)
    held_by = report.holder_id
    passed = dataclasses.replace(commands.triage.deed(request, Act.PASS), person_id=to.id)
    shown = commands.triage.do(session, request, report, passed)
    scene = request.scene(session)
    jobs.triage.tell_passed(scene, shown, request.person, to)
    jobs.triage.tell_taken(scene, shown, request.person, held_by)
    return commands.triage.answered(request, shown)


def _check_could_hold(session: sqlmodel.Session, request: commands.request.Request, person: Person) -> None:
    """A deactivated account is refused where the person is read."""
    if not person.looks_after_reports or not _there(session, request, [person]):
        could = _who_could(session, request)
        raise rules.errors.ProgramError(messages.holder_lines.unfit(person, could))


def _who_could(session: sqlmodel.Session, request: commands.request.Request) -> list[Person]:
    """Who is on duty, then the other advisers who are there."""
    shift = jobs.rotation.on_duty(session, request.programme, request.now)
    pair = list(shift.pair) if shift is not None else []
    advisers = data.people.list_advisers(session)
    others = [one for one in _there(session, request, advisers) if one not in pair]
    return [*pair, *others][:MOST_NAMED]


def _there(session: sqlmodel.Session, request: commands.request.Request, people: list[Person]) -> list[Person]:
    """Those of them who are not away on the day that it is where they are."""
    absences = data.duty.list_absences(session, since=request.now.date() - DAY)
    zones = {person.id: rules.pool.zone_of(person, request.programme.time_zone) for person in people}
    away = {
        one.person_id
        for one in absences
        if one.person_id in zones and rules.sitting.is_on(one, zones[one.person_id], request.now)
    }
    return [person for person in people if person.id not in away]


VERBS = (
    commands.triage.verb("pass", pass_on, "Give a report to another adviser, who is told.", "@adviser", WHOM_IF_ANY),
)
BUTTONS = (commands.triage.button(messages.triage_card.PASS, pass_on, "Open the form that passes a report on."),)
FORMS = (commands.triage.form(messages.triage_forms.PASS_FORM, pass_on, "Give a report to another adviser.", WHOM),)
