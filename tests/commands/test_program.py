"""`/program status`: the worked cases end to end, each line, each role's part, and how it survives 500 freelancers."""

import datetime
import re

import pytest
import sqlmodel

import data.models
import data.outbox
import data.settings
import jobs.checkins
import jobs.duty
import messages.status
import rules.caseload
import sandbox.blocks
import tests.commands.asking
import tests.programme

NOW = tests.programme.NOW


def status(session: sqlmodel.Session, slack_id: str = "UMAREN") -> list[str]:
    session.flush()
    return tests.commands.asking.Asking(session, slack_id).says("/program status").splitlines()


def line(session: sqlmodel.Session, start: str, slack_id: str = "UMAREN") -> str:
    (found,) = [line for line in status(session, slack_id) if line.startswith(start)]
    return found


@pytest.fixture
def programme(session: sqlmodel.Session) -> sqlmodel.Session:
    """60 freelancers at 20 h, five with each of 12 advisers; two on duty; two managers at 20 h."""
    session.add(data.models.Setting(name="time_zone", value="Europe/Berlin"))
    session.add(data.models.Setting(name="triage_channel", value="C0TRIAGE"))
    for slack_id in ("UMAREN", "UMILO"):
        tests.programme.add(session, slack_id, "manager", weekly_hours=20, zone="Europe/Berlin")
    for number in range(12):
        adviser = tests.programme.add(session, f"UADVISER{number:02}", "adviser", zone="Europe/Berlin")
        for place in range(5):
            tests.programme.add_freelancer(session, f"UF{number:02}{place}", adviser, zone="Asia/Manila")
    jobs.duty.tick(session, NOW)
    jobs.checkins.tick(session, NOW)
    return session


def test_the_worked_case(programme: sqlmodel.Session) -> None:
    assert status(programme)[:3] == [
        "Ratio 1:10.0 (in the band 10–15, aim 12)",
        "Freelancers 1,200 h a week = 30.0 full-time · in-house 120 h planned = 3.0 "
        "(check-ins 60 h*, duty 20 h*, managers 40 h)",
        "_* assumed: `checkin_hours` 1 a freelancer; `duty_hours` 10 a seat. "
        "Change with `muster settings NAME VALUE`._",
    ]


def test_the_worked_case_at_24_hours(programme: sqlmodel.Session) -> None:
    for contract in programme.exec(sqlmodel.select(data.models.Contract)):
        contract.weekly_hours = 24
    assert status(programme)[0] == "Ratio 1:12.0 (in the band 10–15, aim 12)"


def test_all_that_a_manager_reads(programme: sqlmodel.Session) -> None:
    assert status(programme)[3:] == [
        "*On duty:* <@UADVISER00> and <@UADVISER01> until Mon 16 March 2026, 10:00 (Europe/Berlin)",
        "*People:* 60 freelancers (60 with a running contract), 12 advisers, 2 managers",
        "*Caseload:* 60 places used, 0 free, 0 over the cap",
        "*Check-ins:* done 0 of 60 this week, 0 of 3,600 minutes of plan",
        "*Contracts ending in the next 30 days:* 0",
        "*To mend:* nothing",
        "*Messages:* 0 waiting, 0 uncertain, 0 not delivered · "
        "Muster is quiet: it sends nothing by itself until `muster go-live`",
        "As of Mon 2 March 2026, 10:00 (Europe/Berlin)",
    ]


def test_a_manager_whose_hours_are_not_known_counts_40_and_is_marked(programme: sqlmodel.Session) -> None:
    tests.programme.add(programme, "UNEWMAN", "manager")
    assert status(programme)[1:3] == [
        "Freelancers 1,200 h a week = 30.0 full-time · in-house 160 h planned = 4.0 "
        "(check-ins 60 h*, duty 20 h*, managers 80 h*)",
        "_* assumed: `checkin_hours` 1 a freelancer; `duty_hours` 10 a seat; `manager_hours` 40 for 1 manager "
        "without hours on the roster. Change with `muster settings NAME VALUE`._",
    ]
    tests.programme.add(programme, "UNEWTOO", "manager")
    assert "for 2 managers without hours" in status(programme)[2]


