"""What people read of days away, as literals; names are shown as typed, and whoever is away is never mentioned."""

import datetime
import re
import typing
import zoneinfo

import hypothesis
import hypothesis.strategies
import pytest

import data.models
import messages.absences
import messages.changes
import messages.text
import sandbox.blocks

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
ENDS = datetime.datetime(2026, 3, 16, 9, tzinfo=datetime.UTC)
BERLIN = messages.text.Reader(zoneinfo.ZoneInfo("Europe/Berlin"))


def person(slack_id: str, name: str = "") -> data.models.Person:
    return data.models.Person(slack_id=slack_id, name=name or slack_id[1:].title(), joined_at=NOW)


ADA, BEN, CY, DOV, EVA = (person(slack_id) for slack_id in ("UADA", "UBEN", "UCY", "UDOV", "UEVA"))


def absence(first: int, last: int, cancelled: bool = False) -> data.models.Absence:
    return data.models.Absence(
        id=7,
        person_id=1,
        starts=datetime.date(2026, 3, first),
        ends=datetime.date(2026, 3, last + 1),
        recorded_at=NOW,
        cancelled_at=NOW if cancelled else None,
    )


def missed(*partners: data.models.Person) -> messages.absences.Missed:
    return messages.absences.Missed(absence(2, 6), ADA, partners, NOW, ENDS)


WHEN = "from Mon 2 March 2026, 10:00 to Mon 16 March 2026, 10:00 (Europe/Berlin)"
DAYS = "from Mon 2 March 2026 to Fri 6 March 2026, both included"


def test_one_day_is_said_as_one() -> None:
    assert messages.absences.days(absence(2, 2)) == "on Mon 2 March 2026"
    assert messages.absences.days(absence(2, 6)) == DAYS


def test_what_was_recorded_is_repeated_with_zone_and_can_be_cancelled() -> None:
    payload = messages.absences.recorded(absence(2, 6), None, BERLIN, [], on_duty_now=True)
    assert payload["text"] == (
        f"You are away {DAYS} (Europe/Berlin).\nWho else is on duty and the programme managers were told."
    )
    (button,) = payload["blocks"][1]["elements"]
    assert (button["action_id"], button["value"], button["text"]["text"]) == ("cancel:absence", "7", "Cancel")


def test_for_another_their_name_stands_in_it() -> None:
    other = person("UADA", "Ada <Co>")
    assert messages.absences.recorded(absence(2, 2), other, BERLIN, [], False)["text"].startswith("Ada &lt;Co&gt; is")
    assert messages.absences.known(absence(2, 2), other)["text"].startswith("Ada &lt;Co&gt; is already recorded")
    assert messages.absences.over_already(other)["text"].startswith("Ada &lt;Co&gt;'s days away were ended")


@pytest.mark.parametrize(
    ("cancelled", "said"),
    [
        (True, f"Taken back: your days away {DAYS}."),
        (False, "Ended: your days away since Mon 2 March 2026. You are there again from today on."),
    ],
)
def test_days_are_taken_back_or_ended(cancelled: bool, said: str) -> None:
    assert messages.absences.cancelled(absence(2, 6, cancelled), None, BERLIN, [])["text"] == said


def test_the_partner_reads_who_is_away_until_when_and_that_one_of_two_sits() -> None:
    payload = messages.absences.to_partner(missed(BEN), BERLIN)
    text, small = payload["text"].splitlines()
    assert text == (
        f"*Ada is away* {DAYS}, and on duty with you. One of two sits {WHEN}, unless the managers find somebody who "
        "covers: you will read it here."
    )
    assert small.startswith("Why do I get this? You are on duty with them; ")


def test_a_manager_reads_it_with_those_who_could_cover() -> None:
    payload = messages.absences.to_manager(missed(BEN), [CY, DOV, EVA], BERLIN)
    assert payload["text"].startswith(f"*Ada is away* {DAYS}, and on duty. Ben sits alone {WHEN}.\n*Choose who covers*")
    row = payload["blocks"][1]["elements"]
    assert [(one["text"]["text"], one["action_id"], one["value"]) for one in row] == [
        ("Cy", "cover:absence:1", "7:UCY"),
        ("Dov", "cover:absence:2", "7:UDOV"),
        ("Eva", "cover:absence:3", "7:UEVA"),
    ]


