"""Who may do what: every verb, button, form and shortcut against every kind of person, as the page promises it."""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Iterator

import pytest
import sqlmodel

import commands
import commands.rows
import tests.stores
import tests.stories.cast
import tests.stories.door
import tests.stories.programme
import tests.workspace

Json = tests.stories.door.Json
Programme = tests.stories.programme.Programme

PEOPLE = {
    "a manager": (tests.stories.cast.MAREN, {"manager"}),
    "an adviser": (tests.stories.cast.ADA, {"adviser"}),
    "a freelancer": (tests.stories.cast.KENJI, {"freelancer"}),
    "a freelancer who is a guest": (tests.stories.cast.AMARA, {"freelancer"}),
    "somebody deactivated": (tests.stories.cast.ROWAN, set()),
    "somebody not on the roster": (tests.stories.cast.PENNY, set()),
    "a bot": (tests.stories.cast.BOT, set()),
}
FILLED = {"from": {"type": "datepicker", "selected_date": "2026-08-03"}}
ROWS: dict[str, commands.rows.Row] = {
    **{verb.usage: verb for verb in commands.VERBS},
    **{button.action: button for button in commands.BUTTONS},
    **{form.callback: form for form in commands.FORMS},
    **{shortcut.callback: shortcut for shortcut in commands.SHORTCUTS},
}
ROLES = {"everyone with a role": {"manager", "adviser", "freelancer"}, "managers": {"manager"}}
ROLES["advisers, managers"] = {"adviser", "manager"}
ROLES["freelancers"] = {"freelancer"}
TABLES = tuple(sqlmodel.SQLModel.metadata.tables)
PROMISED = re.compile(r"^\| (?:button |form |shortcut )?`(.+?)` \| (.+?) \| ", re.MULTILINE)


@functools.cache
def promised() -> dict[str, set[str]]:
    """The roles that may use each verb, button, form and shortcut, by docs/commands.md and not by the rows."""
    tables = (tests.workspace.ROOT / "docs" / "commands.md").read_text()
    return {name: ROLES[who] for name, who in PROMISED.findall(tables) if not name.startswith("muster")}


NO_ROLE = "You are not on this programme's roster, so I can't help you yet. Please ask <@U0MAREN>."


def payload(row: commands.rows.Row, who: str, team: str = tests.stories.cast.TEAM) -> Json:
    """What Slack would bring, were it Slack who said who may."""
    if isinstance(row, commands.rows.Verb):
        return tests.stories.door.command(who, row.example or f"/{row.root} {row.words}".strip(), team)
    if isinstance(row, commands.rows.Button):
        return tests.stories.door.press(who, f"{row.action}:1" if row.choices else row.action, team)
    if isinstance(row, commands.rows.Shortcut):
        return tests.stories.door.shortcut(who, row.callback, team)
    assert isinstance(row, commands.rows.Form)
    return tests.stories.door.submission(who, row.callback, FILLED, team)


