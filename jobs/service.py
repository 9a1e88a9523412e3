"""Figures of the service to customers: kept as they were given, and looked up for who asks and for the ratio."""

import collections
import collections.abc
import dataclasses
import datetime
import decimal
import functools
import typing

import sqlmodel

import data.audit
import data.figures
import data.models
import data.people
import data.service
import jobs.scene
import messages.service
import rules.ratio
import rules.service
import rules.service_sheet

Figure = rules.service.Figure
Output = rules.service.Output
Person = data.models.Person

Given = rules.service_sheet.Given
Key = rules.service_sheet.Key
Row = dict[str, object]

K = typing.TypeVar("K")
V = typing.TypeVar("V")


@dataclasses.dataclass(frozen=True)
class Kept:
    """How many figures were new, how many stood otherwise before, and how many as they do."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(self.added + other.added, self.changed + other.changed, self.unchanged + other.unchanged)


# -- looking up


def output(session: sqlmodel.Session, week: datetime.date) -> Output:
    """What was solved in that week, on either side."""
    sums = collections.defaultdict(data.service.Sum, data.service.sum_up(session, week))
    freelancers, in_house, untimed = sums[False, False], sums[True, True], sums[True, False]
    contracted, missing = data.service.count_contracted(session, week)
    return Output(
        week=week,
        freelancers=freelancers.number,
        measured=freelancers.people,
        contracted=contracted,
        missing=missing,
        in_house=in_house.number,
        in_house_measured=in_house.people,
        hours=in_house.hours,
        without_hours=untimed.people,
    )


def newest_output(scene: jobs.scene.Scene) -> Output | None:
    """That of the newest week by which the ratio can go, if it is new enough."""
    oldest = scene.week - rules.service.NEWEST * rules.service.WEEK
    weeks = data.service.list_weeks(scene.session, oldest, scene.week)
    found = (output(scene.session, week) for week in weeks)
    return next((one for one in found if one.is_measured), None)


def known(session: sqlmodel.Session, today: datetime.date) -> rules.service_sheet.Known:
    """By what people may be named in figures; who is forgotten has no name."""
    everyone = [one for one in data.people.list_everyone(session) if one.forgotten_at is None]
    names = collections.Counter(one.name.lower() for one in everyone)
    found = {one.name.lower(): one.id or 0 for one in everyone if names[one.name.lower()] == 1}
    found |= {one.email.lower(): one.id or 0 for one in everyone if one.email}
    return rules.service_sheet.Known(found | {one.slack_id.lower(): one.id or 0 for one in everyone}, today)


# -- keeping


def keep(scene: jobs.scene.Scene, actor: str, given: Given) -> Kept:
    """Keep what was given, over what stood there; who changed what of which weeks is recorded."""
    figures, solved = _figures(scene.session, given), _solved(scene.session, given)
    _keep_figures(scene, actor, figures)
    _keep_solved(scene, actor, solved)
    return figures.kept + solved.kept


def would_keep(session: sqlmodel.Session, given: Given) -> Kept:
    """What keeping it would come to."""
    return _figures(session, given).kept + _solved(session, given).kept


@dataclasses.dataclass(frozen=True)
class _Changes(typing.Generic[K, V]):
    """What stands and what is given for each of the same keys; None is nothing."""

    before: collections.abc.Mapping[K, V | None]
    after: collections.abc.Mapping[K, V | None]

    @functools.cached_property
    def keys(self) -> list[K]:
        """What is to be written."""
        return [key for key, value in self.after.items() if value != self.before[key]]

    @property
    def new(self) -> dict[K, V]:
        """What of it there is to keep."""
        return {key: value for key in self.keys if (value := self.after[key]) is not None}

    @property
    def cleared(self) -> list[K]:
        """What of it goes."""
        return [key for key in self.keys if self.after[key] is None]

    @property
    def kept(self) -> Kept:
        """As it is counted."""
        added = sum(self.before[key] is None for key in self.keys)
        return Kept(added, len(self.keys) - added, len(self.after) - len(self.keys))


def _figures(session: sqlmodel.Session, given: Given) -> _Changes[tuple[datetime.date, Figure], float]:
    weeks = [week for week, _ in given.figures] or [datetime.date.min]
    stored = data.figures.load_by_week(session, rules.service.TEAM, min(weeks), max(weeks))
    before = {(week, figure): stored.get(week, {}).get(figure) for week, figure in given.figures}
    return _Changes(before, given.figures)


def _keep_figures(scene: jobs.scene.Scene, actor: str, changes: _Changes[tuple[datetime.date, Figure], float]) -> None:
    for week, figure in changes.cleared:
        data.figures.remove(scene.session, week, figure)
    rows = [{"week": week, "name": str(name), "value": value} for (week, name), value in changes.new.items()]
    data.figures.record_all(scene.session, rows)
    if changes.keys:
        sides = changes.before, changes.after
        told = [{f"{week} {name}": one[week, name] for week, name in changes.keys} for one in sides]
        data.audit.record(scene.session, scene.now, actor, "service.figures", "service", *told)


def _solved(session: sqlmodel.Session, given: Given) -> _Changes[Key, Row]:
    weeks = {week for week, _ in given.solved}
    people = data.people.load_by_id(session, {person for _, person in given.solved})
    stored = data.service.load_solved(session, weeks, people)
    contracted = {week: data.service.list_contracted(session, week) for week in weeks}
    after = {
        (week, person): _row(week, people[person], person in contracted[week], said, stored.get((week, person)))
        for (week, person), said in given.solved.items()
    }
    return _Changes({key: stored[key].model_dump() if key in stored else None for key in after}, after)


def _keep_solved(scene: jobs.scene.Scene, actor: str, changes: _Changes[Key, Row]) -> None:
    """The record says how many people's numbers changed, not whose: forgetting somebody has nothing to look for."""
    for week, person in changes.cleared:
        data.service.remove_solved(scene.session, week, person)
    data.service.record_solved(scene.session, list(changes.new.values()))
    if changes.keys:
        weeks = sorted({week.isoformat() for week, _ in changes.keys})
        changed = {"weeks": weeks, "numbers": len(changes.keys)}
        data.audit.record(scene.session, scene.now, actor, "service.solved", "service", after=changed)


