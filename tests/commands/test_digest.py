"""`/program report`: the last whole week or month beside the one before, and its counts in a channel."""

import datetime

import pytest
import sqlmodel

import commands.replies
import commands.request
import data.figures
import data.models
import data.settings
import rules.errors
import sandbox.blocks
import tests.commands.asking
import tests.programme

Asking = tests.commands.asking.Asking

NOW, TODAY = tests.programme.NOW, tests.programme.TODAY
DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
HALL = "C0HALL"


@pytest.fixture
def maren(session: sqlmodel.Session) -> Asking:
    """A week ago Flor came, Ada held her check-in, two reports were filed, and she was thanked; live for 90 days."""
    data.settings.record(session, "time_zone", "UTC")
    data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW - 90 * DAY)
    tests.programme.add(session, "UMAREN", "manager", name="Maren Mooring")
    ada = tests.programme.add(session, "UADA", "adviser", name="Ada <!here>")
    flor = tests.programme.add_freelancer(session, "UFLOR", ada, name="Flor <@U1>", starts=-7, last_day=20)
    for days in (3, 4, 10):
        row = {"kind": "broken", "title": "x", "happened": "y", "expected_by": NOW, "changed_at": NOW}
        row |= {"filed_at": NOW - days * DAY, "responded_at": NOW - days * DAY + HOUR}
        session.add(data.models.Report(**row))  # type: ignore[arg-type]  # columns
    session.add(data.models.Kudos(person_id=flor.id or 0, giver_id=ada.id or 0, at=NOW - 2 * DAY, words="x"))
    for week, state, minutes in ((7, "done", 45), (14, "open", None), (28, "done", 50)):
        session.add(
            data.models.Checkin(
                freelancer_id=flor.id or 0,
                adviser_id=ada.id or 0,
                week=TODAY - week * DAY,
                planned=60,
                state=data.models.CheckinState(state),
                minutes=minutes,
            )
        )
    for week, value in ((7, 10.2), (14, 10.0)):
        data.figures.record(session, TODAY - week * DAY, "ratio_contracted", value)
    session.flush()
    return Asking(session, "UMAREN")


def message(reply: commands.replies.Reply) -> dict[str, object]:
    assert isinstance(reply, commands.replies.Say)
    return reply.message


def buttons(reply: commands.replies.Reply) -> dict[str, tuple[str, str]]:
    """The action and the value of each button by what it says."""
    rows = [block for block in message(reply)["blocks"] if block["type"] == "actions"]  # type: ignore[attr-defined]  # blocks
    return {one["text"]["text"]: (one["action_id"], one["value"]) for row in rows for one in row["elements"]}


def test_the_last_week_stands_beside_the_one_before(maren: Asking) -> None:
    reply = maren.command("/program report")
    assert str(message(reply)["text"]).splitlines() == [
        "Week from Mon 23 February 2026 to Sun 1 March 2026",
        "*Ratio:* 1:10.2 at its end, 1:10.0 at its beginning · by contracted hours",
        "*Freelancers:* 1 at its end (0) · 1 came (0): Flor &lt;@U1&gt;",
        "*Reports:* 2 filed (1), 0 closed (0), 3 open at its end (1) · first response 1.0 working hours "
        "(1.0 working hours)",
        "*Check-ins:* done 1 of 1 (0 of 1), minutes of plan logged 45 of 60 (0 of 60)",
        "*Updates:* 0 sent (0) · receipts: 0 given (0), 0 missing at its end (0)",
        "*On duty:* nobody · 0 overrides (0), 0 empty seats (0)",
        "*Kudos:* 1 given (0)",
        "*Contracts:* 0 decided and told (0) · 0 lapsed (0) · 1 ends in the 30 days after it, 1 with no next term",
        "*Messages:* 0 did not arrive (0)",
        "In brackets: the week before. This is for managers alone.",
    ]
    assert buttons(reply)["The week before"] == ("show:digest", "week 2026-02-16")
    assert sandbox.blocks.check(message(reply)["blocks"], sandbox.blocks.MESSAGE) == []


def test_a_month_is_the_last_calendar_month(maren: Asking) -> None:
    lines = maren.says("/program report month").splitlines()
    assert lines[0] == "February 2026"
    assert "*Reports:* 3 filed (0), 0 closed (0), 3 open at its end (0) · first response" in lines[3]
    assert lines[4] == "*Check-ins:* done 2 of 3 (0 of 0), minutes of plan logged 95 of 180 (0 of 0)"


def test_a_day_asks_for_the_one_that_holds_it(maren: Asking) -> None:
    for words, head in {
        "week 2026-02-18": "Week from Mon 16 February 2026 to Sun 22 February 2026",
        "week yesterday": "Week from Mon 23 February 2026 to Sun 1 March 2026",
        "month 2026-01-31": "January 2026",
        "MONTH": "February 2026",
    }.items():
        assert maren.says(f"/program report {words}").splitlines()[0] == head


