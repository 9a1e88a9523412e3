"""The first schema."""

import alembic.op
import sqlalchemy

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    alembic.op.create_table(
        "audit",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("actor", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("action", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("subject", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("before", sqlalchemy.JSON(), nullable=True),
        sqlalchemy.Column("after", sqlalchemy.JSON(), nullable=True),
        sqlalchemy.PrimaryKeyConstraint("id"),
    )
    alembic.op.create_table(
        "card",
        sqlalchemy.Column("key", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("channel", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("ts", sqlalchemy.String(), nullable=False),
        sqlalchemy.PrimaryKeyConstraint("key"),
    )
    alembic.op.create_table(
        "direct_message",
        sqlalchemy.Column("slack_id", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("channel", sqlalchemy.String(), nullable=False),
        sqlalchemy.PrimaryKeyConstraint("slack_id"),
    )
    alembic.op.create_table(
        "milestone",
        sqlalchemy.Column("name", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.PrimaryKeyConstraint("name"),
    )
    alembic.op.create_table(
        "outbox",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("key", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("kind", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("lane", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("card", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("payload", sqlalchemy.JSON(), nullable=False),
        sqlalchemy.Column("unasked", sqlalchemy.Boolean(), nullable=False),
        sqlalchemy.Column("reason", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("due_at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("stale_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("state", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("attempts", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("first_attempt_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("give_up_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("retry_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("lease_until", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("channel", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("ts", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("error", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("settled_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.PrimaryKeyConstraint("id"),
        sqlalchemy.UniqueConstraint("key"),
    )
    alembic.op.create_index("ix_outbox_card", "outbox", ["card"])
    alembic.op.create_index("ix_outbox_due", "outbox", ["state", "due_at", "id"])
    alembic.op.create_index("ix_outbox_lane", "outbox", ["lane", "state", "due_at", "id"])
    alembic.op.create_table(
        "person",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("slack_id", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("name", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("email", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("manager", sqlalchemy.Boolean(), nullable=False),
        sqlalchemy.Column("manager_by_environment", sqlalchemy.Boolean(), nullable=False),
        sqlalchemy.Column("adviser", sqlalchemy.Boolean(), nullable=False),
        sqlalchemy.Column("freelancer", sqlalchemy.Boolean(), nullable=False),
        sqlalchemy.Column("zone", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("working_hours", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("languages", sqlalchemy.JSON(), nullable=False),
        sqlalchemy.Column("products", sqlalchemy.JSON(), nullable=False),
        sqlalchemy.Column("weekly_hours", sqlalchemy.Float(), nullable=True),
        sqlalchemy.Column("active", sqlalchemy.Boolean(), nullable=False),
        sqlalchemy.Column("guest", sqlalchemy.Boolean(), nullable=False),
        sqlalchemy.Column("joined_at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.PrimaryKeyConstraint("id"),
        sqlalchemy.UniqueConstraint("slack_id"),
    )
    alembic.op.create_index("ix_person_adviser", "person", ["adviser"])
    alembic.op.create_index("ix_person_freelancer", "person", ["freelancer"])
    alembic.op.create_table(
        "request_key",
        sqlalchemy.Column("key", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("reply", sqlalchemy.JSON(), nullable=False),
        sqlalchemy.PrimaryKeyConstraint("key"),
    )
    alembic.op.create_index("ix_request_key_at", "request_key", ["at"])
    alembic.op.create_table(
        "setting",
        sqlalchemy.Column("name", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("value", sqlalchemy.String(), nullable=False),
        sqlalchemy.PrimaryKeyConstraint("name"),
    )
    alembic.op.create_table(
        "shift",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("starts", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("ends", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("published_at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.PrimaryKeyConstraint("id"),
        sqlalchemy.UniqueConstraint("starts"),
    )
    alembic.op.create_index("ix_shift_ends", "shift", ["ends"])
    alembic.op.create_table(
        "absence",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("person_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("starts", sqlalchemy.Date(), nullable=False),
        sqlalchemy.Column("ends", sqlalchemy.Date(), nullable=False),
        sqlalchemy.Column("recorded_at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("cancelled_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sqlalchemy.PrimaryKeyConstraint("id"),
    )
    alembic.op.create_index("ix_absence_ends", "absence", ["ends"])
    alembic.op.create_index("ix_absence_person_id", "absence", ["person_id"])
    alembic.op.create_table(
        "assignment",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("freelancer_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("adviser_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("starts", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("ends", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("exception_reason", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("exception_until", sqlalchemy.Date(), nullable=True),
        sqlalchemy.ForeignKeyConstraint(
            ["adviser_id"],
            ["person.id"],
        ),
        sqlalchemy.ForeignKeyConstraint(
            ["freelancer_id"],
            ["person.id"],
        ),
        sqlalchemy.PrimaryKeyConstraint("id"),
    )
    alembic.op.create_index("ix_assignment_adviser_id", "assignment", ["adviser_id"])
    alembic.op.create_index("ix_assignment_freelancer_id", "assignment", ["freelancer_id"])
    alembic.op.create_table(
        "contract",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("person_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("starts", sqlalchemy.Date(), nullable=False),
        sqlalchemy.Column("ends", sqlalchemy.Date(), nullable=False),
        sqlalchemy.Column("weekly_hours", sqlalchemy.Float(), nullable=False),
        sqlalchemy.Column("exception_reason", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("exception_until", sqlalchemy.Date(), nullable=True),
        sqlalchemy.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sqlalchemy.PrimaryKeyConstraint("id"),
        sqlalchemy.UniqueConstraint("person_id", "starts"),
    )
    alembic.op.create_index("ix_contract_ends", "contract", ["ends"])
    alembic.op.create_index("ix_contract_person_id", "contract", ["person_id"])
    alembic.op.create_table(
        "pool_membership",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("person_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("starts", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("ends", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sqlalchemy.PrimaryKeyConstraint("id"),
    )
    alembic.op.create_index("ix_pool_membership_person_id", "pool_membership", ["person_id"])
    alembic.op.create_table(
        "seat",
        sqlalchemy.Column("shift_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("place", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("person_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("round", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sqlalchemy.ForeignKeyConstraint(
            ["shift_id"],
            ["shift.id"],
        ),
        sqlalchemy.PrimaryKeyConstraint("shift_id", "place"),
        sqlalchemy.UniqueConstraint("shift_id", "person_id"),
    )
    alembic.op.create_index("ix_seat_person_id", "seat", ["person_id"])
    # ### end Alembic commands ###
