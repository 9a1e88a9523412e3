"""Two weeks in a row of which nothing is logged: the adviser reads it in their morning, the managers a week later."""

import collections
import collections.abc
import dataclasses
import datetime
import typing

import data.checkins
import data.models
import data.morning
import data.not_logged
import data.people
import data.settings
import jobs.checkin_list
import jobs.scene
import messages.checkins
import messages.morning
import messages.not_logged
import messages.text
import rules.checkins
import rules.morning
import rules.not_logged
import rules.working_hours

Person = data.models.Person
Part = data.models.MorningPart
Record = rules.not_logged.Record
Told = jobs.checkin_list.Told

WARNING, REPORT = "not-logged", "checkins-not-logged"
"""The kinds of the parts that advisers and managers read."""

DAY, WEEK = rules.checkins.DAY, rules.checkins.WEEK

LOOK_BACK = (rules.not_logged.IN_A_ROW + 1) * WEEK
"""The first of the weeks of which managers hear began so long before theirs."""

WARNED = 5
"""Freelancers of whom one morning tells an adviser; of others the next one does."""

LISTED = 12
"""Freelancers whom the managers' list names, before it says how many more there are."""

WHY = "nothing is logged with somebody for two weeks in a row"


@dataclasses.dataclass(frozen=True)
class NotLogged:
    """What may be told within a day: by adviser, with when they work, and on which day each warning was told."""

    scene: jobs.scene.Scene
    of: collections.abc.Mapping[int, list[Record]]
    people: collections.abc.Mapping[int, Person]
    workdays: collections.abc.Mapping[int, rules.working_hours.Workdays]
    told: collections.abc.Mapping[str, datetime.date]

    @property
    def concerned(self) -> set[int]:
        """Whose own mornings may have something of it."""
        return set(self.of)


def load(scene: jobs.scene.Scene) -> NotLogged:
    """Nothing is said of a programme that is quiet, or in which all is logged."""
    weeks = rules.checkins.current_weeks(scene.now + DAY)
    found = _records(scene, weeks[0] - LOOK_BACK, weeks[-1] - WEEK)
    of = collections.defaultdict(list)
    for record in found:
        if any(rules.not_logged.warned_of(record, week) or rules.not_logged.reported(record, week) for week in weeks):
            of[record.adviser_id].append(record)
    freelancers = {record.freelancer_id for records in of.values() for record in records}
    people = data.people.load_by_id(scene.session, freelancers | of.keys())
    told = data.morning.load_days(scene.session, WARNING, weeks[0] - WEEK - DAY) if of else {}
    advisers = {adviser_id: people[adviser_id] for adviser_id in of}
    workdays = jobs.checkin_list.workdays_of(scene, advisers, weeks[0] - WEEK) if of else {}
    return NotLogged(scene, dict(of), people, workdays, told)


def _records(
    scene: jobs.scene.Scene, first: datetime.date, last: datetime.date, freelancer_id: int | None = None
) -> list[Record]:
    live_at = data.settings.find_milestone(scene.session, data.settings.WENT_LIVE)
    if live_at is None:
        return []
    zone = scene.programme.time_zone
    seen = (
        rules.not_logged.Seen(
            freelancer_id=row.freelancer_id,
            adviser_id=row.adviser_id,
            had_since=row.had_since.astimezone(zone).date() if row.had_since else row.week,
            week=row.week,
            is_held=row.held > 0,
            is_missing=row.to_log > 0,
        )
        for row in data.not_logged.list_weeks(scene.session, first, last, freelancer_id)
    )
    return rules.not_logged.records(seen, live_at.astimezone(zone).date())


# -- the adviser first


def _warning_key(week: datetime.date, adviser: Person, freelancer_id: int) -> str:
    """Of what is told in a week: it begins with the key of the list of the week before, the last not logged."""
    return f"{_list_key(week - WEEK, adviser)}{freelancer_id}"


def _list_key(last: datetime.date, adviser: Person) -> str:
    return f"{jobs.checkin_list.key(last, adviser)}:{WARNING}:"


def warnings(found: NotLogged, adviser: Person, morning: rules.morning.Morning) -> list[Told]:
    """What an adviser reads from the weekday of their list on, of each freelancer once a week."""
    week = rules.checkins.week_of(morning.day)
    if morning.day.weekday() < found.scene.programme.checkin_day:
        return []
    keyed = {_warning_key(week, adviser, one.freelancer_id): one for one in found.of.get(adviser.id or 0, ())}
    due = [
        (key, found.people[record.freelancer_id], weeks)
        for key, record in keyed.items()
        if key not in found.told and (weeks := rules.not_logged.warned_of(record, week))
    ]
    due.sort(key=lambda one: (one[1].name.lower(), one[0]))
    return [(key, _warning(found.scene, adviser, freelancer, weeks), WHY) for key, freelancer, weeks in due[:WARNED]]


def _warning(
    scene: jobs.scene.Scene, adviser: Person, freelancer: Person, weeks: rules.not_logged.Weeks
) -> messages.text.Payload:
    theirs = data.checkins.list_of_freelancer(scene.session, freelancer.id or 0, since=weeks[0])
    rows = [row for row in theirs if row.week in weeks and row.adviser_id == adviser.id]
    rows.sort(key=lambda row: (row.week, row.place))
    return messages.not_logged.warning(freelancer, rows, managers_read=weeks[-1] + 2 * WEEK)


