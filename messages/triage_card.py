"""A report's card in the triage channel, edited in place: what it is, where it stands, and what can be done next."""

import collections.abc

import data.models
import messages.reports
import messages.text
import rules.reports

State = data.models.ReportState

CLAIM, ASK, RESOLVE, REOPEN = "claim:bug", "ask:bug", "resolve:bug", "reopen:bug"
ESCALATE, DUPLICATE, DISMISS = "escalate:bug", "duplicate:bug", "dismiss:bug"
PASS, HAND_BACK = "pass:bug", "hand_back:bug"
ANSWER, EDIT, KNOWN, UNKNOWN, REDACT = "answer:bug", "edit:bug", "known:bug", "unknown:bug", "redact:bug"
UPDATE = "update:bug"
MORE = "more:bug"
"""The buttons' actions. `MORE` is a menu: the value of what is chosen is the report and the verb of another one."""

LABELS = {
    CLAIM: "Claim",
    ASK: "Ask",
    RESOLVE: "Resolve",
    ESCALATE: "Escalate",
    DUPLICATE: "Duplicate",
    DISMISS: "Not a bug",
    PASS: "Pass to",
    HAND_BACK: "Hand back",
    REOPEN: "Reopen",
    ANSWER: "Answer reporters",
    EDIT: "Edit",
    KNOWN: "Known issue",
    UNKNOWN: "No known issue",
    REDACT: "Redact",
    UPDATE: "Draft an update",
}

LINK_SHOWN = 80
"""Of a link, so many characters are read; all of it is followed."""

IN_SIGHT = 3
"""So many buttons are in sight; the others, which are rarer, are behind the three dots at their end."""


def card(shown: messages.reports.Shown, reader: messages.text.Reader, in_channel: bool = True) -> messages.text.Payload:
    """The one message about a report in the triage channel, as things stand; elsewhere it mentions nobody.

    In the channel times are in the zone of whoever reads it, and in `reader`'s where Slack can't draw that.
    """
    report = shown.report
    if report.state == State.WITHDRAWN:  # nothing is left of it
        return done(shown)
    mentioned = [" ".join(map(messages.text.mention, report.mentions))] if in_channel and report.mentions else []
    instant = messages.text.shown_in_readers_zone if in_channel else messages.text.moment
    lines = [
        *mentioned,
        f"*{messages.reports.headline(report)}*",
        standing(shown),
        messages.reports.about(shown, instant(report.filed_at, reader)),
        *_known(report),
    ]
    texts = [*filter(None, [messages.reports.quoted(report.happened), *messages.reports.details(report)])]
    text = "\n".join([*lines, *texts])
    head = messages.text.section("\n".join(lines)) | {"accessory": _menu(report, _of_the_report(report))}
    drawn = [head, *map(messages.text.section, texts), messages.text.buttons(*acts(report))]
    return messages.text.message(text, *drawn)


def done(shown: messages.reports.Shown) -> messages.text.Payload:
    """Where it stands now, for whoever did something to it in words."""
    text = f"*{messages.reports.headline(shown.report)}*\n{standing(shown)}"
    return messages.text.message(text, messages.text.section(text))


def standing(shown: messages.reports.Shown) -> str:
    """Where it stands, in the words of those who look after it."""
    report, holder = shown.report, shown.holder
    if report.state == State.NEW:
        return "*New:* nobody has claimed it."
    if report.state == State.DUPLICATE and shown.head is not None:
        return f"*Duplicate* of {messages.reports.headline(shown.head, 80)}"
    by = f" · {messages.text.name(holder.name)}" if holder is not None else ""
    answered = " · *answered*" if rules.reports.is_answered(report) else ""
    return "\n".join([f"*{messages.reports.STATES[State(report.state)]}*{by}{answered}", *_said(report)])


def _said(report: data.models.Report) -> list[str]:
    """What was said when it came to stand where it does."""
    said = {
        State.NEEDS_INFO: report.question,
        State.ESCALATED: report.escalation,
        State.RESOLVED: report.closing,
        State.NOT_A_BUG: report.closing,
    }
    words = said.get(State(report.state))
    escalated_to = report.escalation_link if report.state == State.ESCALATED else None
    return [
        *([messages.reports.quoted(words)] if words else []),
        *([messages.text.link(escalated_to, messages.text.cut(escalated_to, LINK_SHOWN))] if escalated_to else []),
    ]


def _known(report: data.models.Report) -> list[str]:
    title = report.known_issue
    return [f"*Known issue,* shown to everybody: {messages.reports.cut(title)}"] if title else []


def acts(report: data.models.Report) -> list[messages.text.Block]:
    """What can be done next, the commonest in sight."""
    if not rules.reports.is_open(report):
        update = [UPDATE] if report.state == State.RESOLVED else []
        return [_button(report, act) for act in [REOPEN, *update]]
    claim = [CLAIM] if report.state != State.CLAIMED else []
    hand_back = [HAND_BACK] if report.holder_id is not None else []
    acts = [*claim, ASK, RESOLVE, ESCALATE, DUPLICATE, DISMISS, PASS, *hand_back]
    shown = [_button(report, act) for act in acts[:IN_SIGHT]]
    return [*shown, _menu(report, acts[IN_SIGHT:])]


def _of_the_report(report: data.models.Report) -> list[str]:
    """What changes what the report says, and not where it stands."""
    known = [UNKNOWN if report.known_issue else KNOWN] if rules.reports.is_open(report) else []
    return [ANSWER, EDIT, *known, REDACT]


def _button(report: data.models.Report, act: str) -> messages.text.Block:
    style = "primary" if act == CLAIM and report.state == State.NEW else ""
    return messages.text.button(LABELS[act], act, str(report.id), style=style)


def _menu(report: data.models.Report, acts: collections.abc.Iterable[str]) -> messages.text.Block:
    return messages.text.overflow(MORE, {f"{report.id}:{act.partition(':')[0]}": LABELS[act] for act in acts})
