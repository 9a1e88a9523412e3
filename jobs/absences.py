"""Somebody is away while they are on duty: their partner and the managers know at once, and may find who covers."""

import dataclasses
import datetime

import sqlmodel

import data.duty
import data.models
import data.outbox
import data.people
import data.vacancies
import jobs.rotation
import messages.absences
import messages.text
import rules.duty
import rules.local_time
import rules.pool
import rules.sitting

CHOICES = 3
"""From how many free people the managers choose who covers."""

MIDNIGHT = datetime.time(0)
DAY = datetime.timedelta(days=1)
MOMENT = datetime.timedelta(microseconds=1)


def may_touch_duty(session: sqlmodel.Session, absence: data.models.Absence, now: datetime.datetime) -> bool:
    """Whether the person may have to sit on one of the days away, or is asked to; most days away touch no duty.

    A day more on either side makes up for all zones.
    """
    if data.vacancies.is_asked(session, absence.person_id):
        return True
    days = (absence.starts - DAY, absence.ends + DAY)
    first, end = (datetime.datetime.combine(day, MIDNIGHT, datetime.UTC) for day in days)
    return data.duty.may_sit_within(session, absence.person_id, max(first, now), end)


def tell(session: sqlmodel.Session, known: jobs.rotation.Rotation, absence: data.models.Absence) -> bool:
    """Tell who else sits, and the managers; False if the absence concerns nothing that runs now."""
    spell = sits_in(known, absence)
    if spell is None:
        return False
    missed = _missed(known, absence, spell)
    card = f"{_cards(absence)}{known.now.isoformat()}"
    for partner in missed.partners:
        _draft(session, known, partner, messages.absences.to_partner(missed, known.reader(partner)), card, missed.ends)
    for manager in data.people.list_managers(session):  # of one who sits as well, this is the one that stays
        payload = messages.absences.to_manager(missed, free(known, absence), known.reader(manager))
        _draft(session, known, manager, payload, card, missed.ends)
    return True


def tell_again(session: sqlmodel.Session, known: jobs.rotation.Rotation, absence_id: int) -> None:
    """Whoever was to cover can't any more."""
    absence = data.duty.find_absence(session, absence_id)
    if absence is not None:
        tell(session, known, absence)


def tell_gone(session: sqlmodel.Session, known: jobs.rotation.Rotation, person: data.models.Person) -> None:
    """Tell who sits with somebody that they are gone from the workspace: a shift that runs is not dealt again."""
    spell = left_open_by(known, person)
    if known.running is None or spell is None:
        return
    for partner in known.present(known.running, spell.starts):
        payload = messages.absences.gone_to_partner(person, spell.starts, spell.ends, known.reader(partner))
        card = f"absent:gone:{person.slack_id}:{known.now.isoformat()}"
        _draft(session, known, partner, payload, card, spell.ends)


def left_open_by(known: jobs.rotation.Rotation, person: data.models.Person) -> rules.sitting.Spell | None:
    """What is left of the time in which somebody who is gone would sit in the running shift."""
    spells = rules.sitting.spells(known.running, known.overrides) if known.running else []
    own = next((one for one in spells if one.person == person.id and one.ends > known.now), None)
    return dataclasses.replace(own, starts=max(own.starts, known.now)) if own else None


def _cards(absence: data.models.Absence) -> str:
    """How the keys of all cards about an absence begin."""
    return f"absent:{absence.id}:"


def sits_in(known: jobs.rotation.Rotation, absence: data.models.Absence) -> rules.sitting.Spell | None:
    """What of the person's time in the running shift they are away in, on a working day, and not yet covered."""
    if known.running is None or absence.cancelled_at is not None:
        return None
    for spell in rules.sitting.spells(known.running, known.overrides):
        if spell.person == absence.person_id and _misses(known, absence, spell):
            return spell
    return None


def _misses(known: jobs.rotation.Rotation, absence: data.models.Absence, spell: rules.sitting.Spell) -> bool:
    starts, ends = span(known, absence, spell)
    days = rules.pool.working_days(known.people[absence.person_id], known.programme.all_days_off)
    return starts < ends and rules.duty.misses_work(absence, days, starts, ends, known.zone(absence.person_id))


def span(known: jobs.rotation.Rotation, absence: data.models.Absence, spell: rules.sitting.Spell) -> rules.sitting.Span:
    """From when to when somebody would have to cover: the days away, cut to what is left of the spell."""
    zone = known.zone(absence.person_id)
    first, after = (rules.local_time.instant(day, MIDNIGHT, zone) for day in (absence.starts, absence.ends))
    return max(first, spell.starts, known.now), min(after, spell.ends)


