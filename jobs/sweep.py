"""What open reports wait for, as the pair reads it in the morning, and who holds them."""

import collections.abc
import dataclasses
import datetime
import functools

import sqlmodel

import data.duty
import data.models
import data.people
import data.reports
import data.sweep
import jobs.rotation
import messages.sweep
import messages.text
import rules.duty
import rules.settings
import rules.sweep
import rules.working_hours

Person = data.models.Person
Report = data.models.Report

DAY = datetime.timedelta(days=1)


@dataclasses.dataclass(frozen=True)
class Holders:
    """Who holds open reports: `on_duty` sit in the running shift, `outgoing` sat in the one before it and do no more.

    `handover` is when that shift ended, `ends` when the running one does.
    """

    people: dict[int, Person]
    workdays: dict[int, rules.working_hours.Workdays]
    on_duty: frozenset[int]
    outgoing: frozenset[int]
    handover: datetime.datetime | None = None
    ends: datetime.datetime | None = None


@dataclasses.dataclass(frozen=True)
class Open:
    """All open reports, the oldest first, with what counts of their history, and who holds them."""

    reports: list[Report]
    courses: dict[int, rules.sweep.Course]
    holders: Holders
    programme: rules.settings.Programme

    @functools.cached_property
    def workdays(self) -> rules.working_hours.Workdays:
        """The programme's own."""
        return rules.working_hours.programme_workdays(self.programme)

    def course(self, report: Report) -> rules.sweep.Course:
        """What counts of a report's history."""
        return self.courses[report.id or 0]

    def held_by(self, person_id: int) -> list[Report]:
        """What somebody holds."""
        return [report for report in self.reports if report.holder_id == person_id]

    def waits(self, report: Report, now: datetime.datetime) -> rules.sweep.Waits:
        """What a report waits for at that instant."""
        amiss = self._amiss(report, now) if report.holder_id is not None else None
        return rules.sweep.waits(report, self.course(report), amiss, self.workdays, now)

    def reminds_at(self, report: Report) -> datetime.datetime | None:
        """When its reporters are asked once more; None if nothing waits for their answer, or they were."""
        return rules.sweep.remind_at(report, self.course(report), self.workdays)

    def _amiss(self, report: Report, now: datetime.datetime) -> rules.sweep.Wait | None:
        holder_id, of = report.holder_id or 0, self.holders
        handover = of.handover if holder_id in of.outgoing else None
        stays = holder_id in of.on_duty or rules.sweep.is_kept(
            self.course(report), handover, of.workdays[holder_id], now
        )
        return rules.sweep.presence(of.people[holder_id], of.workdays[holder_id], stays, now)


def load(session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime) -> Open:
    """What is open; where nothing is, that is all that is asked."""
    reports = data.reports.list_open(session)
    if not reports:
        return Open([], {}, Holders({}, {}, frozenset(), frozenset()), programme)
    ids = [report.id or 0 for report in reports]
    events = data.sweep.list_events(session, ids, rules.sweep.COUNTS)
    courses = {ident: rules.sweep.course(events[ident]) for ident in ids}
    holder_ids = {report.holder_id for report in reports if report.holder_id is not None}
    return Open(reports, courses, _holders(session, programme, holder_ids, now), programme)


def _holders(
    session: sqlmodel.Session, programme: rules.settings.Programme, ids: set[int], now: datetime.datetime
) -> Holders:
    known = jobs.rotation.load_begun(session, programme, now)
    people = data.people.load_by_id(session, ids)
    handover = known.running.starts if known.running else now
    absences = data.duty.list_absences(session, since=handover.date() - DAY)  # whoever was away has longer to answer
    on_duty = frozenset(one.person for one in known.sitters(known.running, now)) if known.running else frozenset[int]()
    return Holders(
        people=people,
        workdays=rules.working_hours.people_workdays(people.values(), absences, programme),
        on_duty=on_duty,
        outgoing=_sat_before(known) - on_duty,
        handover=known.running.starts if known.running else None,
        ends=known.running.ends if known.running else None,
    )


def _sat_before(known: jobs.rotation.Rotation) -> frozenset[int]:
    """Who sat last before the running shift began."""
    if known.running is None:
        return frozenset()
    moment_before = known.running.starts - datetime.timedelta(microseconds=1)
    before = rules.duty.on_duty(known.turns, moment_before)
    return frozenset(one.person for one in known.sitters(before, moment_before)) if before else frozenset()


# -- the pair's morning


def lines(known: Open, now: datetime.datetime, reader: messages.text.Reader) -> dict[str, str]:
    """What waits for the pair, as lines by the number of the report, what is most pressing first."""
    found = [(report, waits) for report in known.reports if (waits := known.waits(report, now))]
    order = list(rules.sweep.Wait)
    urgent = data.models.Severity.URGENT  # first of its kind: of a long list ten are named
    found.sort(key=lambda one: (order.index(next(iter(one[1]))), one[0].severity != urgent))
    return {
        messages.sweep.about(report, waits): messages.sweep.line(report, waits, _holder(known, report), reader)
        for report, waits in found
    }


def _holder(known: Open, report: Report) -> Person | None:
    return known.holders.people.get(report.holder_id or 0)


def part(known: Open, now: datetime.datetime, reader: messages.text.Reader) -> messages.text.Payload | None:
    """What somebody on duty reads of it in the morning; None if nothing waits."""
    all_lines = lines(known, now, reader)
    return messages.sweep.morning(all_lines) if all_lines else None


def redrawn(
    known: Open,
    now: datetime.datetime,
    reader: messages.text.Reader,
    told: collections.abc.Mapping[str, object],
) -> messages.text.Payload:
    """The same part later that day."""
    return messages.sweep.morning_redrawn(told, lines(known, now, reader))
