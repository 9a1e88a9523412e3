"""What goes out by itself: foreseen, paused and resumed; and what was sent to whom, without what it said."""

import datetime

import pytest
import sqlmodel

import data.audit
import data.duty
import data.models
import data.morning
import data.outbox
import data.pauses
import data.people
import data.settings
import jobs.duty
import jobs.morning
import jobs.morning_parts
import jobs.outgoing
import rules.outgoing
import sandbox.blocks
import tests.commands.asking
import tests.programme

NOW = tests.programme.NOW
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
NASTY = "<!channel> <@UVICTIM>"

Session = sqlmodel.Session


@pytest.fixture
def programme(session: Session) -> Session:
    """Maren manages; four advisers take turns, the next two from Mon 16 March, 10:00 in Berlin; it is quiet."""
    for name, value in {"time_zone": "Europe/Berlin", "triage_channel": "C0TRIAGE"}.items():
        data.settings.record(session, name, value)
    tests.programme.add(session, "UMAREN", "manager", zone="Europe/Berlin")
    for slack_id in ("UADA", "UBEN", "UCY", "UDOV"):
        tests.programme.add(session, slack_id, "adviser", zone="Europe/Berlin")
    jobs.duty.tick(session, NOW)
    session.flush()
    return session


@pytest.fixture
def live(programme: Session) -> Session:
    data.settings.record_milestone(programme, data.settings.WENT_LIVE, NOW)
    tick(programme, NOW)
    return programme


def tick(session: Session, now: datetime.datetime) -> None:
    jobs.duty.tick(session, now)
    jobs.morning.tick(session, now)
    session.flush()


def asked(session: Session, text: str, now: datetime.datetime = NOW) -> list[str]:
    session.flush()
    return tests.commands.asking.Asking(session, "UMAREN", now).says(text).splitlines()


def refusal(session: Session, text: str) -> str:
    return tests.commands.asking.Asking(session, "UMAREN").refusal(text)


def running(session: Session, now: datetime.datetime = NOW) -> list[str]:
    session.flush()
    return [pause.what for pause in data.pauses.list_running(session, now)]


# -- upcoming


def test_a_quiet_programme_lists_what_it_would_send(programme: Session) -> None:
    assert asked(programme, "/program upcoming") == [
        "*What Muster would send by itself in the next 14 days*, as things stand. It is quiet: nothing of this is sent "
        "before *Go live*, and what falls due until then is never sent.",
        "*Mon 2 March 2026*",
        "• 10:00 <#C0TRIAGE>: first publication, because shifts are published",
        "*Mon 9 March 2026*",
        "• 09:00 Maren: morning message, what changed last week, because the week from Mon 2 March 2026 is over, "
        "if anything changed in it",
        *(
            f"• 09:00 {name}: morning message, heads-up before duty, because a turn on duty begins on Mon 16 March "
            "2026, 10:00 (Europe/Berlin), and is told 7 days before"
            for name in ("Cy", "Dov")
        ),
        "*Fri 13 March 2026*",
        *(
            f"• 09:00 {name}: morning message, heads-up before duty, because a turn on duty begins on Mon 16 March "
            "2026, 10:00 (Europe/Berlin), and is told on the last working day before"
            for name in ("Cy", "Dov")
        ),
        "*Mon 16 March 2026*",
        "• 09:00 Maren: morning message, what changed last week, because the week from Mon 9 March 2026 is over, "
        "if anything changed in it",
        "• 10:00 <#C0TRIAGE>: handover, with topic and user group, because a shift begins",
        "Times are in your zone (Europe/Berlin).",
    ]


def test_asking_changes_nothing(programme: Session) -> None:
    programme.commit = programme.flush  # type: ignore[method-assign]  # whoever would commit is seen
    before = list(programme.exec(sqlmodel.select(data.models.Notice)))
    asked(programme, "/program upcoming 4w")
    assert not programme.dirty
    assert not programme.new
    assert list(programme.exec(sqlmodel.select(data.models.Notice))) == before


def test_a_live_one_lists_what_waits_and_then_just_what_the_jobs_send(live: Session) -> None:
    lines = asked(live, "/program upcoming 4w")
    assert (
        "• 10:00 <#C0TRIAGE>: handovers and the triage channel's topic, because the first shifts were published"
        in lines
    )
    certain = [line for line in lines if "if anything changed in it" not in line]  # and nothing does
    foreseen = [line.split()[2].rstrip(":") for line in certain if ": morning message" in line]
    for days in range(28):
        for hours in (-2, -1, 0, 1):  # mornings and handovers are at 08:00 and 09:00, and an hour earlier in summer
            tick(live, max(NOW, NOW + days * DAY + hours * HOUR))
    notices = live.exec(sqlmodel.select(data.models.Notice).order_by(sqlmodel.col(data.models.Notice.id)))
    sent = [one.lane for one in notices if one.key.startswith("morning:")]
    assert [f"@U{name.upper()}" for name in foreseen] == sent
    assert len(sent) == 8


