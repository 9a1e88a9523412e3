"""What has not been acknowledged: one's own, of one's freelancers, and of all who got an update."""

import collections.abc
import datetime
import typing

import data.models
import messages.pages
import messages.text
import messages.updates

Update = data.models.Update
Person = data.models.Person

LIST, LATEST, UNREAD = "list:update", "latest:update", "unread:update"
"""The buttons that turn pages; of the two that stand side by side each has a number behind it."""

GOT_IT = messages.updates.GOT_IT

IN_LIST = "list"
"""Behind an update's number in the value of a *Got it* that stands in a list and not under a copy."""

PER_PAGE = 15
READ_PER_PAGE = 5
PEOPLE_PER_PAGE = 40

WHO_SENDS = "Updates are sent by who is on duty, and by managers. `/duty` says who that is: please ask them."

numbered = messages.updates.number


def got_it(update: Update, listed: bool = True) -> messages.text.Block:
    """The button that acknowledges it."""
    value = f"{update.id}:{IN_LIST}" if listed else str(update.id)
    return messages.text.button("Got it", GOT_IT, value)


def _with(text: str, button: messages.text.Block | None) -> messages.text.Block:
    section = messages.text.section(text)
    return section | ({"accessory": button} if button else {})


# -- in morning messages


def reminder(update: Update, due_at: datetime.datetime, reader: messages.text.Reader) -> messages.text.Payload:
    """To somebody who has not acknowledged it."""
    day = messages.text.day(due_at.astimezone(reader.zone).date())
    line = f"*{messages.updates.headline(update)}*, of {day}, waits for your *Got it*."
    why = (
        "Why do I get this? You hear once, after 3 of your working days, of an update that waits for your *Got it*. "
        "`/broadcast latest` shows it."
    )
    return messages.text.message(line, _with(line, got_it(update, listed=False)), messages.text.small(why))


def report(update: Update, person: Person, reminded: datetime.date) -> messages.text.Payload:
    """To the adviser of somebody who was reminded and has not acknowledged it: the gap, and no more."""
    line = (
        f"*{messages.updates.headline(update)}* waits for the *Got it* of {messages.text.name(person.name)}, "
        f"who was reminded on {messages.text.day(reminded)}."
    )
    why = (
        "Why do I get this? You are their adviser, and hear of it once, a working day after they did. "
        "A word from you may help; nothing else follows."
    )
    return messages.text.message(line, messages.text.section(line), messages.text.small(why))


def struck(part: collections.abc.Mapping[str, object]) -> messages.text.Payload:
    """A line of this morning that needs nobody any more."""
    line, blocks = str(part["text"]), typing.cast(list[messages.text.Block], part["blocks"])
    if line.startswith("~"):
        return dict(part)
    line = f"~{line.replace('*', '')}~"
    return messages.text.message(line, messages.text.section(line), blocks[-1])


# -- asked for


def latest(
    rows: collections.abc.Sequence[tuple[Update, data.models.Copy]],
    page: messages.pages.Page,
    hint: str,
    reader: messages.text.Reader,
) -> messages.text.Payload:
    """What somebody got and is of use: what waits for their receipt first. `hint` is said below."""
    if not page.total:
        return messages.text.message("\n".join(filter(None, ["No update is waiting for you.", hint])))
    title = f"*Updates for you:* {page.start + 1} to {page.start + len(rows)} of {page.total}"
    shown = [(_latest(update, reader), _waiting(update, copy)) for update, copy in rows]
    small = [messages.text.small(hint)] if hint else []
    return messages.text.message(
        "\n".join([title, *(text for text, _ in shown), *filter(None, [hint])]),
        messages.text.section(title),
        *(_with(text, button) for text, button in shown),
        *page.turning(LATEST),
        *small,
    )


def _latest(update: Update, reader: messages.text.Reader) -> str:
    urgent = "*Urgent* · " if update.urgent else ""
    corrected = "_Corrected:_ " if update.correction else ""
    text = messages.updates.beginning(update, 2000)
    return f"{urgent}*{messages.updates.headline(update)}* · {sent(update, reader)}\n{corrected}{text}"


def sent(update: Update, reader: messages.text.Reader) -> str:
    """The day on which it went out, where the reader is."""
    at = update.leaves_at or update.drafted_at
    return messages.text.day(at.astimezone(reader.zone).date())


