from __future__ import annotations

import numpy as np
import pytest

from tulga.evidence.disclosure.audit import Verdict, audit
from tulga.evidence.disclosure.equations import add_margins
from tulga.evidence.disclosure.errors import BadInput
from tulga.evidence.disclosure.published import Given, PublishedTable, Rounding, published
from tulga.evidence.disclosure.tidy import parse_lines

from .independent import interval_of


def table(text: str, **how: object) -> PublishedTable:
    return published(parse_lines(text), **how)  # type: ignore[arg-type]


def intervals(*releases: PublishedTable, threshold: int = 10) -> dict[tuple[str, ...], tuple[int, int | None]]:
    return {cell.key: (cell.low, cell.high) for cell in audit(*releases, threshold=threshold).cells}


def published_at_random(random: np.random.Generator, shape: tuple[int, ...], base: int = 1) -> PublishedTable:
    """Counts with all totals, of which some are hidden, whether that makes sense or not."""
    full = add_margins(random.poisson(random.choice([0.5, 3, 12]), shape))
    lines = [",".join([*(f"c{place}" for place in range(len(shape))), "count"])]
    for place in np.ndindex(full.shape):
        labels = ["*" if at == size else f"k{at}" for at, size in zip(place, shape, strict=True)]
        value = int(full[place])
        hidden = value > 0 and random.random() < 0.5
        lines.append(",".join([*labels, "" if hidden else str(round(value / base) * base)]))
    return table("\n".join(lines), base=base)


SHAPES = [(4,), (3, 4), (2, 5), (1, 3), (3, 3, 2), (2, 2, 2), (2, 2, 2, 2)]


@pytest.mark.parametrize("base", [1, 5])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("seed", range(4))
def test_an_independent_attacker_finds_the_same_intervals(shape, seed, base):
    release = published_at_random(np.random.default_rng(seed), shape, base)

    for cell in audit(release).cells:
        low, high = interval_of(release, cell.key)
        assert (cell.low, np.inf if cell.high is None else cell.high) == (low, high), cell


SUBTRACTION = "sex,form,n\nF,a,\nF,b,20\nF,*,24\nM,a,30\nM,b,\nM,*,35\n*,a,34\n*,b,25\n*,*,59"


def test_hiding_the_small_cells_alone_hides_nothing():
    found = audit(table(SUBTRACTION))

    assert [(cell.key, cell.low, cell.high, cell.verdict) for cell in found.cells] == [
        (("F", "a"), 4, 4, Verdict.OPEN),
        (("M", "b"), 5, 5, Verdict.OPEN),
    ]
    assert not found.is_safe


@pytest.mark.parametrize(
    ("text", "how", "expected"),
    [
        ("form,n\na,\nb,\n*,30", {}, {("a",): (1, 29), ("b",): (1, 29)}),
        ("form,n\na,\nb,\n*,30", {"zeros_hidden": True}, {("a",): (0, 30), ("b",): (0, 30)}),
        ("form,n\na,<10\nb,\n*,30", {}, {("a",): (1, 9), ("b",): (21, 29)}),
        ("form,n\na,\nb,\n*,", {}, {("a",): (1, None), ("b",): (1, None), ("*",): (2, None)}),
        ("form,n\na,\nb,\n*,<10", {}, {("a",): (0, 9), ("b",): (0, 9), ("*",): (1, 9)}),
        ("form,n\na,\nb,12", {}, {("a",): (1, None), ("*",): (13, None)}),
        ("form,n\na,10\nb,5\n*,20", {"base": 5}, {("a",): (11, 12), ("b",): (6, 7), ("*",): (18, 19)}),
        ("form,n\na,10\n*,10", {"base": 5, "rounding": Rounding.RANDOM}, {("a",): (6, 14), ("*",): (6, 14)}),
        ("form,n\na,10\n*,10", {"base": 10}, {("a",): (5, 15), ("*",): (5, 15)}),
    ],
)
def test_what_each_kind_of_mark_tells(text, how, expected):
    assert intervals(table(text, **how)) == expected


ACTIVITIES = """activity,region,n
I,A,20\nI,B,50\nI,C,10\nI,*,80
II,A,\nII,B,19\nII,C,\nII,*,49
III,A,\nIII,B,32\nIII,C,\nIII,*,61
*,A,45\n*,B,101\n*,C,44\n*,*,190"""


def test_the_introductory_example_of_the_literature_is_found_again():
    """Fischetti and Salazar, Management Science 47 (2001), section 1: the 22 of II in C is known to be 5 to 30.

    Counts and pattern are those of the public test of R's modulartabler for the method of that paper
    (inpowell/modulartabler, tests/testthat/test-cell_suppression.R). The interval could not be read in the paper's own
    text; by hand, II in A is at most 45 - 20, so that II in C is at least 30 - 25.
    """
    assert intervals(table(ACTIVITIES, zeros_hidden=True))["II", "C"] == (5, 30)


# w, x, y, z by a, b, c, d, as R's sdcTable tests itself (sdcTools/sdcTable, tests/testthat/test-simpleheuristic.R).
OF_SDCTABLE = np.array([[30, 47, 64, 89], [90, 124, 5, 31], [92, 100, 59, 85], [800, 991, 651, 685]])
HIDDEN_THERE = {"wa", "wb", "wc", "xa", "xc", "yb", "yd", "zb", "zd"}


