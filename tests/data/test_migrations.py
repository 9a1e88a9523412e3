"""The schema over time: it equals the tables, keeps what a store holds, and comes whole or not at all."""

import collections.abc
import contextlib
import datetime
import pathlib

import alembic.autogenerate
import alembic.config
import alembic.runtime.migration
import alembic.script
import pytest
import sqlalchemy
import sqlalchemy.exc
import sqlmodel

import data.database
import data.migrations
import data.migrations.upgrade
import data.models
import data.people
import tests.stores

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
FOLDER = pathlib.Path(data.migrations.upgrade.__file__).parent


def script() -> alembic.script.ScriptDirectory:
    config = alembic.config.Config()
    config.set_main_option("script_location", str(FOLDER))
    return alembic.script.ScriptDirectory.from_config(config)


@pytest.fixture
def new(stores: tests.stores.Stores, tmp_path: pathlib.Path) -> collections.abc.Iterator[data.database.Database]:
    """A store that has no tables yet."""
    with tests.stores.opened(stores, tmp_path, blank=True) as database:
        yield database


def tables(database: data.database.Database) -> list[str]:
    with database.reading() as session:
        return sqlalchemy.inspect(session.connection()).get_table_names()


def test_the_migrations_make_what_the_tables_declare_and_no_more(new: data.database.Database) -> None:
    data.migrations.upgrade.run(new)
    with new.migrating() as connection:
        context = alembic.runtime.migration.MigrationContext.configure(connection, opts={"compare_type": True})
        assert alembic.autogenerate.compare_metadata(context, sqlmodel.SQLModel.metadata) == []


def test_the_comparison_would_see_a_column_too_many(new: data.database.Database) -> None:
    data.migrations.upgrade.run(new)
    with new.migrating() as connection:
        connection.execute(sqlalchemy.text("ALTER TABLE setting ADD COLUMN colour VARCHAR"))
        context = alembic.runtime.migration.MigrationContext.configure(connection)
        (difference,) = alembic.autogenerate.compare_metadata(context, sqlmodel.SQLModel.metadata)
    assert difference[0] == "remove_column"


def test_the_number_that_the_bot_compares_is_the_newest_migrations() -> None:
    assert script().get_heads() == [data.migrations.HEAD]


def test_the_migrations_are_one_line_and_their_files_are_named_by_their_numbers() -> None:
    numbers = [revision.revision for revision in script().walk_revisions()]
    assert sorted(path.name[:4] for path in (FOLDER / "versions").glob("[0-9]*.py")) == sorted(numbers)


def test_what_a_store_holds_is_kept(new: data.database.Database) -> None:
    data.migrations.upgrade.run(new)
    with new.writing() as session:
        data.people.add(session, data.models.Person(slack_id="UADA", name="Ada", languages=["pt"], joined_at=NOW))
    data.migrations.upgrade.run(new)
    with new.reading() as session:
        ada = data.people.find(session, "UADA")
    assert ada is not None
    assert (ada.name, ada.languages, ada.joined_at) == ("Ada", ["pt"], NOW)


def test_a_migration_that_fails_half_way_leaves_the_store_as_it_was(new: data.database.Database) -> None:
    with new.migrating() as connection:
        connection.execute(sqlalchemy.text("CREATE TABLE setting (name VARCHAR)"))
        connection.execute(sqlalchemy.text("INSERT INTO setting VALUES ('mine')"))
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="already exists"):
        data.migrations.upgrade.run(new)
    assert tables(new) == ["setting"]
    assert new.schema_version() is None
    with new.reading() as session:
        assert session.connection().execute(sqlalchemy.text("SELECT name FROM setting")).scalars().all() == ["mine"]


def test_a_store_of_a_newer_muster_is_a_sentence_and_stays_as_it_is(new: data.database.Database) -> None:
    data.migrations.upgrade.run(new)
    with new.migrating() as connection:
        connection.execute(sqlalchemy.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(data.database.Unusable, match="was written by a newer Muster than this one"):
        data.migrations.upgrade.run(new)
    assert new.schema_version() == "9999"


@pytest.mark.sqlite("a file's path")
def test_a_store_under_a_path_with_a_percent_sign_is_migrated(tmp_path: pathlib.Path) -> None:
    with contextlib.closing(data.database.Database(f"sqlite:///{tmp_path}/100%25/muster.db")) as database:
        data.migrations.upgrade.run(database)
        assert database.schema_version() == data.migrations.HEAD
