"""What stands behind each line of `/program status`: by word and by button the same, for each reader what is theirs."""

import datetime
import decimal

import pytest
import sqlmodel

import commands.status
import data.contracts
import data.figures
import data.models
import data.outbox
import jobs.checkins
import jobs.duty
import messages.status
import messages.status_details
import messages.status_lines
import rules.coverage
import sandbox.blocks
import tests.commands.asking
import tests.programme

Asking = tests.commands.asking.Asking

NOW, TODAY = tests.programme.NOW, tests.programme.TODAY
DAY = datetime.timedelta(days=1)

WORDS = ("detail", *messages.status.DETAILS)


@pytest.fixture
def programme(session: sqlmodel.Session) -> sqlmodel.Session:
    """Ada has Flor, whose contract ends on Wednesday, and Kai, whose ended and who speaks Danish; Bo has room."""
    tests.programme.add(session, "UMAREN", "manager", zone="UTC", weekly_hours=20)
    ada = tests.programme.add(session, "UADA", "adviser", zone="UTC")
    tests.programme.add(session, "UBO", "adviser", zone="UTC")
    for slack_id, last_day, language in (("UFLOR", 2, "de"), ("UKAI", -5, "da"), ("ULIV", 12, "de")):
        tests.programme.add_freelancer(
            session, slack_id, ada, last_day=last_day, zone="UTC", languages=[language], products=["Harbour"]
        )
    jobs.duty.tick(session, NOW)
    jobs.checkins.tick(session, NOW)
    session.flush()
    return session


def shown(session: sqlmodel.Session, detail: str, slack_id: str = "UMAREN") -> list[str]:
    return Asking(session, slack_id).says(f"/program status {detail}").splitlines()


@pytest.mark.parametrize("detail", messages.status.DETAILS)
def test_a_button_shows_what_its_word_does(programme: sqlmodel.Session, detail: str) -> None:
    maren = Asking(programme, "UMAREN")
    assert maren.press("show:status", subject=detail) == maren.command(f"/program status {detail}")


def test_every_line_has_a_button_of_its_own_and_every_button_something_behind_it(programme: sqlmodel.Session) -> None:
    reply = Asking(programme, "UMAREN").command("/program status")
    blocks = reply.message["blocks"]  # type: ignore[union-attr]  # it says something
    buttons = [block["accessory"]["value"] for block in blocks if "accessory" in block]
    assert buttons == list(messages.status.DETAILS)
    assert set(commands.status.DETAILS) == {"", *WORDS}


def test_a_button_that_is_not_known_any_more_shows_the_look(programme: sqlmodel.Session) -> None:
    maren = Asking(programme, "UMAREN")
    assert maren.press("show:status", subject="weather") == maren.command("/program status")


def test_contracts_are_listed_by_what_is_overdue_then_what_is_to_decide_each_with_its_review(
    programme: sqlmodel.Session,
) -> None:
    assert "*Contracts:* 2 end in the next 30 days · 1 to decide · *2 overdue*" in shown(programme, "")
    assert shown(programme, "contracts") == [
        "*Contracts:* 1 to decide, 2 overdue",
        "*Overdue:* :red_circle: *CON-2 · Kai* ended on Wed 25 February 2026 · not decided, and over",
        "*Overdue:* *CON-1 · Flor* ends on Wed 4 March 2026 (in 2 days) · not decided",
        "*To decide:* *CON-3 · Liv* ends on Sat 14 March 2026 (in 12 days) · not decided",
        "*Contracts ending in the next 30 days:* 2",
        "• Wed 4 March 2026 (in 2 days): Flor",
        "• Sat 14 March 2026 (in 12 days): Liv",
    ]
    reply = Asking(programme, "UMAREN").command("/program status contracts")
    blocks = reply.message["blocks"]  # type: ignore[union-attr]  # it says something
    assert [block["accessory"]["value"] for block in blocks if "accessory" in block] == ["2", "1", "3"]


