"""What a freelancer typed is printed nowhere, however talkative the process, nor when a request fails."""

from __future__ import annotations

import pathlib

import tests.stories.cast
import tests.stories.programme
import tests.stories.test_secrets

Programme = tests.stories.programme.Programme

TYPED = (
    "jane.doe@mail.example",
    "4111 1111 1111 1111",
    "Wobblegate",
    "Zanzibar",
    "Quokka",
    "Xylophone",
    "Marzipan",
    "Nutmeg",
)
"""Private data, and words that stand nowhere else."""

JANE, CARD, TITLE, WORDS, FREE, UNDER, BROKEN, ANSWER = TYPED


def write_of_everything(programme: Programme, printed: pathlib.Path) -> None:
    """A command, a form and its second page, free words, a reply, an answer, what is redacted; then the store fails."""
    kenji = programme.kenji
    kenji.types(f"/bug {TITLE} fails for {JANE}", in_=tests.stories.cast.GENERAL)
    kenji.submits({"What happened?": f"{WORDS}: {JANE} paid by {CARD}"})
    assert kenji.submits({}).errors == {}
    programme.settles()
    programme.slack.message(kenji.id, "dm", f"{FREE}, says {JANE}")
    programme.settles()
    card, _ = (one for one in programme.slack.channel("dm", as_=kenji.id) if "BUG-1" in one["text"])
    programme.slack.message(kenji.id, "dm", f"{UNDER}, says {JANE}", card["ts"])
    programme.settles()
    programme.dev.types(f"/bug ask BUG-1 {ANSWER} or {CARD}?", in_=tests.stories.cast.GENERAL)
    programme.dev.types(f"/bug redact BUG-1 {WORDS}", in_=tests.stories.cast.GENERAL)
    programme.slack.faults(method="chat.postMessage", kind="garbage", count=1, seconds=1)
    programme.dev.types(f"/bug resolve BUG-1 {ANSWER} again", in_=tests.stories.cast.GENERAL)
    programme.settles()
    with programme.writing() as session:
        session.connection().exec_driver_sql("ALTER TABLE reporter RENAME TO gone")
    kenji.types(f"/bug {BROKEN}", in_=tests.stories.cast.GENERAL)
    kenji.submits({"What happened?": f"{BROKEN} and {JANE}"})
    kenji.submits({})
    tests.stories.test_secrets.reads(programme, printed, "Traceback")


def test_what_people_type_is_in_no_log(prepared: Programme, tmp_path: pathlib.Path) -> None:
    with tests.stories.test_secrets.talkative(prepared, tmp_path, "text") as printed:
        prepared.sees("socket", did="connected")
        write_of_everything(prepared, printed)
    text = printed.read_text()
    assert "DEBUG" in text
    assert [word for word in TYPED if word in text] == []
