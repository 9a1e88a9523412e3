"""The record of changes: added to, never changed or shortened."""

import datetime

import pytest
import sqlmodel

import data.audit
import data.models

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)


def record(session: sqlmodel.Session, subject: str = "UADA") -> None:
    data.audit.record(session, NOW, "UMA", "roster.change", subject, {"name": "Ada"}, {"name": "Adele"})


def test_a_change_is_recorded_with_before_and_after(session: sqlmodel.Session) -> None:
    record(session)
    record(session, "UBO")
    (row,) = data.audit.list_about(session, "UADA")
    assert (row.at, row.actor, row.action, row.subject) == (NOW, "UMA", "roster.change", "UADA")
    assert (row.before, row.after) == ({"name": "Ada"}, {"name": "Adele"})


def test_changes_are_listed_oldest_first(session: sqlmodel.Session) -> None:
    for name in ("first", "second", "third"):
        data.audit.record(session, NOW, "UMA", name, "UADA")
    assert [row.action for row in data.audit.list_about(session, "UADA")] == ["first", "second", "third"]


def test_a_row_can_t_be_changed(session: sqlmodel.Session) -> None:
    record(session)
    session.flush()
    (row,) = data.audit.list_about(session, "UADA")
    row.actor = "somebody else"
    with pytest.raises(data.audit.AppendOnlyError, match="added to"):
        session.flush()


def test_a_row_can_t_be_removed(session: sqlmodel.Session) -> None:
    record(session)
    session.flush()
    session.delete(data.audit.list_about(session, "UADA")[0])
    with pytest.raises(data.audit.AppendOnlyError):
        session.flush()


def test_no_update_changes_rows_in_bulk(session: sqlmodel.Session) -> None:
    record(session)
    with pytest.raises(data.audit.AppendOnlyError):
        session.execute(sqlmodel.update(data.models.Audit).values(actor="somebody else"))
    assert data.audit.list_about(session, "UADA")[0].actor == "UMA"


def test_no_delete_removes_rows_in_bulk(session: sqlmodel.Session) -> None:
    record(session)
    with pytest.raises(data.audit.AppendOnlyError):
        session.execute(sqlmodel.delete(data.models.Audit))
    assert len(data.audit.list_about(session, "UADA")) == 1


def test_other_rows_can_be_changed_in_bulk(session: sqlmodel.Session) -> None:
    session.add(data.models.Setting(name="seats", value="2"))
    session.execute(sqlmodel.update(data.models.Setting).values(value="3"))
    assert session.exec(sqlmodel.select(data.models.Setting)).one().value == "3"
