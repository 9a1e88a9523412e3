"""A digest from the store: what is counted and what is not, four weeks that add up, and the managers' Monday."""

import collections.abc
import datetime
import itertools

import hypothesis
import hypothesis.strategies as st
import pytest
import sqlalchemy
import sqlmodel

import data.contracts
import data.duty
import data.models
import data.outbox
import data.settings
import data.updates
import jobs.digest
import jobs.morning
import jobs.outgoing
import jobs.scene
import rules.digest
import tests.programme

Choice, EndedAs = data.models.Choice, data.models.EndedAs
Figures = rules.digest.Figures
State = data.models.ReportState

NOW = tests.programme.NOW
DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
WEEK = rules.digest.Span(rules.digest.Kind.WEEK, tests.programme.TODAY - 7 * DAY)
"""From Monday 23 February to Sunday 1 March 2026; it is Monday 2 March."""

FIRST = datetime.datetime(2026, 2, 22, 23, tzinfo=datetime.UTC)
"""Its first instant, midnight in Berlin."""

OVER = FIRST + 7 * DAY

Session = sqlmodel.Session


@pytest.fixture
def maren(session: Session) -> data.models.Person:
    data.settings.record(session, "time_zone", "Europe/Berlin")
    data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW - 60 * DAY)
    return tests.programme.add(session, "UMAREN", "manager", zone="Europe/Berlin")


def digest(session: Session, reader: data.models.Person, span: rules.digest.Span = WEEK) -> rules.digest.Digest:
    session.flush()
    return jobs.digest.load(jobs.scene.load(session, NOW), span, reader)


def now(session: Session, reader: data.models.Person) -> Figures:
    return digest(session, reader).now


def report(session: Session, filed: datetime.datetime, **more: object) -> None:
    row = {"kind": "broken", "title": "x", "happened": "y", "expected_by": filed, "changed_at": filed} | more
    session.add(data.models.Report(filed_at=filed, **row))  # type: ignore[arg-type]  # columns


# -- what is counted


def test_reports_count_by_the_programmes_midnights_and_not_if_they_were_taken_back(
    session: Session, maren: data.models.Person
) -> None:
    moment = datetime.timedelta.resolution
    report(session, FIRST - moment)  # open since the week before
    report(session, FIRST, state=State.RESOLVED, closed_at=OVER - moment, responded_at=FIRST + 9 * HOUR)
    report(session, OVER - moment, state=State.DUPLICATE, closed_at=OVER)
    report(session, OVER, responded_at=OVER)
    report(session, FIRST, state=State.WITHDRAWN, closed_at=FIRST)
    found = digest(session, maren)
    assert (found.now.filed, found.now.closed, found.now.open) == (2, 1, 2)
    assert found.before is not None
    assert (found.before.filed, found.before.closed, found.before.open) == (1, 0, 1)
    assert found.now.first_response == 0.0  # at 9 in the morning, when the programme's working day begins
    assert found.before.first_response is None


def test_updates_count_when_they_left_and_receipts_when_they_were_given_or_were_missing(
    session: Session, maren: data.models.Person
) -> None:
    readers = [tests.programme.add_freelancer(session, slack_id) for slack_id in ("UFLOR", "UKAI", "ULIV", "UMIO")]
    gone = tests.programme.add_freelancer(session, "UGONE", active=False)
    for state, valid in (("sent", 30), ("cancelled", 30), ("retracted", 30), ("sent", -1)):
        update = data.models.Update(
            author_id=maren.id or 0,
            title="x",
            text="y",
            wants_receipt=True,
            valid_until=WEEK.ends + valid * DAY,
            state=data.models.UpdateState(state),
            drafted_at=FIRST,
            sent_at=FIRST,
            leaves_at=FIRST + DAY,
        )
        data.updates.save(session, update)
        acknowledged = (FIRST + 2 * DAY, OVER, None, OVER - HOUR) if (state, valid) == ("sent", 30) else (None,) * 4
        copies = zip([*readers, gone], [*acknowledged, None], strict=True)
        data.updates.add_copies(
            session,
            [
                data.models.Copy(
                    update_id=update.id or 0, person_id=one.id or 0, due_at=FIRST + DAY, acknowledged_at=at
                )
                for one, at in copies
            ],
        )
    found = now(session, maren)
    assert (found.sent, found.given, found.missing) == (3, 2, 2)


