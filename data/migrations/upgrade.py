"""Bring a store to the newest schema, by Alembic."""

import pathlib

import alembic.command
import alembic.config
import alembic.util

import data.database


def run(database: data.database.Database) -> None:
    """Migrate in one transaction: the store is at `HEAD` afterwards, or as it was.

    Raises `data.database.Unusable` for a store of a newer Muster.
    """
    config = alembic.config.Config()
    config.set_main_option("script_location", str(pathlib.Path(__file__).parent).replace("%", "%%"))
    with database.migrating() as connection:
        config.attributes["connection"] = connection
        try:
            alembic.command.upgrade(config, "head")
        except alembic.util.CommandError as error:
            newer = (
                f"{database.name} was written by a newer Muster than this one: install that, or restore an older copy."
            )
            raise data.database.Unusable(newer) from error
