"""Who is told what those who look after reports did: whoever holds a report, held it, or reported it."""

import data.models
import data.outbox
import data.people
import jobs.reports
import jobs.scene
import messages.holder_lines
import messages.reporter_card
import messages.reports
import messages.text
import rules.reports

Person = data.models.Person


def tell_passed(scene: jobs.scene.Scene, shown: messages.reports.Shown, by: Person, to: Person) -> None:
    """Its new holder, unless they took it themselves."""
    if to.id != by.id:
        _tell_holder(scene, shown, to, "passed", messages.holder_lines.passed(shown, by))


def tell_taken(scene: jobs.scene.Scene, shown: messages.reports.Shown, by: Person, held_by: int | None) -> None:
    """Whoever held it until now, and may still be at work on it; not if they gave it away themselves."""
    holder = _former(scene, held_by, by)
    if holder is not None:
        _tell_holder(scene, shown, holder, "taken", messages.holder_lines.taken(shown, by))


def tell_reopened(scene: jobs.scene.Scene, shown: messages.reports.Shown, by: Person, held_by: int | None) -> None:
    """Its last holder, if they still look after reports, and its reporters; not whoever reopened it."""
    holder = _former(scene, held_by, by)
    if holder is not None:
        _tell_holder(scene, shown, holder, "reopened", messages.holder_lines.reopened(shown, by))
    others = {one.id for one in shown.reporters} - {by.id}
    line = messages.reporter_card.reopened_line
    jobs.reports.tell_reporters(scene, shown.report, jobs.reports.Line.REOPENED, line, only=others)


def tell_asked(scene: jobs.scene.Scene, shown: messages.reports.Shown, by: Person, only: int | None) -> None:
    """Its reporters, and those of its duplicates, or one of them alone; not whoever asks."""
    asked = {only} if only else {one.id for one in shown.reporters} - {by.id}
    line = messages.reporter_card.question_line
    jobs.reports.tell_reporters(scene, shown.report, jobs.reports.Line.ASK, line, only=asked)


def tell_ended(scene: jobs.scene.Scene, shown: messages.reports.Shown, by: Person) -> None:
    """Its reporters, and those of its duplicates: what came of it; not whoever ended it."""
    others = {one.id for one in shown.reporters} - {by.id}
    line = messages.reporter_card.closed_line
    jobs.reports.tell_reporters(scene, shown.report, jobs.reports.Line.END, line, only=others)


def tell_followers(scene: jobs.scene.Scene, shown: messages.reports.Shown, people: set[int | None]) -> None:
    """Those who reported what became a duplicate just now: how its original ended, if it has."""
    if shown.head is not None and not rules.reports.is_open(shown.head):
        line = messages.reporter_card.closed_line
        jobs.reports.tell_reporters(scene, shown.head, jobs.reports.Line.END, line, only=people)


def _former(scene: jobs.scene.Scene, held_by: int | None, by: Person) -> Person | None:
    """Who held it, if they still look after reports, and somebody else did something to it."""
    holder = data.people.load_by_id(scene.session, [held_by or 0]).get(held_by or 0)
    is_theirs = holder is not None and holder.active and holder.looks_after_reports and holder.id != by.id
    return holder if is_theirs else None


def _tell_holder(
    scene: jobs.scene.Scene, shown: messages.reports.Shown, person: Person, what: str, payload: messages.text.Payload
) -> None:
    key = f"{jobs.reports.card(shown.report, person)}:{what}:{scene.now.isoformat()}"
    draft = data.outbox.Draft(
        key=key,
        lane=f"@{person.slack_id}",
        payload=payload,
        reason="somebody did something to a report that you hold or held",
        due_at=scene.now,
        card=key,
        unasked=False,  # it follows from what somebody did
    )
    data.outbox.enqueue(scene.session, [draft])
