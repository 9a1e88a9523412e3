"""What status counts: reports, receipts, undecided contracts, and skills."""

import datetime

import sqlmodel

import data.contracts
import data.models
import data.reports
import data.status
import data.updates
import tests.programme

Choice = data.models.Choice
State = data.models.ReportState

NOW, TODAY = tests.programme.NOW, tests.programme.TODAY
DAY = datetime.timedelta(days=1)


def contract_of(session: sqlmodel.Session, person: data.models.Person) -> data.models.Contract:
    return data.contracts.list_of(session, person.id or 0)[-1]


def decide(session: sqlmodel.Session, person: data.models.Person, choice: Choice, **more: object) -> None:
    contract, manager = contract_of(session, person), person.id or 0
    row = {"contract_id": contract.id or 0, "actor_id": manager, "at": NOW, "choice": choice} | more
    session.add(data.models.Decision(**row))  # type: ignore[arg-type]  # columns
    session.flush()


def report(session: sqlmodel.Session, state: State = State.NEW, days: int = 0, **more: object) -> None:
    person = session.exec(sqlmodel.select(data.models.Person)).first()
    row = {"title": "t", "happened": "h", "kind": "broken", "state": state, "filed_at": NOW - days * DAY}
    row |= {"changed_at": NOW, "expected_by": NOW, "severity": "normal"} | more
    data.reports.add(session, data.models.Report(**row), person.id or 0 if person else 0)  # type: ignore[arg-type]  # columns


def test_open_reports_are_counted_with_those_that_nobody_holds_and_the_oldest(session: sqlmodel.Session) -> None:
    assert data.status.count_reports(session) == (0, 0, None)
    ada = tests.programme.add(session, "UADA", "adviser")
    report(session, days=1)
    report(session, State.CLAIMED, days=9, holder_id=ada.id)
    report(session, State.RESOLVED, days=20, closed_at=NOW)
    assert data.status.count_reports(session) == (2, 1, NOW - 9 * DAY)


def test_first_responses_are_those_to_what_was_filed_since_then(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UADA", "adviser")
    report(session, days=1)
    report(session, days=2, responded_at=NOW)
    report(session, days=3, responded_at=NOW, state=State.WITHDRAWN)
    report(session, days=40, responded_at=NOW)
    assert data.status.list_first_responses(session, NOW - 30 * DAY) == [(NOW - 2 * DAY, NOW)]


def test_missing_receipts_are_counted_of_what_is_of_use_and_has_arrived(session: sqlmodel.Session) -> None:
    flor, kai = (tests.programme.add(session, slack_id, "freelancer") for slack_id in ("UFLOR", "UKAI"))
    gone = tests.programme.add(session, "UGONE", "freelancer", active=False)
    updates = [
        data.updates.save(
            session,
            data.models.Update(
                author_id=flor.id or 0,
                title="t",
                text="t",
                wants_receipt=wants,
                valid_until=TODAY + until * DAY,
                state=data.models.UpdateState.SENT,
                drafted_at=NOW,
                sent_at=NOW,
                leaves_at=NOW,
            ),
        )
        for wants, until in ((True, 9), (True, 9), (False, 9), (True, 0))
    ]
    for update in updates:
        for person, due in ((flor, 0), (kai, 1), (gone, 0)):
            copy = data.models.Copy(update_id=update.id or 0, person_id=person.id or 0, due_at=NOW + due * DAY)
            data.updates.add_copies(session, [copy])
    assert data.status.count_unread(session, NOW, TODAY) == (2, 2)
    assert data.status.count_unread(session, NOW + DAY, TODAY) == (2, 4)


def test_contracts_that_nothing_follows_are_counted_by_their_days_and_what_was_decided_last(
    session: sqlmodel.Session,
) -> None:
    same, too, decided, later = (
        tests.programme.add_freelancer(session, slack_id, last_day=day)
        for slack_id, day in (("USAME", 9), ("UTOO", 9), ("UDECIDED", 9), ("ULATER", 90))
    )
    tests.programme.add_contract(session, later, 200, 300)
    follows = tests.programme.add_freelancer(session, "UFOLLOWS", last_day=5)
    tests.programme.add_contract(session, follows, 6, 300)
    early = contract_of(session, tests.programme.add_freelancer(session, "UEARLY", last_day=3))
    early.ended_as = data.models.EndedAs.RESIGNED
    reader = tests.programme.add_freelancer(session, "UREADER", last_day=9)
    over = tests.programme.add_freelancer(session, "UOVER", last_day=-4, starts=-40)
    tests.programme.add_freelancer(session, "UGONE", last_day=9, active=False)
    decide(session, decided, Choice.END)
    decide(session, decided, Choice.NOT_YET, until=TODAY + DAY)
    told = tests.programme.add_freelancer(session, "UTOLD", last_day=9)
    decide(session, told, Choice.END, told_at=NOW)
    first = TODAY - 30 * DAY
    assert sorted(data.status.count_undecided(session, TODAY + 30 * DAY, besides=reader.id), key=str) == sorted(
        [
            (TODAY - 40 * DAY, TODAY - 3 * DAY, None, None, False, 1),
            (first, TODAY + 10 * DAY, "not_yet", TODAY + DAY, False, 1),
            (first, TODAY + 10 * DAY, "end", None, True, 1),
            (first, TODAY + 10 * DAY, None, None, False, 2),
        ],
        key=str,
    )
    assert {same.name, too.name, over.name} == {"Same", "Too", "Over"}


def test_terms_come_with_the_last_decision_and_the_last_recommendation(session: sqlmodel.Session) -> None:
    flor = tests.programme.add_freelancer(session, "UFLOR", last_day=9)
    tests.programme.add_freelancer(session, "UPAST", last_day=-1)
    decide(session, flor, Choice.END)
    decide(session, flor, Choice.RENEW, last_day=TODAY + 60 * DAY, weekly_hours=30)
    for recommended in (data.models.Recommended.END, data.models.Recommended.UNSURE):
        session.add(
            data.models.Recommendation(
                contract_id=contract_of(session, flor).id or 0, adviser_id=flor.id or 0, at=NOW, recommended=recommended
            )
        )
    session.flush()
    days = (TODAY - 30 * DAY, TODAY + 10 * DAY, 20)
    assert data.status.list_said(session, since=TODAY) == [
        (flor.id, *days, "renew", TODAY + 60 * DAY, 30, "unsure"),
    ]


def test_skills_are_counted_with_how_many_have_a_contract_that_runs(session: sqlmodel.Session) -> None:
    _, _, narrow, _ = (
        tests.programme.add_freelancer(
            session, slack_id, last_day=last_day, active=active, languages=["de"], products=["Harbour"]
        )
        for slack_id, last_day, active in (
            ("UFLOR", 60, True),
            ("UKAI", -1, True),
            ("UNARROW", 60, True),
            ("UGONE", 60, False),
        )
    )
    contract_of(session, narrow).languages = ["da"]
    session.flush()
    has = (("de",), ("Harbour",))
    assert sorted(data.status.count_skills(session, TODAY)) == [
        (*has, (), (), 0),
        (*has, (), (), 1),
        (*has, ("da",), (), 1),
    ]
    assert data.status.list_skills(session)[narrow.id or 0] == (*has, ("da",), ())
