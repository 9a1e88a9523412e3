"""Block Kit's limits, as one table, for messages, modals and App Homes; refused in Slack's words with json-pointers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Complaints = list[str]
Check = Callable[[Any, str, Complaints], None]

MESSAGE, MODAL, HOME = "message", "modal", "home"
MOST_BLOCKS = {MESSAGE: 50, MODAL: 100, HOME: 100}
MARKDOWN_CHARACTERS = 12_000
VIEW_BYTES = 250_000
ANYWHERE = frozenset({MESSAGE, MODAL, HOME})


def complain(found: Complaints, words: str, pointer: str) -> None:
    found.append(f"{words} [json-pointer:{pointer}]")


# -- the kinds of value


def anything(_value: Any, _pointer: str, _found: Complaints) -> None:
    """A field that is not looked into."""


def typed(kind: type | tuple[type, ...], word: str) -> Check:
    def check(value: Any, pointer: str, found: Complaints) -> None:
        if not isinstance(value, kind):
            complain(found, f"must be a {word}", pointer)

    return check


boolean = typed(bool, "boolean")
whole = typed(int, "integer")


def string(most: int, least: int = 0) -> Check:
    def check(value: Any, pointer: str, found: Complaints) -> None:
        if not isinstance(value, str):
            complain(found, "must be a string", pointer)
        elif len(value) > most:
            complain(found, f"must be less than {most + 1} characters", pointer)
        elif len(value) < least:
            complain(found, f"must be more than {least - 1} characters", pointer)

    return check


def between(least: int, most: int) -> Check:
    def check(value: Any, pointer: str, found: Complaints) -> None:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            complain(found, f"must be an integer from {least} to {most}", pointer)

    return check


def one_of(*values: str) -> Check:
    def check(value: Any, pointer: str, found: Complaints) -> None:
        if value not in values:
            complain(found, f"must be one of: {', '.join(values)}", pointer)

    return check


def items(most: int, each: Check, least: int = 1) -> Check:
    def check(value: Any, pointer: str, found: Complaints) -> None:
        if not isinstance(value, list):
            complain(found, "must be an array", pointer)
            return
        if len(value) > most:
            complain(found, f"no more than {most} items allowed", pointer)
        if len(value) < least:
            complain(found, f"no fewer than {least} items allowed", pointer)
        for index, one in enumerate(value):
            each(one, f"{pointer}/{index}", found)

    return check


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of one object: which must be there, which may be, and where the object may stand."""

    must: Mapping[str, Check] = field(default_factory=dict)
    may: Mapping[str, Check] = field(default_factory=dict)
    where: frozenset[str] = ANYWHERE
    either: tuple[str, ...] = ()  # at least one of these

    def check(self, value: Any, pointer: str, found: Complaints) -> None:
        if not isinstance(value, dict):
            complain(found, "must be an object", pointer)
            return
        for name in self.must:
            if value.get(name) is None:
                complain(found, f"missing required field: {name}", pointer)
        if self.either and not any(value.get(name) for name in self.either):
            complain(found, f"missing required field: {' or '.join(self.either)}", pointer)
        for name, part in value.items():
            self._field(name, part, pointer, found)

    def _field(self, name: str, part: Any, pointer: str, found: Complaints) -> None:
        check = self.must.get(name) or self.may.get(name)
        if check is None:
            complain(found, f"invalid additional property: {name}", pointer)
        elif part is not None:
            check(part, f"{pointer}/{name}", found)


def kind(table: Mapping[str, Shape], *allowed: str) -> Check:
    """An object whose `type` names its row in a table, or one of some rows of it."""

    def check(value: Any, pointer: str, found: Complaints) -> None:
        name = value.get("type") if isinstance(value, dict) else None
        if not isinstance(name, str) or name not in table or (allowed and name not in allowed):
            complain(found, f"unsupported type: {name}", f"{pointer}/type")
            return
        table[name].check(value, pointer, found)

    return check


# -- text and composition objects


def text(most: int, *kinds: str, least: int = 1) -> Check:
    """A text object; plain_text only, unless mrkdwn is named too."""
    shape = Shape(
        must={"type": one_of(*(kinds or ("plain_text",))), "text": string(most, least)},
        may={"emoji": boolean, "verbatim": boolean},
    )
    return shape.check


