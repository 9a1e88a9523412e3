"""Seats of coming shifts whose people can't sit: given up, and dealt again or asked for.

Level-triggered: whoever recorded an absence, took somebody out of the pool or learned that they are gone, the same is
found to be done. A shift that runs is never dealt again.
"""

import datetime

import sqlmodel

import data.duty
import data.models
import data.vacancies
import jobs.rotation
import jobs.vacancies
import rules.asking
import rules.duty
import rules.pool
import rules.settings
import rules.sitting

ASKED_WITHIN = datetime.timedelta(days=14)
"""A seat of a shift that begins sooner is asked for; a later one is dealt, and whoever gets it has time to say no."""


def settle(session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime) -> None:
    """Let everybody give up what they can't sit in, and look for somebody for each vacant seat."""
    known = jobs.rotation.load(session, programme, now)
    for override in _void(known):
        data.duty.cancel_override(session, override, now)
    for seat in _unable(jobs.rotation.load(session, programme, now)):
        _give_up(session, known, seat)
    for vacancy in data.vacancies.list_open(session):
        look_for(session, programme, vacancy, now)


def _void(known: jobs.rotation.Rotation) -> list[data.models.Override]:
    """Coming overrides by somebody who is away then, or in the pool no more."""
    members = {member.person: member for member in known.members}
    zone = known.programme.time_zone
    return [
        one
        for one in known.overrides
        if one.starts > known.now
        and (one.in_id not in members or not rules.duty.can_sit(members[one.in_id], one.starts, one.ends, zone))
    ]


def _unable(known: jobs.rotation.Rotation) -> list[data.models.Seat]:
    """Seats of coming shifts in which somebody would have to sit while they can't."""
    members = {member.person: member for member in known.members}
    found = []
    for turn, (shift, seats) in zip(known.turns, known.shifts, strict=True):
        if shift.starts <= known.now:
            continue
        spells = rules.sitting.spells(turn, known.overrides)
        own = {
            seat.person_id: [one for one in spells if one.person == one.dealt_to == seat.person_id] for seat in seats
        }
        found += [seat for seat in seats if not _can_sit(known, members.get(seat.person_id), own[seat.person_id])]
    return found


def _can_sit(
    known: jobs.rotation.Rotation, member: rules.duty.Member | None, spells: list[rules.sitting.Spell]
) -> bool:
    zone = known.programme.time_zone
    return not spells or (
        member is not None and all(rules.duty.can_sit(member, one.starts, one.ends, zone) for one in spells)
    )


def _give_up(session: sqlmodel.Session, known: jobs.rotation.Rotation, seat: data.models.Seat) -> None:
    shift = next(shift for shift, _ in known.shifts if shift.id == seat.shift_id)
    zone = known.programme.time_zone
    days = rules.pool.working_time(known.people[seat.person_id]).days
    theirs = [one for one in known.absences if one.person_id == seat.person_id]
    away = next((one for one in theirs if rules.duty.misses_work(one, days, shift.starts, shift.ends, zone)), None)
    data.vacancies.add(session, seat, away.id if away else None, known.now)
    data.duty.empty_seat(session, seat.shift_id, seat.place)


def look_for(
    session: sqlmodel.Session,
    programme: rules.settings.Programme,
    vacancy: data.models.Vacancy,
    now: datetime.datetime,
) -> None:
    """Deal a vacant seat, or ask the next in line for it; what begins before anybody took it stays empty."""
    known = jobs.rotation.load(session, programme, now)
    shift = next(shift for shift, _ in known.shifts if shift.id == vacancy.shift_id)
    if shift.starts <= now:
        close(session, known, vacancy, None)
        return
    asked = data.vacancies.list_questions(session, [vacancy.id or 0])
    line = [one for one, _ in in_line(known, vacancy) if one.person not in {question.person_id for question in asked}]
    if shift.starts - now > ASKED_WITHIN:
        if line:
            take(session, known, vacancy, line[0].person)
    elif line and not any(one.answer is None and one.ask_next_at > now for one in asked):
        _ask(session, known, vacancy, line[0])
    elif not asked and not line:
        jobs.vacancies.show(session, known, vacancy, [])


