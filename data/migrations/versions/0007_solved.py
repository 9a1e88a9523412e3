"""How much each person solved in a week."""

import alembic.op
import sqlalchemy

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the table."""
    alembic.op.create_table(
        "solved",
        sqlalchemy.Column("week", sqlalchemy.Date(), nullable=False),
        sqlalchemy.Column("person_id", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("number", sqlalchemy.Integer(), nullable=False),
        sqlalchemy.Column("in_house", sqlalchemy.Boolean(), nullable=False),
        sqlalchemy.Column("hours", sqlalchemy.Float(), nullable=True),
        sqlalchemy.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sqlalchemy.PrimaryKeyConstraint("week", "person_id"),
    )
    alembic.op.create_index("ix_solved_person_id", "solved", ["person_id"])
