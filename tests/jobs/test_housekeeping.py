"""Forgetting: request keys after a day, what settled notices said after 30 days, and nothing else."""

import datetime

import sqlmodel

import data.models
import data.morning
import data.outbox
import data.requests
import jobs.housekeeping
import tests.programme

NOW = tests.programme.NOW
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


def test_request_keys_are_forgotten_after_a_day(session: sqlmodel.Session) -> None:
    for hours in (0, 23, 24, 25, 48):
        data.requests.record(session, f"{hours} hours ago", {"kind": "done"}, NOW - hours * HOUR)
    for _ in range(2):
        jobs.housekeeping.tick(session, NOW)
        kept = session.exec(sqlmodel.select(data.models.RequestKey.key)).all()
        assert sorted(kept) == ["0 hours ago", "23 hours ago", "24 hours ago"]


def test_what_settled_notices_said_is_forgotten_after_30_days_and_their_keys_are_kept(
    session: sqlmodel.Session,
) -> None:
    for state in data.models.NoticeState:
        for days in (29, 31):
            draft = data.outbox.Draft(f"{state} {days}", "C1", {"text": "private"}, "a test", NOW - days * DAY)
            data.outbox.enqueue(session, [draft])
            row = session.exec(sqlmodel.select(data.models.Notice).where(data.models.Notice.key == draft.key)).one()
            row.state = state
            row.settled_at = None if state in ("pending", "sending") else NOW - days * DAY
    session.flush()
    for _ in range(2):
        jobs.housekeeping.tick(session, NOW)
        session.expire_all()
        found = {row.key: row.payload for row in session.exec(sqlmodel.select(data.models.Notice))}
        assert len(found) == 2 * len(data.models.NoticeState)
        assert sorted(key for key, payload in found.items() if payload == {}) == ["dropped 31", "sent 31"]


def test_what_mornings_said_is_forgotten_as_well(session: sqlmodel.Session) -> None:
    ada = tests.programme.add(session, "UADA", "adviser")
    for days in (29, 31):
        day = (NOW - days * DAY).date()
        data.morning.add(session, f"dates:{days}", ada.id or 0, "dates", {"text": "private"}, "a test", NOW, day)
    data.morning.add(session, "dates:waits", ada.id or 0, "dates", {"text": "private"}, "a test", NOW - 99 * DAY)
    for _ in range(2):
        jobs.housekeeping.tick(session, NOW)
        session.expire_all()
        found = {row.key: row.payload for row in session.exec(sqlmodel.select(data.models.MorningPart))}
        assert [key for key, payload in found.items() if payload == {}] == ["dates:31"]
        assert len(found) == 3
