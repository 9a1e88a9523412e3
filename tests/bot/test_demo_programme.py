"""The demo's programme: it imports without a fault on any day, and reads well."""

import collections
import collections.abc
import datetime
import json
import pathlib
import zoneinfo

import pytest
import sqlmodel

import bot.demo
import bot.demo_cast
import bot.demo_checkins
import bot.demo_programme
import bot.demo_reports
import commands.roster
import data.database
import data.models
import data.people
import rules.caseload
import rules.checkins
import rules.contracts
import rules.guard
import rules.roster
import rules.roster_member
import rules.settings
import tests.stores

DAYS = [
    "2026-01-01",
    "2026-01-31",
    "2026-02-28",
    "2026-03-02",
    "2026-03-29",
    "2026-08-31",
    "2026-10-25",
    "2026-12-31",
    "2028-02-29",
]
State = data.models.CheckinState
TODAY = datetime.date(2026, 3, 2)
NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)


@pytest.fixture(params=DAYS)
def today(request: pytest.FixtureRequest) -> datetime.date:
    return datetime.date.fromisoformat(request.param)


def members(today: datetime.date) -> tuple[rules.roster_member.Member, ...]:
    return bot.demo_programme.people(bot.demo_programme.roster(today).encode(), today)


def in_role(
    people: collections.abc.Iterable[rules.roster_member.Member], role: str
) -> list[rules.roster_member.Member]:
    return [member for member in people if role in member.roles]


def running(member: rules.roster_member.Member, day: datetime.date) -> list[rules.roster_member.Term]:
    return [term for term in member.terms if rules.contracts.running(term, day)]


def test_the_roster_has_no_fault_on_days_throughout_four_years() -> None:
    first = datetime.date(2025, 1, 1)
    for number in range(0, 4 * 366, 5):
        day = first + datetime.timedelta(days=number)
        plan = rules.roster.plan(bot.demo_programme.roster(day).encode(), {}, day)
        assert (day, [str(fault) for fault in plan.faults]) == (day, [])


def test_it_is_imported_into_a_store_and_again_changes_nothing(tmp_path: pathlib.Path, today: datetime.date) -> None:
    database = data.database.Database(f"sqlite:///{tmp_path / 'muster.db'}")
    with database.migrating() as connection:
        sqlmodel.SQLModel.metadata.create_all(connection)
    now = datetime.datetime.combine(today, datetime.time(9), datetime.UTC)
    content = bot.demo_programme.roster(today).encode()
    first = commands.roster.import_people(database, content, now, today)
    again = commands.roster.import_people(database, content, now, today)
    with database.reading() as session:
        advisers = len(data.people.list_advisers(session))
    database.close()
    assert (first.added, again.added, again.changed, again.unchanged, advisers) == (73, 0, 0, 73, 12)


def test_the_same_day_makes_the_same_programme() -> None:
    assert bot.demo_programme.roster(TODAY) == bot.demo_programme.roster(TODAY)
    assert bot.demo_programme.demo_workspace(NOW, NOW.date()) == bot.demo_programme.demo_workspace(NOW, NOW.date())


def test_sixty_freelancers_twelve_advisers_two_managers_at_twenty_hours() -> None:
    people = members(TODAY)
    assert len(in_role(people, "freelancer")) == 60
    assert len(in_role(people, "adviser")) == 12
    assert [member.weekly_hours for member in in_role(people, "manager")] == [20.0, 20.0]


def test_languages_zones_and_products_are_many() -> None:
    people = members(TODAY)
    assert {language for member in people for language in member.languages} == {
        *("en", "es", "pt", "fr", "de", "ja", "ar", "hi")
    }
    assert len({member.time_zone for member in people}) >= 40
    assert all(zoneinfo.ZoneInfo(member.time_zone or "") for member in people)
    assert {product for member in people for product in member.products} == {"Lantern", "Harbour", "Compass"}


