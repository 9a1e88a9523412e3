"""Good manners as numbers: how many messages that nobody asked for reach each role in a normal week."""

from __future__ import annotations

import collections
import datetime
import re

import data.duty
import data.models
import data.people
import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme

ADVISERS = {
    tests.stories.cast.ADA,
    tests.stories.cast.BOLA,
    tests.stories.cast.CHIARA,
    tests.stories.cast.DEV,
    tests.stories.cast.ELENA,
}
FREELANCERS = {tests.stories.cast.KENJI, tests.stories.cast.AMARA}

MOST = {"off duty": 2, "freelancer": 3, "manager": 4, "on duty": 7}
"""What the design allows a week."""

QUIET, HANDOVER = "2026-W11", "2026-W12"
"""From Monday 9 March on nothing but mornings; on Monday 16 March duty is handed over from Dev and Elena."""

ON_DUTY = {
    QUIET: {tests.stories.cast.DEV, tests.stories.cast.ELENA},
    HANDOVER: {tests.stories.cast.ADA, tests.stories.cast.BOLA},
}


def role(member: str, week: str) -> str:
    if member == tests.stories.cast.MAREN:
        return "manager"
    if member in FREELANCERS:
        return "freelancer"
    return "on duty" if member in ON_DUTY[week] else "off duty"


def reached(programme: Programme) -> dict[tuple[str, str], int]:
    """How often somebody was reached in a week: by a message in their DM, or by their name in a channel."""
    channels = {one["id"]: one for one in programme.slack.state()["channels"]}
    counts: collections.Counter[tuple[str, str]] = collections.Counter()
    for post in programme.posts():
        place = channels[post["channel"]]
        named = set(re.findall(r"<@(U[A-Z0-9]+)", str(post["args"])))
        whom = set(place["members"]) - {tests.stories.cast.BOT} if place["is_im"] else named
        week = f"{datetime.datetime.fromisoformat(post['at']):%G-W%V}"
        counts.update((member, week) for member in whom)
    return counts


def check(counts: dict[tuple[str, str], int], week: str) -> None:
    everyone = {*ADVISERS, *FREELANCERS, tests.stories.cast.MAREN}
    over = {
        member: counts.get((member, week), 0)
        for member in everyone
        if counts.get((member, week), 0) > MOST[role(member, week)]
    }
    assert over == {}


def live_through_both(programme: Programme) -> None:
    """Two weeks in which each check-in is logged on Tuesday, but for Chiara's, who is reminded on Thursday."""
    with programme.writing() as session:
        people = {one.slack_id: one.id or 0 for one in data.people.list_everyone(session)}
        amara, chiara = people[tests.stories.cast.AMARA], people[tests.stories.cast.CHIARA]
        running = data.people.find_running_assignment(session, amara)
        hers = data.models.Assignment(freelancer_id=amara, adviser_id=chiara, starts=programme.now)
        data.people.record_assignment(session, programme.now, running, hers)
    for tuesday in ("2026-03-10", "2026-03-17"):
        programme.becomes(f"{tuesday}T12:00:00Z", step="PT6H")
        programme.ada.types(f"/checkin <@{tests.stories.cast.KENJI}> 45m")
    programme.becomes("2026-03-23T00:00:00Z", step="PT6H")


def test_a_normal_week_and_one_with_a_handover_keep_the_numbers_of_each_role(programme: Programme) -> None:
    live_through_both(programme)
    counts = reached(programme)
    check(counts, QUIET)
    check(counts, HANDOVER)
    told = {member for member, week in counts if week in (QUIET, HANDOVER)}
    managers_mondays = {tests.stories.cast.MAREN}  # what changed in the week before
    assert told - managers_mondays == {tests.stories.cast.ADA, tests.stories.cast.BOLA, tests.stories.cast.CHIARA}
    assert [counts[tests.stories.cast.MAREN, week] for week in (QUIET, HANDOVER)] == [0, 1]
    assert [counts[tests.stories.cast.ADA, week] for week in (QUIET, HANDOVER)] == [2, 2]
    assert counts[tests.stories.cast.CHIARA, QUIET] == 2


def test_a_week_in_which_much_is_amiss_keeps_them_too(programme: Programme) -> None:
    """No channel is set, and a seat stays empty."""
    with programme.writing() as session:
        shift, seats = data.duty.list_shifts(session)[3]
        data.duty.empty_seat(session, shift.id or 0, seats[0].place)
    with programme.setting(triage_channel=""):
        live_through_both(programme)
        counts = reached(programme)
        check(counts, QUIET)
        check(counts, HANDOVER)
        assert counts[tests.stories.cast.MAREN, QUIET] >= 1
