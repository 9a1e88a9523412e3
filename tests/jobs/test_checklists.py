"""Checklists by themselves: items are made once, follow contract, template and owner, and mornings tell what is due."""

import datetime
import typing

import pytest
import sqlmodel

import data.checklists
import data.looks
import data.models
import data.morning
import data.people
import data.renewals
import data.rows
import data.settings
import jobs.checklists
import jobs.contracts
import jobs.morning
import jobs.outgoing
import jobs.scene
import rules.checklists
import rules.contracts
import tests.programme

found = tests.programme.found
Choice = data.models.Choice
Item = data.models.ChecklistItem
Person = data.models.Person
Session = sqlmodel.Session

DAY = datetime.timedelta(days=1)


def at(day: int, time: str = "09:01", month: int = 3) -> datetime.datetime:
    """A day of March 2026 in London, where it is UTC; the 2nd and the 9th are Mondays."""
    return datetime.datetime.fromisoformat(f"2026-{month:02}-{day:02}T{time}:00+00:00")


@pytest.fixture
def programme(session: Session) -> Session:
    """Kenji begins on Tuesday the 10th and ends on the 30th of April; Ada advises him, Maren added it."""
    tests.programme.live_in_london(session, at(2, "08:00"))
    maren = tests.programme.add(session, "UMAREN", "manager", zone="Europe/London")
    tests.programme.add(session, "UANN", "manager", zone="Europe/London")
    ada = tests.programme.add(session, "UADA", "adviser", zone="Europe/London")
    kenji = tests.programme.add_freelancer(
        session, "UKENJI", ada, last_day=None, zone="Europe/London", name="Kenji <K>"
    )
    starts, ends = datetime.date(2026, 3, 10), datetime.date(2026, 5, 1)
    term = data.models.Contract(
        person_id=kenji.id or 0, starts=starts, ends=ends, weekly_hours=20, added_by_id=maren.id or 0
    )
    jobs.contracts.add(jobs.scene.load(session, at(1)), maren, kenji, term)
    return session


def lives(session: Session, *days: int, time: str = "09:01", month: int = 3) -> None:
    """The mornings of these days."""
    for day in days:
        jobs.checklists.tick(session, at(day, "00:01", month))
        jobs.checklists.tick(session, at(day, time, month))
        jobs.morning.tick(session, at(day, time, month))
        session.flush()


def contract(session: Session) -> data.models.Contract:
    theirs = data.renewals.find_latest(session, found(session, "UKENJI").id or 0)
    assert theirs is not None
    return theirs


def items(session: Session) -> list[Item]:
    return list(session.exec(sqlmodel.select(Item).order_by(sqlmodel.col(Item.due), sqlmodel.col(Item.id))))


def kinds(session: Session) -> set[str]:
    return {str(item.checklist) for item in items(session)}


def told(session: Session, who: str) -> dict[int, str]:
    """What somebody's mornings have said of checklists, by day of the month, without the head and the why."""
    parts = data.morning.list_told(session, datetime.date(2026, 3, 1), found(session, who).id)
    return {part.day.day: str(part.payload["text"]).partition("\n")[2] for part in parts if part.day and _is_ours(part)}


def _is_ours(part: data.models.MorningPart) -> bool:
    return part.kind == "checklist"


def tells(session: Session, choice: Choice, now: datetime.datetime) -> None:
    decision = data.models.Decision(
        contract_id=contract(session).id or 0, actor_id=found(session, "UMAREN").id or 0, at=now, choice=choice
    )
    data.rows.save(session, decision)
    jobs.checklists.tick(session, now)
    assert "offboarding" not in kinds(session)
    decision.told_at = now
    data.rows.save(session, decision)


def ticks(session: Session, words: str, now: datetime.datetime, who: str = "UMAREN", is_done: bool = True) -> None:
    item = next(one for one in items(session) if one.words.startswith(words))
    person = found(session, "UKENJI")
    jobs.checklists.mark(jobs.scene.load(session, now), found(session, who), item, person, is_done)


# -- templates


def test_there_are_usual_templates_even_while_muster_is_quiet_and_they_come_once(session: Session) -> None:
    for hour in range(3):
        jobs.checklists.tick(session, at(2) + hour * DAY)
    assert [one.words for one in data.checklists.list_templates(session)] == [
        one.words for one in rules.checklists.usual()
    ]
    for one in data.checklists.list_templates(session):
        one.removed_at = at(6)
        data.rows.save(session, one)
    jobs.checklists.tick(session, at(7))
    assert data.checklists.list_templates(session) == []


# -- items


