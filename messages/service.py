"""`/program metrics`: the service that customers get, a week each, against what the programme wants."""

import collections.abc
import dataclasses
import datetime
import decimal
import hashlib

import data.models
import messages.forms
import messages.text
import rules.ratio
import rules.service

SHOW, OPEN, KEEP = "show:metrics", "open:metrics", "kept:metrics"
"""The buttons to another week and to the form, whose value is the week's Monday; the form's callback."""

Figure = rules.service.Figure
Output = rules.service.Output

LABELS = {
    Figure.SATISFACTION: "Satisfaction",
    Figure.FIRST_REPLY: "First reply",
    Figure.QUEUE: "Queue",
    Figure.SOLVED: "Solved",
}

MEANINGS = {
    Figure.SATISFACTION: "Of the customers who answered, how many were satisfied, in percent.",
    Figure.FIRST_REPLY: "Hours until a customer's first reply, as your help desk counts them.",
    Figure.QUEUE: "Customers' matters that were open at the week's end.",
}

WEEKS = 12
"""So many weeks are looked back on."""

DAY = datetime.timedelta(days=1)


@dataclasses.dataclass(frozen=True)
class Week:
    """The figures of a week and of the one before it, and by which week's output the ratio goes.

    `weeks` are the figures of the last weeks, by week; of what was solved it is what one freelancer did on average.
    """

    week: datetime.date
    weeks: collections.abc.Mapping[datetime.date, collections.abc.Mapping[Figure, decimal.Decimal]]
    output: Output
    targets: rules.service.Targets
    ratio_goes_by: datetime.date | None = None
    is_newest: bool = True

    def figure(self, figure: Figure, before: int = 0) -> decimal.Decimal | None:
        """What it was in that week, or in one before it."""
        return self.weeks.get(self.week - before * rules.service.WEEK, {}).get(figure)


def page(one: Week) -> messages.text.Payload:
    """A week's figures, with the weeks before it as a table, and buttons to change them and to other weeks."""
    head = f"*Service to customers, {span(one.week)}*"
    lines = [line(one, figure) for figure in Figure]
    facts = [*lines, *_in_house(one.output), _output(one)]
    numbers = by_week(one)
    drawn = [messages.text.section("\n".join([head, *(f"• {fact}" for fact in facts)])), *_table(one)]
    text = "\n".join(filter(None, [head, *facts, numbers, HINT]))
    return messages.text.message(text, *drawn, _buttons(one), messages.text.small(HINT))


HINT = (
    "For managers alone; each person reads their own numbers by `/program me`. "
    "From a file: `muster import figures.csv`. Targets: `muster settings target_queue 100`."
)


def span(week: datetime.date) -> str:
    """`Mon 2 March 2026 to Sun 8 March 2026`."""
    return f"{messages.text.day(week)} to {messages.text.day(week + rules.service.WEEK - DAY)}"


def _buttons(one: Week) -> messages.text.Block:
    before, after = one.week - rules.service.WEEK, one.week + rules.service.WEEK
    drawn = [
        messages.text.button("Change figures", OPEN, one.week.isoformat(), "primary"),
        messages.text.button("The week before", f"{SHOW}:1", before.isoformat()),
    ]
    if not one.is_newest:
        drawn.append(messages.text.button("The week after", f"{SHOW}:2", after.isoformat()))
    return messages.text.buttons(*drawn)


# -- a figure


def line(one: Week, figure: Figure) -> str:
    """`Satisfaction: 94 % · target 90 %: met · ↑ 2 since the week before`."""
    value = one.figure(figure)
    if value is None:
        return f"*{LABELS[figure]}:* no figure{_wanted(figure, one.targets)}"
    stands = amount(figure, value)
    if figure == Figure.SOLVED:
        stands = f"{stands} by each freelancer on average ({one.output.freelancers:,} by {one.output.measured:,})"
    parts = [f"*{LABELS[figure]}:* {stands}", *_target(figure, value, one.targets), *_change(one, figure, value)]
    return " · ".join(parts)


def amount(figure: Figure, value: decimal.Decimal | float) -> str:
    """`94 %`, `1.5 h`, `1,200`."""
    number = f"{float(value):,.1f}".removesuffix(".0")
    return f"{number} {rules.service.MEASURES[figure].unit}".strip()


