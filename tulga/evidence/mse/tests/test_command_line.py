from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from tulga.evidence.mse.__main__ import main
from tulga.evidence.mse.intervals import resample
from tulga.evidence.mse.selection import Kind, Method, select

from .tables import FOUR

LONELY = "a,b,c,n\n1,0,0,5\n0,1,0,4\n0,0,1,3\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "lists.csv"
    rows = [
        ",".join([*(str(history >> place & 1) for place in range(4)), f"{count:.0f}"])
        for history, count in enumerate(FOUR.counts)
        if history
    ]
    path.write_text("\n".join(["Цагдаа,Байр,Утас,Хил,тоо", *rows]))
    return str(path)


@pytest.mark.parametrize(
    ("options", "admissible"),
    [
        (["--method", "stepwise", "--order", "2"], 64),
        (["--method", "bic", "--order", "2"], 64),
        (["--method", "bic", "--order", "all"], 113),
        (["--method", "bic"], 113),
        ([], 64),
    ],
)
def test_an_estimate_comes_with_its_interval_and_its_caveat(file, options, admissible, capsys):
    status = main(["estimate", file, *options, "--boot", "30", "--seed", "1", "--json"])
    answer = json.loads(capsys.readouterr().out)

    assert status == 0
    assert answer["n"] == FOUR.cases
    assert answer["lists"] == ["Цагдаа", "Байр", "Утас", "Хил"]
    assert answer["admissible"] == admissible
    assert set(answer["interval"]) == {"kind", "level", "low", "high"}
    assert answer["interval"]["low"] < answer["estimate"] < answer["interval"]["high"]
    assert {name for names in answer["model"] for name in names} == set(answer["lists"])
    assert "sensitivity panel" in answer["caveat"]
    assert set(answer) == {"n", "lists", "estimate", "model", "interval", "admissible", "caveat", "seconds"}
    assert answer["seconds"] >= 0


def test_in_words_too(file, capsys):
    main(["estimate", file, "--boot", "30"])
    words = capsys.readouterr().out

    assert "Estimate" in words
    assert "95% bca interval" in words
    assert "The answer is the whole sensitivity panel." in words
    assert "python -m tulga.evidence.mse panel" in words


def test_without_resamples_there_is_no_interval(file, capsys):
    main(["estimate", file, "--boot", "0", "--json"])

    assert json.loads(capsys.readouterr().out)["interval"] is None


def test_a_table_without_an_estimate_is_answered_with_the_reason(tmp_path, capsys):
    path = tmp_path / "lonely.csv"
    path.write_text(LONELY)

    status = main(["estimate", str(path), "--json"])
    answer = json.loads(capsys.readouterr().out)

    assert status == 1
    assert answer["estimate"] is answer["interval"] is answer["model"] is None
    assert answer["admissible"] == 0
    assert "no estimate" in answer["caveat"]
    assert main(["replay", str(path), str(path)]) == 2
    assert main(["estimate", str(path)]) == 1


def test_given_resamples_are_replayed_in_their_order(file, tmp_path, capsys):
    tables = resample(FOUR, 5, 9)
    path = tmp_path / "counts.csv"
    rows = [",".join(f"{value:.0f}" for value in (history, *tables[:, history])) for history in range(1, 16)]
    path.write_text("\n".join(["code,V1,V2,V3,V4,V5", *rows]))

    assert main(["replay", file, str(path), "--method", "bic", "--order", "2", "--json"]) == 0
    estimates = json.loads(capsys.readouterr().out)

    np.testing.assert_allclose(estimates, select(FOUR, Method(Kind.BIC)).in_resamples(tables))
    assert main(["replay", file, str(path)]) == 0
    assert len(capsys.readouterr().out.split()) == 5


def test_the_panel_is_printed_and_drawn(file, tmp_path, capsys):
    picture = tmp_path / "panel.svg"

    assert main(["panel", file, "--boot", "10", "--json", "--svg", str(picture)]) == 0

    assert len(json.loads(capsys.readouterr().out)["rows"]) == 21
    assert picture.read_text().startswith("<svg")
    assert main(["panel", file, "--boot", "10"]) == 0
    assert "without Хил" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "options", "sentence"),
    [
        ("a,b,c,n\n1,0,0,-1\n", [], "whole number"),
        ("a,b,c,n\n1,0,0,1.5\n", [], "whole number"),
        ("a,b,c,n\n0,0,0,1\n", [], "on no list"),
        ("a,n\n1,1\n", [], "one list"),
        ("a,b,c,n\n1,0,0,1\n1,0,0,1\n", [], "same history"),
        ("not a table\n", [], "needs a row of names"),
        (",".join("abcdefghijklmnopqrstuvwxyzабвг") + ",n\n" + "1," * 30 + "1\n", [], "30 lists"),
        (LONELY, ["--method", "stepwise", "--order", "all"], "its order is 2"),
    ],
)
def test_bad_input_gets_a_sentence_and_status_2(tmp_path, content, options, sentence, capsys):
    path = tmp_path / "bad.csv"
    path.write_text(content)

    for command in (["estimate"], ["panel"]):
        assert main([*command, str(path), *options, "--json"]) == 2
        printed = capsys.readouterr()
        assert sentence in printed.err
        assert printed.out == ""


def test_a_picture_that_cannot_be_written_is_bad_input(file, tmp_path, capsys):
    assert main(["panel", file, "--boot", "5", "--svg", str(tmp_path / "nowhere" / "panel.svg")]) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options",
    [["--boot", "1"], ["--boot", "-3"], ["--boot", "x"], ["--level", "95"], ["--level", "x"], ["--seed", "-1"],
     ["--threshold", "0"], ["--method", "lasso"], ["--order", "3"]],
    ids=" ".join,
)  # fmt: skip
def test_a_bad_option_gets_one_sentence_and_status_2(file, options, capsys):
    assert main(["estimate", file, *options]) == 2

    told = capsys.readouterr().err
    assert told.endswith(" See --help.\n")
    assert told.count("\n") == 1


def test_a_command_without_what_it_needs_gets_one_sentence(capsys):
    for arguments in ([], ["estimate"], ["guess"]):
        assert main(arguments) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_the_command_runs_as_a_module(tmp_path):
    command = [sys.executable, "-m", "tulga.evidence.mse", "estimate", str(tmp_path / "missing.csv")]

    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603

    assert done.returncode == 2
    assert done.stderr.strip() == f"{tmp_path / 'missing.csv'} cannot be read: No such file or directory."
