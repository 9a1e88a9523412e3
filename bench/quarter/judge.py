"""What people were told, read off the messages that Slack stored, and held against what was expected of each day."""

import collections
import collections.abc
import dataclasses
import datetime
import re
import typing
import zoneinfo

import bench.quarter.diary
import bench.quarter.world

Fact = bench.quarter.diary.Fact
Json = collections.abc.Mapping[str, typing.Any]
Blocks = collections.abc.Sequence[Json]

UNKNOWN = "?"
"""The matter of words that nothing below knows."""


@dataclasses.dataclass(frozen=True)
class Words:
    """How a matter reads: how it begins, and the lines in which it stands whom it is about; else that is in `head`."""

    matter: str
    head: str
    line: str = ""


PERSON_LINE = r"^\*(.+?)\*(?:.*?(second of the week))?"
CONTRACT_LINE = r"^• \*CON-\d+ · (.+?)\*"

WORDS = (
    Words("what changed", r"\*What changed last week\*"),
    Words("you decided", r"\*CON-\d+ · (.+?)\* ends on"),
    Words("you told", r"(.+?) (?:reads it on|has been told\. From) "),
    Words("heads-up", r"\*You are on duty from \w+ (\d+ \w+ \d+)"),
    Words("sweep", r"\*Waiting in triage\*", r"^• (BUG-\d+)"),
    Words("check-ins", r"\*Your check-ins of the week from", PERSON_LINE),
    Words("open check-ins", r"\*Check-ins that are open this week\*", PERSON_LINE),
    Words("more check-ins", r"\*More check-ins of yours this week\*", PERSON_LINE),
    Words("was it held?", r"\*A check-in (?:with .+ )?was booked", PERSON_LINE),
    Words("not logged", r"\*With (.+?) no check-in is logged for the weeks from"),
    Words(
        "not logged, for managers",
        r"\*Check-ins that are not logged\*",
        r"^• .+?: no check-in is logged with (.+?) for",
    ),
    Words("to decide", r"\*Contracts that you decide on\*", CONTRACT_LINE),
    Words("nobody has decided", r"\*Contracts that end very soon, and nobody has decided\*", CONTRACT_LINE),
    Words("will read of it", r"\*Who will read that their contract is not decided\*", r"^• On .+? \*(.+?)\* reads"),
    Words("who leaves", r"\*Freelancers who leave the programme\*", r"^• \*(.+?)\*:"),
    Words("not decided", r"Your contract ends on .+? It is not decided yet"),
    Words("your wish?", r"Your contract ends on .+? What would you like"),
    Words("your recommendation?", r"The contract of \*(.+?)\* ends on .+? What do you recommend"),
    Words("no adviser", r"\*Freelancers without an adviser\*", r"^• (.+?), since"),
    Words("exception", r"\*The exception for (.+?) (ends|ended) on"),
    Words("your adviser", r"\*From .+? on, (.+?) is your adviser"),
    Words("you advise", r"\*From .+? on, you are (.+?)'s adviser"),
    Words("you advised", r"\*From .+? on, .+? is (.+?)'s adviser"),
    Words("who covers?", r"\*(.+?) is away .+?\* Who covers for their freelancers"),
    Words("somebody is there", r"(.+?) is away\. .+? is there for you"),
    Words("you cover", r"\*You cover for .+?\*, for (.+?), "),
    Words("others cover", r"\*Cover for your freelancers", r"^• (.+?):"),
    Words("to do", r"\*To do for who begins or leaves\*", r"^• \*(.+?)\*: (\S+ \S+)"),
    Words("to do", r"\*For the start or end of your contract", r"^• (\S+ \S+)"),
    Words("past the target", r"\*Past the target for a first response", r"^• (BUG-\d+)"),
    Words("past twice the target", r"\*Past twice the target for a first response", r"^• (BUG-\d+)"),
    Words("thanks", r"\*(.+?) says thank you"),
    Words("question", r"\*(BUG-\d+) · .+\*: we have a question"),
    Words("asked once more", r"\*(BUG-\d+) · .+\*: we still need your answer"),
    Words("report is over", r"\*(BUG-\d+) · .+\* is solved"),
    Words("report", r"(?:<@U\w+> ?)*\s*\*(BUG-\d+) · "),
    Words("you hold", r"\*Your time on duty is over, and you hold"),
    Words("wish", r"The contract of \*(.+?)\* .+ They have told Muster that they"),
    Words("decided", r"The contract of \*(.+?)\* (?:is renewed|ends on .+ and is not renewed)"),
    Words("decided", r"\*(.+?)\* becomes an employee when"),
    Words("ends early", r"Your contract ends on .+, and not on"),
    Words("ended early", r"The contract of \*(.+?)\* ends on .+, and not on"),
    Words("renewed", r"Hello .+?, your contract is renewed until"),
    Words("converted", r"Hello .+?, you become an employee"),
    Words("unread", r"\*(UPD-\d+) · .+? waits for your \*Got it"),
    Words("unseen", r"\*(UPD-\d+) · .+? waits for the \*Got it\* of (.+?), who"),
    Words("welcome", r"\*Welcome\.\* These updates were sent before you came"),
    Words("update", r"(?:\*Urgent\* · )?\*What is new in (UPD-\d+)\*"),
    Words("card of an update", r"\*(UPD-\d+) · .+\*\n\*(?:Not sent|Sent|Urgent)"),
    Words("update of before", r"(?:\*Urgent\* · )?\*(UPD-\d+) · "),
    Words("on duty and away", r"\*(.+?) is away\* .+ and on duty"),
    Words("covered", r"\*(.+?) covers for (.+?)\*, who is away"),
    Words("dates", r"\*Your dates on duty have changed"),
    Words("asks for time", r"\*(.+?) asks for time\*"),
    Words("duty is set up", r"\*Adviser on Duty is set up"),
    Words("handover", r".+? and .+? hand over\. Thank you"),
)


