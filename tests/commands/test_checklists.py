"""`/contract checklist` and `/contract template`: who sees and ticks what, and who changes what there is to do."""

import datetime
import typing

import pytest
import sqlmodel

import commands.replies
import data.audit
import data.checklists
import data.forgetting
import data.models
import data.people
import data.renewals
import data.rows
import data.settings
import jobs.checklists
import rules.errors
import tests.commands.asking
import tests.programme

Asking = tests.commands.asking.Asking
Item = data.models.ChecklistItem
Session = sqlmodel.Session
said = tests.commands.asking.said

NOW = tests.programme.NOW


@pytest.fixture
def programme(session: Session) -> Session:
    """Kenji, whose term begins today and whom Ada advises; Ben advises somebody else."""
    tests.programme.add(session, "UMAREN", "manager")
    ada, ben = (tests.programme.add(session, slack_id, "adviser") for slack_id in ("UADA", "UBEN"))
    tests.programme.add_freelancer(session, "UKENJI", ada, starts=0, last_day=90)
    tests.programme.add_freelancer(session, "UAMARA", ben, starts=-30)
    data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW)
    jobs.checklists.tick(session, NOW)
    return session


def find(session: Session, words: str) -> Item:
    return next(one for one in session.exec(sqlmodel.select(Item)) if one.words.startswith(words))


def leaves(session: Session) -> None:
    """Kenji was told that it ends."""
    kenji = data.people.find(session, "UKENJI")
    assert kenji is not None
    contract = data.renewals.find_latest(session, kenji.id or 0)
    assert contract is not None
    decision = data.models.Decision(
        contract_id=contract.id or 0, actor_id=1, at=NOW, choice=data.models.Choice.END, told_at=NOW
    )
    data.rows.save(session, decision)
    jobs.checklists.tick(session, NOW)


def drawn(reply: commands.replies.Reply) -> list[dict[str, typing.Any]]:
    """The buttons of an answer."""
    blocks = typing.cast("commands.replies.Say", reply).message["blocks"]
    found = [one for block in blocks for one in block.get("elements", [])] + [
        block["accessory"] for block in blocks if "accessory" in block
    ]
    return [one for one in found if one["type"] == "button"]


# -- one person's


def test_a_manager_reads_all_of_it_with_owner_day_and_buttons(programme: Session) -> None:
    reply = Asking(programme, "UMAREN").command("/contract checklist <@UKENJI>")
    text = said(reply)
    assert text.startswith("*Checklist of Kenji* · CON-1, from Mon 2 March 2026\n*Onboarding*: 0 of 9 done\n")
    assert "• Say welcome, and show them how to reach you · Ada, Mon 2 March 2026" in text
    assert "Offboarding" not in text
    assert "back" not in text
    assert [one["text"]["text"] for one in drawn(reply)] == ["Done"] * 9


def test_their_adviser_ticks_their_own_items_and_sees_the_others(programme: Session) -> None:
    reply = Asking(programme, "UADA").command("/contract checklist <@UKENJI>")
    assert "Give access to the help desk, and to the tools of their products · Maren" in said(reply)
    assert len(drawn(reply)) == 4


def test_a_freelancer_reads_what_is_theirs_to_do(programme: Session) -> None:
    for typed in ("/contract checklist", "/contract checklist <@UKENJI>"):
        text = Asking(programme, "UKENJI").says(typed)
        assert text.startswith("*Your checklist* · CON-1, from Mon 2 March 2026\n*Onboarding*: 0 of 3 done\n")
        assert "• Read the guides of your products · Thu 5 March 2026" in text
        assert text.count("•") == 3


@pytest.mark.parametrize(
    ("who", "typed", "why"),
    [
        ("UBEN", "/contract checklist <@UKENJI>", "Kenji's checklist is for the managers and their adviser."),
        ("UAMARA", "/contract checklist <@UKENJI>", "Kenji's checklist is for the managers and their adviser."),
        (
            "UAMARA",
            "/contract checklist",
            "You have no checklist now. You get one 14 days before a new contract begins.",
        ),
        (
            "UMAREN",
            "/contract checklist <@UAMARA>",
            "that began before Muster went live, that was added long after its",
        ),
        ("UMAREN", "/contract checklist <@UBEN>", "Ben has no checklist yet. One is made 14 days before a contract"),
        ("UMAREN", "/contract checklist", "Whose checklist? Write their name as an @mention"),
        ("UADA", "/contract template", "This is for programme managers."),
    ],
)
def test_who_may_not_or_asks_for_nothing_reads_why(programme: Session, who: str, typed: str, why: str) -> None:
    assert why in Asking(programme, who).refusal(typed)


