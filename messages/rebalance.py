"""Who would go to which adviser, as a manager previews it, leaves some of it out, and confirms the rest."""

import collections.abc
import dataclasses

import data.models
import messages.forms
import messages.text
import rules.languages

CONFIRM, OPEN = "confirm:rebalance", "open:rebalance"
"""The form's callback, and the action of a button that opens it."""

TICKED = ("first", "second", "third")
"""The inputs of the form: Slack takes ten moves in each."""

IN_ONE = 10

NAMED = 10
"""So many names stand in one line."""

NAME_LIMIT = 34
"""Two names and an arrow fit into what Slack takes beside a box."""


@dataclasses.dataclass(frozen=True)
class Move:
    """A freelancer goes to another adviser, who has these languages and hours of a week in common with them.

    `old` has `used` freelancers; None stands for nobody.
    """

    freelancer: data.models.Person
    old: data.models.Person | None
    new: data.models.Person
    used: int
    languages: collections.abc.Sequence[str]
    hours: float


@dataclasses.dataclass(frozen=True)
class Preview:
    """All that is proposed, who would still have no adviser, and which advisers were still over the cap by how many.

    Of these, `more` can have a place by the moves that come after; `missing` places there are none for.
    """

    moves: collections.abc.Sequence[Move]
    without: collections.abc.Sequence[data.models.Person]
    over: collections.abc.Sequence[tuple[data.models.Person, int]]
    more: int
    missing: int
    cap: int


def form(preview: Preview, version: str, moved_on: bool) -> messages.text.Payload:
    """The preview, with a box for each move; all are ticked."""
    anew = "*Things have moved on since you looked, and nothing was changed.* Please look again.\n" if moved_on else ""
    head = f"{anew}*{_moves(len(preview.moves))}*, the fewest that help. Untick what is to stay as it is."
    boxes = [_boxes(preview, n) for n in range(0, len(preview.moves), IN_ONE)]
    left = [messages.text.section(line) for line in _left(preview)]
    small = "Nothing is changed until you confirm. Then each person concerned reads it once, in their morning message."
    blocks = [messages.text.section(head), *boxes, *left, messages.text.small(small)]
    return messages.forms.modal(CONFIRM, "Rebalance caseloads", "Confirm", blocks, version)


def _boxes(preview: Preview, n: int) -> messages.text.Block:
    moves = {move.freelancer.slack_id: move for move in preview.moves[n : n + IN_ONE]}
    return messages.forms.checkboxes(
        TICKED[n // IN_ONE],
        "Who goes to whom" if n == 0 else "And",
        {ident: f"{_short(move.freelancer)} → {_short(move.new)}" for ident, move in moves.items()},
        list(moves),
        details={ident: _why(move, preview.cap) for ident, move in moves.items()},
    )


def _short(person: data.models.Person, limit: int = NAME_LIMIT) -> str:
    return messages.text.cut(person.name, limit)


def _why(move: Move, cap: int) -> str:
    """Why they move, and why there."""
    reason = f"{_short(move.old, 20)} has {move.used} (cap {cap})" if move.old else "has no adviser"
    languages = ", ".join(rules.languages.called(one) for one in move.languages)
    spoken = f"both speak {languages}" if languages else "no language in common"
    return f"{reason} · {spoken} · share {move.hours:.3g} h a week"


def _left(preview: Preview) -> list[str]:
    """What these moves leave as it is, and what would help."""
    lines = []
    if preview.more:
        more = "1 more move" if preview.more == 1 else f"{preview.more} more moves"
        lines.append(f"{more} can follow: confirm these, and then `/program rebalance` again.")
    if preview.missing:
        places = "1 place is" if preview.missing == 1 else f"{preview.missing} places are"
        lines.append(f"*{places} missing.* {_who_is_left(preview)}{HELP}")
    return lines


HELP = (
    "What would help: another adviser on the roster, or one freelancer more with somebody for a while, "
    "`/program assign @freelancer @adviser because holiday cover until 4w`."
)


def _who_is_left(preview: Preview) -> str:
    """By name once no more moves can follow; until then it is not known who it will be."""
    if preview.more:
        return ""
    lines = [f"Without an adviser: {_names(preview.without)}."] if preview.without else []
    lines += [f"Over the cap: {_over(preview.over)}."] if preview.over else []
    return "".join(f"{line}\n" for line in lines)


def _names(people: collections.abc.Sequence[data.models.Person]) -> str:
    return _listed([messages.text.name(one.name) for one in people])


def _over(over: collections.abc.Sequence[tuple[data.models.Person, int]]) -> str:
    return _listed([f"{messages.text.name(adviser.name)} by {number}" for adviser, number in over])


def _listed(words: collections.abc.Sequence[str]) -> str:
    rest = [f"{len(words) - NAMED} more"] if len(words) > NAMED else []
    return messages.text.people([*words[:NAMED], *rest])


def _moves(number: int) -> str:
    return "1 move" if number == 1 else f"{number} moves"


def nothing(preview: Preview) -> messages.text.Payload:
    """Where nobody could move: all is well, or there is no place."""
    if preview.missing:
        return messages.text.message("\n".join(["*Nobody can move: no place is free.*", *_left(preview)]))
    return messages.text.message(
        "*Nothing to move.* Everybody whose contract runs or comes has an adviser, and no adviser has more than "
        f"{preview.cap} freelancers without an exception."
    )


def done(moves: collections.abc.Sequence[Move], left_out: int) -> messages.text.Payload:
    """To who confirmed."""
    lines = [
        f"• {messages.text.name(move.freelancer.name)} → {messages.text.name(move.new.name)}"
        f"{f', until now with {messages.text.name(move.old.name)}' if move.old else ''}"
        for move in moves
    ]
    kept = [f"{_moves(left_out)} left out."] if left_out else []
    head = f"*Done: {_moves(len(moves))}.* Each person concerned reads it once, in their next morning message."
    parts = ["\n".join(lines[n : n + IN_ONE]) for n in range(0, len(lines), IN_ONE)]
    text = "\n".join([head, *lines, *kept])
    drawn = [messages.text.section(part) for part in [head, *parts, *kept]]
    return messages.text.message(f"{text}\n{CHANGE}", *drawn, messages.text.small(CHANGE))


CHANGE = "To change one of them: `/program assign @freelancer @adviser`."


NOTHING_TICKED = "Nothing is ticked. Tick what is to be done, or close this with *Cancel*."
