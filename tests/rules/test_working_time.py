"""Working hours: what people may write, and what is kept of it."""

import datetime

import pytest

import rules.working_time


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("mon-fri 14:00-22:00", "mon-fri 14:00-22:00"),
        ("mon,wed,fri 09:00-13:00", "mon,wed,fri 09:00-13:00"),
        ("sun-thu 09:00-17:00", "sun-thu 09:00-17:00"),
        ("fri-mon 10:00-12:00", "fri-mon 10:00-12:00"),
        ("  Mon - Fri   9:00 - 17:30 ", "mon-fri 09:00-17:30"),
        ("monday–wednesday 09:00–17:00", "mon-wed 09:00-17:00"),
        ("wed, mon,tue 09:00-17:00", "mon-wed 09:00-17:00"),
        ("mon-tue 09:00-17:00", "mon,tue 09:00-17:00"),
        ("sat 08:00-12:00", "sat 08:00-12:00"),
        ("mon-sun 00:00-24:00", None),
        ("mon-sun 00:00-23:59", "mon-sun 00:00-23:59"),
        ("mon-fri 16:00-24:00", "mon-fri 16:00-00:00"),
    ],
)
def test_working_hours_have_one_canonical_form(text: str, canonical: str | None) -> None:
    if canonical is None:
        with pytest.raises(ValueError, match="end when they start"):
            rules.working_time.parse(text)
        return
    parsed = rules.working_time.parse(text)
    assert str(parsed) == canonical
    assert rules.working_time.parse(canonical) == parsed


def test_days_and_hours_are_read() -> None:
    parsed = rules.working_time.parse("sun-thu 09:00-17:30")
    assert parsed.days == {6, 0, 1, 2, 3}
    assert (parsed.starts, parsed.ends) == (datetime.time(9), datetime.time(17, 30))
    assert not parsed.past_midnight


def test_an_end_after_midnight_belongs_to_the_next_day() -> None:
    parsed = rules.working_time.parse("mon-fri 22:00-02:00")
    assert parsed.past_midnight
    assert str(parsed) == "mon-fri 22:00-02:00"


def test_the_default_is_monday_to_friday_nine_to_five() -> None:
    assert str(rules.working_time.DEFAULT) == "mon-fri 09:00-17:00"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no working hours"),
        ("mon-fri", "no working hours"),
        ("09:00-17:00", "no working hours"),
        ("mon-fri 9-17", "no working hours"),
        ("mon-fri 09:00-17:00 or so", "no working hours"),
        ("mon-fry 09:00-17:00", "“fry” is no day"),
        ("mon,,fri 09:00-17:00", "“” is no day"),
        ("mon-wed-fri 09:00-17:00", "“wed-fri” is no day"),
        ("mon-fri 25:00-17:00", "“25:00” is no time"),
        ("mon-fri 09:60-17:00", "“09:60” is no time"),
        ("mon-fri 09:00-09:00", "end when they start"),
        ("mon-fri ०९:००-१७:००", "no working hours"),
        ("mon," * 2_000 + "tue", "no working hours"),
    ],
)
def test_what_is_no_working_time_is_said_with_an_example(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match="mon-fri 09:00-17:00") as fault:
        rules.working_time.parse(text)
    assert reason in str(fault.value)
