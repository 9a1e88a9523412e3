"""Mornings before a contract ends: what managers read of decisions that are due, and that nobody learns by silence."""

import collections.abc
import contextlib
import datetime
import random
import typing

import pytest
import sqlalchemy
import sqlmodel

import data.audit
import data.contracts
import data.duty
import data.models
import data.morning
import data.people
import data.rows
import data.settings
import jobs.morning
import jobs.outgoing
import jobs.renewal_effects
import tests.commands.asking
import tests.programme

at = tests.programme.on
found = tests.programme.found
Choice = data.models.Choice
Contract = data.models.Contract
Session = sqlmodel.Session

DAY, MINUTE = datetime.timedelta(days=1), datetime.timedelta(minutes=1)
KINDS = ("renewal", "silence", "leaving", "not-decided")


@pytest.fixture
def programme(session: Session) -> Session:
    """Maren and Bo manage, Ada advises Kenji, whose contract of two months ends on Thursday 30 April."""
    tests.programme.live_in_london(session, at("03-01"))
    maren = tests.programme.add(session, "UMAREN", "manager", zone="Europe/London")
    tests.programme.add(session, "UBO", "manager", zone="Europe/London")
    ada = tests.programme.add(session, "UADA", "adviser", zone="Europe/London")
    data.duty.add_to_pool(session, ada.id or 0, at("03-01"))
    adds(session, "UKENJI", "03-01", "04-30", maren, ada, name="Kenji <!here>")
    return session


def adds(
    session: Session,
    slack_id: str,
    starts: str,
    last_day: str,
    by: data.models.Person | None = None,
    adviser: data.models.Person | None = None,
    **known: typing.Any,
) -> Contract:
    person = tests.programme.add_freelancer(
        session, slack_id, adviser, last_day=None, **{"zone": "Europe/London", **known}
    )
    first, ends = at(starts).date(), at(last_day).date() + DAY
    return data.contracts.add(
        session,
        Contract(person_id=person.id or 0, starts=first, ends=ends, weekly_hours=20, added_by_id=by.id if by else None),
    )


def lives(session: Session, *days: str) -> None:
    """A look at each of these instants, as a job has it."""
    for day in days:
        looks(session, at(day))


def looks(session: Session, now: datetime.datetime) -> None:
    jobs.morning.tick(session, now)
    session.flush()


def walk(session: Session, first: str, last: str) -> None:
    now = at(first)
    while now <= at(last):
        looks(session, now)
        now += DAY


def told(session: Session, slack_id: str) -> dict[str, str]:
    """What somebody's mornings have told of contracts: each key without theirs, with the day."""
    parts = data.morning.list_told(session, datetime.date(2026, 1, 1), found(session, slack_id).id, kinds=KINDS)
    return {part.key.removesuffix(f":{slack_id}"): f"{part.day:%m-%d}" for part in parts if part.day}


def sent(session: Session, slack_id: str) -> list[str]:
    """What was sent to somebody, as it reads by now."""
    session.expire_all()
    notices = session.exec(sqlmodel.select(data.models.Notice).order_by(sqlmodel.col(data.models.Notice.id)))
    return [str(one.payload["text"]) for one in notices if one.lane == f"@{slack_id}"]


def decides(
    session: Session, day: str, choice: Choice, contract_id: int = 1, **said: typing.Any
) -> data.models.Decision:
    maren = found(session, "UMAREN")
    decision = data.models.Decision(contract_id=contract_id, actor_id=maren.id or 0, at=at(day), choice=choice, **said)
    data.rows.save(session, decision)
    data.audit.record(session, at(day), "UMAREN", "contract.decide", f"CON-{contract_id}")
    return decision


# -- the ladder


