"""What the libraries say is said in every language of the interface."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from tulga.evidence.sentences import SAID_BY_LIBRARIES
from tulga.evidence.working import Unusable, read_captures, read_counts

LIBRARIES = Path(__file__).resolve().parents[1]
SAYING = {"BadInput", "BadTable", "Contradiction", "Sentence"}


def modules() -> Iterator[ast.Module]:
    for library in ("mse", "disclosure"):
        for path in sorted((LIBRARIES / library).glob("*.py")):
            if path.name != "__main__.py":
                yield ast.parse(path.read_text(encoding="utf-8"))


def texts_of(module: ast.Module) -> Iterator[str]:
    """Every text given to what is said, and every text of the tables out of which one is taken by name."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING and node.args:
            assert not isinstance(node.args[0], ast.JoinedStr), f"line {node.lineno}: values are given beside the text"
            yield from _constants(node.args[0])
        if isinstance(node, ast.keyword) and node.arg == "problem" and isinstance(node.value, ast.Constant):
            yield from _constants(node.value)
    for statement in module.body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) in {
            "CONTRADICTION",
            "COUNT",
            "HISTORY",
            "NO_ESTIMATE",
            "TOO_LONG",
        }:
            yield from _constants(*ast.walk(statement.value))


def _constants(*nodes: ast.AST) -> Iterator[str]:
    return (str(node.value) for node in nodes if isinstance(node, ast.Constant))


def test_every_sentence_of_the_libraries_is_in_the_catalogue():
    said = {text for module in modules() for text in texts_of(module)}

    assert len(said) > 60
    assert said == set(SAID_BY_LIBRARIES)


@pytest.mark.parametrize(
    ("read", "text", "english", "mongolian"),
    [
        (read_captures, "a,b,c,n\n1,0,0,-1\n", "Row 2, the count, must be a whole number", "2-р мөр"),
        (read_captures, "a,n\n1,3\n", "The table has one list", "нэг жагсаалт"),
        (read_counts, "sex,n\nF,2.5\n", "Line 2: 2.5 is not a count", "2-р мөр: 2.5"),
        (read_counts, "sex,n\nF,3\nF,4\n", "Lines 2 and 3 are about the same cell.", "2 болон 3-р мөр"),
    ],
)
def test_what_is_wrong_is_said_in_the_readers_language(read, text, english, mongolian):
    with pytest.raises(Unusable) as problem:
        read(text)

    with translation.override("en"):
        assert str(problem.value.sentence).startswith(english)
    with translation.override("mn"):
        assert mongolian in str(problem.value.sentence)