def test_items_are_made_two_weeks_ahead_each_with_its_owner_and_day_and_once(programme: Session) -> None:
    lives(programme, 2, 2, 3, 4)
    owners = {person.id: person.slack_id for person in data.people.list_everyone(programme)}
    assert [(f"{one.due:%d %b}", owners[one.owner_id], one.words[:18]) for one in items(programme)] == [
        ("05 Mar", "UMAREN", "Give access to the"),
        ("07 Mar", "UMAREN", "Invite them to the"),
        ("08 Mar", "UADA", "Send them the guid"),
        ("10 Mar", "UADA", "Say welcome, and s"),
        ("10 Mar", "UKENJI", "Read how Muster wo"),
        ("11 Mar", "UKENJI", "Catch up on what i"),
        ("12 Mar", "UADA", "Hold the first che"),
        ("13 Mar", "UKENJI", "Read the guides of"),
        ("19 Mar", "UADA", "Ask how it is goin"),
    ]


def test_a_contract_that_begins_later_has_none_yet(programme: Session) -> None:
    contract(programme).starts = datetime.date(2026, 3, 20)
    lives(programme, 2, 5)
    assert items(programme) == []
    lives(programme, 6)
    assert len(items(programme)) == 9


def test_quiet_muster_makes_none(programme: Session) -> None:
    data.settings.forget_milestone(programme, data.settings.WENT_LIVE)
    lives(programme, 2, 3)
    assert items(programme) == []


def test_another_adviser_owns_what_is_open_and_not_what_is_done(programme: Session) -> None:
    lives(programme, 9)
    ticks(programme, "Send them", at(9), "UADA")
    ben = tests.programme.add(programme, "UBEN", "adviser", zone="Europe/London")
    running = data.people.find_running_assignment(programme, found(programme, "UKENJI").id or 0)
    following = data.models.Assignment(
        freelancer_id=found(programme, "UKENJI").id or 0, adviser_id=ben.id or 0, starts=at(9)
    )
    data.people.record_assignment(programme, at(9), running, following)
    lives(programme, 10)
    owners = {one.words.split(" ")[0]: one.owner_id for one in items(programme)}
    assert (owners["Send"], owners["Say"]) == (found(programme, "UADA").id, ben.id)


def test_a_changed_template_changes_what_is_open(programme: Session) -> None:
    lives(programme, 2)
    template = data.checklists.list_templates(programme)[0]
    template.words, template.day = "Give access to all", -4
    actor, scene = found(programme, "UMAREN"), jobs.scene.load(programme, at(3))
    jobs.checklists.keep_template(scene, actor, template)
    jobs.checklists.tick(programme, at(3))
    assert (items(programme)[0].words, items(programme)[0].due.day) == ("Give access to all", 6)
    template.removed_at = at(3)
    jobs.checklists.keep_template(scene, actor, template)
    jobs.checklists.tick(programme, at(3))
    assert len(items(programme)) == 8


def test_a_template_that_changes_for_many_is_taken_up_some_contracts_a_tick(
    programme: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs.checklists, "CHANGED_AT_ONCE", 2)
    maren = found(programme, "UMAREN")
    for name in ("UAMARA", "UBOLA"):
        person = tests.programme.add_freelancer(programme, name, found(programme, "UADA"), last_day=None)
        term = contract(programme).model_dump(exclude={"id", "person_id"})
        jobs.contracts.add(
            jobs.scene.load(programme, at(1)), maren, person, data.models.Contract(**term, person_id=person.id or 0)
        )
    counts = []
    for minute in range(4):
        jobs.checklists.tick(programme, at(2, f"10:0{minute}"))
        counts.append(len({one.contract_id for one in items(programme)}))
    template = data.checklists.list_templates(programme)[0]
    template.words = "Give access to all"
    jobs.checklists.keep_template(jobs.scene.load(programme, at(3)), maren, template)
    for minute in range(4):
        jobs.checklists.tick(programme, at(3, f"10:0{minute}"))
        counts.append([one.words for one in items(programme)].count("Give access to all"))
    assert counts == [2, 3, 3, 3, 2, 3, 3, 3]


# -- the end


@pytest.mark.parametrize("choice", [Choice.END, Choice.CONVERT])
def test_offboarding_is_there_once_the_person_was_told_and_not_before(programme: Session, choice: Choice) -> None:
    lives(programme, 30)
    tells(programme, choice, at(31))
    jobs.checklists.tick(programme, at(31, "09:02"))
    assert "offboarding" in kinds(programme)
    dues = [f"{one.due:%d %b}" for one in items(programme) if one.checklist == data.models.Checklist.OFFBOARDING]
    assert dues == ["23 Apr", "25 Apr", "27 Apr", "29 Apr", "30 Apr", "01 May", "01 May"]