def test_a_tick_says_who_did_it_and_can_be_undone(programme: Session) -> None:
    ada, item = Asking(programme, "UADA"), str(find(programme, "Say welcome").id)
    done = ada.press("tick:item", subject=item, in_private=True)
    assert "• ~Say welcome, and show them how to reach you~ · done by Ada" in said(done)
    assert "1 of 9 done" in said(done)
    assert "Undo" in [one["text"]["text"] for one in drawn(done)]
    undone = ada.press("untick:item", subject=item, in_private=True)
    assert "0 of 9 done" in said(undone)
    actions = [one.action for one in data.audit.list_about(programme, "UKENJI")]
    assert actions == ["checklist.tick", "checklist.untick"]


def test_in_a_morning_message_there_is_nothing_to_say_for_it_is_edited(programme: Session) -> None:
    item = find(programme, "Say welcome")
    for _ in range(2):
        assert isinstance(Asking(programme, "UADA").press("tick:item", subject=str(item.id)), commands.replies.Done)
    assert len(data.audit.list_about(programme, "UKENJI")) == 1


@pytest.mark.parametrize(("who", "words"), [("UBEN", "Say welcome"), ("UKENJI", "Give access"), ("UADA", "Give acc")])
@pytest.mark.parametrize("action", ["tick:item", "untick:item"])
def test_what_is_another_s_can_t_be_ticked(programme: Session, who: str, words: str, action: str) -> None:
    item = find(programme, words)
    with pytest.raises(rules.errors.ProgramError, match="This item is not yours"):
        Asking(programme, who).press(action, subject=str(item.id))
    assert item.ticked_at is None


# -- the end


def test_an_offboarding_is_there_for_managers_and_adviser_once_they_were_told(programme: Session) -> None:
    maren, ada = Asking(programme, "UMAREN"), Asking(programme, "UADA")
    assert "Offboarding" not in maren.says("/contract checklist <@UKENJI>")
    leaves(programme)
    assert "*Offboarding*: 0 of 7 done, last day Sun 31 May 2026" in maren.says("/contract checklist <@UKENJI>")
    assert "let it expire on the last day of the contract" in ada.says("/contract checklist <@UKENJI>")
    assert "like them back?*" not in ada.says("/contract checklist <@UKENJI>")
    assert "*Offboarding*: 0 of 1 done" in Asking(programme, "UKENJI").says("/contract checklist")


def test_whether_they_are_wanted_back_is_kept_and_read_when_they_come_back(programme: Session) -> None:
    leaves(programme)
    maren = Asking(programme, "UMAREN")
    buttons = {one["text"]["text"]: one for one in drawn(maren.command("/contract checklist <@UKENJI>"))}
    answered = maren.press("rejoin:contract", subject=buttons["Not sure"]["value"], in_private=True)
    assert "You said: not sure." in said(answered)
    maren.press("rejoin:contract", subject=buttons["Yes"]["value"], in_private=True)
    later = Asking(programme, "UMAREN", NOW + datetime.timedelta(days=200))
    opened = later.command("/contract add <@UKENJI>")
    assert isinstance(opened, commands.replies.Open)
    assert opened.view["blocks"][1]["text"]["text"] == (
        "They were here until Sun 31 May 2026 (CON-1). Would we like them back? *yes*"
    )
    assert [one.after for one in data.audit.list_about(programme, "UKENJI")] == [{"contract": 1}] * 2


def test_of_others_nothing_is_said_when_a_term_is_added(programme: Session) -> None:
    opened = Asking(programme, "UMAREN").command("/contract add <@UAMARA>")
    assert isinstance(opened, commands.replies.Open)
    assert "like them back" not in str(opened.view)


def test_an_answer_is_one_of_three(programme: Session) -> None:
    with pytest.raises(rules.errors.ProgramError, match="no such contract"):
        Asking(programme, "UMAREN").press("rejoin:contract", subject="1:never")


def test_nobody_answers_that_of_themselves(programme: Session) -> None:
    leaves(programme)
    kenji = data.people.find(programme, "UKENJI")
    assert kenji is not None
    kenji.manager = True
    assert "like them back?*" not in Asking(programme, "UKENJI").says("/contract checklist")
    with pytest.raises(rules.errors.ProgramError, match="your own"):
        Asking(programme, "UKENJI").press("rejoin:contract", subject="1:yes")


