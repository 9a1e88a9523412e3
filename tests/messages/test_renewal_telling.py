"""What somebody reads of a decision on their contract, and what the managers read who tell them."""

import datetime
import typing
import zoneinfo

import pytest

import data.models
import messages.renewal_telling
import messages.renewals
import messages.text

Choice = data.models.Choice

AT = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
READER = messages.text.Reader(zoneinfo.ZoneInfo("Europe/Berlin"))
CONTRACT = data.models.Contract(
    id=7, person_id=1, starts=datetime.date(2026, 1, 1), ends=datetime.date(2026, 3, 13), weekly_hours=20
)
KENJI = data.models.Person(slack_id="UKENJI", name="Kenji & <b>", joined_at=AT)
LAST_DAY = datetime.date(2026, 5, 20)


def decision(choice: Choice, **known: object) -> data.models.Decision:
    row: dict[str, typing.Any] = {"id": 4, "contract_id": 7, "actor_id": 1, "at": AT, "choice": choice} | known
    return data.models.Decision(**row)


RENEW = decision(Choice.RENEW, last_day=LAST_DAY, weekly_hours=24)


@pytest.mark.parametrize(
    ("decided", "words"),
    [
        (RENEW, "your contract is renewed until Wed 20 May 2026, 24 hours a week. Thank you for your work."),
        (
            decision(Choice.CONVERT),
            "you become an employee when your contract ends on Thu 12 March 2026. We are glad that you stay.",
        ),
        (
            decision(Choice.END),
            "as you have heard from us, your contract ends on Thu 12 March 2026. It is not renewed. "
            "Thank you for your work.",
        ),
    ],
)
def test_what_is_proposed_names_the_day_and_stands_in_a_form_as_it_is_read(
    decided: data.models.Decision, words: str
) -> None:
    assert messages.renewal_telling.proposed(CONTRACT, KENJI.name, decided) == f"Hello Kenji & <b>, {words}"


def test_the_person_reads_a_managers_words_as_they_were_typed_and_why_they_came() -> None:
    message = messages.renewal_telling.told("Welcome <!channel> & all")
    assert message["text"] == "Welcome &lt;!channel&gt; &amp; all"
    assert "Why do I get this?" in str(message["blocks"])


@pytest.mark.parametrize(
    ("decided", "outcome"),
    [
        (RENEW, "renew until Wed 20 May 2026, 24 hours a week"),
        (decision(Choice.END), "end"),
        (decision(Choice.CONVERT), "convert to an employee"),
        (decision(Choice.NOT_YET, until=LAST_DAY), "not yet, until Wed 20 May 2026"),
        (decision(Choice.OPEN), "open again"),
    ],
)
def test_each_decision_has_its_words(decided: data.models.Decision, outcome: str) -> None:
    assert messages.renewals.outcome(decided) == outcome


def test_an_adviser_reads_that_the_person_knows_it() -> None:
    texts = [
        messages.renewal_telling.for_adviser(CONTRACT, KENJI, one)["text"]
        for one in (RENEW, decision(Choice.CONVERT), decision(Choice.END))
    ]
    assert texts == [
        "The contract of *Kenji &amp; &lt;b&gt;* is renewed until Wed 20 May 2026, 24 hours a week. They have read it.",
        "*Kenji &amp; &lt;b&gt;* becomes an employee when their contract ends on Thu 12 March 2026. They have read it.",
        "The contract of *Kenji &amp; &lt;b&gt;* ends on Thu 12 March 2026 and is not renewed. "
        "Somebody has spoken with them.",
    ]


def test_history_names_who_and_when_and_the_newest_alone_where_there_are_many() -> None:
    maren = data.models.Person(slack_id="UMAREN", name="Maren", joined_at=AT)
    told = decision(Choice.END, told_at=AT + datetime.timedelta(hours=1))
    assert messages.renewal_telling.history([(told, maren)], READER) == (
        "*Decided so far:*\n• Mon 2 March 2026, 10:00 (Europe/Berlin): Maren, end; "
        "told on Mon 2 March 2026, 11:00 (Europe/Berlin)"
    )
    assert messages.renewal_telling.history([], READER) == ""
    assert messages.renewal_telling.history([(told, maren)] * 30, READER).count("•") == 10
