"""What a person's client does with Block Kit: find what carries a label, and fill it in with plain values."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sandbox.blocks
import sandbox.errors

Json = dict[str, Any]

TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
REQUIRED = "This field is required."


@dataclass(frozen=True, slots=True)
class Control:
    """An interactive element, the block it stands in, and the words that a person knows it by."""

    block: Json
    element: Json
    labels: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.labels[0] if self.labels else str(self.element.get("action_id"))


def words(text: object) -> str:
    return str(text.get("text", "")) if isinstance(text, dict) else ""


def _labels(block: Json, element: Json) -> tuple[str, ...]:
    named = [words(element.get("text")), words(block.get("label")), words(element.get("placeholder"))]
    if element["type"] in ("overflow", "checkboxes", "radio_buttons"):
        named += [words(one["text"]) for one in sandbox.blocks.offered(element)]
    return tuple(name for name in named if name)


def controls(blocks: list[Json]) -> Iterator[Control]:
    """Everything in the blocks that can be pressed, chosen from or filled in."""
    for block in blocks:
        for _, element in sandbox.blocks.elements(block):
            if "action_id" in element:
                yield Control(block, element, _labels(block, element))


def find(blocks: list[Json], label: object, action_id: object, value: object = None) -> Control | None:
    """The control with this visible label or action id; of several with it, the one that carries the value."""
    found = [
        one
        for one in controls(blocks)
        if (label is not None and label in one.labels)
        or (action_id is not None and one.element["action_id"] == action_id)
    ]
    exact = [one for one in found if value is not None and one.element.get("value") == value]
    return next(iter(exact or found), None)


# -- plain values


def _wrong(element: Json, value: object, send: str) -> sandbox.errors.WrongError:
    return sandbox.errors.WrongError(
        f"{element.get('action_id')!r} is a {element['type']}: send {send}, not {value!r}."
    )


def option(element: Json, value: object) -> Json:
    """The option with this text or value."""
    for one in sandbox.blocks.offered(element):
        if value in (one["value"], words(one["text"])):
            return one
    known = ", ".join(repr(words(one["text"])) for one in sandbox.blocks.offered(element))
    raise _wrong(element, value, f"one of {known}")


def _many(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _date(element: Json, value: object) -> str:
    try:
        return datetime.date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise _wrong(element, value, 'a date like "2026-03-02"') from None


def _time(element: Json, value: object) -> str:
    if not isinstance(value, str) or not TIME.fullmatch(value):
        raise _wrong(element, value, 'a time like "09:30"')
    return value


def _moment(element: Json, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(element, value, "Unix seconds")
    return value


def _text(_element: Json, value: object) -> str | None:
    return str(value) if value not in (None, "") else None


def _ident(element: Json, value: object) -> str:
    if not isinstance(value, str) or not value:
        raise _wrong(element, value, "an id")
    return value


def _chosen(element: Json, value: object) -> list[Json]:
    return [option(element, one) for one in _many(value)]


def _idents(element: Json, value: object) -> list[str]:
    return [_ident(element, one) for one in _many(value)]


@dataclass(frozen=True, slots=True)
class Kind:
    """How an element's value is called in payloads, how it starts, and how a plain value becomes it."""

    key: str
    initial: str
    make: Callable[[Json, object], Any]
    empty: Any = None


KINDS: Mapping[str, Kind] = {
    "plain_text_input": Kind("value", "initial_value", _text),
    "number_input": Kind("value", "initial_value", _text),
    "email_text_input": Kind("value", "initial_value", _text),
    "url_text_input": Kind("value", "initial_value", _text),
    "static_select": Kind("selected_option", "initial_option", option),
    "external_select": Kind("selected_option", "initial_option", option),
    "radio_buttons": Kind("selected_option", "initial_option", option),
    "checkboxes": Kind("selected_options", "initial_options", _chosen, []),
    "multi_static_select": Kind("selected_options", "initial_options", _chosen, []),
    "multi_external_select": Kind("selected_options", "initial_options", _chosen, []),
    "users_select": Kind("selected_user", "initial_user", _ident),
    "multi_users_select": Kind("selected_users", "initial_users", _idents, []),
    "conversations_select": Kind("selected_conversation", "initial_conversation", _ident),
    "multi_conversations_select": Kind("selected_conversations", "initial_conversations", _idents, []),
    "channels_select": Kind("selected_channel", "initial_channel", _ident),
    "multi_channels_select": Kind("selected_channels", "initial_channels", _idents, []),
    "datepicker": Kind("selected_date", "initial_date", _date),
    "timepicker": Kind("selected_time", "initial_time", _time),
    "datetimepicker": Kind("selected_date_time", "initial_date_time", _moment),
}


