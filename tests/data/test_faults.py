"""What keeps Muster from its work: since when, what it says now, and that it is mended."""

import datetime

import sqlmodel

import data.faults
import tests.programme

NOW = tests.programme.NOW
HOUR = datetime.timedelta(hours=1)


def known(session: sqlmodel.Session) -> list[tuple[str, str, datetime.datetime]]:
    session.expire_all()
    return [(fault.name, fault.sentence, fault.found_at) for fault in data.faults.list_all(session)]


def test_a_fault_keeps_since_when_it_is_known_and_says_what_is_so_now(session: sqlmodel.Session) -> None:
    data.faults.record(session, "no channel", "No channel.", NOW)
    data.faults.record(session, "empty pool", "Empty.", NOW - HOUR)
    data.faults.record(session, "no channel", "No channel is set.", NOW + HOUR)
    assert known(session) == [("empty pool", "Empty.", NOW - HOUR), ("no channel", "No channel is set.", NOW)]


def test_what_is_mended_is_gone_and_found_anew_as_new(session: sqlmodel.Session) -> None:
    data.faults.record(session, "no channel", "No channel.", NOW)
    data.faults.remove(session, ["no channel", "what there is not"])
    assert known(session) == []
    data.faults.record(session, "no channel", "No channel.", NOW + HOUR)
    assert known(session) == [("no channel", "No channel.", NOW + HOUR)]
