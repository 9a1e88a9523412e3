"""Who has room for whom, who has no adviser, and which exceptions of the cap end: for commands and mornings."""

import collections
import collections.abc
import dataclasses
import datetime

import sqlmodel

import data.awaited
import data.caseload
import data.models
import data.people
import jobs.checkin_list
import jobs.scene
import jobs.status
import messages.caseload
import messages.text
import rules.assignments
import rules.caseload
import rules.checkins
import rules.morning
import rules.roster_member
import rules.roster_rows
import rules.shared_hours

COMPARED = 30
"""Of so many advisers the hours in common are looked at: of a thousand that would take too long."""

Person = data.models.Person
Freelancer = rules.caseload.Freelancer

DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(days=7)

TOLD_WITHIN = datetime.timedelta(days=14)
"""So long after its end an exception is spoken of; later, `/program status` still shows who is over the cap."""


# -- for commands


@dataclasses.dataclass(frozen=True)
class Seats:
    """How an adviser's places are taken by others than somebody, and what that one would take.

    `used` is how many others count, with those who are awaited, `held` how many of them need a place within the cap;
    `counts` whether that one has a contract that runs or comes, `is_theirs` whether they are with that adviser already.
    """

    used: int
    held: int
    counts: bool
    is_theirs: bool


def seats(scene: jobs.scene.Scene, freelancer: Person, adviser: Person, today: datetime.date) -> Seats:
    """The adviser's places as somebody would find them."""
    contracted = _contracted(scene)
    others = [one for one in contracted if one.adviser_id == adviser.id and one.id != freelancer.id]
    awaited = _awaited(scene, adviser, today)
    running = data.people.find_running_assignment(scene.session, freelancer.id or 0)
    return Seats(
        used=len(others) + len(awaited),
        held=rules.caseload.needing_room(others, today) + awaited.count(False),
        counts=any(one.id == freelancer.id for one in contracted),
        is_theirs=running is not None and running.adviser_id == adviser.id,
    )


def adviser_of(session: sqlmodel.Session, freelancer: Person) -> Person | None:
    """Whom they are assigned to, also if that one has left; None if to nobody."""
    running = data.people.find_running_assignment(session, freelancer.id or 0)
    return data.people.load_by_id(session, [running.adviser_id])[running.adviser_id] if running else None


def _awaited(scene: jobs.scene.Scene, adviser: Person, today: datetime.date) -> list[bool]:
    """Of each who is awaited and for whom a place is kept, whether an exception holds."""
    rows = [data.awaited.rows_of(one) for one in data.awaited.list_all(scene.session)]
    members = [member for member in map(rules.roster_rows.waiting_member, rows) if member is not None]
    return [
        rules.caseload.excepted(member.exception_reason, member.exception_until, today)
        for member in members
        if member.adviser == adviser.slack_id and rules.roster_member.counts(member, today)
    ]


def _contracted(scene: jobs.scene.Scene) -> list[Freelancer]:
    everyone = jobs.status.freelancers(scene.session)
    return jobs.status.contracts(scene.session, scene.programme, scene.now, everyone).contracted


def candidates(scene: jobs.scene.Scene, freelancer: Person) -> list[rules.assignments.Candidate]:
    """Who could look after somebody, the best first."""
    today = scene.now.date()
    running = data.people.find_running_assignment(scene.session, freelancer.id or 0)
    besides = {freelancer.id, running.adviser_id if running else None}
    advisers = [one for one in data.people.list_advisers(scene.session) if one.id not in besides]
    loads = rules.caseload.caseloads(advisers, _contracted(scene), today, scene.programme.caseload_cap)
    near = rules.assignments.nearest(
        freelancer, [rules.assignments.Candidate(load.adviser, load.free) for load in loads], COMPARED
    )
    week = rules.checkins.week_of(today) + WEEK
    people = {person.id or 0: person for person in (freelancer, *(one.adviser for one in near))}
    of = jobs.checkin_list.workdays_of(scene, people, week - DAY)
    theirs = of[freelancer.id or 0]
    return rules.assignments.best_first(
        dataclasses.replace(one, hours=rules.shared_hours.hours_a_week(of[one.adviser.id or 0], theirs, week))
        for one in near
    )


