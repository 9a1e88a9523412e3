"""What happens by itself: the table of contents.

A timer only says when to look; each job asks the store what is due.
"""

import collections.abc
import dataclasses
import datetime

import sqlmodel

import jobs.checkin_cover
import jobs.checkins
import jobs.checklists
import jobs.duty
import jobs.group
import jobs.home
import jobs.housekeeping
import jobs.late_comers
import jobs.leaving
import jobs.morning
import jobs.renewal_effects
import jobs.report_watch
import jobs.update_watch
import jobs.week_figures


@dataclasses.dataclass(frozen=True)
class Job:
    """`tick(session, now)` does what is due and not yet recorded: twice, late or after a month off, it is done once.

    `every` is the pace at which the store is looked at, in the machine's time.
    """

    name: str
    does: str
    every: datetime.timedelta
    tick: collections.abc.Callable[[sqlmodel.Session, datetime.datetime], None]


JOBS = (
    Job(
        "duty",
        "Takes new advisers into the pool, publishes shifts, fills vacant seats, and announces handovers.",
        datetime.timedelta(seconds=20),
        jobs.duty.tick,
    ),
    Job(
        "group",
        "Keeps the user group of the people on duty, and asks or tells the managers where that fails.",
        datetime.timedelta(seconds=20),
        jobs.group.tick,
    ),
    Job(
        "cover",
        "Ends covers that are not needed or not possible any more, and tells freelancers whom nobody covers.",
        datetime.timedelta(seconds=20),
        jobs.checkin_cover.tick,
    ),
    Job(
        "checkins",
        "Plans each week's check-ins, and keeps them true while people come, go, move and are away.",
        datetime.timedelta(seconds=20),
        jobs.checkins.tick,
    ),
    Job(
        "renewals",
        "Lets what was decided on a contract take effect once the person has been told.",
        datetime.timedelta(seconds=20),
        jobs.renewal_effects.tick,
    ),
    Job(
        "checklists",
        "Keeps the checklists of contracts that begin or end true to their templates, dates and owners.",
        datetime.timedelta(seconds=20),
        jobs.checklists.tick,
    ),
    Job(
        "leaving",
        "Lets somebody be no freelancer any more some days after a contract that nothing follows.",
        datetime.timedelta(hours=1),
        jobs.leaving.tick,
    ),
    Job(
        "morning",
        "Tells each person at the start of their working day what is for them, in one message.",
        datetime.timedelta(seconds=20),
        jobs.morning.tick,
    ),
    Job(
        "home",
        "Draws the home pages anew that show something else by now, for who opened theirs within a day.",
        datetime.timedelta(seconds=20),
        jobs.home.tick,
    ),
    Job(
        "reports",
        "Posts missing triage cards, asks once more, tells of late first responses, and asks who goes off duty.",
        datetime.timedelta(seconds=20),
        jobs.report_watch.tick,
    ),
    Job(
        "late_comers",
        "Tells who begins to take part the updates that concern them, in one message.",
        datetime.timedelta(seconds=20),
        jobs.late_comers.tick,
    ),
    Job(
        "updates",
        "Draws the cards of product updates anew that can say more by now.",
        datetime.timedelta(seconds=20),
        jobs.update_watch.tick,
    ),
    Job(
        "figures",
        "Keeps what the ratio is each week, once a day, for what has become of it.",
        datetime.timedelta(hours=1),
        jobs.week_figures.tick,
    ),
    Job(
        "housekeeping",
        "Forgets request keys after a day, what sent messages said after 30 days, and notes long after a last term.",
        datetime.timedelta(hours=1),
        jobs.housekeeping.tick,
    ),
)
