"""What a digest says: one line to a matter, names as they were typed, and no more than a message takes."""

import dataclasses
import datetime
import decimal

import pytest

import data.models
import messages.digest
import messages.service
import rules.checkin_minutes
import rules.digest
import rules.ratio
import rules.service
import sandbox.blocks
import tests.programme

Choice = data.models.Choice
Digest = rules.digest.Digest
Figure = rules.service.Figure
Figures = rules.digest.Figures
Freelancers = rules.digest.Freelancers

MONDAY = datetime.date(2026, 3, 2)
WEEK = rules.digest.Span(rules.digest.Kind.WEEK, MONDAY)
NO_SERVICE = messages.service.Week(MONDAY, {}, rules.service.Output(MONDAY), {})


def lines(now: Figures, before: Figures | None = None, **more: object) -> dict[str, str]:
    return messages.digest.lines(Digest(WEEK, None, now, before, **more))  # type: ignore[arg-type]  # fields


def person(name: str) -> data.models.Person:
    return data.models.Person(slack_id="U1", name=name, joined_at=tests.programme.NOW)


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (None, "*Ratio:* not known at its end"),
        (
            rules.digest.Ratio(rules.ratio.Mode.OUTPUT, None, 9.0),
            "*Ratio:* 1:9.0 at its end, not known at its beginning · by measured output",
        ),
        (
            rules.digest.Ratio(rules.ratio.Mode.CONTRACTED, 10.0, 10.2),
            "*Ratio:* 1:10.2 at its end, 1:10.0 at its beginning · by contracted hours",
        ),
    ],
)
def test_the_ratio_says_by_what_it_goes(found: rules.digest.Ratio | None, line: str) -> None:
    assert messages.digest.ratio(found) == line


def test_who_came_and_left_is_named_as_far_as_there_is_room() -> None:
    now = Figures(Freelancers(1234, tuple("ABCDEFG"), (), ("<!channel>",), ("H",)))
    before = Figures(Freelancers(1200, (), ("X", "Y")))
    assert lines(now, before)["freelancers"] == (
        "*Freelancers:* 1,234 at its end (1,200) · 7 came (0): A, B, C, D, E and 2 more · 0 renewed (2) · "
        "1 left (0): &lt;!channel&gt; · 1 now employed (0): H"
    )
    assert lines(Figures(Freelancers(3)))["freelancers"] == "*Freelancers:* 3 at its end"


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (1.5, None, " · first response 1.5 working hours (none)"),
        (None, 2.0, " · first response none (2.0 working hours)"),
        (None, None, ""),
    ],
)
def test_the_first_response_is_said_where_there_was_one(now: float | None, before: float | None, said: str) -> None:
    told = lines(Figures(first_response=now), Figures(first_response=before))["reports"]
    assert told == f"*Reports:* 0 filed (0), 0 closed (0), 0 open at its end (0){said}"


def test_on_duty_are_pairs_one_alone_and_nobody() -> None:
    pairs = ((person("Ada"), person("Bo <3")), (person("Cy"),), ())
    told = lines(Figures(overrides=1, empty=3), Figures(overrides=2, empty=1), pairs=pairs)["duty"]
    assert told == "*On duty:* Ada and Bo &lt;3, then Cy alone, then nobody · 1 override (2), 3 empty seats (1)"


def test_decisions_are_counted_by_what_was_decided_and_never_by_whom() -> None:
    now = Figures(Freelancers(9, lapsed=1), told={Choice.END: 1, Choice.RENEW: 2, Choice.CONVERT: 1})
    assert lines(now, Figures(), ending=6, unfollowed=4)["renewals"] == (
        "*Contracts:* 4 decided and told (0): 2 to renew, 1 to end, 1 to become an employee · 1 lapsed (0) · "
        "6 end in the 30 days after it, 4 with no next term"
    )


