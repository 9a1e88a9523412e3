"""Forgetting what is no longer needed."""

import datetime

import sqlmodel

import data.morning
import data.outbox
import data.requests
import jobs.checkin_notes
import jobs.remarks


def tick(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Remove old request keys, empty the payloads of messages settled long ago, and forget what nobody is to read."""
    jobs.remarks.forget(session, now)
    jobs.checkin_notes.forget(session, now)
    data.requests.remove_old(session, now)
    data.outbox.empty_payloads(session, now)
    data.morning.empty_payloads(session, now)
