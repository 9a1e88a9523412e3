"""The sentences that people read when something is refused, not ready, failed or done, as literals."""

import typing

import pytest

import data.models
import messages.access
import messages.faults
import messages.morning
import messages.program
import messages.readiness
import sandbox.blocks

MANAGER, ADVISER = data.models.Role.MANAGER, data.models.Role.ADVISER


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            messages.access.no_role(["U1"]),
            "You are not on this programme's roster, so I can't help you yet. Please ask <@U1>.",
        ),
        (
            messages.access.not_your_role({MANAGER, ADVISER}, ["U1", "U2", "U3"]),
            "This is for programme managers and advisers. Please ask <@U1>, <@U2> and <@U3>. "
            "`/program` shows what you can do.",
        ),
        (
            messages.access.words_missing("@person", "/duty away from [to] @person", "/duty away mon @ada"),
            "Something is missing: @person. The form is `/duty away from [to] @person`, "
            "for example `/duty away mon @ada`.",
        ),
        (
            messages.access.words_too_many("<&>", "/duty next [n]", "/duty next 6"),
            "I don't know what to do with “&lt;&amp;&gt;”. The form is `/duty next [n]`, for example `/duty next 6`.",
        ),
        (
            messages.access.unknown_verb("duty", "<!here>", "next"),
            "I don't know `/duty` “&lt;!here&gt;”. Did you mean `/duty next`? `/duty help` shows what you can do.",
        ),
        (messages.access.input_missing(), "Please fill this in."),
        (
            messages.faults.our_side("7f3a"),
            "Something went wrong on our side, and nothing was saved. ref 7f3a",
        ),
        (
            messages.faults.not_saved(busy=True),
            "Muster is busy right now, and nothing was saved. Please try again in a moment.",
        ),
        (
            messages.faults.not_saved(busy=False),
            "Muster can't save anything right now, and nothing was saved. Please tell whoever runs it.",
        ),
        (
            messages.readiness.not_in_channel("C0TRIAGE"),
            "Muster is not in the triage channel. Type `/invite @Muster` in <#C0TRIAGE>.",
        ),
        (
            messages.readiness.channel_not_seen("C0TRIAGE", "channel_not_found"),
            "The triage channel C0TRIAGE can't be seen (channel_not_found). If it is private, type `/invite @Muster` "
            "there; if the id is wrong, set it: `muster settings triage_channel C0123ABCD`.",
        ),
        (
            str(messages.program.live_already()["text"]),
            "Muster is live already; nothing was changed.",
        ),
        (
            str(messages.program.live_now([])["text"]),
            "*Muster is live.* From now on it announces handovers in the triage channel. "
            "What fell due before is not sent.",
        ),
        (
            str(messages.program.live_now(["No channel."])["text"]),
            "*Muster is live.* From now on it announces handovers in the triage channel. "
            "What fell due before is not sent.\n• Not ready: No channel.",
        ),
    ],
)
def test_what_is_said(said: str, sentence: str) -> None:
    assert said == sentence


@pytest.mark.parametrize(
    ("lane", "place"),
    [
        ("C0TRIAGE", "<#C0TRIAGE>"),
        ("G0TRIAGE", "<#G0TRIAGE>"),
        ("@U0ADA", "<@U0ADA>"),
        ("topic:C0TRIAGE", "<#C0TRIAGE>"),
        ("home:U0ADA", "<@U0ADA>"),
    ],
)
def test_what_was_not_delivered_is_said_with_its_place(lane: str, place: str) -> None:
    dead = messages.program.undeliverable("duty was handed over", lane, "is_archived", uncertain=False)
    assert dead["text"] == (
        f"*A message to {place} needs a look.* It was not delivered, and Muster has stopped trying.\n"
        "Slack said: `is_archived`. It was sent because duty was handed over."
    )
    unknown = messages.program.undeliverable("duty was handed over", lane, "timeout", uncertain=True)
    assert "It may or may not have arrived: please look there" in unknown["text"]


@pytest.mark.parametrize(
    "payload",
    [
        messages.morning.faults({"no channel": "No triage channel is set."}, weekly=True),
        messages.program.undeliverable("duty was handed over", "C1", "is_archived", uncertain=True),
    ],
)
def test_every_unasked_message_says_why_it_came(payload: dict[str, typing.Any]) -> None:
    assert sandbox.blocks.check(payload["blocks"], sandbox.blocks.MESSAGE) == []
    assert payload["blocks"][-1]["type"] == "context"
    assert payload["blocks"][-1]["elements"][0]["text"].startswith("Why do I get this? ")


def test_a_form_that_slack_refused_is_offered_again() -> None:
    payload = messages.faults.form_refused("resolve:bug", "142")
    assert sandbox.blocks.check(payload["blocks"], sandbox.blocks.MESSAGE) == []
    button = payload["blocks"][1]["elements"][0]
    assert (button["action_id"], button["value"]) == ("resolve:bug", "142")


@pytest.mark.parametrize("message", [{"text": "hello"}, messages.faults.form_refused("open:away")])
def test_an_answer_fits_into_a_small_modal(message: dict[str, typing.Any]) -> None:
    view = messages.faults.small_modal(message)
    assert sandbox.blocks.check_view(view, sandbox.blocks.MODAL) == []
    assert "hello" in str(view) or "did not open" in str(view)
