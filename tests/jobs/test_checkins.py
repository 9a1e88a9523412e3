"""An adviser's week of mornings: the list once, what is open on Thursday, what was booked, and what came in between."""

import datetime
import random

import pytest
import sqlmodel

import data.audit
import data.checkins
import data.duty
import data.models
import data.morning
import data.people
import data.rows
import data.settings
import jobs.checkin_list
import jobs.checkins
import jobs.morning
import jobs.outgoing
import jobs.scene
import sandbox.blocks
import tests.programme

Session = sqlmodel.Session
Checkin = data.models.Checkin
Excuse = data.models.Excuse

DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(days=7)
WEEKS = {number: datetime.date(2026, 3, 2) + (number - 10) * WEEK for number in range(10, 14)}
"""The Mondays of W10, of 2 March, and of the weeks after it."""


def at(text: str) -> datetime.datetime:
    """`2 09:01`, a day of March 2026 and a time in London, where it is UTC; the 2nd is a Monday."""
    day, _, time = text.partition(" ")
    return datetime.datetime.fromisoformat(f"2026-03-{int(day):02} {time or '09:01'}:00+00:00")


def person(session: Session, slack_id: str) -> data.models.Person:
    found = data.people.find(session, slack_id)
    assert found is not None
    return found


@pytest.fixture
def programme(session: Session) -> Session:
    """Ada advises Kenji and Amara, Bola nobody; all work in London, and Muster went live on Sunday 1 March."""
    data.settings.record(session, "time_zone", "Europe/London")
    ada = tests.programme.add(session, "UADA", "adviser", zone="Europe/London")
    tests.programme.add(session, "UBOLA", "adviser", zone="Europe/London")
    for name in ("UKENJI", "UAMARA"):
        tests.programme.add_freelancer(session, name, ada, zone="Europe/London")
    data.settings.record_milestone(session, data.settings.WENT_LIVE, at("1"))
    return session


def lives(session: Session, *instants: str) -> None:
    for text in instants:
        for tick in (jobs.checkins.tick, jobs.morning.tick):
            tick(session, at(text))
            session.flush()


def scene(session: Session, now: str) -> jobs.scene.Scene:
    return jobs.scene.load(session, at(now))


def recorded(session: Session, now: str) -> None:
    """Whatever commands change is in the audit, by which the planner knows that it must look."""
    data.audit.record(session, at(now), "UMAREN", "changed", "UKENJI")


def goes_away(session: Session, who: str, first: int, end: int, now: str = "1") -> None:
    """From a day of March to before another."""
    start = datetime.date(2026, 3, 1) - DAY
    data.duty.add_absence(session, person(session, who).id or 0, start + first * DAY, start + end * DAY, at(now))
    recorded(session, now)


def moves(session: Session, who: str, to: str | None, now: str) -> None:
    freelancer = person(session, who)
    running = data.people.find_running_assignment(session, freelancer.id or 0)
    following = None
    if to:
        adviser_id = person(session, to).id or 0
        following = data.models.Assignment(freelancer_id=freelancer.id or 0, adviser_id=adviser_id, starts=at(now))
    data.people.record_assignment(session, at(now), running, following)
    recorded(session, now)


def row(session: Session, who: str, week: int = 10, place: int = 0) -> Checkin:
    rows = sqlmodel.select(Checkin).where(Checkin.freelancer_id == person(session, who).id)
    return session.exec(rows.where(Checkin.week == WEEKS[week], Checkin.place == place)).one()


def rows(session: Session) -> set[tuple[object, ...]]:
    """All that rows say, by names and weeks."""
    names = {one.id: one.name for one in data.people.list_everyone(session)}
    return {
        (names[one.freelancer_id], f"{one.week:W%V}", one.place, names[one.adviser_id], one.state, one.excuse)
        for one in session.exec(sqlmodel.select(Checkin))
    }


def logs(session: Session, who: str, now: str, follow_up: str | None = None, week: int = 10) -> None:
    said = data.models.CheckinLog(
        checkin_id=row(session, who, week).id or 0,
        writer_id=person(session, "UADA").id or 0,
        at=at(now),
        held_on=at(now).date(),
        minutes=45,
        follow_up=follow_up,
    )
    jobs.checkins.log(scene(session, now), row(session, who, week), said)


