"""Forgetting somebody: no name, address or word of theirs is left anywhere in the store, and the rest stays."""

import json
import typing

import pytest
import sqlalchemy
import sqlmodel

import data.audit
import data.awaited
import data.forgetting
import data.models
import data.outbox
import data.requests
import tests.programme

NOW = tests.programme.NOW
SENT, PENDING = data.models.NoticeState.SENT, data.models.NoticeState.PENDING
MARKED = ("Zsófia Ærø", "Zsofia Older", "zsofia@muster.test", "private matter", "mon-fri 06:00-07:00", "Klingon")
"""Every word that stands somewhere in the store because of her."""


@pytest.fixture
def zsofia(session: sqlmodel.Session) -> data.models.Person:
    """A former freelancer of whom the store holds something in every place where it can."""
    ada = tests.programme.add(session, "UADA", "adviser")
    hers: dict[str, typing.Any] = {
        "name": MARKED[0],
        "email": "Zsofia@muster.test",
        "working_hours": MARKED[4],
        "languages": [MARKED[5]],
    }
    person = tests.programme.add_freelancer(
        session, "UZSOFIA", ada, starts=-60, last_day=-10, reason=MARKED[3], until=NOW.date(), **hers
    )
    words = {"name": "Zsofia Older", "roles": ["freelancer"], "terms": [{"starts": "2026-01-01", "weekly_hours": 20.0}]}
    data.audit.record(session, NOW, "UMA", "roster.change", "UZSOFIA", words, {"name": MARKED[0], "adviser": "UADA"})
    data.audit.record(session, NOW, "UMA", "roster.await", MARKED[2], None, {"email": MARKED[2]})
    data.audit.record(session, NOW, "UMA", "note.add", "UADA", None, {"text": f"Thanks to {MARKED[0]}!", "n": 3})
    data.awaited.record(session, MARKED[2], [{"email": MARKED[2], "name": MARKED[0]}], NOW)
    for lane, text in (("@UZSOFIA", "hello"), ("@UADA", f"{MARKED[0]} leaves, says Zsofia Older"), ("@UADA", "other")):
        key = f"left:{lane}:{text}"[:14] + str(len(text))
        data.outbox.enqueue(session, [data.outbox.Draft(key, lane, {"text": text}, "a test", NOW)])
    for reader, text in ((person, "good morning"), (ada, f"{MARKED[0]} is away")):
        part: dict[str, typing.Any] = {"kind": "gap", "reason": "a test", "due_at": NOW, "payload": {"text": text}}
        key = f"part:{reader.slack_id}"
        session.add(data.models.MorningPart(key=key, person_id=reader.id or 0, **part))
    write_about_reports(session, person, ada)
    write_about_updates(session, person, ada)
    data.requests.record(session, "key", {"kind": "say", "message": {"text": f"• {MARKED[0]}"}}, NOW)
    data.outbox.record_direct_message(session, "UZSOFIA", "DZSOFIA")
    session.flush()
    return person


HERS = (
    "Her own title",
    "what she saw",
    "her & own steps",
    "she saw it too",
    "she replied",
    "her free words",
    "pic.png",
    "her answer to an update",
)
"""What she wrote in and about reports."""

OTHERS = ("Bola's title", "Bola saw this", "we solved it", "which browser", "what Bola replied", "an edited area")
"""What others wrote in and about the same."""


def write_about_reports(session: sqlmodel.Session, zsofia: data.models.Person, ada: data.models.Person) -> None:
    """A report of hers that Bola saw too, and one of Bola's that she saw too."""
    bola = tests.programme.add(session, "UBOLA", "freelancer")
    one = report(session, zsofia, title=HERS[0], happened=HERS[1], steps=HERS[2], area=OTHERS[5], question=OTHERS[3])
    other = report(session, bola, title=OTHERS[0], happened=f"{OTHERS[1]}, says {MARKED[0]}", closing=OTHERS[2])
    for about, who, words in ((one, bola, OTHERS[1]), (other, zsofia, HERS[3])):
        session.add(data.models.Reporter(report_id=about, person_id=who.id or 0, joined_at=NOW, words=words))
    remarks = [(one, zsofia, HERS[4]), (one, bola, OTHERS[4]), (None, zsofia, HERS[5])]
    for place, (about_id, who, words) in enumerate(remarks):
        files = {"a picture": f"https://x/{HERS[6]}"} if words == HERS[4] else {}
        remark = {
            "report_id": about_id,
            "author_id": who.id,
            "words": words,
            "at": NOW,
            "ts": f"{place}",
            "files": files,
        }
        session.add(data.models.Remark(**remark))  # type: ignore[arg-type]  # its columns
    for act, who, words in (("edit", ada, "area"), ("ask", ada, OTHERS[3]), ("answer", zsofia, HERS[4])):
        event(session, one, act, who, words)
    event(session, other, "resolve", ada, OTHERS[2])
    shown = f"*BUG-{one}* {HERS[0]}\n>{HERS[1]}\n>her &amp; own steps"
    for key, state, lane in (
        ("sent", "sent", "C0TRIAGE"),
        ("waits", "pending", "C0TRIAGE"),
        ("home", "sent", "home:UADA"),
    ):
        row: dict[str, typing.Any] = {"payload": {"text": shown, "type": "section"}, "reason": "a test", "due_at": NOW}
        row["state"] = state
        card = None if key == "home" else f"bug:{one}"
        kind = data.models.NoticeKind.POST
        session.add(data.models.Notice(key=f"bug:{key}", kind=kind, lane=lane, card=card, **row))
    session.flush()


