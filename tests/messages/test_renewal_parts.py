"""What mornings say of contracts that end, as its readers see it."""

import datetime

import data.models
import messages.morning
import messages.renewal_parts
import messages.renewals
import rules.renewals
import sandbox.blocks

Choice = data.models.Choice
Date = datetime.date

NOW = datetime.datetime(2026, 4, 20, 9, tzinfo=datetime.UTC)
TODAY = NOW.date()
NASTY = "Kenji <!channel> & co"


def line(number: int = 7, choice: Choice | None = None, today: Date = TODAY) -> messages.renewals.Line:
    starts, ends = Date(2026, 3, 1), Date(2026, 5, 1)
    contract = data.models.Contract(id=number, person_id=1, starts=starts, ends=ends, weekly_hours=20)
    decision = data.models.Decision(id=3, contract_id=number, actor_id=2, at=NOW, choice=choice) if choice else None
    person = data.models.Person(slack_id="UKENJI", name=NASTY, joined_at=NOW)
    return messages.renewals.Line(rules.renewals.course(contract, (14, 7, 3), decision, None), person, today)


def why(payload: dict[str, object]) -> str:
    blocks = payload["blocks"]
    assert isinstance(blocks, list)
    return str(blocks[-1]["elements"][0]["text"])


def test_the_owner_and_the_others_each_read_why() -> None:
    yours, nobodys = (messages.renewal_parts.rung(line(), is_owner=owns) for owns in (True, False))
    assert (
        yours["text"]
        == nobodys["text"]
        == ("• *CON-7 · Kenji &lt;!channel&gt; &amp; co* ends on Thu 30 April 2026 (in 10 days) · not decided")
    )
    assert why(yours) == (
        "Why do I get this? The decisions on these contracts are yours; "
        "`/contract review` decides it, or *Not yet* lets it rest."
    )
    assert why(nobodys).startswith("Why do I get this? These contracts are past their last reminder; ")


def test_a_line_that_is_settled_is_struck_once_and_keeps_its_headline_and_reason() -> None:
    told = messages.renewal_parts.rung(line(), is_owner=True)
    struck = messages.renewal_parts.struck(told, line(choice=Choice.END))
    assert struck["text"] == (
        "• ~*CON-7 · Kenji &lt;!channel&gt; &amp; co* ends on Thu 30 April 2026 (in 10 days) · not decided~ "
        "end, not told yet"
    )
    assert messages.renewal_parts.struck(struck, line(choice=Choice.END)) == struck
    assert (struck["head"], why(struck)) == (told["head"], why(told))
    assert not any("accessory" in block for block in struck["blocks"])


def test_a_struck_line_says_another_standing_when_that_changes() -> None:
    told = messages.renewal_parts.rung(line(), is_owner=True)
    struck = messages.renewal_parts.struck(told, line(choice=Choice.END))
    assert messages.renewal_parts.struck(struck, line(choice=Choice.CONVERT))["text"].endswith(
        "~ convert to an employee, not told yet"
    )
    assert messages.renewal_parts.struck(struck, None)["text"].endswith("not decided~")


def test_managers_read_before_silence_breaks_what_is_decided_and_not_told() -> None:
    open_, decided = (
        messages.renewal_parts.silence(line(choice=choice), Date(2026, 4, 23))["text"] for choice in (None, Choice.END)
    )
    assert open_ == (
        "• On Thu 23 April 2026 *Kenji &lt;!channel&gt; &amp; co* reads that their contract, which ends on Thu 30 "
        "April 2026 (in 10 days), is not decided. Decide and tell before, or speak with them."
    )
    assert decided == open_.replace("is not decided.", "is not decided (end, not told yet).")


def test_what_lapsed_is_red() -> None:
    assert messages.renewals.line(line(today=Date(2026, 5, 2))) == (
        ":red_circle: *CON-7 · Kenji &lt;!channel&gt; &amp; co* ended on Thu 30 April 2026 · not decided, and over"
    )


def test_neighbours_under_one_headline_are_one_list_and_of_too_many_it_is_said_where_to_read_them() -> None:
    parts = [messages.renewal_parts.rung(line(number), is_owner=True) for number in range(1, 61)]
    drawn = messages.morning.message(parts, TODAY)
    assert drawn["text"].count(messages.renewal_parts.YOURS) == 1
    assert [block["type"] for block in drawn["blocks"]] == ["section", "divider", *["section"] * 48]
    assert drawn["blocks"][-1]["text"]["text"] == ("… and 14 more.\n• *Contracts that you decide on*: `/contract due`")
    assert sandbox.blocks.check(drawn["blocks"], sandbox.blocks.MESSAGE) == []


def test_one_alone_has_its_headline_too() -> None:
    drawn = messages.morning.message([messages.renewal_parts.rung(line(), is_owner=True)], TODAY)
    assert drawn["text"].startswith(f"{messages.renewal_parts.YOURS}\n• *CON-7")
    assert [block["type"] for block in drawn["blocks"]] == ["section", "section", "context"]
