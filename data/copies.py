"""An update's copies in the outbox: what became of them, and what is done to all of them at once.

However many there are, each act is a statement or two, so that 10,000 copies are corrected in one short transaction.
"""

import collections.abc
import dataclasses
import datetime
import typing

import sqlalchemy
import sqlmodel

import data.models
import data.outbox

Copy = data.models.Copy
State = data.models.NoticeState
Kind = data.models.NoticeKind

_TABLES = sqlmodel.SQLModel.metadata.tables
_OUTBOX, _COPIES, _PEOPLE = _TABLES["outbox"], _TABLES["update_copy"], _TABLES["person"]
_UPDATES = _TABLES["product_update"]

_MAY_BE_THERE = (State.SENT, State.SENDING, State.UNCERTAIN)
_ON_THE_WAY = (State.PENDING, State.SENDING)


@dataclasses.dataclass(frozen=True)
class Number:
    """How many stand so: `state` and `error` are the notice's; `left`: their Slack accounts are deactivated."""

    state: State
    error: str | None
    left: bool
    people: int


@dataclasses.dataclass(frozen=True)
class Text:
    """What copies are to show: to who has said *Got it*, and to all others."""

    acknowledged: collections.abc.Mapping[str, object]
    others: collections.abc.Mapping[str, object]


def channel(update_id: int) -> str:
    """The card of an update's post in the updates channel."""
    return f"update:{update_id}:channel"


def _own(update_id: int) -> sqlalchemy.ColumnElement[str]:
    """The card of somebody's own copy; equal to the cards of the outbox, whose index finds it."""
    return sqlalchemy.literal(f"update:{update_id}:") + _PEOPLE.c.slack_id


def _shown_on(update_id: int) -> sqlalchemy.ColumnElement[str]:
    """The card on which somebody reads it: the post in the channel, what told it to who came late, or their own."""
    in_channel = (_COPIES.c.in_channel, channel(update_id))
    return sqlalchemy.case(in_channel, (_COPIES.c.card.is_not(None), _COPIES.c.card), else_=_own(update_id))


def _cards(update_id: int, *where: sqlalchemy.ColumnElement[bool]) -> typing.Any:
    """The cards of those own copies for which this holds."""
    theirs = _COPIES.join(_PEOPLE, _PEOPLE.c.id == _COPIES.c.person_id)
    return sqlalchemy.select(_own(update_id)).select_from(theirs).where(_COPIES.c.update_id == update_id, *where)


def _of_update(update_id: int, *kinds: Kind) -> sqlalchemy.ColumnElement[bool]:
    """Notices of its copies and of its post in the channel, of these kinds."""
    cards = _cards(update_id).union_all(sqlalchemy.select(sqlalchemy.literal(channel(update_id))))
    return sqlalchemy.and_(_OUTBOX.c.card.in_(cards), _OUTBOX.c.kind.in_(kinds))


def _newest(update_id: int, *kinds: Kind) -> typing.Any:
    """The id of each card's newest notice of these kinds."""
    newest = sqlalchemy.select(sqlalchemy.func.max(_OUTBOX.c.id)).where(_of_update(update_id, *kinds))
    return newest.group_by(_OUTBOX.c.card)


# -- what became of them


def count(session: sqlmodel.Session, update_id: int) -> list[Number]:
    """How many people's copies stand in each state; who is in the channel has it when the post is there."""
    post = _OUTBOX.alias()
    card = _shown_on(update_id)
    last = sqlalchemy.select(sqlalchemy.func.max(post.c.id)).where(post.c.card == card, post.c.kind == Kind.POST)
    columns = (_OUTBOX.c.state, _OUTBOX.c.error, _PEOPLE.c.active)
    counts = (
        sqlalchemy.select(*columns, sqlalchemy.func.count())
        .select_from(_COPIES.join(_PEOPLE, _PEOPLE.c.id == _COPIES.c.person_id))
        .join(_OUTBOX, _OUTBOX.c.id == last.correlate(_COPIES, _PEOPLE).scalar_subquery())
        .where(_COPIES.c.update_id == update_id)
        .group_by(*columns)
    )
    return [Number(State(state), error, not active, number) for state, error, active, number in session.execute(counts)]


