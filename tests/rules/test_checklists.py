"""Which items a contract has, whose they are, on which day; and that nothing of an end shows before it was told."""

import dataclasses
import datetime
import typing

import hypothesis
import hypothesis.strategies
import pytest

import data.models
import rules.checklists

Case = rules.checklists.Case
Checklist = data.models.Checklist
Choice = data.models.Choice
Contract = data.models.Contract
Item = data.models.ChecklistItem
Role = data.models.Role
TemplateItem = data.models.TemplateItem

LIVE = TODAY = datetime.date(2026, 3, 2)
"""A Monday."""

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
OWNERS = {Role.MANAGER: 1, Role.ADVISER: 2, Role.FREELANCER: 3}
ON, OFF = Checklist.ONBOARDING, Checklist.OFFBOARDING


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(f"2026-{text}")


def person(**known: typing.Any) -> data.models.Person:
    return data.models.Person(id=3, slack_id="UKENJI", name="Kenji", joined_at=NOW, freelancer=True, **known)


def term(starts: str = "03-02", last_day: str = "05-31", ident: int = 7, **known: typing.Any) -> Contract:
    ends = day(last_day) + datetime.timedelta(days=1)
    return Contract(id=ident, person_id=3, starts=day(starts), ends=ends, weekly_hours=20, **known)


def case(contract: Contract | None = None, **known: typing.Any) -> Case:
    return Case(contract=contract or term(), person=known.pop("person", person()), owners=OWNERS, **known)


def decision(choice: Choice) -> data.models.Decision:
    return data.models.Decision(id=1, contract_id=7, actor_id=1, at=NOW, choice=choice, told_at=NOW)


TEMPLATES = [
    TemplateItem(id=1, checklist=ON, words="Give access", day=-3, owner=Role.MANAGER, rejoining=True),
    TemplateItem(id=2, checklist=ON, words="Say welcome", day=0, owner=Role.ADVISER, rejoining=True),
    TemplateItem(id=3, checklist=ON, words="Read the guides", day=2, owner=Role.FREELANCER),
    TemplateItem(id=4, checklist=ON, words="Read of Lens", day=2, owner=Role.FREELANCER, product="Lens"),
    TemplateItem(id=5, checklist=OFF, words="Hand over", day=-7, owner=Role.FREELANCER),
    TemplateItem(id=6, checklist=OFF, words="Take away access", day=0, owner=Role.MANAGER),
]


def items(one: Case, today: datetime.date = TODAY) -> list[tuple[str, int, str]]:
    """What a contract has: the words, the owner, and the day."""
    found = rules.checklists.wanted(one, TEMPLATES, LIVE, today)
    return [(item.words, item.owner_id, f"{item.due:%m-%d}") for item in found]


def words(one: Case, today: datetime.date = TODAY) -> list[str]:
    return [item[0] for item in items(one, today)]


# -- onboarding


def test_a_first_term_has_all_items_each_on_its_day_and_with_its_owner() -> None:
    assert items(case()) == [
        ("Give access", 1, "02-27"),
        ("Say welcome", 2, "03-02"),
        ("Read the guides", 3, "03-04"),
    ]


def test_a_guide_is_for_those_who_work_on_its_product() -> None:
    assert "Read of Lens" in words(case(person=person(products=["lens"])))
    assert "Read of Lens" in words(case(term(products=["Lens"]), person=person(products=["Prism"])))
    assert "Read of Lens" not in words(case(term(products=["Prism"]), person=person(products=["Lens"])))


def test_who_comes_back_has_only_what_is_for_them() -> None:
    assert words(case(before=term("01-01", "01-31", ident=6))) == ["Give access", "Say welcome"]


@pytest.mark.parametrize(("last_day", "begins_anew"), [("03-01", False), ("02-22", False), ("02-21", True)])
def test_a_term_within_a_week_of_another_goes_on_with_it(last_day: str, begins_anew: bool) -> None:
    assert bool(words(case(before=term("01-01", last_day, ident=6)))) == begins_anew


def test_the_day_follows_the_contract() -> None:
    assert items(case(term("03-09")))[0] == ("Give access", 1, "03-06")


def test_a_term_that_began_before_muster_went_live_has_none() -> None:
    assert words(case(term("03-01"))) == []


def test_a_term_that_is_over_has_no_onboarding() -> None:
    assert words(case(term(last_day="04-02")), day("04-02")) != []
    assert "Give access" not in words(case(term(last_day="04-02")), day("04-03"))


