"""What morning messages say of checklists: to each owner what is due, on its day and on Mondays until it is done."""

import collections
import collections.abc
import dataclasses
import datetime
import typing

import data.checklists
import data.models
import data.morning
import jobs.scene
import messages.checklists
import messages.text
import rules.morning
import rules.working_hours

Part = data.models.MorningPart
Person = data.models.Person

KIND = "checklist"

DAY = datetime.timedelta(days=1)

LOOK_BACK = 14 * DAY
"""What a morning has told longer ago is told anew: each Monday's list has all that is open."""

WHY = "items of a checklist are due that are theirs"


@dataclasses.dataclass(frozen=True)
class Checklists:
    """What is open and due soon, by owner, and which items the mornings of each have told."""

    of: collections.abc.Mapping[int, list[data.checklists.Open]]
    told: collections.abc.Mapping[int, set[str]]

    @property
    def concerned(self) -> set[int]:
        """Whose mornings may have something of it."""
        return set(self.of)


def load(scene: jobs.scene.Scene, until: datetime.datetime | None = None) -> Checklists:
    """What is due by tomorrow, or by then: everywhere, so a day later than here."""
    last = (until or scene.now + DAY).date() + DAY
    of = collections.defaultdict(list)
    for one in data.checklists.list_due(scene.session, last):
        of[one[0].owner_id].append(one)
    told: dict[int, set[str]] = collections.defaultdict(set)
    for part in data.morning.list_told_to(scene.session, list(of), (scene.now - LOOK_BACK).date(), KIND) if of else ():
        told[part.person_id].update(items_of(part))
    return Checklists(dict(of), dict(told))


def items_of(part: Part) -> collections.abc.Collection[str]:
    """The items that a part told, as its lines name them."""
    return typing.cast("dict[str, str]", part.payload.get("lines", {}))


def line(one: data.checklists.Open, reader_id: int) -> messages.checklists.Line:
    """An item as its owner reads it."""
    item, contract, person = one
    return messages.checklists.Line(item, contract, person, is_own=person.id == reader_id)


def due(
    found: Checklists, person: Person, morning: rules.morning.Morning, workdays: rules.working_hours.Workdays
) -> list[tuple[str, messages.text.Payload, str]]:
    """What is due and was not told yet; on the first morning of a week, all that is due."""
    theirs = [one for one in found.of.get(person.id or 0, ()) if one[0].due <= morning.day]
    if not theirs:
        return []
    is_weekly = rules.morning.first_of_week(workdays, morning.day) == morning
    told = set() if is_weekly else found.told.get(person.id or 0, set())
    new = [one for one in theirs if str(one[0].id) not in told]
    if not new:
        return []
    last = new[: messages.checklists.LISTED][-1][0]  # what this list has no room for is told by the next one
    about = rules.morning.week(morning.day) if is_weekly else str(last.id)
    payload = messages.checklists.due([line(one, person.id or 0) for one in new])
    return [(f"{KIND}:{about}:{person.slack_id}", payload, WHY)]
