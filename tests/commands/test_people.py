"""`/program me` and `people`, and what Slack's word on an account does to the roster."""

import dataclasses
import datetime
import zoneinfo

import pytest
import sqlmodel

import commands.accounts
import commands.people
import commands.replies
import data.audit
import data.awaited
import data.duty
import data.models
import data.people
import jobs.duty
import messages.briefs
import messages.people
import messages.text
import rules.accounts
import rules.errors
import sandbox.blocks
import tests.commands.asking
import tests.programme

NOW = tests.programme.NOW
LATER = NOW + datetime.timedelta(hours=1)
READER = messages.text.Reader(zoneinfo.ZoneInfo("Europe/Berlin"))
Asking = tests.commands.asking.Asking


@pytest.fixture
def maren(session: sqlmodel.Session) -> Asking:
    tests.programme.add(session, "UMAREN", "manager", seen_at=NOW)
    return Asking(session, "UMAREN")


# -- what is kept

NOBODYS = {"week_figure", "shift", "fault", "pause", "user_group", "setting", "milestone"}
"""Tables that hold no person: instants, settings, and faults of things."""


def test_every_table_with_people_in_it_has_its_sentence_in_what_is_kept_about_me() -> None:
    told = {table for kept in commands.people.KEPT for table in kept.tables}
    assert told | NOBODYS == set(sqlmodel.SQLModel.metadata.tables)
    assert told & NOBODYS == set()


def test_what_is_kept_ends_as_sentences_do() -> None:
    assert all(text.endswith(".") for kept in commands.people.KEPT for text in (kept.what, kept.readers))


def test_freelancers_read_what_is_in_the_brief_about_them_and_nobody_else_does(session: sqlmodel.Session) -> None:
    ada = tests.programme.add(session, "UADA", "adviser")
    tests.programme.add_freelancer(session, "UKENJI", ada)
    text = Asking(session, "UKENJI").says("/program me")
    assert [one for one in messages.briefs.told() if f"• {one}" not in text] == []
    assert "before your contract ends" not in Asking(session, "UADA").says("/program me")


