"""Check-ins are logged by a form and by a command, late and corrected, and nobody logs what is not theirs."""

import datetime

import pytest
import sqlmodel

import commands.dispatch
import commands.home
import commands.replies
import data.models
import data.outbox
import jobs.checkins
import messages.checkin_forms
import messages.checkins
import rules.errors
import tests.commands.asking
import tests.commands.checkin_desk

Desk = tests.commands.checkin_desk.Desk
State = data.models.CheckinState
filled, shown = tests.commands.checkin_desk.filled, tests.commands.checkin_desk.shown
said = tests.commands.asking.said
KENJI = "<@UKENJI>"


@pytest.fixture
def desk(session: sqlmodel.Session) -> Desk:
    return Desk(session)


def texts(view: dict[str, object]) -> str:
    return str(view["blocks"])


# -- the form


def test_the_form_says_who_reads_it_and_comes_with_today_and_the_planned_minutes(desk: Desk) -> None:
    view = desk.form("UADA", desk.plans())
    assert filled(view) == {"held_on": "2026-03-02", "minutes": "60"}
    assert "You, whoever is Kenji's adviser by then, and the managers read this. Kenji does not." in texts(view)


def test_what_is_saved_by_the_form_is_the_log_and_the_row_is_done(desk: Desk) -> None:
    row = desk.plans()
    reply = desk.logs_by_form("UADA", desk.form("UADA", row), minutes="1h30", concern="Too many hours")
    (log,) = desk.logs()
    assert (log.minutes, log.concern, log.held_on) == (90, "Too many hours", datetime.date(2026, 3, 2))
    assert (row.state, row.minutes, row.held_on) == (State.DONE, 90, log.held_on)
    assert shown(reply) == "*Saved.* Kenji, week from Mon 2 March 2026: done on Mon 2 March 2026, 90 minutes."


def test_where_the_list_says_it_by_now_the_form_just_closes(desk: Desk) -> None:
    row = desk.plans()
    desk.reads_list("UADA")
    view = desk.form("UADA", row)
    assert desk.logs_by_form("UADA", view) == commands.replies.Close()
    private = view | {"private_metadata": f"{row.id}:private:{desk.logs()[0].id}"}
    assert shown(desk.logs_by_form("UADA", private)).startswith("*Saved.* Kenji")
    assert shown(desk.logs_by_form("UMAREN", desk.form("UMAREN", row))).startswith("*Saved.* Kenji")


def test_what_is_private_is_hidden_before_it_is_kept_and_its_writer_reads_where(desk: Desk) -> None:
    view = desk.form("UADA", desk.plans())
    reply = desk.logs_by_form("UADA", view, concern="A customer, ann@shop.test, was rude")
    assert desk.logs()[0].concern == "A customer, [e-mail hidden], was rude"
    assert "Hidden before it was kept, so that nobody reads it: in *Concern* 1 e-mail address." in shown(reply)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"held_on": "2026-03-03"}, {"held_on": "This day is to come: press *Booked* in the list instead."}),
        (
            {"held_on": "2025-12-01"},
            {"held_on": "This is longer ago than 90 days, and can't be logged any more."},
        ),
        (
            {"minutes": "long"},
            {"minutes": "“long” won't do for minutes: write 5 to 480 minutes, such as 30m, 1h, 1h30 or 90."},
        ),
    ],
)
def test_what_is_wrong_stands_at_its_input_and_nothing_is_kept(
    desk: Desk, typed: dict[str, str], wrong: dict[str, str]
) -> None:
    row = desk.plans()
    assert desk.logs_by_form("UADA", desk.form("UADA", row), **typed) == commands.replies.Fields(wrong)
    assert (row.state, desk.logs()) == (State.OPEN, [])


def test_a_correction_comes_with_what_was_logged_and_the_earlier_version_stays(desk: Desk) -> None:
    row = desk.plans()
    desk.logs_by_form("UADA", desk.form("UADA", row), follow_up="Try the checkout")
    view = desk.form("UADA", row)
    assert filled(view) == {"held_on": "2026-03-02", "minutes": "60", "follow_up": "Try the checkout"}
    assert "You logged 60 minutes on Mon 2 March 2026." in texts(view)
    reply = desk.logs_by_form("UADA", view, minutes="45")
    assert [log.minutes for log in desk.logs()] == [60, 45]
    assert row.minutes == 45
    assert "in the meantime" not in shown(reply)


