"""What mornings say of contracts that end: what is due, what is not decided, what is asked before, and who leaves."""

import collections
import collections.abc
import dataclasses
import datetime
import functools
import typing

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

AHEAD = datetime.timedelta(hours=6)
"""A look at the mornings comes at least so often."""

FREE_AT_THE_END = 5 * DAY
"""Who is away until shortly before the end may have no working day left: what they read comes before they go."""

Told = tuple[str, messages.text.Payload, str]
"""A part's key, payload and reason."""


class Due(typing.NamedTuple):
    """A decision that is due, its nearest rung, and whether all managers hear of it."""

    contract: data.renewal_parts.Undecided
    rung: str
    is_past_last_rung: bool


@dataclasses.dataclass(frozen=True)
class Renewals:
    """Contracts that end: those of which something may be asked or said until then, as the store has them.

    The rest is looked up when the morning of somebody begins whom it concerns.
    """

    scene: jobs.scene.Scene
    until: datetime.datetime
    unsaid: collections.abc.Sequence[data.renewal_parts.Unsaid]

    @functools.cached_property
    def concerned(self) -> frozenset[int]:
        """Whose mornings may have something of it, besides the managers."""
        return frozenset(ident for one in self.unsaid for ident in (one.person_id, one.adviser_id) if ident is not None)

    def near(self, people: collections.abc.Iterable[Person]) -> typing.Self:
        """The same, to be told to these people."""
        these = {person.id for person in people}
        return dataclasses.replace(self, unsaid=[one for one in self.unsaid if these & {one.person_id, one.adviser_id}])

    @functools.cached_property
    def all(self) -> list[Renewal]:
        """The same with what was said about each."""
        return find(self.scene, {one.id for one in self.unsaid})

    def of(self, person: Person) -> list[Renewal]:
        """Somebody's own."""
        return self._by_person.get(person.id or 0, []) if person.id in self.concerned else []

    def below(self, adviser: Person) -> list[Renewal]:
        """Those of an adviser's freelancers."""
        return self._by_adviser.get(adviser.id or 0, []) if adviser.id in self.concerned else []

    @functools.cached_property
    def _by_person(self) -> dict[int, list[Renewal]]:
        found = collections.defaultdict(list)
        for one in self.all:
            found[one.person.id or 0].append(one)
        return dict(found)

    @functools.cached_property
    def _by_adviser(self) -> dict[int, list[Renewal]]:
        found = collections.defaultdict(list)
        for one in self.all:
            if one.adviser is not None:
                found[one.adviser.id or 0].append(one)
        return dict(found)

    @functools.cached_property
    def undecided(self) -> list[data.renewal_parts.Undecided]:
        """All whose decision may be due."""
        windows = _windows(self.until, self.scene.programme.ladders.windows)
        return data.renewal_parts.list_undecided(self.scene.session, _since(self.scene), windows)

    def due(self, day: datetime.date) -> list[Due]:
        """Those of them whose decision is due that day."""
        if day not in self._due:
            ladders = ((one, self.scene.programme.ladders.of(one)) for one in self.undecided)
            rungs = ((one, each, rules.renewals.nearest_rung(one, each, day)) for one, each in ladders)
            self._due[day] = [
                Due(one, str(rung), rules.renewals.is_past_last_rung(one, each, day))
                for one, each, rung in rungs
                if rung is not None
            ]
        return self._due[day]

    @functools.cached_property
    def _due(self) -> dict[datetime.date, list[Due]]:
        return {}

    @functools.cached_property
    def read(self) -> set[str]:
        """The keys of what managers were told of these decisions, or are by an earlier morning of this look."""
        return set()

    @functools.cached_property
    def told(self) -> dict[int, Renewal]:
        """Those of which managers have read these days."""
        since = self.scene.now.date() - BACK
        parts = data.morning.list_told(self.scene.session, since, kinds=(DUE, SILENCE))
        return {one.contract.id or 0: one for one in find(self.scene, {_contract_id(part) for part in parts})}

    def look_up(self, contract_ids: collections.abc.Set[int]) -> list[Renewal]:
        """As `find`, but what another morning of this look has asked for is not asked for again."""
        new = contract_ids - self._looked_up.keys()
        self._looked_up.update(dict.fromkeys(new))
        self._looked_up.update((one.contract.id or 0, one) for one in find(self.scene, new))
        found = (one for ident in contract_ids if (one := self._looked_up[ident]) is not None)
        return sorted(found, key=lambda one: (one.contract.ends, one.person.name, one.contract.id))

    @functools.cached_property
    def _looked_up(self) -> dict[int, Renewal | None]:
        return {}

    def silences(self, last: datetime.date) -> list[tuple[Renewal, datetime.date]]:
        """Who reads next that it is not decided, on which day, up to that one."""
        if not self._silences or max(self._silences) < last:
            farthest = max(last, self.until.date())  # a look ahead asks for one day after the other
            self._silences[farthest] = _silences(self, farthest)
        return [one for one in self._silences[max(self._silences)] if one[1] <= last]

    @functools.cached_property
    def _silences(self) -> dict[datetime.date, list[tuple[Renewal, datetime.date]]]:
        return {}

    @functools.cached_property
    def leaving(self) -> list[jobs.leaving.Leaver]:
        """Who will be a freelancer no more."""
        return jobs.leaving.coming(self.scene, self.until)


