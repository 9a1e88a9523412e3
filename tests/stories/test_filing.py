"""Filing a report: from a command, a button and a message, with a second look before it is sent."""

from __future__ import annotations

from typing import Any

import sqlmodel

import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme
Someone = tests.stories.programme.Someone
Json = dict[str, Any]

GENERAL, LOUNGE, TRIAGE = tests.stories.cast.GENERAL, tests.stories.cast.LOUNGE, tests.stories.cast.TRIAGE
LONG = tests.stories.programme.LONG
REPORT = {"What is wrong?": "Checkout fails for EUR", "What happened?": "I press Pay, and nothing happens."}
SLOW = "Search is &lt;slow&gt;\nAsk <mailto:jane@mail.example|jane@mail.example>"
"""As Slack sends what somebody typed."""
PRIVATE = "jane.doe@mail.example pays by 4111 1111 1111 1111."


def page(who: Someone) -> str:
    """What the form on their screen says above its inputs."""
    assert who.form is not None
    return "\n".join(tests.stories.programme.words(who.form["blocks"]))


def typed(who: Someone) -> Json:
    """What they see in the inputs of the form on their screen that hold words."""
    assert who.form is not None
    touched = who.form["state"]["values"]
    shown = {}
    for block in who.form["blocks"]:
        if block["type"] == "input":
            name = block["block_id"]
            shown[name] = touched.get(name, {}).get(name, {}).get("value", block["element"].get("initial_value"))
    return shown


def whole_store(programme: Programme) -> str:
    """Every table's every row."""
    tables = sqlmodel.SQLModel.metadata.tables
    return repr([programme.rows(f"SELECT * FROM {table}") for table in tables])  # noqa: S608  # our own names


def test_a_guest_looks_at_what_was_hidden_and_keeps_what_is_not_private(programme: Programme) -> None:
    amara, readers = programme.amara, "Dev Anchor and Elena Mainsail are on duty and will read it."
    amara.types("/bug Checkout fails for EUR", in_=LOUNGE)
    assert f"You may write in your own language. {readers}" in page(amara)
    assert "please leave them out" in page(amara)

    amara.submits({"What happened?": f"Jane {PRIVATE}"})
    assert "1 e-mail address, 1 card number\n>Jane [e-mail hidden] pays by [card number hidden]." in page(amara)
    assert typed(amara)["happened"] == f"Jane {PRIVATE}"
    assert PRIVATE.partition(" ")[0] not in whole_store(programme)

    assert amara.submits({"Not private, keep it": ["E-mail addresses"]}).errors == {}
    assert amara.form is None
    programme.settles()
    assert [text for text in programme.triage() if "Jane jane.doe@mail.example pays by [card number hidden]." in text]
    assert "*BUG-1 · Checkout fails for EUR*" in amara.reads()[0]
    assert "4111" not in whole_store(programme)


def test_three_people_see_the_same_and_none_reads_who_else_does(programme: Programme) -> None:
    programme.kenji.types("/bug")
    programme.kenji.submits(REPORT)
    programme.amara.opens_home()
    programme.amara.presses("Report a problem", in_="home")
    programme.amara.submits(REPORT | {"What is wrong?": "EUR checkout failing"})
    programme.amara.submits({"Is it one of these?": "BUG-1 · Checkout fails for EUR: I see it too"})
    programme.bola.types("/bug", in_="dm")
    programme.bola.submits(REPORT)
    programme.bola.submits({"Is it one of these?": "Mine is different"})
    programme.settles()
    assert [text for text in programme.triage() if "BUG-1 ·" in text and "Kenji Paperfold and 1 more" in text]
    assert [text for text in programme.triage() if "BUG-2 ·" in text]
    (card,) = programme.amara.reads()
    assert "*BUG-1 · Checkout fails for EUR*" in card
    assert "Kenji" not in card
    assert programme.rows("SELECT words FROM reporter WHERE words IS NOT NULL") == [
        ("EUR checkout failing\nI press Pay, and nothing happens.",)
    ]


def test_what_somebody_wrote_in_a_thread_becomes_a_report(programme: Programme) -> None:
    top = programme.slack.message(programme.ada.id, GENERAL, "How is your day?")["ts"]
    told = programme.slack.message(programme.kenji.id, GENERAL, SLOW, top)["ts"]
    programme.slack.shortcut(programme.ada.id, GENERAL, told, "File as bug", LONG)
    inputs = typed(programme.ada)
    assert inputs["title"] == "Search is <slow>"
    assert inputs["happened"] == "Search is <slow>\nAsk [e-mail hidden]"
    link = f"https://stories.slack.com/archives/{GENERAL}/p{told.replace('.', '')}?thread_ts={top}&cid={GENERAL}"
    assert inputs["link"] == link

    programme.ada.submits()
    programme.settles()
    (card,) = [text for text in programme.triage() if "BUG-1 ·" in text]
    assert "*BUG-1 · Search is &lt;slow&gt;*" in card


def test_a_card_of_a_report_is_no_new_report(programme: Programme) -> None:
    programme.kenji.types("/bug")
    programme.kenji.submits(REPORT)
    programme.settles()
    messages = programme.slack.channel(TRIAGE, programme.ada.id)
    (card,) = [one for one in messages if "BUG-1 ·" in one["text"]]
    said = programme.slack.shortcut(programme.ada.id, TRIAGE, card["ts"], "File as bug", LONG)
    assert said["response"]["text"].startswith("This is a message of mine about a report")


def test_a_known_issue_stands_on_top_of_the_form_and_takes_its_place(programme: Programme) -> None:
    programme.kenji.types("/bug")
    programme.kenji.submits(REPORT)
    with programme.writing() as session:
        session.connection().exec_driver_sql("UPDATE report SET known_issue = 'Paying in euro fails'")
    programme.amara.types("/bug")
    assert "• BUG-1 · Paying in euro fails" in page(programme.amara)
    programme.amara.presses("I see it too", in_="modal")
    assert page(programme.amara).startswith("Thank you: noted that you see *BUG-1 · Checkout fails for EUR* too.")
    programme.settles()
    assert "*BUG-1 · Checkout fails for EUR*" in programme.amara.reads()[0]


def test_a_report_that_could_not_be_saved_stays_on_the_screen(programme: Programme) -> None:
    programme.kenji.types("/bug")
    with programme.writing() as session:
        session.connection().exec_driver_sql("ALTER TABLE report_event RENAME TO gone")
    failed = programme.kenji.submits(REPORT)
    (sentence,) = failed.errors.values()
    assert sentence.startswith("Something went wrong on our side, and nothing was saved. ref ")
    assert typed(programme.kenji)["happened"] == REPORT["What happened?"]
    with programme.writing() as session:
        session.connection().exec_driver_sql("ALTER TABLE gone RENAME TO report_event")
    assert programme.kenji.submits().errors == {}
    programme.settles()
    assert programme.rows("SELECT count(*) FROM report") == [(1,)]