def test_what_is_decided_and_not_told_is_listed_behind_what_is_to_decide_until_it_is_told(
    programme: sqlmodel.Session,
) -> None:
    decision = data.models.Decision(contract_id=3, actor_id=1, at=NOW, choice=data.models.Choice.END)
    programme.add(decision)
    programme.flush()
    counted = "*Contracts:* 2 end in the next 30 days · 0 to decide · *2 overdue*"
    assert f"{counted} · 1 decided, to tell" in shown(programme, "")
    lines = shown(programme, "contracts")
    assert lines[0] == "*Contracts:* 0 to decide, 2 overdue, 1 decided, to tell"
    assert lines[3] == "*To tell:* *CON-3 · Liv* ends on Sat 14 March 2026 (in 12 days) · end, not told yet"
    assert "to tell" not in "".join(shown(programme, "contracts", "UADA")).lower()
    decision.told_at = NOW
    assert counted in shown(programme, "")


def test_the_look_and_its_list_count_the_same(programme: sqlmodel.Session) -> None:
    """Who resigned is decided on; whoever is no freelancer any more is not decided on at all."""
    flor, kai = data.contracts.list_all(programme)[0], data.contracts.list_all(programme)[1]
    flor.ended_as = data.models.EndedAs.RESIGNED
    person = programme.get(data.models.Person, kai.person_id)
    assert person is not None
    person.freelancer = False
    programme.flush()
    assert "*Contracts:* 2 end in the next 30 days · 1 to decide · 0 overdue" in shown(programme, "")
    assert shown(programme, "contracts")[0] == "*Contracts:* 1 to decide, 0 overdue"


def test_what_is_thin_is_named_in_the_look_and_marked_in_the_list(programme: sqlmodel.Session) -> None:
    assert "*Coverage:* 1 thin, with fewer than two freelancers: Danish 0" in shown(programme, "")
    assert shown(programme, "coverage")[:5] == [
        "*Coverage:* 1 thin, with fewer than two freelancers: Danish 0",
        "*Languages*",
        "• Danish: 0 (thin)",
        "• German: 2",
        "*Products*",
    ]


def test_caseloads_are_listed_with_their_free_places(programme: sqlmodel.Session) -> None:
    assert shown(programme, "caseload") == [
        "*Caseload:* 2 places used, 8 free, 0 over the cap",
        "• <@UBO>: 0 of 5, 5 free",
        "• <@UADA>: 2 of 5, 3 free",
    ]


def test_the_ratio_of_last_weeks_is_compared_and_drawn(programme: sqlmodel.Session) -> None:
    """Flor and Liv work 40 h for 20 of the manager, 2 of check-ins and 20 on duty."""
    for weeks, value in ((1, 1.2), (2, 1.5), (12, 9.9)):
        data.figures.record(programme, TODAY - weeks * 7 * DAY, "ratio_contracted", value)
    lines = shown(programme, "")
    assert lines[0] == "Ratio 1:1.0 (below the band 10–15, aim 12) · by contracted hours · ↓ 0.2 since last week"
    numbers = "*Ratio by week from:* 16 February 1:1.5, 23 February 1:1.2, 2 March 1:1.0"
    assert numbers in lines
    assert shown(programme, "ratio")[-1] == numbers
    reply = Asking(programme, "UMAREN").command("/program status")
    (chart,) = [one["chart"] for one in reply.message["blocks"] if one["type"] == "data_visualization"]  # type: ignore[union-attr]  # it says something
    assert chart["axis_config"]["categories"] == ["16 Feb", "23 Feb", "2 Mar"]
    assert {one["name"]: [point["value"] for point in one["data"]] for one in chart["series"]} == {
        "Ratio": [1.5, 1.2, 1.0],
        "Aim": [12, 12, 12],
    }


@pytest.mark.parametrize(
    ("change", "said"), [("0.0", "→ as last week"), ("0.3", "↑ 0.3 since last week"), ("-1.0", "↓ 1.0 since last week")]
)
def test_an_arrow_says_in_words_which_way(change: str, said: str) -> None:
    assert messages.status_lines._change(decimal.Decimal(change)) == [said]


def test_of_one_week_alone_there_is_no_chart(programme: sqlmodel.Session) -> None:
    drawn = Asking(programme, "UMAREN").command("/program status ratio")
    assert "data_visualization" not in str(drawn)
    assert shown(programme, "ratio")[-1].startswith("Muster keeps the ratio of each week")


