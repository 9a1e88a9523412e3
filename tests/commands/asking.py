"""Asks a command, button or form as `bot/slack.py` does, in one session."""

import dataclasses
import datetime
import itertools
import typing

import sqlmodel

import commands
import commands.dispatch
import commands.replies
import commands.request
import commands.rows
import rules.errors
import tests.programme

Payload = dict[str, typing.Any]

_KEYS = itertools.count()


@dataclasses.dataclass(frozen=True)
class Asking:
    """Somebody who asks; each time with a new key unless one is given."""

    session: sqlmodel.Session
    slack_id: str
    now: datetime.datetime = tests.programme.NOW

    def command(self, text: str, key: str = "") -> commands.replies.Reply:
        """`/duty next 3` and the like."""
        root, _, rest = text.removeprefix("/").partition(" ")
        verb, words = commands.dispatch.find_verb(commands.VERBS, root, rest)
        return self._answer(verb, key, words=words)

    def press(
        self, action: str, key: str = "", subject: str = "", in_private: bool = False, **inputs: str
    ) -> commands.replies.Reply:
        """A button by its action; `subject` is its value, the inputs are those of the form in which it stands."""
        row = next(row for row in commands.BUTTONS if row.action == action)
        return self._answer(row, key, subject=subject, in_private=in_private, inputs=inputs)

    def press_in(
        self, channel: str, action: str, members: commands.request.Members | None = None, subject: str = ""
    ) -> commands.replies.Reply:
        """A button in a channel, with who is there if Slack was asked."""
        row = next(row for row in commands.BUTTONS if row.action == action)
        return self._answer(row, "", channel=channel, members=members, subject=subject)

    def choose(self, callback: str, message: commands.request.Message) -> commands.replies.Reply:
        """A shortcut by its callback, on somebody's message."""
        return self._answer(next(row for row in commands.SHORTCUTS if row.callback == callback), "", message=message)

    def submit(self, callback: str, key: str = "", subject: str = "", **inputs: str) -> commands.replies.Reply:
        """A form by its callback; `from_` stands for the input named `from`, `subject` is what it is about."""
        named = {name.rstrip("_"): value for name, value in inputs.items()}
        row = next(row for row in commands.FORMS if row.callback == callback)
        return self._answer(row, key, inputs=named, subject=subject)

    def _answer(self, row: commands.rows.Row, key: str, **rest: object) -> commands.replies.Reply:
        incoming = commands.dispatch.Incoming(
            key or f"key {next(_KEYS)}",
            self.slack_id,
            self.now,
            **rest,  # type: ignore[arg-type]  # words or inputs
        )
        return commands.dispatch.answer(self.session, row, incoming, commands.VERBS)

    def says(self, text: str, key: str = "") -> str:
        """What a command answers."""
        return said(self.command(text, key))

    def refusal(self, text: str) -> str:
        """What is said of a command that can't be carried out."""
        try:
            reply = self.command(text)
        except rules.errors.ProgramError as refused:
            return str(refused)
        raise AssertionError(f"{text} was not refused: {reply}")


def said(reply: commands.replies.Reply) -> str:
    """The text of a reply that says something."""
    assert isinstance(reply, commands.replies.Say)
    return str(reply.message["text"])