def unadvised(scene: jobs.scene.Scene) -> list[str]:
    """The names of those who need an adviser and have none."""
    return [one.name for one in _contracted(scene) if one.adviser_id is None]


# -- in morning messages


@dataclasses.dataclass(frozen=True)
class Ending:
    """An exception that ends soon or is over, for who would be or is over the cap by it."""

    assignment: data.models.Assignment
    until: datetime.date
    freelancer: Person
    adviser: Person
    used: int
    needing_room: int


@dataclasses.dataclass(frozen=True)
class Watched:
    """Who has no adviser, and which exceptions end."""

    unadvised: collections.abc.Sequence[data.caseload.Unadvised]
    endings: collections.abc.Sequence[Ending]
    cap: int

    @property
    def concerned(self) -> set[int]:
        """The advisers whose mornings may have something of it."""
        return {one.adviser.id or 0 for one in self.endings}


def load(scene: jobs.scene.Scene) -> Watched:
    """What the mornings of these days may tell."""
    today = scene.now.date()
    found = data.caseload.list_unadvised(scene.session, today)
    return Watched(found, _endings(scene, today), scene.programme.caseload_cap)


def _endings(scene: jobs.scene.Scene, today: datetime.date) -> list[Ending]:
    since, before = today - TOLD_WITHIN, today + rules.caseload.REMINDED + 2 * DAY
    rows = data.caseload.list_exceptions(scene.session, since, before)
    if not rows:
        return []
    by_adviser = collections.defaultdict(list)
    for found in data.caseload.list_contracted_of(scene.session, {row.adviser_id for row in rows}, today):
        by_adviser[found[4]].append(Freelancer(*found))
    people = data.people.load_by_id(scene.session, {one for row in rows for one in (row.freelancer_id, row.adviser_id)})
    return [
        Ending(
            assignment=row,
            until=row.exception_until,
            freelancer=people[row.freelancer_id],
            adviser=people[row.adviser_id],
            used=len(by_adviser[row.adviser_id]),
            needing_room=rules.caseload.needing_room(by_adviser[row.adviser_id], row.exception_until + DAY),
        )
        for row in rows
        if row.exception_until is not None and any(one.id == row.freelancer_id for one in by_adviser[row.adviser_id])
    ]


Told = tuple[str, messages.text.Payload, str]
"""A part's key, payload and reason."""


def endings(watched: Watched, person: Person, is_manager: bool, morning: rules.morning.Morning) -> list[Told]:
    """Each exception that ends within a week, and each that is over, while the caseload is above the cap without it."""
    return [
        (
            f"exception:{one.assignment.id}:{one.until}:{which}:{person.slack_id}",
            messages.caseload.ending(_said(one, watched.cap), is_manager, over=which == "over"),
            f"an exception of the cap ends on {messages.text.day(one.until)}",
        )
        for one in watched.endings
        if (is_manager or one.adviser.id == person.id) and one.needing_room > watched.cap
        for which in ("over" if morning.day > one.until else "week",)
        if morning.day >= one.until - rules.caseload.REMINDED
    ]


def _said(one: Ending, cap: int) -> messages.caseload.Ending:
    return messages.caseload.Ending(
        one.freelancer, one.adviser, one.assignment.exception_reason or "", one.until, one.used, cap
    )


def unadvised_lines(
    rows: collections.abc.Iterable[data.caseload.Unadvised], reader: messages.text.Reader
) -> dict[str, str]:
    """One line for each, by Slack id."""
    return {row.slack_id: messages.caseload.unadvised(row.name, row.since, reader) for row in rows}
