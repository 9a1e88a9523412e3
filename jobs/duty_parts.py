"""What mornings tell of duty: a shift that comes, seats that are empty, and what waits in triage."""

import collections
import collections.abc
import datetime

import data.models
import jobs.morning_state
import jobs.sweep
import messages.morning
import messages.text
import rules.checkins
import rules.morning
import rules.sitting

Person = data.models.Person
Part = jobs.morning_state.Part
State = jobs.morning_state.State


def heads_ups(state: State, person: Person, morning: rules.morning.Morning) -> list[Part]:
    return [
        _heads_up(state, person, morning, span, which)
        for span in rules.morning.turns_of(state.dates.get(person.id or 0, ()), state.turns)
        if (which := rules.morning.heads_up(span[0], state.workdays[person.id or 0], morning))
    ]


def _heads_up(
    state: State,
    person: Person,
    morning: rules.morning.Morning,
    span: rules.sitting.Span,
    which: str,
) -> Part:
    starts, ends = span
    others = [
        state.seated[other]
        for other, spans in sorted(state.dates.items())
        if other != person.id and any(first < ends and starts < end for first, end in spans)
    ]
    duty = messages.morning.Duty(starts, ends, others)
    reader = state.reader(person)
    return Part(
        key=f"heads-up:{which}:{starts.isoformat()}:{person.slack_id}",
        payload=messages.morning.heads_up(duty, morning.at, state.programme.triage_channel, reader),
        reason=messages.morning.heads_up_reason(starts, which, reader),
        until=starts,
    )


def heads_up_redrawn(
    state: State, person: Person, morning: rules.morning.Morning, told: data.models.MorningPart
) -> collections.abc.Mapping[str, object]:
    found = next((part for part in heads_ups(state, person, morning) if part.key == told.key), None)
    return found.payload if found else messages.morning.no_longer(told.payload)


def gaps(state: State, person: Person, morning: rules.morning.Morning) -> list[Part]:
    return [part for part, _ in new_gaps(state, person, morning.at)] if person.id in state.managers else []


def new_gaps(
    state: State, manager: Person, morning_at: datetime.datetime
) -> list[tuple[Part, list[rules.morning.Gap]]]:
    """Gaps of shifts not over by then, those that arose together as one part; where somebody is asked, it is known."""
    together = collections.defaultdict(list)
    for gap in state.gaps:
        if gap.turn.ends > morning_at and not gap.asked:
            together[gap.since].append(gap)
    return [(_gaps_since(state, manager, since, gaps), gaps) for since, gaps in together.items()]


def _gaps_since(state: State, manager: Person, since: datetime.datetime, gaps: list[rules.morning.Gap]) -> Part:
    return Part(
        key=f"gap:{since.isoformat()}:{manager.slack_id}",
        payload=messages.morning.gaps(_gap_lines(state, manager, gaps), weekly=False),
        reason=f"a seat on duty is empty, since {messages.text.moment(since, state.reader(manager))}",
    )


def lines(row: data.models.MorningPart) -> collections.abc.Iterable[str]:
    """What a list that was told is about, line by line."""
    told = row.payload.get("lines")
    return told if isinstance(told, dict) else ()


def weekly_gaps(state: State, person: Person, morning: rules.morning.Morning) -> list[Part]:
    found = [gap for gap in state.gaps if gap.turn.ends > morning.at]
    if not state.is_weekly(person, morning, [gap.since for gap in found]):
        return []
    week = rules.morning.week(morning.day)
    payload = messages.morning.gaps(_gap_lines(state, person, found), weekly=True)
    reason = f"seats on duty are empty in the week from {messages.text.day(rules.checkins.week_of(morning.day))}"
    return [Part(f"gaps:{week}:{person.slack_id}", payload, reason)]


def gaps_redrawn(
    state: State, person: Person, _morning: rules.morning.Morning, told: data.models.MorningPart
) -> collections.abc.Mapping[str, object]:
    return messages.morning.redrawn(told.payload, _gap_lines(state, person, state.gaps))


def _gap_lines(state: State, manager: Person, gaps: collections.abc.Iterable[rules.morning.Gap]) -> dict[str, str]:
    return {
        gap.turn.starts.isoformat(): messages.morning.gap(
            gap.turn.starts,
            gap.turn.ends,
            [state.seated[seat.person] for seat in gap.turn.seats],
            gap.asked,
            state.reader(manager),
        )
        for gap in gaps
    }


def sweep(state: State, person: Person, morning: rules.morning.Morning) -> list[Part]:
    """For who is on duty when that working day ends: who hands duty over on it is asked what they hold."""
    _, ends = state.workdays[person.id or 0].hours(morning.day)
    if not any(first <= ends < end for first, end in state.dates.get(person.id or 0, ())):
        return []
    payload = jobs.sweep.part(state.reports, max(morning.at, state.now), state.reader(person))
    key = f"sweep:{morning.day}:{person.slack_id}"
    return [Part(key, payload, "reports wait in triage, and you are on duty")] if payload else []


def sweep_redrawn(
    state: State, person: Person, _morning: rules.morning.Morning, told: data.models.MorningPart
) -> collections.abc.Mapping[str, object]:
    return jobs.sweep.redrawn(state.reports, state.now, state.reader(person), told.payload)