class Quiet:
    """A programme that a manager may still set live, with Muster's door open on it; nobody else writes its store."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self._open = contextlib.ExitStack()
        self.renew()

    def renew(self) -> None:
        """A store as new, with a door on it."""
        self._open.close()
        self.programme.prepare(live=False)
        self.brings = self._open.enter_context(tests.stories.door.opened(self.programme))
        self._new = self.written()

    def written(self) -> list[tuple[int, ...]]:
        """How much each table of the store holds. Whatever a request changes, it leaves its key as well."""
        counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in TABLES)  # noqa: S608  # our own names
        return self.programme.rows(f"SELECT {counts}")

    @property
    def is_new(self) -> bool:
        return self.written() == self._new

    def close(self) -> None:
        self._open.close()
        self.programme.remove()


@pytest.fixture(scope="module")
def one_for_all(
    slack: tests.workspace.Workspace, stores: tests.stores.Stores, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Quiet]:
    folder = tmp_path_factory.mktemp("quiet")
    with contextlib.closing(Quiet(Programme(slack, stores, folder))) as quiet:
        yield quiet


@pytest.fixture
def quiet(one_for_all: Quiet) -> Iterator[Quiet]:
    """It is made anew only after a test that has left something in its store."""
    yield one_for_all
    if not one_for_all.is_new:
        assert not one_for_all.programme.unpausable()
        one_for_all.renew()


def test_the_page_promises_something_for_every_row_and_for_nothing_else() -> None:
    assert set(promised()) == set(ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_only_the_roles_that_are_promised_pass(quiet: Quiet, name: str) -> None:
    row, who_may = ROWS[name], promised()[name]
    said = quiet.brings([payload(row, who) for who, _ in PEOPLE.values()])
    for (kind, (_, roles)), words in zip(PEOPLE.items(), said, strict=True):
        refused = words.startswith(("This is for ", NO_ROLE))
        assert refused == (not roles & who_may), f"{kind}: {words}"
        assert (words == NO_ROLE) == (not roles), f"{kind}: {words}"


@pytest.mark.parametrize("name", ROWS)
def test_who_may_not_leaves_nothing_behind(quiet: Quiet, name: str) -> None:
    refused = [who for who, roles in PEOPLE.values() if not roles & promised()[name]]
    quiet.brings([payload(ROWS[name], who) for who in refused])
    assert quiet.is_new


@pytest.mark.parametrize("name", ROWS)
def test_another_workspace_gets_nothing_though_the_ids_are_a_managers(quiet: Quiet, name: str) -> None:
    (words,) = quiet.brings([payload(ROWS[name], tests.stories.cast.MAREN, team="T0OTHER")])
    assert "On duty" not in words
    assert "Ratio" not in words
    assert "Maren" not in words
    assert quiet.is_new


# -- as people meet it in Slack


def test_who_has_no_role_gets_the_managers_names_everywhere(programme: Programme) -> None:
    assert programme.penny.types("/duty").text == NO_ROLE
    assert programme.penny.types("/program help").text == NO_ROLE
    assert programme.penny.opens_home() == NO_ROLE


def test_without_any_manager_whoever_set_it_up_is_named(prepared: Programme) -> None:
    prepared.prepare("slack_id,name,roles,time_zone\nU0ADA,Ada Harbour,adviser,Europe/Berlin\n")
    prepared.start()
    assert "Please ask whoever set up Muster here" in prepared.penny.types("/duty").text


def test_help_shows_only_what_the_reader_may_do_with_examples(programme: Programme) -> None:
    adviser, freelancer = programme.ada.types("/duty help").text, programme.kenji.types("/duty help").text
    assert "• `/duty away [from [to]] [@person]`" in adviser
    assert "For example `/duty away mon to fri`." in adviser
    assert "away" not in freelancer
    assert "• `/duty next [n]`" in freelancer


def test_the_menu_shows_only_what_the_reader_may_do_from_the_home_page_too(programme: Programme) -> None:
    programme.kenji.opens_home()
    pressed = programme.kenji.presses("What I can do here", in_="home")
    assert pressed.view is not None
    for text in (
        programme.kenji.types("/program").text,
        "\n".join(tests.stories.programme.words(pressed.view["blocks"])),
    ):
        assert "`/duty next [n]`" in text
        assert "`/duty away" not in text
    assert "`/duty away" in programme.maren.types("/program").text


def test_an_unknown_verb_gets_did_you_mean(programme: Programme) -> None:
    guesses = {"/duty nxt": "/duty next", "/duty AWEY": "/duty away", "/program statsu": "/program status"}
    for typed, guess in guesses.items():
        assert f"Did you mean `{guess}`?" in programme.maren.types(typed).text


def test_the_guess_is_among_what_the_reader_may_do(programme: Programme) -> None:
    text = programme.kenji.types("/duty awya").text
    assert text == "I don't know `/duty` “awya”. `/duty help` shows what you can do."


def test_a_manager_by_environment_is_one_as_long_as_they_stand_there(prepared: Programme) -> None:
    prepared.start(muster_managers="U0PENNY")
    assert prepared.penny.types("/program status").first_line.startswith("Ratio 1:")
    (words,) = tests.stories.door.brings(prepared, [tests.stories.door.command(tests.stories.cast.ROWAN, "/duty")])
    assert "<@U0MAREN> and <@U0PENNY>" in words
    prepared.stop()
    prepared.start(muster_managers="")
    assert prepared.penny.types("/program status").text == NO_ROLE
