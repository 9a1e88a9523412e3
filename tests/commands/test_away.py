"""Days away: said by command or form, listed, taken back; a bad morning; and who covers for somebody on duty."""

import datetime

import pytest
import sqlmodel

import commands.replies
import data.audit
import data.duty
import data.models
import data.morning
import data.outbox
import data.people
import data.settings
import jobs.duty
import rules.errors
import sandbox.blocks
import tests.commands.asking
import tests.programme

NOW = tests.programme.NOW
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
Asking = tests.commands.asking.Asking
said = tests.commands.asking.said


@pytest.fixture
def quiet(session: sqlmodel.Session) -> sqlmodel.Session:
    """Five advisers, a manager and two freelancers; shifts are published, Monday 10:00 Berlin, and one begins now."""
    session.add(data.models.Setting(name="time_zone", value="Europe/Berlin"))
    session.add(data.models.Setting(name="triage_channel", value="C0TRIAGE"))
    tests.programme.add(session, "UMAREN", "manager", zone="Europe/Berlin")
    ada = tests.programme.add(session, "UADA", "adviser", zone="Europe/Berlin")
    tests.programme.add(session, "UBEN", "adviser", zone="Asia/Manila")
    tests.programme.add(session, "UCY", "adviser", zone="America/Lima")
    tests.programme.add(session, "UDOV", "adviser")
    tests.programme.add(session, "UEVA", "adviser")
    tests.programme.add_freelancer(session, "UFLOR", ada, zone="Pacific/Kiritimati")
    tests.programme.add_freelancer(session, "UGIL")
    jobs.duty.tick(session, NOW)
    session.flush()
    return session


@pytest.fixture
def live(quiet: sqlmodel.Session) -> sqlmodel.Session:
    """The same, live and told of it."""
    data.settings.record_milestone(quiet, data.settings.WENT_LIVE, NOW - DAY)
    jobs.duty.tick(quiet, NOW)
    quiet.flush()
    return quiet


def asking(session: sqlmodel.Session, slack_id: str, now: datetime.datetime = NOW) -> Asking:
    return Asking(session, slack_id, now)


def absences(session: sqlmodel.Session, cancelled: bool = False) -> list[tuple[str, str]]:
    found = session.exec(sqlmodel.select(data.models.Absence).order_by(sqlmodel.col(data.models.Absence.id))).all()
    wanted = [one for one in found if (one.cancelled_at is not None) == cancelled]
    return [(one.starts.isoformat(), one.last_day.isoformat()) for one in wanted]


def pair(session: sqlmodel.Session, shift: int = 0) -> list[str]:
    """The Slack ids of who has a seat in a shift, the running one being 0."""
    _, seats = data.duty.list_shifts(session)[shift]
    people = data.people.load_by_id(session, [seat.person_id for seat in seats])
    return [people[seat.person_id].slack_id for seat in seats]


def dms(session: sqlmodel.Session, slack_id: str) -> list[str]:
    """The first line of what was enqueued for somebody, posts and edits alike."""
    lane = data.models.Notice.lane == f"@{slack_id}"
    found = session.exec(sqlmodel.select(data.models.Notice).where(lane).order_by(sqlmodel.col(data.models.Notice.id)))
    return [str(one.payload["text"]).partition("\n")[0] for one in found]


def waiting(session: sqlmodel.Session) -> list[tuple[str, str]]:
    """Whose next morning will say what kind of thing."""
    parts = data.morning.list_waiting(session)
    people = data.people.load_by_id(session, {part.person_id for part in parts})
    return [(people[part.person_id].slack_id, part.kind) for part in parts]


# -- what was understood


def test_one_records_ones_own_absence_and_reads_what_was_understood(quiet: sqlmodel.Session) -> None:
    assert asking(quiet, "UBEN").says("/duty away 2026-07-06 to fri") == (
        "You are away from Mon 6 July 2026 to Fri 10 July 2026, both included (Asia/Manila)."
    )
    assert absences(quiet) == [("2026-07-06", "2026-07-10")]
    (audited,) = data.audit.list_about(quiet, "UBEN")
    assert (audited.actor, audited.action) == ("UBEN", "absence.add")
    assert audited.after == {"starts": "2026-07-06", "ends": "2026-07-11"}