def state(element: Json, value: object) -> Json | None:
    """An element's entry in `state.values` for a plain value; None for what holds no state, such as a button."""
    kind = KINDS.get(element["type"])
    if kind is None:
        return None
    made = kind.empty if value in (None, "", []) else kind.make(element, value)
    return {"type": element["type"], kind.key: made}


def initial(element: Json) -> Json | None:
    """The same before anybody touched it."""
    kind = KINDS.get(element["type"])
    if kind is None:
        return None
    return {"type": element["type"], kind.key: element.get(kind.initial, kind.empty)}


def values(blocks: list[Json], touched: Mapping[str, Json]) -> Json:
    """`state.values` of a view or message: what was touched, else what it began with."""
    found: Json = {}
    for control in controls(blocks):
        block, action = control.block["block_id"], control.element["action_id"]
        entry = touched.get(block, {}).get(action) or initial(control.element)
        if entry is not None:
            found.setdefault(block, {})[action] = entry
    return found


# -- what a client refuses to submit


def _length(element: Json, value: str) -> str | None:
    least, most = element.get("min_length") or 0, element.get("max_length") or 3000
    if len(value) < least:
        return f"Please enter at least {least} characters."
    return f"Please enter at most {most} characters." if len(value) > most else None


def _number(element: Json, value: str) -> str | None:
    try:
        number = float(value)
    except ValueError:
        return "Please enter a number."
    if not element.get("is_decimal_allowed") and number != int(number):
        return "Please enter a whole number."
    if "min_value" in element and number < float(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and number > float(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None


def _address(_element: Json, value: str) -> str | None:
    right = re.fullmatch(r"https?://\S+", value, re.IGNORECASE)
    return None if right else "Please enter a valid URL, which starts with http:// or https://."


def _mail(_element: Json, value: str) -> str | None:
    return None if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value) else "Please enter a valid email address."


CHECKS: Mapping[str, Callable[[Json, str], str | None]] = {
    "plain_text_input": _length,
    "number_input": _number,
    "url_text_input": _address,
    "email_text_input": _mail,
}


def complaint(control: Control, entry: Json | None) -> str | None:
    """What a client says about one input before it submits."""
    kind = KINDS.get(control.element["type"])
    value = entry.get(kind.key) if entry and kind else None
    if value in (None, "", []):
        required = control.block["type"] == "input" and not control.block.get("optional")
        return REQUIRED if required else None
    check = CHECKS.get(control.element["type"])
    if check is not None:
        return check(control.element, value)
    most = control.element.get("max_selected_items")
    return f"Please choose at most {most}." if most and len(value) > most else None


def complaints(blocks: list[Json], filled: Json) -> dict[str, str]:
    """All of them, by the visible label."""
    found = {}
    for control in controls(blocks):
        entry = filled.get(control.block["block_id"], {}).get(control.element["action_id"])
        told = complaint(control, entry)
        if told:
            found[control.name] = told
    return found


# -- what an action carries


def action(control: Control, value: object, now: float) -> Json:
    """The entry in `actions` for pressing or choosing."""
    element = control.element
    told: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": control.block["block_id"],
        "action_ts": f"{now:.6f}",
    }
    if element["type"] == "button":
        carried = {"text": element["text"], "value": element.get("value"), "style": element.get("style")}
        return told | {name: part for name, part in carried.items() if part is not None}
    if element["type"] == "overflow":
        return told | {"selected_option": option(element, value)}
    return told | (state(element, value) or {})
