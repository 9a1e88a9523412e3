"""Who has which adviser: a move closes one assignment and opens the next, and those whom it concerns hear of it."""

import collections
import collections.abc
import dataclasses
import datetime

import data.audit
import data.checkins
import data.models
import data.morning
import data.outbox
import data.people
import jobs.checkin_list
import jobs.morning
import jobs.scene
import messages.assignments
import messages.text
import rules.checkins
import rules.shared_hours
import rules.working_hours

Person = data.models.Person
Workdays = rules.working_hours.Workdays

DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(days=7)

UNDONE_WITHIN = datetime.timedelta(hours=1)
"""So long after a move it can be taken back by a press: people slip."""

REASON = "who advises whom has changed, and it concerns you"

KIND = "assignment"


@dataclasses.dataclass(frozen=True)
class Move:
    """A freelancer goes from one adviser to another; None stands for nobody.

    `reason` and `until`, the last day, are those of an exception for which the new adviser may have more freelancers
    than the cap. Where both advisers are the same person, the exception alone changes.
    """

    freelancer: Person
    old: Person | None
    new: Person | None
    reason: str | None = None
    until: datetime.date | None = None

    @property
    def concerned(self) -> list[Person]:
        """Those who hear of it."""
        return [person for person in (self.freelancer, self.new, self.old) if person is not None]

    @property
    def goes(self) -> bool:
        """Whether it is another adviser than until now."""
        return _ident(self.old) != _ident(self.new)


def _ident(person: Person | None) -> int:
    return (person.id or 0) if person else 0


Moves = collections.abc.Sequence[Move]


def assign(scene: jobs.scene.Scene, actor: Person, moves: Moves) -> None:
    """Let these moves, one or more, be so from now on, and tell everybody whom they concern, each in one message."""
    freelancers = [move.freelancer.id or 0 for move in moves]
    running = {one.freelancer_id: one for one in data.people.list_running_assignments_of(scene.session, freelancers)}
    for move in moves:
        _record(scene, actor, move, running.get(move.freelancer.id or 0))
    scene.session.flush()
    tell(scene, moves)


def _record(scene: jobs.scene.Scene, actor: Person, move: Move, running: data.models.Assignment | None) -> None:
    before = _values(move.old, running.exception_reason, running.exception_until) if running else None
    if running is not None and move.new is not None and running.adviser_id == move.new.id:
        running.exception_reason, running.exception_until = move.reason, move.until
    else:
        data.people.record_assignment(scene.session, scene.now, running, _following(scene, move))
    after = _values(move.new, move.reason, move.until)
    data.audit.record(
        scene.session, scene.now, actor.slack_id, "caseload.assign", move.freelancer.slack_id, before, after
    )


def _following(scene: jobs.scene.Scene, move: Move) -> data.models.Assignment | None:
    if move.new is None:
        return None
    return data.models.Assignment(
        freelancer_id=move.freelancer.id or 0,
        adviser_id=move.new.id or 0,
        starts=scene.now,
        exception_reason=move.reason,
        exception_until=move.until,
    )


def _values(adviser: Person | None, reason: str | None, until: datetime.date | None) -> dict[str, object]:
    exception = {"exception_reason": reason, "exception_until": until.isoformat()} if reason and until else {}
    return {"adviser": adviser.slack_id if adviser else None, **exception}


# -- a way back


def way_back(scene: jobs.scene.Scene, assignment_id: int) -> Move | None:
    """The move that takes a single move of the last hour back; None if something newer holds, or it was longer ago."""
    last = data.people.find_assignment(scene.session, assignment_id)
    if last is None or last.ends is not None or scene.now - last.starts > UNDONE_WITHIN:
        return None
    earlier = [
        one
        for one in data.people.list_assignments_of(scene.session, last.freelancer_id)
        if one.ends == last.starts and one.id != last.id
    ]
    ids = [last.freelancer_id, last.adviser_id, *(one.adviser_id for one in earlier)]
    people = data.people.load_by_id(scene.session, ids)
    freelancer, old = people[last.freelancer_id], people[last.adviser_id]
    if not earlier or not people[earlier[-1].adviser_id].active:
        return Move(freelancer, old, None)
    before = earlier[-1]
    return Move(freelancer, old, people[before.adviser_id], before.exception_reason, before.exception_until)


# -- telling


Unread = collections.abc.Mapping[tuple[int, int], int]
"""Of what somebody has not read about a freelancer, by their id and that one's: who the adviser was before it, or 0."""


def tell(scene: jobs.scene.Scene, moves: Moves) -> None:
    """Tell the freelancers, their new advisers and those they had, in each one's next morning message.

    Who has not read of a freelancer's move before this one reads what both come to, which may be nothing.
    """
    unread = _take_unread(scene, {move.freelancer.id or 0 for move in moves})
    ids = {_ident(person) for move in moves for person in move.concerned}
    people = data.people.load_by_id(scene.session, ids.union(*((reader, old) for (reader, _), old in unread.items())))
    of = _Meeting(scene, jobs.checkin_list.workdays_of(scene, people, scene.now.date() - WEEK))
    agreed = _follow_ups(scene, moves)
    said: collections.defaultdict[int, list[tuple[Move, list[str]]]] = collections.defaultdict(list)
    for move in moves:
        freelancer_id = _ident(move.freelancer)
        readers = [ident for ident, about in unread if about == freelancer_id]
        for ident in dict.fromkeys([*map(_ident, move.concerned), *readers]):
            seen = dataclasses.replace(move, old=people.get(_had(move, ident, unread)))
            if paragraphs := list(_said(of, seen, agreed.get(freelancer_id), people[ident])):
                said[ident].append((seen, paragraphs))
    mark = f"assignment:{scene.now.isoformat()}:{moves[0].freelancer.slack_id}:"
    for ident, theirs in said.items():
        key, payload = f"{mark}{people[ident].slack_id}", _payload(theirs)
        jobs.morning.tell(scene.session, people[ident], key, KIND, payload, REASON, scene.now, at_once=False)


