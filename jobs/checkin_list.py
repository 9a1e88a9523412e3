"""An adviser's list of the week: whom to meet, what time it is there, and what was last agreed."""

import collections
import collections.abc
import dataclasses
import datetime
import functools
import typing

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

DAY, WEEK = rules.checkins.DAY, rules.checkins.WEEK

Rows = collections.abc.Sequence[Checkin]

ASKED_WITHIN = 14 * DAY
"""So long after the day for which it was booked a check-in is asked about, for who was away in between."""

KIND = "checkins"
"""The kind of all these parts."""

Told = tuple[str, messages.text.Payload, str]
"""A part's key, payload and reason."""


# -- drawn for an adviser


@dataclasses.dataclass(frozen=True)
class Known:
    """What lists say of the people in them, loaded once for as many as there are.

    `advisers` are by the freelancer's id, `topics` by that and the id of who was asked for time, `agreed` by the week
    before which it was said and the freelancer's id.
    """

    people: collections.abc.Mapping[int, Person]
    workdays: collections.abc.Mapping[int, rules.working_hours.Workdays]
    advisers: collections.abc.Mapping[int, int]
    covers: collections.abc.Sequence[data.models.CheckinCover]
    agreed: collections.abc.Mapping[tuple[datetime.date, int], data.models.CheckinLog]
    topics: collections.abc.Mapping[tuple[int, int | None], str]

    def line(self, row: Checkin, adviser: Person, at: datetime.datetime) -> messages.checkins.Line:
        """What the list of an adviser says of a row at that instant, in so far as they may read it."""
        mine, theirs = self.workdays[adviser.id or 0], self.workdays[row.freelancer_id]
        today = at.astimezone(mine.zone).date()
        agreed = self.agreed.get((row.week, row.freelancer_id))
        is_theirs = self.advisers.get(row.freelancer_id) == adviser.id
        covers = any(self._is_by(cover, row, adviser) for cover in self.covers)
        return messages.checkins.Line(
            row=row,
            freelancer=self.people[row.freelancer_id],
            zone=theirs.zone,
            shared=rules.shared_hours.shared(mine, theirs, today),
            away=theirs.is_away(today),
            follow_up=agreed.follow_up if agreed and (is_theirs or covers) else None,
            topic=self.topics.get((row.freelancer_id, adviser.id)),
            covers=covers,
        )

    @staticmethod
    def _is_by(cover: data.models.CheckinCover, row: Checkin, adviser: Person) -> bool:
        concerned = (cover.freelancer_id, cover.adviser_id) == (row.freelancer_id, adviser.id)
        return concerned and cover.starts <= row.week < cover.ends


def known(scene: jobs.scene.Scene, advisers: collections.abc.Iterable[Person], rows: Rows) -> Known:
    """All that these rows say in the lists of these advisers."""
    session = scene.session
    ids = {row.freelancer_id for row in rows}
    weeks = {row.week for row in rows}
    people = data.people.load_by_id(session, ids)
    everybody = people | {adviser.id or 0: adviser for adviser in advisers}
    running = data.people.list_running_assignments_of(session, ids)
    covers = data.checkins.list_covers(session, min(weeks, default=scene.now.date()))
    agreed = {week: data.checkins.load_newest_logs(session, ids, week) for week in weeks}
    requests = data.checkins.load_open_requests(session, ids)
    return Known(
        people=people,
        workdays=workdays_of(scene, everybody, scene.now.date() - WEEK),
        advisers={one.freelancer_id: one.adviser_id for one in running},
        covers=covers,
        agreed={(week, ident): log for week, logs in agreed.items() for ident, log in logs.items()},
        topics={(ident, request.adviser_id): request.topic or "" for ident, request in requests.items()},
    )


def lines(scene: jobs.scene.Scene, adviser: Person, rows: Rows, at: datetime.datetime) -> list[messages.checkins.Line]:
    """What a list says of these rows at that instant: with whom something was agreed first, else by name."""
    return _lines(known(scene, [adviser], rows), adviser, rows, at) if rows else []


