"""An adviser's holiday: managers are asked, one choice settles it, and each of those concerned reads it once."""

import datetime
import typing

import pytest
import sqlmodel

import commands.replies
import data.audit
import data.checkins
import data.duty
import data.models
import data.morning
import data.people
import data.settings
import jobs.checkin_cover
import jobs.checkins
import jobs.morning
import messages.checkin_cover
import sandbox.blocks
import tests.commands.asking
import tests.programme

Asking = tests.commands.asking.Asking
Cover = data.models.CheckinCover
Session = sqlmodel.Session

DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(days=7)
W1 = datetime.date(2026, 3, 9)
W2, W3 = W1 + WEEK, W1 + 2 * WEEK

ASKED = "*Ada is away from Mon 9 March 2026 to Fri 20 March 2026.* Who covers for their freelancers?"


def at(text: str) -> datetime.datetime:
    """`9 10:00`, a day of March 2026 and a time in London, where it is UTC; the 2nd is a Monday."""
    day, _, time = text.partition(" ")
    return datetime.datetime.fromisoformat(f"2026-03-{int(day):02} {time or '09:01'}:00+00:00")


@pytest.fixture
def programme(session: Session) -> Session:
    """Ada advises Kenji and Amara and is away from 9 to 20 March; Bola speaks Kenji's language, Dev nobody's."""
    for name, value in {"time_zone": "Europe/London", "triage_channel": "C0TRIAGE", "duty_pool": "listed"}.items():
        data.settings.record(session, name, value)
    for name in ("UMAREN", "UNORA"):
        tests.programme.add(session, name, "manager", zone="Europe/London")
    ada = tests.programme.add(session, "UADA", "adviser", zone="Europe/London")
    tests.programme.add(session, "UBOLA", "adviser", zone="Africa/Lagos", languages=["ja"])
    tests.programme.add(session, "UDEV", "adviser", zone="Europe/London", name="Dev <!here>")
    tests.programme.add_freelancer(session, "UKENJI", ada, zone="Europe/London", languages=["ja"])
    tests.programme.add_freelancer(session, "UAMARA", ada, zone="Europe/London")
    data.settings.record_milestone(session, data.settings.WENT_LIVE, at("1"))
    data.duty.add_absence(session, ada.id or 0, W1, datetime.date(2026, 3, 21), at("1"))
    return session


def person(session: Session, slack_id: str) -> data.models.Person:
    found = data.people.find(session, slack_id)
    assert found is not None
    return found


def ident(session: Session, slack_id: str) -> int:
    return person(session, slack_id).id or 0


def lives(session: Session, *instants: str) -> None:
    """Everything is looked at then."""
    for text in instants:
        for tick in (jobs.checkin_cover.tick, jobs.checkins.tick, jobs.morning.tick):
            tick(session, at(text))
            session.flush()


def happens(session: Session, text: str) -> None:
    """Something was recorded, as every command does."""
    data.audit.record(session, at(text), "UMAREN", "a.test", "something")


def told(session: Session, who: str) -> list[str]:
    """What somebody's mornings say by now of cover."""
    parts = data.morning.list_told(session, datetime.date(2026, 3, 1), ident(session, who))
    return [str(one.payload["text"]) for one in parts if one.kind in ("cover", "covered", "own cover")]


def blocks(session: Session, who: str) -> list[dict[str, typing.Any]]:
    part = next(one for one in data.morning.list_told(session, datetime.date(2026, 3, 1), ident(session, who)))
    return typing.cast("list[dict[str, typing.Any]]", part.payload["blocks"])


def menu(session: Session, freelancer: str) -> dict[str, str]:
    """What Maren may choose for somebody, each with its value."""
    drawn = next(one for one in blocks(session, "UMAREN") if f"*{freelancer}*" in str(one.get("text")))
    return {option["text"]["text"]: option["value"] for option in drawn["accessory"]["options"]}


