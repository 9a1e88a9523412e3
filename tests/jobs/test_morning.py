"""The morning message: one for each person and day, made of parts that are told once."""

import datetime

import sqlmodel

import data.models
import data.morning
import jobs.morning
import tests.programme

NOW = tests.programme.NOW
DAY = datetime.timedelta(days=1)


def notices(session: sqlmodel.Session) -> list[data.models.Notice]:
    session.expire_all()
    return list(session.exec(sqlmodel.select(data.models.Notice).order_by(sqlmodel.col(data.models.Notice.id))))


def test_what_is_urgent_goes_at_once_as_a_message_of_its_own_and_once(session: sqlmodel.Session) -> None:
    ada = tests.programme.add(session, "UADA", "adviser")
    for number in range(2):
        said = {"text": f"You take over tomorrow, said {number}"}
        jobs.morning.tell(
            session, ada, "change:1", "change", said, "your dates changed", NOW + number * DAY, at_once=True
        )
    (notice,) = notices(session)
    assert (notice.key, notice.lane, notice.due_at) == ("change:1", "@UADA", NOW)
    assert notice.payload == {"text": "You take over tomorrow, said 0"}
    assert data.morning.list_waiting(session) == []


def test_what_is_not_urgent_waits_for_the_next_morning_once(session: sqlmodel.Session) -> None:
    ada = tests.programme.add(session, "UADA", "adviser")
    for _ in range(2):
        jobs.morning.tell(session, ada, "change:1", "change", {"text": "Old → new"}, "a reason", NOW, at_once=False)
    (part,) = data.morning.list_waiting(session)
    assert (part.key, part.person_id, part.kind, part.due_at) == ("change:1", ada.id, "change", NOW)
    assert notices(session) == []


def test_who_has_left_gets_nothing(session: sqlmodel.Session) -> None:
    gone = tests.programme.add(session, "UGONE", "adviser", active=False)
    for at_once in (True, False):
        jobs.morning.tell(session, gone, f"change:{at_once}", "change", {"text": "x"}, "a reason", NOW, at_once)
    assert (notices(session), data.morning.list_waiting(session)) == ([], [])
