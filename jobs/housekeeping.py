"""Forgetting what is no longer needed."""

import datetime

import sqlmodel

import data.morning
import data.outbox
import data.requests


def tick(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Remove old request keys, and empty the payloads of messages settled long ago."""
    data.requests.remove_old(session, now)
    data.outbox.empty_payloads(session, now)
    data.morning.empty_payloads(session, now)
