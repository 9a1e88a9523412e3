"""`/program assign`: within the cap at once, beyond it by an exception, and back by a press."""

import collections
import contextlib
import dataclasses
import datetime
import random

import pytest
import sqlmodel

import commands.replies
import data.audit
import data.awaited
import data.models
import data.morning
import data.people
import data.settings
import rules.errors
import tests.commands.asking
import tests.programme

found = tests.programme.found
Session = sqlmodel.Session
Person = data.models.Person

MAREN = "UMAREN"
KENJI, FLOR, ADA, BOLA = "<@UKENJI|kenji>", "<@UFLOR>", "<@UADA>", "<@UBOLA>"


@pytest.fixture
def maren(session: Session) -> tests.commands.asking.Asking:
    """She manages. Ada has Kenji and four more, which is her cap; Bola has Flor."""
    tests.programme.add(session, MAREN, "manager", zone="UTC")
    ada = tests.programme.add(session, "UADA", "adviser", languages=["en"], zone="Europe/London")
    bola = tests.programme.add(session, "UBOLA", "adviser", languages=["en", "ja"], zone="Africa/Lagos")
    tests.programme.add_freelancer(session, "UKENJI", ada, name="Kenji <b>", languages=["ja"], zone="Asia/Tokyo")
    for number in range(4):
        tests.programme.add_freelancer(session, f"UF{number}", ada)
    tests.programme.add_freelancer(session, "UFLOR", bola)
    session.flush()
    return tests.commands.asking.Asking(session, MAREN)


def adviser_of(session: Session, slack_id: str) -> str | None:
    session.flush()
    person = found(session, slack_id)
    return data.people.load_adviser_slack_ids(session).get(person.id or 0)


def running(session: Session, slack_id: str) -> data.models.Assignment:
    assignment = data.people.find_running_assignment(session, found(session, slack_id).id or 0)
    assert assignment is not None
    return assignment


def waits_for(session: Session) -> set[str]:
    """Whose next morning tells something."""
    session.expire_all()  # what was deleted may have left its id to another row
    ids = {part.person_id for part in data.morning.list_waiting(session)}
    return {person.slack_id for person in data.people.load_by_id(session, ids).values()}


def undo_value(reply: commands.replies.Reply) -> str:
    assert isinstance(reply, commands.replies.Say)
    return str(reply.message["blocks"][-1]["elements"][0]["value"])


def later(asking: tests.commands.asking.Asking, minutes: int) -> tests.commands.asking.Asking:
    return dataclasses.replace(asking, now=asking.now + datetime.timedelta(minutes=minutes))


def test_within_the_cap_it_is_done_at_once(session: Session, maren: tests.commands.asking.Asking) -> None:
    assert maren.says(f"/program assign {KENJI} {BOLA}") == (
        "<@UBOLA> is Kenji &lt;b&gt;'s adviser from now on, until now Ada.\nThat is 2 (cap 5).\n"
        "Kenji &lt;b&gt;, Bola and Ada read it in their next morning messages."
    )
    assert adviser_of(session, "UKENJI") == "UBOLA"
    assert waits_for(session) == {"UKENJI", "UADA", "UBOLA"}


def test_the_same_adviser_again_changes_nothing(session: Session, maren: tests.commands.asking.Asking) -> None:
    assert (
        maren.says(f"/program assign {KENJI} {ADA}")
        == "<@UADA> is Kenji &lt;b&gt;'s adviser already: nothing to change."
    )
    assert waits_for(session) == set()
    assert data.audit.list_about(session, "UKENJI") == []


def test_beyond_the_cap_the_answer_is_what_to_type(session: Session, maren: tests.commands.asking.Asking) -> None:
    assert maren.refusal(f"/program assign {FLOR} {ADA}") == (
        "<@UADA> already has 5 freelancers (cap 5). Pick another adviser, or give a reason to exceed it, and its last "
        "day: `/program assign @Flor @Ada because … until 2026-03-30`"
    )
    assert adviser_of(session, "UFLOR") == "UBOLA"


