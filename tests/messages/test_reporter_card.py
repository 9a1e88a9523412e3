"""What reporters read of their report: where it stands, what they can do, and the lines that come under it."""

import dataclasses
import datetime
import zoneinfo

import hypothesis
import hypothesis.strategies
import pytest

import data.models
import messages.own_report_forms
import messages.reporter_card
import messages.reports
import messages.text
import sandbox.blocks

Person = data.models.Person
State = data.models.ReportState
Told = messages.reporter_card.Told

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
TOKYO = messages.text.Reader(zoneinfo.ZoneInfo("Asia/Tokyo"))


def person(ident: int, name: str) -> Person:
    return Person(id=ident, slack_id=f"U{ident}", name=name, joined_at=NOW)


ADA, KENJI, AMARA = person(1, "Ada Harbour"), person(2, "Kenji Paperfold"), person(3, "Amara Field")


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


def shown(*reporters: Person, **columns: object) -> messages.reports.Shown:
    return messages.reports.Shown(report(**columns), reporters or (KENJI,))


def drawn(about: messages.reports.Shown, now: datetime.datetime = NOW) -> messages.text.Payload:
    payload = messages.reporter_card.card(about, TOKYO, now)
    assert sandbox.blocks.check(payload["blocks"], sandbox.blocks.MESSAGE) == []
    return payload


def says(about: messages.reports.Shown, now: datetime.datetime = NOW) -> list[str]:
    return str(drawn(about, now)["text"]).splitlines()[1:]


def labels(about: messages.reports.Shown, now: datetime.datetime = NOW) -> list[str]:
    last = drawn(about, now)["blocks"][-1]
    if last["type"] != "actions":
        return []
    return [
        option["text"]["text"] for one in last["elements"] for option in one.get("options", [{"text": one.get("text")}])
    ]


def closed(state: State = State.RESOLVED, **columns: object) -> dict[str, object]:
    return {"state": state, "responded_at": NOW, "closed_at": NOW, "closing": "Reload the page."} | columns


# -- where it stands


def test_a_new_report_says_by_when_who_answers_and_where_to_write() -> None:
    assert says(shown()) == [
        "Received. Expect an answer by Mon 2 March, 22:00 your time, from one of the people on duty.",
        "Write under this message, in its thread: the people on duty read it there.",
    ]


def test_past_what_was_said_it_says_so_and_no_instant_that_is_over() -> None:
    at = NOW + datetime.timedelta(hours=4)
    assert "Expect an answer by" in says(shown(), at)[0]
    assert says(shown(), at + datetime.timedelta(seconds=1))[0] == (
        "It takes longer than we said; somebody on duty will look at it."
    )


def test_one_that_is_open_again_promises_no_instant() -> None:
    again = shown(responded_at=NOW)
    assert says(again)[0] == says(again, NOW + 9 * DAY)[0] == "It is open. Somebody on duty will look at it."


def test_who_looks_at_it_is_named() -> None:
    claimed = dataclasses.replace(shown(state=State.CLAIMED), holder=ADA)
    assert says(claimed)[0] == "Ada Harbour is looking at it."


def test_a_question_stands_on_the_card_unless_it_was_for_the_first_of_several() -> None:
    asked = dataclasses.replace(
        shown(KENJI, AMARA, state=State.NEEDS_INFO, question="Which <@U1> browser?"), holder=ADA
    )
    assert says(asked)[:2] == [
        "Ada Harbour has a question, and waits for your answer.",
        ">Which &lt;@U1&gt; browser?",
    ]
    first = dataclasses.replace(asked, asked_first=True)
    assert says(first)[0] == "Ada Harbour has a question, and has asked the person who saw it first."
    alone = dataclasses.replace(first, reporters=(KENJI,))
    assert says(alone)[0] == "Ada Harbour has a question, and waits for your answer."


def test_who_answered_reads_that_it_came_until_they_are_asked_anew() -> None:
    answered = shown(KENJI, state=State.NEEDS_INFO, question="Which browser?", answered_at=NOW + DAY)
    answered = dataclasses.replace(answered, holder=ADA)
    assert says(answered)[:2] == [
        "Ada Harbour had a question. It was answered, and the people on duty read it.",
        ">Which browser?",
    ]
    answered.report.changed_at = NOW + 2 * DAY
    assert says(answered)[0] == "Ada Harbour has a question, and waits for your answer."