def test_its_owner_reads_each_rung_once_and_the_others_only_what_is_past_the_last(programme: Session) -> None:
    """The rungs are Thursday 16, told on Monday 20; Thursday 23 and Monday 27, told at once."""
    walk(programme, "04-13", "05-12")
    assert told(programme, "UMAREN") == {
        "silence:1": "04-14",
        "renewal:1:14": "04-20",
        "renewal:1:7": "04-23",
        "renewal:1:3": "04-27",
        "leaving:1:2026-05-15": "05-11",
    }
    assert told(programme, "UBO") == {
        "silence:1": "04-14",
        "renewal:1:3": "04-28",
        "leaving:1:2026-05-15": "05-11",
    }
    assert told(programme, "UADA") == {}


def asked(session: Session, slack_id: str) -> list[tuple[str, str]]:
    """On which days somebody was asked about which contract."""
    parts = data.morning.list_told(session, datetime.date(2026, 1, 1), found(session, slack_id).id, kinds=("voice",))
    return [(part.key.removesuffix(f":{slack_id}"), f"{part.day:%m-%d}") for part in parts if part.day]


def test_an_adviser_is_asked_on_the_monday_after_the_first_rung_and_a_freelancer_the_next_morning(
    programme: Session,
) -> None:
    """The first rung is on Thursday 16 April."""
    walk(programme, "04-14", "04-24")
    assert asked(programme, "UADA") == [("recommend:1", "04-20")]
    assert asked(programme, "UKENJI") == [("wish:1", "04-16")]


def test_an_adviser_is_asked_the_next_morning_where_it_presses(programme: Session) -> None:
    """Of a contract that is added on a Tuesday and ends in a week."""
    walk(programme, "04-13", "04-14")
    adds(programme, "UZOE", "03-02", "04-21", found(programme, "UMAREN"), found(programme, "UADA"))
    walk(programme, "04-15", "04-16")
    assert asked(programme, "UADA") == [("recommend:2", "04-15")]


def test_what_the_owner_reads_and_what_the_others_do(programme: Session) -> None:
    walk(programme, "04-17", "04-28")
    assert sent(programme, "UMAREN")[0] == (
        "*Contracts that you decide on*\n"
        "• *CON-1 · Kenji &lt;!here&gt;* ends on Thu 30 April 2026 (in 10 days) · not decided"
    )
    assert sent(programme, "UBO") == [
        "*Contracts that end very soon, and nobody has decided*\n"
        "• *CON-1 · Kenji &lt;!here&gt;* ends on Thu 30 April 2026 (in 2 days) · not decided"
    ]


def test_several_that_are_due_stand_in_one_list_with_a_button_each(programme: Session) -> None:
    maren = found(programme, "UMAREN")
    for slack_id, last_day in (("UAMARA", "04-29"), ("UZOE", "05-01")):
        adds(programme, slack_id, "03-02", last_day, maren, found(programme, "UADA"))
    lives(programme, "04-20")
    assert sent(programme, "UMAREN") == [
        "*For you on Mon 20 April 2026:*\n\n*Contracts that you decide on*\n"
        "• *CON-2 · Amara* ends on Wed 29 April 2026 (in 9 days) · not decided\n"
        "• *CON-1 · Kenji &lt;!here&gt;* ends on Thu 30 April 2026 (in 10 days) · not decided\n"
        "• *CON-3 · Zoe* ends on Fri 1 May 2026 (in 11 days) · not decided"
    ]
    (notice,) = [one for one in programme.exec(sqlmodel.select(data.models.Notice)) if one.lane == "@UMAREN"]
    blocks = notice.payload["blocks"]
    assert isinstance(blocks, list)
    assert [block["type"] for block in blocks] == ["section", "divider", "section", *["section"] * 3, "context"]
    assert [block["accessory"]["value"] for block in blocks if "accessory" in block] == ["2", "1", "3"]


