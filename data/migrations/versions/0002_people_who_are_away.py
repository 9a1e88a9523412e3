"""People who are away or change, the morning message, the user group, and what is paused."""

import alembic.op
import sqlalchemy

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the tables, and what is kept of a person's account."""
    alembic.op.create_table(
        "awaited",
        sqlalchemy.Column("email", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("row", sqlalchemy.JSON(), nullable=False),
        sqlalchemy.Column("since", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("looked_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.PrimaryKeyConstraint("email"),
    )
    alembic.op.create_table(
        "fault",
        sqlalchemy.Column("name", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("sentence", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("found_at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.PrimaryKeyConstraint("name"),
    )
    alembic.op.create_table(
        "look",
        sqlalchemy.Column("job", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("seen", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("again_at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.PrimaryKeyConstraint("job"),
    )
    alembic.op.create_table(
        "pause",
        sqlalchemy.Column("what", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("starts", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("ends", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.PrimaryKeyConstraint("what"),
    )
    alembic.op.create_table(
        "user_group",
        sqlalchemy.Column("handle", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("slack_id", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("members", sqlalchemy.JSON(), nullable=False),
        sqlalchemy.Column("asked", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("asked_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("others", sqlalchemy.JSON(), nullable=False),
        sqlalchemy.Column("agreed", sqlalchemy.JSON(), nullable=False),
        sqlalchemy.Column("ours_since", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("left_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("refusal", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("refused_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.PrimaryKeyConstraint("handle"),
    )
    alembic.op.create_table(
        "duty_override",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("in_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("out_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("starts", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("ends", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("absence_id", sqlalchemy.Integer(), nullable=True),
        sqlalchemy.Column("recorded_at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("cancelled_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.ForeignKeyConstraint(
            ["absence_id"],
            ["absence.id"],
        ),
        sqlalchemy.ForeignKeyConstraint(
            ["in_id"],
            ["person.id"],
        ),
        sqlalchemy.ForeignKeyConstraint(
            ["out_id"],
            ["person.id"],
        ),
        sqlalchemy.PrimaryKeyConstraint("id"),
    )
    alembic.op.create_index("ix_duty_override_absence_id", "duty_override", ["absence_id"])
    alembic.op.create_index("ix_duty_override_ends", "duty_override", ["ends"])
    alembic.op.create_index("ix_duty_override_in_id", "duty_override", ["in_id"])
    alembic.op.create_index("ix_duty_override_out_id", "duty_override", ["out_id"])
    alembic.op.create_table(
        "morning_part",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("key", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("person_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("kind", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("day", sqlalchemy.Date(), nullable=True),
        sqlalchemy.Column("due_at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("reason", sqlalchemy.String(), nullable=False),
        sqlalchemy.Column("payload", sqlalchemy.JSON(), nullable=False),
        sqlalchemy.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sqlalchemy.PrimaryKeyConstraint("id"),
        sqlalchemy.UniqueConstraint("key"),
    )
    alembic.op.create_index("ix_morning_part_day", "morning_part", ["day"])
    alembic.op.create_index("ix_morning_part_person_id", "morning_part", ["person_id"])
    alembic.op.create_table(
        "vacancy",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("shift_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("place", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("round", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("person_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("absence_id", sqlalchemy.Integer(), nullable=True),
        sqlalchemy.Column("opened_at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("settled_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.Column("taken_by_id", sqlalchemy.Integer(), nullable=True),
        sqlalchemy.ForeignKeyConstraint(
            ["absence_id"],
            ["absence.id"],
        ),
        sqlalchemy.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sqlalchemy.ForeignKeyConstraint(
            ["shift_id"],
            ["shift.id"],
        ),
        sqlalchemy.ForeignKeyConstraint(
            ["taken_by_id"],
            ["person.id"],
        ),
        sqlalchemy.PrimaryKeyConstraint("id"),
    )
    alembic.op.create_index("ix_vacancy_absence_id", "vacancy", ["absence_id"])
    alembic.op.create_index("ix_vacancy_person_id", "vacancy", ["person_id"])
    alembic.op.create_index("ix_vacancy_settled_at", "vacancy", ["settled_at"])
    alembic.op.create_index("ix_vacancy_shift_id", "vacancy", ["shift_id"])
    alembic.op.create_table(
        "question",
        sqlalchemy.Column("id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("vacancy_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("person_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("asked_at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("ask_next_at", sqlalchemy.DateTime(timezone=True), nullable=False),
        sqlalchemy.Column("answer", sqlalchemy.String(), nullable=True),
        sqlalchemy.Column("answered_at", sqlalchemy.DateTime(timezone=True), nullable=True),
        sqlalchemy.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sqlalchemy.ForeignKeyConstraint(
            ["vacancy_id"],
            ["vacancy.id"],
        ),
        sqlalchemy.PrimaryKeyConstraint("id"),
    )
    alembic.op.create_index("ix_question_person_id", "question", ["person_id"])
    alembic.op.create_index("ix_question_vacancy_id", "question", ["vacancy_id"])
    with alembic.op.batch_alter_table("person") as person:
        person.add_column(
            sqlalchemy.Column(
                "zone_from_slack", sqlalchemy.Boolean(), nullable=False, server_default=sqlalchemy.false()
            )
        )
        person.add_column(sqlalchemy.Column("seen_at", sqlalchemy.DateTime(timezone=True), nullable=True))
        person.add_column(sqlalchemy.Column("forgotten_at", sqlalchemy.DateTime(timezone=True), nullable=True))
