"""Lists of reports, page by page, and what the reports of a span have in common."""

import collections.abc
import dataclasses
import datetime

import data.models
import messages.pages
import messages.reports
import messages.text
import rules.languages
import rules.trends

LIST = "list:bug"
"""The button that turns the page; of the two that stand side by side each has a number behind it."""

PER_PAGE = 15
TITLE_SHOWN = 80
KINDS_SHORT = {"broken": "Broken", "guide": "Guide", "access": "Access", "question": "Question"}
"""What a chart calls the kinds: a series' name has at most 20 characters."""

NAMED = 8
"""How many products, areas and languages are named before the rest is counted together."""

People = collections.abc.Mapping[int, data.models.Person]


@dataclasses.dataclass(frozen=True)
class Listed:
    """One page of reports: `what` was asked for; `originals`: its reader may know of what one is a duplicate."""

    what: str
    page: messages.pages.Page
    reports: collections.abc.Sequence[data.models.Report]
    holders: People
    originals: bool = True


def listed(listed: Listed, reader: messages.text.Reader) -> messages.text.Payload:
    """The page, with buttons to those before and after it."""
    page = listed.page
    if not page.total:
        return messages.text.message(f"*Reports, {listed.what}:* none. `/bug` files one.")
    title = f"*Reports, {listed.what}:* {page.start + 1} to {page.start + len(listed.reports)} of {page.total}"
    lines = [_line(report, listed, reader) for report in listed.reports]
    hint = "`/bug BUG-n` shows one of them."
    return messages.text.message(
        "\n".join([title, *lines, hint]),
        messages.text.section(title),
        *messages.text.sections(lines),
        *page.turning(LIST, before=f"{listed.what}:"),
        messages.text.small(hint),
    )


def _line(report: data.models.Report, listed: Listed, reader: messages.text.Reader) -> str:
    headline = messages.reports.headline(report, TITLE_SHOWN)
    state = messages.reports.STATES[data.models.ReportState(report.state)]
    holder = listed.holders.get(report.holder_id or 0)
    by = f", held by {messages.text.name(holder.name)}" if holder is not None and report.closed_at is None else ""
    of = f" of BUG-{report.original_id}" if report.original_id and listed.originals else ""
    urgent = " · *urgent*" if report.severity == data.models.Severity.URGENT and report.closed_at is None else ""
    since = messages.text.day(report.changed_at.astimezone(reader.zone).date())
    return f"• *{headline}*{urgent} · {state}{of} since {since}{by}"


def trends(found: rules.trends.Trends, since: datetime.date, days: int) -> messages.text.Payload:
    """The figures in words, and a chart of them beside for who can draw one."""
    title = f"*Reports of the last {days} days*, since {messages.text.day(since)}"
    if not found.filed:
        return messages.text.message(f"{title}: none were filed.")
    states = {str(state): words.lower() for state, words in messages.reports.STATES.items()}
    kinds = {str(kind): words for kind, words in messages.reports.KINDS.items()}
    paragraphs = [
        f"*Filed:* {found.filed} ({_counted(found.states, states)})",
        f"*Kinds:* {_counted(found.kinds, kinds)}",
        *(
            f"*{name}:* {_counted(counts)}"
            for name, counts in (
                ("Products", found.products),
                ("Areas", found.areas),
                ("Languages", rules.languages.by_name(found.languages)),
            )
            if counts
        ),
        f"*First response:* {_hours(found.first_response)} · *Resolution:* {_hours(found.resolution)}",
        *_repeated(found.repeated),
        f"*By week:* {_by_week(found.weeks)}",
    ]
    drawn = [messages.text.section(text) for text in (title, *paragraphs)]
    return messages.text.message("\n".join([title, *paragraphs]), *drawn, *_chart(found))


def _counted(counts: collections.abc.Mapping[str, int], words: collections.abc.Mapping[str, str] | None = None) -> str:
    """`3 new, 2 claimed`: names that people typed are shown as typed."""
    named = list(counts.items())[:NAMED]
    rest = sum(list(counts.values())[NAMED:])
    said = [
        f"{words.get(name, name) if words else messages.text.escape(messages.text.cut(name, 60))} {number}"
        for name, number in named
    ]
    return ", ".join([*said, *([f"others {rest}"] if rest else [])])


def _hours(median: float | None) -> str:
    return "none yet" if median is None else f"{median:.1f} working hours (median)"


def _repeated(repeated: collections.abc.Sequence[tuple[data.models.Report, int]]) -> list[str]:
    if not repeated:
        return []
    lines = [f"• {messages.reports.headline(report, TITLE_SHOWN)}: {number} people" for report, number in repeated]
    return ["\n".join(["*Seen by several:*", *lines])]


def _by_week(weeks: collections.abc.Mapping[datetime.date, collections.abc.Mapping[str, int]]) -> str:
    return ", ".join(f"{monday.day} {monday:%B} {sum(counts.values())}" for monday, counts in weeks.items())


def _chart(found: rules.trends.Trends) -> list[messages.text.Block]:
    """What was filed week by week, each kind in a colour."""
    categories = [f"{monday.day} {monday:%b}" for monday in found.weeks]
    series = [
        {
            "name": KINDS_SHORT[kind],
            "data": [
                {"label": label, "value": counts.get(kind, 0)}
                for label, counts in zip(categories, found.weeks.values(), strict=True)
            ],
        }
        for kind in found.kinds
    ]
    axes = {"categories": categories, "x_label": "Week from", "y_label": "Reports filed"}
    chart = {"type": "bar", "series": series, "axis_config": axes}
    return [{"type": "data_visualization", "title": "Reports filed by week", "chart": chart}]
