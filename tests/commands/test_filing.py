"""Filing a report: what the form comes with, what is shown before it is sent, and what is known already."""

import datetime
import typing

import pytest
import sqlmodel

import commands.replies
import commands.request
import data.duty
import data.models
import data.outbox
import data.reports
import rules.errors
import tests.commands.asking
import tests.programme

Asking = tests.commands.asking.Asking
Json = dict[str, typing.Any]

NOW = tests.programme.NOW
TYPED = {"kind": "broken", "title": "Checkout fails for EUR", "happened": "I press Pay, and nothing happens."}
PRIVATE = TYPED | {"happened": "Jane writes from jane@mail.example and pays by 4111 1111 1111 1111."}
HIDDEN = "Jane writes from [e-mail hidden] and pays by [card number hidden]."


@pytest.fixture
def kenji(session: sqlmodel.Session) -> Asking:
    tests.programme.add(session, "UMAREN", "manager")
    tests.programme.add(session, "UADA", "adviser")
    tests.programme.add(session, "UAMARA", "freelancer", products=["Cafe"], languages=["yo"])
    tests.programme.add(session, "UKENJI", "freelancer", products=["Shop", "Cafe"], languages=["ja", "en"])
    return Asking(session, "UKENJI")


@pytest.fixture
def amara(kenji: Asking) -> Asking:
    return Asking(kenji.session, "UAMARA", NOW + datetime.timedelta(hours=1))


def view(reply: commands.replies.Reply) -> Json:
    assert isinstance(reply, commands.replies.Open | commands.replies.Next), reply
    return reply.view


def inputs(form: Json) -> dict[str, Json]:
    """A form's inputs by name, in their order."""
    return {block["block_id"]: block for block in form["blocks"] if block["type"] == "input"}


def filled(form: Json) -> dict[str, str]:
    """What stands in a form."""
    elements = {name: block["element"] for name, block in inputs(form).items()}
    return {
        name: element.get("initial_value") or element["initial_option"]["value"]
        for name, element in elements.items()
        if element.get("initial_value") or element.get("initial_option")
    }


def words(form: Json) -> str:
    """What a form says above its inputs."""
    return "\n".join(block["text"]["text"] for block in form["blocks"] if block["type"] == "section")


def options(form: Json, name: str) -> dict[str, str]:
    element = inputs(form)[name]["element"]
    return {option["value"]: option["text"]["text"] for option in element["options"]}


def reports(session: sqlmodel.Session) -> list[data.models.Report]:
    return list(session.exec(sqlmodel.select(data.models.Report)))


def reporters(session: sqlmodel.Session, report_id: int = 1) -> list[tuple[str, str | None]]:
    """Who reported it, with what they wrote who saw it too."""
    person, reporter = data.models.Person, data.models.Reporter
    theirs = sqlmodel.select(person.name, reporter.words).join(
        reporter, sqlmodel.col(reporter.person_id) == sqlmodel.col(person.id)
    )
    joined = theirs.where(reporter.report_id == report_id).order_by(sqlmodel.col(reporter.joined_at))
    return [(name, said) for name, said in session.exec(joined)]


def file(who: Asking, **typed: str) -> None:
    """File it without more ado."""
    assert who.submit("file:report", **(TYPED | typed)) == commands.replies.Done()


# -- the form


def test_the_kind_comes_first_and_only_title_and_what_happened_must_be_filled_in(kenji: Asking) -> None:
    fields = inputs(view(kenji.command("/bug")))
    assert list(fields)[:5] == ["kind", "title", "happened", "product", "language"]
    assert [name for name, block in fields.items() if not block["optional"]] == ["kind", "title", "happened"]


def test_product_and_language_come_from_the_person_and_the_menus_from_the_roster(kenji: Asking) -> None:
    form = view(kenji.command("/bug"))
    assert filled(form) == {"kind": "broken", "product": "Shop", "language": "ja"}
    assert list(options(form, "product")) == ["Shop", "Cafe"]
    assert list(options(form, "language")) == ["ja", "en", "yo"]