def test_who_has_two_roles_counts_in_both(session: sqlmodel.Session) -> None:
    """A manager of 10 h who also works 30 h as a freelancer and advises another."""
    both = tests.programme.add(session, "UMAREN", "manager", "adviser", "freelancer", weekly_hours=10)
    tests.programme.add_contract(session, both, -10, 60, hours=30)
    tests.programme.add_freelancer(session, "UFLOR", both, hours=20)
    assert status(session)[0] == "Ratio 1:4.5 (below the band 10–15, aim 12)"  # (30 + 20) ÷ (10 + 1)
    assert line(session, "*People:*") == ("*People:* 2 freelancers (2 with a running contract), 1 adviser, 1 manager")


@pytest.mark.parametrize(
    ("hours", "first"),
    [
        (60, "Ratio 1:1.5 (below the band 10–15, aim 12)"),
        (400, "Ratio 1:10.0 (in the band 10–15, aim 12)"),
        (397, "Ratio 1:9.9 (below the band 10–15, aim 12)"),
        (398, "Ratio 1:10.0 (in the band 10–15, aim 12)"),  # 9.95 is shown, and placed, as 10.0
        (601, "Ratio 1:15.0 (in the band 10–15, aim 12)"),
        (602, "Ratio 1:15.1 (above the band 10–15, aim 12)"),
        (4000, "Ratio 1:100.0 (above the band 10–15, aim 12)"),
    ],
)
def test_the_ratio_is_placed_in_words_by_what_is_shown(session: sqlmodel.Session, hours: float, first: str) -> None:
    tests.programme.add(session, "UMAREN", "manager", weekly_hours=40)
    tests.programme.add_freelancer(session, "UFLOR", hours=hours)
    assert status(session)[0] == first


