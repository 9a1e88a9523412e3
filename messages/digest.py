"""`/program report`, a digest: a line to each matter, each number beside that of the week or month before."""

import collections.abc
import dataclasses
import decimal

import data.models
import messages.morning
import messages.service
import messages.status
import messages.status_lines
import messages.text
import rules.checkin_minutes
import rules.digest
import rules.ratio
import rules.service

Choice = data.models.Choice
Figures = rules.digest.Figures
Kind = rules.digest.Kind
Span = rules.digest.Span

SHOW = "show:digest"
"""The button that shows a digest, whose value says of which span."""

COMMAND = "/program report"

LINES = 8
"""Lines of a manager's Monday, before it says that there are more."""

CHOICES = {Choice.RENEW: "to renew", Choice.END: "to end", Choice.CONVERT: "to become an employee"}


def digest(found: rules.digest.Digest, service: messages.service.Week) -> messages.text.Payload:
    """All of it, with buttons to share it, and to the one before where there is one."""
    head, told = named(found.span), [*lines(found).values(), *_service(service)]
    beside = [f"In brackets: the {found.span.kind} before."] if found.before else []
    of_weeks = [OF_WEEKS] if found.span.kind == Kind.MONTH else []
    said = " ".join([*beside, *of_weeks, FOR_MANAGERS])
    before = messages.text.button(f"The {found.span.kind} before", SHOW, value(found.span.before))
    share = messages.text.button("Share in channel", messages.status.SHARE, value(found.span))
    return messages.text.message(
        "\n".join([head, *told, said]),
        messages.text.header(head),
        *map(messages.text.section, told),
        messages.text.buttons(*([before] if found.before else []), share),
        messages.text.small(said),
    )


def _service(week: messages.service.Week) -> list[str]:
    """A line to each figure of the service to customers that is known of the newest week."""
    return [messages.service.line(week, figure) for figure in rules.service.Figure if week.figure(figure) is not None]


OF_WEEKS = "Check-ins are of the weeks that began in it, ratio and service of the last one that was over by then."

FOR_MANAGERS = "This is for managers alone."


def value(span: Span) -> str:
    """A span as a button carries it."""
    return f"{span.kind} {span.starts}"


def typed(span: Span) -> str:
    """What to type to see it."""
    return f"{COMMAND} {value(span)}"


def named(span: Span) -> str:
    """`Week from Mon 2 March 2026 to Sun 8 March 2026`, `March 2026`."""
    if span.kind == Kind.MONTH:
        return f"{span.starts:%B %Y}"
    return f"Week from {messages.text.day(span.starts)} to {messages.text.day(span.last_day)}"


def not_over(span: Span) -> str:
    """Asked for before it is."""
    return (
        f"It lasts until {messages.text.day(span.last_day)}. `{COMMAND} {span.kind}` shows the last {span.kind} "
        "that is over."
    )


def nothing_known(span: Span) -> str:
    """Asked for before there was anything."""
    return f"Muster knows nothing of it: {named(span)}. `{COMMAND} {span.kind}` shows the last {span.kind}."


# -- the managers' Monday


def monday(found: rules.digest.Digest, service: messages.service.Week) -> messages.text.Payload | None:
    """A part of the morning message: what changed in the last week, and nothing if nothing did."""
    has_changed = rules.digest.changed(found)
    told = [line for matter, line in lines(found).items() if matter in has_changed]
    told += messages.service.changed(service)
    if not told:
        return None
    more = [f"and {len(told) - LINES} more: `{COMMAND}`"] if len(told) > LINES else []
    span = f"{messages.text.day(found.span.starts)} to {messages.text.day(found.span.last_day)}"
    beside = ", in brackets the week before" if found.before else ""
    head = f"*What changed last week* ({span}{beside})"
    text = "\n".join([head, *(f"• {line}" for line in [*told[:LINES], *more])])
    why = f"You manage the programme, and read each Monday what changed in the week before. {messages.morning.HOLD}"
    return messages.text.message(
        text,
        messages.text.section(text),
        messages.text.buttons(messages.text.button("The whole week", SHOW, value(found.span))),
        messages.text.small(f"{messages.morning.WHY}{why}"),
    ) | {"elsewhere": COMMAND}


# -- in a channel


def counts(found: rules.digest.Digest) -> list[str]:
    """What is shared of it: nobody's name, nothing of contracts, and nothing that managers alone are told."""
    both, told = Both(found.now, found.before), lines(found)
    beside = f" (in brackets the {found.span.kind} before)" if found.before else ""
    return [
        f"*{named(found.span)}*{beside}",
        told["ratio"],
        _number([one.freelancers for one in both]),
        *(told[matter] for matter in ("reports", "checkins", "updates")),
        f"*On duty:* {_seats(both)}",
        told["kudos"],
    ]


# -- the lines


@dataclasses.dataclass(frozen=True)
class Both:
    """A span's figures, and those of the span before, if there are any."""

    now: Figures
    before: Figures | None = None

    def __iter__(self) -> collections.abc.Iterator[Figures]:
        """The span's own first."""
        return iter([one for one in (self.now, self.before) if one is not None])


Texts = collections.abc.Sequence[str]


