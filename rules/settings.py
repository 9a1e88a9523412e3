"""The programme's settings: each one's name, meaning, default, and how its text is read."""

import collections.abc
import dataclasses
import datetime
import functools
import re
import zoneinfo

import rules.days_off
import rules.duty
import rules.renewals
import rules.service

DATES_LIMIT = 100
"""Days off of our own; years of them."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclasses.dataclass(frozen=True)
class Setting:
    """One setting. `read` turns its text into a value and raises ValueError, saying what would do, if it can't."""

    name: str
    meaning: str
    default: str
    read: collections.abc.Callable[[str], object]


@dataclasses.dataclass(frozen=True)
class Programme:
    """All settings, read."""

    time_zone: zoneinfo.ZoneInfo
    triage_channel: str
    updates_channel: str
    duty_weekday: int
    duty_time: datetime.time
    duty_first_handover: datetime.date | None
    duty_pool: str
    duty_group: str
    ratio_band: tuple[int, int]
    ratio_aim: int
    checkin_hours: float
    duty_hours: float
    manager_hours: float
    holidays: str
    days_off: frozenset[datetime.date]
    first_response_hours: int
    checkin_day: int
    checkin_reminder_day: int
    caseload_cap: int
    notes_kept_months: int
    renewal_days_long: tuple[int, ...]
    renewal_days_middle: tuple[int, ...]
    renewal_days_short: tuple[int, ...]
    days_kept_after_end: int
    target_satisfaction: float | None
    target_first_reply: float | None
    target_queue: float | None
    target_solved: float | None

    @property
    def calendar(self) -> rules.duty.Calendar:
        """When duty is handed over."""
        return rules.duty.Calendar(self.time_zone, self.duty_weekday, self.duty_time, self.duty_first_handover)

    @property
    def ladders(self) -> rules.renewals.Ladders:
        """The days before their end on which decisions on contracts are due."""
        return rules.renewals.Ladders(self.renewal_days_long, self.renewal_days_middle, self.renewal_days_short)

    @property
    def targets(self) -> rules.service.Targets:
        """What is wanted of the service to customers, of each figure for which something is."""
        return {
            figure: target
            for figure in rules.service.Figure
            if (target := getattr(self, f"target_{figure}")) is not None
        }

    @property
    def all_days_off(self) -> rules.days_off.DaysOff:
        """Holidays and our own dates: nobody works on these days."""
        return rules.days_off.DaysOff(self.holidays, self.days_off)


def read(stored: collections.abc.Mapping[str, str]) -> Programme:
    """The programme's settings from those that were set; what the store holds was checked when it was set."""
    return _read(frozenset(stored.items()))


@functools.lru_cache(maxsize=8)  # asked by each request and each tick, and changed once a month
def _read(stored: frozenset[tuple[str, str]]) -> Programme:
    texts = dict(stored)
    values = {setting.name: setting.read(texts.get(setting.name, setting.default)) for setting in SETTINGS}
    return Programme(**values)  # type: ignore[arg-type]  # a test compares the two lists of names


def check(name: str, text: str) -> str:
    """The text to store for a setting; ValueError says what is wrong with the name or the text."""
    find(name).read(text.strip())
    return text.strip()


def find(name: str) -> Setting:
    """The setting of that name; ValueError, with the names that there are, if there is none."""
    setting = next((setting for setting in SETTINGS if setting.name == name), None)
    if setting is None:
        raise ValueError(f"There is no setting {name!r}. The settings are {', '.join(s.name for s in SETTINGS)}.")
    return setting


def zone(text: str) -> zoneinfo.ZoneInfo:
    """An IANA zone by its name."""
    try:
        return zoneinfo.ZoneInfo(text)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        raise ValueError(f"{text!r} is no time zone. Write one such as Europe/Berlin.") from None


def _channel(text: str) -> str:
    if text and not re.fullmatch(r"[CG][A-Z0-9]{2,}", text):
        raise ValueError(f"{text!r} is no channel id. Copy it from the channel's details in Slack, such as C0123ABCD.")
    return text


def _weekday(text: str) -> int:
    matches = [number for number, name in enumerate(WEEKDAYS) if len(text) >= 3 and name.startswith(text.lower())]
    if not matches:
        raise ValueError(f"{text!r} is no weekday. Write one such as monday.")
    return matches[0]


def _time(text: str) -> datetime.time:
    if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", text):
        raise ValueError(f"{text!r} is no time of day. Write one such as 10:00.")
    hour, minute = text.split(":")
    return datetime.time(int(hour), int(minute))


def _date(text: str) -> datetime.date | None:
    """Of this century; Python would take other forms too, and days that have none after them."""
    if not text:
        return None
    try:
        return datetime.date.fromisoformat(text if re.fullmatch(r"20\d\d-\d\d-\d\d", text) else "")
    except ValueError:
        raise ValueError(f"{text!r} is no date. Write one such as 2026-03-02, or nothing.") from None


def _dates(text: str) -> frozenset[datetime.date]:
    words = text.replace(",", " ").split()
    if len(words) > DATES_LIMIT:
        raise ValueError(f"These are {len(words)} dates. Write at most {DATES_LIMIT}; those that are over can go.")
    return frozenset(day for day in map(_date, words) if day)


def _pool(text: str) -> str:
    if text not in ("advisers", "listed"):
        raise ValueError(f"{text!r} is no way to fill the pool. Write advisers (all of them) or listed.")
    return text


def _handle(text: str) -> str:
    """A user group's handle, without the @ that people may write before it."""
    handle = text.removeprefix("@")
    if text and not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,20}", handle):
        raise ValueError(
            f"{text!r} is no handle. Write up to 21 small letters, digits, dots, dashes and underscores, "
            "such as adviser-on-duty, or nothing."
        )
    return handle


