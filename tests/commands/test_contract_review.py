"""The brief of a contract: for each reader what is theirs, counted from what the store holds."""

import dataclasses
import datetime
import typing

import pytest
import sqlmodel

import commands.replies
import data.models
import data.people
import data.reports
import jobs.reports
import jobs.scene
import messages.renewal_voices
import messages.renewals
import rules.errors
import rules.reports
import tests.commands.asking
import tests.programme

Asking = tests.commands.asking.Asking
Contract = data.models.Contract
Session = sqlmodel.Session
said = tests.commands.asking.said

NOW, TODAY = tests.programme.NOW, tests.programme.TODAY
DAY = datetime.timedelta(days=1)
WEEK = 7 * DAY

KENJI, BOLA = "/contract review <@UKENJI>", "/contract review <@UBOLA>"


Row = typing.TypeVar("Row", bound=sqlmodel.SQLModel)


def made(table: type[Row], **columns: typing.Any) -> Row:
    """A row, of which the store says what is wrong with it."""
    return table(**columns)


@dataclasses.dataclass
class Desk:
    """Ada advises Kenji, whose contract of two months ends in ten days; Bola's adviser is Ben; Maren manages."""

    session: Session

    def __post_init__(self) -> None:
        self.ada, self.ben = (tests.programme.add(self.session, who, "adviser") for who in ("UADA", "UBEN"))
        self.maren = tests.programme.add(self.session, "UMAREN", "manager", weekly_hours=20)
        self.kenji = self.freelancer("UKENJI", self.ada, languages=["ja", "De"], products=["Checkout"])
        self.bola = self.freelancer("UBOLA", self.ben, languages=["de"], products=["checkout", "App"])

    def freelancer(self, who: str, adviser: data.models.Person | None, **known: typing.Any) -> data.models.Person:
        known = {"starts": -51, "last_day": 10, "zone": "Europe/Berlin", **known}
        add: typing.Any = tests.programme.add_freelancer
        person: data.models.Person = add(self.session, who, adviser, **known)
        return person

    @property
    def contract(self) -> Contract:
        """Kenji's that runs."""
        theirs = sqlmodel.select(Contract).where(Contract.person_id == self.kenji.id, Contract.starts <= TODAY)
        return self.session.exec(theirs.order_by(sqlmodel.col(Contract.starts).desc())).first() or pytest.fail()

    def asks(self, who: str) -> Asking:
        self.session.flush()
        return Asking(self.session, who)

    def keeps(self, *rows: sqlmodel.SQLModel) -> None:
        self.session.add_all(rows)
        self.session.flush()

    def decides(self, choice: data.models.Choice, told: bool = False) -> None:
        """Maren decides on Kenji's contract."""
        at = NOW - DAY
        row = made(data.models.Decision, contract_id=self.contract.id, actor_id=self.maren.id, at=at, choice=choice)
        row.told_at = at if told else None
        self.keeps(row)

    def recommends(self, by: data.models.Person, why: str = "Calm and clear") -> None:
        row = made(
            data.models.Recommendation,
            contract_id=self.contract.id,
            adviser_id=by.id,
            at=NOW - DAY,
            recommended=data.models.Recommended.RENEW,
            why=why,
        )
        self.keeps(row)

    def holds(self, weeks_ago: int, state: str = "done", **log: str) -> None:
        """A check-in with Kenji, and what is noted of it."""
        week = TODAY - weeks_ago * WEEK
        minutes = 45 if state == "done" else None
        row = made(
            data.models.Checkin,
            freelancer_id=self.kenji.id,
            adviser_id=self.ada.id,
            week=week,
            planned=60,
            state=state,
            minutes=minutes,
        )
        self.keeps(row)
        if log:
            by, at = self.ada.id, NOW
            self.keeps(
                made(data.models.CheckinLog, checkin_id=row.id, writer_id=by, at=at, held_on=week, minutes=45, **log)
            )

    def files(self, who: data.models.Person, title: str, act: rules.reports.Act | None, days_ago: int = 1) -> None:
        """A report, and what becomes of it."""
        at = NOW - days_ago * DAY
        report = made(
            data.models.Report, kind="broken", title=title, happened="x", filed_at=at, expected_by=at, changed_at=at
        )
        scene = dataclasses.replace(jobs.scene.load(self.session, NOW), now=at)
        jobs.reports.file(scene, report, who)
        if act is not None:
            deed = rules.reports.Deed(act, NOW, self.ada.id, words="done")
            jobs.reports.do(scene, report, deed)
        self.session.flush()


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session)