def take(session: Session) -> str:
    return next(str(one["elements"][0]["value"]) for one in blocks(session, "UMAREN") if one["type"] == "actions")


def presses(session: Session, text: str, action: str, subject: str, who: str = "UMAREN") -> str:
    reply = Asking(session, who, at(text)).press(action, subject=subject)
    assert isinstance(reply, commands.replies.Say)
    return str(reply.message["text"])


def takes_all(session: Session, text: str = "2 10:00") -> str:
    return presses(session, text, messages.checkin_cover.TAKE, take(session))


def chooses(session: Session, text: str, freelancer: str, label: str) -> str:
    choice = next(value for words, value in menu(session, freelancer).items() if words.startswith(label))
    return presses(session, text, messages.checkin_cover.CHOOSE, choice)


def covers(session: Session) -> list[tuple[str | None, str, datetime.date, datetime.date]]:
    """Freelancer, who covers, from when to when, of what is not taken back."""
    names = {one.id: one.slack_id for one in data.people.list_everyone(session)}
    rows = session.exec(sqlmodel.select(Cover).order_by(sqlmodel.col(Cover.id)))
    kept = [one for one in rows if one.cancelled_at is None]
    return [(names.get(one.adviser_id), names[one.freelancer_id], one.starts, one.ends) for one in kept]


def rows(session: Session, week: datetime.date) -> dict[str, tuple[str, str]]:
    """Who holds somebody's check-in, and where it stands, excused by what."""
    names = {one.id: one.slack_id for one in data.people.list_everyone(session)}
    found = session.exec(sqlmodel.select(data.models.Checkin).where(data.models.Checkin.week == week))
    return {names[one.freelancer_id]: (names[one.adviser_id], one.excuse or one.state) for one in found}


def absence(session: Session) -> data.models.Absence:
    return session.exec(sqlmodel.select(data.models.Absence)).one()


# -- asked


def test_managers_are_asked_a_week_before_with_who_is_proposed_and_why(programme: Session) -> None:
    lives(programme, "1 09:01", "2")
    (maren,) = told(programme, "UMAREN")
    lines = maren.splitlines()
    assert lines[0] == ASKED
    assert "• *Amara*: Dev &lt;!here&gt; is proposed until Fri 20 March 2026" in lines[1]
    assert "• *Kenji*: Bola is proposed until Fri 20 March 2026 (Japanese, 35 hours a week in common)" in maren
    assert "Nobody chosen by the end of Tue 10 March 2026 (Europe/London): the week is excused" in maren
    assert told(programme, "UNORA") == [maren]
    assert told(programme, "UKENJI") == told(programme, "UADA") == []
    assert sandbox.blocks.check(blocks(programme, "UMAREN"), sandbox.blocks.MESSAGE) == []


def test_nobody_is_asked_for_who_is_away_too_or_whose_contract_is_over(programme: Session) -> None:
    data.duty.add_absence(programme, ident(programme, "UKENJI"), W1, W3, at("1"))
    for contract in programme.exec(sqlmodel.select(data.models.Contract)):
        contract.ends = W2
    lives(programme, "1", "2")
    (maren,) = told(programme, "UMAREN")
    assert "Kenji" not in maren
    assert "Dev &lt;!here&gt; is proposed until Fri 13 March 2026" in maren


def test_what_becomes_known_in_the_week_itself_is_asked_the_next_morning_up_to_tuesday(programme: Session) -> None:
    absence(programme).cancelled_at = at("1")
    for who, freelancer in (("UBOLA", "UROSA"), ("UDEV", "UTOVE")):
        tests.programme.add_freelancer(programme, freelancer, person(programme, who), zone="Europe/London")
    lives(programme, "1", "9")
    data.duty.add_absence(programme, ident(programme, "UBOLA"), W1, W2, at("9 10:00"))
    happens(programme, "9 10:00")
    lives(programme, "9 10:01", "10")
    data.duty.add_absence(programme, ident(programme, "UDEV"), W1, W2, at("10 10:00"))
    happens(programme, "10 10:00")
    lives(programme, "10 10:01", "11")
    (asked,) = told(programme, "UMAREN")
    assert asked.startswith("*Bola is away from Mon 9 March 2026 to Fri 13 March 2026.*")


