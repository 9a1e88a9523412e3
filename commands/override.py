"""`/duty override`: somebody sits for another over a span that the managers choose."""

import collections.abc
import dataclasses
import types

import sqlmodel

import commands.arguments
import commands.changes
import commands.replies
import commands.request
import commands.rows
import data.audit
import data.duty
import data.models
import data.people
import jobs.absences
import jobs.changes
import jobs.rotation
import messages.override
import rules.errors
import rules.override
import rules.sitting

IN = commands.arguments.Person("in")
FOR = commands.arguments.Word("for")
OUT = commands.arguments.Person("out", gone=True)  # whoever left while on duty is to be relieved most of all
DAYS = commands.arguments.Span("days")

UNDONE_AT_ONCE = 60
"""Ids that one button names at most: the spells of the longest span that can be published."""


def add(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Let one sit for the other wherever that one sits on these days."""
    sitter, out = IN.of(request), OUT.of(request)
    if FOR.find(request) is None:
        raise rules.errors.ProgramError(messages.override.who_for_whom(sitter, out))
    known = commands.changes.rotation(session, request)
    before = _before(known, {out.id})
    found = _recorded(session, request, sitter, out, _planned(request, known, sitter, out))
    why = commands.changes.reasons(sitter, out)
    moves = _follow_up(session, request, before, covered_by=sitter, why=why)
    named = jobs.changes.names(session, moves)
    return commands.replies.Say(messages.override.recorded(_covers(session, found), named, request.reader))


@dataclasses.dataclass(frozen=True)
class _Before:
    """What was so before a change: everybody's dates, and who of those concerned is missed on duty, by absence."""

    dates: jobs.changes.Dates
    missed: dict[int, bool]


def _before(known: jobs.rotation.Rotation, concerned: collections.abc.Collection[int | None]) -> _Before:
    theirs = [one for one in known.absences if one.person_id in concerned]
    return _Before(known.dates, {one.id or 0: jobs.absences.sits_in(known, one) is not None for one in theirs})


def _planned(
    request: commands.request.Request,
    known: jobs.rotation.Rotation,
    sitter: data.models.Person,
    out: data.models.Person,
) -> list[rules.sitting.Spell]:
    wish = rules.override.Wish(sitter.id or 0, out.id or 0, *DAYS.of(request))
    zone = request.programme.time_zone
    planned = rules.override.plan(wish, known.turns, known.overrides, known.members, zone, request.now)
    if isinstance(planned, rules.override.Obstacle):
        instead = [known.people[person] for person in planned.instead]
        raise rules.errors.ProgramError(messages.override.refused(planned, sitter, out, instead, request.reader))
    return planned


def _recorded(
    session: sqlmodel.Session,
    request: commands.request.Request,
    sitter: data.models.Person,
    out: data.models.Person,
    spells: collections.abc.Sequence[rules.sitting.Spell],
) -> list[data.models.Override]:
    found = []
    for spell in spells:
        row = data.models.Override(
            in_id=sitter.id or 0, out_id=out.id or 0, starts=spell.starts, ends=spell.ends, recorded_at=request.now
        )
        found.append(data.duty.add_override(session, row))
        after = {"in": sitter.slack_id, "starts": spell.starts.isoformat(), "ends": spell.ends.isoformat()}
        data.audit.record(session, request.now, request.person.slack_id, "override.add", out.slack_id, after=after)
    return found


def _follow_up(
    session: sqlmodel.Session,
    request: commands.request.Request,
    before: _Before,
    covered_by: data.models.Person | None = None,
    why: collections.abc.Mapping[int, str] = types.MappingProxyType({}),
) -> rules.sitting.Moves:
    moves = commands.changes.follow_up(session, request, before.dates, why)
    if jobs.rotation.is_live(session):
        _see_to_absences(session, request, before, covered_by)
    return moves


def _see_to_absences(
    session: sqlmodel.Session,
    request: commands.request.Request,
    before: _Before,
    covered_by: data.models.Person | None,
) -> None:
    """Who is away while on duty and is relieved is covered for; who would sit again and is away is told of anew."""
    known = commands.changes.rotation(session, request)
    for absence in [one for one in known.absences if one.id in before.missed]:
        was, is_ = before.missed[absence.id or 0], jobs.absences.sits_in(known, absence) is not None
        if was and not is_ and covered_by is not None:
            jobs.absences.covered(session, known, absence, covered_by, request.person.id)
        elif is_ and not was:
            jobs.absences.tell(session, known, absence)


def undo(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Take overrides back: wholly what has not begun, and what runs from now on."""
    shown = map(commands.request.ident, request.subject.split(",")[:UNDONE_AT_ONCE])
    found = data.duty.find_overrides(session, {one for one in shown if one is not None})
    standing = [one for one in found if one.cancelled_at is None and one.ends > request.now]
    if not standing:
        return commands.replies.Say(messages.override.over_already())
    covers = _covers(session, standing)
    before = _before(commands.changes.rotation(session, request), {one.out_id for one in standing})
    for cover in covers:
        _take_back(session, request, cover)
    moves = _follow_up(session, request, before)
    named = jobs.changes.names(session, moves)
    return commands.replies.Say(messages.override.undone(covers, named, request.reader))


def _take_back(session: sqlmodel.Session, request: commands.request.Request, cover: messages.override.Cover) -> None:
    one = cover.override
    before = {"in": cover.sitter.slack_id, "starts": one.starts.isoformat(), "ends": one.ends.isoformat()}
    me, out = request.person.slack_id, cover.out.slack_id
    data.audit.record(session, request.now, me, "override.cancel", out, before=before)
    data.duty.cancel_override(session, one, request.now)


def listed(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """What runs and what comes, the next first."""
    known = commands.changes.published(session, request)
    standing = sorted((one for one in known.overrides if one.ends > request.now), key=lambda one: one.starts)
    covers = _covers(session, standing, known)
    return commands.replies.Say(messages.override.listed(covers, request.reader))


def _covers(
    session: sqlmodel.Session,
    overrides: collections.abc.Sequence[data.models.Override],
    known: jobs.rotation.Rotation | None = None,
) -> list[messages.override.Cover]:
    people = data.people.load_by_id(session, {person for one in overrides for person in (one.in_id, one.out_id)})
    return [
        messages.override.Cover(one, people[one.in_id], people[one.out_id], known is None or _counts(known, one))
        for one in overrides
    ]


def _counts(known: jobs.rotation.Rotation, override: data.models.Override) -> bool:
    """Whether it changes who sits: not if the seat was given up by who is out in the meantime."""
    others = [one for one in known.overrides if one.id != override.id]
    return known.dates != rules.sitting.dates(known.turns, others)


VERBS = (
    commands.rows.Verb(
        commands.rows.MANAGERS,
        add,
        root="duty",
        words="override",
        does="Let one sit for another, for a part of a shift too. Bare: who sits for whom.",
        arguments=(IN, FOR, OUT, DAYS),
        example="/duty override @in for @out mon to fri",
        bare=listed,
        writes=True,
    ),
)

BUTTONS = (
    commands.rows.Button(
        commands.rows.MANAGERS,
        undo,
        action=messages.override.UNDO,
        does="Take an override back, or end it now.",
        writes=True,
    ),
)
