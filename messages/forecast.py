"""`/program forecast`: how the programme would stand some days from now, in a line to each scenario."""

import collections.abc
import dataclasses
import datetime
import decimal

import messages.status_lines
import messages.text
import rules.coverage
import rules.forecast

Scenario = rules.forecast.Scenario

HEADS = {
    Scenario.NOBODY: "If nobody renews",
    Scenario.ALL: "If all renew",
    Scenario.SAID: "By what is decided or recommended so far",
}


@dataclasses.dataclass(frozen=True)
class Figures:
    """How the programme stands on a day."""

    ratio: decimal.Decimal | None
    freelancers: int
    free: int
    coverage: rules.coverage.Coverage


@dataclasses.dataclass(frozen=True)
class Forecast:
    """That day, what is said on the contracts that are over by then, and the figures of today and of each scenario."""

    day: datetime.date
    days: int
    ending: rules.forecast.Counts
    today: Figures
    scenarios: collections.abc.Mapping[Scenario, Figures]


def forecast(found: Forecast) -> messages.text.Payload:
    """Today, and each scenario."""
    lines = [
        f"*Forecast for {messages.text.day(found.day)}, in {found.days} days*",
        _ending(found.ending),
        f"*Today:* {_figures(found.today)}",
        *(f"*{HEADS[scenario]}:* {_figures(figures)}" for scenario, figures in found.scenarios.items()),
    ]
    notes = (
        "By contracted hours; advisers, managers and hours on duty as they are today. Thin: fewer than two "
        "freelancers. What is decided counts told or not, so this is for managers alone."
    )
    return messages.text.message(
        "\n".join([*lines, notes]), *map(messages.text.section, lines), messages.text.small(notes)
    )


def _ending(counts: rules.forecast.Counts) -> str:
    if not counts.all:
        return "No contract ends before then that nothing follows."
    ends = "1 contract ends" if counts.all == 1 else f"{counts.all:,} contracts end"
    return (
        f"{ends} before then, and nothing follows. As decided or recommended so far {counts.renewed:,} would go on "
        f"and {counts.ended:,} not; on {counts.open:,} nothing is said, which counts as not."
    )


def _figures(figures: Figures) -> str:
    """`ratio 1:9.8 · 58 freelancers · 3 places free · thin: Danish 0, Dutch 1`."""
    named = messages.status_lines.thin(figures.coverage)
    shown = ", ".join(named[: messages.status_lines.THIN]) or "nothing"
    rest = len(named) - messages.status_lines.THIN
    return " · ".join(
        [
            "no ratio" if figures.ratio is None else f"ratio 1:{figures.ratio}",
            messages.status_lines.count(figures.freelancers, "freelancer"),
            f"{messages.status_lines.count(figures.free, 'place')} free",
            f"thin: {shown}{f' and {rest} more' if rest > 0 else ''}",
        ]
    )