def told(session: Session, who: str = "UADA") -> list[tuple[str, int]]:
    """What somebody's mornings have told of check-ins, without the year and their name, with the day of March."""
    parts = data.morning.list_told(session, datetime.date(2026, 3, 1), person(session, who).id, ["checkins"])
    return [(one.key.replace(f":{who}", "").replace("checkins:2026-", ""), one.day.day) for one in parts if one.day]


def said(session: Session, key: str, who: str = "UADA") -> str:
    """What a part says by now."""
    parts = data.morning.list_told(session, datetime.date(2026, 3, 1), person(session, who).id)
    (found,) = [one for one in parts if one.key == f"checkins:2026-{key}".replace("@", f":{who}")]
    return str(found.payload["text"])


# -- the list


def test_the_list_is_told_once_a_week_however_often_somebody_looks(programme: Session) -> None:
    lives(programme, "2 08:59", "2", "2 09:02", "2 15:00", "3", "4")
    assert told(programme) == [("W10", 2)]
    lives(programme, "9", "16")
    assert [one for one in told(programme) if ":" not in one[0]] == [("W10", 2), ("W11", 9), ("W12", 16)]


def test_who_is_ill_on_monday_reads_it_when_they_are_back_and_is_reminded_on_a_later_day(programme: Session) -> None:
    goes_away(programme, "UADA", 2, 3)
    lives(programme, "2", "3")
    assert told(programme) == [("W10", 3)]
    goes_away(programme, "UADA", 9, 12, "4")
    lives(programme, "9", "10", "11", "12", "13")
    assert told(programme)[1:] == [("W11", 12), ("W11:open", 13)]


def test_the_weekdays_are_settings(programme: Session) -> None:
    data.settings.record(programme, "checkin_day", "tuesday")
    data.settings.record(programme, "checkin_reminder_day", "wednesday")
    lives(programme, "2", "3", "4", "5")
    assert told(programme) == [("W10", 3), ("W10:open", 4)]


def test_two_weeks_of_holiday_are_asked_about_by_nobody(programme: Session) -> None:
    goes_away(programme, "UKENJI", 2, 16)
    goes_away(programme, "UAMARA", 2, 16)
    lives(programme, "2", "5", "9", "12")
    assert (rows(programme), told(programme)) == (set(), [])
    lives(programme, "16")
    assert told(programme) == [("W12", 16)]


def test_a_week_off_for_all_is_taken_up_some_rows_a_tick_until_every_list_says_so(
    programme: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs.checkins, "CHANGED_AT_ONCE", 1)
    lives(programme, "2")
    data.settings.record(programme, "days_off", ", ".join(f"2026-03-0{day}" for day in range(2, 7)))
    recorded(programme, "2 12:00")
    excused = []
    for minute in range(1, 5):
        lives(programme, f"2 12:0{minute}")
        excused.append(said(programme, "W10@").count("excused: no working day of theirs is left for it"))
    assert excused == [1, 2, 2, 2]


def test_who_goes_away_after_the_list_was_told_is_excused_in_it_and_asked_for_again_if_they_stay(
    programme: Session,
) -> None:
    lives(programme, "2")
    kenji = person(programme, "UKENJI")
    away = data.duty.add_absence(programme, kenji.id or 0, WEEKS[10], WEEKS[11], at("2 12:00"))
    recorded(programme, "2 12:00")
    lives(programme, "2 12:01")
    assert row(programme, "UKENJI").excuse == Excuse.ABSENT
    assert "excused: no working day of theirs is left for it" in said(programme, "W10@")
    away.cancelled_at = at("2 13:00")
    recorded(programme, "2 13:00")
    lives(programme, "2 13:01")
    assert (row(programme, "UKENJI").state, row(programme, "UKENJI").excuse) == ("open", None)
    assert "excused" not in said(programme, "W10@")