def test_band_and_aim_are_settings(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UMAREN", "manager", weekly_hours=40)
    session.add(data.models.Setting(name="ratio_band", value="8 – 20"))
    session.add(data.models.Setting(name="ratio_aim", value="9"))
    assert status(session)[0] == "Ratio 1:0.0 (below the band 8–20, aim 9)"


def test_without_in_house_hours_there_is_a_sentence_and_no_division(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UMAREN", "manager", weekly_hours=0)
    tests.programme.add_freelancer(session, "UFLOR")
    assert status(session)[0] == (
        "Ratio: none yet, because no in-house hours are known. They come from advisers, duty and managers."
    )


def test_an_empty_programme_has_a_status(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UMAREN", "manager")
    lines = status(session)
    assert lines[0] == "Ratio 1:0.0 (below the band 10–15, aim 12)"
    assert "*On duty:* nobody; no shift is published, because the pool is empty" in lines


def test_contracts_ending_are_listed_the_next_first_with_who_goes_on(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UMAREN", "manager", zone="UTC")
    for slack_id, last_day in (("UTODAY", 0), ("UTOMORROW", 1), ("UMONTH", 30), ("ULATER", 31), ("UPAST", -1)):
        tests.programme.add_freelancer(session, slack_id, last_day=last_day)
    again = tests.programme.add_freelancer(session, "UAGAIN", last_day=5)
    tests.programme.add_contract(session, again, 6, 90)
    lines = status(session)
    start = lines.index("*Contracts ending in the next 30 days:* 4")
    assert lines[start + 1 : start + 5] == [
        "• Mon 2 March 2026 (today): Today",
        "• Tue 3 March 2026 (tomorrow): Tomorrow",
        "• Sat 7 March 2026 (in 5 days): Again, next contract known",
        "• Wed 1 April 2026 (in 30 days): Month",
    ]


def test_a_long_list_names_five_and_counts_the_rest(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UMAREN", "manager", zone="UTC")
    for number in range(11):
        tests.programme.add_freelancer(session, f"UF{number:02}", last_day=3, zone="UTC")
    lines = status(session)
    assert "*Contracts ending in the next 30 days:* 11" in lines
    assert "• and 6 more" in lines
    assert "• 11 without an adviser (`/program rebalance`): F00, F01, F02, F03, F04 and 6 more" in lines


def test_caseload_used_free_over_and_exceptions(session: sqlmodel.Session) -> None:
    """Ada has 6, one by an exception; Bo 7 without one; Cy 1; a contract that is over counts nowhere."""
    tests.programme.add(session, "UMAREN", "manager")
    ada, bo, cy = (tests.programme.add(session, slack_id, "adviser") for slack_id in ("UADA", "UBO", "UCY"))
    until = tests.programme.TODAY + datetime.timedelta(days=9)
    tests.programme.add_freelancer(session, "UA0", ada, reason="Bo is ill", until=until)
    for number in range(1, 6):
        tests.programme.add_freelancer(session, f"UA{number}", ada)
    for number in range(7):
        tests.programme.add_freelancer(session, f"UB{number}", bo)
    tests.programme.add_freelancer(session, "UC0", cy, starts=5)
    tests.programme.add_freelancer(session, "UC1", cy, last_day=-1)
    lines = status(session)
    start = lines.index("*Caseload:* 14 places used, 4 free, 3 over the cap")
    assert lines[start + 1 : start + 3] == [
        "• <@UBO> has 7 freelancers, without an exception",
        "• exception: <@UADA> has 6 freelancers until Wed 11 March 2026 (Bo is ill)",
    ]


def test_several_exceptions_are_shown_with_each_end_and_who_is_over_without_one() -> None:
    ada = rules.caseload.Caseload(
        data.models.Person(slack_id="UADA", name="Ada", joined_at=tests.programme.NOW),
        10,
        (datetime.date(2026, 4, 1), datetime.date(2026, 6, 1)),
        5,
    )
    assert messages.status._exceptions([ada]) == [
        "• exception: <@UADA> has 10 freelancers until Wed 1 April 2026 and Mon 1 June 2026, "
        "and 3 over the cap without one"
    ]


def test_an_exception_that_is_past_is_none(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UMAREN", "manager", zone="UTC")
    ada = tests.programme.add(session, "UADA", "adviser")
    yesterday = tests.programme.TODAY - datetime.timedelta(days=1)
    for number in range(6):
        tests.programme.add_freelancer(session, f"UA{number}", ada, reason="A gap", until=yesterday)
    assert "• <@UADA> has 6 freelancers, without an exception" in status(session)


def test_what_is_to_mend_is_named(session: sqlmodel.Session) -> None:
    maren = tests.programme.add(session, "UMAREN", "manager", zone="UTC")
    tests.programme.add_freelancer(session, "UALONE", zone="UTC")
    tests.programme.add_freelancer(session, "UENDED", maren, last_day=-3, zone="UTC")
    tests.programme.add_freelancer(session, "UNEVER", maren, last_day=None, zone="UTC")
    tests.programme.add_freelancer(session, "UCOMING", maren, starts=4)
    tests.programme.add(session, "UGONE", "freelancer", active=False)
    lines = status(session)
    start = lines.index("*To mend:*")
    assert lines[start + 1 : -2] == [
        "• 1 without an adviser (`/program rebalance`): Alone",
        "• 2 without a contract that runs or comes: Ended, Never",
        "• 1 without a time zone: Coming",
        "• No triage channel is set, so handovers are announced nowhere. "
        "Set it: `muster settings triage_channel C0123ABCD` (the id is in the channel's details).",
        "• The duty pool is empty, so no shift can be published. Import advisers: `muster import people.csv`.",
    ]


def test_messages_are_counted_and_quiet_is_said_until_it_is_live(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UMAREN", "manager")
    states = {"pending": 2, "sending": 1, "uncertain": 3, "dead": 4, "sent": 9, "dropped": 1}
    for state, count in states.items():
        for number in range(count):
            draft = data.outbox.Draft(f"{state}{number}", "C1", {"text": "x"}, "a test", NOW)
            data.outbox.enqueue(session, [draft])
            notice = session.exec(sqlmodel.select(data.models.Notice).where(data.models.Notice.key == draft.key)).one()
            notice.state = data.models.NoticeState(state)
    counts = "*Messages:* 3 waiting, 3 uncertain, 4 not delivered"
    quiet = "Muster is quiet: it sends nothing by itself until `muster go-live`"
    assert line(session, "*Messages:*") == f"{counts} · {quiet}"
    data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW)
    assert line(session, "*Messages:*") == counts


def test_an_adviser_reads_their_slice(programme: sqlmodel.Session) -> None:
    for contract in programme.exec(sqlmodel.select(data.models.Contract)):
        contract.ends = tests.programme.TODAY + datetime.timedelta(days=3)
    assert status(programme, "UADVISER03") == [
        "*Your caseload:* 5 (cap 5): F030, F031, F032, F033, F034",
        "*Your check-ins:* done 0 of 5 this week, 0 of 300 minutes of plan",
        "*Your freelancers' contracts ending in the next 30 days:* 5",
        *(f"• Wed 4 March 2026 (in 2 days): F03{place}" for place in range(5)),
        "*On duty:* <@UADVISER00> and <@UADVISER01> until Mon 16 March 2026, 10:00 (Europe/Berlin)",
        "As of Mon 2 March 2026, 10:00 (Europe/Berlin)",
    ]


def test_an_adviser_above_the_cap_reads_until_when(session: sqlmodel.Session) -> None:
    ada = tests.programme.add(session, "UADA", "adviser")
    until = tests.programme.TODAY + datetime.timedelta(days=9)
    for number in range(6):
        tests.programme.add_freelancer(session, f"UA{number}", ada, reason="Bo is ill", until=until)
    assert status(session, "UADA")[:2] == [
        "*Your caseload:* 6 (cap 5): A0, A1, A2, A3, A4, A5",
        "• exception: <@UADA> has 6 freelancers until Wed 11 March 2026 (Bo is ill)",
    ]


def test_an_adviser_without_freelancers_has_a_slice(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UADA", "adviser")
    assert status(session, "UADA")[0] == "*Your caseload:* 0 (cap 5): nobody yet"


def test_a_freelancer_reads_what_they_can_ask_instead(programme: sqlmodel.Session) -> None:
    assert status(programme, "UF000") == [
        "The programme's figures are for its managers and advisers. You can ask me who is on duty (`/duty`) "
        "and who comes next (`/duty next`). `/program` shows all you can do."
    ]


NASTY = "<!channel> <@UVICTIM> <https://bank.test|bank> & " * 110  # more than 5,000 characters
LIVE = re.compile(r"<(?!@U[A-Z0-9]+>)[^>]*>|<@UVICTIM>")


@pytest.mark.parametrize("slack_id", ["UMAREN", "UADA", "UFLOR"])
def test_500_freelancers_with_long_and_nasty_names_keep_slacks_limits_and_ping_nobody(
    session: sqlmodel.Session, slack_id: str
) -> None:
    tests.programme.add(session, "UMAREN", "manager", name=NASTY)
    ada = tests.programme.add(session, "UADA", "adviser", name=NASTY)
    tests.programme.add(session, "UFLOR", "freelancer", name=NASTY)
    for number in range(500):
        adviser = ada if number % 3 else tests.programme.add(session, f"UB{number}", "adviser", name=NASTY)
        last_day = None if number % 7 == 0 else number % 60
        tests.programme.add_freelancer(session, f"UF{number}", adviser, last_day=last_day, name=NASTY)
        for extra in range(6 if number % 3 == 0 and number < 180 else 0):
            tests.programme.add_freelancer(session, f"UX{number}X{extra}", adviser, name=NASTY)
    jobs.duty.tick(session, NOW)
    session.flush()
    asking = tests.commands.asking.Asking(session, slack_id)
    for text in ("/program status", "/program", "/duty", "/duty next 6", "/duty help"):
        reply = asking.command(text)
        drawn = getattr(reply, "message", {})
        assert sandbox.blocks.check(drawn.get("blocks", []), sandbox.blocks.MESSAGE) == []
        assert len(drawn["text"]) <= 40_000
        assert LIVE.findall(str(drawn)) == []
        assert text != "/program status" or slack_id == "UFLOR" or "As of " in str(drawn["blocks"][-1])