@pytest.mark.parametrize("choice", [Choice.RENEW, Choice.END, Choice.CONVERT])
def test_no_rung_comes_after_an_answer(programme: Session, choice: Choice) -> None:
    lives(programme, "04-20")
    decides(programme, "04-21", choice)
    walk(programme, "04-22", "04-30")
    assert told(programme, "UMAREN") == {"renewal:1:14": "04-20"}
    assert told(programme, "UBO") == {}


def test_not_yet_rests_until_its_date(programme: Session) -> None:
    lives(programme, "04-20")
    decides(programme, "04-20 10:00", Choice.NOT_YET, until=at("04-28").date())
    walk(programme, "04-21", "04-30")
    assert told(programme, "UMAREN") == {"renewal:1:14": "04-20", "renewal:1:not-yet:2026-04-28": "04-28"}
    assert told(programme, "UBO") == {"renewal:1:not-yet:2026-04-28": "04-28"}


def test_a_decision_that_is_open_again_is_told_from_the_next_rung_on(programme: Session) -> None:
    lives(programme, "04-20")
    decides(programme, "04-20 10:00", Choice.END)
    decides(programme, "04-20 11:00", Choice.OPEN)
    walk(programme, "04-21", "04-23")
    assert told(programme, "UMAREN") == {"renewal:1:14": "04-20", "renewal:1:7": "04-23"}


def test_the_line_is_struck_the_same_day_once_it_is_decided_and_others_stay(programme: Session) -> None:
    adds(programme, "UZOE", "03-02", "05-01", found(programme, "UMAREN"), found(programme, "UADA"))
    lives(programme, "04-20")
    decides(programme, "04-20 10:00", Choice.END)
    lives(programme, "04-20 10:01")
    assert sent(programme, "UMAREN")[-1].split("\n")[-2:] == [
        "• ~*CON-1 · Kenji &lt;!here&gt;* ends on Thu 30 April 2026 (in 10 days) · not decided~ end, not told yet",
        "• *CON-2 · Zoe* ends on Fri 1 May 2026 (in 11 days) · not decided",
    ]
    lives(programme, "04-20 10:02")
    assert sent(programme, "UMAREN")[-1].count("~") == 2


def test_after_a_month_off_there_is_one_word_of_the_nearest_rung(programme: Session) -> None:
    lives(programme, "03-20", "04-29")
    assert told(programme, "UMAREN") == {"renewal:1:3": "04-29"}
    assert told(programme, "UBO") == {"renewal:1:3": "04-29"}
    walk(programme, "04-29", "05-08")
    assert len(told(programme, "UMAREN")) == 1


def test_a_monday_that_was_missed_is_made_up_for_that_week(programme: Session) -> None:
    lives(programme, "04-17", "04-22")
    assert told(programme, "UMAREN") == {"renewal:1:14": "04-22"}


def test_who_comes_to_own_a_decision_reads_it_then(programme: Session) -> None:
    lives(programme, "04-20")
    found(programme, "UMAREN").active = False
    data.audit.record(programme, at("04-20 10:00"), "UBO", "person.change", "UMAREN")
    lives(programme, "04-21")
    assert told(programme, "UBO") == {"renewal:1:14": "04-21"}


def test_of_a_managers_own_contract_the_others_read_and_they_do_not(programme: Session) -> None:
    """Kenji added it himself, so that it falls to Maren's colleague, who is first."""
    kenji = found(programme, "UKENJI")
    kenji.manager = True
    data.contracts.list_all(programme)[0].added_by_id = kenji.id
    walk(programme, "04-13", "04-29")
    assert told(programme, "UKENJI") == {"not-decided:1": "04-16"}
    assert told(programme, "UBO") == {
        "silence:1": "04-14",
        "renewal:1:14": "04-20",
        "renewal:1:7": "04-23",
        "renewal:1:3": "04-27",
    }


