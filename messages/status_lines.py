"""The lines of `/program status`, each of one matter, for a manager's one look and for what is made of it."""

import collections.abc
import dataclasses
import datetime
import decimal

import data.models
import messages.checkin_minutes
import messages.duty
import messages.outgoing
import messages.text
import rules.caseload
import rules.coverage
import rules.ratio
import rules.settings
import rules.status
import rules.week_figures

NAMED = 5
"""How many names a line gives before it says how many more there are."""

THIN = 10
"""The same of languages and products."""

DAYS = rules.status.FIRST_RESPONSES.days


@dataclasses.dataclass(frozen=True)
class Ratio:
    """What the ratio is made of and what it was; `short` are check-in hours a week that are planned and not logged."""

    hours: rules.ratio.Hours
    assumed_managers: int
    course: rules.week_figures.Course
    short: decimal.Decimal | None = None


@dataclasses.dataclass(frozen=True)
class Headcount:
    """Active people by role; who has two roles counts in both."""

    freelancers: int
    running: int
    advisers: int
    managers: int


@dataclasses.dataclass(frozen=True)
class Unread:
    """How many updates that are of use wait for a receipt, and for how many."""

    updates: int = 0
    receipts: int = 0


@dataclasses.dataclass(frozen=True)
class Warnings:
    """What the store lacks, as names."""

    no_adviser: collections.abc.Sequence[str]
    no_contract: collections.abc.Sequence[str]
    no_zone: collections.abc.Sequence[str]
    undecidable: collections.abc.Sequence[str] = ()
    not_ready: collections.abc.Sequence[str] = ()
    gaps: collections.abc.Sequence[messages.duty.Shift] = ()


@dataclasses.dataclass(frozen=True)
class Delivery:
    """What the outbox holds, and whether Muster sends by itself."""

    waiting: int
    uncertain: int
    dead: int
    quiet: bool
    pauses: collections.abc.Sequence[data.models.Pause] = ()


# -- the ratio


def ratios(known: Ratio, programme: rules.settings.Programme) -> str:
    """The ratio with planned hours, and beside it the same with logged ones once enough weeks are over."""
    return " · ".join(filter(None, [ratio(known, programme), logged_ratio(known)]))


def ratio(known: Ratio, programme: rules.settings.Programme) -> str:
    """`Ratio 1:10.0 (in the band 10–15, aim 12) · by contracted hours · ↑ 0.2 since last week`, without alarm."""
    value = known.course.now
    if value is None:
        return "Ratio: none yet, because no in-house hours are known. They come from advisers, duty and managers."
    stands = f"Ratio 1:{value} ({_place(value, programme.ratio_band)}, aim {programme.ratio_aim})"
    return " · ".join([stands, f"by {known.hours.mode}", *_change(known.course.change)])


def logged_ratio(known: Ratio) -> str:
    """The ratio with logged hours in place of planned ones; nothing where it can't be said."""
    return messages.checkin_minutes.logged_ratio(known.hours, known.short)


def _place(value: decimal.Decimal, band: tuple[int, int]) -> str:
    low, high = band
    if value < low:
        place = "below the band"
    elif value > high:
        place = "above the band"
    else:
        place = "in the band"
    return f"{place} {low}–{high}"


def _change(change: decimal.Decimal | None) -> list[str]:
    """An arrow, with its number beside it."""
    if change is None:
        return []
    if not change:
        return ["→ as last week"]
    return [f"{'↑' if change > 0 else '↓'} {abs(change)} since last week"]


def sums(known: Ratio, programme: rules.settings.Programme) -> str:
    """The ratio's terms. A star marks what is assumed, and says where to change it."""
    hours = known.hours
    in_house = rules.ratio.equivalents(hours.in_house)
    parts = [
        f"check-ins {_h(hours.checkins)} h*",
        f"duty {_h(hours.duty)} h*",
        f"managers {_h(hours.managers)} h{'*' if known.assumed_managers else ''}",
    ]
    return (
        f"{_freelancers(hours)} · "
        f"in-house {_h(hours.in_house)} h planned = {in_house} ({', '.join(parts)})\n"
        f"_* assumed: {'; '.join(_assumed(known, programme))}. Change with `muster settings NAME VALUE`._"
    )


