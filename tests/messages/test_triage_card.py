"""The triage card and its forms in every state: what is offered, that nothing pings, and Slack's limits."""

import datetime
import re
import typing
import zoneinfo

import hypothesis
import hypothesis.strategies
import pytest

import commands
import data.models
import messages.reports
import messages.text
import messages.triage_card
import messages.triage_forms
import sandbox.blocks
import tests.messages.test_names

Block = dict[str, typing.Any]
State = data.models.ReportState
Shown = messages.reports.Shown

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
READER = messages.text.Reader(zoneinfo.ZoneInfo("Europe/Berlin"))
ADA = data.models.Person(id=1, slack_id="U0ADA", name="Ada Harbour", joined_at=NOW)
KENJI = data.models.Person(id=2, slack_id="U0KENJI", name="Kenji Paperfold", joined_at=NOW)


def report(**columns: object) -> data.models.Report:
    known = {"id": 142, "kind": "broken", "title": "Checkout fails", "happened": "Nothing happens.", "state": State.NEW}
    times = {"filed_at": NOW, "changed_at": NOW, "expected_by": NOW}
    return data.models.Report(**known | times | columns)  # type: ignore[arg-type]  # columns


def shown(**columns: object) -> Shown:
    """A report of Kenji's, held by Ada unless it is new."""
    one = report(**columns)
    holder = None if one.state in (State.NEW, State.WITHDRAWN) else ADA
    one.holder_id = holder.id if holder else None
    return Shown(one, [KENJI], holder, report(id=7, title="Paying") if one.state == State.DUPLICATE else None)


def card(**columns: object) -> messages.text.Payload:
    return messages.triage_card.card(shown(**columns), READER)


def test_a_language_is_called_by_its_name() -> None:
    assert "· Shop · German · Kenji Paperfold" in card(product="Shop", language="de")["text"]


def labels(element: Block) -> list[str]:
    """What can be chosen from an element: a button's words, or a menu's."""
    return [one["text"]["text"] for one in element.get("options", [element])]


def offered(**columns: object) -> tuple[list[str], list[str], list[str]]:
    """The buttons in sight, what is behind the three dots at their end, and what behind those on top."""
    head, *_, row = card(**columns)["blocks"]
    menus = [labels(one) for one in row["elements"] if one["type"] == "overflow"]
    buttons = [label for one in row["elements"] if one["type"] == "button" for label in labels(one)]
    return buttons, menus[0] if menus else [], labels(head["accessory"])


REST = ["Answer reporters", "Edit", "Known issue", "Redact"]


@pytest.mark.parametrize(
    ("state", "buttons", "menu"),
    [
        (State.NEW, ["Claim", "Ask", "Resolve"], ["Escalate", "Duplicate", "Not a bug", "Pass to"]),
        (State.CLAIMED, ["Ask", "Resolve", "Escalate"], ["Duplicate", "Not a bug", "Pass to", "Hand back"]),
        (
            State.NEEDS_INFO,
            ["Claim", "Ask", "Resolve"],
            ["Escalate", "Duplicate", "Not a bug", "Pass to", "Hand back"],
        ),
        (
            State.ESCALATED,
            ["Claim", "Ask", "Resolve"],
            ["Escalate", "Duplicate", "Not a bug", "Pass to", "Hand back"],
        ),
    ],
)
def test_what_is_open_offers_every_act_and_at_most_five_things_in_sight(
    state: State, buttons: list[str], menu: list[str]
) -> None:
    assert offered(state=state) == (buttons, menu, REST)


@pytest.mark.parametrize("state", [State.DUPLICATE, State.NOT_A_BUG])
def test_what_is_over_can_be_reopened(state: State) -> None:
    assert offered(state=state) == (["Reopen"], [], ["Answer reporters", "Edit", "Redact"])


def test_what_is_resolved_can_be_told_to_its_reporters_in_an_update() -> None:
    assert offered(state=State.RESOLVED) == (["Reopen", "Draft an update"], [], ["Answer reporters", "Edit", "Redact"])


def test_a_known_issue_offers_to_be_none() -> None:
    assert offered(known_issue="We are on it")[2] == ["Answer reporters", "Edit", "No known issue", "Redact"]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({}, "*New:* nobody has claimed it."),
        ({"state": State.CLAIMED}, "*Claimed* · Ada Harbour"),
        ({"state": State.NEEDS_INFO, "question": "Which\nbrowser?"}, "*Needs info* · Ada Harbour\n>Which\n>browser?"),
        (
            {"state": State.ESCALATED, "escalation": "The bank has to look", "escalation_link": "ask Jo at the bank"},
            "*Escalated* · Ada Harbour\n>The bank has to look\nask Jo at the bank",
        ),
        ({"state": State.RESOLVED, "closing": "Reload."}, "*Resolved* · Ada Harbour\n>Reload."),
        ({"state": State.NOT_A_BUG, "closing": "It is so."}, "*Not a bug* · Ada Harbour\n>It is so."),
        ({"state": State.DUPLICATE}, "*Duplicate* of BUG-7 · Paying"),
    ],
)
def test_the_card_says_where_a_report_stands(columns: dict[str, object], words: str) -> None:
    lines = str(card(**columns)["text"])
    assert lines.startswith(f"*BUG-142 · Checkout fails*\n{words}\nSomething is broken · Kenji Paperfold · ")


