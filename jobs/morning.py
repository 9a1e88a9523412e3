"""The morning message: what is not urgent for one person on one day, told at the start of their working day.

A part is told once, by its key: what is due at somebody's morning and was not told yet is told then, and what arises
later in the day waits for the next. The message of a day is edited until that day is over if what it says has changed.
"""

import collections
import collections.abc
import dataclasses
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
    changed = {
        ident for ident in mornings if _redraw(session, state, state.people[ident], mornings[ident], told[ident])
    }
    begun = data.morning.load_begun(session, a_while_ago)
    begin = [ident for ident, one in mornings.items() if one.at > since and (ident, one.day) not in begun]
    began, left = _begin_some(session, state, mornings, begin, waiting)
    for ident in sorted(changed | began):
        _show(session, state.people[ident], mornings[ident].day, now, mornings[ident].ends)
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
        near = dataclasses.replace(state, checkins=state.checkins.near([state.people[ident] for ident in these]))
        told = {ident for ident in these if _begin(session, near, near.people[ident], mornings[ident], waiting[ident])}
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
    person: data.models.Person,
    morning: rules.morning.Morning,
    waiting: Rows,
) -> bool:
    """Record what this morning tells; whether it tells anything."""
    ripe = [part for part in waiting if part.due_at <= state.now]
    for part in ripe:
        data.morning.record_told(session, part, morning.day)
    found = due(state, person, morning)
    at_once = data.outbox.load_due_at(session, [part.key for _, part in found])
    added = [
        data.morning.add(
            session, part.key, person.id or 0, kind, part.payload, part.reason, due_at=state.now, day=morning.day
        )
        for kind, part in found
        if part.key not in at_once and (part.until is None or state.now < part.until)
    ]
    return bool(ripe) or any(added)


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
            _show(session, person, day, now)


def _card(person: data.models.Person, day: datetime.date) -> str:
    return f"morning:{person.slack_id}:{day}"


def _show(
    session: sqlmodel.Session,
    person: data.models.Person,
    day: datetime.date,
    now: datetime.datetime,
    ends: datetime.datetime | None = None,
) -> None:
    """Post or edit the message of a day; what could not be posted before it ends is of no use."""
    told = data.morning.list_told(session, day, person.id)
    parts = in_order([part for part in told if part.day == day and part.payload])
    card = _card(person, day)
    draft = data.outbox.Draft(
        key=f"{card}:{now.isoformat()}",
        lane=f"@{person.slack_id}",
        payload=messages.morning.message([part.payload for part in parts], day),
        reason="; ".join(dict.fromkeys(part.reason for part in parts)),
        due_at=now,
        card=card,
        stale_at=ends,
    )
    data.outbox.show(session, draft)


def in_order(parts: Rows) -> Rows:
    """The parts that a message draws, in the table's order: what one says within another is left out."""
    order = {kind.name: number for number, kind in enumerate(jobs.morning_parts.PARTS)}
    kinds = {part.kind for part in parts}
    drawn = [part for part in parts if jobs.morning_parts.WITHIN.get(part.kind) not in kinds]
    return sorted(drawn, key=lambda part: (order.get(part.kind, -1), part.id))
