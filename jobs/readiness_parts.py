"""What mornings tell managers of what is not ready."""

import collections
import collections.abc

import data.models
import jobs.morning_state
import messages.morning
import messages.text
import rules.checkins
import rules.morning

Person = data.models.Person
Part = jobs.morning_state.Part
State = jobs.morning_state.State


def faults(state: State, person: Person, _morning: rules.morning.Morning) -> list[Part]:
    together = collections.defaultdict(list)
    for fault in state.faults if person.id in state.managers else ():
        together[fault.found_at].append(fault)
    return [
        Part(
            key=f"fault:{found_at.isoformat()}:{person.slack_id}",
            payload=messages.morning.faults({fault.name: fault.sentence for fault in faults}, weekly=False),
            reason=f"something was found not ready, on {messages.text.moment(found_at, state.reader(person))}",
        )
        for found_at, faults in together.items()
    ]


def weekly_faults(state: State, person: Person, morning: rules.morning.Morning) -> list[Part]:
    if not state.is_weekly(person, morning, [fault.found_at for fault in state.faults]):
        return []
    week = rules.morning.week(morning.day)
    payload = messages.morning.faults(_fault_lines(state), weekly=True)
    reason = f"something is not ready in the week from {messages.text.day(rules.checkins.week_of(morning.day))}"
    return [Part(f"readiness:{week}:{person.slack_id}", payload, reason)]


def faults_redrawn(
    state: State, _person: Person, _morning: rules.morning.Morning, told: data.models.MorningPart
) -> collections.abc.Mapping[str, object]:
    return messages.morning.redrawn(told.payload, _fault_lines(state))


def _fault_lines(state: State) -> dict[str, str]:
    return {fault.name: fault.sentence for fault in state.faults}
