"""The worked example of the how-to page, as a statistician would run it."""

from __future__ import annotations

import doctest
from pathlib import Path

PAGE = Path(__file__).resolve().parents[4] / "docs" / "how-to" / "estimate-hidden-numbers.md"


def test_the_worked_example_gives_what_the_page_says(tmp_path, monkeypatch):
    table = next(block for block in PAGE.read_text().split("```") if block.startswith("\nPolice,"))
    (tmp_path / "lists.csv").write_text(table.strip())
    monkeypatch.chdir(tmp_path)

    failed, tried = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")

    assert tried > 8
    assert failed == 0
