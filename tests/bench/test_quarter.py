"""The quarter's oracle foretells by plain rules and knows nothing of the product, and its judge sees each fault."""

import ast
import collections.abc
import datetime
import pathlib
import sys

import pytest

import bench.quarter.diary
import bench.quarter.duty
import bench.quarter.judge
import bench.quarter.oracle
import bench.quarter.script
import bench.quarter.world

Act = bench.quarter.script.Act
Fact = bench.quarter.diary.Fact
Shift = bench.quarter.duty.Shift
Shifts = collections.abc.Sequence[Shift]

MAREN, ADA, KENJI, KOFI = "UMAREN", "UADA", "UKENJI", "UKOFI"

ROSTER = f"""\
slack_id,name,roles,time_zone,working_hours,adviser,contract_starts,contract_ends
{MAREN},Maren,manager,Europe/Berlin,,,,
{ADA},Ada,adviser,Europe/Berlin,,,,
{KENJI},Kenji,freelancer,Asia/Tokyo,,{ADA},2025-11-01,2026-04-15
{KOFI},Kofi,freelancer,Africa/Accra,"mon,wed 09:00-17:00",{ADA},2026-02-02,2026-07-31
"""


FORETOLD_BY = {
    "oracle",
    "diary",
    "duty",
    "reports",
    "checkins",
    "checklists",
    "contracts",
    "updates",
    "script",
    "world",
}


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def foretold(until: str, *acts: Act, shifts: Shifts = ()) -> list[tuple[str, str, str, str]]:
    """What an oracle expects of this little programme from 1 February on, but for how the demo begins."""
    programme = bench.quarter.world.read(ROSTER, MAREN)
    ends = datetime.datetime.fromisoformat(f"{until}T00:00:00+00:00")
    oracle = bench.quarter.oracle.Oracle(programme, list(acts), ends)
    oracle.know(shifts)
    oracle.diary.live(ends)
    return [(f"{one.day:%d %b}", one.who, one.matter, one.about) for one in sorted(oracle.diary.facts)]


def at(text: str, who: str, what: str, whom: str = "", more: str = "") -> Act:
    return Act(datetime.datetime.fromisoformat(f"{text}:00+00:00"), who, what, whom, more)


# -- the oracle


def test_a_week_asks_for_one_check_in_and_for_two_with_who_is_new_and_thursday_reminds_of_what_is_open() -> None:
    assert foretold("2026-02-06") == [
        ("02 Feb", ADA, "check-ins", "Kenji"),
        ("02 Feb", ADA, "check-ins", "Kofi"),
        ("02 Feb", ADA, "check-ins", "Kofi second of the week"),
        ("05 Feb", ADA, "open check-ins", "Kenji"),
        ("05 Feb", ADA, "open check-ins", "Kofi"),
        ("05 Feb", ADA, "open check-ins", "Kofi second of the week"),
    ]


def test_what_is_logged_is_not_open() -> None:
    assert [one for one in foretold("2026-02-06", at("2026-02-04T16:10", ADA, "logs all")) if one[2] == "open"] == []


def test_what_is_not_logged_for_two_weeks_the_adviser_reads_and_a_week_later_the_manager() -> None:
    read = [one for one in foretold("2026-03-03") if one[2].startswith("not logged") and one[3] == "Kenji"]
    assert read == [
        ("16 Feb", ADA, "not logged", "Kenji"),
        ("23 Feb", ADA, "not logged", "Kenji"),
        ("23 Feb", MAREN, "not logged, for managers", "Kenji"),
        ("02 Mar", ADA, "not logged", "Kenji"),
        ("02 Mar", MAREN, "not logged, for managers", "Kenji"),
    ]


def test_a_long_contract_that_nobody_decides_on_is_told_by_its_rungs_until_its_person_leaves() -> None:
    """45, 30, 14 and 7 days before 15 April; Easter Monday is a holiday."""
    about = {"to decide", "your wish?", "your recommendation?", "will read of it", "not decided", "who leaves", "to do"}
    assert [one for one in foretold("2026-05-04") if one[2] in about] == [
        ("02 Mar", ADA, "your recommendation?", "Kenji"),
        ("02 Mar", KENJI, "your wish?", ""),
        ("02 Mar", MAREN, "to decide", "Kenji"),
        ("16 Mar", MAREN, "to decide", "Kenji"),
        ("30 Mar", MAREN, "will read of it", "Kenji"),
        ("01 Apr", KENJI, "not decided", ""),
        ("07 Apr", MAREN, "to decide", "Kenji"),
        ("08 Apr", MAREN, "to decide", "Kenji"),
        ("16 Apr", MAREN, "to do", "Kenji If their"),
        ("16 Apr", MAREN, "to do", "Kenji See who"),
        ("16 Apr", MAREN, "to do", "Kenji Take away"),
        ("16 Apr", MAREN, "to do", "Kenji Would we"),
        ("20 Apr", MAREN, "to do", "Kenji If their"),
        ("20 Apr", MAREN, "to do", "Kenji See who"),
        ("20 Apr", MAREN, "to do", "Kenji Take away"),
        ("20 Apr", MAREN, "to do", "Kenji Would we"),
        ("27 Apr", MAREN, "to do", "Kenji If their"),
        ("27 Apr", MAREN, "to do", "Kenji See who"),
        ("27 Apr", MAREN, "to do", "Kenji Take away"),
        ("27 Apr", MAREN, "to do", "Kenji Would we"),
        ("27 Apr", MAREN, "who leaves", "Kenji"),
    ]


