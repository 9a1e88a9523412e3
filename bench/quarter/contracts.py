"""Contracts that end: what is due, what is asked before, what is not decided, and who leaves: docs/contracts.md."""

import collections
import collections.abc
import datetime
import functools

import bench.quarter.checklists
import bench.quarter.diary
import bench.quarter.script
import bench.quarter.world

Act = bench.quarter.script.Act
Term = bench.quarter.world.Term

DAY, WEEK = bench.quarter.world.DAY, bench.quarter.world.WEEK
EFFECT, SLACK = bench.quarter.diary.EFFECT, bench.quarter.diary.SLACK

LONG, MIDDLE, SHORT = (45, 30, 14, 7), (30, 14, 7), (14, 7, 3)
"""The rungs of terms of over 4 months, over 2, and shorter ones, in days before the last one."""

PRESSING = 7
KEPT = 2 * WEEK
"""So long after the last day somebody keeps their commands."""


class Contracts:
    """The last term of everybody is the one that nothing follows."""

    def __init__(self, diary: bench.quarter.diary.Diary, checklists: bench.quarter.checklists.Checklists) -> None:
        self._diary = diary
        self._programme = diary.programme
        self._checklists = checklists
        self._due: set[tuple[str, datetime.date]] = set()
        self.deeds: dict[str, collections.abc.Callable[[Act], None]] = {
            "renews": self._renews,
            "renews all": self._renews_all,
            "converts": self._converts,
            "ends": self._ends,
            "ends early": self._ends_early,
            "lets rest": self._lets_rest,
            "wishes": self._wishes,
        }

    def begin(self) -> None:
        """The day after each last day something may have lapsed."""
        for term in self._programme.terms:
            over = self._programme.midnight(term.owner, term.last + DAY)
            if over > self._diary.now:
                self._diary.at(over, EFFECT, functools.partial(self._lapse, term))

    def _lapse(self, term: Term) -> None:
        """Nothing follows and nobody was told: access is still to be taken away."""
        if term is self._last(term.who) and not term.told:
            self._checklists.offboard(term, ("manager",))

    def _last(self, who: str) -> Term:
        return self._programme.terms_of(who)[-1]

    def _ending(self) -> list[Term]:
        return [self._last(who) for who in dict.fromkeys(term.who for term in self._programme.terms)]

    # -- rungs

    def _rungs(self, term: Term) -> tuple[int, ...]:
        months_later = bench.quarter.world.months_later
        if term.last >= months_later(term.first, 4):
            return LONG
        return MIDDLE if term.last >= months_later(term.first, 2) else SHORT

    def _rung(self, term: Term, day: datetime.date) -> int | None:
        """The nearest that is reached, while the term runs."""
        left = (term.last - day).days
        reached = [one for one in self._rungs(term) if left <= one]
        return min(reached, default=None) if term.first <= day <= term.last else None

    def for_manager(self, who: str, day: datetime.date) -> None:
        """What is due, whom nobody has told, and who leaves."""
        first = self._programme.first_of_week(who, day) or day
        for term in self._ending():
            self._tell_rung(who, day, first, term)
            self._tell_silence(who, day, term)
            self._tell_leaver(who, day, first, term)

    def _tell_rung(self, who: str, day: datetime.date, first: datetime.date, term: Term) -> None:
        """To the owner on the first morning of the week, what presses the next day; to others past the last rung."""
        rung, left = self._rung(term, day), (term.last - day).days
        if rung is None or term.decided or (term.rests and day < term.rests):
            return
        since, last_rung = max(term.first, term.last - rung * DAY), self._rungs(term)[-1]
        has_rested = term.rests is not None and term.rests > since
        waits = not has_rested and rung != last_rung and left > PRESSING and since > first
        is_owner = who == term.owner
        if waits or not (is_owner or left < last_rung):
            return
        if self._diary.once("rung", who, term.who, term.last, term.rests if has_rested else rung):
            self._due.add((term.who, term.last))
            self._diary.tell(day, who, "to decide" if is_owner else "nobody has decided", self._diary.name(term.who))

    # -- nobody learns of an end by silence

    def _breaks(self, term: Term) -> datetime.date:
        """On which day somebody reads that it is not decided: the first on which they work, or else the last before."""
        wanted = 14 if term.last >= bench.quarter.world.months_later(term.first, 1) else 7
        rung = min(self._rungs(term), key=lambda one: (abs(one - wanted), one))
        since = max(term.first, term.last - rung * DAY)
        after = [since + n * DAY for n in range((term.last - since).days + 1)]
        before = [since - n * DAY for n in range(1, (since - term.first).days + 1)]
        return next((day for day in [*after, *before] if self._programme.works(term.who, day)), term.last)

    def _tell_silence(self, who: str, day: datetime.date, term: Term) -> None:
        """Every manager hears two working days of theirs before that somebody will read it."""
        breaks = self._breaks(term)
        between = [day + n * DAY for n in range(1, (breaks - day).days)]
        is_near = day < breaks and sum(self._programme.works(who, one) for one in between) < 2
        if is_near and not term.told and self._diary.once("silence", who, term.who, term.last):
            self._diary.tell(day, who, "will read of it", self._diary.name(term.who))

    def _tell_leaver(self, who: str, day: datetime.date, first: datetime.date, term: Term) -> None:
        """On the Monday before somebody is no freelancer any more."""
        leaves = term.last + DAY + KEPT
        is_near = day < leaves and first >= bench.quarter.world.monday(leaves - DAY)
        if is_near and self._diary.once("leaves", who, term.who, leaves):
            self._diary.tell(day, who, "who leaves", self._diary.name(term.who))

    def for_freelancer(self, who: str, day: datetime.date) -> None:
        """From the first rung on they are asked for their wish; and they read that it is not decided."""
        for term in self._ending():
            if term.who == who and not term.told:
                if self._rung(term, day) is not None and self._diary.once("wish", who, term.last):
                    self._diary.tell(day, who, "your wish?")
                if self._breaks(term) <= day <= term.last and self._diary.once("not decided", who, term.last):
                    self._diary.tell(day, who, "not decided")

    def for_adviser(self, who: str, day: datetime.date) -> None:
        """From the first rung on they are asked what they recommend, with the week's list unless it presses."""
        first = self._programme.first_of_week(who, day) or day
        for term in self._ending():
            is_asked = self._programme.adviser.get(term.who) == who and not term.told and self._rung(term, day)
            is_due = is_asked and (self._rung(term, first) or (term.last - day).days <= PRESSING)
            if is_due and self._diary.once("recommend", who, term.who, term.last):
                self._diary.tell(day, who, "your recommendation?", self._diary.name(term.who))

    # -- what people do

    def _renews_all(self, act: Act) -> None:
        """What a manager has read is due, but for what the script decides otherwise."""
        for term in self._ending():
            is_due = (term.who, term.last) in self._due and not term.decided
            if is_due and term.who not in bench.quarter.script.LEFT_ALONE:
                self._renews(bench.quarter.script.Act(act.at, act.who, "renews", term.who))

    def _renews(self, act: Act) -> None:
        term = self._last(act.whom)
        last = term.last + bench.quarter.script.RENEWED
        self._diary.step(act, more=last.isoformat())
        self._decided(act, term, "renewed")
        self._programme.terms.append(Term(act.whom, term.last + DAY, last, act.who))

    def _converts(self, act: Act) -> None:
        self._diary.step(act)
        self._decided(act, self._last(act.whom), "converted")

    def _ends(self, act: Act) -> None:
        """A person has spoken with them: Muster tells them nothing."""
        self._diary.step(act)
        self._decided(act, self._last(act.whom), "")

    def _ends_early(self, act: Act) -> None:
        """The person reads it within their working hours, and their adviser in a morning after that."""
        term = self._last(act.whom)
        term.last, term.decided = datetime.date.fromisoformat(act.more), True
        term.told = self._diary.tell_at_work(term.who, "ends early")
        self._diary.at(term.told + 2 * SLACK, EFFECT, lambda: self._was_told(term, "ended early"))
        self._diary.step(act)

    def _decided(self, act: Act, term: Term, matter: str) -> None:
        """It reaches the person within their working hours, and their adviser in a morning after that."""
        term.decided = True
        for answer in ("you decided", "you told"):
            self._diary.tell_now(act.who, answer, self._diary.name(term.who))
        soon = self._diary.now + bench.quarter.diary.UNDO
        term.told = self._diary.tell_at_work(term.who, matter) if matter else soon
        self._diary.at(term.told + 2 * SLACK, EFFECT, lambda: self._was_told(term))

    def _was_told(self, term: Term, matter: str = "decided") -> None:
        adviser = self._programme.adviser.get(term.who)
        if adviser:
            self._diary.tell_later(adviser, matter, self._diary.name(term.who))
        if term is self._last(term.who):
            self._checklists.offboard(term)

    def _lets_rest(self, act: Act) -> None:
        self._last(act.whom).rests = datetime.date.fromisoformat(act.more)
        self._diary.tell_now(act.who, "you decided", self._diary.name(act.whom))
        self._diary.step(act)

    def _wishes(self, act: Act) -> None:
        """Who would like to talk waits for a person: their adviser reads that at once."""
        self._diary.tell_now(self._programme.adviser[act.who], "wish", self._diary.name(act.who))
        self._diary.step(act)
