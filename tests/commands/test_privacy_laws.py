"""Whatever way private data comes in, it is in no table, no message and no view; only who typed it may read it back."""

import collections.abc
import dataclasses
import functools
import itertools

import pytest
import sqlalchemy
import sqlmodel

import commands.dispatch
import commands.replies
import commands.request
import commands.threads
import data.models
import data.outbox
import data.people
import data.remarks
import data.settings
import data.updates
import messages.text
import rules.guard
import tests.commands.triage_desk
import tests.programme
import tests.rules.guard_corpus

Desk = tests.commands.triage_desk.Desk
Message = commands.request.Message
Change = commands.threads.Change
corpus = tests.rules.guard_corpus
SENT = data.models.UpdateState.SENT

LEAST = 7
"""Shorter ones, such as a PIN, stand in times and numbers of our own."""

EACH = 2
"""Sentences of each kind: the guard's own tests read them all."""


@dataclasses.dataclass(frozen=True)
class Typed:
    """A sentence as somebody typed it, and what of it nobody else may read."""

    text: str
    private: tuple[str, ...]


def hidden_whole(written: str, kind: rules.guard.Kind) -> bool:
    return rules.guard.hide(corpus.sentence(written)).text == corpus.hidden(written, kind)


def typed(written: str) -> Typed:
    private = (match.replace("‧", "") for match in corpus.PRIVATE.findall(written))
    return Typed(corpus.sentence(written), tuple(one for one in private if len(one) >= LEAST))


