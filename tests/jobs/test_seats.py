"""Seats that somebody can't sit in: dealt again, asked for in turn, decided by managers, given back, or left empty."""

import datetime

import pytest
import sqlmodel

import commands.replies
import data.duty
import data.models
import data.outbox
import data.people
import data.settings
import data.vacancies
import jobs.duty
import jobs.rotation
import jobs.seats
import rules.errors
import rules.settings
import tests.commands.asking
import tests.programme

NOW = tests.programme.NOW
MINUTE, HOUR, DAY = (datetime.timedelta(**{unit: 1}) for unit in ("minutes", "hours", "days"))
SHIFT = datetime.timedelta(days=14)
ADVISERS = ("UADA", "UBEN", "UCY", "UDOV", "UEVA", "UFAY", "UGUS", "UHAL")
said = tests.commands.asking.said

Session = sqlmodel.Session


@pytest.fixture
def programme(session: Session) -> Session:
    """Eight advisers and a manager in Berlin, live; a shift begins on Monday at 10:00 in Berlin, which is now."""
    data.settings.record(session, "time_zone", "Europe/Berlin")
    data.settings.record(session, "triage_channel", "C0TRIAGE")
    data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW - DAY)
    tests.programme.add(session, "UMAREN", "manager")
    for slack_id in ADVISERS:
        tests.programme.add(session, slack_id, "adviser")
    tick(session, NOW)
    return session


def tick(session: Session, *instants: datetime.datetime) -> None:
    for now in instants:
        jobs.duty.tick(session, now)
        session.flush()


def asking(session: Session, slack_id: str, now: datetime.datetime = NOW) -> tests.commands.asking.Asking:
    return tests.commands.asking.Asking(session, slack_id, now)


def away(session: Session, slack_id: str, days: str, now: datetime.datetime = NOW) -> None:
    asking(session, slack_id, now).says(f"/duty away {days}")


def cancel(session: Session, slack_id: str, number: int, now: datetime.datetime = NOW) -> str:
    return said(asking(session, slack_id, now).press("cancel:absence", subject=str(number)))


def pairs(session: Session) -> list[list[str]]:
    """The Slack ids in the seats of each shift, the running one first."""
    shifts = data.duty.list_shifts(session)
    people = data.people.load_by_id(session, {seat.person_id for _, seats in shifts for seat in seats})
    return [[people[seat.person_id].slack_id for seat in seats] for _, seats in shifts]


def starts(session: Session, shift: int) -> datetime.datetime:
    return data.duty.list_shifts(session)[shift][0].starts


def questions(session: Session) -> list[tuple[str, str | None]]:
    """Who was asked, in order, and what became of it."""
    found = session.exec(sqlmodel.select(data.models.Question).order_by(sqlmodel.col(data.models.Question.id))).all()
    people = data.people.load_by_id(session, {one.person_id for one in found})
    return [(people[one.person_id].slack_id, one.answer) for one in found]


def asked(session: Session) -> str:
    """Who was asked last."""
    return questions(session)[-1][0]


def texts(session: Session, slack_id: str) -> list[str]:
    """What somebody's DM says by now: each notice as it will be sent."""
    lane = sqlmodel.select(data.models.Notice).where(data.models.Notice.lane == f"@{slack_id}")
    session.expire_all()
    return [str(one.payload["text"]) for one in session.exec(lane.order_by(sqlmodel.col(data.models.Notice.id)))]


def card(session: Session, slack_id: str, start: str) -> data.models.Notice:
    """The newest notice of somebody's one card that begins so."""
    session.expire_all()
    (key,) = [key for key, lane in data.outbox.list_cards(session, start) if lane == f"@{slack_id}"]
    notice = data.models.Notice
    return session.exec(
        sqlmodel.select(notice).where(notice.card == key).order_by(sqlmodel.col(notice.id).desc())
    ).first()  # type: ignore[return-value]  # list_cards had it


def buttons(notice: data.models.Notice) -> list[tuple[str, str]]:
    """Label and value of each button."""
    rows = [block for block in notice.payload["blocks"] if block["type"] == "actions"]  # type: ignore[attr-defined]  # a list
    return [(one["text"]["text"], one["value"]) for row in rows for one in row["elements"]]


