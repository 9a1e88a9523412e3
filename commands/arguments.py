"""The kinds of argument that a command or form takes, and how each is read from what people type."""

import collections
import collections.abc
import dataclasses
import datetime
import re
import typing

import sqlmodel

import commands.request
import data.models
import data.people
import data.reports
import data.updates
import messages.text
import rules.contracts
import rules.errors
import rules.guard
import rules.reports
import rules.settings
import rules.updates

T = typing.TypeVar("T")

Words = collections.deque[str]

EXAMPLE_DATES = "2026-03-02, mon, tomorrow or 2w"
DATES = "Dates: `2026-03-02`, `mon`, `tomorrow`, `2w`."
PAST_DAYS = "Days that are over: `2026-02-20`, `yesterday`, `3d ago`."


@dataclasses.dataclass(frozen=True)
class Context:
    """What reading an argument may need: the store, the day it is where the person is, and who that is."""

    session: sqlmodel.Session
    today: datetime.date
    person: data.models.Person | None = None


@dataclasses.dataclass(frozen=True)
class Argument(typing.Generic[T]):
    """One argument by name. `read` takes its words from the left and raises ProgramError if they won't do."""

    name: str
    optional: bool = False

    hint: typing.ClassVar[str] = ""
    """How to write it, as help says it below."""

    @property
    def usage(self) -> str:
        """The argument as help shows it."""
        return f"[{self.name}]" if self.optional else self.name

    def read(self, words: Words, context: Context, /) -> T:
        """The value of the first words, which are then gone."""
        raise NotImplementedError

    def read_input(self, text: str, context: Context, /) -> T:
        """The value of a form's input, which holds something."""
        return self.read(collections.deque(text.split()), context)

    def takes(self, word: str) -> bool:  # noqa: ARG002  # for those that may be left out in front of another
        """Whether a word is meant for this argument, where it may be left out."""
        return True

    def of(self, request: commands.request.Request) -> T:
        """The value that was read for this request."""
        return typing.cast("T", request.values[self.name])

    def find(self, request: commands.request.Request) -> T | None:
        """The value that was read for this request, None if the argument was left out."""
        return typing.cast("T | None", request.values.get(self.name))


@dataclasses.dataclass(frozen=True)
class Number(Argument[int]):
    """A whole number from `low` to `high`."""

    low: int = 1
    high: int = 100

    def read(self, words: Words, _context: Context, /) -> int:
        """Digits only: no sign, no fraction."""
        word = words.popleft()
        if not re.fullmatch(r"[0-9]{1,4}", word) or not self.low <= int(word) <= self.high:
            raise rules.errors.ProgramError(
                f"{messages.text.quoted(word)} won't do for {self.name}: "
                f"write a whole number from {self.low} to {self.high}."
            )
        return int(word)


@dataclasses.dataclass(frozen=True)
class Minutes(Argument[int]):
    """How long something took, in whole minutes from `low` to `high`."""

    low: int = 5
    high: int = 480

    @property
    def usage(self) -> str:
        """`[30m]`."""
        return "[30m]" if self.optional else "30m"

    def takes(self, word: str) -> bool:
        """A length and nothing else."""
        return _minutes(word) is not None

    def read(self, words: Words, _context: Context, /) -> int:
        """`30m`, `1h`, `1h30`, `90`."""
        word = words.popleft()
        minutes = _minutes(word)
        if minutes is None or not self.low <= minutes <= self.high:
            raise rules.errors.ProgramError(
                f"{messages.text.quoted(word)} won't do for {self.name}: "
                f"write {self.low} to {self.high} minutes, such as 30m, 1h, 1h30 or 90."
            )
        return minutes


def _minutes(word: str) -> int | None:
    if match := re.fullmatch(r"([0-9]{1,3})m?", word.lower()):
        return int(match[1])
    if match := re.fullmatch(r"([0-9])h(?:([0-5]?[0-9])m?)?", word.lower()):
        return 60 * int(match[1]) + int(match[2] or 0)
    return None


@dataclasses.dataclass(frozen=True)
class Typed(Argument[str]):
    """Free words as they were typed: whoever asks for them sees to it that private data in them goes nowhere."""

    most: int = 3000

    def read(self, words: Words, context: Context, /) -> str:
        """All the words that are left, in one line."""
        text = " ".join(words)
        words.clear()
        return self.read_input(text, context)

    def read_input(self, text: str, _context: Context, /) -> str:
        """The text with its lines, without the space around it."""
        if len(text) > self.most:
            raise rules.errors.ProgramError(f"This is longer than {self.most:,} characters: please shorten it.")
        return text.strip()