# -- who reads what


def test_a_manager_reads_what_the_store_holds_and_can_decide(desk: Desk) -> None:
    desk.recommends(desk.ada)
    reply = desk.asks("UMAREN").command(KENJI)
    text = said(reply)
    assert text.startswith("*CON-1 · Kenji* ends on Thu 12 March 2026 (in 10 days) · not decided\n")
    assert "· adviser Ada · Japanese, German, Checkout\n" in text
    assert "*Recommendation:* Ada: renew (Sun 1 March 2026)\n>Calm and clear" in text
    assert labels(reply) == ["Renew", "End", "Convert", "Not yet"]


def labels(reply: commands.replies.Reply) -> list[str]:
    assert isinstance(reply, commands.replies.Say)
    return [one["text"]["text"] for block in reply.message["blocks"] for one in block.get("elements", ())]


def test_supplier_and_link_are_the_managers_to_read(desk: Desk) -> None:
    desk.contract.sqlmodel_update({"supplier": "Fairwork", "link": "https://fair.example/31"})
    assert "Fairwork · <https://fair.example/31|the agreement>" in desk.asks("UMAREN").says(KENJI)
    for who, asked in (("UADA", KENJI), ("UKENJI", "/contract"), ("UKENJI", "/contract CON-1")):
        assert "air" not in desk.asks(who).says(asked)


@pytest.mark.parametrize("choice", [None, *data.models.Choice])
def test_an_adviser_reads_the_same_whatever_is_decided_until_it_was_told(
    session: Session, choice: data.models.Choice | None
) -> None:
    desk = Desk(session)
    before = said(desk.asks("UADA").command(KENJI))
    assert "under review" in before
    if choice is not None:
        desk.decides(choice)
        assert said(desk.asks("UADA").command(KENJI)) == before


def test_who_recommended_reads_what_was_decided(desk: Desk) -> None:
    desk.decides(data.models.Choice.END)
    desk.recommends(desk.ada)
    assert "under review" not in desk.asks("UADA").says(KENJI)
    assert "· end, not told yet" in desk.asks("UADA").says(KENJI)


def test_a_new_adviser_reads_neither_the_former_ones_words_nor_what_is_decided(desk: Desk) -> None:
    desk.recommends(desk.ada)
    desk.decides(data.models.Choice.END)
    running = data.people.find_running_assignment(desk.session, desk.kenji.id or 0)
    following = data.models.Assignment(freelancer_id=desk.kenji.id or 0, adviser_id=desk.ben.id or 0, starts=NOW)
    data.people.record_assignment(desk.session, NOW, running, following)
    text = desk.asks("UBEN").says(KENJI)
    assert "under review" in text
    assert "*Recommendation:* none yet" in text
    assert "Calm" not in text
    assert "recommended" not in desk.asks("UBEN").says("/contract due")
    assert "Calm" in desk.asks("UMAREN").says(KENJI)
    assert desk.asks("UADA").refusal(KENJI).startswith("There is no such contract that you can see.")


def test_an_adviser_reads_the_brief_of_their_own_freelancers_alone(desk: Desk) -> None:
    for asked in (BOLA, "/contract review <@UMAREN>", "/contract CON-2", "/contract CON-99"):
        assert desk.asks("UADA").refusal(asked).startswith("There is no such contract that you can see.")
    with pytest.raises(rules.errors.ProgramError, match="that you can see"):
        desk.asks("UADA").press(messages.renewals.REVIEW, subject="2")
    assert said(desk.asks("UADA").press(messages.renewals.REVIEW, subject="1")) == desk.asks("UADA").says(KENJI)


