"""Thanks for a freelancer: who may say them, who reads them where, and until when they can be taken back."""

import datetime
import typing

import pytest
import sqlmodel

import commands.replies
import data.forgetting
import data.kudos
import data.models
import jobs.forgetting
import jobs.kudos
import messages.kudos
import rules.errors
import rules.settings
import tests.commands.asking
import tests.programme

Asking = tests.commands.asking.Asking
Kudos = data.models.Kudos
Notice = data.models.Notice
Session = sqlmodel.Session
said = tests.commands.asking.said

NOW = tests.programme.NOW
CHANNEL = "<#C0SUPPORT|support>"
THANKS = "/kudos <@UKENJI> Thank you for *Friday* <!channel>"
ESCAPED = ">Thank you for *Friday* &lt;!channel&gt;"


@pytest.fixture(autouse=True)
def people(session: Session) -> dict[str, data.models.Person]:
    ada, maren = (tests.programme.add(session, *one) for one in (("UADA", "adviser"), ("UMAREN", "manager")))
    tests.programme.add(session, "UTAMSIN", "adviser", "freelancer")
    kenji = tests.programme.add_freelancer(session, "UKENJI", ada)
    return {"ada": ada, "maren": maren, "kenji": kenji}


def waiting(session: Session) -> list[Notice]:
    pending = sqlmodel.select(Notice).where(Notice.state == data.models.NoticeState.PENDING)
    return list(session.exec(pending.order_by(sqlmodel.col(Notice.id))))


def buttons(reply: commands.replies.Reply) -> dict[str, tuple[str, str]]:
    """Each button's action and value by its label."""
    message = typing.cast("commands.replies.Say", reply).message
    found = [one for block in message["blocks"] for one in block.get("elements", ()) if one["type"] == "button"]
    return {one["text"]["text"]: (one["action_id"], one["value"]) for one in found}


def test_the_person_alone_reads_it_after_two_minutes_escaped_and_with_a_why(session: Session) -> None:
    assert Asking(session, "UADA").says(THANKS) == (
        "*Kenji* reads your thanks in 2 minutes, in their direct messages. Until then you can undo it."
    )
    (notice,) = waiting(session)
    assert (notice.lane, notice.due_at, notice.unasked) == ("@UKENJI", NOW + datetime.timedelta(minutes=2), False)
    assert str(notice.payload["text"]).splitlines() == ["*Ada says thank you*", ESCAPED, messages.kudos.WHY]


def test_it_is_counted_and_its_words_are_kept(session: Session, people: dict[str, data.models.Person]) -> None:
    Asking(session, "UADA").says(THANKS)
    Asking(session, "UMAREN", NOW + datetime.timedelta(days=9)).says("/kudos <@UKENJI> For the guide")
    kenji = people["kenji"].id or 0
    assert data.kudos.count(session, kenji) == 2
    assert data.kudos.count(session, kenji, since=NOW + datetime.timedelta(days=1)) == 1
    assert [one.words for one in data.kudos.list_of(session, kenji, limit=1)] == ["For the guide"]
    mine = Asking(session, "UKENJI").says("/program me")
    assert "2; the newest from Maren, Wed 11 March 2026: “For the guide”" in mine


def test_who_was_never_thanked_reads_that_too(session: Session) -> None:
    assert "Thanks: none yet" in Asking(session, "UKENJI").says("/program me").replace("*", "")


def test_undo_takes_it_back_until_it_is_sent_and_only_its_giver_can(session: Session) -> None:
    action, value = buttons(Asking(session, "UADA").command(THANKS))["Undo"]
    other = Asking(session, "UMAREN")
    with pytest.raises(rules.errors.ProgramError, match="can't be undone"):
        other.press(action, subject=value)
    assert said(Asking(session, "UADA").press(action, subject=value)) == "Taken back: Kenji reads nothing of it."
    assert waiting(session) == []
    assert session.exec(sqlmodel.select(Kudos)).all() == []


def test_what_is_sent_stays(session: Session) -> None:
    action, value = buttons(Asking(session, "UADA").command(THANKS))["Undo"]
    (notice,) = waiting(session)
    notice.state = data.models.NoticeState.SENT
    session.add(notice)
    with pytest.raises(rules.errors.ProgramError, match="can't be undone"):
        Asking(session, "UADA").press(action, subject=value)
    assert len(session.exec(sqlmodel.select(Kudos)).all()) == 1


def test_private_data_is_hidden_and_the_giver_is_told(session: Session) -> None:
    text = Asking(session, "UADA").says("/kudos <@UKENJI> You answered ann@example.org well")
    assert "Hidden before it was kept" in text
    assert [one.words for one in session.exec(sqlmodel.select(Kudos))] == ["You answered [e-mail hidden] well"]


def test_the_same_words_within_two_minutes_are_a_slip(session: Session) -> None:
    ada = Asking(session, "UADA")
    ada.says(THANKS)
    assert ada.refusal(THANKS) == "You have just thanked Kenji in these words. Nothing more is sent."
    Asking(session, "UADA", NOW + datetime.timedelta(minutes=3)).says(THANKS)


@pytest.mark.parametrize(
    ("who", "typed", "why"),
    [
        ("UKENJI", "/kudos <@UTAMSIN> Thanks", "This is for programme managers and advisers."),
        ("UTAMSIN", "/kudos <@UTAMSIN> Thanks", "You can't thank yourself here."),
        ("UADA", "/kudos <@UMAREN> Thanks", "Maren is no freelancer, and kudos are for freelancers."),
        ("UADA", "/kudos kenji Thanks", "names nobody for certain"),
        ("UADA", "/kudos <#C1SUPPORT|support> <@UKENJI> Thanks", "Name the person first, and then the channel"),
        ("UADA", "/kudos <@UKENJI> #support Thanks", "“#support” names no channel for certain"),
        ("UADA", f"/kudos <@UKENJI> {'a' * 1001}", "longer than 1,000 characters"),
    ],
)
def test_what_is_refused_says_why(session: Session, who: str, typed: str, why: str) -> None:
    assert why in Asking(session, who).refusal(typed)
    assert waiting(session) == []


