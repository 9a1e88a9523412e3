"""Lines of the status with literals: reports, receipts, contracts, coverage."""

import datetime
import zoneinfo

import pytest

import messages.status_lines
import messages.text
import rules.coverage
import rules.status

NOW = datetime.datetime(2026, 3, 9, 9, tzinfo=datetime.UTC)
READER = messages.text.Reader(zoneinfo.ZoneInfo("Europe/Berlin"))


def reports(days: int | None, first: float | None) -> str:
    oldest = None if days is None else NOW - datetime.timedelta(days=days)
    return messages.status_lines.reports(rules.status.Reports(1204, 1, oldest, first), NOW, READER)


@pytest.mark.parametrize(
    ("days", "first", "line"),
    [
        (None, None, "*Reports:* 1,204 open, 1 unclaimed"),
        (0, None, "*Reports:* 1,204 open, 1 unclaimed, the oldest since Mon 9 March 2026 (today)"),
        (1, None, "*Reports:* 1,204 open, 1 unclaimed, the oldest since Sun 8 March 2026 (1 day)"),
        (
            7,
            1.25,
            "*Reports:* 1,204 open, 1 unclaimed, the oldest since Mon 2 March 2026 (7 days) · "
            "first response 1.2 working hours (median of 30 days)",
        ),
    ],
)
def test_reports_say_what_waits_and_how_long_answers_take(days: int | None, first: float | None, line: str) -> None:
    assert reports(days, first) == line


def test_a_receipt_is_missing_of_an_update() -> None:
    said = [
        messages.status_lines.updates(messages.status_lines.Unread(*counts)) for counts in ((0, 0), (1, 1), (2, 30))
    ]
    assert said == [
        "*Updates:* nobody's receipt is missing",
        "*Updates:* 1 receipt missing of 1 update",
        "*Updates:* 30 receipts missing of 2 updates",
    ]


def test_what_is_overdue_is_said_in_words_and_bold() -> None:
    line = messages.status_lines.contracts(rules.status.Renewals(to_decide=3, overdue=1), 1)
    assert line == "*Contracts:* 1 ends in the next 30 days · 3 to decide · *1 overdue*"


def test_what_is_decided_and_not_told_is_said_where_there_is_any() -> None:
    line = messages.status_lines.contracts(rules.status.Renewals(to_tell=2), 4)
    assert line == "*Contracts:* 4 end in the next 30 days · 0 to decide · 0 overdue · 2 decided, to tell"


def test_ten_thin_languages_and_products_are_named_and_the_rest_counted() -> None:
    found = rules.coverage.Coverage(
        {f"l{number:02}": 1 for number in range(8)}, {f"p{number}": 0 for number in range(4)}
    )
    assert messages.status_lines.coverage(found) == (
        "*Coverage:* 12 thin, with fewer than two freelancers: "
        "l00 1, l01 1, l02 1, l03 1, l04 1, l05 1, l06 1, l07 1, p0 0, p1 0 and 2 more"
    )
    enough = rules.coverage.Coverage({"de": 2}, {})
    assert (
        messages.status_lines.coverage(enough) == "*Coverage:* two freelancers or more for every language and product"
    )
