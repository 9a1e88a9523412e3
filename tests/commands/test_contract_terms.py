"""Terms of contracts: added by words or form, mended, listed with what came of each; by managers alone."""

import datetime
import typing

import pytest
import sqlmodel

import commands.replies
import data.contracts
import data.models
import data.morning
import messages.contracts
import rules.errors
import tests.commands.asking
import tests.programme

Asking = tests.commands.asking.Asking
Contract = data.models.Contract
Fields = commands.replies.Fields
Person = data.models.Person
Session = sqlmodel.Session
said = tests.commands.asking.said

NOW, DAY = tests.programme.NOW, datetime.timedelta(days=1)
LINK = "https://agreements.example/7"
NEW = {"starts": "2026-03-09", "last_day": "2026-06-08", "weekly_hours": "24"}


@pytest.fixture(autouse=True)
def people(session: Session) -> dict[str, Person]:
    """Kenji has a contract until Wed 1 April, and Ada as his adviser; Noor and Zoe have none."""
    ada, maren = (tests.programme.add(session, *one) for one in (("UADA", "adviser"), ("UMAREN", "manager")))
    kenji = tests.programme.add_freelancer(session, "UKENJI", ada, last_day=30)
    noor = tests.programme.add_freelancer(session, "UNOOR", last_day=None, products=["Billing"], languages=["de"])
    return {"ada": ada, "maren": maren, "kenji": kenji, "noor": noor}


def maren(session: Session, now: datetime.datetime = NOW) -> Asking:
    return Asking(session, "UMAREN", now)


def terms(session: Session, person: Person) -> list[Contract]:
    return data.contracts.list_of(session, person.id or 0)


def for_mornings(session: Session) -> list[str]:
    return [str(part.payload["text"]).splitlines()[0] for part in data.morning.list_waiting(session)]


def wrong(reply: commands.replies.Reply) -> dict[str, str]:
    return dict(typing.cast("Fields", reply).errors)


# -- added


def test_a_term_is_added_at_once_from_its_days_and_hours(session: Session, people: dict[str, Person]) -> None:
    assert maren(session).says("/contract add <@UNOOR> 2026-03-09 to 2026-06-08 24").splitlines() == [
        "Added: *CON-2 · Noor*, Mon 9 March 2026 to Mon 8 June 2026, 24 hours a week.",
        "Noor reads its days in their next morning message.",
        "Noor has no adviser yet: `/program assign @Noor @adviser`.",
    ]
    (term,) = terms(session, people["noor"])
    assert (term.ends, term.added_by_id) == (datetime.date(2026, 6, 9), people["maren"].id)


def test_without_hours_it_has_those_of_the_last_term(session: Session, people: dict[str, Person]) -> None:
    assert "20 hours a week" in maren(session).says("/contract add <@UKENJI> 2026-04-02 2026-06-30")
    assert "How many hours a week?" in maren(session).refusal("/contract add <@UNOOR> 2026-03-09 2026-06-08")


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        ("2026-04-02 2026-05-01 24", None),
        ("2026-04-02 2026-10-02 24", None),
        ("2026-04-02 2026-04-30 24", "A term lasts 1 to 6 months: its last day lies from Fri 1 May 2026 to"),
        ("2026-04-02 2026-10-03 24", "to Fri 2 October 2026."),
        ("2026-04-01 2026-06-30 24", "CON-1 has days in common with it: Sat 31 January 2026 to Wed 1 April 2026"),
        ("2026-04-02 2026-06-30 0", "won't do for hours a week"),
    ],
)
def test_a_term_lasts_one_to_six_months_and_overlaps_none(session: Session, days: str, reason: str | None) -> None:
    if reason is None:
        assert maren(session).says(f"/contract add <@UKENJI> {days}").startswith("Added: *CON-2")
    else:
        assert reason in maren(session).refusal(f"/contract add <@UKENJI> {days}")