def test_one_day_away(quiet: sqlmodel.Session) -> None:
    assert asking(quiet, "UADA").says("/duty away 2026-07-06").startswith("You are away on Mon 6 July 2026 (")


def test_no_reason_is_asked_or_kept(quiet: sqlmodel.Session) -> None:
    assert "ill" in asking(quiet, "UADA").refusal("/duty away 2026-07-06 ill")
    assert absences(quiet) == []


def test_a_manager_records_anyones_absence_in_that_persons_zone(quiet: sqlmodel.Session) -> None:
    text = asking(quiet, "UMAREN").says("/duty away 2026-07-06 2026-07-10 <@UBEN|ben>")
    assert text.startswith("Ben is away from Mon 6 July 2026 to Fri 10 July 2026, both included (Asia/Manila).")
    assert data.audit.list_about(quiet, "UBEN")[0].actor == "UMAREN"


ONLY_OWN = (
    "You can say when you or your own freelancers are away; a manager can for anyone. "
    "For example `/program away mon to fri`."
)


@pytest.mark.parametrize(
    ("who", "whom", "may"),
    [
        ("UADA", "UADA", True),
        ("UADA", "UFLOR", True),
        ("UADA", "UGIL", False),
        ("UADA", "UBEN", False),
        ("UBEN", "UFLOR", False),
        ("UFLOR", "UADA", False),
        ("UFLOR", "UGIL", False),
        ("UFLOR", "UFLOR", True),
        ("UMAREN", "UGIL", True),
    ],
)
@pytest.mark.parametrize("words", ["mon ", ""])
def test_for_oneself_for_ones_freelancers_and_managers_for_anyone(
    live: sqlmodel.Session, who: str, whom: str, may: bool, words: str
) -> None:
    text = f"/program away {words}<@{whom}>"
    if may:
        assert asking(live, who).says(text).partition("days away")[0]
    else:
        assert asking(live, who).refusal(text) == ONLY_OWN
    assert len(absences(live)) == (1 if may and words else 0)


def test_a_freelancer_has_their_own_verb_and_no_duty(quiet: sqlmodel.Session) -> None:
    assert asking(quiet, "UFLOR").refusal("/duty away mon").startswith("This is for programme managers and advisers.")
    assert asking(quiet, "UFLOR").says("/program away mon").startswith("You are away on Mon 9 March 2026 (Pacific/K")


@pytest.mark.parametrize("text", ["2026-03-01", "2026-02-23 2026-03-01"])
def test_days_that_are_past_are_refused(quiet: sqlmodel.Session, text: str) -> None:
    refusal = asking(quiet, "UADA").refusal(f"/duty away {text}")
    assert refusal == "These days are past. Write days from today on: `/duty away mon to fri`."


def test_past_is_past_where_the_person_is(quiet: sqlmodel.Session) -> None:
    """At 17:00 UTC it is Tuesday in Manila."""
    evening = NOW + 8 * HOUR
    assert "are past" in asking(quiet, "UBEN", evening).refusal("/duty away 2026-03-02")
    assert "are past" in asking(quiet, "UMAREN", evening).refusal("/duty away 2026-03-02 <@UBEN>")
    assert asking(quiet, "UCY", evening).says("/duty away 2026-03-02").startswith("You are away on Mon 2 March")


@pytest.mark.parametrize(("last", "taken"), [("2027-07-06", True), ("2027-07-07", False)])
def test_at_most_a_year(quiet: sqlmodel.Session, last: str, taken: bool) -> None:
    text = f"/duty away 2026-07-06 {last}"
    if taken:
        assert asking(quiet, "UADA").says(text).startswith("You are away")
    else:
        assert asking(quiet, "UADA").refusal(text) == "That is longer than a year: please check the dates."


def test_days_that_are_known_already_change_nothing(quiet: sqlmodel.Session) -> None:
    asking(quiet, "UADA").says("/duty away 2026-07-06 2026-07-10")
    for again in ("2026-07-06 2026-07-10", "2026-07-07 2026-07-08"):
        assert asking(quiet, "UADA").says(f"/duty away {again}") == (
            "You are already recorded as away from Mon 6 July 2026 to Fri 10 July 2026, both included; "
            "nothing was changed."
        )
    assert len(absences(quiet)) == 1
    asking(quiet, "UADA").says("/duty away 2026-07-10 2026-07-13")
    assert len(absences(quiet)) == 2


