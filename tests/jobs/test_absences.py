"""Whom an absence concerns while they are on duty, from when to when, and who could cover."""

import datetime

import pytest
import sqlmodel

import commands.accounts
import data.duty
import data.models
import data.people
import data.settings
import jobs.absences
import jobs.duty
import jobs.rotation
import rules.accounts
import rules.settings
import tests.commands.asking
import tests.programme

NOW = tests.programme.NOW
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
Session = sqlmodel.Session
ADVISERS = ("UADA", "UBEN", "UCY", "UDOV", "UEVA", "UFAY")


@pytest.fixture
def programme(session: Session) -> Session:
    """Six advisers in Berlin, a manager and a freelancer, live; a shift begins now, on Monday at 10:00 in Berlin."""
    data.settings.record(session, "time_zone", "Europe/Berlin")
    data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW - DAY)
    for slack_id in ADVISERS:
        tests.programme.add(session, slack_id, "adviser")
    tests.programme.add(session, "UMAREN", "manager")
    tests.programme.add(session, "UFLOR", "freelancer")
    jobs.duty.tick(session, NOW)
    session.flush()
    return session


def known(session: Session, now: datetime.datetime = NOW) -> jobs.rotation.Rotation:
    return jobs.rotation.load(session, rules.settings.read(data.settings.load(session)), now)


def pair(session: Session, shift: int = 0) -> list[data.models.Person]:
    _, seats = data.duty.list_shifts(session)[shift]
    people = data.people.load_by_id(session, [seat.person_id for seat in seats])
    return [people[seat.person_id] for seat in seats]


def away(session: Session, person: data.models.Person, first: str, last: str) -> data.models.Absence:
    start, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last) + DAY
    return data.duty.add_absence(session, person.id or 0, start, end, NOW)


def concerns(session: Session, absence: data.models.Absence, now: datetime.datetime = NOW) -> str | None:
    """From when to when somebody would have to cover, in UTC."""
    rotation = known(session, now)
    spell = jobs.absences.sits_in(rotation, absence)
    if spell is None:
        return None
    starts, ends = jobs.absences.span(rotation, absence, spell)
    return f"{starts:%d %H:%M} - {ends:%d %H:%M}"


@pytest.mark.parametrize(
    ("first", "last", "span"),
    [
        pytest.param("2026-03-02", "2026-03-02", "02 09:00 - 02 23:00", id="today, from now on"),
        pytest.param("2026-02-23", "2026-03-03", "02 09:00 - 03 23:00", id="begun before the shift"),
        pytest.param("2026-03-04", "2026-03-05", "03 23:00 - 05 23:00", id="later in the shift, by their midnights"),
        pytest.param("2026-03-12", "2026-03-20", "11 23:00 - 16 09:00", id="cut at the handover"),
        pytest.param("2026-03-07", "2026-03-08", None, id="a weekend"),
        pytest.param("2026-03-14", "2026-03-20", None, id="in the running shift no more than a weekend"),
        pytest.param("2026-03-17", "2026-03-20", None, id="the next shift"),
        pytest.param("2026-02-23", "2026-03-01", None, id="over"),
    ],
)
def test_what_somebody_misses_of_the_running_shift(programme: Session, first: str, last: str, span: str | None) -> None:
    assert concerns(programme, away(programme, pair(programme)[0], first, last)) == span


def test_days_are_those_of_the_persons_own_zone(programme: Session) -> None:
    one, _ = pair(programme)
    one.zone = "America/Mexico_City"
    programme.add(one)
    absence = away(programme, one, "2026-03-02", "2026-03-02")
    assert concerns(programme, absence) == "02 09:00 - 03 06:00"
    assert concerns(programme, absence, NOW + 20 * HOUR) == "03 05:00 - 03 06:00"  # Tuesday in Berlin, not yet there
    assert concerns(programme, absence, NOW + 21 * HOUR) is None


def test_who_is_not_on_duty_concerns_nobody_a_freelancer_neither(programme: Session) -> None:
    for person in (pair(programme, 1)[0], data.people.find(programme, "UFLOR"), data.people.find(programme, "UMAREN")):
        assert person is not None
        absence = away(programme, person, "2026-03-02", "2026-03-06")
        assert concerns(programme, absence) is None
        assert jobs.absences.free(known(programme), absence) == []
        assert not jobs.absences.tell(programme, known(programme), absence)