def waiting(session: Session) -> list[tuple[str, str]]:
    """Whose next morning message has which kind of part."""
    parts = session.exec(sqlmodel.select(data.models.MorningPart).order_by(sqlmodel.col(data.models.MorningPart.id)))
    found = [(part.person_id, part.kind) for part in parts]
    people = data.people.load_by_id(session, {person for person, _ in found})
    return [(people[person].slack_id, kind) for person, kind in found]


def vacancies(session: Session) -> list[data.models.Vacancy]:
    return list(session.exec(sqlmodel.select(data.models.Vacancy).order_by(sqlmodel.col(data.models.Vacancy.id))))


def all_rows(session: Session) -> tuple[int, ...]:
    """How many rows there are of all that a tick could add."""
    kinds = (data.models.Notice, data.models.Vacancy, data.models.Question, data.models.MorningPart, data.models.Seat)
    return tuple(len(session.exec(sqlmodel.select(kind)).all()) for kind in kinds)


def day(at: datetime.datetime) -> str:
    return at.date().isoformat()


# -- later shifts


def test_who_is_away_on_a_day_off_of_the_programme_keeps_their_seat(programme: Session) -> None:
    before = pairs(programme)
    absent, off = before[3][0], day(starts(programme, 3) + 2 * DAY)
    data.settings.record(programme, "days_off", off)
    away(programme, absent, off)
    tick(programme, NOW + HOUR)
    assert pairs(programme) == before
    data.settings.record(programme, "days_off", None)
    tick(programme, NOW + 2 * HOUR)
    assert absent not in pairs(programme)[3]


def test_a_later_seat_is_dealt_again_at_once_and_only_two_people_move(programme: Session) -> None:
    before = pairs(programme)
    absent, partner = before[3]
    away(programme, absent, day(starts(programme, 3) + 2 * DAY))
    after = pairs(programme)
    assert [now for n, now in enumerate(after) if n != 3] == [then for n, then in enumerate(before) if n != 3]
    (taker,) = set(after[3]) - {partner}
    assert taker != absent
    assert waiting(programme) == [(taker, "dates")]  # the absent one has read it in the answer
    assert questions(programme) == []
    assert texts(programme, "UMAREN") == []


def test_recorded_by_a_manager_both_read_old_and_new_in_their_morning(programme: Session) -> None:
    absent, partner = pairs(programme)[3]
    asking(programme, "UMAREN").says(f"/duty away {day(starts(programme, 3))} <@{absent}>")
    (taker,) = set(pairs(programme)[3]) - {partner}
    assert sorted(waiting(programme)) == sorted([(absent, "dates"), (taker, "dates")])
    parts = programme.exec(sqlmodel.select(data.models.MorningPart)).all()
    told = {part.person_id: str(part.payload["text"]).splitlines()[1].partition(":")[0] for part in parts}
    assert told == {person_id(programme, absent): "Not yours any more", person_id(programme, taker): "New"}


def test_where_nobody_can_take_a_later_seat_the_managers_read_it_once_and_it_is_taken_when_somebody_comes(
    programme: Session,
) -> None:
    absent, partner = pairs(programme)[3]
    first = day(starts(programme, 3))
    for slack_id in ADVISERS:
        if slack_id not in (absent, partner):
            data.duty.add_absence(programme, person_id(programme, slack_id), *span(first, 3), NOW)
    away(programme, absent, first)
    assert pairs(programme)[3] == [partner]
    assert waiting(programme).count(("UMAREN", "vacancy")) == 1
    tick(programme, NOW + MINUTE, NOW + HOUR, NOW + DAY)
    assert waiting(programme).count(("UMAREN", "vacancy")) == 1
    tests.programme.add(programme, "UNEW", "adviser")
    tick(programme, NOW + DAY + HOUR)
    assert "UNEW" in pairs(programme)[3]


def person_id(session: Session, slack_id: str) -> int:
    person = data.people.find(session, slack_id)
    assert person is not None
    return person.id or 0


def span(first: str, days: int) -> tuple[datetime.date, datetime.date]:
    return datetime.date.fromisoformat(first), datetime.date.fromisoformat(first) + days * DAY


# -- shifts within 14 days


@pytest.fixture
def vacant(programme: Session) -> Session:
    """Who sits first in the shift that begins in 14 days is away in it; the answer is due at 17:00 in Berlin."""
    away(programme, pairs(programme)[1][0], "2026-03-17")
    return programme