def test_who_looks_up_what_a_manager_was_sent_reads_nothing_of_decisions_on_their_own_contract(
    programme: Session,
) -> None:
    kenji, maren = found(programme, "UKENJI"), found(programme, "UMAREN")
    kenji.manager = True
    adds(programme, "UZOE", "03-02", "05-01", maren, found(programme, "UADA"))
    lives(programme, "04-20", "04-23")
    sent_to_maren = f"/program sent <@{maren.slack_id}>"
    asks = tests.commands.asking.Asking(programme, "UBO", at("04-23 10:00"))
    assert "what follows CON-1 is not decided; what follows CON-2 is not decided" in asks.says(sent_to_maren)
    own = tests.commands.asking.Asking(programme, "UKENJI", at("04-23 10:00")).says(sent_to_maren)
    assert "what follows CON-2 is not decided" in own
    assert "CON-1" not in own
    assert "renewal:1:" not in own


def test_what_another_term_follows_or_what_ends_early_is_not_due(programme: Session) -> None:
    kenji = found(programme, "UKENJI")
    following = Contract(person_id=kenji.id or 0, starts=at("05-01").date(), ends=at("06-30").date(), weekly_hours=20)
    data.contracts.add(programme, following)
    early = adds(programme, "UZOE", "03-02", "05-01", found(programme, "UMAREN"))
    early.ended_as, early.agreed_ends = data.models.EndedAs.RESIGNED, at("07-01").date()
    walk(programme, "04-10", "05-01")
    assert told(programme, "UMAREN") == told(programme, "UZOE") == told(programme, "UKENJI") == {}


def test_mornings_before_going_live_tell_nothing_and_the_next_one_what_is_due_by_then(programme: Session) -> None:
    data.settings.forget_milestone(programme, data.settings.WENT_LIVE)
    walk(programme, "04-01", "04-20")
    assert told(programme, "UMAREN") == told(programme, "UKENJI") == {}
    data.settings.record_milestone(programme, data.settings.WENT_LIVE, at("04-20 12:00"))
    lives(programme, "04-20 12:01", "04-21")
    assert told(programme, "UMAREN") == {"renewal:1:14": "04-21"}
    assert told(programme, "UKENJI") == {"not-decided:1": "04-21"}


# -- nobody learns of their end by silence


def test_who_was_not_told_reads_that_it_is_not_decided_and_all_managers_hear_two_working_days_before(
    programme: Session,
) -> None:
    walk(programme, "04-01", "04-30")
    assert told(programme, "UKENJI") == {"not-decided:1": "04-16"}
    (text,) = sent(programme, "UKENJI")
    assert text.endswith("\n\nYour contract ends on Thu 30 April 2026. It is not decided yet. Ask <@UADA>.")
    for manager in ("UMAREN", "UBO"):
        assert sent(programme, manager)[0] == (
            "*Who will read that their contract is not decided*\n"
            "• On Thu 16 April 2026 *Kenji &lt;!here&gt;* reads that their contract, which ends on Thu 30 April 2026 "
            "(in 16 days), is not decided. Decide and tell before, or speak with them."
        )


@pytest.mark.parametrize("choice", [Choice.RENEW, Choice.END, Choice.CONVERT, Choice.NOT_YET])
def test_it_reads_the_same_whatever_was_decided_and_not_told(programme: Session, choice: Choice) -> None:
    decides(programme, "04-02", choice, until=at("04-28").date() if choice == Choice.NOT_YET else None)
    walk(programme, "04-13", "04-16")
    assert told(programme, "UKENJI") == {"not-decided:1": "04-16"}
    (text,) = sent(programme, "UKENJI")
    assert text.endswith("\n\nYour contract ends on Thu 30 April 2026. It is not decided yet. Ask <@UADA>.")
    assert told(programme, "UBO") == {"silence:1": "04-14"}


