"""What follows a contract: decided, told, taken back; and what happens when two managers decide, or a message dies."""

import datetime

import pytest
import sqlmodel

import commands.replies
import data.audit
import data.models
import data.outbox
import messages.renewal_forms
import messages.renewals
import rules.errors
import tests.commands.asking
import tests.commands.contract_desk
import tests.programme

Choice = data.models.Choice
Desk = tests.commands.contract_desk.Desk
Fields = commands.replies.Fields

RENEW, END, CONVERT, NOT_YET = (
    messages.renewals.RENEW,
    messages.renewals.END,
    messages.renewals.CONVERT,
    messages.renewals.NOT_YET,
)
MINUTE = tests.commands.contract_desk.MINUTE
said, labels = tests.commands.asking.said, tests.commands.contract_desk.labels


@pytest.fixture
def desk(session: sqlmodel.Session) -> Desk:
    return Desk(session)


# -- deciding


def test_the_form_of_a_renewal_proposes_as_long_a_term_and_the_same_hours(desk: Desk) -> None:
    view = desk.opens(RENEW)
    assert tests.commands.contract_desk.proposed(view) == {"last_day": "2026-06-10", "weekly_hours": "20"}
    hint = next(block["hint"]["text"] for block in view["blocks"] if block.get("block_id") == "last_day")
    assert hint == (
        "It begins on Fri 13 March 2026. Its last day can be from Sun 12 April 2026 to Sun 13 September 2026."
    )


def test_a_decision_is_shown_with_what_can_be_done_next(desk: Desk) -> None:
    reply = desk.decides(RENEW, last_day="2026-05-20", weekly_hours="24")
    assert "renew until Wed 20 May 2026, 24 hours a week, not told yet" in said(reply)
    assert labels(reply) == ["Tell them", "Renew", "End", "Convert", "Not yet", "Take back"]
    assert labels(desk.decides(END))[0] == "I have told them"
    assert "end, not told yet" in said(desk.asks("UNOOR").command("/contract review <@UKENJI>"))


@pytest.mark.parametrize(
    ("last_day", "wrong"),
    [
        ("2026-03-10", "A term lasts 1 to 6 months: from Sun 12 April 2026 to Sun 13 September 2026."),
        ("2026-09-14", "A term lasts 1 to 6 months: from Sun 12 April 2026 to Sun 13 September 2026."),
        (
            "2026-08-20",
            "CON-3 has days in common with it: Tue 11 August 2026 to Wed 30 September 2026, 20 hours a week.",
        ),
    ],
)
def test_a_last_day_that_wont_do_is_said_at_its_field(desk: Desk, last_day: str, wrong: str) -> None:
    tests.programme.add_contract(desk.session, desk.people["UKENJI"], 162, 212)
    reply = desk.decides(RENEW, last_day=last_day)
    assert reply == Fields({"last_day": wrong})


def test_hours_that_wont_do_are_said_at_their_field(desk: Desk) -> None:
    reply = desk.decides(RENEW, weekly_hours="many")
    assert isinstance(reply, Fields)
    assert list(reply.errors) == ["weekly_hours"]


@pytest.mark.parametrize("until", ["2026-03-02", "2026-03-13"])
def test_not_yet_lasts_from_tomorrow_to_the_last_day_at_most(desk: Desk, until: str) -> None:
    reply = desk.decides(NOT_YET, until=until)
    assert reply == Fields({"until": "Choose a day after today, and not after the last one, Thu 12 March 2026."})
    assert "not yet, until Thu 12 March 2026" in said(desk.decides(NOT_YET, until="2026-03-12"))


def test_what_is_taken_back_is_open_again_and_its_history_is_kept(desk: Desk) -> None:
    desk.decides(END)
    number = f"{desk.contract.id}:{desk.decision.id}"
    reply = desk.asks("UNOOR").press(messages.renewals.RETRACT, subject=number)
    assert "· not decided" in said(reply)
    assert "Take back" not in labels(reply)
    kept = data.renewals.list_decisions(desk.session, desk.contract.id or 0)
    assert [(one.choice, one.actor_id) for one in kept] == [
        (Choice.OPEN, desk.people["UNOOR"].id),
        (Choice.END, desk.people["UMAREN"].id),
    ]


