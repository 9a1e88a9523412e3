"""`/duty override`: what it understands, what it changes, whom that concerns, and the way back."""

import datetime

import pytest
import sqlmodel

import commands.replies
import data.duty
import data.models
import data.people
import data.settings
import jobs.duty
import jobs.rotation
import messages.override
import rules.settings
import tests.commands.asking
import tests.programme

NOW = tests.programme.NOW
DAY = datetime.timedelta(days=1)
ROSTER = ("UADA", "UBEN", "UCY", "UDOV", "UEVA", "UFAY", "UGIL", "UHAL", "UIVO", "UJAN", "UKIM", "ULEA", "UMOE", "UNIA")
PROGRAMME = {"triage_channel": "C0TRIAGE", "time_zone": "Europe/Berlin"}

Asking = tests.commands.asking.Asking


@pytest.fixture
def programme(session: sqlmodel.Session) -> sqlmodel.Session:
    """A manager and fourteen advisers in Berlin; the running shift began on 2 March at 10:00, with Ada and Ben."""
    tests.programme.add(session, "UMAREN", "manager", zone="Europe/Berlin")
    for slack_id in ROSTER:
        tests.programme.add(session, slack_id, "adviser", zone="Europe/Berlin")
    for name, value in PROGRAMME.items():
        data.settings.record(session, name, value)
    data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW - DAY)
    jobs.duty.tick(session, NOW)
    session.flush()
    return session


def maren(session: sqlmodel.Session, now: datetime.datetime = NOW) -> Asking:
    return Asking(session, "UMAREN", now)


def sitting(session: sqlmodel.Session, at: datetime.datetime, now: datetime.datetime = NOW) -> list[str]:
    """Who sits then, by Slack id, in order of seats."""
    known = jobs.rotation.load(session, rules.settings.read(data.settings.load(session)), now)
    turn = next(turn for turn in known.turns if turn.starts <= at < turn.ends)
    return [known.people[one.person].slack_id for one in known.sitters(turn, at)]


def audits(session: sqlmodel.Session) -> list[tuple[str, str, str]]:
    rows = session.exec(sqlmodel.select(data.models.Audit)).all()
    return [(row.actor, row.action, row.subject) for row in rows]


def told(session: sqlmodel.Session) -> set[str]:
    """Whose dates were told as changed, at once or with their next morning, by the key's end."""
    notices = session.exec(sqlmodel.select(data.models.Notice.key)).all()
    parts = session.exec(sqlmodel.select(data.models.MorningPart.key)).all()
    return {key.rpartition(":")[2] for key in [*notices, *parts] if key.startswith("dates:")}


def overrides(session: sqlmodel.Session) -> list[data.models.Override]:
    return data.duty.list_overrides(session, NOW - 30 * DAY)


def said_lines(reply: commands.replies.Reply) -> list[str]:
    return tests.commands.asking.said(reply).splitlines()


def test_one_sits_for_the_other_and_the_answer_repeats_what_was_understood(programme: sqlmodel.Session) -> None:
    first, second = sitting(programme, NOW + 15 * DAY)
    line = f"/duty override <@UADA|ada> for <@{first}> from 2026-03-18 to 2026-03-20"
    reply = maren(programme).command(line)
    name = first[1:].title()
    understood, *moves = said_lines(reply)
    span = "from Wed 18 March 2026, 00:00 to Sat 21 March 2026, 00:00 (Europe/Berlin)"
    assert understood == f"Ada sits for {name} {span}."
    assert [line.partition(":")[0] for line in moves] == ["• Ada", f"• {name}"]
    assert sitting(programme, NOW + 15 * DAY) == [first, second]
    assert sitting(programme, NOW + 17 * DAY) == ["UADA", second]
    assert sitting(programme, NOW + 19 * DAY) == [first, second]
    assert told(programme) == {"UADA", first}
    assert ("UMAREN", "override.add", first) in audits(programme)


def test_who_does_it_reads_it_in_the_answer_alone(programme: sqlmodel.Session) -> None:
    tests.programme.add(programme, "UBOSS", "manager", "adviser")
    jobs.duty.tick(programme, NOW)
    first, _ = sitting(programme, NOW + 15 * DAY)
    said = Asking(programme, "UBOSS").says(f"/duty override <@UBOSS> for <@{first}> 2026-03-18 2026-03-20")
    assert "• Boss: New: Wed 18 March 2026, 00:00 to Sat 21 March 2026" in said
    assert told(programme) == {first}


