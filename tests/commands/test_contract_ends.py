"""An early end: what follows is shown, confirmed as shown, read by the person first, and undone whole until then."""

import datetime
import typing

import pytest
import sqlmodel

import commands.replies
import data.audit
import data.contracts
import data.forgetting
import data.models
import data.morning
import data.reports
import data.rows
import jobs.renewals
import jobs.scene
import messages.contracts
import rules.errors
import tests.commands.asking
import tests.programme

Asking = tests.commands.asking.Asking
Choice = data.models.Choice
Contract = data.models.Contract
Person = data.models.Person
Row = dict[str, typing.Any]
Session = sqlmodel.Session
said = tests.commands.asking.said

NOW, DAY = tests.programme.NOW, datetime.timedelta(days=1)
END = "/contract end <@UKENJI>"
CONFIRM, UNDO = "Confirm the end", "Undo"


@pytest.fixture(autouse=True)
def people(session: Session) -> dict[str, Person]:
    """Kenji's contract began on Sat 31 January and runs until Thu 30 April; Ada advises him. NOW is Mon 2 March."""
    ada, maren = (tests.programme.add(session, *one) for one in (("UADA", "adviser"), ("UMAREN", "manager")))
    kenji = tests.programme.add_freelancer(session, "UKENJI", ada, last_day=59, name="Kenji <!here>")
    return {"ada": ada, "maren": maren, "kenji": kenji}


def maren(session: Session, now: datetime.datetime = NOW) -> Asking:
    return Asking(session, "UMAREN", now)


def buttons(reply: commands.replies.Reply) -> dict[str, tuple[str, str]]:
    message = typing.cast("commands.replies.Say", reply).message
    found = [one for block in message["blocks"] for one in block.get("elements", ()) if one["type"] == "button"]
    return {one["text"]["text"]: (one["action_id"], one["value"]) for one in found}


def press(asking: Asking, shown: commands.replies.Reply, label: str) -> commands.replies.Reply:
    action, value = buttons(shown)[label]
    return asking.press(action, subject=value)


def ends(session: Session, words: str, now: datetime.datetime = NOW) -> commands.replies.Reply:
    """Asked for and confirmed."""
    asking = maren(session, now)
    return press(asking, asking.command(f"{END} {words}"), CONFIRM)


def terms(session: Session, person: Person) -> list[tuple[str, str, str | None]]:
    session.expire_all()
    theirs = data.contracts.list_of(session, person.id or 0)
    return [(str(one.starts), str(one.last_day), one.ended_as) for one in theirs]


AS_AGREED = ("2026-01-31", "2026-04-30", None)


def waiting(session: Session) -> list[data.models.Notice]:
    pending = sqlmodel.select(data.models.Notice).where(data.models.Notice.state == data.models.NoticeState.PENDING)
    return list(session.exec(pending.order_by(sqlmodel.col(data.models.Notice.id))))


def for_mornings(session: Session) -> list[str]:
    return [str(part.payload["text"]).splitlines()[0] for part in data.morning.list_waiting(session)]


# -- what is shown


def test_what_follows_is_shown_and_nothing_is_changed_before_it_is_confirmed(
    session: Session, people: dict[str, Person]
) -> None:
    row: Row = {"freelancer_id": people["kenji"].id, "adviser_id": people["ada"].id, "planned": 60}
    week, booked = datetime.date(2026, 3, 16), datetime.date(2026, 3, 18)
    data.rows.save(
        session, data.models.Checkin(**row, week=week, state=data.models.CheckinState.BOOKED, booked_for=booked)
    )
    tests.programme.add_contract(session, people["kenji"], 60, 120)
    assert maren(session).says(f"{END} 2026-03-13 resigned").splitlines() == [
        "*CON-1 · Kenji &lt;!here&gt;* would end on Fri 13 March 2026, and not on Thu 30 April 2026 (they resign)",
        "• CON-2, Fri 1 May 2026 to Tue 30 June 2026, 20 hours a week, does not begin.",
        "• No check-in is asked for after that day. Booked for a later day, and off then: 1.",
        "• Their place in the caseload of Ada is free after it. Ada reads of it in a morning message.",
        "• No update is sent to them after that day.",
        "• They keep their commands for 14 days after it.",
        "• Kenji &lt;!here&gt; reads it in their working hours, two minutes after you confirm at the earliest.",
    ]
    assert terms(session, people["kenji"]) == [AS_AGREED, ("2026-05-01", "2026-06-30", None)]
    assert waiting(session) == []


