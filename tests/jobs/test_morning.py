"""The morning message: one for each person and day, made of parts that are told once and kept true through the day."""

import datetime
import random

import pytest
import sqlmodel

import data.audit
import data.duty
import data.faults
import data.models
import data.morning
import data.people
import data.settings
import data.vacancies
import jobs.morning
import tests.programme
import tests.stores

NOW = tests.programme.NOW
HOUR, DAY, MINUTE = datetime.timedelta(hours=1), datetime.timedelta(days=1), datetime.timedelta(minutes=1)
MONDAY = datetime.datetime(2026, 3, 16, 10, tzinfo=datetime.UTC)
"""A handover; in March London is at UTC, and its mornings are at 09:00."""

Session = sqlmodel.Session


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"2026-{text}+00:00")


@pytest.fixture
def programme(session: Session) -> Session:
    """Maren manages; Ada and Ben sit from 16 March on, Cy and Ada from 30 March on; live since 1 March."""
    for name, value in {"time_zone": "Europe/London", "triage_channel": "C0TRIAGE"}.items():
        data.settings.record(session, name, value)
    tests.programme.add(session, "UMAREN", "manager", zone="Europe/London")
    tests.programme.add(session, "UADA", "adviser", zone="Europe/London")
    tests.programme.add(session, "UBEN", "adviser", zone="Africa/Lagos", name="Ben <3")
    tests.programme.add(session, "UCY", "adviser", zone="America/Mexico_City")
    for name in ("UADA", "UBEN", "UCY"):
        data.duty.add_to_pool(session, person(session, name).id or 0, NOW)
    shift(session, MONDAY, "UADA", "UBEN")
    shift(session, MONDAY + 14 * DAY, "UCY", "UADA")
    data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW - DAY)
    session.flush()
    return session


def person(session: Session, slack_id: str) -> data.models.Person:
    found = data.people.find(session, slack_id)
    assert found is not None
    return found


def shift(session: Session, starts: datetime.datetime, *seated: str, published: datetime.datetime = NOW) -> None:
    seats = [(person(session, slack_id).id or 0, 1) for slack_id in seated]
    data.duty.add_shift(session, starts, starts + 14 * DAY, seats, published)


def tick(session: Session, *instants: datetime.datetime) -> None:
    for now in instants:
        jobs.morning.tick(session, now)
        session.flush()


def walk(session: Session, start: datetime.datetime, end: datetime.datetime) -> None:
    """A look every hour."""
    while start <= end:
        tick(session, start)
        start += HOUR


def notices(session: Session) -> list[data.models.Notice]:
    session.expire_all()
    return list(session.exec(sqlmodel.select(data.models.Notice).order_by(sqlmodel.col(data.models.Notice.id))))


def parts(session: Session) -> list[tuple[str, str | None]]:
    """Each part's key without its person's Slack id, and the day on which it was told, for Ada."""
    ada = person(session, "UADA").id
    rows = session.exec(sqlmodel.select(data.models.MorningPart).order_by(sqlmodel.col(data.models.MorningPart.id)))
    return [(row.key, str(row.day) if row.day else None) for row in rows if row.person_id == ada]


def texts(session: Session, slack_id: str) -> list[str]:
    """What was sent to somebody, and what it says by now."""
    return [str(one.payload["text"]) for one in notices(session) if one.lane == f"@{slack_id}"]


def send(session: Session) -> None:
    """Bring everything to Slack, so that what follows are edits."""
    for one in notices(session):
        if one.state == "pending":
            one.state = data.models.NoticeState.SENT
            if one.kind == "post" and one.card:
                session.merge(data.models.Card(key=one.card, channel="D1", ts="1.1"))
    session.flush()


def happens(session: Session, now: datetime.datetime = NOW) -> None:
    """Something was recorded, as every command does."""
    data.audit.record(session, now, "UMAREN", "a.test", "something")


# -- telling