def test_of_two_who_log_the_same_the_later_is_a_correction_and_says_so(desk: Desk) -> None:
    row = desk.plans()
    first, second = desk.form("UADA", row), desk.form("UMAREN", row)
    desk.logs_by_form("UADA", first, minutes="30", went_well="Calm")
    reply = desk.logs_by_form("UMAREN", second, minutes="50")
    assert "Ada had logged it too in the meantime (30 minutes on Mon 2 March 2026)" in shown(reply)
    assert [log.went_well for log in desk.logs()] == ["Calm", None]
    assert row.minutes == 50


def test_the_same_request_again_logs_once(desk: Desk) -> None:
    view = desk.form("UADA", desk.plans())
    for _ in range(2):
        desk.asks("UADA").submit(
            messages.checkin_forms.LOG, key="twice", subject=view["private_metadata"], **filled(view)
        )
    assert len(desk.logs()) == 1


def test_who_covers_logs_it_and_corrects_nothing_that_the_adviser_logged(desk: Desk) -> None:
    row = desk.plans()
    row.adviser_id = desk.people["UBOLA"].id or 0
    view = desk.form("UBOLA", row)
    desk.logs_by_form("UADA", desk.form("UADA", row), concern="Between us")
    with pytest.raises(rules.errors.ProgramError, match="Only who holds this check-in"):
        desk.logs_by_form("UBOLA", view, went_well="All of it")
    with pytest.raises(rules.errors.ProgramError, match="Only who holds this check-in"):
        desk.form("UBOLA", row)


def test_what_is_done_is_neither_booked_nor_excused_nor_opened_again(desk: Desk) -> None:
    row = desk.plans()
    desk.logs_by_form("UADA", desk.form("UADA", row))
    for action in (messages.checkins.BOOK, messages.checkins.MISSED, messages.checkins.REOPEN):
        with pytest.raises(rules.errors.ProgramError, match="is done already"):
            desk.asks("UADA").press(action, subject=str(row.id))
    with pytest.raises(rules.errors.ProgramError, match="is done already"):
        desk.asks("UADA").submit(messages.checkin_forms.MISSED, subject=str(row.id), excuse="excused")
    assert row.state == State.DONE


def test_a_day_that_is_booked_is_said_where_no_list_was_told(desk: Desk) -> None:
    row = desk.plans()
    reply = desk.asks("UADA").submit(messages.checkin_forms.BOOKED, subject=f"{row.id}:private", day="2026-03-05")
    assert shown(reply) == "*Saved.* Kenji, week from Mon 2 March 2026: booked for Thu 5 March 2026."


def test_a_list_of_long_ago_changes_nothing_any_more(desk: Desk) -> None:
    row = desk.plans()
    desk.later(days=97)
    for action in (messages.checkins.DONE, messages.checkins.BOOK, messages.checkins.MISSED):
        with pytest.raises(rules.errors.ProgramError, match="longer ago than 90 days"):
            desk.asks("UADA").press(action, subject=str(row.id))


# -- the command


@pytest.mark.parametrize(
    ("words", "minutes", "held_on", "follow_up"),
    [
        ("30m", 30, "2026-03-02", None),
        ("1h15 the new checkout", 75, "2026-03-02", "the new checkout"),
        ("the new checkout", 60, "2026-03-02", "the new checkout"),
        ("yesterday 45", 45, "2026-03-01", None),
        ("3d ago 20m late at night", 20, "2026-02-27", "late at night"),
        ("2026-02-11 20m", 20, "2026-02-11", None),
    ],
)
def test_a_command_logs_at_once(desk: Desk, words: str, minutes: int, held_on: str, follow_up: str | None) -> None:
    desk.plans()
    text = desk.asks("UADA").says(f"/checkin {KENJI} {words}")
    (log,) = desk.logs()
    assert (log.minutes, str(log.held_on), log.follow_up) == (minutes, held_on, follow_up)
    day = datetime.date.fromisoformat(held_on)
    monday = day - day.weekday() * datetime.timedelta(days=1)
    assert desk.row(monday).state == State.DONE
    assert f"week from {monday:%a} {monday.day} {monday:%B %Y}: done on" in text
    assert ("the follow-up, which the next list shows" in text) == (follow_up is not None)


