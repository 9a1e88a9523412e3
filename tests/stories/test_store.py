"""One request has one effect; and a store that is held, full or read-only refuses in a sentence, and means it."""

from __future__ import annotations

import concurrent.futures
import datetime

import pytest

import tests.stories.cast
import tests.stories.door
import tests.stories.programme

Programme = tests.stories.programme.Programme

BUSY = "Muster is busy right now, and nothing was saved. Please try again in a moment."
BROKEN = "Muster can't save anything right now, and nothing was saved. Please tell whoever runs it."
AWAY = "/duty away 2026-08-03"


def count(programme: Programme, table: str = "absence") -> int:
    return len(programme.rows(f"SELECT 1 FROM {table}"))  # noqa: S608  # a name of our own


def brought(programme: Programme, kind: str) -> list[tests.stories.programme.Json]:
    """The envelopes of a kind: `slash_commands`, or `interactive`. Slack tells of messages as well."""
    envelopes = programme.slack.journal(programme.began, kind="envelope")
    return [envelope for envelope in envelopes if envelope["type"] == kind]


# -- once


def test_a_redelivered_command_has_one_effect_and_gets_the_stored_reply(programme: Programme) -> None:
    first = programme.ada.types(AWAY)
    (envelope,) = brought(programme, "slash_commands")
    assert tests.stories.door.brings(programme, [envelope["payload"]] * 3) == [first.text] * 3
    assert count(programme) == 1
    assert count(programme, "audit WHERE action = 'absence.add'") == 1


def test_the_same_words_typed_anew_are_another_request(programme: Programme) -> None:
    programme.ada.types(AWAY)
    assert "already recorded" in programme.ada.types(AWAY).text


def test_a_redelivered_form_is_saved_once_and_told_once(programme: Programme) -> None:
    programme.ada.types("/duty away")
    programme.ada.presses("Add days away")
    programme.ada.submits({"First day away": "2026-08-03"})
    envelopes = brought(programme, "interactive")
    tests.stories.door.brings(programme, [envelopes[-1]["payload"]] * 2)
    programme.settles()
    assert (count(programme), len(programme.ada.reads())) == (1, 1)


def test_a_redelivered_press_goes_live_once(prepared: Programme) -> None:
    prepared.prepare(live=False)
    press = tests.stories.door.press(tests.stories.cast.MAREN, "live:program")
    said = tests.stories.door.brings(prepared, [press, press])
    assert len(set(said)) == 1
    assert said[0].startswith("*Muster is live.*")
    assert count(prepared, "audit WHERE action = 'programme.live'") == 1


def test_a_redelivery_after_the_role_was_lost_is_refused(programme: Programme) -> None:
    programme.elena.types(AWAY)
    (envelope,) = brought(programme, "slash_commands")
    programme.imports("slack_id,name,roles\nU0ELENA,Elena Mainsail,freelancer\n")
    (said,) = tests.stories.door.brings(programme, [envelope["payload"]])
    assert said.startswith("This is for programme managers and advisers.")


# -- held by another process


def test_while_another_process_writes_reads_answer_and_writes_are_refused_in_time(programme: Programme) -> None:
    with programme.locked():
        assert programme.ada.types("/duty").first_line.startswith("*On duty until")
        assert programme.maren.types("/program status").first_line.startswith("Ratio 1:")
        refused = programme.ada.types(AWAY)
        assert (refused.text, refused.acked) == (BUSY, True)
    programme.passes("PT1M")
    assert count(programme) == 0
    assert programme.ada.types(AWAY).first_line.startswith("You are away")


def test_a_form_that_could_not_be_saved_stays_open_with_what_was_filled_in(programme: Programme) -> None:
    programme.ada.types("/duty away")
    programme.ada.presses("Add days away")
    with programme.locked():
        refused = programme.ada.submits({"First day away": "2026-08-03"})
        assert refused.errors == {"First day away": BUSY}
        assert programme.ada.form
    assert programme.ada.submits().errors == {}
    assert programme.rows("SELECT starts FROM absence") == [("2026-08-03",)]


