"""The rotation's rows: pool, absences, shifts and who sits in them."""

import collections
import collections.abc
import datetime
import typing

import sqlalchemy
import sqlmodel

import data.models

_SHIFTS = sqlmodel.SQLModel.metadata.tables["shift"]
_SEATS = sqlmodel.SQLModel.metadata.tables["seat"]
_OVERRIDE = sqlmodel.SQLModel.metadata.tables["duty_override"]
_ADD_SHIFT = sqlalchemy.insert(_SHIFTS).returning(_SHIFTS.c.id)
_ADD_SEATS = sqlalchemy.insert(_SEATS)


_MEMBERSHIP = data.models.PoolMembership
_POOL = (
    sqlmodel.select(_MEMBERSHIP, data.models.Person)
    .join(data.models.Person, sqlmodel.col(data.models.Person.id) == sqlmodel.col(_MEMBERSHIP.person_id))
    .where(
        sqlmodel.or_(
            sqlmodel.col(_MEMBERSHIP.ends).is_(None),
            sqlmodel.col(_MEMBERSHIP.ends) > sqlalchemy.bindparam("now", type_=_SHIFTS.c.starts.type),
        ),
        sqlmodel.col(data.models.Person.active),
        sqlmodel.col(data.models.Person.adviser),
    )
    .order_by(data.models.Person.slack_id, sqlmodel.col(_MEMBERSHIP.starts))
)


def list_pool(
    session: sqlmodel.Session, now: datetime.datetime
) -> list[tuple[data.models.PoolMembership, data.models.Person]]:
    """Memberships of the pool that are not over at `now`, with the active adviser of each, by Slack id."""
    return list(session.exec(_POOL, params={"now": now}))


def _not_over(now: datetime.datetime) -> sqlalchemy.ColumnElement[bool]:
    ends = sqlmodel.col(data.models.PoolMembership.ends)
    return sqlmodel.or_(ends.is_(None), ends > now)


def has_pool(session: sqlmodel.Session) -> bool:
    """Whether any active adviser is in the pool."""
    membership, person = data.models.PoolMembership, data.models.Person
    running = sqlmodel.select(membership.id).join(person, sqlmodel.col(person.id) == sqlmodel.col(membership.person_id))
    found = running.where(
        sqlmodel.col(membership.ends).is_(None), sqlmodel.col(person.active), sqlmodel.col(person.adviser)
    )
    return session.exec(found.limit(1)).first() is not None


_NEVER_IN_POOL = (
    sqlmodel.select(data.models.Person)
    .where(
        sqlmodel.col(data.models.Person.adviser),
        sqlmodel.col(data.models.Person.active),
        sqlmodel.col(data.models.Person.id).not_in(sqlmodel.select(data.models.PoolMembership.person_id)),
    )
    .order_by(data.models.Person.slack_id)
)


def list_advisers_never_in_pool(session: sqlmodel.Session) -> list[data.models.Person]:
    """Active advisers whom nobody has put into the pool or taken out of it."""
    return list(session.exec(_NEVER_IN_POOL))


def add_to_pool(session: sqlmodel.Session, person_id: int, starts: datetime.datetime) -> None:
    """Begin a membership."""
    session.add(data.models.PoolMembership(person_id=person_id, starts=starts))


def record_in_pool_since(
    session: sqlmodel.Session, person_id: int, since: datetime.datetime, now: datetime.datetime
) -> None:
    """Somebody took turns before the store knew: their membership began then, unless they were taken out since."""
    membership = data.models.PoolMembership
    known = list(session.exec(sqlmodel.select(membership).where(membership.person_id == person_id)))
    if not known:
        add_to_pool(session, person_id, since)
    for one in known:
        if since < one.starts <= now and (one.ends is None or one.ends > now):
            one.starts = since
            session.add(one)
    session.flush()


def find_membership(
    session: sqlmodel.Session, person_id: int, now: datetime.datetime
) -> data.models.PoolMembership | None:
    """Somebody's membership that is not over at `now`, begun or not."""
    membership = data.models.PoolMembership
    return session.exec(sqlmodel.select(membership).where(membership.person_id == person_id, _not_over(now))).first()


def end_membership(
    session: sqlmodel.Session,
    membership: data.models.PoolMembership,
    ends: datetime.datetime | None,
    now: datetime.datetime,
) -> None:
    """Somebody leaves the pool then, or with None stays; what would not have begun by then is over at once."""
    if ends is not None and ends <= membership.starts:
        membership.starts = ends = now
    membership.ends = ends
    session.add(membership)
    session.flush()