def test_two_people_without_a_word_between_them_are_asked_back(programme: sqlmodel.Session) -> None:
    first, _ = sitting(programme, NOW + 15 * DAY)
    name = first[1:].title()
    asked = maren(programme).refusal(f"/duty override <@UADA> <@{first}> 2026-03-18 2026-03-20")
    assert asked == (
        f"Who sits for whom? Write `/duty override @Ada for @{name} …` if Ada is to sit, "
        f"or `/duty override @{name} for @Ada …` if {name} is. Nothing was saved."
    )
    assert overrides(programme) == []


def test_what_can_not_be_is_refused_with_its_reason(programme: sqlmodel.Session) -> None:
    first, second = sitting(programme, NOW + 15 * DAY)
    one, other = first[1:].title(), second[1:].title()
    ask = maren(programme).refusal
    assert ask(f"/duty override <@UADA> for <@{first}> 2026-03-05 2026-03-06").startswith(
        f"{one} does not sit then. They next sit from Mon 16 March 2026, 10:00"
    )
    assert ask(f"/duty override <@{second}> for <@{first}> 2026-03-18 2026-03-20").startswith(f"{other} sits already")
    assert ask(f"/duty override <@UMAREN> for <@{first}> 2026-03-18 2026-03-20").startswith("Maren is not in the duty")
    assert ask("/duty override <@UADA> for <@UADA> 2026-03-18").startswith("Ada can't sit for Ada.")
    assert ask("/duty override <@UCY> for <@UADA> 2026-02-18 2026-02-20").startswith("These days are past.")
    Asking(programme, "UADA").command("/duty away 2026-03-19")
    assert ask(f"/duty override <@UADA> for <@{first}> 2026-03-18 2026-03-20").startswith(
        "Ada is away on a working day"
    )
    assert overrides(programme) == []


def test_of_who_is_relieved_already_it_is_said_who_sits_for_them_and_what_comes_after(
    programme: sqlmodel.Session,
) -> None:
    first, _ = sitting(programme, NOW + 15 * DAY)
    one = first[1:].title()
    maren(programme).says(f"/duty override <@UADA> for <@{first}> 2026-03-20")
    says = f"{one} does not sit then: Ada sits for them. They next sit from Sat 21 March 2026, 00:00 "
    refusal = maren(programme).refusal(f"/duty override <@UBEN> for <@{first}> 2026-03-20")
    assert refusal.startswith(says)
    assert "To relieve Ada, write `/duty override @Ben for @Ada …`. `/duty next 6` shows" in refusal
    again = maren(programme).refusal(f"/duty override <@UADA> for <@{first}> 2026-03-20")
    assert again.startswith(says)
    assert "To relieve" not in again


def test_what_is_missing_or_too_much_is_answered_with_the_form(programme: sqlmodel.Session) -> None:
    form = "The form is `/duty override @in for @out from [to]`, for example `/duty override @in for @out mon to fri`."
    assert maren(programme).refusal("/duty override <@UADA> for") == f"Something is missing: @out. {form}"
    assert maren(programme).refusal("/duty override <@UADA> for <@UBEN>") == f"Something is missing: from [to]. {form}"
    asked = maren(programme).refusal("/duty override <@UADA> for <@UBEN> mon to fri please")
    assert asked == f"I don't know what to do with “please”. {form}"


@pytest.mark.parametrize("words", ["", " <@UCY> for <@UADA> tomorrow"])
def test_only_managers_may(programme: sqlmodel.Session, words: str) -> None:
    assert Asking(programme, "UADA").refusal(f"/duty override{words}").startswith("This is for programme managers.")