def test_the_cap_is_the_settings(session: Session, maren: tests.commands.asking.Asking) -> None:
    data.settings.record(session, "caseload_cap", "6")
    assert "That is 6 (cap 6)." in maren.says(f"/program assign {FLOR} {ADA}")
    data.settings.record(session, "caseload_cap", "1")
    tests.programme.add_freelancer(session, "UMINA")
    assert "already has 6 freelancers (cap 1)" in maren.refusal(f"/program assign <@UMINA> {ADA}")


def test_who_has_no_adviser_is_named_in_the_status_on_the_roster_and_to_themselves(
    session: Session, maren: tests.commands.asking.Asking
) -> None:
    kenji = tests.commands.asking.Asking(session, "UKENJI")
    found(session, "UADA").active = False
    session.flush()
    assert "• 5 without an adviser (`/program rebalance`): F0, F1, F2, F3, Kenji" in maren.says("/program status")
    roster = maren.says("/program people")
    assert "*Freelancers without an adviser: 5*" in roster
    assert "• Kenji &lt;b&gt;: `/program assign @Kenji &lt;b&gt; @adviser`" in roster
    assert "*Adviser:* none at this time. The managers know, and look for one" in kenji.says("/program me")
    maren.says(f"/program assign {KENJI} {BOLA}")
    assert "*Freelancers without an adviser: 4*" in maren.says("/program people")
    assert "*Adviser:* <@UBOLA>" in kenji.says("/program me")


def test_a_place_is_kept_for_who_is_awaited(session: Session, maren: tests.commands.asking.Asking) -> None:
    row = {"email": "nora@muster.test", "name": "Nora", "roles": "freelancer", "adviser": "UBOLA"}
    term = {"weekly_hours": "20", "contract_starts": "2026-03-09", "contract_ends": "2026-06-08"}
    data.awaited.record(session, "nora@muster.test", [row | term], tests.programme.NOW)
    session.flush()
    assert "That is 3 (cap 5)." in maren.says(f"/program assign {KENJI} {BOLA}")
    data.settings.record(session, "caseload_cap", "3")
    tests.programme.add_freelancer(session, "UMINA")
    assert "already has 3 freelancers (cap 3)" in maren.refusal(f"/program assign <@UMINA> {BOLA}")


def test_whatever_managers_assign_and_take_back_nobody_has_more_than_the_cap_without_an_exception(
    session: Session, maren: tests.commands.asking.Asking
) -> None:
    data.settings.record(session, "caseload_cap", "3")
    chance = random.Random(7)
    values: list[str] = []
    done = collections.Counter[bool]()
    for minute in range(80):
        freelancer = chance.choice(["UF0", "UF1", "UF2", "UF3", "UKENJI", "UFLOR"])
        exception = chance.choice(["", "", " because help until 3d"])
        before = over(session, 3)
        with contextlib.suppress(rules.errors.ProgramError):
            if values and chance.random() < 0.3:
                later(maren, minute).press("undo:assignment", subject=values.pop())
            else:
                words = f"/program assign <@{freelancer}> {chance.choice([ADA, BOLA])}{exception}"
                said = later(maren, minute).command(words)
                values += [undo_value(said)] if "Undo" in str(said) else []
        session.flush()
        assert over(session, 3) <= before  # Ada has five when the cap is lowered
        done[over(session, 3) == 0] += 1
    assert done[True] > 40


def over(session: Session, cap: int) -> int:
    """How many freelancers are beyond it without an exception, among all advisers."""
    plain = [one for one in data.people.list_running_assignments(session) if one.exception_until is None]
    return sum(max(0, count - cap) for count in collections.Counter(one.adviser_id for one in plain).values())


