"""The outbox: what is to be sent, what was, and whose turn it is.

It is the truth, and a sender only asks and tells.
A notice goes `pending → sending → sent`. `sending` carries a lease: when that runs out nobody knows whether the message
is in Slack, and it is looked for there before anything else happens. Notices of one lane keep their order: its head,
until settled, holds the others back. A lane is a channel's id, or `@` and a Slack id for that person's DM.

`now` is the programme's clock, `real` the machine's.
"""

import collections.abc
import dataclasses
import datetime
import functools
import json
import typing

import sqlalchemy
import sqlalchemy.orm
import sqlmodel

import data.insertion
import data.models
import data.pauses

PAYLOADS_KEPT = datetime.timedelta(days=30)
"""How long after its sending a notice still holds what was sent."""

REDACTED = "redact:"
"""How the key of an edit begins that takes words out of a message, which is not posted anew if it is gone."""

ENQUEUED = "enqueued"
"""What a session's `info` holds once something was enqueued in it, so that the sender is woken for that alone."""

_PENDING, _SENDING = data.models.NoticeState.PENDING, data.models.NoticeState.SENDING
_SENT = data.models.NoticeState.SENT
_TABLE = sqlmodel.SQLModel.metadata.tables["outbox"]


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """A notice to be. `key` is what makes it one for ever; `reason` answers *Why do I get this?*.

    From `stale_at` on it is of no use and is dropped. `thread` is the key of a card: the post is a reply under it, and
    waits for it. What answers somebody's own act is not `unasked`, and goes out
    even while the installation is quiet.
    """

    key: str
    lane: str
    payload: collections.abc.Mapping[str, object]
    reason: str
    due_at: datetime.datetime
    kind: data.models.NoticeKind = data.models.NoticeKind.POST
    card: str | None = None
    unasked: bool = True
    stale_at: datetime.datetime | None = None
    thread: str | None = None


def enqueue(session: sqlmodel.Session, drafts: collections.abc.Iterable[Draft]) -> int:
    """Add those whose key is new, and leave the others as they are; how many were new."""
    rows = [
        {
            "key": draft.key,
            "lane": draft.lane,
            "payload": draft.payload,
            "reason": draft.reason,
            "due_at": draft.due_at,
            "kind": draft.kind,
            "card": draft.card,
            "unasked": draft.unasked,
            "stale_at": draft.stale_at,
            "thread": draft.thread,
            "state": _PENDING,
            "attempts": 0,
        }
        for draft in drafts
    ]
    if not rows:
        return 0
    session.info[ENQUEUED] = True
    return data.insertion.add_new(session, _TABLE, rows)


def enqueue_new(session: sqlmodel.Session, drafts: collections.abc.Sequence[Draft]) -> int:
    """As `enqueue`, for planners, who nearly always find that all is enqueued already: then nothing is written."""
    known = find_keys(session, [draft.key for draft in drafts])
    return enqueue(session, [draft for draft in drafts if draft.key not in known])


def find_keys(session: sqlmodel.Session, keys: collections.abc.Collection[str]) -> set[str]:
    """Which of these keys there is a notice for, whatever became of it."""
    return data.insertion.find_keys(session, _TABLE, keys)


def load_due_at(session: sqlmodel.Session, keys: collections.abc.Collection[str]) -> dict[str, datetime.datetime]:
    """As `find_keys`, and when each was due."""
    known = sqlalchemy.select(_TABLE.c.key, _TABLE.c.due_at).where(_TABLE.c.key.in_(keys))
    return {row.key: row.due_at for row in session.execute(known)}


_NEWEST = (
    sqlmodel.select(data.models.Notice)
    .where(data.models.Notice.lane == sqlalchemy.bindparam("lane"))
    .order_by(sqlmodel.col(data.models.Notice.id).desc())
    .limit(1)
)


def find_newest(session: sqlmodel.Session, lane: str) -> data.models.Notice | None:
    """The last notice that was enqueued for a lane, whatever became of it."""
    return session.exec(_NEWEST, params={"lane": lane}).first()


def drop_unasked(session: sqlmodel.Session, now: datetime.datetime) -> int:
    """Let go of what would have been sent by itself and fell due by now; how many there were."""
    due = sqlalchemy.update(_TABLE).where(_TABLE.c.state == _PENDING, _TABLE.c.unasked, _TABLE.c.due_at <= now)
    return _count(session.execute(due.values(state=data.models.NoticeState.DROPPED, settled_at=now)))