def test_what_is_urgent_goes_at_once_as_a_message_of_its_own_and_once(session: Session) -> None:
    ada = tests.programme.add(session, "UADA", "adviser")
    for number in range(2):
        said = {"text": f"You take over tomorrow, said {number}"}
        jobs.morning.tell(
            session, ada, "change:1", "change", said, "your dates changed", NOW + number * DAY, at_once=True
        )
    (notice,) = notices(session)
    assert (notice.key, notice.lane, notice.due_at) == ("change:1", "@UADA", NOW)
    assert notice.payload == {"text": "You take over tomorrow, said 0"}
    assert data.morning.list_waiting(session) == []


def test_what_is_not_urgent_waits_for_the_next_morning_once(programme: Session) -> None:
    ada = person(programme, "UADA")
    tick(programme, NOW)
    for _ in range(2):
        jobs.morning.tell(programme, ada, "change:1", "change", {"text": "Old → new"}, "a reason", NOW, at_once=False)
    tick(programme, NOW + MINUTE, NOW + 9 * HOUR)
    assert notices(programme) == []
    tick(programme, NOW + DAY, NOW + DAY + HOUR, NOW + 2 * DAY)
    (notice,) = notices(programme)
    assert (notice.card, notice.lane, notice.reason) == ("morning:UADA:2026-03-03", "@UADA", "a reason")
    assert notice.payload["text"] == "Old → new"
    assert notice.stale_at == at("03-04T00:00")


def test_who_has_left_gets_nothing(session: Session) -> None:
    gone = tests.programme.add(session, "UGONE", "adviser", active=False)
    for at_once in (True, False):
        jobs.morning.tell(session, gone, f"change:{at_once}", "change", {"text": "x"}, "a reason", NOW, at_once)
    assert (notices(session), data.morning.list_waiting(session)) == ([], [])


def test_who_leaves_before_their_morning_gets_nothing(programme: Session) -> None:
    ada = person(programme, "UADA")
    jobs.morning.tell(programme, ada, "change:1", "change", {"text": "x"}, "a reason", NOW, at_once=False)
    ada.active = False
    tick(programme, NOW, NOW + DAY)
    assert notices(programme) == []


def test_two_parts_of_a_day_are_one_message_each_with_its_reason(programme: Session) -> None:
    ada = person(programme, "UADA")
    tick(programme, NOW)
    for number in (1, 2):
        said = {"text": f"Part {number}", "blocks": [{"type": "section"}, {"type": "context", "of": number}]}
        jobs.morning.tell(programme, ada, f"change:{number}", "change", said, f"reason {number}", NOW, at_once=False)
    tick(programme, NOW + DAY)
    (notice,) = notices(programme)
    assert notice.payload["text"] == "*For you on Tue 3 March 2026:*\n\nPart 1\n\nPart 2"
    blocks = notice.payload["blocks"]
    assert isinstance(blocks, list)
    assert [block["type"] for block in blocks] == [
        "section",
        "divider",
        *("section", "context"),
        "divider",
        *("section", "context"),
    ]
    assert notice.reason == "reason 1; reason 2"


# -- heads-ups


def test_each_of_the_pair_hears_7_days_before_and_on_their_last_working_day_before_at_their_own_morning(
    programme: Session,
) -> None:
    walk(programme, at("03-05T00:00"), at("03-16T12:00"))
    found = [(one.lane, one.due_at) for one in notices(programme)]
    assert found == [
        ("@UBEN", at("03-09T08:00")),
        ("@UADA", at("03-09T09:00")),
        ("@UBEN", at("03-13T08:00")),
        ("@UADA", at("03-13T09:00")),
    ]
    assert parts(programme) == [
        ("heads-up:week:2026-03-16T10:00:00+00:00:UADA", "2026-03-09"),
        ("heads-up:eve:2026-03-16T10:00:00+00:00:UADA", "2026-03-13"),
    ]