def test_of_two_managers_the_second_sees_what_the_first_decided(desk: Desk) -> None:
    opened = {who: desk.opens(END if who == "UNOOR" else CONVERT, who) for who in ("UMAREN", "UNOOR")}
    desk.asks("UMAREN").submit(messages.renewal_forms.CONVERT, subject=opened["UMAREN"]["private_metadata"])
    reply = desk.asks("UNOOR").submit(messages.renewal_forms.END, subject=opened["UNOOR"]["private_metadata"])
    assert said(reply).startswith("*Nothing was saved.*")
    assert "convert to an employee, not told yet" in said(reply)
    assert desk.decision.choice == Choice.CONVERT


def test_a_press_that_comes_twice_has_one_effect(desk: Desk) -> None:
    view = desk.opens(END)
    for _ in range(2):
        desk.asks("UMAREN").submit(messages.renewal_forms.END, key="once", subject=view["private_metadata"])
    assert len(data.renewals.list_decisions(desk.session, desk.contract.id or 0)) == 1


def test_every_step_is_recorded_and_without_words(desk: Desk) -> None:
    desk.decides(CONVERT)
    desk.tells("A word of ours")
    desk.asks("UMAREN").press(messages.renewals.UNDO, subject=str(desk.decision.id))
    number = f"CON-{desk.contract.id}"
    rows = data.audit.list_about(desk.session, number)
    assert [(row.action, row.after) for row in rows] == [
        ("contract.decide", {"choice": "convert"}),
        ("contract.tell", None),
        ("contract.untell", None),
    ]


def test_a_contract_that_is_over_is_decided_on_no_more(desk: Desk) -> None:
    desk.now += datetime.timedelta(days=11)
    with pytest.raises(rules.errors.ProgramError, match="over"):
        desk.opens(RENEW)
    assert labels(desk.asks("UMAREN").command("/contract review <@UKENJI>")) == []


@pytest.mark.parametrize(("button", "left"), [(END, ["I have told them"]), (CONVERT, ["Tell them"]), (RENEW, [])])
def test_who_has_not_heard_of_an_end_can_still_be_told_when_it_is_over(
    desk: Desk, button: str, left: list[str]
) -> None:
    desk.decides(button)
    desk.now += datetime.timedelta(days=11)
    assert labels(desk.asks("UMAREN").command("/contract review <@UKENJI>")) == left


def test_nobody_decides_on_their_own_contract(desk: Desk) -> None:
    desk.people["UKENJI"].manager = True
    with pytest.raises(rules.errors.ProgramError, match="another manager"):
        desk.opens(RENEW, "UKENJI")
    desk.decides(RENEW)
    with pytest.raises(rules.errors.ProgramError, match="no such contract"):
        desk.asks("UKENJI").press(messages.renewals.TELL, subject=str(desk.decision.id))


def test_managers_read_who_decided_what_and_when_and_advisers_do_not(desk: Desk) -> None:
    desk.decides(END)
    desk.decides(CONVERT, "UNOOR")
    review = said(desk.asks("UMAREN").command("/contract review <@UKENJI>"))
    moment = "Mon 2 March 2026, 09:00 (UTC)"
    lines = f"*Decided so far:*\n• {moment}: Noor, convert to an employee\n• {moment}: Maren, end\n"
    assert lines in review
    assert "Decided" not in said(desk.asks("UADA").command("/contract review <@UKENJI>"))


# -- telling


def test_a_renewal_is_told_when_its_message_has_left_and_makes_the_next_term(desk: Desk) -> None:
    desk.decides(RENEW, last_day="2026-05-20", weekly_hours="24")
    reply = desk.tells("Good news, <Kenji>.")
    assert said(reply).startswith("Kenji reads it on Mon 2 March 2026, 09:02 (UTC).")
    assert desk.sent("UKENJI") == ["Good news, &lt;Kenji&gt;."]
    desk.passes(MINUTE)
    assert (desk.decision.told_at, len(desk.terms())) == (None, 1)
    desk.passes(MINUTE)
    assert desk.decision.told_at == desk.now
    term = desk.terms()[1]
    assert (term.starts.isoformat(), term.last_day.isoformat(), term.weekly_hours) == ("2026-03-13", "2026-05-20", 24)
    assert desk.waiting("UADA") == [
        "The contract of *Kenji* is renewed until Wed 20 May 2026, 24 hours a week. They have read it."
    ]


