"""`/program status`: how the programme stands, in one look, with a button behind each line."""

import collections.abc
import dataclasses
import datetime

import messages.checkin_minutes
import messages.duty
import messages.status_lines
import messages.text
import rules.caseload
import rules.checkin_minutes
import rules.coverage
import rules.settings
import rules.status
import rules.week_figures

SHOW, SHARE = "show:status", "share:status"
"""The button behind a line, whose value says which, and the one that shares the counts."""

DETAILS = {
    "ratio": "Ratio",
    "duty": "Duty",
    "people": "People",
    "reports": "Reports",
    "checkins": "Check-ins",
    "contracts": "Contracts",
    "caseload": "Caseload",
    "updates": "Updates",
    "coverage": "Coverage",
    "messages": "Messages",
    "warnings": "To mend",
}
"""What stands behind a line, by the word that asks for it, and what its button says."""

EVERYTHING = "detail"
"""The word for all lists at once."""


@dataclasses.dataclass(frozen=True)
class Status:
    """Everything a manager's status shows."""

    ratio: messages.status_lines.Ratio
    duty: messages.duty.Shift | None
    headcount: messages.status_lines.Headcount
    reports: rules.status.Reports
    checkins: rules.checkin_minutes.Tally
    renewals: rules.status.Renewals
    ending: collections.abc.Sequence[rules.status.Ending]
    caseloads: collections.abc.Sequence[rules.caseload.Caseload]
    unread: messages.status_lines.Unread
    coverage: rules.coverage.Coverage
    warnings: messages.status_lines.Warnings
    delivery: messages.status_lines.Delivery


def whole(
    status: Status, programme: rules.settings.Programme, now: datetime.datetime, reader: messages.text.Reader
) -> messages.text.Payload:
    """All of it for managers: a line to each matter, and a button to what stands behind it."""
    lines = _lines(status, programme, now, reader)
    first = messages.status_lines.ratio(status.ratio, programme)
    logged = messages.status_lines.logged_ratio(status.ratio)
    as_of = f"As of {messages.text.moment(now, reader)}"
    weeks = messages.status_lines.by_week(status.ratio.course)
    told = [messages.status_lines.ratios(status.ratio, programme), *lines.values(), weeks, as_of]
    drawn = [
        messages.text.header(first),
        *([messages.text.section(logged)] if logged else []),
        *(_row(detail, line) for detail, line in lines.items()),
        *chart(status.ratio.course, programme),
        messages.text.buttons(messages.text.button("Share in channel", SHARE)),
        messages.text.small(as_of),
    ]
    return messages.text.message("\n".join(filter(None, told)), *drawn)


def _lines(
    status: Status, programme: rules.settings.Programme, now: datetime.datetime, reader: messages.text.Reader
) -> dict[str, str]:
    """By the word for what stands behind each."""
    over = messages.status_lines.over(status.caseloads, messages.status_lines.NAMED)
    return {
        "ratio": messages.status_lines.sums(status.ratio, programme),
        "duty": messages.status_lines.duty(status.duty, reader),
        "people": messages.status_lines.people(status.headcount),
        "reports": messages.status_lines.reports(status.reports, now, reader),
        "checkins": messages.checkin_minutes.this_week(status.checkins),
        "contracts": messages.status_lines.contracts(status.renewals, len(status.ending)),
        "caseload": "\n".join([messages.status_lines.caseload(status.caseloads), *over]),
        "updates": messages.status_lines.updates(status.unread),
        "coverage": messages.status_lines.coverage(status.coverage),
        "messages": messages.status_lines.delivery(status.delivery, reader),
        "warnings": messages.status_lines.warnings(status.warnings, reader),
    }


def _row(detail: str, line: str) -> messages.text.Block:
    return messages.text.section(line) | {"accessory": messages.text.button(DETAILS[detail], SHOW, detail)}


def chart(course: rules.week_figures.Course, programme: rules.settings.Programme) -> list[messages.text.Block]:
    """The ratio of the last weeks as a line beside the aim, with its numbers; nothing of one week alone."""
    if len(course.weeks) < 2:
        return []
    labels = [f"{monday.day} {monday:%b}" for monday, _ in course.weeks]
    aim = float(programme.ratio_aim)
    drawn = {"Ratio": [float(value) for _, value in course.weeks], "Aim": [aim] * len(labels)}
    series = [
        {"name": name, "data": [{"label": label, "value": one} for label, one in zip(labels, values, strict=True)]}
        for name, values in drawn.items()
    ]
    axes = {"categories": labels, "x_label": "Week from", "y_label": "Freelancers to 1 in-house"}
    plot = {"type": "line", "series": series, "axis_config": axes}
    numbers = messages.text.small(messages.status_lines.by_week(course))
    return [{"type": "data_visualization", "title": "Ratio by week", "chart": plot}, numbers]


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
    names = messages.status_lines.names([freelancer.name for freelancer in freelancers], limit=20) or "nobody yet"
    today, whose = now.astimezone(reader.zone).date(), "Your freelancers' contracts"
    lines = {
        "": f"*Your caseload:* {caseload.used} (cap {caseload.cap}): {names}",
        "caseload": "\n".join(messages.status_lines.exceptions([caseload])),
        "checkins": messages.checkin_minutes.this_week(checkins, whose="Your check-ins"),
        "contracts": messages.status_lines.ending(ending_soon, today, whose),
        "duty": messages.status_lines.duty(duty, reader),
    }
    told = {detail: line for detail, line in lines.items() if line}
    as_of = f"As of {messages.text.moment(now, reader)}"
    drawn = [
        _row(detail, line) if detail in OWN_DETAILS else messages.text.section(line) for detail, line in told.items()
    ]
    return messages.text.message("\n".join([*told.values(), as_of]), *drawn, messages.text.small(as_of))


OWN_DETAILS = ("checkins", "contracts", "duty", "reports", "updates")
"""Behind these stands what an adviser may read too, or as much of it as is theirs."""


def for_managers(detail: str) -> str:
    """To an adviser who asks for the programme's figures."""
    return f"`/program status {detail}` is for managers. `/program status` shows what is yours."


def for_freelancer() -> messages.text.Payload:
    """A friendly sentence for who sees no figures, with what they can ask instead."""
    return messages.text.message(
        "The programme's figures are for its managers and advisers. "
        "You can ask me who is on duty (`/duty`) and who comes next (`/duty next`). `/program` shows all you can do."
    )
