"""Somebody is away while they are on duty: their partner and the managers know at once, and may find who covers."""

import datetime

import sqlmodel

import data.models
import data.outbox
import data.people
import jobs.rotation
import messages.absences
import messages.text
import rules.duty
import rules.local_time
import rules.pool
import rules.sitting

CHOICES = 3
"""From how many free people the managers choose who covers."""

CARD = "absent"
MIDNIGHT = datetime.time(0)


def tell(session: sqlmodel.Session, known: jobs.rotation.Rotation, absence: data.models.Absence) -> bool:
    """Tell who else sits, and the managers; False if the absence concerns nothing that runs now."""
    spell = sits_in(known, absence)
    if spell is None:
        return False
    report = _report(known, absence, spell)
    for partner in report.partners:
        _show(session, known, absence, partner, messages.absences.to_partner(report, _reader(partner, known)))
    for manager in data.people.list_managers(session):
        payload = messages.absences.to_manager(report, free(known, absence), _reader(manager, known))
        _show(session, known, absence, manager, payload)
    return True


def sits_in(known: jobs.rotation.Rotation, absence: data.models.Absence) -> rules.sitting.Spell | None:
    """What is left of the person's time in the running shift, if they are away on a working day of it."""
    running = known.running
    if running is None:
        return None
    days, zone = rules.pool.working_time(known.people[absence.person_id]).days, known.programme.time_zone
    for spell in rules.sitting.spells(running, known.overrides):
        starts = max(spell.starts, known.now)
        theirs = spell.person == absence.person_id and spell.ends > known.now
        if theirs and rules.duty.misses_work(absence, days, starts, spell.ends, zone):
            return spell
    return None


def span(known: jobs.rotation.Rotation, absence: data.models.Absence, spell: rules.sitting.Spell) -> rules.sitting.Span:
    """From when to when somebody would have to cover: the days away, cut to what is left of the spell."""
    zone = known.zone(absence.person_id)
    first, after = (rules.local_time.instant(day, MIDNIGHT, zone) for day in (absence.starts, absence.ends))
    return max(first, spell.starts, known.now), min(after, spell.ends)


def free(known: jobs.rotation.Rotation, absence: data.models.Absence) -> list[data.models.Person]:
    """Those in the pool who could cover, who rested longest first."""
    running, spell = known.running, sits_in(known, absence)
    if running is None or spell is None:
        return []
    starts, ends = span(known, absence, spell)
    sitting = {one.person for one in rules.sitting.spells(running, known.overrides) if one.ends > known.now}
    zone = known.programme.time_zone
    able = [one for one in known.members if one.person not in sitting and rules.duty.can_sit(one, starts, ends, zone)]
    rested = rules.duty.rested_longest(known.turns, able, running.starts)
    return [known.people[one.person] for one in rested[:CHOICES]]


def _report(
    known: jobs.rotation.Rotation, absence: data.models.Absence, spell: rules.sitting.Spell
) -> messages.absences.Report:
    starts, ends = span(known, absence, spell)
    spells = rules.sitting.spells(known.running, known.overrides) if known.running else []
    partners = {
        one.person for one in spells if one.dealt_to != spell.dealt_to and one.starts < ends and starts < one.ends
    }
    return messages.absences.Report(
        absence,
        known.people[absence.person_id],
        [known.people[person] for person in sorted(partners)],
        starts,
        ends,
    )


def settled(
    session: sqlmodel.Session,
    known: jobs.rotation.Rotation,
    absence: data.models.Absence,
    covered_by: data.models.Person | None = None,
) -> None:
    """Whoever was told of the absence reads who covers, or that the person is back; the buttons are gone."""
    person = data.people.load_by_id(session, [absence.person_id])[absence.person_id]
    for card, lane in data.outbox.list_cards(session, f"{CARD}:{absence.id}:"):
        reader_of = data.people.find(session, lane.removeprefix("@"))
        if reader_of is not None:
            payload = messages.absences.settled(person, absence, covered_by)
            _draft(session, known, f"{CARD}:{absence.id}", reader_of, payload, card)
            if covered_by is None or reader_of.id != covered_by.id:
                _draft(session, known, f"{CARD}:{absence.id}:news", reader_of, payload)


def _show(
    session: sqlmodel.Session,
    known: jobs.rotation.Rotation,
    absence: data.models.Absence,
    person: data.models.Person,
    payload: messages.text.Payload,
) -> None:
    card = f"{CARD}:{absence.id}:{person.slack_id}"
    _draft(session, known, f"{CARD}:{absence.id}", person, payload, card)


def _draft(
    session: sqlmodel.Session,
    known: jobs.rotation.Rotation,
    key: str,
    person: data.models.Person,
    payload: messages.text.Payload,
    card: str | None = None,
) -> None:
    """A card as it is to look from now on, or a new line under it, which rings where an edit does not."""
    if not person.active:
        return
    draft = data.outbox.Draft(
        key=f"{key}:{person.slack_id}:{known.now.isoformat()}",
        lane=f"@{person.slack_id}",
        payload=payload,
        reason="somebody on duty is away, or back",
        due_at=known.now,
        card=card,
    )
    if card is None:
        data.outbox.enqueue(session, [draft])
    else:
        data.outbox.show(session, draft)


def _reader(person: data.models.Person, known: jobs.rotation.Rotation) -> messages.text.Reader:
    return messages.text.Reader(rules.pool.zone_of(person, known.programme.time_zone))
