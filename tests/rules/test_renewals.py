"""When what follows a contract is to be decided and told: literals for each length of a term, and the laws of rungs."""

import datetime
import typing
import zoneinfo

import hypothesis
import hypothesis.strategies
import pytest

import data.models
import rules.contracts
import rules.renewals
import rules.settings
import rules.working_hours
import rules.working_time

Choice = data.models.Choice
Contract = data.models.Contract
Course = rules.renewals.Course
Date = datetime.date
Decision = data.models.Decision
Person = data.models.Person
Standing = rules.renewals.Standing

DAY = datetime.timedelta(days=1)
NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
LADDERS = rules.settings.read({}).ladders
draws = hypothesis.strategies


def day(text: str) -> Date:
    """`03-02` of 2026."""
    return Date.fromisoformat(f"2026-{text}")


def term(starts: str, last_day: str, **known: typing.Any) -> Contract:
    ends = day(last_day) + DAY
    return Contract(id=7, person_id=1, starts=day(starts), ends=ends, weekly_hours=20, **known)


def course(contract: Contract, decision: Decision | None = None) -> Course:
    return rules.renewals.course(contract, LADDERS.of(contract), decision, None)


def decided(choice: Choice, until: str = "") -> Decision:
    return Decision(contract_id=7, actor_id=1, at=NOW, choice=choice, until=day(until) if until else None)


MARCH = term("03-01", "03-31")
"""One month: its rungs are the 17th, a Tuesday, the 24th, and the 28th, a Saturday."""


@pytest.mark.parametrize(
    ("last_day", "rungs"),
    [
        ("03-31", ["03-17", "03-24", "03-28"]),  # one month
        ("04-30", ["04-16", "04-23", "04-27"]),  # two
        ("05-01", ["04-01", "04-17", "04-24"]),  # over two
        ("06-30", ["05-31", "06-16", "06-23"]),  # four
        ("07-01", ["05-17", "06-01", "06-17", "06-24"]),  # over four
        ("08-31", ["07-17", "08-01", "08-17", "08-24"]),  # six
    ],
)
def test_the_longer_a_term_the_earlier_its_rungs(last_day: str, rungs: list[str]) -> None:
    one = course(term("03-01", last_day))
    days = [one.contract.starts + n * DAY for n in range((one.contract.ends - one.contract.starts).days)]
    reached = [today for today in days if one.rung(today) != one.rung(today - DAY)]
    assert reached == [day(text) for text in rungs]


@pytest.mark.parametrize(
    ("today", "rung"),
    [("02-28", None), ("03-16", None), ("03-17", 14), ("03-23", 14), ("03-24", 7), ("03-28", 3), ("03-31", 3)],
)
def test_the_nearest_rung_counts_until_the_last_day(today: str, rung: int | None) -> None:
    assert course(MARCH).rung(day(today)) == rung


def test_there_is_no_rung_after_the_end_and_none_before_the_start_of_a_very_short_term() -> None:
    assert course(MARCH).rung(day("04-01")) is None
    short = course(term("03-20", "03-31"))
    assert [short.rung(day(text)) for text in ("03-19", "03-20")] == [None, 14]


@pytest.mark.parametrize(
    ("today", "first", "told"),
    [
        ("03-16", "03-16", None),  # the Monday before the rung
        ("03-18", "03-16", None),  # reached on Tuesday, and waits for Monday
        ("03-23", "03-23", "14"),
        ("03-24", "03-23", "7"),  # seven days are left
        ("03-26", "03-23", "7"),
        ("03-30", "03-30", "3"),
    ],
)
def test_a_rung_waits_for_monday_and_what_presses_does_not(today: str, first: str, told: str | None) -> None:
    found = course(MARCH).told_on(day(today), day(first))
    assert (found.name if found else None) == told


def test_what_could_not_be_told_on_monday_is_told_later_that_week() -> None:
    """Two months, whose first rung is Thursday 16 April; the Monday after it passed without a look."""
    found = course(term("03-01", "04-30")).told_on(day("04-22"), day("04-20"))
    assert found == rules.renewals.Due("14", day("04-16"), at_next_morning=False)


@pytest.mark.parametrize(
    ("decision", "standing"),
    [
        (None, Standing.DUE),
        (decided(Choice.OPEN), Standing.DUE),
        (decided(Choice.NOT_YET, until="03-25"), Standing.NOT_YET),
        (decided(Choice.NOT_YET, until="03-20"), Standing.DUE),
        (decided(Choice.RENEW), Standing.RENEW),
        (decided(Choice.END), Standing.END),
        (decided(Choice.CONVERT), Standing.CONVERT),
    ],
)
def test_how_a_decision_stands_and_that_only_what_is_due_is_told(decision: Decision | None, standing: Standing) -> None:
    one = course(MARCH, decision)
    assert one.standing(day("03-20")) == standing
    assert (one.due(day("03-20")) is not None) == (standing == Standing.DUE)


def test_not_yet_is_silent_until_its_date_and_is_told_on_it_at_the_next_morning() -> None:
    one = course(MARCH, decided(Choice.NOT_YET, until="03-26"))
    assert [one.due(day(text)) for text in ("03-24", "03-25")] == [None, None]
    assert one.due(day("03-26")) == rules.renewals.Due("not-yet:2026-03-26", day("03-26"), at_next_morning=True)
    assert one.due(day("03-28")) == rules.renewals.Due("3", day("03-28"), at_next_morning=True)


