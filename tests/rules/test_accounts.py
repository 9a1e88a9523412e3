"""What Slack says of an account: what it changes on the roster, and what not."""

import dataclasses
import datetime

import pytest

import data.models
import rules.accounts
import rules.cells

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
ACCOUNT = rules.accounts.Account("UADA", "Ada Harbour", zone="Europe/Berlin")


def ada(**known: object) -> data.models.Person:
    row: dict[str, object] = {"slack_id": "UADA", "name": "Ada Harbour", "joined_at": NOW, "zone": "Europe/Berlin"}
    return data.models.Person(**row | known)  # type: ignore[arg-type]  # columns by name


def test_an_account_as_it_is_known_changes_nothing() -> None:
    assert rules.accounts.changes(ada(), ACCOUNT) == {}
    assert rules.accounts.changes(ada(zone_from_slack=True), ACCOUNT) == {}


def test_the_name_is_slacks() -> None:
    account = dataclasses.replace(ACCOUNT, name="  Ada \n Haven\x07 ")
    assert rules.accounts.changes(ada(), account) == {"name": "Ada Haven"}


def test_an_account_without_a_name_leaves_the_rosters() -> None:
    assert rules.accounts.changes(ada(), dataclasses.replace(ACCOUNT, name=" \t ")) == {}


@pytest.mark.parametrize(
    ("known", "changed"),
    [
        ({"zone": None}, {"zone": "Europe/Berlin", "zone_from_slack": True}),
        ({"zone": "Asia/Tokyo", "zone_from_slack": True}, {"zone": "Europe/Berlin", "zone_from_slack": True}),
        ({"zone": "Asia/Tokyo"}, {}),
    ],
    ids=["nobody gave one", "Slack's own follows", "the roster's stays"],
)
def test_the_zone_is_slacks_only_where_nobody_gave_one(known: dict[str, object], changed: dict[str, object]) -> None:
    found = rules.accounts.changes(ada(**known), ACCOUNT)
    assert {"zone_from_slack": True, **found} == {"zone_from_slack": True, **changed}


def test_an_account_without_a_zone_takes_none_away() -> None:
    assert rules.accounts.changes(ada(zone_from_slack=True), dataclasses.replace(ACCOUNT, zone=None)) == {}


def test_deactivation_and_guests_are_slacks_to_say() -> None:
    account = dataclasses.replace(ACCOUNT, active=False, guest=True)
    assert rules.accounts.changes(ada(), account) == {"active": False, "guest": True}
    assert rules.accounts.changes(ada(active=False, guest=True), ACCOUNT) == {"active": True, "guest": False}


def test_a_tidy_name_is_what_a_roster_may_hold() -> None:
    name = rules.accounts.tidy_name("Å\x00 " * 1_000)
    assert rules.cells.text(name) == name
    assert rules.cells.unguarded(rules.cells.guarded(name)) == name
