"""Whatever is done in whatever order: a week's row is in one state, and a note is read by nobody who may not."""

import collections.abc
import typing

import hypothesis
import hypothesis.strategies as st
import sqlmodel

import commands.replies
import data.database
import data.models
import data.settings
import jobs.checkins
import jobs.home
import jobs.morning
import messages.checkin_forms
import messages.checkin_history
import messages.checkins
import rules.errors
import tests.commands.checkin_desk

Desk = tests.commands.checkin_desk.Desk
State = data.models.CheckinState

PEOPLE = ("UADA", "UBOLA", "UMAREN", "UKENJI")
WRITERS = ("UADA", "UBOLA", "UMAREN")
ACTS = (
    *((act, who) for act in ("done", "log", "remove") for who in (*WRITERS, "UKENJI")),
    *((act, who) for act in ("book", "miss", "reopen") for who in WRITERS),
    *(("move", who) for who in ("UADA", "UBOLA")),
    *(("cover", "UBOLA"), ("request", "UKENJI"), ("plan", "UADA"), ("later", "UADA")),
)
STEPS = st.lists(st.sampled_from(ACTS), min_size=1, max_size=8)


class Week(Desk):
    """Each note says who wrote it, so that whoever sees it can be judged."""

    def __init__(self, session: sqlmodel.Session) -> None:
        super().__init__(session)
        self.plans()
        self.written = 0

    def does(self, act: str, who: str) -> None:
        """One act; what is not theirs to do is refused, and anything else is a fault."""
        try:
            getattr(self, f"_{act}")(who)
        except rules.errors.ProgramError:
            return

    def _row_id(self) -> str:
        return str(self.row().id)

    def _note(self, who: str, kind: str) -> str:
        self.written += 1
        return f"{kind}-{who}-{self.written}-end"

    def _done(self, who: str) -> None:
        view = self.form(who, self.row())
        notes = {column: self._note(who, column) for column in messages.checkin_forms.LABELS}
        self.logs_by_form(who, view, **notes)

    def _log(self, who: str) -> None:
        self.asks(who).command(f"/checkin <@UKENJI> 30m {self._note(who, 'follow_up')}")

    def _book(self, who: str) -> None:
        day = str(self.now.date())
        self.asks(who).submit(messages.checkin_forms.BOOKED, subject=self._row_id(), day=day)

    def _miss(self, who: str) -> None:
        self.asks(who).submit(messages.checkin_forms.MISSED, subject=self._row_id(), excuse="excused")

    def _reopen(self, who: str) -> None:
        self.asks(who).press(messages.checkins.REOPEN, subject=self._row_id())

    def _request(self, who: str) -> None:
        self.asks(who).command("/checkin request time")

    def _move(self, who: str) -> None:
        self.moves("UKENJI", who)

    def _cover(self, who: str) -> None:
        self.covers(who)

    def _plan(self, _who: str) -> None:
        self.plans()

    def _later(self, _who: str) -> None:
        self.later(days=1)

    def _remove(self, who: str) -> None:
        self.asks(who).submit(messages.checkin_history.REMOVED, subject=self._row_id())

    # -- what somebody can see

    def sees(self, who: str) -> str:
        """All that every view says to somebody, and all that waits for them."""
        row = self._row_id()
        views: list[collections.abc.Callable[[], commands.replies.Reply]] = [
            lambda: self.asks(who).command("/checkin"),
            lambda: self.asks(who).command("/checkin history <@UKENJI>"),
            lambda: self.asks(who).command("/checkin gaps"),
            lambda: self.asks(who).command("/program status"),
            lambda: self.asks(who).command("/program me"),
            lambda: self.asks(who).command("/program upcoming"),
            lambda: self.asks(who).command("/contract review <@UKENJI>"),
            lambda: self.asks(who).command("/contract CON-1"),
            lambda: self.asks(who).press(messages.checkins.DONE, subject=row),
            lambda: self.asks(who).press(messages.checkins.BOOK, subject=row),
            lambda: self.asks(who).press(messages.checkin_history.REMOVE, subject=row),
        ]
        return "\n".join([*(str(_answered(view)) for view in views), *self.sent(who)])

    def next_monday(self) -> dict[str, str]:
        """What each of them is sent on the next Monday, and what their home page says then."""
        data.settings.record_milestone(self.session, data.settings.WENT_LIVE, self.now)
        before = len(self.session.exec(sqlmodel.select(data.models.Notice)).all())
        self.later(days=(7 - self.now.weekday()) % 7 or 7)
        jobs.checkins.plan(self.scene)
        jobs.morning.tick(self.session, self.now)
        for person in self.people.values():
            jobs.home.publish(self.session, self.scene.programme, person, self.now, "a test")
        new = self.session.exec(sqlmodel.select(data.models.Notice)).all()[before:]
        return {who: str([one.payload for one in new if one.lane.endswith(who)]) for who in PEOPLE}