def test_a_freelancer_reads_no_brief(desk: Desk) -> None:
    with pytest.raises(rules.errors.NotAllowed):
        desk.asks("UKENJI").command(KENJI)
    with pytest.raises(rules.errors.NotAllowed):
        desk.asks("UKENJI").press(messages.renewals.REVIEW, subject="1")


@pytest.mark.parametrize("role", ["adviser", "manager"])
def test_nobody_reads_the_brief_about_themselves(desk: Desk, role: str) -> None:
    desk.holds(1, concern="Too tired")
    desk.keeps(desk.kenji.sqlmodel_update({role: True}))
    assert "about themselves" in desk.asks("UKENJI").refusal(KENJI)
    assert "Too tired" not in desk.asks("UKENJI").says("/contract CON-1")


def test_a_managers_own_contract_is_in_the_lists_of_the_others_alone(desk: Desk) -> None:
    desk.keeps(desk.kenji.sqlmodel_update({"manager": True}))
    desk.recommends(desk.ada)
    desk.decides(data.models.Choice.END)
    for line in ("/contract due", "/program status contracts"):
        assert "CON-1 " not in desk.asks("UKENJI").says(line)
    assert "end, not told yet · recommended: renew" in desk.asks("UMAREN").says("/contract due")


def ends_early(desk: Desk, who: str = "UKENJI") -> None:
    """Maren confirms that a contract ends on Friday 6 March."""
    preview = desk.asks("UMAREN").command(f"/contract end <@{who}> 2026-03-06 ended")
    assert isinstance(preview, commands.replies.Say)
    (confirm, *_) = [one for block in preview.message["blocks"] for one in block.get("elements", ())]
    desk.asks("UMAREN").press(confirm["action_id"], subject=confirm["value"])
    desk.session.flush()


def is_read(desk: Desk) -> None:
    """All that waits to be sent has left."""
    for notice in desk.session.exec(sqlmodel.select(data.models.Notice)):
        notice.state = data.models.NoticeState.SENT
    desk.session.flush()


def views(desk: Desk) -> list[str]:
    """All that Kenji and his adviser read of his dates."""
    asked = {"UKENJI": ("/contract", "/contract CON-1", "/program me"), "UADA": (KENJI, "/contract CON-1")}
    return [desk.asks(who).says(text) for who, texts in asked.items() for text in texts]


def recommending(desk: Desk) -> str:
    """The form in which Ada recommends something."""
    form = desk.asks("UADA").press(messages.renewal_voices.RECOMMEND, subject="1")
    assert isinstance(form, commands.replies.Open)
    return str(form.view)


def test_of_an_early_end_the_person_and_their_adviser_see_nothing_before_the_person_reads_it(desk: Desk) -> None:
    tests.programme.add_contract(desk.session, desk.kenji, 11, 80)
    before = views(desk), recommending(desk)
    ends_early(desk)
    assert (views(desk), recommending(desk)) == before
    assert "ends on Fri 6 March 2026" in desk.asks("UMAREN").says(KENJI)
    is_read(desk)
    assert all("6 March 2026" in view for view in views(desk))
    assert "What would you like" not in desk.asks("UKENJI").says("/contract")


def test_a_list_of_what_ends_soon_gives_no_early_end_away(desk: Desk) -> None:
    desk.freelancer("UCY", desk.ada, last_day=50)
    before = desk.asks("UADA").says("/contract due")
    ends_early(desk, "UCY")
    assert desk.asks("UADA").says("/contract due") == before
    assert "Cy" in desk.asks("UMAREN").says("/contract due")


