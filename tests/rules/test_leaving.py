"""Whom the freelancers of somebody who left are proposed to."""

import datetime

import data.models
import rules.caseload
import rules.leaving

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)


def person(slack_id: str, *languages: str) -> data.models.Person:
    return data.models.Person(slack_id=slack_id, name=slack_id, joined_at=NOW, languages=list(languages))


def caseload(slack_id: str, used: int, *languages: str) -> rules.caseload.Caseload:
    return rules.caseload.Caseload(person(slack_id, *languages), used, (), 5)


def proposed(
    freelancers: list[data.models.Person], *caseloads: rules.caseload.Caseload
) -> list[tuple[str, str | None, tuple[str, ...]]]:
    found = rules.leaving.proposals(freelancers, caseloads)
    return [(one.freelancer.slack_id, one.adviser.slack_id if one.adviser else None, one.languages) for one in found]


def test_languages_in_common_come_before_room() -> None:
    kenji = person("UKENJI", "ja", "en")
    assert proposed([kenji], caseload("UADA", 0, "en"), caseload("UBO", 4, "EN", "JA")) == [
        ("UKENJI", "UBO", ("ja", "en"))
    ]


def test_among_equals_whoever_has_the_most_room() -> None:
    assert proposed([person("UKENJI")], caseload("UADA", 3), caseload("UBO", 1)) == [("UKENJI", "UBO", ())]


def test_a_place_is_proposed_once_and_nobody_beyond_the_cap() -> None:
    freelancers = [person("UF1", "ja"), person("UF2", "ja"), person("UF3", "ja")]
    found = proposed(freelancers, caseload("UADA", 4, "ja"), caseload("UBO", 4), caseload("UCY", 5, "ja"))
    assert [(one, adviser) for one, adviser, _ in found] == [("UF1", "UADA"), ("UF2", "UBO"), ("UF3", None)]


def test_nobody_to_give_and_nobody_to_give_to() -> None:
    assert proposed([], caseload("UADA", 0)) == []
    assert proposed([person("UF1")]) == [("UF1", None, ())]