def test_in_the_running_shift_it_counts_from_now_and_undone_at_once_it_never_was(programme: sqlmodel.Session) -> None:
    out, partner = sitting(programme, NOW)
    line = f"/duty override <@UNIA> for <@{out}> today to fri"
    reply = maren(programme).command(line)
    assert isinstance(reply, commands.replies.Say)
    assert sitting(programme, NOW) == ["UNIA", partner]
    assert [line.partition(":")[0] for line in said_lines(reply)[1:]] == [f"• {out[1:].title()}", "• Nia"]
    undo = reply.message["blocks"][-1]["elements"][0]
    assert undo["action_id"] == messages.override.UNDO
    said = tests.commands.asking.said(maren(programme).press(undo["action_id"], subject=undo["value"]))
    assert said.startswith(f"Nia does not sit for {out[1:].title()} any more.\n")
    assert sitting(programme, NOW) == [out, partner]
    assert overrides(programme) == []
    again = tests.commands.asking.said(maren(programme).press(undo["action_id"], subject=undo["value"]))
    assert again.startswith("This was over or taken back before")


def test_undone_later_it_ends_then(programme: sqlmodel.Session) -> None:
    out, partner = sitting(programme, NOW)
    maren(programme).command(f"/duty override <@UNIA> for <@{out}> today to fri")
    (one,) = overrides(programme)
    later = NOW + DAY
    said = said_lines(maren(programme, later).press(messages.override.UNDO, subject=str(one.id)))
    assert [line.partition(":")[0] for line in said[1:]] == [f"• {out[1:].title()}", "• Nia"]
    assert (one.ends, one.cancelled_at) == (later, None)
    assert sitting(programme, later, later) == [out, partner]
    assert ("UMAREN", "override.cancel", out) in audits(programme)


def test_a_span_over_two_shifts_is_undone_by_one_press(programme: sqlmodel.Session) -> None:
    known = jobs.rotation.load(programme, rules.settings.read(data.settings.load(programme)), NOW)
    out = known.turns[1].seats[0].person
    data.duty.empty_seat(programme, known.shifts[2][0].id or 0, 1)
    data.duty.put_in_seat(programme, known.shifts[2][0].id or 0, 1, out, 2)
    slack_id = known.people[out].slack_id
    reply = maren(programme).command(f"/duty override <@UADA> for <@{slack_id}> 2026-03-28 2026-04-01")
    assert isinstance(reply, commands.replies.Say)
    undo = reply.message["blocks"][-1]["elements"][0]
    assert len(overrides(programme)) == 2
    maren(programme).press(undo["action_id"], subject=undo["value"])
    assert overrides(programme) == []


def test_bare_it_lists_what_stands_with_a_button_each(programme: sqlmodel.Session) -> None:
    assert maren(programme).says("/duty override").startswith("Nobody sits for anybody else")
    first, _ = sitting(programme, NOW + 15 * DAY)
    maren(programme).command(f"/duty override <@UADA> for <@{first}> 2026-03-18 2026-03-20")
    reply = maren(programme).command("/duty override")
    assert isinstance(reply, commands.replies.Say)
    (row,) = [block for block in reply.message["blocks"] if "accessory" in block]
    assert row["text"]["text"].startswith(f"• Ada sits for {first[1:].title()} from Wed 18 March 2026")
    assert row["accessory"]["value"] == str(overrides(programme)[0].id)
    assert "without effect" not in str(reply)
    out = data.people.find(programme, first)
    assert out is not None
    Asking(programme, first).command("/duty away 2026-03-16 2026-03-30")
    assert "without effect" in maren(programme).says("/duty override")


def test_when_who_sits_is_away_the_coming_override_is_taken_back(programme: sqlmodel.Session) -> None:
    first, second = sitting(programme, NOW + 15 * DAY)
    maren(programme).command(f"/duty override <@UADA> for <@{first}> 2026-03-18 2026-03-20")
    Asking(programme, "UADA").command("/duty away 2026-03-19")
    assert overrides(programme) == []
    assert sitting(programme, NOW + 17 * DAY) == [first, second]


def test_a_seat_is_not_dealt_to_who_sits_in_the_shift_for_another(programme: sqlmodel.Session) -> None:
    """The next in line for the third shift covers for a part of it; then the other seat is given up."""
    at = NOW + 32 * DAY
    first, second = sitting(programme, at)
    Asking(programme, second).command("/duty away 2026-04-02")
    _, next_in_line = sitting(programme, at)
    absence = data.duty.list_absences(programme, NOW.date())[-1]
    Asking(programme, second).press("cancel:absence", subject=str(absence.id))
    assert sitting(programme, at) == [first, second]
    maren(programme).command(f"/duty override <@{next_in_line}> for <@{first}> 2026-04-02 2026-04-03")
    Asking(programme, second).command("/duty away 2026-04-02")
    assert len(set(sitting(programme, at))) == 2
    assert next_in_line not in sitting(programme, at + 4 * DAY)


