from __future__ import annotations

import doctest
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tulga.evidence.disclosure.__main__ import main

ROOT = Path(__file__).resolve().parents[4]
COUNTS = "sex,form,n\nF,a,4\nF,b,20\nM,a,30\nM,b,15\n"


@pytest.fixture
def counts(tmp_path):
    path = tmp_path / "counts.csv"
    path.write_text(COUNTS)
    return path


def answer(capsys, *arguments: object) -> dict[str, Any]:
    assert main([str(each) for each in arguments]) == 0
    return json.loads(capsys.readouterr().out)


def test_protect_answers_in_json(counts, capsys):
    told = answer(capsys, "protect", counts, "--count", "n", "--threshold", 10, "--json")

    assert (told["suppressed"], told["optimal"], told["gap"]) == (4, True, 0.0)
    small, total = told["cells"][0], told["cells"][-1]
    assert small == {"key": {"sex": "F", "form": "a"}, "status": "primary", "value": None, "low": 1, "high": 23}
    assert total == {"key": {"sex": "*", "form": "*"}, "status": "shown", "value": 69, "low": 69, "high": 69}
    assert told["seconds"] >= 0
    assert set(told) == {"cells", "suppressed", "optimal", "gap", "seconds"}


def test_what_is_out_of_the_ordinary_is_added_to_the_json(tmp_path, capsys):
    path = tmp_path / "counts.csv"
    path.write_text("form,n\n" + "".join(f"k{number},1\n" for number in range(12)))

    told = answer(capsys, "protect", path, "--json", "--insiders")

    assert "grand total" in told["warnings"][0]
    assert "opens" in told["cells"][0]


def test_what_is_published_passes_the_audit(counts, tmp_path, capsys):
    published = tmp_path / "published.csv"
    main(["protect", str(counts), "--out", str(published)])
    assert "fewer cells will not do" in capsys.readouterr().out

    told = answer(capsys, "audit", published, "--json")

    assert (told["open"], told["safe"], len(told["cells"])) == (0, True, 4)


def test_the_audit_tells_what_subtraction_gives_back(tmp_path, capsys):
    path = tmp_path / "published.csv"
    path.write_text("sex,form,n\nF,a,\nF,b,20\nF,*,24\n")

    assert main(["audit", str(path)]) == 0
    assert "open: release 1, sex = F, form = a: 4" in capsys.readouterr().out


def test_what_time_left_open_in_an_audit_is_said_and_counts_as_open(counts, tmp_path, capsys):
    published = tmp_path / "published.csv"
    main(["protect", str(counts), "--out", str(published)])
    capsys.readouterr()

    told = answer(capsys, "audit", published, published, "--seconds", "1e-9", "--json")
    main(["audit", str(published), "--seconds", "1e-9"])

    assert (told["safe"], {cell["exact"] for cell in told["cells"]}) == (False, {False})
    assert "Time ended before 4 intervals were exact" in capsys.readouterr().out


def test_words_that_a_spreadsheet_would_run_are_made_harmless(tmp_path, capsys):
    path, published = tmp_path / "counts.csv", tmp_path / "published.csv"
    path.write_text("=form,n\n=cmd(),3\n+b,50\n@c,60\n")

    main(["protect", str(path), "--out", str(published)])

    assert [line.split(",")[0] for line in published.read_text().splitlines()] == [
        "'=form",
        "'=cmd()",
        "'+b",
        "'@c",
        "*",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is empty"),
        ("sex,n\n", "no line of counts"),
        ("n\n3\n", "one to four columns"),
        ("a,b,c,d,e,n\n1,1,1,1,1,3\n", "one to four columns"),
        ("sex,n\nF,-3\n", "Line 2: -3 is not a count"),
        ("sex,n\nF,2.5\n", "Line 2: 2.5 is not a count"),
        ("sex,n\nF,many\n", "Line 2: many is not a count"),
        ("sex,n\nF,\n", "Line 2: nothing is not a count"),
        ("sex,n\nF,<1\n", "leaves no count"),
        ("sex,n\nF,3\nF,4\n", "Lines 2 and 3 are about the same cell"),
        ("sex,n\n,3\n", "names no category in the column sex"),
        ("sex,n\nF,3,4\n", "Line 2 has 3 fields"),
        ("sex,sex,n\nF,F,3\n", "same name"),
        ("sex,,n\nF,F,3\n", "A column has no name"),
        ('sex,n\n"F,3\n', "not closed"),
        ("sex,n\nF\0,3\n", "not text"),
        ("sex,n\n" + "F" * 200_000 + ",3\n", "a field has no end"),
        ("sex,n\nF,99999999999999\n", "more people than"),
        ("sex,n\nF,30\n*,40\n", "not the sum of its parts"),
        ("sex,n\n*,40\n", "no category, only totals"),
        ("a,b,n\n" + "".join(f"{each},{each},1\n" for each in range(150)), "at most 20000"),
    ],
)
def test_a_file_that_cannot_be_understood_gets_a_sentence(tmp_path, capsys, text, sentence):
    path = tmp_path / "counts.csv"
    path.write_text(text)

    assert main(["protect", str(path)]) == 2
    told = capsys.readouterr()
    assert sentence in told.err
    assert told.out == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["protect", "nowhere.csv"], "There is no file nowhere.csv"),
        (["protect", "{counts}", "--count", "people"], "no column people; the columns are sex, form, n"),
        (["protect", "{counts}", "--threshold", "4"], "from 5"),
        (["protect", "{counts}", "--threshold", "ten"], "invalid int value"),
        (["protect", "{counts}", "--seconds", "0"], "above 0"),
        (["audit", "{counts}", "--seconds", "0"], "above 0"),
        (["audit", "{counts}", "--base", "7"], "not a multiple of 7"),
        (["audit", "{counts}", "--base", "0"], "base of rounding"),
        (["audit", "{counts}", "--base", "1", "--base", "5"], "more bases"),
        (["audit"], "See --help"),
        (["guess"], "See --help"),
    ],
)
def test_a_wrong_request_gets_a_sentence(counts, capsys, arguments, sentence):
    assert main([each.format(counts=counts) for each in arguments]) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("text", ["\ufeff" + COUNTS, COUNTS.replace("\n", "\r"), COUNTS.replace(",", ";")])
def test_a_file_may_be_written_as_spreadsheets_do(tmp_path, capsys, text):
    path = tmp_path / "counts.csv"
    path.write_bytes(text.encode())

    assert answer(capsys, "protect", path, "--json")["suppressed"] == 4


def test_structural_zeros_come_from_a_file(tmp_path, capsys):
    path, zeros = tmp_path / "counts.csv", tmp_path / "zeros.csv"
    path.write_text("sex,form,n\nF,a,40\nF,b,0\nM,a,30\nM,b,25\n")
    zeros.write_text("sex,form\nF,b\n")

    assert answer(capsys, "protect", path, "--protect-zero", "--json")["suppressed"] > 0
    assert answer(capsys, "protect", path, "--protect-zero", "--structural", zeros, "--json")["suppressed"] == 0


def test_nothing_but_the_answer_is_written(counts):
    """The solver's banner must not come before the JSON."""
    command = [sys.executable, "-m", "tulga.evidence.disclosure", "protect", str(counts), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603

    assert json.loads(done.stdout)["suppressed"] == 4
    assert done.stderr == ""


def test_the_worked_example_of_the_documentation_is_true():
    found = doctest.testfile(str(ROOT / "docs" / "how-to" / "protect-a-table.md"), module_relative=False)

    assert found.attempted > 3
    assert found.failed == 0
