"""The pool as the rotation sees it: members with their zone, their days away and their working days."""

import datetime
import zoneinfo

import data.models
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
    ada, bo = rules.pool.members(pool, [absence(1, 9, 13), absence(1, 20, 20), absence(3, 1, 5)], BERLIN)
    assert (ada.person, ada.slack_id, ada.zone) == (1, "UADA", zoneinfo.ZoneInfo("Asia/Manila"))
    assert ada.joined == NOW + datetime.timedelta(days=1)
    assert ada.away == (
        (datetime.date(2026, 3, 9), datetime.date(2026, 3, 14)),
        (datetime.date(2026, 3, 20), datetime.date(2026, 3, 21)),
    )
    assert ada.working_days == {6, 0, 1, 2, 3}
    assert (bo.zone, bo.away) == (BERLIN, ())
    assert bo.working_days == {0, 1, 2, 3, 4}


def test_an_empty_pool_has_no_members() -> None:
    assert rules.pool.members([], [absence(1, 1, 2)], BERLIN) == []
