"""Receipts that are missing: whom their morning reminds, and which adviser hears of it after that."""

import collections
import collections.abc
import dataclasses
import datetime

import sqlmodel

import data.duty
import data.models
import data.outbox
import data.people
import data.receipts
import data.updates
import jobs.updates
import messages.receipts
import messages.text
import rules.receipts
import rules.settings
import rules.updates
import rules.working_hours

Update = data.models.Update
Copy = data.models.Copy
Person = data.models.Person

DAY = datetime.timedelta(days=1)

Told = tuple[str, messages.text.Payload, str]
"""A part's key, payload and reason."""


@dataclasses.dataclass(frozen=True)
class Missing:
    """A receipt that is wanted and missing, and when who is waited for works."""

    awaited: data.receipts.Awaited
    update: Update
    person: Person
    workdays: rules.working_hours.Workdays

    @property
    def reminder(self) -> str:
        """The key of what reminds them."""
        return data.receipts.key(data.receipts.UNREAD, self.awaited.update_id, self.person.slack_id)

    @property
    def report(self) -> str:
        """The key of what their adviser hears: once, whoever that is by then."""
        return data.receipts.key(data.receipts.UNSEEN, self.awaited.update_id, self.person.slack_id)


@dataclasses.dataclass(frozen=True)
class Receipts:
    """Those missing, by who is waited for and by the adviser who is to hear of it, and the keys of what may be told."""

    of: collections.abc.Mapping[int, list[Missing]]
    below: collections.abc.Mapping[int, list[Missing]]
    keys: frozenset[str]

    @property
    def concerned(self) -> set[int]:
        """Whose mornings may have something of it."""
        return {*self.of, *self.below}


NONE = Receipts({}, {}, frozenset())


def load(
    session: sqlmodel.Session,
    programme: rules.settings.Programme,
    now: datetime.datetime,
    until: datetime.datetime | None = None,
) -> Receipts:
    """All of which anybody may hear by then; a day ahead unless another instant is given."""
    today = now.astimezone(programme.time_zone).date()
    before = (until or now + DAY) - rules.receipts.SHORTEST
    awaited = data.receipts.list_awaited(session, now, today, before)
    if not awaited:
        return NONE
    updates = {update.id: update for update in data.updates.list_by_id(session, {one.update_id for one in awaited})}
    people = data.people.load_by_id(session, {one.person_id for one in awaited})
    absences = data.duty.list_absences(session, since=min(one.due_at for one in awaited).date() - DAY)
    workdays = rules.working_hours.people_workdays(people.values(), absences, programme)
    return _indexed(
        Missing(one, updates[one.update_id], people[one.person_id], workdays[one.person_id]) for one in awaited
    )


def _indexed(missing: collections.abc.Iterable[Missing]) -> Receipts:
    of, below = collections.defaultdict(list), collections.defaultdict(list)
    keys = set()
    for one in missing:
        told = one.awaited
        of[told.person_id].append(one)
        keys |= {one.reminder, one.report}
        if told.reminded_on and not told.reported_on and told.adviser_id is not None:
            below[told.adviser_id].append(one)
    return Receipts(dict(of), dict(below), frozenset(keys))


def reminders(
    receipts: Receipts,
    person: Person,
    at: datetime.datetime,
    reader: messages.text.Reader,
) -> list[Told]:
    """What a morning at that instant reminds somebody of."""
    return [
        (
            one.reminder,
            messages.receipts.reminder(one.update, one.awaited.due_at, reader),
            f"{messages.receipts.numbered(one.update)} waits for your *Got it*",
        )
        for one in receipts.of.get(person.id or 0, ())
        if one.awaited.reminded_on is None and rules.receipts.reminded_at(one.awaited.due_at, one.workdays) <= at
    ]


def reports(receipts: Receipts, adviser: Person, at: datetime.datetime) -> list[Told]:
    """What a morning at that instant tells somebody of their own freelancers, who have all heard it before."""
    return [
        (
            one.report,
            messages.receipts.report(one.update, one.person, reminded_on),
            f"{messages.receipts.numbered(one.update)} waits for a *Got it* of one of yours",
        )
        for one in receipts.below.get(adviser.id or 0, ())
        if (reminded_on := one.awaited.reminded_on) and rules.receipts.reported_at(reminded_on, one.workdays) <= at
    ]


def redrawn(receipts: Receipts, told: data.models.MorningPart) -> collections.abc.Mapping[str, object]:
    """What a part says by now: struck through once the receipt is there, or the update is of no use any more."""
    return told.payload if told.key in receipts.keys else messages.receipts.struck(told.payload)


# -- asked for


def nudge(
    session: sqlmodel.Session, programme: rules.settings.Programme, update: Update, now: datetime.datetime
) -> int:
    """Ask everybody who has it and has not acknowledged it, under their copy; how many they are."""
    waiting = [(copy, one) for copy, one in data.receipts.list_unread(session, update.id or 0) if copy.due_at <= now]
    absences = data.duty.list_absences(session, since=now.date() - DAY)
    workdays = rules.working_hours.people_workdays((person for _, person in waiting), absences, programme)
    drafts = [_nudge(update, copy, person, workdays[copy.person_id], now) for copy, person in waiting]
    data.outbox.enqueue(session, drafts)
    update.nudged_at = now
    session.add(update)
    return len(drafts)


def _nudge(
    update: Update, copy: Copy, person: Person, workdays: rules.working_hours.Workdays, now: datetime.datetime
) -> data.outbox.Draft:
    return data.outbox.Draft(
        key=f"{jobs.updates.nudge_key(update, person)}:{now.isoformat()}",
        lane=f"@{person.slack_id}",
        payload=messages.receipts.nudge(update) | {"reply_broadcast": True},
        reason=f"{messages.receipts.numbered(update)} waits for their *Got it*, and somebody let them be asked",
        due_at=rules.working_hours.next_start(workdays, now),
        thread=copy.card or f"update:{update.id}:{person.slack_id}",
        stale_at=rules.updates.ends_at(update, workdays.zone),
    )