def test_kudos_decisions_that_were_told_and_messages_that_did_not_arrive_count_on_their_day(
    session: Session, maren: data.models.Person
) -> None:
    flor = tests.programme.add_freelancer(session, "UFLOR")
    (contract,) = data.contracts.list_of(session, flor.id or 0)
    for at in (FIRST - HOUR, FIRST, OVER - HOUR, OVER):
        session.add(data.models.Kudos(person_id=flor.id or 0, giver_id=maren.id or 0, at=at, words="x"))
    for choice, told_at in ((Choice.RENEW, FIRST), (Choice.END, None), (Choice.CONVERT, OVER)):
        session.add(
            data.models.Decision(
                contract_id=contract.id or 0, actor_id=maren.id or 0, at=FIRST, choice=choice, told_at=told_at
            )
        )
    drafts = [data.outbox.Draft(str(number), "@UFLOR", {}, "a test", FIRST + HOUR) for number in range(4)]
    data.outbox.enqueue(session, drafts)
    for notice, state in zip(
        session.exec(sqlmodel.select(data.models.Notice)), ("sent", "dead", "uncertain", "dropped"), strict=True
    ):
        notice.state = data.models.NoticeState(state)
    found = now(session, maren)
    assert (found.kudos, found.told, found.lost) == (2, {Choice.RENEW: 1}, 2)


def test_who_came_went_on_left_and_is_employed_goes_by_the_days_of_contracts(
    session: Session, maren: data.models.Person
) -> None:
    """Days from 2 March: the week has those from -7 to -1."""
    for slack_id, terms in {
        "UCAME": [(-7, 60)],
        "UBACK": [(-90, -20), (-1, 60)],
        "URENEWED": [(-90, -8), (-7, 60)],
        "UGOESON": [(-90, -1), (0, 60)],
        "ULEFT": [(-90, -1)],
        "UEARLIER": [(-90, -8)],
        "ULATER": [(0, 60)],
        "UEMPLOYED": [(-90, -3)],
        "UDAY": [(-4, -4)],
    }.items():
        person = tests.programme.add_freelancer(session, slack_id, last_day=None)
        for first, last in terms:
            tests.programme.add_contract(session, person, first, last)
        if slack_id == "UEMPLOYED":
            data.contracts.list_of(session, person.id or 0)[0].ended_as = EndedAs.CONVERTED
    found = digest(session, maren)
    people = found.now.freelancers
    assert people == rules.digest.Freelancers(
        4, ("Back", "Came", "Day"), ("Renewed",), ("Day", "Left"), ("Employed",), lapsed=2
    )
    assert found.before is not None
    assert found.before.freelancers.number == 4  # renewed, goes on, left and employed
    assert found.before.freelancers.left == ("Earlier",)


def test_what_ends_in_the_days_after_it_is_counted_with_what_nothing_follows(
    session: Session, maren: data.models.Person
) -> None:
    for slack_id, last in {"UONE": 0, "UTWO": 30, "UTHREE": 31, "UFOUR": -1, "UFIVE": 10}.items():
        tests.programme.add_freelancer(session, slack_id, last_day=last)
    five = session.exec(sqlmodel.select(data.models.Person).where(data.models.Person.slack_id == "UFIVE")).one()
    tests.programme.add_contract(session, five, 11, 90)
    found = digest(session, maren)
    assert (found.ending, found.unfollowed) == (3, 2)