def test_what_was_told_is_not_foreseen_again(live: Session) -> None:
    tick(live, NOW + 7 * DAY - HOUR)
    lines = asked(live, "/program upcoming 5d", NOW + 7 * DAY)
    assert [line for line in lines if ": morning message" in line and "7 days" in line] == []
    assert len([line for line in lines if "on the last working day before" in line]) == 2


def test_what_waits_for_a_morning_and_what_lasts_is_foreseen(live: Session) -> None:
    ada = data.people.find(live, "UADA")
    assert ada is not None
    later = NOW + HOUR
    jobs.morning.tell(
        live, ada, "dates:1:UADA", "dates", {"text": "secret"}, "their dates changed", later, at_once=False
    )
    shift, seats = data.duty.list_shifts(live)[-1]
    data.duty.empty_seat(live, shift.id or 0, seats[0].place)
    lines = asked(live, "/program upcoming 8d", later)
    assert "• 09:00 Ada: morning message, changed dates on duty, because their dates changed" in lines
    empty = [line for line in lines if "Maren: morning message, empty seats" in line]
    assert [("since" in line, "in the week from Mon 9 March 2026" in line) for line in empty] == [
        (True, False),
        (False, True),
    ]
    assert "secret" not in str(lines)


def test_a_seat_that_nobody_can_take_is_foreseen_in_words(live: Session) -> None:
    far = (NOW + 44 * DAY).date().isoformat()
    for slack_id in ("UADA", "UBEN", "UCY", "UDOV"):
        tests.commands.asking.Asking(live, slack_id).says(f"/duty away {far}")
    told = [line for line in asked(live, "/program upcoming 3d") if "nobody could take it" in line]
    assert len(told) == 2
    assert all("Maren: morning message, a vacant seat that nobody can take, because" in line for line in told)


def test_a_programme_with_nothing_to_come_says_so(session: Session) -> None:
    tests.programme.add(session, "UMAREN", "manager")
    data.settings.record(session, "triage_channel", "C0TRIAGE")
    lines = asked(session, "/program upcoming 1d")
    assert lines[0].startswith("*What Muster would send by itself in the next 1 day*")
    assert len(lines) == 4  # the pool is empty, and that is to be told
    assert "what is not ready" in lines[2]


def test_a_long_list_is_cut_and_counted_and_keeps_slacks_limits(live: Session) -> None:
    for number in range(100):
        draft = data.outbox.Draft(f"left:{number}", f"@U{number}", {"text": "x"}, NASTY * 40, NOW)
        data.outbox.enqueue(live, [draft])
    reply = tests.commands.asking.Asking(live, "UMAREN").command("/program upcoming")
    drawn = getattr(reply, "message", {})
    assert sandbox.blocks.check(drawn["blocks"], sandbox.blocks.MESSAGE) == []
    assert "… and 69 more." in drawn["text"]
    assert "<!channel>" not in str(drawn)
    assert "<@" not in str(drawn)


@pytest.mark.parametrize("words", ["0d", "14", "93d", "14w", "later"])
def test_a_number_of_days_that_will_not_do_is_refused_with_what_will(programme: Session, words: str) -> None:
    assert "write one from 1d to 92d, such as 14d or 2w" in refusal(programme, f"/program upcoming {words}")


# -- pause and resume


def test_everything_is_paused_until_somebody_resumes_it(live: Session) -> None:
    (said,) = asked(live, "/program pause")
    assert said == (
        "*Paused:* everything until somebody resumes it. Muster goes on planning and answering; nothing of this is "
        "sent by itself, and what comes too late to be of use is dropped. `/program resume` ends the pause; what waits "
        "goes out then."
    )
    assert running(live, NOW + 999 * DAY) == ["all"]
    assert asked(live, "/program resume") == [
        "*Resumed:* everything. What waits and is still of use goes out now, in order."
    ]
    assert running(live) == []
    actions = [(row.action, row.actor) for row in data.audit.list_about(live, "all")]
    assert actions == [("outgoing.pause", "UMAREN"), ("outgoing.resume", "UMAREN")]


