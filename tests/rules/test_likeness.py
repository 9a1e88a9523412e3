"""Which reports are likely the same: labelled titles, what decides where titles only half agree, and the order."""

import datetime

import hypothesis
import hypothesis.strategies as st
import pytest

import data.models
import rules.likeness

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
State = data.models.ReportState


def report(title: str, happened: str = "See the title.", **known: object) -> data.models.Report:
    said = {"kind": "broken", "filed_at": NOW, "changed_at": NOW, "expected_by": NOW, "state": State.NEW} | known
    return data.models.Report(title=title, happened=happened, **said)  # type: ignore[arg-type]  # columns


def titles(found: list[data.models.Report]) -> list[str]:
    return [one.title for one in found]


def is_near(title: str, other: str) -> bool:
    return bool(rules.likeness.near(report(title), [report(other, "Nothing of the kind.", id=1)], NOW))


SAME = [
    ("Checkout fails for EUR", "checkout failing with EUR"),
    ("Checkout fails for EUR", "EUR checkout fails"),
    ("Checkout fails for EUR", "Checkout does not work for EUR customers"),
    ("Checkout fails for EUR", "CHECKOUT FAILS (EUR)!"),
    ("Checkout fails for EUR", "Checkout is broken in euro"),
    ("Can't log in to the help desk", "I can't log in to help desk"),
    ("Can't log in to the help desk", "Login to the help desk fails"),
    ("Can’t log in to the help desk", "Cannot login to helpdesk"),
    ("Macro for refunds is missing", "Refund macro missing"),
    ("Macro for refunds is missing", "The macro for refunds is gone"),
    ("Search shows no results", "Search shows no result at all"),
    ("Search shows no results", "No results in search"),
    ("App crashes when I open a conversation", "Crash when opening a conversation in the app"),
    ("Invoice PDF is empty", "Empty PDF invoice"),
    ("Invoice PDF is empty", "PDF of invoice is blank"),
    ("Guide on returns is out of date", "Returns guide is outdated"),
    ("Two-factor code does not arrive", "Two factor code never arrives"),
    ("Die Kasse zeigt einen Fehler bei Euro", "Fehler an der Kasse bei Euro"),
    ("決済がユーロで失敗します", "ユーロの決済が失敗します"),
    ("Pagamento em euro falha", "O pagamento em euro falha"),
    ("Chat window stays white", "White chat window"),
    ("Links in e-mails lead to a 404 page", "404 page from links in e-mails"),
    ("Cannot attach screenshots", "Attaching screenshots does not work"),
    ("Discount code SPRING is refused", "Discount code SPRING not accepted"),
]
DIFFERENT = [
    ("Checkout fails for EUR", "Login fails for guests"),
    ("Checkout fails for EUR", "Export fails for CSV"),
    ("Checkout fails for EUR", "Checkout page has a typo"),
    ("Can't log in to the help desk", "Can't find the guide to the help desk"),
    ("Can't log in to the help desk", "Can't log in to the payroll portal"),
    ("Macro for refunds is missing", "Macro for greetings is wrong"),
    ("Macro for refunds is missing", "Guide for refunds is missing a step"),
    ("Search shows no results", "Report shows no totals"),
    ("App crashes when I open a conversation", "App is slow when I type"),
    ("Invoice PDF is empty", "Invoice shows the wrong address"),
    ("Two-factor code does not arrive", "Discount code does not work"),
    ("Chat window stays white", "Chat window closes by itself"),
    ("Cannot attach screenshots", "Cannot assign conversations"),
    ("It does not work", "The page does not load"),
    ("Help", "Help page is empty"),
    ("Bug", "Bug in the invoice list"),
    ("Error 500", "Error 404"),
    ("Discount code SPRING is refused", "Discount code WELCOME is expired"),
    ("Customer cannot reset password", "Customer cannot change address"),
    ("決済がユーロで失敗します", "検索結果が表示されません"),
    ("Die Kasse zeigt einen Fehler bei Euro", "Die Suche zeigt einen leeren Bereich"),
    ("Pagamento em euro falha", "Busca não mostra resultados"),
]
MISTAKEN = [
    ("Two-factor code does not arrive", "2FA code does not arrive"),  # not found
    ("Order list is slow", "Order list is empty"),  # found, though different: three words of one product
]
"""What titles alone can't tell: the rest is for people to see."""


