"""What morning messages say of contracts that end: to managers what is due, to who waits that it is not decided."""

import collections
import collections.abc
import dataclasses

import data.models
import jobs.renewals
import jobs.scene
import messages.renewal_voices
import messages.renewals
import messages.text
import rules.morning
import rules.renewals
import rules.working_hours

Person = data.models.Person
Renewal = jobs.renewals.Renewal

Told = tuple[str, messages.text.Payload, str]
"""A part's key, payload and reason."""


@dataclasses.dataclass(frozen=True)
class Renewals:
    """All contracts that end within the ladders and that nothing follows: by number, by person, and by adviser."""

    scene: jobs.scene.Scene
    all: collections.abc.Mapping[int, Renewal]
    of: collections.abc.Mapping[int, list[Renewal]]
    below: collections.abc.Mapping[int, list[Renewal]]

    @property
    def concerned(self) -> set[int]:
        """Whose mornings may have something of it, besides the managers."""
        return {*self.of, *self.below}


def load(scene: jobs.scene.Scene) -> Renewals:
    """Those that end by the first rung of tomorrow."""
    found = jobs.renewals.list_ending(scene, scene.programme.ladders.first + 1)
    of, below = collections.defaultdict(list), collections.defaultdict(list)
    for one in found:
        of[one.person.id or 0].append(one)
        if one.adviser is not None:
            below[one.adviser.id or 0].append(one)
    return Renewals(scene, {one.contract.id or 0: one for one in found}, dict(of), dict(below))


def due(
    renewals: Renewals,
    manager: Person,
    managers: collections.abc.Sequence[Person],
    morning: rules.morning.Morning,
    workdays: rules.working_hours.Workdays,
) -> list[Told]:
    """The rungs that a manager's morning tells: of what they own, and of all that is past its last rung."""
    first = rules.morning.first_of_week(workdays, morning.day)
    found = []
    for one in renewals.all.values():
        owner = rules.renewals.owner(one.contract, managers)
        is_owner = owner is not None and owner.id == manager.id
        rung = one.course.due(morning.day)
        if rung is None or not (is_owner or one.course.is_past_last_rung(morning.day)):
            continue
        if rung.at_next_morning or first == morning:
            drawn = messages.renewals.rung(_line(one, morning), is_owner)
            key = f"renewal:{one.contract.id}:{rung.name}:{manager.slack_id}"
            found.append(
                (key, drawn, f"what follows {messages.renewals.numbered(one.contract.id or 0)} is not decided")
            )
    return found


def redrawn(
    renewals: Renewals, told: data.models.MorningPart, morning: rules.morning.Morning
) -> collections.abc.Mapping[str, object]:
    """The same by now: once it is decided, or rests, there is nothing to press any more."""
    one = renewals.all.get(int(told.key.split(":")[1]))
    if one is None or one.course.due(morning.day) is None:
        return messages.renewals.struck(_line(one, morning)) if one else told.payload
    return told.payload


def _line(one: Renewal, morning: rules.morning.Morning) -> messages.renewals.Line:
    return messages.renewals.Line(one.course, one.person, morning.day)


def silence(renewals: Renewals, person: Person, morning: rules.morning.Morning) -> list[Told]:
    """Nobody learns of an end by silence: what somebody reads who has not been told what follows."""
    return [
        (
            f"not-decided:{one.contract.id}:{person.slack_id}",
            messages.renewals.not_decided(one.contract, one.adviser),
            "your contract ends soon, and you have not been told what follows",
        )
        for one in renewals.of.get(person.id or 0, ())
        if one.course.silence_breaks_on <= morning.day <= one.contract.last_day
        and not one.course.is_told_by(morning.at)
    ]


# -- before the decision


def recommendation_key(contract_id: int, adviser: Person) -> str:
    """The key of what asks an adviser; who is the adviser later is asked too."""
    return f"recommend:{contract_id}:{adviser.slack_id}"


def wish_key(contract_id: int, person: Person) -> str:
    """The key of what asks a freelancer."""
    return f"wish:{contract_id}:{person.slack_id}"


def recommendations(renewals: Renewals, adviser: Person, morning: rules.morning.Morning) -> list[Told]:
    """From the first rung on an adviser is asked what they recommend, until the person has been told."""
    return [
        (
            recommendation_key(one.contract.id or 0, adviser),
            messages.renewal_voices.asked_to_recommend(one.contract, one.person, one.recommendation, morning.day),
            f"the contract of one of your freelancers ends on {one.contract.last_day}",
        )
        for one in renewals.below.get(adviser.id or 0, ())
        if one.course.rung(morning.day) is not None and not one.course.is_told
    ]


def wishes(renewals: Renewals, person: Person, morning: rules.morning.Morning) -> list[Told]:
    """From the first rung on a freelancer is asked what they would like, until they have been told."""
    return [
        (
            wish_key(one.contract.id or 0, person),
            messages.renewal_voices.asked_for_wish(one.contract, one.wish),
            f"your contract ends on {one.contract.last_day}",
        )
        for one in renewals.of.get(person.id or 0, ())
        if one.course.rung(morning.day) is not None and not one.course.is_told
    ]
