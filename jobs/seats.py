"""Seats of coming shifts whose people can't sit: given up, and dealt again or asked for.

Level-triggered: whoever recorded an absence, took somebody out of the pool or learned that they are gone, the same is
found to be done. A shift that runs is never dealt again.
"""

import datetime

import sqlmodel

import data.duty
import data.models
import data.vacancies
import jobs.absences
import jobs.rotation
import jobs.vacancies
import rules.asking
import rules.duty
import rules.pool
import rules.settings
import rules.sitting
import rules.working_hours

ASKED_WITHIN = datetime.timedelta(days=14)
"""A seat of a shift that begins sooner is asked for; a later one is dealt, and whoever gets it has time to say no."""


def settle(session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime) -> None:
    """Let everybody give up what they can't sit in, and look for somebody for each vacant seat."""
    known = jobs.rotation.load(session, programme, now)
    void = _void(known)
    for override in void:
        data.duty.cancel_override(session, override, now)
    void += jobs.rotation.end_clashes(session, programme, now)
    known = jobs.rotation.load(session, programme, now)
    for seat in _unable(known):
        _give_up(session, known, seat)
    for vacancy in data.vacancies.list_open(session):
        look_for(session, programme, vacancy, now)
    void += jobs.rotation.end_clashes(session, programme, now)
    for absence_id in {override.absence_id for override in void if override.absence_id is not None}:
        jobs.absences.tell_again(session, known, absence_id)


def _void(known: jobs.rotation.Rotation) -> list[data.models.Override]:
    """Coming overrides by somebody who is away then, or in the pool no more."""
    return [
        one
        for one in known.overrides
        if one.starts > known.now
        and not _is_able(known, one.in_id, one.starts, jobs.absences.to_be_there_until(known, one.ends))
    ]


def _unable(known: jobs.rotation.Rotation) -> list[data.models.Seat]:
    """Seats of coming shifts in which somebody would have to sit while they can't."""
    found = []
    for turn, (shift, seats) in zip(known.turns, known.shifts, strict=True):
        if shift.starts > known.now:
            spells = rules.sitting.spells(turn, known.overrides)
            found += [seat for seat in seats if not _can_sit(known, seat.person_id, spells)]
    return found


def _can_sit(known: jobs.rotation.Rotation, person: int, spells: list[rules.sitting.Spell]) -> bool:
    """Whether somebody can sit in what is left to them of their own seat."""
    own = [one for one in spells if one.person == one.dealt_to == person]
    return all(_is_able(known, person, one.starts, one.ends) for one in own)


def _is_able(known: jobs.rotation.Rotation, person: int, starts: datetime.datetime, ends: datetime.datetime) -> bool:
    member = next((one for one in known.members if one.person == person), None)
    return member is not None and rules.duty.can_sit(member, starts, ends, known.programme.time_zone)


def _give_up(session: sqlmodel.Session, known: jobs.rotation.Rotation, seat: data.models.Seat) -> None:
    shift = next(shift for shift, _ in known.shifts if shift.id == seat.shift_id)
    away = _away_in(known, seat.person_id, shift)
    data.vacancies.add(session, seat, away.id if away else None, known.now)
    data.duty.empty_seat(session, seat.shift_id, seat.place)


def _away_in(known: jobs.rotation.Rotation, person: int, shift: data.models.Shift) -> data.models.Absence | None:
    """The absence for which somebody can't sit in a shift."""
    zone = known.programme.time_zone
    days = rules.pool.working_days(known.people[person], known.programme.all_days_off)
    theirs = [one for one in known.absences if one.person_id == person]
    return next((one for one in theirs if rules.duty.misses_work(one, days, shift.starts, shift.ends, zone)), None)


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
    elif shift.starts - now <= ASKED_WITHIN:
        _ask_on(session, known, vacancy, shift)
    elif line := in_line(known, vacancy):
        take(session, known, vacancy, line[0][0].person)
    else:
        jobs.vacancies.tell_nobody_could(session, known, vacancy)


def _ask_on(
    session: sqlmodel.Session,
    known: jobs.rotation.Rotation,
    vacancy: data.models.Vacancy,
    shift: data.models.Shift,
) -> None:
    """Ask the next in line, unless somebody has the question to themselves; nobody is asked twice about one shift.

    Whoever is away just now is asked after all who are there, the first who is back first.
    """
    in_turn = [member for member, _ in in_line(known, vacancy)]
    line = sorted(in_turn, key=lambda one: rules.asking.can_look_at(known.now, _workdays(known, one)))
    _spare(session, known, vacancy, {member.person for member in line})
    asked = data.vacancies.list_questions_of_shift(session, vacancy.shift_id)
    answered = {one.person_id: one.answer for one in asked if one.answer in (None, data.models.Answer.NO)}
    following = next((member for member in line if member.person not in answered), None)
    has_time = any(one.vacancy_id == vacancy.id and one.answer is None and one.ask_next_at > known.now for one in asked)
    if following and not has_time:
        until = min(rules.asking.ask_next_at(known.now, _workdays(known, following)), shift.starts)
        data.vacancies.ask(session, vacancy.id or 0, following.person, known.now, until)
    willing = [one for one in line if answered.get(one.person) != data.models.Answer.NO]
    jobs.vacancies.show(session, known, vacancy, willing)