@functools.cache
def sentences() -> list[Typed]:
    """Some of each kind, of those that the guard sees."""
    found = []
    for kind, of_kind in corpus.WITH.items():
        seen = [typed(one) for one in of_kind if hidden_whole(one, kind)]
        told = [one for one in seen if one.private and len(one.text) <= 140]
        found += told[:: max(1, len(told) // EACH)][:EACH]
    return found


def texts(value: object) -> collections.abc.Iterator[str]:
    """Everything that is said anywhere in a value, by name or by value."""
    if isinstance(value, collections.abc.Mapping):
        yield from (text for pair in value.items() for part in pair for text in texts(part))
    elif isinstance(value, list | tuple | sqlalchemy.Row):
        yield from (text for part in value for text in texts(part))
    else:
        yield str(value)


def leaked(said: collections.abc.Iterable[str], of: Typed) -> list[str]:
    """What private of it stands there, as it was typed, as Slack escapes it, or in another line."""
    together = " ".join("\n".join(said).replace("\n>", " ").split())
    forms = {" ".join(form.split()) for one in of.private for form in (one, messages.text.escape(one))}
    return [form for form in forms if form in together]


def whole_store(session: sqlmodel.Session) -> list[str]:
    tables = sqlmodel.SQLModel.metadata.sorted_tables
    return [text for table in tables for row in session.execute(sqlalchemy.select(table)) for text in texts(row)]


FORM = {"kind": "broken", "title": "Checkout", "happened": "It fails"}
FIELDS = ("title", "happened", "product", "language", "expected", "steps", "area", "link")

Way = collections.abc.Callable[[Desk, str], commands.replies.Reply | None]


def filed(desk: Desk, text: str) -> commands.replies.Reply:
    """The form with the text in every field, and what its second page sends."""
    inputs = {"kind": "broken", **dict.fromkeys(FIELDS, text)}
    page = desk.kenji.submit("file:report", **inputs)
    assert isinstance(page, commands.replies.Next)
    reply = desk.kenji.submit("check:report", subject=str(page.view["private_metadata"]), same="different", **inputs)
    return page if reply == commands.replies.Done() else reply


def told(desk: Desk, message: Message, change: Change = Change.WRITTEN, who: str = "UKENJI") -> None:
    incoming = commands.dispatch.Incoming(f"event {message.ts} {change}", who, desk.now, message=message)
    commands.threads.told(desk.session, incoming, change)


def under(desk: Desk, text: str, thread: str | None) -> Message:
    return Message("DKENJI", f"{desk.now.timestamp() + next(SECONDS)}", "UKENJI", text, thread)


SECONDS = itertools.count(1)


def written(desk: Desk, text: str) -> None:
    """Free words, then the same as an edit of others, and under a card."""
    escaped = messages.text.escape(text)
    for thread in (None, "1.1"):
        message = under(desk, escaped, thread)
        told(desk, message)
        told(desk, dataclasses.replace(message, text=f"no: {escaped}", edited="1.0"), Change.EDITED)


def chosen(desk: Desk, text: str) -> commands.replies.Reply:
    return desk.kenji.choose("file:message", Message("C0GENERAL", "9.9", "UADA", messages.text.escape(text), link="x"))


def sent(desk: Desk, text: str) -> commands.replies.Reply:
    message = Message("C0TRIAGE", "9.8", "UADA", messages.text.escape(text), thread="2.2")
    return desk.ada.choose("send:report", message)


def ended(desk: Desk, text: str, act: str) -> commands.replies.Reply:
    reply = desk.ada.command(f"/bug {act} BUG-1 {text}")
    desk.ada.command("/bug reopen BUG-1")
    return reply


def said_again(desk: Desk, text: str) -> commands.replies.Reply:
    desk.ada.command("/bug resolve BUG-1 Done.")
    return desk.kenji.submit("still_there:report", subject="1", seen=text)


def composed(desk: Desk, text: str) -> commands.replies.Reply:
    """An update of which every input has the text, sent."""
    draft = dict.fromkeys(("title", "text", "product"), text)
    page = desk.asks("UMAREN").submit("compose:update", **draft, until="2030-01-01")
    assert isinstance(page, commands.replies.Next)
    desk.asks("UMAREN").submit("send:update", subject=str(page.view["private_metadata"]))
    return page


def answered_update(desk: Desk, text: str) -> commands.replies.Reply:
    """What a recipient writes under a copy, an edit of it, and the answer."""
    message = under(desk, messages.text.escape(text), "3.3")
    told(desk, message)
    told(desk, dataclasses.replace(message, text=f"no: {message.text}", edited="1.0"), Change.EDITED)
    remark = data.remarks.find_at(desk.session, message.channel, message.ts)
    assert remark is not None
    assert remark.update_id == 1
    desk.ada.submit("answer:update", subject=str(remark.id), text=text)
    return desk.ada.press("answer:remark", subject=str(remark.id))


def corrected(desk: Desk, text: str) -> commands.replies.Reply:
    """A correction, then the line by which it is taken back; it stands as before afterwards."""
    form = desk.asks("UMAREN").press("correct:update", subject="1")
    assert isinstance(form, commands.replies.Open)
    desk.asks("UMAREN").submit("corrected:update", subject=str(form.view["private_metadata"]), text=text)
    said = desk.asks("UMAREN").submit("retracted:update", subject="1", why=text)
    update = data.updates.find(desk.session, 1)
    assert update is not None
    assert update.correction is not None
    update.state = SENT
    return said


def noted(desk: Desk, text: str) -> commands.replies.Reply:
    """A check-in logged by the command, and corrected by the form."""
    maren = desk.asks("UMAREN")
    reply = maren.command(f"/checkin <@UKENJI> 30m {text}")
    notes = dict.fromkeys(("went_well", "coach_on", "follow_up", "concern"), text)
    day = str(desk.now.date())
    page = maren.submit("log:checkin", subject="1:private", held_on=day, minutes="30", **notes)
    assert isinstance(page, commands.replies.Next)
    return reply if isinstance(reply, commands.replies.Open) else page


def asked_for_time(desk: Desk, text: str) -> commands.replies.Reply:
    """By the command, and again by the form."""
    desk.kenji.command(f"/checkin request {text}")
    return desk.kenji.submit("asked:time", topic=text)


WAYS: dict[str, Way] = {
    "a title with the command": lambda desk, text: desk.kenji.command(f"/bug {text}"),
    "the form": filed,
    "words of the direct messages": written,
    "File as bug": chosen,
    "Send to reporters": sent,
    "a question": lambda desk, text: desk.ada.command(f"/bug ask BUG-1 {text}"),
    "a reason, with a link": lambda desk, text: desk.ada.submit("escalate:report", subject="1", reason=text, link=text),
    "an edit": lambda desk, text: desk.ada.submit(
        "edit:report", subject="1", kind="broken", title=text, product=text, area=text, language=text
    ),
    "a known issue": lambda desk, text: desk.ada.submit("known:report", subject="1", title=text),
    "an answer": lambda desk, text: desk.ada.submit("answer:report", subject="1", to="all", text=text),
    "the end": lambda desk, text: ended(desk, text, "resolve"),
    "not a bug": lambda desk, text: ended(desk, text, "not a bug"),
    "it is still there": said_again,
    "an update": composed,
    "a correction, and why it is taken back": corrected,
    "Broadcast this": lambda desk, text: desk.asks("UMAREN").choose(
        "broadcast:message", Message("C0GENERAL", "9.7", "UADA", messages.text.escape(text))
    ),
    "an answer to an update, and one back": answered_update,
    "a note of a check-in": noted,
    "what somebody asks time for": asked_for_time,
}


@pytest.fixture
def desk(session: sqlmodel.Session) -> Desk:
    """A desk with BUG-1 by Kenji and UPD-1, whose cards stand in Slack."""
    desk = Desk(session)
    data.settings.record_milestone(session, data.settings.WENT_LIVE, desk.now)
    desk.files()
    kenji, maren = desk.people["UKENJI"], data.people.find(session, "UMAREN")
    assert maren is not None
    tests.programme.add_contract(session, kenji, -30, 60)
    day = desk.now.date()
    update = data.models.Update(
        author_id=maren.id or 0, title="News", text="News", valid_until=day, drafted_at=desk.now, state=SENT
    )
    data.updates.save(session, update)
    data.updates.add_copies(session, [data.models.Copy(update_id=1, person_id=kenji.id or 0, due_at=desk.now)])
    cards = (("bug:1:UKENJI", "DKENJI", "1.1"), ("bug:1", "C0TRIAGE", "2.2"), ("update:1:UKENJI", "DKENJI", "3.3"))
    for key, channel, ts in cards:
        session.merge(data.models.Card(key=key, channel=channel, ts=ts))
    session.flush()
    return desk


@pytest.mark.parametrize("way", WAYS)
def test_private_data_is_stored_and_shown_nowhere(desk: Desk, way: str) -> None:
    for one in sentences():
        reply = WAYS[way](desk, one.text)
        assert leaked(texts(vars(reply) if reply else None), one) == []
    stored = whole_store(desk.session)
    assert [found for one in sentences() for found in leaked(stored, one)] == []


def test_the_law_would_see_it(desk: Desk) -> None:
    (one, *_) = sentences()
    draft = data.outbox.Draft("k", "@UADA", {"text": messages.text.escape(one.text)}, "a test", desk.now)
    data.outbox.enqueue(desk.session, [draft])
    assert leaked(whole_store(desk.session), one) != []


def test_what_is_wrong_in_a_form_is_quoted_to_who_typed_it_and_kept_nowhere(desk: Desk) -> None:
    one = next(one for one in sentences() if len(one.private[0]) < 40)
    reply = desk.kenji.submit("file:report", **(FORM | {"kind": one.private[0]}))
    assert isinstance(reply, commands.replies.Fields)
    refused = desk.ada.refusal(f"/bug pass BUG-1 {one.private[0]}")
    assert "names nobody for certain" in refused
    desk.ada.refusal(f"/bug redact BUG-1 {one.text}")
    assert leaked(whole_store(desk.session), one) == []