def rich(most: int) -> Check:
    return text(most, "plain_text", "mrkdwn")


def option(words: Check) -> Check:
    shape = Shape(must={"text": words, "value": string(150)}, may={"description": rich(75), "url": string(3000)})
    return shape.check


PLAIN_OPTION = option(text(75))
RICH_OPTION = option(rich(75))
CONFIRM = Shape(
    must={"title": text(100), "text": rich(300), "confirm": text(30), "deny": text(30)},
    may={"style": one_of("primary", "danger")},
).check
GROUP = Shape(must={"label": text(75), "options": items(100, PLAIN_OPTION)}).check
DISPATCH = Shape(
    may={"trigger_actions_on": items(2, one_of("on_enter_pressed", "on_character_entered"))},
).check
FILTER = Shape(
    may={
        "include": items(4, one_of("im", "mpim", "private", "public")),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    }
).check
SLACK_FILE = Shape(may={"id": string(255), "url": string(3000)}).check

# -- elements

TYPE: Mapping[str, Check] = {"type": anything}
ACTION: Mapping[str, Check] = {"action_id": string(255)}
FOCUS: Mapping[str, Check] = {**ACTION, "focus_on_load": boolean}
SELECT: Mapping[str, Check] = {**FOCUS, "placeholder": text(150), "confirm": CONFIRM}
MULTI: Mapping[str, Check] = {**SELECT, "max_selected_items": between(1, 100)}
OPTIONS: Mapping[str, Check] = {"options": items(100, PLAIN_OPTION), "option_groups": items(100, GROUP)}
IDS: Check = items(100, string(255), least=0)
TYPED: Mapping[str, Check] = {**FOCUS, "placeholder": text(150), "dispatch_action_config": DISPATCH}
CONVERSATIONS: Mapping[str, Check] = {"default_to_current_conversation": boolean, "filter": FILTER}
RESPONDS: Mapping[str, Check] = {"response_url_enabled": boolean}
PICKED: Mapping[str, Check] = {**FOCUS, "placeholder": text(150), "confirm": CONFIRM}
FIRST = {"initial_option": PLAIN_OPTION}
FIRSTS = {"initial_options": items(100, PLAIN_OPTION)}
IMAGE: Mapping[str, Check] = {"image_url": string(3000), "slack_file": SLACK_FILE}

ELEMENTS: Mapping[str, Shape] = {
    "button": Shape(
        must={**TYPE, "text": text(75)},
        may={
            **ACTION,
            "url": string(3000),
            "value": string(2000),
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
        },
    ),
    "overflow": Shape(must={**TYPE, "options": items(5, PLAIN_OPTION)}, may={**ACTION, "confirm": CONFIRM}),
    "static_select": Shape(must=TYPE, may={**SELECT, **OPTIONS, **FIRST}, either=("options", "option_groups")),
    "external_select": Shape(must=TYPE, may={**SELECT, **FIRST, "min_query_length": whole}),
    "users_select": Shape(must=TYPE, may={**SELECT, "initial_user": string(255)}),
    "conversations_select": Shape(
        must=TYPE, may={**SELECT, **CONVERSATIONS, **RESPONDS, "initial_conversation": string(255)}
    ),
    "channels_select": Shape(must=TYPE, may={**SELECT, **RESPONDS, "initial_channel": string(255)}),
    "multi_static_select": Shape(must=TYPE, may={**MULTI, **OPTIONS, **FIRSTS}, either=("options", "option_groups")),
    "multi_external_select": Shape(must=TYPE, may={**MULTI, **FIRSTS, "min_query_length": whole}),
    "multi_users_select": Shape(must=TYPE, may={**MULTI, "initial_users": IDS}),
    "multi_conversations_select": Shape(must=TYPE, may={**MULTI, **CONVERSATIONS, "initial_conversations": IDS}),
    "multi_channels_select": Shape(must=TYPE, may={**MULTI, "initial_channels": IDS}),
    "datepicker": Shape(must=TYPE, may={**PICKED, "initial_date": string(10)}),
    "timepicker": Shape(must=TYPE, may={**PICKED, "initial_time": string(5), "timezone": string(255)}),
    "datetimepicker": Shape(must=TYPE, may={**FOCUS, "confirm": CONFIRM, "initial_date_time": whole}),
    "checkboxes": Shape(
        must={**TYPE, "options": items(10, RICH_OPTION)},
        may={**FOCUS, "confirm": CONFIRM, "initial_options": items(10, RICH_OPTION)},
    ),
    "radio_buttons": Shape(
        must={**TYPE, "options": items(10, RICH_OPTION)},
        may={**FOCUS, "confirm": CONFIRM, "initial_option": RICH_OPTION},
    ),
    "plain_text_input": Shape(
        must=TYPE,
        may={
            **TYPED,
            "initial_value": string(3000),
            "multiline": boolean,
            "min_length": between(0, 3000),
            "max_length": between(1, 3000),
        },
    ),
    "number_input": Shape(
        must={**TYPE, "is_decimal_allowed": boolean},
        may={**TYPED, "initial_value": string(255), "min_value": string(255), "max_value": string(255)},
    ),
    "email_text_input": Shape(must=TYPE, may={**TYPED, "initial_value": string(255)}),
    "url_text_input": Shape(must=TYPE, may={**TYPED, "initial_value": string(3000)}),
    "file_input": Shape(must=TYPE, may={**ACTION, "filetypes": items(100, string(255)), "max_files": whole}),
    "rich_text_input": Shape(must=TYPE, may={**TYPED, "initial_value": anything}),
    "image": Shape(must={**TYPE, "alt_text": string(2000)}, may=IMAGE, either=("image_url", "slack_file")),
}

