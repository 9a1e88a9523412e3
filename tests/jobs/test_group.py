"""The user group's job: one notice for each change, and what managers are asked and told."""

import datetime
import itertools
import typing

import hypothesis
import hypothesis.strategies
import pytest
import sqlmodel

import commands.replies
import data.audit
import data.duty
import data.groups
import data.models
import data.morning
import data.people
import data.settings
import jobs.group
import rules.errors
import rules.group
import tests.commands.asking
import tests.programme
import tests.stores

NOW = tests.programme.NOW
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
HANDOVER = NOW - HOUR
NEXT = HANDOVER + 14 * DAY
HANDLE = "adviser-on-duty"


@pytest.fixture
def programme(session: sqlmodel.Session) -> sqlmodel.Session:
    """Ada and Ben are on duty, then Cy and Dov, in a programme that went live before that, with two managers."""
    return made(session)


def made(session: sqlmodel.Session) -> sqlmodel.Session:
    for slack_id in ("UADA", "UBEN", "UCY", "UDOV"):
        adviser = tests.programme.add(session, slack_id, "adviser")
        data.duty.add_to_pool(session, adviser.id or 0, NOW - 90 * DAY)
    for slack_id in ("UMIA", "UMAX"):
        tests.programme.add(session, slack_id, "manager", zone="Europe/Berlin")
    data.duty.add_shift(session, HANDOVER, NEXT, [(ident(session, "UADA"), 1), (ident(session, "UBEN"), 1)], NOW)
    data.duty.add_shift(session, NEXT, NEXT + 14 * DAY, [(ident(session, "UCY"), 1), (ident(session, "UDOV"), 1)], NOW)
    data.settings.record_milestone(session, data.settings.WENT_LIVE, HANDOVER - DAY)
    session.flush()
    return session


def person(session: sqlmodel.Session, slack_id: str) -> data.models.Person:
    found = data.people.find(session, slack_id)
    assert found is not None
    return found


def ident(session: sqlmodel.Session, slack_id: str) -> int:
    return person(session, slack_id).id or 0


def tick(session: sqlmodel.Session, *instants: datetime.datetime) -> None:
    for now in instants or (NOW,):
        jobs.group.tick(session, now)
        session.flush()


def notices(session: sqlmodel.Session, lane: str = f"group:{HANDLE}") -> list[data.models.Notice]:
    notice = data.models.Notice
    return list(session.exec(sqlmodel.select(notice).where(notice.lane == lane).order_by(sqlmodel.col(notice.id))))


def wanted(session: sqlmodel.Session) -> list[list[str]]:
    """The members that each notice asks for, one after the other."""
    return [typing.cast("list[str]", notice.payload["members"]) for notice in notices(session)]


def group(session: sqlmodel.Session) -> data.models.UserGroup:
    found = data.groups.find(session, HANDLE)
    assert found is not None
    return found


def away(session: sqlmodel.Session, slack_id: str, first: int = 0, days: int = 1) -> data.models.Absence:
    starts = NOW.date() + first * DAY
    return data.duty.add_absence(session, ident(session, slack_id), starts, starts + days * DAY, NOW)


def told(session: sqlmodel.Session, manager: str = "UMIA") -> list[str]:
    """What a manager is told at once."""
    return [str(notice.payload["text"]) for notice in notices(session, f"@{manager}")]


def for_the_morning(session: sqlmodel.Session, manager: str = "UMIA") -> list[str]:
    """What waits for a manager's next morning message."""
    waiting = data.morning.list_waiting(session)
    return [str(part.payload["text"]) for part in waiting if part.person_id == ident(session, manager)]


# -- the members


def test_after_a_handover_there_is_one_notice_for_the_pair(programme: sqlmodel.Session) -> None:
    tick(programme, NOW, NOW, NOW + DAY)
    (notice,) = notices(programme)
    assert (notice.kind, notice.key, notice.due_at) == ("group", f"group:{HANDLE}:1", NOW)
    assert notice.payload == {
        "handle": HANDLE,
        "members": ["UADA", "UBEN"],
        "may_leave": ["UADA", "UBEN", "UCY", "UDOV"],
        "agreed": [],
    }


def test_the_next_handover_asks_for_the_next_pair(programme: sqlmodel.Session) -> None:
    tick(programme, NOW, NEXT - datetime.timedelta(seconds=1), NEXT)
    assert wanted(programme) == [["UADA", "UBEN"], ["UCY", "UDOV"]]