def drop_for(session: sqlmodel.Session, slack_id: str, now: datetime.datetime) -> int:
    """Let go of all that waits for one person, their DM and their home page; how many notices there were."""
    theirs = _TABLE.c.lane.in_(lanes_of(slack_id))
    waiting = sqlalchemy.update(_TABLE).where(theirs, _TABLE.c.state == _PENDING)
    return _count(session.execute(waiting.values(state=data.models.NoticeState.DROPPED, settled_at=now)))


def drop_pending(session: sqlmodel.Session, starts: collections.abc.Iterable[str], now: datetime.datetime) -> int:
    """Let go of what waits and has a key that begins with one of these, for it is moot; how many notices there were."""
    keys = [_TABLE.c.key.startswith(start, autoescape=True) for start in starts]
    waiting = sqlalchemy.update(_TABLE).where(_TABLE.c.state == _PENDING, sqlalchemy.or_(sqlalchemy.false(), *keys))
    return _count(session.execute(waiting.values(state=data.models.NoticeState.DROPPED, settled_at=now)))


def find_last(session: sqlmodel.Session, start: str) -> data.models.Notice | None:
    """The last notice whose key begins so, whatever became of it."""
    notice = data.models.Notice
    those = sqlmodel.select(notice).where(sqlmodel.col(notice.key).startswith(start, autoescape=True))
    return session.exec(those.order_by(sqlmodel.col(notice.id).desc()).limit(1)).first()


def was_told(session: sqlmodel.Session, lane: str, start: str) -> bool:
    """Whether a lane has a notice whose key begins so, and the newest of them was not lost before it was sent."""
    newest = sqlalchemy.select(_TABLE.c.state).where(
        _TABLE.c.lane == lane, _TABLE.c.key.startswith(start, autoescape=True)
    )
    state = session.execute(newest.order_by(_TABLE.c.id.desc()).limit(1)).scalar()
    return state is not None and state not in _LOST


def load_settled_at(
    session: sqlmodel.Session, start: str, due_at: collections.abc.Collection[datetime.datetime]
) -> dict[datetime.datetime, datetime.datetime | None]:
    """When the first notice went that was due at each of these instants and has a key that begins so.

    None where all still wait; what was let go of is left out.
    """
    first = sqlalchemy.func.min(_TABLE.c.settled_at, type_=_TABLE.c.settled_at.type).label("went_at")
    theirs = sqlalchemy.select(_TABLE.c.due_at, first).where(
        _TABLE.c.key.startswith(start, autoescape=True),
        _TABLE.c.due_at.in_(due_at),
        _TABLE.c.state != data.models.NoticeState.DROPPED,
    )
    return {row.due_at: row.went_at for row in session.execute(theirs.group_by(_TABLE.c.due_at))}


def lanes_of(slack_id: str) -> tuple[str, str]:
    """The lanes that reach one person alone."""
    return f"@{slack_id}", f"home:{slack_id}"


_LOST = (data.models.NoticeState.DEAD, data.models.NoticeState.DROPPED)
_LAST_OF_CARD = (
    sqlalchemy.select(_TABLE.c.payload, _TABLE.c.state)
    .where(_TABLE.c.card == sqlalchemy.bindparam("card"))
    .order_by(_TABLE.c.id.desc())
    .limit(1)
)


def show(session: sqlmodel.Session, draft: Draft) -> None:
    """Make a card look like this, whatever has become of its post; only the newest edit waits.

    `draft.key` is new each time: what it names is sent unless the notice that waits already says it, or nothing waits
    and the last one said the same.
    """
    if draft.card is None:
        raise ValueError("a card has a key")
    last = session.execute(_LAST_OF_CARD, {"card": draft.card}).first()
    if last is not None and last.state not in _LOST and last.payload == draft.payload:
        return
    waits = _replace_pending(session, draft)
    post = session.exec(_of_card(draft.card, data.models.NoticeKind.POST)).first()
    if post is None or post.state in _LOST or (post.state == _SENT and find_card(session, draft.card) is None):
        enqueue(session, [dataclasses.replace(draft, kind=data.models.NoticeKind.POST)])
    elif not waits:
        enqueue(session, [dataclasses.replace(draft, kind=data.models.NoticeKind.EDIT)])