def _freelancers(hours: rules.ratio.Hours) -> str:
    """Their side; where it is measured, what they are contracted for stands beside it."""
    contracted = f"Freelancers {_h(hours.freelancers)} h a week"
    if hours.output is None or hours.measured is None:
        return f"{contracted} = {rules.ratio.equivalents(hours.freelancers)} full-time"
    output = f"{rules.ratio.equivalents(hours.output)} full-time"
    return f"{contracted} contracted, their output in the week from {messages.text.day(hours.measured)} = {output}"


def _assumed(known: Ratio, programme: rules.settings.Programme) -> list[str]:
    settings = [
        f"`checkin_hours` {_h(programme.checkin_hours)} a freelancer",
        f"`duty_hours` {_h(programme.duty_hours)} a seat",
    ]
    if known.assumed_managers:
        whom = count(known.assumed_managers, "manager")
        settings.append(f"`manager_hours` {_h(programme.manager_hours)} for {whom} without hours on the roster")
    return settings


def _h(hours: float) -> str:
    return f"{hours:,.2f}".rstrip("0").rstrip(".")


def by_week(course: rules.week_figures.Course) -> str:
    """The numbers of the chart; nothing where there is only one."""
    if len(course.weeks) < 2:
        return ""
    numbers = ", ".join(f"{monday.day} {monday:%B} 1:{value}" for monday, value in course.weeks)
    return f"*Ratio by week from:* {numbers}"


# -- the others


def duty(shift: messages.duty.Shift | None, reader: messages.text.Reader) -> str:
    """Who is on duty, until when."""
    if shift is None or not shift.pair:
        return "*On duty:* nobody" + ("" if shift else "; no shift is published, because the pool is empty")
    pair = messages.text.people([messages.text.mention(person.slack_id) for person in shift.pair])
    return f"*On duty:* {pair} until {messages.text.moment(shift.ends, reader)}"


def people(headcount: Headcount) -> str:
    """How many there are of each role."""
    return (
        f"*People:* {count(headcount.freelancers, 'freelancer')} ({headcount.running:,} with a running contract), "
        f"{count(headcount.advisers, 'adviser')}, {count(headcount.managers, 'manager')}"
    )


def reports(found: rules.status.Reports, now: datetime.datetime, reader: messages.text.Reader) -> str:
    """`Reports: 4 open, 1 unclaimed, the oldest since Mon 2 March 2026 (5 days) · first response 1.5 working hours`."""
    said = f"*Reports:* {found.open:,} open, {found.unclaimed:,} unclaimed"
    if found.oldest is not None:
        said += f", the oldest since {_since(found.oldest, now, reader)}"
    if found.first_response is None:
        return said
    return f"{said} · first response {found.first_response:.1f} working hours (median of {DAYS} days)"


def _since(at: datetime.datetime, now: datetime.datetime, reader: messages.text.Reader) -> str:
    day = at.astimezone(reader.zone).date()
    days = (now.astimezone(reader.zone).date() - day).days
    return f"{messages.text.day(day)} ({count(days, 'day') if days else 'today'})"


def contracts(found: rules.status.Renewals, number: int) -> str:
    """`Contracts: 4 end in the next 30 days · 2 to decide · 1 overdue · 1 decided, to tell`: words, no colour alone."""
    ends = f"*Contracts:* {number:,} {'ends' if number == 1 else 'end'} in the next {rules.status.SOON} days"
    overdue = f"*{found.overdue:,} overdue*" if found.overdue else "0 overdue"
    to_tell = [f"{found.to_tell:,} decided, to tell"] if found.to_tell else []
    return " · ".join([ends, f"{found.to_decide:,} to decide", overdue, *to_tell])


def caseload(caseloads: collections.abc.Sequence[rules.caseload.Caseload]) -> str:
    """Places used, free, and over the cap."""
    used, free, over = (sum(getattr(one, name) for one in caseloads) for name in ("used", "free", "over"))
    return f"*Caseload:* {used:,} places used, {free:,} free, {over:,} over the cap"


def over(caseloads: collections.abc.Sequence[rules.caseload.Caseload], limit: int) -> list[str]:
    """Who has more than the cap allows: without an exception first."""
    lines = [
        f"• {messages.text.mention(one.adviser.slack_id)} has {count(one.used, 'freelancer')}, without an exception"
        for one in caseloads
        if one.over and not one.exceptions
    ]
    lines += exceptions(caseloads)
    return lines[:limit] + more(len(lines), limit)