def test_a_note_of_a_week_before_one_that_is_logged_is_not_said_to_be_shown_next(desk: Desk) -> None:
    desk.plans()
    assert "the follow-up, which the next list shows" in desk.asks("UADA").says(f"/checkin {KENJI} 30m newer")
    said = desk.asks("UADA").says(f"/checkin {KENJI} 2026-02-11 20m older")
    assert "the follow-up of that week. The next list shows what a later check-in agreed" in said


def test_with_a_person_alone_or_a_day_the_form_opens_for_that_week(desk: Desk) -> None:
    desk.plans()
    for words, held_on in (("", "2026-03-02"), (" 2026-02-11", "2026-02-11")):
        reply = desk.asks("UADA").command(f"/checkin {KENJI}{words}")
        assert isinstance(reply, commands.replies.Open)
        assert filled(reply.view)["held_on"] == held_on
        desk.logs_by_form("UADA", reply.view)
    assert [str(log.held_on) for log in desk.logs()] == ["2026-03-02", "2026-02-11"]


def test_where_it_is_logged_already_the_form_asks_and_nothing_is_kept_of_it(desk: Desk) -> None:
    desk.plans()
    desk.asks("UADA").says(f"/checkin {KENJI} 30m first")
    reply = desk.asks("UADA").command(f"/checkin {KENJI} 45m second", key="again")
    assert isinstance(reply, commands.replies.Open)
    assert filled(reply.view) == {"held_on": "2026-03-02", "minutes": "45", "follow_up": "second"}
    assert len(desk.logs()) == 1
    assert desk.session.get(data.models.RequestKey, "again") is None


def test_an_excused_week_may_be_logged_after_all(desk: Desk) -> None:
    row = desk.plans()
    desk.asks("UADA").submit(messages.checkin_forms.MISSED, subject=str(row.id), excuse="excused")
    desk.asks("UADA").says(f"/checkin {KENJI} 30m")
    assert (row.state, row.excuse) == (State.DONE, None)


@pytest.mark.parametrize("words", ["2025-11-03 30m", "2025-08-01"])
def test_no_week_is_logged_that_is_too_long_ago_or_before_a_contract(desk: Desk, words: str) -> None:
    assert "longer ago than 90 days" in desk.asks("UADA").refusal(f"/checkin {KENJI} {words}")
    assert desk.session.exec(sqlmodel.select(data.models.Checkin)).all() == []


def test_no_week_is_logged_in_which_no_contract_ran(session: sqlmodel.Session) -> None:
    desk = Desk(session, last_day=-40)
    assert "no contract of theirs ran" in desk.asks("UADA").refusal(f"/checkin {KENJI} 30m")
    assert "done on Mon 5 January 2026" in desk.asks("UADA").says(f"/checkin {KENJI} 2026-01-05 30m")


def test_without_an_adviser_a_week_that_nobody_was_asked_for_is_the_managers_to_log(desk: Desk) -> None:
    running = desk.session.exec(sqlmodel.select(data.models.Assignment)).one()
    running.ends = desk.now
    desk.session.flush()
    assert "are not yours" in desk.asks("UBOLA").refusal(f"/checkin {KENJI} 30m")
    subject = f"{desk.people['UKENJI'].id}@2026-03-02"
    with pytest.raises(rules.errors.ProgramError, match="Only who holds"):
        desk.asks("UBOLA").press(messages.checkins.DONE, subject=subject)
    assert "30 minutes" in desk.asks("UMAREN").says(f"/checkin {KENJI} 30m")


def test_who_is_deactivated_by_now_can_be_logged_and_who_is_forgotten_not(desk: Desk) -> None:
    kenji = desk.people["UKENJI"]
    kenji.active = False
    assert "30 minutes" in desk.asks("UADA").says(f"/checkin {KENJI} 30m")
    kenji.forgotten_at = desk.now
    assert desk.asks("UADA").refusal(f"/checkin {KENJI} 30m") == f"{KENJI} is forgotten here."


