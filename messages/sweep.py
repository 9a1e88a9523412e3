"""Going through open reports: one after the other, in the morning, when they are late, and when duty ends."""

import collections.abc
import datetime
import typing

import data.models
import messages.reports
import messages.text
import rules.sweep

Lines = collections.abc.Mapping[str, str]
Payload = messages.text.Payload
Report = data.models.Report
Reader = messages.text.Reader
Wait = rules.sweep.Wait
Words = collections.abc.Callable[[collections.abc.Sequence[Report], Reader], Payload]

NEXT, CLOSE, KEEP, PASS_ON = "next:sweep", "close:bug", "keep:reports", "pass:reports"
"""The buttons' actions."""

NAMED = 10
"""So many reports are named in a list."""

CLOSABLE = 3
"""So many of a list have a button to close them."""

TITLE = 80

# -- one after the other


def step(card: Payload, report: Report, left: int) -> Payload:
    """One report of a sweep: its triage card, with the way to the next one under it."""
    small = f"{left} more to look at." if left else "Nothing else is left to look at."
    buttons = messages.text.buttons(messages.text.button("Next", NEXT, str(report.id)))
    blocks = [*card["blocks"][: messages.text.BLOCKS_LIMIT - 2], messages.text.small(small), buttons]
    return messages.text.message(f"{card['text']}\n{small}", *blocks)


def over(looked_at: int, with_others: int) -> Payload:
    """The sweep has come to its end; so many are just being looked at by somebody else."""
    if not looked_at and not with_others:
        return messages.text.message("*Nothing is open.* There is no report to look at.")
    lines = [f"*That was all: {looked_at} looked at.*" if looked_at else "*Nothing is left for you just now.*"]
    if with_others:
        lines.append(f"Somebody else is looking at {with_others} more: `/bug sweep` in ten minutes shows what is left.")
    return messages.text.message("\n".join(lines))


# -- in the morning


def about(report: Report, waits: rules.sweep.Waits) -> str:
    """What a line is about: the report, and what it waits for."""
    return f"{report.id} {' '.join(wait.name.lower() for wait in waits)}"


def line(report: Report, waits: rules.sweep.Waits, holder: data.models.Person | None, reader: Reader) -> str:
    """A report that waits, as a line."""
    name = messages.text.name(holder.name) if holder is not None else "nobody"
    said = "; ".join(_wait(wait, name, messages.text.short_moment(since, reader)) for wait, since in waits.items())
    urgent = " · *urgent*" if report.severity == data.models.Severity.URGENT else ""
    return f"{messages.reports.headline(report, TITLE)}{urgent}: {said}"


def _wait(wait: Wait, holder: str, since: str) -> str:
    return {
        Wait.UNCLAIMED: f"nobody has claimed it, since {since}",
        Wait.ANSWERED: f"the reporter answered on {since}",
        Wait.SILENT: f"claimed by {holder}, and no word since {since}",
        Wait.STUCK: f"escalated, and no word since {since}",
        Wait.UNANSWERED: f"no answer from the reporter since {since}",
        Wait.CLOSE: f"no answer from the reporter since {since}: *close?*",
        Wait.GONE: f"{holder} holds it, who is gone",
        Wait.AWAY: f"{holder} holds it, who is away",
        Wait.OFF_DUTY: f"{holder} holds it, who is off duty",
    }[wait]


WHY = (
    "You are on duty, and read each working morning what waits in triage. "
    "A manager can hold it back by `/program pause morning`."
)
MORE = "more"


def morning(lines: Lines) -> Payload:
    """For somebody on duty: what waits in triage."""
    shown = dict(list(lines.items())[:NAMED])
    rest = len(lines) - len(shown)
    return _list(shown | ({MORE: _more(rest)} if rest else {}))


def morning_redrawn(told: collections.abc.Mapping[str, object], lines: Lines) -> Payload:
    """The same list later that day: what no longer waits is struck through, what is new waits for the next one.

    A report that waits for something else by then is not done.
    """
    before: typing.Any = told["lines"]
    by_report = {_ident(about): text for about, text in lines.items()}
    after = {key: by_report.get(_ident(key)) or _done(text) for key, text in before.items() if key != MORE}
    if MORE in before:
        rest = len(by_report.keys() - {_ident(key) for key in before})
        after[MORE] = _more(rest) if rest else _done(before[MORE])
    return _list(after)


def _more(rest: int) -> str:
    return f"and {rest} more: `/bug sweep`"


def _ident(about: str) -> str:
    return about.partition(" ")[0]


def _done(text: str) -> str:
    return text if text.startswith("~") else f"~{text}~ done"


