"""Who could look after a freelancer, the best first, and which last day an exception may have."""

import datetime

import pytest

import data.models
import rules.assignments

TODAY = datetime.date(2026, 3, 2)
NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)


def person(slack_id: str, *languages: str) -> data.models.Person:
    return data.models.Person(slack_id=slack_id, name=slack_id, languages=list(languages), joined_at=NOW)


def candidate(slack_id: str, free: int, hours: float, *languages: str) -> rules.assignments.Candidate:
    return rules.assignments.Candidate(person(slack_id), free, languages, hours)


def test_languages_come_before_hours_and_hours_before_room() -> None:
    found = rules.assignments.best_first(
        [
            candidate("UROOM", 5, 10),
            candidate("UHOURS", 1, 30),
            candidate("UJAPANESE", 1, 0, "ja"),
            candidate("UALIKE", 5, 10),
        ]
    )
    assert [one.adviser.slack_id for one in found] == ["UJAPANESE", "UHOURS", "UALIKE", "UROOM"]


def test_who_has_no_place_is_left_out_and_so_many_are_compared_as_are_wanted() -> None:
    some = [
        rules.assignments.Candidate(person("UFULL", "ja"), 0),
        rules.assignments.Candidate(person("UROOM", "en"), 5),
        rules.assignments.Candidate(person("UJAPANESE", "en", "JA"), 1),
        rules.assignments.Candidate(person("ULITTLE"), 1),
    ]
    found = rules.assignments.nearest(person("UFLOR", "ja"), some, 2)
    assert [(one.adviser.slack_id, one.languages) for one in found] == [("UJAPANESE", ("ja",)), ("UROOM", ())]


@pytest.mark.parametrize(
    ("until", "fits"),
    [("2026-03-01", False), ("2026-03-02", True), ("2026-09-02", True), ("2026-09-03", False)],
)
def test_an_exception_ends_within_six_months_and_not_before_today(until: str, fits: bool) -> None:
    assert rules.assignments.exception_fits(datetime.date.fromisoformat(until), TODAY) is fits
