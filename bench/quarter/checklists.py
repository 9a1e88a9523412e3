"""What is to be done when a contract begins and when it ends: docs/contracts.md."""

import collections.abc
import dataclasses
import datetime

import bench.quarter.diary
import bench.quarter.script
import bench.quarter.world

Act = bench.quarter.script.Act
Term = bench.quarter.world.Term

DAY = bench.quarter.world.DAY

ROLES = ("freelancer", "adviser", "manager")


@dataclasses.dataclass
class Item:
    """Something to do for whom a contract begins or ends."""

    who: str
    role: str
    owner: str
    due: datetime.date
    words: str
    done: bool = False
    told: bool = False


class Checklists:
    """All items that there are."""

    def __init__(self, diary: bench.quarter.diary.Diary) -> None:
        self._diary = diary
        self._items: list[Item] = []
        self.deeds: dict[str, collections.abc.Callable[[Act], None]] = {"ticks all": self._ticks_all}

    def onboard(self, term: Term) -> None:
        """Everybody's items, counted from the first day."""
        self._add(term, term.first, bench.quarter.script.ONBOARDING, ROLES)

    def offboard(self, term: Term, roles: tuple[str, ...] = ROLES) -> None:
        """The items of these roles, counted from the last day."""
        self._add(term, term.last, bench.quarter.script.OFFBOARDING, roles)

    def _add(
        self, term: Term, day: datetime.date, template: bench.quarter.script.Template, roles: tuple[str, ...]
    ) -> None:
        adviser = self._diary.programme.adviser.get(term.who, "")
        owners = {"freelancer": term.who, "adviser": adviser, "manager": term.owner}
        for days, role, words in template:
            if role in roles and self._diary.once("item", term.who, day, words):
                self._items.append(Item(term.who, role, owners[role], day + days * DAY, words))

    def move(self, who: str, adviser: str) -> None:
        """The adviser's items go with the freelancer."""
        for item in self._items:
            if item.who == who and item.role == "adviser":
                item.owner = adviser

    def morning(self, who: str, day: datetime.date) -> None:
        """What is due that day; on the first morning of a week, all that is open."""
        is_weekly = self._diary.programme.first_of_week(who, day) == day
        for item in self._items:
            if item.owner == who and not item.done and item.due <= day and (is_weekly or not item.told):
                item.told = True
                of = f"{self._diary.name(item.who)} " if who != item.who else ""
                self._diary.tell(day, who, "to do", f"{of}{item.words}")

    def _ticks_all(self, act: Act) -> None:
        """Everybody ticks what they have read."""
        for item in self._items:
            if item.told and not item.done:
                item.done = True
                self._diary.step(act, who=item.owner, what="ticks", whom=item.who, more=item.words)