def test_all_that_is_kept_about_somebody_fits_into_what_slack_takes(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UALL", "adviser", "manager", "freelancer")
    reply = Asking(session, "UALL").command("/program me")
    assert isinstance(reply, commands.replies.Say)
    assert not any(block.get("text", {}).get("text", "").endswith("…") for block in reply.message["blocks"])


def test_a_freelancer_reads_their_own_dates_and_no_adviser_s_matters(session: sqlmodel.Session) -> None:
    ada = tests.programme.add(session, "UADA", "adviser")
    tests.programme.add_freelancer(session, "UKENJI", ada, zone="Asia/Tokyo", zone_from_slack=True)
    text = Asking(session, "UKENJI").says("/program me")
    assert "*Adviser:* <@UADA>" in text
    assert "*Contract:* Sat 31 January 2026 to Fri 1 May 2026" in text
    assert "*Time zone:* Asia/Tokyo, where it is 18:00 (from your Slack profile)" in text
    assert "Your turns on duty" not in text


def test_address_and_weekly_hours_stand_there_where_they_are_known(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UADA", "adviser", email="ada&co@muster.test", weekly_hours=32.5)
    tests.programme.add_freelancer(session, "UKENJI", hours=20)
    ada, kenji = (Asking(session, who).says("/program me") for who in ("UADA", "UKENJI"))
    assert "*E-mail:* ada&amp;co@muster.test\n*Weekly hours:* 32.5\n" in ada
    assert "to Fri 1 May 2026, 20 hours a week\n" in kenji
    assert "E-mail:" not in kenji
    assert "*Weekly hours:*" not in kenji


def test_an_adviser_reads_their_freelancers_and_their_next_turns_on_duty(session: sqlmodel.Session) -> None:
    ada = tests.programme.add(session, "UADA", "adviser", zone="Europe/Berlin")
    tests.programme.add(session, "UBEN", "adviser", zone="Europe/Berlin")
    for name in ("UKENJI", "UFLOR"):
        tests.programme.add_freelancer(session, name, ada)
    before = Asking(session, "UADA").says("/program me")
    assert "*Freelancers:* Flor, Kenji\n*Next turns on duty:* none that is published\n" in before
    assert "*Freelancers:* none\n" in Asking(session, "UBEN").says("/program me")
    session.add(data.models.Setting(name="time_zone", value="Europe/Berlin"))
    session.add(data.models.Setting(name="triage_channel", value="C0TRIAGE"))
    jobs.duty.tick(session, NOW)
    turns = Asking(session, "UADA").says("/program me").partition("*Next turns on duty:* ")[2].partition("\n")[0]
    assert turns.split("; ")[0] == "Mon 2 March 2026, 10:00 to Mon 16 March 2026, 10:00 (Europe/Berlin)"
    assert len(turns.split("; ")) == 3


def test_a_zone_is_said_to_be_by_whom_it_was_given(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UADA", "adviser", zone="Europe/Berlin")
    ada = Asking(session, "UADA")
    assert "10:00 (from the roster)" in ada.says("/program me")
    ada.submit("record:me", zone="Asia/Tokyo")
    assert "18:00 (by you)" in ada.says("/program me")
    data.audit.record(
        session, LATER, "import", "roster.change", "UADA", {"zone": "Asia/Tokyo"}, {"zone": "Europe/Berlin"}
    )
    assert "(from the roster)" in ada.says("/program me")


def test_one_day_away_reads_as_one_day(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UADA", "adviser")
    ada = Asking(session, "UADA")
    ada.says("/program away 2026-12-06")
    ada.says("/program away 2026-12-08 2026-12-09")
    assert ada.says("/program me").partition("*Days away:* ")[2].partition("\n")[0] == (
        "on Sun 6 December 2026; from Tue 8 December 2026 to Wed 9 December 2026, both included"
    )


def test_long_languages_are_shown_whole_in_the_form_and_too_long_ones_refused_at_their_field(
    session: sqlmodel.Session,
) -> None:
    languages = [f"language {number}" for number in range(30)]
    ada = tests.programme.add(session, "UADA", "adviser", languages=languages)
    form = messages.people.my_form(ada)
    (element,) = [block["element"] for block in form["blocks"] if block.get("block_id") == "languages"]
    assert element["initial_value"] == "|".join(languages)
    assert sandbox.blocks.check(form["blocks"], sandbox.blocks.MODAL) == []
    assert len(element["initial_value"]) > 200
    assert "max_length" not in element
    reply = Asking(session, "UADA").submit("record:me", languages="x" * 501)
    assert reply == commands.replies.Fields({"languages": "has 501 characters; at most 500 fit"})
    assert ada.languages == languages


def test_ones_own_languages_are_shown_by_name_and_typed_by_code(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UADA", "adviser", languages=["en", "Swiss German"])
    assert "*Languages:* English, Swiss German\n" in Asking(session, "UADA").says("/program me")
    form = Asking(session, "UADA").press("open:me")
    assert isinstance(form, commands.replies.Open)
    assert "en|Swiss German" in str(form.view)


def test_saving_the_form_unchanged_changes_nothing(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UADA", "adviser", zone="Asia/Tokyo", zone_from_slack=True, languages=["en", "ja"])
    reply = Asking(session, "UADA").submit("record:me", languages="en|ja")
    assert tests.commands.asking.said(reply) == "Nothing was changed."
    assert data.audit.list_about(session, "UADA") == []


def test_a_zone_that_somebody_gave_is_theirs_from_then_on(session: sqlmodel.Session) -> None:
    ada = tests.programme.add(session, "UADA", "adviser", zone="Asia/Tokyo", zone_from_slack=True, seen_at=NOW)
    Asking(session, "UADA").submit("record:me", zone="europe/berlin")
    commands.accounts.seen(session, rules.accounts.Account("UADA", "Uada", zone="Asia/Tokyo"), LATER)
    assert (ada.zone, ada.zone_from_slack) == ("Europe/Berlin", False)
    first = data.audit.list_about(session, "UADA")[0]
    assert first.before == {"zone": "Asia/Tokyo", "zone_from_slack": True}


# -- the roster


def test_the_roster_is_shown_by_role_with_how_each_stands(session: sqlmodel.Session, maren: Asking) -> None:
    tests.programme.add(session, "UADA", "adviser", name="<!here> Ada", guest=True)
    tests.programme.add(session, "UBO", "adviser", active=False)
    tests.programme.add(session, "UOUT", "adviser", active=False, forgotten_at=NOW, name="former member")
    data.awaited.record(session, "nora@muster.test", [{"name": "Nora", "email": "nora@muster.test"}], NOW)
    text = maren.says("/program people")
    assert "*Managers: 1*\n• Maren" in text
    assert "*Advisers: 1*\n• &lt;!here&gt; Ada (guest, not seen in Slack yet)" in text
    assert "*Deactivated: 1*\n• Bo (deactivated)" in text
    assert "*Not joined: 1*\n• Nora (nora@muster.test), no Slack account with this address yet" in text
    assert "former member" not in text


def test_a_large_roster_fits_into_one_message(session: sqlmodel.Session, maren: Asking) -> None:
    for number in range(200):
        tests.programme.add(session, f"UF{number:03}", "freelancer", name="&" * 200)
    reply = maren.command("/program people")
    assert isinstance(reply, commands.replies.Say)
    assert "and 185 more" in reply.message["text"]
    assert max(len(block["text"]["text"]) for block in reply.message["blocks"] if "text" in block) <= 3000
    assert "`muster export people.csv`" in reply.message["text"]


# -- forgetting


def test_who_has_freelancers_a_contract_or_a_place_in_the_environment_is_not_forgotten(
    session: sqlmodel.Session, maren: Asking
) -> None:
    ada = tests.programme.add(session, "UADA", "adviser")
    tests.programme.add_freelancer(session, "UKENJI", ada)
    tests.programme.add(session, "UENV", "adviser", manager_by_environment=True)
    assert maren.refusal("/program people forget <@UADA>").startswith("Ada is the adviser of 1")
    assert maren.refusal("/program people forget <@UKENJI>").startswith("Kenji has a contract until Fri 1 May 2026")
    assert "MUSTER_MANAGERS" in maren.refusal("/program people forget <@UENV>")
    assert maren.refusal("/program people forget <@UMAREN>").startswith("You can't forget yourself")


def test_who_sits_for_somebody_is_not_forgotten_until_that_is_over_or_undone(
    session: sqlmodel.Session, maren: Asking
) -> None:
    ada, bo = tests.programme.add(session, "UADA", "adviser"), tests.programme.add(session, "UBO", "adviser")
    day = datetime.timedelta(days=1)
    override = data.models.Override(
        in_id=bo.id or 0, out_id=ada.id or 0, starts=NOW - day, ends=NOW + day, recorded_at=NOW
    )
    data.duty.add_override(session, override)
    assert maren.refusal("/program people forget <@UBO>").startswith("Bo sits for somebody, now or later: press *Undo*")
    assert maren.says("/program people forget <@UADA>").startswith("This replaces")
    Asking(session, "UMAREN", NOW + day).says("/program people forget <@UBO>")
    maren.press("undo:override", subject=str(override.id))
    assert maren.says("/program people forget <@UBO>").startswith("This replaces")


def test_a_preview_that_the_world_has_moved_on_from_is_shown_anew(session: sqlmodel.Session, maren: Asking) -> None:
    bo = tests.programme.add(session, "UBO", "adviser", active=False)
    value = pressed_value(maren.command("/program people forget <@UBO>"))
    data.audit.record(session, NOW, "UMA", "roster.change", "UBO", None, {"name": "Bo the Other"})
    reply = maren.press("forget:person", subject=value)
    assert tests.commands.asking.said(reply).startswith("Something has changed since; nothing was replaced.")
    assert bo.name == "Bo"
    maren.press("forget:person", subject=pressed_value(reply))
    assert bo.name == "former member"
    with pytest.raises(rules.errors.ProgramError, match="forgotten here already"):
        maren.press("forget:person", subject=value)


def pressed_value(reply: commands.replies.Reply) -> str:
    assert isinstance(reply, commands.replies.Say)
    buttons = [one for block in reply.message["blocks"] for one in block.get("elements", []) if "value" in one]
    assert [one["style"] for one in buttons] == ["danger"]
    return str(buttons[0]["value"])


# -- Slack's word

ADA = rules.accounts.Account("UADA", "Ada Harbour", zone="Europe/Berlin")


def test_slack_concerns_us_only_where_something_here_would_change(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UADA", "adviser", name="Ada Harbour", zone="Europe/Berlin")
    tests.programme.add(session, "UOUT", "adviser", forgotten_at=NOW, active=False)
    data.awaited.record(session, "nora@muster.test", [{"email": "nora@muster.test"}], NOW)
    assert not commands.accounts.concerns(session, ADA)
    assert not commands.accounts.concerns(session, rules.accounts.Account("UNOBODY", "Nobody"))
    assert not commands.accounts.concerns(session, rules.accounts.Account("UOUT", "Otto Out"))
    assert commands.accounts.concerns(session, dataclasses.replace(ADA, active=False))
    assert commands.accounts.concerns(session, rules.accounts.Account("UNEW", email="Nora@Muster.test"))


def test_an_event_is_checked_by_a_look_soon_and_a_look_holds_for_a_day(session: sqlmodel.Session) -> None:
    ada = tests.programme.add(session, "UADA", "adviser", seen_at=NOW)
    commands.accounts.told(session, ADA, LATER)
    assert ada.seen_at is None
    commands.accounts.seen(session, ADA, LATER)
    assert ada.seen_at == LATER
    assert data.people.find_unseen(session, LATER - datetime.timedelta(seconds=1)) is None


def test_a_deactivation_is_recorded_and_told_once_however_often_slack_says_so(
    session: sqlmodel.Session, maren: Asking
) -> None:
    tests.programme.add(session, "UADA", "adviser", name="Ada Harbour", zone="Europe/Berlin")
    gone = dataclasses.replace(ADA, active=False)
    for now in (NOW, LATER):
        commands.accounts.told(session, gone, now)
        commands.accounts.seen(session, gone, now)
    assert [row.action for row in data.audit.list_about(session, "UADA")] == ["person.deactivated"]
    notices = session.exec(sqlmodel.select(data.models.Notice)).all()
    assert [(one.lane, one.unasked) for one in notices] == [("@UMAREN", True)]


def test_a_manager_who_leaves_is_not_told_of_it(session: sqlmodel.Session, maren: Asking) -> None:
    commands.accounts.told(session, rules.accounts.Account("UMAREN", "Maren", active=False), LATER)
    assert session.exec(sqlmodel.select(data.models.Notice)).all() == []


def test_what_they_hold_is_told_with_whom_to_give_it_to() -> None:
    person = data.models.Person(slack_id="UADA", name="Ada <x>", joined_at=NOW, manager=True)
    left = messages.people.Left(person, None, [], [], None, datetime.date(2026, 4, 30), 1)
    text = messages.people.left(left, READER)["text"]
    assert text.splitlines() == [
        "*Ada &lt;x&gt;'s Slack account was deactivated.* From now on they get no message and no seat.",
        "• Their contract runs until Thu 30 April 2026; if it ends sooner, `/contract end` ends it.",
        "• They managed the programme; 1 manager can still act.",
    ]


def test_their_freelancers_are_named_with_whom_a_rebalance_would_give_them_to(
    session: sqlmodel.Session, maren: Asking
) -> None:
    ada = tests.programme.add(session, "UADA", "adviser")
    tests.programme.add(session, "UBO", "adviser", languages=["Japanese"])
    tests.programme.add(session, "UCY", "adviser")
    tests.programme.add_freelancer(session, "UKENJI", ada, languages=["japanese"])
    tests.programme.add_freelancer(session, "ULIN", ada, last_day=None)
    commands.accounts.told(session, dataclasses.replace(ADA, active=False), LATER)
    (notice,) = session.exec(sqlmodel.select(data.models.Notice)).all()
    assert str(notice.payload["text"]).splitlines()[1:4] == [
        "• They are the adviser of these freelancers. To whom `/program rebalance` would give each, as things stand:",
        "    Kenji → Bo, who speaks japanese too",
        "    Lin: nobody yet, since they have no contract or no adviser has a place free",
    ]
    assert "'action_id': 'open:rebalance'" in str(notice.payload["blocks"])


def test_of_who_is_on_duty_the_managers_read_how_somebody_else_may_sit() -> None:
    person = data.models.Person(slack_id="UADA", name="Ada", joined_at=NOW)
    day = datetime.timedelta(days=1)
    left = messages.people.Left(person, NOW + day, [(NOW + 29 * day, NOW + 43 * day)], [], None, None, 1)
    assert messages.people.left(left, READER)["text"].splitlines()[1:] == [
        f"• They are on duty until {messages.text.moment(NOW + day, READER)}, and a shift that runs is not dealt "
        "again. To let somebody sit for them: `/duty override @in for @out today to fri`.",
        "• They were to sit in these shifts; `/duty next 6` shows who sits now:",
        f"    {messages.text.span(NOW + 29 * day, NOW + 43 * day, READER)}",
    ]


def test_the_reports_that_they_hold_are_named() -> None:
    person = data.models.Person(slack_id="UADA", name="Ada", joined_at=NOW)
    report = data.models.Report(
        id=7,
        kind=data.models.ReportKind.BROKEN,
        title="<!here>",
        happened="…",
        filed_at=NOW,
        changed_at=NOW,
        expected_by=NOW,
    )
    left = messages.people.Left(person, None, [], [], None, None, 1, reports=[report])
    assert messages.people.left(left, READER)["text"].splitlines()[1:] == [
        "• They hold these reports; *Pass to* on their triage cards gives each to somebody else:",
        "    BUG-7 · &lt;!here&gt;",
    ]


def test_whoever_holds_nothing_is_told_so() -> None:
    person = data.models.Person(slack_id="UADA", name="Ada", joined_at=NOW)
    payload = messages.people.left(messages.people.Left(person, None, [], [], None, None, 1), READER)
    assert "They hold nothing that somebody else would have to take over." in payload["text"]
    assert payload["blocks"][-1]["elements"][0]["text"].startswith("Why do I get this?")