def list_warnings(scene: jobs.scene.Scene, adviser: Person, week: datetime.date) -> list[Part]:
    """What told an adviser that nothing is logged of that week and the one after it."""
    return data.morning.list_told_of(scene.session, adviser.id or 0, _list_key(week + WEEK, adviser))


def is_warning(part: Part) -> bool:
    """Whether a part about check-ins is one of these."""
    return part.kind == WARNING


def redrawn(scene: jobs.scene.Scene, part: Part) -> messages.text.Payload:
    """What a warning says by now."""
    rows = data.checkins.list_by_id(scene.session, messages.checkins.rows_of(part.payload))
    freelancer_id = rows[0].freelancer_id
    freelancer = data.people.load_by_id(scene.session, [freelancer_id])[freelancer_id]
    return messages.not_logged.warning(freelancer, rows, managers_read=rows[-1].week + 2 * WEEK)


# -- then the managers


def _report_key(week: datetime.date, manager: Person) -> str:
    return f"{REPORT}:{rules.morning.week(week)}:{manager.slack_id}"


def reports(found: NotLogged, manager: Person, first: rules.morning.Morning) -> list[Told]:
    """What a manager reads on the first morning of their week: only what an adviser has read, and had time to mend."""
    week = rules.checkins.week_of(first.day)
    due = [one for one in _read(found, week, first.at) if rules.not_logged.reported(one, week)]
    due.sort(key=lambda record: _in_order(found, record))
    of = collections.defaultdict(list)
    for record in due[:LISTED]:
        of[record.adviser_id].append(record.freelancer_id)
    lines = {
        _about(adviser_id, theirs): _line(found.scene, found.people, adviser_id, theirs, week)
        for adviser_id, theirs in of.items()
    }
    told = messages.morning.not_logged(lines, more=len(due[LISTED:]))
    return [(_report_key(week, manager), told, WHY)] if lines else []


def _line(
    scene: jobs.scene.Scene,
    people: collections.abc.Mapping[int, Person],
    adviser_id: int,
    freelancer_ids: collections.abc.Iterable[int],
    week: datetime.date,
    mended: collections.abc.Collection[int] = (),
) -> str:
    """What managers read in that week of an adviser with these."""
    theirs = [people[one] for one in freelancer_ids]
    weeks = rules.not_logged.weeks_before(week - WEEK)
    running = data.people.list_running_assignments_of(scene.session, [one.id or 0 for one in theirs])
    covered = {one.freelancer_id for one in running if one.adviser_id != adviser_id}
    return messages.not_logged.line(people[adviser_id], theirs, weeks, mended, covered)


def _about(adviser_id: int, freelancer_ids: collections.abc.Iterable[int]) -> str:
    """What a line is about, `2:3,7`, in words that stay when somebody is forgotten."""
    return f"{adviser_id}:{','.join(map(str, freelancer_ids))}"


def _of_line(about: str) -> tuple[int, list[int]]:
    """The adviser and the freelancers of a line; of the one that counts the rest, nobody."""
    adviser_id, _, theirs = about.partition(":")
    return (int(adviser_id), [int(one) for one in theirs.split(",")]) if theirs else (0, [])


def _read(found: NotLogged, week: datetime.date, at: datetime.datetime) -> collections.abc.Iterator[Record]:
    """Those of which a morning told the adviser in the week before, a working day of theirs ago."""
    for adviser_id, records in found.of.items():
        for record in records:
            key = _warning_key(week - WEEK, found.people[adviser_id], record.freelancer_id)
            warned_on = found.told.get(key)
            if warned_on and rules.not_logged.reported_at(warned_on, found.workdays[adviser_id]) <= at:
                yield record


def _in_order(found: NotLogged, record: Record) -> tuple[str, str, int]:
    """By adviser."""
    adviser, freelancer = found.people[record.adviser_id], found.people[record.freelancer_id]
    return adviser.name.lower(), freelancer.name.lower(), record.freelancer_id


def mended(scene: jobs.scene.Scene, row: data.models.Checkin) -> list[tuple[Person, Part, messages.text.Payload]]:
    """What managers' lists that told of a week say once something was done about it."""
    managers = {manager.id or 0: manager for manager in data.people.list_managers(scene.session)}
    first, last = row.week + WEEK, row.week + LOOK_BACK
    told = data.morning.list_told_to(scene.session, managers, first, REPORT)
    weeks = [(part, rules.checkins.week_of(part.day)) for part in told if part.payload and part.day]
    return [
        (managers[part.person_id], part, messages.morning.redrawn(part.payload, _lines_now(scene, row, part, week)))
        for part, week in weeks
        if week <= last
    ]


def _lines_now(scene: jobs.scene.Scene, row: data.models.Checkin, part: Part, week: datetime.date) -> dict[str, str]:
    """The list's own lines, that in which this freelancer is as it is by now."""
    lines = dict(typing.cast("dict[str, str]", part.payload["lines"]))
    for about in lines:
        adviser_id, theirs = _of_line(about)
        if row.freelancer_id in theirs:
            mended = {one for one in theirs if not _is_due(scene, one, adviser_id, week)}
            people = data.people.load_by_id(scene.session, [adviser_id, *theirs])
            lines[about] = _line(scene, people, adviser_id, theirs, week, mended)
    return lines


def _is_due(scene: jobs.scene.Scene, freelancer_id: int, adviser_id: int, week: datetime.date) -> bool:
    """Whether managers who read of it in that week would still."""
    records = _records(scene, week - LOOK_BACK, week - WEEK, freelancer_id)
    return any(one.adviser_id == adviser_id and rules.not_logged.reported(one, week) for one in records)