def test_a_message_that_would_come_after_the_last_day_is_said_to(desk: Desk) -> None:
    starts, ends = datetime.date(2026, 3, 2), datetime.date(2026, 3, 16)
    person_id = desk.people["UKENJI"].id or 0
    desk.session.add(data.models.Absence(person_id=person_id, starts=starts, ends=ends, recorded_at=desk.now))
    desk.decides(CONVERT)
    assert "*That is after the last day, Thu 12 March 2026*: please speak with them before." in said(desk.tells())


def test_who_has_left_is_written_nothing_and_an_end_is_still_told(desk: Desk) -> None:
    desk.decides(CONVERT)
    desk.people["UKENJI"].active = False
    with pytest.raises(rules.errors.ProgramError, match="reads nothing here any more"):
        desk.tells()
    desk.decides(END)
    desk.speaks()
    desk.passes(2 * MINUTE)
    assert desk.decision.told_at is not None


def test_it_is_sent_in_the_persons_working_hours(desk: Desk) -> None:
    desk.now = datetime.datetime(2026, 3, 6, 20, tzinfo=datetime.UTC)  # Friday evening
    desk.decides(CONVERT)
    desk.tells()
    assert desk.decision.tell_at == datetime.datetime(2026, 3, 9, 9, tzinfo=datetime.UTC)  # 09:00 on Monday
    desk.passes(datetime.timedelta(hours=48))
    assert desk.decision.told_at is None


def test_undo_works_until_it_leaves_and_not_after(desk: Desk) -> None:
    desk.decides(RENEW)
    desk.tells()
    reply = desk.asks("UNOOR").press(messages.renewals.UNDO, subject=str(desk.decision.id))
    assert said(reply) == "Taken back: nothing was sent, and nobody was told."
    assert desk.sent("UKENJI") == []
    desk.tells("Once more")
    desk.passes(2 * MINUTE)
    assert desk.sent("UKENJI") == ["Once more"]
    with pytest.raises(rules.errors.ProgramError, match="too late"):
        desk.asks("UMAREN").press(messages.renewals.UNDO, subject=str(desk.decision.id))


def test_what_a_manager_sends_goes_out_while_all_that_is_unasked_is_paused(desk: Desk) -> None:
    desk.decides(RENEW)
    desk.tells()
    paused = data.outbox.list_due(desk.session, desk.now + 2 * MINUTE, desk.now, 9, live=False, paused=["decision"])
    assert [notice.lane for notice in paused] == ["@UKENJI"]


def test_while_it_is_on_its_way_nothing_else_can_be_decided(desk: Desk) -> None:
    desk.decides(RENEW)
    desk.tells()
    assert labels(desk.asks("UNOOR").command("/contract review <@UKENJI>")) == ["Undo"]
    with pytest.raises(rules.errors.ProgramError, match="press \\*Undo\\* first"):
        desk.opens(END, "UNOOR")
    with pytest.raises(rules.errors.ProgramError, match="on its way"):
        desk.tells()


@pytest.mark.parametrize("state", ["dead", "uncertain", "dropped"])
def test_a_message_that_does_not_arrive_tells_nobody_and_the_manager_hears_it(desk: Desk, state: str) -> None:
    desk.decides(RENEW)
    desk.tells()
    desk.passes(2 * MINUTE, state)
    assert (desk.decision.told_at, desk.decision.tell_at, len(desk.terms())) == (None, None, 1)
    assert [text for text in desk.sent("UMAREN") if "did not arrive" in text] != []
    assert [text for text in desk.sent("UNOOR") if "did not arrive" in text] == []
    assert "not told, for what was sent did not arrive" in said(desk.asks("UMAREN").command("/contract due"))
    desk.tells("Again")
    desk.passes(2 * MINUTE)
    assert len(desk.terms()) == 2


