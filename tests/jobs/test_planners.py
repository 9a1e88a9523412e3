"""All jobs together: however often, in whatever order and how late they run, the same notices and parts come of it."""

import collections.abc
import contextlib
import datetime
import pathlib
import random
import typing

import pytest
import sqlalchemy
import sqlmodel

import data.database
import data.duty
import data.models
import data.pauses
import data.people
import data.reports
import data.settings
import jobs
import jobs.reports
import jobs.scene
import jobs.updates
import rules.reports
import rules.settings
import tests.programme
import tests.stores

NOW = tests.programme.NOW
SECOND, DAY = datetime.timedelta(seconds=1), datetime.timedelta(days=1)
ADVISERS = ("UADA", "UBEN", "UCY", "UDOV", "UEVA", "UFAY", "UGUS")
OFF = {"15 d": 15 * DAY, "1 s": SECOND, "1 d": DAY, "60 d": 60 * DAY}

TABLES = ("outbox", "morning_part", "seat", "vacancy", "question", "report", "report_event", "update_copy")

Session = sqlmodel.Session


def run(session: Session, now: datetime.datetime, order: random.Random | None = None, times: int = 1) -> None:
    """All jobs at an instant, in the table's order or in any, so many times."""
    for _ in range(times):
        for job in order.sample(jobs.JOBS, len(jobs.JOBS)) if order else jobs.JOBS:
            job.tick(session, now)
            session.flush()


def settle(session: Session, now: datetime.datetime, order: random.Random | None = None) -> None:
    """All jobs at an instant, three times, or until none of them has changed anything: then none will."""
    for _ in range(3):
        with changes(session) as changed:
            run(session, now, order)
        if not changed:
            return


@contextlib.contextmanager
def changes(session: Session) -> collections.abc.Iterator[list[str]]:
    """The statements that change a row of the store in the meantime."""
    changed: list[str] = []

    def look(_connection: object, cursor: typing.Any, statement: str, *_: object) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")) and cursor.rowcount != 0:
            changed.append(statement)

    sqlalchemy.event.listen(session.get_bind(), "after_cursor_execute", look)
    try:
        yield changed
    finally:
        sqlalchemy.event.remove(session.get_bind(), "after_cursor_execute", look)


def seen(session: Session) -> list[str]:
    """Every notice, part, seat, vacancy, question and report, with all that it says and that became of it."""
    tables = (sqlmodel.SQLModel.metadata.tables[name] for name in TABLES)
    return sorted(f"{table.name} {row}" for table in tables for row in session.execute(sqlalchemy.select(table)))


def told(session: Session) -> tuple[set[str], set[str], set[str]]:
    """The keys of notices but morning messages, and of parts that were told; and who sits where."""
    notices = set(session.exec(sqlmodel.select(data.models.Notice.key)))
    parts = session.exec(sqlmodel.select(data.models.MorningPart)).all()
    seats = session.exec(sqlmodel.select(data.models.Seat)).all()
    return (
        {key for key in notices if not key.startswith("morning:")},
        {part.key for part in parts if part.day is not None},
        {f"{seat.shift_id} {seat.place} {seat.person_id}" for seat in seats},
    )


def next_in_line(session: Session, since: datetime.datetime, now: datetime.datetime) -> datetime.datetime | None:
    """When the time of somebody who was asked for a seat is over for the first time in (since, now)."""
    over = sqlmodel.col(data.models.Question.ask_next_at)
    return session.exec(sqlmodel.select(over).where(over > since, over < now).order_by(over).limit(1)).first()


def make(url: str) -> None:
    """Two managers and seven advisers in six zones, a channel, published and live."""
    zones = ("Europe/London", "Africa/Lagos", "Asia/Tokyo", "America/Lima", "Asia/Kolkata", "America/New_York")
    with contextlib.closing(data.database.Database(url)) as database, database.writing() as session:
        for name, value in {"triage_channel": "C0TRIAGE", "time_zone": "Europe/London"}.items():
            data.settings.record(session, name, value)
        for slack_id in ("UMAREN", "UMILO"):
            tests.programme.add(session, slack_id, "manager", zone="Europe/Berlin")
        for number, slack_id in enumerate(ADVISERS):
            tests.programme.add(session, slack_id, "adviser", zone=zones[number % len(zones)])
        data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW - DAY)
        run(session, NOW)


@pytest.fixture
def programme(stores: tests.stores.Stores, tmp_path: pathlib.Path) -> collections.abc.Iterator[Session]:
    """A copy of that store, made once."""
    url = stores.made(tmp_path, make, make)
    try:
        with contextlib.closing(data.database.Database(url)) as database, database.writing() as session:
            yield session
    finally:
        stores.remove(url)


def turns(session: Session) -> list[tuple[data.models.Shift, list[data.models.Seat]]]:
    return data.duty.list_shifts(session)


def away(session: Session, shift: int, place: int) -> None:
    """Whoever sits there is away for its first week."""
    published, seats = turns(session)[shift]
    first = max(published.starts, NOW).date() + DAY
    data.duty.add_absence(session, seats[place].person_id, first, first + 7 * DAY, NOW)


def nothing(_session: Session) -> None:
    """All stays as it is."""


def absences(session: Session) -> None:
    """One in the running shift, one that is asked for, one that is dealt again."""
    for shift in (0, 1, 4):
        away(session, shift, 0)


def everybody_away(session: Session) -> None:
    """A shift that nobody can take."""
    for slack_id in ADVISERS:
        found = data.people.find(session, slack_id)
        assert found is not None
        data.duty.add_absence(session, found.id or 0, NOW.date() + 20 * DAY, NOW.date() + 50 * DAY, NOW)


