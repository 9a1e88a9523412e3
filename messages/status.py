"""`/program status`: how the programme stands, in one look."""

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
import rules.checkin_minutes
import rules.ratio
import rules.settings
import rules.status

NAMED = 5
"""How many names a line gives before it says how many more there are."""


@dataclasses.dataclass(frozen=True)
class Headcount:
    """Active people by role; who has two roles counts in both."""

    freelancers: int
    running: int
    advisers: int
    managers: int


@dataclasses.dataclass(frozen=True)
class Warnings:
    """What the store lacks, as names."""

    no_adviser: collections.abc.Sequence[str]
    no_contract: collections.abc.Sequence[str]
    no_zone: collections.abc.Sequence[str]
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


@dataclasses.dataclass(frozen=True)
class Status:
    """Everything a manager's status shows; `short` are the check-in hours a week that are planned and not logged."""

    hours: rules.ratio.Hours
    assumed_managers: int
    duty: messages.duty.Shift | None
    headcount: Headcount
    caseloads: collections.abc.Sequence[rules.caseload.Caseload]
    ending: collections.abc.Sequence[rules.status.Ending]
    warnings: Warnings
    delivery: Delivery
    checkins: rules.checkin_minutes.Tally
    short: decimal.Decimal | None = None


def whole(
    status: Status, programme: rules.settings.Programme, now: datetime.datetime, reader: messages.text.Reader
) -> messages.text.Payload:
    """All of it, for managers."""
    first = ratios(status, programme)
    people = [_duty(status.duty, reader), _headcount(status.headcount), _caseloads(status.caseloads)]
    checkins = messages.checkin_minutes.this_week(status.checkins)
    paragraphs = [
        _sums(status.hours, status.assumed_managers, programme),
        "\n".join([*people, *_over(status.caseloads), checkins]),
        ending(status.ending, now.astimezone(reader.zone).date()),
        _warnings(status.warnings, reader),
        _delivery(status.delivery, reader),
    ]
    drawn = _drawn(paragraphs, now, reader)
    return {"text": f"{first}\n{drawn['text']}", "blocks": [messages.text.header(first), *drawn["blocks"]]}


def slice_of(
    caseload: rules.caseload.Caseload,
    freelancers: collections.abc.Sequence[rules.caseload.Freelancer],
    ending_soon: collections.abc.Sequence[rules.status.Ending],
    checkins: rules.checkin_minutes.Tally,
    duty: messages.duty.Shift | None,
    now: datetime.datetime,
    reader: messages.text.Reader,
) -> messages.text.Payload:
    """An adviser's own slice."""
    names = _names([freelancer.name for freelancer in freelancers], limit=20) or "nobody yet"
    paragraphs = [
        f"*Your caseload:* {caseload.used} (cap {caseload.cap}): {names}",
        *_exceptions([caseload]),
        messages.checkin_minutes.this_week(checkins, whose="Your check-ins"),
        ending(ending_soon, now.astimezone(reader.zone).date(), whose="Your freelancers' contracts"),
        _duty(duty, reader),
    ]
    return _drawn(paragraphs, now, reader)


def for_freelancer() -> messages.text.Payload:
    """A friendly sentence for who sees no figures, with what they can ask instead."""
    return messages.text.message(
        "The programme's figures are for its managers and advisers. "
        "You can ask me who is on duty (`/duty`) and who comes next (`/duty next`). `/program` shows all you can do."
    )


def ratios(status: Status, programme: rules.settings.Programme) -> str:
    """The ratio with planned hours, and beside it the same with logged ones once enough weeks are over."""
    logged = messages.checkin_minutes.logged_ratio(status.hours, status.short)
    return " · ".join(filter(None, [ratio(status.hours, programme), logged]))


def ratio(hours: rules.ratio.Hours, programme: rules.settings.Programme) -> str:
    """`Ratio 1:10.0 (in the band 10–15, aim 12)`, in words without alarm for either side."""
    value = rules.ratio.ratio(hours)
    if value is None:
        return "Ratio: none yet, because no in-house hours are known. They come from advisers, duty and managers."
    return f"Ratio 1:{value} ({_place(value, programme.ratio_band)}, aim {programme.ratio_aim})"


def _place(value: decimal.Decimal, band: tuple[int, int]) -> str:
    low, high = band
    if value < low:
        place = "below the band"
    elif value > high:
        place = "above the band"
    else:
        place = "in the band"
    return f"{place} {low}–{high}"


def _sums(hours: rules.ratio.Hours, assumed_managers: int, programme: rules.settings.Programme) -> str:
    """The ratio's terms. A star marks what is assumed, and says where to change it."""
    freelancers, in_house = rules.ratio.equivalents(hours.freelancers), rules.ratio.equivalents(hours.in_house)
    parts = [
        f"check-ins {_h(hours.checkins)} h*",
        f"duty {_h(hours.duty)} h*",
        f"managers {_h(hours.managers)} h{'*' if assumed_managers else ''}",
    ]
    settings = [
        f"`checkin_hours` {_h(programme.checkin_hours)} a freelancer",
        f"`duty_hours` {_h(programme.duty_hours)} a seat",
    ]
    if assumed_managers:
        whom = "1 manager" if assumed_managers == 1 else f"{assumed_managers} managers"
        settings.append(f"`manager_hours` {_h(programme.manager_hours)} for {whom} without hours on the roster")
    return (
        f"Freelancers {_h(hours.freelancers)} h a week = {freelancers} full-time · "
        f"in-house {_h(hours.in_house)} h planned = {in_house} ({', '.join(parts)})\n"
        f"_* assumed: {'; '.join(settings)}. Change with `muster settings NAME VALUE`._"
    )