@dataclasses.dataclass(frozen=True)
class Text(Typed):
    """Free words, in which private data is hidden before anybody sees them."""

    def read_input(self, text: str, context: Context, /) -> str:
        """The text without what is private."""
        return rules.guard.hide(super().read_input(text, context)).text


@dataclasses.dataclass(frozen=True)
class Choice(Argument[str]):
    """One of a few values."""

    among: tuple[str, ...] = ()

    def read(self, words: Words, _context: Context, /) -> str:
        """The value, in any case."""
        word = words.popleft()
        if word.lower() not in self.among:
            raise rules.errors.ProgramError(
                f"{messages.text.quoted(word)} is none of them: write {messages.text.either(self.among)}."
            )
        return word.lower()


@dataclasses.dataclass(frozen=True)
class Choices(Argument[tuple[str, ...]]):
    """Values ticked in a form: as many as there are, each in a line."""

    def read_input(self, text: str, _context: Context, /) -> tuple[str, ...]:
        """The lines that hold something."""
        return tuple(filter(None, text.split("\n")))

    def read(self, words: Words, _context: Context, /) -> tuple[str, ...]:
        """All of them."""
        ticked = tuple(words)
        words.clear()
        return ticked


@dataclasses.dataclass(frozen=True)
class Report(Argument[data.models.Report]):
    """A report that the reader may see, as `BUG-142`, `bug-142` or `142`."""

    @property
    def usage(self) -> str:
        """What to write."""
        return "[BUG-n]" if self.optional else "BUG-n"

    def takes(self, word: str) -> bool:
        """What can be nothing else: a title may well begin with a number."""
        return word.lower().startswith("bug-") and rules.reports.ident(word) is not None

    def read(self, words: Words, context: Context, /) -> data.models.Report:
        """The report of that number."""
        word = words.popleft()
        ident = rules.reports.ident(word)
        if ident is None:
            raise rules.errors.ProgramError(
                f"{messages.text.quoted(word)} is no report: write its number, such as BUG-142."
            )
        reader = context.person
        report = data.reports.find_seen_by(context.session, ident, reader) if reader else None
        if report is None:
            raise rules.errors.ProgramError(
                f"There is no BUG-{ident} that you can see. `/bug list` shows those that you can."
            )
        return report


@dataclasses.dataclass(frozen=True)
class Update(Argument[data.models.Update]):
    """A product update that was sent, as `UPD-9`, `upd-9` or `9`; with `drafts` also a draft of who asks."""

    drafts: bool = False

    @property
    def usage(self) -> str:
        """What to write."""
        return "[UPD-n]" if self.optional else "UPD-n"

    def takes(self, word: str) -> bool:
        """What can be nothing else: a title may well begin with a number."""
        return word.lower().startswith("upd-") and rules.updates.ident(word) is not None

    def read(self, words: Words, context: Context, /) -> data.models.Update:
        """The update of that number; a draft is its author's alone."""
        word = words.popleft()
        ident = rules.updates.ident(word)
        if ident is None:
            raise rules.errors.ProgramError(
                f"{messages.text.quoted(word)} is no update: write its number, such as UPD-9."
            )
        update = data.updates.find(context.session, ident)
        if update is None or (update.sent_at is None and not self._is_own_draft(update, context)):
            raise rules.errors.ProgramError(f"There is no UPD-{ident}. `/broadcast list` shows those that there are.")
        return update

    def _is_own_draft(self, update: data.models.Update, context: Context) -> bool:
        return self.drafts and context.person is not None and context.person.id == update.author_id


@dataclasses.dataclass(frozen=True)
class Contract(Argument[int]):
    """The number of a contract, as `CON-31`, `con-31` or `31`; whether the reader may see it is not looked at."""

    @property
    def usage(self) -> str:
        """What to write."""
        return "[CON-n]" if self.optional else "CON-n"

    def takes(self, word: str) -> bool:
        """What can be nothing else."""
        return word.lower().startswith("con-") and rules.contracts.ident(word) is not None

    def read(self, words: Words, _context: Context, /) -> int:
        """The number."""
        word = words.popleft()
        ident = rules.contracts.ident(word)
        if ident is None:
            raise rules.errors.ProgramError(
                f"{messages.text.quoted(word)} is no contract: write its number, such as CON-31."
            )
        return ident


@dataclasses.dataclass(frozen=True)
class Word(Argument[str]):
    """A word that says what the others around it mean; `name` is the word."""

    optional: bool = True

    @property
    def usage(self) -> str:
        """The word: what misses it is answered with a question, so that help shows it as needed."""
        return self.name

    def takes(self, word: str) -> bool:
        """That word alone."""
        return word.lower() == self.name

    def read(self, words: Words, _context: Context, /) -> str:
        """The word."""
        return words.popleft().lower()


