"""What is to be done when somebody's contract begins and when it ends: which items, whose, and on which day."""

import collections.abc
import dataclasses
import datetime

import data.models

Checklist = data.models.Checklist
Contract = data.models.Contract
Item = data.models.ChecklistItem
Person = data.models.Person
Role = data.models.Role
TemplateItem = data.models.TemplateItem

DAY = datetime.timedelta(days=1)

AHEAD, LATE = 14, 30
"""Items are made from so many days before a first day, up to so many days after it or after a last day."""

AT_ONCE = 7 * DAY
"""A term that begins within so long after another goes on with it, and nobody needs to begin anew."""

LEAVING = frozenset({data.models.Choice.END, data.models.Choice.CONVERT})

EARLIEST, LATEST = -AHEAD, 60
"""The days that a template may name."""

_ON, _OFF = Checklist.ONBOARDING, Checklist.OFFBOARDING


def _usual(
    checklist: Checklist, day: int, owner: Role, words: str, link: str | None = None, rejoining: bool = False
) -> TemplateItem:
    return TemplateItem(checklist=checklist, day=day, owner=owner, words=words, link=link, rejoining=rejoining)


def usual() -> list[TemplateItem]:
    """The templates of a programme that has made none of its own."""
    found = [
        _usual(
            _ON, -5, Role.MANAGER, "Give access to the help desk, and to the tools of their products", rejoining=True
        ),
        _usual(_ON, -3, Role.MANAGER, "Invite them to the Slack channels they need", rejoining=True),
        _usual(_ON, -2, Role.ADVISER, "Send them the guides of their products and the standard procedures"),
        _usual(_ON, 0, Role.ADVISER, "Say welcome, and show them how to reach you", rejoining=True),
        _usual(_ON, 0, Role.FREELANCER, "Read how Muster works for you: type `/program help`"),
        _usual(_ON, 1, Role.FREELANCER, "Catch up on what is new: type `/broadcast latest`", rejoining=True),
        _usual(_ON, 2, Role.ADVISER, "Hold the first check-in, and look at their first replies together"),
        _usual(_ON, 3, Role.FREELANCER, "Read the guides of your products"),
        _usual(_ON, 9, Role.ADVISER, "Ask how it is going, and what is missing"),
        _usual(_OFF, -7, Role.FREELANCER, "Hand over what is still open: `/bug list mine` shows your reports"),
        _usual(_OFF, -5, Role.ADVISER, "Take over their open reports and follow-ups"),
        _usual(
            _OFF, -3, Role.MANAGER, "If their Slack account is a guest’s: let it expire on the last day of the contract"
        ),
        _usual(_OFF, -1, Role.ADVISER, "Say thank you and goodbye"),
        _usual(_OFF, 0, Role.MANAGER, "Take away access to the help desk and the tools, and remove them from groups"),
        _usual(_OFF, 1, Role.MANAGER, "See who has the free place in the caseload: `/program rebalance`"),
        _usual(_OFF, 1, Role.MANAGER, "Would we like them back? `/contract checklist` keeps the answer"),
    ]
    for place, one in enumerate(found):
        one.place = place
    return found


@dataclasses.dataclass(frozen=True)
class Case:
    """A contract with all that its checklists depend on.

    `before` is the same person's last term until then. `is_followed`: a later one begins. `told` is the decision that
    they were told last, `has_read`: that it ends early. `owners` has for each role whose items of that role are.
    """

    contract: Contract
    person: Person
    owners: collections.abc.Mapping[Role, int]
    before: Contract | None = None
    is_followed: bool = False
    told: data.models.Decision | None = None
    has_read: bool = False

    @property
    def ends(self) -> datetime.date:
        """The day after the last one, as far as the person knows it."""
        agreed = None if self.has_read else self.contract.agreed_ends
        return agreed or self.contract.ends

    @property
    def is_leaving(self) -> bool:
        """Whether the person knows that they leave, so that others may."""
        told = self.told is not None and self.told.choice in LEAVING
        return (told or (self.contract.ended_as is not None and self.has_read)) and not self.is_followed

    def has_lapsed(self, today: datetime.date) -> bool:
        """Whether it is over and nothing follows, though they were told nothing of that: their access goes even so."""
        return self.ends <= today and not self.is_followed

    @property
    def is_continued(self) -> bool:
        """Whether the term goes on with the one before it."""
        return self.before is not None and self.contract.starts - self.before.ends <= AT_ONCE

    def works_on(self, product: str | None) -> bool:
        """Whether that product is theirs in this contract; no product is everybody's."""
        theirs = self.contract.products or self.person.products
        return product is None or product.casefold() in {one.casefold() for one in theirs}


