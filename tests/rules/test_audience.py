"""Whom an update is for: filters of one kind are *or*, of different kinds *and*."""

import dataclasses
import datetime

import hypothesis
import hypothesis.strategies
import pytest

import data.models
import rules.audience

NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
AUTHOR, ADA, BOLA, FLOR, KENJI, ENDED, GONE = range(1, 8)


def person(ident: int, role: str, products: str = "", languages: str = "", active: bool = True) -> data.models.Person:
    made = data.models.Person(id=ident, slack_id=f"U{ident}", name=f"U{ident}", joined_at=NOON, active=active)
    setattr(made, role, True)
    made.products, made.languages = products.split(), languages.split()
    return made


PROGRAMME = rules.audience.Programme(
    people=[
        person(AUTHOR, "manager"),
        person(ADA, "adviser", "Shop Bank", "de en"),
        person(BOLA, "adviser"),
        person(FLOR, "freelancer", "Shop", "de"),
        person(KENJI, "freelancer", "Bank", "ja en"),
        person(ENDED, "freelancer", "Shop", "de"),
        person(GONE, "adviser", "Shop", "de", active=False),
    ],
    contracted={FLOR, KENJI},
    adviser_of={FLOR: "U2", KENJI: "U3", ENDED: "U2"},
)


def update(author: int = AUTHOR, **filters: list[str]) -> data.models.Update:
    return data.models.Update(
        id=9,
        author_id=author,
        title="",
        text="",
        valid_until=NOON.date(),
        drafted_at=NOON,
        **filters,  # type: ignore[arg-type]  # columns
    )


def reached(author: int = AUTHOR, **filters: list[str]) -> set[int | None]:
    return {one.id for one in rules.audience.audience(update(author, **filters), PROGRAMME)}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {ADA, BOLA, FLOR, KENJI}),
        ({"products": ["Shop"]}, {ADA, FLOR}),
        ({"products": ["Shop", "Bank"]}, {ADA, FLOR, KENJI}),
        ({"languages": ["ja"]}, {KENJI}),
        ({"products": ["Bank"], "languages": ["de", "ja"]}, {ADA, KENJI}),
        ({"products": ["Bank"], "languages": ["fr"]}, set()),
        ({"caseloads": ["U2"]}, {FLOR}),
        ({"caseloads": ["U2", "U3"], "languages": ["en"]}, {KENJI}),
    ],
)
def test_who_is_reached(filters: dict[str, list[str]], expected: set[int]) -> None:
    assert reached(AUTHOR, **filters) == expected


def test_the_author_gets_none_and_neither_do_managers_the_deactivated_and_those_without_a_running_contract() -> None:
    assert reached(author=ADA) == {BOLA, FLOR, KENJI}
    assert not {AUTHOR, ENDED, GONE} & reached(author=ADA)


words = hypothesis.strategies.lists(hypothesis.strategies.sampled_from(["Shop", "Bank", "de", "ja", "fr"]), max_size=3)


@hypothesis.given(products=words, languages=words, more=words)
def test_another_word_of_a_kind_reaches_no_fewer_and_another_kind_no_more(
    products: list[str], languages: list[str], more: list[str]
) -> None:
    narrow = reached(products=products, languages=languages)
    assert narrow <= reached(products=products)
    if products:
        assert narrow <= reached(products=[*products, *more], languages=languages)


def test_the_end_of_a_report_is_for_its_reporters_who_are_there_whatever_the_filters_say() -> None:
    told = update(products=["Shop"])
    told.report_id = 3
    reported = dataclasses.replace(PROGRAMME, reporters={AUTHOR, KENJI, ENDED, GONE})
    assert {one.id for one in rules.audience.audience(told, reported)} == {KENJI, ENDED}
    assert rules.audience.audience(told, PROGRAMME) == []
