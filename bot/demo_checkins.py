"""The demo's check-ins of the last weeks and of this one: what was logged, who asked for time, and who was thanked."""

import datetime
import itertools
import zoneinfo

import sqlmodel

import bot.demo_cast
import data.models
import data.people
import jobs.checkin_requests
import jobs.checkins
import jobs.kudos
import jobs.scene
import rules.checkins
import rules.settings

Checkin = data.models.Checkin
Excuse = data.models.Excuse
State = data.models.CheckinState

HOUR = datetime.timedelta(hours=1)
DAY, WEEK = rules.checkins.DAY, rules.checkins.WEEK

WEEKS = 5
"""So many weeks before this one have a history."""

MINUTES = (60, 45, 60, 50, 60, 30, 75, 55)

NOTES = (
    ("Calm with angry customers.", "Shorter answers in the second line.", "Try the new checkout guide on two tickets"),
    ("Closed 40 tickets, none came back.", None, "Show how you group the questions about invoices"),
    ("Asked early when a case was unclear.", "Use the snippets more.", None),
    (None, "The refund steps: read them before you answer.", "Go through three refund tickets together"),
    ("Helped two others with the export.", None, None),
    (None, None, "Bring the list of unclear articles"),
    ("Wrote the first article alone.", "Headings that say what is to be done.", "Read the two articles on sign-in"),
    (None, "Say when an answer takes longer than a day.", None),
    ("Found the cause of two old reports.", None, "Try the sweep of the Compass queue"),
    ("Kind and clear in three languages.", None, None),
    (None, "Fewer words in the first answer.", "Compare three first answers with a colleague's"),
)
"""What went well, what to work on, and the follow-up, dealt round."""

EXCUSED, NOT_LOGGED = "UGIULIA0214", "UPETRA0205"
"""Of whom one check-in was excused last week, and one is not logged."""

ASKED = ("UKENJI0237", "My hours next month")
ASKED_BEFORE = 20 * HOUR

ADA, BOLA, HIRO, MAREN = "UADA0101", "UBOLA0102", "UHIRO0108", "UMAREN0001"
THANKS = (
    (9 * DAY, HIRO, "UKENJI0237", "You found out why the invoices differ, and wrote it down for all of us.", None),
    (3 * DAY, BOLA, "UKOFI0208", "You stayed calm in a long chat, and the customer wrote back to thank us.", None),
    (1 * DAY, MAREN, "UANOUK0215", "You told us of the checkout within minutes. That saved a whole day.", "C0GENERAL1"),
)
"""How long ago, by whom, to whom, in which words, and in which channel if not by direct message."""


def fill_in(session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime) -> None:
    """All of it, as it came about."""
    zone = zoneinfo.ZoneInfo(bot.demo_cast.MANAGERS[0].zone)
    today = now.astimezone(zone).date()
    this_week = rules.checkins.week_of(today)
    for number in range(WEEKS, -1, -1):
        jobs.checkins.plan(jobs.scene.Scene(session, programme, now - number * WEEK))
    people = {person.slack_id: person.id for person in data.people.list_everyone(session)}
    notes, minutes = itertools.cycle(NOTES), itertools.cycle(MINUTES)
    rows = sqlmodel.select(Checkin).where(Checkin.state == State.OPEN).order_by(sqlmodel.col(Checkin.id))
    for number, row in enumerate(session.exec(rows).all()):
        held_on = row.week + number % 5 * DAY
        if row.week == this_week - WEEK and row.freelancer_id == people[EXCUSED]:
            row.state, row.excuse = State.EXCUSED, Excuse.EXCUSED
        elif held_on <= today and (row.week, row.freelancer_id) != (this_week - WEEK, people[NOT_LOGGED]):
            session.add(_logged(row, held_on, next(minutes), next(notes)))
        session.add(row)
    session.flush()
    _ask_and_thank(session, programme, now)


def _logged(
    row: Checkin, held_on: datetime.date, minutes: int, notes: tuple[str | None, str | None, str | None]
) -> data.models.CheckinLog:
    """The row is done, and this is what was said; who is new has two, of half the time each."""
    row.state, row.held_on, row.minutes = State.DONE, held_on, min(minutes, row.planned + 15)
    went_well, coach_on, follow_up = notes
    return data.models.CheckinLog(
        checkin_id=row.id or 0,
        writer_id=row.adviser_id,
        at=datetime.datetime.combine(held_on, datetime.time(15), datetime.UTC),
        held_on=held_on,
        minutes=row.minutes,
        went_well=went_well,
        coach_on=coach_on,
        follow_up=follow_up,
    )


def _ask_and_thank(session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime) -> None:
    people = {person.slack_id: person for person in data.people.list_everyone(session)}
    who, topic = ASKED
    jobs.checkin_requests.ask(jobs.scene.Scene(session, programme, now - ASKED_BEFORE), people[who], topic)
    for before, giver, person, words, channel in THANKS:
        scene = jobs.scene.Scene(session, programme, now - before)
        jobs.kudos.give(scene, people[giver], people[person], words, channel)
