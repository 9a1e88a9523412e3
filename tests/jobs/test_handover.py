"""What the triage channel hears: who is away is in no mention and no topic, from the first moment to the last."""

import datetime

import pytest
import sqlmodel

import data.duty
import data.models
import data.people
import data.settings
import jobs.duty
import tests.programme

NOW = tests.programme.NOW
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
NEXT = NOW + 14 * DAY
Session = sqlmodel.Session


@pytest.fixture
def programme(session: Session) -> Session:
    """Six advisers in Berlin, live; duty is handed over now, Monday at 10:00 in Berlin."""
    data.settings.record(session, "time_zone", "Europe/Berlin")
    data.settings.record(session, "triage_channel", "C0TRIAGE")
    data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW - DAY)
    for slack_id in ("UADA", "UBEN", "UCY", "UDOV", "UEVA", "UFAY"):
        tests.programme.add(session, slack_id, "adviser")
    tick(session, NOW)
    return session


def tick(session: Session, *instants: datetime.datetime) -> None:
    for now in instants:
        jobs.duty.tick(session, now)
        session.flush()


def pair(session: Session, shift: int = 0) -> list[data.models.Person]:
    _, seats = data.duty.list_shifts(session)[shift]
    people = data.people.load_by_id(session, [seat.person_id for seat in seats])
    return [people[seat.person_id] for seat in seats]


def is_away(session: Session, person: data.models.Person, first: int, after: int) -> data.models.Absence:
    """Away from so many days after today, until before so many."""
    starts, ends = (tests.programme.TODAY + n * DAY for n in (first, after))
    return data.duty.add_absence(session, person.id or 0, starts, ends, NOW)


def topics(session: Session) -> list[str]:
    """Who stands in each topic, in the order in which they are set."""
    lane = data.models.Notice.lane == "topic:C0TRIAGE"
    found = session.exec(sqlmodel.select(data.models.Notice).where(lane).order_by(sqlmodel.col(data.models.Notice.id)))
    return [str(one.payload["part"]).rpartition(": ")[2] for one in found]


def mention(*people: data.models.Person) -> str:
    return f"{' and '.join(f'<@{one.slack_id}>' for one in people) or 'nobody'} |"


def test_the_topic_leaves_them_out_from_their_midnight_to_their_midnight(programme: Session) -> None:
    one, other = pair(programme)
    is_away(programme, one, 2, 4)
    midnight = datetime.datetime(2026, 3, 3, 23, tzinfo=datetime.UTC)  # of 4 March in Berlin
    moment = datetime.timedelta(microseconds=1)
    tick(programme, midnight - moment)
    assert topics(programme) == [mention(one, other)]
    tick(programme, midnight, midnight + HOUR, midnight + 2 * DAY - moment)
    assert topics(programme) == [mention(one, other), mention(other)]
    tick(programme, midnight + 2 * DAY, midnight + 3 * DAY)
    assert topics(programme) == [mention(one, other), mention(other), mention(one, other)]


def test_it_is_their_own_midnight(programme: Session) -> None:
    one, other = pair(programme)
    one.zone = "Asia/Manila"
    programme.add(one)
    is_away(programme, one, 1, 2)
    tick(programme, NOW + 7 * HOUR - datetime.timedelta(seconds=1))
    assert topics(programme)[-1] == mention(one, other)
    tick(programme, NOW + 7 * HOUR)  # 16:00 in UTC is midnight in Manila
    assert topics(programme)[-1] == mention(other)


def test_where_both_are_away_nobody_is_in_it(programme: Session) -> None:
    for one in pair(programme):
        is_away(programme, one, 0, 3)
    tick(programme, NOW + HOUR)
    assert topics(programme)[-1] == mention()


def test_whoever_has_left_the_workspace_is_out_of_it(programme: Session) -> None:
    one, other = pair(programme)
    one.active = False
    programme.add(one)
    tick(programme, NOW + HOUR)
    assert topics(programme)[-1] == mention(other)


def test_an_override_shows_from_its_start_to_its_end(programme: Session) -> None:
    one, other = pair(programme)
    (third, _) = pair(programme, 1)
    override = data.models.Override(
        in_id=third.id or 0, out_id=one.id or 0, starts=NOW + DAY, ends=NOW + 2 * DAY, recorded_at=NOW
    )
    data.duty.add_override(programme, override)
    tick(programme, NOW + DAY - HOUR, NOW + DAY, NOW + 2 * DAY)
    assert topics(programme) == [mention(one, other), mention(third, other), mention(one, other)]


def test_a_handover_mentions_nobody_who_is_away_and_says_until_when_they_are(programme: Session) -> None:
    one, other = pair(programme, 1)
    is_away(programme, one, 12, 14)  # a weekend and no working day of that shift
    data.duty.add_absence(programme, other.id or 0, NEXT.date() - DAY, NEXT.date(), NOW)
    late = data.duty.add_absence(programme, one.id or 0, NEXT.date(), NEXT.date() + DAY, NOW)
    late.recorded_at = NEXT
    tick(programme, NEXT)
    told = programme.exec(
        sqlmodel.select(data.models.Notice).where(data.models.Notice.key == f"duty:handover:{NEXT.isoformat()}")
    ).one()
    assert f"<@{one.slack_id}>" not in str(told.payload)
    assert f"<@{other.slack_id}>" in str(told.payload)
    assert f"{one.name} is away until Mon 16 March 2026, that day included." in str(told.payload["text"])


def test_who_covered_last_hands_over(programme: Session) -> None:
    one, _ = pair(programme)
    third = next(person for person in pair(programme, 2) if person not in pair(programme, 1))
    override = data.models.Override(
        in_id=third.id or 0, out_id=one.id or 0, starts=NEXT - DAY, ends=NEXT, recorded_at=NOW
    )
    data.duty.add_override(programme, override)
    tick(programme, NEXT)
    told = programme.exec(
        sqlmodel.select(data.models.Notice).where(data.models.Notice.key == f"duty:handover:{NEXT.isoformat()}")
    ).one()
    assert third.name in str(told.payload["text"]).partition(" hand over")[0]
    assert one.name not in str(told.payload["text"]).partition(" hand over")[0]


def test_a_hundred_ticks_in_the_same_state_set_one_topic(programme: Session) -> None:
    one, other = pair(programme)
    is_away(programme, one, 0, 3)
    tick(programme, *[NOW + HOUR] * 50, *(NOW + HOUR + n * datetime.timedelta(minutes=1) for n in range(50)))
    assert topics(programme) == [mention(one, other), mention(other)]
