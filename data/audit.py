"""The record of who changed what: rows are added, and nothing changes or removes them.

There is one exception, `redact`: somebody's right to be forgotten comes before the record of what was said of them.
"""

import datetime
from collections.abc import Mapping

import sqlalchemy
import sqlalchemy.event
import sqlalchemy.orm
import sqlmodel

import data.models

_TABLE = sqlmodel.SQLModel.metadata.tables["audit"]
_INSERT = sqlalchemy.insert(_TABLE)


class AppendOnlyError(Exception):
    """The record of changes can be added to, not changed or shortened."""


def record(
    session: sqlmodel.Session,
    at: datetime.datetime,
    actor: str,
    action: str,
    subject: str,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Add one row; `before` and `after` hold what JSON can, and only what changed."""
    row = {
        "at": at,
        "actor": actor,
        "action": action,
        "subject": subject,
        "before": None if before is None else dict(before),
        "after": None if after is None else dict(after),
    }
    session.execute(_INSERT, row)


def list_about(session: sqlmodel.Session, subject: str) -> list[data.models.Audit]:
    """Oldest first."""
    audit = data.models.Audit
    return list(session.exec(sqlmodel.select(audit).where(audit.subject == subject).order_by(sqlmodel.col(audit.id))))


def redact(
    session: sqlmodel.Session,
    audit_id: int,
    subject: str,
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
) -> None:
    """Put these in place of a row's subject and values, to forget somebody; who did what, and when, stays.

    For `data.forgetting` alone, which records that it happened.
    """
    row = sqlalchemy.update(_TABLE).where(_TABLE.c.id == audit_id)
    session.execute(row.values(subject=subject, before=before, after=after))


@sqlalchemy.event.listens_for(data.models.Audit, "before_update")
@sqlalchemy.event.listens_for(data.models.Audit, "before_delete")
def _refuse_row(_mapper: object, _connection: object, _row: data.models.Audit) -> None:
    raise AppendOnlyError(AppendOnlyError.__doc__)


@sqlalchemy.event.listens_for(sqlalchemy.orm.Session, "do_orm_execute")
def _refuse_statement(state: sqlalchemy.orm.ORMExecuteState) -> None:
    """Bulk statements pass by the rows' own events."""
    if (state.is_update or state.is_delete) and state.bind_mapper is sqlalchemy.inspect(data.models.Audit):
        raise AppendOnlyError(AppendOnlyError.__doc__)
