"""`/broadcast unread`, `nudge` and `list`: who has not acknowledged an update, asking them, and what was sent."""

import collections

import sqlmodel

import commands.arguments
import commands.broadcast
import commands.replies
import commands.request
import commands.rows
import data.audit
import data.models
import data.people
import data.receipts
import data.updates
import jobs.receipts
import messages.pages
import messages.receipts
import messages.text
import rules.errors
import rules.receipts
import rules.updates

Reply = commands.replies.Reply
Update = data.models.Update
Person = data.models.Person

UPDATE = commands.arguments.Update("update")
WORDS = commands.arguments.Typed("words", optional=True, most=100)


def _looked_after(session: sqlmodel.Session, request: commands.request.Request, update: Update | None) -> Update:
    """An update whose receipts the reader may see: its author, who is on duty, and managers."""
    if update is None:
        raise rules.errors.ProgramError("There is no such update. `/broadcast list` shows those that there are.")
    if update.author_id != request.person.id and not commands.broadcast.may_send(session, request):
        raise rules.errors.ProgramError("Only its author, who is on duty, and managers can do that.")
    if update.sent_at is None or not update.wants_receipt:
        number = messages.receipts.numbered(update)
        raise rules.errors.ProgramError(f"{number} asks nobody for a *Got it*, so nobody's is missing.")
    return update


def unread(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Who has not acknowledged it, by adviser."""
    update = _looked_after(session, request, UPDATE.of(request))
    return commands.replies.Say(_unread(session, request, update, 0))


def unread_turned(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Another page of it."""
    update = _looked_after(session, request, data.updates.find(session, request.ident or 0))
    number = commands.request.ident(request.subject.partition(":")[2]) or 0
    return commands.replies.Say(_unread(session, request, update, number))


def _unread(
    session: sqlmodel.Session, request: commands.request.Request, update: Update, number: int
) -> messages.text.Payload:
    silent = data.receipts.list_unread(session, update.id or 0)
    until = update.ended_at or request.now
    people = [person for copy, person in silent if copy.due_at <= until]  # the others have not got it to read
    running = data.people.list_running_assignments_of(session, [person.id or 0 for person in people])
    adviser_ids = {one.freelancer_id: one.adviser_id for one in running}
    advisers = data.people.load_by_id(session, set(adviser_ids.values()))
    of = {person.id: advisers.get(adviser_ids.get(person.id or 0, 0)) for person in people}
    people.sort(key=lambda person: _place(of[person.id], person))
    page = messages.pages.page(number, len(people), messages.receipts.PEOPLE_PER_PAGE)
    groups: collections.defaultdict[int | None, list[Person]] = collections.defaultdict(list)
    for person in people[page.start : page.start + page.per_page]:
        adviser = of[person.id]
        groups[adviser.id if adviser else None].append(person)
    shown = [(advisers.get(adviser_id or 0), theirs) for adviser_id, theirs in groups.items()]
    nudgeable = rules.updates.is_running(update, request.today) and rules.receipts.may_be_nudged(update, request.now)
    return messages.receipts.unread(update, shown, page, nudgeable, len(silent) - len(people))


def _place(adviser: Person | None, person: Person) -> tuple[bool, str, str, str]:
    """By adviser, who has none last."""
    return adviser is None, adviser.name if adviser else "", adviser.slack_id if adviser else "", person.name


def nudge(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Ask who has not acknowledged it once more, within their hours."""
    update = _looked_after(session, request, UPDATE.of(request))
    number = messages.receipts.numbered(update)
    if update.state != data.models.UpdateState.SENT or request.today >= update.valid_until:
        raise rules.errors.ProgramError(f"{number} is of no use any more, so nobody is asked for it.")
    if not rules.receipts.may_be_nudged(update, request.now):
        raise rules.errors.ProgramError(
            f"They were asked for {number} less than a day ago: please leave them some time."
        )
    asked = jobs.receipts.nudge(session, request.programme, update, request.now)
    data.audit.record(session, request.now, request.person.slack_id, "update.nudge", number, after={"asked": asked})
    return commands.replies.Say(messages.receipts.nudged(update, asked))


def listed(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """What was sent, the newest first; to who does not look after updates what reached them."""
    return commands.replies.Say(_list(session, request, 0, WORDS.find(request) or ""))


def turned(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Another page of it."""
    number, _, words = request.subject.partition(":")
    return commands.replies.Say(_list(session, request, commands.request.ident(number) or 0, words))


def _list(
    session: sqlmodel.Session, request: commands.request.Request, number: int, words: str
) -> messages.text.Payload:
    found = data.receipts.select_sent(words.split())
    if not commands.broadcast.may_send(session, request):
        found = data.receipts.of_somebody(found, request.person.id or 0, request.now)
    total = data.receipts.count(session, found)
    page = messages.pages.page(number, total, messages.receipts.PER_PAGE)
    updates = data.receipts.list_page(session, found, page.per_page, page.start)
    return messages.receipts.listed(updates, page, words, request.reader)


VERBS = (
    commands.rows.Verb(
        commands.rows.ALL,
        listed,
        root="broadcast",
        words="list",
        does="Updates that were sent, or those with these words in them; others than managers and who is on duty see "
        "what they got.",
        arguments=(WORDS,),
        example="/broadcast list checkout",
    ),
    commands.rows.Verb(
        commands.rows.ADVISERS,
        unread,
        root="broadcast",
        words="unread",
        does="Who has not said *Got it* to an update, by adviser; for its author, who is on duty, and managers.",
        arguments=(UPDATE,),
        example="/broadcast unread UPD-9",
    ),
    commands.rows.Verb(
        commands.rows.ADVISERS,
        nudge,
        root="broadcast",
        words="nudge",
        does="Ask those once more, once a day at most.",
        arguments=(UPDATE,),
        example="/broadcast nudge UPD-9",
        writes=True,
    ),
)
BUTTONS = (
    commands.rows.Button(
        commands.rows.ALL,
        turned,
        action=messages.receipts.LIST,
        does="Turn the page of the updates that were sent.",
        choices=True,
    ),
    commands.rows.Button(
        commands.rows.ADVISERS,
        unread_turned,
        action=messages.receipts.UNREAD,
        does="Turn the page of who has not said *Got it*.",
        choices=True,
    ),
)
