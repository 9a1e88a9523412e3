"""What mornings tell of caseloads: who has no adviser, and exceptions that end."""

import collections
import collections.abc

import data.models
import jobs.caseload
import jobs.morning_state
import messages.caseload
import messages.morning
import messages.text
import rules.checkins
import rules.morning

Person = data.models.Person
Part = jobs.morning_state.Part
State = jobs.morning_state.State


def unadvised(state: State, person: Person, _morning: rules.morning.Morning) -> list[Part]:
    """Those without an adviser, those since the same instant as one part."""
    together = collections.defaultdict(list)
    for one in state.caseload.unadvised if person.id in state.managers else ():
        together[one.since].append(one)
    return [
        Part(
            key=f"unadvised:{since.isoformat()}:{person.slack_id}",
            payload=messages.morning.unadvised(jobs.caseload.unadvised_lines(rows, state.reader(person)), weekly=False),
            reason=f"freelancers have no adviser, since {messages.text.moment(since, state.reader(person))}",
        )
        for since, rows in together.items()
    ]


def weekly_unadvised(state: State, person: Person, morning: rules.morning.Morning) -> list[Part]:
    if not state.is_weekly(person, morning, [one.since for one in state.caseload.unadvised]):
        return []
    week = rules.morning.week(morning.day)
    lines = jobs.caseload.unadvised_lines(state.caseload.unadvised, state.reader(person))
    payload = messages.morning.unadvised(lines, weekly=True)
    reason = f"freelancers have no adviser in the week from {messages.text.day(rules.checkins.week_of(morning.day))}"
    return [Part(f"unadvised-week:{week}:{person.slack_id}", payload, reason)]


def unadvised_redrawn(
    state: State, person: Person, _morning: rules.morning.Morning, told: data.models.MorningPart
) -> collections.abc.Mapping[str, object]:
    lines = jobs.caseload.unadvised_lines(state.caseload.unadvised, state.reader(person))
    return messages.morning.redrawn(told.payload, lines)


def exceptions(state: State, person: Person, morning: rules.morning.Morning) -> list[Part]:
    found = jobs.caseload.endings(state.caseload, person, person.id in state.managers, morning)
    return [Part(*told) for told in found]


def exception_redrawn(
    state: State, person: Person, morning: rules.morning.Morning, told: data.models.MorningPart
) -> collections.abc.Mapping[str, object]:
    now = next((part for part in exceptions(state, person, morning) if part.key == told.key), None)
    return now.payload if now else messages.caseload.no_longer(told.payload)