def test_where_nobody_is_free_or_nobody_sits_it_is_said() -> None:
    text = messages.absences.to_manager(missed(), [], BERLIN)["text"]
    assert "Nobody sits from Mon 2 March" in text
    assert "Nobody else in the duty pool is free then." in text


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (messages.absences.covered(ADA, absence(2, 6), BEN), f"*Ben covers for Ada*, who is away {DAYS}."),
        (messages.absences.returned(ADA, absence(2, 6), None), "*Ada is back*, and on duty as before."),
        (
            messages.absences.returned(ADA, absence(2, 6, cancelled=True), None),
            "*Ada is not away after all*, and on duty as before.",
        ),
        (
            messages.absences.returned(ADA, absence(9, 9), absence(2, 6)),
            f"*Ada has changed their days away*, and is away {DAYS}.",
        ),
    ],
)
def test_how_it_ended(said: messages.text.Payload, text: str) -> None:
    assert said["text"].splitlines()[0] == text
    assert said["text"].splitlines()[1].startswith("Why do I get this? You were told that they are away; ")


def test_the_morning_after_asks_with_two_buttons() -> None:
    payload = messages.absences.back(absence(2, 2))
    assert payload["text"].startswith("*Back?* You were away on Mon 2 March 2026.")
    row = payload["blocks"][1]["elements"]
    assert [(one["text"]["text"], one["action_id"], one["value"]) for one in row] == [
        ("I'm back", "back:absence", "7"),
        ("Away today too", "extend:absence", "7"),
    ]


def test_the_form_keeps_slacks_limits_and_says_who_reads_it() -> None:
    view = messages.absences.form(datetime.date(2026, 3, 2))
    assert sandbox.blocks.check_view(view, sandbox.blocks.MODAL) == []
    assert "Your programme managers" in view["blocks"][-1]["elements"][0]["text"]


NASTY = "<!channel> <@UVICTIM> @here <https://bank.test|bank> & " * 100
NAMES = hypothesis.strategies.text(max_size=300) | hypothesis.strategies.just(NASTY)


def everything(ada: data.models.Person, ben: data.models.Person) -> list[dict[str, typing.Any]]:
    """Every message about Ada's days away."""
    about = messages.absences.Missed(absence(2, 6), ada, [ben], NOW, ENDS)
    moves = [messages.changes.Move(one, [(NOW, ENDS)], []) for one in (ada, ben)]
    return [
        messages.absences.recorded(absence(2, 6), ada, BERLIN, moves, True),
        messages.absences.known(absence(2, 6), ada),
        messages.absences.cancelled(absence(2, 6), ada, BERLIN, moves),
        messages.absences.over_already(ada),
        messages.absences.listed([absence(2, 6)] * 30, ada, BERLIN),
        messages.absences.listed([], ada, BERLIN),
        messages.absences.to_partner(about, BERLIN),
        messages.absences.to_manager(about, [ben, ben, ben], BERLIN),
        messages.absences.covered(ada, absence(2, 6), ben),
        messages.absences.returned(ada, absence(2, 6), None),
        messages.absences.covers(ben, ada, BERLIN, ENDS),
    ]


@hypothesis.given(NAMES, NAMES)
@hypothesis.settings(deadline=None)
def test_no_name_breaks_a_message_or_pings_anybody(one: str, other: str) -> None:
    for payload in everything(person("UADA", one or "A"), person("UBEN", other or "B")):
        assert sandbox.blocks.check(payload.get("blocks", []), sandbox.blocks.MESSAGE) == []
        marked = [payload["text"], *_marked_up(payload.get("blocks", []))]
        assert re.findall(r"<[^>]*>", " ".join(marked)) == []


def _marked_up(blocks: list[dict[str, typing.Any]]) -> list[str]:
    parts = [part for block in blocks for part in (block.get("text"), *block.get("elements", [])) if part]
    return [part["text"] for part in parts if part["type"] == "mrkdwn"]
