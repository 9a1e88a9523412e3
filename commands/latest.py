"""`/broadcast latest`: the updates that concern whoever asks, with *Got it* where it is wanted."""

import sqlmodel

import commands.replies
import commands.request
import commands.rows
import data.receipts
import data.updates
import jobs.updates
import messages.pages
import messages.receipts
import messages.text
import rules.receipts

Reply = commands.replies.Reply


def latest(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """What waits for their receipt first, then the newest."""
    return commands.replies.Say(_page(session, request, 0, ""))


def instead(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The same, for who asked for the form of a new update, and may not send one."""
    return commands.replies.Say(_page(session, request, 0, messages.receipts.WHO_SENDS))


def turned(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Another page of it."""
    return commands.replies.Say(_page(session, request, request.ident or 0, ""))


def _page(
    session: sqlmodel.Session, request: commands.request.Request, number: int, hint: str
) -> messages.text.Payload:
    rows = data.receipts.list_received(session, request.person.id or 0, request.now, request.today)
    page = messages.pages.page(number, len(rows), messages.receipts.READ_PER_PAGE)
    return messages.receipts.latest(rows[page.start : page.start + page.per_page], page, hint, request.reader)


def got_it(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Somebody has read it; counted once. In a list, which stays as it is, they are told so."""
    update = data.updates.find(session, request.ident or 0)
    if update is None:
        return commands.replies.Done()
    jobs.updates.acknowledge(request.scene(session), update, request.person)
    if request.subject.partition(":")[2] != messages.receipts.IN_LIST:
        return commands.replies.Done()
    rows = data.receipts.list_received(session, request.person.id or 0, request.now, request.today)
    left = sum(rules.receipts.waits(update, copy) for update, copy in rows)
    return commands.replies.Say(messages.receipts.acknowledged(update, left))


VERBS = (
    commands.rows.Verb(
        commands.rows.ALL,
        latest,
        root="broadcast",
        words="latest",
        does="The updates that concern you, those that wait for your *Got it* first.",
    ),
)
BUTTONS = (
    commands.rows.Button(
        commands.rows.ALL,
        got_it,
        action=messages.receipts.GOT_IT,
        does="Say that you have got an update.",
        writes=True,
    ),
    commands.rows.Button(
        commands.rows.ALL,
        turned,
        action=messages.receipts.LATEST,
        does="Turn the page of the updates that concern you.",
        choices=True,
    ),
)
