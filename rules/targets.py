"""By when somebody who filed a report is answered: within some working hours of the programme."""

import datetime

import rules.working_hours


def expected_by(workdays: rules.working_hours.Workdays, filed_at: datetime.datetime, hours: float) -> datetime.datetime:
    """By when the first response is due; the workdays are the programme's."""
    return rules.working_hours.add(workdays, filed_at, hours)