ENDS = datetime.datetime(2026, 3, 2, 16, tzinfo=datetime.UTC)
"""The end of the first working day, 17:00 in Berlin."""


def test_the_next_in_line_is_asked_by_dm_and_the_managers_see_it(vacant: Session) -> None:
    assert len(pairs(vacant)[1]) == 1
    ((who, answer),) = questions(vacant)
    assert answer is None
    question = card(vacant, who, "question:")
    assert str(question.payload["text"]).startswith("*Can you be on duty from Mon 16 March 2026, 10:00 to ")
    assert "Please answer by Mon 2 March 2026, 17:00 (Europe/Berlin)" in str(question.payload["text"])
    assert buttons(question) == [("Yes", "1"), ("No", "1")]
    view = card(vacant, "UMAREN", "vacancy:")
    assert f"• {who[1:].title()} was asked, and has until Mon 2 March 2026, 17:00" in str(view.payload["text"])
    assert len(buttons(view)) == 3
    assert {question.stale_at, view.stale_at} == {starts(vacant, 2)}  # a pause may last longer than the shift


def test_a_hundred_ticks_add_nothing(vacant: Session) -> None:
    before = all_rows(vacant)
    tick(vacant, *[NOW] * 50, *[NOW + MINUTE * n for n in range(50)])
    assert all_rows(vacant) == before


def test_yes_settles_it_and_only_that_seat_changes(vacant: Session) -> None:
    before, who = pairs(vacant), asked(vacant)
    text = said(asking(vacant, who, NOW + HOUR).press("accept:seat", subject="1"))
    assert text.startswith("*Thank you.* You are on duty from Mon 16 March 2026, 10:00 to ")
    after = pairs(vacant)
    assert set(after[1]) == {*before[1], who}
    assert [pair for n, pair in enumerate(after) if n != 1] == [pair for n, pair in enumerate(before) if n != 1]
    assert str(card(vacant, who, "question:").payload["text"]).startswith("*Thank you, the seat is yours.*")
    view = card(vacant, "UMAREN", "vacancy:")
    assert str(view.payload["text"]).startswith(f"*Settled:* {who[1:].title()} sits for ")
    assert buttons(view) == []
    assert waiting(vacant) == []  # both have read it in their answers
    tick(vacant, ENDS + HOUR, NOW + 3 * DAY)
    assert len(questions(vacant)) == 1


def test_no_asks_the_next_in_the_same_moment(vacant: Session) -> None:
    first = asked(vacant)
    assert said(asking(vacant, first, NOW + HOUR).press("decline:seat", subject="1")).startswith("That is fine")
    second = asked(vacant)
    assert questions(vacant) == [(first, "no"), (second, None)]
    assert second != first
    assert str(card(vacant, first, "question:").payload["text"]).startswith("You said no, and that is fine.")
    view = str(card(vacant, "UMAREN", "vacancy:").payload["text"])
    assert f"• {first[1:].title()} said no" in view
    assert f"• {second[1:].title()} was asked" in view
    assert f"Give it to {first[1:].title()}" not in str(card(vacant, "UMAREN", "vacancy:").payload)


def test_without_an_answer_the_next_is_asked_as_well_when_their_day_is_over(vacant: Session) -> None:
    first = asked(vacant)
    tick(vacant, ENDS - MINUTE)
    assert len(questions(vacant)) == 1
    tick(vacant, ENDS)
    second = asked(vacant)
    assert questions(vacant) == [(first, None), (second, None)]
    tick(vacant, ENDS + DAY - MINUTE)
    assert len(questions(vacant)) == 2
    tick(vacant, ENDS + DAY)
    assert len(questions(vacant)) == 3


def test_the_managers_read_who_has_not_answered_in_time(vacant: Session) -> None:
    first = asked(vacant)
    tick(vacant, ENDS)
    assert f"• {first[1:].title()} was asked, and has not answered yet" in str(
        card(vacant, "UMAREN", "vacancy:").payload["text"]
    )


@pytest.mark.parametrize("number", range(6))
def test_whoever_is_there_today_is_asked_before_all_who_are_away(programme: Session, number: int) -> None:
    absent, partner = pairs(programme)[1]
    others = [slack_id for slack_id in ADVISERS if slack_id not in (absent, partner)]
    there = others.pop(number)
    for slack_id in others:
        data.duty.add_absence(programme, person_id(programme, slack_id), *span("2026-03-02", 1), NOW)
    away(programme, absent, "2026-03-17")
    assert questions(programme) == [(there, None)]


