"""`/duty away`: days away, said in one line or in a form, for oneself or by a manager for another."""

from __future__ import annotations

import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme

WHOLE = ", both included"
UNDERSTOOD = {
    "2026-08-03 2026-08-07": (f"from Mon 3 August 2026 to Fri 7 August 2026{WHOLE}", "2026-08-03", "2026-08-08"),
    "from 2026-09-07 to 2026-09-08": (
        f"from Mon 7 September 2026 to Tue 8 September 2026{WHOLE}",
        *("2026-09-07", "2026-09-09"),
    ),
    "2026-10-05": ("on Mon 5 October 2026", "2026-10-05", "2026-10-06"),
    "today": ("on Mon 2 March 2026", "2026-03-02", "2026-03-03"),
    "mon to fri": (f"from Mon 9 March 2026 to Fri 13 March 2026{WHOLE}", "2026-03-09", "2026-03-14"),
    "thu tue": (f"from Thu 5 March 2026 to Tue 10 March 2026{WHOLE}", "2026-03-05", "2026-03-11"),
    "from tomorrow to 2w": (f"from Tue 3 March 2026 to Mon 16 March 2026{WHOLE}", "2026-03-03", "2026-03-17"),
    "2026-02-25 mon": (f"from Wed 25 February 2026 to Mon 2 March 2026{WHOLE}", "2026-02-25", "2026-03-03"),
}
"""What is typed on Monday 2 March, what it is understood as, and the days in the store, the end excluded."""

NO_DATE = "is no date I know: write one such as 2026-03-02, mon, tomorrow or 2w."
MISSING = "A date is missing: write one such as 2026-03-02, mon, tomorrow or 2w."
PAST = "These days are past. Write days from today on: `/duty away mon to fri`."
REFUSED = {
    "2026-08-07 2026-08-03": "Mon 3 August 2026 is before Fri 7 August 2026: write the first day, then the last.",
    "2026-02-23 2026-02-27": PAST,
    "2026-02-30": f"“2026-02-30” {NO_DATE}",
    "soon": f"“soon” {NO_DATE}",
    "from": MISSING,
    "2026-08-03 to": MISSING,
    "2026-03-03 2027-03-05": "That is longer than a year: please check the dates.",
    "mon fri Bola": "“Bola” names nobody for certain: write an @mention, and pick the person from Slack's list.",
}


def absences(programme: Programme) -> list[tuple[str, str, str]]:
    """Who is away from when, and the day after the last, as the store has it."""
    found = programme.rows("SELECT slack_id, starts, ends FROM absence JOIN person ON person.id = person_id")
    return [(str(who), str(starts), str(ends)) for who, starts, ends in found]


def test_the_answer_repeats_what_was_understood(programme: Programme) -> None:
    for typed, (understood, *days) in UNDERSTOOD.items():
        answer = programme.ada.types(f"/duty away {typed}")
        assert answer.first_line == f"You are away {understood} (Europe/Berlin)."
        assert absences(programme)[-1] == (programme.ada.id, *days)


def test_what_can_not_be_understood_is_said_and_nothing_is_saved(programme: Programme) -> None:
    for typed, sentence in REFUSED.items():
        assert programme.ada.types(f"/duty away {typed}").text == sentence
    assert absences(programme) == []


def test_the_same_days_again_change_nothing(programme: Programme) -> None:
    programme.ada.types("/duty away 2026-08-03 2026-08-07")
    again = programme.ada.types("/duty away 2026-08-04 2026-08-05")
    assert again.text.startswith("You are already recorded as away from Mon 3 August 2026 to Fri 7 August 2026")
    assert again.text.endswith("nothing was changed.")
    assert len(absences(programme)) == 1


def test_a_manager_reads_in_the_status_who_is_away_while_on_duty(programme: Programme) -> None:
    assert "Dev Anchor is away" not in programme.maren.types("/program status").text
    programme.dev.types("/duty away 2026-03-02 2026-03-06")
    assert "Duty from Mon 2 March 2026: Dev Anchor is away until Fri 6 March 2026, that day included" in (
        programme.maren.types("/program status").text
    )


