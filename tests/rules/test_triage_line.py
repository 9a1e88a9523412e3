"""Whom new reports notify, and what the line says that stands for the many in between."""

import datetime
import zoneinfo

import data.models
import messages.text
import messages.triage_line
import rules.triage_line
import tests.programme

NOW = tests.programme.NOW
MINUTE = datetime.timedelta(minutes=1)
BERLIN = messages.text.Reader(zoneinfo.ZoneInfo("Europe/Berlin"))

Report = data.models.Report


def report(ident: int, minute: int, title: str = "", severity: str | None = None, notified: bool = False) -> Report:
    filed_at = NOW + minute * MINUTE
    return Report(
        id=ident,
        kind=data.models.ReportKind.BROKEN,
        title=title or f"{'abcdefghij'[ident % 10] * 9} {ident * 7919}",
        happened="",
        severity=data.models.Severity(severity) if severity else None,
        filed_at=filed_at,
        changed_at=filed_at,
        expected_by=filed_at,
        mentions=["UADA", "UBEN"] if notified else [],
    )


def notifies(new: Report, *recent: Report) -> bool:
    return rules.triage_line.notifies(new, recent, new.filed_at)


def test_the_first_report_notifies_and_those_of_the_next_half_hour_do_not() -> None:
    first = report(1, 0, notified=True)
    assert notifies(report(1, 0))
    assert not notifies(report(2, 1), first)
    assert not notifies(report(2, 29), first)
    assert notifies(report(2, 30), first)


def test_an_urgent_one_notifies_at_once_and_begins_a_new_half_hour() -> None:
    first, urgent = report(1, 0, notified=True), report(2, 10, severity="urgent", notified=True)
    assert notifies(report(2, 10, severity="urgent"), first)
    assert not notifies(report(3, 35), first, urgent)
    assert notifies(report(3, 40), first, urgent)


def test_the_line_counts_from_the_last_that_notified() -> None:
    recent = [report(1, 0, notified=True), report(2, 5), report(3, 10, notified=True), report(4, 12), report(5, 13)]
    crowd = rules.triage_line.crowd(recent)
    assert crowd is not None
    assert (crowd.first.id, crowd.number, crowd.like, crowd.alike) == (3, 3, None, 0)
    assert rules.triage_line.crowd([report(1, 0), report(2, 5)]) is None


def test_the_line_names_the_oldest_of_those_that_look_alike() -> None:
    alike = [report(n, n, "Checkout fails for EUR") for n in (3, 4, 5)]
    crowd = rules.triage_line.crowd([report(1, 0, notified=True), report(2, 1), *alike])
    assert crowd is not None
    text = messages.triage_line.line(crowd, BERLIN)["text"]
    ten = f"<!date^{int(NOW.timestamp())}^{{time}}|10:00>"
    assert text == f"*5 new* since {ten}, 2 look like BUG-3. `/bug sweep` goes through them."


def test_forty_in_half_an_hour_are_one_line() -> None:
    recent = [report(1, 0, notified=True), *(report(n, n // 2) for n in range(2, 41))]
    assert sum(notifies(one, *recent[:number]) for number, one in enumerate(recent)) == 1
    crowd = rules.triage_line.crowd(recent)
    assert crowd is not None
    assert crowd.number == 40
