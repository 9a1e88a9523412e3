"""What a freelancer typed is printed nowhere, however talkative the process; and what slipped through is removed."""

from __future__ import annotations

import json
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
    programme.slack.faults(method="chat.postMessage", kind="garbage", count=1, seconds=1)
    (card,) = (one for one in programme.slack.channel("dm", as_=kenji.id) if "BUG-1" in one["text"])
    programme.slack.message(kenji.id, "dm", f"{FREE}, says {JANE}")
    programme.slack.message(kenji.id, "dm", f"{UNDER}, says {JANE}", card["ts"])
    programme.dev.types(f"/bug ask BUG-1 {ANSWER} or {CARD}?", in_=tests.stories.cast.GENERAL)
    programme.dev.types(f"/bug redact BUG-1 {WORDS}", in_=tests.stories.cast.GENERAL)
    programme.dev.types(f"/bug resolve BUG-1 {ANSWER} again", in_=tests.stories.cast.GENERAL)
    programme.sees("fault", method="chat.postMessage", fault="garbage")
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


def seen(programme: Programme) -> str:
    """All that stands in the triage channel and in Kenji's direct messages, threads too."""
    places = [(programme.ada.id, tests.stories.cast.TRIAGE), (programme.kenji.id, "dm")]
    tops = [(who, place, top) for who, place in places for top in programme.slack.channel(place, as_=who)]
    replies = [one for who, place, top in tops for one in programme.slack.channel(place, who, thread=top["ts"])]
    return json.dumps([*(top for _, _, top in tops), *replies], ensure_ascii=False)


def test_a_name_that_slipped_through_is_removed_wherever_muster_wrote_it(programme: Programme) -> None:
    kenji, general = programme.kenji, tests.stories.cast.GENERAL
    kenji.types("/bug Jane Quince can't pay", in_=general)
    kenji.submits({"What happened?": "I press Pay for\nJane Quince, and nothing happens."})
    programme.settles()
    (card,) = [one for one in programme.slack.channel("dm", as_=kenji.id) if "BUG-1" in one["text"]]
    written = programme.slack.message(kenji.id, "dm", "it is Jane  Quince again", card["ts"])["ts"]
    programme.settles()
    assert seen(programme).count("Jane Quince") >= 4
    posts = len(programme.posts())

    answer = programme.ada.types("/bug redact BUG-1 jane quince", in_=general).text
    programme.settles()
    assert answer.startswith("Removed from BUG-1, and from 2 cards and 1 copy.")
    assert f"/p{written.replace('.', '')}|this message> of Kenji" in answer
    assert len(programme.posts()) == posts
    left = seen(programme)
    assert "Jane  Quince again" in left  # their own message, which they alone can delete
    assert "Jane Quince" not in left
    assert left.count("[removed]") >= 4
