"""An adviser leaves, and their five freelancers have somebody again by one press; everybody reads of it once."""

from __future__ import annotations

import time

import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme
Someone = tests.stories.programme.Someone

ADA = tests.stories.cast.ADA
OTHERS = {f"U0FREE{number}": f"Freelancer {number}" for number in range(4)}
ROSTER = tests.stories.cast.ROSTER + "".join(
    f"{ident},{name},freelancer,America/New_York,{ADA},20,2026-02-01,2026-04-30\n" for ident, name in OTHERS.items()
)


def leaves(programme: Programme, ident: str) -> None:
    """Their Slack account is deactivated, and Muster has heard of it."""
    programme.slack.change_member(ident, deleted=True)
    end = time.monotonic() + tests.stories.programme.LONG
    while not programme.rows("SELECT 1 FROM audit WHERE action = 'person.deactivated'"):
        assert time.monotonic() < end, "nobody told Muster"
        programme.slack.journal(programme.slack.last, wait=0.05)


def test_an_adviser_leaves_and_each_of_their_freelancers_has_another_of_whom_everybody_reads_once(
    prepared: Programme,
) -> None:
    prepared.prepare(ROSTER)
    prepared.start()
    leaves(prepared, ADA)
    prepared.settles()
    form = prepared.maren.presses("Rebalance", in_="dm").view
    assert form is not None
    moves = {option["text"]["text"] for option in form["blocks"][1]["element"]["options"]}
    assert moves == {*(f"{name} → Elena Mainsail" for name in OTHERS.values()), "Kenji Paperfold → Dev Anchor"}
    prepared.maren.submits()
    prepared.settles()
    assert prepared.maren.reads()[-1].startswith("*Done: 5 moves.* Each person concerned reads it once")
    prepared.passes("P1D", step="PT12H")
    prepared.settles()
    freelancers = [prepared.kenji, *(Someone(prepared.slack, ident) for ident in OTHERS)]
    assert [len(one.reads()) for one in freelancers] == [1] * 5
    for adviser in (prepared.elena, prepared.dev):
        assert len([text for text in adviser.reads() if "'s adviser*, until now with Ada Harbour" in text]) == 1
    assert "*From Mon 2 March 2026 on, Dev Anchor is your adviser.*" in prepared.kenji.reads()[-1]
    assert all(f"you are {name}'s adviser" in prepared.elena.reads()[-1] for name in OTHERS.values())
    assert not prepared.amara.reads()
    assert prepared.maren.types("/program rebalance").text.startswith("*Nothing to move.*")
