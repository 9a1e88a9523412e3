"""What is said before a decision: who is asked when, who reads it, and until when it can be changed."""

import datetime
import typing

import pytest
import sqlmodel

import commands.replies
import data.audit
import data.models
import data.people
import jobs.morning
import messages.renewal_voices
import messages.renewals
import rules.errors
import tests.commands.asking
import tests.commands.contract_desk
import tests.programme

Desk = tests.commands.contract_desk.Desk
Recommendation = data.models.Recommendation
Wish = data.models.Wish
DAY = tests.commands.contract_desk.DAY
labels, said = tests.commands.contract_desk.labels, tests.commands.asking.said

WISH, RECOMMEND = messages.renewal_voices.WISH, messages.renewal_voices.RECOMMEND
ASKED_WISH = "Your contract ends on Thu 12 March 2026. What would you like after it?"
ASKED_RECOMMENDATION = "The contract of *Kenji* ends on Thu 12 March 2026 (in 10 days). What do you recommend?"


@pytest.fixture
def desk(session: sqlmodel.Session) -> Desk:
    return Desk(session)


def wishes(desk: Desk, word: str, who: str = "UKENJI") -> commands.replies.Reply:
    reply = desk.asks(who).press(WISH, subject=f"1:{word}")
    desk.session.flush()
    return reply


def recommends(desk: Desk, who: str = "UADA", recommended: str = "renew", why: str = "Calm") -> commands.replies.Reply:
    return desk.asks(who).submit(messages.renewal_voices.RECOMMENDED, subject="1", recommended=recommended, why=why)


def kept(desk: Desk, table: type[Wish] | type[Recommendation]) -> list[str]:
    """What was said, the first first."""
    rows: typing.Any = desk.session.exec(sqlmodel.select(table).order_by(sqlmodel.col(table.id)))
    return [row.wished if table is Wish else row.recommended for row in rows]


def moves(desk: Desk, adviser: str | None) -> None:
    """Kenji gets another adviser, or none."""
    kenji = desk.people["UKENJI"].id or 0
    running = data.people.find_running_assignment(desk.session, kenji)
    following = (
        data.models.Assignment(freelancer_id=kenji, adviser_id=desk.people[adviser].id or 0, starts=desk.now)
        if adviser
        else None
    )
    data.people.record_assignment(desk.session, desk.now, running, following)
    data.audit.record(desk.session, desk.now, "UMAREN", "assignment.change", "UKENJI")
    desk.session.flush()


def wakes(desk: Desk) -> None:
    """Everybody's morning is told."""
    jobs.morning.tick(desk.session, desk.now)
    desk.session.flush()


# -- asked


def test_from_the_first_rung_on_both_are_asked_once(desk: Desk) -> None:
    wakes(desk)
    assert any(ASKED_WISH in text for text in desk.sent("UKENJI"))
    assert any(ASKED_RECOMMENDATION in text for text in desk.sent("UADA"))
    assert not any("What would you like" in text for text in desk.sent("UAMARA"))
    for days in range(1, 4):
        desk.now = tests.programme.NOW + days * DAY
        wakes(desk)
    asked = [text for text in desk.sent("UADA") if "What do you recommend?" in text]
    assert len({text.partition("\n")[0] for text in asked}) == 1
    assert sum("What would you like" in text for text in desk.sent("UKENJI")) == 1


def test_who_becomes_the_adviser_is_asked_too_and_reads_nothing_of_what_the_former_said(desk: Desk) -> None:
    wakes(desk)
    recommends(desk, why="The former's words")
    moves(desk, "UBOLA")
    desk.now += DAY
    wakes(desk)
    (text,) = [text for text in desk.sent("UBOLA") if "What do you recommend?" in text]
    assert "You recommended" not in text
    form = desk.asks("UBOLA").press(RECOMMEND, subject="1")
    assert isinstance(form, commands.replies.Open)
    assert "The former's words" not in str(form.view)
    with pytest.raises(rules.errors.ProgramError, match="Only their adviser"):
        recommends(desk, "UADA")