def _answered(view: collections.abc.Callable[[], commands.replies.Reply]) -> typing.Any:
    try:
        return vars(view())
    except rules.errors.ProgramError as refused:
        return str(refused)


def consistent(row: data.models.Checkin, logs: list[data.models.CheckinLog]) -> bool:
    """Done with its minutes, and excused with an excuse, and nothing of either otherwise."""
    held = (row.minutes is not None, row.held_on is not None, bool(logs))
    return (
        set(held) == {row.state == State.DONE}
        and (row.excuse is not None) == (row.state == State.EXCUSED)
        and (row.state != State.BOOKED or row.booked_for is not None)
    )


def may_read(week: Week, who: str, log: data.models.CheckinLog, column: str) -> bool:
    """Judged by who there is alone, and by none of the product's rules."""
    person = week.people[who]
    assignments = week.session.exec(sqlmodel.select(data.models.Assignment)).all()
    covers = week.session.exec(sqlmodel.select(data.models.CheckinCover)).all()
    today = week.now.date()
    if who == "UKENJI":
        return False
    if who == "UMAREN" or log.writer_id == person.id:
        return True
    if any(one.adviser_id == person.id and one.ends is None for one in assignments):
        return True
    covering = any(one.adviser_id == person.id and one.starts <= today < one.ends for one in covers)
    return column == "follow_up" and covering


def judge(week: Week, seen: dict[str, str]) -> None:
    """Nobody sees a note that is not for them."""
    notes = [(log, column) for log in week.logs() for column in messages.checkin_forms.LABELS if getattr(log, column)]
    for who, said in seen.items():
        shown = [(log, column) for log, column in notes if getattr(log, column) in said]
        assert [getattr(*one) for one in shown if not may_read(week, who, *one)] == [], who


@hypothesis.settings(
    deadline=None, max_examples=10, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
@hypothesis.example([("cover", "UBOLA"), ("done", "UADA")])
@hypothesis.example([("done", "UADA"), ("move", "UBOLA"), ("done", "UBOLA"), ("later", "UADA")])
@hypothesis.example([("miss", "UADA"), ("done", "UADA"), ("book", "UADA"), ("reopen", "UADA"), ("miss", "UMAREN")])
@hypothesis.given(STEPS)
def test_a_row_is_in_one_state_and_a_note_is_read_by_whom_it_is_for(
    session: sqlmodel.Session, steps: list[tuple[str, str]]
) -> None:
    with data.database.rehearsal(session):
        week = Week(session)
        for act, who in steps:
            week.does(act, who)
            session.flush()
            assert consistent(week.row(), week.logs()), (act, who)
        judge(week, {who: week.sees(who) for who in PEOPLE})
        judge(week, week.next_monday())


def test_the_law_looks_at_lists_that_quote_notes(session: sqlmodel.Session) -> None:
    week = Week(session)
    week.does("done", "UADA")
    assert "follow_up-UADA-3-end" in week.sees("UADA").partition("*The last follow-ups")[2]
    assert "follow_up-UADA-3-end" in week.next_monday()["UADA"]
    assert "concern-UADA-4-end" in week.sees("UMAREN")