def _h(hours: float) -> str:
    return f"{hours:,.2f}".rstrip("0").rstrip(".")


def _duty(duty: messages.duty.Shift | None, reader: messages.text.Reader) -> str:
    if duty is None or not duty.pair:
        return "*On duty:* nobody" + ("" if duty else "; no shift is published, because the pool is empty")
    pair = messages.text.people([messages.text.mention(person.slack_id) for person in duty.pair])
    return f"*On duty:* {pair} until {messages.text.moment(duty.ends, reader)}"


def _headcount(headcount: Headcount) -> str:
    return (
        f"*People:* {_count(headcount.freelancers, 'freelancer')} ({headcount.running} with a running contract), "
        f"{_count(headcount.advisers, 'adviser')}, {_count(headcount.managers, 'manager')}"
    )


def _caseloads(caseloads: collections.abc.Sequence[rules.caseload.Caseload]) -> str:
    used, free, over = (sum(getattr(one, name) for one in caseloads) for name in ("used", "free", "over"))
    return f"*Caseload:* {used} places used, {free} free, {over} over the cap"


def _over(caseloads: collections.abc.Sequence[rules.caseload.Caseload]) -> list[str]:
    lines = [
        f"• {messages.text.mention(one.adviser.slack_id)} has {_count(one.used, 'freelancer')}, without an exception"
        for one in caseloads
        if one.over and not one.exceptions
    ]
    lines += _exceptions(caseloads)
    return ["\n".join(lines[:NAMED] + _more(len(lines)))] if lines else []


def _exceptions(caseloads: collections.abc.Sequence[rules.caseload.Caseload]) -> list[str]:
    return [
        f"• exception: {messages.text.mention(one.adviser.slack_id)} has {_count(one.used, 'freelancer')} "
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


def ending(
    endings: collections.abc.Sequence[rules.status.Ending], today: datetime.date, whose: str = "Contracts"
) -> str:
    """The contracts that end soon, the next first, with the days from the reader's today."""
    head = f"*{whose} ending in the next {rules.status.SOON} days:* {len(endings)}"
    lines = [
        f"• {messages.text.day(one.last_day)} ({_days(one.last_day, today)}): {messages.text.name(one.freelancer.name)}"
        f"{', next contract known' if one.continued else ''}"
        for one in endings[:NAMED]
    ]
    return "\n".join([head, *lines, *_more(len(endings))])


def _more(count: int) -> list[str]:
    return [f"• and {count - NAMED} more"] if count > NAMED else []


def _days(last_day: datetime.date, today: datetime.date) -> str:
    """A day that is past for the reader is still today where the freelancer is."""
    left = (last_day - today).days
    return {1: "tomorrow"}.get(left, f"in {left} days") if left > 0 else "today"


def _warnings(warnings: Warnings, reader: messages.text.Reader) -> str:
    kinds = {
        "without an adviser (`/program rebalance`)": warnings.no_adviser,
        "without a contract that runs or comes": warnings.no_contract,
        "without a time zone": warnings.no_zone,
    }
    found = [f"• {len(names)} {what}: {_names(names)}" for what, names in kinds.items() if names]
    found += [f"• {messages.duty.gap(one, reader)}" for one in warnings.gaps[:NAMED]]
    found += [f"• {fault}" for fault in warnings.not_ready]
    return "\n".join(["*To mend:*", *found]) if found else "*To mend:* nothing"


def _names(names: collections.abc.Sequence[str], limit: int = NAMED) -> str:
    shown = ", ".join(messages.text.name(name) for name in names[:limit])
    return f"{shown} and {len(names) - limit} more" if len(names) > limit else shown


def _delivery(delivery: Delivery, reader: messages.text.Reader) -> str:
    line = f"*Messages:* {delivery.waiting} waiting, {delivery.uncertain} uncertain, {delivery.dead} not delivered"
    if delivery.quiet:
        line += " · Muster is quiet: it sends nothing by itself until `muster go-live`"
    return "\n".join([line, *(f"• paused: {messages.outgoing.paused(pause, reader)}" for pause in delivery.pauses)])


def _drawn(
    paragraphs: collections.abc.Sequence[str], now: datetime.datetime, reader: messages.text.Reader
) -> messages.text.Payload:
    as_of = f"As of {messages.text.moment(now, reader)}"
    drawn = [messages.text.section(paragraph) for paragraph in paragraphs]
    return messages.text.message("\n".join([*paragraphs, as_of]), *drawn, messages.text.small(as_of))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