def test_taking_back_one_of_two_never_seats_anybody_twice(programme: sqlmodel.Session) -> None:
    first, second = sitting(programme, NOW + 15 * DAY)
    maren(programme).command(f"/duty override <@UADA> for <@{first}> 2026-03-18 2026-03-20")
    maren(programme).command(f"/duty override <@{first}> for <@{second}> 2026-03-18 2026-03-20")
    assert sitting(programme, NOW + 17 * DAY) == ["UADA", first]
    said = tests.commands.asking.said(
        maren(programme).press(messages.override.UNDO, subject=str(overrides(programme)[0].id))
    )
    assert sitting(programme, NOW + 17 * DAY) == [first, second]
    assert overrides(programme) == []
    assert f"• {second[1:].title()}: " in said


def test_who_relieves_somebody_away_on_duty_ends_the_search_and_undoing_it_begins_it_again(
    programme: sqlmodel.Session,
) -> None:
    out, _ = sitting(programme, NOW)
    Asking(programme, out).command("/duty away today to fri")
    maren(programme).command(f"/duty override <@UNIA> for <@{out}> today to fri")
    name = out[1:].title()
    assert f"*Nia covers for {name}*" in str(_newest_to_maren(programme))
    maren(programme, NOW + DAY).press(messages.override.UNDO, subject=str(overrides(programme)[-1].id))
    assert f"*{name} is away*" in str(_newest_to_maren(programme))


def _newest_to_maren(session: sqlmodel.Session) -> dict[str, object]:
    notice = data.models.Notice
    lane = sqlmodel.select(notice).where(notice.lane == "@UMAREN").order_by(sqlmodel.col(notice.id).desc())
    found = session.exec(lane).first()
    assert found is not None
    return found.payload


def test_names_are_shown_as_typed(programme: sqlmodel.Session) -> None:
    ada = data.people.find(programme, "UADA")
    assert ada is not None
    ada.name = "<!channel> & *Ada*"
    first, _ = sitting(programme, NOW + 15 * DAY)
    said = maren(programme).says(f"/duty override <@UADA> for <@{first}> 2026-03-18 2026-03-20")
    assert said.startswith("&lt;!channel&gt; &amp; *Ada* sits for")
    assert "<!" not in maren(programme).refusal(f"/duty override <@UADA> <@{first}> mon")


def test_the_same_request_again_has_no_second_effect(programme: sqlmodel.Session) -> None:
    first, _ = sitting(programme, NOW + 15 * DAY)
    for _ in range(2):
        maren(programme).command(f"/duty override <@UADA> for <@{first}> 2026-03-18 2026-03-20", key="once")
    assert len(overrides(programme)) == 1


def test_of_a_quiet_installation_nobody_is_told(programme: sqlmodel.Session) -> None:
    milestone = programme.get_one(data.models.Milestone, data.settings.WENT_LIVE)
    programme.delete(milestone)
    programme.flush()
    first, second = sitting(programme, NOW + 15 * DAY)
    before = programme.exec(sqlmodel.select(data.models.Notice)).all()
    maren(programme).command(f"/duty override <@UADA> for <@{first}> 2026-03-18 2026-03-20")
    assert sitting(programme, NOW + 17 * DAY) == ["UADA", second]
    assert programme.exec(sqlmodel.select(data.models.Notice)).all() == before


def test_somebody_may_sit_for_who_was_deactivated_while_on_duty(programme: sqlmodel.Session) -> None:
    ben = data.people.find(programme, "UBEN")
    assert ben is not None
    assert "UBEN" in sitting(programme, NOW)
    ben.active = False
    assert maren(programme).says("/duty override <@UCY> for <@UBEN> from today to fri").startswith("Cy sits for Ben")
    assert sitting(programme, NOW) == ["UADA", "UCY"]
