"""Duty by itself: joiners, publication, handover, topic; and that ticks in any number and order say the same once."""

import datetime
import random
import zoneinfo

import pytest
import sqlmodel

import data.duty
import data.models
import data.people
import data.settings
import jobs
import jobs.duty
import rules.duty
import tests.programme

NOW = tests.programme.NOW
SECOND, DAY = datetime.timedelta(seconds=1), datetime.timedelta(days=1)
SHIFT = rules.duty.SHIFT
LONDON = "Europe/London"  # UTC in winter: shifts begin at 10:00, the first on Monday 23 February
ROSTER = ("UADA", "UBEN", "UCY", "UDOV", "UEVA")

Seen = tuple[str, str, str, datetime.datetime]


@pytest.fixture
def programme(session: sqlmodel.Session) -> sqlmodel.Session:
    """Five advisers, a triage channel, live."""
    for slack_id in ROSTER:
        tests.programme.add(session, slack_id, "adviser")
    set_up(session, triage_channel="C0TRIAGE", time_zone=LONDON)
    live(session)
    return session


def set_up(session: sqlmodel.Session, **settings: str) -> None:
    for name, value in settings.items():
        data.settings.record(session, name, value)
    session.flush()


def live(session: sqlmodel.Session, at: datetime.datetime = NOW - DAY) -> None:
    data.settings.record_milestone(session, data.settings.WENT_LIVE, at)
    session.flush()


def tick(session: sqlmodel.Session, *instants: datetime.datetime) -> None:
    for now in instants:
        jobs.duty.tick(session, now)
        session.flush()


def notices(session: sqlmodel.Session) -> set[Seen]:
    found = session.exec(sqlmodel.select(data.models.Notice)).all()
    seen: set[Seen] = {(one.key, one.kind, one.lane, one.due_at) for one in found}
    assert len(seen) == len(found)
    return seen


def keys(session: sqlmodel.Session, start: str = "duty:") -> list[str]:
    return sorted(key for key, *_ in notices(session) if key.startswith(start))


def notice(session: sqlmodel.Session, key: str) -> data.models.Notice:
    session.expire_all()
    return session.exec(sqlmodel.select(data.models.Notice).where(data.models.Notice.key == key)).one()


def text(session: sqlmodel.Session, key: str) -> str:
    return str(notice(session, key).payload["text"])


def starts(session: sqlmodel.Session) -> list[datetime.datetime]:
    return [shift.starts for shift, _ in data.duty.list_shifts(session)]


def seated(session: sqlmodel.Session) -> list[list[int]]:
    return [[seat.person_id for seat in seats] for _, seats in data.duty.list_shifts(session)]


FIRST = NOW - 6 * DAY - 23 * datetime.timedelta(hours=1)
"""The last Monday at 10:00 in London: the tick comes at 09:00 on a Monday."""

SECOND_SHIFT = FIRST + SHIFT
HANDOVER = f"duty:handover:{SECOND_SHIFT.isoformat()}"


def test_the_running_shift_and_six_more_are_published(programme: sqlmodel.Session) -> None:
    tick(programme, NOW)
    assert [start.astimezone(zoneinfo.ZoneInfo(LONDON)).isoformat() for start in starts(programme)] == [
        "2026-02-23T10:00:00+00:00",
        "2026-03-09T10:00:00+00:00",
        "2026-03-23T10:00:00+00:00",
        "2026-04-06T10:00:00+01:00",
        "2026-04-20T10:00:00+01:00",
        "2026-05-04T10:00:00+01:00",
        "2026-05-18T10:00:00+01:00",
    ]
    assert all(len(pair) == 2 for pair in seated(programme))


def test_the_first_publication_is_one_message_and_no_handover_before_it_is_told(programme: sqlmodel.Session) -> None:
    tick(programme, NOW)
    assert notices(programme) == {
        ("duty:published", "post", "C0TRIAGE", NOW),
        (f"duty:topic:C0TRIAGE:{FIRST.isoformat()}", "topic", "topic:C0TRIAGE", NOW),
    }
    assert text(programme, "duty:published").count("\n") == 6


