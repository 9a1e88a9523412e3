"""What becomes of an update after it was sent: cancelled, corrected, retracted, and tried anew where it failed."""

import collections.abc
import dataclasses
import datetime

import data.copies
import data.duty
import data.models
import data.outbox
import jobs.late_comers
import jobs.scene
import jobs.updates
import messages.updates
import rules.updates
import rules.working_hours

Scene = jobs.scene.Scene
Update = data.models.Update
Copy = data.models.Copy
State = data.models.UpdateState


def cancel(scene: Scene, update: Update) -> None:
    """Who has not got it gets it no more; what is on its way this moment may still arrive."""
    data.copies.cancel(scene.session, update.id or 0, scene.now)
    _ask_nobody(scene, update)
    update.state, update.ended_at = State.CANCELLED, scene.now
    _show(scene, update)


def correct(scene: Scene, update: Update, text: str) -> None:
    """Every copy reads so from now on, those that still wait too."""
    update.correction, update.corrected_at = text, scene.now
    _show_copies(scene, update, "corrected")


def retract(scene: Scene, update: Update, why: str | None) -> None:
    """Every copy says that it was taken back, those that still wait too."""
    update.state, update.ended_at, update.ending = State.RETRACTED, scene.now, why
    _ask_nobody(scene, update)
    _show_copies(scene, update, "retracted")


def _ask_nobody(scene: Scene, update: Update) -> None:
    """Whoever was to be asked for their receipt when they next work is left alone."""
    data.outbox.drop_pending(scene.session, [f"{jobs.updates.nudge_key(update)}:"], scene.now)


def _show_copies(scene: Scene, update: Update, what: str) -> None:
    reason = f"{messages.updates.number(update)} was {what}"
    data.copies.show(scene.session, update.id or 0, jobs.updates.text(update), reason, scene.now)
    _show(scene, update)


def _show(scene: Scene, update: Update) -> None:
    """On its card, and in what waits for who came late: that may go before the next look at them."""
    jobs.updates.show(scene, update)
    jobs.late_comers.redraw(scene)


def retry(scene: Scene, update: Update) -> int:
    """Try anew what failed for certain, and nothing that may have arrived; how many messages that are."""
    failed = data.copies.list_failed(scene.session, update.id or 0)
    posts = {draft.key: draft for draft in _posts(scene, update, failed)}
    data.outbox.enqueue(scene.session, posts.values())
    data.copies.record_retries(scene.session, [copy for copy, _ in failed])
    reason = f"{messages.updates.number(update)} was changed"
    edits = data.copies.show_again(scene.session, update.id or 0, jobs.updates.text(update), reason, scene.now)
    jobs.updates.show(scene, update)
    return len(posts) + edits


def _posts(
    scene: Scene, update: Update, failed: collections.abc.Sequence[tuple[Copy, data.models.Person]]
) -> collections.abc.Iterator[data.outbox.Draft]:
    """As they read by now, each with a key of its own; one in the channel for all who read it there."""
    absences = data.duty.list_absences(scene.session, since=scene.now.date() - datetime.timedelta(days=1))
    payload = messages.updates.copy(update)
    workdays = rules.working_hours.people_workdays((person for _, person in failed), absences, scene.programme)
    for copy, person in failed:
        due_at = scene.now if copy.in_channel else rules.updates.due_at(update, scene.now, workdays[copy.person_id])
        draft = jobs.updates.draft(scene, update, copy, person, payload)
        yield dataclasses.replace(draft, key=f"{draft.card}:again{copy.retries + 1}", due_at=due_at)