def test_the_same_request_again_has_one_effect(live: sqlmodel.Session) -> None:
    first = asking(live, "UADA").says("/duty away 2026-03-17", key="T1")
    before = len(live.exec(sqlmodel.select(data.models.Notice)).all())
    assert asking(live, "UADA", NOW + HOUR).says("/duty away 2026-03-17", key="T1") == first
    assert len(absences(live)) == 1
    assert len(live.exec(sqlmodel.select(data.models.Notice)).all()) == before


# -- the list, and taking back


def test_bare_lists_mine_each_with_cancel(quiet: sqlmodel.Session) -> None:
    asking(quiet, "UADA").says("/duty away 2026-07-06 2026-07-10")
    asking(quiet, "UADA").says("/duty away 2026-08-03")
    asking(quiet, "UBEN").says("/duty away 2026-09-07")
    for text in ("/duty away", "/program away", "/program away <@UADA>"):
        reply = asking(quiet, "UADA").command(text)
        assert said(reply) == (
            "*Your days away* (Europe/Berlin)\n"
            "• from Mon 6 July 2026 to Fri 10 July 2026, both included\n"
            "• on Mon 3 August 2026"
        )
        assert isinstance(reply, commands.replies.Say)
        assert sandbox.blocks.check(reply.message["blocks"], sandbox.blocks.MESSAGE) == []
        labels = [block["accessory"]["text"]["text"] for block in reply.message["blocks"] if "accessory" in block]
        assert labels == ["Cancel", "Cancel"]


def test_what_is_over_is_not_listed(quiet: sqlmodel.Session) -> None:
    asking(quiet, "UADA").says("/duty away today")
    assert "on Mon 2 March 2026" in asking(quiet, "UADA").says("/duty away")
    assert "none are recorded" in asking(quiet, "UADA", NOW + 15 * HOUR).says("/duty away")


def test_a_hundred_absences_keep_slacks_limits(quiet: sqlmodel.Session) -> None:
    ada = data.people.find(quiet, "UADA")
    assert ada is not None
    for number in range(100):
        data.duty.add_absence(quiet, ada.id or 0, NOW.date() + number * DAY, NOW.date() + (number + 1) * DAY, NOW)
    reply = asking(quiet, "UADA").command("/duty away")
    assert isinstance(reply, commands.replies.Say)
    assert sandbox.blocks.check(reply.message["blocks"], sandbox.blocks.MESSAGE) == []
    assert "and 80 more, later" in str(reply.message["blocks"])


def test_days_that_have_not_begun_are_taken_back(quiet: sqlmodel.Session) -> None:
    asking(quiet, "UADA").says("/duty away 2026-07-06 2026-07-10")
    assert said(asking(quiet, "UADA").press("cancel:absence", subject="1")) == (
        "Taken back: your days away from Mon 6 July 2026 to Fri 10 July 2026, both included."
    )
    assert absences(quiet) == []
    assert absences(quiet, cancelled=True) == [("2026-07-06", "2026-07-10")]
    assert [one.action for one in data.audit.list_about(quiet, "UADA")][-1] == "absence.cancel"


def test_days_that_have_begun_end_today(quiet: sqlmodel.Session) -> None:
    asking(quiet, "UADA").says("/duty away today 2026-03-13")
    text = said(asking(quiet, "UADA", NOW + 2 * DAY).press("cancel:absence", subject="1"))
    assert text == "Ended: your days away since Mon 2 March 2026. You are there again from today on."
    assert absences(quiet) == [("2026-03-02", "2026-03-03")]


def test_cancelled_twice_is_said_to_be_over(quiet: sqlmodel.Session) -> None:
    asking(quiet, "UADA").says("/duty away 2026-07-06")
    asking(quiet, "UADA").press("cancel:absence", subject="1")
    again = said(asking(quiet, "UMAREN").press("cancel:absence", subject="1"))
    assert again == "Ada's days away were ended or taken back before; nothing was changed."


