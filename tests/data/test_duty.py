"""The rotation's rows: who is in the pool, who is away, and the shifts with their seats."""

import datetime

import pytest
import sqlalchemy.exc
import sqlmodel

import data.duty
import data.models
import data.people

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
SHIFT = datetime.timedelta(days=14)
MONDAY = datetime.date(2026, 3, 2)


def add(session: sqlmodel.Session, slack_id: str, adviser: bool = True, active: bool = True) -> int:
    person = data.models.Person(slack_id=slack_id, name=slack_id, adviser=adviser, active=active, joined_at=NOW)
    stored = data.people.add(session, person)
    assert stored.id is not None
    return stored.id


def pool(session: sqlmodel.Session) -> list[str]:
    return [person.slack_id for _, person in data.duty.list_pool(session, NOW)]


def day(number: int) -> datetime.date:
    return MONDAY + datetime.timedelta(days=number)


# -- the pool


def test_the_pool_holds_running_memberships_of_active_people_by_slack_id(session: sqlmodel.Session) -> None:
    zoe, ada, gone, left = (add(session, slack_id, active=slack_id != "UGONE") for slack_id in _FOUR)
    for person in (zoe, ada, gone):
        data.duty.add_to_pool(session, person, NOW)
    session.add(data.models.PoolMembership(person_id=left, starts=NOW - SHIFT, ends=NOW))
    assert pool(session) == ["UADA", "UZOE"]
    assert [membership.starts for membership, _ in data.duty.list_pool(session, NOW)] == [NOW, NOW]


def test_a_pool_of_the_gone_and_the_left_is_none(session: sqlmodel.Session) -> None:
    assert not data.duty.has_pool(session)
    data.duty.add_to_pool(session, add(session, "UGONE", active=False), NOW)
    session.add(data.models.PoolMembership(person_id=add(session, "ULEFT"), starts=NOW - SHIFT, ends=NOW))
    session.flush()
    assert not data.duty.has_pool(session)
    data.duty.add_to_pool(session, add(session, "UADA"), NOW)
    session.flush()
    assert data.duty.has_pool(session)


_FOUR = ("UZOE", "UADA", "UGONE", "ULEFT")


def test_advisers_are_new_to_the_pool_until_somebody_put_them_in_or_took_them_out(session: sqlmodel.Session) -> None:
    zoe, ada, left = add(session, "UZOE"), add(session, "UADA"), add(session, "ULEFT")
    add(session, "UGONE", active=False)
    add(session, "UFLOR", adviser=False)
    session.add(data.models.PoolMembership(person_id=left, starts=NOW - SHIFT, ends=NOW))
    assert [person.slack_id for person in data.duty.list_advisers_never_in_pool(session)] == ["UADA", "UZOE"]
    data.duty.add_to_pool(session, zoe, NOW)
    data.duty.add_to_pool(session, ada, NOW)
    assert data.duty.list_advisers_never_in_pool(session) == []


# -- absences


def test_an_absence_is_listed_until_its_last_day_is_over(session: sqlmodel.Session) -> None:
    ada = add(session, "UADA")
    absence = data.duty.add_absence(session, ada, day(0), day(5), NOW)
    assert absence.last_day == day(4)
    assert data.duty.list_absences(session, since=day(4)) == [absence]
    assert data.duty.list_absences(session, since=day(5)) == []


def test_absences_are_listed_by_first_day_of_everybody_or_of_one(session: sqlmodel.Session) -> None:
    ada, bo = add(session, "UADA"), add(session, "UBO")
    late = data.duty.add_absence(session, ada, day(7), day(8), NOW)
    early = data.duty.add_absence(session, bo, day(1), day(2), NOW)
    first = data.duty.add_absence(session, ada, day(0), day(9), NOW)
    assert data.duty.list_absences(session, since=day(0)) == [first, early, late]
    assert data.duty.list_absences(session, since=day(0), person_id=ada) == [first, late]


def test_a_cancelled_absence_is_not_listed(session: sqlmodel.Session) -> None:
    absence = data.duty.add_absence(session, add(session, "UADA"), day(0), day(5), NOW)
    absence.cancelled_at = NOW
    assert data.duty.list_absences(session, since=day(0)) == []


# -- shifts


