"""What reporters and those on duty write to each other, and what a freelancer writes to Muster: who reads it in Slack."""

from __future__ import annotations

import pytest

import tests.stories.cast
import tests.stories.programme
import tests.stories.test_reports

Json = tests.stories.programme.Json
Programme = tests.stories.programme.Programme
Someone = tests.stories.programme.Someone

TRIAGE = tests.stories.cast.TRIAGE


def messages(who: Someone, channel: str = "dm") -> list[Json]:
    """All that stands there for them, threads too, oldest first."""
    return who.slack.channel(channel, who.id)


def place_of(who: Someone, words: str, channel: str = "dm") -> str:
    """The ts of the first message with these words."""
    return str(next(one["ts"] for one in messages(who, channel) if words in one["text"]))


def thread(who: Someone, words: str, channel: str = "dm") -> list[str]:
    """What stands under the first message with these words, in the thread."""
    top = place_of(who, words, channel)
    return [one["text"] for one in who.slack.channel(channel, who.id, top) if one["ts"] != top]


def writes(who: Someone, text: str, under: str = "", channel: str = "dm", **rest: object) -> str:
    """Write, in the thread of the first message with these words if there are any; its ts."""
    top = place_of(who, under, channel) if under else None
    return str(who.slack.message(who.id, channel, text, top, **rest)["ts"])  # type: ignore[arg-type]  # files


@pytest.fixture
def reported(programme: Programme) -> Programme:
    """A report by Kenji that Amara saw too."""
    tests.stories.test_reports.files(programme.kenji)
    tests.stories.test_reports.files(programme.amara, **{"What is wrong?": "Checkout fails for EUR!"})
    if programme.amara.form is not None:
        programme.amara.submits({"Is it one of these?": "BUG-1"})
    programme.settles()
    return programme


def test_a_reply_reaches_triage_alone_is_edited_and_withdrawn_with_its_original(programme: Programme) -> None:
    kenji, slack = programme.kenji, programme.slack
    tests.stories.test_reports.files(kenji)
    programme.settles()
    ts = writes(kenji, "Ask jo@example.com, it says eror 500.", "*BUG-1", files=[{"name": "screen.png"}])
    programme.settles()
    (line,) = thread(programme.ada, "*BUG-1", TRIAGE)
    assert line.startswith(
        "*Kenji Paperfold*:\n>Ask [e-mail hidden], it says eror 500.\n><https://stories.slack.com/files/"
    )
    assert line.endswith("|screen.png>")

    slack.edit(kenji.id, "dm", ts, "It says error 500.")
    programme.settles()
    assert thread(programme.ada, "*BUG-1", TRIAGE)[0].startswith("*Kenji Paperfold*:\n>It says error 500.\n")

    slack.delete(kenji.id, "dm", ts)
    programme.settles()
    assert thread(programme.ada, "*BUG-1", TRIAGE) == ["*Kenji Paperfold*:\n_Withdrawn by its writer._"]
    assert programme.rows("SELECT words FROM remark") == [("",)]