def test_under_what_is_closed_it_says_what_to_do_if_it_is_still_there() -> None:
    over = shown(**closed())
    assert says(over)[2:] == ["Do you still see it? Press *It is still there*, until Mon 16 March, 18:00 your time."]
    late = says(over, NOW + 14 * DAY + datetime.timedelta(seconds=1))[2:]
    assert late == ["Do you still see it? Please file it anew with `/bug`."]


def test_a_duplicate_stands_where_its_original_does_and_shows_no_word_of_that() -> None:
    head = report(id=3, title="Another's title", happened="Another's words", **closed())
    same = dataclasses.replace(shown(state=State.DUPLICATE, closed_at=NOW), head=head)
    assert says(same)[:2] == ["*Solved.*", ">Reload the page."]
    assert "Another" not in str(drawn(same))
    assert labels(same) == ["It is still there", "Remove words"]


def test_a_closed_report_says_why() -> None:
    assert says(shown(**closed(State.NOT_A_BUG)))[:2] == ["*Closed.*", ">Reload the page."]


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_card_that_slack_takes(state: State) -> None:
    assert says(shown(state=state))


# -- what they can do


def test_it_can_be_taken_back_until_somebody_looks_at_it() -> None:
    assert labels(shown()) == ["Take it back", "Remove words"]
    for looked_at in (
        shown(responded_at=NOW),
        shown(state=State.CLAIMED),
        dataclasses.replace(shown(), duplicates=1),
    ):
        assert labels(looked_at) == ["Remove words"]


def test_taking_back_asks_first_and_says_what_becomes_of_it() -> None:
    def question(*reporters: Person) -> str:
        button = drawn(shown(*reporters))["blocks"][-1]["elements"][0]
        return str(button["confirm"]["text"]["text"])

    assert question(KENJI) == "What you wrote is removed, and nobody looks at it any more."
    assert question(KENJI, AMARA) == "It stays open for the others who see it."


def test_what_is_still_there_can_be_said_for_14_days() -> None:
    over = shown(**closed())
    assert labels(over, NOW + 14 * DAY - datetime.timedelta(seconds=1)) == ["It is still there", "Remove words"]
    assert labels(over, NOW + 14 * DAY) == ["Remove words"]


def test_what_was_taken_back_leaves_nothing_to_do() -> None:
    gone = shown(state=State.WITHDRAWN, closed_at=NOW)
    assert says(gone) == ["You took it back."]
    assert labels(gone) == []
    assert sandbox.blocks.check(messages.reporter_card.left(report())["blocks"], sandbox.blocks.MESSAGE) == []


def test_the_form_says_who_reads_it() -> None:
    view = messages.own_report_forms.still_there(report())
    assert sandbox.blocks.check_view(view, sandbox.blocks.MODAL) == []
    assert "The people on duty read it, with your name." in str(view)


# -- the lines


def test_the_end_is_told_by_the_title_that_its_reader_knows() -> None:
    head = shown(KENJI, AMARA, id=3, title="Another's title", **closed())
    line = messages.reporter_card.closed_line(Told(report(), head))
    assert line["text"] == (
        "*BUG-7 · Checkout fails* is solved.\n>Reload the page.\nYou get this because you reported it, or saw it too."
    )


def test_the_first_of_several_reads_that_they_were() -> None:
    line = messages.reporter_card.closed_line(Told(report(), shown(KENJI, AMARA, **closed()), first_of=12))
    assert "\nYou were the first of 12 to see this.\n" in line["text"]


def test_a_question_says_where_to_answer_it() -> None:
    line = messages.reporter_card.question_line(Told(report(), shown(question="Which browser?")))
    assert line["text"].startswith("*BUG-7 · Checkout fails*: we have a question.\n>Which browser?\nPlease answer here")


@hypothesis.given(typed=hypothesis.strategies.text("<!>&@ \nchanel|*a", min_size=1, max_size=3000))
@hypothesis.settings(max_examples=30)
def test_whatever_people_type_pings_nobody_and_slack_takes_it(typed: str) -> None:
    about = shown(KENJI, AMARA, title=typed, **closed(closing=typed, question=typed))
    told = Told(about.report, about, first_of=2)
    for payload in (
        drawn(about),
        messages.reporter_card.closed_line(told),
        messages.reporter_card.question_line(told),
        messages.reporter_card.reopened_line(told),
        messages.reporter_card.left(about.report),
    ):
        assert sandbox.blocks.check(payload["blocks"], sandbox.blocks.MESSAGE) == []
        assert "<" not in str(payload)
