"""What the reports of a span have in common, as literals."""

import datetime
import zoneinfo

import data.models
import rules.trends
import rules.working_hours
import rules.working_time
import tests.programme

NOW = tests.programme.NOW
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
BERLIN = rules.working_hours.Workdays(zoneinfo.ZoneInfo("Europe/Berlin"), rules.working_time.DEFAULT)

Report = data.models.Report
Kind = data.models.ReportKind
State = data.models.ReportState


def report(ident: int, kind: Kind = Kind.BROKEN, filed_at: datetime.datetime = NOW, **known: object) -> Report:
    row = {"title": f"Report {ident}", "happened": "", "changed_at": filed_at, "expected_by": filed_at} | known
    return Report(id=ident, kind=kind, filed_at=filed_at, **row)  # type: ignore[arg-type]  # columns


def test_kinds_products_areas_languages_and_states_are_counted_apart_the_commonest_first() -> None:
    found = rules.trends.trends(
        [
            report(1, Kind.GUIDE, product="Bank", language="de"),
            report(2, product="Shop", area="Checkout", language="fr", state=State.CLAIMED),
            report(3, product="Shop", language="de", state=State.DUPLICATE, original_id=2),
        ],
        {},
        BERLIN,
    )
    assert found.filed == 3
    assert list(found.kinds.items()) == [("broken", 2), ("guide", 1)]
    assert list(found.products.items()) == [("Shop", 2), ("Bank", 1)]
    assert list(found.languages.items()) == [("de", 2), ("fr", 1)]
    assert found.areas == {"Checkout": 1}
    assert found.states == {"claimed": 1, "duplicate": 1, "new": 1}


def test_what_was_taken_back_is_not_counted() -> None:
    assert rules.trends.trends([report(1, state=State.WITHDRAWN)], {}, BERLIN).filed == 0


def test_times_are_medians_in_working_hours() -> None:
    friday = NOW + 4 * DAY + 6 * HOUR  # 16:00 in Berlin
    found = rules.trends.trends(
        [
            report(1, filed_at=friday, responded_at=friday + 3 * DAY - 6 * HOUR),  # Monday 10:00: two hours
            report(2, responded_at=NOW + HOUR, state=State.RESOLVED, closed_at=NOW + 3 * HOUR),
            report(3, responded_at=NOW + 4 * HOUR, state=State.NOT_A_BUG, closed_at=NOW + 5 * HOUR),
            report(4),
        ],
        {},
        BERLIN,
    )
    assert found.first_response == 2
    assert found.resolution == 3


def test_without_an_answer_there_is_no_time() -> None:
    found = rules.trends.trends([report(1)], {}, BERLIN)
    assert (found.first_response, found.resolution) == (None, None)


def test_what_several_saw_is_named_by_how_many_and_a_duplicate_is_not() -> None:
    reports = [report(1), report(2), report(3), report(4, original_id=3, state=State.DUPLICATE)]
    found = rules.trends.trends(reports, {1: 1, 2: 4, 3: 12}, BERLIN)
    assert [(one.id, people) for one, people in found.repeated] == [(3, 12), (2, 4)]


def test_weeks_begin_on_mondays_of_the_programme_and_empty_ones_are_there_too() -> None:
    sunday_night = datetime.datetime(2026, 3, 1, 23, 30, tzinfo=datetime.UTC)  # Monday in Berlin
    found = rules.trends.trends([report(1, filed_at=sunday_night), report(2, filed_at=NOW + 15 * DAY)], {}, BERLIN)
    monday = datetime.date(2026, 3, 2)
    assert found.weeks == {monday: {"broken": 1}, monday + 7 * DAY: {}, monday + 14 * DAY: {"broken": 1}}