@pytest.mark.parametrize(
    ("number", "line"),
    [
        (1, "• 1 open report that they filed or saw too stays open."),
        (2, "• 2 open reports that they filed or saw too stay open."),
    ],
)
def test_what_becomes_of_their_reports_is_shown(
    session: Session, people: dict[str, Person], number: int, line: str
) -> None:
    for _ in range(number):
        said: Row = {"kind": data.models.ReportKind.BROKEN, "title": "It fails", "happened": "Always."}
        report = data.models.Report(**said, filed_at=NOW, changed_at=NOW, expected_by=NOW)
        data.reports.add(session, report, people["kenji"].id or 0)
    assert line in maren(session).says(f"{END} 2026-03-13 resigned").splitlines()


@pytest.mark.parametrize(("how", "asked"), [("ended", True), ("converted", True), ("resigned", False)])
def test_hard_news_is_spoken_before_it_is_confirmed(session: Session, how: str, asked: bool) -> None:
    assert ("Please speak with" in maren(session).says(f"{END} 2026-03-13 {how}")) is asked


@pytest.mark.parametrize(
    ("decided", "line"),
    [
        ({}, "What was decided counts no more: renew until Sat 30 May 2026. They were not told."),
        ({"tell_at": NOW + DAY}, "What is on its way to them is taken back: renew until Sat 30 May 2026."),
        ({"tell_at": NOW, "told_at": NOW}, "They were told: renew until Sat 30 May 2026. That holds no more."),
    ],
)
def test_what_becomes_of_a_decision_is_shown(
    session: Session, people: dict[str, Person], decided: Row, line: str
) -> None:
    renewed: Row = {"actor_id": people["maren"].id, "at": NOW, "choice": Choice.RENEW}
    last_day = datetime.date(2026, 5, 30)
    data.rows.save(session, data.models.Decision(contract_id=1, **renewed, last_day=last_day, **decided))
    assert f"• {line}" in maren(session).says(f"{END} 2026-03-13 resigned").splitlines()


def test_without_a_day_or_a_word_there_is_a_form_and_its_answer_is_the_same_preview(session: Session) -> None:
    reply = maren(session).command(END)
    assert isinstance(reply, commands.replies.Open)
    inputs = {"last_day": "2026-03-13", "ended_as": "resigned"}
    shown = maren(session).submit(messages.contracts.END, subject=str(reply.view["private_metadata"]), **inputs)
    assert said(shown) == maren(session).says(f"{END} 2026-03-13 resigned")


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("2026-05-01 resigned", "They have no contract on that day: one ends on Thu 30 April 2026."),
        ("2026-04-30 resigned", "It ends on Thu 30 April 2026 anyway."),
        ("2026-01-30 no-show", "It began on Sat 31 January 2026: its last day is that day or a later one."),
        ("2026-03-13 fired", "write resigned, ended, converted or no-show"),
    ],
)
def test_a_day_that_ends_nothing_is_refused(session: Session, words: str, wrong: str) -> None:
    assert wrong in maren(session).refusal(f"{END} {words}")


def test_who_has_no_contract_that_runs_or_comes_can_end_none(session: Session) -> None:
    tests.programme.add_freelancer(session, "UNOOR", starts=-60, last_day=-1)
    assert maren(session).refusal("/contract end <@UNOOR> 2026-03-13 resigned").startswith("Noor has no contract")


def test_advisers_and_freelancers_end_nothing(session: Session) -> None:
    for who in ("UADA", "UKENJI"):
        assert "managers" in Asking(session, who).refusal(f"{END} 2026-03-13 resigned")


def test_nobody_ends_their_own_contract_or_reads_there_what_is_decided_on_it(session: Session) -> None:
    tests.programme.add_freelancer(session, "UZOE", manager=True)
    zoe = Asking(session, "UZOE")
    assert "This is your own contract" in zoe.refusal("/contract end <@UZOE> 2026-03-13 resigned")
    shown = maren(session).command("/contract end <@UZOE> 2026-03-13 resigned")
    with pytest.raises(rules.errors.ProgramError, match="your own contract"):
        press(zoe, shown, CONFIRM)
    lists = ("/contract list", "/contract list <@UZOE>", "/program status contracts")
    before = [zoe.says(text) for text in lists]
    done = press(maren(session), shown, CONFIRM)
    with pytest.raises(rules.errors.ProgramError, match="your own contract"):
        press(zoe, done, UNDO)
    assert [zoe.says(text) for text in lists] == before
    assert all("Fri 13 March 2026" in maren(session).says(text) for text in lists)


# -- what is done