def test_an_end_that_nobody_has_read_yet_changes_nothing() -> None:
    early = term(last_day="03-10", ended_as=data.models.EndedAs.ENDED, agreed_ends=day("06-01"))
    assert words(case(early), day("03-20")) == ["Give access", "Say welcome", "Read the guides"]
    assert items(case(early), day("06-01")) == [("Take away access", 1, "05-31")]
    assert words(case(early, has_read=True), day("03-20")) == ["Hand over", "Take away access"]


@pytest.mark.parametrize("gone", [{"active": False}, {"active": False, "forgotten_at": NOW}])
def test_who_is_gone_needs_no_beginning(gone: dict[str, typing.Any]) -> None:
    assert words(case(person=person(**gone))) == []


# -- offboarding


@pytest.mark.parametrize("choice", [Choice.END, Choice.CONVERT])
def test_who_was_told_that_they_leave_is_taken_leave_of(choice: Choice) -> None:
    found = items(case(told=decision(choice)))
    assert found[-2:] == [("Hand over", 3, "05-24"), ("Take away access", 1, "05-31")]


@pytest.mark.parametrize("told", [None, *(decision(one) for one in set(Choice) - {Choice.END, Choice.CONVERT})])
def test_of_anything_else_there_is_nothing(told: data.models.Decision | None) -> None:
    assert not {"Hand over", "Take away access"} & set(words(case(told=told)))


def test_nor_where_a_later_term_follows() -> None:
    for today in (TODAY, day("06-01")):
        assert words(case(told=decision(Choice.END), is_followed=True), today)[3:] == []


@pytest.mark.parametrize("told", [None, decision(Choice.NOT_YET), decision(Choice.RENEW)])
def test_what_lapses_leaves_the_managers_items_alone_from_the_day_after_the_last(
    told: data.models.Decision | None,
) -> None:
    """Access goes whoever was told what; to hand over and to say goodbye is for who knows that they leave."""
    assert "Take away access" not in words(case(told=told), day("05-31"))
    assert items(case(told=told), day("06-01")) == [("Take away access", 1, "05-31")]


def test_it_lasts_beyond_the_end_until_it_is_done() -> None:
    assert words(case(told=decision(Choice.END)), day("09-01")) == ["Hand over", "Take away access"]


def test_who_is_deactivated_hands_nothing_over_but_their_access_is_taken_away_all_the_same() -> None:
    gone = case(told=decision(Choice.END), person=person(active=False))
    assert words(gone, day("06-01")) == ["Take away access"]


def test_who_is_forgotten_has_nothing_at_all() -> None:
    assert words(case(told=decision(Choice.END), person=person(active=False, forgotten_at=NOW))) == []


def test_without_an_adviser_it_is_the_managers_and_without_a_manager_nobodys() -> None:
    maren = data.models.Person(id=1, slack_id="UMAREN", name="Maren", joined_at=NOW)
    assert rules.checklists.owners(maren, None, person()) == {
        Role.MANAGER: 1,
        Role.ADVISER: 1,
        Role.FREELANCER: 3,
    }
    unowned = dataclasses.replace(case(), owners=rules.checklists.owners(None, None, person()))
    assert words(unowned) == ["Read the guides"]


# -- what came before and after


def test_the_term_before_is_the_last_that_was_over() -> None:
    old, last, this, later = (
        term(*days, ident=number)
        for number, days in enumerate([("01-01", "01-10"), ("01-11", "02-10"), ("03-02", "04-01"), ("04-02", "05-01")])
    )
    every = [later, old, this, last]
    assert rules.checklists.before(this, every) == last
    assert rules.checklists.before(old, every) is None
    assert rules.checklists.is_followed(this, every)
    assert not rules.checklists.is_followed(later, every)


# -- the usual templates


def test_the_usual_templates_can_be_edited_and_have_an_owner_each() -> None:
    usual = rules.checklists.usual()
    assert {one.checklist for one in usual} == {ON, OFF}
    assert {one.owner for one in usual} == set(Role)
    assert all(rules.checklists.EARLIEST <= one.day <= rules.checklists.LATEST for one in usual)
    assert [one.place for one in usual] == list(range(len(usual)))


# -- laws

