"""App Home: drawn when somebody opens it, and again when something on it has changed and they may still look at it."""

import dataclasses
import datetime
import functools

import sqlmodel

import data.checkins
import data.duty
import data.home
import data.models
import data.outbox
import data.people
import data.receipts
import data.reports
import data.settings
import jobs.caseload
import jobs.checkin_minutes
import jobs.reports
import jobs.rotation
import jobs.scene
import jobs.status
import messages.absences
import messages.checkin_minutes
import messages.home
import messages.program
import messages.status_lines
import messages.text
import rules.checkins
import rules.receipts
import rules.reports
import rules.settings

LOOKED_AT = datetime.timedelta(hours=24)
"""How long after it was opened a page is drawn anew; opening it draws it in any case."""

LOOK_AGAIN = datetime.timedelta(hours=1)
"""After so long all is looked at though nothing is known to have changed: the clock moves on for duty."""

Person = data.models.Person


@dataclasses.dataclass(frozen=True)
class Common:
    """What all pages of one instant have in common, loaded once."""

    scene: jobs.scene.Scene
    rotation: jobs.rotation.Rotation
    known: list[data.models.Report]

    @functools.cached_property
    def open(self) -> list[data.models.Report]:
        """All reports that wait for somebody, which only advisers and managers see something of."""
        return data.reports.list_open(self.scene.session)


def _load(session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime) -> Common:
    return Common(
        scene=jobs.scene.Scene(session, programme, now),
        rotation=jobs.rotation.load_published(session, programme, now),
        known=data.reports.list_known(session),
    )


def tick(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Draw the pages that show something else by now; what changes often in between is drawn once."""
    if data.home.WATCH.glance(session, now).is_in_vain(now):
        return
    people = data.home.list_open(session, now - LOOKED_AT)
    if people:
        common = _load(session, rules.settings.read(data.settings.load(session)), now)
        for person in people:
            _publish(common, person, "something on Muster's home page changed")
    data.home.WATCH.record(session, now, now + LOOK_AGAIN)


def publish(
    session: sqlmodel.Session, programme: rules.settings.Programme, person: Person, now: datetime.datetime, why: str
) -> None:
    """Let their page show what is so by now."""
    _publish(_load(session, programme, now), person, why)


def redraw(scene: jobs.scene.Scene, person_id: int, why: str) -> None:
    """Let somebody's page show what is so by now, if they may still look at it."""
    person = data.home.find_open(scene.session, person_id, scene.now - LOOKED_AT)
    if person is not None:
        publish(scene.session, scene.programme, person, scene.now, why)


def _publish(common: Common, person: Person, why: str) -> None:
    now = common.scene.now
    draft = _draft(person, _draw(common, person), now, f"redrawn:{now.isoformat()}", why)
    data.outbox.publish(common.scene.session, draft)


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
    page = _draw(_load(session, programme, now), person)
    data.outbox.enqueue(session, [_draft(person, page, now, key, why)])


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


def _draw(common: Common, person: Person) -> messages.text.Payload:
    scene, rotation = common.scene, common.rotation
    reader = messages.text.reader(person, scene.programme.time_zone)
    today = scene.now.astimezone(reader.zone).date()
    mine = _mine(scene.session, person, scene.now)
    home = messages.home.Home(
        duty=rotation.view(rotation.running) if rotation.running else None,
        cant=cant_today(scene.session, person, today),
        mine=[jobs.reports.load(scene, report) for report in mine[: messages.home.LISTED]],
        reported=len(mine),
        known=[report for report in common.known if rules.reports.concerns(report, person)],
        updates=_updates(scene.session, person, scene.now, today),
    )
    for add in (_for_freelancers, _for_advisers, _for_managers):
        home = add(common, person, today, home)
    return messages.home.page(home, scene.now, reader)


def _mine(session: sqlmodel.Session, person: Person, now: datetime.datetime) -> list[data.models.Report]:
    """Their open reports, and those that ended a while ago, the newest first; a duplicate ends with its original."""
    since = now - rules.reports.REOPENED_WITHIN
    theirs = data.reports.list_reported_by(session, person.id or 0)
    heads = data.reports.load(session, {one.original_id for one in theirs if one.original_id})
    ends = [(one, heads.get(one.original_id or 0, one).closed_at) for one in theirs]
    return [one for one, ended in ends if ended is None or ended >= since]


def _updates(
    session: sqlmodel.Session, person: Person, now: datetime.datetime, today: datetime.date
) -> list[data.models.Update]:
    """What waits for their receipt."""
    received = data.receipts.list_received(session, person.id or 0, now, today)
    return [update for update, copy in received if rules.receipts.waits(update, copy)]


def _for_freelancers(
    common: Common, person: Person, _today: datetime.date, home: messages.home.Home
) -> messages.home.Home:
    """Their adviser, unless that one's account is deactivated."""
    if not person.freelancer:
        return home
    adviser = jobs.caseload.adviser_of(common.scene.session, person)
    return dataclasses.replace(home, is_advised=True, adviser=adviser if adviser and adviser.active else None)


def _for_advisers(common: Common, person: Person, today: datetime.date, home: messages.home.Home) -> messages.home.Home:
    """Their check-ins of the week, when they are on duty, and what they hold."""
    if not person.adviser:
        return home
    turns = common.rotation.dates.get(person.id or 0, ())
    held = [one for one in common.open if one.holder_id == person.id]
    return dataclasses.replace(home, turns=turns, held=held, checkins=_checkins(common.scene.session, person, today))


def _checkins(
    session: sqlmodel.Session, person: Person, today: datetime.date
) -> list[tuple[data.models.Checkin, Person]]:
    """What the week asks of them, by the freelancers' names."""
    rows = data.checkins.list_of_adviser(session, person.id or 0, rules.checkins.week_of(today))
    people = data.people.load_by_id(session, {row.freelancer_id for row in rows})
    found = [(row, people[row.freelancer_id]) for row in rows]
    return sorted(found, key=lambda one: (one[1].name.lower(), one[0].freelancer_id, one[0].place))


def _for_managers(common: Common, person: Person, today: datetime.date, home: messages.home.Home) -> messages.home.Home:
    """How the programme stands, and while it is quiet how to end that."""
    if data.models.Role.MANAGER not in person.roles:
        return home
    scene = common.scene
    minutes = jobs.checkin_minutes.load(scene, today)
    is_quiet = data.settings.find_milestone(scene.session, data.settings.WENT_LIVE) is None
    return dataclasses.replace(
        home,
        headline=messages.status_lines.ratios(jobs.status.load_ratio(scene, minutes), scene.programme),
        minutes=messages.checkin_minutes.this_week(minutes.this_week),
        open=len(common.open),
        unclaimed=sum(report.holder_id is None for report in common.open),
        extra=messages.program.go_live_blocks() if is_quiet else [],
    )


def cant_today(session: sqlmodel.Session, person: Person, today: datetime.date) -> list[messages.text.Block]:
    """For advisers, a button for a bad morning, unless they are away already."""
    if not person.adviser:
        return []
    away = data.duty.list_absences(session, since=today, person_id=person.id)
    if any(one.starts <= today for one in away):
        return []
    return [messages.text.buttons(messages.text.button("I can't today", messages.absences.TODAY))]
