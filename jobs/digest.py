"""A digest as the store has it: of any span that somebody asks for, and of the last week for the managers' mornings."""

import dataclasses
import datetime
import functools

import data.checkin_minutes
import data.digest
import data.duty
import data.figures
import data.models
import data.morning
import data.people
import data.settings
import jobs.scene
import jobs.service
import messages.service
import rules.checkin_minutes
import rules.digest
import rules.duty
import rules.local_time
import rules.sitting
import rules.status
import rules.week_figures
import rules.working_hours

Person = data.models.Person
Span = rules.digest.Span

DAY = datetime.timedelta(days=1)


@dataclasses.dataclass(frozen=True)
class _Duty:
    """Shifts and overrides that were not over at some instant."""

    turns: list[rules.duty.Turn]
    overrides: list[data.models.Override]


def _duty(scene: jobs.scene.Scene, since: datetime.datetime) -> _Duty:
    turns = [rules.duty.turn(shift, seats) for shift, seats in data.duty.list_shifts(scene.session, since)]
    return _Duty(turns, data.duty.list_overrides(scene.session, since))


def load(scene: jobs.scene.Scene, span: Span, reader: Person) -> rules.digest.Digest:
    """What a span came to. Nothing is in it of a freelancer's own contracts, for others decide on them."""
    reader_id = _left_out(reader)
    after = (span.ends, span.ends + (rules.digest.AHEAD + 1) * DAY)
    duty = _duty(scene, _instants(scene, span.before)[0])
    ending, unfollowed = data.digest.count_ending(scene.session, after, reader_id)
    return rules.digest.Digest(
        span=span,
        ratio=_ratio(scene, span),
        now=_figures(scene, span, reader_id, duty),
        before=_figures(scene, span.before, reader_id, duty) if has_any(scene, span.before) else None,
        pairs=_pairs(scene, span, duty),
        ending=ending,
        unfollowed=unfollowed,
    )


def _left_out(reader: Person) -> int:
    """Whose contracts are left out: the reader's own, or nobody's."""
    return (reader.id or 0) if reader.freelancer else 0


def load_service(scene: jobs.scene.Scene, span: Span) -> messages.service.Week:
    """The service to customers in the last week that was over by the end of a span."""
    return jobs.service.load_week(scene, rules.digest.seen_by(span.ends))


def begins(scene: jobs.scene.Scene, day: datetime.date) -> datetime.datetime:
    """The instant at which that day of the programme's begins."""
    return rules.local_time.instant(day, datetime.time(0), scene.programme.time_zone)


def has_any(scene: jobs.scene.Scene, span: Span) -> bool:
    """Whether there is anything to say of a span: the first of what Muster knows is not after it."""
    return any(_day(scene, first) < span.ends for first in data.digest.load_firsts(scene.session))


def _day(scene: jobs.scene.Scene, first: datetime.datetime | datetime.date) -> datetime.date:
    return first.astimezone(scene.programme.time_zone).date() if isinstance(first, datetime.datetime) else first


def _ratio(scene: jobs.scene.Scene, span: Span) -> rules.digest.Ratio | None:
    names, weeks = rules.week_figures.RATIO, (rules.digest.seen_by(span.starts), rules.digest.seen_by(span.ends))
    seen = data.figures.load_by_week(scene.session, names.values(), *weeks)
    by_mode = {mode: {week: told[name] for week, told in seen.items() if name in told} for mode, name in names.items()}
    return rules.digest.ratio(by_mode, span)


def _instants(scene: jobs.scene.Scene, span: Span) -> rules.digest.Instants:
    return begins(scene, span.starts), begins(scene, span.ends)


def _figures(scene: jobs.scene.Scene, span: Span, reader_id: int, duty: _Duty) -> rules.digest.Figures:
    session, instants = scene.session, _instants(scene, span)
    workdays = rules.working_hours.programme_workdays(scene.programme)
    reports = data.digest.count_reports(session, instants)
    counts = data.digest.count(session, instants, span.ends, reader_id)
    told = data.digest.count_told(session, instants, reader_id)
    checkins = data.checkin_minutes.load_by_week(session, span.mondays)
    return rules.digest.Figures(
        freelancers=_freelancers(scene, span, reader_id, counts.running),
        filed=reports.filed,
        closed=reports.closed,
        open=reports.open,
        first_response=rules.status.median_hours(workdays, data.digest.list_first_responses(session, instants)),
        checkins=rules.checkin_minutes.total(rules.checkin_minutes.Tally(*sums) for sums in checkins.values()),
        sent=counts.sent,
        given=counts.given,
        missing=counts.missing,
        overrides=rules.digest.relieved(duty.overrides, instants),
        empty=rules.digest.empty_seats(rules.digest.within(duty.turns, instants)),
        kudos=counts.kudos,
        told={data.models.Choice(choice): number for choice, number in told.items()},
        lost=counts.lost,
    )


def _freelancers(scene: jobs.scene.Scene, span: Span, reader_id: int, running: int) -> rules.digest.Freelancers:
    session, days = scene.session, (span.starts, span.ends)
    return rules.digest.freelancers(
        running,
        [rules.digest.Began(*row) for row in data.digest.list_began(session, days, reader_id)],
        [rules.digest.Ended(*row) for row in data.digest.list_ended(session, days, reader_id)],
    )


def _pairs(scene: jobs.scene.Scene, span: Span, duty: _Duty) -> tuple[tuple[Person, ...], ...]:
    """Who sat when each shift of a span began, or the span did."""
    since, until = _instants(scene, span)
    sitting = [
        [rules.sitting.occupant(seat.person, duty.overrides, max(turn.starts, since)) for seat in turn.seats]
        for turn in rules.digest.within(duty.turns, (since, until))
    ]
    people = data.people.load_by_id(scene.session, {person for pair in sitting for person in pair})
    return tuple(tuple(people[person] for person in pair) for pair in sitting)


# -- for the managers' mornings


class Lately:
    """Digests for the mornings of one look: loaded when a manager's asks, and once for all who read the same."""

    def __init__(self, scene: jobs.scene.Scene) -> None:
        self._scene = scene
        self._loaded: dict[tuple[Span, int], tuple[rules.digest.Digest, messages.service.Week]] = {}

    def is_whole(self, week: Span) -> bool:
        """Whether Muster was live when it began, or, in a quiet installation, will be if it goes live now."""
        return week.starts >= self._live_on

    @functools.cached_property
    def _live_on(self) -> datetime.date:
        live_at = data.settings.find_milestone(self._scene.session, data.settings.WENT_LIVE)
        return _day(self._scene, live_at or self._scene.now)

    def is_told(self, key: str) -> bool:
        """Whether a morning has told it."""
        return bool(data.morning.find_keys(self._scene.session, [key]))

    def of(self, week: Span, reader: Person) -> tuple[rules.digest.Digest, messages.service.Week]:
        """What a week came to; who is no freelancer reads the same as others."""
        key = week, _left_out(reader)
        if key not in self._loaded:
            self._loaded[key] = load(self._scene, week, reader), load_service(self._scene, week)
        return self._loaded[key]
