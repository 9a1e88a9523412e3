"""The days on which nobody in the programme works: the holidays of a country or region, and dates of its own."""

import dataclasses
import datetime
import functools

import holidays


@functools.lru_cache(maxsize=8)
def region(text: str) -> str:
    """`DE-BE` for a country or one of its regions, in any case; ValueError says which there are.

    The first that is asked for loads every country, a quarter of a second; none costs nothing.
    """
    if not text:
        return ""
    country, dash, part = text.upper().partition("-")
    regions = holidays.list_supported_countries().get(country)
    if regions is None:
        raise ValueError(f"{text!r} is no country's code. Write one such as DE, DE-BE with its region, or nothing.")
    known = {one.upper(): f"{country}-{one}" for one in regions}
    if dash and part not in known:
        choices = f", or one of {', '.join(known.values())}" if known else ", which has no regions here"
        raise ValueError(f"{text!r} is no region of {country}. Write {country}{choices}.")
    return known.get(part, country)


@functools.lru_cache(maxsize=64)
def _holidays(of: str, year: int) -> frozenset[datetime.date]:
    country, _, part = of.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=part or None, years=year))


@dataclasses.dataclass(frozen=True)
class DaysOff:
    """The holidays of a region as `region` writes it, if there is one, and some dates."""

    region: str = ""
    dates: frozenset[datetime.date] = frozenset()

    def __contains__(self, day: datetime.date) -> bool:
        return day in self.dates or (bool(self.region) and day in _holidays(self.region, day.year))


NONE = DaysOff()


@dataclasses.dataclass(frozen=True)
class WorkingDays:
    """Days of the week as `date.weekday()` counts them, without the days off."""

    weekdays: frozenset[int]
    off: DaysOff = NONE

    def __contains__(self, day: datetime.date) -> bool:
        return day.weekday() in self.weekdays and day not in self.off


MONDAY_TO_FRIDAY = WorkingDays(frozenset(range(5)))