def test_who_was_told_or_is_told_that_day_reads_nothing_of_it_and_managers_neither(programme: Session) -> None:
    decides(programme, "04-02", Choice.END, told_at=at("04-02 12:00"))
    adds(programme, "UZOE", "03-02", "04-30", found(programme, "UMAREN"))
    decides(programme, "04-15", Choice.RENEW, contract_id=2, tell_at=at("04-16 08:02"))
    walk(programme, "04-13", "04-16")
    assert told(programme, "UKENJI") == told(programme, "UZOE") == {}
    assert told(programme, "UMAREN") == {"silence:2": "04-14"}


def test_what_was_to_tell_them_that_day_and_did_not_arrive_keeps_nobody_in_silence(programme: Session) -> None:
    decision = decides(programme, "04-15", Choice.RENEW, tell_at=at("04-16 08:02"))
    walk(programme, "04-13", "04-16")
    assert told(programme, "UKENJI") == {}
    jobs.renewal_effects.tick(programme, at("04-16 08:15"))  # nothing was sent, nor is anything on its way
    assert decision.lost_at == at("04-16 08:15")
    lives(programme, "04-16 08:16", "04-17")
    assert told(programme, "UKENJI") == {"not-decided:1": "04-17"}


def test_managers_lines_are_struck_once_the_person_is_told(programme: Session) -> None:
    lives(programme, "04-14")
    decides(programme, "04-14 10:00", Choice.END, told_at=at("04-14 10:00"))
    lives(programme, "04-14 10:01")
    assert sent(programme, "UBO")[-1].endswith("speak with them.~ end, told")


def test_it_waits_for_their_next_working_morning_and_managers_read_that_day(programme: Session) -> None:
    kenji = found(programme, "UKENJI")
    data.duty.add_absence(programme, kenji.id or 0, at("04-16").date(), at("04-18").date(), at("04-10"))
    walk(programme, "04-13", "04-21")
    assert told(programme, "UKENJI") == {"not-decided:1": "04-20"}
    assert told(programme, "UBO") == {"silence:1": "04-16"}
    assert "On Mon 20 April 2026" in sent(programme, "UBO")[0]


def test_who_is_away_until_the_end_reads_it_before_they_go(programme: Session) -> None:
    kenji = found(programme, "UKENJI")
    data.duty.add_absence(programme, kenji.id or 0, at("04-09").date(), at("05-09").date(), at("04-01"))
    walk(programme, "04-01", "04-30")
    assert told(programme, "UKENJI") == {"not-decided:1": "04-08"}
    assert told(programme, "UBO")["silence:1"] == "04-06"


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_it_is_their_own_morning_in_every_zone(programme: Session, zone: str) -> None:
    adds(programme, "UZOE", "03-02", "04-30", found(programme, "UMAREN"), zone=zone)
    now = at("04-13 00:00")
    while now < at("04-18 00:00"):
        looks(programme, now)
        now += 30 * MINUTE
    assert told(programme, "UZOE") == {"not-decided:2": "04-16"}
    assert told(programme, "UBO") == {"silence:1": "04-14", "silence:2": "04-14"}


# -- laws