def test_a_shift_keeps_its_people_by_place_with_their_rounds(session: sqlmodel.Session) -> None:
    ada, bo = add(session, "UADA"), add(session, "UBO")
    data.duty.add_shift(session, NOW, NOW + SHIFT, [(bo, 3), (ada, 2)], NOW)
    ((shift, seats),) = data.duty.list_shifts(session)
    assert (shift.starts, shift.ends, shift.published_at) == (NOW, NOW + SHIFT, NOW)
    assert [(seat.place, seat.person_id, seat.round) for seat in seats] == [(1, bo, 3), (2, ada, 2)]


def test_shifts_are_listed_by_start_all_or_those_not_over_by_an_instant(session: sqlmodel.Session) -> None:
    ada, bo = add(session, "UADA"), add(session, "UBO")
    for number, person in ((2, ada), (0, bo), (1, ada)):
        data.duty.add_shift(session, NOW + number * SHIFT, NOW + (number + 1) * SHIFT, [(person, 1)], NOW)
    everything = [(shift.starts, [seat.person_id for seat in seats]) for shift, seats in data.duty.list_shifts(session)]
    assert everything == [(NOW, [bo]), (NOW + SHIFT, [ada]), (NOW + 2 * SHIFT, [ada])]
    assert [shift.starts for shift, _ in data.duty.list_shifts(session, since=NOW + SHIFT)] == [
        NOW + SHIFT,
        NOW + 2 * SHIFT,
    ]
    before = NOW + SHIFT - datetime.timedelta(microseconds=1)
    assert len(data.duty.list_shifts(session, since=before)) == 3


def test_a_shift_that_nobody_could_take_has_no_seats(session: sqlmodel.Session) -> None:
    data.duty.add_shift(session, NOW, NOW + SHIFT, [], NOW)
    ((_, seats),) = data.duty.list_shifts(session)
    assert seats == []


def test_two_shifts_never_begin_at_the_same_instant(session: sqlmodel.Session) -> None:
    data.duty.add_shift(session, NOW, NOW + SHIFT, [], NOW)
    with pytest.raises(sqlalchemy.exc.IntegrityError):
        data.duty.add_shift(session, NOW, NOW + SHIFT, [], NOW)


def test_nobody_sits_twice_in_one_shift(session: sqlmodel.Session) -> None:
    ada = add(session, "UADA")
    with pytest.raises(sqlalchemy.exc.IntegrityError):
        data.duty.add_shift(session, NOW, NOW + SHIFT, [(ada, 1), (ada, 1)], NOW)
        session.flush()


def test_shifts_that_have_begun_are_found_with_their_seats_or_without_any(session: sqlmodel.Session) -> None:
    first, second = add(session, "UADA"), add(session, "UBEN")
    data.duty.add_shift(session, NOW, NOW + SHIFT, [(second, 1), (first, 1)], NOW)
    data.duty.add_shift(session, NOW + SHIFT, NOW + 2 * SHIFT, [], NOW)

    def found(since: datetime.datetime, now: datetime.datetime) -> list[tuple[datetime.datetime, list[int]]]:
        begun = data.duty.list_begun_shifts(session, since, now)
        return [(shift.starts, [seat.person_id for seat in seats]) for shift, seats in begun]

    assert found(NOW, NOW - SHIFT) == []
    assert found(NOW, NOW) == [(NOW, [second, first])]
    assert found(NOW, NOW + SHIFT) == [(NOW, [second, first]), (NOW + SHIFT, [])]
    assert found(NOW + SHIFT, NOW + SHIFT) == [(NOW + SHIFT, [])]


# -- rows that take the place of others


def test_who_takes_an_emptied_seat_is_read_though_the_old_row_is_still_held(session: sqlmodel.Session) -> None:
    ada, ben = add(session, "UADA"), add(session, "UBEN")
    data.duty.add_shift(session, NOW, NOW + SHIFT, [(ada, 1)], NOW)
    ((shift, held),) = data.duty.list_shifts(session)
    data.duty.empty_seat(session, shift.id or 0, 1)
    data.duty.put_in_seat(session, shift.id or 0, 1, ben, 1)
    assert [seat.person_id for _, seats in data.duty.list_shifts(session) for seat in seats] == [ben]
    assert [seat.person_id for seat in held] == [ada]


def test_shifts_that_are_published_anew_are_read_though_the_old_rows_are_still_held(session: sqlmodel.Session) -> None:
    ada, ben = add(session, "UADA"), add(session, "UBEN")
    data.duty.add_shift(session, NOW + SHIFT, NOW + 2 * SHIFT, [(ada, 1)], NOW)
    held = data.duty.list_shifts(session)
    data.duty.remove_shifts(session, since=NOW)
    data.duty.add_shift(session, NOW, NOW + SHIFT, [(ben, 1)], NOW)
    ((shift, seats),) = data.duty.list_shifts(session)
    assert (shift.starts, [seat.person_id for seat in seats]) == (NOW, [ben])
    assert held[0][0].starts == NOW + SHIFT


