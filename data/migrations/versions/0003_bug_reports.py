"""Bug reports, replies in threads, and home pages that are redrawn."""

import alembic.op
import sqlalchemy

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the tables, and the card under which a notice is a reply."""
    alembic.op.create_table(
        "report",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("kind", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("title", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("happened", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("expected", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("steps", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("area", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("link", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("product", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("language", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("severity", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("state", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("holder_id", sqlalchemy.Integer(), nullable=True),
        sqlalchemy.Column("original_id", sqlalchemy.Integer(), nullable=True),
        sqlalchemy.Column("filed_at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("expected_by", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("changed_at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("spoken_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("responded_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("answered_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("closed_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("closing", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("question", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("escalation", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("escalation_link", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("known_issue", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("mentions", sqlalchemy.JSON(), nullable=False),
        sqlalchemy.ForeignKeyConstraint(["holder_id"], ["person.id"]),
        sqlalchemy.ForeignKeyConstraint(["original_id"], ["report.id"]),
        sqlalchemy.PrimaryKeyConstraint("id"),
    )
    alembic.op.create_index("ix_report_filed_at", "report", ["filed_at"])
    alembic.op.create_index("ix_report_holder_id", "report", ["holder_id"])
    alembic.op.create_index("ix_report_original_id", "report", ["original_id"])
    alembic.op.create_index("ix_report_state", "report", ["state"])
    alembic.op.create_table(
        "reporter",
        sqlalchemy.Column("report_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("person_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("joined_at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("words", sqlalchemy.String(), nullable=True),
        sqlalchemy.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sqlalchemy.ForeignKeyConstraint(["report_id"], ["report.id"]),
        sqlalchemy.PrimaryKeyConstraint("report_id", "person_id"),
    )
    alembic.op.create_index("ix_reporter_person_id", "reporter", ["person_id"])
    alembic.op.create_table(
        "remark",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("report_id", sqlalchemy.Integer(), nullable=True),
        sqlalchemy.Column("author_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("channel", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("ts", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("edited_ts", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("words", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("files", sqlalchemy.JSON(), nullable=False),
        sqlalchemy.Column("at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("withdrawn_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("adviser_id", sqlalchemy.Integer(), nullable=True),
        sqlalchemy.ForeignKeyConstraint(["adviser_id"], ["person.id"]),
        sqlalchemy.ForeignKeyConstraint(["author_id"], ["person.id"]),
        sqlalchemy.ForeignKeyConstraint(["report_id"], ["report.id"]),
        sqlalchemy.PrimaryKeyConstraint("id"),
        sqlalchemy.UniqueConstraint("channel", "ts"),
    )
    alembic.op.create_index("ix_remark_author_id", "remark", ["author_id"])
    alembic.op.create_index("ix_remark_report_id", "remark", ["report_id"])
    alembic.op.create_table(
        "report_event",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("report_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("actor_id", sqlalchemy.Integer(), nullable=True),
        sqlalchemy.Column("act", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("state", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("person_id", sqlalchemy.Integer(), nullable=True),
        sqlalchemy.Column("words", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("remark_id", sqlalchemy.Integer(), nullable=True),
        sqlalchemy.ForeignKeyConstraint(["actor_id"], ["person.id"]),
        sqlalchemy.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sqlalchemy.ForeignKeyConstraint(["remark_id"], ["remark.id"]),
        sqlalchemy.ForeignKeyConstraint(["report_id"], ["report.id"]),
        sqlalchemy.PrimaryKeyConstraint("id"),
    )
    alembic.op.create_index("ix_report_event_remark_id", "report_event", ["remark_id"])
    alembic.op.create_index("ix_report_event_report_id", "report_event", ["report_id"])
    alembic.op.create_table(
        "sweep_step",
        sqlalchemy.Column("report_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("person_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("over", sqlalchemy.Boolean(), nullable=False),
        sqlalchemy.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sqlalchemy.ForeignKeyConstraint(["report_id"], ["report.id"]),
        sqlalchemy.PrimaryKeyConstraint("report_id", "person_id"),
    )
    alembic.op.create_table(
        "home_page",
        sqlalchemy.Column("person_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("opened_at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sqlalchemy.PrimaryKeyConstraint("person_id"),
    )
    alembic.op.create_index("ix_home_page_opened_at", "home_page", ["opened_at"])
    with alembic.op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sqlalchemy.Column("thread", sqlalchemy.String(), nullable=True))
    alembic.op.create_index("ix_outbox_thread", "outbox", ["thread"])
    alembic.op.create_index("ix_card_ts", "card", ["ts"])
