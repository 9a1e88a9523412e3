"""Somebody on duty is away: the other and the managers know at once, the topic too, and somebody covers."""

from __future__ import annotations

import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme
Someone = tests.stories.programme.Someone

DAYS = "from Mon 2 March 2026 to Fri 6 March 2026, both included"


def free(programme: Programme) -> list[str]:
    """The labels of the manager's choice."""
    messages = [one for one in programme.slack.channel("dm", programme.maren.id) if one["bot"]]
    blocks = [block for one in messages for block in one["blocks"] or []]
    return [one["text"]["text"] for block in blocks for one in block.get("elements", []) if "value" in one]


def is_away(programme: Programme) -> None:
    programme.dev.types("/duty away today fri")
    programme.passes("PT1S")


def test_the_partner_and_the_managers_read_at_once_who_is_away_and_the_topic_leaves_them_out(
    programme: Programme,
) -> None:
    answer = programme.dev.types("/duty away today fri")
    assert "Who else is on duty and the programme managers were told." in answer.text
    programme.passes("PT1S")
    (partner,) = programme.elena.reads()
    assert partner.startswith(f"*Dev Anchor is away* {DAYS}, and on duty with you. One of two sits from Mon 2 March")
    (manager,) = programme.maren.reads()
    assert manager.startswith(f"*Dev Anchor is away* {DAYS}, and on duty. Elena Mainsail sits alone ")
    assert "*Choose who covers*" in manager
    assert len(free(programme)) == 3
    assert programme.topic == "On duty until Mon 16 Mar, 10:00: <@U0ELENA> | Bugs, please"
    assert [one.reads() for one in (programme.ada, programme.bola, programme.dev)] == [[], [], []]
    assert "Dev Anchor is away until Fri 6 March 2026" in programme.kenji.types("/duty").text


def test_whoever_is_chosen_covers_and_all_concerned_read_it(programme: Programme) -> None:
    is_away(programme)
    first, *_ = free(programme)
    answer = programme.maren.presses(first, in_="dm")
    assert answer.text.startswith(f"{first} covers for Dev Anchor until ")
    programme.passes("PT1S")
    assert [text.splitlines()[0] for text in programme.elena.reads()] == [
        f"*{first} covers for Dev Anchor*, who is away {DAYS}."
    ] * 2
    chosen = next(one for one in (programme.ada, programme.bola, chiara(programme)) if one.reads())
    assert chosen.reads()[0].startswith(
        "*Your dates on duty have changed.* You sit for Dev Anchor.\nNew: Mon 2 March 2026"
    )
    assert f"<@{chosen.id}>" in programme.topic
    assert "<@U0DEV>" not in programme.topic
    assert free(programme) == []
    assert "sits for Dev Anchor" in programme.kenji.types("/duty").text


def chiara(programme: Programme) -> Someone:
    return Someone(programme.slack, tests.stories.cast.CHIARA)


def test_a_second_manager_who_presses_later_reads_that_it_is_settled(prepared: Programme) -> None:
    prepared.prepare(tests.stories.cast.ROSTER.replace("Chiara Lantern,adviser,", "Chiara Lantern,manager,"))
    prepared.start()
    on_duty = prepared.maren.types("/duty").text
    absent = next(one for one in (prepared.ada, prepared.bola, prepared.dev) if f"<@{one.id}>" in on_duty)
    absent.types("/duty away today fri")
    prepared.passes("PT1S")
    label = free(prepared)[0]
    prepared.slack.faults(method="chat.update", kind="500", count=100)  # the other's message keeps its buttons
    prepared.maren.presses(label, in_="dm")
    late = chiara(prepared).presses(label, in_="dm")
    assert late.text.startswith("This was settled before: somebody covers already")
    assert prepared.rows("SELECT count(*) FROM duty_override") == [(1,)]


def test_back_early_cancel_restores(programme: Programme) -> None:
    is_away(programme)
    label = free(programme)[0]
    programme.maren.presses(label, in_="dm")
    programme.passes("P2D", step="P1D")
    programme.dev.types("/duty away")
    assert programme.dev.presses("Cancel").text.startswith("Ended: your days away since Mon 2 March 2026.")
    programme.passes("PT1S")
    assert programme.elena.reads()[-1].startswith("*Dev Anchor is back*, and on duty as before.")
    assert programme.topic.startswith("On duty until Mon 16 Mar, 10:00: <@U0DEV> and <@U0ELENA> |")


def test_away_from_a_later_day_on_they_are_there_until_then(programme: Programme) -> None:
    programme.dev.types("/duty away fri mon")
    programme.passes("PT1S")
    assert "<@U0DEV>" in programme.topic
    programme.becomes("2026-03-05T19:00:00Z", step="P1D")  # past midnight in Kolkata
    assert "<@U0DEV>" not in programme.topic
    programme.becomes("2026-03-09T19:00:00Z", step="P1D")
    assert "<@U0DEV>" in programme.topic
    assert len(programme.maren.reads()) == 1