def test_large_numbers_are_written_as_people_read_them() -> None:
    tally = rules.checkin_minutes.Tally(done=4100, open=1700, planned=348000, logged=246000)
    assert lines(Figures(checkins=tally), Figures())["checkins"] == (
        "*Check-ins:* done 4,100 of 5,800 (0 of 0), minutes of plan logged 246,000 of 348,000 (0 of 0)"
    )


# -- on Monday


def test_nothing_changed_is_no_part() -> None:
    steady = Figures(filed=3, kudos=2)
    assert messages.digest.monday(Digest(WEEK, None, steady, steady), NO_SERVICE) is None


def test_a_part_has_a_button_and_says_why_it_comes() -> None:
    part = messages.digest.monday(Digest(WEEK, None, Figures(kudos=1), Figures()), NO_SERVICE)
    assert part is not None
    section, row, why = part["blocks"]
    assert section["text"]["text"] == part["text"]
    assert row["elements"][0]["value"] == "week 2026-03-02"
    assert why["elements"][0]["text"].startswith("Why do I get this? You manage the programme")


def test_a_figure_of_the_service_is_told_if_it_is_another_than_in_the_week_before() -> None:
    before, ten = MONDAY - rules.service.WEEK, decimal.Decimal(10)
    weeks = {
        MONDAY: {Figure.QUEUE: ten, Figure.SATISFACTION: ten, Figure.FIRST_REPLY: ten},
        before: {Figure.QUEUE: ten, Figure.SATISFACTION: decimal.Decimal(9)},
    }
    service = dataclasses.replace(NO_SERVICE, weeks=weeks)
    part = messages.digest.monday(Digest(WEEK, None, Figures(), Figures()), service)
    assert part is not None
    assert part["text"].splitlines()[1:] == ["• *Service:* satisfaction 10 % (9 %)"]


def test_while_nobody_has_brought_the_last_weeks_figures_those_of_the_week_before_are_told() -> None:
    before, two_before = MONDAY - rules.service.WEEK, MONDAY - 2 * rules.service.WEEK
    weeks = {before: {Figure.QUEUE: decimal.Decimal(9)}, two_before: {Figure.QUEUE: decimal.Decimal(10)}}
    assert messages.service.changed(dataclasses.replace(NO_SERVICE, weeks=weeks)) == [
        "*Service:* queue 9 (10) in the week from Mon 23 February 2026; `/program metrics add` brings the last week's"
    ]


def test_older_figures_are_no_news() -> None:
    older, oldest = MONDAY - 2 * rules.service.WEEK, MONDAY - 3 * rules.service.WEEK
    weeks = {older: {Figure.QUEUE: decimal.Decimal(9)}, oldest: {Figure.QUEUE: decimal.Decimal(10)}}
    assert messages.service.changed(dataclasses.replace(NO_SERVICE, weeks=weeks)) == []


def test_when_much_has_changed_the_part_stays_short() -> None:
    everything = Figures(
        Freelancers(1, ("x" * 500,) * 9, ("x" * 500,) * 9, ("<!here>" * 50,) * 9, ("x",) * 9, 9),
        *(9, 9, 9, 9.0, rules.checkin_minutes.Tally(9, 9, 9, 9, 9, 9), 9, 9, 9, 9, 9, 9),
        told={Choice.RENEW: 9},
        lost=9,
    )
    ratio = rules.digest.Ratio(rules.ratio.Mode.OUTPUT, 1.0, 2.0)
    found = Digest(WEEK, ratio, everything, Figures(), ending=9)
    part = messages.digest.monday(found, NO_SERVICE)
    assert part is not None
    head, *told = part["text"].splitlines()
    assert head.startswith("*What changed last week*")
    assert len(told) == messages.digest.LINES + 1
    assert told[-1] == "• and 1 more: `/program report`"
    for payload in (part, messages.digest.digest(found, NO_SERVICE)):
        assert sandbox.blocks.check(payload["blocks"], sandbox.blocks.MESSAGE) == []
        assert "<!here>" not in str(payload)