def show_all(session: sqlmodel.Session, drafts: collections.abc.Sequence[Draft]) -> None:
    """As `show`, for many cards, most of which were never shown."""
    cards = sqlalchemy.select(_TABLE.c.card).where(_TABLE.c.card.in_([draft.card for draft in drafts])).distinct()
    known = set(session.execute(cards).scalars())
    enqueue(session, [draft for draft in drafts if draft.card not in known])
    for draft in drafts:
        if draft.card in known:
            show(session, draft)


def stands(session: sqlmodel.Session, card: str) -> bool:
    """Whether a card is in Slack or on its way there; what died or was dropped is not posted anew by an edit of it."""
    post = session.exec(_of_card(card, data.models.NoticeKind.POST)).first()
    return post is not None and post.state not in _LOST


def publish(session: sqlmodel.Session, draft: Draft) -> None:
    """Let a lane that only ever shows how things stand, such as a home page, show this; only the newest waits."""
    newest = find_newest(session, draft.lane)
    if newest is not None and newest.state not in _LOST and newest.payload == draft.payload:
        return
    pending = sqlalchemy.update(_TABLE).where(_TABLE.c.lane == draft.lane, _TABLE.c.state == _PENDING)
    if _count(session.execute(pending.values(payload=draft.payload))) == 0:
        enqueue(session, [draft])


def _of_card(card: str, kind: data.models.NoticeKind) -> typing.Any:
    notice = data.models.Notice
    newest = sqlmodel.col(notice.id).desc()
    return sqlmodel.select(notice).where(notice.card == card, notice.kind == kind).order_by(newest).limit(1)


def _replace_pending(session: sqlmodel.Session, draft: Draft) -> bool:
    """Change what this card's pending post and edits will say; False if none is pending any more.

    All of them: where a post is tried again, an edit may wait behind it, and would undo what the post says by then.
    """
    pending = sqlalchemy.update(_TABLE).where(_TABLE.c.card == draft.card, _TABLE.c.state == _PENDING)
    return _count(session.execute(pending.values(payload=draft.payload))) > 0


def list_due(
    session: sqlmodel.Session,
    now: datetime.datetime,
    real: datetime.datetime,
    limit: int,
    live: bool = True,
    paused: collections.abc.Iterable[str] = (),
) -> list[data.models.Notice]:
    """Heads of their lanes that may be sent now, longest due first; of a quiet installation only the asked-for.

    What is `paused` waits as in a quiet one: everything, or what has a key that begins with one of these words.
    """
    held = tuple(sorted(paused)) if live else (data.pauses.ALL,)
    return list(session.exec(_due(held), params={"now": now, "real": real, "most": limit}))


_NOW, _REAL = (sqlalchemy.bindparam(name, type_=_TABLE.c.due_at.type) for name in ("now", "real"))


@functools.cache
def _due(held: tuple[str, ...]) -> typing.Any:
    """The question of `list_due`, which is put together once: that takes longer than to answer it."""
    notice = data.models.Notice
    earlier = sqlalchemy.orm.aliased(notice)
    holds_back = sqlmodel.select(earlier.id).where(
        earlier.lane == notice.lane,
        sqlmodel.or_(
            earlier.due_at < notice.due_at,
            sqlmodel.and_(earlier.due_at == notice.due_at, sqlmodel.col(earlier.id) < notice.id),
        ),
        sqlmodel.or_(earlier.state == _SENDING, _waits(earlier, held)),
    )
    return (
        sqlmodel.select(notice)
        .where(
            _waits(notice, held),
            sqlmodel.or_(sqlmodel.col(notice.retry_at).is_(None), sqlmodel.col(notice.retry_at) <= _REAL),
            ~sqlalchemy.exists(holds_back),
        )
        .order_by(sqlmodel.col(notice.due_at), sqlmodel.col(notice.id))
        .limit(sqlalchemy.bindparam("most", type_=sqlalchemy.Integer))
    )


def _waits(notice: typing.Any, held: tuple[str, ...]) -> sqlalchemy.ColumnElement[bool]:
    """Pending, due, not held back, and possible: an edit and a reply are possible once their card stands in Slack."""
    waits = sqlmodel.and_(
        notice.state == _PENDING,
        notice.due_at <= _NOW,
        sqlmodel.or_(notice.kind != data.models.NoticeKind.EDIT, _stands(notice.card)),
        sqlmodel.or_(notice.thread.is_(None), _stands(notice.thread)),
    )
    if not held:
        return waits
    asked = notice.unasked == sqlalchemy.false()
    others = [~notice.key.startswith(f"{word}:", autoescape=True) for word in held]
    return sqlmodel.and_(waits, asked if data.pauses.ALL in held else sqlmodel.or_(asked, sqlmodel.and_(*others)))