@pytest.mark.parametrize(("who", "may"), [("UADA", False), ("UBEN", True), ("UMAREN", True), ("UFLOR", False)])
def test_only_who_may_record_may_cancel(quiet: sqlmodel.Session, who: str, may: bool) -> None:
    asking(quiet, "UBEN").says("/duty away 2026-07-06")
    if may:
        assert "Taken back: " in said(asking(quiet, who).press("cancel:absence", subject="1"))
    else:
        with pytest.raises(rules.errors.ProgramError, match="your own freelancers"):
            asking(quiet, who).press("cancel:absence", subject="1")
    assert len(absences(quiet)) == (0 if may else 1)


@pytest.mark.parametrize("subject", ["", "7", "-1", "x", "9" * 30, "١"])
def test_a_forged_subject_is_unknown(quiet: sqlmodel.Session, subject: str) -> None:
    with pytest.raises(rules.errors.ProgramError, match="are not recorded"):
        asking(quiet, "UMAREN").press("cancel:absence", subject=subject)


def test_a_freelancers_days_change_nothing_of_duty_and_can_be_taken_back(live: sqlmodel.Session) -> None:
    before = [pair(live, shift) for shift in range(7)]
    assert asking(live, "UFLOR").says("/program away today fri").startswith("You are away from")
    assert "Ended: Flor's days away" in said(asking(live, "UADA", NOW + DAY).press("cancel:absence", subject="1"))
    assert [pair(live, shift) for shift in range(7)] == before
    assert waiting(live) == []


# -- who reads what another said of their days


def test_whose_days_another_records_or_ends_reads_it_at_once_with_a_way_back(live: sqlmodel.Session) -> None:
    asking(live, "UADA").says("/program away today fri <@UFLOR>")
    asking(live, "UMAREN", NOW + DAY).press("cancel:absence", subject="1")
    days = "from Mon 2 March 2026 to Fri 6 March 2026, both included"
    assert dms(live, "UFLOR") == [
        f"*Ada has recorded that you are away* {days} (Pacific/Kiritimati). Not so? Press *Cancel*.",
        "*Maren has ended your days away* since Mon 2 March 2026. You are there again from today on.",
    ]


def test_of_days_further_off_they_read_in_the_morning(live: sqlmodel.Session) -> None:
    asking(live, "UMAREN").says("/program away 2026-05-04 <@UFLOR>")
    asking(live, "UMAREN").press("cancel:absence", subject="1")
    assert waiting(live) == [("UFLOR", "away")] * 2
    texts = [str(part.payload["text"]).partition("\n")[0] for part in data.morning.list_waiting(live)]
    assert texts[1] == "*Maren has taken back your days away* on Mon 4 May 2026."


def test_nobody_reads_twice_of_one_change_nor_of_what_they_said_themselves(live: sqlmodel.Session) -> None:
    asking(live, "UMAREN").says(f"/duty away 2026-03-17 <@{pair(live, 1)[0]}>")
    asking(live, "UFLOR").says("/program away mon")
    assert [kind for _, kind in waiting(live)] == ["dates"]
    assert dms(live, "UFLOR") == []


def test_in_the_quiet_nobody_reads_what_another_recorded(quiet: sqlmodel.Session) -> None:
    asking(quiet, "UMAREN").says("/program away today <@UFLOR>")
    assert (dms(quiet, "UFLOR"), waiting(quiet)) == ([], [])


# -- what follows for the seats


def test_while_quiet_what_was_published_is_dealt_again_and_nobody_is_told(quiet: sqlmodel.Session) -> None:
    assert pair(quiet, 1) == ["UADA", "UDOV"] or "UADA" in pair(quiet, 1)
    text = asking(quiet, "UADA").says("/duty away 2026-03-17")
    assert "Dates on duty that change:" in text
    assert "UADA" not in pair(quiet, 1)
    assert len(pair(quiet, 1)) == 2
    assert quiet.exec(sqlmodel.select(data.models.Notice)).all() == []
    assert quiet.exec(sqlmodel.select(data.models.Vacancy)).all() == []
    assert waiting(quiet) == []


def test_days_on_which_one_does_not_work_leave_the_seats_alone(live: sqlmodel.Session) -> None:
    before = [pair(live, shift) for shift in range(7)]
    assert "Dates" not in asking(live, "UADA").says("/duty away 2026-03-21 2026-03-22")
    assert "Dates" not in asking(live, "UADA").says("/duty away 2026-04-04 2026-04-05")
    assert [pair(live, shift) for shift in range(7)] == before


# -- the form


