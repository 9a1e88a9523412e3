"""App Home by role: check-ins, who is on duty, reports of one's own and held, known problems, and how all stands."""

import collections.abc
import dataclasses
import datetime

import data.models
import messages.checkin_requests
import messages.checkins
import messages.duty
import messages.known_issues
import messages.receipts
import messages.reporter_card
import messages.reports
import messages.text
import rules.sitting

MENU = "menu:program"
"""The button that shows what the reader may say."""

LISTED = 10
"""Reports of one kind that the page lists before it says how many more there are."""

Reports = collections.abc.Sequence[data.models.Report]


@dataclasses.dataclass(frozen=True)
class Home:
    """What one person's page is made of; `turns` are their own spans on duty, for who takes turns, None for others.

    `mine` are the newest of their `reported` reports. `headline` is how the programme stands, `minutes` what of this
    week's check-ins is done, both for managers. `extra` are blocks for setting up. `updates` wait for their receipt.
    `adviser` is theirs, if they are one of those who have one at all: `is_advised`.
    """

    duty: messages.duty.Shift | None
    cant: collections.abc.Sequence[messages.text.Block] = ()
    mine: collections.abc.Sequence[messages.reports.Shown] = ()
    reported: int = 0
    known: Reports = ()
    turns: collections.abc.Sequence[rules.sitting.Span] | None = None
    held: Reports = ()
    open: int | None = None
    unclaimed: int = 0
    headline: str = ""
    minutes: str = ""
    extra: collections.abc.Sequence[messages.text.Block] = ()
    updates: collections.abc.Sequence[data.models.Update] = ()
    checkins: messages.checkins.Held = ()
    is_advised: bool = False
    adviser: data.models.Person | None = None


def page(home: Home, now: datetime.datetime, reader: messages.text.Reader) -> messages.text.Payload:
    """All of it, what waits for the reader first."""
    buttons = messages.text.buttons(
        messages.text.button("Report a problem", messages.reporter_card.FILE, style="primary"),
        messages.text.button("What I can do here", MENU),
    )
    parts = [
        [buttons],
        messages.receipts.home(home.updates, LISTED),
        messages.checkins.home(home.checkins, LISTED),
        _status(home),
        _adviser(home, now, reader),
        _known(home.known),
        _mine(home, now, reader),
        _own_duty(home, now, reader),
        [messages.text.section(messages.duty.current(home.duty, now, reader)["text"]), *home.cant],
        list(home.extra),
    ]
    drawn: list[messages.text.Block] = []
    for part in filter(None, parts):
        drawn += [{"type": "divider"}, *part] if drawn else part
    return {"type": "home", "blocks": drawn}


def for_nobody(text: str) -> messages.text.Payload:
    """The page of somebody who is not on the roster."""
    return {"type": "home", "blocks": [messages.text.section(text)]}


def _status(home: Home) -> list[messages.text.Block]:
    if not home.headline:
        return []
    reports = "" if home.open is None else f"\nReports: {home.open} open, {home.unclaimed} of them unclaimed"
    minutes = f"\n{home.minutes}" if home.minutes else ""
    return [
        messages.text.section(f"*{home.headline}*{minutes}{reports}"),
        messages.text.small("`/program status` has the rest, and `/bug list` the reports."),
    ]


def _adviser(home: Home, now: datetime.datetime, reader: messages.text.Reader) -> list[messages.text.Block]:
    """For freelancers: who it is, what time it is there, and a way to ask for time."""
    if not home.is_advised:
        return []
    who = (
        messages.duty.with_local_time(home.adviser, now, reader)
        if home.adviser
        else "none at this time. The managers know, and look for one."
    )
    return [
        messages.text.section(f"*Your adviser:* {who}"),
        messages.text.buttons(messages.text.button("Ask for time", messages.checkin_requests.ASK)),
    ]


def _known(known: Reports) -> list[messages.text.Block]:
    if not known:
        return []
    rows = [messages.known_issues.known_issue(report) for report in known[:LISTED]]
    return [messages.text.section("*Known problems*, which are being looked at"), *rows, *_more(len(known))]


def _mine(home: Home, now: datetime.datetime, reader: messages.text.Reader) -> list[messages.text.Block]:
    if not home.mine:
        return []
    lines = ["*Your reports*"]
    for shown in home.mine:
        status = _first_line(messages.reporter_card.status(shown, reader, now))
        lines.append(f"• *{messages.reports.headline(shown.report, 80)}*\n   {status}")
    return [messages.text.section("\n".join(lines)), *_more(home.reported)]


def _own_duty(home: Home, now: datetime.datetime, reader: messages.text.Reader) -> list[messages.text.Block]:
    """For who takes turns: on duty, or when next, and what they hold."""
    if home.turns is None:
        return []
    turn = next((span for span in sorted(home.turns) if span[1] > now), None)
    if turn is None:
        when = "You have no turn on duty yet."
    elif turn[0] <= now:
        when = f"*You are on duty* until {messages.text.moment(turn[1], reader)}."
    else:
        when = f"*Your next turn on duty:* {messages.text.span(*turn, reader)}"
    held = [f"• {messages.reports.headline(report, 80)}" for report in home.held[:LISTED]]
    holds = ["*Reports that you hold*", *held] if held else []
    return [messages.text.section("\n".join([when, *holds])), *_more(len(home.held))]


def _first_line(text: str) -> str:
    return text.partition("\n")[0]


def _more(number: int) -> list[messages.text.Block]:
    return [messages.text.small(f"and {number - LISTED} more: `/bug list`")] if number > LISTED else []
