"""People change: somebody who left, somebody who can't be put on the roster, what is kept about whom, forgetting."""

import collections.abc
import dataclasses
import datetime
import typing

import data.models
import messages.assigning
import messages.forms
import messages.rebalance
import messages.reports
import messages.text

NAMED = 15
"""Of each role so many people are named; the rest is a number, for Slack takes no longer message."""

COVER = "cover:leaver"
"""The button's action; its subject is who left and who is to sit."""

_WHY = "Why do I get this? You manage the programme; who does stands on the roster (`muster import`)."


class Proposal(typing.NamedTuple):
    """A freelancer of somebody who left, and where a rebalance would let them go; None where it can't."""

    freelancer: data.models.Person
    move: messages.rebalance.Move | None


@dataclasses.dataclass(frozen=True)
class Left:
    """Somebody whose account was deactivated, and what they hold: `turns` are those on duty that have not begun."""

    person: data.models.Person
    on_duty_until: datetime.datetime | None
    turns: collections.abc.Sequence[tuple[datetime.datetime, datetime.datetime]]
    proposals: collections.abc.Sequence[Proposal]
    adviser: data.models.Person | None
    last_day: datetime.date | None
    managers_left: int
    free: collections.abc.Sequence[data.models.Person] = ()
    """Who could sit for them in the shift that runs."""

    reports: collections.abc.Sequence[data.models.Report] = ()
    """The open ones that they have claimed."""


def left(what: Left, reader: messages.text.Reader) -> messages.text.Payload:
    """To each manager, once: what somebody who left holds, and whom to give it to."""
    who = messages.text.name(what.person.name)
    held = [
        *_duty(what, reader),
        *_turns(what, reader),
        *_reports(what),
        *_freelancers(what),
        *_contract(what),
        *_management(what),
    ]
    text = "\n".join(
        [
            f"*{who}'s Slack account was deactivated.* From now on they get no message and no seat.",
            *(held or ["They hold nothing that somebody else would have to take over."]),
        ]
    )
    drawn = [
        messages.text.button(f"{one.name} sits", f"{COVER}:{n}", f"{what.person.slack_id}:{one.slack_id}")
        for n, one in enumerate(what.free, start=1)
    ]
    if what.proposals:
        drawn.append(messages.text.button("Rebalance", messages.rebalance.OPEN))
    row = [messages.text.buttons(*drawn)] if drawn else []
    return messages.text.message(text, messages.text.section(text), *row, messages.text.small(_WHY))


def _duty(what: Left, reader: messages.text.Reader) -> list[str]:
    if what.on_duty_until is None:
        return []
    until = messages.text.moment(what.on_duty_until, reader)
    return [
        f"• They are on duty until {until}, and a shift that runs is not dealt again. To let somebody sit for them: "
        "`/duty override @in for @out today to fri`" + (", or choose here who sits until then." if what.free else ".")
    ]


def _turns(what: Left, reader: messages.text.Reader) -> list[str]:
    spans = [messages.text.span(starts, ends, reader) for starts, ends in what.turns]
    lines = [f"    {span}" for span in spans[:NAMED]]
    return ["• They were to sit in these shifts; `/duty next 6` shows who sits now:", *lines] if lines else []


def _reports(what: Left) -> list[str]:
    if not what.reports:
        return []
    lines = [f"    {messages.reports.headline(one, 80)}" for one in what.reports[:NAMED]]
    more = [f"    and {len(what.reports) - NAMED} more"] if len(what.reports) > NAMED else []
    return ["• They hold these reports; *Pass to* on their triage cards gives each to somebody else:", *lines, *more]


def _freelancers(what: Left) -> list[str]:
    if not what.proposals:
        return []
    lines = [f"    {_proposal(one)}" for one in what.proposals[:NAMED]]
    more = [f"    and {len(what.proposals) - NAMED} more"] if len(what.proposals) > NAMED else []
    head = "• They are the adviser of these freelancers. To whom `/program rebalance` would give each, as things stand:"
    return [head, *lines, *more]


def _proposal(one: Proposal) -> str:
    freelancer = messages.text.name(one.freelancer.name)
    if one.move is None:
        return f"{freelancer}: nobody yet, since they have no contract or no adviser has a place free"
    languages = messages.text.people([messages.text.language(each) for each in one.move.languages])
    common = f", who speaks {languages} too" if languages else ""
    return f"{freelancer} → {messages.text.name(one.move.new.name)}{common}"


