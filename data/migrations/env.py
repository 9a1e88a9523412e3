"""What Alembic runs: the migrations, on the connection that it was given."""

import alembic.context

import data.models

alembic.context.configure(
    connection=alembic.context.config.attributes["connection"],
    target_metadata=data.models.Person.metadata,
    render_as_batch=True,
)
alembic.context.run_migrations()