def test_of_an_early_end_nothing_is_there_until_it_was_sent_and_the_days_go_with_it(programme: Session) -> None:
    lives(programme, 30)
    scene, maren, kenji = jobs.scene.load(programme, at(31)), found(programme, "UMAREN"), found(programme, "UKENJI")
    ended = data.models.EndedAs.RESIGNED
    ending = rules.contracts.ending(jobs.contracts.open_terms(scene, kenji), datetime.date(2026, 4, 15))
    jobs.contracts.end_early(scene, maren, kenji, ending, ended)
    jobs.checklists.tick(programme, at(31, "12:00"))
    assert kinds(programme) == {"onboarding"}
    sent = sqlmodel.select(data.models.Notice).where(data.models.Notice.lane == "@UKENJI")
    for notice in programme.exec(sent):
        notice.state = data.models.NoticeState.SENT
        programme.add(notice)
    jobs.checklists.tick(programme, at(31, "12:10"))
    last = [one.due for one in items(programme) if one.words.startswith("Take away access")]
    assert last == [datetime.date(2026, 4, 15)]


def test_who_is_renewed_after_all_is_not_taken_leave_of_but_what_was_done_stays(programme: Session) -> None:
    lives(programme, 30)
    tells(programme, Choice.END, at(31))
    jobs.checklists.tick(programme, at(31, "09:02"))
    ticks(programme, "If their Slack", at(31))
    maren, kenji, starts = found(programme, "UMAREN"), found(programme, "UKENJI"), datetime.date(2026, 5, 1)
    later = data.models.Contract(
        person_id=kenji.id or 0, starts=starts, ends=starts + 60 * DAY, weekly_hours=20, added_by_id=maren.id
    )
    jobs.contracts.add(jobs.scene.load(programme, at(1, month=4)), maren, kenji, later)
    jobs.checklists.tick(programme, at(1, month=4))
    left = [one.words for one in items(programme) if one.checklist == data.models.Checklist.OFFBOARDING]
    assert left == ["If their Slack account is a guest’s: let it expire on the last day of the contract"]


def test_whose_contract_lapsed_loses_their_access_though_nobody_told_them_anything(programme: Session) -> None:
    """The last day is Thursday, 30 April."""
    lives(programme, 30, month=4)
    assert "offboarding" not in kinds(programme)
    lives(programme, 1, month=5)
    left = [one for one in items(programme) if one.checklist == data.models.Checklist.OFFBOARDING]
    assert {one.owner_id for one in left} == {found(programme, "UMAREN").id}
    assert "Take away access to the help desk" in told(programme, "UMAREN")[1]
    maren, kenji, starts = found(programme, "UMAREN"), found(programme, "UKENJI"), datetime.date(2026, 5, 4)
    later = data.models.Contract(person_id=kenji.id or 0, starts=starts, ends=starts + 60 * DAY, weekly_hours=20)
    jobs.contracts.add(jobs.scene.load(programme, at(2, month=5)), maren, kenji, later)
    jobs.checklists.tick(programme, at(2, month=5))
    assert "offboarding" not in kinds(programme)


def test_what_lapsed_long_before_is_not_taken_up(programme: Session) -> None:
    lives(programme, 2, month=6)
    assert "offboarding" not in kinds(programme)


def test_what_is_not_done_stays_open_however_long_it_takes(programme: Session) -> None:
    lives(programme, 30)
    tells(programme, Choice.END, at(31))
    for month in (4, 5, 7):
        jobs.checklists.tick(programme, at(20, month=month))
    assert {str(one.checklist) for one in items(programme) if one.ticked_at is None} == {"offboarding"}


# -- in the morning


def test_each_item_comes_on_its_day_and_on_mondays_until_it_is_done(programme: Session) -> None:
    lives(programme, *range(2, 7))
    access = "• *Kenji &lt;K&gt;*: Give access to the help desk, and to the tools of their products"
    assert told(programme, "UMAREN") == {5: f"{access} (first day Tue 10 March 2026)"}
    lives(programme, 9)
    assert [line[:42] for line in told(programme, "UMAREN")[9].split("\n")] == [
        access[:42],
        "• *Kenji &lt;K&gt;*: Invite them to the Sl",
    ]
    lives(programme, 10, 11)
    assert sorted(told(programme, "UMAREN")) == [5, 9]
    assert told(programme, "UANN") == {}


def test_what_is_due_on_a_day_off_comes_on_the_next_and_with_the_rest_of_the_week(programme: Session) -> None:
    lives(programme, *range(2, 14))
    assert {day: text.count("•") for day, text in told(programme, "UADA").items()} == {9: 1, 10: 1, 12: 1}