def test_who_has_said_it_before_they_were_asked_is_not_asked(desk: Desk) -> None:
    recommends(desk)
    wishes(desk, "continue")
    wakes(desk)
    assert not any("What" in text for who in ("UADA", "UKENJI") for text in desk.sent(who))


def test_the_message_that_asked_says_what_was_answered(desk: Desk) -> None:
    wakes(desk)
    wishes(desk, "continue")
    assert "You said: “I would like to continue”. You can change it." in desk.sent("UKENJI")[-1]
    recommends(desk)
    assert "You recommended: renew." in desk.sent("UADA")[-1]


# -- a wish


def test_a_freelancer_reads_their_dates_and_says_what_they_would_like(desk: Desk) -> None:
    reply = desk.asks("UKENJI").command("/contract")
    assert said(reply) == (
        "Your contract runs from Sat 13 December 2025 and ends on Thu 12 March 2026 (in 10 days). "
        "You work 20 hours a week in it.\n"
        "What would you like after it? _This is not a promise; it helps to plan._"
    )
    assert labels(reply) == ["Continue", "Stop", "Talk about it"]
    wishes(desk, "continue")
    assert "You said: “I would like to continue”. You can change it." in desk.asks("UKENJI").says("/contract")


@pytest.mark.parametrize("role", ["adviser", "manager"])
def test_who_is_something_else_too_reads_their_own_dates_above_those_of_others(desk: Desk, role: str) -> None:
    own = desk.asks("UKENJI").says("/contract")
    desk.people["UKENJI"].sqlmodel_update({role: True})
    reply = desk.asks("UKENJI").command("/contract")
    assert said(reply) == f"{own}\n\n*Contracts that end within 30 days, and that nothing follows*: none."
    assert labels(reply) == ["Continue", "Stop", "Talk about it"]


def test_before_the_first_rung_nobody_is_asked(desk: Desk) -> None:
    assert desk.asks("UAMARA").says("/contract") == (
        "Your contract runs from Sat 13 December 2025 and ends on Fri 1 May 2026 (in 60 days). "
        "You work 20 hours a week in it."
    )


def test_a_freelancer_reads_the_next_term_and_is_asked_no_more(desk: Desk) -> None:
    tests.programme.add_contract(desk.session, desk.people["UKENJI"], 11, 71)
    text = desk.asks("UKENJI").says("/contract")
    assert text.endswith("\nYour next contract: Fri 13 March 2026 to Tue 12 May 2026, 20 hours a week.")
    assert "What would you like" not in text


def test_of_a_term_to_come_or_that_is_over_a_freelancer_reads_so(desk: Desk) -> None:
    tests.programme.add_freelancer(desk.session, "UCY", starts=5, last_day=65)
    assert desk.asks("UCY").says("/contract").startswith("Your contract begins on Sat 7 March 2026 and ends on")
    tests.programme.add_freelancer(desk.session, "UDI", starts=-65, last_day=-5)
    assert desk.asks("UDI").says("/contract") == (
        "Your contract ran from Sat 27 December 2025 and ended on Wed 25 February 2026. "
        "You worked 20 hours a week in it."
    )
    tests.programme.add_freelancer(desk.session, "UEL", last_day=None)
    assert "No contract of yours is recorded" in desk.asks("UEL").says("/contract")


@pytest.mark.parametrize(("word", "says"), [("talk", "would like to talk about"), ("stop", "would like to stop")])
def test_a_wish_to_talk_or_to_stop_is_told_to_their_adviser_alone_and_at_once(desk: Desk, word: str, says: str) -> None:
    reply = said(wishes(desk, word))
    assert "<@UADA> reads it now." in reply
    assert messages.renewal_voices.NO_PROMISE in reply
    (text,) = desk.sent("UADA")
    assert text.startswith("The contract of *Kenji* ends on Thu 12 March 2026 (in 10 days). They have told Muster")
    assert says in text
    assert "Please write to them: <@UKENJI>." in text
    assert [desk.sent(who) for who in ("UMAREN", "UNOOR", "UBOLA", "UKENJI")] == [[], [], [], []]


def test_a_wish_to_continue_waits_for_who_looks(desk: Desk) -> None:
    reply = said(wishes(desk, "continue"))
    assert "reads it now" not in reply
    assert desk.sent("UADA") == []


