"""The demo's programme for a given day, nothing in it random: a roster file, and the workspace its people are in."""

import csv
import datetime
import io
import itertools
import typing
from collections.abc import Iterator, Sequence

import bot.demo_cast
import data.models
import rules.roster
import rules.roster_member

PRODUCTS = ("Lantern", "Harbour", "Compass")

TEAM = {"id": "T0MUSTER01", "name": "Muster Demo", "domain": "muster-demo"}
TRIAGE, UPDATES = "C0TRIAGE01", "C0UPDATES1"
GUESTS = ("UAMARA0207", "UTHIAGO0243", "UALTHEA0258")
"""Freelancers who are guests of a single channel."""

FREELANCER = "UKENJI0237"
"""The freelancer whom the first screen lets one be."""

TWO_ROLES = bot.demo_cast.ADVISERS[-1]
"""An adviser who also works as a freelancer."""

CASELOADS = (6, 5, 5, 5, 5, 5, 5, 5, 5, 5, 4, 3)
"""Freelancers of each adviser: 58 that count, one of them above the cap by an exception."""

HOURS = (20, 28, 16, 32, 24)
"""Weekly hours, dealt round: over the 59 running contracts they come to 24 on average."""

BEGUN = ((1, 90), (2, 120), (3, 60), (6, 150))
ENDING = (
    (60, 0),
    (80, 3),
    (110, 6),
    (90, 9),
    (140, 11),
    (75, 13),
    (150, 17),
    (60, 21),
    (100, 24),
    (130, 27),
    (120, 29),
)
RUNNING = ((20, 140), (30, 100), (45, 120), (60, 75), (75, 45), (90, 60), (100, 80), (14, 77))
"""Contracts by their days: since the first, until the last. 30 to 181 days in all are 1 to 6 months at any season."""

RENEWED = 4
"""Each so many of the contracts that end soon is followed by another."""

RETURNED = 6
"""Each so many of the others follows an earlier one."""

Span = tuple[datetime.date, datetime.date]


def roster(today: datetime.date) -> str:
    """The programme as a file for `muster import`."""
    text = io.StringIO()
    writer = csv.DictWriter(text, rules.roster.COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_rows(today))
    return text.getvalue()


def absences(today: datetime.date) -> list[tuple[str, datetime.date, datetime.date]]:
    """Who is away from when to when, both days included; a roster file can't say it."""
    away = bot.demo_cast.ADVISERS[2]
    return [(away.slack_id, today + datetime.timedelta(days=5), today + datetime.timedelta(days=18))]


def _rows(today: datetime.date) -> Iterator[dict[str, str]]:
    for part in bot.demo_cast.MANAGERS:
        yield _person(part, "manager") | {"weekly_hours": "20"}
    for part in bot.demo_cast.ADVISERS:
        if part is not TWO_ROLES:
            yield _person(part, "adviser") | {"products": "|".join(PRODUCTS)}
    *running, idle = bot.demo_cast.FREELANCERS
    hours = itertools.cycle(HOURS)
    for index, (part, adviser) in enumerate(zip([TWO_ROLES, *running], _advisers(), strict=True)):
        person = _freelancer(part, adviser, index, today)
        weekly = str(next(hours))
        for first, last in _spans(index, today):
            yield person | {"weekly_hours": weekly} | _contract(first, last)
    yield _over(idle, today)


def _person(part: bot.demo_cast.Part, roles: str) -> dict[str, str]:
    return {
        "slack_id": part.slack_id,
        "name": part.name,
        "email": f"{part.name.split()[0].lower()}@muster-demo.example",
        "roles": roles,
        "time_zone": part.zone,
        "working_hours": part.working_hours,
        "languages": "|".join(part.languages),
    }


def _advisers() -> list[str]:
    """The adviser of each running freelancer in turn, not their own; the last has none."""
    dealt = [part.slack_id for part, count in zip(bot.demo_cast.ADVISERS, CASELOADS, strict=True) for _ in range(count)]
    return [*dealt, ""]