def _waiting(update: Update, copy: data.models.Copy) -> messages.text.Block | None:
    return got_it(update) if update.wants_receipt and copy.acknowledged_at is None else None


def acknowledged(update: Update, left: int) -> messages.text.Payload:
    """The answer to a *Got it* in a list."""
    more = f" {left} more {'waits' if left == 1 else 'wait'} for it: `/broadcast latest`." if left else ""
    return messages.text.message(f"You have got {numbered(update)}. Thank you.{more}")


def listed(
    updates: collections.abc.Sequence[Update], page: messages.pages.Page, words: str, reader: messages.text.Reader
) -> messages.text.Payload:
    """What was sent, the newest first."""
    about = f" with {messages.text.quoted(words)}" if words else ""
    if not page.total:
        return messages.text.message(f"*Updates{about}:* none.")
    title = f"*Updates{about}:* {page.start + 1} to {page.start + len(updates)} of {page.total}"
    lines = [f"• *{messages.updates.headline(one, 80)}*{_state(one)} · {sent(one, reader)}" for one in updates]
    return messages.text.message(
        "\n".join([title, *lines]),
        messages.text.section(title),
        *(messages.text.section("\n".join(lines[at : at + 5])) for at in range(0, len(lines), 5)),
        *page.turning(LIST, after=f":{words}"),
    )


def _state(update: Update) -> str:
    ended = {data.models.UpdateState.CANCELLED: " · cancelled", data.models.UpdateState.RETRACTED: " · retracted"}
    return ended.get(data.models.UpdateState(update.state), " · urgent" if update.urgent else "")


Group = tuple[Person | None, collections.abc.Sequence[Person]]
"""Somebody's adviser, if they have one, and those of theirs who have not acknowledged an update."""


def unread(
    update: Update,
    groups: collections.abc.Sequence[Group],
    page: messages.pages.Page,
    nudgeable: bool,
    waiting: int = 0,
) -> messages.text.Payload:
    """Who has not acknowledged it, by adviser; so many have no copy yet, or get none any more."""
    without = f" {waiting} more have no copy of it." if waiting else ""
    if not page.total:
        who = "everybody who has a copy" if waiting else "everybody"
        return messages.text.message(f"*{messages.updates.headline(update)}:* {who} has said *Got it*.{without}")
    number = "1 person has" if page.total == 1 else f"{page.total} people have"
    title = f"*{messages.updates.headline(update)}:* {number} not said *Got it*.{without}"
    lines = [_group(adviser, people) for adviser, people in groups]
    asking = f"`/broadcast nudge {numbered(update)}` asks them once more."
    hint = asking if nudgeable else "They can't be asked now: they were less than a day ago, or it is of use no more."
    return messages.text.message(
        "\n".join([title, *lines, hint]),
        messages.text.section(title),
        *map(messages.text.section, lines),
        *page.turning(UNREAD, before=f"{update.id}:"),
        messages.text.small(hint),
    )


def _group(adviser: Person | None, people: collections.abc.Sequence[Person]) -> str:
    names = messages.text.people([messages.text.name(person.name) for person in people])
    return f"• {f'Adviser {messages.text.name(adviser.name)}' if adviser else 'Without an adviser'}: {names}"


def nudge(update: Update) -> messages.text.Payload:
    """To somebody who has not acknowledged it, under their copy."""
    line = f"*{messages.updates.headline(update)}* waits for your *Got it*: please read it, and press the button."
    small = messages.text.why(
        "you have not said yet that you have got it, and were asked once more",
        "after *Got it* nobody asks again",
    )
    return messages.text.message(f"{line}\n{small}", _with(line, got_it(update)), messages.text.small(small))


def nudged(update: Update, asked: int) -> messages.text.Payload:
    """The answer to who let them be asked."""
    people = "1 person is" if asked == 1 else f"{asked} people are"
    return messages.text.message(
        f"{people} asked for their *Got it* to {numbered(update)}, within their working hours."
    )


# -- on the home page


def home(updates: collections.abc.Sequence[Update], most: int) -> list[messages.text.Block]:
    """What waits for the reader's receipt."""
    if not updates:
        return []
    lines = [_with(f"• {messages.updates.headline(one)}", got_it(one)) for one in updates[:most]]
    more = len(updates) - most
    return [
        messages.text.section("*Updates you have not acknowledged*"),
        *lines,
        *([messages.text.small(f"and {more} more: `/broadcast latest`")] if more > 0 else []),
    ]