def everybody(programme: Programme) -> list[tests.stories.programme.Someone]:
    chiara = tests.stories.programme.Someone(programme.slack, tests.stories.cast.CHIARA)
    advisers = [programme.ada, programme.bola, chiara, programme.dev, programme.elena]
    return [*advisers, programme.maren, programme.kenji]


def test_a_later_shift_is_dealt_again_at_once_and_only_two_people_read_of_it(programme: Programme) -> None:
    before = programme.maren.types("/duty next 6").text.splitlines()
    answer = programme.dev.types("/duty away 2026-04-15")
    assert "Dates on duty that change:" in answer.text
    assert "Not yours any more: Mon 13 April 2026" in answer.text
    after = programme.maren.types("/duty next 6").text.splitlines()
    assert [line for line in after if not line.startswith("• Mon 13 April")] == [
        line for line in before if not line.startswith("• Mon 13 April")
    ]
    programme.becomes("2026-03-03T18:00:00Z", step="PT3H")
    told = {one.id: text for one in everybody(programme) if (text := "\n".join(one.reads()))}
    assert programme.dev.id not in told
    (taker,) = [ident for ident, text in told.items() if "*Your dates on duty have changed.*" in text]
    assert "New: Mon 13 April 2026" in told[taker]
    assert f"<@{taker}>" in next(line for line in after if line.startswith("• Mon 13 April"))


def test_where_a_manager_records_it_the_absent_person_reads_what_is_theirs_no_more(programme: Programme) -> None:
    programme.maren.types("/duty away 2026-04-01 @Elena Mainsail")
    programme.becomes("2026-03-03T18:00:00Z", step="PT3H")
    (morning,) = programme.elena.reads()
    assert "Not yours any more: Mon 30 March 2026" in morning
    assert "Why do I get this?" in morning


def test_later_publications_respect_it(programme: Programme) -> None:
    (last,) = programme.rows("SELECT max(ends) FROM shift")
    starts = str(last[0])[:10]
    for one in (programme.bola, programme.dev, programme.elena):
        one.types(f"/duty away {starts} {starts[:8]}28")
    programme.becomes("2026-03-16T10:00:00Z", step="P7D")
    newest = programme.maren.types("/duty next 6").text.splitlines()[6]
    assert sorted(newest.rpartition(": ")[2].split(" and ")) == ["<@U0ADA>", "<@U0CHIARA>"]


def test_it_is_the_days_of_the_person_that_count(programme: Programme) -> None:
    programme.becomes("2026-03-02T20:00:00Z", step="P1D")
    assert programme.dev.types("/duty away today").first_line.startswith("You are away on Tue 3 March 2026 (Asia/Kol")
    assert programme.elena.types("/duty away today").first_line.startswith("You are away on Mon 2 March 2026 (Amer")


# -- for another person


def test_a_manager_records_it_for_another_in_their_zone(programme: Programme) -> None:
    answer = programme.maren.types("/duty away mon to fri @Bola Compass")
    assert answer.first_line == (
        "Bola Compass is away from Mon 9 March 2026 to Fri 13 March 2026, both included (Africa/Lagos)."
    )
    assert absences(programme) == [("U0BOLA", "2026-03-09", "2026-03-14")]
    assert programme.rows("SELECT actor, action, subject FROM audit WHERE action = 'absence.add'") == [
        ("U0MAREN", "absence.add", "U0BOLA")
    ]


def test_an_adviser_may_not(programme: Programme) -> None:
    answer = programme.ada.types("/duty away mon to fri @Bola Compass")
    assert answer.text.startswith("You can say when you or your own freelancers are away; a manager can for anyone.")
    assert absences(programme) == []


def test_somebody_not_on_the_roster_and_somebody_deactivated_are_named(programme: Programme) -> None:
    penny = programme.maren.types("/duty away mon to fri @Penny Ledger")
    assert penny.text == ("<@U0PENNY> is not on the roster. A manager can add them: `muster import people.csv`.")
    rowan = programme.maren.types("/duty away mon to fri @Rowan Farewell")
    assert rowan.text == "Rowan Farewell's Slack account is deactivated."
    assert absences(programme) == []


# -- the list and the form