def _payload(said: list[tuple[Move, list[str]]]) -> messages.text.Payload:
    """One message of all of it; that of a single move knows whose it is, so that it can be taken back unread."""
    payload = messages.assignments.told([paragraph for _, paragraphs in said for paragraph in paragraphs])
    about = [[_ident(move.freelancer), _ident(move.old)] for move, _ in said]
    return payload | {"move": about[0]} if len(about) == 1 else payload


def _take_unread(scene: jobs.scene.Scene, freelancer_ids: collections.abc.Container[int]) -> Unread:
    """Withdraw what waits for mornings about the last moves of these freelancers, where it is about no other one."""
    unread = {}
    for part in data.morning.list_waiting(scene.session):
        match part.payload.get("move"):
            case [int(freelancer_id), int(old_id)] if freelancer_id in freelancer_ids:
                unread[part.person_id, freelancer_id] = old_id
                data.morning.withdraw(scene.session, part.key)
    return unread


def _had(move: Move, reader_id: int, unread: Unread) -> int:
    """Who was the adviser until now as a reader knows it: one who never read that they are is none to the next."""
    freelancer_id, old_id = _ident(move.freelancer), _ident(move.old)
    before = unread.get((old_id, freelancer_id), old_id)
    comes = reader_id == _ident(move.new) and reader_id != before
    return unread.get((reader_id, freelancer_id), before if comes else old_id)


def take_words(scene: jobs.scene.Scene, quotes: collections.abc.Collection[str]) -> None:
    """Let what was told of moves quote these notes no more, for they were removed."""
    since = (scene.now - data.outbox.PAYLOADS_KEPT).date()
    parts = data.morning.list_of_kind(scene.session, KIND, since)
    quoting = [one for one in parts if any(quote in str(one.payload["text"]) for quote in quotes)]
    people = data.people.load_by_id(scene.session, {one.person_id for one in quoting})
    for part in quoting:
        said = [(part, messages.assignments.without(part.payload, quotes))]
        jobs.morning.rewrite(scene.session, people[part.person_id], said, scene.now)


@dataclasses.dataclass(frozen=True)
class _Meeting:
    """When people work, so that two of them know when they can meet."""

    scene: jobs.scene.Scene
    workdays: collections.abc.Mapping[int, Workdays]

    def reader(self, person: Person) -> messages.text.Reader:
        """For whom a paragraph is made."""
        return messages.text.Reader(self.workdays[person.id or 0].zone)

    def other(self, reader: Person, other: Person) -> messages.assignments.Other:
        """Somebody as the reader is to meet them, on their next working day and on the next day of both."""
        mine, theirs = self.workdays[reader.id or 0], self.workdays[other.id or 0]
        today = self.scene.now.astimezone(mine.zone).date()
        days = [today + datetime.timedelta(days=n) for n in range(1, 8)]
        works = next((theirs.hours(day) for day in days if theirs.holds(day)), None)
        shared = (rules.shared_hours.shared(mine, theirs, day) for day in days)
        return messages.assignments.Other(other, theirs.zone, works, next(filter(None, shared), ()))


def _follow_ups(scene: jobs.scene.Scene, moves: Moves) -> dict[int, messages.assignments.FollowUp]:
    """What was agreed last with each freelancer, this week's check-ins included."""
    soon = rules.checkins.week_of(scene.now.date()) + 2 * WEEK
    logs = data.checkins.load_newest_logs(scene.session, [move.freelancer.id or 0 for move in moves], soon)
    return {ident: messages.assignments.FollowUp(log.follow_up, log.held_on) for ident, log in logs.items()}


def _said(
    of: _Meeting, move: Move, agreed: messages.assignments.FollowUp | None, person: Person
) -> collections.abc.Iterator[str]:
    """What somebody reads of a move."""
    freelancer, old, new, now, reader = move.freelancer, move.old, move.new, of.scene.now, of.reader(person)
    if move.goes and person.id == freelancer.id and new is not None:
        yield messages.assignments.your_adviser(of.other(freelancer, new), old, freelancer, now, reader)
    if move.goes and person.id == freelancer.id and new is None:
        yield messages.assignments.no_adviser(old)
    if move.goes and new is not None and person.id == new.id:
        yield messages.assignments.comes(of.other(new, freelancer), old, new, agreed, now, reader)
    if move.goes and old is not None and person.id == old.id:
        yield messages.assignments.goes(freelancer, new, agreed, now, reader)
    if new is not None and person.id == new.id and move.reason and move.until:
        yield messages.assignments.excepted(freelancer, move.reason, move.until, of.scene.programme.caseload_cap)
