"""An adviser's list of the week: whom to meet, what time it is there, and what was last agreed."""

import collections
import collections.abc
import dataclasses
import datetime

import data.checkins
import data.duty
import data.models
import data.morning
import data.people
import jobs.scene
import messages.checkins
import messages.text
import rules.checkins
import rules.morning
import rules.shared_hours
import rules.working_hours

Checkin = data.models.Checkin
Person = data.models.Person
State = data.models.CheckinState

DAY = rules.checkins.DAY

ASKED_WITHIN = 14 * DAY
"""So long after the day for which it was booked a check-in is asked about, for who was away in between."""

Told = tuple[str, messages.text.Payload, str]
"""A part's key, payload and reason."""


# -- drawn for one adviser


def lines(
    scene: jobs.scene.Scene, adviser: Person, rows: collections.abc.Sequence[Checkin], at: datetime.datetime
) -> list[messages.checkins.Line]:
    """What a list says of these rows at that instant, in the order of the freelancers' names."""
    ids = {row.freelancer_id for row in rows}
    people = data.people.load_by_id(scene.session, ids)
    of = workdays_of(scene, {adviser.id or 0: adviser, **people}, at.date() - 2 * DAY)
    mine = of[adviser.id or 0]
    advisers = {
        one.freelancer_id: one.adviser_id for one in data.people.list_running_assignments_of(scene.session, ids)
    }
    week = min((row.week for row in rows), default=at.date())
    last = data.checkins.load_newest_logs(scene.session, ids, week)
    requests = data.checkins.load_open_requests(scene.session, ids)
    today = at.astimezone(mine.zone).date()
    found = [
        messages.checkins.Line(
            row=row,
            freelancer=people[row.freelancer_id],
            zone=of[row.freelancer_id].zone,
            shared=rules.shared_hours.shared(mine, of[row.freelancer_id], today),
            away=of[row.freelancer_id].is_away(today),
            follow_up=last[row.freelancer_id].follow_up if row.freelancer_id in last else None,
            topic=requests[row.freelancer_id].topic or "" if row.freelancer_id in requests else None,
            covers=advisers.get(row.freelancer_id) != adviser.id,
        )
        for row in rows
    ]
    return sorted(found, key=lambda line: (line.freelancer.name.lower(), line.row.freelancer_id, line.row.place))


def workdays_of(
    scene: jobs.scene.Scene, people: collections.abc.Mapping[int, Person], since: datetime.date
) -> dict[int, rules.working_hours.Workdays]:
    """When each of them works, with their days away that are not over by then."""
    absences: collections.defaultdict[int, list[data.models.Absence]] = collections.defaultdict(list)
    for absence in data.duty.list_absences(scene.session, since=since):
        absences[absence.person_id].append(absence)
    return {
        ident: rules.working_hours.person_workdays(person, absences[ident], scene.programme)
        for ident, person in people.items()
    }


# -- in morning messages


def key(week: datetime.date, adviser: Person) -> str:
    """The key of an adviser's list of a week, with which that of every part about it begins."""
    return f"checkins:{rules.morning.week(week)}:{adviser.slack_id}"


@dataclasses.dataclass(frozen=True)
class Lists:
    """The rows of which somebody's morning may tell, by adviser, and on which day each of their lists was told."""

    scene: jobs.scene.Scene
    rows: collections.abc.Mapping[int, list[Checkin]]
    told: collections.abc.Mapping[str, datetime.date]

    @property
    def concerned(self) -> set[int]:
        """Whose mornings may have something of it."""
        return set(self.rows)


def load(scene: jobs.scene.Scene) -> Lists:
    """What may be told within a day: of advisers who wait for nothing, nothing."""
    weeks = rules.checkins.current_weeks(scene.now + DAY)
    of: collections.defaultdict[int, list[Checkin]] = collections.defaultdict(list)
    for row in data.checkins.list_shown(scene.session, weeks, scene.now.date() - ASKED_WITHIN):
        if row.state in (State.OPEN, State.BOOKED):
            of[row.adviser_id].append(row)
    advisers = data.people.load_by_id(scene.session, of)
    keys = [key(row.week, advisers[row.adviser_id]) for rows in of.values() for row in rows]
    return Lists(scene, dict(of), data.morning.load_days(scene.session, list(dict.fromkeys(keys))))


def first(lists: Lists, adviser: Person, morning: rules.morning.Morning, reader: messages.text.Reader) -> list[Told]:
    """The list of the week, on the first morning of theirs from its weekday on."""
    week = rules.checkins.week_of(morning.day)
    rows = [row for row in lists.rows.get(adviser.id or 0, ()) if row.week == week]
    if not rows or morning.day.weekday() < lists.scene.programme.checkin_day:
        return []
    everything = data.checkins.list_of_adviser(lists.scene.session, adviser.id or 0, week)
    drawn = messages.checkins.week(lines(lists.scene, adviser, everything, morning.at), week, morning.at, reader)
    return [(key(week, adviser), drawn, f"your check-ins of week {rules.morning.week(week)}")]


def still_open(
    lists: Lists, adviser: Person, morning: rules.morning.Morning, reader: messages.text.Reader
) -> list[Told]:
    """What is really open on the reminder's weekday, for who read the list on an earlier day."""
    week = rules.checkins.week_of(morning.day)
    told = lists.told.get(key(week, adviser))
    if morning.day.weekday() < lists.scene.programme.checkin_reminder_day or told is None or told >= morning.day:
        return []
    rows = [row for row in lists.rows.get(adviser.id or 0, ()) if row.week == week and row.state == State.OPEN]
    if not rows:
        return []
    drawn = messages.checkins.still_open(lines(lists.scene, adviser, rows, morning.at), morning.at, reader)
    return [(f"{key(week, adviser)}:open", drawn, "some of your check-ins of this week are open")]


def booked(lists: Lists, adviser: Person, morning: rules.morning.Morning, reader: messages.text.Reader) -> list[Told]:
    """Each check-in that was booked for a day before this one: did they meet?"""
    rows = [
        row
        for row in lists.rows.get(adviser.id or 0, ())
        if row.state == State.BOOKED and row.booked_for is not None and row.booked_for < morning.day
    ]
    return [
        (
            f"{key(line.row.week, adviser)}:booked:{line.row.id}:{line.row.booked_for}",
            messages.checkins.asked_after(line, morning.at, reader),
            f"you booked a check-in for {line.row.booked_for}",
        )
        for line in lines(lists.scene, adviser, rows, morning.at)
    ]


def redrawn(
    scene: jobs.scene.Scene, adviser: Person, part: data.models.MorningPart, at: datetime.datetime
) -> messages.text.Payload:
    """What a part that was told says by now, as of the instant at which it was."""
    reader = messages.text.reader(adviser, scene.programme.time_zone)
    found = [data.checkins.find(scene.session, ident) for ident in messages.checkins.rows_of(part.payload)]
    rows = [row for row in found if row is not None]
    if ":booked:" in part.key:
        return messages.checkins.asked_after(lines(scene, adviser, rows, at)[0], at, reader)
    if part.key.endswith(":open"):
        return messages.checkins.still_open(lines(scene, adviser, rows, at), at, reader)
    week = rows[0].week
    theirs = data.checkins.list_of_adviser(scene.session, adviser.id or 0, week)
    return messages.checkins.week(lines(scene, adviser, theirs, at), week, at, reader)
