"""How the programme stands: contracts by day and zone, caseloads, hours."""

import datetime
import zoneinfo

import pytest

import data.models
import rules.caseload
import rules.ratio
import rules.settings
import rules.status
import rules.working_hours

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 3, 2)
UTC = zoneinfo.ZoneInfo("UTC")
DEFAULTS = rules.settings.read({})


def days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)


def freelancer(id: int, zone: str | None = None) -> rules.caseload.Freelancer:
    return rules.caseload.Freelancer(id, f"U{id}", f"Flor {id}", zone)


def term(person: int, starts: int, last_day: int, hours: float = 20) -> rules.status.Term:
    """A contract from so many days from today to so many days from today, that one included."""
    return rules.status.Term(person, TODAY + days(starts), TODAY + days(last_day + 1), hours)


def contracts(
    people: list[rules.caseload.Freelancer], terms: list[rules.status.Term], now: datetime.datetime = NOW
) -> rules.status.Contracts:
    return rules.status.contracts(people, terms, now, UTC)


def manager(hours: float | None) -> data.models.Person:
    return data.models.Person(slack_id="UMAREN", name="Maren", manager=True, weekly_hours=hours, joined_at=NOW)


@pytest.mark.parametrize(
    ("last_day", "ends_soon"), [(-1, None), (0, 0), (1, 1), (29, 29), (30, 30), (31, None), (180, None)]
)
def test_a_contract_ends_soon_from_today_to_30_days_on(last_day: int, ends_soon: int | None) -> None:
    found = contracts([freelancer(1)], [term(1, -40, last_day)])
    assert [ending.days_left for ending in found.ending] == ([] if ends_soon is None else [ends_soon])


@pytest.mark.parametrize(
    ("zone", "days_left"),
    [(None, 0), ("Pacific/Kiritimati", None), ("Pacific/Pago_Pago", 1), ("Europe/Berlin", 0)],
)
def test_the_day_is_the_freelancers_own(zone: str | None, days_left: int | None) -> None:
    """At 10:30 UTC it is tomorrow already in Kiritimati, and still yesterday in Pago Pago."""
    at = datetime.datetime(2026, 3, 2, 10, 30, tzinfo=datetime.UTC)
    found = contracts([freelancer(1, zone)], [term(1, -40, 0)], at)
    assert [ending.days_left for ending in found.ending] == ([] if days_left is None else [days_left])
    assert (len(found.without) == 1) == (days_left is None)


def test_contracts_are_sorted_by_how_they_stand_today() -> None:
    people = [freelancer(id) for id in range(1, 6)]
    terms = [term(1, -10, 50, 24), term(2, 5, 90), term(3, -90, -1), term(4, -50, 10, 16), term(4, 11, 100, 30)]
    found = contracts(people, terms)
    assert found.running == {1: 24, 4: 16}
    assert [one.id for one in found.contracted] == [1, 2, 4]
    assert [one.id for one in found.without] == [3, 5]


def test_the_contract_that_ends_next_comes_first_and_says_whether_another_follows() -> None:
    people = [freelancer(id) for id in (1, 2, 3)]
    terms = [term(1, -50, 20), term(2, -50, 3), term(2, 4, 90), term(3, -50, 3)]
    found = contracts(people, terms)
    assert [(one.freelancer.id, one.last_day, one.continued) for one in found.ending] == [
        (2, TODAY + days(3), True),
        (3, TODAY + days(3), False),
        (1, TODAY + days(20), False),
    ]


def test_terms_of_who_is_no_freelancer_count_nowhere() -> None:
    assert contracts([], [term(9, -10, 10)]) == rules.status.Contracts({}, [], [], [])


def test_the_worked_case_in_hours() -> None:
    running = dict.fromkeys(range(1, 61), 20.0)
    hours = rules.status.hours(running, running.keys(), 2, [manager(20), manager(20)], DEFAULTS)
    assert hours == rules.ratio.Hours(1200, 60, 20, 40)