def test_on_a_day_off_of_the_programme_nobody_hears_anything_and_what_is_told_the_day_before_comes_sooner(
    programme: Session,
) -> None:
    """Friday is a day off for all, wherever they are: the last working day before the shift is Thursday."""
    data.settings.record(programme, "days_off", "2026-03-13")
    walk(programme, at("03-10T00:00"), at("03-16T12:00"))
    found = [(one.lane, one.due_at) for one in notices(programme)]
    assert found[-2:] == [("@UBEN", at("03-12T08:00")), ("@UADA", at("03-12T09:00"))]


def test_a_heads_up_names_the_partner_with_their_local_time_and_what_to_do_on_the_day(programme: Session) -> None:
    tick(programme, at("03-09T08:30"), at("03-09T09:00"))
    ada = next(one for one in notices(programme) if one.lane == "@UADA")
    assert ada.payload["text"] == (
        "*You are on duty from Mon 16 March 2026, 10:00 to Mon 30 March 2026, 11:00 (Europe/London)*, "
        "with Ben &lt;3 (Lagos, where it is 10:00 now).\n"
        "• From then on read what comes in in <#C0TRIAGE>, and answer first.\n"
        "• `/duty` shows who sits with you, and what time it is there.\n"
        "• You can't be there? Say so as early as you can: `/duty away mon to fri`."
    )
    blocks = ada.payload["blocks"]
    assert isinstance(blocks, list)
    assert blocks[-1]["elements"][0]["text"].startswith("Why do I get this? You take turns on duty, and hear of each")
    assert ada.reason == (
        "a turn on duty begins on Mon 16 March 2026, 10:00 (Europe/London), and is told 7 days before"
    )


def test_a_morning_that_muster_missed_is_made_up_for_that_day(programme: Session) -> None:
    tick(programme, at("03-08T12:00"), at("03-09T15:00"))
    assert [(one.lane, one.due_at) for one in notices(programme)] == [
        ("@UADA", at("03-09T15:00")),
        ("@UBEN", at("03-09T15:00")),
    ]


def test_of_two_heads_ups_missed_only_the_nearer_is_told(programme: Session) -> None:
    tick(programme, at("03-06T12:00"), at("03-13T12:00"), at("03-14T12:00"))
    assert parts(programme) == [("heads-up:eve:2026-03-16T10:00:00+00:00:UADA", "2026-03-13")]


def test_a_heads_up_missed_altogether_still_comes_before_the_shift_and_never_after_it(programme: Session) -> None:
    tick(programme, at("03-06T12:00"), at("03-16T09:30"))
    assert parts(programme) == [("heads-up:eve:2026-03-16T10:00:00+00:00:UADA", "2026-03-16")]
    tick(programme, at("03-31T12:00"))
    assert len(parts(programme)) == 1


def test_a_heads_up_made_up_for_in_the_day_is_told_until_the_shift_begins(programme: Session) -> None:
    tick(programme, at("03-13T06:00"), at("03-16T10:00"))  # the morning was at 09:00
    assert parts(programme) == []


def override(session: Session, in_: str, out: str, starts: datetime.datetime, ends: datetime.datetime) -> None:
    in_id, out_id = person(session, in_).id or 0, person(session, out).id or 0
    row = data.models.Override(in_id=in_id, out_id=out_id, starts=starts, ends=ends, recorded_at=NOW)
    data.duty.add_override(session, row)
    happens(session)


def test_whoever_sits_by_an_override_hears_of_their_own_days_and_the_other_of_theirs(programme: Session) -> None:
    override(programme, "UCY", "UADA", at("03-23T00:00"), at("03-30T10:00"))
    walk(programme, at("03-08T00:00"), at("03-21T00:00"))
    first = [texts(programme, one)[0].partition("\n")[0] for one in ("UADA", "UCY")]
    assert "to Mon 23 March 2026, 00:00 (Europe/London)*, with Ben &lt;3" in first[0]
    assert first[1].startswith("*You are on duty from Sun 22 March 2026, 18:00 to ")
    assert "with Ada (London" not in first[1]
    assert texts(programme, "UBEN")[0].count("with Ada (London, where it is 08:00 now) and Cy (Mexico City") == 1


