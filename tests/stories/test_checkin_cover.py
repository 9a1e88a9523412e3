"""Two weeks of holiday of an adviser with two freelancers: for one somebody covers, for the other nobody was chosen."""

from __future__ import annotations

import csv
import io

import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme

STEP = "P1D"
"""Long ones, for the morning is what counts."""


def roster() -> str:
    """That of the cast, but Ada advises both freelancers, and Bola speaks Kenji's language."""
    changed = {
        tests.stories.cast.AMARA: {"adviser": tests.stories.cast.ADA, "contract_ends": "2026-04-20"},
        tests.stories.cast.BOLA: {"languages": "Japanese"},
        tests.stories.cast.KENJI: {"languages": "Japanese"},
    }
    rows = list(csv.DictReader(io.StringIO(tests.stories.cast.ROSTER)))
    file = io.StringIO()
    writer = csv.DictWriter(file, [*rows[0], "languages"])
    writer.writeheader()
    writer.writerows(row | changed.get(row["slack_id"], {}) for row in rows)
    return file.getvalue()


AWAY = "from Mon 9 March 2026 to Fri 20 March 2026"


def reads(someone: tests.stories.programme.Someone, words: str) -> bool:
    """Whether any of their messages says this by now."""
    return any(words in text for text in someone.reads())


def test_two_weeks_of_holiday_with_cover_for_one_and_none_for_the_other(prepared: Programme) -> None:
    programme = prepared
    programme.prepare(roster())
    programme.start()
    programme.ada.types("/duty away 2026-03-09 to 2026-03-20")
    programme.becomes("2026-03-03T08:10:00Z", step=STEP)
    assert reads(programme.maren, f"*Ada Harbour is away {AWAY}.* Who covers for their freelancers?")
    assert reads(programme.maren, "*Kenji Paperfold*: Bola Compass is proposed until Fri 20 March 2026 (Japanese")
    assert "*Kenji Paperfold*: Bola Compass is proposed" in programme.maren.types("/checkin cover").text

    answer = programme.maren.presses("Bola Compass · Japanese, 0 h", in_="dm")
    assert "• Kenji Paperfold: Bola Compass" in answer.text
    programme.becomes("2026-03-04T08:10:00Z", step=STEP)
    assert reads(programme.maren, f"*Kenji Paperfold*: Bola Compass covers {AWAY}")
    assert reads(programme.kenji, f"Bola Compass is there for you {AWAY}: you can write to <@U0BOLA>")
    assert reads(programme.ada, "• Amara Field: nobody chosen\n• Kenji Paperfold: Bola Compass")
    assert reads(programme.bola, f"*You cover for Ada Harbour {AWAY}*, for Kenji Paperfold")

    programme.becomes("2026-03-09T08:10:00Z", step=STEP)
    assert reads(programme.bola, "*Kenji Paperfold*, for whom you cover")
    programme.becomes("2026-03-11T08:10:00Z", step=STEP)
    assert programme.amara.reads()[-1].startswith(
        "Ada Harbour is away at least until Fri 20 March 2026. "
        "There is no check-in from Mon 9 March 2026 to Fri 13 March 2026. "
        "If something cannot wait: `/bug`, or ask Dev Anchor and Elena Mainsail, who are on duty."
    )
    assert not reads(programme.ada, "Your check-ins of the week from Mon 9 March")