PRESSED = ("button", "overflow")
SELECTS = tuple(name for name in ELEMENTS if name.endswith("_select"))
TEXTS = ("plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input")
PICKERS = ("datepicker", "timepicker", "datetimepicker", "checkboxes", "radio_buttons")
ACTION_ELEMENTS = (*PRESSED, *(name for name in SELECTS), *PICKERS, "rich_text_input")
INPUT_ELEMENTS = (*SELECTS, *PICKERS, *TEXTS, "file_input")
ACCESSORIES = (*PRESSED, *SELECTS, *PICKERS, "image")


def context_element(value: Any, pointer: str, found: Complaints) -> None:
    if isinstance(value, dict) and value.get("type") == "image":
        ELEMENTS["image"].check(value, pointer, found)
    else:
        rich(3000)(value, pointer, found)


# -- blocks

RICH_PARTS = one_of("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted")


def rich_part(value: Any, pointer: str, found: Complaints) -> None:
    RICH_PARTS(value.get("type") if isinstance(value, dict) else None, f"{pointer}/type", found)


def positive(value: Any, pointer: str, found: Complaints) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value <= 0:
        complain(found, "must be a number greater than 0", pointer)


def chart(value: Any, pointer: str, found: Complaints) -> None:
    """A pie of segments, or lines, bars or areas of series over shared categories: at most six of either."""
    kind(CHARTS)(value, pointer, found)
    if isinstance(value, dict) and isinstance(value.get("series"), list):
        _series(value, pointer, found)


def _series(value: Json, pointer: str, found: Complaints) -> None:
    """Series have names of their own, and a point for each category."""
    rows = [one for one in value["series"] if isinstance(one, dict)]
    if len({str(one.get("name")) for one in rows}) < len(rows):
        complain(found, "series names must be unique", f"{pointer}/series")
    axis = value.get("axis_config")
    categories = axis.get("categories") if isinstance(axis, dict) else None
    for index, one in enumerate(rows):
        points = one.get("data")
        labels = [point.get("label") for point in points if isinstance(point, dict)] if isinstance(points, list) else []
        if isinstance(categories, list) and sorted(map(str, labels)) != sorted(map(str, categories)):
            complain(found, "labels must match the categories", f"{pointer}/series/{index}/data")


NUMBER = typed((int, float), "number")
LABEL = string(20, 1)
POINT = Shape(must={"label": LABEL, "value": NUMBER}).check
SEGMENT = Shape(must={"label": LABEL, "value": positive}).check
AXES = Shape(must={"categories": items(20, LABEL)}, may={"x_label": string(50), "y_label": string(50)}).check
SERIES = items(6, Shape(must={"name": LABEL, "data": items(20, POINT)}).check)
PLOT = Shape(must={**TYPE, "series": SERIES, "axis_config": AXES})
CHARTS: Mapping[str, Shape] = {
    "pie": Shape(must={**TYPE, "segments": items(6, SEGMENT)}),
    **dict.fromkeys(("line", "bar", "area"), PLOT),
}