def test_who_was_told_in_time_reads_nothing_of_silence() -> None:
    told = foretold("2026-04-10", at("2026-03-10T14:05", MAREN, "renews", KENJI))
    read = [one for one in told if "decide" in one[2] or one[2] == "renewed"]
    assert read == [
        ("02 Mar", MAREN, "to decide", "Kenji"),
        ("10 Mar", MAREN, "you decided", "Kenji"),
        ("11 Mar", ADA, "decided", "Kenji"),
        ("11 Mar", KENJI, "renewed", ""),
    ]


def shift(first: str, last: str, *pair: str) -> Shift:
    starts, ends = (datetime.datetime.fromisoformat(f"{one}T09:00:00+00:00") for one in (first, last))
    return Shift(starts, ends, frozenset(pair))


def test_duty_is_announced_a_week_and_a_working_day_before_and_what_waits_in_triage_each_morning_of_it() -> None:
    shifts = [shift("2026-01-26", "2026-02-09"), shift("2026-02-09", "2026-02-23", ADA)]
    filed = at("2026-02-10T10:05", KENJI, "files")
    about = {"heads-up", "handover", "sweep", "past the target", "past twice the target"}
    assert [one for one in foretold("2026-02-13", filed, shifts=shifts) if one[2] in about] == [
        ("02 Feb", ADA, "heads-up", "9 February 2026"),
        ("06 Feb", ADA, "heads-up", "9 February 2026"),
        ("09 Feb", "#triage", "handover", ""),
        ("10 Feb", ADA, "past the target", "BUG-1"),
        ("11 Feb", ADA, "sweep", "BUG-1"),
        ("11 Feb", MAREN, "past twice the target", "BUG-1"),
        ("12 Feb", ADA, "sweep", "BUG-1"),
    ]


def test_an_update_that_waits_is_told_after_three_of_somebodys_days_and_to_their_adviser_a_day_later() -> None:
    """Kofi works on Mondays and Wednesdays; Ada presses, Kenji never does."""
    acts = at("2026-02-03T09:05", MAREN, "sends", "UPD-1"), at("2026-02-04T10:05", ADA, "gets", "UPD-1")
    about = {"update", "unread", "unseen"}
    assert [one for one in foretold("2026-02-20", *acts) if one[2] in about] == [
        ("03 Feb", ADA, "update", "UPD-1"),
        ("04 Feb", KENJI, "update", "UPD-1"),
        ("04 Feb", KOFI, "update", "UPD-1"),
        ("09 Feb", KENJI, "unread", "UPD-1"),
        ("10 Feb", ADA, "unseen", "UPD-1 Kenji"),
        ("16 Feb", KOFI, "unread", "UPD-1"),
        ("19 Feb", ADA, "unseen", "UPD-1 Kofi"),
    ]


def test_who_moves_their_new_adviser_and_the_one_until_now_read_it_the_next_morning() -> None:
    told = foretold("2026-02-13", at("2026-02-10T11:05", MAREN, "assigns", KENJI, MAREN))
    assert [one for one in told if "advise" in one[2]] == [
        ("11 Feb", ADA, "you advised", "Kenji"),
        ("11 Feb", KENJI, "your adviser", "Maren"),
        ("11 Feb", MAREN, "you advise", "Kenji"),
    ]


def test_mornings_follow_the_clocks_of_both_continents() -> None:
    programme = bench.quarter.world.read(ROSTER, MAREN)
    mornings = [programme.morning(ADA, day(one)).hour for one in ("2026-03-27", "2026-03-30")]
    assert mornings == [8, 7]


def test_the_oracle_is_made_of_the_standard_library_alone() -> None:
    ours = {f"bench.quarter.{name}" for name in FORETOLD_BY}
    for module in ours:
        source = pathlib.Path(sys.modules[module].__file__ or "").read_text()
        nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import | ast.ImportFrom)]
        names = {alias.name for node in nodes for alias in node.names}
        assert {name for name in names - ours if name.partition(".")[0] not in sys.stdlib_module_names} == set()


