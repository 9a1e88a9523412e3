"""Some days after a contract that nothing follows somebody is no freelancer any more; a new one brings them back."""

import collections.abc
import dataclasses
import datetime

import sqlmodel

import data.audit
import data.models
import data.people
import data.renewal_parts
import data.settings
import jobs.scene
import messages.renewals
import rules.checkins
import rules.pool

Contract = data.models.Contract
Person = data.models.Person

DAY = rules.checkins.DAY

MUSTER = "muster"
LEFT = "contract.left"
"""What is recorded of a contract once: who gets the role back by hand keeps it."""


@dataclasses.dataclass(frozen=True)
class Leaver:
    """Whose contract is over or ends, and from which day on they are no freelancer unless they get another one."""

    contract: Contract
    person: Person
    on: datetime.date


def told_from(on: datetime.date) -> datetime.date:
    """The Monday before."""
    return rules.checkins.week_of(on - DAY)


def _list(scene: jobs.scene.Scene, since: datetime.date, until: datetime.date) -> list[Leaver]:
    """Who leaves in [since, until)."""
    kept = scene.programme.days_kept_after_end * DAY
    found = data.renewal_parts.list_over(scene.session, since - kept, until - kept)
    return [Leaver(contract, person, contract.ends + kept) for contract, person in found]


def coming(scene: jobs.scene.Scene, until: datetime.datetime) -> list[Leaver]:
    """Whom mornings may tell of up to then."""
    since = (scene.now - rules.checkins.WESTERNMOST).date()
    return _list(scene, since, (until + rules.checkins.EASTERNMOST).date() + rules.checkins.WEEK + DAY)


def tick(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Let go of those whose days are over, but not of whom that is so since before Muster went live."""
    live_at = data.settings.find_milestone(session, data.settings.WENT_LIVE)
    if live_at is None:
        return
    scene = jobs.scene.load(session, now)
    for one in _list(scene, live_at.date() + DAY, (now + rules.checkins.EASTERNMOST).date() + DAY):
        today = now.astimezone(rules.pool.zone_of(one.person, scene.programme.time_zone)).date()
        if one.on <= today and not _has_left(session, one.contract):
            _leave(scene, one)


def _subject(contract: Contract) -> str:
    return messages.renewals.numbered(contract.id or 0)


def _has_left(session: sqlmodel.Session, contract: Contract) -> bool:
    return any(row.action == LEFT for row in data.audit.list_about(session, _subject(contract)))


def _leave(scene: jobs.scene.Scene, one: Leaver) -> None:
    one.person.freelancer = False
    scene.session.add(one.person)
    running = data.people.find_running_assignment(scene.session, one.person.id or 0)
    if running is not None:
        adviser = data.people.load_by_id(scene.session, [running.adviser_id])[running.adviser_id]
        data.people.record_assignment(scene.session, scene.now, running, None)
        _record(scene, "caseload.assign", one.person.slack_id, {"adviser": adviser.slack_id})
    _record(scene, "person.change", one.person.slack_id, {"freelancer": True}, {"freelancer": False})
    _record(scene, LEFT, _subject(one.contract))
    scene.session.flush()


def _record(
    scene: jobs.scene.Scene,
    action: str,
    subject: str,
    before: collections.abc.Mapping[str, object] | None = None,
    after: collections.abc.Mapping[str, object] | None = None,
) -> None:
    data.audit.record(scene.session, scene.now, MUSTER, action, subject, before, after)