# -- chosen


def test_all_as_proposed_is_one_press_and_settles_it_for_the_other_managers_too(programme: Session) -> None:
    lives(programme, "1", "2")
    assert takes_all(programme).startswith("*Chosen.*")
    assert covers(programme) == [("UDEV", "UAMARA", W1, W3), ("UBOLA", "UKENJI", W1, W3)]
    lives(programme, "2 10:01")
    (nora,) = told(programme, "UNORA")
    assert "• *Kenji*: Bola covers from Mon 9 March 2026 to Fri 20 March 2026" in nora
    assert "Who covers for" not in nora
    assert "Take all" not in str(blocks(programme, "UNORA"))


def test_each_of_those_concerned_reads_it_the_next_morning_and_no_more(programme: Session) -> None:
    lives(programme, "1", "2")
    takes_all(programme)
    lives(programme, "2 11:00", "3", "4", "5")
    (kenji,), (bola,), (ada,) = (told(programme, who) for who in ("UKENJI", "UBOLA", "UADA"))
    assert kenji == (
        "Ada is away. Bola is there for you from Mon 9 March 2026 to Fri 20 March 2026: "
        "you can write to <@UBOLA> or use `/checkin request`."
    )
    assert bola.startswith("*You cover for Ada from Mon 9 March 2026 to Fri 20 March 2026*, for Kenji, <@UKENJI>.")
    assert "• London · you share 10:00 to 17:00 your time\n• You both speak Japanese." in bola
    assert ada == (
        "*Cover for your freelancers from Mon 9 March 2026 to Fri 20 March 2026:*\n"
        "• Amara: Dev &lt;!here&gt;\n"
        "• Kenji: Bola"
    )


def test_the_cover_adviser_has_the_check_in_and_reads_the_follow_up_alone(programme: Session) -> None:
    last = data.models.Checkin(
        freelancer_id=ident(programme, "UKENJI"),
        adviser_id=ident(programme, "UADA"),
        week=datetime.date(2026, 2, 23),
        planned=60,
        state=data.models.CheckinState.DONE,
    )
    programme.add(last)
    programme.flush()
    log = data.models.CheckinLog(
        checkin_id=last.id or 0,
        writer_id=ident(programme, "UADA"),
        at=at("1"),
        held_on=datetime.date(2026, 2, 24),
        minutes=60,
        follow_up="Try <it>",
        concern="Quiet",
    )
    programme.add(log)
    lives(programme, "1", "2")
    takes_all(programme)
    lives(programme, "3", "9", "16")
    assert rows(programme, W1) == {"UAMARA": ("UDEV", "open"), "UKENJI": ("UBOLA", "open")}
    assert rows(programme, W2) == {"UAMARA": ("UDEV", "open"), "UKENJI": ("UBOLA", "open")}
    listed = data.morning.list_told_of(programme, ident(programme, "UBOLA"), "checkins:2026-W11")
    said = str(listed[0].payload["text"])
    assert "*Kenji*, for whom you cover" in said
    assert "Try &lt;it&gt;" in said
    assert "Quiet" not in said


def test_of_two_managers_who_press_the_first_decides(programme: Session) -> None:
    lives(programme, "1", "2")
    shown = take(programme)
    takes_all(programme)
    assert presses(programme, "2 10:01", messages.checkin_cover.TAKE, shown, "UNORA").startswith("This has changed")
    assert len(covers(programme)) == 2


