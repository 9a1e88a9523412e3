"""Weekly check-ins, what was logged of them, who asked for time, who covers, and thanks for work well done."""

import alembic.op
import sqlalchemy

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the tables."""
    alembic.op.create_table(
        "checkin",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("freelancer_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("adviser_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("week", sqlalchemy.Date(), nullable=False),
        sqlalchemy.Column("place", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("planned", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("state", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("excuse", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("booked_for", sqlalchemy.Date(), nullable=True),
        sqlalchemy.Column("held_on", sqlalchemy.Date(), nullable=True),
        sqlalchemy.Column("minutes", sqlalchemy.Integer(), nullable=True),
        sqlalchemy.ForeignKeyConstraint(["freelancer_id"], ["person.id"]),
        sqlalchemy.ForeignKeyConstraint(["adviser_id"], ["person.id"]),
        sqlalchemy.PrimaryKeyConstraint("id"),
        sqlalchemy.UniqueConstraint("freelancer_id", "week", "place"),
    )
    for column in ("freelancer_id", "adviser_id", "week", "booked_for"):
        alembic.op.create_index(f"ix_checkin_{column}", "checkin", [column])
    alembic.op.create_table(
        "checkin_log",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("checkin_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("writer_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("held_on", sqlalchemy.Date(), nullable=False),
        sqlalchemy.Column("minutes", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("went_well", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("coach_on", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("follow_up", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("concern", sqlalchemy.String(), nullable=True),
        sqlalchemy.ForeignKeyConstraint(["checkin_id"], ["checkin.id"]),
        sqlalchemy.ForeignKeyConstraint(["writer_id"], ["person.id"]),
        sqlalchemy.PrimaryKeyConstraint("id"),
    )
    for column in ("checkin_id", "writer_id"):
        alembic.op.create_index(f"ix_checkin_log_{column}", "checkin_log", [column])
    alembic.op.create_table(
        "checkin_request",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("freelancer_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("adviser_id", sqlalchemy.Integer(), nullable=True),
        sqlalchemy.Column("at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("topic", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("answered_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("booked_for", sqlalchemy.Date(), nullable=True),
        sqlalchemy.ForeignKeyConstraint(["freelancer_id"], ["person.id"]),
        sqlalchemy.ForeignKeyConstraint(["adviser_id"], ["person.id"]),
        sqlalchemy.PrimaryKeyConstraint("id"),
    )
    for column in ("freelancer_id", "adviser_id"):
        alembic.op.create_index(f"ix_checkin_request_{column}", "checkin_request", [column])
    alembic.op.create_table(
        "checkin_cover",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("freelancer_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("adviser_id", sqlalchemy.Integer(), nullable=True),
        sqlalchemy.Column("starts", sqlalchemy.Date(), nullable=False),
        sqlalchemy.Column("ends", sqlalchemy.Date(), nullable=False),
        sqlalchemy.Column("chosen_at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("cancelled_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.ForeignKeyConstraint(["freelancer_id"], ["person.id"]),
        sqlalchemy.ForeignKeyConstraint(["adviser_id"], ["person.id"]),
        sqlalchemy.PrimaryKeyConstraint("id"),
    )
    for column in ("freelancer_id", "adviser_id", "ends"):
        alembic.op.create_index(f"ix_checkin_cover_{column}", "checkin_cover", [column])
    alembic.op.create_table(
        "kudos",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("person_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("giver_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("words", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("channel", sqlalchemy.String(), nullable=True),
        sqlalchemy.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sqlalchemy.ForeignKeyConstraint(["giver_id"], ["person.id"]),
        sqlalchemy.PrimaryKeyConstraint("id"),
    )
    for column in ("person_id", "giver_id"):
        alembic.op.create_index(f"ix_kudos_{column}", "kudos", [column])
