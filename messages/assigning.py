"""What a manager reads and fills in who gives a freelancer an adviser."""

import collections.abc
import datetime

import data.models
import messages.forms
import messages.text
import rules.assignments
import rules.caseload

Person = data.models.Person

FORM, OPEN, UNDO = "record:assignment", "open:assignment", "undo:assignment"

LONGEST_REASON = 300
"""Characters of the reason for an exception."""

NAMED = 5
"""So many advisers are proposed."""


def words(freelancer: str, adviser: str, exception: str = "") -> str:
    """What to type, with the names as Slack completes them."""
    return f"`/program assign @{messages.text.name(freelancer)} @{messages.text.name(adviser)}{exception}`"


# -- the form


def form(
    freelancer: Person | None, candidates: collections.abc.Sequence[rules.assignments.Candidate], cap: int
) -> messages.text.Payload:
    """Two people, and what an exception needs; who could is named where it is known for whom."""
    first = candidates[0].adviser.slack_id if candidates else None
    proposed = [messages.text.section(_proposals(candidates))] if freelancer else []
    blocks = [
        messages.forms.person("freelancer", "Freelancer", freelancer.slack_id if freelancer else None),
        messages.forms.person("adviser", "Adviser from now on", first),
        *proposed,
        messages.forms.text(
            "reason",
            f"Why more than {cap}",
            optional=True,
            most=LONGEST_REASON,
            hint="Only where the adviser has no place left. The managers and the adviser read it.",
        ),
        messages.forms.day("until", "Until when, the last day", optional=True, hint="At most six months from now."),
    ]
    return messages.forms.modal(FORM, "Who advises whom", "Assign", blocks)


def _proposals(candidates: collections.abc.Sequence[rules.assignments.Candidate]) -> str:
    lines = [f"• {_candidate(one)}" for one in candidates[:NAMED]]
    return "\n".join(["*Who has a place free, the best first*", *(lines or ["• nobody"])])


def _candidate(one: rules.assignments.Candidate) -> str:
    languages = messages.text.people([messages.text.language(each) for each in one.languages])
    spoken = f"both speak {languages}" if languages else "no language in common"
    return f"{messages.text.name(one.adviser.name)}: {one.free} free, {spoken}, {one.hours:g} hours a week in common"


# -- answers


def assigned(
    freelancer: Person, old: Person | None, new: Person, notes: collections.abc.Sequence[str], undo: str
) -> messages.text.Payload:
    """Who it is now, who reads of it and when, and a way back."""
    before = f", until now {messages.text.name(old.name)}" if old else ""
    told = [freelancer, new, *([old] if old else [])]
    readers = messages.text.people([messages.text.name(one.name) for one in told if one.active])
    text = "\n".join(
        [
            f"{messages.text.mention(new.slack_id)} is {messages.text.name(freelancer.name)}'s adviser from now on"
            f"{before}.",
            *notes,
            f"{readers} read it in their next morning messages.",
        ]
    )
    row = messages.text.buttons(messages.text.button("Undo", UNDO, undo))
    return messages.text.message(text, messages.text.section(text), row)


def exception(reason: str, until: datetime.date) -> str:
    """What was understood of it."""
    return f"Exception until {messages.text.day(until)}: {messages.text.escape(reason)}"


def prolonged(freelancer: Person, adviser: Person, reason: str, until: datetime.date) -> messages.text.Payload:
    """The same adviser, and another exception."""
    who = f"{messages.text.mention(adviser.slack_id)} stays {messages.text.name(freelancer.name)}'s adviser"
    return messages.text.message(f"{who}. {exception(reason, until)}")


NOT_NEEDED = "There is a place free within the cap, so no exception is needed, and none is kept."


def without_contract(freelancer: Person) -> str:
    """They may be assigned before their contract is known."""
    name = messages.text.name(freelancer.name)
    return f"{name} has no contract that runs or comes: they count, and have check-ins, once they have one."


def nothing_to_change(freelancer: Person, adviser: Person) -> messages.text.Payload:
    """It is so already."""
    name = messages.text.name(freelancer.name)
    return messages.text.message(
        f"{messages.text.mention(adviser.slack_id)} is {name}'s adviser already: nothing to change."
    )


def undone(freelancer: Person, adviser: Person | None) -> messages.text.Payload:
    """As it was before."""
    name = messages.text.name(freelancer.name)
    whom = f"{messages.text.mention(adviser.slack_id)} is {name}'s adviser again" if adviser else f"{name} has none"
    return messages.text.message(f"Undone: {whom}. Who has read of it already is told.")


# -- refusals


def full(freelancer: Person, adviser: Person, used: int, cap: int, today: datetime.date) -> str:
    """No place within the cap, and what to do."""
    until = today + datetime.timedelta(days=28)
    example = words(freelancer.name, adviser.name, f" because … until {until}")
    return (
        f"{messages.text.mention(adviser.slack_id)} already has {_count(used)} (cap {cap}). Pick another adviser, "
        f"or give a reason to exceed it, and its last day: {example}"
    )


def full_in_form(adviser: Person, used: int, cap: int) -> str:
    """The same under the form's adviser, as plain text."""
    return (
        f"{messages.text.name(adviser.name)} has {_count(used)}, the cap is {cap}: choose another adviser, "
        "or give a reason and until when below."
    )


def _count(number: int) -> str:
    return "1 freelancer" if number == 1 else f"{number} freelancers"


def half_an_exception() -> str:
    """A reason without an end, or the other way round."""
    return (
        "An exception needs both a reason and its last day: "
        "`/program assign @freelancer @adviser because holiday cover until 2w`"
    )


def bad_end(until: datetime.date, today: datetime.date) -> str:
    """An end that is past or too far."""
    latest = messages.text.day(today + rules.caseload.LONGEST_EXCEPTION)
    when = "is past" if until < today else "is too far away"
    return f"{messages.text.day(until)} {when}: write a last day from today to {latest}, such as `until 4w`."


def no_freelancer(person: Person) -> str:
    """Somebody without that role."""
    return (
        f"{messages.text.name(person.name)} is no freelancer on the roster: name the freelancer first, then the "
        "adviser, as in `/program assign @freelancer @adviser`."
    )


def no_adviser(person: Person) -> str:
    """Somebody without that role."""
    return (
        f"{messages.text.name(person.name)} is no adviser on the roster: `/program people` names the advisers, and "
        "`muster import` makes somebody one."
    )


def themselves() -> str:
    """Somebody with both roles."""
    return "Nobody is their own adviser: name somebody else, as in `/program assign @freelancer @adviser`."


def too_late() -> str:
    """Something newer holds, or it was long ago."""
    return "This can't be undone any more. Assign anew: `/program assign @freelancer @adviser`."