def test_a_relief_within_a_shift_brings_who_resumes_no_further_heads_up(programme: Session) -> None:
    override(programme, "UCY", "UADA", at("03-23T00:00"), at("03-25T00:00"))
    override(programme, "UCY", "UADA", at("03-26T00:00"), at("03-27T00:00"))
    walk(programme, at("03-08T00:00"), at("03-28T00:00"))
    rows = programme.exec(sqlmodel.select(data.models.MorningPart)).all()
    assert sorted(row.key for row in rows if row.kind == "heads-up" and "2026-03-30" not in row.key) == [
        "heads-up:eve:2026-03-16T10:00:00+00:00:UADA",
        "heads-up:eve:2026-03-16T10:00:00+00:00:UBEN",
        "heads-up:eve:2026-03-23T00:00:00+00:00:UCY",
        "heads-up:week:2026-03-16T10:00:00+00:00:UADA",
        "heads-up:week:2026-03-16T10:00:00+00:00:UBEN",
        "heads-up:week:2026-03-23T00:00:00+00:00:UCY",
    ]


def test_a_heads_up_told_today_follows_who_sits(programme: Session) -> None:
    walk(programme, at("03-09T08:00"), at("03-09T10:00"))
    send(programme)
    override(programme, "UCY", "UBEN", MONDAY, MONDAY + 14 * DAY)
    tick(programme, at("03-09T10:30"))
    edits = [one for one in notices(programme) if one.kind == "edit"]
    assert sorted(one.lane for one in edits) == ["@UADA", "@UBEN"]
    said = {one.lane: str(one.payload["text"]) for one in edits}
    assert "with Cy (Mexico City, where it is 03:00 now)" in said["@UADA"]
    assert said["@UBEN"].startswith("~*You are on duty from Mon 16 March 2026, 11:00 to ")
    assert "This has changed: you are not on duty then any more." in said["@UBEN"]
    tick(programme, at("03-09T11:00"), at("03-09T14:59"))
    assert len(notices(programme)) == 4
    tick(programme, at("03-09T15:00"))  # the morning in Mexico City
    assert len(notices(programme)) == 5
    assert "with Ada (London, where it is 15:00 now)" in texts(programme, "UCY")[0]


def test_what_is_no_longer_so_and_then_is_again_is_edited_back(programme: Session) -> None:
    walk(programme, at("03-09T08:00"), at("03-09T10:00"))
    before = texts(programme, "UADA")
    send(programme)
    override(programme, "UCY", "UADA", MONDAY, MONDAY + 14 * DAY)
    tick(programme, at("03-09T10:30"))
    send(programme)
    (row,) = data.duty.list_overrides(programme, since=NOW)
    data.duty.cancel_override(programme, row, NOW)
    happens(programme)
    tick(programme, at("03-09T11:00"))
    assert [texts(programme, "UADA")[n] == before[0] for n in range(3)] == [True, False, True]


def test_a_message_of_a_day_that_is_over_is_not_edited(programme: Session) -> None:
    walk(programme, at("03-09T08:00"), at("03-09T10:00"))
    send(programme)
    override(programme, "UCY", "UADA", MONDAY, MONDAY + 14 * DAY)
    tick(programme, at("03-10T00:30"))
    assert [one.kind for one in notices(programme) if one.lane == "@UADA"] == ["post"]


# -- gaps


def gap_texts(session: Session) -> list[str]:
    return texts(session, "UMAREN")


def test_a_gap_that_is_far_waits_for_the_managers_next_morning(programme: Session) -> None:
    tick(programme, at("03-03T09:00"))
    shift(programme, MONDAY + 28 * DAY, "UBEN", published=at("03-03T12:00"))
    tick(programme, at("03-03T12:00"))
    assert gap_texts(programme) == []
    tick(programme, at("03-04T09:00"))
    assert gap_texts(programme) == [
        "*Empty seats on duty*\n• Mon 13 April 2026, 11:00 (Europe/London) to Mon 27 April 2026, 11:00: Ben &lt;3 alone"
    ]
    walk(programme, at("03-04T09:00"), at("03-08T23:00"))
    assert len(gap_texts(programme)) == 1


