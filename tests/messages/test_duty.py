"""What people read about duty, as literals: handover, publication, topic and being away."""

import datetime
import re
import zoneinfo

import hypothesis
import hypothesis.strategies
import pytest

import data.models
import messages.duty
import messages.text
import sandbox.blocks

STARTS = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
ENDS = datetime.datetime(2026, 3, 16, 9, tzinfo=datetime.UTC)
NEXT = datetime.datetime(2026, 3, 30, 8, tzinfo=datetime.UTC)
BERLIN = messages.text.Reader(zoneinfo.ZoneInfo("Europe/Berlin"))
UNTIL = "<!date^1773651600^{date_short_pretty} {time}|Mon 16 March 2026, 10:00 (Europe/Berlin)>"
SINCE = "<!date^1772442000^{date_short_pretty} {time}|Mon 2 March 2026, 10:00 (Europe/Berlin)>"
WHY = (
    "Why do I get this? Duty was handed over, and this is the programme's triage channel "
    "(`muster settings triage_channel`)."
)


def person(slack_id: str, name: str = "", zone: str | None = None) -> data.models.Person:
    return data.models.Person(slack_id=slack_id, name=name or slack_id[1:].title(), zone=zone, joined_at=STARTS)


ADA, BEN, CLEO, DOV = person("UADA"), person("UBEN"), person("UCLEO"), person("UDOV")


def shift(
    *pair: data.models.Person, starts: datetime.datetime = STARTS, ends: datetime.datetime = ENDS
) -> messages.duty.Shift:
    return messages.duty.Shift(starts, ends, pair)


def handover(
    outgoing: list[data.models.Person], incoming: messages.duty.Shift, late: datetime.timedelta = datetime.timedelta()
) -> str:
    payload = messages.duty.handover(outgoing, incoming, STARTS + late, BERLIN)
    assert sandbox.blocks.check(payload["blocks"], sandbox.blocks.MESSAGE) == []
    assert payload["blocks"][-1]["elements"][0]["text"] == WHY
    return str(payload["text"])


HOURS = datetime.timedelta(hours=1)


@pytest.mark.parametrize(
    ("outgoing", "incoming", "late", "text"),
    [
        (
            [ADA, BEN],
            shift(CLEO, DOV),
            0 * HOURS,
            f"Ada and Ben hand over. Thank you!\n*On duty until {UNTIL}:* <@UCLEO> and <@UDOV>",
        ),
        (
            [ADA, BEN],
            shift(CLEO, DOV),
            24 * HOURS,
            f"Ada and Ben hand over. Thank you!\n*On duty until {UNTIL}:* <@UCLEO> and <@UDOV>",
        ),
        (
            [ADA, BEN],
            shift(CLEO, DOV),
            25 * HOURS,
            f"Ada and Ben hand over. Thank you!\n*On duty since {SINCE} until {UNTIL}:* <@UCLEO> and <@UDOV>",
        ),
        ([], shift(CLEO, DOV), 0 * HOURS, f"*On duty until {UNTIL}:* <@UCLEO> and <@UDOV>"),
        (
            [ADA, BEN],
            shift(CLEO),
            0 * HOURS,
            f"Ada and Ben hand over. Thank you!\n*On duty until {UNTIL}:* <@UCLEO>\n"
            "One of the two seats is empty: nobody else was available.",
        ),
        (
            [ADA, BEN],
            shift(),
            0 * HOURS,
            f"Ada and Ben hand over. Thank you!\n*Nobody is on duty* until {UNTIL}: nobody in the pool is available.",
        ),
        (
            [],
            shift(),
            30 * HOURS,
            f"*Nobody is on duty since {SINCE}* until {UNTIL}: nobody in the pool is available.",
        ),
    ],
    ids=["on time", "a day late", "later", "the first", "one seat", "nobody", "nobody, late"],
)
def test_a_handover_names_who_goes_who_comes_and_until_when(
    outgoing: list[data.models.Person], incoming: messages.duty.Shift, late: datetime.timedelta, text: str
) -> None:
    assert handover(outgoing, incoming, late) == text


def test_one_person_hands_over_alone() -> None:
    assert handover([ADA], shift(CLEO, DOV)).startswith("Ada hands over. Thank you!\n")