def test_where_all_are_away_who_is_back_first_is_asked_until_the_end_of_that_day(programme: Session) -> None:
    absent, partner = pairs(programme)[1]
    others = [slack_id for slack_id in ADVISERS if slack_id not in (absent, partner)]
    for days, slack_id in enumerate(reversed(others), start=1):
        data.duty.add_absence(programme, person_id(programme, slack_id), *span("2026-03-02", days), NOW)
    away(programme, absent, "2026-03-17")
    assert questions(programme) == [(others[-1], None)]
    text = str(card(programme, others[-1], "question:").payload["text"])
    assert "Please answer by Tue 3 March 2026, 17:00 (Europe/Berlin)" in text


def test_the_first_yes_wins_and_the_others_read_that_it_is_settled(vacant: Session) -> None:
    first = asked(vacant)
    tick(vacant, ENDS)
    second = asked(vacant)
    asking(vacant, second, ENDS + HOUR).press("accept:seat", subject="2")
    assert questions(vacant) == [(first, "void"), (second, "yes")]
    assert f"This is settled, thank you: {second[1:].title()} sits." in texts(vacant, first)[-1]
    late = said(asking(vacant, first, ENDS + 2 * HOUR).press("accept:seat", subject="1"))
    assert late == f"This was settled before: {second[1:].title()} sits. Nothing was changed."
    assert said(asking(vacant, first, ENDS + 2 * HOUR).press("decline:seat", subject="1")) == late
    assert len(pairs(vacant)[1]) == 2


def test_who_said_no_may_think_better_of_it_while_the_seat_is_vacant(vacant: Session) -> None:
    first = asked(vacant)
    asking(vacant, first).press("decline:seat", subject="1")
    second = asked(vacant)
    asking(vacant, first, NOW + HOUR).press("accept:seat", subject="1")
    assert questions(vacant) == [(first, "yes"), (second, "void")]
    assert first in pairs(vacant)[1]


def test_nobody_answers_anothers_question(vacant: Session) -> None:
    other = next(one for one in ADVISERS if one != asked(vacant))
    for action in ("accept:seat", "decline:seat"):
        for subject in ("1", "2", "", "x", "9" * 40):
            with pytest.raises(rules.errors.ProgramError, match="somebody else's"):
                asking(vacant, other).press(action, subject=subject)
    assert questions(vacant)[0][1] is None


def test_a_manager_gives_it_to_somebody_by_one_press(vacant: Session) -> None:
    first = asked(vacant)
    _, (label, subject), *_ = buttons(card(vacant, "UMAREN", "vacancy:"))
    chosen = subject.partition(":")[2]
    assert label == f"Give it to {chosen[1:].title()}"
    text = said(asking(vacant, "UMAREN", NOW + HOUR).press("give:seat", subject=subject))
    assert text.startswith(f"{chosen[1:].title()} sits for ")
    assert chosen in pairs(vacant)[1]
    assert questions(vacant) == [(first, "void")]
    assert waiting(vacant) == [(chosen, "dates")]
    again = said(asking(vacant, "UMAREN", NOW + 2 * HOUR).press("give:seat", subject=subject))
    assert again == f"This was settled before: {chosen[1:].title()} sits. Nothing was changed."


def test_a_manager_can_give_it_to_nobody_who_can_not_sit(vacant: Session) -> None:
    (partner,) = pairs(vacant)[1]
    (vacancy,) = vacancies(vacant)
    absent = data.people.load_by_id(vacant, [vacancy.person_id])[vacancy.person_id].slack_id
    for slack_id in (partner, absent, "UMAREN"):
        text = said(asking(vacant, "UMAREN").press("give:seat", subject=f"1:{slack_id}"))
        assert text.startswith("That is not possible any more")
    assert pairs(vacant)[1] == [partner]


def test_when_all_have_said_no_the_managers_read_that_nobody_else_could(vacant: Session) -> None:
    for number in range(1, len(ADVISERS)):
        if len(questions(vacant)) < number:
            break
        asking(vacant, asked(vacant), NOW + number * MINUTE).press("decline:seat", subject=str(number))
    assert len(questions(vacant)) == len(ADVISERS) - 2  # not who gave it up, nor who sits there
    assert {answer for _, answer in questions(vacant)} == {"no"}
    text = str(card(vacant, "UMAREN", "vacancy:").payload["text"])
    assert "Nobody else could take it" in text
    before = all_rows(vacant)
    tick(vacant, *(NOW + HOUR * n for n in range(1, 20)))
    assert all_rows(vacant) == before


