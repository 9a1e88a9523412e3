"""`help` and the menu: each shows what the reader may use, with examples, and no more."""

import pytest
import sqlmodel

import commands
import commands.replies
import data.settings
import tests.commands.asking
import tests.programme

FREELANCER_DUTY = [
    "*/duty*",
    "• `/duty`  Who is on duty now, and until when.",
    "• `/duty next [n]`  The next pairs. For example `/duty next 6`.",
]
ADVISER_DUTY = [
    *FREELANCER_DUTY,
    "• `/duty away [from [to]] [@person]`  When you are away; duty is planned around it. Bare: your days away. "
    "For example `/duty away mon to fri`.",
    "• `/duty pool`  Who takes turns on duty, since when, and when next.",
]
MANAGER_DUTY = [
    *ADVISER_DUTY,
    "• `/duty pool add @person [from]`  Let an adviser take turns, from the next handover or a later one. "
    "For example `/duty pool add @adviser 2w`.",
    "• `/duty pool remove @person [from]`  Whose dates move if an adviser takes no more turns; then *Confirm*. "
    "For example `/duty pool remove @adviser 2w`.",
    "• `/duty override @in for @out from [to]`  Let one sit for another, for a part of a shift too. Bare: who sits for "
    "whom. For example `/duty override @in for @out mon to fri`.",
]
ALONE = "Answers are for you alone."
DATES, PEOPLE = "Dates: `2026-03-02`, `mon`, `tomorrow`, `2w`.", "People: an @mention."


@pytest.fixture
def people(session: sqlmodel.Session) -> sqlmodel.Session:
    tests.programme.add(session, "UMAREN", "manager")
    tests.programme.add(session, "UADA", "adviser")
    tests.programme.add(session, "UFLOR", "freelancer")
    return session


def asking(session: sqlmodel.Session, slack_id: str) -> tests.commands.asking.Asking:
    return tests.commands.asking.Asking(session, slack_id)


@pytest.mark.parametrize(
    ("slack_id", "lines"),
    [
        ("UFLOR", [*FREELANCER_DUTY, ALONE]),
        ("UADA", [*ADVISER_DUTY, f"{DATES} {PEOPLE} {ALONE}"]),
        ("UMAREN", [*MANAGER_DUTY, f"{DATES} {PEOPLE} {ALONE}"]),
    ],
)
def test_help_shows_what_the_caller_may_use(people: sqlmodel.Session, slack_id: str, lines: list[str]) -> None:
    assert asking(people, slack_id).says("/duty help").splitlines() == lines


def test_a_freelancers_help_has_no_arguments_that_are_not_theirs(people: sqlmodel.Session) -> None:
    said = asking(people, "UFLOR").says("/checkin help")
    assert "• `/checkin`  Ask your adviser for time, by a form.\n" in said
    assert "[@freelancer]" not in said
    assert "`/checkin [@freelancer] [day] [30m] [note]`" in asking(people, "UADA").says("/checkin help")


def test_help_says_how_to_write_a_day_that_is_over(people: sqlmodel.Session) -> None:
    said = asking(people, "UADA").says("/checkin help")
    assert said.endswith(f"{PEOPLE} Days that are over: `2026-02-20`, `yesterday`, `3d ago`. {ALONE}")


@pytest.mark.parametrize("root", commands.ROOTS)
@pytest.mark.parametrize("text", ["help", "HELP", "Help"])
def test_every_root_has_help(people: sqlmodel.Session, root: str, text: str) -> None:
    assert asking(people, "UFLOR").says(f"/{root} {text}").startswith(f"*/{root}*\n")


@pytest.mark.parametrize(("slack_id", "may_be_away"), [("UFLOR", False), ("UADA", True), ("UMAREN", True)])
def test_the_menu_shows_every_root_by_role(people: sqlmodel.Session, slack_id: str, may_be_away: bool) -> None:
    said = asking(people, slack_id).says("/program")
    assert said.startswith("*What you can do here*\n")
    assert "`/program status [detail]`" in said
    assert "`/duty next [n]`" in said
    assert ("/duty away" in said) == may_be_away


def labels(reply: commands.replies.Reply) -> list[str]:
    assert isinstance(reply, commands.replies.Say)
    rows = [block for block in reply.message["blocks"] if block["type"] == "actions"]
    return [button["text"]["text"] for row in rows for button in row["elements"]]


def test_a_manager_of_a_quiet_installation_can_go_live_from_the_menu_once(people: sqlmodel.Session) -> None:
    maren = asking(people, "UMAREN")
    assert labels(maren.command("/program")) == ["Go live"]
    assert labels(asking(people, "UADA").command("/program")) == []
    assert tests.commands.asking.said(maren.press("live:program")).startswith("*Muster is live.*")
    assert labels(maren.command("/program")) == []
    assert tests.commands.asking.said(maren.press("live:program")) == "Muster is live already; nothing was changed."
    assert data.settings.find_milestone(people, data.settings.WENT_LIVE) == tests.programme.NOW
