"""`/duty`: who is on duty, until when, and who comes next, for everyone in their own time."""

from __future__ import annotations

import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme


def test_a_manager_reads_who_is_on_duty_until_when_and_what_time_it_is_there(programme: Programme) -> None:
    assert programme.maren.types("/duty").text.splitlines() == [
        "*On duty until Mon 16 March 2026, 10:00 (Europe/Berlin)*",
        "• <@U0DEV> (Dev Anchor), where it is 17:30",
        "• <@U0ELENA> (Elena Mainsail), where it is 06:00",
    ]


def test_an_adviser_reads_it_in_their_own_zone(programme: Programme) -> None:
    assert programme.dev.types("/duty").first_line == "*On duty until Mon 16 March 2026, 14:30 (Asia/Kolkata)*"


def test_a_freelancer_reads_the_weekday_where_it_is_another_day(programme: Programme) -> None:
    programme.passes("PT8H", step="PT8H")
    assert programme.kenji.types("/duty").text.splitlines() == [
        "*On duty until Mon 16 March 2026, 18:00 (Asia/Tokyo)*",
        "• <@U0DEV> (Dev Anchor), where it is 01:30",
        "• <@U0ELENA> (Elena Mainsail), where it is Mon 14:00",
    ]


def test_a_guest_reads_it_in_their_one_channel(programme: Programme) -> None:
    answer = programme.amara.types("/duty", in_=tests.stories.cast.LOUNGE)
    assert answer.first_line == "*On duty until Mon 16 March 2026, 10:00 (Africa/Lagos)*"
    assert programme.maren.reads(tests.stories.cast.LOUNGE) == []


def test_an_answer_is_private(programme: Programme) -> None:
    programme.maren.types("/duty", in_=tests.stories.cast.TRIAGE)
    seen = programme.slack.channel(tests.stories.cast.TRIAGE, programme.ada.id)
    assert not [message for message in seen if "where it is" in message["text"]]


def test_the_next_pairs_come_with_dates_in_the_readers_zone(programme: Programme) -> None:
    for typed, pairs in (("/duty next", 3), ("/duty next 1", 1), ("/duty next 6", 6)):
        head, *lines, zone = programme.bola.types(typed).text.splitlines()
        assert head == "*Next on duty*"
        assert lines[0] == "• Mon 16 March 2026, 10:00 – Mon 30 March 2026, 09:00: <@U0ADA> and <@U0BOLA>"
        assert len(lines) == pairs
        assert "(Africa/Lagos)" in zone


def test_a_number_that_will_not_do_is_said_with_what_would(programme: Programme) -> None:
    for word in ("0", "7", "99", "-1", "two", "1.5", "٣"):
        assert programme.bola.types(f"/duty next {word}").text == (
            f"“{word}” won't do for n: write a whole number from 1 to 6."
        )


def test_six_shifts_are_published_ahead_and_stay_as_they_are(programme: Programme) -> None:
    before = programme.maren.types("/duty next 6").text.splitlines()[1:-1]
    programme.becomes("2026-03-30T10:00:00Z", step="P2D")
    after = programme.maren.types("/duty next 6").text.splitlines()[1:-1]
    assert after[:4] == before[2:]
    assert len(after) == 6


def test_with_nobody_in_the_pool_duty_says_so_and_what_to_do(prepared: Programme) -> None:
    prepared.prepare(tests.stories.cast.MANAGER_ALONE)
    prepared.start()
    assert prepared.maren.types("/duty").text == (
        "Nobody is on duty: no shift has been published. It needs at least one adviser on the roster; "
        "a manager adds them with `muster import people.csv`."
    )
    assert prepared.maren.types("/duty next").text == "No further shift is published: the pool is empty."


def test_an_adviser_alone_leaves_a_seat_empty_and_everyone_can_see_it(prepared: Programme) -> None:
    prepared.prepare(f"{tests.stories.cast.MANAGER_ALONE}U0ADA,Ada Harbour,adviser,Europe/Berlin\n")
    prepared.start()
    assert "One of the two seats is empty" in prepared.maren.types("/duty").text
    assert prepared.maren.types("/duty next 1").text.splitlines()[1].endswith("<@U0ADA> alone, one seat is empty")
