"""Maren and Noor manage; Ada advises Kenji, whose contract ends, and Amara; Bola advises nobody."""

import datetime
import typing

import sqlmodel

import commands.replies
import data.models
import data.renewals
import data.settings
import jobs.renewal_effects
import jobs.scene
import messages.renewal_forms
import messages.renewals
import tests.commands.asking
import tests.programme

Asking = tests.commands.asking.Asking
Contract = data.models.Contract
Decision = data.models.Decision
Notice = data.models.Notice

DAY = datetime.timedelta(days=1)
MINUTE = datetime.timedelta(minutes=1)

FORMS = {
    messages.renewals.RENEW: messages.renewal_forms.RENEW,
    messages.renewals.END: messages.renewal_forms.END,
    messages.renewals.CONVERT: messages.renewal_forms.CONVERT,
    messages.renewals.NOT_YET: messages.renewal_forms.NOT_YET,
}
"""Which form each button opens."""


class Desk:
    """Who there is, and what each of them does; Kenji's term is of 90 days and ends on Thursday 12 March 2026."""

    def __init__(self, session: sqlmodel.Session, last_day: int = 10) -> None:
        self.session = session
        self.now = tests.programme.NOW
        self.people = {name: tests.programme.add(session, name, "adviser") for name in ("UADA", "UBOLA")}
        self.people |= {name: tests.programme.add(session, name, "manager") for name in ("UMAREN", "UNOOR")}
        for name in ("UKENJI", "UAMARA"):
            days = last_day if name == "UKENJI" else 60
            self.people[name] = tests.programme.add_freelancer(
                session, name, self.people["UADA"], starts=-79, last_day=days
            )
        data.settings.record_milestone(session, data.settings.WENT_LIVE, self.now - 30 * DAY)
        session.flush()

    @property
    def scene(self) -> jobs.scene.Scene:
        return jobs.scene.load(self.session, self.now)

    def asks(self, who: str) -> Asking:
        return Asking(self.session, who, self.now)

    @property
    def contract(self) -> Contract:
        """Kenji's that ends."""
        return self.terms()[0]

    def terms(self, who: str = "UKENJI") -> list[Contract]:
        theirs = sqlmodel.select(Contract).where(Contract.person_id == self.people[who].id)
        return list(self.session.exec(theirs.order_by(sqlmodel.col(Contract.starts))))

    @property
    def decision(self) -> Decision:
        """The newest on it."""
        return data.renewals.list_decisions(self.session, self.contract.id or 0)[0]

    def opens(self, button: str, who: str = "UMAREN") -> dict[str, typing.Any]:
        """The form behind a button about the contract."""
        reply = self.asks(who).press(button, subject=str(self.contract.id))
        assert isinstance(reply, commands.replies.Open)
        return reply.view

    def decides(self, button: str, who: str = "UMAREN", **inputs: str) -> commands.replies.Reply:
        """Through the form, with what it proposes unless the inputs say otherwise."""
        view = self.opens(button, who)
        return self.asks(who).submit(FORMS[button], subject=view["private_metadata"], **(proposed(view) | inputs))

    def tells(self, words: str | None = None) -> commands.replies.Reply:
        """The words of the newest decision, as they are proposed unless others are given."""
        ident = str(self.decision.id)
        reply = self.asks("UMAREN").press(messages.renewals.TELL, subject=ident)
        assert isinstance(reply, commands.replies.Open)
        said = words or proposed(reply.view)["words"]
        return self.asks("UMAREN").submit(messages.renewal_forms.TELL, subject=ident, words=said)

    def speaks(self, spoke: str = "me") -> commands.replies.Reply:
        """Somebody has told them of the end."""
        ident = str(self.decision.id)
        return self.asks("UMAREN").submit(messages.renewal_forms.SPOKEN, subject=ident, spoke=spoke)

    def ticks(self) -> None:
        jobs.renewal_effects.tick(self.session, self.now)
        self.session.flush()

    def passes(self, span: datetime.timedelta, state: str = "sent") -> None:
        """Time goes by: what is due by then ends in this state, and the job looks."""
        self.now += span
        due = sqlmodel.select(Notice).where(Notice.state == data.models.NoticeState.PENDING, Notice.due_at <= self.now)
        for notice in self.session.exec(due):
            notice.state, notice.settled_at = data.models.NoticeState(state), self.now
        self.session.flush()
        self.ticks()

    def sent(self, who: str) -> list[str]:
        """What somebody is sent, as it was enqueued, unless it was dropped."""
        lane = sqlmodel.select(Notice).where(Notice.lane == f"@{who}", Notice.state != data.models.NoticeState.DROPPED)
        rows = self.session.exec(lane.order_by(sqlmodel.col(Notice.id)))
        return [str(one.payload.get("text", "")) for one in rows]

    def waiting(self, who: str) -> list[str]:
        """What waits for somebody's next morning."""
        part = data.models.MorningPart
        theirs = sqlmodel.select(part).where(part.person_id == self.people[who].id, sqlmodel.col(part.day).is_(None))
        return [str(one.payload["text"]) for one in self.session.exec(theirs)]


def proposed(view: dict[str, typing.Any]) -> dict[str, str]:
    """What stands in a form's inputs as it is opened."""
    elements = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    values = {name: one.get("initial_value") or one.get("initial_date") for name, one in elements.items()}
    return {name: str(value) for name, value in values.items() if value}


def labels(reply: commands.replies.Reply) -> list[str]:
    """The buttons under what is said."""
    assert isinstance(reply, commands.replies.Say)
    rows = [block["elements"] for block in reply.message["blocks"] if block["type"] == "actions"]
    return [one["text"]["text"] for row in rows for one in row]
