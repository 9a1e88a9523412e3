"""What somebody reads of the updates that they got, and who may see whose receipts are missing."""

import datetime
import typing

import pytest
import sqlmodel

import commands.replies
import data.duty
import data.models
import data.people
import data.receipts
import data.settings
import data.updates
import jobs.scene
import jobs.updates
import sandbox.blocks
import tests.commands.asking
import tests.programme

NOW = tests.programme.NOW
MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)
Asking = tests.commands.asking.Asking
Session = sqlmodel.Session
Update = data.models.Update


@pytest.fixture
def people(session: Session) -> Session:
    """Maren manages, Ada advises Kenji, Bola advises nobody; Flor has no adviser. Nobody is on duty."""
    tests.programme.add(session, "UMAREN", "manager")
    ada = tests.programme.add(session, "UADA", "adviser")
    tests.programme.add(session, "UBOLA", "adviser")
    tests.programme.add_freelancer(session, "UKENJI", ada)
    tests.programme.add_freelancer(session, "UFLOR")
    return session


def scene(session: Session, now: datetime.datetime = NOW) -> jobs.scene.Scene:
    return jobs.scene.load(session, now)


def sends(session: Session, title: str = "New checkout", by: str = "UMAREN", **columns: typing.Any) -> Update:
    """Sent a day ago."""
    author = data.people.find(session, by)
    assert author is not None
    row = {"author_id": author.id, "title": title, "text": "Look.", "drafted_at": NOW - DAY, "wants_receipt": True}
    update = Update(**(row | {"valid_until": NOW.date() + 20 * DAY} | columns))
    jobs.updates.send(scene(session, NOW - DAY), update)
    return update


def latest(session: Session, who: str = "UKENJI") -> list[str]:
    """The headlines in `/broadcast latest`."""
    text = Asking(session, who).says("/broadcast latest")
    return [line.split("*")[1] for line in text.splitlines() if line.startswith("*UPD-")]


def lists(session: Session, who: str, words: str = "") -> list[str]:
    text = Asking(session, who).says(f"/broadcast list {words}")
    return [line.split("*")[1] for line in text.splitlines() if line.startswith("• ")]


def test_latest_has_what_waits_for_a_receipt_first_then_the_newest(people: Session) -> None:
    sends(people, "First")
    sends(people, "Second", wants_receipt=False)
    sends(people, "Third")
    Asking(people, "UKENJI").press("got:update", subject="3")
    assert latest(people) == ["UPD-1 · First", "UPD-3 · Third", "UPD-2 · Second"]
    assert latest(people, "UMAREN") == []


def test_a_got_it_in_a_list_is_answered_with_how_many_are_left_and_one_under_a_copy_is_not(people: Session) -> None:
    for title in ("First", "Second", "Third"):
        sends(people, title)
    kenji = Asking(people, "UKENJI")
    assert kenji.press("got:update", subject="1") == commands.replies.Done()
    said = tests.commands.asking.said(kenji.press("got:update", subject="2:list"))
    assert said == "You have got UPD-2. Thank you. 1 more waits for it: `/broadcast latest`."
    again = tests.commands.asking.said(kenji.press("got:update", subject="2:list"))
    assert again == said


def test_what_is_over_undone_or_not_on_its_way_yet_is_not_in_latest(people: Session) -> None:
    sends(people, "Over", valid_until=NOW.date())
    sends(people, "Later", starts=NOW + DAY)
    sends(people, "Cancelled").state = data.models.UpdateState.CANCELLED
    sends(people, "Good")
    assert latest(people) == ["UPD-4 · Good"]


def test_a_list_shows_managers_all_and_others_what_they_got_or_wrote(people: Session) -> None:
    sends(people, "For Ada's", caseloads=["UADA"])
    sends(people, "By Bola", by="UBOLA", caseloads=["UADA"])
    retracted = sends(people, "Retracted")
    retracted.state, retracted.ended_at = data.models.UpdateState.RETRACTED, NOW
    assert lists(people, "UMAREN") == ["UPD-3 · Retracted", "UPD-2 · By Bola", "UPD-1 · For Ada's"]
    assert lists(people, "UKENJI") == ["UPD-2 · By Bola", "UPD-1 · For Ada's"]
    assert lists(people, "UBOLA") == ["UPD-2 · By Bola"]
    assert lists(people, "UFLOR") == []