def test_who_is_forgotten_is_not_spoken_of_there(programme: Session) -> None:
    leaves(programme)
    maren, kenji = Asking(programme, "UMAREN"), data.people.find(programme, "UKENJI")
    assert kenji is not None
    maren.press("rejoin:contract", subject="1:no")
    kenji.name = "Kenji Paperfold"
    keep(maren, words="Ask Kenji Paperfold for it")
    jobs.checklists.tick(programme, NOW)
    data.forgetting.forget(programme, data.forgetting.plan(programme, kenji), NOW, "UMAREN")
    programme.expire_all()
    words = [one.words for one in programme.exec(sqlmodel.select(Item))]
    words += [one.words for one in data.checklists.list_templates(programme)]
    assert "Ask former member for it" in words
    assert not [one for one in words if "Kenji" in one]
    assert programme.exec(sqlmodel.select(data.models.Contract.rejoin)).all() == [None, None]


# -- templates

FIELDS = {"checklist": "onboarding", "words": "Say <!here>", "day": "3", "owner": "adviser"}


def keep(who: Asking, subject: str = "", **changed: str) -> commands.replies.Reply:
    return who.submit("keep:template", subject=subject, **(FIELDS | changed))


def test_both_templates_are_listed_with_day_and_owner(programme: Session) -> None:
    text = Asking(programme, "UMAREN").says("/contract template")
    assert text.startswith(
        "*Onboarding*\n• Give access to the help desk, and to the tools of their products · "
        "5 days before the first day, a manager, also for who comes back\n"
    )
    assert "• Say thank you and goodbye · 1 day before the last day, their adviser\n" in text


def test_a_list_that_is_long_still_has_its_button(programme: Session) -> None:
    maren = Asking(programme, "UMAREN")
    for number in range(40):
        keep(maren, words=f"More {number}")
    message = typing.cast("commands.replies.Say", maren.command("/contract template")).message
    assert len(message["blocks"]) == 50
    assert message["blocks"][-2]["elements"][0]["text"]["text"] == "Add"


def test_an_item_is_added_and_is_for_those_whose_checklist_is_open(programme: Session) -> None:
    maren = Asking(programme, "UMAREN")
    assert isinstance(maren.press("add:template"), commands.replies.Open)
    text = said(keep(maren, product="Lens & co", link="https://guide.example", rejoining="yes"))
    assert (
        "• Say &lt;!here&gt; (<https://guide.example|open>) · 3 days after the first day, their adviser, "
        "for Lens &amp; co, also for who comes back" in text
    )
    kenji = data.people.find(programme, "UKENJI")
    assert kenji is not None
    kenji.products = ["Lens & co"]
    jobs.checklists.tick(programme, NOW)
    assert find(programme, "Say <!here>").due == NOW.date() + datetime.timedelta(days=3)
    assert "(<https://guide.example|open>)" in Asking(programme, "UADA").says("/contract checklist <@UKENJI>")


def test_a_manager_s_link_is_the_managers(programme: Session) -> None:
    keep(Asking(programme, "UMAREN"), words="Look there", owner="manager", link="https://platform.example")
    jobs.checklists.tick(programme, NOW)
    assert "platform.example" in Asking(programme, "UMAREN").says("/contract checklist <@UKENJI>")
    text = Asking(programme, "UADA").says("/contract checklist <@UKENJI>")
    assert "Look there" in text
    assert "platform.example" not in text


def test_an_item_is_changed_and_removed_by_its_menu(programme: Session) -> None:
    maren, template = Asking(programme, "UMAREN"), data.checklists.list_templates(programme)[0]
    opened = maren.press("choose:template", subject=f"{template.id}:edit")
    assert isinstance(opened, commands.replies.Open)
    assert opened.view["private_metadata"] == str(template.id)
    keep(maren, subject=str(template.id), words="Give all access", day="-4")
    jobs.checklists.tick(programme, NOW)
    assert find(programme, "Give all access").due == NOW.date() - datetime.timedelta(days=4)
    assert said(maren.press("choose:template", subject=f"{template.id}:remove")).startswith("Removed.")
    jobs.checklists.tick(programme, NOW)
    assert "Give all access" not in maren.says("/contract checklist <@UKENJI>")
    with pytest.raises(rules.errors.ProgramError, match="was removed"):
        maren.press("choose:template", subject=f"{template.id}:remove")


def test_a_link_is_one_that_slack_follows(programme: Session) -> None:
    reply = keep(Asking(programme, "UMAREN"), link="javascript:alert(1)")
    assert reply == commands.replies.Fields({"link": "A link begins with https://"})
    assert len(data.checklists.list_templates(programme)) == 16


@pytest.mark.parametrize("who", ["UADA", "UKENJI"])
def test_templates_are_the_managers(programme: Session, who: str) -> None:
    with pytest.raises(rules.errors.ProgramError, match="for programme managers"):
        keep(Asking(programme, who))
    with pytest.raises(rules.errors.ProgramError, match="for programme managers"):
        Asking(programme, who).press("add:template")
