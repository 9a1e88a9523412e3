"""One report with its history: who reads which names and words, and that it fits into one message."""

import datetime
import zoneinfo

import hypothesis
import hypothesis.strategies
import pytest

import data.models
import messages.report_history
import messages.reports
import messages.text
import rules.reports
import sandbox.blocks

Act = rules.reports.Act
Entry = messages.report_history.Entry
Person = data.models.Person
State = data.models.ReportState

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
READER = messages.text.Reader(zoneinfo.ZoneInfo("Asia/Tokyo"))


def adviser(ident: int, name: str) -> Person:
    return Person(id=ident, slack_id=f"U{ident}", name=name, joined_at=NOW, adviser=True)


def freelancer(ident: int, name: str) -> Person:
    return Person(id=ident, slack_id=f"U{ident}", name=name, joined_at=NOW, freelancer=True)


ADA, BOLA = adviser(1, "Ada Harbour"), adviser(2, "Bola Compass")
KENJI, AMARA = freelancer(3, "Kenji Paperfold"), freelancer(4, "Amara Field")


def report(**columns: object) -> data.models.Report:
    known: dict[str, object] = {
        "id": 7,
        "kind": data.models.ReportKind.BROKEN,
        "title": "Checkout fails",
        "happened": "I press Pay.",
        "filed_at": NOW,
        "changed_at": NOW,
        "expected_by": NOW + datetime.timedelta(hours=4),
    }
    return data.models.Report(**known | columns)  # type: ignore[arg-type]  # columns


def entry(
    act: Act,
    by: Person | None,
    words: str | None = None,
    whom: Person | None = None,
    remark: data.models.Remark | None = None,
) -> Entry:
    event = data.models.ReportEvent(
        report_id=7,
        at=NOW,
        actor_id=by.id if by else None,
        act=act,
        state=State.NEW,
        person_id=whom.id if whom else None,
        words=words,
    )
    return Entry(event, act, by, whom, remark)


def wrote(by: Person, words: str, withdrawn_at: datetime.datetime | None = None) -> Entry:
    remark = data.models.Remark(author_id=by.id or 0, words=words, at=NOW, withdrawn_at=withdrawn_at)
    return entry(Act.REPLY, by, remark=remark)


def history(
    viewer: Person,
    *entries: Entry,
    shown: data.models.Report | None = None,
    reporters: tuple[Person, ...] = (KENJI, AMARA),
    **more: object,
) -> messages.report_history.History:
    about = messages.reports.Shown(shown or report(), reporters)
    return messages.report_history.History(about, entries, viewer, filed_by=KENJI.id, **more)  # type: ignore[arg-type]  # columns


def text(viewer: Person, *entries: Entry, **more: object) -> str:
    payload = messages.report_history.report(history(viewer, *entries, **more), READER, NOW)  # type: ignore[arg-type]  # columns
    assert sandbox.blocks.check(payload["blocks"], sandbox.blocks.MESSAGE) == []
    return str(payload["text"])


def lines(viewer: Person, *entries: Entry) -> list[str]:
    """What the history says, without its times."""
    said = text(viewer, *entries).split("*History*\n")[1].splitlines()[:-1]
    return [line.partition(" · ")[2] or line for line in said]


ALL = (
    entry(Act.FILE, KENJI),
    entry(Act.JOIN, AMARA),
    entry(Act.CLAIM, ADA),
    entry(Act.ASK, ADA, "Which browser?"),
    wrote(AMARA, "Firefox, and my name is Amara"),
    wrote(KENJI, "Safari"),
    entry(Act.ANSWER, ADA, "Thank you, Amara", AMARA),
    entry(Act.PASS, ADA, whom=BOLA),
    entry(Act.ESCALATE, BOLA, "The payments team broke it again"),
    entry(Act.KEEP, BOLA),
    entry(Act.REMIND, None),
    entry(Act.RESOLVE, BOLA, "Reload the page"),
    entry(Act.REOPEN, AMARA),
    entry(Act.REDACT, KENJI),
)


def test_those_who_look_after_it_read_every_name_and_word() -> None:
    assert lines(ADA, *ALL) == [
        "Kenji Paperfold reported it",
        "Amara Field saw it too",
        "You claimed it",
        "You asked:",
        ">Which browser?",
        "Amara Field wrote:",
        ">Firefox, and my name is Amara",
        "Kenji Paperfold wrote:",
        ">Safari",
        "You answered Amara Field:",
        ">Thank you, Amara",
        "You passed it on to Bola Compass",
        "Bola Compass passed it on to people who can mend it:",
        ">The payments team broke it again",
        "Bola Compass kept it when duty ended",
        "Muster asked once more",
        "Bola Compass resolved it:",
        ">Reload the page",
        "Amara Field reopened it",
        "Kenji Paperfold removed words",
    ]