def test_whom_a_cancelled_update_had_not_reached_does_not_find_it(people: Session) -> None:
    update = sends(people)
    copy = data.updates.find_copy(people, update.id or 0, data.people.find(people, "UFLOR").id or 0)  # type: ignore[union-attr]  # she is there
    assert copy is not None
    copy.due_at = NOW + DAY
    update.state, update.ended_at = data.models.UpdateState.CANCELLED, NOW + MINUTE
    people.flush()
    assert lists(people, "UKENJI") == ["UPD-1 · New checkout"]
    assert lists(people, "UFLOR") == []


def test_a_search_finds_every_word_in_title_or_text_in_any_case_and_takes_signs_as_they_are(people: Session) -> None:
    sends(people, "New checkout", text="Prices fell by 5% today.")
    sends(people, "New basket", text="Nothing else.")
    assert lists(people, "UMAREN", "CHECKOUT prices") == ["UPD-1 · New checkout"]
    assert lists(people, "UMAREN", "checkout nothing") == []
    assert lists(people, "UMAREN", "5%") == ["UPD-1 · New checkout"]
    assert lists(people, "UMAREN", "%") == ["UPD-1 · New checkout"]
    assert lists(people, "UMAREN", "_") == []


def test_long_lists_come_in_pages_that_slack_takes(people: Session) -> None:
    for number in range(1, 18):
        sends(people, f"{number} " + "&" * 148, text="<" * 2900)
    for command in ("/broadcast list &", "/broadcast latest"):
        reply = Asking(people, "UKENJI").command(command)
        assert isinstance(reply, commands.replies.Say)
        assert sandbox.blocks.check(reply.message["blocks"], sandbox.blocks.MESSAGE) == []
    second = tests.commands.asking.said(Asking(people, "UKENJI").press("list:update", subject="1:&"))
    assert "*Updates with “&amp;”:* 16 to 17 of 17" in second
    last = tests.commands.asking.said(Asking(people, "UKENJI").press("latest:update", subject="99"))
    assert "16 to 17 of 17" in last


def test_receipts_are_seen_by_the_author_and_managers_and_by_no_other_adviser(people: Session) -> None:
    sends(people, by="UBOLA")
    for who in ("UMAREN", "UBOLA"):
        assert Asking(people, who).says("/broadcast unread UPD-1").startswith("*UPD-1 · New checkout:* 3 people have")
    for command in ("unread", "nudge"):
        refused = Asking(people, "UADA").refusal(f"/broadcast {command} UPD-1")
        assert refused == "Only its author, who is on duty, and managers can do that."


def test_unread_is_by_adviser_and_shrinks_with_every_receipt(people: Session) -> None:
    sends(people)
    maren = Asking(people, "UMAREN")
    assert maren.says("/broadcast unread 1").splitlines()[1:3] == [
        "• Adviser Ada: Kenji",
        "• Without an adviser: Ada, Bola and Flor",
    ]
    for who in ("UKENJI", "UADA", "UBOLA", "UFLOR"):
        Asking(people, who).press("got:update", subject="1")
    assert maren.says("/broadcast unread UPD-1") == "*UPD-1 · New checkout:* everybody has said *Got it*."


def test_what_asks_for_no_receipt_has_none_missing_and_a_draft_is_nobodys_business(people: Session) -> None:
    sends(people, wants_receipt=False)
    data.updates.save(people, Update(author_id=1, title="Draft", text="", valid_until=NOW.date(), drafted_at=NOW))
    maren = Asking(people, "UMAREN")
    assert maren.refusal("/broadcast unread UPD-1") == "UPD-1 asks nobody for a *Got it*, so nobody's is missing."
    for number in (2, 3):
        assert maren.refusal(f"/broadcast unread UPD-{number}").startswith(f"There is no UPD-{number}.")
    assert maren.refusal("/broadcast unread checkout").startswith("“checkout” is no update: write its number")


def test_nudge_asks_those_who_have_it_and_nobody_once_it_is_of_no_use(people: Session) -> None:
    sends(people)
    Asking(people, "UKENJI").press("got:update", subject="1")
    maren = Asking(people, "UMAREN")
    assert maren.says("/broadcast nudge UPD-1").startswith("3 people are asked for their *Got it* to UPD-1")
    nudges = people.exec(
        sqlmodel.select(data.models.Notice).where(sqlmodel.col(data.models.Notice.thread).is_not(None))
    )
    found = {notice.lane: notice.thread for notice in nudges}
    assert found == {f"@{who}": f"update:1:{who}" for who in ("UADA", "UBOLA", "UFLOR")}
    assert "less than a day ago" in maren.refusal("/broadcast nudge UPD-1")
    late = Asking(people, "UMAREN", NOW + 30 * DAY)
    assert late.refusal("/broadcast nudge UPD-1") == "UPD-1 is of no use any more, so nobody is asked for it."


