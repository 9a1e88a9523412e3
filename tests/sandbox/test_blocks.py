"""Block Kit's limits, each refused at its edge with the pointer to it."""

from __future__ import annotations

from typing import Any

import pytest

import sandbox.blocks

Json = dict[str, Any]

MESSAGE, MODAL, HOME = sandbox.blocks.MESSAGE, sandbox.blocks.MODAL, sandbox.blocks.HOME


def words(length: int = 2, kind: str = "plain_text") -> Json:
    return {"type": kind, "text": "x" * length}


def section(**more: Any) -> Json:
    return {"type": "section", "text": words(kind="mrkdwn"), **more}


def button(number: int = 0, **more: Any) -> Json:
    return {"type": "button", "text": words(), "action_id": f"a{number}", **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def option(number: int = 0, text: int = 2, value: int = 0) -> Json:
    return {"text": words(text), "value": "v" * value or str(number)}


def select(count: int = 1, **more: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": [option(n) for n in range(count)], **more}


def field(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": words(), "element": element, **more}


def text_input(**more: Any) -> Json:
    return {"type": "plain_text_input", "action_id": "t", **more}


def table(rows: int, columns: int = 2) -> Json:
    cell = {"type": "raw_text", "text": "x"}
    return {"type": "table", "rows": [[cell] * columns for _ in range(rows)]}


def chart(title: int = 5, pieces: int = 2) -> Json:
    segments = [{"label": "a", "value": n + 1} for n in range(pieces)]
    return {"type": "data_visualization", "title": "t" * title, "chart": {"type": "pie", "segments": segments}}


def plot(kind: str = "bar", series: int = 1, categories: int = 2, label: int = 2, **axes: Any) -> Json:
    """A chart over categories, each series with a point for each."""
    labels = [f"{n:0{label}}" for n in range(categories)]
    data = [{"label": one, "value": -1.5} for one in labels]
    drawn: Json = {"type": kind, "series": [{"name": f"s{n}", "data": data} for n in range(series)]}
    shown = {**drawn, "axis_config": {"categories": labels, **axes}}
    return {"type": "data_visualization", "title": "t", "chart": shown}


def without(block: Json, name: str) -> Json:
    return {**block, "chart": {key: value for key, value in block["chart"].items() if key != name}}


def data_table(count: int, **more: Any) -> Json:
    return {"type": "data_table", "caption": "c", "rows": [[{"type": "raw_number", "value": 1}]] * count, **more}


RICH: Json = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}
RAW: Json = {"type": "raw_text", "text": "x"}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": words(), "blocks": list(blocks), **more}


RIGHT: list[list[Json]] = [
    [],
    [section() for _ in range(50)],
    [{"type": "section", "text": words(3000)}],
    [{"type": "section", "fields": [words(2000) for _ in range(10)]}],
    [{"type": "header", "text": words(150)}, {"type": "divider"}],
    [{"type": "context", "elements": [words() for _ in range(10)]}],
    [actions(*(button(n) for n in range(25)))],
    [section(accessory=button(text=words(75), value="v" * 2000, url="u" * 3000, style="danger"))],
    [actions(select(100)), actions({"type": "overflow", "action_id": "o", "options": [option(n) for n in range(5)]})],
    [field({"type": "checkboxes", "action_id": "c", "options": [option(n) for n in range(10)]})],
    [{"type": "markdown", "text": "x" * 12_000}],
    [table(100, 20)],
    [chart(50, 6), chart(), data_table(201)],
    [plot("line", 6, 20, 20, x_label="x" * 50, y_label="y" * 50), plot("area")],
    [data_table(2, page_size=100, row_header_column_index=0), data_table(2, rows=[[RAW, RAW], [RAW, RICH]])],
    [actions(select(3, initial_option=option(2)))],
    [actions({"type": "static_select", "option_groups": [{"label": words(), "options": [option()]}] * 100})],
    [field({"type": "radio_buttons", "options": [option(n) for n in range(10)], "initial_option": option(9)})],
    [field({"type": "url_text_input"}, dispatch_action=True), field({"type": "multi_users_select"})],
    [field(text_input(multiline=True, max_length=3000, min_length=0))],
    [section(accessory=button()), section(accessory=button())],  # one action id in two blocks is Slack's to allow
    [{"type": "image", "image_url": "https://small.test/a.png", "alt_text": "a"}],
    [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}],
    [field({"type": "number_input", "action_id": "n", "is_decimal_allowed": False}), field({"type": "datepicker"})],
]

WRONG: list[tuple[list[Any], str, str]] = [
    ([section() for _ in range(51)], "no more than 50 items", "/blocks"),
    ([{"type": "section", "text": words(3001)}], "less than 3001 characters", "/blocks/0/text/text"),
    ([{"type": "section", "text": words(0)}], "more than 0 characters", "/blocks/0/text/text"),
    ([{"type": "section"}], "missing required field: text or fields", "/blocks/0"),
    ([{"type": "section", "fields": [words() for _ in range(11)]}], "no more than 10 items", "/blocks/0/fields"),
    ([{"type": "section", "fields": [words(2001)]}], "less than 2001", "/blocks/0/fields/0/text"),
    ([{"type": "header", "text": words(151)}], "less than 151", "/blocks/0/text/text"),
    ([{"type": "header", "text": words(kind="mrkdwn")}], "must be one of: plain_text", "/blocks/0/text/type"),
    ([{"type": "context", "elements": [words() for _ in range(11)]}], "no more than 10", "/blocks/0/elements"),
    ([actions(*(button(n) for n in range(26)))], "no more than 25", "/blocks/0/elements"),
    ([actions()], "no fewer than 1", "/blocks/0/elements"),
    ([actions(button(text=words(76)))], "less than 76", "/blocks/0/elements/0/text/text"),
    ([actions(button(value="v" * 2001))], "less than 2001", "/blocks/0/elements/0/value"),
    ([actions(button(url="u" * 3001))], "less than 3001", "/blocks/0/elements/0/url"),
    ([actions(button(style="loud"))], "must be one of: primary, danger", "/blocks/0/elements/0/style"),
    ([actions(button(action_id="a" * 256))], "less than 256", "/blocks/0/elements/0/action_id"),
    ([actions(button(), button())], '"action_id" "a0" already exists', "/blocks/0/elements/1/action_id"),
    ([section(block_id="b"), section(block_id="b")], '"block_id" "b" already exists', "/blocks/1/block_id"),
    ([section(block_id="b" * 256)], "less than 256", "/blocks/0/block_id"),
    ([actions(select(101))], "no more than 100", "/blocks/0/elements/0/options"),
    ([actions(select(0))], "missing required field: options or option_groups", "/blocks/0/elements/0"),
    ([actions(select(options=[option(text=76)]))], "less than 76", "/blocks/0/elements/0/options/0/text/text"),
    ([actions(select(options=[option(value=151)]))], "less than 151", "/blocks/0/elements/0/options/0/value"),
    (
        [actions({"type": "overflow", "options": [option(n) for n in range(6)]})],
        "no more than 5",
        "/blocks/0/elements/0/options",
    ),
    (
        [field({"type": "radio_buttons", "options": [option(n) for n in range(11)]})],
        "no more than 10",
        "/blocks/0/element/options",
    ),
    ([actions(text_input())], "unsupported type: plain_text_input", "/blocks/0/elements/0/type"),
    ([section(colour="red")], "invalid additional property: colour", "/blocks/0"),
    ([{"type": "paragraph"}], "unsupported type: paragraph", "/blocks/0/type"),
    (["text"], "unsupported type: None", "/blocks/0/type"),
    ([{"type": "markdown", "text": "x" * 6001}] * 2, "less than 12001 characters in all", "/blocks"),
    ([table(101)], "no more than 100", "/blocks/0/rows"),
    ([table(1, 21)], "no more than 20", "/blocks/0/rows/0"),
    ([table(1), table(1)], "no more than 1 table", "/blocks"),
    ([chart(51)], "less than 51", "/blocks/0/title"),
    ([chart(pieces=7)], "no more than 6", "/blocks/0/chart/segments"),
    ([chart(), chart(), chart()], "no more than 2 data_visualization", "/blocks"),
    ([data_table(1)], "no fewer than 2", "/blocks/0/rows"),
    ([data_table(202)], "no more than 201", "/blocks/0/rows"),
    ([data_table(2, rows=[[RAW, RAW], [RAW]])], "same number of cells", "/blocks/0/rows/1"),
    ([data_table(2, rows=[[RICH], [RAW]])], "unsupported type: rich_text", "/blocks/0/rows/0/0/type"),
    ([data_table(2, page_size=101)], "from 1 to 100", "/blocks/0/page_size"),
    ([data_table(2, page_size=True)], "from 1 to 100", "/blocks/0/page_size"),
    ([chart(0)], "more than 0 characters", "/blocks/0/title"),
    (
        [{**chart(), "chart": {"type": "pie", "segments": [{"label": "a", "value": 0}]}}],
        "greater than 0",
        "/blocks/0/chart/segments/0/value",
    ),
    ([{**chart(), "chart": {"type": "radar"}}], "unsupported type: radar", "/blocks/0/chart/type"),
    ([{**chart(), "chart": None}], "missing required field: chart", "/blocks/0"),
    ([plot(series=7)], "no more than 6", "/blocks/0/chart/series"),
    ([plot(categories=21)], "no more than 20", "/blocks/0/chart/axis_config/categories"),
    ([plot(label=21)], "less than 21 characters", "/blocks/0/chart/series/0/data/0/label"),
    ([plot(x_label="x" * 51)], "less than 51 characters", "/blocks/0/chart/axis_config/x_label"),
    (
        [{**plot(), "chart": {**plot()["chart"], "axis_config": {"categories": ["00", "02"]}}}],
        "match the categories",
        "/blocks/0/chart/series/0/data",
    ),
    (
        [{**plot(), "chart": {**plot()["chart"], "series": [{"name": {}, "data": []}]}}],
        "must be a string",
        "/blocks/0/chart/series/0/name",
    ),
    ([without(plot(), "axis_config")], "missing required field: axis_config", "/blocks/0/chart"),
    (
        [{**plot(), "chart": {**plot()["chart"], "series": plot()["chart"]["series"] * 2}}],
        "names must be unique",
        "/blocks/0/chart/series",
    ),
    ([actions(select(2, initial_option=option(2)))], "one of the options", "/blocks/0/elements/0"),
    (
        [field({"type": "checkboxes", "options": [option()], "initial_options": [option(1)]})],
        "one of the options",
        "/blocks/0/element",
    ),
    ([field(text_input(max_length=3001))], "from 1 to 3000", "/blocks/0/element/max_length"),
]

WRONG_MODALS: list[tuple[Json, str, str]] = [
    ({"type": "modal", "blocks": []}, "missing required field: title", "/view"),
    (modal(title=words(25)), "less than 25", "/view/title/text"),
    (modal(submit=words(25)), "less than 25", "/view/submit/text"),
    (modal(close=words(25)), "less than 25", "/view/close/text"),
    (modal(field(text_input())), "missing required field: submit", "/view"),
    (modal(private_metadata="m" * 3001), "less than 3001", "/view/private_metadata"),
    (modal(callback_id="c" * 256), "less than 256", "/view/callback_id"),
    (modal(*(section() for _ in range(101))), "no more than 100", "/view/blocks"),
    (modal(table(1)), "unsupported type: table", "/view/blocks/0/type"),
    (modal(colour="red"), "invalid additional property: colour", "/view"),
    ({"type": "home", "blocks": []}, "unsupported type: home", "/view/type"),
]


@pytest.mark.parametrize("blocks", RIGHT)
def test_takes_a_message_at_the_limit(blocks: list[Json]) -> None:
    assert sandbox.blocks.check(blocks, MESSAGE) == []


@pytest.mark.parametrize(("blocks", "told", "pointer"), WRONG)
def test_refuses_a_message_beyond_the_limit(blocks: list[Any], told: str, pointer: str) -> None:
    found = sandbox.blocks.check(blocks, MESSAGE)
    assert [one for one in found if told in one and one.endswith(f"[json-pointer:{pointer}]")], found


@pytest.mark.parametrize(("view", "told", "pointer"), WRONG_MODALS)
def test_refuses_a_wrong_modal(view: Json, told: str, pointer: str) -> None:
    found = sandbox.blocks.check_view(view, MODAL)
    assert [one for one in found if told in one and one.endswith(f"[json-pointer:{pointer}]")], found


def test_takes_a_modal_and_a_home_of_a_hundred_blocks() -> None:
    blocks = [section() for _ in range(100)]
    assert sandbox.blocks.check_view(modal(*blocks, submit=words(24), close=words(24)), MODAL) == []
    assert sandbox.blocks.check_view({"type": "home", "blocks": blocks}, HOME) == []


def test_a_view_may_hold_250_kilobytes() -> None:
    assert not sandbox.blocks.too_large({"blocks": "x" * 249_000})
    assert sandbox.blocks.too_large({"blocks": "x" * 250_001})


@pytest.mark.parametrize("blocks", [None, "text", 7, {"type": "section"}])
def test_what_is_no_list_is_refused_too(blocks: Any) -> None:
    assert sandbox.blocks.check(blocks, MESSAGE)


def test_every_block_and_element_gets_an_id_and_keeps_its_own() -> None:
    given = [section(accessory={"type": "button", "text": words()}), section(block_id="mine", accessory=button(7))]
    found = sandbox.blocks.identified(given)
    assert found[0]["block_id"]
    assert found[0]["accessory"]["action_id"]
    assert (found[1]["block_id"], found[1]["accessory"]["action_id"]) == ("mine", "a7")
    assert "block_id" not in given[0]
