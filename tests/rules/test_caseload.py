"""Caseloads: who counts, how much room is left, and what an exception allows."""

import datetime

import data.models
import rules.caseload

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 3, 2)


def adviser(person_id: int) -> data.models.Person:
    return data.models.Person(id=person_id, slack_id=f"UA{person_id}", name="Ada", adviser=True, joined_at=NOW)


def freelancer(
    person_id: int, adviser_id: int | None = 1, until: datetime.date | None = None
) -> rules.caseload.Freelancer:
    reason = "until the next adviser starts" if until else None
    return rules.caseload.Freelancer(
        person_id, f"UF{person_id}", "Flor", None, adviser_id, exception_reason=reason, exception_until=until
    )


def test_each_adviser_is_listed_with_what_is_free() -> None:
    contracted = [freelancer(11), freelancer(12), freelancer(13, adviser_id=2), freelancer(14, adviser_id=None)]
    loads = rules.caseload.caseloads([adviser(1), adviser(2), adviser(3)], contracted, TODAY, cap=5)
    assert [(load.adviser.id, load.used, load.free, load.over) for load in loads] == [
        (1, 2, 3, 0),
        (2, 1, 4, 0),
        (3, 0, 5, 0),
    ]


def test_five_are_the_cap_and_the_sixth_is_over_it() -> None:
    contracted = [freelancer(number) for number in range(11, 17)]
    (five,) = rules.caseload.caseloads([adviser(1)], contracted[:5], TODAY, cap=5)
    (six,) = rules.caseload.caseloads([adviser(1)], contracted, TODAY, cap=5)
    assert (five.free, five.over, five.exceptions) == (0, 0, ())
    assert (six.free, six.over, six.exceptions) == (0, 1, ())


def test_an_exception_is_named_only_where_it_is_needed_and_until_its_last_day() -> None:
    excepted = freelancer(16, until=TODAY)
    others = [freelancer(number) for number in range(11, 16)]
    (needed,) = rules.caseload.caseloads([adviser(1)], [*others, excepted], TODAY, cap=5)
    (not_needed,) = rules.caseload.caseloads([adviser(1)], [excepted], TODAY, cap=5)
    (past,) = rules.caseload.caseloads([adviser(1)], [*others, excepted], TODAY + datetime.timedelta(days=1), cap=5)
    assert needed.exceptions == (TODAY,)
    assert not_needed.exceptions == ()
    assert past.exceptions == ()


def test_an_exception_needs_a_reason_and_an_end() -> None:
    until = datetime.date(2026, 3, 31)
    assert rules.caseload.excepted("holiday cover", until, TODAY)
    assert not rules.caseload.excepted("holiday cover", None, TODAY)
    assert not rules.caseload.excepted(None, until, TODAY)
    assert not rules.caseload.excepted("", until, TODAY)