def test_confirmed_it_ends_on_that_day_and_what_was_agreed_is_known(
    session: Session, people: dict[str, Person]
) -> None:
    ends(session, "2026-03-13 no-show")
    assert terms(session, people["kenji"]) == [("2026-01-31", "2026-03-13", "no-show")]
    assert data.contracts.list_of(session, people["kenji"].id or 0)[0].agreed_ends == datetime.date(2026, 5, 1)


def test_the_person_reads_it_after_two_minutes_and_their_adviser_in_a_morning_after_that(session: Session) -> None:
    ends(session, "2026-03-13 resigned")
    (notice,) = waiting(session)
    assert (notice.lane, notice.due_at, notice.unasked) == ("@UKENJI", NOW + datetime.timedelta(minutes=2), False)
    first = str(notice.payload["text"]).splitlines()[0]
    assert first == "Your contract ends on Fri 13 March 2026, and not on Thu 30 April 2026."
    (part,) = data.morning.list_waiting(session)
    assert part.due_at == notice.due_at
    assert "Kenji &lt;!here&gt;" in str(part.payload["text"])


def test_it_waits_for_the_persons_working_hours(session: Session, people: dict[str, Person]) -> None:
    people["kenji"].working_hours, people["kenji"].zone = "mon-fri 14:00-22:00", "Europe/Berlin"
    session.add(people["kenji"])
    ends(session, "2026-03-13 resigned")
    assert waiting(session)[0].due_at == NOW.replace(hour=13), "14:00 in Berlin"


def test_a_second_press_finds_that_it_has_moved_on(session: Session) -> None:
    asking = maren(session)
    shown = asking.command(f"{END} 2026-03-13 resigned")
    press(asking, shown, CONFIRM)
    with pytest.raises(rules.errors.ProgramError, match="has changed since it was shown"):
        press(asking, shown, CONFIRM)
    assert len(waiting(session)) == 1


def test_what_was_shown_before_a_term_was_added_can_not_be_confirmed(
    session: Session, people: dict[str, Person]
) -> None:
    shown = maren(session).command(f"{END} 2026-03-13 resigned")
    tests.programme.add_contract(session, people["kenji"], 60, 120)
    with pytest.raises(rules.errors.ProgramError, match="has changed since it was shown"):
        press(maren(session), shown, CONFIRM)


def test_who_was_deactivated_meanwhile_is_sent_nothing(session: Session, people: dict[str, Person]) -> None:
    people["kenji"].active = False
    session.add(people["kenji"])
    shown = maren(session).command(f"{END} 2026-03-13 resigned")
    assert "their Slack account is deactivated" in said(shown)
    assert "Nothing is sent to them." in said(press(maren(session), shown, CONFIRM))
    assert waiting(session) == []


def test_a_message_that_tells_of_a_renewal_does_not_reach_who_ends(session: Session, people: dict[str, Person]) -> None:
    decision = data.models.Decision(
        contract_id=1,
        actor_id=people["maren"].id or 0,
        at=NOW,
        choice=Choice.RENEW,
        last_day=datetime.date(2026, 5, 30),
    )
    data.rows.save(session, decision)
    scene = jobs.scene.load(session, NOW)
    jobs.renewals.tell(scene, people["maren"], decision, people["kenji"], "Your contract is renewed.")
    ends(session, "2026-03-13 resigned")
    assert [str(one.payload["text"]).split()[2] for one in waiting(session)] == ["ends"]
    assert decision.tell_at is None


# -- terms that have not begun


def test_who_does_not_come_before_the_first_day_has_no_such_term_but_its_history(session: Session) -> None:
    noor = tests.programme.add_freelancer(session, "UNOOR", starts=7, last_day=90)
    asking = maren(session)
    shown = asking.command("/contract end <@UNOOR> 2026-03-08 no-show")
    assert said(shown).startswith("*CON-2 · Noor* would not begin: Mon 9 March 2026 to Sun 31 May 2026 (they did not")
    press(asking, shown, CONFIRM)
    assert terms(session, noor) == []
    assert str(waiting(session)[0].payload["text"]).startswith("Your contract, Mon 9 March 2026 to Sun 31 May 2026, do")
    assert asking.says("/contract list <@UNOOR>").splitlines()[1] == (
        "• CON-2 · Mon 9 March 2026 to Sun 31 May 2026, 20 hours a week · did not begin, they did not come"
    )


def test_the_next_term_goes_though_this_one_ends_as_agreed(session: Session, people: dict[str, Person]) -> None:
    tests.programme.add_contract(session, people["kenji"], 60, 120)
    assert "would end on Thu 30 April 2026, and nothing would follow" in maren(session).says(f"{END} 2026-04-30 ended")
    ends(session, "2026-04-30 ended")
    assert terms(session, people["kenji"]) == [("2026-01-31", "2026-04-30", "ended")]