def test_while_it_lasts_it_is_told_each_monday_all_gaps_in_one_part(programme: Session) -> None:
    tick(programme, at("03-03T09:00"))
    shift(programme, MONDAY + 28 * DAY, "UBEN", published=at("03-03T12:00"))
    shift(programme, MONDAY + 42 * DAY, published=at("03-03T13:00"))
    walk(programme, at("03-03T14:00"), at("03-17T12:00"))
    wednesday, monday, next_monday = gap_texts(programme)
    assert wednesday.count("*Empty seats on duty*") == 2  # they arose one after the other
    assert monday == next_monday
    assert [line[-18:] for line in monday.splitlines()[1:]] == [
        " 11:00: Ben &lt;3 alone"[-18:],
        "2026, 11:00: nobody"[-18:],
    ]


def test_a_gap_that_arises_before_a_monday_is_told_once_on_it(programme: Session) -> None:
    tick(programme, at("03-06T18:00"))
    shift(programme, MONDAY + 28 * DAY, "UBEN", published=at("03-07T12:00"))
    tick(programme, at("03-09T09:00"))
    (told,) = gap_texts(programme)
    assert told.count("Empty seats") == 1
    keys = {row.key.partition(":")[0] for row in data.morning.list_told(programme, since=at("03-09T00:00").date())}
    assert keys == {"gap", "gaps", "heads-up"}


def test_on_a_monday_off_it_is_told_the_day_after_and_in_a_week_off_not_at_all(programme: Session) -> None:
    shift(programme, MONDAY + 28 * DAY, "UBEN")
    tick(programme, at("03-02T09:00"), at("03-03T09:00"))
    maren = person(programme, "UMAREN").id or 0
    data.duty.add_absence(programme, maren, at("03-09T00:00").date(), at("03-10T00:00").date(), NOW)
    data.duty.add_absence(programme, maren, at("03-16T00:00").date(), at("03-21T00:00").date(), NOW)
    before = len(gap_texts(programme))
    walk(programme, at("03-08T00:00"), at("03-22T00:00"))
    assert [one.due_at for one in notices(programme) if one.lane == "@UMAREN"][before:] == [at("03-10T09:00")]


def test_a_gap_within_two_days_is_told_at_once_and_not_again_the_next_morning(programme: Session) -> None:
    tick(programme, at("03-17T12:00"))
    shift(programme, at("03-19T09:00"), "UBEN", published=at("03-17T12:01"))
    tick(programme, at("03-17T12:01"), at("03-17T12:02"))
    assert [(one.key, one.due_at) for one in notices(programme) if one.lane == "@UMAREN"] == [
        ("gap:2026-03-17T12:01:00+00:00:UMAREN", at("03-17T12:01"))
    ]
    assert [set(one.payload) for one in notices(programme) if one.key.startswith("gap:")] == [{"text", "blocks"}]
    tick(programme, at("03-18T09:00"), at("03-20T09:00"))
    assert len(gap_texts(programme)) == 1


def test_a_gap_that_nobody_was_told_of_becomes_urgent(programme: Session) -> None:
    tick(programme, at("03-13T10:00"))
    shift(programme, at("03-16T09:00"), "UCY", published=at("03-13T12:00"))
    tick(programme, at("03-13T12:00"), at("03-14T08:59"))
    assert gap_texts(programme) == []
    tick(programme, at("03-14T09:00"))
    assert len(gap_texts(programme)) == 1


