"""The rotation as the store has it, loaded once for a decision."""

import collections.abc
import dataclasses
import datetime
import functools
import zoneinfo

import sqlmodel

import data.duty
import data.models
import data.people
import data.settings
import messages.duty
import messages.text
import rules.duty
import rules.override
import rules.pool
import rules.settings
import rules.sitting

Shifts = list[tuple[data.models.Shift, list[data.models.Seat]]]
Pool = collections.abc.Sequence[tuple[data.models.PoolMembership, data.models.Person]]

LOOK_BACK = 2 * rules.duty.SHIFT
"""Within this the shift before the running one lies, and the overrides that changed it."""


@dataclasses.dataclass(frozen=True)
class Rotation:
    """Shifts with their seats, overrides, absences and the pool. `people` holds everybody who is in one of them."""

    now: datetime.datetime
    programme: rules.settings.Programme
    shifts: Shifts
    overrides: list[data.models.Override]
    absences: list[data.models.Absence]
    members: list[rules.duty.Member]
    people: dict[int, data.models.Person]

    @functools.cached_property
    def turns(self) -> list[rules.duty.Turn]:
        """The shifts as the rules see them, by start."""
        return [rules.duty.turn(shift, seats) for shift, seats in self.shifts]

    @functools.cached_property
    def dates(self) -> dict[int, tuple[rules.sitting.Span, ...]]:
        """When each person sits in what runs or comes."""
        found = rules.sitting.dates([turn for turn in self.turns if turn.ends > self.now], self.overrides)
        return {person: tuple(span for span in spans if span[1] > self.now) for person, spans in found.items()}

    @property
    def running(self) -> rules.duty.Turn | None:
        """The shift that runs now."""
        return rules.duty.on_duty(self.turns, self.now)

    def zone(self, person_id: int) -> zoneinfo.ZoneInfo:
        """Where somebody is, or the programme's zone where that is not known."""
        return rules.pool.zone_of(self.people[person_id], self.programme.time_zone)

    def reader(self, person: data.models.Person) -> messages.text.Reader:
        """For whom something about the rotation is made, in the pool or not."""
        return messages.text.reader(person, self.programme.time_zone)

    @functools.cached_property
    def _zones(self) -> dict[int, zoneinfo.ZoneInfo]:
        return {person: self.zone(person) for person in self.people}

    def sitters(self, turn: rules.duty.Turn, at: datetime.datetime) -> tuple[rules.sitting.Sitter, ...]:
        """Who sits at that instant, each with the absence that keeps them from it then."""
        return rules.sitting.sitters(turn, self.overrides, self.absences, self._zones, at)

    def present(self, turn: rules.duty.Turn, at: datetime.datetime) -> list[data.models.Person]:
        """Who sits at that instant and is there to be mentioned."""
        sitting = [self.people[one.person] for one in self.sitters(turn, at) if one.away is None]
        return [person for person in sitting if person.active]

    def view(self, turn: rules.duty.Turn) -> messages.duty.Shift:
        """A shift as people read of it: who sits in it now, or when it begins, and what will change in it."""
        at = max(turn.starts, self.now)
        sitting = self.sitters(turn, at)
        here = self.present(turn, at)
        return messages.duty.Shift(
            starts=turn.starts,
            ends=turn.ends,
            pair=here,
            away=[
                messages.duty.Away(self.people[one.person], one.away)
                for one in sitting
                if self.people[one.person] not in here
            ],
            covers=self._covers(turn),
        )

    def _covers(self, turn: rules.duty.Turn) -> list[messages.duty.Cover]:
        """Who sits for whom in what is left of the shift, in the order in which they begin."""
        found = [
            messages.duty.Cover(self.people[one.person], self.people[one.dealt_to], one.starts, one.ends)
            for one in rules.sitting.spells(turn, self.overrides)
            if one.person != one.dealt_to and one.ends > self.now
        ]
        return sorted(found, key=lambda cover: cover.starts)


def load(session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime) -> Rotation:
    """All of the rotation, for what deals or asks: the pool, and every shift there was."""
    return _of(session, programme, now, data.duty.list_shifts(session), data.duty.list_pool(session, now))


def load_coming(session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime) -> Rotation:
    """The shifts that run or come, with the pool: for what knows people who may have no seat."""
    return _of(session, programme, now, data.duty.list_shifts(session, now), data.duty.list_pool(session, now))


def load_published(session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime) -> Rotation:
    """The shifts that run or come, without the pool: for what only asks who sits."""
    return _of(session, programme, now, data.duty.list_shifts(session, now))


def load_begun(session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime) -> Rotation:
    """The shift that runs and the one before it, without the pool: for what is asked at every tick."""
    return _of(session, programme, now, data.duty.list_begun_shifts(session, now - LOOK_BACK, now))


def _of(
    session: sqlmodel.Session,
    programme: rules.settings.Programme,
    now: datetime.datetime,
    shifts: Shifts,
    pool: Pool = (),
) -> Rotation:
    overrides = data.duty.list_overrides(session, now - LOOK_BACK)
    today = now.astimezone(programme.time_zone).date()
    absences = data.duty.list_absences(session, since=today - rules.duty.DAY)
    people = {membership.person_id: person for membership, person in pool}
    people |= data.people.load_by_id(session, _ids(shifts, overrides) - set(people))
    members = rules.pool.members(pool, absences, programme.time_zone, programme.all_days_off)
    return Rotation(now, programme, shifts, overrides, absences, members, people)


def _ids(shifts: Shifts, overrides: collections.abc.Iterable[data.models.Override]) -> set[int]:
    seated = {seat.person_id for _, seats in shifts for seat in seats}
    return seated | {person for one in overrides for person in (one.in_id, one.out_id)}


def publish(session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime) -> None:
    """Add the shifts that are missing to those published; a published one is not dealt again."""
    known = load(session, programme, now)
    added = rules.duty.publication(known.turns, known.members, programme.calendar, now)
    for turn in added:
        data.duty.add_shift(session, turn.starts, turn.ends, [(seat.person, seat.round) for seat in turn.seats], now)
    if added:
        end_clashes(session, programme, now)


def end_clashes(
    session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime
) -> list[data.models.Override]:
    """Take back the overrides by which somebody would sit in both seats: a seat was dealt, or given back, since."""
    ended: list[data.models.Override] = []
    while True:
        known = load_published(session, programme, now)
        clash = rules.override.clashing(known.turns, known.overrides, now)
        if clash is None:
            return ended
        data.duty.cancel_override(session, clash, now)
        ended.append(clash)


def deal_again(session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime) -> None:
    """Publish anew what nobody was told of: for a quiet installation."""
    data.duty.remove_shifts(session, since=now)
    publish(session, programme, now)


def is_live(session: sqlmodel.Session) -> bool:
    """Whether Muster sends by itself, so that people know of what was published."""
    return data.settings.find_milestone(session, data.settings.WENT_LIVE) is not None


def on_duty(
    session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime
) -> messages.duty.Shift | None:
    """The running shift with its people."""
    known = load_begun(session, programme, now)
    return known.view(known.running) if known.running else None


def gaps(
    session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime
) -> list[messages.duty.Shift]:
    """The running and coming shifts in which not everybody is there who should be, the next one first."""
    known = load_published(session, programme, now)
    return [view for view in map(known.view, known.turns) if len(view.pair) < rules.duty.SEATS]