def test_a_handover_is_one_message_and_one_topic(programme: sqlmodel.Session) -> None:
    tick(programme, NOW, SECOND_SHIFT - SECOND)
    assert keys(programme, "duty:handover") == []
    tick(programme, SECOND_SHIFT, SECOND_SHIFT + SECOND, SECOND_SHIFT + DAY)
    assert keys(programme, "duty:handover") == [HANDOVER]
    handover = notice(programme, HANDOVER)
    assert (handover.lane, handover.due_at, handover.stale_at) == ("C0TRIAGE", SECOND_SHIFT, SECOND_SHIFT + SHIFT)
    assert text(programme, HANDOVER).startswith("Ada and Ben hand over. Thank you!\n*On duty until ")
    assert keys(programme, "duty:topic")[1] == f"duty:topic:C0TRIAGE:{SECOND_SHIFT.isoformat()}"


def test_at_each_handover_one_more_shift_is_published_and_nothing_published_moves(
    programme: sqlmodel.Session,
) -> None:
    tick(programme, NOW)
    before = seated(programme)
    tick(programme, SECOND_SHIFT)
    assert len(seated(programme)) == 8
    assert seated(programme)[:7] == before


@pytest.mark.parametrize("late", [SECOND, datetime.timedelta(hours=23), 13 * DAY])
def test_a_late_handover_is_still_told(programme: sqlmodel.Session, late: datetime.timedelta) -> None:
    tick(programme, NOW, SECOND_SHIFT + late)
    assert keys(programme, "duty:handover") == [HANDOVER]
    assert (" since <!date^" in text(programme, HANDOVER)) == (late > DAY)


def test_after_a_long_stop_only_the_running_shifts_handover_is_told(programme: sqlmodel.Session) -> None:
    tick(programme, NOW, NOW + 60 * DAY)
    (key,) = keys(programme, "duty:handover")
    running = notice(programme, key)
    assert running.due_at <= NOW + 60 * DAY < (running.stale_at or running.due_at)


def test_a_stop_of_a_year_leaves_out_the_shifts_that_nobody_dealt(programme: sqlmodel.Session) -> None:
    tick(programme, NOW)
    later = NOW + 365 * DAY
    tick(programme, later)
    assert len(seated(programme)) == 14
    assert len(keys(programme, "duty:handover")) == 1
    running = [start for start in starts(programme) if start <= later][-1]
    assert keys(programme, "duty:handover") == [f"duty:handover:{running.isoformat()}"]
    assert "hand over. Thank you!" not in text(programme, f"duty:handover:{running.isoformat()}")


@pytest.mark.parametrize("off", [SECOND, DAY, 15 * DAY, 60 * DAY], ids=["1 s", "1 d", "15 d", "60 d"])
def test_a_hundred_runs_of_all_jobs_in_any_order_say_the_same_as_one(
    programme: sqlmodel.Session, off: datetime.timedelta
) -> None:
    tick(programme, NOW)
    later = NOW + off
    tick(programme, later)
    for job in jobs.JOBS:
        job.tick(programme, later)
    once, shifts = notices(programme), seated(programme)
    order = random.Random(7)
    for _ in range(100):
        for job in order.sample(jobs.JOBS, len(jobs.JOBS)):
            job.tick(programme, later)
        programme.flush()
    assert notices(programme) == once
    assert seated(programme) == shifts