def test_an_exception_has_a_reason_and_a_last_day_and_is_shown(
    session: Session, maren: tests.commands.asking.Asking
) -> None:
    said = maren.says(f"/program assign {FLOR} {ADA} because <!here> until the holidays are over until 2026-03-30")
    assert "Exception until Mon 30 March 2026: &lt;!here&gt; until the holidays are over" in said
    assert "That is 6 (cap 5)." in said
    assignment = running(session, "UFLOR")
    assert assignment.exception_reason == "<!here> until the holidays are over"
    assert assignment.exception_until == datetime.date(2026, 3, 30)
    assert "• exception: <@UADA> has 6 freelancers until Mon 30 March 2026" in maren.says("/program status")
    ada = tests.commands.asking.Asking(session, "UADA")
    assert "• exception: <@UADA> has 6 freelancers until Mon 30 March 2026" in ada.says("/program status")


@pytest.mark.parametrize(
    ("exception", "said"),
    [
        ("because help", "needs both a reason and its last day"),
        ("because until 2w", "needs both a reason and its last day"),
        ("until 2w", "needs both a reason and its last day"),
        ("because help until 2026-03-01", "Sun 1 March 2026 is past"),
        ("because help until 2026-09-03", "Thu 3 September 2026 is too far away"),
        ("because help until soon", "“soon”"),
        ("because help until 2w please", "“please”"),
    ],
)
def test_half_an_exception_or_one_without_an_end_in_sight_is_refused(
    session: Session, maren: tests.commands.asking.Asking, exception: str, said: str
) -> None:
    assert said in maren.refusal(f"/program assign {FLOR} {ADA} {exception}")
    assert adviser_of(session, "UFLOR") == "UBOLA"


def test_the_last_day_of_the_longest_exception_will_do(maren: tests.commands.asking.Asking) -> None:
    assert "Wed 2 September 2026" in maren.says(f"/program assign {FLOR} {ADA} because help until 2026-09-02")


def test_an_exception_that_is_not_needed_is_not_kept(session: Session, maren: tests.commands.asking.Asking) -> None:
    assert "no exception is needed, and none is kept" in maren.says(
        f"/program assign {KENJI} {BOLA} because x until 2w"
    )
    assert running(session, "UKENJI").exception_until is None


def test_an_exception_that_stands_may_be_given_another_end(
    session: Session, maren: tests.commands.asking.Asking
) -> None:
    maren.says(f"/program assign {FLOR} {ADA} because help until 1w")
    before = running(session, "UFLOR").id
    said = later(maren, 5).says(f"/program assign {FLOR} {ADA} because more help until 2026-04-10")
    assert said == "<@UADA> stays Flor's adviser. Exception until Fri 10 April 2026: more help"
    assert (running(session, "UFLOR").id, running(session, "UFLOR").exception_reason) == (before, "more help")


def test_who_has_no_contract_takes_no_place_and_may_come_all_the_same(
    session: Session, maren: tests.commands.asking.Asking
) -> None:
    tests.programme.add_freelancer(session, "UMINA", last_day=None)
    said = maren.says(f"/program assign <@UMINA> {ADA}")
    assert "That is 5 (cap 5).\nMina has no contract that runs or comes: they count, and have check-ins, once" in said


def test_the_wrong_people_are_refused(session: Session, maren: tests.commands.asking.Asking) -> None:
    assert "Ada is no freelancer" in maren.refusal(f"/program assign {ADA} {KENJI}")
    assert "Flor is no adviser" in maren.refusal(f"/program assign {KENJI} {FLOR}")
    tests.programme.add_freelancer(session, "UBOTH").adviser = True
    assert "Nobody is their own adviser" in maren.refusal("/program assign <@UBOTH> <@UBOTH>")
    found(session, "UBOLA").active = False
    assert "Bola's Slack account is deactivated" in maren.refusal(f"/program assign {KENJI} {BOLA}")


def test_a_press_takes_it_back_and_nobody_hears_of_it(session: Session, maren: tests.commands.asking.Asking) -> None:
    value = undo_value(maren.command(f"/program assign {KENJI} {BOLA}"))
    said = tests.commands.asking.said(later(maren, 10).press("undo:assignment", subject=value))
    assert said == "Undone: <@UADA> is Kenji &lt;b&gt;'s adviser again. Who has read of it already is told."
    assert adviser_of(session, "UKENJI") == "UADA"
    assert waits_for(session) == set()