def test_a_decision_that_nobody_was_told_shows_nowhere(session: Session, maren: data.models.Person) -> None:
    for slack_id, last in (("UFLOR", 20), ("UKAI", -2)):
        person = tests.programme.add_freelancer(session, slack_id, last_day=last)
        (contract,) = data.contracts.list_of(session, person.id or 0)
        row = data.models.Decision(contract_id=contract.id or 0, actor_id=1, at=FIRST, choice=Choice.NOT_YET)
        session.add(row)
    before = digest(session, maren)
    for choice in (Choice.END, Choice.OPEN):
        session.add(data.models.Decision(contract_id=1, actor_id=1, at=FIRST, choice=choice))
        assert digest(session, maren) == before


def test_a_managers_own_contract_is_in_none_of_their_lines(session: Session, maren: data.models.Person) -> None:
    other = tests.programme.add(session, "UMILO", "manager", zone="Europe/Berlin")
    maren.freelancer = True
    tests.programme.add_contract(session, maren, -60, -1)
    (contract,) = data.contracts.list_of(session, maren.id or 0)
    end = data.models.Decision(
        contract_id=contract.id or 0, actor_id=other.id or 0, at=FIRST, choice=Choice.END, told_at=FIRST
    )
    session.add(end)
    own, others = digest(session, maren), digest(session, other)
    assert (own.now.freelancers, own.now.told) == (rules.digest.Freelancers(), {})
    assert (others.now.freelancers, others.now.told) == (rules.digest.Freelancers(left=("Maren",)), {Choice.END: 1})


def test_the_pair_of_each_shift_is_who_sat_when_it_or_the_week_began(
    session: Session, maren: data.models.Person
) -> None:
    ada, ben, cy = (tests.programme.add(session, slack_id, "adviser") for slack_id in ("UADA", "UBEN", "UCY"))
    handover = FIRST + 3 * DAY
    shifts = ((handover - 14 * DAY, [ada, ben]), (handover, [cy]), (handover + 14 * DAY, [ada, ben]))
    for starts, seats in shifts:
        data.duty.add_shift(session, starts, starts + 14 * DAY, [(one.id or 0, 1) for one in seats], FIRST)
    for starts, ends in ((handover - 9 * DAY, handover), (OVER, OVER + DAY)):
        data.duty.add_override(
            session,
            data.models.Override(
                in_id=cy.id or 0, out_id=ben.id or 0, starts=starts, ends=ends, recorded_at=FIRST - 9 * DAY
            ),
        )
    found = digest(session, maren)
    assert [[one.name for one in pair] for pair in found.pairs] == [["Ada", "Cy"], ["Cy"]]
    assert (found.now.overrides, found.now.empty) == (1, 1)


def test_without_anything_before_it_a_week_stands_alone(session: Session) -> None:
    maren = tests.programme.add(session, "UMAREN", "manager")
    tests.programme.add_freelancer(session, "UFLOR", starts=-90)  # imported with a past
    report(session, FIRST + DAY)
    assert digest(session, maren).before is None
    report(session, FIRST - 2 * DAY)
    assert digest(session, maren).before is not None


# -- a law

FOUR = [rules.digest.Span(rules.digest.Kind.WEEK, WEEK.starts + number * 7 * DAY) for number in range(-3, 1)]
HOURS = st.integers(-40 * 24, 10 * 24)
TERMS = st.lists(st.tuples(st.integers(1, 25), st.integers(0, 9), st.booleans()), max_size=6)


