"""Bring a store to the newest schema, by Alembic."""

import pathlib

import alembic.command
import alembic.config

import data.database


def run(database: data.database.Database) -> None:
    """Migrate in one transaction: the store is at `HEAD` afterwards, or as it was."""
    config = alembic.config.Config()
    config.set_main_option("script_location", str(pathlib.Path(__file__).parent).replace("%", "%%"))
    with database.migrating() as connection:
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, "head")