def test_while_somebody_is_asked_the_managers_know_and_once_nobody_will_they_are_told(programme: Session) -> None:
    starts = at("03-20T10:00")
    shift(programme, starts, "UBEN", "UCY")
    (row, seats) = data.duty.list_shifts(programme)[1]
    vacancy = data.vacancies.add(programme, seats[0], None, at("03-11T12:00"))
    data.duty.empty_seat(programme, row.id or 0, seats[0].place)
    walk(programme, at("03-11T12:00"), at("03-13T12:00"))
    assert gap_texts(programme) == []
    tick(programme, at("03-16T09:00"))  # but each Monday has all of them
    assert gap_texts(programme)[0].endswith("Cy alone, and somebody else is looked for")
    data.vacancies.settle(programme, vacancy, None, at("03-19T10:00"))
    tick(programme, at("03-19T10:00"))
    assert [one.due_at for one in notices(programme) if one.lane == "@UMAREN"] == [at("03-16T09:00"), at("03-19T10:00")]


def test_a_gap_told_today_that_is_filled_is_said_to_be_mended(programme: Session) -> None:
    tick(programme, at("03-02T09:00"))
    shift(programme, MONDAY + 28 * DAY, "UBEN", published=at("03-02T09:01"))
    tick(programme, at("03-03T09:00"))
    send(programme)
    row = data.duty.list_shifts(programme)[-1][0]
    data.duty.put_in_seat(programme, row.id or 0, 2, person(programme, "UCY").id or 0, 1)
    tick(programme, at("03-03T10:00"), at("03-03T10:30"))
    edit = notices(programme)[-1]
    assert (edit.kind, edit.card) == ("edit", "morning:UMAREN:2026-03-03")
    assert edit.payload["text"] == (
        "*Empty seats on duty*\n"
        "• ~Mon 13 April 2026, 11:00 (Europe/London) to Mon 27 April 2026, 11:00: Ben &lt;3 alone~ mended"
    )
    tick(programme, at("03-09T09:00"))
    assert len([one for one in notices(programme) if one.lane == "@UMAREN"]) == 2


def test_a_gap_that_arises_after_the_morning_is_not_put_into_it(programme: Session) -> None:
    shift(programme, MONDAY + 28 * DAY, "UBEN")
    tick(programme, at("03-02T09:00"), at("03-03T09:00"))
    send(programme)
    shift(programme, MONDAY + 42 * DAY, "UBEN", published=at("03-03T12:00"))
    tick(programme, at("03-03T12:00"))
    assert len(gap_texts(programme)) == 1
    tick(programme, at("03-04T09:00"))
    assert len(gap_texts(programme)) == 2


def test_gaps_are_for_managers_alone(programme: Session) -> None:
    shift(programme, MONDAY + 28 * DAY, "UBEN")
    walk(programme, at("03-03T00:00"), at("03-08T00:00"))
    assert {one.lane for one in notices(programme)} == {"@UMAREN"}


# -- readiness


def test_a_fault_is_told_the_next_morning_then_each_monday_and_ticked_off_when_mended(programme: Session) -> None:
    tick(programme, at("03-03T10:00"))
    data.faults.record(programme, "channel:C0TRIAGE", "Muster is not in the triage channel.", at("03-03T11:00"))
    tick(programme, at("03-03T11:00"))
    assert gap_texts(programme) == []
    walk(programme, at("03-04T00:00"), at("03-09T10:00"))
    assert gap_texts(programme) == ["*Something is not ready.*\n• Muster is not in the triage channel."] * 2
    send(programme)
    data.faults.remove(programme, ["channel:C0TRIAGE"])
    tick(programme, at("03-09T11:00"))
    assert gap_texts(programme)[2] == "*Something is not ready.*\n• ~Muster is not in the triage channel.~ mended"
    walk(programme, at("03-10T00:00"), at("03-17T10:00"))
    assert len(gap_texts(programme)) == 3


def test_what_the_store_itself_lacks_is_a_fault_until_it_has_it(programme: Session) -> None:
    data.settings.record(programme, "triage_channel", None)
    happens(programme)
    tick(programme, at("03-03T08:00"), at("03-03T09:00"))
    assert gap_texts(programme)[0].startswith("*Something is not ready.*\n• No triage channel is set")
    data.settings.record(programme, "triage_channel", "C0TRIAGE")
    happens(programme)
    tick(programme, at("03-03T10:00"))
    assert gap_texts(programme)[0].endswith("~ mended")
    assert data.faults.list_all(programme) == []