def filled(session: Session, seed: list[tuple[int, int]], people: list[list[tuple[int, int, bool]]]) -> None:
    """Reports and kudos at hours from now and closed some later; terms one after the other, at once or after days."""
    for table in ("report", "kudos", "contract"):
        session.execute(sqlalchemy.delete(sqlmodel.SQLModel.metadata.tables[table]))
    for start, later in seed:
        filed = NOW + start * HOUR
        closed = {"state": State.RESOLVED, "closed_at": filed + later * HOUR} if later % 3 else {}
        report(session, filed, **closed)
        session.add(data.models.Kudos(person_id=1, giver_id=1, at=filed + later * HOUR, words="x"))
    for number, terms in enumerate(people):
        day = WEEK.starts - 40 * DAY
        for length, gap, is_converted in terms:
            starts = day + gap * DAY
            day = starts + length * DAY
            ended_as = EndedAs.CONVERTED if is_converted else None
            session.add(
                data.models.Contract(person_id=number + 2, starts=starts, ends=day, weekly_hours=20, ended_as=ended_as)
            )
    session.flush()


@hypothesis.given(
    seed=st.lists(st.tuples(HOURS, st.integers(0, 400)), max_size=25), people=st.lists(TERMS, min_size=4, max_size=4)
)
@hypothesis.settings(
    max_examples=15, deadline=None, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
def test_four_weeks_one_after_the_other_add_up(
    session: Session, maren: data.models.Person, seed: list[tuple[int, int]], people: list[list[tuple[int, int, bool]]]
) -> None:
    """What is there at a week's end is what was there at its beginning, with what came and without what went."""
    for slack_id in "ABCD":
        if session.get(data.models.Person, "ABCD".index(slack_id) + 2) is None:
            tests.programme.add(session, f"U{slack_id}", "freelancer")
    filled(session, seed, people)
    weeks = [digest(session, maren, span) for span in FOUR]
    for earlier, later in itertools.pairwise(weeks):
        assert later.before == earlier.now
        assert later.now.open == earlier.now.open + later.now.filed - later.now.closed
        had, has = earlier.now.freelancers, later.now.freelancers
        assert has.number == had.number + len(has.came) - len(has.left) - len(has.converted)
    since, until = FIRST - 21 * DAY, OVER
    filed = [NOW + start * HOUR for start, _ in seed]
    assert sum(one.now.filed for one in weeks) == sum(since <= at < until for at in filed)
    given_at = [NOW + (start + later) * HOUR for start, later in seed]
    assert sum(one.now.kudos for one in weeks) == sum(since <= at < until for at in given_at)


# -- the managers' Monday


def mornings(session: Session, *instants: datetime.datetime) -> list[data.models.MorningPart]:
    """The digests that were told by then."""
    for at in instants:
        jobs.morning.tick(session, at)
        session.flush()
    told = sqlmodel.select(data.models.MorningPart).where(data.models.MorningPart.kind == "digest")
    return list(session.exec(told.order_by(sqlmodel.col(data.models.MorningPart.id))))


MONDAY = datetime.datetime(2026, 3, 2, 8, 5, tzinfo=datetime.UTC)
"""Five past nine in Berlin."""


def test_what_changed_is_told_once_in_the_first_morning_of_the_week(
    session: Session, maren: data.models.Person
) -> None:
    report(session, FIRST + DAY)
    assert mornings(session, MONDAY - HOUR) == []
    (part,) = mornings(session, MONDAY, MONDAY + HOUR, MONDAY + DAY, MONDAY + 2 * DAY)
    assert (part.key, part.day, part.reason) == (
        "digest:2026-02-23:UMAREN",
        MONDAY.date(),
        "the week from Mon 23 February 2026 is over",
    )
    assert str(part.payload["text"]).splitlines() == [
        "*What changed last week* (Mon 23 February 2026 to Sun 1 March 2026, in brackets the week before)",
        "• *Reports:* 1 filed (0), 0 closed (0), 1 open at its end (0)",
    ]
    assert "Why do I get this? You manage the programme" in str(part.payload["blocks"])


def test_a_week_as_the_one_before_is_not_told_of(session: Session, maren: data.models.Person) -> None:
    report(session, FIRST - DAY)
    report(session, FIRST + DAY)
    assert mornings(session, MONDAY - HOUR, MONDAY, MONDAY + DAY) == []
    report(session, FIRST + DAY)  # as if it came late
    (part,) = mornings(session, MONDAY + 2 * DAY, MONDAY + 3 * DAY)
    assert part.day == MONDAY.date() + 2 * DAY


def test_a_manager_who_is_away_on_monday_reads_it_when_they_are_back(
    session: Session, maren: data.models.Person
) -> None:
    report(session, FIRST + DAY)
    data.duty.add_absence(session, maren.id or 0, MONDAY.date(), MONDAY.date() + 2 * DAY, NOW - 9 * DAY)
    (part,) = mornings(session, *(MONDAY + number * DAY for number in range(-1, 5)))
    assert part.day == MONDAY.date() + 2 * DAY


def test_where_monday_begins_before_the_programmes_week_is_over_it_is_told_on_tuesday(
    session: Session, maren: data.models.Person
) -> None:
    maren.zone = "Pacific/Auckland"
    report(session, FIRST + DAY)
    hours = (MONDAY - 3 * DAY + number * HOUR for number in range(0, 120, 3))
    (part,) = mornings(session, *hours)
    assert part.day == datetime.date(2026, 3, 3)


def test_others_than_managers_do_not_read_it(session: Session) -> None:
    tests.programme.add(session, "UADA", "adviser", "freelancer", zone="Europe/Berlin")
    data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW - 60 * DAY)
    report(session, FIRST + DAY)
    assert mornings(session, MONDAY - HOUR, MONDAY, MONDAY + DAY) == []


