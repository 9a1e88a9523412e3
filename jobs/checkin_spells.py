"""Advisers who are away for whole weeks: who covers for each of their freelancers, and who is proposed to."""

from __future__ import annotations

import collections
import collections.abc
import dataclasses
import datetime
import functools

import data.checkin_cover
import data.checkins
import data.duty
import data.models
import data.people
import jobs.checkin_list
import jobs.scene
import messages.checkin_cover
import messages.text
import rules.checkin_cover
import rules.checkins
import rules.morning
import rules.working_hours

Cover = data.models.CheckinCover
Offer = rules.checkin_cover.Offer
Person = data.models.Person
Weeks = rules.checkin_cover.Weeks

WEEK = rules.checkins.WEEK

KIND = "cover"
"""The kind of the part in which managers are asked."""

LOOK_BACK = 8 * WEEK
"""Days away that ended before this are not looked at: a spell that began earlier seems to begin here."""


@dataclasses.dataclass(frozen=True)
class Case:
    """A freelancer whose adviser is away: the weeks of it that ask for a check-in, and who covers in which.

    `open` are the weeks for which somebody has to be found, `since` when nobody began to cover, `again` the cover that
    was taken back for them.
    """

    freelancer: Person
    workdays: rules.working_hours.Workdays
    asked: Weeks
    covers: tuple[Cover, ...]
    open: Weeks
    since: datetime.date | None = None
    again: int = 0

    def to_choose(self, first: datetime.date) -> Weeks:
        """The weeks for which managers choose: the open ones, or else those of the last cover from the first on."""
        if self.open or not self.covers:
            return self.open
        last = self.covers[-1]
        return tuple(week for week in self.asked if max(first, last.starts) <= week < last.ends)


@dataclasses.dataclass(frozen=True)
class Spell:
    """Weeks in a row in which an adviser works on no day, and the freelancers whom that concerns."""

    adviser: Person
    weeks: Weeks
    cases: tuple[Case, ...]

    @property
    def starts(self) -> datetime.date:
        """The first Monday."""
        return self.weeks[0]

    @property
    def ends(self) -> datetime.date:
        """The Monday after."""
        return self.weeks[-1] + WEEK

    @property
    def open(self) -> list[Case]:
        """Those for whom somebody has to be found."""
        return [case for case in self.cases if case.open]


@dataclasses.dataclass(frozen=True)
class Spells:
    """Every spell that is not over. `first` is the first week for which somebody can still be found."""

    scene: jobs.scene.Scene
    first: datetime.date
    spells: tuple[Spell, ...]
    covers: tuple[Cover, ...]

    def find(self, adviser_id: int, starts: datetime.date, ends: datetime.date) -> Spell | None:
        """The spell of an adviser that has any of these weeks."""
        theirs = (spell for spell in self.spells if spell.adviser.id == adviser_id)
        return next((spell for spell in theirs if spell.starts < ends and starts < spell.ends), None)

    def case(self, freelancer_id: int, week: datetime.date) -> tuple[Spell, Case] | None:
        """The spell with that week, and the case of that freelancer in it."""
        found = ((spell, case) for spell in self.spells if week in spell.weeks for case in spell.cases)
        return next(((spell, case) for spell, case in found if case.freelancer.id == freelancer_id), None)

    @functools.cached_property
    def advisers(self) -> dict[int, Person]:
        """Everybody active who may cover."""
        return {person.id or 0: person for person in data.people.list_advisers(self.scene.session)}

    @functools.cached_property
    def people(self) -> dict[int, Person]:
        """The advisers, and who covers though they are none any more."""
        ids = {cover.adviser_id for cover in self.covers if cover.adviser_id is not None}
        return self.advisers | data.people.load_by_id(self.scene.session, ids - set(self.advisers))

    @functools.cached_property
    def candidates(self) -> dict[int, rules.checkin_cover.Candidate]:
        """Who may cover, when they are away, and for whom they do already."""
        extra: collections.defaultdict[int, collections.Counter[datetime.date]] = collections.defaultdict(
            collections.Counter
        )
        for cover in self.covers:
            extra[cover.adviser_id or 0].update(_weeks(cover.starts, cover.ends))
        since = rules.checkins.current_weeks(self.scene.now)[0]
        workdays = jobs.checkin_list.workdays_of(self.scene, self.advisers, since)
        return {
            ident: rules.checkin_cover.Candidate(
                person=ident,
                languages=tuple(person.languages),
                workdays=workdays[ident],
                away=frozenset(week for spell in rules.checkin_cover.spells(workdays[ident], since) for week in spell),
                extra=extra[ident],
            )
            for ident, person in self.advisers.items()
        }

    @functools.cached_property
    def _proposed(self) -> dict[tuple[int, datetime.date], list[Offer]]:
        open_ones = [(spell, case) for spell in self.spells for case in spell.open]
        found = rules.checkin_cover.offers(
            [self._need(spell, case, case.open) for spell, case in open_ones], self.candidates.values()
        )
        keys = [(case.freelancer.id or 0, case.open[0]) for _, case in open_ones]
        return dict(zip(keys, found, strict=True))

    def offers(self, spell: Spell, case: Case) -> list[Offer]:
        """Who could cover: of an open case who is proposed first, of another one who could in place of who does."""
        if case.open:
            return self._proposed[case.freelancer.id or 0, case.open[0]]
        weeks = case.to_choose(self.first)
        if not weeks:
            return []
        others = [one for one in self.candidates.values() if one.person != case.covers[-1].adviser_id]
        return rules.checkin_cover.offers([self._need(spell, case, weeks)], others)[0]

    def _need(self, spell: Spell, case: Case, weeks: Weeks) -> rules.checkin_cover.Need:
        before = [cover.adviser_id for cover in case.covers if cover.ends <= weeks[0]]
        return rules.checkin_cover.Need(
            freelancer=case.freelancer.id or 0,
            adviser=spell.adviser.id or 0,
            weeks=weeks,
            languages=tuple(case.freelancer.languages),
            workdays=case.workdays,
            before=before[-1] if before else None,
        )


