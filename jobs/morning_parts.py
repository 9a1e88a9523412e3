"""What a morning message may be made of: a table of kinds, to which a feature adds its own."""

import collections
import collections.abc
import dataclasses
import datetime

import sqlmodel

import data.duty
import data.models
import data.morning
import data.people
import data.settings
import data.vacancies
import jobs.caseload
import jobs.checkin_list
import jobs.checkin_spells
import jobs.checklist_parts
import jobs.not_logged
import jobs.readiness
import jobs.receipts
import jobs.renewal_parts
import jobs.scene
import jobs.sweep
import messages.caseload
import messages.morning
import messages.text
import rules.duty
import rules.morning
import rules.settings
import rules.sitting
import rules.working_hours

LOOK_BACK = datetime.timedelta(days=2)
"""Nobody's day began longer ago."""


@dataclasses.dataclass(frozen=True)
class State:
    """All that parts are made of, loaded once. `people` holds the active ones who may have a part, by id."""

    now: datetime.datetime
    programme: rules.settings.Programme
    people: dict[int, data.models.Person]
    workdays: dict[int, rules.working_hours.Workdays]
    managers: frozenset[int]
    turns: list[rules.duty.Turn]
    dates: dict[int, tuple[rules.sitting.Span, ...]]
    seated: dict[int, data.models.Person]
    gaps: list[rules.morning.Gap]
    questions: list[data.models.Question]
    faults: list[data.models.Fault]
    reports: jobs.sweep.Open
    receipts: jobs.receipts.Receipts
    checkins: jobs.checkin_list.Lists
    away: jobs.checkin_spells.Spells
    not_logged: jobs.not_logged.NotLogged
    caseload: jobs.caseload.Watched
    renewals: jobs.renewal_parts.Renewals
    checklists: jobs.checklist_parts.Checklists

    def reader(self, person: data.models.Person) -> messages.text.Reader:
        """For whom a part is made."""
        return messages.text.Reader(self.workdays[person.id or 0].zone)


@dataclasses.dataclass(frozen=True)
class Part:
    """To be told of a morning, unless there is a part of this key already. `until` then it is of use."""

    key: str
    payload: messages.text.Payload
    reason: str
    until: datetime.datetime | None = None


Parts = collections.abc.Callable[[State, data.models.Person, rules.morning.Morning], list[Part]]
"""What is to be told to this person in this morning's message if it was not told before, as of that morning."""

Redraw = collections.abc.Callable[
    [State, data.models.Person, rules.morning.Morning, data.models.MorningPart], collections.abc.Mapping[str, object]
]
"""What a part that was told this morning says by now."""


@dataclasses.dataclass(frozen=True)
class Kind:
    """One kind of part. It is not drawn in a message that has a part of the kind that it is `within`.

    One without `redraw` is drawn anew at once by what changes it.
    """

    name: str
    parts: Parts
    redraw: Redraw | None = None
    within: str = ""


def load(
    session: sqlmodel.Session,
    now: datetime.datetime,
    also: collections.abc.Collection[int] = frozenset(),
    until: datetime.datetime | None = None,
) -> State:
    """The state, with everybody on duty soon, the managers, whom a missing receipt concerns, and `also` these people.

    `until` then it is looked ahead; otherwise for a day.
    """
    programme = rules.settings.read(data.settings.load(session))
    shifts = data.duty.list_shifts(session, since=now - LOOK_BACK)
    overrides = data.duty.list_overrides(session, since=now - LOOK_BACK)
    turns = [rules.duty.turn(shift, seats) for shift, seats in shifts]
    dates = rules.sitting.dates(turns, overrides)
    managers = frozenset(manager.id or 0 for manager in data.people.list_managers(session))
    receipts = jobs.receipts.load(session, programme, now, until)
    checkins = jobs.checkin_list.load(jobs.scene.Scene(session, programme, now))
    not_logged = jobs.not_logged.load(jobs.scene.Scene(session, programme, now))
    caseload = jobs.caseload.load(jobs.scene.Scene(session, programme, now))
    waited_for = receipts.concerned | checkins.concerned | not_logged.concerned | caseload.concerned
    renewals = jobs.renewal_parts.load(jobs.scene.Scene(session, programme, now), until)
    checklists = jobs.checklist_parts.load(jobs.scene.Scene(session, programme, now), until)
    waited_for |= renewals.concerned | checklists.concerned
    concerned = {*dates, *rules.duty.seated(turns), *managers, *waited_for, *also}
    found = data.people.load_by_id(session, concerned)
    people = {person_id: person for person_id, person in found.items() if person.active}
    absences = data.duty.list_absences(session, since=now.date() - LOOK_BACK)
    vacancies = data.morning.list_untaken(session, [shift.id or 0 for shift, _ in shifts])
    questions = data.vacancies.list_questions(session, [vacancy.id or 0 for vacancy in vacancies])
    return State(
        now=now,
        programme=programme,
        people=people,
        workdays={
            person_id: rules.working_hours.person_workdays(person, absences, programme)
            for person_id, person in people.items()
        },
        managers=managers,
        turns=turns,
        dates=dates,
        seated=found,
        gaps=rules.morning.gaps(shifts, vacancies, questions, now),
        questions=questions,
        faults=jobs.readiness.lasting(session, programme, now),
        reports=jobs.sweep.load(session, programme, now),
        receipts=receipts,
        checkins=checkins,
        away=jobs.checkin_spells.load(jobs.scene.Scene(session, programme, now)),
        not_logged=not_logged,
        caseload=caseload,
        renewals=renewals,
        checklists=checklists,
    )


