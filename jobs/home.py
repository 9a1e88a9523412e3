"""App Home: drawn when somebody opens it, and again when something on it has changed and they may still look at it."""

import dataclasses
import datetime

import sqlmodel

import data.duty
import data.home
import data.models
import data.outbox
import data.reports
import data.settings
import jobs.reports
import jobs.rotation
import jobs.status
import messages.absences
import messages.home
import messages.program
import messages.reports
import messages.status
import messages.text
import rules.reports
import rules.settings

LOOKED_AT = datetime.timedelta(hours=24)
"""How long after it was opened a page is drawn anew; opening it draws it in any case."""

LOOK_AGAIN = datetime.timedelta(hours=1)
"""After so long all is looked at though nothing is known to have changed: the clock moves on for duty."""

Person = data.models.Person


def tick(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Draw the pages that show something else by now; what changes often in between is drawn once."""
    holds, seen, again_at = data.home.glance(session)
    if holds == seen and again_at is not None and now < again_at:
        return
    programme = rules.settings.read(data.settings.load(session))
    for person in data.home.list_open(session, now - LOOKED_AT):
        publish(session, programme, person, now, "something on Muster's home page changed")
    data.home.record_look(session, now, now + LOOK_AGAIN)


def publish(
    session: sqlmodel.Session, programme: rules.settings.Programme, person: Person, now: datetime.datetime, why: str
) -> None:
    """Let their page show what is so by now."""
    page = draw(session, programme, person, now)
    data.outbox.publish(session, _draft(person, page, now, f"redrawn:{now.isoformat()}", why))


def opened(
    session: sqlmodel.Session,
    programme: rules.settings.Programme,
    person: Person,
    now: datetime.datetime,
    key: str,
    why: str,
) -> None:
    """Draw it for who opened it, or pressed a button on it; what is redelivered has the same key."""
    data.home.record_opened(session, person.id or 0, now)
    data.outbox.enqueue(session, [_draft(person, draw(session, programme, person, now), now, key, why)])


def _draft(
    person: Person, page: messages.text.Payload, now: datetime.datetime, key: str, why: str
) -> data.outbox.Draft:
    return data.outbox.Draft(
        key=f"home:{person.slack_id}:{key}",
        lane=f"home:{person.slack_id}",
        payload=page,
        reason=why,
        due_at=now,
        kind=data.models.NoticeKind.HOME,
        unasked=False,
    )


def draw(
    session: sqlmodel.Session, programme: rules.settings.Programme, person: Person, now: datetime.datetime
) -> messages.text.Payload:
    """The page as it is to be now."""
    reader = messages.text.reader(person, programme.time_zone)
    today = now.astimezone(reader.zone).date()
    mine = _mine(session, person, now)
    scene = jobs.reports.Scene(session, programme, now)
    home = messages.home.Home(
        duty=jobs.rotation.on_duty(session, programme, now),
        cant=cant_today(session, person, today),
        mine=[jobs.reports.load(scene, report) for report in mine[: messages.home.LISTED]],
        reported=len(mine),
        known=_known(session, person),
    )
    for add in (_for_advisers, _for_managers):
        home = add(session, programme, person, now, home)
    return messages.home.page(home, now, reader)


def _mine(session: sqlmodel.Session, person: Person, now: datetime.datetime) -> list[data.models.Report]:
    """Their open reports, and those that ended a while ago, the newest first; a duplicate ends with its original."""
    since = now - rules.reports.REOPENED_WITHIN
    theirs = data.reports.list_reported_by(session, person.id or 0)
    heads = data.reports.load(session, {one.original_id for one in theirs if one.original_id})
    ends = [(one, heads.get(one.original_id or 0, one).closed_at) for one in theirs]
    return [one for one, ended in ends if ended is None or ended >= since]


def _known(session: sqlmodel.Session, person: Person) -> list[data.models.Report]:
    """The known issues of their products; of all where none is theirs."""
    return [one for one in data.reports.list_known(session) if rules.reports.concerns(one, person)]


def _for_advisers(
    session: sqlmodel.Session,
    programme: rules.settings.Programme,
    person: Person,
    now: datetime.datetime,
    home: messages.home.Home,
) -> messages.home.Home:
    if not person.adviser:
        return home
    known = jobs.rotation.load_published(session, programme, now)
    held = data.reports.list_held_by(session, [person.id or 0])
    return dataclasses.replace(home, turns=known.dates.get(person.id or 0, ()), held=held)


def _for_managers(
    session: sqlmodel.Session,
    programme: rules.settings.Programme,
    person: Person,
    now: datetime.datetime,
    home: messages.home.Home,
) -> messages.home.Home:
    if data.models.Role.MANAGER not in person.roles:
        return home
    today = now.astimezone(messages.text.reader(person, programme.time_zone).zone).date()
    status = jobs.status.load(session, programme, now, today)
    reports = data.reports.list_open(session)
    return dataclasses.replace(
        home,
        headline=messages.status.ratio(status.hours, programme),
        open=len(reports),
        unclaimed=sum(report.holder_id is None for report in reports),
        extra=messages.program.go_live_blocks() if status.delivery.quiet else [],
    )


def cant_today(session: sqlmodel.Session, person: Person, today: datetime.date) -> list[messages.text.Block]:
    """For advisers, a button for a bad morning, unless they are away already."""
    if not person.adviser:
        return []
    away = data.duty.list_absences(session, since=today, person_id=person.id)
    if any(one.starts <= today for one in away):
        return []
    return [messages.text.buttons(messages.text.button("I can't today", messages.absences.TODAY))]
