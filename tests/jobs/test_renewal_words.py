"""Words about somebody's contract go: some time after their last term, and with who is forgotten."""

import datetime
import json

import pytest
import sqlalchemy
import sqlmodel

import data.forgetting
import data.models
import jobs.housekeeping
import messages.renewal_voices
import messages.renewals
import tests.commands.contract_desk

Desk = tests.commands.contract_desk.Desk

WHY, WORDS = "Calm on the phone", "We are glad that you stay"


@pytest.fixture
def desk(session: sqlmodel.Session) -> Desk:
    """Ada has recommended something, and Maren has told Kenji what she decided, after she had read why."""
    desk = Desk(session)
    said = {"recommended": "renew", "why": WHY}
    desk.asks("UADA").submit(messages.renewal_voices.RECOMMENDED, subject=str(desk.contract.id), **said)
    desk.decides(messages.renewals.RENEW)
    desk.tells(WORDS)
    return desk


def left(session: sqlmodel.Session, *tables: str) -> list[str]:
    """Which of the words stand anywhere in these tables, or in all."""
    session.flush()
    wanted = [one for one in sqlmodel.SQLModel.metadata.sorted_tables if one.name in tables or not tables]
    rows = [list(row) for table in wanted for row in session.execute(sqlalchemy.select(table))]
    return [words for words in (WHY, WORDS) if words in json.dumps(rows, default=str)]


def test_they_go_a_year_after_the_last_term_and_what_was_decided_stays(desk: Desk) -> None:
    last_noon = datetime.datetime(2027, 3, 13, 12, tzinfo=datetime.UTC)
    jobs.housekeeping.tick(desk.session, last_noon)
    assert left(desk.session, "decision", "recommendation") == [WHY, WORDS]
    jobs.housekeeping.tick(desk.session, last_noon + datetime.timedelta(days=1))
    desk.session.expire_all()
    assert left(desk.session, "decision", "recommendation") == []
    assert desk.decision.choice == data.models.Choice.RENEW


@pytest.mark.parametrize(("who", "stays"), [("UKENJI", []), ("UADA", [WORDS]), ("UMAREN", [WHY])])
def test_who_is_forgotten_takes_what_was_written_about_and_by_them(desk: Desk, who: str, stays: list[str]) -> None:
    desk.passes(2 * tests.commands.contract_desk.MINUTE)
    desk.asks("UMAREN").command("/contract review <@UKENJI>")
    person = desk.people[who]
    desk.session.flush()
    data.forgetting.forget(desk.session, data.forgetting.plan(desk.session, person), desk.now, "UMAREN")
    desk.session.expire_all()
    assert left(desk.session, "decision", "recommendation", "request_key") == stays
    if who != "UMAREN":
        assert WHY not in left(desk.session)