def test_a_term_that_is_left_out_takes_what_was_said_of_it_along(session: Session, people: dict[str, Person]) -> None:
    """Whatever table refers to it: a checklist, a wish, a decision."""
    tests.programme.add_contract(session, people["kenji"], 60, 120)
    wish = data.models.Wish(contract_id=2, at=NOW, wished=data.models.Wished.CONTINUE)
    data.rows.save(session, wish)
    onboarding = data.models.Checklist.ONBOARDING
    template = data.models.TemplateItem(checklist=onboarding, words="Access", day=0, owner=data.models.Role.ADVISER)
    data.rows.save(session, template)
    item: Row = {"template_id": template.id, "checklist": onboarding, "words": "Access", "owner_id": people["ada"].id}
    data.rows.save(session, data.models.ChecklistItem(contract_id=2, **item, due=datetime.date(2026, 5, 1)))
    ends(session, "2026-03-13 resigned")
    assert len(terms(session, people["kenji"])) == 1


def test_its_number_is_never_another_contracts(session: Session, people: dict[str, Person]) -> None:
    tests.programme.add_contract(session, people["kenji"], 60, 120)
    ends(session, "2026-03-13 resigned")
    tests.programme.add_freelancer(session, "UNOOR")
    assert data.contracts.find(session, 2) is None
    assert data.contracts.find(session, 3) is not None


def test_of_who_is_forgotten_nothing_is_listed_that_was_left_out(session: Session) -> None:
    noor = tests.programme.add_freelancer(session, "UNOOR", starts=7, last_day=90, reason="While Ade is away")
    press(maren(session), maren(session).command("/contract end <@UNOOR> 2026-03-08 no-show"), CONFIRM)
    session.expire_all()
    data.forgetting.forget(session, data.forgetting.plan(session, noor), NOW, "UMAREN")
    session.expire_all()
    noor.forgotten_at, noor.active = None, True
    session.add(noor)
    assert maren(session).says("/contract list <@UNOOR>").endswith(": none.")


# -- another end


def test_a_second_early_end_may_be_earlier_or_later_but_not_after_what_was_agreed(
    session: Session, people: dict[str, Person]
) -> None:
    ends(session, "2026-03-13 resigned")
    ends(session, "2026-03-20 ended", NOW + DAY)
    assert terms(session, people["kenji"]) == [("2026-01-31", "2026-03-20", "ended")]
    ends(session, "2026-03-10 ended", NOW + 2 * DAY)
    assert terms(session, people["kenji"]) == [("2026-01-31", "2026-03-10", "ended")]
    assert str(waiting(session)[-1].payload["text"]).startswith(
        "Your contract ends on Tue 10 March 2026, and not on Thu 30 April 2026."
    )
    assert data.contracts.list_of(session, people["kenji"].id or 0)[0].agreed_ends == datetime.date(2026, 5, 1)
    assert "no contract on that day" in maren(session, NOW + 3 * DAY).refusal(f"{END} 2026-05-02 ended")


def test_a_day_that_is_over_ends_what_runs_and_says_so(session: Session, people: dict[str, Person]) -> None:
    shown = maren(session).says(f"{END} 2026-02-27 no-show")
    assert "• That day is over: what was logged after it stays." in shown.splitlines()
    ends(session, "2026-02-27 no-show")
    assert maren(session).refusal(f"{END} 2026-02-20 no-show").endswith("has no contract that runs or comes.")


def test_nothing_more_is_decided_on_a_contract_that_ends_early(session: Session) -> None:
    ends(session, "2026-03-13 resigned")
    with pytest.raises(rules.errors.ProgramError, match="This contract ends early"):
        maren(session).command("/contract extend <@UKENJI>")
    assert said(maren(session).command("/contract add <@UKENJI> 2026-03-14 2026-05-30")).startswith("Added")


# -- taken back


def test_undo_brings_everything_back_and_nobody_reads_of_it(session: Session, people: dict[str, Person]) -> None:
    tests.programme.add_contract(session, people["kenji"], 60, 120)
    done = ends(session, "2026-03-13 resigned")
    assert said(press(maren(session), done, UNDO)) == (
        "Taken back: the contracts of Kenji &lt;!here&gt; are as before: "
        "CON-1, Sat 31 January 2026 to Thu 30 April 2026; CON-2, Fri 1 May 2026 to Tue 30 June 2026."
    )
    assert terms(session, people["kenji"]) == [AS_AGREED, ("2026-05-01", "2026-06-30", None)]
    assert data.contracts.list_of(session, people["kenji"].id or 0)[0].agreed_ends is None
    assert (waiting(session), for_mornings(session)) == ([], [])


