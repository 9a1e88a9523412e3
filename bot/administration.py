"""The subcommands that work on the store beside a running bot: settings, going live, and pausing."""

import collections.abc
import contextlib

import sqlmodel
import typer

import bot.clock
import bot.store
import commands.program
import data.audit
import data.database
import data.pauses
import data.settings
import jobs.readiness
import rules.errors
import rules.settings

ACTOR = "command line"
DEFAULT = "-"


def settings(url: str, name: str | None, value: str | None) -> None:
    """List all settings, show one, or set one."""
    with _store(url) as store:
        if name is None:
            with store.reading() as session:
                stored = data.settings.load(session)
            typer.echo("\n".join(_listed(setting, stored) for setting in rules.settings.SETTINGS))
            return
        if value is not None:
            with store.writing() as session:
                _set(session, name, value)
        with store.reading() as session:
            typer.echo(_listed(_setting(name), data.settings.load(session)))


def go_live(url: str) -> None:
    """End the quiet."""
    now = bot.clock.Clock().now()
    with _store(url) as store, store.writing() as session:
        new = commands.program.end_quiet(session, now, ACTOR)
        programme = rules.settings.read(data.settings.load(session))
        faults = [fault.sentence for fault in jobs.readiness.lasting(session, programme, now)]
    typer.echo("Muster is live." if new else "Muster is live already; nothing was changed.")
    for fault in faults:
        typer.echo(f"Not ready: {fault}")


def pause(url: str) -> None:
    """Hold back all that goes out by itself, as `/program pause` does; also where no bot runs yet."""
    now = bot.clock.Clock().now()
    with _store(url) as store, store.writing() as session:
        data.pauses.record(session, data.pauses.ALL, now, ends=None)
        data.audit.record(session, now, ACTOR, "outgoing.pause", data.pauses.ALL, after={"until": None})
    typer.echo("Muster is paused: it answers, and sends nothing by itself until a manager types `/program resume`.")


def _set(session: sqlmodel.Session, name: str, value: str) -> None:
    _setting(name)
    try:
        text = None if value == DEFAULT else rules.settings.check(name, value)
    except ValueError as error:
        raise rules.errors.ProgramError(f"{name}: {error}") from None
    before = data.settings.load(session).get(name)
    if before != text:
        data.settings.record(session, name, text)
        now = bot.clock.Clock().now()
        data.audit.record(session, now, ACTOR, "setting.set", name, before={"value": before}, after={"value": text})


def _setting(name: str) -> rules.settings.Setting:
    try:
        return rules.settings.find(name)
    except ValueError as error:
        raise rules.errors.ProgramError(str(error)) from None


def _listed(setting: rules.settings.Setting, stored: collections.abc.Mapping[str, str]) -> str:
    default = setting.default or "empty"
    if setting.name in stored:
        return f"{setting.name} = {stored[setting.name] or 'empty'} (default {default})\n    {setting.meaning}"
    return f"{setting.name} = {default} (the default)\n    {setting.meaning}"


def _store(url: str) -> contextlib.closing[data.database.Database]:
    return contextlib.closing(bot.store.open_database(url))
