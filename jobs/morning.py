"""The morning message: what is not urgent for one person on one day, told at the start of their working day.

A part is told once, by its key: what is due at somebody's morning and was not told yet is told then, and what arises
later in the day waits for the next. The message of a day is edited until that day is over if what it says has changed.
"""

import collections
import collections.abc
import datetime

import sqlmodel

import data.models
import data.morning
import data.outbox
import data.settings
import jobs.duty_parts
import jobs.morning_parts
import jobs.morning_state
import jobs.readiness
import messages.morning
import messages.text
import rules.duty
import rules.morning
import rules.settings

LOOK_AGAIN = datetime.timedelta(hours=6)
"""After so long all is looked at though nothing is known to have changed."""

MOMENT = datetime.timedelta.resolution

TOLD_AT_ONCE = 60
"""Mornings of which one look begins as many together; once any of them had something to tell, the next look goes on."""

Rows = list[data.models.MorningPart]


def tell(
    session: sqlmodel.Session,
    person: data.models.Person,
    key: str,
    kind: str,
    payload: messages.text.Payload,
    reason: str,
    now: datetime.datetime,
    at_once: bool,
    until: datetime.datetime | None = None,
) -> None:
    """Tell somebody something once: at once as a message of its own, or else as a part of their next morning message.

    `payload` is a whole message, which ends with its own *Why do I get this?*. A message of its own that could not be
    sent by `until` is dropped. Who has left gets nothing.
    """
    if not person.active:
        return
    if not at_once:
        data.morning.add(session, key, person.id or 0, kind, payload, reason, due_at=now)
        return
    message = messages.morning.alone(payload)
    lane = f"@{person.slack_id}"
    draft = data.outbox.Draft(key=key, lane=lane, payload=message, reason=reason, due_at=now, stale_at=until)
    data.outbox.enqueue_new(session, [draft])