@pytest.mark.parametrize(("also_hidden", "known"), [(set(), (47, 47)), ({"xd"}, (0, 78))])
def test_the_answers_that_sdctable_tests_itself_with_are_found_again(also_hidden, known):
    """Two cells are hidden in every line, and yet w in b is known to be 47. With one cell more it is 0 to 78.

    Which cell that is sdcTable's test does not say; of all that are shown, x in d alone gives these limits.
    """
    full = add_margins(OF_SDCTABLE)
    lines = ["row,column,n"]
    for place in np.ndindex(full.shape):
        row, column = "wxyz*"[place[0]], "abcd*"[place[1]]
        shown = "" if row + column in HIDDEN_THERE | also_hidden else int(full[place])
        lines.append(f"{row},{column},{shown}")

    assert intervals(table("\n".join(lines), zeros_hidden=True))["w", "b"] == known


def test_a_mark_that_says_fewer_than_k_is_not_open_by_itself():
    found = audit(table("form,n\na,<10\nb,\nc,40\n*,80"))

    assert {cell.key: cell.verdict for cell in found.cells} == {("a",): Verdict.CLOSED, ("b",): Verdict.CLOSED}


def test_a_rounded_table_can_give_its_numbers_back():
    """Four cells that each lost two by rounding are the only ones whose sum rounds to the total."""
    found = audit(table("form,n\na,5\nb,5\nc,5\nd,5\n*,30", base=5))

    assert [(cell.low, cell.high) for cell in found.cells] == [(7, 7)] * 4 + [(28, 28)]
    assert found.count(Verdict.OPEN) == 4


MONTHS = [f"2025-{month:02}" for month in range(1, 13)] + [f"2026-{month:02}" for month in range(1, 4)]


def by_month(months: list[str], hidden: set[str]) -> PublishedTable:
    """Two per month and sex; some months hidden, their totals too; the totals over the year are shown."""
    lines = ["month,sex,n"]
    for month in months:
        lines += [f"{month},{sex},{'' if month in hidden else 2}" for sex in "FM"]
        lines.append(f"{month},*,{'' if month in hidden else 4}")
    lines += [f"*,{sex},{2 * len(months)}" for sex in "FM"]
    return table("\n".join([*lines, f"*,*,{4 * len(months)}"]))


def test_two_calendars_together_tell_more_than_each_alone():
    calendar_year = by_month(MONTHS[:12], hidden={"2025-02", "2025-06"})
    treaty_year = by_month(MONTHS[3:], hidden={"2025-06", "2025-08"})

    assert intervals(calendar_year)["2025-02", "F"] == (1, 3)
    assert intervals(treaty_year)["2025-06", "F"] == (1, 3)
    together = audit(calendar_year, treaty_year)
    assert {cell.low == cell.high == (4 if cell.key[1] == "*" else 2) for cell in together.cells} == {True}
    assert {cell.release for cell in together.cells} == {1, 2}


def test_two_yearly_numbers_that_overlap_tie_the_common_months():
    calendar_year = table("year,sex,n\n2025,F,\n2025,M,40\n2025,*,\n")
    treaty_year = table("year,sex,n\n2025-04/2026-03,F,30\n2025-04/2026-03,M,41\n2025-04/2026-03,*,71\n")
    quarter = table("year,sex,n\n2025-Q1,F,12\n2025-Q1,M,0\n2025-Q1,*,12\n2025-04/2025-12,F,\n2025-04/2025-12,M,\n")

    assert intervals(calendar_year, treaty_year)["2025", "F"] == (1, None)
    assert intervals(quarter, treaty_year)["2025-04/2025-12", "F"] == (1, 30)
    assert intervals(quarter, calendar_year)["2025", "F"] == (13, None)
    assert intervals(quarter, calendar_year)["2025-04/2025-12", "M"] == (40, 40)


def test_a_release_without_a_column_is_a_total_over_it():
    detailed = table("sex,form,n\nF,a,\nF,b,20\nM,a,30\nM,b,15")
    plain = table("form,n\na,34\nb,35")

    assert intervals(detailed, plain)["F", "a"] == (4, 4)


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        (["month,n\n2025-01,\n", "form,n\na,3"], "has no column month"),
        (["year,n\n2025,3\n2025-04/2026-03,4", "year,n\n2025,3"], "two periods overlap"),
        (["form,n\na,3\n*,4"], "contradict"),
        (["form,n\na,3", "form,n\na,4"], "contradict"),
        (["form,n\na,<3\n*,9"], "contradict"),
        (["form,n\na,3"] * 3, "one published table, or two"),
    ],
)
def test_what_cannot_be_compared_gets_a_sentence(texts, sentence):
    with pytest.raises(BadInput, match=sentence):
        audit(*map(table, texts))


def test_a_total_that_was_left_out_is_listed_with_what_follows_for_it():
    found = audit(table("form,n\na,\nb,40\nc,"))

    assert [(cell.key, cell.given, cell.low) for cell in found.cells][-1] == (("*",), Given.NOT_GIVEN, 42)


def test_without_any_table_that_agrees_nothing_is_said(monkeypatch):
    """Only the totals are told of so many cells that no table is met by the time an answer is due."""
    monkeypatch.setattr("tulga.evidence.disclosure.attack.LEAST_FOR_A_TABLE", 0.0)
    shape = (12, 12, 8)
    full = add_margins(np.random.default_rng(1).poisson(3, shape))
    lines = ["x,y,z,count"]
    for place in np.ndindex(full.shape):
        is_total = [at == size for at, size in zip(place, shape, strict=True)]
        labels = ["*" if total else f"k{at}" for at, total in zip(place, is_total, strict=True)]
        lines.append(",".join([*labels, str(full[place]) if any(is_total) else ""]))

    with pytest.raises(BadInput, match="Time ended before one table"):
        audit(table("\n".join(lines)), seconds=0)