def _stands(card: typing.Any) -> sqlalchemy.ColumnElement[bool]:
    return sqlalchemy.exists(sqlmodel.select(data.models.Card.key).where(data.models.Card.key == card))


def list_unasked(session: sqlmodel.Session, until: datetime.datetime) -> list[data.models.Notice]:
    """What waits to go out by itself by `until`, longest due first."""
    notice = data.models.Notice
    waiting = sqlmodel.select(notice).where(notice.state == _PENDING, sqlmodel.col(notice.unasked))
    return list(
        session.exec(
            waiting.where(notice.due_at <= until).order_by(sqlmodel.col(notice.due_at), sqlmodel.col(notice.id))
        )
    )


def list_newest(
    session: sqlmodel.Session, lanes: collections.abc.Collection[str], since: datetime.datetime
) -> list[data.models.Notice]:
    """What was due in these lanes from `since` on, whatever became of it, the newest first."""
    notice = data.models.Notice
    theirs = sqlmodel.select(notice).where(sqlmodel.col(notice.lane).in_(lanes), notice.due_at >= since)
    return list(session.exec(theirs.order_by(sqlmodel.col(notice.due_at).desc(), sqlmodel.col(notice.id).desc())))


def list_expired(session: sqlmodel.Session, real: datetime.datetime, limit: int) -> list[data.models.Notice]:
    """Notices whose lease has run out: whether they are in Slack is unknown."""
    notice = data.models.Notice
    statement = (
        sqlmodel.select(notice)
        .where(notice.state == _SENDING, sqlmodel.col(notice.lease_until) <= real)
        .order_by(sqlmodel.col(notice.id))
        .limit(limit)
    )
    return list(session.exec(statement))


def lease(
    session: sqlmodel.Session,
    ids: collections.abc.Sequence[int],
    now: datetime.datetime,
    until: datetime.datetime,
    give_up_at: datetime.datetime,
) -> list[data.models.Notice]:
    """Take pending notices for one attempt each; the answer holds those taken, as they are now."""
    columns = _TABLE.c
    instant = columns.due_at.type
    change = (
        sqlalchemy.update(_TABLE)
        .where(columns.id.in_(ids), columns.state == _PENDING)
        .values(
            state=_SENDING,
            lease_until=until,
            error=None,
            attempts=columns.attempts + 1,
            first_attempt_at=sqlalchemy.func.coalesce(columns.first_attempt_at, sqlalchemy.literal(now, instant)),
            give_up_at=sqlalchemy.func.coalesce(columns.give_up_at, sqlalchemy.literal(give_up_at, instant)),
        )
        .returning(columns.id)
    )
    taken = session.execute(change).scalars().all()
    notice = data.models.Notice
    statement = sqlmodel.select(notice).where(sqlmodel.col(notice.id).in_(taken))
    return list(session.exec(statement.order_by(sqlmodel.col(notice.due_at), sqlmodel.col(notice.id))))


def renew(session: sqlmodel.Session, notice: data.models.Notice, until: datetime.datetime) -> bool:
    """Take a notice whose lease ran out, to look for it, and let it say so; False if another sender did."""
    expired = sqlalchemy.update(_TABLE).where(
        _TABLE.c.id == notice.id, _TABLE.c.state == _SENDING, _TABLE.c.lease_until == notice.lease_until
    )
    if _count(session.execute(expired.values(lease_until=until))) != 1:
        return False
    notice.lease_until = until
    return True


def record_sent(
    session: sqlmodel.Session, notice: data.models.Notice, now: datetime.datetime, channel: str | None, ts: str | None
) -> None:
    """It is in Slack. A card's post is where its edits go from now on."""
    done = _settle(
        session,
        notice,
        state=data.models.NoticeState.SENT,
        channel=channel,
        ts=ts,
        settled_at=now,
        lease_until=None,
        error=None,
    )
    if done and notice.kind == data.models.NoticeKind.POST and notice.card and channel and ts:
        session.merge(data.models.Card(key=notice.card, channel=channel, ts=ts))


def record_retry(
    session: sqlmodel.Session, notice: data.models.Notice, retry_at: datetime.datetime, error: str | None, counts: bool
) -> None:
    """It is surely not in Slack and is tried again; what was no fault of its own is neither attempt nor lost time."""
    change: dict[str, object] = {"state": _PENDING, "retry_at": retry_at, "error": error, "lease_until": None}
    if not counts:
        change |= {"attempts": notice.attempts - 1, "give_up_at": None}
    _settle(session, notice, **change)