def test_a_press_on_a_proposal_that_no_longer_holds_shows_who_could_by_now(programme: Session) -> None:
    lives(programme, "1", "2")
    data.duty.add_absence(programme, ident(programme, "UBOLA"), W1, W3, at("2 10:00"))
    assert takes_all(programme).startswith("This has changed")
    assert covers(programme) == []
    assert "• *Kenji*: Dev &lt;!here&gt; is proposed" in told(programme, "UMAREN")[0]


def test_a_press_on_what_could_never_be_chosen_does_nothing(programme: Session) -> None:
    lives(programme, "1", "2")
    kenji, ada = ident(programme, "UKENJI"), ident(programme, "UADA")
    for subject in ("", "x", f"{kenji}:2026-03-09:{ada}", f"{kenji}:2026-03-16:0", f"{kenji}:2026-13-09:0", "9:9:9"):
        assert presses(programme, "2 10:00", messages.checkin_cover.CHOOSE, subject).startswith("This has changed")
    assert covers(programme) == []


def test_another_choice_is_read_by_those_alone_whose_days_it_changes(programme: Session) -> None:
    lives(programme, "1", "2")
    takes_all(programme)
    lives(programme, "3")
    chooses(programme, "3 10:00", "Kenji", "Dev")
    lives(programme, "3 10:01", "4", "5")
    assert covers(programme) == [("UDEV", "UAMARA", W1, W3), ("UDEV", "UKENJI", W1, W3)]
    assert told(programme, "UBOLA")[1:] == ["*This has changed.* You need not cover for Kenji any more."]
    (_, kenji) = told(programme, "UKENJI")
    assert kenji.startswith("*This has changed.* Ada is away. Dev &lt;!here&gt; is there for you from Mon 9 March 2026")
    assert "Dev &lt;!here&gt; is there for you" in kenji
    assert len(told(programme, "UAMARA")) == 1
    assert len(told(programme, "UDEV")) == 2


def test_what_is_changed_before_anybody_has_read_it_is_read_once_as_it_is(programme: Session) -> None:
    lives(programme, "1", "2")
    takes_all(programme)
    chooses(programme, "2 10:05", "Kenji", "Dev")
    lives(programme, "2 11:00", "3", "4")
    (kenji,), (ada,) = told(programme, "UKENJI"), told(programme, "UADA")
    assert kenji.startswith("Ada is away")
    assert "• Kenji: Dev &lt;!here&gt;" in ada
    assert told(programme, "UBOLA") == []


def test_nobody_is_a_choice_and_the_freelancer_reads_it_at_once(programme: Session) -> None:
    lives(programme, "1", "2")
    chooses(programme, "2 10:00", "Kenji", "Nobody")
    lives(programme, "3", "9", "11", "12")
    assert told(programme, "UKENJI") == [
        "Ada is away at least until Fri 20 March 2026. "
        "There is no check-in from Mon 9 March 2026 to Fri 20 March 2026. "
        "If something cannot wait: `/bug`, or ask who is on duty: `/duty` shows it."
    ]
    assert rows(programme, W1)["UKENJI"] == ("UADA", "uncovered")


# -- not chosen


def test_after_tuesday_the_week_is_excused_and_the_freelancer_reads_it_once_a_week(programme: Session) -> None:
    lives(programme, "1", "2", "9", "10", "11", "12")
    assert rows(programme, W1) == {"UAMARA": ("UADA", "uncovered"), "UKENJI": ("UADA", "uncovered")}
    assert told(programme, "UKENJI") == [
        "Ada is away at least until Fri 20 March 2026. "
        "There is no check-in from Mon 9 March 2026 to Fri 13 March 2026. "
        "If something cannot wait: `/bug`, or ask who is on duty: `/duty` shows it."
    ]
    (maren,) = told(programme, "UMAREN")
    assert "nobody was chosen for the week from Mon 9 March 2026; from Mon 16 March 2026 on" in maren


