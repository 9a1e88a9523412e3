"""When what somebody is told reaches them: within their working hours, and not while a manager can undo it."""

import datetime

import data.duty
import data.models
import jobs.scene
import rules.undo
import rules.working_hours

DAY = datetime.timedelta(days=1)


def leaves_at(
    scene: jobs.scene.Scene, person: data.models.Person, not_before: datetime.datetime | None = None
) -> datetime.datetime:
    """The first instant at which it may go out to them and can't be undone any more."""
    return at_work(scene, person, max(scene.now + rules.undo.UNDO, not_before or scene.now))


def at_work(scene: jobs.scene.Scene, person: data.models.Person, since: datetime.datetime) -> datetime.datetime:
    """The first instant from then on at which they work."""
    absences = data.duty.list_absences(scene.session, since=scene.now.date() - DAY, person_id=person.id)
    workdays = rules.working_hours.person_workdays(person, absences, scene.programme)
    return rules.working_hours.next_start(workdays, since)
