"""The command line: each subcommand loads what it needs when it is called."""

import contextlib
import pathlib
import sys
import typing

import typer

FAILED = 2
"""The exit code when the settings won't do, or the store or the workspace can't be had."""

app = typer.Typer(
    name="muster",
    help="Muster runs a freelancer support programme in Slack.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Url = typing.Annotated[str, typer.Option("--store", help="The store, if not the one of DATABASE_URL.")]


@app.command()
def run(
    env_file: typing.Annotated[bool, typer.Option(help="Read .env beside pyproject.toml.", hidden=True)] = True,
    stop_with_stdin: typing.Annotated[bool, typer.Option(help="Stop when standard input closes.", hidden=True)] = False,
) -> None:
    """Join the workspace that .env names, and work until Ctrl-C or SIGTERM."""
    import bot.run

    with _said_in_a_sentence():
        bot.run.start(env_file, stop_with_stdin)


@app.command()
def demo(
    port: typing.Annotated[
        int | None, typer.Option(help="Where the local Slack listens. Without it: 8787 or the next.")
    ] = None,
    browser: typing.Annotated[bool, typer.Option(help="Open a browser, where there is a screen.")] = True,
    keep: typing.Annotated[bool, typer.Option("--keep", help="Go on with the demo's last store.")] = False,
    people: typing.Annotated[pathlib.Path | None, typer.Option(help="A roster of your own to rehearse with.")] = None,
) -> None:
    """Run Muster in a local Slack workspace, with a programme of 60 freelancers in it."""
    import bot.demo

    with _said_in_a_sentence():
        raise typer.Exit(bot.demo.run(port, browser, keep, people))


@app.command(name="import")
def import_(
    file: typing.Annotated[
        pathlib.Path | None,
        typer.Argument(help="The roster, the shifts from before Muster, or figures of the service, as CSV."),
    ] = None,
    dry_run: typing.Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
    template: typing.Annotated[bool, typer.Option("--template", help="Write an example file and stop.")] = False,
    store: Url = "",
) -> None:
    """Add and change people from a roster file, past shifts (columns starts, seat_1, seat_2), or figures (column week).

    Nothing is removed, and nothing is written if there is any fault.
    """
    import bot.clock
    import bot.imports

    now = bot.clock.Clock().now()
    if template:
        typer.echo(bot.imports.template(now.date()), nl=False)
        return
    if file is None:
        raise typer.BadParameter("Name the roster file: muster import people.csv. --template writes an example.")
    with _said_in_a_sentence():
        raise typer.Exit(bot.imports.run(file, dry_run, _url(store), now, sys.stdout, sys.stderr, _directory()))


@app.command()
def export(
    file: typing.Annotated[pathlib.Path, typer.Argument(help="The new file; - is standard output.")],
    store: Url = "",
) -> None:
    """Write the roster as a file that import reads, for you alone to read."""
    import bot.exports

    with _said_in_a_sentence():
        people = bot.exports.run(file, _url(store))
    typer.echo(f"exported {people}", err=True)


@app.command()
def forget(
    slack_id: typing.Annotated[str, typer.Argument(help="Whom, by Slack id.")],
    yes: typing.Annotated[bool, typer.Option("--yes", help="Replace it; without this, only say what.")] = False,
    store: Url = "",
) -> None:
    """Replace somebody's name, address and words by "former member". Dates and counts stay."""
    import bot.forgetting

    with _said_in_a_sentence():
        bot.forgetting.run(slack_id, _url(store), yes)


@app.command()
def settings(
    name: typing.Annotated[str | None, typer.Argument(help="The setting to show or set.")] = None,
    value: typing.Annotated[str | None, typer.Argument(help="Its new value; - puts the default back.")] = None,
    store: Url = "",
) -> None:
    """List the programme's settings with meaning and default, or set one."""
    import bot.administration

    with _said_in_a_sentence():
        bot.administration.settings(_url(store), name, value)


@app.command()
def backup(
    file: typing.Annotated[pathlib.Path, typer.Argument(help="The copy's file, which must not be there yet.")],
    store: Url = "",
) -> None:
    """Copy an SQLite store to a file, whole, beside a running bot."""
    import bot.backup

    with _said_in_a_sentence():
        bot.backup.run(_url(store), file)


@app.command(name="go-live")
def go_live(store: Url = "") -> None:
    """End the quiet of a new installation: from now on Muster sends by itself. What fell due before is never sent."""
    import bot.administration

    with _said_in_a_sentence():
        bot.administration.go_live(_url(store))


@app.command()
def pause(store: Url = "") -> None:
    """Hold back all that Muster sends by itself, as before the start on a restored store. /program resume ends it."""
    import bot.administration

    with _said_in_a_sentence():
        bot.administration.pause(_url(store))


@app.command()
def manifest(
    url: typing.Annotated[str | None, typer.Option(help="Where Slack's requests come by HTTP, as https://….")] = None,
) -> None:
    """Print the app's manifest for Slack's page to create an app from a manifest."""
    import json

    import bot.manifest

    with _said_in_a_sentence():
        typer.echo(json.dumps(bot.manifest.build(url), indent=2))


def _directory() -> typing.Any:
    """Slack, to be asked for people by their address; None without a token."""
    import functools

    import bot.directory
    import bot.settings

    settings = bot.settings.load()
    has_token = bool(settings.slack_bot_token.get_secret_value())
    return functools.partial(bot.directory.look_up, settings) if has_token else None


def _url(store: str) -> str:
    import bot.settings

    if store and "://" not in store:
        return f"sqlite:///{store}"
    return store or bot.settings.load().database_url


@contextlib.contextmanager
def _said_in_a_sentence() -> typing.Iterator[None]:
    """Turn what whoever runs Muster can mend into a sentence and an exit code."""
    import bot.errors
    import data.database
    import rules.errors

    try:
        yield
    except (bot.errors.Refusal, data.database.StoreError, rules.errors.ProgramError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAILED) from None


def main() -> None:
    """The console script."""
    app()


if __name__ == "__main__":
    main()