@pytest.mark.parametrize("day", ["2026-03-05", "fri", "tomorrow"])
def test_a_day_to_come_is_refused(desk: Desk, day: str) -> None:
    desk.plans()
    assert "is no day that is over" in desk.asks("UADA").refusal(f"/checkin {KENJI} {day} 30m note")
    assert desk.logs() == []


def test_a_note_may_begin_with_the_name_of_a_day(desk: Desk) -> None:
    desk.plans()
    desk.asks("UADA").says(f"/checkin {KENJI} Friday we look at invoices")
    assert [log.follow_up for log in desk.logs()] == ["Friday we look at invoices"]


def test_of_two_in_a_week_the_same_words_sent_twice_log_one(session: sqlmodel.Session) -> None:
    desk = Desk(session, starts=-2)
    jobs.checkins.plan(desk.scene)
    session.flush()
    command = f"/checkin {KENJI} 30m call 0170 1234567"
    desk.asks("UADA").says(command)
    assert "Nothing more is saved" in desk.asks("UADA").refusal(command)
    assert "second of the week: done" in desk.asks("UADA").says(f"{command} again")
    assert len(desk.logs()) == 2


# -- taking back


def undo_of(reply: commands.replies.Reply) -> str:
    """The value of *Undo* under an answer."""
    drawn = reply.view if isinstance(reply, commands.replies.Next) else reply.message  # type: ignore[union-attr]  # it says something
    buttons = [one for block in drawn["blocks"] if block["type"] == "actions" for one in block["elements"]]
    (value,) = [one["value"] for one in buttons if one["action_id"] == messages.checkins.UNDO]
    return str(value)


def undoes(desk: Desk, value: str, who: str = "UADA") -> str:
    text = said(desk.asks(who).press(messages.checkins.UNDO, subject=value))
    desk.session.flush()
    return text


def standing(row: data.models.Checkin) -> tuple[object, ...]:
    return row.state, row.excuse, row.booked_for, row.held_on, row.minutes


@pytest.mark.parametrize("before", ["", "booked", "missed", "absent"])
def test_what_was_logged_by_mistake_is_taken_back_and_the_row_is_as_it_was(desk: Desk, before: str) -> None:
    row = desk.plans()
    if before == "booked":
        desk.asks("UADA").submit(messages.checkin_forms.BOOKED, subject=str(row.id), day="2026-03-05")
    elif before == "missed":
        desk.asks("UADA").submit(messages.checkin_forms.MISSED, subject=str(row.id), excuse="excused")
    elif before == "absent":
        row.state, row.excuse = State.EXCUSED, data.models.Excuse.ABSENT
    was = standing(row)
    taken_back = f"*Taken back.* Kenji, week from Mon 2 March 2026: {messages.checkins.state(row)}."
    assert undoes(desk, undo_of(desk.asks("UADA").command(f"/checkin {KENJI} 30m the wrong person"))) == taken_back
    assert (standing(row), desk.logs()) == (was, [])
    assert undoes(desk, undo_of(desk.logs_by_form("UADA", desk.form("UADA", row), concern="The same"))) == taken_back
    assert (standing(row), desk.logs()) == (was, [])


def test_undo_pressed_again_takes_back_nothing_that_was_logged_since(desk: Desk) -> None:
    desk.plans()
    value = undo_of(desk.asks("UADA").command(f"/checkin {KENJI} 30m"))
    undoes(desk, value)
    desk.now += datetime.timedelta(seconds=20)
    desk.asks("UADA").command(f"/checkin {KENJI} 40m")
    with pytest.raises(rules.errors.ProgramError, match="can't be taken back any more"):
        undoes(desk, value)
    assert [log.minutes for log in desk.logs()] == [40]