def _workdays(known: jobs.rotation.Rotation, member: rules.duty.Member) -> rules.working_hours.Workdays:
    return rules.working_hours.person_workdays(known.people[member.person], known.absences, known.programme)


def _spare(
    session: sqlmodel.Session, known: jobs.rotation.Rotation, vacancy: data.models.Vacancy, able: set[int]
) -> None:
    """Who was asked and can't sit any more, being away then or gone, need not answer."""
    for question in data.vacancies.list_questions(session, [vacancy.id or 0]):
        if question.answer is None and question.person_id not in able:
            data.vacancies.record_answer(session, question, data.models.Answer.VOID, known.now)


def in_line(
    known: jobs.rotation.Rotation, vacancy: data.models.Vacancy
) -> list[tuple[rules.duty.Member, rules.duty.Seating]]:
    """Who could take a vacant seat, the first to be asked first; not who gave it up, nor who sits there for another."""
    turn = next(
        turn for turn, (shift, _) in zip(known.turns, known.shifts, strict=True) if shift.id == vacancy.shift_id
    )
    line = rules.duty.next_in_line(known.turns, known.members, known.programme.calendar, turn)
    others = {vacancy.person_id, *(spell.person for spell in rules.sitting.spells(turn, known.overrides))}
    return [(member, seating) for member, seating in line if member.person not in others]


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


def give_back(session: sqlmodel.Session, known: jobs.rotation.Rotation, absence: data.models.Absence) -> None:
    """Somebody is not away after all: coming seats that they gave up for it are theirs again."""
    coming = {shift.id: (shift, seats) for shift, seats in known.shifts if shift.starts > known.now}
    for vacancy in data.vacancies.list_of_absence(session, absence.id or 0):
        if vacancy.shift_id not in coming or vacancy.person_id not in known.people:
            continue  # it has begun, or they have left the pool since
        shift, seats = coming[vacancy.shift_id]
        other = _away_in(known, vacancy.person_id, shift)
        if other is not None:
            data.vacancies.record_absence(session, vacancy, other.id or 0)
        elif _is_able(known, vacancy.person_id, shift.starts, shift.ends):
            _give_back(session, known, vacancy, seats)


def _give_back(
    session: sqlmodel.Session,
    known: jobs.rotation.Rotation,
    vacancy: data.models.Vacancy,
    seats: list[data.models.Seat],
) -> None:
    """Put somebody back into the seat they gave up, if it was theirs and has not moved on from who took it."""
    given_up = data.vacancies.list_of_seat(session, vacancy.shift_id, vacancy.place)
    position = given_up.index(vacancy)
    was_theirs = position == 0 or given_up[position - 1].taken_by_id == vacancy.person_id
    in_place = [seat.person_id for seat in seats if seat.place == vacancy.place]
    sits_already = any(seat.person_id == vacancy.person_id for seat in seats)
    if sits_already or not was_theirs or in_place not in ([], [vacancy.taken_by_id]):
        return
    data.duty.empty_seat(session, vacancy.shift_id, vacancy.place)
    data.duty.put_in_seat(session, vacancy.shift_id, vacancy.place, vacancy.person_id, vacancy.round)
    for one in given_up[position:]:  # who took it may have given it up since
        close(session, known, one, vacancy.person_id)


def has_work(session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime) -> bool:
    """Whether `settle` would find anything to do; asked at every tick, so that it must cost little."""
    if data.vacancies.has_due(session, now):
        return True
    if not data.duty.has_gone(session, now) and not _anybody_misses_work(session, programme, now):
        return False
    known = jobs.rotation.load_coming(session, programme, now)
    return bool(_void(known) or _unable(known))


def _anybody_misses_work(
    session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime
) -> bool:
    """Of those with a seat in a coming shift, whoever really sits in it."""
    zone, off = programme.time_zone, programme.all_days_off
    return any(
        rules.duty.misses_work(absence, rules.pool.working_days(person, off), shift.starts, shift.ends, zone)
        for absence, person, shift in data.duty.list_absences_in_coming_shifts(session, now)
    )