def restart_patience(session: sqlmodel.Session) -> None:
    """Time in which no sender ran is not held against what waits: how long it may be tried begins anew."""
    waiting = sqlalchemy.update(_TABLE).where(
        _TABLE.c.state.in_([_PENDING, _SENDING]), _TABLE.c.give_up_at.is_not(None)
    )
    session.execute(waiting.values(give_up_at=None))


def record_unknown(
    session: sqlmodel.Session, notice: data.models.Notice, look_at: datetime.datetime, error: str
) -> None:
    """It may be in Slack: it is looked for from `look_at` on."""
    _settle(session, notice, lease_until=look_at, error=error)


def record_failed(
    session: sqlmodel.Session,
    notice: data.models.Notice,
    now: datetime.datetime,
    error: str,
    state: data.models.NoticeState = data.models.NoticeState.DEAD,
) -> bool:
    """It is given up, as dead or uncertain, and its lane goes on. If a card's post is dead, its edits and the replies
    under it end with it.

    False if somebody else has its lease, and nothing was changed.
    """
    done = _settle(session, notice, state=state, settled_at=now, lease_until=None, error=error)
    if done and notice.card and notice.kind == data.models.NoticeKind.POST and state == data.models.NoticeState.DEAD:
        edits = sqlalchemy.and_(_TABLE.c.card == notice.card, _TABLE.c.kind == data.models.NoticeKind.EDIT)
        ended = sqlalchemy.update(_TABLE).where(
            _TABLE.c.state == _PENDING, sqlalchemy.or_(edits, _TABLE.c.thread == notice.card)
        )
        session.execute(ended.values(state=data.models.NoticeState.DROPPED, settled_at=now))
    return done


def record_card_lost(session: sqlmodel.Session, edit: data.models.Notice, now: datetime.datetime) -> None:
    """The message that this edit was for is gone from Slack: what the edit would show is posted anew."""
    if not record_failed(session, edit, now, "message_not_found", data.models.NoticeState.DROPPED):
        return
    card = session.get(data.models.Card, edit.card)
    if card is not None:
        session.delete(card)
    if not edit.key.startswith(REDACTED):
        _post_anew(session, edit, f"{edit.key}:anew")


def record_thread_lost(session: sqlmodel.Session, reply: data.models.Notice, ts: str) -> None:
    """The card that stood at `ts` is gone from Slack, and this reply is not under it: it is posted anew for others."""
    notice, card = data.models.Notice, session.get(data.models.Card, reply.thread)
    last = session.exec(
        sqlmodel.select(notice).where(notice.card == reply.thread).order_by(sqlmodel.col(notice.id).desc()).limit(1)
    ).first()
    if card is None or card.ts != ts or last is None or not last.payload:  # what it said is not kept for ever
        return
    session.delete(card)
    _post_anew(session, last, f"{reply.key}:anew")


def _post_anew(session: sqlmodel.Session, said: data.models.Notice, key: str) -> None:
    """A card whose message is gone, as it was last to look."""
    anew = Draft(
        key=key,
        lane=said.lane,
        payload=said.payload,
        reason=said.reason,
        due_at=said.due_at,
        card=said.card,
        unasked=said.unasked,
        stale_at=said.stale_at,
        thread=said.thread,
    )
    enqueue(session, [anew])


def drop_stale(session: sqlmodel.Session, now: datetime.datetime) -> int:
    """Let go of what would come too late to be of use; how many there were."""
    stale = sqlalchemy.update(_TABLE).where(_TABLE.c.state == _PENDING, _TABLE.c.stale_at <= now)
    return _count(session.execute(stale.values(state=data.models.NoticeState.DROPPED, settled_at=now)))


def drop_missed(
    session: sqlmodel.Session, since: datetime.datetime, until: datetime.datetime, now: datetime.datetime
) -> list[str]:
    """After a time without Slack, let go of what came too late to be of use; the reason of each.

    That is what is stale, and posts that nobody asked for and that fell due in [since, until). An edit, a home page, a
    topic and a group show how things stand, and do so however late.
    """
    columns = _TABLE.c
    missed = sqlalchemy.and_(
        columns.unasked,
        columns.kind == data.models.NoticeKind.POST,
        columns.due_at >= since,
        columns.due_at < until,
    )
    too_late = sqlalchemy.update(_TABLE).where(
        columns.state == _PENDING, sqlalchemy.or_(columns.stale_at <= now, missed)
    )
    dropped = too_late.values(state=data.models.NoticeState.DROPPED, settled_at=now).returning(columns.reason)
    return list(session.execute(dropped).scalars())