@dataclasses.dataclass(frozen=True)
class Date(Argument[datetime.date]):
    """One day."""

    hint = DATES

    def read(self, words: Words, context: Context, /) -> datetime.date:
        """`2026-03-02`, `mon`, `tomorrow`, `2w`; the argument's own name may stand in front."""
        return read_date(_after(words, self.name), context.today)


@dataclasses.dataclass(frozen=True)
class PastDay(Argument[datetime.date]):
    """A day that is over, or today. A weekday's name is no such day, for elsewhere it means the next one."""

    hint = PAST_DAYS

    def takes(self, word: str) -> bool:
        """What can be nothing else: free words may follow."""
        return word.lower() in ("today", "yesterday") or _numbered(word) or _ago(word) is not None

    def read(self, words: Words, context: Context, /) -> datetime.date:
        """`2026-03-02`, `yesterday`, `3d ago`."""
        word = words.popleft()
        ago = _ago(word)
        if ago is not None and words and words[0].lower() == "ago":
            words.popleft()
            return context.today - ago
        days = {"today": context.today, "yesterday": context.today - datetime.timedelta(days=1)}
        day = days.get(word.lower()) or _numbered_day(word)
        if day is None or day > context.today:
            raise rules.errors.ProgramError(
                f"{messages.text.quoted(word)} is no day that is over: "
                "write one such as 2026-03-02, yesterday or 3d ago."
            )
        return day


def _numbered(word: str) -> bool:
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}", word) is not None


def _ago(word: str) -> datetime.timedelta | None:
    match = re.fullmatch(r"([0-9]{1,3})([dw])", word.lower())
    return datetime.timedelta(days=int(match[1]) * UNITS[match[2]]) if match else None