def _contract(what: Left) -> list[str]:
    lines = []
    if what.adviser is not None:
        lines.append(f"• Their adviser is {messages.text.name(what.adviser.name)}.")
    if what.last_day is not None:
        day = messages.text.day(what.last_day)
        lines.append(f"• Their contract runs until {day}; if it ends sooner, `/contract end` ends it.")
    return lines


def _management(what: Left) -> list[str]:
    if data.models.Role.MANAGER not in what.person.roles:
        return []
    return [f"• They managed the programme; {_count(what.managers_left, 'manager')} can still act."]


def does_not_fit(slack_id: str, email: str, reasons: collections.abc.Sequence[str]) -> messages.text.Payload:
    """To each manager, once: an awaited row that can't be imported as it is."""
    lines = [f"• {messages.text.escape(messages.text.cut(reason, 300))}" for reason in reasons[:NAMED]]
    head = (
        "*Somebody whom the roster awaits has joined Slack and can't be put on it yet:* "
        f"{messages.text.mention(slack_id)} ({messages.text.name(email)}). Mend their row in the roster file and "
        "import it again; Muster also tries again each day."
    )
    text = "\n".join([head, *lines])
    return messages.text.message(text, messages.text.section(text), messages.text.small(_WHY))


# -- what is kept about me


@dataclasses.dataclass(frozen=True)
class Kept:
    """One kind of data about a person, who may read it in Muster, and the tables it is in."""

    what: str
    readers: str
    tables: frozenset[str]
    roles: frozenset[data.models.Role] = frozenset(data.models.Role)


@dataclasses.dataclass(frozen=True)
class Me:
    """Somebody, as `/program me` shows them to themselves; `facts` are the roster's, by their name.

    `brief` says of a freelancer what a decision on their contract is made on.
    """

    person: data.models.Person
    facts: collections.abc.Mapping[str, str]
    kept: collections.abc.Sequence[Kept]
    brief: collections.abc.Sequence[str] = ()


def me(what: Me) -> messages.text.Payload:
    """All that is kept about the reader, who may read it, and a button to change what is theirs to change."""
    facts = "\n".join(f"*{name}:* {value}" for name, value in what.facts.items())
    lines = [f"• {one.what} _{one.readers}_" for one in what.kept]
    kept = "\n".join(["*What Muster keeps about you, and who may read it there*", *lines])
    whole = "Whoever runs Muster can read the whole store. Nobody is asked why they are away, and no reason is kept."
    read = "\n".join(["*What is read about you before your contract ends*", *(f"• {one}" for one in what.brief)])
    told = [read] if what.brief else []
    hint = "Zone, working hours and languages are yours to change. For the rest, or to be forgotten, ask a manager."
    return messages.text.message(
        "\n\n".join([facts, f"{kept}\n{whole}", *told, hint]),
        messages.text.section(facts),
        *messages.text.sections([*kept.split("\n"), whole]),
        *map(messages.text.section, told),
        messages.text.buttons(messages.text.button("Change", "open:me")),
        messages.text.small(hint),
    )


def my_form(person: data.models.Person) -> messages.text.Payload:
    """The form for what a person may change of themselves."""
    slacks = f"Empty: Slack's, which is {person.zone} now." if person.zone_from_slack else "Empty: Slack's."
    blocks = [
        _input(
            "zone",
            "Time zone",
            "" if person.zone_from_slack else person.zone or "",
            f"Such as Europe/Berlin. {slacks}",
        ),
        _input(
            "hours",
            "Working hours",
            person.working_hours or "",
            "Such as mon-fri 09:00-17:00, in your zone. Empty: just these.",
        ),
        _input("languages", "Languages", "|".join(person.languages), "Such as en|de, with | or ; between them."),
        messages.text.small(
            "Managers read all of it; everybody in the programme may see what time it is where you are. "
            "Muster writes to you at the start of your working day."
        ),
    ]
    return messages.forms.modal("record:me", "About me", "Save", blocks)


def _input(name: str, label: str, initial: str, hint: str) -> messages.text.Block:
    element: messages.text.Block = {"type": "plain_text_input", "action_id": name}
    if initial:
        element["initial_value"] = initial  # whole, for what is left out here would be lost when it is saved
    return {
        "type": "input",
        "block_id": name,
        "optional": True,
        "element": element,
        "label": {"type": "plain_text", "text": label},
        "hint": {"type": "plain_text", "text": hint},
    }


