"""Ada advises Kenji, Bola nobody, Maren manages, in the week from Monday 2 March 2026; all of them log and read."""

import datetime
import typing

import sqlmodel

import commands.replies
import data.checkins
import data.models
import data.morning
import data.people
import jobs.checkin_list
import jobs.checkins
import jobs.scene
import messages.checkin_forms
import messages.checkins
import messages.text
import tests.commands.asking
import tests.programme

Asking = tests.commands.asking.Asking
Checkin = data.models.Checkin
Notice = data.models.Notice

WEEK = tests.programme.TODAY
DAY = datetime.timedelta(days=1)
AFTERNOON = datetime.timedelta(hours=4)
"""By then the week before is over everywhere."""


class Desk:
    """Who there is, and what each of them asks of Muster."""

    def __init__(self, session: sqlmodel.Session, starts: int = -200, **known: typing.Any) -> None:
        self.session = session
        self.now = tests.programme.NOW + AFTERNOON
        self.people = {name: tests.programme.add(session, name, "adviser") for name in ("UADA", "UBOLA")}
        self.people["UMAREN"] = tests.programme.add(session, "UMAREN", "manager")
        kenji = tests.programme.add_freelancer(session, "UKENJI", self.people["UADA"], starts=starts, **known)
        self.people["UKENJI"] = kenji
        session.flush()

    @property
    def scene(self) -> jobs.scene.Scene:
        return jobs.scene.load(self.session, self.now)

    def plans(self) -> Checkin:
        """The rows of the weeks that run; Kenji's of this one."""
        jobs.checkins.plan(self.scene)
        self.session.flush()
        return self.row()

    def later(self, days: int = 0, hours: int = 0) -> None:
        self.now += datetime.timedelta(days=days, hours=hours)

    def asks(self, who: str) -> Asking:
        return Asking(self.session, who, self.now)

    def row(self, week: datetime.date = WEEK) -> Checkin:
        rows = sqlmodel.select(Checkin).where(Checkin.week == week)
        return self.session.exec(rows.where(Checkin.freelancer_id == self.people["UKENJI"].id)).one()

    def logs(self) -> list[data.models.CheckinLog]:
        log = data.models.CheckinLog
        return list(self.session.exec(sqlmodel.select(log).order_by(sqlmodel.col(log.id))))

    def moves(self, who: str, adviser: str) -> None:
        """Somebody gets another adviser."""
        freelancer = self.people[who]
        running = data.people.find_running_assignment(self.session, freelancer.id or 0)
        following = data.models.Assignment(
            freelancer_id=freelancer.id or 0, adviser_id=self.people[adviser].id or 0, starts=self.now
        )
        data.people.record_assignment(self.session, self.now, running, following)
        self.session.flush()

    def covers(self, who: str) -> None:
        """Somebody covers for Ada this week."""
        cover = data.models.CheckinCover(
            freelancer_id=self.people["UKENJI"].id or 0,
            adviser_id=self.people[who].id or 0,
            starts=WEEK,
            ends=WEEK + 7 * DAY,
            chosen_at=self.now,
        )
        self.session.add(cover)
        self.session.flush()

    def reads_list(self, who: str, week: datetime.date = WEEK) -> data.models.MorningPart:
        """Somebody's morning message of today tells the list of a week."""
        reader, adviser = messages.text.Reader(self.scene.programme.time_zone), self.people[who]
        rows = data.checkins.list_of_adviser(self.session, adviser.id or 0, week)
        lines = jobs.checkin_list.lines(self.scene, adviser, rows, self.now)
        drawn = messages.checkins.week(lines, week, self.now, reader)
        key, day = jobs.checkin_list.key(week, adviser), self.now.date()
        data.morning.add(self.session, key, adviser.id or 0, "checkins", drawn, "a test", self.now, day=day)
        (part,) = data.morning.list_told_of(self.session, adviser.id or 0, key)
        return part

    def form(self, who: str, row: Checkin) -> dict[str, typing.Any]:
        """The form of *Done*."""
        reply = self.asks(who).press(messages.checkins.DONE, subject=str(row.id))
        assert isinstance(reply, commands.replies.Open)
        return reply.view

    def logs_by_form(self, who: str, view: dict[str, typing.Any], **said: str) -> commands.replies.Reply:
        """What the form comes with, and what is typed over it."""
        said = filled(view) | said
        return self.asks(who).submit(messages.checkin_forms.LOG, subject=view["private_metadata"], **said)

    def sent(self, who: str) -> list[str]:
        """What somebody is sent, as it was enqueued."""
        lane = sqlmodel.select(Notice).where(Notice.lane == f"@{who}").order_by(sqlmodel.col(Notice.id))
        return [str(one.payload.get("text", "")) for one in self.session.exec(lane)]


def filled(view: dict[str, typing.Any]) -> dict[str, str]:
    """What stands in a form's inputs as it is opened."""
    elements = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    return {
        name: str(one.get("initial_value") or one.get("initial_date"))
        for name, one in elements.items()
        if one.get("initial_value") or one.get("initial_date")
    }


def shown(reply: commands.replies.Reply) -> str:
    """All that the page says which stands in place of a form."""
    assert isinstance(reply, commands.replies.Next)
    return "\n".join(block["text"]["text"] for block in reply.view["blocks"] if "text" in block)