def test_thursday_lists_what_is_open_and_neither_what_is_done_nor_what_is_booked_nor_who_is_excused(
    programme: Session,
) -> None:
    for name in ("UDEV", "UELENA"):
        tests.programme.add_freelancer(programme, name, person(programme, "UADA"), zone="Europe/London")
    lives(programme, "2")
    logs(programme, "UKENJI", "2 12:00")
    jobs.checkins.book(scene(programme, "2 12:00"), row(programme, "UAMARA"), datetime.date(2026, 3, 6))
    jobs.checkins.excuse(scene(programme, "2 12:00"), row(programme, "UDEV"), Excuse.NEXT_WEEK)
    lives(programme, "5", "6")
    assert told(programme) == [("W10", 2), ("W10:open", 5)]
    reminder = said(programme, "W10@:open")
    assert [name for name in ("Kenji", "Amara", "Dev", "Elena") if name in reminder] == ["Elena"]


def test_where_all_is_done_thursday_says_nothing(programme: Session) -> None:
    lives(programme, "2")
    for name in ("UKENJI", "UAMARA"):
        logs(programme, name, "3 12:00")
    lives(programme, "5", "6")
    assert told(programme) == [("W10", 2)]


# -- what was booked


def test_a_booking_is_asked_about_on_the_next_working_day_once_for_each_day_and_names_its_own(
    programme: Session,
) -> None:
    lives(programme, "2")
    kenji = row(programme, "UKENJI")
    jobs.checkins.book(scene(programme, "2 12:00"), kenji, datetime.date(2026, 3, 3))
    jobs.checkins.book(scene(programme, "2 13:00"), kenji, datetime.date(2026, 3, 4))
    lives(programme, "3", "4", "5")
    asked = f"W10:booked:{kenji.id}:2026-03-04"
    assert (asked, 5) in told(programme)
    jobs.checkins.book(scene(programme, "5 12:00"), kenji, datetime.date(2026, 3, 6))
    assert "*A check-in with Kenji was booked for Wed 4 March 2026: did you meet?*" in said(
        programme, f"W10@{asked[3:]}"
    )
    assert "booked for Fri 6 March 2026" in said(programme, f"W10@{asked[3:]}")
    lives(programme, "6", "9", "10")
    assert [one for one in told(programme) if "booked" in one[0]] == [
        (asked, 5),
        (f"W10:booked:{kenji.id}:2026-03-06", 9),
    ]


def test_who_was_away_after_the_booked_day_is_asked_when_they_are_back(programme: Session) -> None:
    lives(programme, "2")
    kenji = row(programme, "UKENJI")
    jobs.checkins.book(scene(programme, "2 12:00"), kenji, datetime.date(2026, 3, 5))
    goes_away(programme, "UADA", 6, 18, "5 12:00")
    lives(programme, "6", "9", "12", "17", "18")
    assert (f"W10:booked:{kenji.id}:2026-03-05", 18) in told(programme)


# -- who holds them


def test_a_move_in_midweek_takes_the_row_along_and_the_new_adviser_reads_it_the_next_morning(
    programme: Session,
) -> None:
    lives(programme, "2", "3")
    moves(programme, "UKENJI", "UBOLA", "3 12:00")
    lives(programme, "3 12:01")
    assert "Kenji" not in said(programme, "W10@")
    assert told(programme, "UBOLA") == []
    lives(programme, "4")
    assert told(programme, "UBOLA") == [("W10", 4)]
    assert "Kenji" in said(programme, "W10@", "UBOLA")


def test_who_takes_over_what_another_booked_reads_the_day_the_next_morning(programme: Session) -> None:
    moves(programme, "UAMARA", "UBOLA", "1 12:00")
    lives(programme, "2")
    jobs.checkins.book(scene(programme, "2 12:00"), row(programme, "UKENJI"), datetime.date(2026, 3, 5))
    lives(programme, "3")
    moves(programme, "UKENJI", "UBOLA", "3 12:00")
    lives(programme, "3 12:01", "4", "5")
    assert told(programme, "UBOLA") == [("W10", 2), ("W10:added:2026-03-04", 4), ("W10:open", 5)]
    assert "booked for Thu 5 March 2026" in said(programme, "W10@:added:2026-03-04", "UBOLA")
    assert "Kenji" not in said(programme, "W10@:open", "UBOLA")