def test_a_correction_taken_back_leaves_what_was_logged_before(desk: Desk) -> None:
    row = desk.plans()
    desk.logs_by_form("UMAREN", desk.form("UMAREN", row), minutes="30")
    was = standing(row)
    undoes(desk, undo_of(desk.logs_by_form("UADA", desk.form("UADA", row), minutes="50")))
    assert (standing(row), [log.minutes for log in desk.logs()]) == (was, [30])


def test_of_a_week_that_asked_for_none_the_row_goes_again(desk: Desk) -> None:
    reply = desk.asks("UADA").command(f"/checkin {KENJI} 2026-02-11 30m")
    undoes(desk, undo_of(reply))
    assert desk.session.exec(sqlmodel.select(data.models.Checkin)).all() == []


def test_a_row_that_goes_again_is_gone_from_the_home_page_too(desk: Desk) -> None:
    def page() -> str:
        desk.session.flush()
        return str(data.outbox.find_newest(desk.session, "home:UADA"))

    commands.home.opened(desk.session, commands.dispatch.Incoming("opened", "UADA", desk.now))
    assert "Kenji" not in page()
    reply = desk.asks("UADA").command(f"/checkin {KENJI} 30m")
    assert "Kenji" in page()
    undoes(desk, undo_of(reply))
    assert "Kenji" not in page()


def test_lists_and_who_asked_for_time_read_it_as_before(desk: Desk) -> None:
    desk.plans()
    desk.asks("UKENJI").command("/checkin request invoices")
    desk.session.flush()
    part = desk.reads_list("UADA")
    (request,) = desk.session.exec(sqlmodel.select(data.models.CheckinRequest))

    def reads() -> tuple[bool, str]:
        """Whether who asked for time has had it, and what the list's last line says."""
        desk.session.refresh(part)
        return request.answered_at is not None, str(part.payload["text"]).rpartition("\n")[2]

    reply = desk.asks("UADA").command(f"/checkin {KENJI} 30m the wrong person")
    assert reads() == (True, "done on Mon 2 March 2026, 30 minutes")
    undoes(desk, undo_of(reply))
    assert reads() == (False, "• asked for time: invoices")


def test_only_what_one_has_just_logged_oneself_is_taken_back(desk: Desk) -> None:
    row = desk.plans()
    value = undo_of(desk.asks("UADA").command(f"/checkin {KENJI} 30m"))
    for who in ("UMAREN", "UBOLA"):
        with pytest.raises(rules.errors.ProgramError, match="can't be taken back any more"):
            undoes(desk, value, who)
    desk.logs_by_form("UMAREN", desk.form("UMAREN", row), minutes="50")
    with pytest.raises(rules.errors.ProgramError, match="can't be taken back any more"):
        undoes(desk, value)
    value = undo_of(desk.logs_by_form("UADA", desk.form("UADA", row), minutes="40"))
    desk.now += datetime.timedelta(minutes=61)
    with pytest.raises(rules.errors.ProgramError, match="can't be taken back any more"):
        undoes(desk, value)
    assert [log.minutes for log in desk.logs()] == [30, 50, 40]


@pytest.mark.parametrize("who", ["UBOLA", "UKENJI"])
def test_who_does_not_look_after_somebody_reads_the_same_whatever_there_is(desk: Desk, who: str) -> None:
    desk.plans()
    before = [desk.asks(who).refusal(f"/checkin {words}") for words in (KENJI, f"{KENJI} 30m note")]
    desk.asks("UADA").says(f"/checkin {KENJI} 30m secret")
    after = [desk.asks(who).refusal(f"/checkin {words}") for words in (KENJI, f"{KENJI} 30m note")]
    assert before == after
    assert len(set(after)) == 1


def test_a_freelancer_does_not_read_from_it_who_is_on_the_roster(desk: Desk) -> None:
    (refusal,) = {desk.asks("UKENJI").refusal(f"/checkin {who}") for who in (KENJI, "<@UBOLA>", "<@UNOBODY>")}
    assert refusal == "To ask your adviser for time, write `/checkin request` and what it is about."


def test_words_without_a_person_are_answered_with_what_to_write(desk: Desk) -> None:
    assert "Say with whom" in desk.asks("UADA").refusal("/checkin 30m well done")
    assert "`/checkin request`" in desk.asks("UKENJI").refusal("/checkin something else entirely")
