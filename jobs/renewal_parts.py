"""What mornings say of contracts that end: what is due, what is not decided, what is asked before, and who leaves."""

import collections
import collections.abc
import dataclasses
import datetime
import functools

import data.models
import data.morning
import data.renewal_parts
import jobs.checkin_list
import jobs.leaving
import jobs.renewals
import jobs.scene
import messages.renewal_parts
import messages.renewal_voices
import messages.renewals
import messages.text
import rules.checkins
import rules.morning
import rules.renewals
import rules.silence
import rules.working_hours

Morning = rules.morning.Morning
Person = data.models.Person
Renewal = jobs.renewals.Renewal
Workdays = rules.working_hours.Workdays

DUE, SILENCE, LEAVING, VOICE, NOT_DECIDED = "renewal", "silence", "leaving", "voice", "not-decided"
"""The kinds of these parts: the first three are the managers'."""

DAY = rules.renewals.DAY

BACK = datetime.timedelta(days=2)
"""Nobody's day began longer ago."""

FREE_AT_THE_END = 5 * DAY
"""Who is away until shortly before the end may have no working day left: what they read comes before they go."""

Told = tuple[str, messages.text.Payload, str]
"""A part's key, payload and reason."""


@dataclasses.dataclass(frozen=True)
class Renewals:
    """Contracts that end: those of which something is to be asked or said, by person and by adviser.

    What managers read of all of them is looked up when one of their mornings begins.
    """

    scene: jobs.scene.Scene
    until: datetime.datetime
    of: collections.abc.Mapping[int, list[Renewal]]
    below: collections.abc.Mapping[int, list[Renewal]]

    @property
    def concerned(self) -> set[int]:
        """Whose mornings may have something of it, besides the managers."""
        return {*self.of, *self.below}

    @functools.cached_property
    def open(self) -> list[Renewal]:
        """All that a manager's morning may tell, the next end first."""
        days = self.scene.programme.ladders.first + rules.silence.WARNED_WITHIN
        since, until = _last_days(self.scene, self.until, days)
        return jobs.renewals.load(self.scene, data.renewal_parts.list_open(self.scene.session, since, until))

    @functools.cached_property
    def silences(self) -> list[tuple[Renewal, datetime.date]]:
        """On which day each of them reads that it is not decided."""
        people = {one.person.id or 0: one.person for one in self.open}
        since = self.scene.now.date() - rules.silence.WARNED_WITHIN * DAY
        workdays = jobs.checkin_list.workdays_of(self.scene, people, since)
        found = ((one, rules.silence.breaks_on(one.course, workdays[one.person.id or 0])) for one in self.open)
        return [(one, breaks) for one, breaks in found if breaks is not None]

    @functools.cached_property
    def told(self) -> dict[int, Renewal]:
        """Those of which managers have read these days."""
        since = self.scene.now.date() - BACK
        parts = data.morning.list_told(self.scene.session, since, kinds=(DUE, SILENCE))
        found = data.renewal_parts.list_by_id(self.scene.session, {_contract_id(part) for part in parts})
        return {one.contract.id or 0: one for one in jobs.renewals.load(self.scene, found)}

    @functools.cached_property
    def leaving(self) -> list[jobs.leaving.Leaver]:
        """Who will be a freelancer no more."""
        return jobs.leaving.coming(self.scene, self.until)


def _last_days(scene: jobs.scene.Scene, until: datetime.datetime, days: int) -> tuple[datetime.date, datetime.date]:
    """Of what is so many days from its end between now and then, wherever that is: the first last day, and the end."""
    since = (scene.now - rules.checkins.WESTERNMOST).date()
    return since, (until + rules.checkins.EASTERNMOST).date() + (days + 1) * DAY


def load(scene: jobs.scene.Scene, until: datetime.datetime | None = None) -> Renewals:
    """What mornings up to then have to say, or those within a day, and have not said."""
    until = until or scene.now + DAY
    since, end = _last_days(scene, until, scene.programme.ladders.first)
    starts = data.renewal_parts.Starts("recommend:", "wish:", f"{NOT_DECIDED}:")
    unsaid = data.renewal_parts.list_unsaid(scene.session, starts, since, end)
    last = (until + rules.checkins.EASTERNMOST).date()
    wanted = {one.id for one in unsaid if _may_be_said(one, scene.programme.ladders.of(one), last)}
    found = data.renewal_parts.list_by_id(scene.session, wanted) if wanted else []
    of, below = collections.defaultdict(list), collections.defaultdict(list)
    for one in jobs.renewals.load(scene, found):
        of[one.person.id or 0].append(one)
        if one.adviser is not None:
            below[one.adviser.id or 0].append(one)
    return Renewals(scene, until, dict(of), dict(below))


def _may_be_said(one: data.renewal_parts.Unsaid, rungs: rules.renewals.Rungs, last: datetime.date) -> bool:
    """Whether what was not said is to be said by that day."""
    if (one.wish or one.recommendation) and last >= one.ends - (rungs[0] + 1) * DAY:
        return True
    goes_away = one.away_until is not None and one.away_until > one.ends - FREE_AT_THE_END
    early = rules.silence.WARNED_WITHIN * DAY if goes_away else 0 * DAY
    return one.silence and last >= rules.silence.breaks_from(one, rungs) - early


# -- what managers read


