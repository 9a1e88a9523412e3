"""`muster export` and `muster forget`, from the outside."""

import io
import pathlib
import stat

import pytest

import bot.exports
import bot.forgetting
import bot.imports
import data.audit
import data.awaited
import data.database
import data.people
import rules.errors
import tests.programme

NOW = tests.programme.NOW


@pytest.fixture
def url(database: data.database.Database) -> str:
    with database.writing() as session:
        ada = tests.programme.add(
            session, "UADA", "adviser", name="=Ada, “quoted”", zone="Asia/Tokyo", email="a@x.test"
        )
        tests.programme.add_freelancer(session, "UKENJI", ada, zone="Asia/Tokyo", zone_from_slack=True)
        tests.programme.add(session, "UBO", "adviser", active=False, name="Bo Older")
        tests.programme.add(session, "UOUT", "adviser", active=False, forgotten_at=NOW, name="former member")
        data.awaited.record(session, "nora@x.test", [{"email": "nora@x.test", "name": "Nora", "roles": "adviser"}], NOW)
    return str(database.url)


def test_an_export_holds_everybody_and_imported_again_changes_nothing(url: str, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "people.csv"
    assert bot.exports.run(file, url) == 4
    assert file.read_text().splitlines()[1:] == [
        'UADA,"\'=Ada, “quoted”",a@x.test,adviser,Asia/Tokyo,,,,,,,,,',
        "UBO,Bo Older,,adviser,,,,,,,,,,",
        "UKENJI,Kenji,,freelancer,,,,,UADA,20,2026-01-31,2026-05-01,,",
        ",Nora,nora@x.test,adviser,,,,,,,,,,",
    ]
    out, err = io.StringIO(), io.StringIO()
    assert bot.imports.run(file, False, url, NOW, out, err) == bot.imports.DONE, err.getvalue()
    assert out.getvalue() == "added 0, changed 0, unchanged 3, not joined 1\n"


def test_it_is_for_its_owner_alone_and_overwrites_nothing(url: str, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "people.csv"
    bot.exports.run(file, url)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_text()
    with pytest.raises(bot.exports.NotExported, match="is there already"):
        bot.exports.run(file, url)
    assert file.read_text() == before
    with pytest.raises(bot.exports.NotExported, match="can't be written: No such file or directory"):
        bot.exports.run(tmp_path / "nowhere" / "people.csv", url)


def test_a_dash_is_standard_output(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    bot.exports.run(pathlib.Path("-"), url)
    assert capsys.readouterr().out.startswith("slack_id,name,email,roles,")


def test_forgetting_says_what_it_would_do_and_does_it_when_sure(
    url: str, database: data.database.Database, capsys: pytest.CaptureFixture[str]
) -> None:
    bot.forgetting.run("UBO", url, sure=False)
    said = capsys.readouterr().out
    assert said.startswith("This replaces the name, address and words of Bo Older by “former member”:")
    assert said.endswith("Nothing was replaced. To do it: muster forget UBO --yes\n")
    with database.reading() as session:
        assert data.audit.list_about(session, "UBO") == []
    bot.forgetting.run("UBO", url, sure=True)
    assert capsys.readouterr().out.endswith("UBO is forgotten: 0 rows replaced.\n")
    with database.reading() as session:
        bo = data.people.find(session, "UBO")
        (row,) = data.audit.list_about(session, "UBO")
    assert bo is not None
    assert (bo.name, row.action, row.actor) == ("former member", "person.forget", "command line")


def test_who_is_not_there_or_still_holds_something_is_refused(url: str) -> None:
    with pytest.raises(rules.errors.ProgramError, match="UNOBODY is not on the roster"):
        bot.forgetting.run("UNOBODY", url, sure=True)
    with pytest.raises(rules.errors.ProgramError, match="is the adviser of 1"):
        bot.forgetting.run("UADA", url, sure=True)


def test_who_was_forgotten_and_is_imported_again_begins_anew(
    url: str, database: data.database.Database, tmp_path: pathlib.Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("slack_id,name,roles\nUOUT,Otto Out,freelancer|adviser\n")
    assert bot.imports.run(file, False, url, NOW, io.StringIO(), io.StringIO()) == bot.imports.DONE
    with database.reading() as session:
        otto = data.people.find(session, "UOUT")
    assert otto is not None
    assert (otto.name, otto.active, otto.forgotten_at) == ("Otto Out", True, None)
