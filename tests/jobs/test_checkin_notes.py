"""Notes of check-ins go: a year after a last term, with who is forgotten, and from what was told of them."""

import datetime
import json

import pytest
import sqlalchemy
import sqlmodel

import data.forgetting
import data.models
import data.morning
import data.outbox
import jobs.checkin_list
import jobs.forgetting
import jobs.housekeeping
import messages.checkins
import messages.text
import rules.checkin_notes
import tests.commands.checkin_desk
import tests.programme

Desk = tests.commands.checkin_desk.Desk
DAY, WEEK = tests.commands.checkin_desk.DAY, tests.commands.checkin_desk.WEEK
WORDS = ("Calm and friendly", "Ask <less> often", "Too tired to talk", "About my hours")
LAST_DAY = 5
"""Days from the programme's first."""


@pytest.fixture
def desk(session: sqlmodel.Session) -> Desk:
    """Ada has noted something about Kenji, and Kenji has asked for time."""
    desk = Desk(session, last_day=LAST_DAY)
    view = desk.form("UADA", desk.plans())
    desk.logs_by_form("UADA", view, went_well=WORDS[0], follow_up=WORDS[1], concern=WORDS[2])
    desk.later(days=1)
    desk.asks("UKENJI").says(f"/checkin request {WORDS[3]}")
    return desk


def words_left(session: sqlmodel.Session) -> list[str]:
    """Which of the words stand anywhere in the store, as typed or as messages draw them."""
    session.flush()
    tables = sqlmodel.SQLModel.metadata.sorted_tables
    rows = [list(row) for table in tables for row in session.execute(sqlalchemy.select(table))]
    store = json.dumps(rows, default=str, ensure_ascii=False).replace("&lt;", "<").replace("&gt;", ">")
    return [words for words in WORDS if words in store]


def after_the_last_term(months: int, days: int = 0) -> datetime.datetime:
    """An instant so long after the first day on which Kenji's contract no longer runs."""
    ended = tests.programme.TODAY + (LAST_DAY + 1) * DAY
    years, month = divmod(ended.month - 1 + months, 12)
    day = ended.replace(year=ended.year + years, month=month + 1) + days * DAY
    return datetime.datetime.combine(day, datetime.time(12), datetime.UTC)


def test_words_go_a_year_after_the_last_term_and_dates_and_minutes_stay(desk: Desk) -> None:
    jobs.housekeeping.tick(desk.session, after_the_last_term(12))
    assert WORDS[0] in words_left(desk.session)
    jobs.housekeeping.tick(desk.session, after_the_last_term(12, days=1))
    desk.session.expire_all()
    assert words_left(desk.session) == [WORDS[3]]  # the card waits to be sent: what is sent is emptied after 30 days
    (log,) = desk.logs()
    assert (log.minutes, log.held_on, log.went_well) == (60, WEEK, None)


def test_the_setting_says_how_long(desk: Desk) -> None:
    desk.session.add(data.models.Setting(name="notes_kept_months", value="2"))
    jobs.housekeeping.tick(desk.session, after_the_last_term(2, days=1))
    desk.session.expire_all()
    assert desk.logs()[0].concern is None


def test_who_comes_back_keeps_them(desk: Desk) -> None:
    tests.programme.add_contract(desk.session, desk.people["UKENJI"], 300, 400)
    jobs.housekeeping.tick(desk.session, after_the_last_term(13))
    assert set(WORDS) <= set(words_left(desk.session))


def test_the_day_is_a_year_ago_also_at_the_end_of_february() -> None:
    assert rules.checkin_notes.kept_since(datetime.date(2028, 2, 29), 12) == datetime.date(2027, 2, 28)
    assert rules.checkin_notes.kept_since(datetime.date(2026, 1, 31), 2) == datetime.date(2025, 11, 30)


@pytest.mark.parametrize("who", ["UKENJI", "UADA"])
def test_who_is_forgotten_leaves_no_word_and_lists_are_drawn_anew(desk: Desk, who: str) -> None:
    ada, kenji = desk.people["UADA"], desk.people["UKENJI"]
    kenji.name = "Kenji Paperfold"
    tests.programme.add_contract(desk.session, kenji, 6, 60)
    desk.later(days=6)
    desk.plans()
    week = WEEK + 7 * DAY
    reader = messages.text.Reader(desk.scene.programme.time_zone)
    lines = jobs.checkin_list.lines(desk.scene, ada, [desk.row(week)], desk.now)
    drawn = messages.checkins.week(lines, week, desk.now, reader)
    assert "Ask &lt;less&gt; often" in str(drawn)
    key = jobs.checkin_list.key(week, ada)
    data.morning.add(desk.session, key, ada.id or 0, "checkins", drawn, "why", desk.now, day=desk.now.date())
    card = f"morning:UADA:{desk.now.date()}"
    row = {"lane": "@UADA", "payload": drawn, "reason": "why", "due_at": desk.now, "card": card, "state": "sent"}
    desk.session.add(data.models.Notice(key=card, kind=data.models.NoticeKind.POST, **row))  # type: ignore[arg-type]  # its columns
    person = desk.people[who]
    forgetting = data.forgetting.plan(desk.session, person)
    data.forgetting.forget(desk.session, forgetting, desk.now, "UMAREN")
    jobs.forgetting.redraw(desk.session, desk.scene.programme, forgetting, desk.now)
    desk.session.expire_all()
    asked = [WORDS[3]] if who == "UADA" else []  # Kenji's own words are Kenji's, and wait in his store
    assert words_left(desk.session) == asked
    assert data.forgetting.plan(desk.session, person).counts == {}
    if who == "UKENJI":
        newest = data.outbox.find_newest(desk.session, "@UADA")
        assert newest is not None
        assert "former member" in str(newest.payload)
        assert "Paperfold" not in str(newest.payload)


def test_thanks_lose_their_words_with_either_of_the_two(desk: Desk) -> None:
    ada, kenji = desk.people["UADA"], desk.people["UKENJI"]
    desk.session.add(
        data.models.Kudos(person_id=kenji.id or 0, giver_id=ada.id or 0, at=desk.now, words="Well done, all of it")
    )
    desk.session.flush()
    data.forgetting.forget(desk.session, data.forgetting.plan(desk.session, kenji), desk.now, "UMAREN")
    desk.session.expire_all()
    assert desk.session.exec(sqlmodel.select(data.models.Kudos)).one().words == data.forgetting.FORMER
