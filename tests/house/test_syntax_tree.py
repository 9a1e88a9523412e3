"""The house rules hold for every module; and the checker that says so finds each kind of fault."""

import re

import pytest

import tests.house.syntax

SOURCES = tests.house.syntax.sources()


def found(path: str, text: str) -> list[str]:
    return tests.house.syntax.violations(tests.house.syntax.Source(path, text))


@pytest.mark.parametrize("folder", tests.house.syntax.OURS)
def test_every_module_keeps_the_house_rules(folder: str) -> None:
    broken = [each for source in SOURCES if source.folder == folder for each in tests.house.syntax.violations(source)]
    if broken:
        pytest.fail("\n".join(broken), pytrace=False)


def test_the_modules_are_looked_at() -> None:
    looked_at = {source.path for source in SOURCES}
    assert {"data/models.py", "tests/house/test_syntax_tree.py"} <= looked_at
    assert not [path for path in looked_at if ".venv" in path]


def test_bot_has_one_error_boundary() -> None:
    catching = {
        source.path for source in SOURCES if source.folder == "bot" and list(tests.house.syntax.blind_excepts(source))
    }
    assert len(catching) <= 1, f"all errors are caught in one module of bot/, not in {sorted(catching)}"


def test_ruffs_settings_excuse_bot_alone_from_the_house_rules() -> None:
    excused = tests.house.syntax.excuses("PLC0415", "BLE", "BLE001", "T20", "T201")
    assert [pattern for pattern in excused if not pattern.startswith(("bot/", "bench/"))] == []


OPENING = '"""A module."""\n'

FAULTS = {
    "only data/database.py begins": [
        ("data/duty.py", "session.commit()"),
        ("commands/duty.py", "self.store.session.rollback()"),
        ("data/outbox.py", "with engine.begin() as connection: pass"),
        ("data/outbox.py", "connection.exec_driver_sql('BEGIN IMMEDIATE')"),
        ("jobs/duty.py", "connection.execute(sqlalchemy.text(' COMMIT'))"),
    ],
    "our own modules are imported whole": [
        ("commands/duty.py", "from rules import duty"),
        ("commands/duty.py", "from rules.duty import on_duty"),
        ("commands/duty.py", "from . import duty"),
        ("commands/duty.py", "import rules.duty as duty_rules"),
        ("tests/rules/test_duty.py", "from rules import duty"),
    ],
    "our own modules are used where they are imported": [
        ("commands/duty.py", "import rules.duty\nimport rules.pool\n\nrules.pool.members()"),
        ("tests/rules/test_duty.py", "import tests.rules.cast\n\ntests.rules.duty()"),
        ("rules/duty.py", "import rules.pool\n\nrules.pooled.members()"),
    ],
    "imports stand at the top": [
        ("data/duty.py", "def load():\n    import json"),
        ("bot/slack.py", "async def load():\n    if True:\n        from json import loads"),
    ],
    "one sentence opens every module": [
        ("rules/duty.py", "'''Who sits. And who is next.'''"),
        ("rules/duty.py", "'''Who sits'''"),
        ("rules/duty.py", "x = 1"),
        ("rules/__init__.py", ""),
    ],
    "nothing is called utils": [
        ("rules/utils.py", ""),
        ("rules/date_helpers.py", ""),
        ("data/managers/people.py", ""),
        ("bot/slack.py", "class EventHandler: pass"),
        ("data/outbox.py", "class Manager: pass"),
    ],
    "rows have no Relationship": [
        ("data/models.py", "class Shift:\n    seats = sqlmodel.Relationship()"),
        ("data/models.py", "from sqlmodel import Relationship"),
        ("data/models.py", "seats = sqlalchemy.orm.relationship()"),
    ],
    "all errors are caught in bot/ alone": [
        ("jobs/duty.py", "try: pass\nexcept Exception: pass"),
        ("jobs/duty.py", "try: pass\nexcept: pass"),
        ("jobs/duty.py", "try: pass\nexcept (ValueError, BaseException) as fault: raise ValueError from fault"),
        ("sandbox/slack.py", "with contextlib.suppress(Exception): pass"),
    ],
    "a noqa or type: ignore names its code": [
        ("rules/duty.py", "x = 1  # noqa"),
        ("rules/duty.py", "x = 1  # noqa: S105"),
        ("rules/duty.py", "x = 1  # type: ignore[arg-type]"),
        ("rules/duty.py", "x = 1  # type: ignore  # since it is so"),
        ("rules/duty.py", "# ruff: noqa: E501 for some reason"),
        ("tests/rules/test_duty.py", "# mypy: ignore-errors"),
    ],
    "nothing is printed": [
        ("rules/duty.py", "print('hello')"),
        ("sandbox/slack.py", "print('hello')"),
    ],
    "a story never sleeps": [
        ("tests/stories/test_duty.py", "time.sleep(1)"),
        ("tests/stories/test_duty.py", "async def story():\n    await asyncio.sleep(1)"),
        ("tests/stories/test_duty.py", "page.wait_for_timeout(100)"),
    ],
}


@pytest.mark.parametrize(
    ("rule", "path", "text"), [(rule, *fault) for rule, sources in FAULTS.items() for fault in sources]
)
def test_a_fault_is_found_and_named(rule: str, path: str, text: str) -> None:
    source = text if rule.startswith("one sentence") else OPENING + text
    faults = [fault for fault in found(path, source) if rule in fault]
    assert len(faults) == 1
    assert re.match(rf"{path}:\d+: {rule}", faults[0])


def test_every_rule_has_its_faults() -> None:
    unproved = [
        rule.sentence
        for rule in tests.house.syntax.RULES
        if not any(rule.sentence.startswith(beginning) for beginning in FAULTS)
    ]
    assert unproved == []


def test_the_line_is_the_faults_own() -> None:
    assert found("jobs/duty.py", OPENING + "\nsession.commit()\n") == [
        "jobs/duty.py:3: only data/database.py begins, commits and rolls back"
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("data/database.py", "session.commit()"),
        ("data/database.py", "try: pass\nexcept BaseException:\n    session.rollback()\n    raise"),
        ("commands/duty.py", "import rules.duty\nfrom dataclasses import dataclass\n\nrules.duty.upcoming()"),
        ("messages/duty.py", "text = 'BEGIN with a greeting, ask your manager'"),
        ("rules/duty.py", "class ManagerView: pass"),
        ("rules/duty.py", "x = 1  # noqa: S105 — the name of a kind"),
        ("rules/duty.py", "x = 1  # type: ignore[arg-type]  # a test compares the two"),
        ("bot/boundary.py", "try: pass\nexcept Exception: pass"),
        ("tests/sandbox/test_clock.py", "time.sleep(1)"),
    ],
)
def test_what_the_house_allows_is_no_fault(path: str, text: str) -> None:
    assert found(path, OPENING + text) == []


def test_a_module_may_go_on_after_its_opening_sentence() -> None:
    assert found("data/models.py", '"""The tables (v. 2), each declared once.\n\nIntervals. Are half-open.\n"""') == []