def test_a_message_that_waits_is_not_told_until_it_goes(desk: Desk) -> None:
    desk.decides(RENEW)
    desk.tells()
    desk.passes(2 * MINUTE, "sending")
    desk.passes(60 * MINUTE, "sending")
    assert [desk.decision.told_at] == [None]
    notice = data.outbox.find_last(desk.session, f"decision:{desk.decision.id}:")
    assert notice is not None
    notice.state, notice.settled_at = data.models.NoticeState.SENT, desk.now
    desk.ticks()
    assert desk.decision.told_at == desk.now


def test_a_convert_is_noted_on_the_contract_once_it_is_told(desk: Desk) -> None:
    desk.decides(CONVERT)
    assert [desk.contract.ended_as] == [None]
    desk.tells()
    desk.passes(2 * MINUTE)
    assert desk.contract.ended_as == data.models.EndedAs.CONVERTED
    assert len(desk.terms()) == 1


# -- an end


def test_an_end_is_spoken_first_and_written_after_that(desk: Desk) -> None:
    desk.decides(END)
    ident = str(desk.decision.id)
    with pytest.raises(rules.errors.ProgramError, match="spoken first"):
        desk.asks("UMAREN").submit(messages.renewal_forms.TELL, subject=ident, words="It ends.")
    with pytest.raises(rules.errors.ProgramError, match="spoken first"):
        desk.asks("UMAREN").submit(messages.renewal_forms.WRITE, subject=ident, words="It ends.")
    assert isinstance(desk.asks("UMAREN").submit(messages.renewal_forms.SPOKEN, subject=ident), Fields)
    reply = desk.speaks("adviser")
    assert labels(reply) == ["Write to them", "Undo"]
    assert desk.sent("UKENJI") == []
    desk.passes(2 * MINUTE)
    assert desk.decision.told_at is not None
    assert desk.waiting("UADA") == [
        "The contract of *Kenji* ends on Thu 12 March 2026 and is not renewed. Somebody has spoken with them."
    ]
    desk.asks("UMAREN").submit(messages.renewal_forms.WRITE, subject=ident, words="As we said.")
    assert desk.sent("UKENJI") == ["As we said."]
    with pytest.raises(rules.errors.ProgramError, match="on their way"):
        desk.asks("UMAREN").press(messages.renewals.WRITE, subject=ident)


def test_all_but_an_end_is_told_by_a_message(desk: Desk) -> None:
    desk.decides(RENEW)
    with pytest.raises(rules.errors.ProgramError, match="message of Muster's"):
        desk.speaks()


def test_written_words_never_go_before_the_end_counts_as_told(desk: Desk) -> None:
    desk.decides(END)
    desk.speaks()
    ident = str(desk.decision.id)
    desk.asks("UMAREN").submit(messages.renewal_forms.WRITE, subject=ident, words="As we said.")
    notice = data.outbox.find_last(desk.session, f"decision:{ident}:")
    assert notice is not None
    assert desk.decision.tell_at is not None
    assert notice.due_at >= desk.decision.tell_at


def test_undo_of_an_end_takes_the_words_back_too_within_two_minutes(desk: Desk) -> None:
    desk.decides(END)
    desk.speaks()
    ident = str(desk.decision.id)
    desk.asks("UMAREN").submit(messages.renewal_forms.WRITE, subject=ident, words="As we said.")
    desk.asks("UMAREN").press(messages.renewals.UNDO, subject=ident)
    desk.passes(60 * MINUTE)
    assert (desk.decision.told_at, desk.decision.words, desk.sent("UKENJI")) == (None, None, [])


def test_after_that_it_takes_back_only_what_was_not_sent(desk: Desk) -> None:
    desk.decides(END)
    desk.speaks()
    desk.passes(2 * MINUTE)
    ident = str(desk.decision.id)
    with pytest.raises(rules.errors.ProgramError, match="too late"):
        desk.asks("UMAREN").press(messages.renewals.UNDO, subject=ident)
    desk.asks("UMAREN").submit(messages.renewal_forms.WRITE, subject=ident, words="As we said.")
    reply = desk.asks("UMAREN").press(messages.renewals.UNDO, subject=ident)
    assert said(reply) == "Taken back: nothing is written to them. They have been told all the same."
    assert desk.sent("UKENJI") == []


