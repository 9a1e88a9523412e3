"""Languages that two people have in common."""

import rules.languages


def test_languages_are_the_same_in_any_case_and_named_as_the_first_writes_them() -> None:
    assert rules.languages.in_common(("EN", "ja", "pt"), ["en", "JA", "yo"]) == ("EN", "ja")


def test_codes_are_called_by_their_names_and_all_else_as_it_was_written() -> None:
    assert [rules.languages.called(each) for each in ("en", "JA", "Swiss German", "x")] == [
        "English",
        "Japanese",
        "Swiss German",
        "x",
    ]


def test_numbers_of_one_language_by_its_code_and_its_name_are_one() -> None:
    assert rules.languages.by_name({"de": 2, "German": 1, "x": 3}) == {"German": 3, "x": 3}
