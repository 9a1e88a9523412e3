"""What people type after a command: dates, spans, numbers and persons, and what is said of what can't be read."""

import collections
import datetime

import hypothesis
import hypothesis.strategies
import pytest
import sqlmodel

import commands.arguments
import rules.errors
import tests.programme

MONDAY = datetime.date(2026, 3, 2)
THURSDAY = datetime.date(2026, 3, 5)
SUNDAY = datetime.date(2026, 3, 8)
LEAP_EVE = datetime.date(2028, 2, 28)
NEW_YEARS_EVE = datetime.date(2026, 12, 31)

SPAN = commands.arguments.Span("days")
NUMBER = commands.arguments.Number("n", low=1, high=6)
PERSON = commands.arguments.Person("person")
CONTEXT = commands.arguments.Context(session=sqlmodel.Session(), today=MONDAY)


def read(text: str, today: datetime.date) -> datetime.date:
    return commands.arguments.read_date(collections.deque(text.split()), today)


def span(text: str, today: datetime.date = MONDAY) -> tuple[str, str, str]:
    """First day, last day, and what is left of the words."""
    words = collections.deque(text.split())
    context = commands.arguments.Context(session=sqlmodel.Session(), today=today)
    first, after = SPAN.read(words, context)
    return first.isoformat(), (after - datetime.timedelta(days=1)).isoformat(), " ".join(words)


@pytest.mark.parametrize(
    ("word", "today", "day"),
    [
        ("2026-03-02", MONDAY, "2026-03-02"),
        ("2026-03-02", SUNDAY, "2026-03-02"),
        ("2028-02-29", MONDAY, "2028-02-29"),
        ("today", MONDAY, "2026-03-02"),
        ("today", NEW_YEARS_EVE, "2026-12-31"),
        ("tomorrow", MONDAY, "2026-03-03"),
        ("tomorrow", LEAP_EVE, "2028-02-29"),
        ("tomorrow", NEW_YEARS_EVE, "2027-01-01"),
        ("TOMORROW", MONDAY, "2026-03-03"),
        ("0d", MONDAY, "2026-03-02"),
        ("1d", SUNDAY, "2026-03-09"),
        ("10d", LEAP_EVE, "2028-03-09"),
        ("2w", MONDAY, "2026-03-16"),
        ("2W", MONDAY, "2026-03-16"),
        ("1w", NEW_YEARS_EVE, "2027-01-07"),
        ("mon", MONDAY, "2026-03-09"),  # the next one, today excluded
        ("tue", MONDAY, "2026-03-03"),
        ("sun", MONDAY, "2026-03-08"),
        ("mon", SUNDAY, "2026-03-09"),
        ("sun", SUNDAY, "2026-03-15"),
        ("thu", THURSDAY, "2026-03-12"),
        ("fri", THURSDAY, "2026-03-06"),
        ("Friday", THURSDAY, "2026-03-06"),
        ("WEDNES", THURSDAY, "2026-03-11"),
        ("tues", LEAP_EVE, "2028-02-29"),
        ("24.12.2026", MONDAY, "2026-12-24"),
        ("2.3.2026", MONDAY, "2026-03-02"),
        ("24 dec", MONDAY, "2026-12-24"),
        ("Dec 24", MONDAY, "2026-12-24"),
        ("24 DECEMBER", MONDAY, "2026-12-24"),
        ("2 mar", MONDAY, "2026-03-02"),  # today is such a day
        ("1 mar", MONDAY, "2027-03-01"),  # the next such day
        ("29 feb", MONDAY, "2028-02-29"),
        ("1 mar 2026", MONDAY, "2026-03-01"),
        ("mar 1 2028", MONDAY, "2028-03-01"),
    ],
)
def test_a_day_is_read_as_people_write_it(word: str, today: datetime.date, day: str) -> None:
    assert read(word, today).isoformat() == day


