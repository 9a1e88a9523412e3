"""Figures of the service as people hand them in: files and pasted lines, with every fault of them."""

from __future__ import annotations

import datetime

import hypothesis
import hypothesis.strategies as some
import pytest

import rules.service
import rules.service_sheet

Figure = rules.service.Figure
Said = rules.service_sheet.Said

ADA, KENJI = 1, 2
TODAY = datetime.date(2026, 3, 4)
LAST, BEFORE = datetime.date(2026, 2, 23), datetime.date(2026, 2, 16)
PEOPLE = {"u0ada": ADA, "ada@example.com": ADA, "ada harbour": ADA, "u0kenji": KENJI, "kenji quay": KENJI}
KNOWN = rules.service_sheet.Known(PEOPLE, TODAY)

HEADER = "week,person,satisfaction,first_reply,queue,solved,hours"


def given(*lines: str, header: str = HEADER) -> rules.service_sheet.Given:
    found, faults = rules.service_sheet.plan("\n".join([header, *lines, ""]).encode(), KNOWN)
    assert faults == ()
    return found


def faults(*lines: str, header: str = HEADER) -> list[str]:
    return list(map(str, rules.service_sheet.plan("\n".join([header, *lines, ""]).encode(), KNOWN)[1]))


def test_a_row_without_a_person_has_the_teams_figures_of_a_week_by_any_of_its_days() -> None:
    found = given("2026-02-25,,94.5,1.5,120,,")
    assert found.figures == {
        (LAST, Figure.SATISFACTION): 94.5,
        (LAST, Figure.FIRST_REPLY): 1.5,
        (LAST, Figure.QUEUE): 120,
    }
    assert found.solved == {}


def test_a_row_with_a_person_has_what_they_solved_and_of_people_in_house_their_hours() -> None:
    found = given("2026-02-23,Kenji Quay,,,,38,", "2026-02-23,ADA@example.com,,,,52,32h", "2026-02-16,U0ADA,,,,7,")
    assert found.solved == {(LAST, KENJI): Said(38), (LAST, ADA): Said(52, 32), (BEFORE, ADA): Said(7)}
    assert found.figures == {}


def test_a_dash_clears_a_figure_and_an_empty_cell_says_nothing_of_it() -> None:
    found = given("2026-02-23,,-,,120,,", "2026-02-23,U0KENJI,,,,-,")
    assert found.figures == {(LAST, Figure.SATISFACTION): None, (LAST, Figure.QUEUE): 120}
    assert found.solved == {(LAST, KENJI): Said(None)}


def test_a_day_may_be_written_as_spreadsheets_save_it() -> None:
    assert given("25.02.2026,,,,120,,").figures == {(LAST, Figure.QUEUE): 120}


def test_columns_come_in_any_order_and_are_split_by_semicolons_as_well() -> None:
    assert given("38;Kenji Quay;2026-02-23", header="solved;person;week").solved == {(LAST, KENJI): Said(38)}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (
            "2026-03-02,,94,,,,",
            "2: week: 2026-03-02 lies in a week that is not over yet; figures are of whole weeks",
        ),
        ("23/02/2026,,94,,,,", "2: week: “23/02/2026” is no date; write it as 2026-03-02"),
        ("2026-02-23,,,,,,", "2: row: says nothing but the week"),
        ("2026-02-23,,,,,38,", "2: solved: is one person's; say in the column person whose it is"),
        ("2026-02-23,U0ADA,,,,52,80", "2: hours: “80” is no number of hours above 0 and up to 60; it looks like 32"),
        ("2026-02-23,U0ADA,94,,,52,", "2: satisfaction: is the whole team's; put it in a row without a person"),
        ("2026-02-23,U0ADA,,,,,32", "2: solved: is empty; write a number, or - to clear it"),
        (
            "2026-02-23,,940,,,,",
            "2: satisfaction: “940” is no number from 0 to 100, with one decimal at most; it looks like 94.5",
        ),
        (
            "2026-02-23,Nobody,,,,3,",
            "2: person: “Nobody” is nobody on the roster, or more than one; write their e-mail or Slack id",
        ),
    ],
)
def test_what_can_not_be_kept_is_named_by_line_and_column(line: str, fault: str) -> None:
    assert faults(line) == [fault]