@pytest.mark.parametrize("seed", range(2))
def test_in_any_order_of_looks_with_any_downtime_each_is_told_once_and_nobody_learns_by_silence(
    programme: Session, seed: int
) -> None:
    """Terms of every length; some decided, some told; the bot is off at random, once for up to two weeks."""
    chance = random.Random(seed)
    maren = found(programme, "UMAREN")
    off = at("04-01") + chance.randrange(30) * DAY
    days = [at("03-30") + n * DAY for n in range(50)]
    lived = [day for day in days if not off <= day < off + 9 * DAY]
    answers = dict.fromkeys(range(1, 10), at("12-31"))
    for number in range(2, 10):
        last_day = at("04-14") + chance.randrange(30) * DAY
        adds(programme, f"UF{number}", "03-01", f"{last_day:%m-%d}", maren)
        if chance.random() < 0.5:
            answers[number] = chance.choice(lived)
    for now in lived:
        for number in (each for each, day in answers.items() if day == now):
            decides(programme, f"{now:%m-%d}", Choice.END, number, told_at=now)
        looks(programme, now + chance.randrange(60) * MINUTE)
        if chance.random() < 0.2:
            looks(programme, now)
    texts = told(programme, "UMAREN")
    for contract in data.contracts.list_all(programme):
        until = min(answers[contract.id or 0].date() - DAY, contract.last_day)
        rungs = {key: day for key, day in texts.items() if key.startswith(f"renewal:{contract.id}:")}
        assert all(day <= f"{until:%m-%d}" for day in rungs.values()), "none after an answer, none after the end"
        is_due = any(contract.last_day - 3 * DAY <= day.date() <= until and day.weekday() < 5 for day in lived)
        assert not is_due or any(key.endswith((":3", ":7")) for key in rungs), "the last rung is told"
        person = data.people.load_by_id(programme, [contract.person_id])[contract.person_id]
        silence = told(programme, person.slack_id).values()
        may_be = [day for day in lived if contract.last_day - 14 * DAY <= day.date() <= until and day.weekday() < 5]
        assert list(silence) == [f"{day:%m-%d}" for day in may_be[:1]], "nobody learns of their end by silence"


# -- what will be sent


def test_rungs_silence_and_asks_are_foreseen(programme: Session) -> None:
    planned = jobs.outgoing.upcoming(programme, at("04-10"), at("04-23 12:00"))
    foreseen = [
        (f"{one.at:%m-%d}", one.lane, one.kind.removeprefix("morning message, "), one.reason) for one in planned
    ]
    silent, ask = "who will read that their contract is not decided", "question what should follow a contract"
    on = "somebody reads on Thu 16 April 2026 that their contract is not decided, if not told before"
    assert sorted(one for one in foreseen if "contract" in one[2]) == [
        ("04-14", "@UBO", silent, on),
        ("04-14", "@UMAREN", silent, on),
        ("04-16", "@UKENJI", ask, "your contract ends on Thu 30 April 2026"),
        ("04-16", "@UKENJI", "that their contract is not decided", DUE),
        ("04-20", "@UADA", ask, "the contract of one of your freelancers ends on Thu 30 April 2026"),
        ("04-20", "@UMAREN", "contracts to decide on", "what follows CON-1 is not decided"),
        ("04-23", "@UMAREN", "contracts to decide on", "what follows CON-1 is not decided"),
    ]


def test_a_look_ahead_asks_once_what_was_said_of_a_contract_and_once_for_those_that_managers_read_of(
    programme: Session,
) -> None:
    with statements(programme) as asked:
        jobs.outgoing.upcoming(programme, at("04-10"), at("04-23 12:00"))
    assert len([one for one in asked if "FROM recommendation" in one]) == 2


def test_twenty_mornings_that_begin_at_once_cost_no_more_statements_than_two(programme: Session) -> None:
    lives(programme, "04-10", "04-13")
    costs = []
    for first, number, day in ((10, 2, "04-16"), (30, 20, "04-17")):
        for ident in range(first, first + number):
            adds(programme, f"UFREE{ident}", "03-01", "04-30", found(programme, "UMAREN"))
        looks(programme, at(f"{day} 07:00"))
        with statements(programme) as asked:
            looks(programme, at(day))
        costs.append(len(asked))
        assert all(sent(programme, f"UFREE{ident}") for ident in range(first, first + number))
    assert costs[1] <= costs[0]


@contextlib.contextmanager
def statements(session: Session) -> collections.abc.Iterator[list[str]]:
    """What the store is asked and told meanwhile."""
    asked: list[str] = []

    def note(*told: typing.Any) -> None:
        asked.append(told[2])

    sqlalchemy.event.listen(session.get_bind(), "before_cursor_execute", note)
    yield asked
    sqlalchemy.event.remove(session.get_bind(), "before_cursor_execute", note)


DUE = "your contract ends soon, and you have not been told what follows"