def test_bare_lists_mine_each_with_cancel(programme: Programme) -> None:
    programme.ada.types("/duty away 2026-08-03 2026-08-07")
    programme.maren.types("/duty away 2026-09-07 @Bola Compass")
    for typed in ("/duty away", "/program away"):
        answer = programme.ada.types(typed)
        assert answer.text.splitlines() == [
            "*Your days away* (Europe/Berlin)",
            "• from Mon 3 August 2026 to Fri 7 August 2026, both included",
        ]
    assert programme.ada.presses("Cancel").text == (
        "Taken back: your days away from Mon 3 August 2026 to Fri 7 August 2026, both included."
    )
    assert "none are recorded" in programme.ada.types("/duty away").text


def test_a_freelancer_and_their_adviser_say_when_the_freelancer_is_away(programme: Programme) -> None:
    answer = programme.kenji.types("/program away today")
    assert answer.first_line == "You are away on Mon 2 March 2026 (Asia/Tokyo)."
    answer = programme.ada.types("/program away fri @Kenji Paperfold")
    assert answer.first_line == "Kenji Paperfold is away on Fri 6 March 2026 (Asia/Tokyo)."
    refused = programme.bola.types("/program away fri @Kenji Paperfold")
    assert refused.text.startswith("You can say when you or your own freelancers are away")
    assert [who for who, *_ in absences(programme)] == ["U0KENJI", "U0KENJI"]


def test_a_button_under_the_list_opens_a_form_and_its_submission_is_told_by_dm(programme: Programme) -> None:
    opened = programme.ada.adds_days_away()
    assert opened.view
    assert opened.view["title"]["text"] == "When are you away?"
    sent = programme.ada.submits({"First day away": "2026-08-03", "Last day away": "2026-08-07"})
    assert (sent.acked, sent.errors, programme.ada.form) == (True, {}, None)
    assert absences(programme) == [("U0ADA", "2026-08-03", "2026-08-08")]
    programme.passes("PT1S")
    assert programme.ada.reads() == [
        "You are away from Mon 3 August 2026 to Fri 7 August 2026, both included (Europe/Berlin)."
    ]


def test_what_is_wrong_is_said_at_the_field_and_the_form_stays_as_it_was_filled(programme: Programme) -> None:
    programme.ada.adds_days_away()
    sent = programme.ada.submits({"First day away": "2026-08-07", "Last day away": "2026-08-03"})
    assert sent.errors == {"Last day away": "This is before the first day away."}
    assert absences(programme) == []
    assert programme.ada.submits({"Last day away": "2026-08-08"}).errors == {}
    assert absences(programme) == [("U0ADA", "2026-08-07", "2026-08-09")]


def test_past_days_are_an_error_at_the_field(programme: Programme) -> None:
    programme.ada.adds_days_away()
    sent = programme.ada.submits({"First day away": "2026-02-02", "Last day away": "2026-02-03"})
    assert list(sent.errors.values()) == [PAST]


def test_the_form_with_its_first_day_alone_is_one_day(programme: Programme) -> None:
    programme.ada.adds_days_away()
    programme.ada.submits()
    assert absences(programme) == [("U0ADA", "2026-03-02", "2026-03-03")]


def test_duty_is_not_a_freelancers(programme: Programme) -> None:
    answer = programme.kenji.types("/duty away")
    assert answer.view is None
    assert answer.text == (
        "This is for programme managers and advisers. Please ask <@U0MAREN>. `/program` shows what you can do."
    )


# -- while it is quiet


def test_while_it_is_quiet_what_was_published_is_dealt_again_and_nobody_is_told(prepared: Programme) -> None:
    prepared.prepare(live=False)
    prepared.start()
    (line,) = [
        one for one in prepared.maren.types("/duty next 1").text.splitlines() if one.startswith("• Mon 16 March")
    ]
    assert "<@U0ADA>" in line
    assert "Dates on duty that change:" in prepared.ada.types("/duty away 2026-03-18").text
    assert "<@U0ADA>" not in prepared.maren.types("/duty next 1").text
    prepared.becomes("2026-03-03T18:00:00Z", step="PT6H")
    assert prepared.posts() == []
    assert prepared.rows("SELECT count(*) FROM vacancy") == [(0,)]