# -- quiet, twice, late, in any order


def test_a_quiet_installation_plans_nothing_that_would_be_told_later(session: Session) -> None:
    ada = tests.programme.add(session, "UADA", "adviser", zone="Europe/London")
    tests.programme.add(session, "UMAREN", "manager", zone="Europe/London")
    shift(session, at("03-09T10:00"), "UADA")
    tick(session, NOW, NOW + DAY, NOW + 2 * DAY)
    assert (notices(session), parts(session)) == ([], [])
    live = at("03-04T10:00")
    data.settings.record_milestone(session, data.settings.WENT_LIVE, live)
    tick(session, live, live + HOUR, at("03-05T08:00"))
    assert notices(session) == []  # the week's heads-up fell due before
    tick(session, at("03-05T09:00"))
    assert [one.lane for one in notices(session)] == [f"@{ada.slack_id}", "@UMAREN"]


def told(session: Session) -> set[tuple[str, int, str | None]]:
    rows = session.exec(sqlmodel.select(data.models.MorningPart))
    return {(row.key, row.person_id, str(row.day)) for row in rows}


@pytest.mark.parametrize("off", tests.stores.first_everywhere([15 * DAY, MINUTE, DAY, 60 * DAY]), ids=str)
def test_many_looks_say_the_same_as_one(programme: Session, off: datetime.timedelta) -> None:
    shift(programme, MONDAY + 28 * DAY, "UBEN")
    tick(programme, at("03-02T10:00"), at("03-03T09:00"), at("03-03T09:00") + off)
    once, sent = told(programme), len(notices(programme))
    for _ in range(25):
        happens(programme)
        tick(programme, at("03-03T09:00") + off)
    assert (told(programme), len(notices(programme))) == (once, sent)


@pytest.mark.parametrize("seed", tests.stores.first_everywhere(range(3)))
def test_whatever_instants_are_lived_through_there_is_one_message_a_person_and_day(
    programme: Session, seed: int
) -> None:
    order = random.Random(seed)
    shift(programme, MONDAY + 28 * DAY, "UBEN")
    instants = sorted(NOW + order.random() * 40 * DAY for _ in range(200))
    for instant in instants:
        if order.random() < 0.3:
            happens(programme, instant)
        if order.random() < 0.3:
            send(programme)
        tick(programme, instant)
    posts = [one.card for one in notices(programme) if one.kind == "post" and one.card]
    assert len(posts) == len(set(posts)) > 5
    keys = [key for key, _, _ in told(programme)]
    assert len(keys) == len(set(keys))
    assert [one for one in notices(programme) if one.kind == "edit"] == []  # nothing changed


def test_with_nothing_changed_and_no_morning_begun_nothing_is_written(programme: Session) -> None:
    tick(programme, at("03-04T10:00"))
    before = programme.exec(sqlmodel.select(data.models.Look)).one().at
    tick(programme, at("03-04T10:20"))
    programme.expire_all()
    assert programme.exec(sqlmodel.select(data.models.Look)).one().at == before
    happens(programme)
    tick(programme, at("03-04T10:40"))
    programme.expire_all()
    assert programme.exec(sqlmodel.select(data.models.Look)).one().at == at("03-04T10:40")


def test_who_moves_to_another_zone_in_the_day_gets_no_second_message(programme: Session) -> None:
    tick(programme, at("03-09T08:30"), at("03-09T09:00"))
    send(programme)
    ada = person(programme, "UADA")
    ada.zone = "America/Mexico_City"
    jobs.morning.tell(programme, ada, "change:1", "change", {"text": "x"}, "a reason", at("03-09T10:00"), at_once=False)
    walk(programme, at("03-09T10:00"), at("03-09T20:00"))
    assert [(one.kind, one.card) for one in notices(programme) if one.lane == "@UADA"] == [
        ("post", "morning:UADA:2026-03-09"),
        ("edit", "morning:UADA:2026-03-09"),
    ]
