"""The pieces of forms: each input is named by its block, as the argument that reads it is."""

import collections.abc
import datetime
import types

import messages.text

Block = messages.text.Block
Options = collections.abc.Mapping[str, str]
"""What people choose from: each value with its words."""

MOST_TYPED = 3000
"""Characters that Slack takes in one input."""


def modal(
    callback: str, title: str, submit: str, blocks: collections.abc.Sequence[Block], subject: str = ""
) -> messages.text.Payload:
    """A form that comes back as `callback`, with `subject` as it was given."""
    return {
        "type": "modal",
        "callback_id": callback,
        "title": _plain(title, 24),
        "submit": _plain(submit, 24),
        "close": _plain("Cancel", 24),
        "private_metadata": subject,
        "blocks": list(blocks),
    }


def page(title: str, blocks: collections.abc.Sequence[Block]) -> messages.text.Payload:
    """What is only read, where a form stood or Slack shows no message."""
    return {"type": "modal", "title": _plain(title, 24), "close": _plain("Close", 24), "blocks": list(blocks)}


def text(
    name: str,
    label: str,
    initial: str | None = None,
    *,
    lines: bool = False,
    optional: bool = False,
    most: int = MOST_TYPED,
    hint: str = "",
) -> Block:
    """Free words, in one line or several."""
    element: Block = {"type": "plain_text_input", "multiline": lines, "max_length": most}
    if initial:
        element["initial_value"] = messages.text.cut(initial, most)
    return _input(name, label, element, optional, hint)


def choice(
    name: str, label: str, options: Options, initial: str | None = None, *, optional: bool = False, hint: str = ""
) -> Block:
    """One of several, from a menu."""
    element: Block = {"type": "static_select", "options": _options(options)}
    return _input(name, label, element | _initial(options, initial), optional, hint)


def radio(name: str, label: str, options: Options, initial: str | None = None, *, hint: str = "") -> Block:
    """One of a few, all of them seen."""
    element: Block = {"type": "radio_buttons", "options": _options(options)}
    return _input(name, label, element | _initial(options, initial), False, hint)


def several(name: str, label: str, options: Options, chosen: collections.abc.Collection[str] = ()) -> Block:
    """Any of many, from a menu; none as well."""
    element: Block = {"type": "multi_static_select", "options": _options(options)}
    if initial := _options({value: words for value, words in options.items() if value in chosen}):
        element["initial_options"] = initial
    return _input(name, label, element, True, "")


def day(
    name: str, label: str, initial: datetime.date | None = None, *, optional: bool = False, hint: str = ""
) -> Block:
    """A day, from a calendar."""
    element: Block = {"type": "datepicker"} | ({"initial_date": initial.isoformat()} if initial else {})
    return _input(name, label, element, optional, hint)


def time(name: str, label: str, initial: datetime.time | None = None) -> Block:
    """A time of day, or none."""
    element: Block = {"type": "timepicker"} | ({"initial_time": f"{initial:%H:%M}"} if initial else {})
    return _input(name, label, element, True, "")


def checkboxes(
    name: str,
    label: str,
    options: Options,
    ticked: collections.abc.Collection[str] = (),
    *,
    optional: bool = True,
    hint: str = "",
    details: Options = types.MappingProxyType({}),
) -> Block:
    """Any of a few; none as well, unless it is needed. `details` are smaller words under those of a value."""
    element: Block = {"type": "checkboxes", "options": _options(options, details)}
    if chosen := _options({value: words for value, words in options.items() if value in ticked}, details):
        element["initial_options"] = chosen
    return _input(name, label, element, optional, hint)


def person(name: str, label: str, initial: str | None = None, *, optional: bool = False, hint: str = "") -> Block:
    """A member of the workspace."""
    element: Block = {"type": "users_select"} | ({"initial_user": initial} if initial else {})
    return _input(name, label, element, optional, hint)


def _input(name: str, label: str, element: Block, optional: bool, hint: str) -> Block:
    drawn: Block = {"type": "input", "block_id": name, "label": _plain(label, 2000), "optional": optional}
    drawn["element"] = element | {"action_id": name}
    return drawn | ({"hint": _plain(hint, 2000)} if hint else {})


def _options(options: Options, details: Options = types.MappingProxyType({})) -> list[Block]:
    return [
        {"text": _plain(words, 75), "value": value}
        | ({"description": _plain(details[value], 75)} if value in details else {})
        for value, words in options.items()
    ]


def _initial(options: Options, initial: str | None) -> Block:
    if initial is None or initial not in options:
        return {}
    return {"initial_option": _options({initial: options[initial]})[0]}


def _plain(words: str, most: int) -> Block:
    return {"type": "plain_text", "text": messages.text.cut(words, most)}
