"""What mornings tell of contracts that end and of checklists."""

import collections.abc

import data.models
import jobs.checklist_parts
import jobs.morning_state
import jobs.renewal_parts
import rules.morning

Person = data.models.Person
Part = jobs.morning_state.Part
State = jobs.morning_state.State


def renewals(state: State, person: Person, morning: rules.morning.Morning) -> list[Part]:
    if person.id not in state.managers:
        return []
    managers = sorted((state.people[ident] for ident in state.managers), key=lambda one: one.slack_id)
    found = jobs.renewal_parts.due(state.renewals, person, managers, morning, state.workdays[person.id or 0])
    return [Part(*one) for one in found]


def silences(state: State, person: Person, morning: rules.morning.Morning) -> list[Part]:
    if person.id not in state.managers:
        return []
    return [
        Part(*one) for one in jobs.renewal_parts.warnings(state.renewals, person, morning, state.workdays[person.id])
    ]


def leaving(state: State, person: Person, morning: rules.morning.Morning) -> list[Part]:
    if person.id not in state.managers:
        return []
    return [
        Part(*one) for one in jobs.renewal_parts.leaving(state.renewals, person, morning, state.workdays[person.id])
    ]


def renewals_redrawn(
    state: State, _person: Person, morning: rules.morning.Morning, told: data.models.MorningPart
) -> collections.abc.Mapping[str, object]:
    return jobs.renewal_parts.redrawn(state.renewals, told, morning)


def voices(state: State, person: Person, morning: rules.morning.Morning) -> list[Part]:
    asked = jobs.renewal_parts.recommendations(state.renewals, person, morning, state.workdays[person.id or 0])
    return [Part(*one) for one in (*asked, *jobs.renewal_parts.wishes(state.renewals, person, morning))]


def not_decided(state: State, person: Person, morning: rules.morning.Morning) -> list[Part]:
    workdays = state.workdays[person.id or 0]
    return [Part(*one) for one in jobs.renewal_parts.silence(state.renewals, person, morning, workdays)]


def checklists(state: State, person: Person, morning: rules.morning.Morning) -> list[Part]:
    found = jobs.checklist_parts.due(state.checklists, person, morning, state.workdays[person.id or 0])
    return [Part(*one) for one in found]
