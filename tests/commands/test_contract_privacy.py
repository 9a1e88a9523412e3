"""Nobody learns what was decided before the person is told: all that others can read is the same either way."""

import collections.abc
import datetime
import functools

import pytest
import sqlmodel

import commands
import commands.dispatch
import commands.home
import commands.replies
import data.database
import data.models
import jobs
import jobs.status
import messages.renewals
import messages.status_share
import rules.errors
import tests.commands.contract_desk

Asking = tests.commands.contract_desk.Asking
Desk = tests.commands.contract_desk.Desk
Notice = data.models.Notice
DAY = tests.commands.contract_desk.DAY

OTHERS = ("UKENJI", "UAMARA", "UADA", "UBOLA")
"""All but the managers: whose contract it is, another freelancer, their adviser, and another adviser."""

LATER = (1, 7, 11)
"""Days after the decision on whose mornings all that is sent is looked at; the contract ends 10 days after it."""

Deed = collections.abc.Callable[[Desk], object]


def decided(button: str, **inputs: str) -> Deed:
    return lambda desk: desk.decides(button, **inputs)


def on_its_way(desk: Desk) -> None:
    desk.decides(messages.renewals.RENEW, last_day="2026-05-20")
    desk.tells("SECRET")


def spoken(desk: Desk) -> None:
    desk.decides(messages.renewals.END)
    desk.speaks()


def ended_early(desk: Desk) -> None:
    shown = desk.asks("UMAREN").command("/contract end <@UKENJI> 2026-03-05 ended")
    assert isinstance(shown, commands.replies.Say)
    (confirm,) = (one for block in shown.message["blocks"] for one in block.get("elements", []) if "value" in one)
    desk.asks("UMAREN").press(confirm["action_id"], subject=confirm["value"])
    desk.session.flush()


def taken_back(desk: Desk) -> None:
    desk.decides(messages.renewals.END)
    number = f"{desk.contract.id}:{desk.decision.id}"
    desk.asks("UMAREN").press(messages.renewals.RETRACT, subject=number)


DEEDS: dict[str, Deed] = {
    "not yet": decided(messages.renewals.NOT_YET, until="2026-03-09"),
    "convert": decided(messages.renewals.CONVERT),
    "renew, and it is on its way": on_its_way,
    "end, and it is within its two minutes": spoken,
    "taken back": taken_back,
}
UNTOLD: dict[str, Deed] = {
    "renew": decided(messages.renewals.RENEW, last_day="2026-05-20"),
    "end": decided(messages.renewals.END),
    "not yet": DEEDS["not yet"],
}


@pytest.fixture
def desk(session: sqlmodel.Session) -> Desk:
    return Desk(session)


def answers(desk: Desk, who: str) -> collections.abc.Iterator[tuple[str, str]]:
    """What they get for every verb, button and form of theirs, bare, with its example, and about the contract."""
    asking, person = desk.asks(who), desk.people[who]
    for verb in (one for one in commands.VERBS if one.who & person.roles):
        for line in dict.fromkeys((f"/{verb.root} {verb.words}", verb.example or f"/{verb.root}")):
            yield line, _said(functools.partial(asking.command, line.replace("@kenji", "<@UKENJI>")))
    for button in (one for one in commands.BUTTONS if one.who & person.roles):
        for subject in (str(desk.contract.id), "UKENJI"):
            yield button.action, _said(functools.partial(asking.press, button.action, subject=subject))
    for form in (one for one in commands.FORMS if one.who & person.roles):
        yield form.callback, _said(functools.partial(asking.submit, form.callback, subject=str(desk.contract.id)))


def _said(ask: collections.abc.Callable[[], object]) -> str:
    try:
        return str(ask())
    except (rules.errors.ProgramError, ValueError, LookupError) as refused:  # as many subjects are no button's
        return str(refused)


def read_now(desk: Desk, deed: Deed | None, who: collections.abc.Iterable[str]) -> list[object]:
    """All that these can read at once, after this was done; nothing of it stays done."""
    with data.database.rehearsal(desk.session):
        if deed is not None:
            deed(desk)
        return [shared(desk), *(entry for one in who for entry in (*answers(desk, one), home(desk, one)))]


def shared(desk: Desk) -> list[str]:
    """What a manager shares in a channel of how the programme stands."""
    found = jobs.status.load(desk.scene, desk.now.date(), desk.people["UMAREN"])
    return messages.status_share.counts(found, desk.scene.programme)


def home(desk: Desk, who: str) -> list[object]:
    commands.home.opened(desk.session, commands.dispatch.Incoming("opened", who, desk.now))
    shown = sqlmodel.select(Notice).where(Notice.lane == f"home:{who}")
    return [one.payload for one in desk.session.exec(shown)]