def test_an_advisers_lists_keep_their_order_days_and_next_terms_until_an_early_end_is_read(desk: Desk) -> None:
    cy = desk.freelancer("UCY", desk.ada, last_day=20)
    tests.programme.add_contract(desk.session, cy, 21, 80)
    desk.freelancer("UDEE", desk.ada, last_day=25)
    lists = ("/contract due", "/program status")
    before = [desk.asks("UADA").says(text) for text in lists]
    ends_early(desk, "UCY")
    ends_early(desk, "UDEE")
    assert [desk.asks("UADA").says(text) for text in lists] == before
    is_read(desk)
    due, status = (desk.asks("UADA").says(text) for text in lists)
    assert due.count("ends on Fri 6 March 2026 (in 4 days) · ends early") == 2
    assert status.count("Fri 6 March 2026 (in 4 days)") == 2


@pytest.mark.parametrize("choice", [None, data.models.Choice.RENEW])
def test_of_what_ends_early_nothing_is_offered_or_said_that_is_to_be_decided(
    desk: Desk, choice: data.models.Choice | None
) -> None:
    if choice is not None:
        desk.decides(choice)
    ends_early(desk)
    is_read(desk)
    for who in ("UMAREN", "UADA"):
        brief = desk.asks(who).command(KENJI)
        assert "(in 4 days) · ends early\n" in said(brief)
        assert isinstance(brief, commands.replies.Say)
        assert not [one for one in brief.message["blocks"] if one["type"] == "actions"]
    later = tests.commands.asking.Asking(desk.session, "UMAREN", tests.programme.NOW + 5 * DAY)
    assert "ended on Fri 6 March 2026 · ended early\n" in later.says(KENJI)
    refused = "This contract ends early. Nothing more is asked."
    for who, action, subject in (
        ("UADA", messages.renewal_voices.RECOMMEND, "1"),
        ("UKENJI", messages.renewal_voices.WISH, "1:stop"),
    ):
        with pytest.raises(rules.errors.ProgramError, match=refused):
            desk.asks(who).press(action, subject=subject)


# -- one contract by its number


def test_a_contract_is_shown_by_its_number_in_any_case(desk: Desk) -> None:
    for asked in ("/contract CON-1", "/contract con-1"):
        assert desk.asks("UMAREN").says(asked) == desk.asks("UMAREN").says(KENJI)
        assert desk.asks("UADA").says(asked) == desk.asks("UADA").says(KENJI)
    assert desk.asks("UMAREN").refusal("/contract CON-99").startswith("There is no such contract that you can see.")


def test_to_a_freelancer_somebody_elses_contract_is_none(desk: Desk) -> None:
    assert desk.asks("UKENJI").says("/contract CON-1").startswith("Your contract runs from")
    refusals = {desk.asks("UKENJI").refusal(asked) for asked in ("/contract CON-2", "/contract CON-99")}
    assert refusals == {"There is no such contract of yours. `/contract` shows your dates."}


def test_the_brief_is_of_the_contract_that_runs_and_else_of_the_newest(desk: Desk) -> None:
    tests.programme.add_contract(desk.session, desk.kenji, 11, 80)
    assert "*CON-1 · Kenji*" in desk.asks("UMAREN").says(KENJI)
    desk.freelancer("UNEW", None, starts=-200, last_day=-100)
    assert "ended on" in desk.asks("UMAREN").says("/contract review <@UNEW>")
    desk.freelancer("UIDA", None, last_day=None)
    assert "Ida has no contract." in desk.asks("UMAREN").refusal("/contract review <@UIDA>")


# -- what it counts


def test_check_ins_of_the_term_are_counted_and_not_those_before_it(desk: Desk) -> None:
    desk.holds(20)
    for weeks_ago, state in ((4, "done"), (3, "open"), (2, "booked"), (1, "excused"), (0, "open")):
        desk.holds(weeks_ago, state)
    text = desk.asks("UMAREN").says(KENJI)
    assert "*Check-ins of this term:* 1 of 4 held, 45 of 180 planned minutes\n" in text
    assert "Not held: 3, of which 1 excused; that is the programme's gap\n" in text


