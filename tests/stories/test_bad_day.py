"""The pair's bad day: 40 reports in two hours, 12 of them one bug, and what each role received of it, counted."""

from __future__ import annotations

import collections
import re

import tests.stories.cast
import tests.stories.programme
import tests.workspace

Programme = tests.stories.programme.Programme
Someone = tests.stories.programme.Someone
Json = tests.stories.programme.Json

TRIAGE = tests.stories.cast.TRIAGE
TITLES = ["Checkout fails for EUR", "EUR checkout fails", "Checkout in EUR fails again"]
MISSING = [
    *("harbour", "lantern", "compass", "anchor", "rudder", "signal", "beacon"),
    *("ledger", "mirror", "ribbon", "saddle", "tunnel", "violin", "window"),
    *("basket", "candle", "dragon", "engine", "feather", "garden", "hammer"),
    *("island", "jacket", "kettle", "ladder", "magnet", "needle", "orchard"),
]
"""What is missing in the other 28, one each: no two of them look alike."""

SAW_IT_TOO = 7
"""Of the 12, so many find BUG-1 on the page before theirs is sent; the others send theirs all the same."""

PROMISED = re.compile(r"^\| ([a-z ]+) \| (\d+) \| (\d+) \|$", re.MULTILINE)


def files(who: Someone, title: str, joins: bool) -> None:
    who.types("/bug")
    view = who.submits({"What is wrong?": title, "What happened?": f"Since this morning: {title}."}).view
    if view is None:
        return
    options = [one["text"]["text"] for block in view["blocks"] for one in block.get("element", {}).get("options", [])]
    chosen = next(one for one in options if one.endswith("I see it too") == joins or one == "Mine is different")
    same = next((one for one in options if one.startswith("BUG-1 ")), None)
    who.submits({"Is it one of these?": same if joins and same else chosen})


def titles() -> list[tuple[str, bool]]:
    """40 of them, with the twelve spread over the day, and whether its reporter joins the first of these."""
    rest, bugs = iter(MISSING), [number for number in range(40) if number % 10 in (0, 3, 6)]
    return [
        (TITLES[number % 3], 0 < bugs.index(number) <= SAW_IT_TOO) if number in bugs else (f"No {next(rest)}", False)
        for number in range(40)
    ]


def received(programme: Programme, since: int) -> dict[str, collections.Counter[str]]:
    """How many messages came into each person's DM, how often somebody was named in triage, and what came there."""
    channels = {one["id"]: one for one in programme.slack.state()["channels"]}
    direct, named = collections.Counter[str](), collections.Counter[str]()
    posts = programme.slack.journal(since, kind="call", method="chat.postMessage")
    for post in posts:
        place = channels[post["channel"]]
        if place["is_im"]:
            direct.update(set(place["members"]) - {tests.stories.cast.BOT})
        else:
            named.update(set(re.findall(r"<@(U[A-Z0-9]+)", post["args"]["text"])))
            named["posts"] += 1
    return {"direct": direct, "named": named}


def promised() -> dict[str, tuple[int, int]]:
    """What docs/reports.md says of each role: direct messages, and how often it is named in the triage channel."""
    page = (tests.workspace.ROOT / "docs" / "reports.md").read_text()
    return {who: (int(direct), int(named)) for who, direct, named in PROMISED.findall(page)}


def test_what_everybody_receives_on_a_bad_day_is_what_the_page_for_users_says(prepared: Programme) -> None:
    prepared.prepare(tests.stories.cast.crowd(24), now="2026-03-02T08:00:00Z")
    prepared.start()
    slack, since = prepared.slack, prepared.slack.last
    freelancers = [Someone(slack, f"U0FREE{number:02}") for number in range(40)]
    for number, (title, joins) in enumerate(titles()):
        files(freelancers[number], title, joins)
        if number % 2:
            prepared.passes("PT6M", step="PT6M")
    pair = sorted(set(re.findall(r"U0ADVISER\d\d", prepared.topic)))
    one, two = (Someone(slack, ident, TRIAGE) for ident in pair)
    one.types("/bug duplicate BUG-1")
    one.submits({})  # what looks alike is ticked already
    two.types("/bug resolve BUG-1 Checkout in EUR works again: please reload.")
    prepared.settles()

    counts = received(prepared, since)
    twelve = {f"U0FREE{number:02}" for number in range(40) if number % 10 in (0, 3, 6)}
    whom = {
        "each of the pair on duty": pair,
        "each of the twelve": twelve,
        "each other reporter": {who.id for who in freelancers} - twelve,
        "each other adviser": {f"U0ADVISER{number:02}" for number in range(12)} - set(pair),
        "the programme manager": {tests.stories.cast.MAREN},
    }
    found = {
        role: {(counts["direct"][ident], counts["named"][ident]) for ident in people} for role, people in whom.items()
    }
    assert found == {role: {figures} for role, figures in promised().items()}
    assert counts["named"]["posts"] == 33 + 4, (
        "a card for each report but those that were joined, and a line half-hourly"
    )
    first = prepared.slack.channel("dm", "U0FREE00")
    assert any("You were the first of 12 to see this." in message["text"] for message in first)