@pytest.mark.parametrize("live_since", [None, HANDOVER, NOW])
def test_nothing_happens_before_the_first_handover_of_a_live_muster(
    session: sqlmodel.Session, live_since: datetime.datetime | None
) -> None:
    made(session)
    milestone = session.get_one(data.models.Milestone, data.settings.WENT_LIVE)
    session.delete(milestone)
    session.flush()
    if live_since is not None:
        data.settings.record_milestone(session, data.settings.WENT_LIVE, live_since)
    tick(session, NOW, NOW + DAY)
    assert notices(session) == []
    tick(session, NEXT)
    assert wanted(session) == ([["UCY", "UDOV"]] if live_since else [])


def test_without_a_handle_there_is_no_group(programme: sqlmodel.Session) -> None:
    data.settings.record(programme, "duty_group", "")
    tick(programme, NOW, NEXT)
    assert notices(programme) == []


def test_another_handle_is_another_group(programme: sqlmodel.Session) -> None:
    tick(programme)
    data.settings.record(programme, "duty_group", "@support-duty")
    tick(programme)
    assert [notice.key for notice in notices(programme, "group:support-duty")] == ["group:support-duty:1"]


def test_who_covers_is_in_it_as_long_as_they_cover(programme: sqlmodel.Session) -> None:
    tick(programme)
    override = data.models.Override(
        in_id=ident(programme, "UDOV"),
        out_id=ident(programme, "UBEN"),
        starts=NOW + DAY,
        ends=NOW + 2 * DAY,
        recorded_at=NOW,
    )
    data.duty.add_override(programme, override)
    tick(programme, NOW, NOW + DAY, NOW + DAY + HOUR, NOW + 2 * DAY)
    assert wanted(programme) == [["UADA", "UBEN"], ["UADA", "UDOV"], ["UADA", "UBEN"]]


def test_who_is_away_is_out_of_it_for_these_days_where_they_are(programme: sqlmodel.Session) -> None:
    tick(programme)
    person(programme, "UADA").zone = "Pacific/Auckland"  # thirteen hours ahead: their Tuesday begins on our Monday
    away(programme, "UADA", first=1)
    tick(programme, NOW, NOW + 2 * HOUR, NOW + DAY, NOW + DAY + 2 * HOUR)
    assert wanted(programme) == [["UADA", "UBEN"], ["UBEN"], ["UADA", "UBEN"]]


def test_an_absence_that_is_taken_back_brings_them_back_at_once(programme: sqlmodel.Session) -> None:
    absence = away(programme, "UADA", days=5)
    tick(programme)
    absence.cancelled_at = NOW
    programme.add(absence)
    tick(programme, NOW)
    assert wanted(programme) == [["UBEN"], ["UADA", "UBEN"]]


def test_while_nobody_is_there_the_group_keeps_those_it_has(programme: sqlmodel.Session) -> None:
    tick(programme)
    away(programme, "UADA")
    tick(programme)
    away(programme, "UBEN")
    tick(programme, NOW, NOW + HOUR)
    assert wanted(programme) == [["UADA", "UBEN"], ["UBEN"]]


def test_a_deactivated_person_is_out_of_it(programme: sqlmodel.Session) -> None:
    tick(programme)
    person(programme, "UBEN").active = False
    tick(programme)
    assert wanted(programme) == [["UADA", "UBEN"], ["UADA"]]


def test_a_group_that_is_ours_is_replaced_whoever_is_in_it(programme: sqlmodel.Session) -> None:
    tick(programme)
    data.groups.record_brought(programme, HANDLE, "S1", NOW)
    tick(programme, NEXT)
    assert [notice.payload["may_leave"] is None for notice in notices(programme)] == [False, True]


steps = hypothesis.strategies.lists(
    hypothesis.strategies.tuples(
        hypothesis.strategies.sampled_from(["UADA", "UBEN", "UCY", "UDOV"]), hypothesis.strategies.booleans()
    ),
    max_size=12,
)


@hypothesis.given(steps)
@hypothesis.settings(deadline=None, max_examples=25)
def test_whatever_changes_each_notice_differs_from_the_last_and_the_last_is_true(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, bool]]
) -> None:
    database = tests.stores.new(tmp_path_factory.mktemp("law"))
    with database.writing() as session:
        made(session)
        tick(session)
        for slack_id, active in changes:
            person(session, slack_id).active = active
            tick(session, NOW, NOW)
        asked = wanted(session)
        present = [slack_id for slack_id in ("UADA", "UBEN") if person(session, slack_id).active]
    database.close()
    assert all(one != other for one, other in itertools.pairwise(asked))
    assert all(asked)
    assert asked[-1] == present or not present