@pytest.mark.parametrize("seed", range(5))
def test_ticks_in_any_order_and_number_say_the_same(programme: sqlmodel.Session, seed: int) -> None:
    """What is told depends on which instants were lived through, not on their order or how often."""
    tick(programme, NOW)
    instants = [NOW + days * DAY for days in (0, 1, 8, 15, 29, 43, 60)]
    order = random.Random(seed)
    for _ in range(100 // len(instants)):
        tick(programme, *order.sample(instants, len(instants)))
    begun = [start for start in starts(programme) if NOW < start <= instants[-1]]
    assert keys(programme, "duty:handover") == sorted(f"duty:handover:{start.isoformat()}" for start in begun)
    assert keys(programme, "duty:published") == ["duty:published"]


def test_while_it_is_quiet_shifts_are_published_and_nothing_is_enqueued(session: sqlmodel.Session) -> None:
    for slack_id in ROSTER:
        tests.programme.add(session, slack_id, "adviser")
    set_up(session, triage_channel="C0TRIAGE")
    tick(session, NOW, NOW + 15 * DAY, NOW + 60 * DAY)
    assert len(seated(session)) > 7
    assert notices(session) == set()


def test_what_fell_due_before_going_live_is_never_told(session: sqlmodel.Session) -> None:
    for slack_id in ROSTER:
        tests.programme.add(session, slack_id, "adviser")
    set_up(session, triage_channel="C0TRIAGE", time_zone=LONDON)
    tick(session, NOW)
    went_live = SECOND_SHIFT + DAY
    live(session, went_live)
    tick(session, went_live, went_live + DAY)
    assert notices(session) == {
        ("duty:published", "post", "C0TRIAGE", went_live),
        (f"duty:topic:C0TRIAGE:{SECOND_SHIFT.isoformat()}", "topic", "topic:C0TRIAGE", went_live),
    }
    tick(session, SECOND_SHIFT + SHIFT)
    assert len(keys(session, "duty:handover")) == 1


def test_without_a_channel_nothing_is_enqueued_until_there_is_one(programme: sqlmodel.Session) -> None:
    set_up(programme, triage_channel="")
    tick(programme, NOW)
    assert notices(programme) == set()
    set_up(programme, triage_channel="C0TRIAGE")
    tick(programme, NOW + DAY)
    assert "duty:published" in keys(programme)


def test_who_is_no_adviser_any_more_is_dealt_no_further_shift(programme: sqlmodel.Session) -> None:
    ada = data.people.find(programme, "UADA")
    assert ada is not None
    ada.adviser = False
    tick(programme, NOW)
    assert seated(programme)
    assert all(ada.id not in pair for pair in seated(programme))


def test_while_it_is_quiet_shifts_are_dealt_again_when_more_advisers_come(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UONE", "adviser")
    set_up(session, time_zone=LONDON)
    tick(session, NOW)
    assert [len(pair) for pair in seated(session)] == [1] * 7
    for slack_id in ROSTER:
        tests.programme.add(session, slack_id, "adviser")
    tick(session, NOW + SECOND)
    assert [len(pair) for pair in seated(session)] == [2] * 7
    live(session, NOW + DAY)
    before = seated(session)
    tests.programme.add(session, "ULATE", "adviser")
    tick(session, NOW + DAY + SECOND)
    assert seated(session) == before


def test_a_channel_set_after_a_handover_hears_who_is_on_duty_once(programme: sqlmodel.Session) -> None:
    set_up(programme, triage_channel="")
    tick(programme, NOW, SECOND_SHIFT)
    set_up(programme, triage_channel="C0TRIAGE")
    tick(programme, SECOND_SHIFT + SECOND, SECOND_SHIFT + DAY)
    assert keys(programme) == ["duty:published", f"duty:topic:C0TRIAGE:{SECOND_SHIFT.isoformat()}"]


def test_another_channel_gets_its_own_topic_and_no_second_announcement(programme: sqlmodel.Session) -> None:
    tick(programme, NOW, SECOND_SHIFT)
    before = notices(programme)
    set_up(programme, triage_channel="C0OTHER")
    tick(programme, SECOND_SHIFT + DAY)
    (new,) = notices(programme) - before
    assert new[:3] == (f"duty:topic:C0OTHER:{SECOND_SHIFT.isoformat()}", "topic", "topic:C0OTHER")


def test_an_empty_pool_publishes_nothing_and_begins_with_its_first_adviser(session: sqlmodel.Session) -> None:
    set_up(session, triage_channel="C0TRIAGE", time_zone=LONDON)
    live(session)
    tick(session, NOW)
    assert (starts(session), notices(session)) == ([], set())
    tests.programme.add(session, "UADA", "adviser")
    tick(session, NOW + DAY)
    assert starts(session)[0] == FIRST + 7 * DAY
    assert [len(pair) for pair in seated(session)] == [1] * 7
    assert "alone" not in text(session, "duty:published")


def pool(session: sqlmodel.Session) -> list[tuple[str, datetime.datetime]]:
    return [(person.slack_id, membership.starts) for membership, person in data.duty.list_pool(session, NOW + 2 * DAY)]


def test_every_adviser_joins_the_pool_once_when_first_seen(programme: sqlmodel.Session) -> None:
    tick(programme, NOW, NOW + DAY)
    assert pool(programme) == [(slack_id, NOW) for slack_id in ROSTER]
    tests.programme.add(programme, "UFAY", "adviser")
    tests.programme.add(programme, "UGUS", "freelancer")
    tests.programme.add(programme, "UHAL", "adviser", active=False)
    tick(programme, NOW + 2 * DAY)
    assert pool(programme)[-1] == ("UFAY", NOW + 2 * DAY)
    assert len(pool(programme)) == 6


def test_who_was_taken_out_of_the_pool_is_not_put_back(programme: sqlmodel.Session) -> None:
    tick(programme, NOW)
    membership, _ = data.duty.list_pool(programme, NOW)[0]
    membership.ends = NOW + DAY
    tick(programme, NOW + 2 * DAY)
    assert [slack_id for slack_id, _ in pool(programme)] == list(ROSTER[1:])


def test_a_listed_pool_takes_nobody_in_by_itself(programme: sqlmodel.Session) -> None:
    set_up(programme, duty_pool="listed")
    tick(programme, NOW)
    assert (pool(programme), starts(programme)) == ([], [])
    ada = data.duty.list_advisers_never_in_pool(programme)[0]
    data.duty.add_to_pool(programme, ada.id or 0, NOW)
    tick(programme, NOW + SECOND)
    assert [slack_id for slack_id, _ in pool(programme)] == ["UADA"]
    assert len(starts(programme)) == 7


def test_who_is_away_is_not_dealt_a_seat(programme: sqlmodel.Session) -> None:
    ben = data.people.find(programme, "UBEN")
    assert ben is not None
    data.duty.add_absence(programme, ben.id or 0, NOW.date(), NOW.date() + 60 * DAY, NOW)
    tick(programme, NOW)
    assert all(ben.id not in pair for pair in seated(programme)[:4])
    assert any(ben.id in pair for pair in seated(programme))


def test_the_calendar_is_the_programmes(programme: sqlmodel.Session) -> None:
    set_up(programme, duty_weekday="wed", duty_time="15:30", duty_first_handover="2026-03-11", time_zone="Asia/Tokyo")
    tick(programme, NOW)
    assert starts(programme)[0] == datetime.datetime(2026, 2, 25, 6, 30, tzinfo=datetime.UTC)
    assert starts(programme)[1] == datetime.datetime(2026, 3, 11, 6, 30, tzinfo=datetime.UTC)


def test_a_first_publication_at_the_very_handover_tells_no_handover(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UADA", "adviser")
    set_up(session, triage_channel="C0TRIAGE", time_zone=LONDON)
    live(session, FIRST - DAY)
    tick(session, FIRST, FIRST + SECOND, FIRST + DAY)
    assert starts(session)[0] == FIRST
    assert keys(session, "duty:published") == ["duty:published"]
    assert keys(session, "duty:handover") == []


def test_going_live_at_the_very_handover_tells_no_handover(session: sqlmodel.Session) -> None:
    for slack_id in ROSTER:
        tests.programme.add(session, slack_id, "adviser")
    set_up(session, triage_channel="C0TRIAGE", time_zone=LONDON)
    tick(session, NOW)
    live(session, SECOND_SHIFT)
    tick(session, SECOND_SHIFT, SECOND_SHIFT + DAY)
    assert keys(session, "duty:handover") == []


def test_nobody_hands_over_who_was_not_on_duty_just_before(programme: sqlmodel.Session) -> None:
    """Muster was off until a day after the start of a shift before which nobody was dealt one."""
    tick(programme, NOW)
    tick(programme, starts(programme)[-1] + 2 * SHIFT + DAY)
    (key,) = keys(programme, "duty:handover")
    assert text(programme, key).startswith("*On duty until <!date^")
