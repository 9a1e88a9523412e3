"""The user group of the people on duty: made at the first handover, kept, taken over only when a manager agrees."""

from __future__ import annotations

from typing import Any

import pytest

import tests.stories.programme

Programme = tests.stories.programme.Programme
Json = dict[str, Any]

HANDOVER, NEXT = "2026-03-16T09:00:00Z", "2026-03-30T08:00:00Z"
ADA, BOLA, CHIARA, PENNY = "U0ADA", "U0BOLA", "U0CHIARA", "U0PENNY"
HANDLE = "adviser-on-duty"


def standing(*users: str, **more: Any) -> Json:
    """A workspace in which there is a group of that handle already."""
    group = {"id": "S0DUTY", "handle": HANDLE, "name": "Support", "users": list(users), **more}
    return {"usergroups": [group]}


def begins(programme: Programme, **workspace: Any) -> None:
    """Muster at work in a workspace that differs from the usual one."""
    programme.prepare(**workspace)
    programme.start()


def groups(programme: Programme) -> dict[str, Json]:
    return {group["handle"]: group for group in programme.slack.state()["usergroups"]}


def members(programme: Programme) -> list[str]:
    return sorted(groups(programme)[HANDLE]["users"])


def calls(programme: Programme) -> list[str]:
    """The methods of user groups that were called, in order."""
    return [call["method"] for call in programme.calls() if call["method"].startswith("usergroups.")]


def hands_over(programme: Programme, instant: str = HANDOVER) -> None:
    """Live through a handover, and the minute after it in which a job sees what Slack made of it."""
    programme.becomes(instant, step="P7D")
    programme.passes("PT1M")


def about_the_group(messages: list[str]) -> list[str]:
    return [text for text in messages if f"`@{HANDLE}`" in text]


def test_the_group_is_made_at_the_first_handover_with_the_pair_in_it(programme: Programme) -> None:
    programme.becomes("2026-03-16T08:59:00Z", step="P7D")
    assert calls(programme) == []
    hands_over(programme)
    assert members(programme) == [ADA, BOLA]
    assert calls(programme) == ["usergroups.list", "usergroups.create", "usergroups.users.update"]
    assert "changed by hand" in groups(programme)[HANDLE]["description"]


def test_it_is_looked_for_once_and_written_only_when_its_members_change(programme: Programme) -> None:
    hands_over(programme)
    programme.restart()
    programme.passes("P3D", step="PT12H")
    hands_over(programme, NEXT)
    programme.restart()
    assert calls(programme)[3:] == ["usergroups.users.list", "usergroups.users.update"]
    assert ADA not in members(programme)


def test_a_group_of_advisers_is_found_and_becomes_the_pairs(prepared: Programme) -> None:
    begins(prepared, **standing(CHIARA, disabled=True))
    hands_over(prepared)
    assert list(groups(prepared)) == [HANDLE]
    assert (members(prepared), groups(prepared)[HANDLE]["disabled"]) == ([ADA, BOLA], False)
    assert about_the_group(prepared.maren.reads()) == []


def test_a_change_by_hand_is_put_back_by_the_next_handover(programme: Programme) -> None:
    hands_over(programme)
    group = groups(programme)[HANDLE]["id"]
    programme.slack.change_usergroup(group, users=[PENNY], disabled=True)
    hands_over(programme, NEXT)
    assert PENNY not in members(programme)
    assert groups(programme)[HANDLE]["disabled"] is False


def test_who_is_away_is_out_of_the_group_for_that_time(programme: Programme) -> None:
    hands_over(programme)
    programme.ada.types("/duty away tomorrow")
    programme.becomes("2026-03-17T09:00:00Z", step="PT12H")
    assert members(programme) == [BOLA]
    programme.becomes("2026-03-18T09:00:00Z", step="PT12H")
    assert members(programme) == [ADA, BOLA]