def _list(lines: Lines) -> Payload:
    text = "\n".join(["*Waiting in triage*", *(f"• {one}" for one in lines.values())])
    closable = [_ident(about) for about, one in lines.items() if _may_close(about, one)][:CLOSABLE]
    buttons = [messages.text.button(f"Close BUG-{ident}", f"{CLOSE}:{n}", ident) for n, ident in enumerate(closable, 1)]
    row = [messages.text.buttons(*buttons)] if buttons else []
    small = messages.text.small(f"Why do I get this? {WHY}")
    return messages.text.message(text, messages.text.section(text), *row, small) | {"lines": dict(lines)}


def _may_close(about: str, line: str) -> bool:
    return Wait.CLOSE.name.lower() in about.split() and not line.startswith("~")


# -- who is late


def late(reports: collections.abc.Sequence[Report], reader: Reader) -> Payload:
    """For those on duty: whose first response is past its target."""
    small = messages.text.why(
        "you are on duty, and a report has had no first response in time",
        "a manager can change that time, `first_response_hours`, or hold this back by `/program pause late`",
    )
    return _late("past the target", reports, reader, small)


def late_with_nobody(reports: collections.abc.Sequence[Report], reader: Reader) -> Payload:
    """The same for the managers, where nobody is on duty to read it."""
    small = messages.text.why(
        "you manage the programme, and nobody is on duty who would read it",
        "`/duty override` lets somebody sit, and `/program pause late` holds this back",
    )
    return _late("past the target", reports, reader, small)


def twice_late(reports: collections.abc.Sequence[Report], reader: Reader) -> Payload:
    """For the managers: whose first response is past twice its target. Whoever was on duty has read it before."""
    small = messages.text.why(
        "you manage the programme, and whoever was on duty has read of it before",
        "the time is `first_response_hours` of `muster settings`, and `/program pause late` holds this back",
    )
    return _late("past twice the target", reports, reader, small)


def _late(past: str, reports: collections.abc.Sequence[Report], reader: Reader, small: str) -> Payload:
    lines = [f"• {_expected(report, reader)}" for report in reports[:NAMED]]
    rest = len(reports) - len(lines)
    more = [f"• {_more(rest)}"] if rest else []
    text = "\n".join([f"*{past.capitalize()} for a first response: {len(reports)}*", *lines, *more])
    return messages.text.message(f"{text}\n{small}", messages.text.section(text), messages.text.small(small))


def _expected(report: Report, reader: Reader) -> str:
    by = messages.text.short_moment(report.expected_by, reader)
    return f"{messages.reports.headline(report, TITLE)}: an answer was expected by {by}"


# -- a question that was not answered


def reminder(report: Report) -> Payload:
    """To a reporter, under their card: they were asked something some days ago."""
    text = (
        f"*{messages.reports.headline(report, TITLE)}*: we still need your answer. "
        "Please write it here, in this thread. It no longer happens? Then tell us that."
    )
    small = messages.text.why(
        "you reported this, and we asked you something about it three working days ago",
        "we ask only once more, and your answer ends it",
    )
    return messages.text.message(f"{text}\n{small}", messages.text.section(text), messages.text.small(small))


# -- when duty ends


def held(
    reports: collections.abc.Sequence[Report], handover: datetime.datetime, by: datetime.datetime, reader: Reader
) -> Payload:
    """To somebody whose duty ended and who holds open reports: keep them, or pass them on."""
    lines = [f"• {messages.reports.headline(report, TITLE)}" for report in reports[:NAMED]]
    rest = len(reports) - len(lines)
    more = [f"• and {rest} more"] if rest else []
    text = "\n".join(
        [
            f"*Your time on duty is over, and you hold {_reports(len(reports))}.*",
            *lines,
            *more,
            "*Keep* them, or *pass them on* to those who are on duty now? One press settles all of them.",
        ]
    )
    subject = handover.isoformat()
    buttons = messages.text.buttons(
        messages.text.button("Keep", KEEP, subject), messages.text.button("Pass on", PASS_ON, subject)
    )
    small = messages.text.why(
        "you were on duty until the handover",
        f"without an answer by {messages.text.short_moment(by, reader)} they stay with you, and those on duty see "
        "that you are off duty",
    )
    return messages.text.message(f"{text}\n{small}", messages.text.section(text), buttons, messages.text.small(small))


def settled(reports: collections.abc.Sequence[Report], kept: bool) -> Payload:
    """The same message once it was answered."""
    numbers = ", ".join(map(messages.reports.number, reports[:NAMED]))
    rest = f" and {len(reports) - NAMED} more" if len(reports) > NAMED else ""
    did = "You keep what you hold" if kept else "You passed on what you held"
    return messages.text.message(f"*{did}:* {numbers}{rest}.")


def settled_already() -> Payload:
    """The button was pressed before, or there is nothing left to answer for."""
    return messages.text.message("This is settled: you hold nothing from that time on duty that waits for an answer.")


def _reports(number: int) -> str:
    return "1 open report" if number == 1 else f"{number} open reports"
