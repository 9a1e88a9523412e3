"""Who is told that their own dates changed: those alone, once for each change, at once or with their morning."""

import datetime

import pytest
import sqlmodel

import data.duty
import data.models
import data.people
import data.settings
import jobs.changes
import jobs.duty
import rules.settings
import rules.sitting
import tests.programme

NOW = tests.programme.NOW
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
Session = sqlmodel.Session


@pytest.fixture
def programme(session: Session) -> Session:
    """Six advisers, live."""
    data.settings.record(session, "time_zone", "Europe/Berlin")
    data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW - DAY)
    for slack_id in ("UADA", "UBEN", "UCY", "UDOV", "UEVA", "UFAY"):
        tests.programme.add(session, slack_id, "adviser", zone="Asia/Manila" if slack_id == "UBEN" else None)
    jobs.duty.tick(session, NOW)
    session.flush()
    return session


def settings(session: Session) -> rules.settings.Programme:
    return rules.settings.read(data.settings.load(session))


def people(session: Session, shift: int) -> list[int]:
    return [seat.person_id for seat in data.duty.list_shifts(session)[shift][1]]


def sits_instead(
    session: Session, shift: int, starts: datetime.timedelta, key: str, actor: int | None = None
) -> tuple[int, int]:
    """Somebody else sits for the first of a shift, from so long after its start; the two of them."""
    row, seats = data.duty.list_shifts(session)[shift]
    out = seats[0].person_id
    other = next(one for one in range(1, 7) if one not in people(session, shift))
    before = jobs.changes.dates(session, settings(session), NOW)
    override = data.models.Override(in_id=other, out_id=out, starts=row.starts + starts, ends=row.ends, recorded_at=NOW)
    data.duty.add_override(session, override)
    jobs.changes.follow_up(session, settings(session), before, NOW, key, actor_id=actor)
    return out, other


def at_once(session: Session) -> list[str]:
    found = session.exec(
        sqlmodel.select(data.models.Notice).where(sqlmodel.col(data.models.Notice.lane).startswith("@"))
    )
    return sorted(one.key for one in found)


def in_the_morning(session: Session) -> list[str]:
    found = session.exec(sqlmodel.select(data.models.MorningPart))
    return sorted(one.key for one in found if one.kind == "dates")


def keys(session: Session, key: str, *persons: int) -> list[str]:
    known = data.people.load_by_id(session, persons)
    return sorted(f"dates:{key}:{known[person].slack_id}" for person in persons)


@pytest.mark.parametrize(
    ("shift", "starts", "urgent"),
    [
        pytest.param(0, 1 * DAY, True, id="what runs"),
        pytest.param(1, 0 * DAY, False, id="in two weeks"),
        pytest.param(0, 2 * DAY - HOUR, True, id="in less than two days"),
    ],
)
def test_what_is_near_is_told_at_once_and_all_else_in_the_morning(
    programme: Session, shift: int, starts: datetime.timedelta, urgent: bool
) -> None:
    concerned = sits_instead(programme, shift, starts, "T1")
    told = keys(programme, "T1", *concerned)
    assert (at_once(programme), in_the_morning(programme)) == ((told, []) if urgent else ([], told))


def test_who_gains_what_begins_in_more_than_two_days_is_not_in_a_hurry_though_the_other_loses_what_runs(
    programme: Session,
) -> None:
    out, other = sits_instead(programme, 0, 4 * DAY, "T1")
    assert at_once(programme) == keys(programme, "T1", out)
    assert in_the_morning(programme) == keys(programme, "T1", other)


def test_what_was_held_back_until_those_dates_are_over_is_of_no_use(programme: Session) -> None:
    sits_instead(programme, 0, 1 * DAY, "T1")
    ends = data.duty.list_shifts(programme)[0][0].ends
    told = [one for one in programme.exec(sqlmodel.select(data.models.Notice)) if one.key.startswith("dates:")]
    assert [one.stale_at for one in told] == [ends, ends]


def test_whoever_changed_it_has_read_it_in_the_answer(programme: Session) -> None:
    out = people(programme, 1)[0]
    _, other = sits_instead(programme, 1, 0 * DAY, "T1", actor=out)
    assert in_the_morning(programme) == keys(programme, "T1", other)


def test_the_same_change_again_tells_nobody_twice_and_a_change_of_nothing_nobody(programme: Session) -> None:
    sits_instead(programme, 1, 0 * DAY, "T1")
    before = in_the_morning(programme)
    same = jobs.changes.dates(programme, settings(programme), NOW)
    assert jobs.changes.follow_up(programme, settings(programme), {}, NOW, "T1")
    assert jobs.changes.follow_up(programme, settings(programme), same, NOW, "T2") == {}
    assert set(before) <= set(in_the_morning(programme))
    assert [key for key in in_the_morning(programme) if ":T2:" in key] == []


def test_who_has_left_is_told_nothing(programme: Session) -> None:
    gone = data.people.load_by_id(programme, [people(programme, 1)[0]])[people(programme, 1)[0]]
    gone.active = False
    programme.add(gone)
    jobs.duty.tick(programme, NOW + HOUR)
    assert not [key for key in in_the_morning(programme) + at_once(programme) if key.endswith(gone.slack_id)]


def test_each_reads_it_in_their_own_zone(programme: Session) -> None:
    ben = data.people.find(programme, "UBEN")
    assert ben is not None
    shift = next(n for n in range(1, 7) if ben.id in people(programme, n))
    data.duty.add_absence(programme, ben.id or 0, *_days(programme, shift), NOW)
    jobs.duty.tick(programme, NOW + HOUR)
    parts = programme.exec(sqlmodel.select(data.models.MorningPart)).all()
    text = {part.person_id: str(part.payload["text"]) for part in parts if part.kind == "dates"}[ben.id or 0]
    assert "(Asia/Manila)" in text
    assert "(Europe/Berlin)" not in text


def _days(session: Session, shift: int) -> tuple[datetime.date, datetime.date]:
    first = data.duty.list_shifts(session)[shift][0].starts.date() + DAY
    return first, first + DAY


def test_a_preview_names_them_in_the_order_of_the_alphabet(programme: Session) -> None:
    concerned = [people(programme, 1)[0], people(programme, 2)[0]]
    moves: rules.sitting.Moves = dict.fromkeys(concerned, ((), ((NOW, NOW + DAY),)))
    named = [move.person.name for move in jobs.changes.names(programme, moves)]
    assert named == sorted(named)
    assert len(named) == 2