def test_a_freelancer_reads_only_what_is_theirs_in_short_sentences(programme: Session) -> None:
    lives(programme, *range(2, 14))
    assert told(programme, "UKENJI") == {
        10: "• Read how Muster works for you: type `/program help`",
        11: "• Catch up on what is new: type `/broadcast latest`",
        13: "• Read the guides of your products",
    }


def test_what_is_done_is_struck_through_at_once_and_comes_no_more(programme: Session) -> None:
    lives(programme, 5)
    ticks(programme, "Give access", at(5, "10:00"))
    assert told(programme, "UMAREN")[5].startswith("• ~*Kenji &lt;K&gt;*: Give access to the help desk")
    assert told(programme, "UMAREN")[5].endswith("~ done")
    ticks(programme, "Give access", at(5, "10:01"), is_done=False)
    assert told(programme, "UMAREN")[5].endswith("(first day Tue 10 March 2026)")
    ticks(programme, "Give access", at(5, "10:02"))
    lives(programme, 9)
    assert "Give access" not in told(programme, "UMAREN")[9]


def test_what_is_not_needed_any_more_says_so(programme: Session) -> None:
    lives(programme, 5)
    contract(programme).starts = datetime.date(2026, 3, 1)
    programme.flush()
    jobs.checklists.tick(programme, at(6, "00:01"))
    assert told(programme, "UMAREN")[5].endswith("~ not needed any more")


def test_twice_late_and_after_a_month_off_it_is_told_once(programme: Session) -> None:
    lives(programme, 5, 5)
    before = told(programme, "UMAREN")
    lives(programme, 5, time="15:00")
    assert told(programme, "UMAREN") == before
    lives(programme, 9, month=4)
    texts = data.morning.list_told(programme, datetime.date(2026, 4, 1), found(programme, "UMAREN").id)
    assert len([part for part in texts if _is_ours(part)]) == 1


def test_in_whichever_order_and_pace_the_jobs_run_the_same_is_told(programme: Session) -> None:
    for hour in range(0, 24 * 9, 6):
        now = at(2) + datetime.timedelta(hours=hour)
        for tick in (jobs.morning.tick, jobs.checklists.tick, jobs.morning.tick) if hour % 4 else (jobs.morning.tick,):
            tick(programme, now)
    assert {day: text.count("•") for day, text in told(programme, "UMAREN").items()} == {5: 1, 9: 2}
    assert {day: text.count("•") for day, text in told(programme, "UADA").items()} == {9: 1, 10: 1}


def test_each_list_ends_with_why_it_comes(programme: Session) -> None:
    lives(programme, 5, 9, 10)
    for who, change in (("UMAREN", "`/contract template`"), ("UKENJI", "your adviser can help")):
        parts = data.morning.list_told(programme, datetime.date(2026, 3, 1), found(programme, who).id)
        blocks = [
            typing.cast("list[dict[str, typing.Any]]", part.payload["blocks"]) for part in parts if _is_ours(part)
        ]
        (why,) = {own[-1]["elements"][0]["text"] for own in blocks}
        assert why.startswith("Why do I get this? ")
        assert change in why


def test_a_long_list_says_how_many_more_there_are(programme: Session) -> None:
    lives(programme, 2)
    first, maren = items(programme)[0], found(programme, "UMAREN").id or 0
    for number in range(12):
        new = data.models.TemplateItem(
            checklist=first.checklist, words=f"More {number}", day=-5, owner=data.models.Role.MANAGER
        )
        jobs.checklists.keep_template(jobs.scene.load(programme, at(2)), found(programme, "UMAREN"), new)
    lives(programme, 5)
    text = told(programme, "UMAREN")[5]
    assert text.count("•") == 10
    assert text.endswith("… and 3 more: `/contract checklist @person` shows all of one person.")
    assert {one.owner_id for one in items(programme) if one.words.startswith("More")} == {maren}
    lives(programme, 6)
    assert told(programme, "UMAREN")[6].count("•") == 3


def test_what_will_be_told_is_foreseen(programme: Session) -> None:
    jobs.checklists.tick(programme, at(2))
    planned = jobs.outgoing.upcoming(programme, at(2), at(6))
    ours = [one for one in planned if one.kind == "morning message, items of checklists that are due"]
    assert [(one.at, one.person.slack_id) for one in ours if one.person] == [(at(5, "09:00"), "UMAREN")]


def test_a_tick_with_nothing_new_is_one_question(programme: Session) -> None:
    jobs.checklists.tick(programme, at(2))
    seen = data.looks.find(programme, "checklists")
    jobs.checklists.tick(programme, at(2, "09:20"))
    assert data.looks.find(programme, "checklists") == seen
    assert typing.cast("data.models.Look", seen).at == at(2)