def test_who_has_read_of_it_reads_that_it_was_taken_back(session: Session, maren: tests.commands.asking.Asking) -> None:
    value = undo_value(maren.command(f"/program assign {KENJI} {BOLA}"))
    for part in data.morning.list_waiting(session):
        if part.person_id == found(session, "UBOLA").id:
            data.morning.record_told(session, part, tests.programme.TODAY)
    later(maren, 10).press("undo:assignment", subject=value)
    assert waits_for(session) == {"UBOLA"}


def test_it_can_be_taken_back_for_an_hour_and_only_while_it_is_the_newest(
    session: Session, maren: tests.commands.asking.Asking
) -> None:
    value = undo_value(maren.command(f"/program assign {KENJI} {BOLA}"))
    with pytest.raises(rules.errors.ProgramError, match="can't be undone any more"):
        later(maren, 61).press("undo:assignment", subject=value)
    later(maren, 1).says(f"/program assign {KENJI} {ADA}")
    with pytest.raises(rules.errors.ProgramError, match="can't be undone any more"):
        later(maren, 2).press("undo:assignment", subject=value)
    assert adviser_of(session, "UKENJI") == "UADA"


def test_the_place_that_was_left_may_be_taken_by_then(session: Session, maren: tests.commands.asking.Asking) -> None:
    value = undo_value(maren.command(f"/program assign {KENJI} {BOLA}"))
    later(maren, 1).says(f"/program assign {FLOR} {ADA}")
    with pytest.raises(rules.errors.ProgramError, match="already has 5 freelancers"):
        later(maren, 2).press("undo:assignment", subject=value)
    assert adviser_of(session, "UKENJI") == "UBOLA"


def opened(reply: commands.replies.Reply) -> dict[str, object]:
    assert isinstance(reply, commands.replies.Open)
    return {block.get("block_id", block["type"]): block for block in reply.view["blocks"]}


def test_without_an_adviser_the_form_proposes_who_has_a_place(
    session: Session, maren: tests.commands.asking.Asking
) -> None:
    blocks = opened(maren.command(f"/program assign {KENJI}"))
    assert "• Bola: 4 free, both speak Japanese, 0 hours a week in common" in str(blocks["section"])
    assert "Ada" not in str(blocks["section"])
    assert "UBOLA" in str(blocks["adviser"])
    assert "UKENJI" in str(blocks["freelancer"])
    assert "section" not in opened(maren.command("/program assign"))
    assert adviser_of(session, "UKENJI") == "UADA"


def test_the_form_does_what_the_words_do(session: Session, maren: tests.commands.asking.Asking) -> None:
    reply = maren.submit(
        "record:assignment", freelancer="<@UFLOR>", adviser="<@UADA>", reason="Ada knows them", until="2026-03-20"
    )
    assert "Exception until Fri 20 March 2026: Ada knows them" in tests.commands.asking.said(reply)
    assert adviser_of(session, "UFLOR") == "UADA"


def test_the_form_says_at_the_adviser_that_there_is_no_place(
    session: Session, maren: tests.commands.asking.Asking
) -> None:
    full = maren.submit("record:assignment", freelancer="<@UFLOR>", adviser="<@UADA>")
    assert full == commands.replies.Fields(
        {
            "adviser": "Ada has 5 freelancers, the cap is 5: choose another adviser, "
            "or give a reason and until when below."
        }
    )
    assert adviser_of(session, "UFLOR") == "UBOLA"


def test_half_an_exception_in_the_form_is_said_at_the_other_half(maren: tests.commands.asking.Asking) -> None:
    half = maren.submit("record:assignment", freelancer="<@UFLOR>", adviser="<@UADA>", reason="x")
    assert half == commands.replies.Fields({"until": "An exception needs both a reason and its last day."})
