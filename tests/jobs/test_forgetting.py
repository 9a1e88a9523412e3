"""After somebody is forgotten, what stands in Slack of their reports says nothing of them either."""

import datetime

import sqlmodel

import data.forgetting
import data.models
import data.remarks
import data.updates
import jobs.forgetting
import jobs.remarks
import jobs.scene
import jobs.updates
import rules.settings
import tests.commands.triage_desk

Desk = tests.commands.triage_desk.Desk
Notice = data.models.Notice


def sent(session: sqlmodel.Session) -> None:
    """All that waited stands in Slack."""
    for notice in session.exec(sqlmodel.select(Notice)):
        notice.state = data.models.NoticeState.SENT
        session.merge(data.models.Card(key=notice.card or notice.key, channel="C0TRIAGE", ts=f"{notice.id}.1"))
    session.flush()


def test_cards_and_copies_are_drawn_anew_and_nothing_goes_to_them(session: sqlmodel.Session) -> None:
    desk = Desk(session)
    desk.people["UKENJI"].name = "Kenji Paperfold"
    report = desk.files("Zorro's checkout fails")
    remark = data.models.Remark(author_id=desk.people["UKENJI"].id or 0, words="It is Zorro", at=desk.now)
    scene = jobs.scene.Scene(session, rules.settings.read({"triage_channel": "C0TRIAGE"}), desk.now)
    jobs.remarks.reply(scene, data.remarks.add(session, remark), report)
    sent(session)
    desk.later(hours=1)
    forgetting = data.forgetting.plan(session, desk.people["UKENJI"])
    data.forgetting.forget(session, forgetting, desk.now, "UMAREN")
    jobs.forgetting.redraw(session, scene.programme, forgetting, desk.now)
    waiting = session.exec(sqlmodel.select(Notice).where(Notice.state == data.models.NoticeState.PENDING))
    edits = {str(one.card): str(one.payload) for one in waiting}
    assert set(edits) == {"bug:1", "remark:1:triage"}
    assert all("former member" in one for one in edits.values())
    assert [one for one in edits.values() if "Zorro" in one or "Paperfold" in one] == []


def test_updates_that_name_them_and_cards_of_those_that_they_sent_are_drawn_anew(session: sqlmodel.Session) -> None:
    desk = Desk(session)
    ada, bola = desk.people["UADA"], desk.people["UBOLA"]
    bola.name = "Bola Brightwater"
    scene = jobs.scene.Scene(session, rules.settings.read({"triage_channel": "C0TRIAGE"}), desk.now)
    for author, text in ((bola, "Prices"), (ada, "Ask Bola Brightwater")):
        update = data.models.Update(
            author_id=author.id or 0, title="News", text=text, valid_until=desk.now.date(), drafted_at=desk.now
        )
        update.valid_until += datetime.timedelta(days=9)
        jobs.updates.send(scene, data.updates.save(session, update))
    sent(session)
    desk.later(hours=1)
    forgetting = data.forgetting.plan(session, bola)
    data.forgetting.forget(session, forgetting, desk.now, "UMAREN")
    jobs.forgetting.redraw(session, scene.programme, forgetting, desk.now)
    waiting = session.exec(sqlmodel.select(Notice).where(Notice.state == data.models.NoticeState.PENDING))
    edits = {str(one.card): str(one.payload) for one in waiting}
    assert "by former member" in edits["update:1"]
    assert "update:1:UADA" not in edits
    assert [one for one in edits.values() if "Brightwater" in one] == []