def test_the_first_publication_names_all_and_mentions_nobody() -> None:
    payload = messages.duty.published(
        shift(ADA, BEN), [shift(CLEO, starts=ENDS, ends=NEXT), shift(starts=NEXT)], BERLIN
    )
    text = str(payload["text"])
    assert text.splitlines()[0] == f"*Adviser on Duty is set up.* On duty now: Ada and Ben, until {UNTIL}."
    assert [line.rpartition(">: ")[2] for line in text.splitlines()[1:]] == ["Cleo", "nobody"]
    assert "<@" not in str(payload)
    assert sandbox.blocks.check(payload["blocks"], sandbox.blocks.MESSAGE) == []


@pytest.mark.parametrize(
    ("running", "lines"),
    [
        (None, ["Nobody is on duty: no shift has been published."]),
        (shift(), ["*Nobody is on duty* until Mon 16 March 2026, 10:00 (Europe/Berlin): nobody in the pool was"]),
        (
            shift(ADA),
            [
                "*On duty until Mon 16 March 2026, 10:00 (Europe/Berlin)*",
                "• <@UADA> (Ada)",
                "One of the two seats is empty: nobody else was available.",
            ],
        ),
        (
            shift(person("UEVA", "Eva & <Co>", "America/Lima"), person("UGUS", "Gus", "Pacific/Auckland")),
            [
                "*On duty until Mon 16 March 2026, 10:00 (Europe/Berlin)*",
                "• <@UEVA> (Eva &amp; &lt;Co&gt;), where it is 07:00",
                "• <@UGUS> (Gus), where it is Tue 01:00",
            ],
        ),
    ],
    ids=["nothing published", "nobody", "one", "two"],
)
def test_who_is_on_duty(running: messages.duty.Shift | None, lines: list[str]) -> None:
    text = messages.duty.current(running, STARTS + 3 * HOURS, BERLIN)["text"]
    assert len(text.splitlines()) == len(lines)
    for line, start in zip(text.splitlines(), lines, strict=True):
        assert line.startswith(start)


def test_the_next_pairs_say_what_is_empty() -> None:
    text = messages.duty.upcoming([shift(ADA, BEN), shift(CLEO), shift()], BERLIN)["text"]
    assert [line.rpartition("10:00: ")[2] for line in text.splitlines()[1:-1]] == [
        "<@UADA> and <@UBEN>",
        "<@UCLEO> alone, one seat is empty",
        "nobody, a gap",
    ]


PART = "On duty until Mon 16 Mar, 10:00: <@UADA> and <@UBEN> |"
LATER = "On duty until Mon 30 Mar, 10:00: <@UCLEO> |"


@pytest.mark.parametrize(
    ("running", "part"),
    [
        (shift(ADA, BEN), PART),
        (shift(CLEO, starts=ENDS, ends=NEXT), LATER),
        (shift(), "On duty until Mon 16 Mar, 10:00: nobody |"),
    ],
)
def test_the_topics_own_part_names_the_pair_and_until_when(running: messages.duty.Shift, part: str) -> None:
    assert messages.duty.topic_part(running, BERLIN) == part


@pytest.mark.parametrize(
    ("present", "topic"),
    [
        ("", LATER),
        ("Bugs go here", f"{LATER} Bugs go here"),
        (PART, LATER),
        (f"{PART} Bugs go here", f"{LATER} Bugs go here"),
        (f"{PART} Bugs | Updates", f"{LATER} Bugs | Updates"),
        ("We are on duty until we drop | always", f"{LATER} We are on duty until we drop | always"),
        (f"{LATER} Bugs go here", f"{LATER} Bugs go here"),
        ("Bugs &amp; updates", f"{LATER} Bugs &amp; updates"),
    ],
)
def test_the_own_part_is_replaced_and_peoples_words_are_kept(present: str, topic: str) -> None:
    assert messages.duty.topic(present, LATER) == topic


@hypothesis.given(hypothesis.strategies.text(max_size=300))
def test_a_topic_is_250_characters_at_most_and_the_same_when_set_again(present: str) -> None:
    topic = messages.duty.topic(present, LATER)
    assert len(topic) <= 250
    assert topic.startswith(LATER.partition(": ")[0])
    assert messages.duty.topic(topic, LATER) == topic


def test_where_a_topic_has_too_little_room_the_names_give_way_to_what_people_wrote() -> None:
    words = "Bugs go here. " * 15
    topic = messages.duty.topic(f"{PART} {words}", LATER)
    assert topic == f"{LATER.partition(': ')[0]} | {words}".strip()
    assert messages.duty.topic(topic, PART).endswith(words.strip())