def saved(changes: collections.abc.Mapping[str, tuple[str, str]]) -> messages.text.Payload:
    """What was changed of oneself, old → new."""
    if not changes:
        return messages.text.message("Nothing was changed.")
    lines = [f"• {name}: {_or_none(old)} → {_or_none(new)}" for name, (old, new) in changes.items()]
    return messages.text.message("\n".join(["Saved. From now on:", *lines]))


def _or_none(value: str) -> str:
    return messages.text.escape(value) if value else "none"


# -- the roster


class Section(typing.NamedTuple):
    """People of one kind, each as the line that says who they are and how they stand."""

    title: str
    lines: collections.abc.Sequence[str]


def roster(sections: collections.abc.Sequence[Section]) -> messages.text.Payload:
    """The roster in short."""
    paragraphs = [_section(one) for one in sections if one.lines]
    hint = "All of it, as a file: `muster export people.csv`. To change it: `muster import people.csv`."
    drawn = [messages.text.section(paragraph) for paragraph in paragraphs]
    return messages.text.message("\n\n".join([*paragraphs, hint]), *drawn, messages.text.small(hint))


def _section(one: Section) -> str:
    more = [f"• and {len(one.lines) - NAMED} more"] if len(one.lines) > NAMED else []
    return "\n".join([f"*{one.title}: {len(one.lines)}*", *(f"• {line}" for line in one.lines[:NAMED]), *more])


def state(person: data.models.Person) -> str:
    """A person of the roster and how they stand in Slack."""
    notes = [
        "deactivated" if not person.active else "",
        "guest" if person.guest else "",
        "not seen in Slack yet" if person.active and person.seen_at is None else "",
    ]
    told = ", ".join(note for note in notes if note)
    return messages.text.name(person.name) + (f" ({told})" if told else "")


def without_adviser(name: str) -> str:
    """A freelancer who needs an adviser, with what to type."""
    return f"{messages.text.name(name)}: {messages.assigning.words(name, 'adviser')}"


def not_joined(name: str, email: str) -> str:
    """Somebody who is awaited."""
    return f"{messages.text.name(name)} ({messages.text.name(email)}), no Slack account with this address yet"


# -- forgetting

TABLES = {
    "assignment": "reasons for an exception of a caseload",
    "contract": "contracts with a reason for an exception, or with whether they are wanted back",
    "audit": "rows of the record of changes, of which who, what and when stay",
    "report": "reports with words of theirs",
    "reporter": "reports that they saw too, with words of theirs",
    "report_event": "words of theirs in the history of reports",
    "remark": "messages of theirs about reports, or to Muster",
    "checkin_log": "logs of check-ins with words about them or of theirs",
    "checkin_request": "topics for which they asked for time",
    "kudos": "thanks to them or of theirs",
    "recommendation": "reasons of what was recommended about them or by them",
    "decision": "words in which they read what followed a contract",
    "checklist_template": "items of templates that name them",
    "checklist_item": "items of checklists that name them",
    "outbox": "messages sent or waiting",
    "morning_part": "parts of morning messages",
    "request_key": "answers to commands",
    "awaited": "rows of people who are awaited",
    "direct_message": "the id of their direct messages with Muster",
}
"""What a row of each table is, for who decides on it."""


def forgetting(
    person: data.models.Person, counts: collections.abc.Mapping[str, int], button_value: str, moved_on: bool = False
) -> messages.text.Payload:
    """What forgetting somebody would replace, with the button that does it."""
    lines = forgetting_lines(person, counts)
    if moved_on:
        lines = ["Something has changed since; nothing was replaced. It would be now:", *lines]
    text = "\n".join(lines)
    press = messages.text.button("Forget", "forget:person", button_value, style="danger")
    return messages.text.message(text, messages.text.section(text), messages.text.buttons(press))


def forgetting_lines(person: data.models.Person, counts: collections.abc.Mapping[str, int]) -> list[str]:
    """The preview, a line for each kind of thing."""
    return [
        f"This replaces the name, address and words of {messages.text.name(person.name)} by “former member”:",
        "• their name, address, zone, working hours, languages and products on the roster",
        *(f"• {counts[table]} × {what}" for table, what in TABLES.items() if counts.get(table)),
        "Their Slack id, dates and counts stay. They get no message and no seat any more. It can't be undone; "
        "importing them again begins anew.",
    ]


def forgotten(slack_id: str, rows: int) -> messages.text.Payload:
    """To whoever did it."""
    return messages.text.message(
        f"{messages.text.mention(slack_id)} is forgotten here: {_count(rows, 'row')} replaced."
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