def test_where_all_have_said_no_whoever_is_added_to_the_pool_is_asked(vacant: Session) -> None:
    for number in range(1, len(ADVISERS) - 1):
        asking(vacant, asked(vacant), NOW + number * MINUTE).press("decline:seat", subject=str(number))
    absent = next(one for one in ADVISERS if one not in [*pairs(vacant)[1], *(who for who, _ in questions(vacant))])
    tests.programme.add(vacant, "UNEW", "adviser")
    later = asking(vacant, "UMAREN", NOW + HOUR)
    assert "does not sit then" in later.refusal(f"/duty override <@UNEW> for <@{absent}> 2026-03-17")
    later.says("/duty pool add <@UNEW>")
    assert questions(vacant)[-1] == ("UNEW", None)


def test_unanswered_it_stays_empty_when_the_shift_begins_and_everybody_reads_it(vacant: Session) -> None:
    first = asked(vacant)
    handover = starts(vacant, 1)
    tick(vacant, handover - MINUTE)
    assert questions(vacant)[-1][1] is None
    tick(vacant, handover)
    assert len(pairs(vacant)[1]) == 1
    assert {answer for _, answer in questions(vacant)} == {"void"}
    assert "nobody could be found in time" in texts(vacant, first)[-1]
    assert str(card(vacant, "UMAREN", "vacancy:").payload["text"]).startswith("*A seat on duty stayed empty*")
    late = said(asking(vacant, first, handover + HOUR).press("accept:seat", subject="1"))
    assert late.startswith("That is not possible any more: the shift has begun")
    handed = f"duty:handover:{handover.isoformat()}"
    told = vacant.exec(sqlmodel.select(data.models.Notice).where(data.models.Notice.key == handed)).one()
    assert "One of the two seats is empty" in str(told.payload["text"])


def test_an_answer_is_never_due_after_the_shift_has_begun(programme: Session) -> None:
    late = starts(programme, 1) - 2 * HOUR
    away(programme, pairs(programme)[1][0], "2026-03-17", late)
    (question,) = programme.exec(sqlmodel.select(data.models.Question)).all()
    assert question.ask_next_at == starts(programme, 1)
    assert "then the shift begins." in texts(programme, asked(programme))[-1]


def test_whoever_is_asked_and_then_away_need_not_answer_and_is_not_waited_for(vacant: Session) -> None:
    first = asked(vacant)
    away(vacant, first, "2026-03-18", NOW + HOUR)
    assert questions(vacant)[0] == (first, "void")
    assert asked(vacant) != first
    assert "You need not answer any more, for you can't sit then." in texts(vacant, first)[-1]


def test_whoever_is_asked_and_then_deactivated_is_passed_over(vacant: Session) -> None:
    first = data.people.find(vacant, asked(vacant))
    assert first is not None
    first.active = False
    vacant.add(first)
    tick(vacant, ENDS, ENDS + HOUR)
    assert questions(vacant)[0] == (first.slack_id, "void")
    assert len(questions(vacant)) == 2


def test_of_a_shift_that_loses_both_seats_nobody_is_asked_about_both(programme: Session) -> None:
    one, other = pairs(programme)[1]
    away(programme, one, "2026-03-17")
    away(programme, other, "2026-03-18", NOW + HOUR)
    (first, _), (second, _) = questions(programme)
    assert first != second
    asking(programme, first, NOW + 2 * HOUR).press("decline:seat", subject="1")
    assert [who for who, _ in questions(programme)].count(second) == 1
    asking(programme, second, NOW + 3 * HOUR).press("accept:seat", subject="2")
    third = asked(programme)
    asking(programme, third, NOW + 4 * HOUR).press("accept:seat", subject="3")
    assert set(pairs(programme)[1]) == {second, third}


# -- back again