def test_a_short_wait_for_another_process_is_no_refusal(programme: Programme) -> None:
    with programme.locked():
        assert programme.ada.types("/duty").acked
    assert programme.ada.types(AWAY).first_line.startswith("You are away")


# -- read-only, full


@pytest.mark.sqlite("its PRAGMAs; tests/data/test_postgresql.py has a server's own ways to take nothing")
@pytest.mark.parametrize("pragma", ["query_only=ON", "max_page_count=1"])
def test_a_store_that_takes_nothing_any_more_still_answers_and_says_so(
    programme: Programme, pragma: str, caplog: pytest.LogCaptureFixture
) -> None:
    with programme.process.database.migrating() as connection:
        connection.exec_driver_sql(f"PRAGMA {pragma}")
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS audit (id)")
    assert programme.ada.types("/duty").first_line.startswith("*On duty until")
    said = [programme.ada.types(f"/duty away 2026-08-{day:02}").text for day in range(1, 29)]
    refused = [text for text in said if text == BROKEN]
    assert refused
    assert count(programme) == len(said) - len(refused)
    assert "a request was not saved" in caplog.text


# -- with fifty waiting

FIFTY = [datetime.date(2026, 8, 3) + datetime.timedelta(days=day) for day in range(50)]


def all_at_once(programme: Programme) -> concurrent.futures.Future[dict[str, str]]:
    """What Slack shows for fifty commands, by the day that each of them names."""

    def types(day: datetime.date) -> tuple[str, str]:
        answer = programme.ada.types(f"/duty away {day}", wait=0)
        return day.isoformat(), answer.error or answer.text

    def type_all() -> dict[str, str]:
        with concurrent.futures.ThreadPoolExecutor(len(FIFTY)) as people:
            return dict(people.map(types, FIFTY))

    beside = concurrent.futures.ThreadPoolExecutor(1)
    asked = beside.submit(type_all)
    beside.shutdown(wait=False)
    return asked


def saved(programme: Programme) -> set[str]:
    programme.passes("PT1M")  # so that whatever might still be written later is written
    return {starts for (starts,) in programme.rows("SELECT starts FROM absence")}


def test_while_another_process_writes_fifty_are_refused_in_time_and_none_is_written_later(programme: Programme) -> None:
    with programme.locked():
        said = all_at_once(programme).result()
    assert set(said.values()) == {BUSY}
    assert saved(programme) == set()


def test_of_fifty_who_wait_until_the_store_is_free_each_who_is_told_so_is_saved(programme: Programme) -> None:
    before = programme.slack.last
    with programme.locked():
        asked = all_at_once(programme)
        programme.sees("envelope", after=before)
    said = asked.result()
    assert saved(programme) == {day for day, text in said.items() if text.startswith("You are away on")}
    assert {text for text in said.values() if not text.startswith("You are away on")} <= {BUSY}


@pytest.mark.sqlite("its PRAGMAs, as above")
@pytest.mark.parametrize("pragma", ["query_only=ON", "max_page_count=1"])
def test_of_fifty_while_the_store_takes_nothing_none_is_left_waiting_and_none_is_told_wrong(
    programme: Programme, pragma: str
) -> None:
    with programme.process.database.migrating() as connection:
        connection.exec_driver_sql(f"PRAGMA {pragma}")
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS audit (id)")
    said = all_at_once(programme).result()
    assert saved(programme) == {day for day, text in said.items() if text.startswith("You are away on")}
    refused = {text for text in said.values() if not text.startswith("You are away on")}
    assert refused == {BROKEN}


def test_a_fault_of_ours_is_said_with_a_reference_that_stands_in_the_log(
    programme: Programme, caplog: pytest.LogCaptureFixture
) -> None:
    with programme.writing() as session:
        session.connection().exec_driver_sql("ALTER TABLE audit RENAME TO gone")
    text = programme.ada.types(AWAY).text
    start, _, reference = text.rpartition(" ref ")
    assert start == "Something went wrong on our side, and nothing was saved."
    assert reference in {getattr(record, "ref", "") for record in caplog.records}
    assert programme.ada.types("/duty").first_line.startswith("*On duty until")