def _wanted(figure: Figure, targets: rules.service.Targets) -> str:
    return f" (target {amount(figure, targets[figure])})" if figure in targets else ""


def _target(figure: Figure, value: decimal.Decimal, targets: rules.service.Targets) -> list[str]:
    if figure not in targets:
        return []
    met = "met" if rules.service.is_met(figure, float(value), targets[figure]) else "*not met*"
    return [f"target {amount(figure, targets[figure])}: {met}"]


def _change(one: Week, figure: Figure, value: decimal.Decimal) -> list[str]:
    before = one.figure(figure, before=1)
    if before is None:
        return []
    if value == before:
        return ["→ as the week before"]
    return [f"{'↑' if value > before else '↓'} {amount(figure, abs(value - before))} since the week before"]


def changed(one: Week) -> list[str]:
    """`Service: satisfaction 94.5 % (94 %)`; of the week before as long as nobody has brought this one's."""
    shown = one if one.weeks.get(one.week) else dataclasses.replace(one, week=one.week - rules.service.WEEK)
    told = [
        f"{LABELS[figure].lower()} {amount(figure, value)} ({amount(figure, before)})"
        for figure in Figure
        if (value := shown.figure(figure)) is not None
        and (before := shown.figure(figure, before=1)) is not None
        and value != before
    ]
    if not told:
        return []
    missing = f" in the week from {messages.text.day(shown.week)}; `/program metrics add` brings the last week's"
    return [f"*Service:* {', '.join(told)}{'' if shown is one else missing}"]


# -- output


def _in_house(output: Output) -> list[str]:
    if not output.in_house_measured:
        return []
    told = (
        f"*In-house:* {output.in_house:,} solved by {_people(output.in_house_measured)} in {output.hours:,.0f} h, "
        f"{output.to_full_time} by a full-time equivalent"
    )
    return [f"{told}; without hours: {_people(output.without_hours)}" if output.without_hours else told]


def _people(number: int) -> str:
    return f"{number:,} {'person' if number == 1 else 'people'}"


def _output(one: Week) -> str:
    """What the freelancers' output comes to, and whether the ratio goes by it."""
    output = one.output
    if output.yielded is None or not output.measured:
        return f"*Output:* not measured, because {_lacks(output)}. The ratio goes by {_mode(one)}."
    told = f"*Output:* {rules.ratio.equivalents(output.yielded)} full-time, by what is solved in-house"
    if output.missing:
        told += f"; for {output.missing:,} of {output.contracted:,} freelancers there is no number"
    return f"{told}. {_goes_by(one)}"


def _lacks(output: Output) -> str:
    if not output.measured:
        return "no freelancer has a number"
    in_hours = f": of {_people(output.without_hours)} the hours are missing" if output.without_hours else ""
    return f"nobody in-house has a number with the hours it took{in_hours}"


def _mode(one: Week) -> str:
    if one.ratio_goes_by is None:
        return rules.ratio.Mode.CONTRACTED
    return f"the output of the week from {messages.text.day(one.ratio_goes_by)}"


def _goes_by(one: Week) -> str:
    if one.ratio_goes_by == one.week:
        return "The ratio goes by it."
    if not one.output.is_measured:
        return f"That is too many for the ratio, which goes by {_mode(one)}."
    return f"The ratio goes by {_mode(one)}."


# -- week by week


def by_week(one: Week) -> str:
    """The numbers of the table; nothing where there is one week alone."""
    lines = [
        f"*{LABELS[figure]} by week from:* {', '.join(numbers)}"
        for figure in Figure
        if len(numbers := [f"{_short(week)} {amount(figure, value)}" for week, value in _series(one, figure)]) > 1
    ]
    return "\n".join(lines)


def _series(one: Week, figure: Figure) -> list[tuple[datetime.date, decimal.Decimal]]:
    return [(week, told[figure]) for week, told in sorted(one.weeks.items()) if figure in told]


def _short(week: datetime.date) -> str:
    return f"{week.day} {week:%b}"


