"""Bug reports on their way, and who should hear of them: docs/reports.md."""

import collections.abc
import dataclasses
import datetime

import bench.quarter.diary
import bench.quarter.duty
import bench.quarter.script
import bench.quarter.world

Act = bench.quarter.script.Act

EFFECT, AT_ONCE = bench.quarter.diary.EFFECT, bench.quarter.diary.AT_ONCE
TRIAGE = bench.quarter.script.TRIAGE

PATIENCE = 3
"""Working days of the programme until who was asked is asked once more."""

TARGET = 4
"""Working hours of the programme until a first response."""


@dataclasses.dataclass
class Report:
    """A report that is open: by whom, and who holds it."""

    name: str
    by: str
    holder: str = ""
    kept: bool = False
    asked: datetime.datetime | None = None


class Reports:
    """Those that are open, by name."""

    def __init__(self, diary: bench.quarter.diary.Diary, duty: bench.quarter.duty.Duty) -> None:
        self._diary = diary
        self._duty = duty
        self._open: dict[str, Report] = {}
        self._filed = 0
        self.deeds: dict[str, collections.abc.Callable[[Act], None]] = {
            "files": self._files,
            "claims": self._claims,
            "asks": self._asks,
            "resolves": self._resolves,
            "keeps": self._keeps,
        }

    def begin(self) -> None:
        """The demo's: each has a card for who filed it, and one in triage unless it is over."""
        for number, who in bench.quarter.script.CARDS.items():
            name, self._filed = f"BUG-{number}", number
            self._diary.tell_now(who, "report", name)
            if name not in bench.quarter.script.OVER:
                self._diary.tell_now(TRIAGE, "report", name)
            if name in bench.quarter.script.WAITING:
                self._open[name] = Report(name, who, bench.quarter.script.WAITING[name])

    def morning(self, who: str, day: datetime.date) -> None:
        """Who is on duty when that working day ends reads what waits: what nobody holds, or who is off duty."""
        person = self._diary.programme.people[who]
        if who not in self._duty.sitting(bench.quarter.world.instant(day, person.ends, person.zone)):
            return
        for report in self._open.values():
            if self._waits(report):
                self._diary.tell(day, who, "sweep", report.name)

    def _waits(self, report: Report) -> bool:
        is_held = report.holder in self._duty.sitting(self._diary.now) or report.kept
        is_unanswered = report.asked and self._diary.programme.office_days(report.asked, PATIENCE) <= self._diary.now
        return not report.holder or not is_held or bool(is_unanswered)

    def hand_over(self, shift: bench.quarter.duty.Shift) -> None:
        """Triage reads who takes over; who holds reports and goes off duty is asked what becomes of them."""
        self._diary.tell_now(TRIAGE, "handover")
        for who in self._duty.before(shift):
            if any(report.holder == who for report in self._open.values()):
                self._diary.tell_at_work(who, "you hold", after=AT_ONCE)

    def _files(self, act: Act) -> None:
        self._filed += 1
        report = Report(f"BUG-{self._filed}", act.who)
        self._open[report.name] = report
        self._diary.tell_now(act.who, "report", report.name)
        self._diary.tell_now(TRIAGE, "report", report.name)
        self._diary.step(act)
        office_hours, slack = self._diary.programme.office_hours, bench.quarter.diary.SLACK
        late, twice = office_hours(act.at, TARGET) + slack, office_hours(act.at, 2 * TARGET) + slack
        managers = [one.id for one in self._diary.programme.with_role("manager")]
        self._diary.at(late, EFFECT, lambda: self._is_late(report, "past the target", self._duty.sitting(late)))
        self._diary.at(twice, EFFECT, lambda: self._is_late(report, "past twice the target", managers))

    def _is_late(self, report: Report, matter: str, readers: collections.abc.Iterable[str]) -> None:
        for who in readers if report.name in self._open and not report.holder else ():
            self._diary.tell_now(who, matter, report.name)

    def _name(self, act: Act) -> str:
        if act.whom == "asked":
            return next(report.name for report in self._open.values() if report.asked)
        return f"BUG-{self._filed}" if act.whom == "newest" else act.whom

    def _claims(self, act: Act) -> None:
        self._open[self._name(act)].holder = act.who
        self._diary.step(act, whom=self._name(act))

    def _asks(self, act: Act) -> None:
        """Who filed it reads the question, and after three working days without an answer once more."""
        report = self._open[self._name(act)]
        report.holder, report.asked = act.who, act.at
        self._diary.tell_at_work(report.by, "question", report.name, after=AT_ONCE)
        again = self._diary.programme.office_days(act.at, PATIENCE) + bench.quarter.diary.SLACK
        self._diary.at(again, EFFECT, lambda: self._asks_again(report))
        self._diary.step(act, whom=report.name)

    def _asks_again(self, report: Report) -> None:
        if report.name in self._open:
            self._diary.tell_at_work(report.by, "asked once more", report.name, after=AT_ONCE)

    def _resolves(self, act: Act) -> None:
        """Who filed it reads it within their working hours, of an urgent one at once; duplicates end with it."""
        report = self._open.pop(self._name(act))
        ends = {report.name: report.by} | bench.quarter.script.DUPLICATES.get(report.name, {})
        for name, who in ends.items():
            if name in bench.quarter.script.URGENT:
                self._diary.tell_now(who, "report is over", name)
            else:
                self._diary.tell_at_work(who, "report is over", name, after=AT_ONCE)
        self._diary.step(act, whom=report.name)

    def _keeps(self, act: Act) -> None:
        for report in self._open.values():
            report.kept = report.kept or report.holder == act.who
        self._diary.step(act)