def test_the_form_opens_by_a_button_and_offers_itself_again(quiet: sqlmodel.Session) -> None:
    reply = asking(quiet, "UFLOR").press("open:away")
    assert isinstance(reply, commands.replies.Open)
    assert reply.again == "open:away"
    assert sandbox.blocks.check_view(reply.view, sandbox.blocks.MODAL) == []
    assert [block["block_id"] for block in reply.view["blocks"] if block["type"] == "input"] == ["from", "to"]


def test_the_form_begins_with_today_where_the_person_is(quiet: sqlmodel.Session) -> None:
    reply = asking(quiet, "UBEN", NOW + 8 * HOUR).press("open:away")
    assert isinstance(reply, commands.replies.Open)
    assert reply.view["blocks"][0]["element"]["initial_date"] == "2026-03-03"


def test_the_form_records_what_the_command_would(quiet: sqlmodel.Session) -> None:
    form = asking(quiet, "UADA").submit("record:away", from_="2026-07-06", to="2026-07-10")
    assert said(form).startswith("You are away from Mon 6 July 2026 to Fri 10 July 2026")
    one_day = asking(quiet, "UADA").submit("record:away", from_="2026-08-03")
    assert said(one_day).startswith("You are away on Mon 3 August 2026")
    assert absences(quiet) == [("2026-07-06", "2026-07-10"), ("2026-08-03", "2026-08-03")]


@pytest.mark.parametrize(
    ("first", "last", "errors"),
    [
        ("2026-07-06", "2026-07-05", {"to": "This is before the first day away."}),
        (
            "2026-02-02",
            "2026-02-06",
            {"to": "These days are past. Write days from today on: `/duty away mon to fri`."},
        ),
        ("2026-07-06", "2028-07-06", {"to": "That is longer than a year: please check the dates."}),
        ("", "", {"from": "Please fill this in."}),
    ],
)
def test_what_is_wrong_in_the_form_stands_at_its_field(
    quiet: sqlmodel.Session, first: str, last: str, errors: dict[str, str]
) -> None:
    reply = asking(quiet, "UADA").submit("record:away", from_=first, to=last)
    assert reply == commands.replies.Fields(errors)
    assert absences(quiet) == []


# -- a bad morning


def buttons(reply: commands.replies.Reply) -> list[str]:
    assert isinstance(reply, commands.replies.Say)
    rows = [block for block in reply.message.get("blocks", []) if block["type"] == "actions"]
    return [button["text"]["text"] for row in rows for button in row["elements"]]


def test_the_button_is_for_advisers_who_are_not_away_already(quiet: sqlmodel.Session) -> None:
    assert buttons(asking(quiet, "UADA").command("/duty")) == ["I can't today"]
    assert buttons(asking(quiet, "UMAREN").command("/duty")) == []
    assert buttons(asking(quiet, "UFLOR").command("/duty")) == []
    asking(quiet, "UADA").press("away:today")
    assert buttons(asking(quiet, "UADA").command("/duty")) == []
    assert buttons(asking(quiet, "UADA", NOW + DAY).command("/duty")) == ["I can't today"]


def test_somebody_who_is_away_later_may_still_not_be_able_today(quiet: sqlmodel.Session) -> None:
    asking(quiet, "UADA").says("/duty away 2026-07-06")
    assert buttons(asking(quiet, "UADA").command("/duty")) == ["I can't today"]


def test_who_can_not_today_is_away_for_one_day_of_theirs_and_asked_the_day_after(live: sqlmodel.Session) -> None:
    evening = NOW + 8 * HOUR
    text = said(asking(live, "UBEN", evening).press("away:today"))
    assert text.startswith("*You are away today*, and nobody asks why. Who else is on duty")
    assert absences(live) == [("2026-03-03", "2026-03-03")]
    (part,) = data.morning.list_waiting(live)
    assert (part.kind, part.key) == ("back", "back:1")
    assert part.due_at == datetime.datetime(2026, 3, 3, 16, tzinfo=datetime.UTC)
    assert "*Back?* You were away on Tue 3 March 2026." in str(part.payload["text"])


def test_pressed_twice_it_is_recorded_once(live: sqlmodel.Session) -> None:
    asking(live, "UBEN").press("away:today")
    again = said(asking(live, "UBEN").press("away:today"))
    assert again == "You are already recorded as away on Mon 2 March 2026; nothing was changed."
    assert len(absences(live)) == 1


