"""Lists of check-ins as their adviser reads them: what a line says, in which order, and what can be pressed."""

import datetime
import zoneinfo

import pytest

import data.models
import messages.checkins
import messages.text
import sandbox.blocks
import tests.programme

State = data.models.CheckinState
Excuse = data.models.Excuse

AT = tests.programme.NOW
MONDAY = tests.programme.TODAY
HOUR = datetime.timedelta(hours=1)
BERLIN = messages.text.Reader(zoneinfo.ZoneInfo("Europe/Berlin"))
LAGOS = zoneinfo.ZoneInfo("Africa/Lagos")
NASTY = "<!channel> *<@UVICTIM>* " * 40


def line(
    name: str = "Amara", ident: int = 1, known: dict[str, object] | None = None, **said: object
) -> messages.checkins.Line:
    """Somebody in Lagos, with columns of their row and what else the line says."""
    person = data.models.Person(id=ident, slack_id=f"U{ident}", name=name, joined_at=AT)
    columns: dict[str, object] = {"id": ident, "freelancer_id": ident, "adviser_id": 9, "week": MONDAY, "planned": 60}
    row = data.models.Checkin(**(columns | (known or {})))  # type: ignore[arg-type]  # columns
    return messages.checkins.Line(row, person, LAGOS, **said)  # type: ignore[arg-type]  # fields


def text(one: messages.checkins.Line) -> list[str]:
    return messages.checkins.line_text(one, AT, BERLIN).split("\n")


def labels(known: dict[str, object]) -> list[str]:
    drawn = messages.checkins.buttons(line(known=known).row)
    return [button["text"]["text"] for button in drawn["elements"]]


def test_a_line_says_what_time_it_is_there_and_when_both_work() -> None:
    shared = [(AT, AT + 3 * HOUR), (AT + 5 * HOUR, AT + 6 * HOUR)]
    place = "*Amara* · Lagos, 10:00 now"
    assert text(line(shared=shared)) == [f"{place} · you share 10:00 to 13:00 and 15:00 to 16:00 your time"]
    assert text(line()) == [f"{place} · no working hours in common today"]
    assert text(line(shared=shared, away=True)) == [f"{place} · away today"]


def test_who_has_two_a_week_is_named_with_which_it_is() -> None:
    assert text(line(covers=True, known={"place": 1}))[0].startswith(
        "*Amara*, for whom you cover · second of the week · Lagos, 10:00 now"
    )
    held = [(one.row, one.freelancer) for one in (line(), line(known={"place": 1}))]
    assert [block["text"]["text"] for block in messages.checkins.home(held, 10)[1:3]] == [
        "*Amara* · open",
        "*Amara* · second of the week · open",
    ]


def test_who_asks_for_the_list_reads_the_same_without_a_reason() -> None:
    told = messages.checkins.week(lines(2), MONDAY, AT, BERLIN)
    asked = messages.checkins.this_week(lines(2), MONDAY, AT, BERLIN)
    assert asked == {"text": told["text"], "blocks": told["blocks"][:-1]}


def test_what_was_agreed_comes_before_what_was_asked_for() -> None:
    said = text(line(follow_up="Try it.", topic="Invoices", covers=True))
    assert said == [
        "*Amara*, for whom you cover · Lagos, 10:00 now · no working hours in common today",
        "• last time you agreed: Try it.",
        "• asked for time: Invoices",
    ]
    assert text(line(topic=""))[1:] == ["• asked for time: no topic given"]


@pytest.mark.parametrize(
    ("known", "said", "offered"),
    [
        ({}, "open", ["Done", "Booked", "Could not meet"]),
        (
            {"state": State.BOOKED, "booked_for": datetime.date(2026, 3, 5)},
            "booked for Thu 5 March 2026",
            ["Done", "Booked", "Could not meet"],
        ),
        (
            {"state": State.DONE, "held_on": datetime.date(2026, 3, 3), "minutes": 45},
            "done on Tue 3 March 2026, 45 minutes",
            ["Correct"],
        ),
        ({"state": State.EXCUSED, "excuse": Excuse.NEXT_WEEK}, "next week instead", ["Done", "Undo"]),
        ({"state": State.EXCUSED, "excuse": Excuse.EXCUSED}, "excused", ["Done", "Undo"]),
        (
            {"state": State.EXCUSED, "excuse": Excuse.ABSENT},
            "excused: no working day of theirs is left for it, or nobody was their adviser",
            ["Done"],
        ),
        ({"state": State.EXCUSED, "excuse": Excuse.UNCOVERED}, "excused: nobody covers", ["Done"]),
    ],
)
def test_a_row_says_where_it_stands_and_offers_what_can_be_done(
    known: dict[str, object], said: str, offered: list[str]
) -> None:
    assert messages.checkins.state(line(known=known).row) == said
    assert labels(known) == offered


def lines(number: int) -> list[messages.checkins.Line]:
    return [line(NASTY, ident, follow_up=NASTY, topic=NASTY) for ident in range(1, number + 1)]


@pytest.mark.parametrize("number", [0, 1, 20, 60])
def test_any_number_of_lines_and_any_words_keep_slacks_limits_and_notify_nobody(number: int) -> None:
    drawn = [
        messages.checkins.week(lines(number), MONDAY, AT, BERLIN),
        messages.checkins.still_open(lines(number), AT, BERLIN),
        messages.checkins.added(lines(number), AT, BERLIN),
        messages.checkins.asked_after(lines(min(number, 1)), MONDAY, AT, BERLIN),
    ]
    for payload in drawn:
        assert sandbox.blocks.check(payload["blocks"], sandbox.blocks.MESSAGE) == []
        assert "<!channel>" not in str(payload)
        assert "<@UVICTIM>" not in str(payload)
        assert payload["blocks"][-1]["elements"][0]["text"] == messages.checkins.WHY
    assert len(messages.checkins.rows_of(drawn[0])) == number


def test_a_list_that_has_lost_its_rows_says_so() -> None:
    assert messages.checkins.asked_after([], MONDAY, AT, BERLIN)["text"] == (
        "*A check-in was booked for Mon 2 March 2026.*\nThere are none of yours now."
    )


def test_the_home_page_shows_some_and_says_how_many_more_there_are() -> None:
    held = [(one.row, one.freelancer) for one in lines(12)]
    drawn = messages.checkins.home(held, 10)
    assert sandbox.blocks.check_view({"type": "home", "blocks": drawn}, sandbox.blocks.HOME) == []
    assert [block["accessory"]["value"] for block in drawn if "accessory" in block] == [str(n) for n in range(1, 11)]
    assert drawn[-1]["elements"][0]["text"].startswith("and 2 more. `/checkin`")
    assert messages.checkins.home([], 10) == []