def test_who_has_read_a_list_reads_the_next_morning_what_has_come_since_and_only_that(programme: Session) -> None:
    lives(programme, "2")
    tests.programme.add_freelancer(programme, "UDEV", person(programme, "UADA"), zone="Europe/London")
    recorded(programme, "2 12:00")
    lives(programme, "2 12:01", "3", "3 12:00", "4")
    assert told(programme) == [("W10", 2), ("W10:added:2026-03-03", 3)]
    added = said(programme, "W10@:added:2026-03-03")
    assert added.startswith("*More check-ins of yours this week*\n*Dev*")
    assert "Kenji" not in added
    logs(programme, "UDEV", "3 14:00")
    assert "done on Tue 3 March 2026" in said(programme, "W10@:added:2026-03-03")


def test_what_comes_before_the_reminder_is_in_it_and_in_nothing_else(programme: Session) -> None:
    lives(programme, "2", "4")
    tests.programme.add_freelancer(programme, "UDEV", person(programme, "UADA"), zone="Europe/London")
    recorded(programme, "4 12:00")
    lives(programme, "4 12:01", "5", "6")
    assert told(programme) == [("W10", 2), ("W10:open", 5)]
    assert "Dev" in said(programme, "W10@:open")


def test_who_has_no_adviser_any_more_is_asked_about_by_nobody(programme: Session) -> None:
    lives(programme, "2")
    moves(programme, "UKENJI", None, "3 12:00")
    moves(programme, "UAMARA", None, "3 12:00")
    lives(programme, "3 12:01", "5")
    assert told(programme) == [("W10", 2)]
    assert {one[-1] for one in rows(programme)} == {Excuse.ABSENT}


def test_what_is_done_stays_with_who_held_it(programme: Session) -> None:
    lives(programme, "2")
    logs(programme, "UKENJI", "2 12:00")
    moves(programme, "UKENJI", "UBOLA", "3 12:00")
    lives(programme, "3 12:01", "4")
    assert "done on Mon 2 March 2026, 45 minutes" in said(programme, "W10@")
    assert told(programme, "UBOLA") == []


def test_nothing_is_edited_for_who_has_left(programme: Session) -> None:
    lives(programme, "2")
    before = said(programme, "W10@")
    person(programme, "UADA").active = False
    logs(programme, "UKENJI", "2 12:00")
    assert said(programme, "W10@") == before


# -- what a list says


def lines(session: Session, now: str = "9", who: str = "UADA", week: int = 11) -> list[tuple[str, str | None]]:
    """Names and follow-ups, as the list has them."""
    adviser = person(session, who)
    held = data.checkins.list_of_adviser(session, adviser.id or 0, WEEKS[week])
    shown = jobs.checkin_list.lines(scene(session, now), adviser, held, at(now))
    return [(line.freelancer.name, line.follow_up) for line in shown]


def test_with_whom_something_was_agreed_comes_first(programme: Session) -> None:
    lives(programme, "2")
    logs(programme, "UKENJI", "2 12:00", "Try it.")
    logs(programme, "UAMARA", "2 12:00")
    lives(programme, "9")
    assert lines(programme) == [("Kenji", "Try it."), ("Amara", None)]


def test_what_is_to_be_taken_up_stands_once_where_somebody_has_two_rows(programme: Session) -> None:
    new = tests.programme.add_freelancer(programme, "UDEV", person(programme, "UADA"), starts=0, zone="Europe/London")
    lives(programme, "2")
    asked = data.models.CheckinRequest(
        freelancer_id=new.id or 0, adviser_id=person(programme, "UADA").id, at=at("2"), topic="Invoices"
    )
    data.rows.save(programme, asked)
    logs(programme, "UDEV", "2 12:00", "Read it.")
    lives(programme, "9")
    assert [line for line in lines(programme) if line[0] == "Dev"] == [("Dev", "Read it."), ("Dev", None)]
    assert said(programme, "W11@").count("Invoices") == 1


