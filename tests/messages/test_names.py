"""Ten thousand messages about people with names full of markup: none pings, and each name is shown as it was typed."""

import collections.abc
import dataclasses
import datetime
import decimal
import enum
import functools
import importlib
import inspect
import math
import pkgutil
import random
import re
import types
import typing
import zoneinfo

import pytest
import sqlmodel

import data.models
import messages
import messages.text

MARKUP = [
    *("<!channel>", "<!here|here>", "<!everyone>", "<@U0EVIL>", "<#C0EVIL>", "<!subteam^S0EVIL>", "<mailto:a@b.c|d>"),
    *("<https://x.example|click>", "<!date^0^{date}|now>", "&lt;!channel&gt;", "&amp;", "<", ">", "Q&A"),
    *("*bold*", "`code`", "~", "Zoë 赵"),
]
NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
OURS = re.compile(r"<@(?:U0SAFE|x)\d+>|<#x\d+>|<!date\^\d+\^\{date_short_pretty\} \{time\}\|[^<>]*>")
IN_ALL = 10_000

TOLD = (collections.abc.Mapping[str, object], collections.abc.Mapping[str, typing.Any])
"""How functions say that they take what was told."""


@functools.cache
def _hints(of: typing.Any) -> dict[str, typing.Any]:
    return typing.get_type_hints(of)


class Maker:
    """Makes a value of any type that a message is made of, at random; names are marked by `Zq` and `qZ`."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._number = 0
        self.names: list[str] = []

    def value(self, hint: typing.Any) -> typing.Any:
        if hint in TOLD:
            return self._told()
        origin, parts = typing.get_origin(hint), typing.get_args(hint)
        if origin in (typing.Union, types.UnionType):
            return self.value(self._chance.choice(parts))
        if origin is tuple and parts[-1:] != (...,):
            return tuple(map(self.value, parts))
        if origin in (dict, collections.abc.Mapping):
            return {self.value(parts[0]): self.value(parts[1]) for _ in range(2)}
        if origin is not None and origin is not typing.Literal:
            several = [self.value(parts[0]) for _ in range(self._chance.randrange(4))]
            return origin(several) if isinstance(origin, type) and origin in (tuple, frozenset, set) else several
        return self._one(hint)

    def _one(self, hint: typing.Any) -> typing.Any:
        self._number += 1
        if hint is data.models.Person:
            known = self._known()
            return data.models.Person(
                id=self._number,
                slack_id=known["slack_id"],
                name=known["name"],
                zone="Asia/Manila",
                joined_at=NOW,
            )
        if hasattr(hint, "_fields"):
            fields = {name: self.value(of) for name, of in _hints(hint).items()}
            return hint(**fields | (self._known() if _is_about_people(hint) else {}))
        if isinstance(hint, type) and dataclasses.is_dataclass(hint):
            return hint(**{field.name: self.value(_hints(hint)[field.name]) for field in dataclasses.fields(hint)})
        if isinstance(hint, type) and issubclass(hint, sqlmodel.SQLModel):
            return hint(**{name: self.value(field.annotation) for name, field in hint.model_fields.items()})
        if isinstance(hint, type) and issubclass(hint, enum.Enum):
            return self._chance.choice(list(hint))
        plain = {
            datetime.datetime: NOW + datetime.timedelta(days=self._number),
            datetime.date: NOW.date() + datetime.timedelta(days=self._number),
            datetime.time: datetime.time(9),
            datetime.timedelta: datetime.timedelta(days=1),
            zoneinfo.ZoneInfo: zoneinfo.ZoneInfo("Europe/Berlin"),
            bool: self._chance.random() < 0.5,
            int: self._number,
            float: 1.5,
            decimal.Decimal: decimal.Decimal(9),
            type(None): None,
        }
        return plain.get(hint, f"x{self._number}")

    def _told(self) -> dict[str, typing.Any]:
        """A part of a morning message, as a morning told it."""
        line = messages.text.name(self._known()["name"])
        blocks = [messages.text.section(line), messages.text.small("Why do I get this?")]
        return messages.text.message(line, *blocks) | {"lines": {"1": line}, "more": 0}

    def _known(self) -> dict[str, str]:
        """Who somebody is."""
        name = f"Zq{''.join(self._chance.choices(MARKUP, k=2))}qZ"
        self.names.append(name)
        return {"slack_id": f"U0SAFE{self._number}", "name": name}


@functools.cache
def _is_about_people(hint: typing.Any) -> bool:
    if hint is data.models.Person or "slack_id" in getattr(hint, "_fields", ()):
        return True
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return any(map(_is_about_people, _hints(hint).values()))
    return any(map(_is_about_people, typing.get_args(hint)))


def arguments(function: collections.abc.Callable[..., object]) -> dict[str, typing.Any]:
    return {name: hint for name, hint in _hints(function).items() if name != "return"}


def functions() -> dict[str, collections.abc.Callable[..., object]]:
    """Every public function of `messages` that is given a person, directly or within something."""
    found: dict[str, collections.abc.Callable[..., object]] = {}
    for module in pkgutil.iter_modules(messages.__path__):
        loaded = importlib.import_module(f"messages.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            own = function.__module__ == loaded.__name__ and not name.startswith("_")
            if own and any(map(_is_about_people, arguments(function).values())):
                found[f"{module.name}.{name}"] = function
    return found


def marked_up(payload: object) -> collections.abc.Iterator[str]:
    """Every string in which Slack looks for markup."""
    if isinstance(payload, str):
        yield payload
    elif isinstance(payload, dict) and payload.get("type") != "plain_text":
        yield from (text for part in payload.values() for text in marked_up(part))
    elif isinstance(payload, list | tuple):
        yield from (text for part in payload for text in marked_up(part))


FUNCTIONS = functions()
TIMES = math.ceil(IN_ALL / len(FUNCTIONS))


def test_ten_thousand_are_made() -> None:
    assert len(FUNCTIONS) * TIMES >= IN_ALL


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_name_pings_anybody_and_each_is_shown_as_typed(name: str) -> None:
    hints = arguments(FUNCTIONS[name])
    for seed in range(TIMES):
        maker = Maker(seed)
        text = list(marked_up(FUNCTIONS[name](**{argument: maker.value(hint) for argument, hint in hints.items()})))
        for one in text:
            assert not re.findall("<[^>]*>", OURS.sub("", one)), one
            shown = [messages.text.escape(known) for known in maker.names]
            left = re.sub("|".join(map(re.escape, shown)) or "$^", "", one)
            assert "Zq" not in left or "…" in left, left