@pytest.mark.parametrize(
    "word",
    [
        *("soon", "mo", "m", "yesterday", "next", "-1d", "1.5w", "d", "w", "2m", "1000w", "mondays", "tod"),
        *("2026-02-29", "2026-13-01", "26-03-02", "2026/03/02", "2026-3-2", "20260302"),
        *("31.2.2026", "24.12.26", "24.12.", "24.12.1999", "24", "dec", "24 de", "31 feb", "0 mar"),
        *("9999-12-31", "1999-12-31", "२०२६-०३-०२", "<!here>", "x" * 10_000),
    ],
)
def test_what_is_no_day_is_said_with_examples(word: str) -> None:
    with pytest.raises(rules.errors.ProgramError) as refused:
        read(word, MONDAY)
    text = str(refused.value)
    assert text.endswith("is no date I know: write one such as 2026-03-02, mon, tomorrow or 2w.")
    assert len(text) < 150


def test_a_missing_day_is_asked_for_with_examples() -> None:
    with pytest.raises(rules.errors.ProgramError, match=r"^A date is missing: write one such as 2026-03-02, mon"):
        read("", MONDAY)


def test_a_person_in_the_place_of_a_date_is_said_to_come_later() -> None:
    with pytest.raises(rules.errors.ProgramError) as refused:
        read("<@UADA|ada> mon fri", MONDAY)
    assert str(refused.value) == (
        "The date comes before the person: write one such as 2026-03-02, mon, tomorrow or 2w first."
    )


@pytest.mark.parametrize(
    ("text", "first", "last", "left"),
    [
        ("2026-03-02 2026-03-06", "2026-03-02", "2026-03-06", ""),
        ("from 2026-03-02 to 2026-03-06", "2026-03-02", "2026-03-06", ""),
        ("2026-03-02 to 2026-03-06", "2026-03-02", "2026-03-06", ""),
        ("FROM tue TO thu", "2026-03-03", "2026-03-05", ""),
        ("tomorrow", "2026-03-03", "2026-03-03", ""),
        ("from tomorrow", "2026-03-03", "2026-03-03", ""),
        ("today today", "2026-03-02", "2026-03-02", ""),
        ("tomorrow 2w", "2026-03-03", "2026-03-16", ""),
        ("wed fri", "2026-03-04", "2026-03-06", ""),
        ("fri mon", "2026-03-06", "2026-03-09", ""),  # behind another date, the next one after that
        ("fri fri", "2026-03-06", "2026-03-13", ""),
        ("2026-06-01 fri", "2026-06-01", "2026-06-05", ""),
        ("mon <@U0123|ada>", "2026-03-09", "2026-03-09", "<@U0123|ada>"),
        ("mon fri <@U0123>", "2026-03-09", "2026-03-13", "<@U0123>"),
        ("mon please", "2026-03-09", "2026-03-09", "please"),
        ("mon until fri", "2026-03-09", "2026-03-13", ""),
        ("mon - fri", "2026-03-09", "2026-03-13", ""),
        ("mon – fri", "2026-03-09", "2026-03-13", ""),
        ("24.12.2026 - 3.1.2027", "2026-12-24", "2027-01-03", ""),
        ("24 dec to 3 jan", "2026-12-24", "2027-01-03", ""),  # behind another date, counted from that
        ("dec 24 jan 3 <@U0123>", "2026-12-24", "2027-01-03", "<@U0123>"),
        ("24 dec 24 dec", "2026-12-24", "2026-12-24", ""),
        ("24 dec 2027 fri", "2027-12-24", "2027-12-31", ""),
    ],
)
def test_a_span_holds_both_its_days(text: str, first: str, last: str, left: str) -> None:
    assert span(text) == (first, last, left)


@pytest.mark.parametrize("today", [MONDAY, THURSDAY, SUNDAY, NEW_YEARS_EVE, LEAP_EVE])
def test_two_weekdays_are_never_more_than_a_week_apart_nor_reversed(today: datetime.date) -> None:
    for one in commands.arguments.WEEKDAYS:
        for other in commands.arguments.WEEKDAYS:
            first, last, _ = span(f"{one} {other}", today)
            apart = datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)
            assert 1 <= apart.days <= 7


def test_a_span_that_is_reversed_is_said_with_both_days() -> None:
    with pytest.raises(rules.errors.ProgramError) as refused:
        span("2026-03-06 2026-03-02")
    assert str(refused.value) == ("Mon 2 March 2026 is before Fri 6 March 2026: write the first day, then the last.")


