"""What a figure of the programme was in the weeks before this one."""

import collections.abc
import dataclasses
import datetime
import decimal

import rules.checkins
import rules.ratio

WEEKS = 12
"""So many weeks are looked back on."""

RATIO = {rules.ratio.Mode.CONTRACTED: "ratio_contracted", rules.ratio.Mode.OUTPUT: "ratio_output"}
"""The ratio's name among the figures, in each mode: the two are no one series."""

ByWeek = collections.abc.Mapping[datetime.date, decimal.Decimal]


@dataclasses.dataclass(frozen=True)
class Course:
    """What a figure is now, in the week of that Monday, and what it was in those before that are known."""

    week: datetime.date
    now: decimal.Decimal | None
    before: ByWeek

    @property
    def change(self) -> decimal.Decimal | None:
        """By how much it differs from the last week's; None where either is not known."""
        last = self.before.get(self.week - rules.checkins.WEEK)
        return None if self.now is None or last is None else self.now - last

    @property
    def weeks(self) -> list[tuple[datetime.date, decimal.Decimal]]:
        """All that is known, the earliest first, this week's last."""
        now = [(self.week, self.now)] if self.now is not None else []
        return [*sorted(self.before.items()), *now]


def looked_back_on(week: datetime.date) -> list[datetime.date]:
    """The Mondays of the weeks before that one which a chart of so many weeks shows beside it."""
    return [week - number * rules.checkins.WEEK for number in range(WEEKS - 1, 0, -1)]
