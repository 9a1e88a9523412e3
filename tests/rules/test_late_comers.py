"""Who took part when something was sent, and who came late, as literals."""

import datetime

import pytest

import data.models
import rules.late_comers

Date = datetime.date
SENT = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
BEFORE, AFTER = SENT - datetime.timedelta(days=1), SENT + datetime.timedelta(days=1)


def contract(starts: int, ends: int) -> data.models.Contract:
    """From a day of March to before another."""
    first, end = Date(2026, 3, 1), datetime.timedelta(days=1)
    return data.models.Contract(
        person_id=1, weekly_hours=20, starts=first + (starts - 1) * end, ends=first + (ends - 1) * end
    )


@pytest.mark.parametrize(
    ("joined_at", "adviser", "contracts", "took_part"),
    [
        (BEFORE, True, [], True),
        (AFTER, True, [], False),
        (BEFORE, False, [contract(1, 30)], True),
        (BEFORE, False, [contract(3, 30)], False),  # it began the day after
        (BEFORE, False, [contract(1, 2), contract(5, 30)], False),  # between two
        (BEFORE, False, [contract(2, 3), contract(5, 30)], True),  # and on the last day of one
        (AFTER, False, [contract(1, 30)], False),  # it ran, but nobody knew of it
        (BEFORE, False, [], False),
    ],
)
def test_somebody_took_part_who_was_on_the_roster_as_an_adviser_or_with_a_contract_that_ran(
    joined_at: datetime.datetime, adviser: bool, contracts: list[data.models.Contract], took_part: bool
) -> None:
    person = data.models.Person(slack_id="UADA", name="Ada", joined_at=joined_at, adviser=adviser)
    assert rules.late_comers.took_part(person, contracts, SENT, Date(2026, 3, 2)) is took_part
