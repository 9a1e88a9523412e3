"""A freelancer asks for time: whoever holds their check-ins reads it at once, and they read for when it is booked."""

import collections.abc
import dataclasses
import datetime

import sqlmodel

import data.checkin_logs
import data.checkins
import data.models
import data.outbox
import data.people
import data.rows
import jobs.checkin_list
import jobs.scene
import messages.checkin_requests
import messages.text

Person = data.models.Person
Request = data.models.CheckinRequest

REASON = "a freelancer asked for time"


def asked_of(scene: jobs.scene.Scene, freelancer: Person) -> Person | None:
    """Who covers in this week, or else their adviser; None where nobody is there to be asked."""
    return _asked_of(scene, [freelancer.id or 0])[freelancer.id or 0]


def _asked_of(scene: jobs.scene.Scene, freelancer_ids: collections.abc.Sequence[int]) -> dict[int, Person | None]:
    week = scene.week
    covers = [one for one in data.checkins.list_covers(scene.session, since=week) if one.starts <= week]
    running = data.people.list_running_assignments_of(scene.session, freelancer_ids)
    both: list[data.models.CheckinCover | data.models.Assignment] = [*reversed(covers), *running]
    order = [(one.freelancer_id, one.adviser_id) for one in both if one.adviser_id is not None]
    people = data.people.load_by_id(scene.session, {adviser_id for _, adviser_id in order})
    there = [(ident, people[adviser_id]) for ident, adviser_id in order if people[adviser_id].active]
    found: dict[int, Person | None] = dict.fromkeys(freelancer_ids)
    return found | {ident: person for ident, person in reversed(there) if ident in found}


def pass_on(scene: jobs.scene.Scene) -> None:
    """What is not answered is asked of who holds their check-ins by now: people move, and advisers go away."""
    open_ones = data.checkin_logs.list_open_requests(scene.session)
    holders = _asked_of(scene, [asked.freelancer_id for asked in open_ones]) if open_ones else {}
    for asked in open_ones:
        holder = holders[asked.freelancer_id]
        if asked.adviser_id != (holder.id if holder else None):
            asked.adviser_id = holder.id if holder else None
            data.rows.save(scene.session, asked)
            show(scene, asked)


def find_open(session: sqlmodel.Session, freelancer_id: int) -> Request | None:
    """What somebody asked that is not answered yet."""
    return data.checkins.load_open_requests(session, [freelancer_id]).get(freelancer_id)


def ask(scene: jobs.scene.Scene, freelancer: Person, topic: str | None) -> Person | None:
    """Ask for time, or change the topic of what was asked; who reads it, None for the managers."""
    adviser = asked_of(scene, freelancer)
    asked = find_open(scene.session, freelancer.id or 0) or Request(freelancer_id=freelancer.id or 0, at=scene.now)
    asked.topic, asked.adviser_id = topic, adviser.id if adviser else None
    data.rows.save(scene.session, asked)
    show(scene, asked)
    return adviser


def held(scene: jobs.scene.Scene, freelancer_id: int, day: datetime.date) -> None:
    """A check-in was held on that day: who asked for time by then has had it."""
    asked = find_open(scene.session, freelancer_id)
    if asked is not None and day >= asked.at.astimezone(scene.programme.time_zone).date():
        _answer(scene, asked, None)


def not_held(scene: jobs.scene.Scene, freelancer_id: int, at: datetime.datetime) -> None:
    """What was logged at that instant is taken back: who had had time with it waits for it again."""
    newest = data.checkin_logs.find_newest_request(scene.session, freelancer_id)
    if newest is not None and newest.answered_at == at and newest.booked_for is None:
        newest.answered_at = None
        data.rows.save(scene.session, newest)
        show(scene, newest)


