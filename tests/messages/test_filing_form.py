"""The form of a report and its second page: what they say, and that Slack takes them whatever people typed."""

import datetime
import typing

import hypothesis
import hypothesis.strategies as st

import data.models
import messages.filing_form
import rules.guard
import sandbox.blocks

Json = dict[str, typing.Any]
Kind = rules.guard.Kind

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
MENUS = messages.filing_form.Menus(["Cafe", "Shop"], ["de", "en"])
NONE = messages.filing_form.Menus([], [])
NOTHING_ALIKE = messages.filing_form.Alike([])


def report(number: int, title: str, product: str | None = None, known_issue: str | None = None) -> data.models.Report:
    stood = {"filed_at": NOW, "changed_at": NOW, "expected_by": NOW}
    kind = data.models.ReportKind.BROKEN
    said = {"title": title, "happened": "It is.", "product": product, "known_issue": known_issue}
    return data.models.Report(id=number, kind=kind, **said, **stood)  # type: ignore[arg-type]  # columns


def person(name: str) -> data.models.Person:
    return data.models.Person(slack_id=f"U{name}", name=name, joined_at=NOW)


def words(form: Json) -> list[str]:
    return [block["text"]["text"] for block in form["blocks"] if block["type"] == "section"]


def element(form: Json, name: str) -> Json:
    (block,) = (block for block in form["blocks"] if block.get("block_id") == name)
    return typing.cast("Json", block["element"])


# -- its menus


def test_languages_are_offered_by_their_names_and_kept_as_the_roster_has_them() -> None:
    form = messages.filing_form.form({"language": "en"}, MENUS, [], [])
    offered = [(one["text"]["text"], one["value"]) for one in element(form, "language")["options"]]
    assert offered == [("English", "en"), ("German", "de")]


# -- who reads it


def test_those_on_duty_are_named_as_its_readers() -> None:
    said = words(messages.filing_form.form({}, MENUS, [person("Ada <b>"), person("Bola")], []))[0]
    assert said == (
        "You may write in your own language. Ada &lt;b&gt; and Bola are on duty and will read it. "
        "The programme's other advisers and managers can read it too. "
        "Others who report the same may see the title, without your name."
    )


def test_one_on_duty_alone_is_named_too() -> None:
    said = words(messages.filing_form.form({}, MENUS, [person("Ada")], []))[0]
    assert "Ada is on duty and will read it." in said


def test_with_nobody_on_duty_the_advisers_and_managers_read_it() -> None:
    said = words(messages.filing_form.form({}, MENUS, [], []))[0]
    assert said.startswith("You may write in your own language. The programme's advisers and managers will read it. ")


# -- menus and titles


def test_what_is_filled_in_is_among_a_hundred_options() -> None:
    many = [f"Product {number:03}" for number in range(150)]
    product = element(messages.filing_form.form({"product": "Product 140"}, NONE, [], []), "product")
    assert product["type"] == "plain_text_input"
    menus = messages.filing_form.Menus(many, ["de"])
    product = element(messages.filing_form.form({"product": "Product 140"}, menus, [], []), "product")
    assert len(product["options"]) == 100
    assert product["initial_option"]["value"] == "Product 140"


def test_a_word_that_no_menu_can_hold_is_left_out_of_it() -> None:
    menus = messages.filing_form.Menus(["Shop", "S" * 76], [])
    product = element(messages.filing_form.form({"product": "S" * 76}, menus, [], []), "product")
    assert [option["value"] for option in product["options"]] == ["Shop"]
    assert "initial_option" not in product


def test_a_title_of_150_characters_is_one() -> None:
    title = "x" * 150
    assert messages.filing_form.titled(title) == {"title": title}


def test_a_longer_one_is_cut_at_a_word_or_where_there_is_none() -> None:
    assert messages.filing_form.titled("y" * 140 + " zzzzzzzzzzzz")["title"] == "y" * 140 + "…"
    assert messages.filing_form.titled("x" * 151) == {"title": "x" * 149 + "…", "happened": "x" * 151}


def test_a_message_without_words_leaves_the_title_to_its_reporter() -> None:
    draft = messages.filing_form.from_message(" \n", "https://example.org/1")
    assert draft == {"title": "", "happened": "", "link": "https://example.org/1"}


# -- what was hidden


def test_what_was_hidden_is_counted_for_each_field_with_the_words_around_it() -> None:
    draft = {"title": "Ask [e-mail hidden]", "happened": "a " * 200 + "by [phone number hidden] " + "b " * 200}
    found = {"title": [Kind.EMAIL], "happened": [Kind.PHONE, Kind.PHONE, Kind.CARD]}
    page = messages.filing_form.check(draft, MENUS, found, NOTHING_ALIKE)
    head, title, happened = words(page)
    assert head == "*We hide this before anybody reads it:*"
    assert title == "In *What is wrong?*: 1 e-mail address\n>Ask [e-mail hidden]"
    assert happened.startswith("In *What happened?*: 2 phone numbers, 1 card number\n>… a a a")
    assert "by [phone number hidden] b b" in happened
    assert happened.endswith("b…")


def test_each_kind_that_may_be_kept_can_be_and_no_other() -> None:
    page = messages.filing_form.check({"title": "x"}, MENUS, {"title": list(Kind)}, NOTHING_ALIKE)
    kept = [option["text"]["text"] for option in element(page, "keep")["options"]]
    assert kept == ["E-mail addresses", "IP addresses", "Phone numbers", "Postal addresses"]
    assert page["private_metadata"] == " key card account email ip phone address"


def test_every_kind_that_the_guard_knows_has_its_words() -> None:
    assert set(messages.filing_form.KINDS) == set(Kind)


# -- whatever people type

TEXT = st.text(max_size=40).flatmap(lambda text: st.sampled_from([text, text * 150, f"<!channel> {text}"]))
DRAFTS = st.dictionaries(st.sampled_from(sorted(messages.filing_form.LABELS)), TEXT)
REPORTS = st.lists(st.builds(report, st.integers(1, 10**9), TEXT, TEXT, TEXT), max_size=8, unique_by=lambda one: one.id)


@hypothesis.given(DRAFTS, st.lists(TEXT, max_size=120), REPORTS, st.lists(st.builds(person, TEXT), max_size=2))
def test_slack_takes_the_form(
    draft: dict[str, str],
    products: list[str],
    known: list[data.models.Report],
    pair: list[data.models.Person],
) -> None:
    form = messages.filing_form.form(draft, messages.filing_form.Menus(products, []), pair, known)
    assert sandbox.blocks.check_view(form, sandbox.blocks.MODAL) == []
    assert not any("<!channel>" in said for said in words(form))


@hypothesis.given(DRAFTS, st.lists(st.sampled_from(list(Kind)), min_size=1), REPORTS)
def test_slack_takes_the_second_page(draft: dict[str, str], kinds: list[Kind], known: list[data.models.Report]) -> None:
    alike = messages.filing_form.Alike(known[:3], {one.id for one in known[:1]}, next(iter(known), None))
    page = messages.filing_form.check(draft, MENUS, dict.fromkeys(draft, kinds), alike, "remark:12")
    assert sandbox.blocks.check_view(page, sandbox.blocks.MODAL) == []
    assert not any("<!channel>" in said for said in words(page))
