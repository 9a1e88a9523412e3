"""The programme's settings: what each takes, what it refuses and in which words, and their defaults."""

import dataclasses
import datetime
import zoneinfo

import pytest

import rules.days_off
import rules.duty
import rules.service
import rules.settings

BY_NAME = {setting.name: setting for setting in rules.settings.SETTINGS}
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("time_zone", "Europe/Berlin", BERLIN),
        ("time_zone", "UTC", zoneinfo.ZoneInfo("UTC")),
        ("triage_channel", "C0123ABCD", "C0123ABCD"),
        ("triage_channel", "G0123ABCD", "G0123ABCD"),
        ("triage_channel", "", ""),
        ("duty_group", "adviser-on-duty", "adviser-on-duty"),
        ("duty_group", "@on_duty.2", "on_duty.2"),
        ("duty_group", "", ""),
        ("duty_weekday", "monday", 0),
        ("duty_weekday", "Sunday", 6),
        ("duty_weekday", "wed", 2),
        ("duty_time", "10:00", datetime.time(10)),
        ("duty_time", "9:30", datetime.time(9, 30)),
        ("duty_time", "23:59", datetime.time(23, 59)),
        ("duty_time", "00:00", datetime.time(0)),
        ("duty_first_handover", "2026-03-02", datetime.date(2026, 3, 2)),
        ("duty_first_handover", "", None),
        ("duty_pool", "advisers", "advisers"),
        ("duty_pool", "listed", "listed"),
        ("ratio_band", "10-15", (10, 15)),
        ("ratio_band", "8 – 20", (8, 20)),
        ("ratio_aim", "12", 12),
        ("ratio_aim", "999", 999),
        ("checkin_hours", "1", 1.0),
        ("checkin_hours", "0.5", 0.5),
        ("duty_hours", "10", 10.0),
        ("duty_hours", "0", 0.0),
        ("manager_hours", "40", 40.0),
        ("manager_hours", "60", 60.0),
        ("manager_hours", "37.25", 37.25),
        ("holidays", "", ""),
        ("holidays", "DE", "DE"),
        ("holidays", "de-be", "DE-BE"),
        ("days_off", "", frozenset()),
        ("days_off", "2026-12-24", frozenset({datetime.date(2026, 12, 24)})),
        (
            "days_off",
            "2026-12-31, 2026-12-24,2026-12-31",
            frozenset({datetime.date(2026, 12, 24), datetime.date(2026, 12, 31)}),
        ),
        ("first_response_hours", "4", 4),
        ("first_response_hours", "80", 80),
    ],
)
def test_a_good_text_is_read(name: str, text: str, value: object) -> None:
    assert BY_NAME[name].read(text) == value
    assert rules.settings.check(name, f"  {text} ") == text


NO_ZONE = "{!r} is no time zone. Write one such as Europe/Berlin."
NO_CHANNEL = "{!r} is no channel id. Copy it from the channel's details in Slack, such as C0123ABCD."
NO_WEEKDAY = "{!r} is no weekday. Write one such as monday."
NO_TIME = "{!r} is no time of day. Write one such as 10:00."
NO_DATE = "{!r} is no date. Write one such as 2026-03-02, or nothing."
NO_POOL = "{!r} is no way to fill the pool. Write advisers (all of them) or listed."
NO_HANDLE = (
    "{!r} is no handle. Write up to 21 small letters, digits, dots, dashes and underscores, "
    "such as adviser-on-duty, or nothing."
)
NO_BAND = "{!r} is no band. Write the lower and the upper end, such as 10-15."
NO_AIM = "{!r} is not a whole number from 1 to 999."
NO_TARGET = "{!r} is not a whole number from 1 to 80."
NO_COUNTRY = "{!r} is no country's code. Write one such as DE, DE-BE with its region, or nothing."
NO_REGION = "{!r} is no region of GB. Write GB, or one of GB-ENG, GB-NIR, GB-SCT, GB-WLS."
NO_HOURS = "{!r} is not a number of hours a week. Write one from 0 to 60, such as 10 or 7.5."