def a_swap(session: Session) -> None:
    """Two people sit in each other's shift."""
    (one, ours), (other, theirs) = turns(session)[1:3]
    for shift, comes, goes in ((one, theirs[0], ours[0]), (other, ours[0], theirs[0])):
        override = data.models.Override(
            in_id=comes.person_id, out_id=goes.person_id, starts=shift.starts, ends=shift.ends, recorded_at=NOW
        )
        data.duty.add_override(session, override)


def people_who_left(session: Session) -> None:
    """One left the pool, one the workspace; one joined."""
    ada, ben = (data.people.find(session, slack_id) for slack_id in ADVISERS[:2])
    assert ada is not None
    assert ben is not None
    ada.adviser, ben.active = False, False
    tests.programme.add(session, "UHAL", "adviser")
    session.flush()


def reports(session: Session) -> None:
    """Two that nobody claims, one without a card; one of who goes off duty, and one that waits for its reporter."""
    kenji = tests.programme.add(session, "UKENJI", "freelancer", zone="Asia/Tokyo")
    scene = jobs.scene.load(session, NOW)
    filed = [jobs.reports.file(scene, report(), kenji) for _ in range(3)]
    data.reports.add(session, report(), kenji.id or 0)
    _, seats = turns(session)[0]
    for act, one in ((rules.reports.Act.CLAIM, filed[1]), (rules.reports.Act.ASK, filed[2])):
        jobs.reports.do(scene, one, rules.reports.Deed(act, NOW, seats[0].person_id, words="When?"))


def report() -> data.models.Report:
    kind, late = data.models.ReportKind.BROKEN, NOW + datetime.timedelta(hours=4)
    return data.models.Report(
        kind=kind, title="It fails", happened="Always.", filed_at=NOW, changed_at=NOW, expected_by=late
    )


def updates(session: Session) -> None:
    """One that nobody acknowledges, sent six days ago, and two whom it concerns by now."""
    adviser = data.people.find(session, ADVISERS[2])
    tests.programme.add_freelancer(session, "UAMARA", adviser, zone="Asia/Manila", joined_at=NOW - 9 * DAY)
    author = data.people.find(session, "UMAREN")
    assert author is not None
    sent = NOW - 6 * DAY
    until = NOW.date() + 30 * DAY
    update = data.models.Update(
        author_id=author.id or 0,
        title="It is new",
        text="Look.",
        wants_receipt=True,
        valid_until=until,
        drafted_at=sent,
    )
    programme = rules.settings.read(data.settings.load(session))
    jobs.updates.send(jobs.scene.Scene(session, programme, sent), update)
    tests.programme.add_freelancer(session, "UBASIL", adviser, starts=-2)
    tests.programme.add(session, "UIVY", "adviser", zone="America/Lima")


def all_of_it(session: Session) -> None:
    for work in (absences, a_swap, people_who_left, reports, updates):
        work(session)


def all_of_it_while_paused(session: Session) -> None:
    all_of_it(session)
    data.pauses.record(session, data.pauses.ALL, NOW, NOW + 10 * DAY)


def all_of_it_while_quiet(session: Session) -> None:
    all_of_it(session)
    data.settings.forget_milestone(session, data.settings.WENT_LIVE)


MATTERS = [
    nothing,
    absences,
    everybody_away,
    a_swap,
    people_who_left,
    all_of_it,
    all_of_it_while_paused,
    all_of_it_while_quiet,
]
matters = pytest.mark.parametrize("matter", MATTERS, ids=lambda work: work.__name__)
offs = pytest.mark.parametrize("off", tests.stores.first_everywhere(OFF))


@matters
@offs
def test_many_runs_in_any_order_say_the_same_as_one(
    programme: Session, matter: collections.abc.Callable[[Session], None], off: str
) -> None:
    matter(programme)
    later = NOW + OFF[off]
    run(programme, later)
    once = seen(programme)
    run(programme, later, random.Random(7), times=10)
    assert seen(programme) == once


@matters
@pytest.mark.parametrize("off", tests.stores.first_everywhere(["15 d", "1 s", "60 d"]))  # each with the days after it
def test_whichever_job_runs_first_everybody_sits_alike_and_nothing_goes_untold(
    programme: Session, matter: collections.abc.Callable[[Session], None], off: str
) -> None:
    """A morning that comes before the seats are settled may tell of one that is given up in the same moment.

    And a week's check-ins that are planned only after its last morning has begun are listed no more; the jobs' table
    has them planned before.
    """
    matter(programme)
    instants = [NOW + OFF[off] + n * DAY for n in range(5)]  # over a weekend, so that each has a morning

    def lived(order: random.Random | None) -> tuple[set[str], set[str], set[str]]:
        with programme.begin_nested() as attempt:
            lived_to = NOW
            for now in instants:
                while over := next_in_line(programme, lived_to, now):  # a bot that is not off is there then
                    run(programme, lived_to := over, order)
                settle(programme, lived_to := now, order)
            found = told(programme)
            attempt.rollback()
        programme.expire_all()
        tests.stores.restart_ids(programme)  # keys hold them
        return found

    notices, parts, seats = lived(None)
    other_notices, other_parts, other_seats = lived(random.Random(f"{matter.__name__} {off}"))
    assert other_seats == seats
    assert other_notices == notices
    assert {key.partition(":")[0] for key in parts - other_parts} <= {"checkins"}
    assert {key.partition(":")[0] for key in other_parts - parts} <= {"heads-up", "gaps"}