def test_a_reporter_reads_what_was_said_to_them_and_no_name_or_word_of_another_reporter() -> None:
    assert lines(KENJI, *ALL) == [
        "You reported it",
        "Another reporter saw it too",
        "Ada Harbour claimed it",
        "Ada Harbour asked:",
        ">Which browser?",
        "Another reporter wrote",
        "You wrote:",
        ">Safari",
        "Ada Harbour answered another reporter",
        "Ada Harbour passed it on to Bola Compass",
        "Bola Compass passed it on to people who can mend it",
        "Bola Compass kept it when duty ended",
        "Muster asked once more",
        "Bola Compass resolved it:",
        ">Reload the page",
        "Another reporter reopened it",
        "You removed words",
    ]
    assert "Amara" not in text(KENJI, *ALL)


def test_the_times_are_the_readers_and_say_so() -> None:
    said = text(KENJI, entry(Act.FILE, KENJI))
    assert "Mon 2 March 2026, 18:00 · You reported it" in said
    assert said.endswith("Times are yours (Asia/Tokyo). Only you see this.")


def test_who_wrote_it_reads_all_its_texts_and_who_saw_it_too_their_own_words_alone() -> None:
    mine = report(expected="It should work", steps="Pay", link="https://example.com/1", area="The till")
    words = [(AMARA, "For me it is the button")]
    of_kenji = text(KENJI, shown=mine, words=words)
    assert "*What happened:*\n>I press Pay.\n*Expected:*\n>It should work\n*Steps:*\n>Pay" in of_kenji
    assert "button" not in of_kenji
    of_amara = text(AMARA, shown=mine, words=words)
    assert "*You saw it too:*\n>For me it is the button" in of_amara
    assert [word for word in ("I press Pay", "It should", "The till", "example.com") if word in of_amara] == []
    of_ada = text(ADA, shown=mine, words=words)
    assert ">I press Pay." in of_ada
    assert "*Amara Field saw it too:*\n>For me it is the button" in of_ada


def test_what_many_added_is_cut_and_says_so() -> None:
    said = text(ADA, words=[(KENJI, "Once more"), *[(AMARA, f"Me too, {number}") for number in range(60)]])
    assert "*Kenji Paperfold added:*\n>Once more" in said
    assert "Me too, 59" not in said
    assert "… and more …" in said


def test_what_its_writer_withdrew_is_read_by_nobody() -> None:
    assert lines(ADA, wrote(KENJI, "My password", withdrawn_at=NOW)) == ["Kenji Paperfold wrote:", ">(withdrawn)"]


def test_those_who_look_after_it_find_its_duplicates() -> None:
    same = [report(id=8), report(id=9)]
    assert "Duplicates: BUG-8, BUG-9" in text(ADA, duplicates=same)
    assert "BUG-8" not in text(KENJI, duplicates=same)


def labels(viewer: Person, **columns: object) -> list[str]:
    about = history(viewer, shown=report(**columns), reporters=(KENJI,))
    blocks = messages.report_history.report(about, READER, NOW)["blocks"]
    return [one["text"]["text"] for one in blocks[-1]["elements"] if one.get("type") == "button"]


def test_the_buttons_are_those_of_the_readers_own_card() -> None:
    assert labels(KENJI) == ["Take it back"]
    assert labels(ADA) == ["Claim", "Ask", "Resolve"]
    assert labels(KENJI, state=State.RESOLVED, responded_at=NOW, closed_at=NOW) == ["It is still there"]


def test_a_long_history_leaves_out_its_middle_and_says_how_much() -> None:
    many = [entry(Act.ANSWER, ADA, f"{number}: {'long ' * 110}") for number in range(500)]
    said = text(ADA, *many)
    kept = [number for number in range(500) if f">{number}: " in said]
    assert kept[0] == 0
    assert kept[-1] == 499
    assert f"… and {500 - len(kept)} more …" in said
    assert len(kept) > 25


@pytest.mark.parametrize("act", list(Act))
def test_every_act_has_words(act: Act) -> None:
    assert messages.report_history.WHAT[act]


@hypothesis.given(
    typed=hypothesis.strategies.text("<&\n a", max_size=3000), count=hypothesis.strategies.integers(0, 120)
)
@hypothesis.settings(max_examples=15)
def test_whatever_people_type_slack_takes_it(typed: str, count: int) -> None:
    long = report(title=typed[:150], happened=typed, expected=typed, steps=typed)
    said = text(ADA, *[wrote(KENJI, typed)] * count, shown=long, words=[(AMARA, typed)] * 20)
    assert len(said) <= 40_000
