"""`/bug list` and `/bug trends`: who sees which reports, page by page, and within Slack's limits."""

import datetime

import pytest
import sqlmodel

import commands.replies
import data.models
import data.reports
import sandbox.blocks
import tests.commands.asking
import tests.programme

NOW = tests.programme.NOW
DAY = datetime.timedelta(days=1)
Asking = tests.commands.asking.Asking
Kind, State = data.models.ReportKind, data.models.ReportState


@pytest.fixture
def people(session: sqlmodel.Session) -> sqlmodel.Session:
    tests.programme.add(session, "UMAREN", "manager")
    ada = tests.programme.add(session, "UADA", "adviser")
    tests.programme.add_freelancer(session, "UFLOR", ada)
    tests.programme.add_freelancer(session, "UKENJI", ada)
    return session


def ident(session: sqlmodel.Session, slack_id: str) -> int:
    person = data.models.Person
    return session.exec(sqlmodel.select(person).where(person.slack_id == slack_id)).one().id or 0


def files(session: sqlmodel.Session, slack_id: str, title: str = "Checkout fails", **known: object) -> int:
    row = {"kind": Kind.BROKEN, "happened": "Nothing", "filed_at": NOW, "changed_at": NOW, "expected_by": NOW} | known
    report = data.models.Report(title=title, **row)  # type: ignore[arg-type]  # columns
    return data.reports.add(session, report, ident(session, slack_id)).id or 0


def test_of_ones_own_the_open_ones_come_first_the_newest_of_them_before_the_others(people: sqlmodel.Session) -> None:
    files(people, "UKENJI", "Older")
    files(people, "UKENJI", "Open")
    files(people, "UKENJI", "Over", state=State.RESOLVED, closed_at=NOW)
    titles = [line.split("*")[1] for line in Asking(people, "UKENJI").says("/bug list").splitlines()[1:-1]]
    assert titles == ["BUG-2 · Open", "BUG-1 · Older", "BUG-3 · Over"]


def test_advisers_see_the_open_ones_and_freelancers_their_own(people: sqlmodel.Session) -> None:
    files(people, "UFLOR", "Of Flor")
    files(people, "UKENJI", "Of Kenji", state=State.RESOLVED, closed_at=NOW)
    files(people, "UKENJI", "Also of Kenji", state=State.CLAIMED, holder_id=ident(people, "UADA"))
    assert Asking(people, "UADA").says("/bug list").splitlines() == [
        "*Reports, open:* 1 to 2 of 2",
        "• *BUG-1 · Of Flor* · New since Mon 2 March 2026",
        "• *BUG-3 · Also of Kenji* · Claimed since Mon 2 March 2026, held by Ada",
        "`/bug BUG-n` shows one of them.",
    ]
    kenji = Asking(people, "UKENJI").says("/bug list")
    assert kenji.index("BUG-3") < kenji.index("BUG-2")
    assert "Flor" not in kenji


def test_of_what_a_report_is_a_duplicate_only_those_read_who_look_after_reports(people: sqlmodel.Session) -> None:
    original = files(people, "UFLOR")
    files(people, "UKENJI", state=State.DUPLICATE, original_id=original, holder_id=ident(people, "UADA"), closed_at=NOW)
    assert "Duplicate of BUG-1 since" in Asking(people, "UADA").says("/bug list mine")
    assert "Duplicate since" in Asking(people, "UKENJI").says("/bug list")


@pytest.mark.parametrize("what", ["mine", "open", "unclaimed", "resolved"])
def test_a_freelancer_reads_nobody_else_s_whatever_they_ask_for(people: sqlmodel.Session, what: str) -> None:
    files(people, "UFLOR")
    files(people, "UFLOR", state=State.RESOLVED, closed_at=NOW)
    assert Asking(people, "UKENJI").says(f"/bug list {what}") == f"*Reports, {what}:* none. `/bug` files one."
    reply = Asking(people, "UKENJI").press("list:bug", subject=f"{what}:0")
    assert "none" in tests.commands.asking.said(reply)


def test_unclaimed_are_open_ones_that_nobody_holds_and_mine_those_that_i_hold_or_filed(
    people: sqlmodel.Session,
) -> None:
    files(people, "UFLOR", "Unclaimed")
    files(people, "UFLOR", "Held", state=State.ESCALATED, holder_id=ident(people, "UADA"))
    files(people, "UADA", "Filed by Ada", state=State.RESOLVED, closed_at=NOW)
    ada = Asking(people, "UADA")
    assert "BUG-1" in ada.says("/bug list unclaimed")
    assert "BUG-2" not in ada.says("/bug list unclaimed")
    assert [number for number in (1, 2, 3) if f"BUG-{number}" in ada.says("/bug list mine")] == [2, 3]
    assert "BUG-3" in Asking(people, "UMAREN").says("/bug list resolved")


