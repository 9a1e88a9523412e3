"""Small pieces of Slack text, as literals: escaping, mentions, days, instants, and Slack's limits."""

import datetime
import zoneinfo

import pytest

import messages.text
import sandbox.blocks

UTC = zoneinfo.ZoneInfo("UTC")
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
KATHMANDU = zoneinfo.ZoneInfo("Asia/Kathmandu")
MONDAY = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Ada", "Ada"),
        ("R&D", "R&amp;D"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("<https://bank.test|your bank>", "&lt;https://bank.test|your bank&gt;"),
        ("&lt;!here&gt;", "&amp;lt;!here&amp;gt;"),
        ("", ""),
    ],
)
def test_what_people_typed_is_shown_as_typed(typed: str, shown: str) -> None:
    assert messages.text.escape(typed) == shown


def test_a_name_is_escaped_and_leaves_room_for_what_is_said() -> None:
    assert messages.text.name("Ada <Bo> & Cy") == "Ada &lt;Bo&gt; &amp; Cy"
    assert messages.text.name("x" * 5000) == "x" * 79 + "…"


def test_a_mention_is_slacks_own() -> None:
    assert messages.text.mention("U0123") == "<@U0123>"


@pytest.mark.parametrize(
    ("names", "joined"),
    [
        ([], ""),
        (["Ada"], "Ada"),
        (["Ada", "Ben"], "Ada and Ben"),
        (["Ada", "Ben", "Cy"], "Ada, Ben and Cy"),
    ],
)
def test_people_are_joined_as_one_says_it(names: list[str], joined: str) -> None:
    assert messages.text.people(names) == joined


@pytest.mark.parametrize(
    ("date", "said"),
    [
        (datetime.date(2026, 3, 2), "Mon 2 March 2026"),
        (datetime.date(2026, 12, 31), "Thu 31 December 2026"),
        (datetime.date(2028, 2, 29), "Tue 29 February 2028"),
    ],
)
def test_a_day_has_its_weekday_and_its_months_name(date: datetime.date, said: str) -> None:
    assert messages.text.day(date) == said


@pytest.mark.parametrize(
    ("zone", "said", "clock"),
    [
        (UTC, "Mon 2 March 2026, 09:00 (UTC)", "09:00"),
        (BERLIN, "Mon 2 March 2026, 10:00 (Europe/Berlin)", "10:00"),
        (KATHMANDU, "Mon 2 March 2026, 14:45 (Asia/Kathmandu)", "14:45"),
        (zoneinfo.ZoneInfo("Pacific/Kiritimati"), "Mon 2 March 2026, 23:00 (Pacific/Kiritimati)", "23:00"),
        (zoneinfo.ZoneInfo("Pacific/Pago_Pago"), "Sun 1 March 2026, 22:00 (Pacific/Pago_Pago)", "22:00"),
    ],
)
def test_an_instant_is_said_in_a_zone_that_is_named(zone: zoneinfo.ZoneInfo, said: str, clock: str) -> None:
    assert messages.text.moment(MONDAY, messages.text.Reader(zone)) == said
    assert messages.text.clock_time(MONDAY, zone) == clock


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        (BERLIN, "Mon 2 March, 10:00"),
        (KATHMANDU, "Mon 2 March, 14:45"),
        (zoneinfo.ZoneInfo("Pacific/Pago_Pago"), "Sun 1 March, 22:00"),
    ],
)
def test_an_instant_that_is_near_is_said_shortly_in_the_readers_time(zone: zoneinfo.ZoneInfo, said: str) -> None:
    assert messages.text.short_moment(MONDAY, messages.text.Reader(zone)) == said


def test_an_instant_for_many_is_drawn_in_each_readers_zone_and_says_the_programmes() -> None:
    drawn = messages.text.shown_in_readers_zone(MONDAY, messages.text.Reader(BERLIN))
    assert drawn == "<!date^1772442000^{date_short_pretty} {time}|Mon 2 March 2026, 10:00 (Europe/Berlin)>"


@pytest.mark.parametrize(
    ("text", "limit", "left"), [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("", 3, ""), ("x" * 9, 1, "…")]
)
def test_what_is_too_long_is_cut_with_a_mark(text: str, limit: int, left: str) -> None:
    assert messages.text.cut(text, limit) == left


def test_a_word_is_quoted_as_typed_and_short() -> None:
    assert messages.text.quoted("<!here>") == "“&lt;!here&gt;”"
    assert messages.text.quoted("x" * 10_000) == f"“{'x' * 39}…”"


def test_a_message_says_all_in_its_text_and_draws_at_most_50_blocks() -> None:
    assert messages.text.message("hello") == {"text": "hello"}
    drawn = messages.text.message("hello", *[messages.text.section("hello")] * 60)
    assert len(drawn["blocks"]) == 50


def test_plain_text_in_a_paragraph_stays_plain() -> None:
    drawn = {"type": "mrkdwn", "text": "@channel https://bank.test", "verbatim": True}
    assert messages.text.section("@channel https://bank.test")["text"] == drawn
    assert messages.text.small("@channel https://bank.test")["elements"] == [drawn]


def test_every_piece_keeps_slacks_limits_however_long_its_text() -> None:
    long = "<!channel> " * 5000
    pieces = [
        messages.text.header(long),
        messages.text.section(long),
        messages.text.small(long),
        messages.text.buttons(messages.text.button(long, "open:away", "BUG-1", "primary")),
    ]
    assert sandbox.blocks.check(pieces, sandbox.blocks.MESSAGE) == []


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        ("as typed &amp; no more", "as typed & no more"),
        ("&lt;b&gt; &amp;lt;", "<b> &lt;"),
        ("ask <@U0ADA> or <@U0NEW|new> or <@U0GONE>", "ask @Ada or @new or @somebody"),
        ("<#C0GENERAL|general> <!here> <!subteam^S0DUTY|@adviser-on-duty>", "#general @here @adviser-on-duty"),
        ("<https://x.example/a?b=1&amp;c=2>", "https://x.example/a?b=1&c=2"),
        ("<https://x.example/a|the guide>", "the guide (https://x.example/a)"),
        ("<http://x.example|x.example>", "http://x.example"),
        (
            "<mailto:jo@x.example|jo@x.example> <tel:+49301234567|+49 30 1234567>",
            "jo@x.example +49 30 1234567 (+49301234567)",
        ),
    ],
)
def test_slacks_markup_is_read_as_its_writer_sees_it(told: str, seen: str) -> None:
    assert messages.text.plain(told, {"U0ADA": "Ada"}) == seen


def test_a_link_leads_to_the_web_alone() -> None:
    assert messages.text.link("https://x.example/a&b|c>", "a|<b>") == "<https://x.example/a&amp;b%7Cc&gt;|a &lt;b&gt;>"
    assert messages.text.link("javascript:alert(1)", "a") == "a"
