"""Who is on duty, and who should hear of it: docs/rotation.md, docs/morning.md."""

import collections.abc
import datetime
import typing

import bench.quarter.diary
import bench.quarter.script
import bench.quarter.world

Act = bench.quarter.script.Act

DAY, WEEK = bench.quarter.world.DAY, bench.quarter.world.WEEK


class Shift(typing.NamedTuple):
    """A pair on duty, from an instant until another."""

    starts: datetime.datetime
    ends: datetime.datetime
    pair: frozenset[str]


class Override(typing.NamedTuple):
    """Somebody sits for another."""

    starts: datetime.datetime
    ends: datetime.datetime
    out: str
    sitter: str


class Duty:
    """The shifts are read as everybody can read them; what follows from them is foretold."""

    def __init__(self, diary: bench.quarter.diary.Diary) -> None:
        self._diary = diary
        self._overrides: list[Override] = []
        self.shifts: list[Shift] = []
        self.deeds: dict[str, collections.abc.Callable[[Act], None]] = {
            "is away": self.goes,
            "is off": self.is_off,
            "covers": self.covers,
        }

    def sitting(self, instant: datetime.datetime) -> frozenset[str]:
        """Who is on duty then."""
        pair = next((one.pair for one in self.shifts if one.starts <= instant < one.ends), frozenset())
        now = [one for one in self._overrides if one.starts <= instant < one.ends]
        return pair - {one.out for one in now} | {one.sitter for one in now}

    def before(self, shift: Shift) -> frozenset[str]:
        """The pair whose duty ends as this begins."""
        return next((one.pair for one in self.shifts if one.ends == shift.starts), frozenset())

    def morning(self, who: str, day: datetime.date) -> None:
        """A heads-up 7 days before somebody's duty, and on their last working day before; of both the nearer."""
        starts = [one.starts for one in self.shifts if who in one.pair]
        starts += [one.starts for one in self._overrides if one.sitter == who]
        for start in starts:
            first = self._diary.programme.people[who].day(start)
            days = (day + n * DAY for n in range(1, (first - day).days))
            is_eve = not any(self._diary.programme.works(who, one) for one in days)
            is_due = start > self._diary.now and (is_eve or day >= first - WEEK)
            if is_due and self._diary.once("heads-up", who, first, is_eve):
                self._diary.tell(day, who, "heads-up", f"{first.day} {first:%B %Y}")

    def goes(self, act: Act) -> None:
        """Who else sits and the managers read at once that somebody on duty will be away."""
        programme = self._diary.programme
        programme.be_away(act.who, *act.more.split())
        shift = next(one for one in self.shifts if one.starts <= act.at < one.ends)
        days = {programme.midnight(act.who, day) for day in programme.away[act.who]}
        if act.who in shift.pair and any(shift.starts <= day < shift.ends for day in days):
            for who in self._concerned(act.who):
                self._diary.tell_now(who, "on duty and away", self._diary.name(act.who))
        self._diary.step(act)

    def is_off(self, act: Act) -> None:
        """A freelancer's days away are told to nobody."""
        self._diary.programme.be_away(act.who, *act.more.split())
        self._diary.step(act)

    def _concerned(self, absent: str) -> list[str]:
        managers = [one.id for one in self._diary.programme.with_role("manager")]
        return [*managers, *(self.sitting(self._diary.now) - {absent})]

    def covers(self, act: Act) -> None:
        """They read too who sits for them, and who does reads it of their own dates."""
        days = self._diary.programme.away[act.whom]
        starts, ends = (self._diary.programme.midnight(act.whom, day) for day in (min(days), max(days) + DAY))
        self._overrides.append(Override(starts, ends, act.whom, act.more))
        for who in {*self._concerned(act.whom)} - {act.who}:
            self._diary.tell_now(who, "covered", f"{self._diary.name(act.more)} {self._diary.name(act.whom)}")
        self._diary.tell_now(act.whom, "dates")  # they are on duty now
        self._diary.tell_later(act.more, "dates")
        self._diary.step(act)
