"""The pool as the rotation sees it: members with their zone, their days away and their working days."""

import datetime
import zoneinfo

import data.models
import rules.days_off
import rules.duty
import rules.pool

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")


def somebody(id: int, slack_id: str, **known: str) -> tuple[data.models.PoolMembership, data.models.Person]:
    person = data.models.Person(id=id, slack_id=slack_id, name=slack_id, joined_at=NOW, **known)  # type: ignore[arg-type]  # columns
    return data.models.PoolMembership(person_id=id, starts=NOW + datetime.timedelta(days=id)), person


def absence(person_id: int, first: int, last: int) -> data.models.Absence:
    return data.models.Absence(
        person_id=person_id,
        starts=datetime.date(2026, 3, first),
        ends=datetime.date(2026, 3, last + 1),
        recorded_at=NOW,
    )


def test_a_member_has_their_zone_their_days_away_and_their_working_days() -> None:
    pool = [
        somebody(1, "UADA", zone="Asia/Manila", working_hours="sun-thu 09:00-17:00"),
        somebody(2, "UBO"),
    ]
    off = rules.days_off.DaysOff("DE")
    ada, bo = rules.pool.members(pool, [absence(1, 9, 13), absence(1, 20, 20), absence(3, 1, 5)], BERLIN, off)
    assert (ada.person, ada.slack_id, ada.zone) == (1, "UADA", zoneinfo.ZoneInfo("Asia/Manila"))
    assert ada.joined == NOW + datetime.timedelta(days=1)
    assert ada.away == (
        (datetime.date(2026, 3, 9), datetime.date(2026, 3, 14)),
        (datetime.date(2026, 3, 20), datetime.date(2026, 3, 21)),
    )
    assert ada.working_days == rules.days_off.WorkingDays(frozenset({6, 0, 1, 2, 3}), off)
    assert (bo.zone, bo.away) == (BERLIN, ())
    assert bo.working_days == rules.days_off.WorkingDays(frozenset({0, 1, 2, 3, 4}), off)


def test_an_empty_pool_has_no_members() -> None:
    assert rules.pool.members([], [absence(1, 1, 2)], BERLIN) == []


# -- when people join and leave

CALENDAR = rules.duty.Calendar(BERLIN, 0, datetime.time(10), datetime.date(2026, 3, 2))
SHIFT = datetime.timedelta(days=14)
FIRST = NOW + SHIFT
"""Monday 16 March at 10:00 in Berlin, the handover after the one that is now."""


def turns(*starts: datetime.datetime) -> list[rules.duty.Turn]:
    return [rules.duty.Turn(one, one + SHIFT, ()) for one in starts]


def test_people_join_and_leave_with_the_next_handover_or_the_first_on_a_day_or_later() -> None:
    published = turns(NOW, FIRST)
    assert rules.pool.handover(published, CALENDAR, NOW) == FIRST
    assert rules.pool.handover(published, CALENDAR, NOW, datetime.date(2026, 3, 16)) == FIRST
    third = datetime.datetime(2026, 3, 30, 8, tzinfo=datetime.UTC)
    assert rules.pool.handover(published, CALENDAR, NOW, datetime.date(2026, 3, 17)) == FIRST + SHIFT
    assert rules.pool.handover([], CALENDAR, FIRST, datetime.date(2026, 3, 17)) == third
    assert rules.pool.handover([], CALENDAR, FIRST, datetime.date(2099, 12, 31)).date() >= datetime.date(2099, 12, 31)


def test_handovers_are_those_of_the_published_shifts_whatever_the_calendar_says_by_now() -> None:
    moved = rules.duty.Calendar(BERLIN, 2, datetime.time(14), datetime.date(2026, 3, 4))
    assert rules.pool.handover(turns(NOW, FIRST), moved, NOW) == FIRST


def test_without_shifts_the_calendar_says_it_alone() -> None:
    assert rules.pool.handover([], CALENDAR, NOW) == FIRST
    assert rules.pool.handover([], CALENDAR, NOW - datetime.timedelta(seconds=1)) == NOW


def test_who_joins_can_be_dealt_a_seat_in_the_first_shift_that_is_not_published_yet() -> None:
    published = turns(NOW, FIRST)
    behind = FIRST + SHIFT
    assert rules.pool.dealt_from(published, CALENDAR, NOW, joins=FIRST) == behind
    assert rules.pool.dealt_from([], CALENDAR, NOW, joins=FIRST) == FIRST
    much_later = rules.pool.handover(published, CALENDAR, NOW, datetime.date(2026, 7, 1))
    assert rules.pool.dealt_from(published, CALENDAR, NOW, joins=much_later) == much_later