# -- other people in it


@pytest.fixture
def occupied(programme: sqlmodel.Session) -> sqlmodel.Session:
    """Gus and Hal were found in the group, and the managers were asked."""
    tick(programme)
    data.groups.record_others(programme, HANDLE, "S1", ["UGUS", "UHAL"])
    tick(programme, NOW, NOW + HOUR)
    return programme


def asking(session: sqlmodel.Session, slack_id: str = "UMIA") -> tests.commands.asking.Asking:
    return tests.commands.asking.Asking(session, slack_id)


def press(session: sqlmodel.Session, action: str, seen: tuple[str, ...] = ("UGUS", "UHAL"), by: str = "UMIA") -> str:
    subject = f"{HANDLE}:{rules.group.version(seen)}"
    return tests.commands.asking.said(asking(session, by).press(action, subject=subject))


def test_each_manager_is_asked_once_and_sees_who_would_leave_it(occupied: sqlmodel.Session) -> None:
    for manager in ("UMIA", "UMAX"):
        (text,) = told(occupied, manager)
        assert "It would lose <@UGUS> and <@UHAL>." in text
        assert text.rpartition("\n")[2].startswith("Why do I get this? You manage the programme")
    assert len(notices(occupied)) == 1


def test_the_question_has_two_buttons_that_know_who_was_seen(occupied: sqlmodel.Session) -> None:
    (notice,) = notices(occupied, "@UMIA")
    blocks = typing.cast("list[dict[str, typing.Any]]", notice.payload["blocks"])
    (buttons,) = [block["elements"] for block in blocks if block["type"] == "actions"]
    version = rules.group.version(["UHAL", "UGUS"])
    assert [(one["text"]["text"], one["action_id"], one["value"]) for one in buttons] == [
        ("Take over", "take:group", f"{HANDLE}:{version}"),
        ("Leave it", "leave:group", f"{HANDLE}:{version}"),
    ]


def test_a_group_that_is_taken_over_is_asked_for_again_at_once(occupied: sqlmodel.Session) -> None:
    assert press(occupied, "take:group").startswith(f"Muster takes `@{HANDLE}` over: 2 people leave it")
    _, notice = notices(occupied)
    assert (notice.payload["members"], notice.payload["agreed"]) == (["UADA", "UBEN"], ["UGUS", "UHAL"])
    (change,) = data.audit.list_about(occupied, HANDLE)
    assert (change.actor, change.action, change.after) == ("UMIA", "group.take", {"leaving": ["UGUS", "UHAL"]})


def test_a_second_press_finds_nothing_to_decide(occupied: sqlmodel.Session) -> None:
    press(occupied, "take:group")
    assert "nothing to decide" in press(occupied, "take:group", by="UMAX")
    data.groups.record_brought(occupied, HANDLE, "S1", NOW)
    assert "is Muster's already" in press(occupied, "leave:group", by="UMAX")
    assert len(notices(occupied)) == 2
    assert len(data.audit.list_about(occupied, HANDLE)) == 1


def test_a_group_that_has_changed_since_is_shown_anew_and_not_taken(occupied: sqlmodel.Session) -> None:
    data.groups.record_others(occupied, HANDLE, "S1", ["UGUS", "UIDA"])
    answer = press(occupied, "take:group")
    assert "has changed since you were asked" in answer
    assert "It would lose <@UGUS> and <@UIDA>." in answer
    assert len(notices(occupied)) == 1
    assert "Muster takes" in press(occupied, "take:group", seen=("UIDA", "UGUS"))


def test_somebody_who_came_after_the_agreement_is_asked_about_again(occupied: sqlmodel.Session) -> None:
    press(occupied, "take:group")
    data.groups.record_others(occupied, HANDLE, "S1", ["UGUS", "UHAL", "UIDA"])
    tick(occupied)
    assert "has changed since you were asked" in told(occupied)[-1]
    assert "<@UIDA>" in told(occupied)[-1]
    press(occupied, "take:group", seen=("UGUS", "UHAL", "UIDA"))
    assert notices(occupied)[-1].payload["agreed"] == ["UGUS", "UHAL", "UIDA"]


def test_a_group_that_is_left_is_not_asked_for_again_until_a_manager_thinks_again(occupied: sqlmodel.Session) -> None:
    assert "stays as it is" in press(occupied, "leave:group")
    tick(occupied, NEXT, NEXT + DAY)
    assert len(notices(occupied)) == 1
    assert len(told(occupied)) == 1
    assert "Muster takes" in press(occupied, "take:group")
    assert len(notices(occupied)) == 2