def test_who_has_left_can_not_be_thanked(session: Session, people: dict[str, data.models.Person]) -> None:
    people["kenji"].active = False
    assert "deactivated" in Asking(session, "UADA").refusal(THANKS)


# -- forgetting


@pytest.mark.parametrize("who", ["maren", "kenji"])
def test_the_words_go_with_who_said_them_and_with_whom_they_were_for(
    session: Session, people: dict[str, data.models.Person], who: str
) -> None:
    Asking(session, "UMAREN").says("/kudos <@UKENJI> For the long guide\nwith its <pictures>")
    (notice,) = waiting(session)
    notice.state, notice.channel, notice.ts = data.models.NoticeState.SENT, "D0KENJI", "1.1"
    session.add(data.models.Card(key=str(notice.card), channel="D0KENJI", ts="1.1"))
    session.flush()
    forgetting = data.forgetting.plan(session, people[who])
    assert forgetting.counts["kudos"] == 1
    data.forgetting.forget(session, forgetting, NOW, "UADA")
    jobs.forgetting.redraw(session, rules.settings.read({}), forgetting, NOW)
    assert [one.words for one in session.exec(sqlmodel.select(Kudos))] == [data.forgetting.FORMER]
    texts = [str(one.payload) for one in session.exec(sqlmodel.select(Notice))]
    assert not [text for text in texts if "long guide" in text or "pictures" in text]
    edits = [one for one in session.exec(sqlmodel.select(Notice)) if one.kind == data.models.NoticeKind.EDIT]
    assert [one.lane for one in edits if one.state == data.models.NoticeState.PENDING] == (
        ["@UKENJI"] if who == "maren" else []
    )


# -- the form


def test_without_words_a_form_says_who_reads_it_and_sends_it(session: Session) -> None:
    ada = Asking(session, "UADA")
    empty, named = ada.command("/kudos"), ada.command("/kudos <@UKENJI>")
    assert isinstance(empty, commands.replies.Open)
    assert isinstance(named, commands.replies.Open)
    assert "They read it as a direct message" in str(empty.view)
    assert "UKENJI" in str(named.view)
    assert waiting(session) == []
    reply = ada.submit(messages.kudos.FORM, person="<@UKENJI>", words="One.\nTwo.")
    assert "reads your thanks in 2 minutes" in str(reply)
    assert ">One.\n>Two.\n" in str(waiting(session)[0].payload["text"])


def test_the_form_stays_open_for_who_names_themselves(session: Session) -> None:
    reply = Asking(session, "UTAMSIN").submit(messages.kudos.FORM, person="<@UTAMSIN>", words="Well done")
    assert reply == commands.replies.Fields({"person": messages.kudos.not_yourself()})


# -- in a channel


def previewed(session: Session) -> commands.replies.Reply:
    return Asking(session, "UADA").command(THANKS.replace("<@UKENJI>", f"<@UKENJI> {CHANNEL}"))


def test_a_channel_is_shown_first_what_it_would_read(session: Session) -> None:
    text = said(previewed(session))
    assert "*<#C0SUPPORT> will read:*\n*Ada says thank you to Kenji*\n" + ESCAPED in text
    assert "Nothing is sent yet." in text
    assert waiting(session) == []
    assert session.exec(sqlmodel.select(Kudos)).all() == []


def test_send_posts_it_at_once_and_names_the_person(session: Session) -> None:
    action, value = buttons(previewed(session))["Send"]
    assert said(Asking(session, "UADA").press(action, subject=value)) == "Sent to <#C0SUPPORT>: Kenji is named there."
    (notice,) = waiting(session)
    assert (notice.lane, notice.due_at) == ("C0SUPPORT", NOW)
    assert f"*Ada says thank you to* <@UKENJI>\n{ESCAPED}\n" in str(notice.payload["text"])


def test_as_a_direct_message_tells_the_person_alone(session: Session) -> None:
    action, value = buttons(previewed(session))["As a direct message"]
    assert "reads your thanks in 2 minutes" in said(Asking(session, "UADA").press(action, subject=value))
    assert [one.lane for one in waiting(session)] == ["@UKENJI"]


def test_the_longest_words_fit_into_the_preview(session: Session) -> None:
    reply = Asking(session, "UADA").command(f"/kudos <@UKENJI> {CHANNEL} {'ö<' * 500}")
    assert all(len(value) <= 2000 for _, value in buttons(reply).values())


def test_where_muster_can_not_write_the_person_reads_it_directly_and_the_giver_how_to_invite(session: Session) -> None:
    action, value = buttons(previewed(session))["Send"]
    Asking(session, "UADA").press(action, subject=value)
    (post,) = waiting(session)
    assert jobs.kudos.is_in_channel(post)
    post.state = data.models.NoticeState.DROPPED
    session.add(post)
    jobs.kudos.undelivered(session, post, NOW)
    to_kenji, to_ada = waiting(session)
    assert (to_kenji.lane, to_ada.lane) == ("@UKENJI", "@UADA")
    assert not jobs.kudos.is_in_channel(to_kenji)
    assert "*Ada says thank you*" in str(to_kenji.payload["text"])
    assert "type `/invite @Muster` in <#C0SUPPORT>" in str(to_ada.payload["text"])
    assert [one.channel for one in session.exec(sqlmodel.select(Kudos))] == [None]
