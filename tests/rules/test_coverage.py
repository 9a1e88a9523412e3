"""How many freelancers there are for each language and product, and what hangs on one of them or on none."""

import hypothesis
import hypothesis.strategies

import rules.coverage

Group = rules.coverage.Group
Skills = rules.coverage.Skills


def test_who_has_a_language_or_a_product_is_counted_for_it() -> None:
    found = rules.coverage.coverage(
        [
            Group(Skills(("de", "da"), ("Harbour",)), Skills(), 1),
            Group(Skills(("de",), ("Harbour", "Lantern")), Skills(), 2),
        ]
    )
    assert found.languages == {"Danish": 1, "German": 3}
    assert found.products == {"Harbour": 3, "Lantern": 2}


def test_a_contract_that_says_what_it_is_for_counts_for_that_alone_and_the_rest_is_not_forgotten() -> None:
    found = rules.coverage.coverage([Group(Skills(("de", "da"), ("Harbour",)), Skills(("de",), ()), 1)])
    assert found.languages == {"Danish": 0, "German": 1}
    assert found.products == {"Harbour": 1}


def test_what_nobody_with_a_running_contract_has_counts_as_none() -> None:
    found = rules.coverage.coverage([Group(Skills(("da",)), Skills(), 0)])
    assert found.thin_languages == {"Danish": 0}


def test_a_language_is_one_by_its_code_and_by_its_name_and_counts_a_person_once() -> None:
    groups = [Group(Skills(("de", "German"), ()), Skills(), 1), Group(Skills(("German",), ()), Skills(("DE",), ()), 2)]
    assert rules.coverage.coverage(groups).languages == {"German": 3}


def test_fewer_than_two_people_are_thin_the_fewest_first() -> None:
    found = rules.coverage.Coverage({"da": 1, "de": 2, "nl": 0, "sv": 1}, {"Harbour": 1})
    assert list(found.thin_languages.items()) == [("nl", 0), ("da", 1), ("sv", 1)]
    assert found.thin_products == {"Harbour": 1}


WORDS = hypothesis.strategies.lists(hypothesis.strategies.sampled_from(["da", "de", "nl"]), unique=True).map(tuple)
GROUPS = hypothesis.strategies.builds(
    Group,
    hypothesis.strategies.builds(Skills, WORDS, WORDS),
    hypothesis.strategies.builds(Skills, WORDS, WORDS),
    hypothesis.strategies.integers(0, 3),
)


@hypothesis.given(hypothesis.strategies.lists(GROUPS))
def test_each_person_is_counted_once_for_each_language_in_whatever_groups_they_come(groups: list[Group]) -> None:
    singly = [Group(one.has, one.is_for, 1) for one in groups for _ in range(one.people)]
    nobody = [Group(one.has, one.is_for, 0) for one in groups]
    assert rules.coverage.coverage(groups) == rules.coverage.coverage([*singly, *nobody])