def find(scene: jobs.scene.Scene, contract_ids: collections.abc.Collection[int]) -> list[Renewal]:
    """Of these contracts those that nothing follows and that do not end early."""
    if not contract_ids:
        return []
    return jobs.renewals.load(scene, data.renewal_parts.list_by_id(scene.session, contract_ids))


def _since(scene: jobs.scene.Scene) -> datetime.date:
    """The first day that is not over everywhere."""
    return (scene.now - rules.checkins.WESTERNMOST).date()


def _windows(until: datetime.datetime, leads: list[tuple[int, int]]) -> list[data.renewal_parts.Window]:
    """Which terms end within so many days of then, wherever that is, of those that last at least so many."""
    after = (until + rules.checkins.EASTERNMOST).date() + DAY
    return [data.renewal_parts.Window(after + days * DAY, after + (days - length) * DAY) for days, length in leads]


STARTS = data.renewal_parts.Starts("recommend:", "wish:", f"{NOT_DECIDED}:")


def load(scene: jobs.scene.Scene, until: datetime.datetime | None = None) -> Renewals:
    """What mornings up to then may have to say, or those before the next look, and have not said."""
    until = until or scene.now + AHEAD
    since, last = _since(scene), (until + rules.checkins.EASTERNMOST).date()
    ladders = scene.programme.ladders
    asked, silent = (_windows(until, leads) for leads in (ladders.windows, rules.silence.windows(ladders)))
    found = data.renewal_parts.list_unsaid(scene.session, STARTS, since, asked, silent)
    due = [one for one in found if _may_be_said(one, ladders.of(one), last)]
    return Renewals(scene, until, [*due, *_leaving_early(scene, since, last)])


def _may_be_said(one: data.renewal_parts.Unsaid, rungs: rules.renewals.Rungs, last: datetime.date) -> bool:
    """Whether what was not said is to be said by that day."""
    if (one.wish or one.recommendation) and last >= one.ends - (rungs[0] + 1) * DAY:
        return True
    return one.silence and last >= rules.silence.breaks_from(one, rungs)


def _leaving_early(
    scene: jobs.scene.Scene, since: datetime.date, last: datetime.date
) -> list[data.renewal_parts.Unsaid]:
    """Who is away until the end has no working day left on which to read it: they read it before they go."""
    ladders, early = scene.programme.ladders, rules.silence.WARNED_WITHIN * DAY
    found = data.renewal_parts.list_away(scene.session, STARTS, since, last + (ladders.first + 1) * DAY + early)
    return [
        one
        for one, away_until in found
        if away_until > one.ends - FREE_AT_THE_END and last >= rules.silence.breaks_from(one, ladders.of(one)) - early
    ]


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
    theirs: list[Told] = []
    others: list[Told] = []
    for one in renewals.look_up(_untold(renewals, manager, managers, morning)):
        rung = one.course.told_on(morning.day, first.day)
        if rung is not None:
            owns = _owns(manager, one.contract, managers)
            (theirs if owns else others).append(_due(one, rung, manager, morning, owns))
    renewals.read.update(key for key, _, _ in (*theirs, *others))
    return [*theirs, *others]


def _untold(
    renewals: Renewals, manager: Person, managers: collections.abc.Sequence[Person], morning: Morning
) -> set[int]:
    """Of those that this manager is to read of what they have not; of what rests that is looked at more closely."""
    keys = {
        _key(one.contract.id, one.rung, manager): one.contract
        for one in renewals.due(morning.day)
        if one.contract.person_id != manager.id
        if one.is_past_last_rung or _owns(manager, one.contract, managers)
    }
    new = keys.keys() - renewals.read
    renewals.read.update(data.morning.find_keys(renewals.scene.session, new))
    return {one.id for key, one in keys.items() if one.rests or key not in renewals.read}


def _key(contract_id: int, rung: str, manager: Person) -> str:
    return f"{DUE}:{contract_id}:{rung}:{manager.slack_id}"


def _owns(manager: Person, contract: rules.renewals.Owned, managers: collections.abc.Sequence[Person]) -> bool:
    owner = rules.renewals.owner(contract, managers)
    return owner is not None and owner.id == manager.id