def test_the_last_follow_ups_and_concerns_are_those_that_hold_the_newest_first(desk: Desk) -> None:
    desk.holds(5, follow_up="long ago")
    desk.holds(4, follow_up="four")
    desk.holds(3, went_well="nothing to take up")
    desk.holds(2, concern="two")
    desk.holds(1, follow_up="before")
    row = desk.session.exec(sqlmodel.select(data.models.Checkin).where(data.models.Checkin.week == TODAY - WEEK)).one()
    columns = {"checkin_id": row.id, "writer_id": desk.ada.id, "at": NOW, "held_on": row.week, "minutes": 45}
    desk.keeps(made(data.models.CheckinLog, follow_up="corrected", **columns))
    reply = desk.asks("UADA").command(KENJI)
    assert (
        "*The last follow-ups and concerns*\n"
        "• Mon 23 February 2026 · _follow-up:_ corrected\n"
        "• Mon 16 February 2026 · _concern:_ two\n"
        "• Mon 2 February 2026 · _follow-up:_ four\n"
    ) in said(reply)
    assert isinstance(reply, commands.replies.Say)
    (more,) = [block["accessory"] for block in reply.message["blocks"] if "accessory" in block]
    history = desk.asks("UADA").press("history:checkin", subject=more["value"])
    assert "*Check-ins with Kenji:*" in said(history)


def test_a_correction_without_a_concern_takes_it_out(desk: Desk) -> None:
    desk.holds(1, concern="a slip")
    row = desk.session.exec(sqlmodel.select(data.models.Checkin)).one()
    desk.keeps(
        made(data.models.CheckinLog, checkin_id=row.id, writer_id=desk.ada.id, at=NOW, held_on=row.week, minutes=45)
    )
    assert "none noted" in desk.asks("UMAREN").says(KENJI)


def test_reports_count_that_they_filed_and_that_were_resolved(desk: Desk) -> None:
    act = rules.reports.Act
    desk.files(desk.kenji, "Before the term", act.RESOLVE, days_ago=60)
    desk.files(desk.kenji, "In the term", act.RESOLVE)
    desk.files(desk.kenji, "Still open", None)
    desk.files(desk.kenji, "No bug", act.DISMISS)
    desk.files(desk.bola, "Saw it too", act.RESOLVE)
    report = desk.session.exec(sqlmodel.select(data.models.Report).where(data.models.Report.id == 5)).one()
    data.reports.add_reporter(
        desk.session, data.models.Reporter(report_id=report.id or 0, person_id=desk.kenji.id or 0, joined_at=NOW)
    )
    assert "*Confirmed reports:* 1 in this term, 2 in all\n• BUG-2 · In the term\n• BUG-1 · Before the term\n" in (
        desk.asks("UMAREN").says(KENJI)
    )


def test_kudos_are_counted_in_the_term_and_in_all(desk: Desk) -> None:
    for days_ago, words in ((100, "long ago"), (2, "for Friday")):
        at = NOW - days_ago * DAY
        desk.keeps(made(data.models.Kudos, person_id=desk.kenji.id, giver_id=desk.ben.id, at=at, words=words))
    assert "*Kudos:* 1 in this term, 2 in all; the newest from Ben, Sat 28 February 2026: “for Friday”" in (
        desk.asks("UMAREN").says(KENJI)
    )


def test_terms_are_listed_with_those_that_were_renewed(desk: Desk) -> None:
    tests.programme.add_contract(desk.session, desk.kenji, -110, -52)
    text = desk.asks("UMAREN").says(KENJI)
    assert "*Terms so far:* 2, 1 of them renewed from the one before, 4.0 months in all\n• CON-1: " in text


# -- who would be missed


def need(desk: Desk) -> str:
    text = desk.asks("UMAREN").says(KENJI)
    return text.partition("*Without them:* ")[2].partition("\n")[0]


