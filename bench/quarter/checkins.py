"""The check-ins of each week, what is not logged, and who covers: docs/checkins.md."""

import collections.abc
import datetime
import functools

import bench.quarter.diary
import bench.quarter.script
import bench.quarter.world

Act = bench.quarter.script.Act

DAY, WEEK = bench.quarter.world.DAY, bench.quarter.world.WEEK

THURSDAY = 3
NEXT_BEGINS = datetime.time(10)
"""By UTC on Sunday: then the next week begins on the other side of the earth."""

OVER = ("done", "excused")

Row = tuple[str, datetime.date, int]
"""A check-in: the freelancer, the week's Monday, and which of that week it is."""

Rows = collections.abc.Iterable[Row]


class Checkins:
    """A check-in is open unless something is known of it."""

    def __init__(self, diary: bench.quarter.diary.Diary) -> None:
        self._diary = diary
        self._programme = diary.programme
        self._states: dict[Row, str] = {}
        self._covers: dict[tuple[str, datetime.date], str] = {}
        self._listed: dict[tuple[str, datetime.date], datetime.date] = {}
        self._read: set[tuple[str, Row]] = set()
        self._was_held: dict[tuple[str, str, datetime.date], bool] = {}
        self._warned: dict[tuple[str, str, datetime.date], datetime.datetime] = {}
        self.deeds: dict[str, collections.abc.Callable[[Act], None]] = {
            "logs all": self._logs_all,
            "logs": lambda act: self._changes(act, "done"),
            "books": lambda act: self._changes(act, f"booked {act.more}"),
            "excuses": lambda act: self._changes(act, "excused"),
            "asks for time": self._asks_for_time,
            "takes covers": self._takes_covers,
        }

    # -- the list of the week

    def _asked(self, who: str, week: datetime.date) -> int:
        """How many check-ins a week asks for with a freelancer: two in the first two weeks of a first contract."""
        programme = self._programme
        days = [
            day
            for day in bench.quarter.world.days_of(week)
            if programme.works(who, day) and programme.is_under_contract(who, day)
        ]
        if not days:
            return 0
        first = programme.terms_of(who)[0]
        is_new = days[0] < min(first.first + 2 * WEEK, first.last + DAY)
        return min(len(days), 2 if is_new else 1)

    def _holder(self, who: str, week: datetime.date) -> str:
        return self._covers.get((who, week)) or self._programme.adviser.get(who, "")

    def _rows(self, adviser: str, week: datetime.date) -> list[Row]:
        """The check-ins that an adviser holds in a week."""
        theirs = [who for who in self._programme.people if self._holder(who, week) == adviser]
        return [(who, week, place) for who in theirs for place in range(self._asked(who, week))]

    def _state(self, row: Row) -> str:
        return self._states.get(row, "open")

    def morning(self, who: str, day: datetime.date) -> None:
        """The list on the first morning of the week, what is open from Thursday on, else what came since."""
        week = bench.quarter.world.monday(day)
        rows = self._rows(who, week)
        waiting = [row for row in rows if self._state(row) not in OVER]
        still_open = [row for row in waiting if self._state(row) == "open"]
        if (who, week) not in self._listed:
            if waiting:
                self._listed[who, week] = day
                self._tell(day, who, "check-ins", rows)
        elif day.weekday() >= THURSDAY and still_open and self._diary.once("reminded", who, week):
            self._tell(day, who, "open check-ins", still_open)
        else:
            self._tell(day, who, "more check-ins", [row for row in waiting if (who, row) not in self._read])
        self._tell(day, who, "was it held?", [row for row in self._booked(who) if self._is_asked_after(row, day)])

    def _tell(self, day: datetime.date, who: str, matter: str, rows: Rows) -> None:
        for row in rows:
            self._read.add((who, row))
            self._diary.tell(day, who, matter, self._diary.name(row[0]) + (" second of the week" if row[2] else ""))

    def _booked(self, adviser: str) -> list[Row]:
        booked = [row for row, state in self._states.items() if state.startswith("booked")]
        return [row for row in booked if self._holder(row[0], row[1]) == adviser]

    def _is_asked_after(self, row: Row, day: datetime.date) -> bool:
        """Whether the day for which it was booked is over, and nobody was asked about that yet."""
        booked = self._state(row).removeprefix("booked ")
        return booked < day.isoformat() and self._diary.once("booked", row, booked)

    # -- what is not logged

    def begin(self) -> None:
        """What a week has come to is known when the next begins."""
        for week in bench.quarter.script.MONDAYS:
            over = datetime.datetime.combine(week + 6 * DAY, NEXT_BEGINS, datetime.UTC)
            self._diary.at(over, bench.quarter.diary.EFFECT, functools.partial(self._close, week))

    def _close(self, week: datetime.date) -> None:
        for who in self._programme.people:
            states = {self._state((who, week, place)) for place in range(self._asked(who, week))}
            if states - {"excused"}:
                self._was_held[who, self._holder(who, week), week] = "done" in states

    def not_logged(self, who: str, day: datetime.date) -> None:
        """Of two weeks in a row the adviser reads on the first morning of the week after."""
        week = bench.quarter.world.monday(day)
        weeks = (week - 2 * WEEK, week - WEEK)
        theirs = [one for one, adviser in self._programme.adviser.items() if adviser == who]
        for one in theirs if self._programme.first_of_week(who, day) == day else ():
            if all(self._was_held.get((one, who, past)) is False for past in weeks):
                self._warned[one, who, week] = self._diary.now
                self._diary.tell(day, who, "not logged", self._diary.name(one))

    def not_logged_by_others(self, who: str, day: datetime.date) -> None:
        """A week later a manager does, if a working day of the adviser's is over and nothing was logged since."""
        last = bench.quarter.world.monday(day) - WEEK
        warned = [(*key, read) for key, read in self._warned.items() if key[2] == last]
        for one, adviser, week, read in warned if self._programme.first_of_week(who, day) == day else ():
            is_held = self._was_held.get((one, adviser, week))
            if not is_held and self._programme.later(adviser, read, 1) <= self._diary.now:
                self._diary.tell(day, who, "not logged, for managers", self._diary.name(one))

    # -- cover

    def _weeks_away(self, who: str) -> list[datetime.date]:
        """The weeks of the quarter in which somebody works on no day."""
        return [week for week in bench.quarter.script.MONDAYS if self._programme.is_away_all_week(who, week)]

    def who_covers(self, who: str, day: datetime.date) -> None:
        """Managers choose, from 7 days before the first week in which an adviser is not there, until it is chosen."""
        for adviser in self._programme.with_role("adviser"):
            open_weeks = [week for week in self._weeks_away(adviser.id) if not self._is_covered(adviser.id, week)]
            is_near = open_weeks and day >= open_weeks[0] - WEEK
            if is_near and self._diary.once("cover", who, adviser.id, open_weeks[0]):
                self._diary.tell(day, who, "who covers?", adviser.name)

    def _is_covered(self, adviser: str, week: datetime.date) -> bool:
        return any(self._programme.adviser.get(who) == adviser for who, covered in self._covers if covered == week)

    def _takes_covers(self, act: Act) -> None:
        """Each freelancer, who is there for them, and the adviser read it in their next morning."""
        for who, cover in bench.quarter.script.COVERS[act.whom].items():
            self._covers.update({(who, week): cover for week in self._weeks_away(act.whom)})
            self._diary.tell_later(who, "somebody is there", self._diary.name(act.whom))
            self._diary.tell_later(cover, "you cover", self._diary.name(who))
            self._diary.tell_later(act.whom, "others cover", self._diary.name(who))
        self._diary.step(act)

    # -- what people do

    def _week(self, act: Act) -> datetime.date:
        return bench.quarter.world.monday(self._programme.people[act.who].day(act.at))

    def _logs_all(self, act: Act) -> None:
        """All that is open, but for whom the script leaves out, unless they are away all week."""
        week = self._week(act)
        is_there = not self._programme.is_away_all_week(act.who, week)
        for row in self._rows(act.who, week) if is_there else ():
            if self._state(row) == "open" and not bench.quarter.script.is_left_out(act.who, row[0], week):
                self._states[row] = "done"
                self._diary.step(act, what="logs", whom=row[0], more="30m" if row[2] else "45m")

    def _changes(self, act: Act, state: str) -> None:
        """The first check-in of the week with somebody."""
        self._states[act.whom, self._week(act), 0] = state
        self._diary.step(act)

    def _asks_for_time(self, act: Act) -> None:
        self._diary.tell_now(self._programme.adviser[act.who], "asks for time", self._diary.name(act.who))
        self._diary.step(act)