# -- who joins and leaves


def test_a_membership_ends_when_it_is_said_to_and_may_be_prolonged(session: sqlmodel.Session) -> None:
    ada = add(session, "UADA")
    data.duty.add_to_pool(session, ada, NOW - SHIFT)
    membership = data.duty.find_membership(session, ada, NOW)
    assert membership is not None
    data.duty.end_membership(session, membership, NOW + SHIFT, NOW)
    assert (membership.starts, membership.ends) == (NOW - SHIFT, NOW + SHIFT)
    data.duty.end_membership(session, membership, None, NOW)
    assert membership.ends is None
    data.duty.end_membership(session, membership, NOW, NOW)
    assert data.duty.find_membership(session, ada, NOW) is None


def test_a_membership_that_would_not_have_begun_is_over_at_once_and_was_there(session: sqlmodel.Session) -> None:
    ada = add(session, "UADA")
    data.duty.add_to_pool(session, ada, NOW + 2 * SHIFT)
    membership = data.duty.find_membership(session, ada, NOW)
    assert membership is not None
    data.duty.end_membership(session, membership, NOW + SHIFT, NOW)
    assert pool(session) == []
    assert data.duty.list_advisers_never_in_pool(session) == []


def test_who_took_turns_before_is_in_the_pool_since_then_unless_they_left_or_come_later(
    session: sqlmodel.Session,
) -> None:
    new, here, left, later = (add(session, slack_id) for slack_id in ("UNEW", "UHERE", "ULEFT", "ULATER"))
    rows = [(here, NOW, None), (left, NOW - SHIFT, NOW), (later, NOW + SHIFT, None)]
    session.add_all(data.models.PoolMembership(person_id=one, starts=starts, ends=ends) for one, starts, ends in rows)
    for one in (new, here, left, later):
        data.duty.record_in_pool_since(session, one, NOW - 3 * SHIFT, NOW)
    found = {person.slack_id: membership.starts for membership, person in data.duty.list_pool(session, NOW)}
    assert found == {"UHERE": NOW - 3 * SHIFT, "ULATER": NOW + SHIFT, "UNEW": NOW - 3 * SHIFT}


def test_a_shift_can_be_numbered_anew_and_taken_back(session: sqlmodel.Session) -> None:
    ada, ben = add(session, "UADA"), add(session, "UBEN")
    for starts in (NOW, NOW + SHIFT):
        data.duty.add_shift(session, starts, starts + SHIFT, [(ada, 1), (ben, 1)], NOW)
    data.duty.renumber(session, NOW, (3, 4))
    rounds = [[seat.round for seat in seats] for _, seats in data.duty.list_shifts(session)]
    assert rounds == [[3, 4], [1, 1]]
    data.duty.remove_shift(session, NOW)
    assert [shift.starts for shift, _ in data.duty.list_shifts(session)] == [NOW + SHIFT]


# -- who may have to sit


def test_who_has_a_seat_or_sits_for_somebody_may_have_to_sit_within_that_span(session: sqlmodel.Session) -> None:
    ada, bo = add(session, "UADA"), add(session, "UBO")
    data.duty.add_shift(session, NOW, NOW + SHIFT, [(ada, 1)], NOW)
    week = SHIFT / 2
    cover = data.models.Override(in_id=bo, out_id=ada, starts=NOW + week, ends=NOW + SHIFT, recorded_at=NOW)

    def may_sit(person: int, since: datetime.datetime, until: datetime.datetime) -> bool:
        return data.duty.may_sit_within(session, person, since, until)

    assert may_sit(ada, NOW + SHIFT - week, NOW + SHIFT)
    assert not may_sit(ada, NOW - week, NOW)
    assert not may_sit(ada, NOW + SHIFT, NOW + 2 * SHIFT)
    assert not may_sit(bo, NOW, NOW + SHIFT)
    data.duty.add_override(session, cover)
    assert may_sit(bo, NOW, NOW + SHIFT)
    assert not may_sit(bo, NOW, NOW + week)
    data.duty.cancel_override(session, cover, NOW)
    assert not may_sit(bo, NOW, NOW + SHIFT)
