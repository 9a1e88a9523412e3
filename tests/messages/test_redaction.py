"""What is said of words that were removed."""

import pytest

import data.models
import messages.redaction
import tests.programme

Place = messages.redaction.Place
Left = messages.redaction.Left
REPORT = data.models.Report(
    id=3,
    kind=data.models.ReportKind.BROKEN,
    title="Ann Smith can't pay",
    happened="Ann Smith",
    filed_at=tests.programme.NOW,
    changed_at=tests.programme.NOW,
    expected_by=tests.programme.NOW,
)


def said(posted: dict[Place, int], *left: Left) -> str:
    done = messages.redaction.Removed(REPORT, posted, left)
    return str(messages.redaction.removed(done)["text"])


@pytest.mark.parametrize(
    ("posted", "first"),
    [
        ({}, "Removed from BUG-3. I keep nothing of it."),
        ({Place.CARD: 1}, "Removed from BUG-3, and from 1 card. I keep nothing of it."),
        (
            {Place.CARD: 2, Place.COPY: 2, Place.HOME: 3, Place.OTHER: 1},
            "Removed from BUG-3, and from 2 cards, 2 copies, 3 home pages and 1 message. I keep nothing of it.",
        ),
    ],
)
def test_the_answer_counts_what_was_changed(posted: dict[Place, int], first: str) -> None:
    assert said(posted).splitlines()[0] == first


def test_the_answer_names_whose_messages_are_left() -> None:
    kenji = data.models.Person(slack_id="UKENJI", name="Kenji <Paperfold>", joined_at=tests.programme.NOW)
    link = "https://x.slack.com/archives/D1/p1"
    text = said({}, Left(link), Left(link, kenji), Left(link, kenji, is_yours=True))
    assert text.splitlines()[1:5] == [
        "What people wrote themselves I can't change. Only they can delete these:",
        f"• <{link}|this message>, which was filed as a bug",
        f"• <{link}|this message> of Kenji &lt;Paperfold&gt;",
        f"• <{link}|this message> of yours",
    ]


def test_the_form_shows_nothing_of_what_it_is_about() -> None:
    assert "Ann" not in str(messages.redaction.form(REPORT, ["title", "happened"]))
    assert "Ann" not in messages.redaction.not_found(REPORT)
    assert "Ann" not in str(messages.redaction.gone(REPORT))