def test_the_form_proposes_the_day_after_the_last_and_its_hours(session: Session) -> None:
    reply = maren(session).command("/contract add <@UKENJI>")
    assert isinstance(reply, commands.replies.Open)
    inputs = {one["block_id"]: one["element"] for one in reply.view["blocks"] if one["type"] == "input"}
    assert inputs["starts"]["initial_date"] == "2026-04-02"
    assert inputs["last_day"]["initial_date"] == "2026-07-01"
    assert inputs["weekly_hours"]["initial_value"] == "20"


def test_a_form_keeps_what_it_is_for_and_by_whom_it_was_made(session: Session, people: dict[str, Person]) -> None:
    rest = {"products": "Billing", "languages": "de", "supplier": "Acme <b>", "link": LINK}
    maren(session).submit(messages.contracts.ADD, subject="UNOOR", **NEW, **rest)
    (term,) = terms(session, people["noor"])
    kept = (term.products, term.languages, term.supplier, term.link)
    assert kept == (["Billing"], ["de"], "Acme <b>", LINK)


@pytest.mark.parametrize("link", ["http://x.example", "javascript:alert(1)", "https://x.example and more", "x"])
def test_a_link_is_a_secure_web_address(session: Session, link: str) -> None:
    reply = maren(session).submit(messages.contracts.ADD, subject="UNOOR", **NEW, link=link)
    assert wrong(reply) == {"link": "Write a link that begins with https://, and nothing else."}


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({}, "last_day"),
        ({"reason": "A fair"}, "until"),
        ({"until": "2026-03-20"}, "reason"),
        ({"reason": "A fair", "until": "2026-03-08"}, "until"),
        ({"reason": "A fair", "until": "2026-03-20"}, None),
    ],
)
def test_another_length_needs_a_reason_and_an_end_to_it(
    session: Session, given: dict[str, str], fault: str | None
) -> None:
    short = NEW | {"last_day": "2026-03-20"}
    reply = maren(session).submit(messages.contracts.ADD, subject="UNOOR", **short, **given)
    assert ("exception until Fri 20 March 2026" in said(reply)) if fault is None else (list(wrong(reply)) == [fault])


def test_a_regular_length_keeps_no_reason(session: Session, people: dict[str, Person]) -> None:
    maren(session).submit(messages.contracts.ADD, subject="UNOOR", **NEW, reason="None", until="2026-06-08")
    assert [(one.exception_reason, one.exception_until) for one in terms(session, people["noor"])] == [(None, None)]


def test_who_comes_back_is_a_freelancer_with_their_history(session: Session, people: dict[str, Person]) -> None:
    zoe = tests.programme.add(session, "UZOE")
    tests.programme.add_contract(session, zoe, -200, -100)
    assert "Zoe is a freelancer again." in maren(session).says("/contract add <@UZOE> 2026-03-09 2026-06-08 24")
    assert (zoe.freelancer, len(terms(session, zoe))) == (True, 2)


def test_the_person_reads_their_days_in_the_morning_and_other_hours_in_their_place(session: Session) -> None:
    maren(session).command("/contract add <@UNOOR> 2026-03-09 to 2026-06-08 24")
    days = "Mon 9 March 2026 to Mon 8 June 2026"
    assert for_mornings(session) == [f"Your contract: {days}, 24 hours a week."]
    maren(session, NOW + DAY).submit(messages.contracts.EDIT, subject="2", weekly_hours="30")
    assert for_mornings(session) == [f"Your contract now has 30 hours a week: {days}."]


def test_what_is_over_already_is_recorded_and_not_told(session: Session) -> None:
    assert "morning message" not in maren(session).says("/contract add <@UNOOR> 2025-11-01 to 2026-01-31 24")
    assert for_mornings(session) == []


def test_advisers_and_freelancers_add_list_and_change_nothing(session: Session) -> None:
    for who in ("UADA", "UKENJI"):
        for text in ("add <@UNOOR> 2026-03-09 2026-06-08 24", "edit CON-1", "list <@UKENJI>", "list"):
            assert "managers" in Asking(session, who).refusal(f"/contract {text}")