def _table(one: Week) -> list[messages.text.Block]:
    """The newest week first, for who looks at a table reads its beginning."""
    weeks = [week for week in sorted(one.weeks, reverse=True) if one.weeks[week]]
    if len(weeks) < 2:
        return []
    heads = ["Week from", *(LABELS[figure] for figure in rules.service.TEAM), "Solved by each"]
    rows = [
        [
            _short(week),
            *(amount(figure, told) if (told := one.weeks[week].get(figure)) is not None else "–" for figure in Figure),
        ]
        for week in weeks
    ]
    cells = [[{"type": "raw_text", "text": cell} for cell in row] for row in [heads, *rows]]
    return [{"type": "data_table", "caption": "Service by week", "rows": cells, "page_size": WEEKS}]


# -- changing them

SOLVED_HINT = (
    "A line for each: name, number, and of people in-house the hours they solved in: Ada Harbour, 52, 32h. "
    "Lines of a spreadsheet can be pasted. A - clears a number."
)
TOO_MANY = "These are too many people for a form: muster import figures.csv takes them all."
MEANWHILE = "Somebody else has changed these figures meanwhile: please copy what you typed, and open the form anew."

ROOM = len("9999")
"""For a number that is still to be typed."""


@dataclasses.dataclass(frozen=True)
class Line:
    """Somebody in the form: as they may be named, and what they solved so far."""

    name: str
    number: int | None = None
    hours: float | None = None

    def __str__(self) -> str:
        number = "" if self.number is None else f"{self.number}"
        hours = "" if self.hours is None else f", {self.hours:g}h"
        return f"{self.name}, {number}{hours}"


def form(
    week: datetime.date,
    figures: collections.abc.Mapping[str, float],
    lines: collections.abc.Sequence[Line],
) -> messages.text.Payload:
    """A week's figures, with what they are so far, and everybody of whom a number is wanted.

    What it is about names the week, and is another one as soon as it would show anything else.
    """
    told = "\n".join(map(str, lines))
    fits = len(told) + ROOM * sum(one.number is None for one in lines) <= messages.forms.MOST_TYPED
    shown = hashlib.sha256(f"{sorted(figures.items())} {told}".encode()).hexdigest()[:12]
    inputs = [
        messages.forms.text(
            figure,
            f"{LABELS[figure]} ({unit})" if (unit := rules.service.MEASURES[figure].unit) else LABELS[figure],
            f"{figures[figure]:g}" if figure in figures else None,
            optional=True,
            most=8,
            hint=MEANINGS[figure],
        )
        for figure in rules.service.TEAM
    ]
    solved = messages.forms.text(
        Figure.SOLVED,
        "Solved by each",
        told if fits else None,
        lines=True,
        optional=True,
        hint=SOLVED_HINT if fits else f"{TOO_MANY} {SOLVED_HINT}",
    )
    blocks = [
        messages.text.section(f"*Week from {span(week)}*"),
        *inputs,
        solved,
        messages.text.small("Managers read all of it, and each person their own number. An empty field is no figure."),
    ]
    return messages.forms.modal(KEEP, "Service figures", "Save", blocks, f"{week} {shown}")


def kept(added: int, changed: int) -> str:
    """What became of what was filled in."""
    if not added + changed:
        return "Nothing was changed: all of it stood there already."
    parts = [f"{number:,} {what}" for number, what in ((added, "new"), (changed, "changed or cleared")) if number]
    return f"Saved: {' and '.join(parts)}."


def typed(week: datetime.date, what: str, before: str, after: str) -> str:
    """`Saved for Mon 2 March 2026 to Sun 8 March 2026: satisfaction 90 % → 94 %.`"""
    if before == after:
        return f"Nothing was changed for {span(week)}: {what} {before or 'none'} stood there already."
    return f"Saved for {span(week)}: {what} {before or 'none'} → {after or 'none'}."


def not_over(week: datetime.date) -> str:
    """Why figures of a week that runs, or is to come, can't be kept."""
    return (
        f"The week from {messages.text.day(week)} is not over yet, and figures are of whole weeks. "
        "Write a day of a week that is over, such as 2026-02-20 or 1w ago."
    )


# -- what people read of themselves


def own(rows: collections.abc.Iterable[data.models.Solved]) -> str:
    """What somebody solved in the last weeks of which it is known, and of those in-house in how many hours."""
    return "; ".join(f"{one.number:,}{_in_hours(one)} in the week from {messages.text.day(one.week)}" for one in rows)


def _in_hours(one: data.models.Solved) -> str:
    return "" if one.hours is None else f" in {one.hours:g} h"