KNOWN = hypothesis.strategies.sampled_from([None, *Choice])
TERMS = hypothesis.strategies.builds(
    lambda starts, length: term_on(TODAY + datetime.timedelta(days=starts), length),
    hypothesis.strategies.integers(-60, 60),
    hypothesis.strategies.integers(0, 180),
)
CASES = hypothesis.strategies.builds(
    lambda contract, told, ended, has_read, followed: case(
        ended_early(contract, ended),
        told=None if told is None else decision(told),
        has_read=has_read and ended is not None,
        is_followed=followed,
    ),
    TERMS,
    KNOWN,
    hypothesis.strategies.sampled_from([None, *data.models.EndedAs]),
    hypothesis.strategies.booleans(),
    hypothesis.strategies.booleans(),
)
DAYS = hypothesis.strategies.integers(-30, 300).map(lambda n: TODAY + datetime.timedelta(days=n))


def term_on(starts: datetime.date, length: int) -> Contract:
    ends = starts + datetime.timedelta(days=length + 1)
    return Contract(id=7, person_id=3, starts=starts, ends=ends, weekly_hours=20)


def ended_early(contract: Contract, ended: data.models.EndedAs | None) -> Contract:
    if ended is not None:
        contract.ended_as, contract.agreed_ends = ended, contract.ends + datetime.timedelta(days=30)
    return contract


@hypothesis.given(CASES, DAYS)
def test_nothing_of_an_offboarding_is_there_before_it_was_told(one: Case, today: datetime.date) -> None:
    found = {item.checklist for item in rules.checklists.wanted(one, TEMPLATES, LIVE, today)}
    told_to_leave = one.told is not None and one.told.choice in (Choice.END, Choice.CONVERT)
    assert OFF not in found or told_to_leave or one.has_read or one.ends <= today
    assert OFF not in found or not one.is_followed


@hypothesis.given(CASES, DAYS)
def test_who_was_told_nothing_reads_nothing_of_an_offboarding_even_after_the_end(
    one: Case, today: datetime.date
) -> None:
    untold = dataclasses.replace(one, told=None, has_read=False)
    found = [item for item in rules.checklists.wanted(untold, TEMPLATES, LIVE, today) if item.checklist == OFF]
    assert {item.owner_id for item in found} <= {OWNERS[Role.MANAGER]}


@hypothesis.given(CASES, hypothesis.strategies.sampled_from(list(data.models.EndedAs)), DAYS)
def test_until_they_read_it_an_early_end_can_t_be_seen(
    one: Case, ended: data.models.EndedAs, today: datetime.date
) -> None:
    """The same items as if it had never been decided."""
    agreed = one.contract.agreed_ends or one.contract.ends
    starts = one.contract.starts
    plain = Contract(id=7, person_id=3, starts=starts, ends=agreed, weekly_hours=20)
    early = plain.model_copy(update={"ends": starts, "ended_as": ended, "agreed_ends": agreed})
    secret = dataclasses.replace(one, contract=early, has_read=False, told=None)
    open_one = dataclasses.replace(one, contract=plain, has_read=False, told=None)
    assert rules.checklists.wanted(secret, TEMPLATES, LIVE, today) == rules.checklists.wanted(
        open_one, TEMPLATES, LIVE, today
    )


@hypothesis.given(hypothesis.strategies.lists(hypothesis.strategies.tuples(CASES, DAYS), max_size=4))
def test_each_item_is_there_once_however_often_it_is_planned(steps: list[tuple[Case, datetime.date]]) -> None:
    """After any course of things, planning once more changes nothing, and what is ticked stays."""
    stored: dict[int, Item] = {}
    for one, today in steps:
        found = rules.checklists.wanted(one, TEMPLATES, LIVE, today)
        apply(stored, rules.checklists.changes(found, stored.values()))
        again = rules.checklists.changes(found, stored.values())
        assert again == rules.checklists.NO_CHANGES
        assert {item.template_id for item in stored.values() if item.ticked_at is None} <= {
            item.template_id for item in found
        }
        for item in list(stored.values())[::2]:
            item.ticked_at = NOW
    ticked = [item.template_id for item in stored.values() if item.ticked_at is not None]
    apply(stored, rules.checklists.changes([], stored.values()))
    assert sorted(stored) == sorted(ticked)


def apply(stored: dict[int, Item], changes: rules.checklists.Changes) -> None:
    for new in changes.new:
        assert new.template_id not in stored
        stored[new.template_id] = Item(contract_id=7, **vars(new))
    for item, one in changes.changed:
        item.words, item.link, item.owner_id, item.due = one.words, one.link, one.owner_id, one.due
    for item in changes.gone:
        del stored[item.template_id]