def test_who_was_met_before_their_adviser_was_away_is_not_told_that_there_is_no_check_in(programme: Session) -> None:
    lives(programme, "1", "2", "9")
    (row,) = data.checkins.list_of_freelancer(programme, ident(programme, "UKENJI"), W1)
    row.state = data.models.CheckinState.DONE
    lives(programme, "11")
    assert told(programme, "UKENJI") == []
    assert len(told(programme, "UAMARA")) == 1


def test_the_second_week_can_still_be_covered(programme: Session) -> None:
    lives(programme, "1", "2", "11")
    takes_all(programme, "11 10:00")
    lives(programme, "12", "16", "18")
    assert covers(programme) == [("UDEV", "UAMARA", W2, W3), ("UBOLA", "UKENJI", W2, W3)]
    assert rows(programme, W2) == {"UAMARA": ("UDEV", "open"), "UKENJI": ("UBOLA", "open")}
    assert len(told(programme, "UKENJI")) == 2


# -- what ends by itself


def chosen(session: Session) -> None:
    """Bola covers for Kenji and Dev for Amara, and all have read it."""
    lives(session, "1", "2")
    takes_all(session)
    lives(session, "3")


def test_an_adviser_who_is_back_a_week_earlier_has_their_freelancers_back(programme: Session) -> None:
    chosen(programme)
    lives(programme, "9")
    absence(programme).ends = W2
    happens(programme, "9 10:00")
    lives(programme, "9 10:01", "10", "11", "16")
    assert covers(programme) == [("UDEV", "UAMARA", W1, W2), ("UBOLA", "UKENJI", W1, W2)]
    assert told(programme, "UKENJI")[1:] == [
        "*This has changed.* Bola is there for you from Mon 9 March 2026 to Fri 13 March 2026. "
        "Ada is there for you from Mon 16 March 2026 on."
    ]
    assert told(programme, "UBOLA")[1:] == [
        "*This has changed.* You cover for Kenji from Mon 9 March 2026 to Fri 13 March 2026."
    ]
    assert rows(programme, W2) == {"UAMARA": ("UADA", "open"), "UKENJI": ("UADA", "open")}


def test_an_adviser_who_is_not_away_after_all_ends_it_for_all(programme: Session) -> None:
    chosen(programme)
    absence(programme).cancelled_at = at("4")
    happens(programme, "4 10:00")
    lives(programme, "4 10:01", "5", "6", "9")
    assert covers(programme) == []
    assert told(programme, "UKENJI")[1:] == ["*This has changed.* Ada is there for you from Mon 9 March 2026 on."]
    assert told(programme, "UBOLA")[1:] == ["*This has changed.* You need not cover for Kenji any more."]
    assert told(programme, "UMAREN")[0].startswith("*Ada is there, or has no freelancers who need somebody")
    assert rows(programme, W1) == {"UAMARA": ("UADA", "open"), "UKENJI": ("UADA", "open")}


def test_who_is_away_longer_is_asked_about_again_and_who_covers_goes_on_by_proposal(programme: Session) -> None:
    chosen(programme)
    absence(programme).ends = W3 + WEEK
    happens(programme, "4 10:00")
    lives(programme, "4 10:01", "5", "13")
    assert len(told(programme, "UMAREN")) == 1
    lives(programme, "16")
    assert "from Mon 23 March 2026 on Bola is proposed until Fri 27 March 2026" in told(programme, "UMAREN")[1]
    assert len(told(programme, "UKENJI")) == 1


def test_if_who_covers_is_away_too_the_managers_are_asked_anew_and_those_concerned_read_it(programme: Session) -> None:
    chosen(programme)
    data.duty.add_absence(programme, ident(programme, "UBOLA"), W2, W3, at("4"))
    happens(programme, "4 10:00")
    lives(programme, "4 10:01", "5", "9")
    assert covers(programme) == [("UDEV", "UAMARA", W1, W3), ("UBOLA", "UKENJI", W1, W2)]
    assert told(programme, "UKENJI")[1:] == [
        "*This has changed.* Bola is there for you from Mon 9 March 2026 to Fri 13 March 2026. "
        "Bola can't be there from Mon 16 March 2026 on. You read here who is there for you then."
    ]
    assert (
        "*Kenji*: Bola covers from Mon 9 March 2026 to Fri 13 March 2026; from Mon 16" in told(programme, "UMAREN")[1]
    )
    assert "• Kenji: Bola, from Mon 9 March 2026 to Fri 13 March 2026" in told(programme, "UADA")[1]
    assert len(told(programme, "UAMARA")) == 1


