"""One word for one thing: texts, docs and code use the glossary's words, in British spelling, and no synonym."""

import ast
import functools
import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).parents[2]
SPOKEN = sorted(path for folder in ("messages", "commands", "rules", "jobs") for path in (ROOT / folder).glob("*.py"))
WRITTEN = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/**/*.md")])

SYNONYMS = {
    "on duty": r"on[- ]?call|standby|on[- ]watch",
    "rotation": r"rota|rotas|duty roster",
    "handover": r"hand[- ]?offs?|hand-overs?|shift changes?",
    "away": r"vacations?|on leave|time off|out of office|OOO",
    "cover": r"stand-ins?|substitutes?|backups? person",
    "adviser": r"advisors?|mentors?|coach(es)?|coordinators?",
    "freelancer": r"contractors?|gig workers?|external workers?",
    "caseload": r"workloads?|case load",
    "report": r"(?<!Link to the )tickets?|incidents?",
    "update": r"newsletters?",
    "check-in": r"checkups?|one-on-ones?|1:1s?",
    "programme": r"(?<![/:.`\w])program(?![\w`:.])",
}
"""What people might say instead of a glossary word, by that word."""

AMERICAN = r"(behaviors?|centers?|organiz\w+|recogniz\w+|canceled|canceling|fulfill|gray|colors?|favorites?)"


@functools.cache
def strings(path: pathlib.Path) -> list[str]:
    """What a module may say: its strings, without docstrings."""
    tree = ast.parse(path.read_text())
    quiet = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in quiet]
    return [node.value for node in nodes if isinstance(node.value, str)]


def found(pattern: str, texts: list[str]) -> list[str]:
    return [text for text in texts if re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE)]


@pytest.mark.parametrize("word", SYNONYMS)
def test_what_people_read_uses_the_glossarys_word(word: str) -> None:
    spoken = [f"{path.name}: {text}" for path in SPOKEN for text in found(SYNONYMS[word], strings(path))]
    # Names of rows, columns and modules are one word, not a sentence.
    assert [text for text in spoken if " " in text.partition(": ")[2]] == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_docs_use_the_glossarys_words_and_british_spelling(path: pathlib.Path) -> None:
    lines = path.read_text().splitlines()
    lines = [line for line in lines if "not “" not in line]  # the glossary names what it does not say
    broken = [f"for “{word}”: {line}" for word, others in SYNONYMS.items() for line in found(others, lines)]
    assert broken + found(AMERICAN, lines) == []


def test_the_glossary_has_each_of_these_words() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text().lower()
    assert [word for word in SYNONYMS if word not in glossary] == []


def test_the_search_finds_a_synonym() -> None:
    assert found(SYNONYMS["on duty"], ["Ada is on call", "Ada is on-call", "Ada is on duty"]) != []
    assert found(SYNONYMS["programme"], ["the program", "the programme", "`/program`", "live:program"]) == [
        "the program"
    ]