@pytest.mark.parametrize(("title", "other"), SAME)
def test_the_same_thing_in_other_words_is_near(title: str, other: str) -> None:
    assert is_near(title, other)
    assert is_near(other, title)


@pytest.mark.parametrize(("title", "other"), DIFFERENT)
def test_another_thing_in_like_words_is_not(title: str, other: str) -> None:
    assert not is_near(title, other)
    assert not is_near(other, title)


def test_what_titles_alone_cannot_tell() -> None:
    assert [is_near(title, other) for title, other in MISTAKEN] == [False, True]


def test_what_happened_decides_where_titles_half_agree() -> None:
    typed = report("Checkout fails for EUR", "I press Pay and get error E-17.")
    other = report("Checkout page has a typo", "It says Pya instead of Pay.", id=1)
    same = report("Error on checkout page", "Press Pay, get error E-17", id=2)
    assert rules.likeness.near(typed, [other, same], NOW) == [same]


def test_nothing_is_near_only_by_what_happened() -> None:
    typed = report("Checkout fails for EUR", "I get error E-17.")
    assert rules.likeness.near(typed, [report("Search is slow", "I get error E-17.", id=1)], NOW) == []


@pytest.mark.parametrize("state", [State.RESOLVED, State.DUPLICATE, State.NOT_A_BUG, State.WITHDRAWN])
def test_what_is_closed_is_not_offered(state: State) -> None:
    assert rules.likeness.near(report("Search is slow"), [report("Search is slow", id=1, state=state)], NOW) == []


def test_what_is_older_than_sixty_days_is_not_offered() -> None:
    old = report("Search is slow", id=1, filed_at=NOW - datetime.timedelta(days=60))
    newer = report("Search is slow", id=2, filed_at=NOW - datetime.timedelta(days=59, hours=23))
    assert rules.likeness.near(report("Search is slow"), [old, newer], NOW) == [newer]


def test_ones_own_come_first_then_the_same_product_then_the_nearest_title() -> None:
    typed = report("Checkout fails for EUR", product="shop")
    among = [
        report("Checkout fails for EUR", id=1, product="cafe"),
        report("Checkout fails for EUR again", id=2, product="shop"),
        report("EUR checkout fails", id=3, product="shop"),
        report("Checkout for EUR fails today", id=4),
    ]
    assert [one.id for one in rules.likeness.near(typed, among, NOW, own={4})] == [4, 3, 2]
    assert [one.id for one in rules.likeness.near(typed, among, NOW, most=10)] == [3, 2, 1, 4]


def test_who_names_no_product_finds_by_title_alone() -> None:
    among = [report("Slow search page", id=1), report("Search is slow", id=2, product="shop")]
    assert [one.id for one in rules.likeness.near(report("Search is slow"), among, NOW)] == [2, 1]


def test_the_same_words_within_two_minutes_are_a_repetition() -> None:
    typed = report("Search is slow", "Very.")
    just = NOW - datetime.timedelta(minutes=2) + datetime.timedelta(seconds=1)
    assert rules.likeness.is_repeated(typed, report("Search is slow", "Very.", filed_at=just), NOW)
    assert not rules.likeness.is_repeated(typed, report("Search is slow", "Quite.", filed_at=just), NOW)
    before = NOW - datetime.timedelta(minutes=2)
    assert not rules.likeness.is_repeated(typed, report("Search is slow", "Very.", filed_at=before), NOW)


@hypothesis.given(st.text(min_size=1).filter(str.strip), st.text(min_size=1).filter(str.strip))
def test_a_title_is_near_itself_and_likeness_goes_both_ways(title: str, other: str) -> None:
    assert is_near(title, title)
    assert is_near(title, other) == is_near(other, title)