def test_taken_back_while_somebody_is_asked_the_seat_is_theirs_again(programme: Session) -> None:
    before = pairs(programme)
    absent = before[1][0]
    away(programme, absent, "2026-03-17")
    who = asked(programme)
    text = cancel(programme, absent, 1, NOW + HOUR)
    assert "Dates on duty that change:" in text
    assert pairs(programme) == before
    assert questions(programme) == [(who, "void")]
    assert f"This is settled, thank you: {absent[1:].title()} sits." in texts(programme, who)[-1]
    assert "can sit after all" in str(card(programme, "UMAREN", "vacancy:").payload["text"])
    tick(programme, ENDS, NOW + 3 * DAY)
    assert len(questions(programme)) == 1


def test_a_seat_given_and_taken_back_before_the_morning_is_no_news(programme: Session) -> None:
    before = pairs(programme)
    absent = before[3][0]
    away(programme, absent, day(starts(programme, 3)))
    (taker,) = set(pairs(programme)[3]) - set(before[3])
    assert waiting(programme) == [(taker, "dates")]
    cancel(programme, absent, 1, NOW + HOUR)
    assert pairs(programme) == before
    assert waiting(programme) == []


def test_what_changes_twice_before_the_morning_is_told_once_old_to_new(programme: Session) -> None:
    before = pairs(programme)
    first, second = before[3][0], before[4][0]
    away(programme, first, day(starts(programme, 3)))
    (taker,) = set(pairs(programme)[3]) - set(before[3])
    away(programme, taker, day(starts(programme, 3)), NOW + HOUR)
    told = [one for one in waiting(programme) if one[0] == taker]
    assert told == [], "who took it and can't has read it in the answer, and nothing is left to tell"
    away(programme, second, day(starts(programme, 4)), NOW + 2 * HOUR)
    people = [person for person, _ in waiting(programme)]
    assert len(people) == len(set(people)), "one part for each"


def test_the_taker_becomes_absent_too_and_the_first_returns(programme: Session) -> None:
    """Ada gives up, Ben takes, Ben is away as well: Ada is back before anybody took it from Ben."""
    before = pairs(programme)
    absent, partner = before[1]
    away(programme, absent, "2026-03-17")
    taker = asked(programme)
    asking(programme, taker).press("accept:seat", subject="1")
    away(programme, taker, "2026-03-18", NOW + HOUR)
    assert len(vacancies(programme)) == 2
    cancel(programme, absent, 1, NOW + 2 * HOUR)
    assert pairs(programme) == before
    assert all(vacancy.settled_at for vacancy in vacancies(programme))
    cancel(programme, taker, 2, NOW + 3 * HOUR)
    assert set(pairs(programme)[1]) == {absent, partner}, "who had only taken it does not get it from who is back"


def test_a_seat_that_has_moved_on_twice_stays_where_it_is(programme: Session) -> None:
    absent, partner = pairs(programme)[3]
    away(programme, absent, day(starts(programme, 3)))
    (taker,) = set(pairs(programme)[3]) - {partner}
    away(programme, taker, day(starts(programme, 3)), NOW + HOUR)
    after = pairs(programme)
    assert not {absent, taker} & set(after[3])
    text = cancel(programme, absent, 1, NOW + 2 * HOUR)
    assert "Dates" not in text
    assert pairs(programme) == after
    cancel(programme, taker, 2, NOW + 3 * HOUR)
    assert taker in pairs(programme)[3]


def test_of_two_absences_that_overlap_one_is_cancelled_and_the_seat_stays_given_up(programme: Session) -> None:
    absent, _ = pairs(programme)[1]
    away(programme, absent, "2026-03-17 2026-03-18")
    away(programme, absent, "2026-03-18 2026-03-19", NOW + HOUR)
    who = asked(programme)
    cancel(programme, absent, 1, NOW + 2 * HOUR)
    assert questions(programme) == [(who, None)]
    assert absent not in pairs(programme)[1]
    cancel(programme, absent, 2, NOW + 3 * HOUR)
    assert absent in pairs(programme)[1]


def test_away_again_after_a_return_is_asked_of_who_did_not_say_no(programme: Session) -> None:
    absent, _ = pairs(programme)[1]
    away(programme, absent, "2026-03-17")
    first = asked(programme)
    asking(programme, first).press("decline:seat", subject="1")
    second = asked(programme)
    cancel(programme, absent, 1, NOW + HOUR)
    away(programme, absent, "2026-03-18", NOW + 2 * HOUR)
    assert questions(programme) == [(first, "no"), (second, "void"), (second, None)]