def _lines(known: Known, adviser: Person, rows: Rows, at: datetime.datetime) -> list[messages.checkins.Line]:
    found = [known.line(row, adviser, at) for row in rows]
    found.sort(
        key=lambda line: (not line.follow_up, line.freelancer.name.lower(), line.row.freelancer_id, line.row.place)
    )
    seen: set[int] = set()
    return [_said_once(line, seen) for line in found]


def _said_once(line: messages.checkins.Line, seen: set[int]) -> messages.checkins.Line:
    """What is to be taken up stands with the first of somebody's rows."""
    if line.row.freelancer_id in seen:
        return dataclasses.replace(line, follow_up=None, topic=None)
    seen.add(line.row.freelancer_id)
    return line


def workdays_of(
    scene: jobs.scene.Scene, people: collections.abc.Mapping[int, Person], since: datetime.date
) -> dict[int, rules.working_hours.Workdays]:
    """When each of them works, with their days away that are not over by then."""
    absences = data.duty.list_absences(scene.session, since=since)
    return rules.working_hours.people_workdays(people.values(), absences, scene.programme)


# -- in morning messages


def key(week: datetime.date, adviser: Person) -> str:
    """The key of an adviser's list of a week, with which that of every part about it begins."""
    return f"checkins:{rules.morning.week(week)}:{adviser.slack_id}"


@dataclasses.dataclass(frozen=True)
class Lists:
    """The rows that wait for somebody, by adviser, and on which day each part about check-ins was told.

    What is drawn is loaded for `advisers` together.
    """

    scene: jobs.scene.Scene
    waiting: collections.abc.Mapping[int, list[data.checkins.Row]]
    told: collections.abc.Mapping[str, datetime.date]
    advisers: collections.abc.Sequence[Person] = ()

    @property
    def concerned(self) -> set[int]:
        """Whose mornings may have something of it."""
        return set(self.waiting)

    def of(self, adviser: Person, week: datetime.date) -> list[data.checkins.Row]:
        """What of a week waits for an adviser."""
        return [row for row in self.waiting.get(adviser.id or 0, ()) if row.week == week]

    @property
    def nothing(self) -> typing.Self:
        """Lists of which no morning tells."""
        return dataclasses.replace(self, waiting={})

    def near(self, people: collections.abc.Iterable[Person]) -> typing.Self:
        """The same, to be drawn for these people."""
        return dataclasses.replace(self, advisers=[person for person in people if person.id in self.waiting])

    def draw(
        self, adviser: Person, rows: collections.abc.Iterable[Checkin], at: datetime.datetime
    ) -> list[messages.checkins.Line]:
        """What these rows say in a list of an adviser."""
        return _lines(self._known, adviser, list(rows), at)

    @functools.cached_property
    def rows(self) -> dict[int, Checkin]:
        """All rows of the weeks in which any waits, and the booked ones of other weeks, by id."""
        ids = [adviser.id or 0 for adviser in self.advisers]
        waiting = [row for ident in ids for row in self.waiting[ident]]
        weeks, also = {row.week for row in waiting}, [row.id for row in waiting]
        found = data.checkins.list_of_advisers(self.scene.session, ids, weeks, also)
        return {row.id or 0: row for row in found}

    @functools.cached_property
    def _known(self) -> Known:
        return known(self.scene, self.advisers, list(self.rows.values()))

    @functools.cached_property
    def read(self) -> frozenset[tuple[int, int]]:
        """Of which rows who has read: a person's id and a row's."""
        ids = [adviser.id or 0 for adviser in self.advisers]
        since = rules.checkins.current_weeks(self.scene.now)[0]
        parts = data.morning.list_told_to(self.scene.session, ids, since, KIND)
        return frozenset((part.person_id, row) for part in parts for row in messages.checkins.rows_of(part.payload))


def load(scene: jobs.scene.Scene) -> Lists:
    """What may be told within a day: of advisers who wait for nothing, nothing."""
    weeks, since = rules.checkins.current_weeks(scene.now + DAY), scene.now.date() - ASKED_WITHIN
    of: collections.defaultdict[int, list[data.checkins.Row]] = collections.defaultdict(list)
    for row in data.checkins.list_waiting(scene.session, weeks, since):
        of[row.adviser_id].append(row)
    return Lists(scene, dict(of), data.morning.load_days(scene.session, KIND, since))