def has_stale(session: sqlmodel.Session, now: datetime.datetime) -> bool:
    """Whether `drop_stale` would find anything."""
    stale = sqlalchemy.select(_TABLE.c.id).where(_TABLE.c.state == _PENDING, _TABLE.c.stale_at <= now)
    return session.execute(stale.limit(1)).first() is not None


_ANY_OPEN = sqlalchemy.select(_TABLE.c.id).where(_TABLE.c.state.in_([_PENDING, _SENDING])).limit(1)


def has_open(session: sqlmodel.Session) -> bool:
    """Whether anything waits or is on its way: asked so often that it must cost nothing."""
    return session.execute(_ANY_OPEN).first() is not None


def count_by_state(session: sqlmodel.Session) -> dict[str, int]:
    """How many notices stand in each state, states without any left out."""
    counts = sqlalchemy.select(_TABLE.c.state, sqlalchemy.func.count().label("number")).group_by(_TABLE.c.state)
    return {row.state: int(row.number) for row in session.execute(counts)}


def empty_payloads(session: sqlmodel.Session, now: datetime.datetime) -> int:
    """Forget what notices settled longer ago than `PAYLOADS_KEPT` said; how many there were."""
    old = sqlalchemy.update(_TABLE).where(
        _TABLE.c.settled_at < now - PAYLOADS_KEPT,
        _TABLE.c.state.in_([data.models.NoticeState.SENT, data.models.NoticeState.DROPPED]),
        sqlalchemy.cast(_TABLE.c.payload, sqlalchemy.String) != "{}",
    )
    return _count(session.execute(old.values(payload={})))


def empty_quoting(session: sqlmodel.Session, quotes: collections.abc.Collection[str]) -> None:
    """Forget at once what settled notices said that quote one of these texts, as messages draw them."""
    stored = sqlalchemy.cast(_TABLE.c.payload, sqlalchemy.String)  # JSON, as ASCII
    quoting = [stored.contains(json.dumps(quote)[1:-1], autoescape=True) for quote in quotes]
    said = sqlalchemy.update(_TABLE).where(
        _TABLE.c.state.not_in((_PENDING, _SENDING)), sqlalchemy.or_(sqlalchemy.false(), *quoting)
    )
    session.execute(said.values(payload={}))


def find_card(session: sqlmodel.Session, key: str) -> data.models.Card | None:
    """Where a card stands in Slack, None if it does not."""
    return session.get(data.models.Card, key)


def find_card_at(session: sqlmodel.Session, channel: str, ts: str) -> data.models.Card | None:
    """The card that stands there in Slack, None if no card does."""
    card = data.models.Card
    return session.exec(sqlmodel.select(card).where(card.ts == ts, card.channel == channel)).first()


def list_cards(session: sqlmodel.Session, start: str) -> list[tuple[str, str]]:
    """The cards whose key begins so, posted or to be, each with its lane."""
    card = _TABLE.c.card
    found = sqlalchemy.select(card, _TABLE.c.lane).where(card.startswith(start, autoescape=True)).distinct()
    return [(row.card, row.lane) for row in session.execute(found.order_by(card))]


def find_direct_message(session: sqlmodel.Session, slack_id: str) -> str | None:
    """The id of somebody's DM with the bot, None if it was never asked for."""
    row = session.get(data.models.DirectMessage, slack_id)
    return row.channel if row else None


def record_direct_message(session: sqlmodel.Session, slack_id: str, channel: str) -> None:
    """Keep the id of somebody's DM with the bot."""
    session.merge(data.models.DirectMessage(slack_id=slack_id, channel=channel))


def _settle(session: sqlmodel.Session, notice: data.models.Notice, **change: object) -> bool:
    """Change a notice that is still under the lease it was read with; False if it is not."""
    held = sqlalchemy.update(_TABLE).where(
        _TABLE.c.id == notice.id,
        _TABLE.c.state == _SENDING,
        _TABLE.c.lease_until == notice.lease_until,  # not the attempts: a refused one is counted back
    )
    return _count(session.execute(held.values(**change))) == 1


def _count(result: typing.Any) -> int:
    return int(result.rowcount)
