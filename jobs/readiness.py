"""What keeps Muster from its work: what the store itself knows of it, and what was found in Slack."""

import datetime

import sqlmodel

import data.duty
import data.faults
import data.models
import data.people
import messages.readiness
import rules.settings

NO_CHANNEL, EMPTY_POOL, NOBODY_LISTED = "no channel", "empty pool", "nobody listed"
"""The faults that the store knows, by name; those found in Slack are named by `channel`."""


def channel(slack_id: str) -> str:
    """The name of the fault of a channel in which Muster can't write."""
    return f"channel:{slack_id}"


def known(session: sqlmodel.Session, programme: rules.settings.Programme) -> dict[str, str]:
    """What the store itself knows to be missing, by name, as sentences that say what to do."""
    faults = {} if programme.triage_channel else {NO_CHANNEL: messages.readiness.no_channel()}
    if data.duty.has_pool(session):
        return faults
    if not data.people.list_advisers(session):
        return faults | {EMPTY_POOL: messages.readiness.empty_pool()}
    listed = programme.duty_pool == "listed"
    return faults | ({NOBODY_LISTED: messages.readiness.nobody_listed()} if listed else {})


def refresh(session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime) -> None:
    """Record what the store knows by now; what is mended is gone."""
    found = known(session, programme)
    data.faults.remove(session, {NO_CHANNEL, EMPTY_POOL, NOBODY_LISTED} - set(found))
    for name, sentence in found.items():
        data.faults.record(session, name, sentence, now)


def lasting(
    session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime
) -> list[data.models.Fault]:
    """All that lasts, also what nobody has recorded yet, which then counts as found now."""
    recorded = {fault.name: fault for fault in data.faults.list_all(session)}
    found = known(session, programme)
    gone = {NO_CHANNEL, EMPTY_POOL, NOBODY_LISTED} - set(found)
    new = [data.models.Fault(name=name, sentence=found[name], found_at=now) for name in found if name not in recorded]
    return [fault for fault in recorded.values() if fault.name not in gone] + new
