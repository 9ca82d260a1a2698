"""Damaged copies of the real files: whatever is left of them is read, or refused in a sentence."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.shared_data import SHARED, needs_shared_data
from tulga.findings.importers.layouts import LAYOUTS
from tulga.findings.tests.importers.reading_files import content_of, text
from tulga.kit.decoding import NotText, decoded
from tulga.kit.imports import engine
from tulga.kit.tabular.content import Cell, Content, Grid, Passage
from tulga.kit.tabular.reading import Unreadable, read_file

pytestmark = needs_shared_data
REAL, MADE = SHARED / "data/real", SHARED / "data/made/narratives"
MATRIX = REAL / "findings/upr-slovenia-cycle3-thematic-list.docx"
EXPORT = REAL / "findings/uprinfo-sessions-17-20.csv"
TABLES = [
    MATRIX,
    EXPORT,
    REAL / "tiers/tip-tiers-1999-2015-jk_misc-map_tiers.csv",
    REAL / "tiers/tip-recommendations-timeline-indonesia-2001-2013.csv",
]
TEXTS = sorted(MADE.glob("*.txt"))
COPIES = 20  # of each file, every one damaged in another way
JUNK = [
    "",
    " ",
    ";",
    "(",
    ")",
    "((",
    "1",
    "1e999",
    "-",
    "•",
    "Theme:",
    "2e3",
    "Tier",
    "нэг",
    "\u202e",
    "a" * 5000,
    "\n\n",
    "№",
]


def damaged_table(content: Content, seed: int) -> Content:
    """Rows lost, moved and cut short; cells swapped, emptied, cut, and filled with what does not belong there."""
    chance = random.Random(seed)
    rows = [list(row) for row in content.grids[0].rows[: chance.choice([1, 2, 5, 30, 300])]]
    for _each in range(chance.randint(1, 60)):
        row = chance.choice(rows)
        kind = chance.randrange(6)
        if kind == 0:
            del row[chance.randint(0, len(row)) :]
        elif kind == 1:
            chance.shuffle(row)
        elif kind == 2 and len(rows) > 1:
            rows.remove(row)
        elif row:
            at = chance.randrange(len(row))
            words = row[at].text
            cut = words[: chance.randint(0, len(words))]
            row[at] = Cell(chance.choice([cut, cut + chance.choice(JUNK), chance.choice(JUNK)]))
    grid = Grid(content.grids[0].name, content.grids[0].form, 1, tuple(map(tuple, rows)))
    return replace(content, blocks=(grid,))


def damaged_words(words: str, seed: int) -> str:
    chance = random.Random(seed)
    signs = list(words)
    for _each in range(chance.randint(1, 40)):
        at = chance.randrange(len(signs) + 1)
        signs[at : at + chance.choice([0, 1, 1, 20])] = chance.choice(JUNK)
    return "".join(signs)


def damaged_bytes(content: bytes, seed: int) -> bytes:
    chance = random.Random(seed)
    damaged = bytearray(content[: chance.randint(1, len(content))] if seed % 2 else content)
    for _each in range(chance.randint(1, 200)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def read_as_far_as_possible(content: Content) -> int:
    """In every layout that takes it, each question answered as a person may: how many records there are."""
    count = 0
    for understanding in engine.understand(content, LAYOUTS, given={"state": "Afghanistan"}):
        answers = {
            question.name: question.choices[0].value if question.choices else "1"
            for question in understanding.unanswered
        }
        for again in engine.understand(content, LAYOUTS, given={"state": "Afghanistan", **answers}):
            if not again.unanswered:
                records = engine.read(content, LAYOUTS, again).records
                assert len({record.key for record in records}) == len(records)
                assert all(record.values.get("text", "x") for record in records)
                count += len(records)
    return count


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name[:30])
def test_damaged_tables_are_read_as_far_as_they_go(path):
    content = content_of(path)

    counts = [read_as_far_as_possible(damaged_table(content, seed)) for seed in range(COPIES)]

    assert max(counts) > 0


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name[:30])
def test_damaged_texts_are_read_as_far_as_they_go(path):
    words = path.read_text(encoding="utf-8")

    counts = [read_as_far_as_possible(text(damaged_words(words, seed))) for seed in range(COPIES)]

    assert max(counts) > 0


def test_damaged_bytes_are_text_or_none():
    content = EXPORT.read_bytes()[:60_000]

    for seed in range(COPIES):
        try:
            found = decoded(damaged_bytes(content, seed))
        except NotText:
            continue
        assert read_as_far_as_possible(Content("txt", (Passage(found.text[:5000], 1),))) >= 0


@pytest.mark.parametrize("seed", range(4))
def test_damaged_files_are_read_or_refused_in_words(seed, tmp_path):
    for path in (MATRIX, EXPORT):
        copy = tmp_path / path.name
        copy.write_bytes(damaged_bytes(path.read_bytes(), seed))
        try:
            content = read_file(copy, copy.name)
        except Unreadable:
            continue
        assert read_as_far_as_possible(content) >= 0