def _freelancer(part: bot.demo_cast.Part, adviser: str, index: int, today: datetime.date) -> dict[str, str]:
    product = PRODUCTS[index % len(PRODUCTS)]
    roles = "adviser|freelancer" if part is TWO_ROLES else "freelancer"
    person = _person(part, roles) | {"products": product, "adviser": adviser}
    if index != CASELOADS[0] - 1:
        return person
    until = today + datetime.timedelta(days=45)
    return person | {"exception_reason": "Until the next adviser has started", "exception_until": until.isoformat()}


def _spans(index: int, today: datetime.date) -> Iterator[Span]:
    """The contracts of the freelancer at that place, the earliest first."""
    ending = index - len(BEGUN)
    since, until = _shape(index)
    first, last = today - datetime.timedelta(days=since), today + datetime.timedelta(days=until)
    if index % RETURNED == RETURNED - 1:
        yield first - datetime.timedelta(days=150), first - datetime.timedelta(days=30)
    yield first, last
    if 0 <= ending < len(ENDING) and ending % RENEWED == 1:
        yield last + datetime.timedelta(days=1), last + datetime.timedelta(days=91)


def _shape(index: int) -> tuple[int, int]:
    stages = (*BEGUN, *ENDING)
    return stages[index] if index < len(stages) else RUNNING[index % len(RUNNING)]


def _over(part: bot.demo_cast.Part, today: datetime.date) -> dict[str, str]:
    """A freelancer whose last contract is over and who has no other."""
    person = _person(part, "freelancer") | {"products": PRODUCTS[0], "adviser": bot.demo_cast.ADVISERS[-1].slack_id}
    first, last = today - datetime.timedelta(days=130), today - datetime.timedelta(days=12)
    return person | {"weekly_hours": "24"} | _contract(first, last)


def _contract(first: datetime.date, last: datetime.date) -> dict[str, str]:
    return {"contract_starts": first.isoformat(), "contract_ends": last.isoformat()}


def people(content: bytes, today: datetime.date) -> tuple[rules.roster_member.Member, ...]:
    """Whom a roster file without faults names."""
    return tuple(change.after for change in rules.roster.plan(content, {}, today).changes)


Account = dict[str, object]
"""A member as the sandbox has them."""


def demo_workspace(now: datetime.datetime, today: datetime.date) -> dict[str, typing.Any]:
    """The demo's Slack workspace: everyone on the roster, some of them guests, and three who are not on it."""
    members = people(roster(today).encode(), today)
    return workspace(members, now, GUESTS, _bystanders())


def workspace(
    members: Sequence[rules.roster_member.Member],
    now: datetime.datetime,
    guests: Sequence[str] = (),
    bystanders: Sequence[Account] = (),
) -> dict[str, typing.Any]:
    """A Slack workspace for a roster, which can be one's own; the bot and its commands are not in it yet."""
    staff = [member.slack_id for member in members if member.roles - {data.models.Role.FREELANCER}]
    everyone = [member.slack_id for member in members if member.slack_id not in guests]
    everyone += [str(account["id"]) for account in bystanders if not account["deleted"]]
    channels = [
        _channel(TRIAGE, "triage", "Bug reports and duty", staff),
        _channel("C0GENERAL1", "general", "Everyone who works here", everyone),
        _channel(UPDATES, "product-updates", "What is new in the products", everyone),
    ]
    if guests:
        channels.append(_channel("C0LOUNGE01", "guest-lounge", "With our guests", [*staff, *guests]))
    return {
        "team": TEAM,
        "now": now.isoformat(),
        "plan": "paid",
        "members": [*(_member(member, guests) for member in members), *bystanders],
        "channels": channels,
    }


def _channel(channel_id: str, name: str, topic: str, members: list[str]) -> dict[str, object]:
    return {"id": channel_id, "name": name, "is_private": False, "topic": topic, "members": members}


