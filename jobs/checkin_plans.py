"""Which check-in lists mornings will tell, as far as that can be known: without a look at what they will say."""

import collections.abc
import datetime

import data.models
import data.people
import jobs.checkin_list
import jobs.checkins
import jobs.scene
import messages.outgoing
import messages.text
import rules.checkins
import rules.morning
import rules.working_hours

Planned = messages.outgoing.Planned
Person = data.models.Person

LIST, REMINDER, BOOKED = "check-ins of the week", "check-ins that are open", "check-ins that were booked"


def upcoming(scene: jobs.scene.Scene, until: datetime.datetime) -> list[Planned]:
    """What is told in (now, until] if nobody does anything to the check-ins that are open."""
    lists = jobs.checkin_list.load(scene)
    running = rules.checkins.current_weeks(scene.now)
    weeks = {(row.adviser_id, row.week) for rows in lists.waiting.values() for row in rows if row.week in running}
    weeks |= {(ask.adviser_id, ask.week) for ask in _coming(scene, until)}
    found = data.people.load_by_id(scene.session, {ident for ident, _ in weeks} | lists.concerned)
    advisers = {ident: person for ident, person in found.items() if person.active}
    workdays = jobs.checkin_list.workdays_of(scene, advisers, scene.now.date() - rules.checkins.WEEK)
    planned = [one for ident in advisers for one in _booked(lists, advisers[ident], workdays[ident])]
    for ident, week in sorted(weeks):
        if ident in advisers:
            planned += _lists(lists, advisers[ident], workdays[ident], week)
    return [one for one in planned if one.at <= until]


def _coming(scene: jobs.scene.Scene, until: datetime.datetime) -> list[rules.checkins.Ask]:
    """What the weeks ask for that have not begun anywhere."""
    first = rules.checkins.planned_week(scene.now) + rules.checkins.WEEK
    last = rules.checkins.week_of(until.date())
    weeks = [first + n * rules.checkins.WEEK for n in range((last - first) // rules.checkins.WEEK + 1)]
    return [ask for ask in jobs.checkins.asks(scene, weeks) if not ask.uncovered] if weeks else []


def _lists(
    lists: jobs.checkin_list.Lists, adviser: Person, workdays: rules.working_hours.Workdays, week: datetime.date
) -> collections.abc.Iterator[Planned]:
    """The list of a week, and after it what of it is open by then."""
    programme, now = lists.scene.programme, lists.scene.now
    key = jobs.checkin_list.key(week, adviser)
    listed_on = lists.told.get(key)
    if listed_on is None:
        listed = rules.checkins.told_on(workdays, week, programme.checkin_day, now)
        if listed is None:
            return
        yield _planned(adviser, listed, LIST, f"check-ins of the week from {messages.text.day(week)}")
        now, listed_on = listed.at, listed.day
    rows = lists.of(adviser, week)
    if rows and all(row.state == data.models.CheckinState.BOOKED for row in rows):
        return
    reminded = rules.checkins.told_on(workdays, week, programme.checkin_reminder_day, now)
    if reminded is not None and reminded.day > listed_on and f"{key}:open" not in lists.told:
        yield _planned(adviser, reminded, REMINDER, "they may still be open by then")


def _booked(
    lists: jobs.checkin_list.Lists, adviser: Person, workdays: rules.working_hours.Workdays
) -> collections.abc.Iterator[Planned]:
    """The morning after each booked day."""
    for key, _, day in jobs.checkin_list.asked_after(lists, adviser):
        _, over = workdays.hours(day)
        morning = rules.morning.following(workdays, max(lists.scene.now, over))
        if key not in lists.told and morning is not None:
            yield _planned(adviser, morning, BOOKED, f"one was booked for {messages.text.day(day)}")


def _planned(adviser: Person, morning: rules.morning.Morning, kind: str, reason: str) -> Planned:
    return Planned(morning.at, f"@{adviser.slack_id}", f"morning message, {kind}", reason, adviser)