UPDATES = ("what she sent", "Thanks to former member", "with former member")
"""What stays of updates: the programme said it."""


def write_about_updates(session: sqlmodel.Session, zsofia: data.models.Person, ada: data.models.Person) -> None:
    """An update that she sent, one that names her, and what she and Ada answered to that."""
    for author, title in ((zsofia, UPDATES[0]), (ada, f"Thanks to {MARKED[0]}")):
        sent: dict[str, typing.Any] = {"valid_until": NOW.date(), "drafted_at": NOW, "sent_at": NOW, "state": "sent"}
        text = f"News, with {MARKED[0]}"
        session.add(data.models.Update(author_id=author.id or 0, title=title, text=text, correction=text, **sent))
    session.flush()
    session.add(data.models.Copy(update_id=2, person_id=zsofia.id or 0, due_at=NOW, acknowledged_at=NOW))
    for author, words in ((zsofia, HERS[7]), (ada, f"Thank you, {MARKED[0]}")):
        session.add(
            data.models.Remark(author_id=author.id or 0, update_id=2, words=words, at=NOW, ts=f"{author.slack_id}")
        )
    session.flush()


def test_updates_stay_without_their_name_and_so_does_who_got_them(
    session: sqlmodel.Session, zsofia: data.models.Person
) -> None:
    forget(session, zsofia)
    left = everything(session)
    assert [words for words in UPDATES if words.lower() not in left] == []
    copy = session.exec(sqlmodel.select(data.models.Copy)).one()
    assert copy.acknowledged_at == NOW


def report(session: sqlmodel.Session, by: data.models.Person, **texts: str) -> int:
    columns: dict[str, typing.Any] = {"filed_at": NOW, "changed_at": NOW, "expected_by": NOW, **texts}
    row = data.models.Report(kind=data.models.ReportKind.BROKEN, **columns)
    session.add(row)
    session.flush()
    event(session, row.id or 0, "file", by, None)
    session.add(data.models.Reporter(report_id=row.id or 0, person_id=by.id or 0, joined_at=NOW))
    return row.id or 0


def event(session: sqlmodel.Session, report_id: int, act: str, by: data.models.Person, words: str | None) -> None:
    state = data.models.ReportState.NEW
    row = data.models.ReportEvent(report_id=report_id, at=NOW, actor_id=by.id, act=act, state=state, words=words)
    session.add(row)
    session.flush()


def everything(session: sqlmodel.Session) -> str:
    """The whole store as text."""
    rows = [
        row for table in sqlmodel.SQLModel.metadata.sorted_tables for row in session.execute(sqlalchemy.select(table))
    ]
    return json.dumps([[str(value) for value in row] for row in rows], ensure_ascii=False).lower()


def forget(session: sqlmodel.Session, person: data.models.Person) -> None:
    data.forgetting.forget(session, data.forgetting.plan(session, person), NOW, "UMA")
    session.flush()


def test_nothing_of_them_is_left(session: sqlmodel.Session, zsofia: data.models.Person) -> None:
    before = everything(session)
    assert [word for word in (*MARKED, *HERS) if word.lower() not in before] == []
    forget(session, zsofia)
    after = everything(session)
    assert [word for word in (*MARKED, *HERS) if word.lower() in after] == []
    assert "hello" not in after
    assert "good morning" not in after
    assert "former member is away" in after