def test_cancelled_the_same_day_nobody_asks_whether_they_are_back(live: sqlmodel.Session) -> None:
    asking(live, "UBEN").press("away:today")
    asking(live, "UBEN").press("cancel:absence", subject="1")
    assert waiting(live) == []


def test_back_changes_nothing_and_away_today_too_is_another_day(live: sqlmodel.Session) -> None:
    asking(live, "UBEN").press("away:today")
    tomorrow = NOW + DAY
    assert said(asking(live, "UBEN", tomorrow).press("back:absence", subject="1")).startswith("Good to have you back.")
    assert len(absences(live)) == 1
    assert said(asking(live, "UBEN", tomorrow).press("extend:absence", subject="1")).startswith("*You are away today*")
    assert absences(live) == [("2026-03-02", "2026-03-02"), ("2026-03-03", "2026-03-03")]
    with pytest.raises(rules.errors.ProgramError, match="somebody else's"):
        asking(live, "UADA", tomorrow).press("back:absence", subject="1")


BACK = "Good to have you back. You are there again from today on."


def test_back_after_away_today_too_takes_today_back_and_nobody_asks_the_next_day(live: sqlmodel.Session) -> None:
    asking(live, "UBEN").press("away:today")
    tomorrow = NOW + DAY
    asking(live, "UBEN", tomorrow).press("extend:absence", subject="1")
    answer = said(asking(live, "UBEN", tomorrow).press("back:absence", subject="1"))
    assert answer == f"{BACK}\nTaken back: your days away on Tue 3 March 2026."
    assert absences(live) == [("2026-03-02", "2026-03-02")]
    assert waiting(live) == [("UBEN", "back")]  # the question of the first day, which was not sent in here
    assert said(asking(live, "UBEN", tomorrow).press("back:absence", subject="1")) == BACK


def test_back_ends_whatever_holds_today_and_leaves_what_comes(live: sqlmodel.Session) -> None:
    asking(live, "UBEN").press("away:today")
    asking(live, "UBEN").says("/duty away 2026-03-02 2026-03-06")
    asking(live, "UBEN").says("/duty away 2026-03-03 2026-03-10")
    asking(live, "UBEN").says("/duty away 2026-07-06")
    answer = said(asking(live, "UBEN", NOW + DAY).press("back:absence", subject="1"))
    assert answer.startswith(BACK)
    assert "Ended: your days away since Mon 2 March 2026." in answer
    assert "Taken back: your days away from Tue 3 March 2026 to Tue 10 March 2026" in answer
    assert absences(live) == [("2026-03-02", "2026-03-02"), ("2026-03-02", "2026-03-02"), ("2026-07-06", "2026-07-06")]


def test_back_gives_a_seat_back_that_was_given_up_for_these_days(live: sqlmodel.Session) -> None:
    before = pair(live, 1)
    sitter = before[0]
    asking(live, sitter).press("away:today")
    asking(live, sitter, NOW + DAY).says("/duty away today 2026-03-20")
    assert sitter not in pair(live, 1)
    answer = said(asking(live, sitter, NOW + DAY).press("back:absence", subject="1"))
    assert "Dates on duty that change:" in answer
    assert pair(live, 1) == before


# -- on duty


def on_duty(session: sqlmodel.Session) -> tuple[str, str]:
    first, second = pair(session)
    return first, second


def test_on_duty_the_partner_and_the_managers_read_at_once_who_is_away_until_when(live: sqlmodel.Session) -> None:
    absent, partner = on_duty(live)
    asking(live, absent).says("/duty away today fri")
    name = absent[1:].title()
    assert pair(live) == [absent, partner]
    assert dms(live, partner) == [
        f"*{name} is away* from Mon 2 March 2026 to Fri 6 March 2026, both included, and on duty with you. "
        + dms(live, partner)[0].partition("with you. ")[2]
    ]
    assert "One of two sits from Mon 2 March 2026" in dms(live, partner)[0]
    assert f"{partner[1:].title()} sits alone from Mon 2 March 2026" in dms(live, "UMAREN")[0]
    assert dms(live, absent) == []
    assert waiting(live) == []


