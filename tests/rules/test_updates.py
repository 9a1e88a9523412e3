"""What may still become of an update, as literals."""

import datetime

import data.models
import rules.updates

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)
State = data.models.UpdateState


def an_update(state: State = State.SENT, **columns: object) -> data.models.Update:
    row = {"author_id": 1, "title": "New", "text": "…", "valid_until": NOW.date(), "drafted_at": NOW} | columns
    return data.models.Update(id=9, state=state, **row)  # type: ignore[arg-type]  # columns


def a_person(ident: int, manager: bool = False) -> data.models.Person:
    return data.models.Person(
        id=ident, slack_id=f"U{ident}", name="Ada", joined_at=NOW, adviser=not manager, manager=manager
    )


def test_an_update_is_named_by_its_number_in_any_case() -> None:
    words = {"UPD-9": 9, "upd-9": 9, "9": 9, "UPD-": None, "BUG-9": None, "UPD-1234567890": None, "": None}
    assert {word: rules.updates.ident(word) for word in words} == words


def test_it_can_be_undone_until_the_first_copy_leaves_and_not_that_instant() -> None:
    update = an_update(leaves_at=NOW + 2 * MINUTE)
    assert rules.updates.may_be_undone(update, NOW + 2 * MINUTE - datetime.timedelta(microseconds=1))
    assert not rules.updates.may_be_undone(update, NOW + 2 * MINUTE)
    assert not rules.updates.may_be_undone(an_update(State.CANCELLED, leaves_at=NOW + MINUTE), NOW)


def test_its_author_and_managers_say_what_becomes_of_it_and_nobody_else() -> None:
    update = an_update(author_id=1)
    assert rules.updates.may_steer(update, a_person(1))
    assert rules.updates.may_steer(update, a_person(2, manager=True))
    assert not rules.updates.may_steer(update, a_person(3))


def test_what_can_be_done_by_its_state() -> None:
    table = {
        state: (
            rules.updates.may_be_cancelled(an_update(state)),
            rules.updates.may_be_changed(an_update(state)),
            rules.updates.may_be_retried(an_update(state)),
        )
        for state in State
    }
    assert table == {
        State.DRAFT: (False, False, False),
        State.SENT: (True, True, True),
        State.CANCELLED: (False, True, False),
        State.RETRACTED: (False, False, True),
    }