def count_edits(session: sqlmodel.Session, update_id: int) -> tuple[int, int]:
    """How many messages in Slack wait to show how the update reads now, and how many can't be made to."""
    stands = sqlalchemy.exists().where(_TABLES["card"].c.key == _OUTBOX.c.card)
    last = sqlalchemy.select(_OUTBOX.c.kind, _OUTBOX.c.state, sqlalchemy.func.count())
    last = last.where(_OUTBOX.c.id.in_(_newest(update_id, Kind.POST, Kind.EDIT)), stands)
    counts = {(kind, state): int(number) for kind, state, number in session.execute(last.group_by("kind", "state"))}
    return sum(counts.get((Kind.EDIT, state), 0) for state in _ON_THE_WAY), counts.get((Kind.EDIT, State.DEAD), 0)


def find_arrived(session: sqlmodel.Session, update_id: int, person_id: int) -> Copy | None:
    """Somebody's copy, if what brought it is in Slack."""
    here = sqlmodel.select(Copy).where(Copy.update_id == update_id, Copy.person_id == person_id)
    arrived = sqlalchemy.exists().where(_TABLES["card"].c.key == _shown_on(update_id))
    return session.exec(here.where(Copy.person_id == _PEOPLE.c.id, arrived)).first()


def count_acknowledged(session: sqlmodel.Session, update_id: int) -> int:
    """How many said *Got it*."""
    theirs = sqlalchemy.select(sqlalchemy.func.count(_COPIES.c.acknowledged_at))
    return int(session.execute(theirs.where(_COPIES.c.update_id == update_id)).scalar_one())


def list_failed(session: sqlmodel.Session, update_id: int) -> list[tuple[Copy, data.models.Person]]:
    """The copies that Slack would not have, of people who are still there, with who gets them."""
    dead = sqlalchemy.select(_OUTBOX.c.card).where(
        _OUTBOX.c.id.in_(_newest(update_id, Kind.POST)), _OUTBOX.c.state == State.DEAD
    )
    person = data.models.Person
    theirs = sqlmodel.select(Copy, person).where(Copy.update_id == update_id, Copy.person_id == person.id)
    failed = theirs.where(sqlmodel.col(person.active), _shown_on(update_id).in_(dead))
    return list(session.exec(failed.order_by(person.slack_id)))


# -- what is done to them


def show(session: sqlmodel.Session, update_id: int, text: Text, reason: str, now: datetime.datetime) -> None:
    """Let every copy say this: what waits says it when it goes, what is or may be in Slack is edited.

    Of edits the newest alone waits. A post that is on its way is edited when it has arrived, and says it at once should
    Slack ask to come again.
    """
    payload = _payload(update_id, text)
    everything = _of_update(update_id, Kind.POST, Kind.EDIT)
    waiting = sqlalchemy.update(_OUTBOX).where(everything, _OUTBOX.c.state.in_(_ON_THE_WAY))
    session.execute(waiting.values(payload=payload))
    pending = _OUTBOX.alias()
    waits = sqlalchemy.exists().where(pending.c.card == _OUTBOX.c.card, pending.c.state == State.PENDING)
    _edit(session, update_id, payload, reason, now, _OUTBOX.c.state.in_(_MAY_BE_THERE), ~waits)


def show_again(session: sqlmodel.Session, update_id: int, text: Text, reason: str, now: datetime.datetime) -> int:
    """Try once more to edit those that Slack would not change; how many there were."""
    last = _newest(update_id, Kind.POST, Kind.EDIT)
    failed = sqlalchemy.select(_OUTBOX.c.card).where(
        _OUTBOX.c.id.in_(last), _OUTBOX.c.kind == Kind.EDIT, _OUTBOX.c.state == State.DEAD
    )
    cards = sqlalchemy.select(failed.subquery().c.card)
    return _edit(session, update_id, _payload(update_id, text), reason, now, _OUTBOX.c.card.in_(cards))