@pytest.mark.parametrize(
    ("name", "texts", "sentence"),
    [
        ("time_zone", ["", "Berlin", "Mars/Olympus", "../etc/passwd", "Europe", "CEST!", "/", "x" * 10_000], NO_ZONE),
        ("triage_channel", ["#triage", "triage", "c0123abcd", "U0123ABCD", "C1", "C0123 ABCD", "<#C0123>"], NO_CHANNEL),
        ("duty_weekday", ["", "mo", "noday", "8", "mondays"], NO_WEEKDAY),
        ("duty_time", ["", "10", "24:00", "10:60", "10.00", "10:00 am", "-1:00"], NO_TIME),
        ("duty_first_handover", ["soon", "02.03.2026", "2026-02-30", "2026-3-2", "20260302", "9999-12-31"], NO_DATE),
        ("duty_pool", ["", "all", "Advisers", "nobody"], NO_POOL),
        ("duty_group", ["@", "Adviser", "on duty", "@@duty", "-duty", "<!subteam^S1>", "d" * 22], NO_HANDLE),
        ("ratio_band", ["", "12", "15-10", "10-10", "0-5", "10-15-20", "a-b", "-5-10"], NO_BAND),
        ("ratio_aim", ["", "0", "1000", "12.5", "-1", "twelve"], NO_AIM),
        ("checkin_hours", ["", "-1", "61", "60.5", "1.234", "1,5", "nan", "inf", "1e1", "one"], NO_HOURS),
        ("duty_hours", ["", "100", "ten"], NO_HOURS),
        ("manager_hours", ["", "60.01", "full"], NO_HOURS),
        ("holidays", ["Germany", "XX", "D", "DE/BE", "DE BE", "country_holidays", "-BE", "x" * 10_000], NO_COUNTRY),
        ("holidays", ["GB-XX", "gb-", "GB-ENG-X"], NO_REGION),
        ("holidays", ["SG-X"], "{!r} is no region of SG. Write SG, which has no regions here."),
        ("days_off", ["soon", "2026-02-30", "24.12.2026"], NO_DATE),
        ("first_response_hours", ["", "0", "81", "2.5", "four"], NO_TARGET),
    ],
)
def test_a_bad_text_is_refused_with_what_would_do(name: str, texts: list[str], sentence: str) -> None:
    for text in texts:
        with pytest.raises(ValueError) as refused:  # its whole text is compared below
            rules.settings.check(name, text)
        assert str(refused.value) == sentence.format(text)


def test_days_off_that_are_too_many_are_refused() -> None:
    dates = [str(datetime.date(2026, 1, 1) + datetime.timedelta(days=n)) for n in range(101)]
    assert len(rules.settings.read({"days_off": " ".join(dates[:100])}).days_off) == 100
    with pytest.raises(ValueError, match=r"These are 101 dates\. Write at most 100; those that are over can go\."):
        rules.settings.check("days_off", ", ".join(dates))


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"There is no setting 'colour'\. The settings are time_zone, triage_channel"):
        rules.settings.check("colour", "blue")


def test_every_setting_has_a_field_of_its_name_and_the_reverse() -> None:
    fields = [field.name for field in dataclasses.fields(rules.settings.Programme)]
    assert fields == [setting.name for setting in rules.settings.SETTINGS]


@pytest.mark.parametrize("setting", rules.settings.SETTINGS, ids=lambda setting: setting.name)
def test_every_default_is_a_good_text_and_every_meaning_a_sentence(setting: rules.settings.Setting) -> None:
    assert rules.settings.check(setting.name, setting.default) == setting.default
    assert setting.meaning.endswith(".")


def test_targets_are_those_figures_for_which_one_was_set() -> None:
    targets = rules.settings.read({"target_queue": "100", "target_first_reply": "1.5"}).targets
    assert targets == {rules.service.Figure.QUEUE: 100, rules.service.Figure.FIRST_REPLY: 1.5}


@pytest.mark.parametrize("text", ["101", "many", "-1"])
def test_a_target_is_a_number_that_the_figure_could_be(text: str) -> None:
    with pytest.raises(
        ValueError,
        match=r"is no number from 0 to 100, with one decimal at most; it looks like 94.5, or nothing for none\.",
    ):
        rules.settings.check("target_satisfaction", text)


def test_without_any_that_was_set_the_defaults_hold() -> None:
    programme = rules.settings.read({})
    assert programme == rules.settings.Programme(
        time_zone=zoneinfo.ZoneInfo("UTC"),
        triage_channel="",
        updates_channel="",
        duty_weekday=0,
        duty_time=datetime.time(10),
        duty_first_handover=None,
        duty_pool="advisers",
        duty_group="adviser-on-duty",
        ratio_band=(10, 15),
        ratio_aim=12,
        checkin_hours=1.0,
        duty_hours=10.0,
        manager_hours=40.0,
        holidays="",
        days_off=frozenset(),
        first_response_hours=4,
        checkin_day=0,
        checkin_reminder_day=3,
        renewal_days_long=(45, 30, 14, 7),
        renewal_days_middle=(30, 14, 7),
        renewal_days_short=(14, 7, 3),
        days_kept_after_end=14,
        target_satisfaction=None,
        target_first_reply=None,
        target_queue=None,
        target_solved=None,
        caseload_cap=5,
        notes_kept_months=12,
    )


def test_what_was_set_holds_and_makes_the_calendar() -> None:
    programme = rules.settings.read(
        {
            "time_zone": "Europe/Berlin",
            "duty_weekday": "thu",
            "duty_time": "8:30",
            "duty_first_handover": "2026-03-05",
            "holidays": "DE-BE",
            "days_off": "2026-12-24",
            "a_setting_of_a_later_version": "yes",
        }
    )
    expected = rules.duty.Calendar(BERLIN, 3, datetime.time(8, 30), datetime.date(2026, 3, 5))
    assert programme.calendar == expected
    assert programme.all_days_off == rules.days_off.DaysOff("DE-BE", frozenset({datetime.date(2026, 12, 24)}))
    assert programme.ratio_aim == 12
