"""The demo's bug reports of the last days, as they came about: what was filed, by whom, and what was done since."""

import dataclasses
import datetime

import sqlmodel

import data.models
import data.people
import jobs.reports
import jobs.scene
import rules.reports
import rules.settings
import rules.targets
import rules.working_hours

HOUR = datetime.timedelta(hours=1)

Act = rules.reports.Act
Kind = data.models.ReportKind
Severity = data.models.Severity


@dataclasses.dataclass(frozen=True)
class Done:
    """Something that was done to a report, so many hours before now."""

    hours: float
    who: str
    act: Act
    words: str | None = None
    link: str | None = None


@dataclasses.dataclass(frozen=True)
class Filed:
    """A report, filed so many hours before now; `like` is the place of the one that it repeats."""

    hours: float
    who: str
    title: str
    happened: str
    product: str
    kind: Kind = Kind.BROKEN
    severity: Severity | None = None
    done: tuple[Done, ...] = ()
    like: int | None = None


ADA, BOLA, GWEN = "UADA0101", "UBOLA0102", "UGWEN0107"

REPORTS = (
    Filed(
        74,
        "UANOUK0215",
        "Checkout stops for prices in EUR",
        "I press Pay for a customer, and the page stays white.\nIn USD it works.",
        "Harbour",
        done=(
            Done(72, ADA, Act.CLAIM),
            Done(49, ADA, Act.RESOLVE, "Please reload the page: prices in EUR work again."),
        ),
    ),
    Filed(
        52,
        "UKOFI0208",
        "The refund guide names a button that is gone",
        "Step 4 says “Press Partial refund”. There is no such button any more.",
        "Lantern",
        kind=Kind.GUIDE,
        severity=Severity.MINOR,
        done=(Done(51, BOLA, Act.CLAIM),),
    ),
    Filed(
        31,
        "UCAMILLE0212",
        "The export of tickets ends at row 1,000",
        "I export last month. The file has 1,000 rows, the list says 1,412.",
        "Compass",
        done=(
            Done(
                28,
                GWEN,
                Act.ESCALATE,
                "The export has a fixed limit: for its developers.",
                "https://tracker.example/EXP-1207",
            ),
        ),
    ),
    Filed(
        27,
        "UPRIYA0218",
        "I can't open the translation queue",
        "Since this morning it says “No access”.",
        "Compass",
        kind=Kind.ACCESS,
        done=(Done(25, BOLA, Act.ASK, "Which address do you sign in with: the old one, or the new one of this year?"),),
    ),
    Filed(
        23,
        "UZANELE0211",
        "Search finds no names with accents",
        "I search for Zoë and find nobody. With Zoe I find her.",
        "Lantern",
        done=(
            Done(22, ADA, Act.CLAIM),
            Done(21.5, ADA, Act.KNOWN, "Search finds no names with accents: search without them for now"),
        ),
    ),
    Filed(
        20,
        "UGIULIA0214",
        "Customers with accents in their names are not found",
        "Search for Niccolò gives nothing.",
        "Lantern",
        like=4,
    ),
    Filed(
        4,
        "UKENJI0237",
        "Invoices show yesterday's rate",
        "The invoice says 161.20, the rate of yesterday.\nToday's is 161.85.",
        "Harbour",
    ),
    Filed(
        2,
        "UNADIA0216",
        "May I answer a customer in French here?",
        "They wrote in French, and the queue is the English one.",
        "Compass",
        kind=Kind.QUESTION,
        severity=Severity.MINOR,
    ),
    Filed(
        0.5,
        "UALTHEA0258",
        "Customers can't sign in",
        "Three customers in ten minutes: the code from their app is refused.",
        "Lantern",
        severity=Severity.URGENT,
    ),
)


def file(session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime) -> None:
    """File them all, and do what was done, each at its time."""
    filed = [_file(session, programme, now - one.hours * HOUR, one) for one in REPORTS]
    steps = [(done, report) for one, report in zip(REPORTS, filed, strict=True) for done in one.done]
    for done, report in sorted(steps, key=lambda step: -step[0].hours):
        deed = rules.reports.Deed(done.act, now - done.hours * HOUR, _ident(session, done.who), done.words, done.link)
        jobs.reports.do(jobs.scene.Scene(session, programme, deed.at), report, deed)
    for one, report in zip(REPORTS, filed, strict=True):
        if one.like is not None:
            at, original = report.filed_at + HOUR, filed[one.like]
            deed = rules.reports.Deed(Act.DUPLICATE, at, _ident(session, ADA), original_id=original.id)
            jobs.reports.do(jobs.scene.Scene(session, programme, at), report, deed)


def _file(
    session: sqlmodel.Session, programme: rules.settings.Programme, at: datetime.datetime, one: Filed
) -> data.models.Report:
    person = data.people.find(session, one.who)
    if person is None:
        raise LookupError(one.who)
    days = rules.working_hours.programme_workdays(programme)
    report = data.models.Report(
        kind=one.kind,
        title=one.title,
        happened=one.happened,
        product=one.product,
        language=person.languages[0],
        severity=one.severity,
        filed_at=at,
        changed_at=at,
        expected_by=rules.targets.expected_by(days, at, programme.first_response_hours),
    )
    return jobs.reports.file(jobs.scene.Scene(session, programme, at), report, person)


def _ident(session: sqlmodel.Session, slack_id: str) -> int:
    person = data.people.find(session, slack_id)
    if person is None or person.id is None:
        raise LookupError(slack_id)
    return person.id