def test_running_contracts_come_to_twenty_four_hours_on_average(today: datetime.date) -> None:
    hours = [term.weekly_hours for member in members(today) for term in running(member, today)]
    assert (len(hours), sum(hours)) == (59, 59 * 24)


@pytest.mark.parametrize("hour", range(24))
def test_whatever_hour_it_begins_the_same_contracts_run_where_each_person_is(hour: int) -> None:
    now = NOW.replace(hour=hour, minute=30)
    people = members(now.astimezone(zoneinfo.ZoneInfo(bot.demo.ZONE)).date())
    zones = {member.slack_id: zoneinfo.ZoneInfo(member.time_zone or "") for member in people}
    found = [running(member, now.astimezone(zones[member.slack_id]).date()) for member in people]
    assert sum(len(terms) for terms in found) == 59


def test_the_ratio_is_twelve_to_one(today: datetime.date) -> None:
    people = members(today)
    advised = [member for member in people if running(member, today) and member.adviser]
    output = sum(term.weekly_hours for member in people for term in running(member, today))
    in_house = len(advised) * 1 + 2 * 10 + sum(member.weekly_hours or 0 for member in in_role(people, "manager"))
    assert output / in_house == 12.0


def test_contracts_are_at_every_stage(today: datetime.date) -> None:
    people = members(today)
    now = [(member, term) for member in people for term in running(member, today)]
    left = [(rules.contracts.last_day(term) - today).days for _, term in now]
    assert sum((today - term.starts).days <= 6 for _, term in now) == 4
    assert sum(days <= 7 for days in left) == 3
    assert sum(7 < days <= 14 for days in left) == 3
    assert sum(14 < days <= 30 for days in left) == 5
    assert 0 in left
    assert sum(rules.contracts.upcoming(term, today) for member in people for term in member.terms) == 3
    assert sum(any(term.ends < one.starts for term in member.terms) for member, one in now) == 9


def test_the_warnings_are_true_and_few(today: datetime.date) -> None:
    people = members(today)
    freelancers = in_role(people, "freelancer")
    assert [member.name for member in freelancers if not rules.roster_member.counts(member, today)] == [
        "Thabo Rainbarrel"
    ]
    assert [member.name for member in freelancers if member.adviser is None] == ["Althea Starfruit"]
    assert [member.name for member in people if len(member.roles) > 1] == ["Tamsin Twohats"]


def test_one_adviser_is_above_the_cap_by_an_exception_and_three_places_are_free(today: datetime.date) -> None:
    people = members(today)
    loads = {member.slack_id: 0 for member in in_role(people, "adviser")}
    for member in people:
        if member.adviser and rules.roster_member.counts(member, today):
            loads[member.adviser] += 1
    assert sorted(loads.values()) == [3, 4, *[5] * 9, 6]
    (excepted,) = [member for member in people if member.exception_reason]
    assert loads[excepted.adviser or ""] == 6
    assert rules.caseload.excepted(excepted.exception_reason, excepted.exception_until, today)


def test_one_adviser_is_away_around_the_next_handover(today: datetime.date) -> None:
    ((slack_id, first, last),) = bot.demo_programme.absences(today)
    assert slack_id in {part.slack_id for part in bot.demo_cast.ADVISERS}
    assert today < first <= today + datetime.timedelta(days=14) <= last


def test_every_name_and_slack_id_is_there_once() -> None:
    cast = [*bot.demo_cast.MANAGERS, *bot.demo_cast.ADVISERS, *bot.demo_cast.FREELANCERS]
    assert len({part.name for part in cast}) == len({part.slack_id for part in cast}) == len(cast) == 73


# The workspace.


def workspace() -> dict[str, list[dict[str, object]]]:
    """The demo's, through JSON as the sandbox gets it."""
    made: dict[str, list[dict[str, object]]] = json.loads(
        json.dumps(bot.demo_programme.demo_workspace(NOW, NOW.date()))
    )
    return made


def test_everyone_on_the_roster_is_in_the_workspace_and_three_others() -> None:
    ids = [str(member["id"]) for member in workspace()["members"]]
    assert set(ids) - {member.slack_id for member in members(TODAY)} == {"UPENNY0901", "UQUINN0902", "UROWAN0903"}
    assert len(ids) == len(set(ids)) == 76