def data_rows(value: Any, pointer: str, found: Complaints) -> None:
    """A header and up to 200 rows as long as it; the header is plain text or numbers."""
    items(201, items(20, CELL), least=2)(value, pointer, found)
    rows = [one for one in value if isinstance(one, list)] if isinstance(value, list) else []
    for index, row in enumerate(rows):
        if len(row) != len(rows[0]):
            complain(found, "all rows must have the same number of cells", f"{pointer}/{index}")
    for index, cell in enumerate(rows[0] if rows else []):
        if isinstance(cell, dict) and cell.get("type") == "rich_text":
            complain(found, "unsupported type: rich_text", f"{pointer}/0/{index}/type")


CELL = kind(
    {
        "raw_text": Shape(must={**TYPE, "text": string(3000)}),
        "raw_number": Shape(must={**TYPE, "value": NUMBER}, may={"text": string(3000)}),
        "rich_text": Shape(must={**TYPE, "elements": items(100, rich_part)}),
    }
)
BLOCK: Mapping[str, Check] = {**TYPE}
IDENT: Mapping[str, Check] = {"block_id": string(255)}
MESSAGE_ONLY = frozenset({MESSAGE})

BLOCKS: Mapping[str, Shape] = {
    "section": Shape(
        must=BLOCK,
        may={
            **IDENT,
            "text": rich(3000),
            "fields": items(10, rich(2000)),
            "accessory": kind(ELEMENTS, *ACCESSORIES),
            "expand": boolean,
        },
        either=("text", "fields"),
    ),
    "divider": Shape(must=BLOCK, may=IDENT),
    "header": Shape(must={**BLOCK, "text": text(150)}, may=IDENT),
    "context": Shape(must={**BLOCK, "elements": items(10, context_element)}, may=IDENT),
    "actions": Shape(must={**BLOCK, "elements": items(25, kind(ELEMENTS, *ACTION_ELEMENTS))}, may=IDENT),
    "input": Shape(
        must={**BLOCK, "label": text(2000), "element": kind(ELEMENTS, *INPUT_ELEMENTS)},
        may={**IDENT, "hint": text(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "image": Shape(
        must={**BLOCK, "alt_text": string(2000)},
        may={**IDENT, **IMAGE, "title": text(2000)},
        either=("image_url", "slack_file"),
    ),
    "rich_text": Shape(must={**BLOCK, "elements": items(1000, rich_part)}, may=IDENT),
    "markdown": Shape(must={**BLOCK, "text": string(MARKDOWN_CHARACTERS, 1)}, may=IDENT, where=MESSAGE_ONLY),
    "table": Shape(
        must={**BLOCK, "rows": items(100, items(20, CELL))},
        may={**IDENT, "column_settings": items(20, anything, least=0)},
        where=MESSAGE_ONLY,
    ),
    "data_table": Shape(
        must={**BLOCK, "caption": string(255, 1), "rows": data_rows},
        may={**IDENT, "page_size": between(1, 100), "row_header_column_index": between(0, 19)},
        where=MESSAGE_ONLY,
    ),
    "data_visualization": Shape(must={**BLOCK, "title": string(50, 1), "chart": chart}, may=IDENT, where=MESSAGE_ONLY),
}
MOST_OF = {"table": 1, "data_visualization": 2}


# -- going through blocks


def elements(block: Json) -> Iterator[tuple[str, Json]]:
    """The interactive elements of a block, each with the pointer to it within the block."""
    if isinstance(block.get("accessory"), dict):
        yield "/accessory", block["accessory"]
    if isinstance(block.get("element"), dict):
        yield "/element", block["element"]
    inner = block.get("elements") if block.get("type") == "actions" else None
    for index, element in enumerate(inner if isinstance(inner, list) else []):
        if isinstance(element, dict):
            yield f"/elements/{index}", element


def identified(blocks: list[Json]) -> list[Json]:
    """A copy in which every block and every interactive element has an id, as Slack gives them."""
    copy: list[Json] = json.loads(json.dumps(blocks))
    for number, block in enumerate(copy):
        block.setdefault("block_id", f"auto-{number}")
        for pointer, element in elements(block):
            if element.get("type") != "image":
                element.setdefault("action_id", f"auto-{number}{pointer.replace('/', '-')}")
    return copy


def _unique(blocks: list[Any], pointer: str, found: Complaints) -> None:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        if not isinstance(block, dict):
            continue
        ident = block.get("block_id")
        if isinstance(ident, str) and ident in seen:
            complain(found, f'"block_id" {json.dumps(ident)} already exists', f"{pointer}/{index}/block_id")
        seen.add(str(ident))
        _unique_actions(block, f"{pointer}/{index}", found)


def _unique_actions(block: Json, pointer: str, found: Complaints) -> None:
    seen: set[str] = set()
    for inner, element in elements(block):
        ident = element.get("action_id")
        if isinstance(ident, str) and ident in seen:
            complain(found, f'"action_id" {json.dumps(ident)} already exists', f"{pointer}{inner}/action_id")
        seen.add(str(ident))


def offered(element: Json) -> list[Json]:
    """All options of an element, in groups or not."""
    groups = element.get("option_groups")
    grouped = [group.get("options") for group in groups if isinstance(group, dict)] if isinstance(groups, list) else []
    return [one for some in (element.get("options"), *grouped) if isinstance(some, list) for one in some]


def _begun(blocks: list[Any], pointer: str, found: Complaints) -> None:
    """What is chosen at first is one of the options."""
    for index, block in enumerate(blocks):
        for inner, element in elements(block) if isinstance(block, dict) else ():
            if not _among_options(element):
                complain(found, "what is chosen at first must match one of the options", f"{pointer}/{index}{inner}")


def _among_options(element: Json) -> bool:
    first, several = element.get("initial_option"), element.get("initial_options")
    begun = [*([first] if first else []), *(several if isinstance(several, list) else [])]
    options = offered(element)
    return not options or all(one in options for one in begun)


def _counted(blocks: list[Any], pointer: str, found: Complaints) -> None:
    """Limits over the whole payload: tables, charts, and the characters of all markdown together."""
    rows = [block for block in blocks if isinstance(block, dict)]
    for name, most in MOST_OF.items():
        if sum(block.get("type") == name for block in rows) > most:
            complain(found, f"no more than {most} {name} blocks allowed", pointer)
    written = sum(len(str(block.get("text", ""))) for block in rows if block.get("type") == "markdown")
    if written > MARKDOWN_CHARACTERS:
        complain(found, f"markdown must be less than {MARKDOWN_CHARACTERS + 1} characters in all", pointer)


def _placed(blocks: list[Any], where: str, pointer: str, found: Complaints) -> None:
    for index, block in enumerate(blocks):
        shape = BLOCKS.get(str(block.get("type"))) if isinstance(block, dict) else None
        if shape and where not in shape.where:
            complain(found, f"unsupported type: {block['type']}", f"{pointer}/{index}/type")


def check(blocks: Any, where: str, pointer: str = "/blocks") -> Complaints:
    """All that Slack would refuse in a list of blocks; empty if it is right."""
    found: Complaints = []
    items(MOST_BLOCKS[where], kind(BLOCKS), least=0)(blocks, pointer, found)
    if isinstance(blocks, list):
        _placed(blocks, where, pointer, found)
        _unique(blocks, pointer, found)
        _begun(blocks, pointer, found)
        _counted(blocks, pointer, found)
    return found


# -- views

VIEW: Mapping[str, Check] = {
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
VIEWS: Mapping[str, Shape] = {
    MODAL: Shape(
        must={**TYPE, "title": text(24), "blocks": anything},
        may={
            **VIEW,
            "submit": text(24),
            "close": text(24),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
    ),
    HOME: Shape(must={**TYPE, "blocks": anything}, may=VIEW),
}


def check_view(view: Any, where: str) -> Complaints:
    """All that Slack would refuse in a modal or a home."""
    found: Complaints = []
    kind(VIEWS, where)(view, "/view", found)
    if found and not isinstance(view, dict):
        return found
    blocks = view.get("blocks")
    found += check(blocks, where, "/view/blocks") if blocks is not None else []
    inputs = isinstance(blocks, list) and any(isinstance(one, dict) and one.get("type") == "input" for one in blocks)
    if where == MODAL and inputs and not view.get("submit"):
        complain(found, "missing required field: submit", "/view")
    return found


def too_large(view: Json) -> bool:
    return len(json.dumps(view).encode()) > VIEW_BYTES