def test_a_week_that_began_before_muster_was_live_is_not_told_of(session: Session) -> None:
    tests.programme.add(session, "UMAREN", "manager", zone="Europe/Berlin")
    data.settings.record(session, "time_zone", "Europe/Berlin")
    data.settings.record_milestone(session, data.settings.WENT_LIVE, FIRST + DAY)
    report(session, FIRST + 2 * DAY)
    for days in (1, 2):
        report(session, OVER + days * DAY)
    (part,) = mornings(session, *(MONDAY + number * DAY for number in range(-1, 9)))
    assert part.key == "digest:2026-03-02:UMAREN"


def test_a_digest_is_loaded_only_when_a_managers_morning_may_tell_it(
    session: Session, maren: data.models.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[rules.digest.Span] = []
    load: collections.abc.Callable[..., rules.digest.Digest] = jobs.digest.load

    def counted(scene: jobs.scene.Scene, span: rules.digest.Span, reader: data.models.Person) -> rules.digest.Digest:
        loaded.append(span)
        return load(scene, span, reader)

    monkeypatch.setattr(jobs.digest, "load", counted)
    tests.programme.add(session, "UMILO", "manager", zone="Europe/Berlin")
    report(session, FIRST + DAY)
    mornings(session, *(MONDAY - 5 * HOUR + number * HOUR for number in range(24)))
    assert loaded == [WEEK]  # once for both
    jobs.outgoing.upcoming(session, MONDAY + HOUR, MONDAY + 14 * DAY)
    mornings(session, MONDAY + DAY, MONDAY + 2 * DAY)
    assert loaded == [WEEK]


def test_the_coming_ones_are_foreseen_and_those_that_are_over_are_not(
    session: Session, maren: data.models.Person
) -> None:
    mornings(session, MONDAY - HOUR, MONDAY)  # nothing had changed
    planned = jobs.outgoing.upcoming(session, MONDAY + HOUR, MONDAY + 14 * DAY)
    foreseen = [(one.at, one.reason) for one in planned if one.kind == "morning message, what changed last week"]
    assert foreseen == [
        (
            datetime.datetime(2026, 3, 9, 8, tzinfo=datetime.UTC),
            "the week from Mon 2 March 2026 is over, if anything changed in it",
        ),
        (
            datetime.datetime(2026, 3, 16, 8, tzinfo=datetime.UTC),
            "the week from Mon 9 March 2026 is over, if anything changed in it",
        ),
    ]
