"""What the guard hides, what it leaves alone, and the laws that hold for any text."""

import pathlib
import re

import hypothesis
import hypothesis.strategies as st
import pytest

import bench.guard
import rules.guard
import tests.rules.guard_corpus

KEY, CARD, ACCOUNT = rules.guard.Kind.KEY, rules.guard.Kind.CARD, rules.guard.Kind.ACCOUNT
EMAIL, IP, PHONE, ADDRESS = (
    rules.guard.Kind.EMAIL,
    rules.guard.Kind.IP,
    rules.guard.Kind.PHONE,
    rules.guard.Kind.ADDRESS,
)

SHOWN = re.compile("|".join(re.escape(kind.shown) for kind in rules.guard.Kind))
PRIVATE = sorted(
    tests.rules.guard_corpus.sentence(written)
    for sentences in tests.rules.guard_corpus.WITH.values()
    for written in sentences
)
LONG = 40_000
PAGE = (pathlib.Path(__file__).parents[2] / "docs" / "privacy.md").read_text()


def hidden(text: str, keep: tuple[rules.guard.Kind, ...] = ()) -> str:
    return rules.guard.hide(text, keep).text


def test_the_corpus_has_200_sentences_of_each_sort_and_none_twice() -> None:
    assert len(PRIVATE) >= 200
    assert len(tests.rules.guard_corpus.WITHOUT) >= 200
    everything = [*PRIVATE, *tests.rules.guard_corpus.WITHOUT]
    assert sorted(set(everything)) == sorted(everything)
    assert set(tests.rules.guard_corpus.WITH) == set(rules.guard.Kind)


def test_of_98_in_100_sentences_all_that_is_private_is_hidden_and_nothing_else() -> None:
    assert bench.guard.recall() >= 0.98


def test_at_most_2_in_100_sentences_without_private_data_raise_an_alarm() -> None:
    assert bench.guard.alarm_rate() <= 0.02


def test_a_postal_address_is_hidden_where_it_can_be_told() -> None:
    assert len(bench.guard.missed([ADDRESS])) <= bench.guard.sentences([ADDRESS]) / 10


@pytest.mark.parametrize("kind", rules.guard.Kind)
def test_the_page_on_privacy_has_a_row_for_each_kind(kind: rules.guard.Kind) -> None:
    assert f"| `{kind.shown}` | {'yes' if kind in rules.guard.KEEPABLE else 'no'} |" in PAGE


def test_the_page_on_privacy_gives_the_figures_that_are_measured() -> None:
    assert f"| recall, postal addresses aside | {bench.guard.recall() * 100:.1f} % |" in PAGE
    assert f"| false alarms | {bench.guard.alarm_rate() * 100:.1f} % |" in PAGE


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (KEY, "[key or password hidden]"),
        (CARD, "[card number hidden]"),
        (ACCOUNT, "[account number hidden]"),
        (EMAIL, "[e-mail hidden]"),
        (IP, "[IP address hidden]"),
        (PHONE, "[phone number hidden]"),
        (ADDRESS, "[postal address hidden]"),
    ],
)
def test_what_stands_in_its_place_says_what_it_was(kind: rules.guard.Kind, shown: str) -> None:
    assert kind.shown == shown


def test_what_was_found_is_told_in_its_order() -> None:
    text = "ann@example.com paid with 4111 1111 1111 1111 from 203.0.113.42, then bob@example.com"
    found = rules.guard.hide(text)
    assert found.text == (
        "[e-mail hidden] paid with [card number hidden] from [IP address hidden], then [e-mail hidden]"
    )
    assert found.found == (EMAIL, CARD, IP, EMAIL)


def test_a_card_number_is_no_phone_number_even_behind_the_word_phone() -> None:
    assert rules.guard.hide("phone 4111 1111 1111 1111").found == (CARD,)


def test_a_number_that_only_looks_like_a_cards_is_left() -> None:
    assert hidden("4111 1111 1111 1112") == "4111 1111 1111 1112"


