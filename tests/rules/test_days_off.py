"""Days on which nobody works: the holidays of a country or region, and dates of our own."""

import datetime
import subprocess
import sys

import rules.days_off


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def test_holidays_are_those_of_the_country_and_more_in_a_region() -> None:
    """8 March is a holiday in Berlin alone, 6 January in Bavaria, 1 May in all of Germany."""
    germany, berlin, bavaria = (rules.days_off.DaysOff(one) for one in ("DE", "DE-BE", "DE-BY"))
    dates = ["2026-01-06", "2027-03-08", "2026-05-01", "2026-12-24", "2026-12-25"]
    assert [day(one) in germany for one in dates] == [False, False, True, False, True]
    assert [day(one) in berlin for one in dates] == [False, True, True, False, True]
    assert [day(one) in bavaria for one in dates] == [True, False, True, False, True]


def test_dates_of_our_own_are_off_with_and_without_a_country() -> None:
    eve = frozenset({day("2026-12-24")})
    for off in (rules.days_off.DaysOff("", eve), rules.days_off.DaysOff("DE", eve)):
        assert day("2026-12-24") in off
        assert day("2027-12-24") not in off


def test_without_either_no_day_is_off() -> None:
    assert not any(day("2026-01-01") + n * datetime.timedelta(days=1) in rules.days_off.NONE for n in range(366))


def test_a_holiday_that_is_kept_on_another_day_is_off_in_the_year_it_is_kept() -> None:
    """1 January 2028 is a Saturday: in the United States its day off is the Friday before, in 2027."""
    assert day("2027-12-31") in rules.days_off.DaysOff("US")
    assert day("2027-12-31") not in rules.days_off.DaysOff("GB-ENG")


def test_working_days_are_days_of_the_week_but_for_days_off() -> None:
    working = rules.days_off.WorkingDays(frozenset({3, 4, 5}), rules.days_off.DaysOff("DE"))
    christmas = [day("2026-12-23") + n * datetime.timedelta(days=1) for n in range(5)]  # from Wednesday on
    assert [one in working for one in christmas] == [False, True, False, False, False]


def test_countries_are_loaded_only_where_a_country_is_set() -> None:
    code = (
        "import sys, datetime, rules.settings\n"
        "for stored in ({}, {'holidays': 'DE'}):\n"
        "    datetime.date(2026, 1, 1) in rules.settings.read(stored).all_days_off\n"
        "    print(any(name.startswith('holidays.countries') for name in sys.modules))\n"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"False\nTrue\n"
