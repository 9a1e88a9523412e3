"""Who came after an update was sent, and gets it once they take part."""

import collections.abc
import datetime

import data.models

Contracts = collections.abc.Iterable[data.models.Contract]


def took_part(person: data.models.Person, contracts: Contracts, at: datetime.datetime, day: datetime.date) -> bool:
    """Whether somebody was on the roster at that instant, on that day where they are: as an adviser, or contracted."""
    contracted = any(one.starts <= day < one.ends for one in contracts)
    return person.joined_at <= at and (person.adviser or contracted)


def was_spared(update: data.models.Update, copy: data.models.Copy) -> bool:
    """Whether it was cancelled before they had it."""
    cancelled = update.state == data.models.UpdateState.CANCELLED
    return cancelled and update.ended_at is not None and update.ended_at <= copy.due_at