def booked(scene: jobs.scene.Scene, freelancer_id: int, by: Person, day: datetime.date) -> None:
    """Time is booked: who asked for it reads when, and again if the day changes."""
    asked = find_open(scene.session, freelancer_id) or _told_of_day(scene, freelancer_id)
    if asked is None or asked.booked_for == day:
        return
    _answer(scene, asked, day, by)
    freelancer = data.people.load_by_id(scene.session, [freelancer_id])[freelancer_id]
    if not freelancer.active:
        return
    told = data.outbox.Draft(
        key=f"time:{asked.id}:booked:{day}:{scene.now.isoformat()}",
        lane=f"@{freelancer.slack_id}",
        payload=messages.checkin_requests.booked(by, day),
        reason="you asked for time",
        due_at=scene.now,
        unasked=False,
    )
    data.outbox.enqueue(scene.session, [told])


def answer(scene: jobs.scene.Scene, asked: Request) -> None:
    """They have had time."""
    _answer(scene, asked, asked.booked_for)


def _told_of_day(scene: jobs.scene.Scene, freelancer_id: int) -> Request | None:
    """Their last request, if they were told a day that is not over."""
    newest = data.checkin_logs.find_newest_request(scene.session, freelancer_id)
    today = scene.day
    return newest if newest is not None and newest.booked_for and newest.booked_for >= today else None


def _answer(scene: jobs.scene.Scene, asked: Request, day: datetime.date | None, by: Person | None = None) -> None:
    asked.answered_at, asked.booked_for = scene.now, day
    data.rows.save(scene.session, asked)
    show(scene, asked, by)


# -- its card


def show(scene: jobs.scene.Scene, asked: Request, by: Person | None = None) -> None:
    """Let the card of everybody who was asked say how it stands; who no longer holds their check-ins reads no topic.

    `by` is who has just booked a day.
    """
    freelancer = data.people.load_by_id(scene.session, [asked.freelancer_id])[asked.freelancer_id]
    readers = _readers(scene, asked)
    start = _start(asked)
    for card, _ in data.outbox.list_cards(scene.session, start):
        slack_id = card.removeprefix(start)
        if slack_id not in readers:
            _draw(scene, card, slack_id, messages.checkin_requests.passed_on(freelancer))
    for slack_id, reader in readers.items():
        _draw(scene, f"{start}{slack_id}", slack_id, _card(scene, asked, freelancer, reader, by))


def _start(asked: Request) -> str:
    """How the keys of its cards begin."""
    return f"time:{asked.id}:@"


def _readers(scene: jobs.scene.Scene, asked: Request) -> dict[str, Person]:
    """Whom it was asked of, by their Slack id."""
    if asked.adviser_id is None:
        people = [one for one in data.people.list_managers(scene.session) if one.id != asked.freelancer_id]
    else:
        people = list(data.people.load_by_id(scene.session, [asked.adviser_id]).values())
    return {one.slack_id: one for one in people if one.active}


def _card(
    scene: jobs.scene.Scene, asked: Request, freelancer: Person, reader: Person, by: Person | None
) -> messages.text.Payload:
    week = scene.week
    row = data.models.Checkin(
        freelancer_id=freelancer.id or 0, adviser_id=reader.id or 0, week=week, planned=0
    )  # of no list: it only says whom it is about
    (line,) = jobs.checkin_list.lines(scene, reader, [row], scene.now)
    line = dataclasses.replace(line, topic=asked.topic or "", covers=line.covers and asked.adviser_id is not None)
    zone = messages.text.reader(reader, scene.programme.time_zone)
    other = by if by and by.id != reader.id else None
    return messages.checkin_requests.card(asked, line, scene.now, zone, asked.adviser_id is not None, other)


def _draw(scene: jobs.scene.Scene, card: str, slack_id: str, payload: messages.text.Payload) -> None:
    draft = data.outbox.Draft(
        key=f"{card}:{scene.now.isoformat()}",
        lane=f"@{slack_id}",
        payload=payload,
        reason=REASON,
        due_at=scene.now,
        card=card,
        unasked=False,  # a person asks or answers
    )
    data.outbox.show(scene.session, draft)
