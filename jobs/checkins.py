"""Plans each week's check-ins, and keeps what was asked true while people come, go, move and are away."""

import collections
import collections.abc
import datetime
import zoneinfo

import sqlmodel

import data.checkins
import data.duty
import data.models
import data.morning
import data.people
import jobs.checkin_list
import jobs.morning
import jobs.scene
import rules.checkins
import rules.local_time
import rules.morning
import rules.working_hours
import rules.working_time

Checkin = data.models.Checkin
State = data.models.CheckinState

UNCOVERED_AFTER = datetime.timedelta(days=2)
"""From Wednesday on a week for which nobody was found who covers is excused."""

UTC = zoneinfo.ZoneInfo("UTC")


def tick(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Plan the weeks that run somewhere anew if anything has changed that they depend on."""
    if data.checkins.WATCH.glance(session, now).is_in_vain(now):
        return
    scene = jobs.scene.load(session, now)
    plan(scene)
    instants = [rules.checkins.next_week_begins(now), *(_given_up_at(scene, week) for week in _weeks(scene))]
    data.checkins.WATCH.record(session, now, min(instant for instant in instants if instant > now))


def _weeks(scene: jobs.scene.Scene) -> list[datetime.date]:
    return rules.checkins.current_weeks(scene.now)


def _given_up_at(scene: jobs.scene.Scene, week: datetime.date) -> datetime.datetime:
    """When a week is excused in which the adviser is away and nobody covers."""
    return rules.local_time.instant(week + UNCOVERED_AFTER, datetime.time(), scene.programme.time_zone)


def plan(scene: jobs.scene.Scene) -> None:
    """Let the rows of the weeks that run say what is so by now, and the lists that told of them."""
    rows = data.checkins.list_of_weeks(scene.session, _weeks(scene))
    held_by = {row.id: row.adviser_id for row in rows}
    changed = rules.checkins.changes(asks(scene), rows)
    data.checkins.add_all(scene.session, [row for row in changed if row.id is None])
    for row in changed:
        if row.id is not None:
            data.checkins.save(scene.session, row)
    concerned = {(row.adviser_id, row.week) for row in changed}
    concerned |= {(held_by[row.id], row.week) for row in changed if row.id is not None}
    for adviser_id, week in sorted(concerned):
        refresh(scene, adviser_id, week)


def asks(scene: jobs.scene.Scene) -> list[rules.checkins.Ask]:
    """What the weeks that run ask for: of each freelancer's adviser, or of who covers for them."""
    weeks = _weeks(scene)
    terms = collections.defaultdict(list)
    for person_id, term in data.checkins.list_terms(scene.session):
        terms[person_id].append(term)
    away: collections.defaultdict[int, list[rules.working_hours.Days]] = collections.defaultdict(list)
    for absence in data.duty.list_absences(scene.session, since=weeks[0]):
        away[absence.person_id].append((absence.starts, absence.ends))
    covers = data.checkins.list_covers(scene.session, since=weeks[0])
    found = []
    for one in data.checkins.list_assigned(scene.session):
        theirs = _days(scene, one.hours, away[one.freelancer_id])
        adviser = _days(scene, one.adviser_hours, away[one.adviser_id])
        for week in weeks:
            minutes = rules.checkins.asked(theirs, terms[one.freelancer_id], week, scene.programme.checkin_hours)
            by, uncovered = _asked_of(scene, one, adviser, week, covers)
            found += [
                rules.checkins.Ask(one.freelancer_id, week, place, length, by, uncovered)
                for place, length in enumerate(minutes)
            ]
    return found


def _days(
    scene: jobs.scene.Scene, hours: str | None, away: collections.abc.Sequence[rules.working_hours.Days]
) -> rules.working_hours.Workdays:
    """Days are what counts here, and they are the same in every zone."""
    time = rules.working_time.parse(hours) if hours else rules.working_time.DEFAULT
    return rules.working_hours.Workdays(UTC, time, tuple(away), scene.programme.all_days_off)


def _asked_of(
    scene: jobs.scene.Scene,
    one: data.checkins.Assigned,
    adviser: rules.working_hours.Workdays,
    week: datetime.date,
    covers: collections.abc.Sequence[data.models.CheckinCover],
) -> tuple[int, bool]:
    """Who holds a week's check-ins with somebody, and whether it is too late for anybody to."""
    if not rules.checkins.is_away_all_week(adviser, week):
        return one.adviser_id, False
    chosen = [
        cover.adviser_id
        for cover in covers
        if cover.freelancer_id == one.freelancer_id and cover.starts <= week < cover.ends
    ]
    if chosen:
        return chosen[-1], False
    return one.adviser_id, scene.now >= _given_up_at(scene, week)


# -- what people do


def log(scene: jobs.scene.Scene, row: Checkin, said: data.models.CheckinLog) -> None:
    """It was held; what was logged of it before stays as its history."""
    data.checkins.save(scene.session, said)
    row.state, row.excuse = State.DONE, None
    row.minutes, row.held_on = said.minutes, said.held_on
    _keep(scene, row)


def book(scene: jobs.scene.Scene, row: Checkin, day: datetime.date) -> None:
    """It is to be held on that day of the adviser's."""
    row.state, row.excuse, row.booked_for = State.BOOKED, None, day
    _keep(scene, row)


def excuse(scene: jobs.scene.Scene, row: Checkin, excuse: data.models.Excuse) -> None:
    """It can't be held in its week."""
    row.state, row.excuse = State.EXCUSED, excuse
    _keep(scene, row)


def reopen(scene: jobs.scene.Scene, row: Checkin) -> None:
    """It is to be held after all."""
    row.state, row.excuse = State.BOOKED if row.booked_for else State.OPEN, None
    _keep(scene, row)


def _keep(scene: jobs.scene.Scene, row: Checkin) -> None:
    data.checkins.save(scene.session, row)
    refresh(scene, row.adviser_id, row.week)


def refresh(scene: jobs.scene.Scene, adviser_id: int, week: datetime.date) -> None:
    """Let every message that told an adviser of a week's check-ins say what is so by now."""
    adviser = data.people.load_by_id(scene.session, [adviser_id])[adviser_id]
    told = data.morning.list_told_of(scene.session, adviser_id, jobs.checkin_list.key(week, adviser))
    if not told:
        return
    days = jobs.checkin_list.workdays_of(scene, {adviser_id: adviser}, min(part.day for part in told if part.day))
    said = []
    for part in told:
        morning = rules.morning.morning(days[adviser_id], part.day) if part.day else None
        said.append((part, jobs.checkin_list.redrawn(scene, adviser, part, morning.at if morning else scene.now)))
    jobs.morning.rewrite(scene.session, adviser, said, scene.now)