def test_where_the_roster_has_no_products_they_are_typed(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UADA", "adviser")
    product = inputs(view(Asking(session, "UADA").command("/bug")))["product"]
    assert (product["element"]["type"], product["optional"]) == ("plain_text_input", True)


def test_words_behind_the_command_are_the_title(kenji: Asking) -> None:
    assert filled(view(kenji.command("/bug Checkout fails for EUR")))["title"] == "Checkout fails for EUR"


def test_a_title_that_is_too_long_is_cut_at_a_word_and_stands_in_what_happened(kenji: Asking) -> None:
    long = "Checkout fails " * 20
    form = filled(view(kenji.command(f"/bug {long}")))
    assert form["title"] == "Checkout fails " * 9 + "Checkout…"
    assert form["happened"] == long.strip()


def test_a_title_shows_what_slack_wrote_in_its_own_way_as_it_was_typed_and_nothing_private(kenji: Asking) -> None:
    typed = "/bug A&amp;B: <mailto:jane@mail.example|jane@mail.example> can't pay &lt;now&gt;, says <@U1|ada>"
    assert filled(view(kenji.command(typed)))["title"] == "A&B: [e-mail hidden] can't pay <now>, says @ada"


def test_the_form_says_who_will_read_it(kenji: Asking) -> None:
    assert "The programme's advisers and managers will read it." in words(view(kenji.command("/bug")))
    ada, bola = (tests.programme.add(kenji.session, name, "adviser") for name in ("UBOLA", "UCHIARA"))
    seats = [(ada.id or 0, 1), (bola.id or 0, 1)]
    data.duty.add_shift(kenji.session, NOW, NOW + datetime.timedelta(days=14), seats, NOW)
    assert "Bola and Chiara are on duty and will read it." in words(view(kenji.command("/bug")))


@pytest.mark.parametrize("typed", ["/bug hlep BUG-3", "/bug Helb bug-3 now"])
def test_a_mistyped_verb_in_front_of_a_report_is_no_title(kenji: Asking, typed: str) -> None:
    assert "Did you mean `/bug help`?" in kenji.refusal(typed)


@pytest.mark.parametrize(("typed", "meant"), [("lits", "list"), ("hepl", "help")])
def test_a_mistyped_verb_alone_is_no_title(kenji: Asking, typed: str, meant: str) -> None:
    assert f"Did you mean `/bug {meant}`?" in kenji.refusal(f"/bug {typed}")


def test_one_word_that_is_near_no_verb_is_a_title(kenji: Asking) -> None:
    assert isinstance(kenji.command("/bug Checkout"), commands.replies.Open)


@pytest.mark.parametrize("typed", ["/bug Like BUG-3, but on Android", "/bug hlep is missing"])
def test_a_title_may_name_a_report(kenji: Asking, typed: str) -> None:
    assert filled(view(kenji.command(typed)))["title"] == typed.removeprefix("/bug ")


# -- somebody's message

MESSAGE = commands.request.Message(
    channel="C1",
    ts="1.0",
    author="UADA",
    text="Checkout &amp; basket\nWrite to <mailto:jane@mail.example|jane@mail.example>",
    files={"screen.png": "https://files.example/1"},
    link="https://stories.slack.com/archives/C1/p10",
)


def test_a_message_is_what_happened_with_its_first_line_as_the_title_and_its_link(kenji: Asking) -> None:
    form = filled(view(kenji.choose("file:message", MESSAGE)))
    assert form["title"] == "Checkout & basket"
    assert form["happened"] == "Checkout & basket\nWrite to [e-mail hidden]\nscreen.png: https://files.example/1"
    assert form["link"] == "https://stories.slack.com/archives/C1/p10"


def test_a_card_of_a_report_is_not_filed_again(kenji: Asking) -> None:
    kenji.session.add(data.models.Card(key="bug:1", channel="C1", ts="1.0"))
    with pytest.raises(rules.errors.ProgramError, match="This is a message of mine about a report"):
        kenji.choose("file:message", MESSAGE)


# -- what was hidden


def test_with_nothing_to_show_it_is_filed_at_once(kenji: Asking) -> None:
    file(kenji, product="Shop", severity="urgent", link="https://example.org/1")
    (report,) = reports(kenji.session)
    assert (report.title, report.product, report.severity) == ("Checkout fails for EUR", "Shop", "urgent")
    assert (report.kind, report.link, report.state) == ("broken", "https://example.org/1", "new")


def test_what_was_hidden_is_shown_before_it_is_filed_with_what_may_be_kept(kenji: Asking) -> None:
    page = view(kenji.submit("file:report", **PRIVATE))
    assert reports(kenji.session) == []
    assert f"In *What happened?*: 1 e-mail address, 1 card number\n>{HIDDEN}" in words(page)
    assert options(page, "keep") == {"email": "E-mail addresses"}
    assert "same" not in inputs(page)


def test_where_nothing_may_be_kept_there_is_nothing_to_tick(kenji: Asking) -> None:
    page = view(kenji.submit("file:report", **TYPED | {"steps": "Card 4111 1111 1111 1111"}))
    assert "In *What did you do, step by step?*: 1 card number" in words(page)
    assert "keep" not in inputs(page)


def test_nothing_unmasked_stands_in_the_page_or_is_kept_of_the_request(kenji: Asking) -> None:
    page = view(kenji.submit("file:report", key="first", **PRIVATE))
    assert "jane@" not in repr(page)
    assert "4111" not in repr(page)
    assert kenji.session.exec(sqlmodel.select(data.models.RequestKey)).all() == []


def test_the_second_page_has_the_inputs_of_the_first(kenji: Asking) -> None:
    first, second = view(kenji.command("/bug")), view(kenji.submit("file:report", **PRIVATE))
    again = {name: block for name, block in inputs(second).items() if name not in ("keep", "same")}
    assert list(again) == list(inputs(first))
    for name, block in inputs(first).items():
        assert again[name]["label"] == block["label"]
        assert again[name]["element"]["action_id"] == block["element"]["action_id"]


def test_sent_again_it_is_filed_without_what_was_hidden(kenji: Asking) -> None:
    subject = view(kenji.submit("file:report", **PRIVATE))["private_metadata"]
    assert kenji.submit("check:report", subject=subject, **PRIVATE) == commands.replies.Done()
    assert [report.happened for report in reports(kenji.session)] == [HIDDEN]


def test_what_is_called_not_private_is_kept_but_never_a_card(kenji: Asking) -> None:
    subject = view(kenji.submit("file:report", **PRIVATE))["private_metadata"]
    kenji.submit("check:report", subject=subject, keep="email\ncard", **PRIVATE)
    (report,) = reports(kenji.session)
    assert report.happened == "Jane writes from jane@mail.example and pays by [card number hidden]."


def test_a_kind_that_was_not_shown_yet_is_shown_before_it_is_filed(kenji: Asking) -> None:
    subject = view(kenji.submit("file:report", **PRIVATE))["private_metadata"]
    changed = PRIVATE | {"steps": "Call +49 30 901820"}
    page = view(kenji.submit("check:report", subject=subject, keep="email", **changed))
    assert reports(kenji.session) == []
    assert "In *What did you do, step by step?*: 1 phone number" in words(page)
    assert kenji.submit("check:report", subject=page["private_metadata"], **changed) == commands.replies.Done()


def test_products_and_languages_of_the_roster_stay_as_they_are_whatever_they_look_like(kenji: Asking) -> None:
    tests.programme.add(kenji.session, "UDEV", "adviser", products=["4111 1111 1111 1111"])
    file(kenji, product="4111 1111 1111 1111")
    assert reports(kenji.session)[0].product == "4111 1111 1111 1111"


def test_the_same_submission_again_files_nothing_new(kenji: Asking) -> None:
    subject = view(kenji.submit("file:report", **PRIVATE))["private_metadata"]
    for _ in range(2):
        assert kenji.submit("check:report", key="once", subject=subject, **PRIVATE) == commands.replies.Done()
    assert len(reports(kenji.session)) == 1


def test_what_cannot_be_read_is_said_on_the_second_page_too(kenji: Asking) -> None:
    reply = kenji.submit("check:report", **TYPED | {"title": ""})
    assert reply == commands.replies.Fields({"title": "Please fill this in."})


# -- what may be the same


def test_likely_duplicates_are_offered_without_anybodys_name(kenji: Asking, amara: Asking) -> None:
    file(kenji, product="Shop")
    page = view(amara.submit("file:report", **TYPED | {"title": "EUR checkout failing"}))
    assert options(page, "same") == {
        "1": "BUG-1 · Checkout fails for EUR (Shop): I see it too",
        "different": "Mine is different",
    }
    assert filled(page)["same"] == "different"
    assert "Kenji" not in repr(page)


def test_a_long_title_leaves_room_for_what_can_be_said_of_it(kenji: Asking, amara: Asking) -> None:
    file(kenji, title="Checkout fails for EUR " * 6, product="Shop")
    shown = options(view(amara.submit("file:report", **TYPED)), "same")["1"]
    assert shown.endswith("… (Shop): I see it too")
    assert len(shown) <= 75


def test_who_says_that_it_is_different_files_it(kenji: Asking, amara: Asking) -> None:
    file(kenji)
    assert amara.submit("check:report", same="different", **TYPED) == commands.replies.Done()
    assert [name for name, _ in reporters(amara.session, 2)] == ["Amara"]


def test_who_sees_it_too_becomes_a_reporter_with_what_they_wrote(kenji: Asking, amara: Asking) -> None:
    file(kenji)
    assert amara.submit("check:report", same="1", **PRIVATE | {"title": "No checkout"}, subject=" email card 1") == (
        commands.replies.Done()
    )
    assert len(reports(amara.session)) == 1
    assert reporters(amara.session) == [("Kenji", None), ("Amara", f"No checkout\n{HIDDEN}")]
    assert [event.act for event in data.reports.list_events(amara.session, 1)] == ["file", "join"]
    card = data.outbox.list_cards(amara.session, "bug:1:UAMARA")
    assert card == [("bug:1:UAMARA", "@UAMARA")]


def test_all_that_they_wrote_in_the_form_is_kept_with_what_they_see_too(kenji: Asking, amara: Asking) -> None:
    file(kenji)
    link = "https://tickets.example/8812"
    more = {"steps": "Log in, then pay.", "area": "Cart", "link": link, "product": "Shop"}
    amara.submit("check:report", subject=" 1", same="1", **TYPED, **more)
    labelled = (
        f"What did you do, step by step? Log in, then pay.\nWhere in the product? Cart\nLink to the ticket {link}"
    )
    assert reporters(amara.session)[1] == ("Amara", f"{TYPED['title']}\n{TYPED['happened']}\n{labelled}")


@pytest.mark.parametrize("subject", ["", " ", " email", " 2", "1", "remark:1", " 11"])
def test_nobody_comes_to_be_a_reporter_of_what_they_were_not_offered(
    kenji: Asking, amara: Asking, subject: str
) -> None:
    file(kenji)
    amara.submit("check:report", subject=subject, same="1", **TYPED)
    assert reporters(amara.session) == [("Kenji", None)]
    assert [name for name, _ in reporters(amara.session, 2)] == ["Amara"]


def test_what_is_the_same_as_a_duplicate_is_the_same_as_its_original(kenji: Asking, amara: Asking) -> None:
    file(kenji)
    kenji.submit("check:report", same="different", **TYPED)
    first, second = reports(kenji.session)
    second.original_id, second.state = first.id, data.models.ReportState.DUPLICATE
    amara.submit("check:report", subject=" 2", same="2", **TYPED)
    assert [name for name, _ in reporters(amara.session, 1)] == ["Kenji", "Amara"]


def test_what_was_taken_back_meanwhile_is_not_the_same_any_more(kenji: Asking, amara: Asking) -> None:
    file(kenji)
    reports(kenji.session)[0].state = data.models.ReportState.WITHDRAWN
    amara.submit("check:report", subject=" 1", same="1", **TYPED)
    assert [name for name, _ in reporters(amara.session, 2)] == ["Amara"]


def test_the_same_words_sent_again_within_two_minutes_are_taken_for_the_same(kenji: Asking) -> None:
    file(kenji)
    page = view(kenji.submit("file:report", **TYPED))
    assert options(page, "same")["1"] == "BUG-1 · Checkout fails for EUR: you reported it"
    assert filled(page)["same"] == "1"
    assert inputs(page)["same"]["hint"]["text"].startswith("You filed BUG-1 a minute ago.")
    reply = kenji.submit("check:report", subject=" 1", same="1", **TYPED)
    assert tests.commands.asking.said(reply).startswith("You are among those who reported *BUG-1")
    assert reporters(kenji.session) == [("Kenji", None)]


def test_ones_own_report_of_yesterday_is_offered_first_and_not_taken_for_the_same(kenji: Asking) -> None:
    file(kenji)
    later = Asking(kenji.session, "UKENJI", NOW + datetime.timedelta(days=1))
    page = view(later.submit("file:report", **TYPED))
    assert filled(page)["same"] == "different"
    later.submit("check:report", subject=" 1", same="1", **TYPED | {"happened": "Still so."})
    assert reporters(kenji.session) == [("Kenji", "Checkout fails for EUR\nStill so.")]


# -- known issues


@pytest.fixture
def known(kenji: Asking) -> data.models.Report:
    file(kenji, product="Cafe")
    (report,) = reports(kenji.session)
    report.known_issue = "Paying in euro fails in the cafe"
    return report


def accessories(form: Json) -> list[Json]:
    return [block["accessory"] for block in form["blocks"] if "accessory" in block]


def test_known_issues_of_ones_products_stand_on_top(known: data.models.Report, amara: Asking) -> None:
    tests.programme.add(amara.session, "UELENA", "freelancer", products=["Shop"])
    form = view(amara.command("/bug"))
    assert "• BUG-1 · Paying in euro fails in the cafe (Cafe)" in words(form)
    assert [button["action_id"] for button in accessories(form)] == ["see:bug"]
    assert accessories(view(Asking(amara.session, "UELENA").command("/bug"))) == []


def test_who_sees_a_known_issue_too_leaves_what_they_wrote_and_the_form(
    known: data.models.Report, amara: Asking
) -> None:
    (button,) = accessories(view(amara.command("/bug")))
    reply = amara.press("see:bug", subject=button["value"], title="Euro", happened="Write to jane@mail.example")
    assert "noted that you see *BUG-1 · Checkout fails for EUR* too" in words(view(reply))
    assert reporters(amara.session) == [("Kenji", None), ("Amara", "Euro\nWrite to [e-mail hidden]")]


def test_who_sees_it_too_elsewhere_is_told_so_and_only_once_a_reporter(
    known: data.models.Report, amara: Asking
) -> None:
    assert tests.commands.asking.said(amara.press("see:bug", subject="1")).startswith("Thank you:")
    assert tests.commands.asking.said(amara.press("see:bug", subject="1")).startswith("You are among those")
    assert [name for name, _ in reporters(amara.session)] == ["Kenji", "Amara"]


@pytest.mark.parametrize("subject", ["1", "2", "", "x"])
def test_what_is_no_known_issue_cannot_be_joined_by_its_button(
    known: data.models.Report, amara: Asking, subject: str
) -> None:
    known.known_issue = None
    with pytest.raises(rules.errors.ProgramError, match="no known issue any more"):
        amara.press("see:bug", subject=subject)
    assert [name for name, _ in reporters(amara.session)] == ["Kenji"]