def lines(found: rules.digest.Digest) -> dict[str, str]:
    """By matter, as `rules.digest.changed` names them."""
    both = Both(found.now, found.before)
    return {
        "ratio": ratio(found.ratio),
        "freelancers": freelancers([one.freelancers for one in both]),
        "reports": reports(both),
        "checkins": checkins([one.checkins for one in both]),
        "updates": updates(both),
        "duty": duty(found.pairs, both),
        "kudos": f"*Kudos:* {_counted('given', [one.kudos for one in both])}",
        "renewals": renewals(both, found.ending, found.unfollowed),
        "messages": f"*Messages:* {_counted('did not arrive', [one.lost for one in both])}",
    }


def _counted(what: str, numbers: collections.abc.Sequence[int]) -> str:
    """`12 filed (9)`."""
    return _beside([f"{numbers[0]:,} {what}", *(f"{before:,}" for before in numbers[1:])])


def _beside(texts: Texts) -> str:
    """The first, and in brackets that of the span before, if there is one."""
    return f"{texts[0]} ({texts[1]})" if len(texts) > 1 else texts[0]


def ratio(found: rules.digest.Ratio | None) -> str:
    """`Ratio: 1:10.2 at its end, 1:10.0 at its beginning · by contracted hours`."""
    if found is None:
        return "*Ratio:* not known at its end"
    began = "not known" if found.beginning is None else _one_to(found.beginning)
    return f"*Ratio:* {_one_to(found.end)} at its end, {began} at its beginning · by {found.mode}"


def _one_to(value: float) -> str:
    return f"1:{rules.ratio.tenth(decimal.Decimal(str(value)))}"


def freelancers(both: collections.abc.Sequence[rules.digest.Freelancers]) -> str:
    """`Freelancers: 58 at its end (57) · 2 came (1): Amara Field, Kenji Paperfold · 1 left (0): Ada Harbour`."""
    pieces = [
        _people("came", [one.came for one in both]),
        _people("renewed", [one.renewed for one in both]),
        _people("left", [one.left for one in both]),
        _people("now employed", [one.converted for one in both]),
    ]
    return " · ".join([_number(both), *filter(None, pieces)])


def _number(both: collections.abc.Sequence[rules.digest.Freelancers]) -> str:
    return f"*Freelancers:* {_counted('at its end', [one.number for one in both])}"


def _people(what: str, both: collections.abc.Sequence[Texts]) -> str:
    """How many, and who; nothing where nobody was concerned."""
    counted = _counted(what, [len(names) for names in both])
    named = f": {messages.status_lines.names(both[0])}" if both[0] else ""
    return f"{counted}{named}" if any(both) else ""


def reports(both: Both) -> str:
    """What came and went, what was left, and how long the first response took."""
    filed, closed = _counted("filed", [one.filed for one in both]), _counted("closed", [one.closed for one in both])
    left, hours = _counted("open at its end", [one.open for one in both]), [one.first_response for one in both]
    shown = ["none" if one is None else f"{one:.1f} working hours" for one in hours]
    response = "" if hours.count(None) == len(hours) else f" · first response {_beside(shown)}"
    return f"*Reports:* {filed}, {closed}, {left}{response}"


def checkins(both: collections.abc.Sequence[rules.checkin_minutes.Tally]) -> str:
    """`Check-ins: done 41 of 58 (39 of 57), minutes of plan logged 2,460 of 3,480 (2,300 of 3,420)`."""
    done = _beside([f"{one.done:,} of {one.asked:,}" for one in both])
    minutes = _beside([f"{one.logged:,} of {one.planned:,}" for one in both])
    return f"*Check-ins:* done {done}, minutes of plan logged {minutes}"


def updates(both: Both) -> str:
    """How many went out, and whether they were read."""
    sent, given = _counted("sent", [one.sent for one in both]), _counted("given", [one.given for one in both])
    return f"*Updates:* {sent} · receipts: {given}, {_counted('missing at its end', [one.missing for one in both])}"


def duty(pairs: collections.abc.Iterable[collections.abc.Iterable[data.models.Person]], both: Both) -> str:
    """`On duty: Dev Anchor and Elena Mainsail, then Ada Harbour alone · 1 override (0), 1 empty seat (0)`."""
    sat = ", then ".join(map(_pair, pairs)) or "nobody"
    return f"*On duty:* {sat} · {_seats(both)}"


def _seats(both: Both) -> str:
    overrides, empty = [one.overrides for one in both], [one.empty for one in both]
    return f"{_counted(_noun(overrides, 'override'), overrides)}, {_counted(_noun(empty, 'empty seat'), empty)}"


def _noun(counts: collections.abc.Sequence[int], noun: str) -> str:
    """As it stands behind the first number."""
    return noun if counts[:1] == [1] else f"{noun}s"


def _pair(pair: collections.abc.Iterable[data.models.Person]) -> str:
    names = [messages.text.name(one.name) for one in pair]
    return f"{names[0]} alone" if len(names) == 1 else messages.text.people(names) or "nobody"


def renewals(both: Both, ending: int, unfollowed: int) -> str:
    """What was decided and told, what lapsed, and what comes next."""
    told = _counted("decided and told", [sum(one.told.values()) for one in both])
    kinds = [f"{both.now.told[choice]:,} {what}" for choice, what in CHOICES.items() if choice in both.now.told]
    lapsed = _counted("lapsed", [one.freelancers.lapsed for one in both])
    ends = f"{ending:,} {'ends' if ending == 1 else 'end'} in the {rules.digest.AHEAD} days after it"
    nothing = f", {unfollowed:,} with no next term" if ending else ""
    return f"*Contracts:* {': '.join(filter(None, [told, ', '.join(kinds)]))} · {lapsed} · {ends}{nothing}"