@dataclasses.dataclass(frozen=True)
class Time(Argument[datetime.time]):
    """A time of day."""

    def read(self, words: Words, _context: Context, /) -> datetime.time:
        """`14:30`."""
        word = words.popleft()
        if not re.fullmatch(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", word):
            raise rules.errors.ProgramError(f"{messages.text.quoted(word)} is no time of day: write one such as 14:30.")
        hour, minute = word.split(":")
        return datetime.time(int(hour), int(minute))


@dataclasses.dataclass(frozen=True)
class Span(Argument[tuple[datetime.date, datetime.date]]):
    """Days from the first to the last, both included; one date alone is one day. Read as a half-open interval."""

    hint = DATES

    @property
    def usage(self) -> str:
        """The two dates as help shows them."""
        return "[from [to]]" if self.optional else "from [to]"

    def takes(self, word: str) -> bool:
        """All but a person."""
        return not word.startswith("<@")

    def read(self, words: Words, context: Context, /) -> tuple[datetime.date, datetime.date]:
        """`2026-03-02 2026-03-06`, `from mon to fri`, `24 dec - 3 jan`, `tomorrow`."""
        first = last = read_date(_after(words, "from"), context.today)
        if words and (words[0].lower() in TO or is_date(words, context.today)):
            last = read_date(_after(words, *TO), context.today, after=first)
        if last < first:
            raise rules.errors.ProgramError(
                f"{messages.text.day(last)} is before {messages.text.day(first)}: write the first day, then the last."
            )
        return first, last + datetime.timedelta(days=1)


@dataclasses.dataclass(frozen=True)
class Days(Argument[int]):
    """How many days to look ahead or back, as `14d` or `2w`; help shows what it is unless somebody says."""

    default: int = 7
    high: int = 92

    @property
    def usage(self) -> str:
        """`[14d]`."""
        return f"[{self.default}d]"

    def read(self, words: Words, _context: Context, /) -> int:
        """A number with its unit."""
        word = words.popleft()
        match = re.fullmatch(r"([0-9]{1,3})([dw])", word.lower())
        days = int(match[1]) * UNITS[match[2]] if match else 0
        if not 1 <= days <= self.high:
            raise rules.errors.ProgramError(
                f"{messages.text.quoted(word)} is no number of days I can look through: "
                f"write one from 1d to {self.high}d, such as {self.default}d or 2w."
            )
        return days

    def days(self, request: commands.request.Request) -> int:
        """What was said, or the default."""
        return self.find(request) or self.default


@dataclasses.dataclass(frozen=True)
class Person(Argument[data.models.Person]):
    """Somebody on the roster, by @mention; `gone` takes those too whose account is deactivated."""

    hint = "People: an @mention."

    gone: bool = False

    @property
    def usage(self) -> str:
        """The mention as help shows it."""
        return f"[@{self.name}]" if self.optional else f"@{self.name}"

    def read(self, words: Words, context: Context, /) -> data.models.Person:
        """Slack sends a mention as `<@U123|name>`; a bare name could be several people."""
        word = words.popleft()
        match = re.fullmatch(r"<@([UW][A-Z0-9]+)(\|[^>]*)?>", word)
        if not match:
            raise rules.errors.ProgramError(
                f"{messages.text.quoted(word)} names nobody for certain: "
                "write an @mention, and pick the person from Slack's list."
            )
        person = data.people.find(context.session, match[1])
        if person is None:
            raise rules.errors.ProgramError(
                f"{messages.text.mention(match[1])} is not on the roster. A manager can add them: "
                "`muster import people.csv`."
            )
        if not person.active and not self.gone:
            raise rules.errors.ProgramError(
                f"{messages.text.name(person.name)}'s Slack account is deactivated."
                if person.forgotten_at is None
                else f"{messages.text.mention(match[1])} is forgotten here; importing them again begins anew."
            )
        return person


def is_date(words: collections.abc.Iterable[str], today: datetime.date) -> bool:
    """Whether `read_date` would take the first of them."""
    try:
        read_date(collections.deque(words), today)
    except rules.errors.ProgramError:
        return False
    return True


WEEKDAYS = rules.settings.WEEKDAYS
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
UNITS = {"d": 1, "w": 7}

TO = ("to", "until", "-", "–")
"""What may stand between two dates."""


def read_date(words: Words, today: datetime.date, after: datetime.date | None = None) -> datetime.date:
    """A day as people write it, counted from `today`; a weekday's name is the next one, today excluded.

    A day of a month without a year is the next such day, today included. Behind another date, both are counted from it.
    """
    if not words:
        raise rules.errors.ProgramError(f"A date is missing: write one such as {EXAMPLE_DATES}.")
    word = words.popleft()
    if word.startswith("<@"):
        raise rules.errors.ProgramError(f"The date comes before the person: write one such as {EXAMPLE_DATES} first.")
    day = (
        _next_weekday(word.lower(), after or today)
        or _counted_day(word.lower(), today)
        or _numbered_day(word)
        or _day_of_month(word.lower(), words, after or today)
    )
    if day is None:
        raise rules.errors.ProgramError(
            f"{messages.text.quoted(word)} is no date I know: write one such as {EXAMPLE_DATES}."
        )
    return day


def _next_weekday(word: str, after: datetime.date) -> datetime.date | None:
    weekdays = [number for number, name in enumerate(WEEKDAYS) if len(word) > 2 and name.startswith(word)]
    if not weekdays:
        return None
    return after + datetime.timedelta(days=(weekdays[0] - after.weekday() - 1) % 7 + 1)


def _counted_day(word: str, today: datetime.date) -> datetime.date | None:
    if word in ("today", "tomorrow"):
        return today + datetime.timedelta(days=int(word == "tomorrow"))
    if match := re.fullmatch(r"([0-9]{1,3})([dw])", word):
        return today + datetime.timedelta(days=int(match[1]) * UNITS[match[2]])
    return None


def _numbered_day(word: str) -> datetime.date | None:
    """Of this century: a day beyond it is a slip, and one at the calendar's end has no day after it."""
    if match := re.fullmatch(r"(20[0-9]{2})-([0-9]{2})-([0-9]{2})", word):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.(20[0-9]{2})", word):
        return _day(int(match[3]), int(match[2]), int(match[1]))
    return None


def _day_of_month(word: str, words: Words, since: datetime.date) -> datetime.date | None:
    """`24 dec` or `dec 24`, begun with `word`: the next such day, `since` included, unless a year stands behind it."""
    number, name = sorted((word, words[0].lower())) if words else (word, "")  # digits come before letters
    month = next((n for n, month in enumerate(MONTHS, start=1) if len(name) > 2 and month.startswith(name)), None)
    if month is None or not re.fullmatch(r"[0-9]{1,2}", number):
        return None
    words.popleft()
    if words and re.fullmatch(r"20[0-9]{2}", words[0]):
        return _day(int(words.popleft()), month, int(number))
    coming = (_day(year, month, int(number)) for year in range(since.year, since.year + LEAP_YEARS_APART + 1))
    return next((day for day in coming if day is not None and day >= since), None)


LEAP_YEARS_APART = 8
"""At most, around 2100."""


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _after(words: Words, *fillers: str) -> Words:
    """The words without a filler in front, such as `from` or `to`, which nobody has to write."""
    if words and words[0].lower() in fillers:
        words.popleft()
    return words
