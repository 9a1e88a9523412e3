"""Notes of check-ins, and words about contracts, go: by hand, or a year after somebody's last term."""

import datetime

import sqlmodel

import data.checkin_logs
import data.models
import data.outbox
import data.renewals
import jobs.assignments
import jobs.checkins
import jobs.scene
import messages.checkins
import rules.checkin_notes

LEAST = 8
"""Characters of a follow-up below which it may be anybody's: it goes where it is drawn anew, and with its payloads."""


def remove(scene: jobs.scene.Scene, row: data.models.Checkin, writer_id: int | None) -> int:
    """Take the notes out of a check-in, of one writer's logs or of all, and out of the lists; of how many logs."""
    logs = data.checkin_logs.list_with_words(scene.session, row.id or 0, writer_id)
    quotes = [messages.checkins.quoted(log.follow_up) for log in logs if len(log.follow_up or "") >= LEAST]
    data.checkin_logs.take_words(scene.session, logs)
    jobs.checkins.refresh(scene, row.adviser_id, row.week)
    jobs.checkins.refresh_later(scene, row)
    jobs.assignments.take_words(scene, quotes)
    data.outbox.empty_quoting(scene.session, quotes)
    return len(logs)


def forget(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Empty what was written about those whose last term ended as long ago as the setting says."""
    months = jobs.scene.load(session, now).programme.notes_kept_months
    since = rules.checkin_notes.kept_since(now.date(), months)
    data.checkin_logs.forget_words(session, since)
    data.renewals.forget_words(session, since)