def test_a_managers_own_hours_count_and_where_they_are_not_known_40_are_assumed() -> None:
    assert rules.status.hours({}, [], 0, [manager(20)], DEFAULTS).managers == 20
    assert rules.status.hours({}, [], 0, [manager(None)], DEFAULTS).managers == 40
    assert rules.status.hours({}, [], 0, [manager(20), manager(None), manager(0)], DEFAULTS).managers == 60
    assert rules.status.hours({}, [], 0, [], DEFAULTS).managers == 0


def test_a_check_in_takes_a_running_contract_and_an_adviser() -> None:
    """1 has both; 2 has no adviser; 3 has an adviser and no running contract."""
    assert rules.status.hours({1: 20.0, 2: 20.0}, {1, 3}, 0, [], DEFAULTS).checkins == 1


def test_only_filled_seats_count() -> None:
    assert [rules.status.hours({}, [], seats, [], DEFAULTS).duty for seats in (0, 1, 2)] == [0, 10, 20]


def test_assumed_hours_are_settings() -> None:
    changed = rules.settings.read({"checkin_hours": "0.5", "duty_hours": "8", "manager_hours": "35"})
    hours = rules.status.hours({1: 20.0}, {1}, 2, [manager(None)], changed)
    assert hours == rules.ratio.Hours(20, 0.5, 16, 35)


# -- reports and renewals


def test_the_median_is_of_working_hours_and_there_is_none_of_nothing() -> None:
    workdays = rules.working_hours.programme_workdays(DEFAULTS)
    friday = datetime.datetime(2026, 2, 27, 16, tzinfo=datetime.UTC)
    spans = [(friday, friday + days(3)), (NOW, NOW + datetime.timedelta(hours=2))]
    assert rules.status.median_hours(workdays, spans) == 5  # 8 from Friday 16:00 to Monday 16:00, and 2
    assert rules.status.median_hours(workdays, []) is None


def renewals(last_day: int, **said: object) -> tuple[int, int, int]:
    """To decide, overdue, and to tell, of a contract by days from today."""
    ends = TODAY + days(last_day + 1)
    row = {"choice": None, "until": None, "is_sent": False, "number": 3} | said
    one = rules.status.Undecided(ends - days(45), ends, **row)  # type: ignore[arg-type]  # what is said of it
    found = rules.status.renewals([one], DEFAULTS.ladders, NOW, UTC)
    return found.to_decide, found.overdue, found.to_tell


@pytest.mark.parametrize(
    ("last_day", "counted"),
    [(15, (0, 0)), (14, (3, 0)), (3, (3, 0)), (2, (0, 3)), (0, (0, 3)), (-1, (0, 3)), (-40, (0, 3))],
)
def test_a_short_term_is_to_be_decided_from_14_days_on_and_overdue_past_the_last_rung(
    last_day: int, counted: tuple[int, int]
) -> None:
    assert renewals(last_day) == (*counted, 0)


def test_what_rests_is_none_of_it() -> None:
    assert renewals(7, choice=data.models.Choice.NOT_YET, until=TODAY + days(2)) == (0, 0, 0)
    assert renewals(7, choice=data.models.Choice.NOT_YET, until=TODAY) == (3, 0, 0)
    assert renewals(2, choice=data.models.Choice.OPEN) == (0, 3, 0)


@pytest.mark.parametrize("choice", [data.models.Choice.RENEW, data.models.Choice.END, data.models.Choice.CONVERT])
def test_what_is_decided_is_to_tell_until_it_was_sent_off(choice: data.models.Choice) -> None:
    assert renewals(2, choice=choice) == (0, 0, 3)
    assert renewals(2, choice=choice, is_sent=True) == renewals(-2, choice=choice, is_sent=True) == (0, 0, 0)


def test_after_the_end_a_leave_can_still_be_told_and_a_renewal_has_come_to_nothing() -> None:
    assert renewals(-1, choice=data.models.Choice.END) == (0, 0, 3)
    assert renewals(-1, choice=data.models.Choice.RENEW) == (0, 3, 0)
