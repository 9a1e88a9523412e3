"""What people can say, press and submit, as rows: parsing, help, manifest, docs and role matrix are made from them."""

import collections.abc
import dataclasses
import typing

import sqlmodel

import commands.arguments
import commands.replies
import commands.request
import data.models

Roles = frozenset[data.models.Role]

ALL: Roles = frozenset(data.models.Role)
MANAGERS: Roles = frozenset({data.models.Role.MANAGER})
ADVISERS: Roles = frozenset({data.models.Role.ADVISER, data.models.Role.MANAGER})
"""A manager may do all that an adviser may."""
FREELANCERS: Roles = frozenset({data.models.Role.FREELANCER})


Run = collections.abc.Callable[[sqlmodel.Session, commands.request.Request], commands.replies.Reply]


@dataclasses.dataclass(frozen=True)
class Row:
    """What every row says: who may, whether it writes, and the function that does it."""

    who: Roles
    run: Run
    writes: bool = dataclasses.field(default=False, kw_only=True)


@dataclasses.dataclass(frozen=True)
class Verb(Row):
    """A slash command: `/root words arguments`. `bare`, which only reads, is what it does where none is given."""

    root: str
    words: str
    does: str
    arguments: tuple[commands.arguments.Argument[typing.Any], ...] = ()
    example: str = ""
    aliases: tuple[str, ...] = ()
    bare: Run | None = None
    to_freelancers: str = ""
    """What it does for who is a freelancer alone, if that is something else, and without arguments."""

    def read_by(self, roles: Roles) -> "Verb":
        """As help shows it to who has these roles."""
        if not self.to_freelancers or not roles <= FREELANCERS:
            return self
        return dataclasses.replace(self, does=self.to_freelancers, arguments=(), example="")

    @property
    def usage(self) -> str:
        """`/duty next [n]`, as help and docs show it."""
        return " ".join(["/" + self.root, *filter(None, [self.words]), *(a.usage for a in self.arguments)])


@dataclasses.dataclass(frozen=True)
class Button(Row):
    """A button, `verb:noun`; its value is the subject's id.

    Of one with `choices` several stand side by side, as `verb:noun:1`, `verb:noun:2`, for Slack wants them different.
    `arguments` are inputs of the form in which it stands, as far as they are filled in.
    """

    action: str
    does: str
    choices: bool = False
    arguments: tuple[commands.arguments.Argument[typing.Any], ...] = ()


@dataclasses.dataclass(frozen=True)
class Form(Row):
    """A form's submission, `verb:noun`; each argument is the input of the same name."""

    callback: str
    does: str
    arguments: tuple[commands.arguments.Argument[typing.Any], ...] = ()


@dataclasses.dataclass(frozen=True)
class Shortcut(Row):
    """An entry in the menu of every message, `verb:noun`; `label` is what people see there."""

    callback: str
    label: str
    does: str