def test_the_channel_reads_when_it_was_filed_each_in_their_zone_and_elsewhere_its_one_reader_does() -> None:
    filed = "Mon 2 March 2026, 10:00 (Europe/Berlin)"
    assert str(card()["text"]).splitlines()[2].endswith(f"<!date^1772442000^{{date_short_pretty}} {{time}}|{filed}>")
    alone = messages.triage_card.card(shown(), READER, in_channel=False)
    assert str(alone["text"]).splitlines()[2].endswith(f" · {filed}")


def test_everything_behind_the_three_dots_has_a_button_that_does_it() -> None:
    known = {button.action for button in commands.BUTTONS}
    cards = [card(state=state, known_issue=title) for state in State for title in (None, "We are on it")]
    elements = [each for one in cards for block in one["blocks"] for each in sandbox.blocks.elements(block)]
    chosen = [option["value"] for _, one in elements for option in one.get("options", ())]
    assert {f"{value.partition(':')[2]}:bug" for value in chosen} - known == set()
    assert {value.partition(":")[0] for value in chosen} == {"142"}


LONG = "".join(("<!channel> <@U0EVIL> & ", "*x* `y` ~z~ " * 450))[:5000]
NASTY = {
    "long": LONG,
    "ampersands": "&" * 5000,
    "lines": "<!here>\n" * 600,
    "link": "<https://a.test|b>",
    "web": "https://a.test/?a&b|c",
    "blank": "\u2028\n ",
}
words = hypothesis.strategies.sampled_from(sorted(NASTY))
TEXTS = ("title", "happened", "expected", "steps", "area", "link", "product", "language")
SAID = ("closing", "question", "escalation", "escalation_link", "known_issue")
OURS = re.compile(r"<https://[^<>|]*\|[^<>]*>|<!date\^\d+\^\{date_short_pretty\} \{time\}\|[^<>]*>")


@hypothesis.given(
    hypothesis.strategies.fixed_dictionaries(dict.fromkeys((*TEXTS, *SAID), words)),
    hypothesis.strategies.sampled_from(State),
)
@hypothesis.settings(max_examples=60)
def test_whatever_people_typed_pings_nobody_and_keeps_slacks_limits(texts: dict[str, str], state: State) -> None:
    typed = {name: NASTY[word] for name, word in texts.items()}
    typed["escalation_link"] = typed["escalation_link"][: messages.triage_forms.LINE_LIMIT]
    payload = card(state=state, **typed)
    assert sandbox.blocks.check(payload["blocks"], sandbox.blocks.MESSAGE) == []
    assert len(payload["text"]) < 40_000
    marked_up = list(tests.messages.test_names.marked_up(payload))
    assert len(marked_up) > 1
    assert [one for one in marked_up if re.search("<[^>]*>", OURS.sub("", one))] == []


# -- the forms


def forms(**columns: object) -> list[messages.text.Payload]:
    made, one = messages.triage_forms, shown(**columns)
    several = Shown(one.report, [KENJI, ADA], one.holder)
    alike = [report(id=number, title=str(columns.get("title", "Paying"))) for number in range(1, 15)]
    simple = (made.asking, made.escalating, made.resolving, made.closing, made.dismissing, made.passing)
    return [
        *(form(each, "142:1") for form in (*simple, made.known) for each in (one, several)),
        made.duplicating(one, "142:1", alike),
        made.duplicating(one, "142:1", []),
        made.editing(one, "142:1", ["Shop"] * 3, []),
    ]


@pytest.mark.parametrize("title", ["Checkout fails", LONG, "&" * 5000, " "])
def test_the_forms_keep_slacks_limits_and_ask_for_what_their_rows_read(title: str) -> None:
    rows = {row.callback: {argument.name for argument in row.arguments} for row in commands.FORMS}
    for form in forms(title=title, product="Shop", area="x" * 75, escalation_link="x" * 500):
        assert sandbox.blocks.check_view(form, sandbox.blocks.MODAL) == []
        inputs = {block["block_id"] for block in form["blocks"] if block["type"] == "input"}
        assert inputs <= rows[form["callback_id"]]
        assert form["private_metadata"] == "142:1"


def test_a_form_names_its_report_and_who_reads_it() -> None:
    form = messages.triage_forms.resolving(shown(title="<!channel> fails"), "142:1")
    assert form["title"]["text"] == "Resolve BUG-142"
    head, line = form["blocks"]
    assert head["text"]["text"] == "*BUG-142 · &lt;!channel&gt; fails*"
    assert line["hint"]["text"] == "Its reporter reads it."