def exceptions(caseloads: collections.abc.Iterable[rules.caseload.Caseload]) -> list[str]:
    """Who has more by an exception, until when and why."""
    return [
        f"• exception: {messages.text.mention(one.adviser.slack_id)} has {count(one.used, 'freelancer')} "
        f"until {messages.text.people([messages.text.day(day) for day in dict.fromkeys(one.exceptions)])}"
        f"{_without_exception(one)}{_because(one)}"
        for one in caseloads
        if one.exceptions
    ]


def _because(caseload: rules.caseload.Caseload) -> str:
    """Why, each reason once."""
    reasons = [messages.text.escape(messages.text.cut(one, 100)) for one in dict.fromkeys(caseload.reasons)]
    return f" ({'; '.join(reasons)})" if reasons else ""


def _without_exception(caseload: rules.caseload.Caseload) -> str:
    number = caseload.over - len(caseload.exceptions)
    return f", and {number} over the cap without one" if number > 0 else ""


def updates(unread: Unread) -> str:
    """How many receipts are missing."""
    if not unread.receipts:
        return "*Updates:* nobody's receipt is missing"
    whose = f"{count(unread.receipts, 'receipt')} missing of {count(unread.updates, 'update')}"
    return f"*Updates:* {whose}"


def coverage(found: rules.coverage.Coverage) -> str:
    """Languages and products that are thin, by name."""
    if not found.languages and not found.products:
        return "*Coverage:* no languages and products are known; they come from the roster"
    named = thin(found)
    if not named:
        return "*Coverage:* two freelancers or more for every language and product"
    rest = f" and {len(named) - THIN} more" if len(named) > THIN else ""
    return f"*Coverage:* {len(named)} thin, with fewer than two freelancers: {', '.join(named[:THIN])}{rest}"


def thin(found: rules.coverage.Coverage) -> list[str]:
    """`Danish 0`, languages first."""
    counts = [*found.thin_languages.items(), *found.thin_products.items()]
    return [f"{messages.text.name(word)} {number}" for word, number in counts]


def warnings(found: Warnings, reader: messages.text.Reader, limit: int = NAMED) -> str:
    """What is to mend, in the store and around it."""
    kinds = {
        "without an adviser (`/program rebalance`)": found.no_adviser,
        "without a contract that runs or comes": found.no_contract,
        "without a time zone": found.no_zone,
        "on whose contract nobody can decide, for there is no other manager": found.undecidable,
    }
    lines = [f"• {len(those)} {what}: {names(those, limit)}" for what, those in kinds.items() if those]
    lines += [f"• {messages.duty.gap(one, reader)}" for one in found.gaps[:NAMED]]
    lines += [f"• {fault}" for fault in found.not_ready]
    return "\n".join(["*To mend:*", *lines]) if lines else "*To mend:* nothing"


def delivery(found: Delivery, reader: messages.text.Reader) -> str:
    """What waits to be sent, and what did not arrive."""
    line = f"*Messages:* {found.waiting} waiting, {found.uncertain} uncertain, {found.dead} not delivered"
    if found.quiet:
        line += " · Muster is quiet: it sends nothing by itself until `muster go-live`"
    return "\n".join([line, *(f"• paused: {messages.outgoing.paused(pause, reader)}" for pause in found.pauses)])


# -- lists


def ending(
    endings: collections.abc.Sequence[rules.status.Ending],
    today: datetime.date,
    whose: str = "Contracts",
    limit: int = NAMED,
) -> str:
    """The contracts that end soon, the next first, with the days from the reader's today."""
    head = f"*{whose} ending in the next {rules.status.SOON} days:* {len(endings)}"
    lines = [
        f"• {messages.text.day(one.last_day)} ({_days(one.last_day, today)}): {messages.text.name(one.freelancer.name)}"
        f"{', next contract known' if one.continued else ''}"
        for one in endings[:limit]
    ]
    return "\n".join([head, *lines, *more(len(endings), limit)])


def _days(last_day: datetime.date, today: datetime.date) -> str:
    """A day that is past for the reader is still today where the freelancer is."""
    left = (last_day - today).days
    return {1: "tomorrow"}.get(left, f"in {left} days") if left > 0 else "today"


def more(number: int, limit: int) -> list[str]:
    """How many are left out."""
    return [f"• and {number - limit} more"] if number > limit else []


def names(those: collections.abc.Sequence[str], limit: int = NAMED) -> str:
    """Some of them, and how many more."""
    shown = ", ".join(messages.text.name(name) for name in those[:limit])
    return f"{shown} and {len(those) - limit} more" if len(those) > limit else shown


def count(number: int, noun: str) -> str:
    """`1 freelancer`, `1,200 freelancers`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