def _row(
    week: datetime.date,
    person: Person,
    contracted: bool,
    said: rules.service_sheet.Said,
    before: data.models.Solved | None,
) -> Row | None:
    """On which side somebody was in that week, and in-house in how many hours: without any, those that are known."""
    if said.number is None:
        return None
    in_house = rules.service.is_in_house(person, contracted)
    known = before.hours if before else None
    hours = (said.hours or known) if in_house else None
    return {"week": week, "person_id": person.id, "number": said.number, "in_house": in_house, "hours": hours}


# -- a page of it


def load_week(scene: jobs.scene.Scene, week: datetime.date) -> messages.service.Week:
    """A week's figures with those of the weeks before it."""
    session = scene.session
    first = week - (messages.service.WEEKS - 1) * rules.service.WEEK
    weeks: dict[datetime.date, dict[Figure, decimal.Decimal]] = {
        monday: {Figure(name): rules.ratio.tenth(decimal.Decimal(str(value))) for name, value in figures.items()}
        for monday, figures in data.figures.load_by_week(session, rules.service.TEAM, first, week).items()
    }
    for monday, (number, people) in data.service.sum_by_freelancers(session, first, week).items():
        weeks.setdefault(monday, {})[Figure.SOLVED] = rules.ratio.tenth(decimal.Decimal(number) / people)
    newest = newest_output(scene)
    goes_by = newest.week if newest else None
    return messages.service.Week(
        week=week,
        weeks=weeks,
        output=newest if newest and goes_by == week else output(session, week),
        targets=scene.programme.targets,
        ratio_goes_by=goes_by,
        is_newest=not rules.service.is_over(week + rules.service.WEEK, scene.day),
    )
