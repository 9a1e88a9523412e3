"""All that the parts of morning messages are made of, loaded once for everybody concerned."""

import collections.abc
import dataclasses
import datetime
import typing

import sqlmodel

import data.duty
import data.models
import data.morning
import data.people
import data.vacancies
import jobs.caseload
import jobs.checkin_list
import jobs.checkin_spells
import jobs.checklist_parts
import jobs.digest
import jobs.not_logged
import jobs.readiness
import jobs.receipts
import jobs.renewal_parts
import jobs.scene
import jobs.sweep
import messages.text
import rules.duty
import rules.morning
import rules.settings
import rules.sitting
import rules.working_hours

LOOK_BACK = datetime.timedelta(days=2)
"""Nobody's day began longer ago."""


@dataclasses.dataclass(frozen=True)
class State:
    """All that parts are made of, loaded once. `people` holds the active ones who may have a part, by id."""

    now: datetime.datetime
    programme: rules.settings.Programme
    people: dict[int, data.models.Person]
    workdays: dict[int, rules.working_hours.Workdays]
    managers: frozenset[int]
    turns: list[rules.duty.Turn]
    dates: dict[int, tuple[rules.sitting.Span, ...]]
    seated: dict[int, data.models.Person]
    gaps: list[rules.morning.Gap]
    questions: list[data.models.Question]
    faults: list[data.models.Fault]
    reports: jobs.sweep.Open
    receipts: jobs.receipts.Receipts
    checkins: jobs.checkin_list.Lists
    away: jobs.checkin_spells.Spells
    not_logged: jobs.not_logged.NotLogged
    caseload: jobs.caseload.Watched
    renewals: jobs.renewal_parts.Renewals
    checklists: jobs.checklist_parts.Checklists
    digests: jobs.digest.Lately

    def reader(self, person: data.models.Person) -> messages.text.Reader:
        """For whom a part is made."""
        return messages.text.Reader(self.workdays[person.id or 0].zone)

    def near(self, people: collections.abc.Iterable[int]) -> typing.Self:
        """The same, to be drawn for these people."""
        these = [self.people[ident] for ident in people]
        return dataclasses.replace(self, checkins=self.checkins.near(these), renewals=self.renewals.near(these))

    def is_weekly(
        self,
        person: data.models.Person,
        morning: rules.morning.Morning,
        since: collections.abc.Iterable[datetime.datetime],
    ) -> bool:
        """Whether a manager has anything to hear of again this week: what lasted when their week began."""
        if person.id not in self.managers:
            return False
        first = rules.morning.first_of_week(self.workdays[person.id or 0], morning.day)
        return first is not None and any(instant <= first.at for instant in since)


@dataclasses.dataclass(frozen=True)
class Part:
    """To be told of a morning, unless there is a part of this key already. `until` then it is of use."""

    key: str
    payload: messages.text.Payload
    reason: str
    until: datetime.datetime | None = None


def load(
    session: sqlmodel.Session,
    now: datetime.datetime,
    also: collections.abc.Collection[int] = frozenset(),
    until: datetime.datetime | None = None,
) -> State:
    """The state, with everybody on duty soon, the managers, whom a missing receipt concerns, and `also` these people.

    `until` then it is looked ahead; otherwise for a day.
    """
    scene = jobs.scene.load(session, now)
    programme = scene.programme
    shifts = data.duty.list_shifts(session, since=now - LOOK_BACK)
    overrides = data.duty.list_overrides(session, since=now - LOOK_BACK)
    turns = [rules.duty.turn(shift, seats) for shift, seats in shifts]
    dates = rules.sitting.dates(turns, overrides)
    managers = frozenset(manager.id or 0 for manager in data.people.list_managers(session))
    receipts = jobs.receipts.load(session, programme, now, until)
    checkins = jobs.checkin_list.load(scene)
    not_logged = jobs.not_logged.load(scene)
    caseload = jobs.caseload.load(scene)
    renewals = jobs.renewal_parts.load(scene, until)
    checklists = jobs.checklist_parts.load(scene, until)
    waited_for = receipts.concerned | checkins.concerned | not_logged.concerned | caseload.concerned
    waited_for |= renewals.concerned | checklists.concerned
    concerned = {*dates, *rules.duty.seated(turns), *managers, *waited_for, *also}
    found = data.people.load_by_id(session, concerned)
    people = {person_id: person for person_id, person in found.items() if person.active}
    absences = data.duty.list_absences(session, since=now.date() - LOOK_BACK)
    gaps, questions = _gaps(scene, shifts)
    return State(
        now=now,
        programme=programme,
        people=people,
        workdays=rules.working_hours.people_workdays(people.values(), absences, programme),
        managers=managers,
        turns=turns,
        dates=dates,
        seated=found,
        gaps=gaps,
        questions=questions,
        faults=jobs.readiness.lasting(session, programme, now),
        reports=jobs.sweep.load(session, programme, now),
        receipts=receipts,
        checkins=checkins,
        away=jobs.checkin_spells.load(scene),
        not_logged=not_logged,
        caseload=caseload,
        renewals=renewals,
        checklists=checklists,
        digests=jobs.digest.Lately(scene),
    )


def _gaps(
    scene: jobs.scene.Scene, shifts: list[tuple[data.models.Shift, list[data.models.Seat]]]
) -> tuple[list[rules.morning.Gap], list[data.models.Question]]:
    """The empty seats of these shifts, and who was asked for them."""
    vacancies = data.morning.list_untaken(scene.session, [shift.id or 0 for shift, _ in shifts])
    questions = data.vacancies.list_questions(scene.session, [vacancy.id or 0 for vacancy in vacancies])
    return rules.morning.gaps(shifts, vacancies, questions, scene.now), questions