@dataclasses.dataclass(frozen=True)
class Wanted:
    """An item that a contract has."""

    template_id: int
    checklist: Checklist
    words: str
    link: str | None
    owner_id: int
    due: datetime.date


def wanted(
    case: Case,
    templates: collections.abc.Iterable[TemplateItem],
    live_on: datetime.date,
    today: datetime.date,
) -> list[Wanted]:
    """All items that a contract has by now, ticked or not; what began or ended before Muster went live has none."""
    return [
        _item(case, one)
        for one in templates
        if _concerns(case, one, live_on, today) and one.owner in case.owners and case.works_on(one.product)
    ]


def _concerns(case: Case, template: TemplateItem, live_on: datetime.date, today: datetime.date) -> bool:
    person = case.person
    if person.forgotten_at is not None or (template.owner == Role.FREELANCER and not person.active):
        return False
    if template.checklist == _OFF:
        is_due = case.is_leaving or (template.owner == Role.MANAGER and case.has_lapsed(today))
        return is_due and case.ends > live_on
    if not person.active or case.is_continued or case.contract.starts < live_on or case.ends <= today:
        return False
    return template.rejoining or case.before is None


def _item(case: Case, template: TemplateItem) -> Wanted:
    first = case.contract.starts if template.checklist == _ON else case.ends - DAY
    return Wanted(
        template_id=template.id or 0,
        checklist=template.checklist,
        words=template.words,
        link=template.link,
        owner_id=case.owners[template.owner],
        due=first + template.day * DAY,
    )


@dataclasses.dataclass(frozen=True)
class Changes:
    """What makes a contract's items those that it has: some are new, some differ, some are not needed any more."""

    new: tuple[Wanted, ...]
    changed: tuple[tuple[Item, Wanted], ...]
    gone: tuple[Item, ...]


NO_CHANGES = Changes((), (), ())


def changes(wanted: collections.abc.Sequence[Wanted], items: collections.abc.Iterable[Item]) -> Changes:
    """The difference. What is ticked stays as it was when somebody ticked it."""
    had = {item.template_id: item for item in items}
    by_template = {one.template_id: one for one in wanted}
    kept = [(item, by_template.get(item.template_id)) for item in had.values() if item.ticked_at is None]
    return Changes(
        new=tuple(one for one in wanted if one.template_id not in had),
        changed=tuple((item, one) for item, one in kept if one is not None and _differs(item, one)),
        gone=tuple(item for item, one in kept if one is None),
    )


def _differs(item: Item, one: Wanted) -> bool:
    return (item.words, item.link, item.owner_id, item.due) != (one.words, one.link, one.owner_id, one.due)


def owners(manager: Person | None, adviser: Person | None, person: Person) -> dict[Role, int]:
    """Whose the items of each role are: without an adviser they are the manager's, without a manager nobody's."""
    found = {Role.MANAGER: manager, Role.ADVISER: adviser or manager, Role.FREELANCER: person}
    return {role: one.id or 0 for role, one in found.items() if one is not None}


def before(contract: Contract, terms: collections.abc.Iterable[Contract]) -> Contract | None:
    """The last of somebody's terms that was over when this one begins."""
    over = [one for one in terms if one.id != contract.id and one.ends <= contract.starts]
    return max(over, key=lambda one: one.ends, default=None)


def is_followed(contract: Contract, terms: collections.abc.Iterable[Contract]) -> bool:
    """Whether a later term of the same person is there."""
    return any(one.id != contract.id and one.starts >= contract.ends for one in terms)