def tick(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Look if anybody's morning has begun, or anything has changed, since the last look."""
    glance = data.morning.WATCH.glance(session, now)
    if glance.live_at is None:
        return
    since = max(glance.live_at, glance.at or glance.live_at)  # what was due before Muster went live is never told
    if now >= since and not glance.is_in_vain(now):
        _look(session, now, since)


def _look(session: sqlmodel.Session, now: datetime.datetime, since: datetime.datetime) -> None:
    jobs.readiness.refresh(session, rules.settings.read(data.settings.load(session)), now)
    waiting = _by_person(data.morning.list_waiting(session))
    a_while_ago = now.date() - jobs.morning_state.LOOK_BACK
    told = _by_person(data.morning.list_told(session, a_while_ago, kinds=jobs.morning_parts.REDRAWN))
    state = jobs.morning_state.load(session, now, also={*waiting, *told})
    _tell_urgent_gaps(session, state, told)
    mornings = _mornings(state)
    begun = data.morning.load_begun(session, a_while_ago)
    begin = [ident for ident, one in mornings.items() if one.at > since and (ident, one.day) not in begun]
    began, left = _begin_some(session, state, mornings, begin, waiting)
    changed = {
        ident
        for ident in (mornings if not left else ())  # what was told waits for those whose mornings have begun
        if _redraw(session, state, state.people[ident], mornings[ident], told[ident])
    }
    _show(session, state, mornings, sorted(changed | began))
    if left:  # the next look goes on from there, and passes over whose morning has told anything
        data.morning.WATCH.record(session, mornings[left[0]].at - MOMENT, again_at=now)
    else:
        data.morning.WATCH.record(session, now, _again_at(state))


def _mornings(state: jobs.morning_state.State) -> dict[int, rules.morning.Morning]:
    """Everybody's morning whose day runs, the earliest first."""
    found = {ident: rules.morning.current(workdays, state.now) for ident, workdays in state.workdays.items()}
    running = [(ident, one) for ident, one in found.items() if one is not None]
    return dict(sorted(running, key=lambda entry: (entry[1].at, entry[0])))


def _begin_some(
    session: sqlmodel.Session,
    state: jobs.morning_state.State,
    mornings: collections.abc.Mapping[int, rules.morning.Morning],
    begin: list[int],
    waiting: collections.abc.Mapping[int, Rows],
) -> tuple[set[int], list[int]]:
    """Begin mornings in this order until some have told something: who was told, and whose are left."""
    told: set[int] = set()
    while begin and not told:
        these, begin = begin[:TOLD_AT_ONCE], begin[TOLD_AT_ONCE:]
        told = _begin(session, state, {ident: mornings[ident] for ident in these}, waiting)
    return told, begin


def _by_person(rows: Rows) -> collections.defaultdict[int, Rows]:
    found = collections.defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found


def _again_at(state: jobs.morning_state.State) -> datetime.datetime:
    """When the next morning begins, a gap becomes urgent, or the time of somebody who was asked is over."""
    following = (rules.morning.following(workdays, state.now) for workdays in state.workdays.values())
    instants = [state.now + LOOK_AGAIN, *(morning.at for morning in following if morning is not None)]
    instants += [gap.turn.starts - rules.morning.URGENT for gap in state.gaps]
    instants += [question.ask_next_at + rules.morning.GRACE for question in state.questions if question.answer is None]
    return min(instant for instant in instants if instant > state.now)


def _tell_urgent_gaps(
    session: sqlmodel.Session, state: jobs.morning_state.State, told: collections.abc.Mapping[int, Rows]
) -> None:
    """Tell the managers at once, unless a morning has told them already, by itself or in the list of the week."""
    for manager in (state.people[person_id] for person_id in state.managers):
        read = {about for row in told[manager.id or 0] for about in jobs.duty_parts.lines(row)}
        found = jobs.duty_parts.new_gaps(state, manager, state.now)
        urgent = [
            part
            for part, gaps in found
            if any(_is_urgent(gap.turn, state.now) and gap.turn.starts.isoformat() not in read for gap in gaps)
        ]
        known = data.morning.find_keys(session, [part.key for part in urgent])
        for part in urgent:
            if part.key not in known:
                tell(session, manager, part.key, "gap", part.payload, part.reason, state.now, at_once=True)


def _is_urgent(turn: rules.duty.Turn, now: datetime.datetime) -> bool:
    return rules.morning.is_urgent(turn.starts, turn.ends, now)


def _redraw(
    session: sqlmodel.Session,
    state: jobs.morning_state.State,
    person: data.models.Person,
    morning: rules.morning.Morning,
    told: Rows,
) -> bool:
    """Let this day's parts say what is so by now; whether any says something else."""
    changed = False
    for part in told:
        if part.day == morning.day and part.payload:
            payload = jobs.morning_parts.REDRAWN[part.kind](state, person, morning, part)
            if payload != part.payload:
                data.morning.rewrite(session, part, payload)
                changed = True
    return changed


def _begin(
    session: sqlmodel.Session,
    state: jobs.morning_state.State,
    mornings: collections.abc.Mapping[int, rules.morning.Morning],
    waiting: collections.abc.Mapping[int, Rows],
) -> set[int]:
    """Record what these mornings tell; whose tell anything."""
    ripe = [part for ident in mornings for part in waiting[ident] if part.due_at <= state.now]
    for part in ripe:
        data.morning.record_told(session, part, mornings[part.person_id].day)
    near = state.near(mornings)
    found = [
        data.morning.Row(part.key, ident, kind, part.payload, part.reason, state.now, morning.day)
        for ident, morning in mornings.items()
        for kind, part in due(near, near.people[ident], morning)
        if part.until is None or state.now < part.until
    ]
    keys = [row.key for row in found]
    known = data.morning.find_keys(session, keys) | data.outbox.find_keys(session, keys)
    new = [row for row in found if row.key not in known]
    data.morning.add_all(session, new)
    return {part.person_id for part in ripe} | {row.person_id for row in new}


def due(
    state: jobs.morning_state.State, person: data.models.Person, morning: rules.morning.Morning
) -> list[tuple[str, jobs.morning_state.Part]]:
    """Every part, with its kind, that this morning's message has unless it was told before."""
    return [(kind.name, part) for kind in jobs.morning_parts.PARTS for part in kind.parts(state, person, morning)]


def rewrite(
    session: sqlmodel.Session,
    person: data.models.Person,
    said: collections.abc.Sequence[tuple[data.models.MorningPart, messages.text.Payload]],
    now: datetime.datetime,
) -> None:
    """Let parts that mornings have told say something else: their messages are edited, whatever day they are of."""
    changed = [(part, payload) for part, payload in said if part.payload != payload]
    for part, payload in changed:
        data.morning.rewrite(session, part, payload)
    for day in sorted({part.day for part, _ in changed if part.day is not None}):
        if data.outbox.stands(session, _card(person, day)):
            told = data.morning.list_told(session, day, person.id)
            data.outbox.show(session, _draft(person, day, told, now))


def _card(person: data.models.Person, day: datetime.date) -> str:
    return f"morning:{person.slack_id}:{day}"


def _show(
    session: sqlmodel.Session,
    state: jobs.morning_state.State,
    mornings: collections.abc.Mapping[int, rules.morning.Morning],
    people: list[int],
) -> None:
    """Post or edit these people's messages; what could not be posted before the day ends is of no use."""
    told = _by_person(data.morning.list_told_to(session, people, state.now.date() - jobs.morning_state.LOOK_BACK))
    shown = ((state.people[ident], mornings[ident], told[ident]) for ident in people)
    data.outbox.show_all(session, [_draft(one, at.day, parts, state.now, at.ends) for one, at, parts in shown])


def _draft(
    person: data.models.Person,
    day: datetime.date,
    told: Rows,
    now: datetime.datetime,
    ends: datetime.datetime | None = None,
) -> data.outbox.Draft:
    """The message of a day, by what somebody's mornings have told."""
    parts = in_order([part for part in told if part.day == day and part.payload])
    card = _card(person, day)
    return data.outbox.Draft(
        key=f"{card}:{now.isoformat()}",
        lane=f"@{person.slack_id}",
        payload=messages.morning.message([part.payload for part in parts], day),
        reason="; ".join(dict.fromkeys(part.reason for part in parts)),
        due_at=now,
        card=card,
        stale_at=ends,
    )


def in_order(parts: Rows) -> Rows:
    """The parts that a message draws, in the table's order: what one says within another is left out."""
    order = {kind.name: number for number, kind in enumerate(jobs.morning_parts.PARTS)}
    kinds = {part.kind for part in parts}
    drawn = [part for part in parts if jobs.morning_parts.WITHIN.get(part.kind) not in kinds]
    return sorted(drawn, key=lambda part: (order.get(part.kind, -1), part.id))