def test_who_was_told_reads_of_a_change_of_mind_and_not_the_same_twice(desk: Desk) -> None:
    for word in ("continue", "talk", "talk", "continue", "continue", "stop"):
        wishes(desk, word)
    assert [text.partition("that they ")[2].partition(".")[0] for text in desk.sent("UADA")] == [
        "would like to talk about what follows",
        "would like to continue after all",
        "would like to stop when it does",
    ]
    assert kept(desk, Wish) == ["continue", "talk", "continue", "stop"]


def test_without_an_adviser_it_is_told_to_whose_the_decision_is(desk: Desk) -> None:
    moves(desk, None)
    wishes(desk, "talk")
    assert [len(desk.sent(who)) for who in ("UMAREN", "UNOOR", "UADA")] == [1, 0, 0]
    desk.contract.added_by_id = desk.people["UNOOR"].id
    wishes(desk, "stop")
    assert [len(desk.sent(who)) for who in ("UMAREN", "UNOOR", "UADA")] == [1, 1, 0]


def test_nobody_wishes_for_somebody_else(desk: Desk) -> None:
    for who in ("UAMARA", "UADA", "UMAREN"):
        with pytest.raises(rules.errors.ProgramError, match="somebody else's contract"):
            wishes(desk, "stop", who)
    with pytest.raises(rules.errors.ProgramError, match="somebody else's contract"):
        desk.asks("UKENJI").press(WISH, subject="99:stop")
    with pytest.raises(rules.errors.ProgramError, match="somebody else's contract"):
        wishes(desk, "sing")
    assert kept(desk, Wish) == []


# -- until when


def test_both_can_be_changed_until_the_last_day_is_over(desk: Desk) -> None:
    desk.now += 10 * DAY
    wishes(desk, "continue")
    recommends(desk)
    recommends(desk, recommended="unsure")
    assert kept(desk, Recommendation) == ["renew", "unsure"]
    desk.now += DAY
    with pytest.raises(rules.errors.ProgramError, match="This contract ended on Thu 12 March 2026"):
        wishes(desk, "stop")
    with pytest.raises(rules.errors.ProgramError, match="This contract ended on Thu 12 March 2026"):
        recommends(desk)


def test_a_decision_changes_nothing_for_either_until_it_was_told(desk: Desk) -> None:
    before = said(desk.asks("UKENJI").command("/contract"))
    desk.decides(messages.renewals.CONVERT)
    assert said(desk.asks("UKENJI").command("/contract")) == before
    wishes(desk, "continue")
    recommends(desk)
    desk.tells()
    desk.passes(datetime.timedelta(minutes=3))
    with pytest.raises(rules.errors.ProgramError, match="was told"):
        wishes(desk, "stop")
    with pytest.raises(rules.errors.ProgramError, match="was told"):
        recommends(desk)
    assert "What would you like" not in desk.asks("UKENJI").says("/contract")


# -- a recommendation


def test_only_their_adviser_recommends(desk: Desk) -> None:
    for who in ("UBOLA", "UMAREN"):
        with pytest.raises(rules.errors.ProgramError, match="Only their adviser"):
            recommends(desk, who)
        with pytest.raises(rules.errors.ProgramError, match="Only their adviser"):
            desk.asks(who).press(RECOMMEND, subject="1")
    with pytest.raises(rules.errors.NotAllowed):
        recommends(desk, "UKENJI")
    assert kept(desk, Recommendation) == []


def test_private_data_in_a_why_is_hidden_before_it_is_kept(desk: Desk) -> None:
    recommends(desk, why="She wrote to ann.smith@example.com")
    row = desk.session.exec(sqlmodel.select(Recommendation)).one()
    assert "example.com" not in (row.why or "")


def test_that_something_was_said_is_on_record_and_not_what(desk: Desk) -> None:
    recommends(desk)
    wishes(desk, "talk")
    rows = [(one.actor, one.action, one.before, one.after) for one in data.audit.list_about(desk.session, "CON-1")]
    assert rows == [("UADA", "contract.recommend", None, None), ("UKENJI", "contract.wish", None, None)]
