"""`muster forget`: somebody's name, address and words, replaced on the command line."""

import contextlib

import typer

import bot.clock
import bot.store
import commands.people
import data.forgetting
import data.models
import data.people
import data.settings
import jobs.forgetting
import messages.people
import rules.errors
import rules.settings

ACTOR = "command line"


def run(slack_id: str, url: str, sure: bool) -> None:
    """Say what forgetting somebody would replace, and replace it if whoever asks is sure."""
    now = bot.clock.Clock().now()
    with contextlib.closing(bot.store.open_database(url)) as database, database.writing() as session:
        person = data.people.find(session, slack_id)
        if person is None:
            raise rules.errors.ProgramError(f"{slack_id} is not on the roster. Write a Slack id, such as U0123ABCD.")
        commands.people.check_may_be_forgotten(session, person, now)
        forgetting = data.forgetting.plan(session, person)
        typer.echo("\n".join(_plain(line) for line in _lines(person, forgetting)))
        if sure:
            data.forgetting.forget(session, forgetting, now, ACTOR)
            jobs.forgetting.redraw(session, rules.settings.read(data.settings.load(session)), forgetting, now)
    rows = sum(forgetting.counts.values())
    done = f"{slack_id} is forgotten: {rows} row{'' if rows == 1 else 's'} replaced."
    typer.echo(done if sure else f"Nothing was replaced. To do it: muster forget {slack_id} --yes")


def _lines(person: data.models.Person, forgetting: data.forgetting.Forgetting) -> list[str]:
    return messages.people.forgetting_lines(person, forgetting.counts)


def _plain(line: str) -> str:
    """Without Slack's escapes."""
    return line.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
