"""What stands behind the lines of `/program status`: the ratio, caseloads, contracts, coverage, what is to mend."""

import collections
import collections.abc
import datetime

import data.models
import messages.outgoing
import messages.renewals
import messages.status
import messages.status_lines
import messages.text
import rules.caseload
import rules.coverage
import rules.settings
import rules.status

LISTED = 40
"""Lines of a list before it says how many more there are."""

NOTICES = 15
"""Notices of a kind, those that did not arrive and those that wait."""

REVIEWED = 15
"""Contracts with a button of their own."""

Lines = collections.abc.Sequence[str]


def ratio(known: messages.status_lines.Ratio, programme: rules.settings.Programme) -> messages.text.Payload:
    """The ratio with its terms, and what it was in the last weeks."""
    lines = [
        messages.status_lines.ratios(known, programme),
        messages.status_lines.sums(known, programme),
        f"It goes by {known.hours.mode}: in-house hours are all that advisers, duty and managers give.",
    ]
    weeks = messages.status_lines.by_week(known.course) or (
        "Muster keeps the ratio of each week; what it was shows from the second on."
    )
    drawn = messages.status.chart(known.course, programme) or [messages.text.small(weeks)]
    return messages.text.message("\n".join([*lines, weeks]), *map(messages.text.section, lines), *drawn)


def caseload(caseloads: collections.abc.Sequence[rules.caseload.Caseload]) -> messages.text.Payload:
    """Each adviser's, those over the cap first, then those with most free places."""
    head = [messages.status_lines.caseload(caseloads), *messages.status_lines.over(caseloads, LISTED)]
    others = sorted((one for one in caseloads if not one.over), key=lambda one: (-one.free, one.adviser.name))
    lines = [
        f"• {messages.text.mention(one.adviser.slack_id)}: {one.used} of {one.cap}, {one.free} free" for one in others
    ]
    return _listed([*head, *lines[:LISTED], *messages.status_lines.more(len(lines), LISTED)])


def contracts(
    lines: collections.abc.Sequence[tuple[messages.renewals.Line, str]],
    ending: collections.abc.Sequence[rules.status.Ending],
    today: datetime.date,
) -> messages.text.Payload:
    """What is overdue, what is to decide and to tell, and what ends soon; what can be reviewed says which it is."""
    counted = collections.Counter(what for _, what in lines)
    to_tell = f", {counted[rules.status.TO_TELL]} decided, to tell" if counted[rules.status.TO_TELL] else ""
    heads = [
        f"*Contracts:* {counted[rules.status.TO_DECIDE]} to decide, {counted[rules.status.OVERDUE]} overdue{to_tell}"
    ]
    texts = [f"*{what.capitalize()}:* {messages.renewals.line(line)}" for line, what in lines[:REVIEWED]]
    rest = [f"and {len(lines) - REVIEWED} more: `/contract due`"] if len(lines) > REVIEWED else []
    soon = messages.status_lines.ending(ending, today, limit=LISTED)
    drawn = [
        messages.text.section(text) | {"accessory": _review(line)}
        for text, (line, _) in zip(texts, lines[:REVIEWED], strict=True)
    ]
    return messages.text.message(
        "\n".join([*heads, *texts, *rest, soon]),
        *map(messages.text.section, heads),
        *drawn,
        *map(messages.text.small, rest),
        *messages.text.sections(soon.split("\n")),
    )


def _review(line: messages.renewals.Line) -> messages.text.Block:
    return messages.text.button("Review", messages.renewals.REVIEW, str(line.contract.id))


def coverage(found: rules.coverage.Coverage) -> messages.text.Payload:
    """How many freelancers there are for each language and each product; which of them are thin is said."""
    lines = [messages.status_lines.coverage(found)]
    for what, counts in (("Languages", found.languages), ("Products", found.products)):
        lines += [f"*{what}*", *_counted(counts)] if counts else []
    lines.append("_Counted are freelancers whose contract runs today, for what it is for._")
    return _listed(lines)


def _counted(counts: collections.abc.Mapping[str, int]) -> list[str]:
    """The fewest first."""
    few = sorted(counts.items(), key=lambda each: (each[1], each[0]))
    lines = [
        f"• {messages.text.name(word)}: {number}{' (thin)' if number < rules.coverage.ENOUGH else ''}"
        for word, number in few
    ]
    return [*lines[:LISTED], *messages.status_lines.more(len(lines), LISTED)]


def delivery(
    found: messages.status_lines.Delivery,
    notices: collections.abc.Iterable[data.models.Notice],
    reader: messages.text.Reader,
) -> messages.text.Payload:
    """What did not arrive and why, and what waits; never what it says."""
    lines = [_notice(notice, reader) for notice in notices]
    hint = (
        "_`/program upcoming` lists what Muster will send by itself, `/program sent @person` what somebody was sent._"
    )
    return _listed([*messages.status_lines.delivery(found, reader).split("\n"), *lines, hint])


def _notice(notice: data.models.Notice, reader: messages.text.Reader) -> str:
    state = messages.outgoing.STATES[data.models.NoticeState(notice.state)]
    error = f" (`{messages.text.escape(messages.text.cut(notice.error, 80))}`)" if notice.error else ""
    reason = messages.text.escape(messages.text.cut(notice.reason, 200))
    due = messages.text.moment(notice.due_at, reader)
    return f"• {due}, to {messages.outgoing.place(notice.lane)}: {state}{error}, because {reason}"


def warnings(found: messages.status_lines.Warnings, reader: messages.text.Reader) -> messages.text.Payload:
    """What is to mend, with more of the names."""
    return _listed(messages.status_lines.warnings(found, reader, LISTED).split("\n"))


def everything(
    status: messages.status.Status,
    programme: rules.settings.Programme,
    now: datetime.datetime,
    reader: messages.text.Reader,
) -> messages.text.Payload:
    """The ratio, contracts that end, caseloads, coverage and what is to mend, with their lists."""
    today = now.astimezone(reader.zone).date()
    parts = [
        ratio(status.ratio, programme),
        _listed(
            [
                messages.status_lines.contracts(status.renewals, len(status.ending)),
                *messages.status_lines.ending(status.ending, today, limit=LISTED).split("\n"),
            ]
        ),
        caseload(status.caseloads),
        coverage(status.coverage),
        warnings(status.warnings, reader),
    ]
    text = "\n".join(part["text"] for part in parts)
    return messages.text.message(text, *(block for part in parts for block in part["blocks"]))


def _listed(lines: Lines) -> messages.text.Payload:
    return messages.text.message("\n".join(lines), *messages.text.sections(lines))
