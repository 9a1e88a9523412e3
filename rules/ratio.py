"""The programme's ratio: in-house full-time equivalents to those of its freelancers.

Source: such a programme aims at one in-house full-time equivalent to 12 of freelancers, counting all in-house hours.
"""

import dataclasses
import decimal

FULL_TIME = 40
"""Hours a week that make one full-time equivalent."""


@dataclasses.dataclass(frozen=True)
class Hours:
    """Hours a week. In-house ones are planned: check-ins, duty and managers."""

    freelancers: float
    checkins: float
    duty: float
    managers: float

    @property
    def in_house(self) -> float:
        """All that is not the freelancers'."""
        return self.checkins + self.duty + self.managers


def ratio(hours: Hours) -> decimal.Decimal | None:
    """How many freelancer equivalents come to one in-house, to one decimal, half up; None without in-house hours."""
    if hours.in_house <= 0:
        return None
    return tenth(hours.freelancers / hours.in_house)


def equivalents(hours: float) -> decimal.Decimal:
    """Full-time equivalents, to one decimal, half up."""
    return tenth(hours / FULL_TIME)


def tenth(number: float) -> decimal.Decimal:
    """To one decimal, half up, as people round."""
    exact = decimal.Decimal(repr(number))
    return exact.quantize(decimal.Decimal("0.1"), rounding=decimal.ROUND_HALF_UP)