def test_the_own_part_is_found_behind_what_somebody_wrote_in_front_of_it() -> None:
    assert messages.duty.topic(f"Read me first! {PART} links", LATER) == f"{LATER} Read me first! links"


def away(person: data.models.Person, last: int = 6) -> messages.duty.Away:
    days = datetime.date(2026, 3, 2), datetime.date(2026, 3, last + 1)
    return messages.duty.Away(
        person, data.models.Absence(person_id=1, starts=days[0], ends=days[1], recorded_at=STARTS)
    )


GONE = messages.duty.Away(person("UGONE", "Gus & Co"), None)


def test_who_is_away_is_named_without_a_mention_and_counts_as_a_seat_that_is_taken() -> None:
    running = messages.duty.Shift(STARTS, ENDS, [ADA], away=[away(BEN)])
    text = messages.duty.current(running, STARTS, BERLIN)["text"]
    assert text.splitlines()[1:] == ["• <@UADA> (Ada)", "• Ben is away until Fri 6 March 2026, that day included"]
    assert "<@UBEN>" not in str(messages.duty.handover([], running, STARTS, BERLIN))
    assert messages.duty.topic_part(running, BERLIN) == "On duty until Mon 16 Mar, 10:00: <@UADA> |"


def test_who_has_left_the_workspace_is_said_to_have() -> None:
    running = messages.duty.Shift(STARTS, ENDS, [], away=[GONE])
    text = messages.duty.current(running, STARTS, BERLIN)["text"]
    assert text.splitlines() == [
        "*Nobody is there now.* This shift ends Mon 16 March 2026, 10:00 (Europe/Berlin).",
        "• Gus &amp; Co is no longer in this workspace",
        "One of the two seats is empty: nobody else was available.",
    ]


def test_where_both_are_away_it_is_said_that_nobody_is_there_now() -> None:
    both = messages.duty.Shift(STARTS, ENDS, [], away=[away(ADA), away(BEN)])
    text = messages.duty.current(both, STARTS, BERLIN)["text"]
    assert text.startswith(
        "*Nobody is there now.* This shift ends Mon 16 March 2026, 10:00 (Europe/Berlin).\n• Ada is away until"
    )


def test_where_both_are_away_the_handover_says_that_nobody_is_on_duty() -> None:
    both = messages.duty.Shift(STARTS, ENDS, [], away=[away(ADA), away(BEN)])
    assert handover([], both) == f"*Nobody is on duty* until {UNTIL}: both are away."


def test_who_covers_for_whom_is_said_with_the_days() -> None:
    cover = messages.duty.Cover(CLEO, BEN, STARTS, STARTS + 24 * HOURS)
    running = messages.duty.Shift(STARTS, ENDS, [ADA, CLEO], covers=[cover])
    line = "Cleo sits for Ben Mon 2 March 2026, 10:00 – Tue 3 March 2026, 10:00"
    assert f"• {line}" in messages.duty.current(running, STARTS, BERLIN)["text"]
    assert f"   ◦ {line}" in messages.duty.upcoming([running], BERLIN)["text"]


NASTY = "<!channel> <@UVICTIM> @here <https://bank.test|bank> & " * 100
NAMES = hypothesis.strategies.text(max_size=300) | hypothesis.strategies.just(NASTY)


@hypothesis.given(NAMES, NAMES)
@hypothesis.settings(deadline=None)
def test_no_name_breaks_a_message_or_pings_anybody(one: str, other: str) -> None:
    ada, ben = person("UADA", one, "Asia/Manila"), person("UBEN", other)
    for payload in (
        messages.duty.handover([ada, ben], shift(ada, ben), STARTS, BERLIN),
        messages.duty.published(shift(ada, ben), [shift(ben, ada)] * 6, BERLIN),
        messages.duty.current(shift(ada, ben), STARTS, BERLIN),
    ):
        assert sandbox.blocks.check(payload["blocks"], sandbox.blocks.MESSAGE) == []
        live = set(re.findall(r"<[^>]*>", str(payload))) - {"<@UADA>", "<@UBEN>"}
        assert all(markup.startswith("<!date^") for markup in live)
        assert "Mon 16 March 2026" in str(payload["blocks"])