def test_all_faults_are_found_and_the_same_figure_twice_is_one() -> None:
    found = faults(
        "2026-02-23,,94,,,,", "2026-02-24,,95,,x,,", "2026-02-23,U0ADA,,,,5,", "2026-02-23,ada harbour,,,,6,"
    )
    assert found == [
        "3: queue: “x” is no whole number from 0 to 999,999; it looks like 120",
        "3: satisfaction: stands in the file twice for that week",
        "5: solved: stands in the file twice for that week",
    ]


@pytest.mark.parametrize(
    ("header", "is_one"),
    [
        (b"week,person,solved\n", True),
        (b'\xef\xbb\xbf"Week";solved\r\n', True),
        (b"\n\nsolved, week\n", True),
        (b"slack_id,name,weekly_hours\n", False),
        (b"starts,seat_1,seat_2\n", False),
        (b"", False),
    ],
)
def test_a_file_of_figures_is_told_by_its_column_of_weeks(header: bytes, is_one: bool) -> None:
    assert rules.service_sheet.is_one(header) is is_one


# -- lines of a form


@pytest.mark.parametrize(
    ("line", "person", "said"),
    [
        ("Kenji Quay, 38", KENJI, Said(38)),
        ("Kenji Quay 38", KENJI, Said(38)),
        ("Kenji Quay: 38", KENJI, Said(38)),
        ("Kenji Quay;38;;", KENJI, Said(38)),
        ("kenji quay\t38", KENJI, Said(38)),
        ("ada@example.com; 52; 32h", ADA, Said(52, 32)),
        ("Ada Harbour 52 32h", ADA, Said(52, 32)),
        ("U0ADA, 52, 7.5", ADA, Said(52, 7.5)),
        ("Kenji Quay, -", KENJI, Said(None)),
    ],
)
def test_a_line_is_a_name_a_number_and_perhaps_hours(line: str, person: int, said: Said) -> None:
    assert rules.service_sheet.lines(line, LAST, KNOWN) == ({(LAST, person): said}, [])


def test_a_name_without_a_number_says_nothing() -> None:
    assert rules.service_sheet.lines("Kenji Quay, \n\n  \n,,\nAda Harbour,", LAST, KNOWN) == ({}, [])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Nobody, 3", "Line 1: “Nobody” is nobody on the roster, or more than one; write their e-mail or Slack id."),
        (
            "Kenji Quay 38,",
            "Line 1: “Kenji Quay 38” is nobody on the roster, or more than one; write their e-mail or Slack id.",
        ),
        ("\nKenji Quay, many", "Line 2: “many” is no whole number from 0 to 9,999; it looks like 38."),
        ("Kenji Quay, 3\nU0KENJI, 4", "Line 2: “U0KENJI” stands here twice."),
        ("U0ADA, 3, 99h", "Line 1: “99h” is no number of hours above 0 and up to 60; it looks like 32."),
    ],
)
def test_what_is_wrong_in_a_line_is_said_with_its_number(text: str, fault: str) -> None:
    assert rules.service_sheet.lines(text, LAST, KNOWN)[1] == [fault]


@hypothesis.given(
    some.dictionaries(some.sampled_from(["Ada Harbour", "kenji quay"]), some.integers(0, 9_999)),
    some.sampled_from([", ", ";", "\t", " "]),
)
def test_what_is_written_with_any_separator_is_read_as_it_was_meant(meant: dict[str, int], separator: str) -> None:
    text = "\n".join(f"{name}{separator}{number}" for name, number in meant.items())
    found, wrong = rules.service_sheet.lines(text, LAST, KNOWN)
    assert wrong == []
    assert found == {(LAST, PEOPLE[name.lower()]): Said(number) for name, number in meant.items()}


@hypothesis.given(some.text(max_size=200))
def test_any_text_gives_numbers_or_faults_and_no_error(text: str) -> None:
    rules.service_sheet.lines(text, LAST, KNOWN)
    rules.service_sheet.plan(f"{HEADER}\n{text}".encode("utf-8", "ignore"), KNOWN)
