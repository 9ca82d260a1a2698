from __future__ import annotations

import json

import numpy as np
import pytest

from tulga.evidence.disclosure.__main__ import main
from tulga.evidence.disclosure.insiders import opened_to_insiders
from tulga.evidence.disclosure.protected import Hiding
from tulga.evidence.disclosure.protecting import protect
from tulga.evidence.disclosure.published import parse_published
from tulga.evidence.disclosure.tables import parse_counts

from .independent import interval_of
from .tables_at_random import at_random

SQUARE = "sex,form,n\nF,a,4\nF,b,20\nM,a,30\nM,b,15\n"


def test_in_a_square_of_four_whoever_knows_one_knows_all():
    table = parse_counts(SQUARE)

    opened = opened_to_insiders(table, protect(table))

    assert opened == {("F", "a"): (), ("F", "b"): (("F", "a"),), ("M", "a"): (("F", "a"),), ("M", "b"): (("F", "a"),)}


def test_who_knows_a_count_that_leaves_room_learns_nothing():
    table = parse_counts("form,n\na,3\nb,4\nc,40\nd,50\n")
    made = protect(table)

    assert {cell.key for cell in made.cells if cell.hiding != Hiding.SHOWN} == {("a",), ("b",), ("c",)}
    assert opened_to_insiders(table, made) == {("a",): (), ("b",): (), ("c",): (("a",), ("b",))}


@pytest.mark.parametrize("text", ["sex,n\nF,3\nM,4\n", "sex,n\nF,30\nM,40\n"])
def test_where_nothing_or_everything_is_told_there_is_no_insider(text):
    table = parse_counts(text)

    assert opened_to_insiders(table, protect(table)) == {}


@pytest.mark.parametrize("seed", range(8))
def test_an_independent_attacker_who_knows_one_count_agrees(seed):
    table = at_random(np.random.default_rng(300 + seed), most=10)
    made = protect(table, threshold=5)
    counts = dict(zip(table.keys, table.low.tolist(), strict=True))
    small = [cell.key for cell in made.cells if cell.hiding == Hiding.PRIMARY]

    for key, opened in opened_to_insiders(table, made).items():
        told = [
            ",".join([*label, value or (str(counts[key]) if tuple(label) == key else "")])
            for *label, value in made.published_rows()
        ]
        release = parse_published("\n".join([",".join([*table.columns, "n"]), *told]))
        for other in small:
            if other != key:
                low, high = interval_of(release, other)
                assert (other in opened) == (high < 5 or low == high)


def test_the_command_names_what_is_open_to_insiders(tmp_path, capsys):
    path = tmp_path / "counts.csv"
    path.write_text(SQUARE)

    assert main(["protect", str(path), "--insiders"]) == 0
    assert "whoever knows sex = M, form = b works out: sex = F, form = a" in capsys.readouterr().out
    main(["protect", str(path), "--insiders", "--json"])
    cells = json.loads(capsys.readouterr().out)["cells"]
    assert cells[1]["opens"] == [{"sex": "F", "form": "a"}]
    main(["protect", str(path), "--json"])
    assert "opens" not in json.loads(capsys.readouterr().out)["cells"][1]
