"""When Slack is asked for the user group, and which refusals are news."""

import datetime
import typing

import hypothesis
import hypothesis.strategies
import pytest

import data.models
import rules.group

HOUR = datetime.timedelta(hours=1)
HANDOVER = datetime.datetime(2026, 3, 16, 9, tzinfo=datetime.UTC)
NOW = HANDOVER + datetime.timedelta(days=3)
PAIR = ["UADA", "UBEN"]


def group(**known: typing.Any) -> data.models.UserGroup:
    """A group that was asked for after the handover, with the pair in it, and is ours."""
    row: dict[str, typing.Any] = {"members": PAIR, "asked": 1, "asked_at": HANDOVER, "ours_since": HANDOVER}
    return data.models.UserGroup(handle="adviser-on-duty", **(row | known))


def is_due(row: data.models.UserGroup | None, wanted: list[str] = PAIR, now: datetime.datetime = NOW) -> bool:
    return rules.group.is_due(row, wanted, HANDOVER, now)


# -- when


def test_a_group_never_asked_for_is_due() -> None:
    assert is_due(None)


def test_a_group_that_has_its_members_is_not_due_until_they_change() -> None:
    assert not is_due(group())
    assert is_due(group(), ["UADA"])


def test_each_handover_asks_again_even_for_the_same_pair() -> None:
    assert is_due(group(asked_at=HANDOVER - HOUR))


def test_while_nobody_is_there_it_keeps_the_members_it_has() -> None:
    assert not is_due(None, [])
    assert not is_due(group(asked_at=HANDOVER - HOUR), [])


def test_with_other_people_in_it_only_the_next_handover_looks_again() -> None:
    assert not is_due(group(others=["UGUS"]), ["UADA"])
    assert is_due(group(others=["UGUS"], asked_at=HANDOVER - HOUR))


def test_a_group_that_a_manager_left_is_never_asked_for() -> None:
    assert not is_due(group(left_at=NOW, asked_at=HANDOVER - HOUR), ["UADA"])


@pytest.mark.parametrize("refusal", sorted(rules.group.LASTING - {"invalid_users"}))
def test_what_only_people_can_mend_is_tried_again_at_the_next_handover(refusal: str) -> None:
    assert not is_due(group(refusal=refusal), ["UADA"], NOW + 300 * HOUR)
    assert is_due(group(refusal=refusal, asked_at=HANDOVER - HOUR))


def test_a_list_that_slack_refused_is_tried_again_as_soon_as_it_is_another() -> None:
    assert not is_due(group(refusal="invalid_users"))
    assert is_due(group(refusal="invalid_users"), ["UADA"])


def test_what_may_pass_is_tried_again_every_hour() -> None:
    assert not is_due(group(refusal="http_500", asked_at=NOW - HOUR + datetime.timedelta(seconds=1)))
    assert is_due(group(refusal="http_500", asked_at=NOW - HOUR))


# -- what managers are to know


@pytest.mark.parametrize(("refusal", "hours"), [("permission_denied", 0), ("invalid_users", 0), ("http_500", 24)])
def test_what_may_pass_is_news_only_after_a_day(refusal: str, hours: int) -> None:
    row = group(refusal=refusal, refused_at=NOW)
    assert rules.group.is_news(row, NOW + hours * HOUR)
    assert rules.group.is_news(row, NOW + hours * HOUR - datetime.timedelta(seconds=1)) == (hours == 0)


def test_no_refusal_is_no_news() -> None:
    assert not rules.group.is_news(group(), NOW)


# -- the people who would leave


@hypothesis.given(hypothesis.strategies.lists(hypothesis.strategies.from_regex(r"U[A-Z]{3}", fullmatch=True)))
def test_the_same_people_have_the_same_version_in_any_order(others: list[str]) -> None:
    assert rules.group.version(others) == rules.group.version(reversed(others))


def test_other_people_have_another_version() -> None:
    versions = {rules.group.version(others) for others in ([], ["UADA"], ["UBEN"], ["UADA", "UBEN"], ["UADAUBEN"])}
    assert len(versions) == 5