def _heads_ups(state: State, person: data.models.Person, morning: rules.morning.Morning) -> list[Part]:
    return [
        _heads_up(state, person, morning, span, which)
        for span in rules.morning.turns_of(state.dates.get(person.id or 0, ()), state.turns)
        if (which := rules.morning.heads_up(span[0], state.workdays[person.id or 0], morning))
    ]


def _heads_up(
    state: State,
    person: data.models.Person,
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


def _heads_up_redrawn(
    state: State, person: data.models.Person, morning: rules.morning.Morning, told: data.models.MorningPart
) -> collections.abc.Mapping[str, object]:
    found = next((part for part in _heads_ups(state, person, morning) if part.key == told.key), None)
    return found.payload if found else messages.morning.no_longer(told.payload)


def new_gaps(
    state: State, manager: data.models.Person, morning_at: datetime.datetime
) -> list[tuple[Part, list[rules.morning.Gap]]]:
    """Gaps of shifts not over by then, those that arose together as one part; where somebody is asked, it is known."""
    together = collections.defaultdict(list)
    for gap in state.gaps:
        if gap.turn.ends > morning_at and not gap.asked:
            together[gap.since].append(gap)
    return [(_gaps_since(state, manager, since, gaps), gaps) for since, gaps in together.items()]


def _gaps_since(
    state: State, manager: data.models.Person, since: datetime.datetime, gaps: list[rules.morning.Gap]
) -> Part:
    return Part(
        key=f"gap:{since.isoformat()}:{manager.slack_id}",
        payload=messages.morning.gaps(_gap_lines(state, manager, gaps), weekly=False),
        reason=f"a seat on duty is empty, since {messages.text.moment(since, state.reader(manager))}",
    )


def _gap_lines(
    state: State, manager: data.models.Person, gaps: collections.abc.Iterable[rules.morning.Gap]
) -> dict[str, str]:
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


def _gaps(state: State, person: data.models.Person, morning: rules.morning.Morning) -> list[Part]:
    return [part for part, _ in new_gaps(state, person, morning.at)] if person.id in state.managers else []


def lines(row: data.models.MorningPart) -> collections.abc.Iterable[str]:
    """What a list that was told is about, line by line."""
    told = row.payload.get("lines")
    return told if isinstance(told, dict) else ()


def _weekly_gaps(state: State, person: data.models.Person, morning: rules.morning.Morning) -> list[Part]:
    gaps = [gap for gap in state.gaps if gap.turn.ends > morning.at]
    if not _is_weekly(state, person, morning, [gap.since for gap in gaps]):
        return []
    week = rules.morning.week(morning.day)
    payload = messages.morning.gaps(_gap_lines(state, person, gaps), weekly=True)
    return [Part(f"gaps:{week}:{person.slack_id}", payload, f"seats on duty are empty in week {week}")]


def _gaps_redrawn(
    state: State, person: data.models.Person, _morning: rules.morning.Morning, told: data.models.MorningPart
) -> collections.abc.Mapping[str, object]:
    return messages.morning.redrawn(told.payload, _gap_lines(state, person, state.gaps))


def _is_weekly(
    state: State,
    person: data.models.Person,
    morning: rules.morning.Morning,
    since: collections.abc.Iterable[datetime.datetime],
) -> bool:
    """Whether a manager has anything to hear of again this week: what lasted when their week began."""
    first = rules.morning.first_of_week(state.workdays[person.id or 0], morning.day)
    return person.id in state.managers and first is not None and any(instant <= first.at for instant in since)


def _faults(state: State, person: data.models.Person, _morning: rules.morning.Morning) -> list[Part]:
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


def _weekly_faults(state: State, person: data.models.Person, morning: rules.morning.Morning) -> list[Part]:
    if not _is_weekly(state, person, morning, [fault.found_at for fault in state.faults]):
        return []
    week = rules.morning.week(morning.day)
    payload = messages.morning.faults(_fault_lines(state), weekly=True)
    return [Part(f"readiness:{week}:{person.slack_id}", payload, f"something is not ready in week {week}")]


def _fault_lines(state: State) -> dict[str, str]:
    return {fault.name: fault.sentence for fault in state.faults}


def _faults_redrawn(
    state: State, _person: data.models.Person, _morning: rules.morning.Morning, told: data.models.MorningPart
) -> collections.abc.Mapping[str, object]:
    return messages.morning.redrawn(told.payload, _fault_lines(state))


def _sweep(state: State, person: data.models.Person, morning: rules.morning.Morning) -> list[Part]:
    """For who is on duty when that working day ends: who hands duty over on it is asked what they hold."""
    _, ends = state.workdays[person.id or 0].hours(morning.day)
    if not any(first <= ends < end for first, end in state.dates.get(person.id or 0, ())):
        return []
    payload = jobs.sweep.part(state.reports, max(morning.at, state.now), state.reader(person))
    key = f"sweep:{morning.day}:{person.slack_id}"
    return [Part(key, payload, "reports wait in triage, and you are on duty")] if payload else []


def _sweep_redrawn(
    state: State, person: data.models.Person, _morning: rules.morning.Morning, told: data.models.MorningPart
) -> collections.abc.Mapping[str, object]:
    return jobs.sweep.redrawn(state.reports, state.now, state.reader(person), told.payload)


def _unread(state: State, person: data.models.Person, morning: rules.morning.Morning) -> list[Part]:
    found = jobs.receipts.reminders(state.receipts, person, morning.at, state.reader(person))
    return [Part(*one) for one in found]


def _unseen(state: State, person: data.models.Person, morning: rules.morning.Morning) -> list[Part]:
    """Of their freelancers, who have been reminded themselves a working day ago."""
    found = jobs.receipts.reports(state.receipts, person, morning.at)
    return [Part(*one) for one in found]


def _receipt_redrawn(
    state: State, _person: data.models.Person, _morning: rules.morning.Morning, told: data.models.MorningPart
) -> collections.abc.Mapping[str, object]:
    return jobs.receipts.redrawn(state.receipts, told)


def _checkins(state: State, person: data.models.Person, morning: rules.morning.Morning) -> list[Part]:
    reader = state.reader(person)
    kinds = (jobs.checkin_list.first, jobs.checkin_list.later, jobs.checkin_list.booked)
    return [Part(*told) for kind in kinds for told in kind(state.checkins, person, morning, reader)]


def _warnings(state: State, person: data.models.Person, morning: rules.morning.Morning) -> list[Part]:
    return [Part(*told) for told in jobs.not_logged.warnings(state.not_logged, person, morning)]


def _weekly_not_logged(state: State, person: data.models.Person, morning: rules.morning.Morning) -> list[Part]:
    """For managers: what its adviser was warned of in the week before."""
    first = rules.morning.first_of_week(state.workdays[person.id or 0], morning.day)
    if person.id not in state.managers or first is None:
        return []
    return [Part(*told) for told in jobs.not_logged.reports(state.not_logged, person, first)]


def _unadvised(state: State, person: data.models.Person, _morning: rules.morning.Morning) -> list[Part]:
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


def _weekly_unadvised(state: State, person: data.models.Person, morning: rules.morning.Morning) -> list[Part]:
    if not _is_weekly(state, person, morning, [one.since for one in state.caseload.unadvised]):
        return []
    week = rules.morning.week(morning.day)
    lines = jobs.caseload.unadvised_lines(state.caseload.unadvised, state.reader(person))
    payload = messages.morning.unadvised(lines, weekly=True)
    return [Part(f"unadvised-week:{week}:{person.slack_id}", payload, f"freelancers have no adviser in week {week}")]


def _unadvised_redrawn(
    state: State, person: data.models.Person, _morning: rules.morning.Morning, told: data.models.MorningPart
) -> collections.abc.Mapping[str, object]:
    lines = jobs.caseload.unadvised_lines(state.caseload.unadvised, state.reader(person))
    return messages.morning.redrawn(told.payload, lines)


def _exceptions(state: State, person: data.models.Person, morning: rules.morning.Morning) -> list[Part]:
    found = jobs.caseload.endings(state.caseload, person, person.id in state.managers, morning)
    return [Part(*told) for told in found]


def _exception_redrawn(
    state: State, person: data.models.Person, morning: rules.morning.Morning, told: data.models.MorningPart
) -> collections.abc.Mapping[str, object]:
    now = next((part for part in _exceptions(state, person, morning) if part.key == told.key), None)
    return now.payload if now else messages.caseload.no_longer(told.payload)


def _cover(state: State, person: data.models.Person, morning: rules.morning.Morning) -> list[Part]:
    if person.id not in state.managers:
        return []
    return [Part(*told) for told in jobs.checkin_spells.parts(state.away, person, morning, state.reader(person))]


def _renewals(state: State, person: data.models.Person, morning: rules.morning.Morning) -> list[Part]:
    if person.id not in state.managers:
        return []
    managers = sorted((state.people[ident] for ident in state.managers), key=lambda one: one.slack_id)
    found = jobs.renewal_parts.due(state.renewals, person, managers, morning, state.workdays[person.id or 0])
    return [Part(*one) for one in found]


def _silences(state: State, person: data.models.Person, morning: rules.morning.Morning) -> list[Part]:
    if person.id not in state.managers:
        return []
    return [
        Part(*one) for one in jobs.renewal_parts.warnings(state.renewals, person, morning, state.workdays[person.id])
    ]


def _leaving(state: State, person: data.models.Person, morning: rules.morning.Morning) -> list[Part]:
    if person.id not in state.managers:
        return []
    return [
        Part(*one) for one in jobs.renewal_parts.leaving(state.renewals, person, morning, state.workdays[person.id])
    ]


def _renewals_redrawn(
    state: State, _person: data.models.Person, morning: rules.morning.Morning, told: data.models.MorningPart
) -> collections.abc.Mapping[str, object]:
    return jobs.renewal_parts.redrawn(state.renewals, told, morning)


def _voices(state: State, person: data.models.Person, morning: rules.morning.Morning) -> list[Part]:
    asked = (jobs.renewal_parts.recommendations, jobs.renewal_parts.wishes)
    return [Part(*told) for ask in asked for told in ask(state.renewals, person, morning)]


def _not_decided(state: State, person: data.models.Person, morning: rules.morning.Morning) -> list[Part]:
    workdays = state.workdays[person.id or 0]
    return [Part(*one) for one in jobs.renewal_parts.silence(state.renewals, person, morning, workdays)]


def _checklists(state: State, person: data.models.Person, morning: rules.morning.Morning) -> list[Part]:
    found = jobs.checklist_parts.due(state.checklists, person, morning, state.workdays[person.id or 0])
    return [Part(*one) for one in found]


PARTS = (
    Kind("heads-up", _heads_ups, _heads_up_redrawn),
    Kind("sweep", _sweep, _sweep_redrawn),
    Kind(jobs.not_logged.WARNING, _warnings),
    Kind(jobs.checkin_list.KIND, _checkins),
    Kind(jobs.checkin_spells.KIND, _cover),
    Kind(jobs.not_logged.REPORT, _weekly_not_logged),
    Kind("unread", _unread, _receipt_redrawn),
    Kind("unseen", _unseen, _receipt_redrawn),
    Kind(jobs.renewal_parts.VOICE, _voices),
    Kind(jobs.renewal_parts.NOT_DECIDED, _not_decided),
    Kind(jobs.renewal_parts.DUE, _renewals, _renewals_redrawn),
    Kind(jobs.renewal_parts.SILENCE, _silences, _renewals_redrawn),
    Kind(jobs.renewal_parts.LEAVING, _leaving),
    Kind(jobs.checklist_parts.KIND, _checklists),
    Kind("gap", _gaps, _gaps_redrawn, within="gaps"),
    Kind("gaps", _weekly_gaps, _gaps_redrawn),
    Kind("unadvised", _unadvised, _unadvised_redrawn, within="unadvised-week"),
    Kind("unadvised-week", _weekly_unadvised, _unadvised_redrawn),
    Kind("exception", _exceptions, _exception_redrawn),
    Kind("fault", _faults, _faults_redrawn, within="readiness"),
    Kind("readiness", _weekly_faults, _faults_redrawn),
)
"""In the order in which a message has them. What a command told by `jobs.morning.tell` stands before them all."""

REDRAWN = {kind.name: kind.redraw for kind in PARTS if kind.redraw is not None}
"""What the parts of a running day say by now, for those kinds whose parts are looked at for it."""

WITHIN = {kind.name: kind.within for kind in PARTS if kind.within}
"""What is not drawn in a message that has a part of that other kind, which says the same."""
