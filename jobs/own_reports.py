"""What follows when reporters take their own report back, or say that it is still there."""

import data.models
import data.remarks
import data.reports
import jobs.redaction
import jobs.remarks
import jobs.reports
import jobs.scene
import jobs.triage
import messages.reporter_card
import rules.reports

Act = rules.reports.Act
Person = data.models.Person
Report = data.models.Report


def withdraw(scene: jobs.scene.Scene, report: Report, person: Person) -> rules.reports.Obstacle | None:
    """Nothing is left of what its one reporter wrote; why not, if it can't be taken back any more."""
    remarks = data.remarks.list_of(scene.session, report.id or 0)
    said = [*jobs.redaction.texts(report).values(), *(one.words for one in remarks)]
    why = jobs.reports.do(scene, report, rules.reports.Deed(Act.WITHDRAW, scene.now, person.id))
    if why is not None:
        return why
    data.reports.forget_words(scene.session, report.id or 0)
    for remark in remarks:
        data.remarks.change(scene.session, remark, withdrawn_at=scene.now, words="", files={})
        jobs.remarks.redraw(scene, remark)
    jobs.redaction.forget(scene, report, said)
    return None


def leave(scene: jobs.scene.Scene, report: Report, person: Person) -> rules.reports.Obstacle | None:
    """One of several no longer says that they see it: it is the others' alone, and the next of them was the first."""
    data.reports.remove_reporter(scene.session, report.id or 0, person.id or 0)
    why = jobs.reports.do(scene, report, rules.reports.Deed(Act.LEAVE, scene.now, person.id))
    if why is None:
        card, payload = jobs.reports.card(report, person), messages.reporter_card.left(report)
        jobs.reports.draw(scene, card, f"@{person.slack_id}", payload, "you took it back")
    return why


def reopen(scene: jobs.scene.Scene, report: Report, person: Person, words: str | None) -> rules.reports.Obstacle | None:
    """It waits for somebody again, its original with all that is the same; what they see stands in its thread."""
    head = jobs.reports.head_of(scene.session, report)
    why = rules.reports.reopening_by_reporter(head, scene.now)
    held_by = head.holder_id
    why = why or jobs.reports.do(scene, head, rules.reports.Deed(Act.REOPEN, scene.now, person.id))
    if why is not None:
        return why
    if words:
        remark = data.models.Remark(author_id=person.id or 0, words=words, at=scene.now)
        jobs.remarks.reply(scene, data.remarks.add(scene.session, remark), report)
    jobs.triage.tell_reopened(scene, jobs.reports.load(scene, head), person, held_by)
    return None