def test_while_it_is_on_its_way_asking_again_shows_the_undo(session: Session, people: dict[str, Person]) -> None:
    ends(session, "2026-03-13 resigned")
    assert list(buttons(maren(session).command(END))) == [UNDO]
    press(maren(session), maren(session).command(END), UNDO)
    assert terms(session, people["kenji"]) == [AS_AGREED]
    assert isinstance(maren(session).command(END), commands.replies.Open)


def test_the_undo_of_what_is_over_already_is_shown_too(session: Session, people: dict[str, Person]) -> None:
    ends(session, "2026-02-27 no-show")
    press(maren(session), maren(session).command(END), UNDO)
    assert terms(session, people["kenji"]) == [AS_AGREED]


def test_a_decision_that_was_told_meanwhile_is_shown_first(session: Session, people: dict[str, Person]) -> None:
    renewed: Row = {"actor_id": people["maren"].id, "at": NOW, "choice": Choice.RENEW}
    decision = data.models.Decision(contract_id=1, **renewed, last_day=datetime.date(2026, 5, 30))
    data.rows.save(session, decision)
    shown = maren(session).command(f"{END} 2026-03-13 resigned")
    decision.tell_at = decision.told_at = NOW
    data.rows.save(session, decision)
    with pytest.raises(rules.errors.ProgramError, match="has changed since it was shown"):
        press(maren(session), shown, CONFIRM)


def test_undo_is_too_late_once_they_have_read_it(session: Session, people: dict[str, Person]) -> None:
    done = ends(session, "2026-03-13 resigned")
    (notice,) = waiting(session)
    notice.state = data.models.NoticeState.SENT
    session.add(notice)
    with pytest.raises(rules.errors.ProgramError, match="too late"):
        press(maren(session), done, UNDO)
    assert terms(session, people["kenji"])[0][1] == "2026-03-13"


def test_undo_does_not_bring_back_what_a_new_term_overlaps(session: Session, people: dict[str, Person]) -> None:
    done = ends(session, "2026-03-13 resigned")
    tests.programme.add_contract(session, people["kenji"], 30, 70)
    with pytest.raises(rules.errors.ProgramError, match="have changed since"):
        press(maren(session), done, UNDO)


def test_undo_does_not_touch_a_last_day_that_was_agreed_since(session: Session, people: dict[str, Person]) -> None:
    """As an import does."""
    done = ends(session, "2026-03-13 resigned")
    (term,) = data.contracts.list_of(session, people["kenji"].id or 0)
    term.ends, term.agreed_ends, term.ended_as = datetime.date(2026, 5, 31), None, None
    data.contracts.add(session, term)
    with pytest.raises(rules.errors.ProgramError, match="have changed since"):
        press(maren(session), done, UNDO)


def test_an_undo_of_an_earlier_end_is_refused_when_another_came(session: Session) -> None:
    first = ends(session, "2026-03-13 resigned")
    second = ends(session, "2026-03-20 ended", NOW + DAY)
    with pytest.raises(rules.errors.ProgramError, match="too late"):
        press(maren(session), first, UNDO)
    assert "Taken back" in said(press(maren(session), second, UNDO))


def test_undo_takes_effect_once(session: Session) -> None:
    done = ends(session, "2026-03-13 resigned")
    press(maren(session), done, UNDO)
    with pytest.raises(rules.errors.ProgramError, match="too late"):
        press(maren(session), done, UNDO)


def test_an_adviser_whose_morning_told_them_reads_that_it_was_taken_back(session: Session) -> None:
    done = ends(session, "2026-03-13 resigned")
    (part,) = data.morning.list_waiting(session)
    data.morning.record_told(session, part, NOW.date())
    press(maren(session), done, UNDO)
    assert for_mornings(session) == [
        "An early end was taken back: the contracts of Kenji &lt;!here&gt; are as before: "
        "CON-1, Sat 31 January 2026 to Thu 30 April 2026."
    ]


def test_no_undo_takes_back_another_change(session: Session) -> None:
    """A button's value is the number of a change of any kind, which only an early end may be undone by."""
    data.audit.record(session, NOW, "UMAREN", "setting.set", "UKENJI")
    with pytest.raises(rules.errors.ProgramError, match="too late"):
        maren(session).press(messages.contracts.RESTORE, subject="1")
