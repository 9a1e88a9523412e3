"""The menu, the home page, help, and what goes with going live."""

import collections.abc
import itertools
import typing

import messages.text


class Entry(typing.Protocol):
    """A verb as the menu shows it."""

    @property
    def usage(self) -> str: ...

    @property
    def does(self) -> str: ...

    @property
    def example(self) -> str: ...


def menu(entries: collections.abc.Sequence[Entry], may_go_live: bool) -> messages.text.Payload:
    """What the reader may do, and for managers of a quiet installation how to end the quiet."""
    title = "*What you can do here*"
    by_root = itertools.groupby(entries, lambda entry: entry.usage.split()[0])
    parts = ["\n".join(map(_line, theirs)) for _, theirs in by_root]  # all of it is more than one section takes
    quiet = go_live_blocks() if may_go_live else []
    drawn = map(messages.text.section, [title, *parts])
    return messages.text.message("\n".join([title, *parts]), *drawn, *quiet)


def go_live_blocks() -> list[messages.text.Block]:
    """To managers of a quiet installation."""
    return [
        messages.text.section(
            "*Muster is quiet.* It answers commands and sends nothing by itself. "
            "When the roster is in and the triage channel is set, go live: what fell due before is never sent."
        ),
        messages.text.buttons(messages.text.button("Go live", "live:program", style="primary")),
    ]


def help_for(
    root: str, entries: collections.abc.Sequence[Entry], hints: collections.abc.Sequence[str]
) -> messages.text.Payload:
    """What the reader may do with one command, with examples, and how to write what it takes."""
    text = _text(f"/{root}", entries)
    hint = " ".join([*hints, "Answers are for you alone."])
    return messages.text.message(f"{text}\n{hint}", messages.text.section(text), messages.text.small(hint))


def _text(title: str, entries: collections.abc.Sequence[Entry]) -> str:
    return "\n".join([f"*{title}*", *(_line(entry) for entry in entries)])


def _line(entry: Entry) -> str:
    example = f" For example `{entry.example}`." if entry.example else ""
    return f"• `{entry.usage}`  {entry.does}{example}"


def live_now(faults: collections.abc.Sequence[str]) -> messages.text.Payload:
    """To the manager who ended the quiet, with what still keeps Muster from its work."""
    text = (
        "*Muster is live.* From now on it announces handovers in the triage channel. What fell due before is not sent."
    )
    return messages.text.message("\n".join([text, *(f"• Not ready: {fault}" for fault in faults)]))


def live_already() -> messages.text.Payload:
    """To a manager who pressed twice, or after somebody else."""
    return messages.text.message("Muster is live already; nothing was changed.")


def undeliverable(what: str, lane: str, error: str, uncertain: bool) -> messages.text.Payload:
    """To the managers, once: a message that could not be delivered, or may have been."""
    happened = (
        "It may or may not have arrived: please look there, for Muster does not send it blindly again."
        if uncertain
        else "It was not delivered, and Muster has stopped trying."
    )
    text = f"*A message to {_place(lane)} needs a look.* {happened}\nSlack said: `{error}`. It was sent because {what}."
    small = "Why do I get this? You manage the programme; you hear of each such fault once a day."
    return messages.text.message(text, messages.text.section(text), messages.text.small(small))


def _place(lane: str) -> str:
    """The channel or person of a lane such as `C0123`, `topic:C0123`, `@U0123` or `home:U0123`."""
    place = lane.rpartition(":")[2].removeprefix("@")
    return f"<#{place}>" if place.startswith(("C", "G")) else messages.text.mention(place)