def _number(low: int, high: int) -> collections.abc.Callable[[str], int]:
    def number(text: str) -> int:
        if not re.fullmatch(r"\d{1,4}", text) or not low <= int(text) <= high:
            raise ValueError(f"{text!r} is not a whole number from {low} to {high}.")
        return int(text)

    return number


def _rungs(text: str) -> tuple[int, ...]:
    """Days before a last day, the farthest first."""
    words = text.replace(",", " ").split()
    if not words or not all(re.fullmatch(r"[1-9]\d?", word) for word in words) or len(words) > MOST_RUNGS:
        raise ValueError(f"{text!r} won't do. Write 1 to {MOST_RUNGS} numbers of days from 1 to 99, such as 14, 7, 3.")
    return tuple(sorted({int(word) for word in words}, reverse=True))


MOST_RUNGS = 6
"""Reminders of one decision; more of them nobody reads."""


def _hours(text: str) -> float:
    if not re.fullmatch(r"\d{1,2}(\.\d{1,2})?", text) or not 0 <= float(text) <= 60:
        raise ValueError(f"{text!r} is not a number of hours a week. Write one from 0 to 60, such as 10 or 7.5.")
    return float(text)


def _target(figure: rules.service.Figure) -> collections.abc.Callable[[str], float | None]:
    def target(text: str) -> float | None:
        if not text:
            return None
        try:
            return rules.service.read(figure, text)
        except ValueError as error:
            raise ValueError(f"{text!r} {error}, or nothing for none.") from None

    return target


def _band(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,3})\s*[-–]\s*(\d{1,3})", text)
    if not match or not 0 < int(match[1]) < int(match[2]):
        raise ValueError(f"{text!r} is no band. Write the lower and the upper end, such as 10-15.")
    return int(match[1]), int(match[2])


SETTINGS = (
    Setting("time_zone", "The programme's zone: handovers and duty dates are in it.", "UTC", zone),
    Setting("triage_channel", "The id of the channel in which Muster announces duty.", "", _channel),
    Setting(
        "updates_channel",
        "The id of the channel for product updates; empty: everybody gets a copy of their own.",
        "",
        _channel,
    ),
    Setting("duty_weekday", "The weekday of the handover.", "monday", _weekday),
    Setting("duty_time", "The time of the handover, in the programme's zone.", "10:00", _time),
    Setting(
        "duty_first_handover", "A day of handover, which fixes the weeks; empty: from the first start on.", "", _date
    ),
    Setting("duty_pool", "Who takes turns: `advisers` (every one on the roster) or `listed`.", "advisers", _pool),
    Setting(
        "duty_group",
        "The handle of the user group that holds who is on duty; empty: none.",
        "adviser-on-duty",
        _handle,
    ),
    Setting("ratio_band", "The ratio that the programme wants, lower and upper end.", "10-15", _band),
    Setting("ratio_aim", "The ratio that the programme aims at.", "12", _number(1, 999)),
    Setting(
        "checkin_hours",
        "Hours a week that an adviser gives each freelancer: the plan of check-ins, and for the ratio.",
        "1",
        _hours,
    ),
    Setting("duty_hours", "Hours a week that each person on duty gives, for the ratio.", "10", _hours),
    Setting("manager_hours", "Hours a week of a manager whose own are not on the roster, for the ratio.", "40", _hours),
    Setting(
        "holidays",
        "The country or region, such as `DE` or `DE-BE`, on whose public holidays nobody works; empty: none.",
        "",
        rules.days_off.region,
    ),
    Setting("days_off", "More days on which nobody works, such as `2026-12-24, 2026-12-31`.", "", _dates),
    Setting(
        "first_response_hours",
        "Working hours of the programme within which a report gets its first response.",
        "4",
        _number(1, 80),
    ),
    Setting(
        "checkin_day",
        "The weekday whose morning gives each adviser the list of their check-ins of the week.",
        "monday",
        _weekday,
    ),
    Setting(
        "checkin_reminder_day",
        "The weekday whose morning lists what of it is open, for who read the list on an earlier day.",
        "thursday",
        _weekday,
    ),
    Setting(
        "caseload_cap",
        "Freelancers whose contract runs or comes that an adviser has at most, but for exceptions.",
        "5",
        _number(1, 99),
    ),
    Setting(
        "notes_kept_months",
        "Months after somebody's last term for which the words noted in their check-ins are kept.",
        "12",
        _number(1, 60),
    ),
    Setting(
        "renewal_days_long",
        "Days before the last day of a contract on which its decision is told as due, of terms of over 4 months.",
        "45, 30, 14, 7",
        _rungs,
    ),
    Setting("renewal_days_middle", "The same for terms of over 2 months.", "30, 14, 7", _rungs),
    Setting("renewal_days_short", "The same for shorter terms.", "14, 7, 3", _rungs),
    Setting(
        "days_kept_after_end",
        "Days after a contract that nothing follows in which somebody keeps their commands.",
        "14",
        _number(0, 99),
    ),
    Setting(
        "target_satisfaction",
        "The customers' satisfaction that the programme wants, in percent; empty: no target.",
        "",
        _target(rules.service.Figure.SATISFACTION),
    ),
    Setting(
        "target_first_reply",
        "Hours until a customer's first reply that the programme wants at most; empty: no target.",
        "",
        _target(rules.service.Figure.FIRST_REPLY),
    ),
    Setting(
        "target_queue",
        "Open matters of customers at a week's end that the programme wants at most; empty: no target.",
        "",
        _target(rules.service.Figure.QUEUE),
    ),
    Setting(
        "target_solved",
        "What a freelancer solves a week on average, as the programme wants it; empty: no target.",
        "",
        _target(rules.service.Figure.SOLVED),
    ),
)