def test_the_last_members_stay_while_both_are_away(programme: Programme) -> None:
    hands_over(programme)
    programme.ada.types("/duty away tomorrow")
    programme.bola.types("/duty away tomorrow")
    programme.becomes("2026-03-17T12:00:00Z", step="PT12H")
    assert set(members(programme)) & {ADA, BOLA}
    assert not [call for call in programme.calls("usergroups.users.update") if not call["answer"]["ok"]]


def test_a_group_with_others_in_it_is_taken_over_when_a_manager_says_so(prepared: Programme) -> None:
    begins(prepared, **standing(PENNY, ADA))
    hands_over(prepared)
    assert members(prepared) == [ADA, PENNY]
    (question,) = about_the_group(prepared.maren.reads())
    assert f"It would lose <@{PENNY}>." in question
    answer = prepared.maren.presses("Take over", in_="dm")
    assert answer.text.startswith(f"Muster takes `@{HANDLE}` over: 1 person leaves it")
    prepared.settles()
    assert members(prepared) == [ADA, BOLA]
    prepared.passes("P2D", step="P1D")
    assert len(about_the_group(prepared.maren.reads())) == 1


def test_a_group_that_changed_after_the_question_is_not_taken_over_before_another_one(prepared: Programme) -> None:
    begins(prepared, **standing(PENNY))
    hands_over(prepared)
    prepared.slack.change_usergroup("S0DUTY", users=[PENNY, "U0KENJI"])
    prepared.maren.presses("Take over", in_="dm")
    prepared.settles()
    prepared.passes("PT1M")
    assert members(prepared) == ["U0KENJI", PENNY]
    question = about_the_group(prepared.maren.reads())[-1]
    assert "has changed since you were asked" in question
    assert f"It would lose <@U0KENJI> and <@{PENNY}>." in question


def test_a_group_that_a_manager_leaves_is_never_touched(prepared: Programme) -> None:
    begins(prepared, **standing(PENNY))
    hands_over(prepared)
    prepared.maren.presses("Leave it", in_="dm")
    hands_over(prepared, NEXT)
    assert members(prepared) == [PENNY]
    assert calls(prepared) == ["usergroups.list"]
    assert len(about_the_group(prepared.maren.reads())) == 1


REFUSALS = [
    ({"plan": "free"}, {"plan": "paid"}, "plan_upgrade_required"),
    ({"usergroup_editors": "owners"}, {"usergroup_editors": "everyone"}, "permission_denied"),
]


@pytest.mark.parametrize(("before", "after", "reason"), REFUSALS, ids=[row[2] for row in REFUSALS])
def test_where_slack_refuses_the_topic_works_alone_and_the_next_handover_tries_again(
    prepared: Programme, before: Json, after: Json, reason: str
) -> None:
    begins(prepared, **before)
    hands_over(prepared)
    prepared.passes("P3D", step="PT12H")
    assert "<@U0ADA> and <@U0BOLA>" in prepared.topic
    (told,) = about_the_group(prepared.maren.reads())
    assert f"`{reason}`" in told
    assert len([call for call in prepared.calls() if call["answer"].get("error") == reason]) == 1
    assert "needs a look" not in " ".join(prepared.maren.reads())
    prepared.slack.change_plan(**after)
    prepared.passes("P3D", step="P1D")
    assert HANDLE not in groups(prepared)
    hands_over(prepared, NEXT)
    assert len(members(prepared)) == 2
    assert len(about_the_group(prepared.maren.reads())) == 1


def test_a_group_whose_making_was_not_answered_is_not_made_twice(programme: Programme) -> None:
    programme.slack.faults(method="usergroups.create", kind="reset", when="after_storing", count=1)
    hands_over(programme)
    programme.settles()
    assert list(groups(programme)) == [HANDLE]
    assert members(programme) == [ADA, BOLA]
    assert calls(programme).count("usergroups.create") == 1


def test_a_quiet_installation_makes_no_group(prepared: Programme) -> None:
    prepared.prepare(live=False)
    prepared.start()
    hands_over(prepared)
    assert calls(prepared) == []