def test_who_covers_reads_what_was_agreed_and_asked_and_who_covers_no_more_neither(programme: Session) -> None:
    lives(programme, "2")
    logs(programme, "UKENJI", "2 12:00", "Try it.")
    ada, bola, kenji = (person(programme, name).id or 0 for name in ("UADA", "UBOLA", "UKENJI"))
    data.rows.save(
        programme, data.models.CheckinRequest(freelancer_id=kenji, adviser_id=ada, at=at("3"), topic="My pay")
    )
    goes_away(programme, "UADA", 9, 16, "3")
    cover = data.models.CheckinCover(
        freelancer_id=kenji, adviser_id=bola, starts=WEEKS[11], ends=WEEKS[12], chosen_at=at("3")
    )
    data.rows.save(programme, cover)
    lives(programme, "9")
    covering = said(programme, "W11@", "UBOLA")
    assert "*Kenji*, for whom you cover" in covering
    assert "Try it." in covering
    assert "asked for time: My pay" in covering
    cover.cancelled_at = at("9 12:00")
    assert lines(programme, "9 12:01", "UBOLA") == [("Kenji", None)]


def test_who_was_asked_for_time_changes_as_the_week_begins_if_their_cover_is_over(programme: Session) -> None:
    ada, bola, kenji = (person(programme, name).id or 0 for name in ("UADA", "UBOLA", "UKENJI"))
    asked = data.models.CheckinRequest(freelancer_id=kenji, adviser_id=bola, at=at("3"))
    cover = data.models.CheckinCover(
        freelancer_id=kenji, adviser_id=bola, starts=WEEKS[10], ends=WEEKS[11], chosen_at=at("2")
    )
    data.rows.save(programme, cover)
    data.rows.save(programme, asked)
    lives(programme, "3", "8 10:30", "8 23:59")
    assert asked.adviser_id == bola
    lives(programme, "9 00:01")
    assert asked.adviser_id == ada


def test_a_list_is_a_message_that_slack_takes(programme: Session) -> None:
    for number in range(30):
        tests.programme.add_freelancer(
            programme, f"UF{number:02}", person(programme, "UADA"), zone="Europe/London", name="<!channel> & co " * 20
        )
    lives(programme, "2")
    card = sqlmodel.select(data.models.Notice).where(data.models.Notice.card == "morning:UADA:2026-03-02")
    sent = programme.exec(card).one()
    assert sandbox.blocks.check(sent.payload["blocks"], sandbox.blocks.MESSAGE) == []
    assert "… and 12 more: `/checkin`" in str(sent.payload["text"])
    assert "<!channel>" not in str(sent.payload)


# -- laws


def changes(session: Session) -> list[tuple[str, ...]]:
    """Absences, moves, a new contract and a log, in no order that matters."""
    tests.programme.add_freelancer(session, "UDEV", person(session, "UBOLA"), last_day=None, zone="Europe/London")
    tests.programme.add_freelancer(session, "UELENA", person(session, "UADA"), zone="Europe/London")
    return [
        ("away", "UKENJI", "2", "16"),
        ("move", "UAMARA", "UBOLA"),
        ("away", "UBOLA", "3", "5"),
        ("contract", "UDEV"),
        ("move", "UELENA", "UBOLA"),
        ("away", "UELENA", "9", "20"),
    ]


def happens(session: Session, change: tuple[str, ...], now: str) -> None:
    what, who, *rest = change
    if what == "away":
        goes_away(session, who, int(rest[0]), int(rest[1]), now)
    elif what == "move":
        moves(session, who, rest[0], now)
    else:
        tests.programme.add_contract(session, person(session, who), 0, 60)
        recorded(session, now)


@pytest.mark.parametrize("seed", range(6))
def test_in_whatever_order_things_come_the_rows_are_the_same_and_nobody_absent_is_asked_about(
    programme: Session, seed: int
) -> None:
    order = random.Random(seed)
    found = changes(programme)
    order.shuffle(found)
    for number, change in enumerate(found):
        happens(programme, change, f"2 10:{number:02}")
        for _ in range(order.choice((0, 1, 3))):
            lives(programme, f"2 10:{number:02}")
    lives(programme, "2 11:00", "9", "9 09:05")
    kept = {one[:4] for one in rows(programme) if one[-1] is None}
    assert kept == {
        ("Amara", "W10", 0, "Bola"),
        ("Elena", "W10", 0, "Bola"),
        ("Dev", "W10", 0, "Bola"),
        ("Dev", "W10", 1, "Bola"),
        ("Amara", "W11", 0, "Bola"),
        ("Dev", "W11", 0, "Bola"),
        ("Dev", "W11", 1, "Bola"),
    }


