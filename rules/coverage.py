"""How many freelancers there are for each language and product, and which of them hang on one person or none."""

import collections
import collections.abc
import dataclasses

import rules.languages

ENOUGH = 2
"""With fewer people than that a language or product is thin: an absence leaves nobody."""

Words = tuple[str, ...]
Counts = collections.abc.Mapping[str, int]


@dataclasses.dataclass(frozen=True)
class Skills:
    """Languages and products, of a person or of what a contract is for."""

    languages: Words = ()
    products: Words = ()


@dataclasses.dataclass(frozen=True)
class Group:
    """So many freelancers who have the same skills and contracts for the same; `people` are those whose term runs.

    Where a contract does not say what it is for, it is for all that the person has.
    """

    has: Skills
    is_for: Skills
    people: int

    @property
    def works_in(self) -> Skills:
        """What they can be counted on for."""
        return Skills(self.is_for.languages or self.has.languages, self.is_for.products or self.has.products)


@dataclasses.dataclass(frozen=True)
class Coverage:
    """How many people there are for each language and each product that any freelancer has or had a contract for.

    A language is counted by what it is called, whether the roster has its code or its name.
    """

    languages: Counts
    products: Counts

    @property
    def thin_languages(self) -> dict[str, int]:
        """Those with fewer than two people, the fewest first."""
        return _thin(self.languages)

    @property
    def thin_products(self) -> dict[str, int]:
        """Those with fewer than two people, the fewest first."""
        return _thin(self.products)


def coverage(groups: collections.abc.Iterable[Group]) -> Coverage:
    """Of these freelancers; what nobody of them works in any more counts as none, and is not forgotten."""
    languages: collections.Counter[str] = collections.Counter()
    products: collections.Counter[str] = collections.Counter()
    for group in groups:
        languages.update(dict.fromkeys(map(rules.languages.called, (*group.has.languages, *group.is_for.languages)), 0))
        products.update(dict.fromkeys((*group.has.products, *group.is_for.products), 0))
        languages.update(dict.fromkeys(map(rules.languages.called, group.works_in.languages), group.people))
        products.update(dict.fromkeys(group.works_in.products, group.people))
    return Coverage(dict(sorted(languages.items())), dict(sorted(products.items())))


def _thin(counts: Counts) -> dict[str, int]:
    few = [(number, word) for word, number in counts.items() if number < ENOUGH]
    return {word: number for number, word in sorted(few)}
