"""Thanks for work well done: the form, the preview of a post, what the person reads, and what the giver does."""

import data.models
import messages.forms
import messages.reports
import messages.text

Person = data.models.Person

OPEN, SEND, TELL, UNDO = "open:kudos", "send:kudos", "tell:kudos", "undo:kudos"
FORM = "give:kudos"

WORDS_LIMIT = 1000
"""So long that the words fit into a button's value."""

QUOTED = 200
"""Characters of the newest thanks that `/program me` shows."""

WHY = "Why do I get this? A person in the programme thanks you by `/kudos`. You do not have to answer."
WHY_CHANNEL = "Why do I get this? Somebody says thank you here by `/kudos`. Nobody has to answer."


def form(person: Person | None, words: str | None) -> messages.text.Payload:
    """Asks for whom and for what; it says who reads it."""
    blocks = [
        messages.forms.person("person", "Whom do you thank?", person.slack_id if person else None),
        messages.forms.text(
            "words",
            "For what?",
            words,
            lines=True,
            most=WORDS_LIMIT,
            hint="Say what they did. Keep customers' data out.",
        ),
        messages.text.small(
            "They read it as a direct message from Muster, with your name. Their adviser and the managers can read it "
            "when a renewal is decided. To say it in a channel: `/kudos @freelancer #channel your words`."
        ),
    ]
    return messages.forms.modal(FORM, "Say thank you", "Send", blocks)


def to_person(giver: Person, words: str) -> messages.text.Payload:
    """What the person reads, who may stand in the giver's place once they are forgotten."""
    head = f"*{messages.text.name(giver.name)} says thank you*"
    return messages.text.message(
        f"{head}\n{messages.reports.quoted(words)}\n{WHY}",
        messages.text.section(f"{head}\n{messages.reports.quoted(words)}"),
        messages.text.small(WHY),
    )


def in_channel(giver: Person, person: Person, words: str) -> messages.text.Payload:
    """The post, which names the person."""
    head = f"*{messages.text.name(giver.name)} says thank you to* {messages.text.mention(person.slack_id)}"
    return messages.text.message(
        f"{head}\n{messages.reports.quoted(words)}\n{WHY_CHANNEL}",
        messages.text.section(f"{head}\n{messages.reports.quoted(words)}"),
        messages.text.small(WHY_CHANNEL),
    )


def preview(giver: Person, person: Person, channel: str, words: str, hidden: str) -> messages.text.Payload:
    """What a channel would read, before it does; the buttons carry it all."""
    shown = f"{messages.text.name(giver.name)} says thank you to {messages.text.name(person.name)}"
    lines = [f"*<#{channel}> will read:*", f"*{shown}*\n{messages.reports.quoted(words)}"]
    note = f"If Muster is not in <#{channel}>, they read it as a direct message, and you are told. Nothing is sent yet."
    value = f"{person.slack_id} {channel} {words}"
    return messages.text.message(
        "\n".join([*lines, *filter(None, [hidden]), note]),
        *map(messages.text.section, [*lines, *filter(None, [hidden])]),
        messages.text.buttons(
            messages.text.button("Send", SEND, value, style="primary"),
            messages.text.button("As a direct message", TELL, value),
        ),
        messages.text.small(note),
    )


def sent(kudos: data.models.Kudos, person: Person, minutes: int, hidden: str = "") -> messages.text.Payload:
    """To the giver: who reads it, and until when they can take it back."""
    who = messages.text.name(person.name)
    if kudos.channel:
        text = f"Sent to <#{kudos.channel}>: {who} is named there."
    else:
        text = f"*{who}* reads your thanks in {minutes} minutes, in their direct messages. Until then you can undo it."
    lines = [text, *filter(None, [hidden])]
    undo = [] if kudos.channel else [messages.text.buttons(messages.text.button("Undo", UNDO, str(kudos.id)))]
    return messages.text.message("\n".join(lines), *map(messages.text.section, lines), *undo)


def undone(person: Person) -> messages.text.Payload:
    """To the giver: nobody reads it."""
    return messages.text.message(f"Taken back: {messages.text.name(person.name)} reads nothing of it.")


def not_in_channel(channel: str, person: Person) -> messages.text.Payload:
    """To the giver: the post could not be, and what became of the words."""
    who = messages.text.name(person.name)
    text = (
        f"Muster can't write in <#{channel}>, so {who} reads your thanks as a direct message instead. "
        f"For the next time, type `/invite @Muster` in <#{channel}>."
    )
    why = "Why do I get this? You sent these thanks by `/kudos`."
    return messages.text.message(f"{text}\n{why}", messages.text.section(text), messages.text.small(why))


def received(number: int, newest: data.models.Kudos | None, giver: Person | None) -> str:
    """In `/program me`: how often somebody was thanked, and the newest words."""
    if newest is None:
        return "none yet"
    by = messages.text.name(giver.name) if giver else "somebody"
    words = messages.text.escape(messages.text.cut(" ".join(newest.words.split()), QUOTED))
    return f"{number}; the newest from {by}, {messages.text.day(newest.at.date())}: “{words}”"


# -- what is wrong


def not_yourself() -> str:
    """Nobody thanks themselves."""
    return "You can't thank yourself here. Name somebody else: `/kudos @freelancer Thank you for …`."


def no_freelancer(person: Person) -> str:
    """Kudos count in a renewal."""
    return (
        f"{messages.text.name(person.name)} is no freelancer, and kudos are for freelancers. "
        "To thank a colleague, write to them."
    )


def said_already(person: Person) -> str:
    """The same words twice are a slip."""
    return f"You have just thanked {messages.text.name(person.name)} in these words. Nothing more is sent."


def too_late() -> str:
    """It is on its way."""
    return "This can't be undone any more: it has been sent, or was taken back already."


def person_first() -> str:
    """To who named the channel first."""
    return "Name the person first, and then the channel: `/kudos @freelancer #channel your words`."


def no_channel(word: str) -> str:
    """A channel's name alone could be several."""
    return f"{messages.text.quoted(word)} names no channel for certain: type `#`, and pick it from Slack's list."