def test_nobody_adds_or_changes_their_own(session: Session) -> None:
    tests.programme.add_freelancer(session, "UZOE", manager=True)
    zoe = Asking(session, "UZOE")
    for text in ("add <@UZOE>", "add <@UZOE> 2026-06-01 2026-08-31 24", "edit CON-2"):
        assert "This is your own contract" in zoe.refusal(f"/contract {text}")


def test_extending_is_the_decision_to_renew(session: Session) -> None:
    reply = maren(session).command("/contract extend <@UKENJI>")
    assert isinstance(reply, commands.replies.Open)
    assert "has no contract yet" in maren(session).refusal("/contract extend <@UNOOR>")


# -- mended


def test_what_was_typed_wrong_is_changed_but_for_the_days(session: Session, people: dict[str, Person]) -> None:
    reply = maren(session).command("/contract edit con-1")
    assert isinstance(reply, commands.replies.Open)
    assert {one["block_id"] for one in reply.view["blocks"] if one["type"] == "input"} == {
        *("weekly_hours", "supplier", "link")
    }, "Kenji has no products or languages to choose from"
    changed = {"weekly_hours": "7.5", "supplier": "Acme", "link": LINK}
    assert said(maren(session).submit(messages.contracts.EDIT, subject="1", **changed)) == (
        "Changed: *CON-1 · Kenji*, Sat 31 January 2026 to Wed 1 April 2026, 7.5 hours a week"
        f" · Acme · <{LINK}|agreement>."
    )
    assert [one.weekly_hours for one in terms(session, people["kenji"])] == [7.5]


def test_a_change_of_nothing_is_none_and_one_of_a_link_is_not_told(session: Session) -> None:
    assert isinstance(
        maren(session).submit(messages.contracts.EDIT, subject="1", weekly_hours="20"), commands.replies.Close
    )
    maren(session).submit(messages.contracts.EDIT, subject="1", weekly_hours="20", link=LINK)
    assert for_mornings(session) == []


def test_a_number_that_is_none_is_said(session: Session) -> None:
    assert maren(session).refusal("/contract edit CON-99").startswith("There is no CON-99.")
    with pytest.raises(rules.errors.ProgramError, match="There is no CON-99"):
        maren(session).submit(messages.contracts.EDIT, subject="99", weekly_hours="20")


# -- listed


def test_what_runs_or_comes_is_listed_by_its_end(session: Session, people: dict[str, Person]) -> None:
    tests.programme.add_contract(session, people["noor"], 7, 99)
    tests.programme.add_contract(session, people["noor"], -99, -9)
    assert maren(session).says("/contract list").splitlines() == [
        "*Contracts that run or come*",
        "• Kenji: CON-1 · Sat 31 January 2026 to Wed 1 April 2026, 20 hours a week · active",
        "• Noor: CON-2 · Mon 9 March 2026 to Tue 9 June 2026, 20 hours a week · upcoming",
    ]


def test_somebodys_terms_are_listed_with_what_came_of_each(session: Session, people: dict[str, Person]) -> None:
    noor = people["noor"]
    for starts, last_day in ((-400, -300), (-299, -200), (-150, -60)):
        tests.programme.add_contract(session, noor, starts, last_day)
    early = Contract(
        person_id=noor.id or 0,
        starts=datetime.date(2026, 1, 5),
        ends=datetime.date(2026, 2, 7),
        agreed_ends=datetime.date(2026, 4, 1),
        ended_as=data.models.EndedAs.RESIGNED,
        weekly_hours=20,
        supplier="Acme <b>",
        link=LINK,
    )
    data.contracts.add(session, early)
    lines = maren(session).says("/contract list <@UNOOR>").splitlines()
    assert [line.split(" · ", 2)[0] for line in lines[1:]] == ["• CON-5", "• CON-4", "• CON-3", "• CON-2"]
    assert [line.split(" · ")[2] for line in lines[2:]] == ["over, nothing followed"] * 2 + ["over, then CON-3"]
    assert lines[1].endswith(f" · over, they resigned before Tue 31 March 2026 · Acme &lt;b&gt; · <{LINK}|agreement>")


def test_who_has_none_reads_that(session: Session) -> None:
    assert maren(session).says("/contract list <@UNOOR>") == "*Contracts of Noor*: none."