def test_what_did_not_arrive_is_listed_with_why_and_never_what_it_says(programme: sqlmodel.Session) -> None:
    states = {"uncertain": None, "dead": "channel_not_found", "pending": None, "sent": None}
    for state, error in states.items():
        data.outbox.enqueue(programme, [data.outbox.Draft(state, "C0HALL", {"text": "secret"}, "a <test>", NOW)])
        notice = programme.exec(sqlmodel.select(data.models.Notice).where(data.models.Notice.key == state)).one()
        notice.state, notice.error = data.models.NoticeState(state), error
    lines = shown(programme, "messages")
    at = "Mon 2 March 2026, 09:00 (UTC), to <#C0HALL>"
    assert lines[1:-1] == [
        f"• {at}: not delivered (`channel_not_found`), because a &lt;test&gt;",
        f"• {at}: uncertain: it may have arrived, because a &lt;test&gt;",
        f"• {at}: waiting, because a &lt;test&gt;",
    ]
    assert "1 waiting, 1 uncertain, 1 not delivered" in lines[0]
    assert "secret" not in "".join(lines)


# -- who reads what


@pytest.mark.parametrize("detail", ["detail", "ratio", "people", "coverage", "messages", "warnings"])
def test_the_programmes_figures_are_not_an_advisers(programme: sqlmodel.Session, detail: str) -> None:
    ada = Asking(programme, "UADA")
    assert ada.refusal(f"/program status {detail}") == (
        f"`/program status {detail}` is for managers. `/program status` shows what is yours."
    )


def test_an_adviser_reads_what_is_theirs_behind_the_lines_that_they_have(programme: sqlmodel.Session) -> None:
    assert shown(programme, "caseload", "UADA") == shown(programme, "", "UADA")
    assert shown(programme, "contracts", "UBO") == [
        "*Contracts that end within 30 days, and that nothing follows*: none."
    ]
    assert "Flor" in "".join(shown(programme, "contracts", "UADA"))
    assert "overdue" not in "".join(shown(programme, "contracts", "UADA"))
    assert shown(programme, "reports", "UADA")[0].startswith("*Reports, open:*")


@pytest.mark.parametrize("detail", ["", *WORDS])
def test_a_freelancer_reads_the_same_sentence_whatever_they_ask(programme: sqlmodel.Session, detail: str) -> None:
    assert shown(programme, detail, "UFLOR")[0].startswith("The programme's figures are for its managers")


def test_who_is_asked_for_something_else_hears_the_words(programme: sqlmodel.Session) -> None:
    assert "write detail, ratio, duty" in Asking(programme, "UMAREN").refusal("/program status weather")


# -- limits


def test_a_thousand_long_names_keep_slacks_limits_behind_every_line(session: sqlmodel.Session) -> None:
    nasty = "<!channel> <@UVICTIM> & " * 20
    tests.programme.add(session, "UMAREN", "manager", name=nasty)
    for number in range(1000):
        adviser = tests.programme.add(session, f"UB{number}", "adviser", name=nasty) if number % 10 == 0 else None
        tests.programme.add_freelancer(
            session,
            f"UF{number}",
            adviser,
            last_day=number % 40,
            name=nasty,
            languages=[f"{number} {nasty}"],
            products=[f"{number} {nasty}"],
        )
    for detail in ("", *WORDS):
        reply = Asking(session, "UMAREN").command(f"/program status {detail}")
        drawn = getattr(reply, "message", {})
        assert sandbox.blocks.check(drawn.get("blocks", []), sandbox.blocks.MESSAGE) == [], detail
        assert len(drawn["text"]) <= 40_000, detail
        assert "<!channel>" not in str(drawn)
        assert "<@UVICTIM>" not in str(drawn)


def test_coverage_without_words_says_where_they_come_from() -> None:
    nothing = rules.coverage.Coverage({}, {})
    assert messages.status_details.coverage(nothing)["text"].startswith("*Coverage:* no languages and products")


def test_a_manager_who_is_alone_reads_that_nobody_can_decide_on_their_own_contract(
    programme: sqlmodel.Session,
) -> None:
    maren = programme.exec(sqlmodel.select(data.models.Person).where(data.models.Person.manager)).one()
    said = "• 1 on whose contract nobody can decide, for there is no other manager: Maren"
    assert said not in shown(programme, "warnings")
    maren.freelancer = True
    tests.programme.add_contract(programme, maren, -30, 12)
    assert said in shown(programme, "warnings")
    tests.programme.add(programme, "UNOOR", "manager")
    assert said not in shown(programme, "warnings")