def test_a_member_has_what_slack_knows_of_them() -> None:
    (ada,) = [member for member in workspace()["members"] if member["id"] == "UADA0101"]
    assert ada == {
        "id": "UADA0101",
        "name": "ada.harbourlight",
        "real_name": "Ada Harbourlight",
        "title": "Adviser",
        "tz": "Europe/Berlin",
        "email": "ada@muster-demo.example",
        "is_guest": False,
        "deleted": False,
    }


def test_three_freelancers_are_guests_of_one_channel_and_one_member_is_deactivated() -> None:
    made = workspace()
    guests = {member["id"] for member in made["members"] if member["is_guest"]}
    gone = {member["id"] for member in made["members"] if member["deleted"]}
    assert (len(guests), gone) == (3, {"UROWAN0903"})
    assert guests <= {member.slack_id for member in in_role(members(TODAY), "freelancer")}
    for channel in made["channels"]:
        inside = set(channel["members"])  # type: ignore[call-overload]  # a list, in JSON's loose types
        assert guests <= inside if channel["name"] == "guest-lounge" else not guests & inside
        assert not gone & inside


def test_the_channels_are_there_with_a_topic_and_members() -> None:
    channels = workspace()["channels"]
    assert [(channel["name"], channel["is_private"]) for channel in channels] == [
        ("triage", False),
        ("general", False),
        ("product-updates", False),
        ("guest-lounge", False),
    ]
    assert channels[0]["id"] == bot.demo_programme.TRIAGE
    staff = {part.slack_id for part in (*bot.demo_cast.MANAGERS, *bot.demo_cast.ADVISERS)}
    assert set(channels[0]["members"]) == staff  # type: ignore[call-overload]  # a list, in JSON's loose types
    assert all(channel["topic"] for channel in channels)


def test_the_workspace_s_clock_is_the_given_one() -> None:
    made = bot.demo_programme.demo_workspace(NOW, NOW.date())
    assert (made["now"], made["plan"]) == ("2026-03-02T09:00:00+00:00", "paid")


def test_a_roster_of_one_s_own_becomes_a_workspace() -> None:
    content = b"slack_id,name,roles,time_zone,email\nUMA1,Ma,manager,Asia/Tokyo,ma@own.example\nUFLO,Flo,freelancer,,\n"
    people = bot.demo_programme.people(content, TODAY)
    made = json.loads(json.dumps(bot.demo_programme.workspace(people, NOW)))
    assert [(one["id"], one["title"], one["tz"], one["email"], one["is_guest"]) for one in made["members"]] == [
        ("UMA1", "Manager", "Asia/Tokyo", "ma@own.example", False),
        ("UFLO", "Freelancer", "UTC", "uflo@muster-demo.example", False),
    ]
    assert [(channel["name"], channel["members"]) for channel in made["channels"]] == [
        ("triage", ["UMA1"]),
        ("general", ["UMA1", "UFLO"]),
        ("product-updates", ["UMA1", "UFLO"]),
    ]


# The first screen.


def test_the_first_screen_says_who_one_is_and_what_to_try() -> None:
    guide = json.loads(json.dumps(bot.demo_programme.guide(members(TODAY), TODAY)))
    assert set(guide) == {"title", "you", "channel", "welcome", "try", "clock"}
    assert (guide["you"], guide["channel"]) == ("UMAREN0001", bot.demo_programme.TRIAGE)
    assert "Muster looks after 60 freelancers, 12 advisers and 2 managers." in guide["welcome"]
    assert [(one["say"], one["as"]) for one in guide["try"]] == [
        ("/program status", "UMAREN0001"),
        ("/duty", "UMAREN0001"),
        ("/duty next 6", "UMAREN0001"),
        ("/bug Search finds no accents", "UKENJI0237"),
        ("/duty away 2026-06-10 2026-06-20", "UADA0101"),
        ("/checkin", "UADA0101"),
        ("/bug sweep", "UADA0101"),
        ("/duty", "UKENJI0237"),
    ]