_ABSENCES = (
    sqlmodel.select(data.models.Absence)
    .where(
        sqlmodel.col(data.models.Absence.ends) > sqlalchemy.bindparam("since", type_=sqlalchemy.Date),
        sqlmodel.col(data.models.Absence.cancelled_at).is_(None),
    )
    .order_by(sqlmodel.col(data.models.Absence.starts), sqlmodel.col(data.models.Absence.id))
)
_ABSENCES_OF = _ABSENCES.where(data.models.Absence.person_id == sqlalchemy.bindparam("person_id"))


def list_absences(
    session: sqlmodel.Session, since: datetime.date, person_id: int | None = None
) -> list[data.models.Absence]:
    """Absences that are not cancelled and not over by `since`, of everybody or of one person, by first day."""
    if person_id is None:
        return list(session.exec(_ABSENCES, params={"since": since}))
    return list(session.exec(_ABSENCES_OF, params={"since": since, "person_id": person_id}))


_DAYS = {name: sqlalchemy.bindparam(name, type_=sqlalchemy.Date) for name in ("starts", "ends")}
_ABSENCE_OVER = (
    sqlmodel.select(data.models.Absence)
    .where(
        data.models.Absence.person_id == sqlalchemy.bindparam("person_id"),
        data.models.Absence.starts <= _DAYS["starts"],
        data.models.Absence.ends >= _DAYS["ends"],
        sqlmodel.col(data.models.Absence.cancelled_at).is_(None),
    )
    .limit(1)
)


def find_absence_over(
    session: sqlmodel.Session, person_id: int, starts: datetime.date, ends: datetime.date
) -> data.models.Absence | None:
    """An absence of this person, not cancelled, that holds all these days."""
    return session.exec(_ABSENCE_OVER, params={"person_id": person_id, "starts": starts, "ends": ends}).first()


def add_absence(
    session: sqlmodel.Session, person_id: int, starts: datetime.date, ends: datetime.date, now: datetime.datetime
) -> data.models.Absence:
    """Record days away; `ends` is the day after the last."""
    absence = data.models.Absence(person_id=person_id, starts=starts, ends=ends, recorded_at=now)
    session.add(absence)
    session.flush()
    return absence


_ALL_SHIFTS = sqlmodel.select(data.models.Shift).order_by(sqlmodel.col(data.models.Shift.starts))
_ALL_SEATS = sqlmodel.select(data.models.Seat).order_by(
    sqlmodel.col(data.models.Seat.shift_id), sqlmodel.col(data.models.Seat.place)
)
_SINCE = sqlmodel.col(data.models.Shift.ends) > sqlalchemy.bindparam("since", type_=_SHIFTS.c.ends.type)
_HAS_BEGUN = sqlmodel.col(data.models.Shift.starts) <= sqlalchemy.bindparam("now", type_=_SHIFTS.c.ends.type)
_LATER, _LATER_SEATS = _ALL_SHIFTS.where(_SINCE), _ALL_SEATS.join(data.models.Shift).where(_SINCE)
_BEGUN, _BEGUN_SEATS = _LATER.where(_HAS_BEGUN), _LATER_SEATS.where(_HAS_BEGUN)


def list_shifts(
    session: sqlmodel.Session, since: datetime.datetime | None = None
) -> list[tuple[data.models.Shift, list[data.models.Seat]]]:
    """Shifts with their seats, by start: all of them, or those that end after `since`."""
    if since is None:
        return _with_seats(session, _ALL_SHIFTS, _ALL_SEATS, {})
    return _with_seats(session, _LATER, _LATER_SEATS, {"since": since})


def list_begun_shifts(
    session: sqlmodel.Session, since: datetime.datetime, now: datetime.datetime
) -> list[tuple[data.models.Shift, list[data.models.Seat]]]:
    """Shifts that have begun and end after `since`, with their seats, by start."""
    return _with_seats(session, _BEGUN, _BEGUN_SEATS, {"since": since, "now": now})


def _with_seats(
    session: sqlmodel.Session, shifts: typing.Any, seats: typing.Any, params: dict[str, datetime.datetime]
) -> list[tuple[data.models.Shift, list[data.models.Seat]]]:
    taken = collections.defaultdict(list)
    for row in session.exec(seats, params=params):
        taken[row.shift_id].append(row)
    return [(row, taken[row.id or 0]) for row in session.exec(shifts, params=params)]


_COMING = sqlalchemy.select(sqlalchemy.func.count()).where(
    _SHIFTS.c.starts > sqlalchemy.bindparam("now", type_=_SHIFTS.c.starts.type)
)


def count_coming(session: sqlmodel.Session, now: datetime.datetime) -> int:
    """How many published shifts have not begun."""
    return int(session.execute(_COMING, {"now": now}).scalar_one())


_SHIFTS_OF = (
    sqlmodel.select(data.models.Shift)
    .join(data.models.Seat)
    .where(
        data.models.Shift.ends > sqlalchemy.bindparam("since", type_=_SHIFTS.c.ends.type),
        data.models.Seat.person_id == sqlalchemy.bindparam("person_id"),
    )
    .order_by(sqlmodel.col(data.models.Shift.starts))
)