# -- whom it reaches, and when


def copies(session: Session, update: Update) -> dict[str, tuple[datetime.datetime, bool]]:
    rows = data.receipts.list_unread(session, update.id or 0)
    return {person.slack_id: (copy.due_at, copy.in_channel) for copy, person in rows}


def is_away(session: Session, who: str, days: int) -> None:
    person = data.people.find(session, who)
    assert person is not None
    first = (NOW - DAY).date()
    data.duty.add_absence(session, person.id or 0, first, first + days * DAY, NOW - 2 * DAY)


def test_who_is_away_gets_it_on_their_first_morning_back_and_past_its_use_not_at_all(people: Session) -> None:
    is_away(people, "UKENJI", 10)
    is_away(people, "UFLOR", 40)
    found = copies(people, sends(people))
    assert found["UKENJI"] == (datetime.datetime(2026, 3, 11, 9, tzinfo=datetime.UTC), False)
    assert sorted(found) == ["UADA", "UBOLA", "UKENJI"]


def test_urgent_ones_go_at_once_to_whoever_is_away_too(people: Session) -> None:
    is_away(people, "UKENJI", 40)
    update = sends(people, urgent=True)
    assert copies(people, update)["UKENJI"] == (update.leaves_at, False)


def test_who_is_in_the_channel_has_it_there_unless_it_is_urgent_or_asks_for_a_receipt(people: Session) -> None:
    data.settings.record(people, "updates_channel", "C0UPDATES")
    people.add(data.models.ChannelMember(channel="C0UPDATES", slack_id="UKENJI"))
    people.add(data.models.ChannelMember(channel="C0OTHER", slack_id="UFLOR"))
    kinds: dict[str, dict[str, typing.Any]] = {
        "plain": {"wants_receipt": False},
        "urgent": {"wants_receipt": False, "urgent": True},
        "receipt": {},
    }
    found = {kind: copies(people, sends(people, **columns)) for kind, columns in kinds.items()}
    assert [who for who, (_, there) in found["plain"].items() if there] == ["UKENJI"]
    assert not any(there for kind in ("urgent", "receipt") for _, there in found[kind].values())


def test_a_copy_that_could_not_be_sent_while_it_was_of_use_is_let_go_of_and_its_receipt_is_not(people: Session) -> None:
    sends(people)
    notice = data.models.Notice
    (copy,) = people.exec(sqlmodel.select(notice).where(notice.card == "update:1:UKENJI"))
    assert copy.stale_at == datetime.datetime(2026, 3, 22, tzinfo=datetime.UTC)
    copy.state = data.models.NoticeState.SENT
    people.add(data.models.Card(key="update:1:UKENJI", channel="D1", ts="1.1"))
    people.flush()
    Asking(people, "UKENJI").press("got:update", subject="1")
    edit = people.exec(sqlmodel.select(notice).where(notice.card == "update:1:UKENJI", notice.kind == "edit")).one()
    assert edit.stale_at is None


def test_who_has_no_copy_is_counted_apart_and_nobody_is_asked_for_what_was_cancelled(people: Session) -> None:
    update = sends(people)
    for copy in people.exec(sqlmodel.select(data.models.Copy)):
        copy.due_at = NOW + DAY
    assert Asking(people, "UMAREN").says("/broadcast unread UPD-1") == (
        "*UPD-1 · New checkout:* everybody who has a copy has said *Got it*. 4 more have no copy of it."
    )
    update.state, update.ended_at = data.models.UpdateState.CANCELLED, NOW
    people.flush()
    text = Asking(people, "UMAREN", NOW + 2 * DAY).says("/broadcast unread UPD-1")
    assert text.endswith("4 more have no copy of it.")


def test_whose_copy_waits_for_their_hours_may_read_it_by_its_number_as_in_the_list(people: Session) -> None:
    sends(people)
    for copy in people.exec(sqlmodel.select(data.models.Copy)):
        copy.due_at = NOW + DAY
    assert latest(people) == ["UPD-1 · New checkout"]
    assert Asking(people, "UKENJI").says("/broadcast UPD-1").startswith("*New checkout*")


def test_what_has_not_left_is_read_by_nobody(people: Session) -> None:
    update = sends(people)
    update.leaves_at = NOW + DAY
    people.flush()
    assert latest(people) == []
    assert Asking(people, "UKENJI").refusal("/broadcast UPD-1").startswith("There is no UPD-1 that you can see.")