# -- the judge

TOLD = [
    Fact(day("2026-02-02"), ADA, "check-ins", "Kenji"),
    Fact(day("2026-02-05"), ADA, "open check-ins", "Kenji"),
]


def test_all_told_once_and_nothing_else_is_clean() -> None:
    assert bench.quarter.judge.judge(TOLD, TOLD).is_clean


@pytest.mark.parametrize(
    ("told", "which"),
    [
        (TOLD[:1], "lost"),
        ([*TOLD, TOLD[1]], "doubled"),
        ([*TOLD, Fact(day("2026-02-06"), ADA, "open check-ins", "Kenji")], "unexpected"),
        ([*TOLD, Fact(day("2026-02-05"), KENJI, "open check-ins", "Kenji")], "unexpected"),
    ],
)
def test_what_is_lost_doubled_or_not_expected_is_found(told: list[Fact], which: str) -> None:
    verdict = bench.quarter.judge.judge(TOLD, told)
    assert not verdict.is_clean
    assert len(getattr(verdict, which)) == 1


def section(text: str) -> dict[str, object]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def post(*blocks: dict[str, object], channel: str = "D1", at: str = "2026-02-02T22:30:00.000Z") -> dict[str, object]:
    args = {"channel": channel, "metadata": {}, "text": "", "blocks": blocks}
    return {"channel": channel, "at": at, "stored": True, "args": args}


CHANNELS = [
    {"id": "D1", "is_im": True, "members": ["UBOT", KENJI], "name": ""},
    {"id": "C1", "is_im": False, "members": ["UBOT", ADA], "name": "triage"},
]
ZONES = {KENJI: "Asia/Tokyo", ADA: "Europe/Berlin"}


def read(*calls: dict[str, object]) -> list[bench.quarter.judge.Post]:
    return bench.quarter.judge.posts(calls, CHANNELS, ZONES)


def test_a_morning_message_is_read_part_by_part_on_the_day_of_its_reader() -> None:
    (one,) = read(
        post(
            section("*For you on Tue 3 February 2026:*"),
            {"type": "divider"},
            section(
                "*Waiting in triage*\n• BUG-3 · Search: nobody has claimed it\n• BUG-4 · Pay: nobody has claimed it"
            ),
            {"type": "context", "elements": []},
            {"type": "divider"},
            section("Your contract ends on Wed 18 March 2026. What would you like after it?\n_No promise._"),
        )
    )
    assert one.facts == (
        Fact(day("2026-02-03"), KENJI, "sweep", "BUG-3"),
        Fact(day("2026-02-03"), KENJI, "sweep", "BUG-4"),
        Fact(day("2026-02-03"), KENJI, "your wish?", ""),
    )


def test_words_that_nobody_knows_and_lists_without_lines_are_seen() -> None:
    (one,) = read(post(section("Hello there")), {"stored": False, "args": {}})
    assert one.facts == (Fact(day("2026-02-03"), KENJI, "?", "Hello there / "),)
    (two,) = read(post(section("*Waiting in triage*")))
    assert two.facts == (Fact(day("2026-02-03"), KENJI, "sweep", ""),)


def test_answers_to_what_somebody_did_are_not_counted_and_a_name_in_a_channel_is() -> None:
    card = section(f"<@{ADA}>\n*BUG-9 · Pay* is here")
    posts = read(
        post(section("*BUG-9 · Pay*\nReceived.")), post(card, channel="C1"), post(section("*X says thank you*"))
    )
    monday = day("2026-02-02")
    weeks = bench.quarter.judge.weeks(posts, [monday], lambda _: {KENJI: "freelancer", ADA: "on duty"})
    assert [(one.who, one.role, one.messages) for one in weeks] == [(KENJI, "freelancer", 1), (ADA, "on duty", 1)]


@pytest.mark.parametrize(
    ("messages", "occasions", "is_over"),
    [
        (2, (), False),
        (2, ("an update",), False),
        (3, ("an update",), True),
        (3, ("an update", "duty ahead"), False),
        (4, ("an update", "duty ahead"), True),
    ],
)
def test_a_week_with_more_than_one_occasion_may_have_one_message_more_for_each(
    messages: int, occasions: tuple[str, ...], is_over: bool
) -> None:
    week = bench.quarter.judge.Week(ADA, day("2026-02-02"), "adviser off duty", messages, occasions)
    assert week.is_over == is_over


def test_every_occasion_is_made_of_matters_that_are_known_by_their_words() -> None:
    matters = set().union(*bench.quarter.judge.OCCASIONS.values())
    assert matters <= {one.matter for one in bench.quarter.judge.WORDS}