@dataclasses.dataclass(frozen=True)
class Post:
    """A message that was stored: on which day its readers got it, who they are (or the channel), and its matters."""

    day: datetime.date
    who: str
    facts: tuple[Fact, ...]
    names: frozenset[str]


def posts(
    calls: collections.abc.Iterable[Json], channels: Blocks, zones: collections.abc.Mapping[str, str]
) -> list[Post]:
    """The messages that came into being by these calls; in a channel the day is the programme's."""
    places = {one["id"]: one for one in channels}
    notices = (call for call in calls if call["stored"] and "metadata" in call["args"])  # all else answers a form
    return [_post(call, places[call["channel"]], zones) for call in notices]


def _post(call: Json, place: Json, zones: collections.abc.Mapping[str, str]) -> Post:
    who = next(one for one in place["members"] if one in zones) if place["is_im"] else f"#{place['name']}"
    zone = zoneinfo.ZoneInfo(zones[who] if place["is_im"] else bench.quarter.world.ZONE)
    day = datetime.datetime.fromisoformat(call["at"]).astimezone(zone).date()
    blocks = call["args"].get("blocks") or [{"type": "section", "text": {"text": call["args"]["text"]}}]
    found = tuple(fact for words in parts(blocks) for fact in facts(day, who, words))
    return Post(day, who, found, frozenset(re.findall(r"<@(U\w+)", str(blocks))))


def parts(blocks: Blocks) -> list[str]:
    """The words of a message, part by part, without what says why one gets it."""
    found = [""]
    for block in blocks:
        if block["type"] == "divider":
            found.append("")
        elif block["type"] == "section":
            found[-1] += block["text"]["text"] + "\n"
    return [words for words in found if words and not words.startswith("*For you on ")]