@pytest.mark.parametrize("text", ["from", "mon to", "to fri"])
def test_a_span_without_its_day_is_asked_for(text: str) -> None:
    with pytest.raises(rules.errors.ProgramError, match="write one such as"):
        span(text)


def number(word: str) -> int:
    context = commands.arguments.Context(session=sqlmodel.Session(), today=MONDAY)
    return NUMBER.read(collections.deque([word]), context)


@pytest.mark.parametrize(("word", "value"), [("1", 1), ("6", 6), ("06", 6)])
def test_a_number_is_read(word: str, value: int) -> None:
    assert number(word) == value


@pytest.mark.parametrize("word", ["0", "7", "-1", "+1", "1.5", "three", "²", "٣", "1_0", "99999", "1e0"])
def test_what_is_no_such_number_is_said_with_its_range(word: str) -> None:
    with pytest.raises(rules.errors.ProgramError) as refused:
        number(word)
    assert str(refused.value) == f"“{word}” won't do for n: write a whole number from 1 to 6."


MINUTES = commands.arguments.Minutes("minutes")


@pytest.mark.parametrize(
    ("word", "minutes"),
    [("30m", 30), ("90", 90), ("1h", 60), ("1H30", 90), ("1h30m", 90), ("2h5", 125), ("8h", 480), ("5", 5)],
)
def test_a_length_is_read_as_people_write_it(word: str, minutes: int) -> None:
    assert MINUTES.takes(word)
    assert MINUTES.read(collections.deque([word]), CONTEXT) == minutes


@pytest.mark.parametrize("word", ["4", "0m", "481", "8h1", "9h", "1h60", "1.5h", "-30m", "30min", "h", "long", "٣٠"])
def test_what_is_no_such_length_is_said_with_examples(word: str) -> None:
    with pytest.raises(rules.errors.ProgramError, match="write 5 to 480 minutes, such as 30m, 1h, 1h30 or 90"):
        MINUTES.read(collections.deque([word]), CONTEXT)


PAST = commands.arguments.PastDay("day")


@pytest.mark.parametrize(
    ("text", "day", "left"),
    [
        ("2026-02-20 30m", "2026-02-20", "30m"),
        ("20.2.2026", "2026-02-20", ""),
        ("today well done", "2026-03-02", "well done"),
        ("Yesterday", "2026-03-01", ""),
        ("3d ago 30m", "2026-02-27", "30m"),
        ("2w AGO", "2026-02-16", ""),
    ],
)
def test_a_day_that_is_over_is_read_and_the_rest_left(text: str, day: str, left: str) -> None:
    words = collections.deque(text.split())
    assert PAST.takes(words[0])
    assert (PAST.read(words, CONTEXT).isoformat(), " ".join(words)) == (day, left)


@pytest.mark.parametrize("text", ["2026-03-03", "2026-02-30", "3d", "3d later", "1.13.2026"])
def test_what_is_no_day_that_is_over_is_said_with_examples(text: str) -> None:
    with pytest.raises(rules.errors.ProgramError, match="write one such as 2026-03-02, yesterday or 3d ago"):
        PAST.read(collections.deque(text.split()), CONTEXT)


@pytest.mark.parametrize("word", ["mon", "last", "feb", "20", "30m", "well"])
def test_a_word_that_may_begin_a_note_is_no_day(word: str) -> None:
    assert not PAST.takes(word)


def person(session: sqlmodel.Session, word: str) -> str:
    context = commands.arguments.Context(session=session, today=MONDAY)
    return PERSON.read(collections.deque([word]), context).name


@pytest.mark.parametrize("word", ["<@UADA>", "<@UADA|ada>", "<@UADA|>"])
def test_a_mention_is_somebody_on_the_roster(session: sqlmodel.Session, word: str) -> None:
    tests.programme.add(session, "UADA", "adviser")
    assert person(session, word) == "Ada"


