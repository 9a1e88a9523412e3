"""The morning message as people read it: whole parts, one reason for neighbours that share it, and nobody notified."""

import datetime
import zoneinfo

import data.models
import messages.morning
import messages.text
import sandbox.blocks
import tests.programme

DAY = datetime.date(2026, 3, 2)
STARTS = datetime.datetime(2026, 3, 16, 9, tzinfo=datetime.UTC)
BERLIN = messages.text.Reader(zoneinfo.ZoneInfo("Europe/Berlin"))
NASTY = "<!channel> <@UVICTIM> " * 200


def person(name: str, zone: str | None) -> data.models.Person:
    return data.models.Person(slack_id="UBEN", name=name, zone=zone, joined_at=tests.programme.NOW)


def heads_up(*partners: data.models.Person, channel: str = "C0TRIAGE") -> messages.text.Payload:
    duty = messages.morning.Duty(STARTS, STARTS + datetime.timedelta(days=14), partners)
    return messages.morning.heads_up(duty, tests.programme.NOW, channel, BERLIN)


def first(payload: messages.text.Payload) -> str:
    return str(payload["text"]).partition("\n")[0]


def reasons(payload: messages.text.Payload) -> list[str]:
    return [block["elements"][0]["text"] for block in payload["blocks"] if block["type"] == "context"]


def test_a_heads_up_says_with_whom_in_plain_names() -> None:
    span = "*You are on duty from Mon 16 March 2026, 10:00 to Mon 30 March 2026, 11:00 (Europe/Berlin)*"
    ben, ida = person("Ben", "America/Argentina/Buenos_Aires"), person("Ida", None)
    assert first(heads_up(ben)) == f"{span}, with Ben (Buenos Aires, where it is 06:00 now)."
    assert first(heads_up(ben, ida)) == f"{span}, with Ben (Buenos Aires, where it is 06:00 now) and Ida."
    assert first(heads_up()) == f"{span}, and the other seat is empty."
    assert "read what comes in in the triage channel," in heads_up(channel="")["text"]


def test_a_part_alone_is_the_message_and_ends_with_its_reason() -> None:
    part = heads_up()
    assert messages.morning.message([part], DAY) == part
    (reason,) = reasons(part)
    assert reason == (
        "Why do I get this? You take turns on duty, and hear of each turn 7 days before it and on your last working "
        "day before it. Your programme manager can change who takes turns."
    )


def test_neighbours_with_the_same_reason_say_it_once() -> None:
    other = messages.morning.faults({"a": "A is missing."}, weekly=False)
    whole = messages.morning.message([heads_up(), heads_up(), other], DAY)
    assert reasons(whole) == [*reasons(heads_up()), *reasons(other)]
    assert whole["text"].startswith("*For you on Mon 2 March 2026:*\n\n*You are on duty")
    assert whole["text"].endswith("*Something is not ready.*\n• A is missing.")
    assert "lines" not in whole
    assert "lines" not in messages.morning.alone(other)


def test_what_is_mended_stays_struck_through_and_what_is_new_waits() -> None:
    told = messages.morning.gaps({"1": "one", "2": "two"}, weekly=True)
    later = messages.morning.redrawn(told, {"2": "two, and nobody", "3": "three"})
    assert later["text"] == "*Empty seats on duty*\n• ~one~ mended\n• two, and nobody"
    assert messages.morning.redrawn(later, {"3": "three"})["text"] == (
        "*Empty seats on duty*\n• ~one~ mended\n• ~two, and nobody~ mended"
    )
    assert messages.morning.redrawn(later, {"1": "one", "2": "two"}) == told


def test_what_is_no_longer_so_is_struck_through_once() -> None:
    gone = messages.morning.no_longer(heads_up())
    assert gone["text"].startswith("~*You are on duty from ")
    assert "you are not on duty then any more" in gone["text"]
    assert messages.morning.no_longer(gone) == gone
    assert reasons(gone) == reasons(heads_up())


def test_any_number_of_parts_and_any_names_keep_slacks_limits_and_notify_nobody() -> None:
    ben = person(NASTY, "Africa/Lagos")
    lines = {str(n): messages.morning.gap(STARTS, STARTS, [ben], True, BERLIN) for n in range(60)}
    parts = [*[heads_up(ben)] * 40, messages.morning.gaps(lines, weekly=True)]
    whole = messages.morning.message(parts, DAY)
    assert sandbox.blocks.check(whole["blocks"], sandbox.blocks.MESSAGE) == []
    assert "more." in str(whole["blocks"][-1])
    assert "<!channel>" not in str(whole)
    assert "<@UVICTIM>" not in str(whole)


def test_a_part_for_which_there_is_no_room_says_where_it_can_be_read() -> None:
    many = messages.text.message("*Many*\nand more", *[messages.text.section("one")] * 45) | {"elsewhere": "/checkin"}
    whole = messages.morning.message([heads_up(), many, heads_up()], DAY)
    assert whole["blocks"][-1] == messages.text.section("… and 2 more.\n• *Many*: `/checkin`")
