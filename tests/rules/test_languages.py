"""Languages that two people have in common."""

import rules.languages


def test_languages_are_the_same_in_any_case_and_named_as_the_first_writes_them() -> None:
    assert rules.languages.in_common(("EN", "ja", "pt"), ["en", "JA", "yo"]) == ("EN", "ja")
