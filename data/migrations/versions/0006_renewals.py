"""What contracts are for, how they begin and end, what is decided on them, and what was said before."""

import alembic.op
import sqlalchemy

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns and the tables."""
    unique_numbers = {"sqlite_autoincrement": True}  # SQLite would give the number of one that was taken out again
    with alembic.op.batch_alter_table("contract", table_kwargs=unique_numbers) as contract:
        contract.add_column(sqlalchemy.Column("products", sqlalchemy.JSON(), nullable=False, server_default="[]"))
        contract.add_column(sqlalchemy.Column("languages", sqlalchemy.JSON(), nullable=False, server_default="[]"))
        contract.add_column(sqlalchemy.Column("supplier", sqlalchemy.String(), nullable=True))
        contract.add_column(sqlalchemy.Column("link", sqlalchemy.String(), nullable=True))
        contract.add_column(sqlalchemy.Column("added_by_id", sqlalchemy.Integer(), nullable=True))
        contract.add_column(sqlalchemy.Column("ended_as", sqlalchemy.String(), nullable=True))
        contract.add_column(sqlalchemy.Column("agreed_ends", sqlalchemy.Date(), nullable=True))
        contract.add_column(sqlalchemy.Column("rejoin", sqlalchemy.String(), nullable=True))
        contract.create_foreign_key("fk_contract_added_by_id", "person", ["added_by_id"], ["id"])
    alembic.op.create_table(
        "decision",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("contract_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("actor_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("choice", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("until", sqlalchemy.Date(), nullable=True),
        sqlalchemy.Column("last_day", sqlalchemy.Date(), nullable=True),
        sqlalchemy.Column("weekly_hours", sqlalchemy.Float(), nullable=True),
        sqlalchemy.Column("words", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("tell_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("lost_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("told_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("done_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.ForeignKeyConstraint(["contract_id"], ["contract.id"]),
        sqlalchemy.ForeignKeyConstraint(["actor_id"], ["person.id"]),
        sqlalchemy.PrimaryKeyConstraint("id"),
    )
    for column in ("contract_id", "actor_id", "told_at"):
        alembic.op.create_index(f"ix_decision_{column}", "decision", [column])
    alembic.op.create_table(
        "recommendation",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("contract_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("adviser_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("recommended", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("why", sqlalchemy.String(), nullable=True),
        sqlalchemy.ForeignKeyConstraint(["contract_id"], ["contract.id"]),
        sqlalchemy.ForeignKeyConstraint(["adviser_id"], ["person.id"]),
        sqlalchemy.PrimaryKeyConstraint("id"),
    )
    for column in ("contract_id", "adviser_id"):
        alembic.op.create_index(f"ix_recommendation_{column}", "recommendation", [column])
    alembic.op.create_table(
        "wish",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("contract_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("wished", sqlalchemy.String(), nullable=False),
        sqlalchemy.ForeignKeyConstraint(["contract_id"], ["contract.id"]),
        sqlalchemy.PrimaryKeyConstraint("id"),
    )
    alembic.op.create_index("ix_wish_contract_id", "wish", ["contract_id"])
    _checklists()


def _checklists() -> None:
    alembic.op.create_table(
        "checklist_template",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("checklist", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("words", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("day", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("owner", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("product", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("link", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("rejoining", sqlalchemy.Boolean(), nullable=False),
        sqlalchemy.Column("place", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("removed_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.PrimaryKeyConstraint("id"),
    )
    alembic.op.create_table(
        "checklist_item",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("contract_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("template_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("checklist", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("words", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("link", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("owner_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("due", sqlalchemy.Date(), nullable=False),
        sqlalchemy.Column("ticked_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("ticked_by_id", sqlalchemy.Integer(), nullable=True),
        sqlalchemy.ForeignKeyConstraint(["contract_id"], ["contract.id"]),
        sqlalchemy.ForeignKeyConstraint(["template_id"], ["checklist_template.id"]),
        sqlalchemy.ForeignKeyConstraint(["owner_id"], ["person.id"]),
        sqlalchemy.ForeignKeyConstraint(["ticked_by_id"], ["person.id"]),
        sqlalchemy.PrimaryKeyConstraint("id"),
        sqlalchemy.UniqueConstraint("contract_id", "template_id"),
    )
    for column in ("contract_id", "owner_id", "due"):
        alembic.op.create_index(f"ix_checklist_item_{column}", "checklist_item", [column])
    alembic.op.create_table(
        "week_figure",
        sqlalchemy.Column("week", sqlalchemy.Date(), nullable=False),
        sqlalchemy.Column("name", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("value", sqlalchemy.Float(), nullable=False),
        sqlalchemy.PrimaryKeyConstraint("week", "name"),
    )