def test_that_somebody_is_away_is_news_for_as_long_as_they_would_sit(programme: Session) -> None:
    one, _ = pair(programme)
    assert jobs.absences.tell(programme, known(programme), away(programme, one, "2026-03-02", "2026-03-03"))
    told = [one for one in programme.exec(sqlmodel.select(data.models.Notice)) if one.key.startswith("absent:")]
    assert [f"{one.stale_at:%d %H:%M}" for one in told] == ["03 23:00"] * 2


def gone(session: Session, person: data.models.Person, now: datetime.datetime = NOW) -> dict[str, str]:
    """Who reads that somebody is gone, and what."""
    commands.accounts.seen(session, rules.accounts.Account(person.slack_id, person.name, active=False), now)
    notices = session.exec(sqlmodel.select(data.models.Notice)).all()
    return {one.lane: str(one.payload["text"]) for one in notices if one.key.startswith("absent:gone:")}


def test_who_sits_with_somebody_who_is_gone_reads_that_one_of_two_sits(programme: Session) -> None:
    one, partner = pair(programme)
    told = gone(programme, one, NOW + HOUR)
    assert list(told) == [f"@{partner.slack_id}"]
    text = told[f"@{partner.slack_id}"]
    assert text.startswith(
        f"*{one.name} is no longer in this workspace*, and was on duty with you. One of two sits from"
    )
    assert "unless the managers let somebody sit for them: `/duty` shows it.\nWhy do I get this?" in text


def test_the_managers_choose_who_sits_for_somebody_who_is_gone_and_the_first_press_counts(programme: Session) -> None:
    one, _ = pair(programme)
    gone(programme, one, NOW + HOUR)
    notices = programme.exec(sqlmodel.select(data.models.Notice)).all()
    (card,) = [notice.payload for notice in notices if notice.key.startswith("left:")]
    row = card["blocks"][1]["elements"]  # type: ignore[index]  # a list of blocks
    assert [button["value"] for button in row] == [f"{one.slack_id}:{other}" for other in others(programme)[:3]]
    maren = tests.commands.asking.Asking(programme, "UMAREN", NOW + 2 * HOUR)
    first, second, _ = others(programme)[:3]
    said = tests.commands.asking.said(maren.press("cover:leaver", subject=f"{one.slack_id}:{first}"))
    assert said.startswith(f"{first[1:].title()} covers for {one.name} until Mon 16 March 2026, 10:00")
    late = tests.commands.asking.said(maren.press("cover:leaver", subject=f"{one.slack_id}:{second}", key="T2"))
    assert late.startswith("This was settled before")
    rotation = known(programme, NOW + 2 * HOUR)
    assert rotation.running is not None
    assert first in [person.slack_id for person in rotation.present(rotation.running, rotation.now)]


@pytest.mark.parametrize("subject", ["", "UNOBODY:UADA", "{there}:{other}", "{gone}:{there}"])
def test_nobody_is_replaced_who_is_there_nor_by_who_sits_already(programme: Session, subject: str) -> None:
    one, partner = pair(programme)
    gone(programme, one)
    people = {"gone": one.slack_id, "there": partner.slack_id, "other": others(programme)[0]}
    maren = tests.commands.asking.Asking(programme, "UMAREN", NOW)
    said = tests.commands.asking.said(maren.press("cover:leaver", subject=subject.format(**people)))
    assert said.startswith("This was settled before")
    assert known(programme).overrides == []


def test_of_somebody_gone_who_does_not_sit_any_more_nobody_reads(programme: Session) -> None:
    one, _ = pair(programme)
    cover, later = pair(programme, 2)
    data.duty.add_override(
        programme,
        data.models.Override(in_id=cover.id or 0, out_id=one.id or 0, starts=NOW, ends=NOW + 14 * DAY, recorded_at=NOW),
    )
    assert gone(programme, one) == {}
    assert gone(programme, later) == {}


def test_a_cancelled_absence_concerns_nobody(programme: Session) -> None:
    absence = away(programme, pair(programme)[0], "2026-03-02", "2026-03-06")
    absence.cancelled_at = NOW
    assert concerns(programme, absence) is None