def list_shifts_of(session: sqlmodel.Session, person_id: int, since: datetime.datetime) -> list[data.models.Shift]:
    """The shifts that end after `since` and in which this person sits, by start."""
    return list(session.exec(_SHIFTS_OF, params={"since": since, "person_id": person_id}))


_WITHIN = {name: sqlalchemy.bindparam(name, type_=_SHIFTS.c.starts.type) for name in ("since", "until")}
_SITS_WITHIN = sqlalchemy.select(
    sqlalchemy.or_(
        sqlalchemy.exists().where(
            _SEATS.c.person_id == sqlalchemy.bindparam("person_id"),
            _SEATS.c.shift_id == _SHIFTS.c.id,
            _SHIFTS.c.ends > _WITHIN["since"],
            _SHIFTS.c.starts < _WITHIN["until"],
        ),
        sqlalchemy.exists().where(
            _OVERRIDE.c.in_id == sqlalchemy.bindparam("person_id"),
            _OVERRIDE.c.cancelled_at.is_(None),
            _OVERRIDE.c.ends > _WITHIN["since"],
            _OVERRIDE.c.starts < _WITHIN["until"],
        ),
    )
)


def may_sit_within(
    session: sqlmodel.Session, person_id: int, since: datetime.datetime, until: datetime.datetime
) -> bool:
    """Whether somebody has a seat in a shift of that span, or sits for somebody in it."""
    return bool(session.execute(_SITS_WITHIN, {"person_id": person_id, "since": since, "until": until}).scalar())


def remove_shifts(session: sqlmodel.Session, since: datetime.datetime) -> None:
    """Take back the shifts that end after `since`: for an installation that has told nobody of them yet.

    The running one stays if it was known before it began, for then people live by it.
    """
    known = sqlalchemy.and_(_SHIFTS.c.starts <= since, _SHIFTS.c.published_at <= _SHIFTS.c.starts)
    ids = session.execute(sqlalchemy.select(_SHIFTS.c.id).where(_SHIFTS.c.ends > since, ~known)).scalars().all()
    _delete_shifts(session, ids)


def remove_shift(session: sqlmodel.Session, starts: datetime.datetime) -> None:
    """Take back the shift that begins then, for another in its place."""
    found = session.execute(sqlalchemy.select(_SHIFTS.c.id).where(_SHIFTS.c.starts == starts))
    _delete_shifts(session, found.scalars().all())


def renumber(session: sqlmodel.Session, starts: datetime.datetime, rounds: collections.abc.Sequence[int]) -> None:
    """Say for which rounds those sit who sit in the shift that begins then, in order of their places."""
    for shift, seats in list_shifts(session, since=starts):
        for seat, number in zip(seats, rounds, strict=True) if shift.starts == starts else ():
            seat.round = number
            session.add(seat)
    session.flush()


def _delete_shifts(session: sqlmodel.Session, ids: collections.abc.Sequence[int]) -> None:
    """By the rows' classes, so that the session forgets them: others may get their keys, and be read as these."""
    seat, shift = data.models.Seat, data.models.Shift
    session.execute(sqlalchemy.delete(seat).where(sqlmodel.col(seat.shift_id).in_(ids)))
    session.execute(sqlalchemy.delete(shift).where(sqlmodel.col(shift.id).in_(ids)))


def add_shift(
    session: sqlmodel.Session,
    starts: datetime.datetime,
    ends: datetime.datetime,
    seats: collections.abc.Sequence[tuple[int, int]],
    now: datetime.datetime,
) -> None:
    """Publish a shift; `seats` holds (person id, round) in order of place."""
    shift_id = session.execute(_ADD_SHIFT, {"starts": starts, "ends": ends, "published_at": now}).scalar_one()
    places = [
        {"shift_id": shift_id, "place": place, "person_id": person_id, "round": number}
        for place, (person_id, number) in enumerate(seats, start=1)
    ]
    if places:
        session.execute(_ADD_SEATS, places)


_GONE = (
    sqlalchemy.select(_SEATS.c.person_id)
    .join(_SHIFTS, _SHIFTS.c.id == _SEATS.c.shift_id)
    .join(data.models.Person, sqlmodel.col(data.models.Person.id) == _SEATS.c.person_id)
    .where(
        _SHIFTS.c.starts > sqlalchemy.bindparam("now", type_=_SHIFTS.c.starts.type),
        ~sqlalchemy.and_(
            sqlmodel.col(data.models.Person.active),
            sqlmodel.col(data.models.Person.adviser),
            sqlalchemy.exists().where(
                sqlmodel.col(data.models.PoolMembership.person_id) == _SEATS.c.person_id,
                sqlmodel.or_(
                    sqlmodel.col(data.models.PoolMembership.ends).is_(None),
                    sqlmodel.col(data.models.PoolMembership.ends) > _SHIFTS.c.starts,
                ),
            ),
        ),
    )
    .limit(1)
)