def test_an_unknown_list_is_refused_with_those_that_there_are(people: sqlmodel.Session) -> None:
    refusal = Asking(people, "UADA").refusal("/bug list all")
    assert refusal == "“all” is none of them: write mine, open, unclaimed or resolved."


def test_500_with_titles_of_5000_characters_come_page_by_page_and_notify_nobody(people: sqlmodel.Session) -> None:
    holder = ident(people, "UADA")
    for _ in range(500):
        files(people, "UFLOR", "<!channel> & <@U1> " * 260, state=State.CLAIMED, holder_id=holder)
    ada = Asking(people, "UADA")
    seen: set[int] = set()
    page: int | None = 0
    while page is not None:
        message = reply_of(ada, page)
        assert sandbox.blocks.check(message["blocks"], sandbox.blocks.MESSAGE) == []
        assert "<!channel" not in message["text"]
        seen.update(number for number in range(1, 501) if f"*BUG-{number} ·" in message["text"])
        page = next_page(message)
    assert len(seen) == 500


def reply_of(who: Asking, page: int) -> tests.commands.asking.Payload:
    reply = who.press("list:bug", subject=f"open:{page}")
    assert isinstance(reply, commands.replies.Say)
    return reply.message


def next_page(message: tests.commands.asking.Payload) -> int | None:
    """Where *More* leads, if it is there."""
    buttons = [one for block in message["blocks"] if block["type"] == "actions" for one in block["elements"]]
    return next((int(one["value"].split(":")[1]) for one in buttons if one["text"]["text"] == "More"), None)


def test_pages_can_be_turned_back_and_none_is_beyond_the_last(people: sqlmodel.Session) -> None:
    for _ in range(16):
        files(people, "UFLOR")
    ada = Asking(people, "UADA")
    assert "1 to 15 of 16" in reply_of(ada, 0)["text"]
    second = reply_of(ada, 1)
    assert "16 to 16 of 16" in second["text"]
    assert next_page(second) is None
    assert "Back" in str(second["blocks"])
    assert "16 to 16 of 16" in reply_of(ada, 99)["text"]


# -- trends


def test_trends_say_in_words_what_the_chart_shows(people: sqlmodel.Session) -> None:
    files(people, "UFLOR", product="Shop", language="de", responded_at=NOW + datetime.timedelta(hours=2))
    files(people, "UKENJI", product="<!here>", kind=Kind.GUIDE)
    data.reports.add_reporter(
        people, data.models.Reporter(report_id=1, person_id=ident(people, "UKENJI"), joined_at=NOW)
    )
    files(people, "UFLOR", filed_at=NOW - 31 * DAY)
    reply = Asking(people, "UADA").command("/bug trends")
    assert isinstance(reply, commands.replies.Say)
    assert reply.message["text"].splitlines() == [
        "*Reports of the last 30 days*, since Sat 31 January 2026",
        "*Filed:* 2 (new 2)",
        "*Kinds:* Something is broken 1, A guide is wrong or missing 1",
        "*Products:* &lt;!here&gt; 1, Shop 1",
        "*Languages:* German 1",
        "*First response:* 2.0 working hours (median) · *Resolution:* none yet",
        "*Seen by several:*",
        "• BUG-1 · Checkout fails: 2 people",
        "*By week:* 2 March 2",
    ]
    assert sandbox.blocks.check(reply.message["blocks"], sandbox.blocks.MESSAGE) == []
    (chart,) = [block for block in reply.message["blocks"] if block["type"] == "data_visualization"]
    assert {one["name"]: one["data"][0]["value"] for one in chart["chart"]["series"]} == {
        "Broken": 1,
        "Guide": 1,
    }


def test_trends_of_a_span_without_reports_say_so(people: sqlmodel.Session) -> None:
    text = Asking(people, "UADA").says("/bug trends 2w")
    assert text == "*Reports of the last 14 days*, since Mon 16 February 2026: none were filed."


def test_trends_of_three_months_and_of_many_products_stay_within_slacks_limits(people: sqlmodel.Session) -> None:
    for number in range(92):
        files(
            people, "UFLOR", filed_at=NOW - number * DAY, product=f"Product {number} " * 20, kind=list(Kind)[number % 4]
        )
    reply = Asking(people, "UADA").command("/bug trends 92d")
    assert isinstance(reply, commands.replies.Say)
    assert sandbox.blocks.check(reply.message["blocks"], sandbox.blocks.MESSAGE) == []
    assert "others 84" in reply.message["text"]