def test_days_that_end_early_give_coming_seats_back(programme: Session) -> None:
    before = pairs(programme)
    absent = before[1][0]
    away(programme, absent, "today 2026-03-20")
    cancel(programme, absent, 1, NOW + 3 * DAY)
    assert pairs(programme) == before


# -- who is gone


def test_the_coming_seats_of_who_is_deactivated_are_dealt_again_or_asked_for(programme: Session) -> None:
    gone = data.people.find(programme, pairs(programme)[1][0])
    assert gone is not None
    gone.active = False
    programme.add(gone)
    tick(programme, NOW + MINUTE)
    assert all(gone.slack_id not in pair for pair in pairs(programme)[1:])
    assert len(questions(programme)) == 1
    assert [vacancy.absence_id for vacancy in vacancies(programme)] == [None] * len(vacancies(programme))
    assert texts(programme, gone.slack_id) == []
    before = all_rows(programme)
    tick(programme, *[NOW + 2 * MINUTE] * 20)
    assert all_rows(programme) == before


def test_a_running_shift_is_never_dealt_again(programme: Session) -> None:
    running = pairs(programme)[0]
    away(programme, running[0], "today 2026-03-13")
    gone = data.people.find(programme, running[1])
    assert gone is not None
    gone.active = False
    programme.add(gone)
    tick(programme, NOW + MINUTE)
    assert pairs(programme)[0] == running


def test_with_nothing_to_do_a_tick_does_not_look_closer(vacant: Session) -> None:
    """While somebody has the question to themselves there is nothing to do; nor for who was relieved of those days."""
    settings = rules.settings.read(data.settings.load(vacant))
    assert not jobs.seats.has_work(vacant, settings, NOW + HOUR)
    assert jobs.seats.has_work(vacant, settings, ENDS)
    assert jobs.seats.has_work(vacant, settings, starts(vacant, 1))


def test_whoever_is_relieved_of_the_days_on_which_they_are_away_keeps_the_seat(programme: Session) -> None:
    absent, _ = pairs(programme)[1]
    other = next(one for one in ADVISERS if one not in pairs(programme)[1])
    first = starts(programme, 1)
    override = data.models.Override(
        in_id=person_id(programme, other),
        out_id=person_id(programme, absent),
        starts=first + DAY,
        ends=first + 3 * DAY,
        recorded_at=NOW,
    )
    data.duty.add_override(programme, override)
    away(programme, absent, "2026-03-18")
    assert absent in pairs(programme)[1]
    assert vacancies(programme) == []
    assert not jobs.seats.has_work(programme, rules.settings.read(data.settings.load(programme)), NOW + HOUR)


@pytest.mark.parametrize(("day_away", "sits"), [("2026-03-03", False), ("2026-03-04", False), ("2026-03-05", True)])
def test_who_covers_until_midnight_elsewhere_is_there_on_the_last_day_too(
    programme: Session, day_away: str, sits: bool
) -> None:
    absent, cover = pairs(programme)[0][0], pairs(programme)[1][0]
    override = data.models.Override(
        in_id=person_id(programme, cover),
        out_id=person_id(programme, absent),
        starts=NOW + 7 * HOUR,
        ends=NOW + 2 * DAY + 7 * HOUR,  # Wednesday at 17:00 in Berlin, which is midnight in Manila
        recorded_at=NOW,
    )
    data.duty.add_override(programme, override)
    away(programme, cover, day_away)
    assert (override.cancelled_at is None) == sits


def test_a_reply_that_is_asked_for_again_is_the_same(vacant: Session) -> None:
    who = asked(vacant)
    first = asking(vacant, who).press("accept:seat", key="T7", subject="1")
    before = all_rows(vacant)
    assert asking(vacant, who, NOW + HOUR).press("accept:seat", key="T7", subject="1") == first
    assert isinstance(first, commands.replies.Say)
    assert all_rows(vacant) == before


def test_the_rotation_that_was_loaded_says_who_is_in_line(vacant: Session) -> None:
    known = jobs.rotation.load(vacant, rules.settings.read(data.settings.load(vacant)), NOW)
    (vacancy,) = data.vacancies.list_open(vacant)
    line = [member.slack_id for member, _ in jobs.seats.in_line(known, vacancy)]
    assert line[0] == asked(vacant)
    assert len(line) == len(ADVISERS) - 2