def _weeks(starts: datetime.date, ends: datetime.date) -> list[datetime.date]:
    return [starts + n * WEEK for n in range((ends - starts).days // WEEK.days)]


# -- loaded


def load(scene: jobs.scene.Scene) -> Spells:
    """Most of the time nobody is away for a whole week, and two questions say so."""
    first, session = first_open(scene), scene.session
    since = rules.checkins.current_weeks(scene.now)[0]
    covers = tuple(data.checkins.list_covers(session, since - LOOK_BACK))
    absences = data.duty.list_absences(session, since - LOOK_BACK)
    people = data.people.load_by_id(session, {absence.person_id for absence in absences})
    advisers = [person for person in people.values() if person.active and person.adviser]
    workdays = rules.working_hours.people_workdays(advisers, absences, scene.programme)
    weeks = {ident: rules.checkin_cover.spells(theirs, since) for ident, theirs in workdays.items()}
    away = {ident: runs for ident, runs in weeks.items() if runs}
    if not away:
        return Spells(scene, first, (), covers)
    cases = _Cases.load(scene, first, away, covers)
    spells = [
        Spell(people[ident], run, tuple(cases.of(ident, run)))
        for ident, runs in sorted(away.items(), key=lambda one: (one[1][0], one[0]))
        for run in runs
    ]
    return Spells(scene, first, tuple(spells), covers)


def first_open(scene: jobs.scene.Scene) -> datetime.date:
    """The first week for which somebody can still be found: this one up to Tuesday, then the next."""
    zone = scene.programme.time_zone
    week = rules.checkins.week_of(scene.now.astimezone(zone).date())
    return week if scene.now < rules.checkin_cover.given_up_at(week, zone) else week + WEEK


@dataclasses.dataclass(frozen=True)
class _Cases:
    """What the cases of several advisers are made of, loaded once."""

    scene: jobs.scene.Scene
    first: datetime.date
    freelancers: collections.abc.Mapping[int, list[Person]]
    workdays: collections.abc.Mapping[int, rules.working_hours.Workdays]
    terms: collections.abc.Mapping[int, list[data.checkins.Term]]
    covers: collections.abc.Sequence[Cover]
    cancelled: collections.abc.Mapping[int, list[Cover]]

    @classmethod
    def load(
        cls,
        scene: jobs.scene.Scene,
        first: datetime.date,
        away: collections.abc.Mapping[int, list[Weeks]],
        covers: collections.abc.Sequence[Cover],
    ) -> _Cases:
        freelancers = collections.defaultdict(list)
        for adviser_id, person in data.checkin_cover.list_freelancers(scene.session, away):
            freelancers[adviser_id].append(person)
        people = {person.id or 0: person for theirs in freelancers.values() for person in theirs}
        terms = collections.defaultdict(list)
        for person_id, term in data.checkins.list_terms(scene.session, people):
            terms[person_id].append(term)
        since = min(run[0] for runs in away.values() for run in runs)
        workdays = jobs.checkin_list.workdays_of(scene, people, since)
        cancelled = data.checkin_cover.load_cancelled(scene.session, people)
        return cls(scene, first, freelancers, workdays, terms, covers, cancelled)

    def of(self, adviser_id: int, weeks: Weeks) -> collections.abc.Iterator[Case]:
        """The cases of an adviser's spell; who is asked for no check-in in it is none."""
        for person in self.freelancers.get(adviser_id, ()):
            ident, hours = person.id or 0, self.scene.programme.checkin_hours
            asked = tuple(
                week
                for week in weeks
                if rules.checkins.asked(self.workdays[ident], self.terms.get(ident, []), week, hours)
            )
            if asked:
                yield self._case(person, weeks, asked)

    def _case(self, person: Person, weeks: Weeks, asked: Weeks) -> Case:
        ident = person.id or 0
        own = [one for one in self.covers if one.freelancer_id == ident and _touches(one, weeks)]
        covered = {week for cover in own for week in _weeks(cover.starts, cover.ends)}
        found = rules.checkin_cover.to_be_found(asked, covered, self.first)
        lost = [one.id or 0 for one in self.cancelled.get(ident, ()) if found and one.starts <= found[0] < one.ends]
        return Case(
            freelancer=person,
            workdays=self.workdays[ident],
            asked=asked,
            covers=tuple(sorted(own, key=lambda cover: cover.starts)),
            open=found,
            since=rules.checkin_cover.open_since(asked, covered, found[0]) if found else None,
            again=max(lost, default=0),
        )


def _touches(cover: Cover, weeks: Weeks) -> bool:
    return cover.starts <= weeks[-1] and weeks[0] < cover.ends


# -- what managers read


def key(adviser: Person) -> str:
    """How the keys of all parts begin in which managers are asked who covers for somebody."""
    return f"cover:{adviser.slack_id}:"


def parts(
    spells: Spells, manager: Person, morning: rules.morning.Morning, reader: messages.text.Reader
) -> list[tuple[str, messages.text.Payload, str, datetime.datetime]]:
    """Each spell that begins within a week and for which somebody has to be found: key, payload, reason, of use until.

    It is told anew where a cover that was chosen is lost, or nobody covers from another week on.
    """
    found = []
    for spell in spells.spells:
        if not spell.open or morning.day < min(case.open[0] for case in spell.open) - rules.checkin_cover.AHEAD:
            continue
        since = min(case.since for case in spell.open if case.since)
        again = max(case.again for case in spell.open)
        last = max(case.open[-1] for case in spell.open)
        until = rules.checkin_cover.given_up_at(last, spells.scene.programme.time_zone)
        told = f"{key(spell.adviser)}{since}:{again}:{manager.slack_id}"
        found.append((told, drawn(spells, spell, reader), "an adviser is away for a whole week", until))
    return found


def drawn(spells: Spells, spell: Spell, reader: messages.text.Reader) -> messages.text.Payload:
    """What managers read of a spell, and what it is about, by which it is drawn anew."""
    payload = messages.checkin_cover.asked(away(spells, spell), reader)
    return payload | {"cover": about(spell)}


def about(spell: Spell) -> dict[str, object]:
    """Whose spell it is, when, and how it stands: as long as this is the same, it need not be drawn anew."""
    stands = [
        [case.freelancer.id, *(str(week) for week in case.open), *(f"{one.id}:{one.ends}" for one in case.covers)]
        for case in spell.cases
    ]
    return {
        "adviser": spell.adviser.id,
        "starts": spell.starts.isoformat(),
        "ends": spell.ends.isoformat(),
        "stands": stands,
    }


def away(spells: Spells, spell: Spell) -> messages.checkin_cover.Away:
    """A spell as messages speak of it."""
    zone = spells.scene.programme.time_zone
    first = min((case.open[0] for case in spell.open), default=None)
    return messages.checkin_cover.Away(
        adviser=spell.adviser,
        starts=spell.starts,
        ends=spell.ends,
        lines=[_line(spells, spell, case) for case in spell.cases],
        until=rules.checkin_cover.given_up_at(first, zone) if first else None,
    )


def _line(spells: Spells, spell: Spell, case: Case) -> messages.checkin_cover.Line:
    chosen = [
        (spells.people[cover.adviser_id] if cover.adviser_id else None, cover.starts, cover.ends)
        for cover in case.covers
    ]
    covered = {week for _, starts, ends in chosen for week in _weeks(starts, ends)}
    return messages.checkin_cover.Line(
        freelancer=case.freelancer,
        chosen=chosen,
        given_up=[week for week in case.asked if week < spells.first and week not in covered],
        open=min(case.open, default=None),
        first=min(case.to_choose(spells.first), default=None),
        choices=[_choice(spells, offer) for offer in spells.offers(spell, case)],
    )


def _choice(spells: Spells, offer: Offer) -> messages.checkin_cover.Choice:
    return messages.checkin_cover.Choice(
        person=spells.people[offer.person],
        starts=offer.weeks[0],
        ends=offer.weeks[-1] + WEEK,
        languages=offer.languages,
        hours=offer.hours,
        extra=offer.extra,
    )