def test_the_next_handover_looks_again_and_asks_nobody_twice(occupied: sqlmodel.Session) -> None:
    tick(occupied, NEXT)
    data.groups.record_others(occupied, HANDLE, "S1", ["UHAL", "UGUS"])
    tick(occupied, NEXT, NEXT + DAY)
    assert wanted(occupied) == [["UADA", "UBEN"], ["UCY", "UDOV"]]
    assert len(told(occupied)) == 1


@pytest.mark.parametrize("action", ["take:group", "leave:group"])
def test_only_managers_decide(occupied: sqlmodel.Session, action: str) -> None:
    with pytest.raises(rules.errors.NotAllowed):
        press(occupied, action, by="UADA")
    assert group(occupied).others == ["UGUS", "UHAL"]


def test_a_press_about_another_handle_changes_nothing(occupied: sqlmodel.Session) -> None:
    data.settings.record(occupied, "duty_group", "support-duty")
    assert "nothing to decide" in press(occupied, "take:group")
    reply = asking(occupied).press("take:group", subject="")
    assert isinstance(reply, commands.replies.Say)
    assert group(occupied).agreed == []


# -- refusals


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        ("plan_upgrade_required", "paid plans only"),
        ("permission_denied", "Ask an owner of the workspace"),
        ("missing_scope", "install it again"),
        ("handle_already_exists", "Choose another: `muster settings duty_group HANDLE`"),
        ("name_already_exists", "Rename that one"),
        ("invalid_users", "look whether somebody of <@UADA> and <@UBEN> was deactivated"),
    ],
)
def test_each_manager_hears_once_what_a_refusal_means_and_when_it_is_tried_again(
    programme: sqlmodel.Session, refusal: str, said: str
) -> None:
    tick(programme)
    data.groups.record_refused(programme, HANDLE, refusal, NOW)
    tick(programme, NOW, NOW + DAY, NEXT - HOUR)
    for manager in ("UMIA", "UMAX"):
        (text,) = for_the_morning(programme, manager)
        assert said in text
        assert f"`{refusal}`" in text
        assert "again at the next handover, Mon 16 March 2026, 09:00 (Europe/Berlin)." in text
        assert "Why do I get this?" in text
        assert told(programme, manager) == []
    assert len(notices(programme)) == 1


def test_it_is_tried_once_again_at_each_handover_and_the_same_reason_is_not_told_again(
    programme: sqlmodel.Session,
) -> None:
    tick(programme)
    data.groups.record_refused(programme, HANDLE, "permission_denied", NOW)
    tick(programme, NOW, NEXT, NEXT + DAY)
    data.groups.record_refused(programme, HANDLE, "permission_denied", NEXT)
    tick(programme, NEXT, NEXT + DAY)
    assert len(notices(programme)) == 2
    assert len(for_the_morning(programme)) == 1


def test_another_reason_is_told_and_so_is_one_that_comes_back_after_it_had_worked(
    programme: sqlmodel.Session,
) -> None:
    tick(programme)
    data.groups.record_refused(programme, HANDLE, "permission_denied", NOW)
    tick(programme)
    data.groups.record_refused(programme, HANDLE, "plan_upgrade_required", NOW + DAY)
    tick(programme)
    assert len(for_the_morning(programme)) == 2
    data.groups.record_brought(programme, HANDLE, "S1", NOW + 2 * DAY)
    data.groups.record_refused(programme, HANDLE, "permission_denied", NOW + 3 * DAY)
    tick(programme)
    assert len(for_the_morning(programme)) == 3


def test_a_refused_list_is_tried_again_without_who_turns_out_to_be_gone(programme: sqlmodel.Session) -> None:
    tick(programme)
    data.groups.record_refused(programme, HANDLE, "invalid_users", NOW)
    person(programme, "UBEN").active = False
    tick(programme)
    assert wanted(programme) == [["UADA", "UBEN"], ["UADA"]]


def test_what_may_pass_is_tried_every_hour_and_is_news_after_a_day(programme: sqlmodel.Session) -> None:
    tick(programme)
    data.groups.record_refused(programme, HANDLE, "http_500", NOW)
    tick(programme, NOW, NOW + HOUR, NOW + HOUR, NOW + DAY - HOUR)
    assert len(notices(programme)) == 3
    assert for_the_morning(programme) == []
    tick(programme, NOW + DAY)
    (text,) = for_the_morning(programme)
    assert "Slack said: `http_500`." in text
    assert "again every hour." in text
