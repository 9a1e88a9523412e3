"""`/duty pool`: who takes turns on duty, who joins and who leaves."""

import datetime
import hashlib
import re

import sqlmodel

import commands.arguments
import commands.changes
import commands.replies
import commands.request
import commands.rows
import data.audit
import data.database
import data.duty
import data.models
import data.people
import jobs.changes
import jobs.rotation
import messages.pool
import messages.text
import rules.duty
import rules.errors
import rules.pool
import rules.sitting

PERSON = commands.arguments.Person("person")
FROM = commands.arguments.Date("from", optional=True)

Values = dict[str, str] | None


def shown(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Who is in the pool, and who of the advisers is not."""
    known = commands.changes.rotation(session, request)
    members = [_member(known, one) for one in known.members]
    inside = {one.person for one in known.members}
    others = [one for one in data.people.list_advisers(session) if one.id not in inside]
    by_name = sorted(members, key=lambda member: (member.person.name, member.person.slack_id))
    return commands.replies.Say(messages.pool.listed(by_name, others, request.now, request.reader))


def _member(known: jobs.rotation.Rotation, member: rules.duty.Member) -> messages.pool.Member:
    dealt = [turn for turn in known.turns if turn.starts <= known.now and member.person in rules.duty.seated([turn])]
    return messages.pool.Member(
        person=known.people[member.person],
        joined=member.joined,
        left=member.left,
        next_turn=next((span for span in known.dates.get(member.person, ()) if span[1] > known.now), None),
        turns=len(dealt),
    )


def add(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Let an adviser take turns; of somebody who is about to leave, take that back."""
    person = PERSON.of(request)
    if data.models.Role.ADVISER not in person.roles:
        raise rules.errors.ProgramError(messages.pool.no_adviser(person))
    starts = _handover(session, request, FROM.find(request))
    membership = data.duty.find_membership(session, person.id or 0, request.now)
    if membership is None:
        return _add(session, request, person, starts)
    if membership.ends is None:
        raise rules.errors.ProgramError(messages.pool.in_already(person, membership.starts, request.reader))
    if FROM.find(request) and starts > membership.ends:
        raise rules.errors.ProgramError(messages.pool.leaves_before(person, membership.ends, request.reader))
    return _keep(session, request, person, membership)


def _handover(
    session: sqlmodel.Session, request: commands.request.Request, day: datetime.date | None
) -> datetime.datetime:
    if day is not None and day < min(request.today, request.now.astimezone(request.programme.time_zone).date()):
        raise rules.errors.ProgramError(messages.pool.past(day))
    known = commands.changes.published(session, request)
    return rules.pool.handover(known.turns, request.programme.calendar, request.now, day)


def _add(
    session: sqlmodel.Session, request: commands.request.Request, person: data.models.Person, starts: datetime.datetime
) -> commands.replies.Reply:
    before = commands.changes.dates(session, request)
    data.duty.add_to_pool(session, person.id or 0, starts)
    session.flush()
    _record(session, request, "pool.add", person, after={"from": starts.isoformat()})
    if not jobs.rotation.is_live(session):
        jobs.rotation.deal_again(session, request.programme, request.now)
    moves = commands.changes.follow_up(session, request, before)
    known = commands.changes.rotation(session, request)
    dealt_from = (
        rules.pool.dealt_from(known.turns, request.programme.calendar, request.now, starts)
        if jobs.rotation.is_live(session)
        else starts
    )
    _tell(session, request, person, messages.pool.joins(starts, request.reader_for(person)), starts)
    named = jobs.changes.names(session, moves)
    return commands.replies.Say(messages.pool.added(person, starts, dealt_from, named, request.reader))


def _keep(
    session: sqlmodel.Session,
    request: commands.request.Request,
    person: data.models.Person,
    membership: data.models.PoolMembership,
) -> commands.replies.Reply:
    before, left = commands.changes.dates(session, request), membership.ends
    data.duty.end_membership(session, membership, None, request.now)
    _record(session, request, "pool.add", person, before={"until": left.isoformat()} if left else None)
    moves = commands.changes.follow_up(session, request, before)
    _tell(session, request, person, messages.pool.stay(request.reader_for(person)), left or request.now)
    return commands.replies.Say(messages.pool.stays(person, jobs.changes.names(session, moves), request.reader))


def remove(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Show whose dates would move if an adviser took no more turns."""
    person = PERSON.of(request)
    ends = _handover(session, request, FROM.find(request))
    _membership(session, request, person, ends)
    return _preview(session, request, person, ends, moved_on=False)


def _membership(
    session: sqlmodel.Session, request: commands.request.Request, person: data.models.Person, ends: datetime.datetime
) -> data.models.PoolMembership:
    """What is to end then; ProgramError if there is nothing to end."""
    membership = data.duty.find_membership(session, person.id or 0, request.now)
    if membership is None:
        raise rules.errors.ProgramError(messages.pool.not_in(person))
    if membership.ends == ends:
        raise rules.errors.ProgramError(messages.pool.leaves_already(person, ends, request.reader))
    return membership


def _preview(
    session: sqlmodel.Session,
    request: commands.request.Request,
    person: data.models.Person,
    ends: datetime.datetime,
    moved_on: bool,
) -> commands.replies.Reply:
    moves = _rehearsed(session, request, person, ends)
    day = ends.astimezone(request.programme.time_zone).date()
    subject = f"{person.slack_id}:{day}:{_version(ends, moves)}"
    named = jobs.changes.names(session, moves)
    return commands.replies.Say(messages.pool.removal(person, ends, named, request.reader, subject, moved_on))


def _rehearsed(
    session: sqlmodel.Session, request: commands.request.Request, person: data.models.Person, ends: datetime.datetime
) -> rules.sitting.Moves:
    with data.database.rehearsal(session):
        return _end(session, request, person, ends)


def _version(ends: datetime.datetime, moves: rules.sitting.Moves) -> str:
    """A name for what a preview showed, which is another one once anything of it has changed."""
    return hashlib.sha256(repr((ends, sorted(moves.items()))).encode()).hexdigest()[:16]


def confirmed(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Take somebody out of the pool as the preview said; if that is not so any more, show it again."""
    person, ends, version = _previewed(session, request)
    _membership(session, request, person, ends)
    if version != _version(ends, _rehearsed(session, request, person, ends)):
        return _preview(session, request, person, ends, moved_on=True)
    moves = _end(session, request, person, ends)
    _tell(session, request, person, messages.pool.leave(ends, request.reader_for(person)), ends)
    named = jobs.changes.names(session, moves)
    return commands.replies.Say(messages.pool.removed(person, ends, named, request.reader))


def _previewed(
    session: sqlmodel.Session, request: commands.request.Request
) -> tuple[data.models.Person, datetime.datetime, str]:
    shown = re.fullmatch(r"(\w+):(\d{4}-\d\d-\d\d):(\w+)", request.subject)
    person = data.people.find(session, shown[1]) if shown else None
    if shown is None or person is None:
        raise rules.errors.ProgramError("They are not on the roster any more. `/duty pool` shows who is in the pool.")
    return person, _handover(session, request, datetime.date.fromisoformat(shown[2])), shown[3]


def _end(
    session: sqlmodel.Session, request: commands.request.Request, person: data.models.Person, ends: datetime.datetime
) -> rules.sitting.Moves:
    before = commands.changes.dates(session, request)
    membership = _membership(session, request, person, ends)
    left: Values = {"until": membership.ends.isoformat()} if membership.ends else None
    data.duty.end_membership(session, membership, ends, request.now)
    _record(session, request, "pool.remove", person, before=left, after={"until": ends.isoformat()})
    return commands.changes.follow_up(session, request, before)


def _record(
    session: sqlmodel.Session,
    request: commands.request.Request,
    action: str,
    person: data.models.Person,
    before: Values = None,
    after: Values = None,
) -> None:
    data.audit.record(session, request.now, request.person.slack_id, action, person.slack_id, before, after)


def _tell(
    session: sqlmodel.Session,
    request: commands.request.Request,
    person: data.models.Person,
    payload: messages.text.Payload,
    at: datetime.datetime,
) -> None:
    commands.changes.tell(session, request, person, "pool", payload, "a manager changed the duty pool", at)


def _verb(verb: str, run: commands.rows.Run, does: str) -> commands.rows.Verb:
    return commands.rows.Verb(
        commands.rows.MANAGERS,
        run,
        root="duty",
        words=f"pool {verb}",
        does=does,
        arguments=(PERSON, FROM),
        example=f"/duty pool {verb} @adviser 2w",
        writes=True,
    )


VERBS = (
    commands.rows.Verb(
        commands.rows.ADVISERS,
        shown,
        root="duty",
        words="pool",
        does="Who takes turns on duty, since when, and when next.",
    ),
    _verb("add", add, "Let an adviser take turns, from the next handover or a later one."),
    _verb("remove", remove, "Whose dates move if an adviser takes no more turns; then *Confirm*."),
)

BUTTONS = (
    commands.rows.Button(
        commands.rows.MANAGERS,
        confirmed,
        action=messages.pool.REMOVE,
        does="Take an adviser out of the pool, as the preview said.",
        writes=True,
    ),
)
