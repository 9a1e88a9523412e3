"""Who may read and log what was said in a check-in, and for how long: what nobody is named for, nobody reads."""

import dataclasses
import datetime
import typing

import data.models
import rules.checkins
import rules.contracts


class Notes(typing.NamedTuple):
    """The words of a log, as far as somebody may read them."""

    went_well: str | None = None
    coach_on: str | None = None
    follow_up: str | None = None
    concern: str | None = None


NONE = Notes()

UNDONE_WITHIN = datetime.timedelta(hours=1)
"""So long after it what was logged can be taken back; then it can be corrected alone."""


@dataclasses.dataclass(frozen=True)
class Standing:
    """How somebody stands to a freelancer: as a manager, as their adviser of the day, or as who covers for that one."""

    person_id: int
    manages: bool = False
    advises: bool = False
    covers: bool = False
    is_themselves: bool = False

    @property
    def reads_all(self) -> bool:
        """Whether every word is theirs to read. Nobody reads notes about themselves, whatever else they are."""
        return (self.manages or self.advises) and not self.is_themselves


def readable(log: data.models.CheckinLog, standing: Standing) -> Notes:
    """All of it for its writer, the adviser of the day and managers; the follow-up for who covers."""
    if standing.is_themselves:
        return NONE
    if standing.reads_all or log.writer_id == standing.person_id:
        return Notes(log.went_well, log.coach_on, log.follow_up, log.concern)
    return Notes(follow_up=log.follow_up) if standing.covers else NONE


def may_log(row: data.models.Checkin, newest: data.models.CheckinLog | None, standing: Standing) -> bool:
    """The adviser of the day and managers; who holds it as long as nobody else has logged it, for they read no more."""
    if standing.is_themselves:
        return False
    own = newest is None or newest.writer_id == standing.person_id
    return standing.reads_all or (row.adviser_id == standing.person_id and own)


def is_open_to_logs(week: datetime.date, today: datetime.date) -> bool:
    """Whether a week has begun, and a day of it is not longer ago than logs are taken."""
    return week <= today and not is_too_long_ago(week, today)


def is_too_long_ago(week: datetime.date, today: datetime.date) -> bool:
    """Whether all days of a week are longer ago than logs are taken."""
    return today > week + rules.checkins.WEEK - rules.checkins.DAY + rules.checkins.LATEST


def kept_since(today: datetime.date, months: int) -> datetime.date:
    """Words about somebody are kept if a contract of theirs ended on this day or later."""
    return rules.contracts.months_later(today, -months)
