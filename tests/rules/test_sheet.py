"""CSV files as people make them: what is read, and every fault of form."""

import pytest

import rules.sheet

COLUMNS = ("id", "name", "city")


def read(content: bytes | str) -> rules.sheet.Sheet:
    raw = content.encode() if isinstance(content, str) else content
    return rules.sheet.read(raw, COLUMNS, required=("id", "name"))


def faults(content: bytes | str) -> list[str]:
    return [str(fault) for fault in read(content).faults]


@pytest.mark.parametrize(
    "content",
    [
        b"id,name,city\n1,Ada,Rome\n",
        b"\xef\xbb\xbfid,name,city\n1,Ada,Rome\n",
        b"id;name;city\r\n1;Ada;Rome\r\n",
        b"city,id,name\rRome,1,Ada\r",
        b'"ID", Name ,"city"\n"1", Ada ,Rome',
        b"id,name,city,,\n1,Ada,Rome,,\n,,,,\n",
        b"\n\nid,name,city\n\n1,Ada,Rome\n",
    ],
    ids=["plain", "BOM", "semicolons", "other order and line ends", "quoted", "empty columns and rows", "blank lines"],
)
def test_the_forms_that_spreadsheets_write_are_read(content: bytes) -> None:
    sheet = read(content)
    assert sheet.faults == ()
    assert [row.cells for row in sheet.rows] == [{"id": "1", "name": "Ada", "city": "Rome"}]


def test_a_row_knows_the_physical_line_it_begins_at() -> None:
    sheet = read('id,name,city\n1,"Ada\nHarbour",Rome\n\n2,Bo,\n')
    assert [(row.line, row.cells["name"]) for row in sheet.rows] == [(2, "Ada Harbour"), (5, "Bo")]


def test_cells_that_are_missing_at_the_end_are_empty() -> None:
    assert read("id,name,city\n1,Ada\n").rows[0].cells == {"id": "1", "name": "Ada", "city": ""}


def test_other_separators_stay_within_a_cell() -> None:
    assert read("id,name,city\n1,Ada;Bo,Rome\n").rows[0].cells["name"] == "Ada;Bo"
    assert read('id;name;city\n1;"Ada;Bo";Rome\n').rows[0].cells["name"] == "Ada;Bo"


def test_a_header_alone_is_an_empty_roster() -> None:
    assert read("id,name,city\n") == rules.sheet.Sheet((), ())


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", ["1: file: is empty; `muster import --template` shows what a roster looks like"]),
        (b" \n\r\n\t", ["1: file: is empty; `muster import --template` shows what a roster looks like"]),
        (b"id,name\n1,Ren\xe9\n", ["2: file: is not UTF-8 text; save it as “CSV UTF-8”"]),
        ("id,name\n1,Ada\n".encode("utf-16"), ["1: file: is not UTF-8 text; save it as “CSV UTF-8”"]),
        (b"id,name\n1,Ada\n2,B\0o\n", ["3: file: holds a NUL byte, so it is no CSV text"]),
        (b"id\n1\n", ["1: name: is missing; every roster needs this column"]),
        (b"id,name,hat\n", ["1: hat: is no column of a roster; these are: id, name, city"]),
        (b"id,name,name\n", ["1: name: stands in the header more than once"]),
        (b"id,,name\n", ["1: row: has a column without a name"]),
        (
            b"id,name\n1,Ada\n2,Bo,Rome\n",
            ["3: row: has 3 cells, the header 2; put a cell that holds the separator in quotation marks"],
        ),
        (
            b'id,name\n1,Ada\n2,"Bo\n3,Cy\n',
            ["3: row: can't be read from here on: a quotation mark too many or too few"],
        ),
        (b'id,name\n1,"A"da\n', ["2: row: can't be read from here on: a quotation mark too many or too few"]),
    ],
)
def test_a_fault_of_form_is_a_sentence_with_its_line(content: bytes, expected: list[str]) -> None:
    assert faults(content) == expected


def test_several_faults_of_form_are_all_named() -> None:
    assert faults("hat,id,shoe\n1,2,3,4\n") == [
        "1: hat: is no column of a roster; these are: id, name, city",
        "1: shoe: is no column of a roster; these are: id, name, city",
        "1: name: is missing; every roster needs this column",
    ]


def test_what_comes_before_a_broken_row_is_read() -> None:
    assert [row.cells["name"] for row in read('id,name\n1,Ada\n2,"Bo\n').rows] == ["Ada"]


def test_a_file_far_too_large_is_not_even_read() -> None:
    content = b"id,name\n" + b"1,Ada\n" * (20_000_000 // 6)
    assert faults(content) == ["1: file: is larger than 10 MB, so it is hardly a roster"]


def test_a_cell_of_a_million_characters_is_a_fault() -> None:
    assert faults("id,name\n1," + "a" * 1_000_000) == [
        "2: row: can't be read from here on: a quotation mark too many or too few"
    ]


def test_a_header_of_nonsense_is_shown_short_and_tame() -> None:
    (first, *_) = faults("\x1b[31m" + "x" * 10_000 + ",id,name\n")
    assert first.startswith("1: �[31mxxxx")
    assert len(first) < 120


def test_quoted_text_is_short_and_holds_nothing_a_terminal_obeys() -> None:
    assert rules.sheet.quoted("Ada") == "“Ada”"
    assert rules.sheet.quoted("A\x1b[2J") == "“A�[2J”"
    assert rules.sheet.quoted("a" * 41) == f"“{'a' * 40}…”"
