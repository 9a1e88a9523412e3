"""*Duplicate*: reports that are the same, one of which the others follow."""

import pytest
import sqlmodel

import commands.replies
import data.models
import rules.errors
import tests.commands.triage_desk

Desk = tests.commands.triage_desk.Desk


@pytest.fixture
def desk(session: sqlmodel.Session) -> Desk:
    return Desk(session)


def originals(*reports: data.models.Report) -> list[int | None]:
    return [report.original_id for report in reports]


def test_a_duplicate_follows_its_original_to_the_end_and_back(desk: Desk) -> None:
    one, other = desk.files(), desk.files("Paying fails", by="UAMARA")
    assert desk.ada.says("/bug dup BUG-2 of BUG-1").endswith("*Duplicate* of BUG-1 · Checkout fails")
    assert (desk.state(one), desk.state(other)) == (("new", None), ("duplicate", "UADA"))
    desk.bola.command("/bug resolve BUG-1 Reload the page.")
    desk.sends()
    desk.later(hours=1)
    desk.bola.command("/bug reopen BUG-1")
    assert (other.state, other.original_id) == ("duplicate", 1)
    assert [len(desk.lines("UAMARA", what)) for what in ("end", "reopened")] == [1, 1]
    assert ">Reload the page." in desk.lines("UAMARA", "end")[0]


def test_whoever_has_read_the_end_does_not_read_it_again_for_a_duplicate(desk: Desk) -> None:
    desk.files()
    desk.ada.command("/bug resolve BUG-1 Reload the page.")
    desk.later(hours=1)
    desk.files("Paying fails")
    desk.ada.command("/bug dup BUG-2 of BUG-1")
    assert len(desk.lines("UKENJI", "end")) == 1


def test_whoever_reported_what_is_solved_already_reads_how_at_once(desk: Desk) -> None:
    desk.files()
    desk.ada.command("/bug resolve BUG-1 Reload the page.")
    desk.later(hours=1)
    desk.files("Paying fails", by="UAMARA")
    desk.ada.command("/bug duplicate BUG-2 of 1")
    assert [len(desk.lines(who, "end")) for who in ("UAMARA", "UKENJI")] == [1, 1]


def test_a_duplicate_of_a_duplicate_is_one_of_its_head(desk: Desk) -> None:
    reports = [desk.files(title) for title in ("Checkout", "Search", "Login", "Colours")]
    desk.ada.command("/bug duplicate BUG-2 of BUG-1")
    desk.ada.command("/bug duplicate BUG-3 of BUG-2")
    assert originals(*reports) == [None, 1, 1, None]
    desk.ada.command("/bug duplicate BUG-1 of BUG-4")
    assert originals(*reports) == [4, 4, 4, None]
    assert desk.acts(reports[1]) == ["file", "duplicate", "duplicate"]
    assert "*Duplicate* of BUG-4" in desk.card(reports[2])


def test_nothing_becomes_a_duplicate_of_itself_of_its_own_or_of_what_was_taken_back(desk: Desk) -> None:
    desk.files()
    desk.files("Search")
    gone = desk.files("Login")
    desk.ada.command("/bug duplicate BUG-2 of BUG-1")
    gone.state = data.models.ReportState.WITHDRAWN
    assert "BUG-1 can't be a duplicate of itself" in desk.ada.refusal("/bug duplicate BUG-1 of BUG-1")
    assert "BUG-1 is the original" in desk.ada.refusal("/bug duplicate BUG-1 of BUG-2")
    assert "was taken back by its reporter" in desk.ada.refusal("/bug duplicate BUG-1 of BUG-3")
    assert desk.bola.refusal("/bug claim BUG-2").startswith(
        "BUG-2 is closed, a duplicate of BUG-1: Ada made it a duplicate on Mon 2 March"
    )


def test_a_reopened_duplicate_stands_for_itself_and_its_originals_card_says_so(desk: Desk) -> None:
    one, other = desk.files(), desk.files("Paying fails", by="UAMARA")
    desk.ada.command("/bug duplicate BUG-2 of BUG-1")
    assert "Kenji and 1 more" in desk.card(one)
    desk.later(hours=1)
    desk.ada.command("/bug reopen BUG-2")
    assert (desk.state(other), other.original_id) == (("new", None), None)
    assert "and 1 more" not in desk.card(one)
    assert desk.lines("UAMARA", "reopened") == []  # to its reporter it was never over


# -- the form


def opened(desk: Desk) -> dict[str, str]:
    """What the form of the first report lists, all of it ticked."""
    reply = desk.ada.press("duplicate:bug", subject="1")
    assert isinstance(reply, commands.replies.Open)
    (boxes,) = [block["element"] for block in reply.view["blocks"] if block.get("block_id") == "same"]
    assert boxes["initial_options"] == boxes["options"]
    return {option["value"]: option["text"]["text"] for option in boxes["options"]}


def test_the_open_reports_that_look_alike_are_listed_ticked_and_taken_at_once(desk: Desk) -> None:
    one = desk.files("Checkout fails for EUR")
    others = [desk.files(f"Checkout fails for EUR {number}") for number in range(3)]
    apart = desk.files("Colours of the help page")
    assert opened(desk) == {
        "2": "BUG-2 · Checkout fails for EUR 0",
        "3": "BUG-3 · Checkout fails for EUR 1",
        "4": "BUG-4 · Checkout fails for EUR 2",
    }
    assert desk.ada.submit("duplicate:report", subject="1", same="2\n4") == commands.replies.Done()
    assert originals(one, *others, apart) == [None, 1, None, 1, None]


def test_what_was_ticked_goes_with_this_one_to_another_original(desk: Desk) -> None:
    reports = [desk.files(title) for title in ("Checkout fails", "Checkout fails too", "Pay")]
    desk.ada.submit("duplicate:report", subject="1", same="2\n3", original="bug-3")
    assert originals(*reports) == [3, 3, None]


def test_where_another_was_first_with_one_that_is_ticked_nothing_is_done(desk: Desk) -> None:
    one, other = desk.files(), desk.files("Checkout fails too")
    desk.bola.command("/bug resolve BUG-2 Done.")
    with pytest.raises(rules.errors.ProgramError, match="BUG-2 is closed: Bola resolved it on Mon"):
        desk.ada.submit("duplicate:report", subject="1", same="2")
    assert originals(one, other) == [None, None]


def test_a_form_that_was_open_while_its_report_ended_gives_it_no_duplicates(desk: Desk) -> None:
    desk.files()
    other = desk.files("Checkout fails too")
    form = desk.ada.press("duplicate:bug", subject="1")
    assert isinstance(form, commands.replies.Open)
    desk.bola.command("/bug not a bug BUG-1 It works as the guide says.")
    with pytest.raises(rules.errors.ProgramError, match=r"Bola closed BUG-1 on Mon .* while this form was open"):
        desk.ada.submit("duplicate:report", subject=form.view["private_metadata"], same="2")
    assert originals(other) == [None]


@pytest.mark.parametrize("typed", ["", "BUG-1"])
def test_the_form_wants_an_original_or_something_ticked(desk: Desk, typed: str) -> None:
    desk.files()
    reply = desk.ada.submit("duplicate:report", subject="1", original=typed)
    assert reply == commands.replies.Fields({"original": "Name the original, or tick what is the same as this one."})


def test_a_number_that_is_none_is_said_at_its_field(desk: Desk) -> None:
    desk.files()
    reply = desk.ada.submit("duplicate:report", subject="1", original="BUG-77")
    assert isinstance(reply, commands.replies.Fields)
    assert list(reply.errors) == ["original"]