def has_gone(session: sqlmodel.Session, now: datetime.datetime) -> bool:
    """Whether anybody has a seat in a coming shift who is not in the pool by then, or no active adviser any more."""
    return session.execute(_GONE, {"now": now}).first() is not None


_ABSENT = (
    sqlmodel.select(data.models.Absence, data.models.Person, data.models.Shift)
    .join(data.models.Person, sqlmodel.col(data.models.Person.id) == data.models.Absence.person_id)
    .join(data.models.Seat, sqlmodel.col(data.models.Seat.person_id) == data.models.Absence.person_id)
    .join(data.models.Shift, sqlmodel.col(data.models.Shift.id) == data.models.Seat.shift_id)
    .where(
        data.models.Shift.starts > sqlalchemy.bindparam("now", type_=_SHIFTS.c.starts.type),
        data.models.Absence.ends > sqlalchemy.bindparam("today", type_=sqlalchemy.Date),
        sqlmodel.col(data.models.Absence.cancelled_at).is_(None),
    )
)


def list_absences_in_coming_shifts(
    session: sqlmodel.Session, now: datetime.datetime
) -> list[tuple[data.models.Absence, data.models.Person, data.models.Shift]]:
    """Absences that are not over of people with a seat in a coming shift, with the person and each such shift."""
    return list(session.exec(_ABSENT, params={"now": now, "today": now.date()}))


_OVERRIDES = (
    sqlmodel.select(data.models.Override)
    .where(
        data.models.Override.ends > sqlalchemy.bindparam("since", type_=_SHIFTS.c.ends.type),
        sqlmodel.col(data.models.Override.cancelled_at).is_(None),
    )
    .order_by(sqlmodel.col(data.models.Override.id))
)


def list_overrides(session: sqlmodel.Session, since: datetime.datetime) -> list[data.models.Override]:
    """Overrides that are not cancelled and end after `since`, in the order in which they were recorded."""
    return list(session.exec(_OVERRIDES, params={"since": since}))


def find_overrides(session: sqlmodel.Session, ids: collections.abc.Collection[int]) -> list[data.models.Override]:
    """These overrides, cancelled or not, in the order in which they were recorded."""
    override = data.models.Override
    found = sqlmodel.select(override).where(sqlmodel.col(override.id).in_(ids))
    return list(session.exec(found.order_by(sqlmodel.col(override.id))))


def add_override(session: sqlmodel.Session, override: data.models.Override) -> data.models.Override:
    """Record that somebody sits for another; it has its id afterwards."""
    session.add(override)
    session.flush()
    return override


def cancel_overrides_for(session: sqlmodel.Session, absence_id: int, now: datetime.datetime) -> None:
    """End the covers of an absence that is over or never comes."""
    override = data.models.Override
    covers = sqlmodel.select(override).where(override.absence_id == absence_id, override.ends > now)
    for cover in session.exec(covers.where(sqlmodel.col(override.cancelled_at).is_(None))):
        cancel_override(session, cover, now)


def cancel_override(session: sqlmodel.Session, override: data.models.Override, now: datetime.datetime) -> None:
    """Take an override back: wholly if it has not begun, else from now on."""
    if override.starts < now:
        override.ends = now
    else:
        override.cancelled_at = now
    session.add(override)
    session.flush()


def put_in_seat(session: sqlmodel.Session, shift_id: int, place: int, person_id: int, number: int) -> None:
    """Let somebody sit in an empty place of a shift; `number` is the round for which they do."""
    session.execute(_ADD_SEATS, [{"shift_id": shift_id, "place": place, "person_id": person_id, "round": number}])


def empty_seat(session: sqlmodel.Session, shift_id: int, place: int) -> None:
    """Leave a place of a shift to nobody. The session forgets the row: who sits there next is another one's."""
    seat = data.models.Seat
    left = sqlalchemy.delete(seat).where(sqlmodel.col(seat.shift_id) == shift_id, sqlmodel.col(seat.place) == place)
    session.execute(left)


def find_absence(session: sqlmodel.Session, absence_id: int) -> data.models.Absence | None:
    """An absence by its id, cancelled or not."""
    return session.get(data.models.Absence, absence_id)


def end_absence(
    session: sqlmodel.Session, absence: data.models.Absence, today: datetime.date, now: datetime.datetime
) -> None:
    """Somebody is not away from `today` on, which is their own day: what has not begun is cancelled."""
    if absence.starts < today:
        absence.ends = today
    else:
        absence.cancelled_at = now
    session.add(absence)
    session.flush()
