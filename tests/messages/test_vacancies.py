"""What people read of a vacant seat, as literals: the question, the managers' view, and how it was settled."""

import datetime
import re
import zoneinfo

import hypothesis
import hypothesis.strategies
import pytest

import data.models
import messages.text
import messages.vacancies
import sandbox.blocks

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
STARTS = datetime.datetime(2026, 3, 16, 9, tzinfo=datetime.UTC)
ENDS = datetime.datetime(2026, 3, 30, 8, tzinfo=datetime.UTC)
BERLIN = messages.text.Reader(zoneinfo.ZoneInfo("Europe/Berlin"))
SPAN = "from Mon 16 March 2026, 10:00 to Mon 30 March 2026, 10:00 (Europe/Berlin)"
YES, NO, VOID = data.models.Answer.YES, data.models.Answer.NO, data.models.Answer.VOID


def person(number: int, name: str) -> data.models.Person:
    return data.models.Person(id=number, slack_id=f"U{number}", name=name, joined_at=NOW)


ADA, BEN, CY, DOV = (person(number, name) for number, name in enumerate(["Ada", "Ben", "Cy", "Dov"], start=1))


def seat(
    *partners: data.models.Person,
    given_up_by: data.models.Person = ADA,
    taken_by: data.models.Person | None = None,
    settled: bool = False,
) -> messages.vacancies.Seat:
    vacancy = data.models.Vacancy(
        id=3, shift_id=1, place=1, round=1, person_id=1, opened_at=NOW, settled_at=NOW if settled else None
    )
    return messages.vacancies.Seat(vacancy, STARTS, ENDS, given_up_by, partners, taken_by)


def asked(answer: data.models.Answer | None = None, until: datetime.datetime = NOW) -> data.models.Question:
    return data.models.Question(id=9, vacancy_id=3, person_id=2, asked_at=NOW, ask_next_at=until, answer=answer)


def question(where: messages.vacancies.Seat, one: data.models.Question) -> str:
    payload = messages.vacancies.question(where, one, BERLIN)
    assert sandbox.blocks.check(payload["blocks"], sandbox.blocks.MESSAGE) == []
    return str(payload["text"])


def test_the_question_says_when_for_whom_with_whom_and_until_when() -> None:
    text = question(seat(CY), asked())
    assert text.splitlines() == [
        f"*Can you be on duty {SPAN}?* Ada can't then. Cy sits in the other seat.",
        "Please answer by Mon 2 March 2026, 10:00 (Europe/Berlin); after that the next in line is asked too.",
        "Why do I get this? You are in the duty pool and next in line; "
        "a manager changes the pool with `/duty pool remove`.",
    ]
    row = messages.vacancies.question(seat(), asked(), BERLIN)["blocks"][1]["elements"]
    assert [(one["text"]["text"], one["action_id"], one["value"]) for one in row] == [
        ("Yes", "accept:seat", "9"),
        ("No", "decline:seat", "9"),
    ]


def test_alone_and_at_the_last_moment() -> None:
    text = question(seat(), asked(until=STARTS))
    assert "Nobody else is in that shift yet." in text
    assert "Please answer by Mon 16 March 2026, 10:00 (Europe/Berlin); then the shift begins." in text


@pytest.mark.parametrize(
    ("where", "answer", "said"),
    [
        (seat(taken_by=BEN, settled=True), YES, "*Thank you, the seat is yours.*"),
        (seat(taken_by=BEN, settled=True), VOID, "*A manager gave you the seat.* Thank you."),
        (seat(), NO, "You said no, and that is fine."),
        (seat(taken_by=CY, settled=True), NO, "You said no, and that is fine."),
        (seat(taken_by=CY, settled=True), VOID, "This is settled, thank you: Cy sits."),
        (seat(taken_by=ADA, settled=True), YES, "This is settled, thank you: Ada sits."),
        (seat(settled=True), VOID, "This is settled, thank you: nobody could be found in time."),
        (seat(), VOID, "You need not answer any more, for you can't sit then."),
    ],
)
def test_what_became_of_it_stands_in_its_place(
    where: messages.vacancies.Seat, answer: data.models.Answer, said: str
) -> None:
    assert question(where, asked(answer)).splitlines()[0] == f"{said} It was about duty {SPAN}."
    assert "actions" not in str(messages.vacancies.question(where, asked(answer), BERLIN)["blocks"])