def test_the_word_before_a_password_stays() -> None:
    assert hidden("Passwort: Sommer2024!, geht nicht") == "Passwort: [key or password hidden], geht nicht"


def test_a_link_of_slack_is_hidden_whole() -> None:
    assert hidden("write <mailto:ann@example.com|ann@example.com>, now") == "write [e-mail hidden], now"
    assert hidden("call <tel:+493023125123|+49 30 23125 123>, now") == "call [phone number hidden], now"


def test_what_is_called_not_private_stays_as_it_was_typed() -> None:
    text = "＋49 30 23125–123 or ann＠example.com"
    assert hidden(text, keep=(PHONE,)) == "＋49 30 23125–123 or [e-mail hidden]"
    assert rules.guard.hide(text, keep=(PHONE, EMAIL)) == rules.guard.Hidden(text, ())


def test_what_is_kept_is_not_hidden_by_another_name() -> None:
    assert hidden("015228817386@example.com", keep=(EMAIL,)) == "015228817386@example.com"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("4111 1111 1111 1111", CARD),
        ("DE89 3704 0044 0532 0130 00", ACCOUNT),
        ("password: hunter2", KEY),
    ],
)
def test_cards_accounts_and_keys_are_hidden_whatever_is_to_be_kept(text: str, kind: rules.guard.Kind) -> None:
    assert kind not in rules.guard.KEEPABLE
    assert rules.guard.hide(text, keep=tuple(rules.guard.Kind)).found == (kind,)


def test_an_account_beside_another_is_hidden_though_it_holds_what_may_be_kept() -> None:
    two = "ES91 2100 0418 4502 0005 1332\nSE45 5000 0000 0583 9825 7466"
    assert rules.guard.hide(two, keep=(PHONE,)).found == (ACCOUNT, ACCOUNT)


def test_every_other_kind_may_be_kept() -> None:
    assert {EMAIL, IP, PHONE, ADDRESS} == rules.guard.KEEPABLE


def test_what_was_hidden_before_is_not_found_again() -> None:
    text = "password: [key or password hidden] of [e-mail hidden]"
    assert rules.guard.hide(text) == rules.guard.Hidden(text, ())


texts = st.lists(
    st.one_of(
        st.sampled_from(PRIVATE),
        st.sampled_from(tests.rules.guard_corpus.WITHOUT),
        st.text(alphabet="0123456789+-./()@: \n", max_size=20),
        st.text(max_size=10),
        st.sampled_from([kind.shown for kind in rules.guard.Kind]),
    ),
    max_size=4,
).flatmap(lambda parts: st.sampled_from(["", " ", ", ", "\n"]).map(lambda between: between.join(parts)))


@hypothesis.given(texts, st.sets(st.sampled_from(rules.guard.Kind)))
@hypothesis.settings(max_examples=60, deadline=None)
def test_hiding_twice_is_hiding_once(text: str, keep: set[rules.guard.Kind]) -> None:
    once = rules.guard.hide(text, keep)
    assert rules.guard.hide(once.text, keep) == rules.guard.Hidden(once.text, ())


@hypothesis.given(texts)
@hypothesis.settings(max_examples=60, deadline=None)
def test_the_rest_of_the_text_stays_as_it_was_and_in_its_order(text: str) -> None:
    at = 0
    for part in SHOWN.split(hidden(text)):
        at = text.index(part, at) + len(part)


@hypothesis.given(texts)
@hypothesis.settings(max_examples=50, deadline=None)
def test_a_text_in_which_nothing_is_found_comes_back_as_it_was(text: str) -> None:
    found = rules.guard.hide(text)
    assert found.found or found.text == text


@pytest.mark.parametrize("piece", ["1", "1 ", "1:", "a@", "a.", "(", "+49 ", "DE89 3704 ", "password: ", "<mailto:"])
def test_a_long_text_made_to_be_hard_is_read_to_its_end(piece: str) -> None:
    text = piece * (LONG // len(piece))
    assert hidden(f"{text}\n\nann@example.com").endswith("[e-mail hidden]")