@pytest.mark.parametrize("words", ["morning until fri", "morning 2026-03-06", "MORNING Until FRI", "morning 4d"])
def test_one_kind_is_paused_until_the_end_of_a_day_in_the_programmes_zone(live: Session, words: str) -> None:
    said = asked(live, f"/program pause {words}")[0]
    assert "the morning messages (`morning`) until Fri 6 March 2026, that day included" in said
    assert "`/program resume morning`" in said
    midnight = datetime.datetime(2026, 3, 6, 23, tzinfo=datetime.UTC)
    assert running(live, midnight - HOUR) == ["morning"]
    assert running(live, midnight) == []


def test_a_date_alone_pauses_everything_until_then(live: Session) -> None:
    assert "everything until Mon 2 March 2026, that day included" in asked(live, "/program pause today")[0]


def test_a_day_that_is_past_is_refused(live: Session) -> None:
    assert refusal(live, "/program pause duty 2026-03-01").startswith("Sun 1 March 2026 is past.")
    assert running(live) == []


def test_what_there_is_not_is_answered_with_all_that_there_is(live: Session) -> None:
    said = refusal(live, "/program pause <!here>")
    assert said.startswith("“&lt;!here&gt;” is nothing that Muster sends by itself. There are:\n• `all`: everything\n")
    assert said.count("\n") == 1 + len(rules.outgoing.KINDS)


def test_one_pause_is_resumed_and_the_others_stay(live: Session) -> None:
    for words in ("", "duty", "morning"):
        asked(live, f"/program pause {words}".rstrip())
    assert asked(live, "/program resume morning")[0].endswith(
        "Nothing goes out yet: paused is everything until somebody resumes it. `/program resume` ends that."
    )
    assert running(live) == ["all", "duty"]
    said = asked(live, "/program resume morning")[0]
    assert said.startswith("That is not paused by itself; nothing was changed. Paused is everything until somebody")
    asked(live, "/program resume all")
    assert running(live) == []
    assert asked(live, "/program resume") == ["Nothing is paused, so nothing was changed."]


def test_status_and_upcoming_show_what_is_paused(live: Session) -> None:
    asked(live, "/program pause duty until fri")
    line = "handovers and the triage channel's topic (`duty`) until Fri 6 March 2026, that day included"
    assert f"• paused: {line}" in asked(live, "/program status")
    assert f"Paused: {line}." in asked(live, "/program upcoming")


def due(session: Session, now: datetime.datetime) -> list[str]:
    """What a sender would take now."""
    session.flush()
    paused = running(session, now)
    return [one.key for one in data.outbox.list_due(session, now, now, limit=99, paused=paused)]


def test_what_is_paused_waits_and_answers_and_other_kinds_go_out(live: Session) -> None:
    for key, unasked in (("dates:1", True), ("gap:1", True), ("answer:1", False)):
        draft = data.outbox.Draft(key, f"@{key}", {"text": "x"}, "a test", NOW, unasked=unasked)
        data.outbox.enqueue(live, [draft])
    data.pauses.record(live, "dates", NOW, NOW + DAY)
    data.pauses.record(live, "duty", NOW, NOW + DAY)
    assert due(live, NOW) == ["gap:1", "answer:1"]
    data.pauses.record(live, data.pauses.ALL, NOW, NOW + DAY)
    assert due(live, NOW) == ["answer:1"]
    assert {"dates:1", "gap:1", "duty:published"} < set(due(live, NOW + DAY))


def test_a_kind_is_a_whole_word(live: Session) -> None:
    for key in ("gap:1", "gaps:1"):
        data.outbox.enqueue(live, [data.outbox.Draft(key, "@U1", {"text": "x"}, "a test", NOW)])
    data.pauses.record(live, "gap", NOW, None)
    assert "gaps:1" in due(live, NOW)
    assert "gap:1" not in due(live, NOW)


# -- sent