def test_need_names_what_nobody_or_one_other_works_in(desk: Desk) -> None:
    assert need(desk).startswith(
        "few people for Japanese (nobody left), German (one person left), Checkout (one person left); "
        "20 hours a week less"
    )
    desk.freelancer("UCY", desk.ben, languages=["DE", "JA"], products=["CHECKOUT"])
    assert need(desk).startswith("few people for Japanese (one person left); ")
    desk.freelancer("UDI", desk.ben, languages=["ja"])
    assert need(desk).startswith("at least two others for each language and product of theirs; ")


@pytest.mark.parametrize("gone", [{"active": False}, {"last_day": -1}, {"starts": 3}, {"last_day": None}], ids=str)
def test_who_does_not_work_now_is_nobody_who_is_left(desk: Desk, gone: dict[str, typing.Any]) -> None:
    before = need(desk)
    desk.freelancer("UCY", desk.ben, languages=["ja"], **gone)
    assert need(desk) == before


def test_a_contract_says_what_somebody_works_in_where_it_says_anything(desk: Desk) -> None:
    desk.freelancer("UCY", desk.ben, languages=["ja"])
    (contract,) = desk.session.exec(sqlmodel.select(Contract).order_by(sqlmodel.col(Contract.id).desc()).limit(1))
    contract.languages = ["pt"]
    desk.keeps(contract)
    assert "Japanese (nobody left)" in need(desk)
    desk.contract.sqlmodel_update({"languages": ["De"]})
    assert "ja" not in need(desk)


def test_the_planned_ratio_is_that_of_the_status_and_the_one_without_them(desk: Desk) -> None:
    """40 hours to 2 of check-ins and 20 of the manager; without Kenji 20 to 21."""
    assert need(desk).endswith("the planned ratio goes from 1.8 to 1.0")
    assert "Ratio 1:1.8" in desk.asks("UMAREN").says("/program status")


def overlap(desk: Desk) -> list[str]:
    text = desk.asks("UMAREN").says(KENJI)
    return text.partition("*Overlap:* ")[2].splitlines()


def test_overlap_is_who_works_in_the_same_at_the_same_hours(desk: Desk) -> None:
    assert overlap(desk) == [
        "1 other works in the same at the same hours",
        "• Bola: German, Checkout, 40 hours of the week in common",
    ]
    desk.freelancer("UCY", None, languages=["ja"], products=["Checkout"], working_hours="mon-wed 16:00-20:00")
    desk.freelancer("UDI", None, languages=["ja"], products=["App"])
    desk.freelancer("UEL", None, languages=["fr"], products=["Checkout"])
    desk.freelancer("UFI", None, languages=["de"], products=["Checkout"], zone="Pacific/Auckland")
    assert overlap(desk)[1:] == [
        "• Bola: German, Checkout, 40 hours of the week in common",
        "• Cy: Japanese, Checkout, 3 hours of the week in common",
    ]


# -- lists


def test_the_list_of_what_ends_shows_wishes_and_recommendations_in_short(desk: Desk) -> None:
    desk.keeps(made(data.models.Wish, contract_id=desk.contract.id, at=NOW, wished=data.models.Wished.TALK))
    desk.recommends(desk.ada, why="secret")
    assert "not decided · wish: talk · recommended: renew" in desk.asks("UMAREN").says("/contract due")
    assert "· wish: talk · recommended: renew" in desk.asks("UADA").says("/contract due")
    assert "wish" not in desk.asks("UBEN").says("/contract due")
    assert "secret" not in desk.asks("UMAREN").says("/contract due")


def test_an_adviser_opens_the_form_of_a_recommendation_from_the_brief(desk: Desk) -> None:
    assert labels(desk.asks("UADA").command(KENJI)) == ["Recommend"]
    form = desk.asks("UADA").press(messages.renewal_voices.RECOMMEND, subject="1")
    assert isinstance(form, commands.replies.Open)