def test_if_who_covers_leaves_before_it_begins_the_managers_are_asked_anew(programme: Session) -> None:
    chosen(programme)
    person(programme, "UBOLA").active = False
    happens(programme, "4 10:00")
    lives(programme, "4 10:01", "5", "6")
    assert covers(programme) == [("UDEV", "UAMARA", W1, W3)]
    assert "*Kenji*: Dev &lt;!here&gt; is proposed" in told(programme, "UMAREN")[1]
    assert len(told(programme, "UMAREN")) == 2
    assert told(programme, "UKENJI")[1].startswith("*This has changed.* Bola can't be there from Mon 9 March 2026 on.")


def test_if_the_adviser_leaves_meanwhile_cover_ends_and_nobody_is_said_to_be_there(programme: Session) -> None:
    chosen(programme)
    lives(programme, "9")
    person(programme, "UADA").active = False
    happens(programme, "10 10:00")
    lives(programme, "10 10:01", "11", "12")
    assert covers(programme) == []
    assert told(programme, "UKENJI")[1:] == [
        "*This has changed.* You have no adviser at this time: the programme's managers know, and look for one."
    ]
    assert told(programme, "UBOLA")[1:] == ["*This has changed.* You need not cover for Kenji any more."]


def test_a_freelancer_who_moves_to_somebody_who_is_there_needs_no_cover(programme: Session) -> None:
    chosen(programme)
    running = data.people.find_running_assignment(programme, ident(programme, "UKENJI"))
    following = data.models.Assignment(
        freelancer_id=ident(programme, "UKENJI"), adviser_id=ident(programme, "UDEV"), starts=at("4")
    )
    data.people.record_assignment(programme, at("4"), running, following)
    happens(programme, "4 10:00")
    lives(programme, "4 10:01", "5", "9")
    assert covers(programme) == [("UDEV", "UAMARA", W1, W3)]
    assert rows(programme, W1) == {"UAMARA": ("UDEV", "open"), "UKENJI": ("UDEV", "open")}
    assert told(programme, "UKENJI")[1:] == [
        "*This has changed.* Dev &lt;!here&gt; is there for you from Mon 9 March 2026 on."
    ]


def test_looking_again_and_again_tells_nothing_twice(programme: Session) -> None:
    chosen(programme)
    before = {who: told(programme, who) for who in ("UMAREN", "UKENJI", "UBOLA", "UADA")}
    for minute in range(10, 15):
        happens(programme, f"3 12:{minute}")
        lives(programme, f"3 12:{minute}")
    assert {who: told(programme, who) for who in before} == before


# -- at any time


def test_the_list_shows_who_is_away_and_who_covers_however_far_ahead(programme: Session) -> None:
    absence(programme).starts, absence(programme).ends = datetime.date(2026, 4, 6), datetime.date(2026, 4, 11)
    said = Asking(programme, "UMAREN", at("2")).says("/checkin cover")
    assert said.startswith("*Ada is away from Mon 6 April 2026 to Fri 10 April 2026.* Who covers")
    absence(programme).cancelled_at = at("2")
    assert Asking(programme, "UMAREN", at("2")).says("/checkin cover").startswith("No adviser who has freelancers is")


def test_nobody_but_managers_may_see_or_choose_it(programme: Session) -> None:
    for who in ("UADA", "UKENJI"):
        assert "manager" in Asking(programme, who, at("2")).refusal("/checkin cover").lower()
