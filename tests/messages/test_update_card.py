"""What those who look after an update read of how far it has come, as literals."""

import datetime
import zoneinfo

import pytest

import data.models
import messages.text
import messages.update_steering
import messages.updates
import sandbox.blocks

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
ADA = data.models.Person(id=1, slack_id="UADA", name="Ada <!here>", joined_at=NOW)
READER = messages.text.Reader(zoneinfo.ZoneInfo("Europe/Berlin"))
Progress = messages.updates.Progress
State = data.models.UpdateState


def an_update(state: State = State.SENT, **columns: object) -> data.models.Update:
    row = {"author_id": 1, "title": "New <b>", "text": "…", "valid_until": NOW.date(), "drafted_at": NOW} | columns
    return data.models.Update(id=9, state=state, **row)  # type: ignore[arg-type]  # columns


def shown(progress: Progress, update: data.models.Update | None = None, undoable: bool = False) -> list[str]:
    return str(messages.updates.card(update or an_update(), ADA, progress, READER, undoable)["text"]).split("\n")


def buttons(progress: Progress, update: data.models.Update | None = None, **more: bool) -> list[str]:
    card = messages.updates.card(update or an_update(), ADA, progress, READER, **{"undoable": False} | more)
    return [one["text"]["text"] for block in card["blocks"] for one in block.get("elements", [])]


def test_the_card_says_who_has_it_and_in_plain_words_why_others_have_not() -> None:
    failed = {"user_disabled": 2, "user_not_visible": 1, "fatal_error": 1}
    progress = Progress(sent=30, waiting=5, failed=failed, uncertain=1, left=2, dropped=3)
    assert shown(progress) == [
        "*UPD-9 · New &lt;b&gt;*",
        "*Sent* · by Ada &lt;!here&gt; · to everyone",
        "Sent 30 · waiting 5 · failed 4",
        "• 1 failed: Slack would not take it, however often it was tried (`fatal_error`)",
        "• 2 failed: their Slack account is deactivated or unknown (`user_disabled`)",
        "• 1 failed: Slack does not let Muster see this guest (`user_not_visible`)",
        "• 1 may have it or not, for Slack gave no answer: it is not sent twice, so please ask them",
        "• 2 had left before it came, and got none",
        "• 3 let go of, too late to be of use",
    ]


def test_before_it_leaves_the_card_says_when_that_is_and_not_that_it_was_sent() -> None:
    at = "<!date^1772445600^{date_short_pretty} {time}|Mon 2 March 2026, 11:00 (Europe/Berlin)>"
    leaves_at = NOW + datetime.timedelta(hours=1)
    assert shown(Progress(waiting=5), an_update(leaves_at=leaves_at), undoable=True)[1:] == [
        f"*Not sent yet:* nothing leaves before {at} · by Ada &lt;!here&gt; · to everyone",
        "Sent 0 · waiting 5 · failed 0",
    ]
    urgent = shown(Progress(waiting=5), an_update(urgent=True, leaves_at=leaves_at), undoable=True)
    assert urgent[1].startswith(f"*Urgent, not sent yet:* nothing leaves before {at}")


def test_after_a_change_the_card_says_who_will_see_it_and_who_can_not() -> None:
    corrected = an_update(corrected_at=NOW, correction="Better.", wants_receipt=True)
    assert shown(Progress(sent=9, changing=3, unchanged=1, acknowledged=4), corrected)[2:] == [
        "Sent 9 · waiting 0 · failed 0 · Got it: 4",
        "• 3 will show the correction in a moment",
        "• 1 can't be made to show the correction",
    ]
    assert "• 3 will show that it was taken back in a moment" in shown(Progress(changing=3), an_update(State.RETRACTED))


@pytest.mark.parametrize(
    ("progress", "state", "offered"),
    [
        (Progress(sent=3, waiting=2), State.SENT, ["Cancel what waits", "Correct", "Retract"]),
        (Progress(sent=5), State.SENT, ["Correct", "Retract"]),
        (Progress(sent=4, failed={"is_archived": 1}), State.SENT, ["Retry failed", "Correct", "Retract"]),
        (Progress(sent=4, uncertain=1), State.SENT, ["Correct", "Retract"]),
        (Progress(sent=4, dropped=1), State.CANCELLED, ["Correct", "Retract"]),
        (Progress(sent=4, unchanged=1), State.RETRACTED, ["Retry failed"]),
        (Progress(), State.DRAFT, ["Edit"]),
    ],
)
def test_the_card_offers_what_can_be_done(progress: Progress, state: State, offered: list[str]) -> None:
    assert buttons(progress, an_update(state)) == offered


def test_in_the_first_two_minutes_the_card_offers_undo_alone_and_to_who_may_not_steer_nothing() -> None:
    assert buttons(Progress(waiting=5), undoable=True) == ["Undo"]
    assert buttons(Progress(waiting=5), steered=False) == []


def test_the_forms_say_how_wide_they_reach_and_hold_slacks_limits() -> None:
    update, progress = an_update(text="x" * 2900), Progress(sent=1, waiting=1200)
    for form in (messages.update_steering.correcting, messages.update_steering.retracting):
        view = form(update, progress, "9")
        assert "1 person will see it at once, 1,200 more when it comes to them." in str(view)
        assert sandbox.blocks.check(view["blocks"], sandbox.blocks.MODAL) == []


def test_who_cancelled_it_reads_how_many_have_it() -> None:
    said = messages.update_steering.cancelled(an_update(State.CANCELLED), Progress(sent=1, waiting=2, dropped=7))[
        "text"
    ]
    assert said == (
        "*UPD-9 · New &lt;b&gt;* is cancelled. 1 person already has it, and 7 people won't get it. "
        "2 people may still get it this moment. `/broadcast retract UPD-9` takes it back from who has it."
    )
