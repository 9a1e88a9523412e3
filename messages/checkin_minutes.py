"""Check-ins in numbers: of everybody, of each adviser, and of one, by how they stand and in minutes."""

import collections.abc
import dataclasses
import decimal

import messages.pages
import messages.text
import rules.checkin_minutes
import rules.ratio

Tally = rules.checkin_minutes.Tally
OfAdviser = rules.checkin_minutes.OfAdviser

TURN = "minutes:checkin"
"""The buttons that turn the pages of the advisers' table."""

PER_PAGE = 12


def this_week(tally: Tally, whose: str = "Check-ins") -> str:
    """`Check-ins: done 41 of 58 this week, 2,460 of 3,480 minutes of plan`."""
    if not tally.asked:
        return f"*{whose}:* none to hold this week"
    return f"*{whose}:* done {tally.done:,} of {tally.asked:,} this week, {_minutes(tally)} minutes of plan"


def _minutes(tally: Tally) -> str:
    return f"{tally.logged:,} of {tally.planned:,}"


def logged_ratio(hours: rules.ratio.Hours, short: decimal.Decimal | None) -> str:
    """`logged 1:11.4, because 9 check-in hours are not logged`, a week; nothing where it can't be said."""
    if short is None:
        return ""
    value = rules.ratio.ratio(rules.checkin_minutes.with_logged(hours, short))
    return "" if value is None else f"logged 1:{value}, {_because(short)}"


def _because(short: decimal.Decimal) -> str:
    number = f"{abs(short):,}".removesuffix(".0")
    hours = "1 check-in hour" if number == "1" else f"{number} check-in hours"
    if short > 0:
        return f"because {hours} {'is' if number == '1' else 'are'} not logged"
    return f"because {hours} more than planned {'is' if number == '1' else 'are'} logged" if short else "as planned"


@dataclasses.dataclass(frozen=True)
class Table:
    """One page of the advisers, and all of them together. `weeks` is how many whole weeks there are to look back on."""

    page: messages.pages.Page
    advisers: collections.abc.Sequence[OfAdviser]
    all: rules.checkin_minutes.Tallies
    weeks: int


def table(table: Table) -> messages.text.Payload:
    """Advisers by what needs a look, each in a line, and the total."""
    if not table.page.total:
        return messages.text.message("No check-ins are planned for this week.")
    page, shown = table.page, table.advisers
    places = f": {page.start + 1} to {page.start + len(shown)} of {page.total}" if page.total > PER_PAGE else ""
    lines = [f"*Check-ins of this week by adviser{places}*"]
    lines += [f"• {messages.text.mention(one.slack_id)}: {_line(one, table.weeks)}" for one in shown]
    lines += [f"*All:* {_line(table.all, table.weeks)}"]
    text = "\n".join(lines)
    hint = "Who has most to log comes first. `/checkin gaps` names what is not logged."
    return messages.text.message(text, messages.text.section(text), *page.turning(TURN), messages.text.small(hint))


def _line(tallies: rules.checkin_minutes.Tallies, weeks: int) -> str:
    """`done 2 of 5, 1 booked · 120 of 300 minutes · last week 1 not logged · last 4 weeks 900 of 1,200 minutes`."""
    week, last, before = tallies.week, tallies.last, tallies.before
    counts = [f"done {week.done:,} of {week.asked:,}"]
    counts += [f"{week.booked:,} booked"] if week.booked else []
    counts += [f"{week.excused:,} excused"] if week.excused else []
    said = [", ".join(counts), f"{_minutes(week)} minutes"]
    said += [f"last week {last.to_log:,} not logged"] if last.to_log else []
    span = "last week" if weeks == 1 else f"last {weeks} weeks"
    said += [f"{span} {_minutes(before)} minutes"] if weeks else []
    return " · ".join(said)


def below(own: messages.text.Payload, table: messages.text.Payload) -> messages.text.Payload:
    """Managers who are advisers too read their own list first."""
    text = f"{own['text']}\n\n{table['text']}"
    divider: messages.text.Block = {"type": "divider"}
    return messages.text.message(text, *own["blocks"], divider, *table["blocks"])
