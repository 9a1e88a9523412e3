"""The programme's ratio: in-house full-time equivalents to those of its freelancers.

Source: such a programme aims at one in-house full-time equivalent to 12 of freelancers, counting all in-house hours.
"""

import dataclasses
import datetime
import decimal
import enum

FULL_TIME = 40
"""Hours a week that make one full-time equivalent."""


class Mode(enum.StrEnum):
    """What the freelancers' side is taken from. A ratio of one is never compared with one of the other."""

    CONTRACTED = "contracted hours"
    OUTPUT = "measured output"


@dataclasses.dataclass(frozen=True)
class Hours:
    """Hours a week. In-house ones are planned: check-ins, duty and managers.

    `freelancers` are contracted. `output` are in-house hours that would yield what the freelancers did in the week of
    that Monday, `measured`, where it was: it then stands for them in the ratio.
    """

    freelancers: float
    checkins: float
    duty: float
    managers: float
    output: float | None = None
    measured: datetime.date | None = None

    @property
    def in_house(self) -> float:
        """All that is not the freelancers'."""
        return self.checkins + self.duty + self.managers

    @property
    def mode(self) -> Mode:
        """By what the ratio goes."""
        return Mode.CONTRACTED if self.output is None else Mode.OUTPUT

    @property
    def yielded(self) -> float:
        """The freelancers' side of the ratio."""
        return self.freelancers if self.output is None else self.output


def ratio(hours: Hours) -> decimal.Decimal | None:
    """How many freelancer equivalents come to one in-house, to one decimal, half up; None without in-house hours."""
    if hours.in_house <= 0:
        return None
    return tenth(_exact(hours.yielded) / _exact(hours.in_house))


def equivalents(hours: float) -> decimal.Decimal:
    """Full-time equivalents, to one decimal, half up."""
    return tenth(_exact(hours) / FULL_TIME)


def tenth(number: decimal.Decimal) -> decimal.Decimal:
    """To one decimal, half up, as people round."""
    return number.quantize(decimal.Decimal("0.1"), rounding=decimal.ROUND_HALF_UP)


def _exact(hours: float) -> decimal.Decimal:
    """Hours as people wrote them: a float's own error, which sums add up, would turn a half down."""
    return decimal.Decimal(f"{hours:.4f}")
