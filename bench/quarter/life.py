"""What people do in the quarter, done: they type, press and submit in the local Slack."""

import collections.abc
import datetime
import io
import pathlib
import re
import sys
import typing

import bench.quarter.duty
import bench.quarter.oracle
import bench.quarter.script
import bench.quarter.world
import bot.imports
import tests.workspace

Act = bench.quarter.script.Act
Json = dict[str, typing.Any]
Shift = bench.quarter.duty.Shift

PATIENCE = 10.0
"""Seconds in which what a press opens has to come."""

SPAN = re.compile(r"• \w+ (\d+ \w+ \d+), (\d+:\d+) – \w+ (\d+ \w+ \d+), (\d+:\d+): (.*)")
UNTIL = re.compile(r"\*On duty until \w+ (\d+ \w+ \d+), (\d+:\d+)")
PERSON = re.compile(r"<@(U\w+)>")


class LifeError(Exception):
    """Somebody could not do what the script says; the text has what they read."""


class Life:
    """People in a local Slack, each doing what a step says."""

    def __init__(
        self, slack: tests.workspace.Workspace, oracle: bench.quarter.oracle.Oracle, folder: pathlib.Path
    ) -> None:
        self._slack = slack
        self._oracle = oracle
        self._folder = folder
        self._act = Act(bench.quarter.script.BEGIN, "", "")
        self._does: dict[str, collections.abc.Callable[[Act], object]] = {
            "asks": lambda act: self._types(f"/bug ask {act.whom} Which browser is it?", act.whom),
            "asks for status": lambda _: self._types("/program status", "Ratio"),
            "asks for time": lambda act: self._types(f"/checkin request {act.more}", "reads it"),
            "asks who is next": self._reads_pairs,
            "assigns": lambda act: self._types(f"/program assign <@{act.whom}> <@{act.more}>", "adviser"),
            "books": self._books,
            "claims": lambda act: self._types(f"/bug claim {act.whom}", act.whom),
            "converts": self._converts,
            "covers": lambda act: self._presses(self._name(act.more)),
            "ends": self._ends,
            "ends early": self._ends_early,
            "excepts": self._excepts,
            "excuses": self._excuses,
            "files": self._files,
            "gets": lambda _: self._presses_beside("", "got:update"),
            "imports": self._imports,
            "is away": lambda act: self._types(f"/duty away {act.more}", "away"),
            "is off": lambda act: self._types(f"/program away {act.more}", "away"),
            "keeps": lambda _: self._presses_beside("", "keep:reports"),
            "lets rest": self._lets_rest,
            "logs": lambda act: self._types(f"/checkin <@{act.whom}> {act.more}", "minutes"),
            "renews": self._renews,
            "resolves": lambda act: self._types(f"/bug resolve {act.whom} It works again.", act.whom),
            "sends": self._sends,
            "takes covers": lambda _: self._presses_beside("Nobody chosen by", "take:cover"),
            "thanks": lambda act: self._types(f"/kudos <@{act.whom}> You explain so well.", "thanks"),
            "ticks": lambda act: self._presses_beside(self._item(act), "tick:item"),
            "wishes": lambda act: self._presses(act.more),
        }

    def do(self, act: Act) -> None:
        """One step."""
        self._act = act
        try:
            self._does[act.what](act)
        except tests.workspace.WorkspaceError as error:
            raise LifeError(f"{act.at:%d %b %H:%M} {act.who} {act.what} {act.whom}: {error}") from error

    def _name(self, who: str) -> str:
        return self._oracle.programme.people[who].name

    def _item(self, act: Act) -> str:
        return f"{self._name(act.whom)}*: {act.more}" if act.whom != act.who else act.more

    # -- hands

    def _answer(self, said: Json, expected: str, did: str) -> str:
        words = str((said["response"] or {"text": said["error"] or ""})["text"])
        if said["errors"] or said["error"] or expected.lower() not in words.lower():
            raise LifeError(f"{self._act.at:%d %b %H:%M} {self._act.who}: {did}\n{words}\n{said['errors']}")
        return words

    def _types(self, line: str, expected: str) -> str:
        """Type a line; what is read must hold some words, or else the script asks for what can't be."""
        command, _, text = line.partition(" ")
        return self._answer(self._slack.command(self._act.who, "dm", command, text), expected, line)

    def _presses(self, label: str) -> None:
        """Press a button by its words, in what was read last; what it opens or answers is waited for."""
        said = self._slack.action(self._act.who, "dm", label, wait=PATIENCE)
        self._answer(said, "", label)

    def _submits(self, values: Json) -> None:
        self._answer(self._slack.submit(self._act.who, values, wait=0), "", str(values))

    def _presses_beside(self, words: str, action_id: str, wait: float = 0) -> None:
        """The newest such button in somebody's direct messages that stands beside or under these words.

        `wait` is for the form that it opens.
        """
        for message in reversed(self._slack.channel("dm", self._act.who)):
            value = _button(message["blocks"] or [], words, action_id)
            if value is not None:
                ts = message["ts"]
                said = self._slack.action(self._act.who, "dm", action_id=action_id, value=value, ts=ts, wait=wait)
                self._answer(said, "", action_id)
                return
        raise LifeError(f"{self._act.at:%d %b %H:%M} {self._act.who}: no {action_id} beside {words}")

    # -- what takes more than a line

    def _reads_pairs(self, act: Act) -> None:
        """Who is on duty, and the next pairs, as everybody can read them."""
        now, following = self._types("/duty", "On duty until"), self._types("/duty next 6", "Next on duty")
        until = UNTIL.search(now)
        assert until is not None
        pair = frozenset(PERSON.findall(now))
        shifts = [Shift(act.at, _instant(*until.groups()), pair)] if not self._oracle.duty.shifts else []
        for first, at, last, until_at, people in SPAN.findall(following):
            shifts.append(Shift(_instant(first, at), _instant(last, until_at), frozenset(PERSON.findall(people))))
        self._oracle.know(shifts)

    def _books(self, act: Act) -> None:
        self._presses_beside(self._name(act.whom), "book:checkin", wait=PATIENCE)
        self._submits({"Day": act.more})

    def _excuses(self, act: Act) -> None:
        self._presses_beside(self._name(act.whom), "miss:checkin", wait=PATIENCE)
        self._submits({f"Could not meet {self._name(act.whom)}": "This week is excused"})

    def _files(self, act: Act) -> None:
        self._slack.command(act.who, "dm", "/bug", act.more, wait=PATIENCE)
        self._submits({"What happened?": f"{act.more}, since this morning."})

    def _reviews(self, label: str) -> None:
        self._types(f"/contract review <@{self._act.whom}>", "CON-")
        self._presses(label)

    def _renews(self, act: Act) -> None:
        self._reviews("Renew")
        self._submits({"Last day of the next term": act.more})
        self._reviews("Tell them")
        self._submits({})

    def _converts(self, _act: Act) -> None:
        self._reviews("Convert")
        self._submits({})
        self._reviews("Tell them")
        self._submits({})

    def _ends(self, act: Act) -> None:
        self._reviews("End")
        self._submits({})
        self._reviews("I have told them")
        self._submits({f"Who has spoken with {self._name(act.whom)}?": "Their adviser has"})

    def _ends_early(self, act: Act) -> None:
        self._types(f"/contract end <@{act.whom}> {act.more} resigned", self._name(act.whom))
        self._presses("Confirm the end")

    def _excepts(self, act: Act) -> None:
        adviser, until = act.more.split()
        line = f"/program assign <@{act.whom}> <@{adviser}> because a colleague is new until {until}"
        self._types(line, "adviser")

    def _lets_rest(self, act: Act) -> None:
        self._reviews("Not yet")
        self._submits({"Ask me again on": act.more})

    def _sends(self, act: Act) -> None:
        is_urgent = act.more == "urgent"
        how = ["Ask for “Got it”", *(["Urgent: it goes out at once, at night too"] if is_urgent else [])]
        self._slack.command(act.who, "dm", "/broadcast", wait=PATIENCE)
        self._submits({"Title": f"What is new in {act.whom}", "Text": "Prices are rounded.", "How": how})
        self._submits({"urgent": ["yes"]} if is_urgent else {})

    def _imports(self, _act: Act) -> None:
        file = self._folder / "new.csv"
        file.write_text(bench.quarter.script.NEW)
        url, now = f"sqlite:///{self._folder / 'muster.db'}", self._act.at
        if bot.imports.run(file, False, url, now, io.StringIO(), sys.stderr) != bot.imports.DONE:
            raise LifeError("The new row can't be imported.")


def _instant(day: str, time: str) -> datetime.datetime:
    """`9 February 2026`, `10:00` of the programme's zone."""
    local = datetime.datetime.strptime(f"{day} {time}", "%d %B %Y %H:%M")  # noqa: DTZ007  # the zone comes next
    return local.replace(tzinfo=bench.quarter.world.BERLIN).astimezone(datetime.UTC)


def _button(blocks: list[Json], words: str, action_id: str) -> str | None:
    """The value of a button beside or under a section with these words."""
    is_near = not words
    for block in blocks:
        if block["type"] == "section":
            is_near = not words or words in block["text"]["text"]
        for element in [block.get("accessory", {}), *block.get("elements", [])]:
            if is_near and element.get("action_id") == action_id:
                return str(element["value"])
    return None