def test_ids_dates_counts_and_what_others_said_stay(session: sqlmodel.Session, zsofia: data.models.Person) -> None:
    counts = {table.name: rows(session, table) for table in sqlmodel.SQLModel.metadata.sorted_tables}
    forget(session, zsofia)
    left = {table.name: rows(session, table) for table in sqlmodel.SQLModel.metadata.sorted_tables}
    assert left == counts | {"awaited": 0, "direct_message": 0, "audit": counts["audit"] + 1}
    (first, second, third) = data.audit.list_about(session, "UZSOFIA")
    assert first.before == {
        "name": "former member",
        "roles": ["freelancer"],
        "terms": [{"starts": "2026-01-01", "weekly_hours": 20.0}],
    }
    assert first.after == {"name": "former member", "adviser": "UADA"}
    assert (second.action, second.after) == ("roster.await", {"email": "former member"})
    assert (third.action, third.actor) == ("person.forget", "UMA")
    (note,) = data.audit.list_about(session, "UADA")
    assert note.after == {"text": "Thanks to former member!", "n": 3}
    texts = [one.payload for one in session.exec(sqlmodel.select(data.models.Notice))]
    assert {"text": "other"} in texts
    assert {"text": "former member leaves, says former member"} in texts


def test_what_others_wrote_about_the_same_reports_stays(session: sqlmodel.Session, zsofia: data.models.Person) -> None:
    forget(session, zsofia)
    after = everything(session)
    assert [words for words in OTHERS if words.lower() not in after] == []
    assert "bola saw this, says former member" in after
    waits = session.exec(sqlmodel.select(data.models.Notice).where(data.models.Notice.key == "bug:waits")).one()
    session.refresh(waits)
    assert waits.payload == {"text": "*BUG-1* former member\n>former member\n>former member", "type": "section"}


def rows(session: sqlmodel.Session, table: sqlalchemy.Table) -> int:
    return int(session.execute(sqlalchemy.select(sqlalchemy.func.count()).select_from(table)).scalar_one())


def test_what_waits_for_them_is_dropped_and_what_waits_for_others_is_not(
    session: sqlmodel.Session, zsofia: data.models.Person
) -> None:
    forget(session, zsofia)
    waiting = {one.lane for one in session.exec(sqlmodel.select(data.models.Notice)) if one.state == PENDING}
    assert waiting == {"@UADA", "C0TRIAGE"}


def test_they_are_inactive_and_known_as_former_members(session: sqlmodel.Session, zsofia: data.models.Person) -> None:
    forget(session, zsofia)
    session.refresh(zsofia)
    assert (zsofia.name, zsofia.email, zsofia.active, zsofia.forgotten_at) == ("former member", None, False, NOW)
    assert zsofia.roles == {data.models.Role.FREELANCER}


def test_the_preview_changes_nothing_and_its_version_is_the_contents(
    session: sqlmodel.Session, zsofia: data.models.Person
) -> None:
    before = everything(session)
    first, second = (data.forgetting.plan(session, zsofia) for _ in range(2))
    assert everything(session) == before
    assert first.version == second.version
    data.audit.record(session, NOW, "UMA", "roster.change", "UZSOFIA", None, {"name": "Another"})
    assert data.forgetting.plan(session, zsofia).version != first.version


def test_the_preview_counts_every_kind(session: sqlmodel.Session, zsofia: data.models.Person) -> None:
    assert data.forgetting.plan(session, zsofia).counts == {
        "assignment": 1,
        "audit": 3,
        "report": 2,
        "reporter": 1,
        "report_event": 1,
        "remark": 4,
        "product_update": 2,
        "outbox": 5,
        "morning_part": 2,
        "request_key": 1,
        "direct_message": 1,
        "awaited": 1,
    }


def test_forgetting_again_finds_nothing(session: sqlmodel.Session, zsofia: data.models.Person) -> None:
    forget(session, zsofia)
    assert data.forgetting.plan(session, zsofia).counts == {}


def test_a_name_of_one_word_is_not_looked_for_among_others(session: sqlmodel.Session) -> None:
    may = tests.programme.add(session, "UMAY", "adviser", name="May")
    data.audit.record(session, NOW, "UMA", "note.add", "UADA", None, {"text": "until May"})
    forget(session, may)
    assert data.audit.list_about(session, "UADA")[0].after == {"text": "until May"}


def test_a_name_shaped_like_an_id_goes_too(session: sqlmodel.Session) -> None:
    uwe = tests.programme.add(session, "UUWE", "adviser", name="UWE")
    data.audit.record(session, NOW, "UMA", "roster.add", "UUWE", None, {"name": "UWE", "adviser": "UADA"})
    forget(session, uwe)
    assert data.audit.list_about(session, "UUWE")[0].after == {"name": "former member", "adviser": "UADA"}