@pytest.mark.parametrize("word", ["ada", "@ada", "UADA", "<@uada>", "<#C0123|ada>", "<!channel>", "<@UADA"])
def test_a_bare_name_names_nobody_for_certain(session: sqlmodel.Session, word: str) -> None:
    tests.programme.add(session, "UADA", "adviser")
    with pytest.raises(rules.errors.ProgramError) as refused:
        person(session, word)
    assert str(refused.value).endswith(
        "names nobody for certain: write an @mention, and pick the person from Slack's list."
    )
    assert "<" not in str(refused.value)


def test_who_is_not_on_the_roster_is_named_with_what_to_do(session: sqlmodel.Session) -> None:
    with pytest.raises(rules.errors.ProgramError) as refused:
        person(session, "<@UNOBODY|nobody>")
    assert str(refused.value) == (
        "<@UNOBODY> is not on the roster. A manager can add them: `muster import people.csv`."
    )


def test_who_is_deactivated_is_named(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UGONE", "adviser", active=False, name="Gone <!here>")
    with pytest.raises(rules.errors.ProgramError) as refused:
        person(session, "<@UGONE>")
    assert str(refused.value) == "Gone &lt;!here&gt;'s Slack account is deactivated."


def test_who_is_forgotten_is_not_called_deactivated(session: sqlmodel.Session) -> None:
    gone = tests.programme.add(session, "UGONE", "adviser", active=False, name="former member")
    gone.forgotten_at = tests.programme.NOW
    with pytest.raises(rules.errors.ProgramError) as refused:
        person(session, "<@UGONE>")
    assert str(refused.value) == "<@UGONE> is forgotten here; importing them again begins anew."


@pytest.mark.parametrize(
    ("argument", "usage"),
    [
        (commands.arguments.Date("from"), "from"),
        (commands.arguments.Date("to", optional=True), "[to]"),
        (commands.arguments.Span("days"), "from [to]"),
        (commands.arguments.Span("days", optional=True), "[from [to]]"),
        (commands.arguments.Number("n", optional=True), "[n]"),
        (commands.arguments.Person("person"), "@person"),
        (commands.arguments.Person("person", optional=True), "[@person]"),
        (commands.arguments.Minutes("minutes"), "30m"),
        (commands.arguments.Minutes("minutes", optional=True), "[30m]"),
    ],
)
def test_an_argument_says_how_it_is_written(argument: commands.arguments.Argument[object], usage: str) -> None:
    assert argument.usage == usage


WORDS = hypothesis.strategies.sampled_from(
    [
        "from",
        "to",
        "until",
        "-",
        "24",
        "dec",
        "may",
        "mon",
        "friday",
        "today",
        "tomorrow",
        "2d",
        "999w",
        "2099-12-31",
        "2000-01-01",
        "<@UADA>",
        "x",
        "31",
    ]
)


@hypothesis.given(hypothesis.strategies.lists(WORDS | hypothesis.strategies.text(max_size=12), max_size=6))
@hypothesis.settings(deadline=None)
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(typed: list[str]) -> None:
    try:
        first, last, _ = span(" ".join(typed))
    except rules.errors.ProgramError as refused:
        assert str(refused)
    else:
        assert first <= last


# -- a word between others


def test_a_word_is_taken_where_it_stands_in_any_case_and_left_where_another_does() -> None:
    word = commands.arguments.Word("for")
    assert [word.takes(one) for one in ("for", "FOR", "from", "<@UADA>")] == [True, True, False, False]
    words = collections.deque(["For", "<@UADA>"])
    assert word.read(words, commands.arguments.Context(sqlmodel.Session(), MONDAY)) == "for"
    assert list(words) == ["<@UADA>"]
    assert word.usage == "for"


def test_a_dates_own_name_may_stand_in_front_of_it() -> None:
    from_, context = commands.arguments.Date("from"), commands.arguments.Context(sqlmodel.Session(), MONDAY)
    for text in ("from 2w", "FROM 2w", "2w"):
        assert from_.read(collections.deque(text.split()), context) == datetime.date(2026, 3, 16)
    with pytest.raises(rules.errors.ProgramError, match=r"^A date is missing"):
        from_.read(collections.deque(["from"]), context)