def test_what_somebody_was_sent_is_listed_with_rule_dates_and_state_and_never_what_it_said(live: Session) -> None:
    tick(live, NOW + 7 * DAY - HOUR)
    for number, state in enumerate(data.models.NoticeState):
        draft = data.outbox.Draft(f"alert:{number}", "@UCY", {"text": "secret"}, "it failed", NOW + number * HOUR)
        data.outbox.enqueue(live, [draft])
        row = live.exec(sqlmodel.select(data.models.Notice).where(data.models.Notice.key == draft.key)).one()
        row.state, row.error = state, "is_archived" if state == "dead" else None
    asked_for = data.outbox.Draft("answer:1", "@UCY", {"text": "secret"}, "you asked", NOW - 3 * DAY, unasked=False)
    old = data.outbox.Draft("alert:old", "@UCY", {"text": "secret"}, "it failed", NOW - 9 * DAY)
    others = data.outbox.Draft("alert:other", "@UADA", {"text": "secret"}, "it failed", NOW)
    data.outbox.enqueue(live, [asked_for, old, others])
    lines = asked(live, "/program sent <@UCY|cy> 2w", NOW + 7 * DAY)
    assert lines[:4] == [
        "*What Muster sent Cy in the last 14 days*, the newest first:",
        "• Mon 9 March 2026, 09:00 (Europe/Berlin): *morning*, waiting. Because a turn on duty begins on Mon 16 March "
        "2026, 10:00 (Europe/Berlin), and is told 7 days before. `morning:UCY:2026-03-09:2026-03-09T08:00:00+00:00`",
        "    ◦ heads-up. Because a turn on duty begins on Mon 16 March 2026, 10:00 (Europe/Berlin), and is told 7 days "
        "before. `heads-up:week:2026-03-16T09:00:00+00:00:UCY`",
        "• Mon 2 March 2026, 15:00 (Europe/Berlin): *alert*, dropped, for it came too late or was not to be sent. "
        "Because it failed. `alert:5`",
    ]
    assert "*alert*, not delivered (`is_archived`). Because it failed" in str(lines)
    assert "*answer*, waiting. Because you asked. `answer:1`" in str(lines)
    assert "alert:old" not in str(lines)
    assert "alert:other" not in str(lines)
    assert "secret" not in str(lines)
    assert len(asked(live, "/program sent <@UCY|cy>", NOW + 10 * DAY)) == 4


def test_who_was_sent_nothing(live: Session) -> None:
    tests.programme.add(live, "UNASTY", "freelancer", name=NASTY)
    assert asked(live, "/program sent <@UNASTY>") == [
        "Muster sent &lt;!channel&gt; &lt;@UVICTIM&gt; nothing in the last 7 days."
    ]


def test_a_long_list_of_what_was_sent_keeps_slacks_limits(live: Session) -> None:
    for number in range(200):
        draft = data.outbox.Draft(f"alert:{number}:{NASTY}", "@UCY", {"text": "x"}, NASTY * 40, NOW)
        data.outbox.enqueue(live, [draft])
    reply = tests.commands.asking.Asking(live, "UMAREN").command("/program sent <@UCY>")
    drawn = getattr(reply, "message", {})
    assert sandbox.blocks.check(drawn["blocks"], sandbox.blocks.MESSAGE) == []
    assert "… and 160 more." in drawn["text"]
    assert "<@UVICTIM>" not in str(drawn)


@pytest.mark.parametrize("text", ["upcoming", "pause", "resume", "sent <@UADA>"])
def test_all_of_it_is_for_managers_alone(live: Session, text: str) -> None:
    asking = tests.commands.asking.Asking(live, "UADA")
    assert asking.refusal(f"/program {text}").startswith("This is for programme managers.")
    assert running(live) == []


def test_going_live_forgets_what_fell_due_in_the_quiet(programme: Session) -> None:
    ada = data.people.find(programme, "UADA")
    assert ada is not None
    for key, at in (("back:1", NOW - HOUR), ("back:2", NOW + DAY)):
        data.morning.add(programme, key, ada.id or 0, "back", {"text": "x"}, "a test", at)
    tests.commands.asking.Asking(programme, "UMAREN").press("live:program")
    assert [part.key for part in data.morning.list_waiting(programme)] == ["back:2"]


def test_every_part_of_a_morning_has_a_name_that_managers_understand() -> None:
    kinds = {kind.name for kind in jobs.morning_parts.PARTS} | {"contract"}
    assert kinds - jobs.outgoing.KIND_NAMES.keys() == {"checkins"}  # which are planned by themselves


def test_copies_of_an_update_at_the_same_time_are_one_line(live: Session) -> None:
    for number in range(50):
        draft = data.outbox.Draft(f"update:3:U{number}", f"@U{number}", {"text": "x"}, "UPD-3 is for you", NOW)
        data.outbox.enqueue(live, [draft])
    lines = [line for line in asked(live, "/program upcoming") if "UPD-3" in line]
    assert lines == ["• 10:00 U0, U1, U2 and 47 more: product updates, because UPD-3 is for you"]