def _payload(update_id: int, text: Text) -> sqlalchemy.ColumnElement[typing.Any]:
    """What each card shows, by who its reader is."""
    json = _OUTBOX.c.payload.type
    have_it = _cards(update_id, _COPIES.c.acknowledged_at.is_not(None))
    said = (_OUTBOX.c.card.in_(have_it), sqlalchemy.literal(dict(text.acknowledged), json))
    return sqlalchemy.case(said, else_=sqlalchemy.literal(dict(text.others), json))


def _edit(
    session: sqlmodel.Session,
    update_id: int,
    payload: sqlalchemy.ColumnElement[typing.Any],
    reason: str,
    now: datetime.datetime,
    *where: sqlalchemy.ColumnElement[bool],
) -> int:
    """Enqueue an edit of each card for whose newest post this holds; its key says which notice it follows."""
    before = _OUTBOX.alias()
    last = sqlalchemy.select(sqlalchemy.func.max(before.c.id)).where(before.c.card == _OUTBOX.c.card)
    instant = _OUTBOX.c.due_at.type
    edits = {
        "key": sqlalchemy.literal(f"update:{update_id}/after:")
        + sqlalchemy.cast(last.scalar_subquery(), sqlalchemy.String),
        "kind": sqlalchemy.literal(Kind.EDIT, sqlalchemy.String()),
        "lane": _OUTBOX.c.lane,
        "card": _OUTBOX.c.card,
        "payload": payload,
        "unasked": sqlalchemy.false(),
        "reason": sqlalchemy.literal(reason),
        "due_at": sqlalchemy.literal(now, instant),
        "state": sqlalchemy.literal(State.PENDING, sqlalchemy.String()),
        "attempts": sqlalchemy.literal(0),
    }
    posts = sqlalchemy.select(*edits.values()).where(_OUTBOX.c.id.in_(_newest(update_id, Kind.POST)), *where)
    session.info[data.outbox.ENQUEUED] = True
    insert = sqlalchemy.insert(_OUTBOX).from_select(list(edits), posts, include_defaults=False)
    added: typing.Any = session.execute(insert.execution_options(preserve_rowcount=True))
    return int(added.rowcount)


def cancel(session: sqlmodel.Session, update_id: int, now: datetime.datetime) -> None:
    """Let go of what waits, and of what is on its way should it not arrive: that is too late from now on."""
    columns = _OUTBOX.c
    waits = columns.state == State.PENDING
    not_there = sqlalchemy.update(_OUTBOX).where(_of_update(update_id, Kind.POST), columns.state.in_(_ON_THE_WAY))
    instant = sqlalchemy.literal(now, columns.due_at.type)
    session.execute(
        not_there.values(
            stale_at=instant,
            state=sqlalchemy.case((waits, State.DROPPED.value), else_=columns.state),
            settled_at=sqlalchemy.case((waits, instant), else_=columns.settled_at),
        )
    )


def record_retries(session: sqlmodel.Session, copies: collections.abc.Iterable[Copy]) -> None:
    """Each of them is sent once more, as a message of its own where it was one of several."""
    for copy in copies:
        copy.retries, copy.card = copy.retries + 1, None
        session.add(copy)
    session.flush()


# -- whose card is to be drawn anew


_WATCHED = sqlalchemy.select(_UPDATES.c.id).where(_UPDATES.c.watched).order_by(_UPDATES.c.id)


def list_watched(session: sqlmodel.Session) -> list[int]:
    """The updates whose card may show less than there is to show: asked so often that it must cost nothing."""
    return list(session.execute(_WATCHED).scalars())