def test_its_sentences_are_short() -> None:
    guide = json.loads(json.dumps(bot.demo_programme.guide(members(TODAY), TODAY)))
    texts = [guide["title"], guide["clock"], *guide["welcome"], *(one["why"] for one in guide["try"])]
    sentences = [sentence for text in texts for sentence in text.split(". ")]
    assert max(len(sentence.split()) for sentence in sentences) <= 20


def test_the_first_screen_fits_a_roster_of_one_s_own() -> None:
    content = b"slack_id,name,roles\nUFLO,Flo,freelancer\n"
    guide = json.loads(json.dumps(bot.demo_programme.guide(bot.demo_programme.people(content, TODAY), TODAY)))
    assert guide["you"] == "UFLO"
    assert "Muster looks after 1 freelancer, 0 advisers and 0 managers." in guide["welcome"]


# -- the reports of the last days


def test_its_reports_stand_in_every_open_state_and_at_their_ends(
    stores: tests.stores.Stores, tmp_path: pathlib.Path
) -> None:
    programme = rules.settings.read({"time_zone": "Europe/Berlin"})
    with tests.stores.opened(stores, tmp_path) as database, database.writing() as session:
        for part in (*bot.demo_cast.ADVISERS, *bot.demo_cast.FREELANCERS):
            row = data.models.Person(
                slack_id=part.slack_id, name=part.name, languages=list(part.languages), joined_at=NOW
            )
            data.people.add(session, row)
        bot.demo_reports.file(session, programme, NOW)
        states = [report.state for report in session.exec(sqlmodel.select(data.models.Report))]
        notices = session.exec(sqlmodel.select(data.models.Notice)).all()
    expected = ["resolved", "claimed", "escalated", "needs_info", "claimed", "duplicate", "new", "new", "new"]
    assert states == expected
    assert all(notice.due_at <= NOW and not notice.unasked for notice in notices)


SAID = [
    *(text for one in bot.demo_reports.REPORTS for text in (one.title, one.happened)),
    *(text for notes in bot.demo_checkins.NOTES for text in notes if text),
    *(words for _, _, _, words, _ in bot.demo_checkins.THANKS),
]


@pytest.mark.parametrize("text", SAID)
def test_nothing_private_stands_in_them(text: str) -> None:
    assert rules.guard.hide(text).text == text


# -- the check-ins of the last weeks


@pytest.mark.parametrize("days", [0, 3, 6], ids=["Monday", "Thursday", "Sunday"])
def test_its_check_ins_have_a_history_with_one_excused_and_one_not_logged(
    stores: tests.stores.Stores, tmp_path: pathlib.Path, days: int
) -> None:
    now = NOW + datetime.timedelta(days=days)
    programme = rules.settings.read({"time_zone": "Europe/Berlin"})
    with tests.stores.opened(stores, tmp_path) as database:
        commands.roster.import_people(database, bot.demo_programme.roster(now.date()).encode(), now, now.date())
        with database.writing() as session:
            bot.demo_checkins.fill_in(session, programme, now)
            rows = session.exec(sqlmodel.select(data.models.Checkin)).all()
            logs = session.exec(sqlmodel.select(data.models.CheckinLog)).all()
            notices = session.exec(sqlmodel.select(data.models.Notice)).all()
    this_week = rules.checkins.week_of(now.date())
    past = collections.Counter(row.state for row in rows if row.week < this_week)
    assert (past[State.EXCUSED], past[State.OPEN]) == (1, 1)
    assert {row.week for row in rows} == {this_week - number * rules.checkins.WEEK for number in range(6)}
    assert len(logs) == sum(row.state == State.DONE for row in rows)
    assert all(row.week <= row.held_on <= now.date() for row in rows if row.held_on)
    assert sorted(notice.key.partition(":")[0] for notice in notices) == ["kudos", "kudos", "kudos", "time"]
