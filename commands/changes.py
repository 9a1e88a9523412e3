"""What a request changes of the rotation: what follows from it, and who besides those whose dates move reads it."""

import collections.abc
import datetime
import types

import sqlmodel

import commands.request
import data.audit
import data.duty
import data.models
import jobs.changes
import jobs.morning
import jobs.rotation
import messages.changes
import messages.text
import rules.morning
import rules.sitting


def rotation(session: sqlmodel.Session, request: commands.request.Request) -> jobs.rotation.Rotation:
    """All of the rotation, as it is now."""
    return jobs.rotation.load(session, request.programme, request.now)


def published(session: sqlmodel.Session, request: commands.request.Request) -> jobs.rotation.Rotation:
    """The shifts that run or come, and who sits in them."""
    return jobs.rotation.load_published(session, request.programme, request.now)


def dates(session: sqlmodel.Session, request: commands.request.Request) -> jobs.changes.Dates:
    """When each person sits: to be asked before a change, and given to `follow_up`."""
    return jobs.changes.dates(session, request.programme, request.now)


def follow_up(
    session: sqlmodel.Session,
    request: commands.request.Request,
    before: jobs.changes.Dates,
    why: collections.abc.Mapping[int, str] = types.MappingProxyType({}),
) -> rules.sitting.Moves:
    """Do what follows, and tell whose dates moved; who asked for it reads it in the answer."""
    return jobs.changes.follow_up(
        session, request.programme, before, request.now, request.key, actor_id=request.person.id, why=why
    )


def tell(
    session: sqlmodel.Session,
    request: commands.request.Request,
    person: data.models.Person,
    kind: str,
    payload: messages.text.Payload,
    reason: str,
    begins: datetime.datetime,
) -> None:
    """Tell who is concerned, unless they did it themselves; what is planned in the quiet is nobody's news."""
    if person.id == request.person.id or not jobs.rotation.is_live(session):
        return
    jobs.morning.tell(
        session,
        person,
        key=f"{kind}:{request.key}:{person.slack_id}",
        kind=kind,
        payload=payload,
        reason=reason,
        now=request.now,
        at_once=begins <= request.now + rules.morning.URGENT,
    )


def relieve(
    session: sqlmodel.Session,
    request: commands.request.Request,
    sitter: data.models.Person,
    out: data.models.Person,
    span: rules.sitting.Span,
    absence_id: int | None = None,
) -> data.models.Override:
    """Record that somebody sits for another over a span, and who said so."""
    starts, ends = span
    override = data.models.Override(
        in_id=sitter.id or 0,
        out_id=out.id or 0,
        starts=starts,
        ends=ends,
        absence_id=absence_id,
        recorded_at=request.now,
    )
    after = {"in": sitter.slack_id, "starts": starts.isoformat(), "ends": ends.isoformat()}
    data.audit.record(session, request.now, request.person.slack_id, "override.add", out.slack_id, after=after)
    return data.duty.add_override(session, override)


def reasons(sitter: data.models.Person, out: data.models.Person) -> dict[int, str]:
    """Why the dates of both change, each for its reader."""
    return {sitter.id or 0: messages.changes.sits_for(out), out.id or 0: messages.changes.relieved_by(sitter)}