# -- after they were told


def test_what_was_told_is_corrected_by_a_decision_that_is_told_again(desk: Desk) -> None:
    desk.decides(END)
    desk.speaks()
    desk.passes(2 * MINUTE)
    with pytest.raises(rules.errors.ProgramError, match="has been told already"):
        desk.opens(NOT_YET)
    desk.decides(RENEW, last_day="2026-05-20")
    due = said(desk.asks("UMAREN").command("/contract due"))
    assert "renew until Wed 20 May 2026, 20 hours a week, not told yet; they were told: end" in due
    assert "· end, told" in said(desk.asks("UADA").command("/contract due"))
    desk.tells()
    desk.passes(2 * MINUTE)
    assert len(desk.terms()) == 2


def test_what_was_to_be_written_about_an_end_is_dropped_when_something_else_is_told(desk: Desk) -> None:
    desk.now = datetime.datetime(
        2026, 3, 6, 20, tzinfo=datetime.UTC
    )  # Friday evening: what is written waits for Monday
    desk.decides(END)
    desk.speaks()
    desk.passes(2 * MINUTE)
    desk.asks("UMAREN").submit(messages.renewal_forms.WRITE, subject=str(desk.decision.id), words="As we said.")
    desk.decides(RENEW)
    assert desk.sent("UKENJI") == ["As we said."]
    desk.tells("It is renewed after all.")
    assert desk.sent("UKENJI") == ["It is renewed after all."]


def test_an_end_told_after_a_renewal_takes_the_next_term_away(desk: Desk) -> None:
    desk.decides(RENEW)
    desk.tells()
    desk.passes(2 * MINUTE)
    assert len(desk.terms()) == 2
    desk.decides(END)
    desk.speaks()
    desk.passes(2 * MINUTE)
    assert len(desk.terms()) == 1


def test_a_renewal_told_twice_changes_the_term_it_made(desk: Desk) -> None:
    for last_day in ("2026-05-20", "2026-06-20"):
        desk.decides(RENEW, last_day=last_day)
        desk.tells()
        desk.passes(2 * MINUTE)
    assert [term.last_day.isoformat() for term in desk.terms()] == ["2026-03-12", "2026-06-20"]


def test_a_term_that_was_added_meanwhile_is_not_doubled(desk: Desk) -> None:
    desk.decides(RENEW, last_day="2026-05-20", weekly_hours="24")
    desk.tells()
    tests.programme.add_contract(desk.session, desk.people["UKENJI"], 11, 60)
    desk.passes(2 * MINUTE)
    assert [(term.last_day.isoformat(), term.weekly_hours) for term in desk.terms()] == [
        ("2026-03-12", 20),
        ("2026-05-20", 24),
    ]


def test_a_term_in_the_way_is_left_and_the_manager_hears_that_nothing_was_added(desk: Desk) -> None:
    desk.decides(RENEW, last_day="2026-05-20")
    desk.tells()
    tests.programme.add_contract(desk.session, desk.people["UKENJI"], 20, 60)
    desk.passes(2 * MINUTE)
    assert len(desk.terms()) == 2
    (told,) = [text for text in desk.sent("UMAREN") if "was not added" in text]
    assert "CON-3 has days in common with it." in told


def test_a_contract_that_ended_early_meanwhile_is_not_renewed(desk: Desk) -> None:
    desk.decides(RENEW, last_day="2026-05-20")
    desk.tells()
    contract = desk.contract
    contract.agreed_ends, contract.ends = contract.ends, contract.ends - datetime.timedelta(days=3)
    contract.ended_as = data.models.EndedAs.RESIGNED
    desk.passes(2 * MINUTE)
    assert len(desk.terms()) == 1
    assert desk.contract.ended_as == data.models.EndedAs.RESIGNED
    assert [text for text in desk.sent("UMAREN") if "was not added" in text] != []