def _due(one: Renewal, rung: rules.renewals.Due, manager: Person, morning: Morning, is_owner: bool) -> Told:
    key = _key(one.contract.id or 0, rung.name, manager)
    reason = f"what follows {messages.renewals.numbered(one.contract.id or 0)} is not decided"
    return key, messages.renewal_parts.rung(_line(one, morning.day), is_owner), reason


def _line(one: Renewal, day: datetime.date) -> messages.renewals.Line:
    return messages.renewals.Line(one.course, one.person, day)


def warnings(renewals: Renewals, manager: Person, morning: Morning, workdays: Workdays) -> list[Told]:
    """What all managers read before somebody else reads that their contract is not decided: it is the last chance."""
    return [
        (
            f"{SILENCE}:{one.contract.id}:{manager.slack_id}",
            messages.renewal_parts.silence(_line(one, morning.day), breaks),
            f"somebody reads on {messages.text.day(breaks)} that their contract is not decided, if not told before",
        )
        for one, breaks in renewals.silences(rules.silence.warned_until(workdays, morning.day))
        if one.person.id != manager.id and morning.day < breaks and _waits(one, morning)
        if rules.silence.is_warned(workdays, morning.day, breaks)
    ]


def _silences(renewals: Renewals, last: datetime.date) -> list[tuple[Renewal, datetime.date]]:
    scene = renewals.scene
    until = datetime.datetime.combine(last, datetime.time(), datetime.UTC)
    one_of = [one for one in load(scene, until).unsaid if one.silence]
    found = renewals.look_up({one.id for one in one_of})
    people = {one.person.id or 0: one.person for one in found}
    workdays = jobs.checkin_list.workdays_of(scene, people, scene.now.date() - rules.silence.WARNED_WITHIN * DAY)
    days = ((one, rules.silence.breaks_on(one.course, workdays[one.person.id or 0])) for one in found)
    return [(one, breaks) for one, breaks in days if breaks is not None]


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
            f"somebody is no freelancer any more from {messages.text.day(one.on)} on",
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


def is_for_managers(key: str, contract_ids: collections.abc.Container[int]) -> bool:
    """Whether it is the key of what managers read of a decision on one of these contracts."""
    return _is_of(key, (DUE, SILENCE), contract_ids)


def is_on_contract(key: str, contract_ids: collections.abc.Container[int]) -> bool:
    """Whether it is the key of anything that mornings say of one of these contracts.

    What is to come of it, or is not any more, says that something was decided or ends early.
    """
    return _is_of(key, (DUE, SILENCE, LEAVING, NOT_DECIDED, "recommend", "wish", "contract"), contract_ids)


def _is_of(key: str, kinds: collections.abc.Container[str], contract_ids: collections.abc.Container[int]) -> bool:
    kind, _, rest = key.partition(":")
    return kind in kinds and int(rest.partition(":")[0]) in contract_ids


# -- what the freelancer reads


def silence(renewals: Renewals, person: Person, morning: Morning, workdays: Workdays) -> list[Told]:
    """Nobody learns of an end by silence: what somebody reads who has not been told what follows."""
    return [
        (
            f"{NOT_DECIDED}:{one.contract.id}:{person.slack_id}",
            messages.renewal_parts.not_decided(one.contract, one.adviser),
            "your contract ends soon, and you have not been told what follows",
        )
        for one in renewals.of(person)
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


def recommendations(renewals: Renewals, adviser: Person, morning: Morning, workdays: Workdays) -> list[Told]:
    """From the first rung on an adviser is asked what they recommend, until they have said so or the person is told.

    Like a manager they are asked with the list of a week, unless it presses.
    """
    first = rules.morning.first_of_week(workdays, morning.day) or morning
    return [
        (
            recommendation_key(one.contract.id or 0, adviser),
            messages.renewal_voices.asked_to_recommend(one.contract, one.person, None, morning.day),
            f"the contract of one of your freelancers ends on {messages.text.day(one.contract.last_day)}",
        )
        for one in renewals.below(adviser)
        if one.course.rung(morning.day) is not None and not one.course.is_told
        if one.course.rung(first.day) is not None or one.course.days_left(morning.day) <= rules.renewals.PRESSING
        if one.recommendation is None or one.recommendation.adviser_id != adviser.id
    ]


def wishes(renewals: Renewals, person: Person, morning: Morning) -> list[Told]:
    """From the first rung on a freelancer is asked what they would like, until they have said so or are told."""
    return [
        (
            wish_key(one.contract.id or 0, person),
            messages.renewal_voices.asked_for_wish(one.contract, None),
            f"your contract ends on {messages.text.day(one.contract.last_day)}",
        )
        for one in renewals.of(person)
        if one.course.rung(morning.day) is not None and not one.course.is_told and one.wish is None
    ]
