"""What mornings tell of check-ins: the list, what was not logged, and who is away."""

import data.models
import jobs.checkin_list
import jobs.checkin_spells
import jobs.morning_state
import jobs.not_logged
import rules.morning

Person = data.models.Person
Part = jobs.morning_state.Part
State = jobs.morning_state.State


def checkins(state: State, person: Person, morning: rules.morning.Morning) -> list[Part]:
    if person.id not in state.checkins.waiting:
        return []
    reader = state.reader(person)
    kinds = (jobs.checkin_list.first, jobs.checkin_list.later, jobs.checkin_list.booked)
    return [Part(*told) for kind in kinds for told in kind(state.checkins, person, morning, reader)]


def warnings(state: State, person: Person, morning: rules.morning.Morning) -> list[Part]:
    return [Part(*told) for told in jobs.not_logged.warnings(state.not_logged, person, morning)]


def weekly_not_logged(state: State, person: Person, morning: rules.morning.Morning) -> list[Part]:
    """For managers: what its adviser was warned of in the week before."""
    if person.id not in state.managers:
        return []
    first = rules.morning.first_of_week(state.workdays[person.id or 0], morning.day)
    if first is None:
        return []
    return [Part(*told) for told in jobs.not_logged.reports(state.not_logged, person, first)]


def cover(state: State, person: Person, morning: rules.morning.Morning) -> list[Part]:
    if person.id not in state.managers:
        return []
    return [Part(*told) for told in jobs.checkin_spells.parts(state.away, person, morning, state.reader(person))]