def test_whoever_sits_for_another_is_the_one_who_is_missed(programme: Session) -> None:
    one, _ = pair(programme)
    cover = pair(programme, 2)[0]
    data.duty.add_override(
        programme,
        data.models.Override(in_id=cover.id or 0, out_id=one.id or 0, starts=NOW, ends=NOW + 3 * DAY, recorded_at=NOW),
    )
    assert concerns(programme, away(programme, one, "2026-03-02", "2026-03-04")) is None
    assert concerns(programme, away(programme, cover, "2026-03-03", "2026-03-06")) == "02 23:00 - 05 09:00"


def free(session: Session, absence: data.models.Absence) -> list[str]:
    return [person.slack_id for person in jobs.absences.free(known(session), absence)]


def others(session: Session) -> list[str]:
    """Those who do not sit now, in the order of their Slack ids."""
    sitting = {person.slack_id for person in pair(session)}
    return [slack_id for slack_id in ADVISERS if slack_id not in sitting]


def test_three_who_are_free_are_offered_who_never_sat_by_slack_id(programme: Session) -> None:
    absence = away(programme, pair(programme)[0], "2026-03-02", "2026-03-06")
    assert free(programme, absence) == others(programme)[:3]


def test_whoever_sat_last_is_offered_last(programme: Session) -> None:
    first, *rest = others(programme)
    last = data.people.find(programme, first)
    assert last is not None
    absence = away(programme, pair(programme)[0], "2026-03-02", "2026-03-06")
    before = data.duty.list_shifts(programme)[0][0].starts
    data.duty.add_shift(programme, before - 14 * DAY, before, [(last.id or 0, 1)], NOW)
    assert free(programme, absence) == rest[:3]


@pytest.mark.parametrize(
    ("first", "last", "offered"),
    [
        pytest.param("2026-03-06", "2026-03-06", False, id="away on the last day of it"),
        pytest.param("2026-03-02", "2026-03-02", False, id="away on its first day"),
        pytest.param("2026-03-07", "2026-03-15", True, id="away right after it"),
        pytest.param("2026-02-23", "2026-03-01", True, id="away right before it"),
    ],
)
def test_who_is_away_then_is_not_offered(programme: Session, first: str, last: str, offered: bool) -> None:
    candidate = data.people.find(programme, others(programme)[0])
    assert candidate is not None
    away(programme, candidate, first, last)
    absence = away(programme, pair(programme)[0], "2026-03-02", "2026-03-06")
    assert (candidate.slack_id in free(programme, absence)) == offered


def test_who_joins_the_pool_later_or_has_left_is_not_offered(programme: Session) -> None:
    absence = away(programme, pair(programme)[0], "2026-03-02", "2026-03-06")
    late = tests.programme.add(programme, "UAAA", "adviser")
    data.duty.add_to_pool(programme, late.id or 0, NOW + 14 * DAY)
    gone = data.people.find(programme, others(programme)[0])
    assert gone is not None
    gone.active = False
    programme.add(gone)
    programme.flush()
    assert free(programme, absence) == others(programme)[1:4]


def lanes(session: Session) -> list[str]:
    found = session.exec(sqlmodel.select(data.models.Notice.lane)).all()
    return sorted(lane for lane in found if lane.startswith("@"))


def test_a_partner_who_is_away_or_gone_is_told_nothing(programme: Session) -> None:
    one, other = pair(programme)
    away(programme, other, "2026-03-02", "2026-03-03")
    absence = away(programme, one, "2026-03-02", "2026-03-06")
    assert jobs.absences.tell(programme, known(programme), absence)
    assert lanes(programme) == ["@UMAREN"]


def test_told_twice_at_one_instant_is_told_once(programme: Session) -> None:
    one, other = pair(programme)
    absence = away(programme, one, "2026-03-02", "2026-03-06")
    for _ in range(3):
        jobs.absences.tell(programme, known(programme), absence)
    assert lanes(programme) == sorted(["@UMAREN", f"@{other.slack_id}"])


def test_of_who_is_back_nobody_reads_who_was_told_nothing(programme: Session) -> None:
    absence = away(programme, pair(programme, 1)[0], "2026-03-02", "2026-03-06")
    jobs.absences.returned(programme, known(programme), absence, None)
    assert lanes(programme) == []