def test_the_button_pages_back_to_the_first_of_which_anything_is_known(maren: Asking) -> None:
    subject, shown = "month 2026-02-01", []
    while subject:
        reply = maren.press("show:digest", subject=subject)
        shown.append(str(message(reply)["text"]).partition("\n")[0])
        subject = buttons(reply).get("The month before", ("", ""))[1]
    assert shown == ["February 2026", "January 2026", "December 2025"]
    assert "(" not in str(message(maren.press("show:digest", subject="month 2025-12-01"))["text"])


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("week today", "It lasts until Sun 8 March 2026. `/program report week` shows the last week that is over."),
        ("month 2026-03-01", "It lasts until Tue 31 March 2026."),
        ("week 2026-04-01", "is no day that is over"),
        ("month 2025-01-01", "Muster knows nothing of it: January 2025."),
        ("year", "write week or month"),
        ("2026-02-18", "write week or month"),
    ],
)
def test_what_is_not_over_or_not_known_is_refused_with_what_to_type(maren: Asking, words: str, refusal: str) -> None:
    assert refusal in maren.refusal(f"/program report {words}")


@pytest.mark.parametrize("subject", ["", "week", "week 2026-13-01", "C0HALL"])
def test_a_button_that_names_none_says_what_to_type(maren: Asking, subject: str) -> None:
    with pytest.raises(rules.errors.ProgramError, match="Type `/program report`"):
        maren.press("show:digest", subject=subject)


@pytest.mark.parametrize("slack_id", ["UADA", "UFLOR"])
def test_it_is_for_managers_alone(maren: Asking, slack_id: str) -> None:
    other = Asking(maren.session, slack_id)
    assert "managers" in other.refusal("/program report")
    with pytest.raises(rules.errors.NotAllowed):
        other.press("show:digest", subject="week 2026-02-23")


def test_the_services_figures_of_the_newest_week_stand_in_it(maren: Asking) -> None:
    data.settings.record(maren.session, "target_satisfaction", "90")
    for week, value in ((7, 94.0), (14, 92.0), (21, 80.0)):
        data.figures.record(maren.session, TODAY - week * DAY, "satisfaction", value)
    last_week, last_month = maren.says("/program report"), maren.says("/program report month")
    assert "*Satisfaction:* 94 % · target 90 %: met · ↑ 2 % since the week before" in last_week.splitlines()
    assert "*Satisfaction:* 92 % · target 90 %: met · ↑ 12 % since the week before" in last_month.splitlines()
    assert "Queue" not in last_week


# -- in a channel


def test_its_counts_are_shared_without_names_and_contracts(maren: Asking) -> None:
    there = commands.request.Members(frozenset({"UMAREN", "UADA"}), has_muster=True)
    action, subject = buttons(maren.command("/program report"))["Share in channel"]
    preview = maren.press_in(HALL, action, there, subject)
    assert "Nothing is sent yet" in str(message(preview)["text"])
    send, shown = buttons(preview)["Share here"]
    assert tests.commands.asking.said(maren.press(send, subject=shown)) == "Shared in <#C0HALL>."
    (notice,) = maren.session.exec(sqlmodel.select(data.models.Notice)).all()
    text = str(notice.payload["text"])
    assert text.splitlines()[:4] == [
        "*What the programme came to*",
        "*Week from Mon 23 February 2026 to Sun 1 March 2026* (in brackets the week before)",
        "*Ratio:* 1:10.2 at its end, 1:10.0 at its beginning · by contracted hours",
        "*Freelancers:* 1 at its end (0)",
    ]
    assert "Maren Mooring shared it here by `/program report week 2026-02-23`." in text
    for name in ("Flor", "Ada", "1 came", "Contracts", "told"):
        assert name not in text


def test_a_count_of_it_that_has_changed_since_is_shown_again_first(maren: Asking) -> None:
    there = commands.request.Members(frozenset({"UMAREN", "UFLOR"}), has_muster=True)
    preview = maren.press_in(HALL, "share:status", there, "week 2026-02-23")
    action, subject = buttons(preview)["Share here"]
    assert action == "confirm:status"  # a freelancer would read it
    action, subject = buttons(maren.press(action, subject=subject))["Share with them too"]
    maren.session.add(data.models.Kudos(person_id=1, giver_id=1, at=NOW - 2 * DAY, words="x"))
    with pytest.raises(rules.errors.ProgramError, match="have changed since you saw them"):
        maren.press(action, subject=subject)


def test_in_direct_messages_it_says_what_to_type_in_the_channel(maren: Asking) -> None:
    with pytest.raises(rules.errors.ProgramError, match="type `/program report month 2026-02-01` there"):
        maren.press_in("D0MAREN", "share:status", subject="month 2026-02-01")
