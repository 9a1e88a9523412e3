"""Whatever managers do in whatever order: an adviser reads what the person was told last, and nothing else."""

import hypothesis
import hypothesis.strategies
import pytest
import sqlmodel

import data.database
import messages.renewals
import rules.errors
import tests.commands.asking
import tests.commands.contract_desk

Desk = tests.commands.contract_desk.Desk
MINUTE = tests.commands.contract_desk.MINUTE

DECISIONS = {
    "renew": messages.renewals.RENEW,
    "end": messages.renewals.END,
    "convert": messages.renewals.CONVERT,
    "not yet": messages.renewals.NOT_YET,
}
ACTS = (*DECISIONS, "take back", "tell", "speak", "undo", "a minute goes by", "two minutes go by", "its message dies")


class Telling:
    """What managers do, and beside it what the person has been told, by a reckoning of its own."""

    def __init__(self, session: sqlmodel.Session) -> None:
        self.desk = Desk(session)
        self.decided, self.told = "", ""
        self.minutes: int | None = None
        """Until what is on its way arrives."""

    def does(self, act: str) -> None:
        """One act; what can't be done now is refused, and changes nothing."""
        try:
            self._does(act)
        except rules.errors.ProgramError:
            return

    def _does(self, act: str) -> None:
        if act in DECISIONS:
            inputs = {"renew": {"last_day": "2026-05-20"}, "not yet": {"until": "2026-03-09"}}.get(act, {})
            self.desk.decides(DECISIONS[act], **inputs)
            self.decided = act
        elif act == "take back":
            newest = self.desk.decision.id if self.decided else 0
            self.desk.asks("UMAREN").press(messages.renewals.RETRACT, subject=f"{self.desk.contract.id}:{newest}")
            self.decided = self.decided and "open"
        elif act in ("tell", "speak") and self.decided:
            self.desk.tells("Words of ours") if act == "tell" else self.desk.speaks()
            self.minutes = 2
        elif act == "undo" and self.decided:
            self.desk.asks("UNOOR").press(messages.renewals.UNDO, subject=str(self.desk.decision.id))
            self.minutes = None
        elif act.endswith(("by", "dies")):
            self._passes(1 if act.startswith("a ") else 2, dies=act.endswith("dies"))

    def _passes(self, minutes: int, dies: bool) -> None:
        self.desk.passes(minutes * MINUTE, "dead" if dies else "sent")
        if self.minutes is None or self.minutes > minutes:
            self.minutes = self.minutes and self.minutes - minutes
            return
        self.minutes = None
        if self.decided == "end" or not dies:
            self.told = self.decided

    def read(self) -> str:
        """How Kenji's contract stands for his adviser; nothing where another follows."""
        said = tests.commands.asking.said(self.desk.asks("UADA").command("/contract due"))
        lines = [line for line in said.splitlines() if line.startswith("*CON-1 ·")]
        return lines[0].split(" · ")[2] if lines else ""


EXPECTED = {"": "under review", "end": "end, told", "convert": "convert to an employee, told", "renew": ""}


@pytest.mark.sqlite("what is compared holds the numbers of rows, which PostgreSQL does not take back")
@hypothesis.settings(
    deadline=None, max_examples=10, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
@hypothesis.example(
    ["end", "speak", "two minutes go by", "renew", "tell", "its message dies", "tell", "two minutes go by"]
)
@hypothesis.example(
    ["renew", "tell", "a minute goes by", "undo", "two minutes go by", "end", "speak", "two minutes go by"]
)
@hypothesis.example(["renew", "tell", "two minutes go by", "end", "take back", "convert", "tell", "two minutes go by"])
@hypothesis.given(hypothesis.strategies.lists(hypothesis.strategies.sampled_from(ACTS), min_size=3, max_size=9))
def test_an_adviser_reads_what_the_person_was_told_last_and_nothing_before(
    session: sqlmodel.Session, acts: list[str]
) -> None:
    with data.database.rehearsal(session):
        telling = Telling(session)
        for act in acts:
            telling.does(act)
            assert telling.read() == EXPECTED[telling.told], act
