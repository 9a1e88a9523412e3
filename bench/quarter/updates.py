"""Product updates, and who has not acknowledged them: docs/updates.md."""

import collections.abc
import datetime

import bench.quarter.diary
import bench.quarter.script

Act = bench.quarter.script.Act


class Updates:
    """Every copy, by the update and its reader, with the instant of which it is."""

    def __init__(self, diary: bench.quarter.diary.Diary) -> None:
        self._diary = diary
        self._programme = diary.programme
        self._copies: dict[tuple[str, str], datetime.datetime] = {}
        self._got: set[tuple[str, str]] = set()
        self._reminded: dict[tuple[str, str], datetime.datetime] = {}
        self.deeds: dict[str, collections.abc.Callable[[Act], None]] = {"sends": self._sends, "gets": self._gets}

    def _sends(self, act: Act) -> None:
        """To advisers, and to freelancers whose contract runs; an urgent one at once, others within working hours."""
        freelancers = [one.id for one in self._programme.with_role("freelancer")]
        readers = {one.id for one in self._programme.with_role("adviser")}
        readers |= {who for who in freelancers if self._programme.is_under_contract(who, act.at.date())}
        for who in readers:
            if act.more == "urgent":
                self._diary.tell_soon(who, "update", act.whom)
                self._copies[act.whom, who] = act.at + bench.quarter.diary.UNDO
            else:
                self._copies[act.whom, who] = self._diary.tell_at_work(who, "update", act.whom)
        self._diary.tell_now(bench.quarter.script.TRIAGE, "card of an update", act.whom)
        self._diary.step(act)

    def welcome(self, who: str) -> None:
        """Who begins gets the updates that came before, in one message."""
        self._diary.tell_now(who, "welcome")
        for update in sorted({update for update, _ in self._copies}):
            self._copies[update, who] = self._diary.now
            self._diary.tell_now(who, "update of before", update)

    def _gets(self, act: Act) -> None:
        """Who has a copy presses *Got it*, but for those who never do."""
        have = [who for (update, who), at in self._copies.items() if update == act.whom and at < act.at]
        for who in have if act.who == "everybody" else [act.who]:
            if who not in bench.quarter.script.NEVER[act.whom] and (act.whom, who) not in self._got:
                self._got.add((act.whom, who))
                self._diary.step(act, who=who)

    def morning(self, who: str, day: datetime.date) -> None:
        """After 3 of their working days somebody reads that it waits; one of their days later, their adviser."""
        for (update, reader), at in self._copies.items():
            if (update, reader) not in self._got:
                self._remind(who, day, update, reader, at)
                self._report(who, day, update, reader)

    def _remind(self, who: str, day: datetime.date, update: str, reader: str, at: datetime.datetime) -> None:
        is_due = reader == who and self._programme.later(who, at, 3) <= self._diary.now
        if is_due and self._diary.once("unread", update, who):
            self._reminded[update, who] = self._diary.now
            self._diary.tell(day, who, "unread", update)

    def _report(self, who: str, day: datetime.date, update: str, reader: str) -> None:
        read = self._reminded.get((update, reader))
        if read is None or self._programme.adviser.get(reader) != who:
            return
        if self._programme.later(reader, read, 1) <= self._diary.now and self._diary.once("unseen", update, reader):
            self._diary.tell(day, who, "unseen", f"{update} {self._diary.name(reader)}")
