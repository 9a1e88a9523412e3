"""The cells of a roster: what each may hold, and the sentence when it does not."""

import datetime
from collections.abc import Callable

import pytest

import data.models
import rules.cells

MANAGER, ADVISER, FREELANCER = data.models.Role


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        (rules.cells.text, "Zoë O’Hara-Łęcka", "Zoë O’Hara-Łęcka"),
        (rules.cells.text, "می\u200cروم 👩\u200d🚀", "می\u200cروم 👩\u200d🚀"),
        (rules.cells.slack_id, "U024BE7LH", "U024BE7LH"),
        (rules.cells.slack_id, "W024BE7LH", "W024BE7LH"),
        (rules.cells.email, "ada+1@mail.example.com", "ada+1@mail.example.com"),
        (rules.cells.roles, "freelancer", frozenset({FREELANCER})),
        (rules.cells.roles, "Adviser; FREELANCER", frozenset({ADVISER, FREELANCER})),
        (rules.cells.roles, "manager|adviser", frozenset({MANAGER, ADVISER})),
        (rules.cells.names, "en|fr;en | ", ("en", "fr")),
        (rules.cells.zone, "Europe/Berlin", "Europe/Berlin"),
        (rules.cells.zone, "america/argentina/buenos_aires", "America/Argentina/Buenos_Aires"),
        (rules.cells.working_hours, "Mon-Fri 9:00-17:00", "mon-fri 09:00-17:00"),
        (rules.cells.weekly_hours, "20", 20.0),
        (rules.cells.weekly_hours, "0.5", 0.5),
        (rules.cells.weekly_hours, "37,5", 37.5),
        (rules.cells.weekly_hours, "60", 60.0),
        (rules.cells.date, "2028-02-29", datetime.date(2028, 2, 29)),
        (rules.cells.day_after, "2026-12-31", datetime.date(2027, 1, 1)),
    ],
)
def test_a_good_cell_becomes_its_value(read: Callable[[str], object], cell: str, value: object) -> None:
    assert read(cell) == value


@pytest.mark.parametrize(
    ("read", "cell", "reason"),
    [
        (rules.cells.text, "a" * 10_000, "has 10,000 characters; at most 500 fit"),
        (rules.cells.text, "A\x07da", "holds a character that can't be shown"),
        (rules.cells.slack_id, "@ada", "“@ada” is no Slack id"),
        (rules.cells.slack_id, "u024be7lh", "“u024be7lh” is no Slack id"),
        (rules.cells.slack_id, "C024BE7LH", "“C024BE7LH” is no Slack id"),
        (rules.cells.slack_id, "U" * 10_000, "is no Slack id"),
        (rules.cells.email, "ada", "“ada” is no e-mail address"),
        (rules.cells.email, "ada@b@c.example", "is no e-mail address"),
        (rules.cells.roles, "advisor", "“advisor” is no role; the roles are manager, adviser, freelancer"),
        (rules.cells.names, " ; | ", "nothing but separators"),
        (rules.cells.zone, "Europe/Berln", "“Europe/Berln” is no time zone; did you mean Europe/Berlin?"),
        (rules.cells.zone, "Middle-earth", "it looks like Europe/Berlin"),
        (rules.cells.zone, "x" * 10_000, "is no time zone"),
        (rules.cells.zone, "../../etc/passwd", "is no time zone"),
        (rules.cells.working_hours, "always", "these are no working hours"),
        (rules.cells.weekly_hours, "0", "“0” is no number of hours a week"),
        (rules.cells.weekly_hours, "60.5", "give one above 0 and up to 60"),
        (rules.cells.weekly_hours, "-5", "is no number of hours"),
        (rules.cells.weekly_hours, "nan", "is no number of hours"),
        (rules.cells.weekly_hours, "1e1", "is no number of hours"),
        (rules.cells.weekly_hours, "٢٠", "is no number of hours"),
        (rules.cells.date, "02.03.2026", "“02.03.2026” is no date; write it as 2026-03-02"),
        (rules.cells.date, "20260302", "is no date"),
        (rules.cells.date, "2026-02-29", "is no date"),
        (rules.cells.date, "9999-12-31", "lies outside the years 2000 to 2100"),
        (rules.cells.day_after, "1999-12-31", "lies outside the years 2000 to 2100"),
    ],
)
def test_a_bad_cell_says_why(read: Callable[[str], object], cell: str, reason: str) -> None:
    with pytest.raises(ValueError, match=r".") as fault:
        read(cell)
    assert reason in str(fault.value)
    assert len(str(fault.value)) < 200


@pytest.mark.parametrize("text", ["=1+1", "+49", "-x", "@all", "'=1", "''-", "-"])
def test_what_a_spreadsheet_would_take_for_a_formula_is_guarded_and_read_back(text: str) -> None:
    cell = rules.cells.guarded(text)
    assert cell == f"'{text}"
    assert rules.cells.unguarded(cell) == text


@pytest.mark.parametrize("text", ["Ada", "'Ada'", "a=b", "O'Neill", ""])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert rules.cells.guarded(text) == text == rules.cells.unguarded(text)
