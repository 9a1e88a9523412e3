"""Caseloads: who counts, how much room is left, and what an exception allows."""

import datetime

import data.models
import rules.caseload

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 3, 2)


def adviser(person_id: int) -> data.models.Person:
    return data.models.Person(id=person_id, slack_id=f"UA{person_id}", name="Ada", adviser=True, joined_at=NOW)


def assignment(freelancer: int, adviser_id: int = 1, until: datetime.date | None = None) -> data.models.Assignment:
    reason = "until the next adviser starts" if until else None
    return data.models.Assignment(
        freelancer_id=freelancer, adviser_id=adviser_id, starts=NOW, exception_reason=reason, exception_until=until
    )


def contract(freelancer: int, starts: datetime.date, ends: datetime.date) -> data.models.Contract:
    return data.models.Contract(person_id=freelancer, starts=starts, ends=ends, weekly_hours=20.0)


def running(freelancer: int) -> data.models.Contract:
    return contract(freelancer, datetime.date(2026, 2, 1), datetime.date(2026, 5, 1))


def test_running_and_coming_contracts_count_and_past_ones_do_not() -> None:
    contracts = [
        running(11),
        contract(12, datetime.date(2026, 4, 1), datetime.date(2026, 6, 1)),
        contract(13, datetime.date(2025, 12, 1), TODAY),
    ]
    assignments = [assignment(11), assignment(12), assignment(13), assignment(14)]
    counting = rules.caseload.counting(assignments, contracts, TODAY)
    assert [one.freelancer_id for one in counting] == [11, 12]


def test_an_assignment_that_is_over_does_not_count() -> None:
    past = assignment(11)
    past.ends = NOW
    assert rules.caseload.counting([past], [running(11)], TODAY) == []


def test_two_contracts_of_a_freelancer_count_once() -> None:
    following = contract(11, datetime.date(2026, 5, 1), datetime.date(2026, 7, 1))
    (one,) = rules.caseload.caseloads([adviser(1)], [assignment(11)], [running(11), following], TODAY)
    assert one.used == 1


def test_each_adviser_is_listed_with_what_is_free() -> None:
    assignments = [assignment(11), assignment(12), assignment(13, adviser_id=2)]
    contracts = [running(11), running(12), running(13)]
    loads = rules.caseload.caseloads([adviser(1), adviser(2), adviser(3)], assignments, contracts, TODAY)
    assert [(load.adviser.id, load.used, load.free, load.over) for load in loads] == [
        (1, 2, 3, 0),
        (2, 1, 4, 0),
        (3, 0, 5, 0),
    ]


def test_five_are_the_cap_and_the_sixth_is_over_it() -> None:
    freelancers = range(11, 17)
    assignments = [assignment(freelancer) for freelancer in freelancers]
    contracts = [running(freelancer) for freelancer in freelancers]
    (five,) = rules.caseload.caseloads([adviser(1)], assignments[:5], contracts, TODAY)
    (six,) = rules.caseload.caseloads([adviser(1)], assignments, contracts, TODAY)
    assert (five.free, five.over, five.exceptions) == (0, 0, ())
    assert (six.free, six.over, six.exceptions) == (0, 1, ())


def test_an_exception_is_named_only_where_it_is_needed_and_until_its_last_day() -> None:
    contracts = [running(freelancer) for freelancer in range(11, 17)]
    excepted = assignment(16, until=datetime.date(2026, 3, 2))
    others = [assignment(freelancer) for freelancer in range(11, 16)]
    (needed,) = rules.caseload.caseloads([adviser(1)], [*others, excepted], contracts, TODAY)
    (not_needed,) = rules.caseload.caseloads([adviser(1)], [excepted], contracts, TODAY)
    (past,) = rules.caseload.caseloads([adviser(1)], [*others, excepted], contracts, TODAY + datetime.timedelta(days=1))
    assert needed.exceptions == (excepted,)
    assert not_needed.exceptions == ()
    assert past.exceptions == ()


def test_an_exception_needs_a_reason_and_an_end() -> None:
    until = datetime.date(2026, 3, 31)
    assert rules.caseload.excepted("holiday cover", until, TODAY)
    assert not rules.caseload.excepted("holiday cover", None, TODAY)
    assert not rules.caseload.excepted(None, until, TODAY)
    assert not rules.caseload.excepted("", until, TODAY)
