"""Who really sits: overrides move a seat on, an absence only hides who sits, and only changed dates are changes."""

import datetime
import zoneinfo

import data.models
import rules.duty
import rules.sitting

UTC = datetime.UTC
DAY = datetime.timedelta(days=1)
MONDAY = datetime.datetime(2026, 3, 2, 9, tzinfo=UTC)
NEXT = MONDAY + 14 * DAY
ADA, BEN, CY, DOV = 1, 2, 3, 4
BERLIN, MANILA = zoneinfo.ZoneInfo("Europe/Berlin"), zoneinfo.ZoneInfo("Asia/Manila")
ZONES = {ADA: BERLIN, BEN: MANILA, CY: BERLIN, DOV: BERLIN}
TURN = rules.duty.Turn(MONDAY, NEXT, (rules.duty.Seating(ADA, 1), rules.duty.Seating(BEN, 1)))


def override(in_: int, out: int, starts: datetime.datetime, ends: datetime.datetime) -> data.models.Override:
    return data.models.Override(in_id=in_, out_id=out, starts=starts, ends=ends, recorded_at=MONDAY)


def absence(person: int, starts: str, ends: str) -> data.models.Absence:
    first, after = datetime.date.fromisoformat(starts), datetime.date.fromisoformat(ends)
    return data.models.Absence(person_id=person, starts=first, ends=after, recorded_at=MONDAY)


def sitting(at: datetime.datetime, *overrides: data.models.Override) -> list[int]:
    return [one.person for one in rules.sitting.sitters(TURN, overrides, [], ZONES, at)]


def test_without_overrides_those_sit_to_whom_the_seats_were_dealt() -> None:
    assert rules.sitting.sitters(TURN, [], [], ZONES, MONDAY) == (
        rules.sitting.Sitter(ADA, ADA),
        rules.sitting.Sitter(BEN, BEN),
    )


def test_an_override_counts_from_its_start_and_no_longer_at_its_end() -> None:
    one = override(CY, ADA, MONDAY + 2 * DAY, MONDAY + 4 * DAY)
    assert sitting(MONDAY + 2 * DAY - datetime.timedelta(seconds=1), one) == [ADA, BEN]
    assert sitting(MONDAY + 2 * DAY, one) == [CY, BEN]
    assert sitting(MONDAY + 4 * DAY, one) == [ADA, BEN]


def test_a_later_override_moves_the_seat_on_and_may_bring_it_back() -> None:
    first = override(CY, ADA, MONDAY, NEXT)
    second = override(DOV, CY, MONDAY + DAY, NEXT)
    third = override(ADA, DOV, MONDAY + 2 * DAY, NEXT)
    assert sitting(MONDAY, first, second, third) == [CY, BEN]
    assert sitting(MONDAY + DAY, first, second, third) == [DOV, BEN]
    assert sitting(MONDAY + 2 * DAY, first, second, third) == [ADA, BEN]


def test_an_absence_is_of_the_persons_own_days() -> None:
    away = absence(BEN, "2026-03-03", "2026-03-04")
    before, from_midnight = (
        datetime.datetime(2026, 3, 2, 15, 59, tzinfo=UTC),
        datetime.datetime(2026, 3, 2, 16, tzinfo=UTC),
    )
    assert rules.sitting.sitters(TURN, [], [away], ZONES, before)[1].away is None
    assert rules.sitting.sitters(TURN, [], [away], ZONES, from_midnight)[1].away is away
    assert rules.sitting.sitters(TURN, [], [away], ZONES, from_midnight + DAY)[1].away is None


def test_a_cancelled_absence_is_none() -> None:
    away = absence(ADA, "2026-03-02", "2026-03-09")
    away.cancelled_at = MONDAY
    assert rules.sitting.sitters(TURN, [], [away], ZONES, MONDAY)[0].away is None


def test_the_dates_of_each_are_whole_shifts_but_where_an_override_cuts_them() -> None:
    one = override(CY, ADA, MONDAY + 2 * DAY, MONDAY + 4 * DAY)
    assert rules.sitting.dates([TURN], [one]) == {
        ADA: ((MONDAY, MONDAY + 2 * DAY), (MONDAY + 4 * DAY, NEXT)),
        BEN: ((MONDAY, NEXT),),
        CY: ((MONDAY + 2 * DAY, MONDAY + 4 * DAY),),
    }


def test_who_goes_from_one_seat_to_the_other_sits_without_a_break() -> None:
    half = MONDAY + 7 * DAY
    moved = [override(CY, ADA, MONDAY, half), override(CY, BEN, half, NEXT)]
    assert rules.sitting.dates([TURN], moved)[CY] == ((MONDAY, NEXT),)


def test_only_those_whose_dates_changed_are_in_the_moves() -> None:
    before = rules.sitting.dates([TURN], [])
    after = rules.sitting.dates([TURN], [override(CY, ADA, MONDAY, NEXT)])
    assert rules.sitting.moves(before, after) == {
        ADA: (((MONDAY, NEXT),), ()),
        CY: ((), ((MONDAY, NEXT),)),
    }
    assert rules.sitting.moves(before, before) == {}
    assert rules.sitting.moves({ADA: ((MONDAY, NEXT),) * 2}, before | {ADA: ((MONDAY, NEXT),)}).get(ADA) is None