def test_from_that_moment_the_topic_leaves_them_out(live: sqlmodel.Session) -> None:
    absent, partner = on_duty(live)
    asking(live, absent, NOW + HOUR).says("/duty away today")
    topic = data.outbox.find_newest(live, "topic:C0TRIAGE")
    assert topic is not None
    assert f": <@{partner}> |" in str(topic.payload["part"])


def choices(session: sqlmodel.Session) -> list[str]:
    """The subjects of the managers' buttons."""
    found = session.exec(sqlmodel.select(data.models.Notice).where(data.models.Notice.lane == "@UMAREN")).all()
    rows = [block for block in found[-1].payload["blocks"] if block["type"] == "actions"]  # type: ignore[attr-defined]  # a list
    return [button["value"] for row in rows for button in row["elements"]]


def test_a_manager_chooses_who_covers_and_everybody_concerned_reads_it(live: sqlmodel.Session) -> None:
    absent, partner = on_duty(live)
    asking(live, absent).says("/duty away today fri")
    first, *rest = choices(live)
    assert [one.partition(":")[2] for one in (first, *rest)] == [
        one for one in ("UADA", "UBEN", "UCY", "UDOV", "UEVA") if one not in (absent, partner)
    ]
    chosen = first.partition(":")[2]
    reply = said(asking(live, "UMAREN", NOW + HOUR).press("cover:absence", subject=first))
    assert reply.startswith(
        f"{chosen[1:].title()} covers for {absent[1:].title()} until Fri 6 March 2026, 17:00 (Europe/Berlin)"
    )
    covers = f"*{chosen[1:].title()} covers for {absent[1:].title()}*"
    assert [line.startswith(covers) for line in dms(live, partner)] == [True, True]  # their card, and a line under it
    assert dms(live, chosen) == [f"*Your dates on duty have changed.* You sit for {absent[1:].title()}."]
    assert dms(live, absent) == [f"*Your dates on duty have changed.* {chosen[1:].title()} sits for you."]
    topic = data.outbox.find_newest(live, "topic:C0TRIAGE")
    assert topic is not None
    assert f"<@{chosen}>" in str(topic.payload["part"])
    (audited,) = [one for one in data.audit.list_about(live, absent) if one.action == "override.add"]
    assert audited.actor == "UMAREN"


def test_a_second_press_reads_that_it_is_settled(live: sqlmodel.Session) -> None:
    absent, _ = on_duty(live)
    asking(live, absent).says("/duty away today fri")
    first, second, *_ = choices(live)
    asking(live, "UMAREN").press("cover:absence", subject=first)
    before = len(live.exec(sqlmodel.select(data.models.Notice)).all())
    for subject in (first, second, "1:UNOBODY", "1:", "1"):
        late = said(asking(live, "UMAREN", NOW + HOUR).press("cover:absence", subject=subject))
        assert late.startswith("This was settled before: somebody covers already")
    assert len(live.exec(sqlmodel.select(data.models.Override)).all()) == 1
    assert len(live.exec(sqlmodel.select(data.models.Notice)).all()) == before


def test_nobody_can_be_chosen_who_is_away_or_sits_in_the_shift(live: sqlmodel.Session) -> None:
    absent, partner = on_duty(live)
    others = [one for one in ("UADA", "UBEN", "UCY", "UDOV", "UEVA") if one not in (absent, partner)]
    asking(live, others[0]).says("/duty away fri")
    asking(live, absent).says("/duty away today fri")
    assert [one.partition(":")[2] for one in choices(live)] == others[1:]
    for slack_id in (others[0], partner, absent, "UFLOR"):
        reply = said(asking(live, "UMAREN").press("cover:absence", subject=f"2:{slack_id}"))
        assert reply.startswith("This was settled before")


def test_back_early_the_cover_ends_and_everybody_reads_it(live: sqlmodel.Session) -> None:
    absent, partner = on_duty(live)
    asking(live, absent).says("/duty away today fri")
    first, *_ = choices(live)
    chosen = first.partition(":")[2]
    asking(live, "UMAREN", NOW + HOUR).press("cover:absence", subject=first)
    asking(live, absent, NOW + 2 * DAY).press("cancel:absence", subject="1")
    assert dms(live, partner)[-1] == f"*{absent[1:].title()} is back*, and on duty as before."
    assert dms(live, "UMAREN")[-1] == f"*{absent[1:].title()} is back*, and on duty as before."
    assert [text.partition(".")[0] for text in dms(live, chosen)] == ["*Your dates on duty have changed"] * 2
    topic = data.outbox.find_newest(live, "topic:C0TRIAGE")
    assert topic is not None
    assert f"<@{absent}>" in str(topic.payload["part"])
    assert f"<@{chosen}>" not in str(topic.payload["part"])