def _member(member: rules.roster_member.Member, guests: Sequence[str]) -> Account:
    title = " and ".join(sorted(member.roles)).capitalize()
    account = _account(member.slack_id, member.name, title, member.time_zone or "UTC")
    return account | {"email": member.email or account["email"], "is_guest": member.slack_id in guests}


def _account(slack_id: str, name: str, title: str, zone: str, deleted: bool = False) -> Account:
    return {
        "id": slack_id,
        "name": name.lower().replace(" ", "."),
        "real_name": name,
        "title": title,
        "tz": zone,
        "email": f"{slack_id.lower()}@muster-demo.example",
        "is_guest": False,
        "deleted": deleted,
    }


def _bystanders() -> list[Account]:
    """Members of the workspace who have no part in the programme, one of them deactivated."""
    return [
        _account("UPENNY0901", "Penny Ledgerleaf", "Accounting", "Europe/London"),
        _account("UQUINN0902", "Quinn Coffeecup", "Office", "America/New_York"),
        _account("UROWAN0903", "Rowan Farewell", "Left last year", "Europe/Berlin", deleted=True),
    ]


def guide(members: Sequence[rules.roster_member.Member], today: datetime.date) -> dict[str, object]:
    """The sandbox's first screen: who you are, what to try, and what the clock does."""
    you = _first(members, data.models.Role.MANAGER) or members[0]
    return {
        "title": "A freelancer support programme, in a Slack of your own",
        "you": you.slack_id,
        "channel": TRIAGE,
        "welcome": [
            "This Slack runs on your own machine; nothing leaves it.",
            "You can be anyone here: press Change, and pick somebody from the list.",
            f"Muster looks after {_headcount(members)}.",
            "Two advisers at a time are on duty, for two weeks. Then the next two take over.",
        ],
        "try": list(_tries(members, you, today)),
        "clock": "Move the clock on by two weeks and watch #triage: the next pair takes over, and Muster says so once.",
    }


def _tries(
    members: Sequence[rules.roster_member.Member], you: rules.roster_member.Member, today: datetime.date
) -> Iterator[dict[str, str]]:
    yield _try("/program status", "How the programme stands, in one look.", you)
    yield _try("/duty", "Who is on duty, and until when.", you)
    yield _try("/duty next 6", "The next six pairs, as they are published.", you)
    adviser, freelancer = (_first(members, role) for role in (data.models.Role.ADVISER, data.models.Role.FREELANCER))
    if freelancer is not None:
        why = f"As {freelancer.name}, a freelancer: report a problem. An e-mail address in it is hidden."
        yield _try("/bug Search finds no accents", why, freelancer)
    if adviser is not None:
        first, last = today + datetime.timedelta(days=100), today + datetime.timedelta(days=110)
        why = f"As {adviser.name}, an adviser: say when you are away. Later pairs are made without you."
        yield _try(f"/duty away {first} {last}", why, adviser)
        yield _try("/checkin", f"As {adviser.name}: this week's check-ins, with what was agreed last time.", adviser)
        yield _try("/bug sweep", f"As {adviser.name}: go through what is open, the oldest first.", adviser)
    if freelancer is not None:
        yield _try("/duty", f"As {freelancer.name}, a freelancer: the same answer, in another time zone.", freelancer)


def _try(say: str, why: str, member: rules.roster_member.Member) -> dict[str, str]:
    return {"say": say, "why": why, "as": member.slack_id}


def _first(members: Sequence[rules.roster_member.Member], role: data.models.Role) -> rules.roster_member.Member | None:
    """Somebody with that role and no other; in the demo a freelancer far from the manager's zone."""
    found = [member for member in members if member.roles == {role}]
    return next((member for member in found if member.slack_id == FREELANCER), found[0] if found else None)


def _headcount(members: Sequence[rules.roster_member.Member]) -> str:
    counts = {role: sum(role in member.roles for member in members) for role in data.models.Role}
    named = [f"{counts[role]} {role}{'' if counts[role] == 1 else 's'}" for role in reversed(data.models.Role)]
    return f"{named[0]}, {named[1]} and {named[2]}"