@pytest.mark.parametrize(("ended_as", "standing"), [("resigned", "end"), ("no-show", "end"), ("converted", "convert")])
def test_what_ends_early_is_not_to_be_decided(ended_as: str, standing: str) -> None:
    one = course(term("03-01", "03-20", ended_as=data.models.EndedAs(ended_as), agreed_ends=day("04-01")))
    assert (one.standing(day("03-19")), one.due(day("03-19"))) == (standing, None)


def test_after_the_end_it_is_quiet_and_stays_lapsed() -> None:
    after = [MARCH.ends, MARCH.ends + 400 * DAY]
    assert [(course(MARCH).due(today), course(MARCH).standing(today)) for today in after] == [
        (None, Standing.LAPSED),
        (None, Standing.LAPSED),
    ]


def test_others_hear_once_the_last_rung_is_past() -> None:
    assert [course(MARCH).is_past_last_rung(day(text)) for text in ("03-28", "03-29")] == [False, True]


def managers(*numbers: int) -> list[Person]:
    return [Person(id=number, slack_id=f"U{number}", name="M", joined_at=NOW) for number in numbers]


def test_a_decision_belongs_to_who_added_the_contract_or_else_to_the_first_manager() -> None:
    first, second = managers(2, 3)
    added = [term("03-01", "03-31", added_by_id=number) for number in (2, 3, 4, None)]
    owners = [rules.renewals.owner(contract, [first, second]) for contract in added]
    assert owners == [first, second, first, first]
    assert rules.renewals.owner(MARCH, []) is None


def test_nobody_owns_the_decision_on_their_own_contract() -> None:
    own, (person, other) = term("03-01", "03-31", added_by_id=1), managers(1, 2)
    assert rules.renewals.owner(own, [person, other]) == other
    assert rules.renewals.owner(own, [person]) is None


# -- laws

rungs = draws.lists(draws.integers(1, 60), min_size=1, max_size=5, unique=True).map(
    lambda found: tuple(sorted(found, reverse=True))
)
lengths = draws.integers(28, 184)
starts = draws.dates(Date(2026, 1, 1), Date(2027, 12, 31))
weeks = draws.sampled_from(["mon-fri", "tue-sat", "sun-thu", "mon,wed", "sat"])


@draws.composite
def workdays(draw: draws.DrawFn) -> rules.working_hours.Workdays:
    """Some days of the week, and holidays."""
    first = draw(draws.dates(Date(2026, 1, 1), Date(2028, 6, 30)))
    away = ((first, first + draw(draws.integers(0, 30)) * DAY),)
    time = rules.working_time.parse(f"{draw(weeks)} 09:00-17:00")
    return rules.working_hours.Workdays(zoneinfo.ZoneInfo("UTC"), time, away)


def first_of_week(works: rules.working_hours.Workdays, today: Date) -> Date:
    monday = today - today.weekday() * DAY
    return next(each for each in (monday + n * DAY for n in range(7)) if works.holds(each))


@hypothesis.given(
    first=starts, length=lengths, ladder=rungs, works=workdays(), off=draws.sets(draws.integers(0, 183), max_size=90)
)
def test_every_rung_that_is_left_undecided_is_told_once_whatever_days_are_lived(
    first: Date, length: int, ladder: tuple[int, ...], works: rules.working_hours.Workdays, off: set[int]
) -> None:
    one = Course(Contract(person_id=1, starts=first, ends=first + length * DAY, weekly_hours=20), ladder)
    told: dict[str, Date] = {}
    lived = [today for n in range(length + 9) if n not in off and works.holds(today := first + n * DAY)]
    for today in lived:
        monday, reached = first_of_week(works, today), one.rung(today)
        found = one.told_on(today, monday)
        assert (found is None) or (found.name == str(reached) and found.since <= today)
        if found is not None and found.name not in told:
            told[found.name] = today
            missed = monday not in lived
            assert today == monday or missed or found.at_next_morning
        if reached is not None and (today == monday or reached == ladder[-1] or one.days_left(today) <= 7):
            assert str(reached) in told, "a rung that is reached is told by the next Monday, or the next morning"
    assert all(today <= one.contract.last_day for today in told.values())


@hypothesis.given(
    first=starts,
    length=lengths,
    ladder=rungs,
    choice=draws.sampled_from(sorted(rules.renewals.DECIDED)),
    n=draws.integers(0, 200),
)
def test_nothing_is_told_after_an_answer(
    first: Date, length: int, ladder: tuple[int, ...], choice: Choice, n: int
) -> None:
    contract = Contract(person_id=1, starts=first, ends=first + length * DAY, weekly_hours=20)
    assert Course(contract, ladder, decided(choice)).due(first + n * DAY) is None


@hypothesis.given(first=starts, length=lengths, ladder=rungs, rests=draws.integers(1, 183), n=draws.integers(0, 190))
def test_not_yet_is_silent_before_its_date_and_never_after_it(
    first: Date, length: int, ladder: tuple[int, ...], rests: int, n: int
) -> None:
    contract = Contract(person_id=1, starts=first, ends=first + length * DAY, weekly_hours=20)
    until, today = min(first + rests * DAY, contract.last_day), first + n * DAY
    resting = Decision(contract_id=1, actor_id=1, at=NOW, choice=Choice.NOT_YET, until=until)
    due = Course(contract, ladder, resting).due(today)
    wanted = (
        rules.contracts.running(contract, today) and today >= until and (contract.last_day - today).days <= ladder[0]
    )
    assert (due is not None) == wanted