def sent_later(desk: Desk, deed: Deed | None) -> list[object]:
    """All that is sent to others, and in channels, until after the end, after this was done."""
    managers = [f"{kind}{who}" for who in ("UMAREN", "UNOOR") for kind in ("@", "home:")]
    with data.database.rehearsal(desk.session):
        if deed is not None:
            deed(desk)
        began = desk.now
        for days in LATER:
            desk.now = began + days * DAY + datetime.timedelta(hours=1)
            for job in jobs.JOBS:
                job.tick(desk.session, desk.now)
        desk.now = began
        others = sqlmodel.select(Notice).where(sqlmodel.col(Notice.lane).not_in(managers))
        rows = desk.session.exec(others.order_by(Notice.lane, Notice.key))
        return [(one.lane, one.key, one.due_at, one.payload) for one in rows]


@pytest.mark.sqlite("what is compared holds the numbers of rows, which PostgreSQL does not take back")
def test_what_others_can_ask_is_the_same_whether_and_whatever_was_decided(desk: Desk) -> None:
    before = read_now(desk, None, OTHERS)
    assert any("under review" in str(entry) for entry in before)
    for name, deed in DEEDS.items():
        after = read_now(desk, deed, OTHERS)
        assert [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]] == [], name


@pytest.mark.sqlite("what is compared holds the numbers of rows, which PostgreSQL does not take back")
def test_a_manager_reads_the_same_of_their_own_contract_whether_and_whatever_was_decided(desk: Desk) -> None:
    desk.people["UKENJI"].manager = True
    desk.session.flush()
    before = read_now(desk, None, ["UKENJI"])
    assert "*Contracts:* 1 ends in the next 30 days · 0 to decide · 0 overdue" in str(before)
    for name, deed in UNTOLD.items():
        after = read_now(desk, deed, ["UKENJI"])
        assert [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]] == [], name
    on_its_way(desk)
    assert "what follows" not in _said(functools.partial(desk.asks("UKENJI").command, "/program status messages"))
    assert "told them what follows" in _said(functools.partial(desk.asks("UNOOR").command, "/program status messages"))


@pytest.mark.sqlite("what is compared holds the numbers of rows, which PostgreSQL does not take back")
def test_a_manager_does_not_see_what_tells_them_on_its_way(desk: Desk) -> None:
    def listed(who: str) -> tuple[str, str]:
        asks = desk.asks(who).command
        return str(asks("/program upcoming")), str(asks("/program sent <@UKENJI>"))

    desk.people["UKENJI"].manager = True
    desk.session.flush()
    before = listed("UKENJI")
    assert "that their contract is not decided" in listed("UNOOR")[0]
    with data.database.rehearsal(desk.session):
        on_its_way(desk)
        assert listed("UKENJI") == before
        assert "that their contract is not decided" not in listed("UNOOR")[0]
        assert "told them what follows" in listed("UNOOR")[1]
    with data.database.rehearsal(desk.session):
        ended_early(desk)
        assert listed("UKENJI") == before
        assert "no freelancer any more" in listed("UNOOR")[0]
    on_its_way(desk)
    desk.passes(DAY)
    assert "told them what follows" in listed("UKENJI")[1]


@pytest.mark.sqlite("what is compared holds the numbers of rows, which PostgreSQL does not take back")
def test_what_others_are_sent_is_the_same_whether_and_whatever_was_decided(desk: Desk) -> None:
    before = sent_later(desk, None)
    assert any("It is not decided yet" in str(entry) for entry in before)
    for name, deed in UNTOLD.items():
        assert sent_later(desk, deed) == before, name


def test_the_freelancers_message_is_the_first_that_anybody_else_can_see(desk: Desk) -> None:
    on_its_way(desk)
    desk.now += 2 * tests.commands.contract_desk.MINUTE
    desk.ticks()
    due = _said(functools.partial(desk.asks("UADA").command, "/contract due"))
    assert "under review" in due
    assert "renew" not in due
    desk.passes(datetime.timedelta(0))
    assert desk.sent("UKENJI") == ["SECRET"]
    assert "CON-1" not in _said(functools.partial(desk.asks("UADA").command, "/contract due"))


@pytest.mark.parametrize("name", UNTOLD)
def test_the_test_sees_decisions_where_they_may_be_read(desk: Desk, name: str) -> None:
    def due(who: str) -> str:
        return _said(functools.partial(desk.asks(who).command, "/contract due"))

    recommended(desk)
    UNTOLD[name](desk)
    assert f"· {name}" in due("UNOOR")
    assert f"· {name}" in due("UADA")
    assert "CON-" not in due("UBOLA")


def recommended(desk: Desk) -> None:
    row = data.models.Recommendation(
        contract_id=desk.contract.id or 0,
        adviser_id=desk.people["UADA"].id or 0,
        at=desk.now,
        recommended=data.models.Recommended.UNSURE,
    )
    desk.session.add(row)
    desk.session.flush()