def first(lists: Lists, adviser: Person, morning: rules.morning.Morning, reader: messages.text.Reader) -> list[Told]:
    """The list of the week, on the first morning of theirs from its weekday on."""
    week = rules.checkins.week_of(morning.day)
    told = key(week, adviser)
    if morning.day.weekday() < lists.scene.programme.checkin_day or told in lists.told or not lists.of(adviser, week):
        return []
    rows = [row for row in lists.rows.values() if row.week == week and row.adviser_id == adviser.id]
    drawn = messages.checkins.week(lists.draw(adviser, rows, morning.at), week, morning.at, reader)
    return [(told, drawn, f"your check-ins of the week from {messages.text.day(week)}")]


def later(lists: Lists, adviser: Person, morning: rules.morning.Morning, reader: messages.text.Reader) -> list[Told]:
    """For who read the list on an earlier day: what is open on the reminder's weekday, or what has come since."""
    week = rules.checkins.week_of(morning.day)
    listed, reminder = lists.told.get(key(week, adviser)), f"{key(week, adviser)}:open"
    if listed is None or listed >= morning.day:
        return []
    waiting = [lists.rows[row.id] for row in lists.of(adviser, week)]
    rows = [row for row in waiting if row.state == State.OPEN]
    if rows and morning.day.weekday() >= lists.scene.programme.checkin_reminder_day and reminder not in lists.told:
        drawn = messages.checkins.still_open(lists.draw(adviser, rows, morning.at), morning.at, reader)
        return [(reminder, drawn, "some of your check-ins of this week are open")]
    new = [row for row in waiting if (adviser.id or 0, row.id or 0) not in lists.read]
    if not new:
        return []
    drawn = messages.checkins.added(lists.draw(adviser, new, morning.at), morning.at, reader)
    return [(f"{key(week, adviser)}:added:{morning.day}", drawn, "more check-ins of this week are yours")]


def booked(lists: Lists, adviser: Person, morning: rules.morning.Morning, reader: messages.text.Reader) -> list[Told]:
    """Each check-in that was booked for a day before this one: did they meet?"""
    return [
        (
            told,
            messages.checkins.asked_after(
                lists.draw(adviser, [lists.rows[ident]], morning.at), day, morning.at, reader
            ),
            f"a check-in was booked for {day}",
        )
        for told, ident, day in asked_after(lists, adviser)
        if day < morning.day and told not in lists.told
    ]


def asked_after(lists: Lists, adviser: Person) -> list[tuple[str, int, datetime.date]]:
    """Of what is booked, the key of the part that asks about it, its row's id, and the day."""
    return [
        (f"{key(row.week, adviser)}:booked:{row.id}:{row.booked_for}", row.id, row.booked_for)
        for row in lists.waiting.get(adviser.id or 0, ())
        if row.state == State.BOOKED and row.booked_for is not None
    ]


def redrawn(
    scene: jobs.scene.Scene, adviser: Person, week: datetime.date, part: data.models.MorningPart, at: datetime.datetime
) -> messages.text.Payload:
    """What a part that was told says by now of its rows, as of the instant at which it was told."""
    reader = messages.text.reader(adviser, scene.programme.time_zone)
    told = messages.checkins.rows_of(part.payload)
    rows = [row for row in data.checkins.list_by_id(scene.session, told) if row.adviser_id == adviser.id]
    shown = lines(scene, adviser, rows, at)
    match part.key.removeprefix(key(week, adviser)).split(":")[1:]:
        case ["booked", _, day]:
            drawn = messages.checkins.asked_after(shown, datetime.date.fromisoformat(day), at, reader)
        case ["open"]:
            drawn = messages.checkins.still_open(shown, at, reader)
        case ["added", _]:
            drawn = messages.checkins.added(shown, at, reader)
        case _:
            drawn = messages.checkins.week(shown, week, at, reader)
    return drawn | {"rows": told}