def test_auckland_and_los_angeles_on_one_caseload_are_listed_by_their_advisers_own_monday(programme: Session) -> None:
    tests.programme.add(programme, "UFAR", "adviser", zone="Pacific/Auckland")
    for name, zone in (("UTUI", "Pacific/Auckland"), ("ULEX", "America/Los_Angeles")):
        tests.programme.add_freelancer(programme, name, person(programme, "UFAR"), zone=zone)
    lives(programme, "1 19:59", "1 20:00")  # Monday 09:00 in Auckland
    assert told(programme, "UFAR") == [("W10", 2)]
    monday = said(programme, "W10@", "UFAR")
    assert "*Lex* · Los Angeles, 12:00 now · no working hours in common today" in monday
    assert "*Tui* · Auckland, 09:00 now · you share 09:00 to 17:00 your time" in monday
    lives(programme, "4 19:59", "4 20:00")
    thursday = said(programme, "W10@:open", "UFAR")
    assert "*Lex* · Los Angeles, 12:00 now · you share 09:00 to 14:00 your time" in thursday


def test_mornings_that_begin_together_are_told_in_turns_and_each_of_them_once(
    programme: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs.morning, "TOLD_AT_ONCE", 2)
    for number in range(5):
        adviser = tests.programme.add(programme, f"UADV{number}", "adviser", zone="Europe/London")
        tests.programme.add_freelancer(programme, f"UFRE{number}", adviser, zone="Europe/London")
    advisers = ["UADA", *(f"UADV{number}" for number in range(5))]

    def have_read() -> int:
        return sum(len(told(programme, name)) for name in advisers)

    counts = []
    for second in range(5):
        lives(programme, f"2 09:0{second}")
        counts.append(have_read())
    assert counts == [2, 4, 6, 6, 6]
    cards = sqlmodel.select(data.models.Notice.card)
    assert len({card for card in programme.exec(cards) if card}) == 6


# -- what will be sent


def foreseen(session: Session, now: str, until: str) -> list[tuple[str, str, str]]:
    planned = jobs.outgoing.upcoming(session, at(now), at(until))
    return sorted(
        (f"{one.at:%d %H:%M}", one.lane, one.kind.removeprefix("morning message, "))
        for one in planned
        if "check-ins" in one.kind and "not logged" not in one.kind
    )


def test_what_will_be_sent_foresees_lists_and_reminders_of_weeks_to_come(programme: Session) -> None:
    goes_away(programme, "UADA", 9, 10)
    assert foreseen(programme, "1 09:30", "16 12:00") == [
        ("02 09:00", "@UADA", "check-ins of the week"),
        ("05 09:00", "@UADA", "check-ins that are open"),
        ("10 09:00", "@UADA", "check-ins of the week"),
        ("12 09:00", "@UADA", "check-ins that are open"),
        ("16 09:00", "@UADA", "check-ins of the week"),
    ]


def test_what_was_told_or_is_booked_is_foreseen_as_it_stands(programme: Session) -> None:
    lives(programme, "2")
    assert foreseen(programme, "2 12:00", "6 12:00") == [("05 09:00", "@UADA", "check-ins that are open")]
    for name in ("UKENJI", "UAMARA"):
        jobs.checkins.book(scene(programme, "2 12:00"), row(programme, name), datetime.date(2026, 3, 3))
    assert foreseen(programme, "2 12:00", "6 12:00") == [("04 09:00", "@UADA", "check-ins that were booked")] * 2


def test_a_week_is_planned_from_when_it_begins_anywhere_and_left_alone_once_the_next_does(programme: Session) -> None:
    lives(programme, "8 09:59")
    assert {one[1] for one in rows(programme)} == {"W10"}
    moves(programme, "UKENJI", "UBOLA", "8 10:00")
    lives(programme, "8 10:00")
    assert {one[1:4] for one in rows(programme) if one[0] == "Kenji"} == {("W10", 0, "Ada"), ("W11", 0, "Bola")}