def in_line(
    known: jobs.rotation.Rotation, vacancy: data.models.Vacancy
) -> list[tuple[rules.duty.Member, rules.duty.Seating]]:
    """Who could take a vacant seat, the first to be asked first; not who gave it up."""
    position = next(n for n, (shift, _) in enumerate(known.shifts) if shift.id == vacancy.shift_id)
    line = rules.duty.next_in_line(known.turns, known.members, known.programme.calendar, known.turns[position])
    return [(member, seating) for member, seating in line if member.person != vacancy.person_id]


def is_open(known: jobs.rotation.Rotation, vacancy: data.models.Vacancy, person_id: int) -> bool:
    """Whether a seat is still vacant, its shift has not begun, and this person could take it."""
    coming = any(shift.id == vacancy.shift_id and shift.starts > known.now for shift, _ in known.shifts)
    could = coming and any(member.person == person_id for member, _ in in_line(known, vacancy))
    return could and vacancy.settled_at is None


def take(
    session: sqlmodel.Session, known: jobs.rotation.Rotation, vacancy: data.models.Vacancy, person_id: int
) -> None:
    """Let somebody who could do so sit in a vacant seat."""
    number = next(seating.round for _, seating in in_line(known, vacancy) if seating.person == person_id)
    data.duty.put_in_seat(session, vacancy.shift_id, vacancy.place, person_id, number)
    close(session, known, vacancy, person_id)


def close(
    session: sqlmodel.Session, known: jobs.rotation.Rotation, vacancy: data.models.Vacancy, person_id: int | None
) -> None:
    """Nobody is looked for any more, and whoever was asked or could decide reads how it ended."""
    data.vacancies.settle(session, vacancy, person_id, known.now)
    jobs.vacancies.show(session, known, vacancy, [])


def _ask(
    session: sqlmodel.Session,
    known: jobs.rotation.Rotation,
    vacancy: data.models.Vacancy,
    member: rules.duty.Member,
) -> None:
    working = rules.pool.working_time(known.people[member.person])
    until = rules.asking.ask_next_at(known.now, member.zone, working)
    data.vacancies.ask(session, vacancy.id or 0, member.person, known.now, until)
    others = [one for one, _ in in_line(known, vacancy) if one.person != member.person]
    jobs.vacancies.show(session, known, vacancy, others)


def give_back(session: sqlmodel.Session, known: jobs.rotation.Rotation, absence: data.models.Absence) -> None:
    """Somebody is not away after all: coming seats that they gave up for it are theirs again."""
    coming = {shift.id: seats for shift, seats in known.shifts if shift.starts > known.now}
    for vacancy in data.vacancies.list_of_absence(session, absence.id or 0):
        if vacancy.shift_id not in coming or vacancy.taken_by_id == vacancy.person_id:
            continue
        sitting = [seat for seat in coming[vacancy.shift_id] if seat.place == vacancy.place]
        if [seat.person_id for seat in sitting] not in ([], [vacancy.taken_by_id]):
            continue  # it has moved on since
        data.duty.empty_seat(session, vacancy.shift_id, vacancy.place)
        data.duty.put_in_seat(session, vacancy.shift_id, vacancy.place, vacancy.person_id, vacancy.round)
        close(session, known, vacancy, vacancy.person_id)


def has_work(session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime) -> bool:
    """Whether `settle` could find anything to do; asked at every tick, so that it must cost little."""
    if data.vacancies.has_open(session) or data.duty.has_gone(session, now):
        return True
    zone = programme.time_zone
    return any(
        rules.duty.misses_work(absence, rules.pool.working_time(person).days, shift.starts, shift.ends, zone)
        for absence, person, shift in data.duty.list_absences_in_coming_shifts(session, now)
    )