def due(
    renewals: Renewals,
    manager: Person,
    managers: collections.abc.Sequence[Person],
    morning: Morning,
    workdays: Workdays,
) -> list[Told]:
    """The rungs that a manager's morning tells: of what they own, and then of all that is past its last rung."""
    first = rules.morning.first_of_week(workdays, morning.day) or morning
    rungs = [(one, rung) for one in renewals.open if (rung := one.course.told_on(morning.day, first.day))]
    theirs = [(one, rung) for one, rung in rungs if _owns(manager, one, managers)]
    others = [entry for entry in rungs if entry not in theirs and entry[0].course.is_past_last_rung(morning.day)]
    return [_due(one, rung, manager, morning, is_owner=True) for one, rung in theirs] + [
        _due(one, rung, manager, morning, is_owner=False) for one, rung in others
    ]


def _owns(manager: Person, one: Renewal, managers: collections.abc.Sequence[Person]) -> bool:
    owner = rules.renewals.owner(one.contract, managers)
    return owner is not None and owner.id == manager.id


def _due(one: Renewal, rung: rules.renewals.Due, manager: Person, morning: Morning, is_owner: bool) -> Told:
    key = f"{DUE}:{one.contract.id}:{rung.name}:{manager.slack_id}"
    reason = f"what follows {messages.renewals.numbered(one.contract.id or 0)} is not decided"
    return key, messages.renewal_parts.rung(_line(one, morning.day), is_owner), reason


def _line(one: Renewal, day: datetime.date) -> messages.renewals.Line:
    return messages.renewals.Line(one.course, one.person, day)


def warnings(renewals: Renewals, manager: Person, morning: Morning, workdays: Workdays) -> list[Told]:
    """What all managers read before somebody reads that their contract is not decided: it is the last chance."""
    return [
        (
            f"{SILENCE}:{one.contract.id}:{manager.slack_id}",
            messages.renewal_parts.silence(_line(one, morning.day), breaks),
            f"somebody reads on {breaks} that their contract is not decided, if they are not told before",
        )
        for one, breaks in renewals.silences
        if rules.silence.is_warned(workdays, morning.day, breaks) and _waits(one, morning)
    ]


def _waits(one: Renewal, morning: Morning) -> bool:
    """Whether somebody has read nothing of what follows by the end of that day, whatever was decided."""
    return one.contract.ended_as is None and not one.course.is_told_by(morning.ends)


def leaving(renewals: Renewals, manager: Person, morning: Morning, workdays: Workdays) -> list[Told]:
    """Who will be no freelancer any more: managers read it from the Monday before on."""
    first = rules.morning.first_of_week(workdays, morning.day)
    if first is None:
        return []
    return [
        (
            f"{LEAVING}:{one.contract.id}:{one.on}:{manager.slack_id}",
            messages.renewal_parts.leaving(one.contract, one.person, one.on, morning.day),
            f"somebody is no freelancer any more from {one.on} on",
        )
        for one in renewals.leaving
        if morning.day < one.on and first.day >= jobs.leaving.told_from(one.on)
    ]


def redrawn(
    renewals: Renewals, told: data.models.MorningPart, morning: Morning
) -> collections.abc.Mapping[str, object]:
    """A line by now: once it is decided, or rests, or somebody was told, there is nothing to press any more."""
    one = renewals.told.get(_contract_id(told))
    holds = one is not None and _holds(one, told.kind, morning)
    now = _line(one, morning.day) if one is not None else None
    return told.payload if holds else messages.renewal_parts.struck(told.payload, now)


def _holds(one: Renewal, kind: str, morning: Morning) -> bool:
    return one.course.due(morning.day) is not None if kind == DUE else _waits(one, morning)


def _contract_id(part: data.models.MorningPart) -> int:
    return int(part.key.split(":")[1])


# -- what the freelancer reads


def silence(renewals: Renewals, person: Person, morning: Morning, workdays: Workdays) -> list[Told]:
    """Nobody learns of an end by silence: what somebody reads who has not been told what follows."""
    return [
        (
            f"{NOT_DECIDED}:{one.contract.id}:{person.slack_id}",
            messages.renewal_parts.not_decided(one.contract, one.adviser),
            "your contract ends soon, and you have not been told what follows",
        )
        for one in renewals.of.get(person.id or 0, ())
        if (breaks := rules.silence.breaks_on(one.course, workdays)) is not None
        if breaks <= morning.day <= one.contract.last_day and _waits(one, morning)
    ]


# -- before the decision


def recommendation_key(contract_id: int, adviser: Person) -> str:
    """The key of what asks an adviser; who is the adviser later is asked too."""
    return f"recommend:{contract_id}:{adviser.slack_id}"


def wish_key(contract_id: int, person: Person) -> str:
    """The key of what asks a freelancer."""
    return f"wish:{contract_id}:{person.slack_id}"


def recommendations(renewals: Renewals, adviser: Person, morning: Morning) -> list[Told]:
    """From the first rung on an adviser is asked what they recommend, until they have said so or the person is told."""
    return [
        (
            recommendation_key(one.contract.id or 0, adviser),
            messages.renewal_voices.asked_to_recommend(one.contract, one.person, None, morning.day),
            f"the contract of one of your freelancers ends on {one.contract.last_day}",
        )
        for one in renewals.below.get(adviser.id or 0, ())
        if one.course.rung(morning.day) is not None and not one.course.is_told
        if one.recommendation is None or one.recommendation.adviser_id != adviser.id
    ]


def wishes(renewals: Renewals, person: Person, morning: Morning) -> list[Told]:
    """From the first rung on a freelancer is asked what they would like, until they have said so or are told."""
    return [
        (
            wish_key(one.contract.id or 0, person),
            messages.renewal_voices.asked_for_wish(one.contract, None),
            f"your contract ends on {one.contract.last_day}",
        )
        for one in renewals.of.get(person.id or 0, ())
        if one.course.rung(morning.day) is not None and not one.course.is_told and one.wish is None
    ]
