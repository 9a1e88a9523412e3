"""`/program forecast`: today, and three scenarios of a day to come."""

import datetime

import pytest
import sqlmodel

import data.contracts
import data.models
import sandbox.blocks
import tests.commands.asking
import tests.programme

NOW, TODAY = tests.programme.NOW, tests.programme.TODAY
DAY = datetime.timedelta(days=1)


@pytest.fixture
def programme(session: sqlmodel.Session) -> sqlmodel.Session:
    """A manager of 40 h; Ada has four freelancers of 100 h, two of whose contracts end within 30 days."""
    tests.programme.add(session, "UMAREN", "manager", weekly_hours=40, zone="UTC")
    ada = tests.programme.add(session, "UADA", "adviser")
    for slack_id, last_day, language in (
        ("UFLOR", 5, "da"),
        ("UKAI", 20, "de"),
        ("ULIV", 45, "de"),
        ("UMIO", 200, "de"),
    ):
        tests.programme.add_freelancer(session, slack_id, ada, last_day=last_day, hours=100, languages=[language])
    session.flush()
    return session


def forecast(session: sqlmodel.Session, days: str = "") -> list[str]:
    session.flush()
    return tests.commands.asking.Asking(session, "UMAREN").says(f"/program forecast {days}").splitlines()


def contract_of(session: sqlmodel.Session, slack_id: str) -> int:
    person = session.exec(sqlmodel.select(data.models.Person).where(data.models.Person.slack_id == slack_id)).one()
    return data.contracts.list_of(session, person.id or 0)[-1].id or 0


def test_today_and_each_scenario_in_30_days(programme: sqlmodel.Session) -> None:
    """400 h to 44; 200 to 42 without the two."""
    assert forecast(programme)[:-1] == [
        "*Forecast for Wed 1 April 2026, in 30 days*",
        "2 contracts end before then, and nothing follows. As decided or recommended so far 0 would go on and 0 not; "
        "on 2 nothing is said, which counts as not.",
        "*Today:* ratio 1:9.1 · 4 freelancers · 1 place free · thin: Danish 1",
        "*If nobody renews:* ratio 1:4.8 · 2 freelancers · 3 places free · thin: Danish 0",
        "*If all renew:* ratio 1:9.1 · 4 freelancers · 1 place free · thin: Danish 1",
        "*By what is decided or recommended so far:* ratio 1:4.8 · 2 freelancers · 3 places free · thin: Danish 0",
    ]


def test_decisions_and_recommendations_are_in_the_third(programme: sqlmodel.Session) -> None:
    flor, kai = contract_of(programme, "UFLOR"), contract_of(programme, "UKAI")
    recommended = data.models.Recommended.RENEW
    programme.add(data.models.Recommendation(contract_id=flor, adviser_id=2, at=NOW, recommended=recommended))
    programme.add(data.models.Decision(contract_id=kai, actor_id=1, at=NOW, choice=data.models.Choice.END))
    lines = forecast(programme, "30")
    assert "so far 1 would go on and 1 not; on 0 nothing is said" in lines[1]
    assert lines[5].endswith("ratio 1:7.0 · 3 freelancers · 2 places free · thin: Danish 1")


def test_what_is_said_on_the_readers_own_contract_is_left_out(programme: sqlmodel.Session) -> None:
    maren = programme.get_one(data.models.Person, 1)
    maren.freelancer = True
    tests.programme.add_contract(programme, maren, -30, 20, hours=100)
    own, choice = contract_of(programme, "UMAREN"), data.models.Choice.END
    programme.add(data.models.Decision(contract_id=own, actor_id=2, at=NOW, choice=choice))
    assert "so far 0 would go on and 0 not; on 3 nothing is said" in forecast(programme)[1]


def test_further_on_more_contracts_end(programme: sqlmodel.Session) -> None:
    ends = {days: forecast(programme, days)[1].split(" ")[0] for days in ("30", "60", "90")}
    assert ends == {"30": "2", "60": "3", "90": "3"}


def test_who_has_a_next_contract_does_not_end(programme: sqlmodel.Session) -> None:
    for slack_id in ("UFLOR", "UKAI"):
        person = programme.exec(
            sqlmodel.select(data.models.Person).where(data.models.Person.slack_id == slack_id)
        ).one()
        tests.programme.add_contract(programme, person, 21, 150, hours=100)
    assert forecast(programme)[1] == "No contract ends before then that nothing follows."


def test_it_is_for_managers_and_for_30_60_or_90_days(programme: sqlmodel.Session) -> None:
    asking = tests.commands.asking.Asking
    assert "write 30, 60 or 90" in asking(programme, "UMAREN").refusal("/program forecast 45")
    for slack_id in ("UADA", "UFLOR"):
        assert "managers" in asking(programme, slack_id).refusal("/program forecast")


def test_an_empty_programme_has_a_forecast_too(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UMAREN", "manager", weekly_hours=0)
    assert "*If all renew:* no ratio · 0 freelancers · 0 places free · thin: nothing" in forecast(session)


def test_many_thin_languages_with_long_names_keep_slacks_limits(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UMAREN", "manager")
    for number in range(40):
        tests.programme.add_freelancer(session, f"UF{number}", languages=[f"{number:02} <!channel> {'x' * 200}"])
    session.flush()
    reply = tests.commands.asking.Asking(session, "UMAREN").command("/program forecast")
    drawn = getattr(reply, "message", {})
    assert sandbox.blocks.check(drawn["blocks"], sandbox.blocks.MESSAGE) == []
    assert "<!channel>" not in str(drawn)
    assert "and 30 more" in drawn["text"]
