"""What the people on duty do with a report, and what those who wait for it read."""

from __future__ import annotations

import concurrent.futures

import tests.stories.cast
import tests.stories.programme
import tests.stories.test_reports

Programme = tests.stories.programme.Programme
Someone = tests.stories.programme.Someone

TRIAGE, LONG = tests.stories.cast.TRIAGE, tests.stories.programme.LONG
files = tests.stories.test_reports.files


def test_of_two_who_claim_at_the_same_moment_one_wins_and_the_other_reads_who(programme: Programme) -> None:
    files(programme.kenji)
    programme.settles()

    def claims(who: Someone) -> None:
        who.presses("Claim", in_=TRIAGE, wait=0)

    before = programme.slack.last
    with concurrent.futures.ThreadPoolExecutor(2) as threads:
        list(threads.map(claims, [programme.ada, programme.bola]))
    loser = programme.sees("call", after=before, method="response_url")["args"]["text"]
    programme.settles()
    (winner,) = [name for name in ("Ada Harbour", "Bola Compass") if f"*Claimed* · {name}" in programme.triage()[-1]]
    assert loser.startswith(f"{winner} holds BUG-1: {winner} claimed it on Mon 2 March 2026, ")
    assert programme.rows("SELECT count(*) FROM report_event WHERE act = 'claim'") == [(1,)]


def test_a_report_goes_through_many_hands(programme: Programme) -> None:
    files(programme.kenji)
    programme.settles()
    programme.ada.presses("Ask", in_=TRIAGE)
    programme.ada.submits({"What do you ask?": "Which browser is it?"})
    programme.settles()
    assert "*Needs info* · Ada Harbour\n>Which browser is it?" in programme.triage()[-1]

    programme.slack.action(programme.ada.id, TRIAGE, "Pass to", value="Pass to", wait=LONG)
    programme.ada.submits({"To whom?": programme.bola.id})
    programme.settles()
    assert programme.bola.reads()[-1].startswith("Ada Harbour passed *BUG-1 · Checkout fails for EUR* to you")

    programme.slack.action(programme.bola.id, TRIAGE, "Escalate", value="Escalate", wait=LONG)
    link = {"Why?": "The bank has to look.", "Link to where they have it": "https://bank.test/7"}
    programme.bola.submits(link)
    programme.settles()
    assert "*Escalated* · Bola Compass\n>The bank has to look.\n<https://bank.test/7|" in programme.triage()[-1]

    said = programme.ada.types("/bug resolve BUG-1 The bank mended it.")
    assert said.text == "*BUG-1 · Checkout fails for EUR*\n*Resolved* · Bola Compass\n>The bank mended it."
    programme.settles()
    programme.ada.presses("Reopen", in_=TRIAGE, wait=0)
    programme.settles()
    assert programme.bola.reads()[-1].startswith(
        "Ada Harbour reopened *BUG-1 · Checkout fails for EUR*, which you held."
    )
    assert "*New:* nobody has claimed it." in programme.triage()[-1]


def test_reports_that_look_alike_are_taken_in_one_submission(programme: Programme) -> None:
    for who in (programme.kenji, programme.amara):
        files(who)
        if who.form is not None:
            who.submits({})
    programme.settles()
    opened = programme.ada.types("/bug dup BUG-1")
    assert "BUG-2 · Checkout fails for EUR" in str(opened.view)
    programme.ada.submits()
    programme.settles()
    (card,) = [text for text in programme.triage() if "*BUG-2 · " in text]
    assert "*Duplicate* of BUG-1 · Checkout fails for EUR" in card
    programme.ada.types("/bug resolve BUG-1 Reload the page.")
    programme.settles()
    assert programme.amara.reads()[-1].startswith("*BUG-2 · Checkout fails for EUR*")
    assert "Reload the page." in programme.amara.reads()[-1]
