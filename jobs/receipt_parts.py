"""What mornings tell of updates that nobody has confirmed: their readers, and these readers' advisers."""

import collections.abc

import data.models
import jobs.morning_state
import jobs.receipts
import rules.morning

Person = data.models.Person
Part = jobs.morning_state.Part
State = jobs.morning_state.State


def unread(state: State, person: Person, morning: rules.morning.Morning) -> list[Part]:
    found = jobs.receipts.reminders(state.receipts, person, morning.at, state.reader(person))
    return [Part(*one) for one in found]


def unseen(state: State, person: Person, morning: rules.morning.Morning) -> list[Part]:
    """Of their freelancers, who have been reminded themselves a working day ago."""
    found = jobs.receipts.reports(state.receipts, person, morning.at)
    return [Part(*one) for one in found]


def redrawn(
    state: State, _person: Person, _morning: rules.morning.Morning, told: data.models.MorningPart
) -> collections.abc.Mapping[str, object]:
    return jobs.receipts.redrawn(state.receipts, told)