def free(known: jobs.rotation.Rotation, absence: data.models.Absence) -> list[data.models.Person]:
    """Those in the pool who could cover, who rested longest first."""
    spell = sits_in(known, absence)
    if spell is None:
        return []
    starts, ends = span(known, absence, spell)
    return free_in(known, dataclasses.replace(spell, starts=starts, ends=ends))


def free_in(known: jobs.rotation.Rotation, spell: rules.sitting.Spell) -> list[data.models.Person]:
    """Those in the pool who could sit in that part of the running shift, who rested longest first."""
    running = known.running
    if running is None:
        return []
    sitting = {one.person for one in rules.sitting.spells(running, known.overrides) if one.ends > known.now}
    zone = known.programme.time_zone
    others = [one for one in known.members if one.person not in sitting and one.joined <= spell.starts]
    able = [one for one in others if rules.duty.can_sit(one, spell.starts, to_be_there_until(known, spell.ends), zone)]
    rested = rules.duty.rested_longest(known.turns, able, running.starts)
    return [known.people[one.person] for one in rested[:CHOICES]]


def to_be_there_until(known: jobs.rotation.Rotation, ends: datetime.datetime) -> datetime.datetime:
    """The end of the days on which somebody has to be there who sits until `ends`: a handover's own day is none."""
    return ends if any(turn.ends == ends for turn in known.turns) else ends - MOMENT + DAY


def _missed(
    known: jobs.rotation.Rotation, absence: data.models.Absence, spell: rules.sitting.Spell
) -> messages.absences.Missed:
    starts, ends = span(known, absence, spell)
    there = known.present(known.running, starts) if known.running else []
    partners = [person for person in there if person.id != absence.person_id]
    return messages.absences.Missed(absence, known.people[absence.person_id], partners, starts, ends)


def covered(
    session: sqlmodel.Session,
    known: jobs.rotation.Rotation,
    absence: data.models.Absence,
    by: data.models.Person,
    actor_id: int | None,
) -> None:
    """Whoever was told of the absence reads who covers, and the buttons are gone."""
    payload = messages.absences.covered(known.people[absence.person_id], absence, by)
    _settle(session, known, absence, payload, knows={by.id, actor_id})


def returned(
    session: sqlmodel.Session, known: jobs.rotation.Rotation, absence: data.models.Absence, actor_id: int | None
) -> None:
    """Whoever was told of it reads that somebody is not away any more, or is still, for other days that they named."""
    spells = rules.sitting.spells(known.running, known.overrides) if known.running else []
    if not any(one.person == absence.person_id and one.ends > known.now for one in spells):
        return
    others = [one for one in known.absences if one.person_id == absence.person_id and one.id != absence.id]
    still = next((one for one in others if sits_in(known, one)), None)
    payload = messages.absences.returned(known.people[absence.person_id], absence, still)
    _settle(session, known, absence, payload, knows={actor_id})
    if still is not None:
        tell(session, known, still)


def _settle(
    session: sqlmodel.Session,
    known: jobs.rotation.Rotation,
    absence: data.models.Absence,
    payload: messages.text.Payload,
    knows: set[int | None],
) -> None:
    """Every card about an absence says this from now on, with a new line under it for who does not know yet."""
    told: set[int] = set()
    for card, lane in data.outbox.list_cards(session, _cards(absence)):
        person = data.people.find(session, lane.removeprefix("@"))
        if person is not None:
            _draft(session, known, person, payload, card.removesuffix(f":{person.slack_id}"))
            told.add(person.id or 0)
    for person in data.people.load_by_id(session, told - knows).values():
        _draft(session, known, person, payload)


def _draft(
    session: sqlmodel.Session,
    known: jobs.rotation.Rotation,
    person: data.models.Person,
    payload: messages.text.Payload,
    card: str | None = None,
    stale_at: datetime.datetime | None = None,
) -> None:
    """A person's card as it is to look from now on, or a new line under it, which rings where an edit does not."""
    if not person.active:
        return
    own = f"{card or 'absent'}:{person.slack_id}"
    draft = data.outbox.Draft(
        key=f"{own}:{known.now.isoformat()}",
        lane=f"@{person.slack_id}",
        payload=payload,
        reason="somebody on duty is away, or back",
        due_at=known.now,
        card=own if card else None,
        stale_at=stale_at,
    )
    if card is None:
        data.outbox.enqueue(session, [draft])
    else:
        data.outbox.show(session, draft)
