"""Plans each week's check-ins, and keeps what was asked true while people come, go, move and are away."""

import collections
import collections.abc
import datetime
import functools
import zoneinfo

import sqlmodel

import data.checkin_logs
import data.checkins
import data.duty
import data.models
import data.morning
import data.people
import data.rows
import jobs.checkin_list
import jobs.checkin_requests
import jobs.home
import jobs.morning
import jobs.not_logged
import jobs.scene
import messages.text
import rules.checkin_cover
import rules.checkins
import rules.local_time
import rules.working_hours
import rules.working_time

Checkin = data.models.Checkin
State = data.models.CheckinState

CHANGED_AT_ONCE = 75
"""Rows that one tick changes: with a week of holidays all do, and each adviser's list is drawn anew."""

UTC = zoneinfo.ZoneInfo("UTC")

NEW = "new"
EXCUSES = frozenset(data.models.Excuse)


def tick(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Plan the week anew if anything has changed that it depends on."""
    if data.checkins.WATCH.glance(session, now).is_in_vain(now):
        return
    scene = jobs.scene.load(session, now)
    left = plan(scene)
    week = rules.checkins.planned_week(now)
    instants = [rules.checkins.next_week_begins(now), _begins_at(scene, week), _given_up_at(scene, week)]
    again_at = now if left else min(instant for instant in instants if instant > now)  # the next tick goes on
    data.checkins.WATCH.record(session, now, again_at)


def _begins_at(scene: jobs.scene.Scene, week: datetime.date) -> datetime.datetime:
    """When a week begins where the programme is: from then on others may be there for who has asked for time."""
    return rules.local_time.instant(week, datetime.time(), scene.programme.time_zone)


def _given_up_at(scene: jobs.scene.Scene, week: datetime.date) -> datetime.datetime:
    """When a week is excused in which the adviser is away and nobody covers."""
    return rules.checkin_cover.given_up_at(week, scene.programme.time_zone)


def plan(scene: jobs.scene.Scene) -> bool:
    """Let the rows of the week say what is so by now, and the lists that told of them; whether any are left."""
    week = rules.checkins.planned_week(scene.now)
    wanted = asks(scene, [week])
    rows = data.checkins.list_of_week(scene.session, week)
    data.checkins.add_all(scene.session, [_columns(ask) for ask in rules.checkins.new(wanted, rows)])
    differing = rules.checkins.changes(wanted, rows)
    by_adviser = sorted(differing.items(), key=lambda change: (change[1].adviser_id, change[0]))
    changed = dict(by_adviser[:CHANGED_AT_ONCE])
    data.checkins.change_all(scene.session, {ident: says._asdict() for ident, says in changed.items()})
    before = {row.adviser_id for row in rows if row.id in changed}
    for adviser_id in sorted(before | {says.adviser_id for says in changed.values()}):
        refresh(scene, adviser_id, week)
    jobs.checkin_requests.pass_on(scene)
    return len(changed) < len(differing)


def _columns(ask: rules.checkins.Ask) -> dict[str, object]:
    place = {"freelancer_id": ask.freelancer_id, "week": ask.week, "place": ask.place}
    return place | rules.checkins.first_said(ask)._asdict()


def asks(scene: jobs.scene.Scene, weeks: collections.abc.Sequence[datetime.date]) -> list[rules.checkins.Ask]:
    """What these weeks, in their order, ask for: of each freelancer's adviser, or of who covers for them."""
    terms = collections.defaultdict(list)
    for person_id, term in data.checkins.list_terms(scene.session):
        terms[person_id].append(term)
    away: collections.defaultdict[int, list[rules.working_hours.Days]] = collections.defaultdict(list)
    for absence in data.duty.list_absences(scene.session, since=weeks[0]):
        away[absence.person_id].append((absence.starts, absence.ends))
    covers = data.checkins.list_covers(scene.session, since=weeks[0])
    days = functools.cache(functools.partial(_days, scene))  # the same for nearly all of thousands
    found = []
    for one in data.checkins.list_assigned(scene.session):
        theirs = days(one.hours, tuple(away[one.freelancer_id]))
        adviser = days(one.adviser_hours, tuple(away[one.adviser_id]))
        for week in weeks:
            minutes = rules.checkins.asked(theirs, terms[one.freelancer_id], week, scene.programme.checkin_hours)
            by, uncovered = _asked_of(scene, one, adviser, week, covers)
            found += [
                rules.checkins.Ask(one.freelancer_id, week, place, length, by, uncovered)
                for place, length in enumerate(minutes)
            ]
    return found


def _days(
    scene: jobs.scene.Scene, hours: str | None, away: tuple[rules.working_hours.Days, ...]
) -> rules.working_hours.Workdays:
    """Days are what counts here, and they are the same in every zone."""
    time = rules.working_time.parse(hours) if hours else rules.working_time.DEFAULT
    return rules.working_hours.Workdays(UTC, time, away, scene.programme.all_days_off)


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
        return chosen[-1] or one.adviser_id, chosen[-1] is None
    return one.adviser_id, scene.now >= _given_up_at(scene, week)


# -- what people do


def log(scene: jobs.scene.Scene, row: Checkin, said: data.models.CheckinLog) -> bool:
    """It was held; what was logged of it before stays as its history. Whether its adviser's list was edited."""
    data.rows.save(scene.session, said)
    row.state, row.excuse = State.DONE, None
    row.minutes, row.held_on = said.minutes, said.held_on
    edited = _keep(scene, row)
    refresh_later(scene, row)
    return edited


def unlog(scene: jobs.scene.Scene, row: Checkin, said: data.models.CheckinLog, was: str) -> None:
    """Take back what was logged last; `was` says how the row stood before: its excuse, `NEW` if there was none, or ''.

    Who had asked for time and had had it with this waits again.
    """
    jobs.checkin_requests.not_held(scene, row.freelancer_id, said.at)
    data.checkin_logs.remove(scene.session, said)
    before = data.checkin_logs.find_newest(scene.session, row.id)
    row.minutes, row.held_on = (before.minutes, before.held_on) if before else (None, None)
    if before is None:
        row.state, row.excuse = State.BOOKED if row.booked_for else State.OPEN, None
        if was in EXCUSES:
            row.state, row.excuse = State.EXCUSED, data.models.Excuse(was)
    _keep(scene, row)
    refresh_later(scene, row)
    if was == NEW and before is None:
        data.checkins.remove(scene.session, row)
        jobs.home.redraw(scene, row.adviser_id, "one of their check-ins was taken back")


def refresh_later(scene: jobs.scene.Scene, row: Checkin) -> None:
    """Let the lists of later weeks quote what was logged of an earlier one as it stands by now."""
    later = data.checkins.list_of_freelancer(scene.session, row.freelancer_id, since=row.week + rules.checkins.DAY)
    for adviser_id, week in sorted({(one.adviser_id, one.week) for one in later}):
        refresh(scene, adviser_id, week)


def book(scene: jobs.scene.Scene, row: Checkin, day: datetime.date) -> bool:
    """It is to be held on that day of the adviser's."""
    row.state, row.excuse, row.booked_for = State.BOOKED, None, day
    return _keep(scene, row)


def excuse(scene: jobs.scene.Scene, row: Checkin, excuse: data.models.Excuse) -> bool:
    """It can't be held in its week."""
    row.state, row.excuse = State.EXCUSED, excuse
    return _keep(scene, row)


def reopen(scene: jobs.scene.Scene, row: Checkin) -> bool:
    """It is to be held after all."""
    row.state, row.excuse = State.BOOKED if row.booked_for else State.OPEN, None
    return _keep(scene, row)


def _keep(scene: jobs.scene.Scene, row: Checkin) -> bool:
    data.rows.save(scene.session, row)
    for manager, part, payload in jobs.not_logged.mended(scene, row):
        jobs.morning.rewrite(scene.session, manager, [(part, payload)], scene.now)
    jobs.home.redraw(scene, row.adviser_id, "one of their check-ins changed")
    return refresh(scene, row.adviser_id, row.week)


def refresh(scene: jobs.scene.Scene, adviser_id: int, week: datetime.date) -> bool:
    """Let every message that told an adviser of a week's check-ins say what is so by now; whether there is any.

    Times of day stay as of when it was told.
    """
    adviser = data.people.load_by_id(scene.session, [adviser_id])[adviser_id]
    told = data.morning.list_told_of(scene.session, adviser_id, jobs.checkin_list.key(week, adviser))
    told += jobs.not_logged.list_warnings(scene, adviser, week)
    if not told or not adviser.active:
        return False
    days = jobs.checkin_list.workdays_of(scene, {adviser_id: adviser}, scene.now.date())[adviser_id]
    said = [(part, _redrawn(scene, adviser, week, part, days.hours(part.day)[0])) for part in told if part.day]
    jobs.morning.rewrite(scene.session, adviser, said, scene.now)
    return True


def _redrawn(
    scene: jobs.scene.Scene,
    adviser: data.models.Person,
    week: datetime.date,
    part: data.models.MorningPart,
    at: datetime.datetime,
) -> messages.text.Payload:
    if jobs.not_logged.is_warning(part):
        return jobs.not_logged.redrawn(scene, part)
    return jobs.checkin_list.redrawn(scene, adviser, week, part, at)