def test_where_both_are_away_nobody_sits_and_the_absent_partner_is_left_in_peace(live: sqlmodel.Session) -> None:
    first, second = on_duty(live)
    asking(live, first).says("/duty away today fri")
    asking(live, second, NOW + HOUR).says("/duty away today fri")
    assert "Nobody sits from Mon 2 March 2026" in dms(live, "UMAREN")[-1]
    assert len(dms(live, first)) == 0
    topic = data.outbox.find_newest(live, "topic:C0TRIAGE")
    assert topic is not None
    assert "nobody |" in str(topic.payload["part"])


def test_a_partner_who_manages_reads_it_once(live: sqlmodel.Session) -> None:
    absent, partner = on_duty(live)
    manages = data.people.find(live, partner)
    assert manages is not None
    manages.manager = True
    live.add(manages)
    live.flush()
    asking(live, absent).says("/duty away today fri")
    assert len(dms(live, partner)) == 1
    assert "sits alone" in dms(live, partner)[0]


def test_one_of_two_absences_that_overlap_is_cancelled_and_the_other_still_counts(live: sqlmodel.Session) -> None:
    absent, partner = on_duty(live)
    asking(live, absent).says("/duty away today wed")
    asking(live, absent, NOW + HOUR).says("/duty away wed fri")
    asking(live, absent, NOW + 2 * HOUR).press("cancel:absence", subject="1")
    name = absent[1:].title()
    assert not any(f"*{name} is back*" in line for line in dms(live, partner))
    still = (
        f"*{name} has changed their days away*, and is away from Wed 4 March 2026 to Fri 6 March 2026, both included."
    )
    assert still in dms(live, partner)
    assert dms(live, "UMAREN")[-1].startswith(f"*{name} is away* from Wed 4 March 2026")
    topic = data.outbox.find_newest(live, "topic:C0TRIAGE")
    assert topic is not None
    assert f"<@{absent}>" in str(topic.payload["part"])


def test_a_cover_who_becomes_absent_before_it_begins_is_no_cover_and_the_managers_choose_again(
    live: sqlmodel.Session,
) -> None:
    absent, partner = on_duty(live)
    asking(live, absent).says("/duty away 2026-03-09 2026-03-11")
    first, second, *_ = choices(live)
    chosen = first.partition(":")[2]
    asking(live, "UMAREN").press("cover:absence", subject=first)
    asking(live, chosen, NOW + HOUR).says("/duty away 2026-03-10")
    assert dms(live, "UMAREN")[-1].startswith(f"*{absent[1:].title()} is away* from Mon 9 March 2026")
    assert first not in choices(live)
    assert said(asking(live, "UMAREN", NOW + 2 * HOUR).press("cover:absence", subject=second)).startswith(
        second.partition(":")[2][1:].title()
    )
    assert dms(live, partner)[-1].startswith(f"*{second.partition(':')[2][1:].title()} covers")


def test_an_absence_in_a_zone_where_it_is_tomorrow_already_begins_there(live: sqlmodel.Session) -> None:
    """At 17:00 UTC it is Tuesday 01:00 in Manila: Ben is away from then on, and not on Monday."""
    assert "UBEN" in pair(live)
    evening = NOW + 8 * HOUR
    asking(live, "UBEN", evening).says("/duty away today")
    assert "Tue 3 March 2026" in dms(live, "UMAREN")[-1]
    topic = data.outbox.find_newest(live, "topic:C0TRIAGE")
    assert topic is not None
    assert "<@UBEN>" not in str(topic.payload["part"])


def test_away_while_on_duty_on_free_days_alone_tells_nobody(live: sqlmodel.Session) -> None:
    absent, partner = on_duty(live)
    text = asking(live, absent).says("/duty away 2026-03-07 2026-03-08")
    assert "were told" not in text
    assert (dms(live, partner), dms(live, "UMAREN")) == ([], [])
