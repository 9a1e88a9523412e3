"""Product updates, their copies, what people answer to them, and who is in the updates channel."""

import alembic.op
import sqlalchemy

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the tables."""
    alembic.op.create_table(
        "product_update",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("author_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("title", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("text", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("product", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("urgent", sqlalchemy.Boolean(), nullable=False),
        sqlalchemy.Column("wants_receipt", sqlalchemy.Boolean(), nullable=False),
        sqlalchemy.Column("products", sqlalchemy.JSON(), nullable=False),
        sqlalchemy.Column("languages", sqlalchemy.JSON(), nullable=False),
        sqlalchemy.Column("caseloads", sqlalchemy.JSON(), nullable=False),
        sqlalchemy.Column("starts", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("valid_until", sqlalchemy.Date(), nullable=False),
        sqlalchemy.Column("state", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("drafted_at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("sent_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("leaves_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("corrected_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("correction", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("ended_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("ending", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("nudged_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("report_id", sqlalchemy.Integer(), nullable=True),
        sqlalchemy.Column("watched", sqlalchemy.Boolean(), nullable=False),
        sqlalchemy.ForeignKeyConstraint(["author_id"], ["person.id"]),
        sqlalchemy.ForeignKeyConstraint(["report_id"], ["report.id"]),
        sqlalchemy.PrimaryKeyConstraint("id"),
    )
    alembic.op.create_index("ix_product_update_author_id", "product_update", ["author_id"])
    alembic.op.create_index("ix_product_update_report_id", "product_update", ["report_id"])
    alembic.op.create_index("ix_product_update_sent_at", "product_update", ["sent_at"])
    alembic.op.create_index("ix_product_update_state", "product_update", ["state"])
    alembic.op.create_index("ix_product_update_watched", "product_update", ["watched"])
    alembic.op.create_table(
        "update_copy",
        sqlalchemy.Column("update_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("person_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("in_channel", sqlalchemy.Boolean(), nullable=False),
        sqlalchemy.Column("due_at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("acknowledged_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("retries", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("card", sqlalchemy.String(), nullable=True),
        sqlalchemy.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sqlalchemy.ForeignKeyConstraint(["update_id"], ["product_update.id"]),
        sqlalchemy.PrimaryKeyConstraint("update_id", "person_id"),
    )
    alembic.op.create_index("ix_update_copy_acknowledged_at", "update_copy", ["acknowledged_at"])
    alembic.op.create_index("ix_update_copy_card", "update_copy", ["card"])
    alembic.op.create_index("ix_update_copy_person_id", "update_copy", ["person_id"])
    alembic.op.create_table(
        "channel_member",
        sqlalchemy.Column("channel", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("slack_id", sqlalchemy.String(), nullable=False),
        sqlalchemy.PrimaryKeyConstraint("channel", "slack_id"),
    )
    with alembic.op.batch_alter_table("remark") as remark:
        remark.add_column(sqlalchemy.Column("update_id", sqlalchemy.Integer(), nullable=True))
        remark.create_foreign_key("fk_remark_update_id", "product_update", ["update_id"], ["id"])
        remark.create_index("ix_remark_update_id", ["update_id"])
