"""Who should be told what on which day of the quarter: day by day, person by person, by the plain rules of the docs.

It knows nothing of Muster. Who is on duty it reads as everybody can, and who is proposed as cover stands in the script.
"""

import collections.abc
import dataclasses
import datetime
import functools

import bench.quarter.checkins
import bench.quarter.checklists
import bench.quarter.contracts
import bench.quarter.diary
import bench.quarter.duty
import bench.quarter.reports
import bench.quarter.script
import bench.quarter.updates
import bench.quarter.world

Act = bench.quarter.script.Act
Shift = bench.quarter.duty.Shift

DAY, WEEK = bench.quarter.world.DAY, bench.quarter.world.WEEK
EFFECT, MORNING, DEED = bench.quarter.diary.EFFECT, bench.quarter.diary.MORNING, bench.quarter.diary.DEED


CAP = 5
"""Freelancers that an adviser has at most, but for exceptions."""


class Oracle:
    """Lives through the quarter beside the product; `diary` holds what should be told."""

    def __init__(
        self,
        programme: bench.quarter.world.Programme,
        acts: collections.abc.Iterable[Act],
        ends: datetime.datetime,
    ) -> None:
        self.programme = programme
        self.ends = ends
        self.diary = bench.quarter.diary.Diary(programme)
        self.duty = bench.quarter.duty.Duty(self.diary)
        self._reports = bench.quarter.reports.Reports(self.diary, self.duty)
        self._checkins = bench.quarter.checkins.Checkins(self.diary)
        self._checklists = bench.quarter.checklists.Checklists(self.diary)
        self._contracts = bench.quarter.contracts.Contracts(self.diary, self._checklists)
        self._updates = bench.quarter.updates.Updates(self.diary)
        self._deeds: dict[str, collections.abc.Callable[[Act], None]] = {
            "begins": self._begins,
            "asks for status": self.diary.step,
            "asks who is next": self.diary.step,
            "assigns": self._assigns,
            "excepts": self._excepts,
            "imports": self._imports,
            "thanks": self._thanks,
        }
        parts = (self.duty, self._reports, self._checkins, self._checklists, self._contracts, self._updates)
        for part in parts:
            self._deeds |= part.deeds
        for act in acts:
            self.diary.at(act.at, DEED, functools.partial(self._do, act))
        for who in programme.people:
            self._plan_mornings(who)
        self._checkins.begin()
        self._contracts.begin()

    @property
    def next(self) -> datetime.datetime:
        """When the clock has to stop, for something happens."""
        return self.diary.next or self.ends

    def know(self, shifts: collections.abc.Iterable[Shift]) -> None:
        """Who is on duty when."""
        for shift in shifts:
            if self.diary.once("shift", shift.starts):
                self.duty.shifts.append(shift)
                if shift.starts > self.diary.now:
                    self.diary.at(shift.starts, EFFECT, functools.partial(self._reports.hand_over, shift))

    def roles(self, monday: datetime.date) -> dict[str, str]:
        """What everybody is in that week, by who is on duty on its Wednesday."""
        noon = bench.quarter.world.instant(monday + 2 * DAY, datetime.time(12), bench.quarter.world.BERLIN)
        found = {who: _role(one.roles) for who, one in self.programme.people.items()}
        return found | dict.fromkeys(self.duty.sitting(noon), "on duty")

    # -- mornings

    def _plan_mornings(self, who: str) -> None:
        day, days = self.diary.now.date(), self.programme.people[who].weekdays
        is_staff = self.programme.people[who].roles != {"freelancer"}
        grace = bench.quarter.diary.AT_ONCE if is_staff else bench.quarter.diary.GRACE
        while (morning := self.programme.morning(who, day)) < self.ends:
            if morning > self.diary.now and day.weekday() in days:
                self.diary.at(morning, MORNING, functools.partial(self._morning, who, day), grace)
            day += DAY

    def _morning(self, who: str, day: datetime.date) -> None:
        if not self.programme.works(who, day):
            return
        roles = self.programme.people[who].roles
        self.diary.tell_waiting(who, day)
        self._checklists.morning(who, day)
        self._updates.morning(who, day)
        if roles != {"freelancer"}:
            self._exceptions(who, day)
        if "adviser" in roles:
            self.duty.morning(who, day)
            self._reports.morning(who, day)
            self._checkins.not_logged(who, day)
            self._checkins.morning(who, day)
            self._contracts.for_adviser(who, day)
        if "freelancer" in roles:
            self._contracts.for_freelancer(who, day)
        if "manager" in roles:
            self._manager(who, day)

    def _manager(self, who: str, day: datetime.date) -> None:
        self._contracts.for_manager(who, day)
        self._checkins.who_covers(who, day)
        self._checkins.not_logged_by_others(who, day)
        self._without_adviser(who, day)
        if self.programme.first_of_week(who, day) == day and day >= bench.quarter.script.FIRST + WEEK:
            self.diary.tell(day, who, "what changed")

    def _without_adviser(self, who: str, day: datetime.date) -> None:
        """Whose contract runs or comes and who has no adviser: the morning after, and each Monday."""
        for one in self.programme.with_role("freelancer"):
            if self.programme.counts(one.id, day) and not self.programme.adviser.get(one.id):
                is_new = self.diary.once("unadvised", who, one.id)
                if self.diary.once("unadvised", who, one.id, bench.quarter.world.monday(day)) or is_new:
                    self.diary.tell(day, who, "no adviser", one.name)

    def _exceptions(self, who: str, day: datetime.date) -> None:
        """The adviser and managers read 7 days before it ends, and once it is over, if the cap is exceeded by it."""
        for one, until in self.programme.exceptions.items():
            adviser = self.programme.adviser.get(one, "")
            concerns = who == adviser or "manager" in self.programme.people[who].roles
            is_due = concerns and day >= until - WEEK and self.programme.caseload(adviser, until + DAY) > CAP
            which = "ended" if day > until else "ends"
            if is_due and self.diary.once("exception", who, one, until, which):
                self.diary.tell(day, who, "exception", f"{self.diary.name(one)} {which}")

    # -- what people do

    def _do(self, act: Act) -> None:
        who = min(self.duty.sitting(act.at)) if act.who == "on duty" else act.who
        self._deeds[act.what](dataclasses.replace(act, who=who))

    def _begins(self, _act: Act) -> None:
        """The demo, with all that goes out as it begins."""
        self.diary.tell_now(bench.quarter.script.TRIAGE, "duty is set up")
        for who, matter, about in bench.quarter.script.AT_FIRST:
            self.diary.tell_now(who, matter, about)
        for who, days in bench.quarter.script.PAST.items():
            self.programme.be_away(who, *days)
        self._reports.begin()

    def _assigns(self, act: Act) -> None:
        """Told to three, in their next mornings: the freelancer, the new adviser, the one until now."""
        before = self.programme.adviser.get(act.whom)
        self.programme.adviser[act.whom] = act.more
        self._checklists.move(act.whom, act.more)
        self.diary.tell_later(act.whom, "your adviser", self.diary.name(act.more))
        self.diary.tell_later(act.more, "you advise", self.diary.name(act.whom))
        if before:
            self.diary.tell_later(before, "you advised", self.diary.name(act.whom))
        if act.what == "assigns":
            self.diary.step(act)

    def _excepts(self, act: Act) -> None:
        """Somebody goes to an adviser who has as many as they may, until a day."""
        adviser, until = act.more.split()
        self.programme.exceptions[act.whom] = datetime.date.fromisoformat(until)
        self._assigns(dataclasses.replace(act, more=adviser))
        self.diary.step(act)

    def _imports(self, act: Act) -> None:
        """Somebody new, with a contract that comes: told to nobody until its checklist is due."""
        new = bench.quarter.world.read(bench.quarter.script.NEW, act.who)
        self.programme.people |= new.people
        self.programme.terms += new.terms
        for term in new.terms:
            self._plan_mornings(term.who)
            self._checklists.onboard(term)
            start = self.programme.at_work(term.who, self.programme.midnight(term.who, term.first))
            self.diary.at(start, EFFECT, functools.partial(self._updates.welcome, term.who))
        self.diary.step(act)

    def _thanks(self, act: Act) -> None:
        self.diary.tell_soon(act.whom, "thanks", self.diary.name(act.who))
        self.diary.step(act)


def _role(roles: frozenset[str]) -> str:
    if "adviser" in roles:
        return "adviser off duty"
    return "manager" if "manager" in roles else "freelancer"