def view(
    where: messages.vacancies.Seat,
    questions: messages.vacancies.Asked = (),
    choices: tuple[data.models.Person, ...] = (),
    now: datetime.datetime = NOW - datetime.timedelta(minutes=1),
) -> list[str]:
    payload = messages.vacancies.view(where, questions, choices, now, BERLIN)
    assert sandbox.blocks.check(payload["blocks"], sandbox.blocks.MESSAGE) == []
    assert payload["text"].splitlines()[-1].startswith("Why do I get this? You manage the programme, and a seat")
    return list(payload["text"].splitlines()[:-1])


def test_the_managers_see_who_was_asked_and_what_they_said() -> None:
    questions = [(asked(NO), BEN), (asked(), CY), (asked(VOID), DOV)]
    assert view(seat(DOV), questions, (CY,)) == [
        f"*A seat on duty is vacant* {SPAN}. Ada can't sit then. Dov sits in the other seat.",
        "• Ben said no",
        "• Cy was asked, and has until Mon 2 March 2026, 10:00 (Europe/Berlin)",
        "• Dov was asked, and need not answer any more",
        "You may decide instead:",
    ]


def test_whose_time_is_over_has_not_answered_yet() -> None:
    assert view(seat(DOV), [(asked(), CY)], now=NOW)[1] == "• Cy was asked, and has not answered yet"


def test_each_who_could_take_it_has_a_button() -> None:
    payload = messages.vacancies.view(seat(), [], [BEN, CY], NOW, BERLIN)
    row = payload["blocks"][1]["elements"]
    assert [(one["text"]["text"], one["action_id"], one["value"]) for one in row] == [
        ("Give it to Ben", "give:seat:1", "3:U2"),
        ("Give it to Cy", "give:seat:2", "3:U3"),
    ]


def test_where_nobody_is_left_it_says_what_would_help() -> None:
    assert view(seat(), [(asked(NO), BEN)])[-1].endswith("asked next: `/duty pool add @adviser`.")
    assert "could take it" not in view(seat(), [(asked(), BEN)])[-1]


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (seat(taken_by=BEN, settled=True), f"*Settled:* Ben sits for Ada {SPAN}."),
        (seat(taken_by=ADA, settled=True), f"*Settled:* Ada can sit after all, {SPAN}."),
        (seat(settled=True), f"*A seat on duty stayed empty* {SPAN}: nobody was found in time for Ada."),
    ],
)
def test_how_it_ended(where: messages.vacancies.Seat, said: str) -> None:
    assert view(where, choices=()) == [said]


def test_who_pressed_too_late_reads_how_it_stands() -> None:
    assert messages.vacancies.given_already(BEN)["text"] == ("This was settled before: Ben sits. Nothing was changed.")
    assert messages.vacancies.given_already(None)["text"].startswith("That is not possible any more: the shift has")


NASTY = "<!channel> <@UVICTIM> @here <https://bank.test|bank> & " * 100
NAMES = hypothesis.strategies.text(min_size=1, max_size=300) | hypothesis.strategies.just(NASTY)


@hypothesis.given(NAMES, NAMES)
@hypothesis.settings(deadline=None)
def test_no_name_breaks_a_message_or_pings_anybody(one: str, other: str) -> None:
    ada, ben = person(1, one), person(2, other)
    for taken_by, settled in ((None, False), (None, True), (ben, True)):
        where = seat(ben, given_up_by=ada, taken_by=taken_by, settled=settled)
        for payload in (
            messages.vacancies.question(where, asked(VOID if settled else None), BERLIN),
            messages.vacancies.view(where, [(asked(), ben)] * 20, [] if settled else [ada, ben, ada], NOW, BERLIN),
        ):
            assert sandbox.blocks.check(payload["blocks"], sandbox.blocks.MESSAGE) == []
            assert re.findall(r"<[^>]*>", payload["text"]) == []