def facts(day: datetime.date, who: str, words: str) -> list[Fact]:
    """What a part tells; what is not known by its words is told too."""
    for known in WORDS:
        head = re.match(known.head, words)
        if head:
            rest = words.partition("\n")[2]
            about = list(re.finditer(known.line, rest, re.MULTILINE)) if known.line else []
            return [Fact(day, who, known.matter, " ".join(filter(None, one.groups()))) for one in about or [head]]
    return [Fact(day, who, UNKNOWN, words[:150].replace("\n", " / "))]


@dataclasses.dataclass(frozen=True)
class Verdict:
    """What is wrong; all empty is as it must be."""

    lost: list[Fact]
    doubled: list[Fact]
    unexpected: list[Fact]

    @property
    def is_clean(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.lost or self.doubled or self.unexpected)


def judge(expected: collections.abc.Iterable[Fact], told: collections.abc.Iterable[Fact]) -> Verdict:
    """Each fact that is expected must be told once, and no other."""
    wanted, times = set(expected), collections.Counter(told)
    return Verdict(
        lost=sorted(wanted - set(times)),
        doubled=sorted(fact for fact, number in times.items() if number > 1),
        unexpected=sorted(set(times) - wanted),
    )


ANSWERS = {"report", "report is over", "question", "you decided", "you told"}
"""What comes to somebody alone since they did something themselves just then, or wait for it."""

MOST = {"manager": 4, "on duty": 7, "adviser off duty": 2, "freelancer": 3}
"""Messages that nobody asked for, in a normal week."""

OCCASIONS = {
    "an update": {"update", "welcome", "unread", "unseen"},
    "duty ahead": {"heads-up"},
    "duty was handed over": {"you hold"},
    "absence on duty": {"dates", "on duty and away", "covered"},
    "a contract of one's own": {"your wish?", "not decided", "renewed", "converted", "ends early"},
    "a contract of one of theirs": {"your recommendation?", "decided", "ended early"},
    "somebody wants to talk": {"wish", "asks for time"},
    "somebody comes, goes or moves": {
        "to do",
        "your adviser",
        "you advise",
        "you advised",
        "exception",
        "more check-ins",
    },
    "cover": {"who covers?", "you cover", "others cover", "somebody is there"},
    "not logged": {"open check-ins", "not logged", "was it held?"},
    "thanks": {"thanks"},
}
"""What may be the matter besides what each week brings: the list of check-ins, triage for who is on duty, and what
managers read. A week with more than one of these is no normal one, and each more brings one message more at most."""


@dataclasses.dataclass(frozen=True)
class Week:
    """How many messages somebody got in a week that they did not ask for, in which role, and on which occasions."""

    who: str
    monday: datetime.date
    role: str
    messages: int
    occasions: tuple[str, ...]

    @property
    def is_normal(self) -> bool:
        """Whether there was one occasion at most."""
        return len(self.occasions) <= 1

    @property
    def is_over(self) -> bool:
        """Whether they got more than what a normal week allows, and one for each more occasion."""
        return self.messages > MOST[self.role] + max(0, len(self.occasions) - 1)


def weeks(
    posts: collections.abc.Iterable[Post],
    mondays: collections.abc.Sequence[datetime.date],
    roles: collections.abc.Callable[[datetime.date], collections.abc.Mapping[str, str]],
) -> list[Week]:
    """Every week of everybody: what came to them alone, and where a channel names them."""
    messages: collections.Counter[tuple[str, datetime.date]] = collections.Counter()
    matters: dict[tuple[str, datetime.date], set[str]] = collections.defaultdict(set)
    for post in posts:
        monday = bench.quarter.world.monday(post.day)
        unasked = {fact.matter for fact in post.facts} - ANSWERS
        if post.who.startswith("#"):
            messages.update((who, monday) for who in post.names)
        elif unasked:
            messages[post.who, monday] += 1
            matters[post.who, monday] |= unasked
    return [
        Week(who, week, role, messages[who, week], _occasions(matters[who, week]))
        for week in mondays
        for who, role in roles(week).items()
    ]


def _occasions(matters: set[str]) -> tuple[str, ...]:
    return tuple(name for name, theirs in OCCASIONS.items() if matters & theirs)
