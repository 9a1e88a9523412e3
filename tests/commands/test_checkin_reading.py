"""A freelancer never reads a note: every verb, button and form, the home page, and all that is sent to them."""

import collections.abc
import functools

import pytest
import sqlmodel

import commands
import commands.dispatch
import commands.home
import data.models
import data.settings
import jobs
import messages.checkins
import rules.errors
import tests.commands.checkin_desk
import tests.programme

Desk = tests.commands.checkin_desk.Desk
Notice = data.models.Notice

NOTES = {column: f"SECRET {column}" for column in ("went_well", "coach_on", "follow_up", "concern")}


@pytest.fixture
def desk(session: sqlmodel.Session) -> Desk:
    """Two check-ins with Kenji, one of them corrected; Amara is of the same adviser, and Bola covers."""
    desk = Desk(session)
    data.settings.record_milestone(session, data.settings.WENT_LIVE, tests.programme.NOW)
    tests.programme.add_freelancer(session, "UAMARA", desk.people["UADA"])
    first = desk.plans()
    desk.covers("UBOLA")
    for text in ("30", "45"):
        desk.logs_by_form("UADA", desk.form("UADA", first), minutes=text, **NOTES)
    desk.later(7)
    desk.plans()
    return desk


def answers(desk: Desk, who: str) -> collections.abc.Iterator[str]:
    """What they get for every verb, bare and with its example, and every button and form about each row there is."""
    asking = desk.asks(who)
    subjects = [str(row.id) for row in desk.session.exec(sqlmodel.select(data.models.Checkin))]
    kenji = desk.people["UKENJI"].id
    subjects += [f"{kenji}:0", f"{subjects[0]}:{kenji}:0", "UKENJI", "<@UKENJI>", ""]
    lines = [line for verb in commands.VERBS for line in (f"/{verb.root} {verb.words}", verb.example) if line]
    for line in lines:
        yield _said(functools.partial(asking.command, line.replace("@kenji", "<@UKENJI>")))
    for button in commands.BUTTONS:
        for subject in subjects:
            yield _said(functools.partial(asking.press, button.action, subject=subject))
    for form in commands.FORMS:
        for subject in subjects:
            yield _said(functools.partial(asking.submit, form.callback, subject=subject))


def _said(ask: collections.abc.Callable[[], object]) -> str:
    try:
        return str(ask())
    except rules.errors.ProgramError as refused:
        return str(refused)


def told(desk: Desk, who: str) -> str:
    """All that is sent to them after every job, and their home page."""
    commands.home.opened(desk.session, commands.dispatch.Incoming("opened", who, desk.now))
    for job in jobs.JOBS:
        job.tick(desk.session, desk.now)
    lanes = sqlmodel.select(Notice).where(sqlmodel.col(Notice.lane).in_([f"@{who}", f"home:{who}"]))
    return "\n".join(str(one.payload) for one in desk.session.exec(lanes))


@pytest.mark.parametrize("who", ["UKENJI", "UAMARA"])
def test_nothing_that_a_freelancer_can_do_or_is_sent_has_a_note_in_it(desk: Desk, who: str) -> None:
    assert not [said for said in answers(desk, who) if "SECRET" in said]
    assert "SECRET" not in told(desk, who)


def test_nor_has_it_for_who_is_an_adviser_too(desk: Desk) -> None:
    desk.people["UKENJI"].adviser = True
    desk.session.flush()
    rows = [str(row.id) for row in desk.session.exec(sqlmodel.select(data.models.Checkin))]
    asking = desk.asks("UKENJI")
    said = [asking.says("/checkin"), asking.says("/checkin gaps"), asking.says("/program status")]
    said.append(_said(functools.partial(asking.command, "/checkin history <@UKENJI>")))
    said += [_said(functools.partial(asking.press, messages.checkins.DONE, subject=row)) for row in rows]
    assert "SECRET" not in "\n".join([*said, told(desk, "UKENJI")])


def test_the_test_sees_notes_where_they_may_be_read(desk: Desk) -> None:
    assert "SECRET concern" in str(desk.asks("UADA").command("/checkin history <@UKENJI>"))
    assert "SECRET follow_up" in told(desk, "UADA")
