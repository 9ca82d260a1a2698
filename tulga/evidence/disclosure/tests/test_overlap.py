from __future__ import annotations

import numpy as np
import pytest

from tulga.evidence.disclosure.__main__ import main
from tulga.evidence.disclosure.audit import SEVERITY, Verdict, audit
from tulga.evidence.disclosure.errors import BadInput
from tulga.evidence.disclosure.overlap import known_already, learned_together
from tulga.evidence.disclosure.protected import Hiding, ProtectedTable
from tulga.evidence.disclosure.protecting import protect
from tulga.evidence.disclosure.published import PublishedTable, parse_published
from tulga.evidence.disclosure.tables import CountTable, parse_counts

BY_MONTH = [11, 12, 11, 14, 15, 3, 16, 17, 18, 19, 20, 21, 10, 22, 23]


def months(first: int, last: int) -> CountTable:
    named = [f"{2025 + n // 12}-{n % 12 + 1:02},{BY_MONTH[n]}" for n in range(first, last)]
    return parse_counts("\n".join(["period,n", *named]))


def hidden(made: ProtectedTable) -> set[str]:
    return {cell.key[0] for cell in made.cells if cell.hiding != Hiding.SHOWN}


def given_away(made: ProtectedTable, told: str) -> set[tuple[str, ...]]:
    return {cell.alone.key for cell in learned_together(made, parse_published(told)) if cell.is_given_away}


def test_two_calendars_that_were_protected_each_for_itself_give_each_other_away():
    calendar_year, treaty_year = protect(months(0, 12)), protect(months(3, 15))

    assert (hidden(calendar_year), hidden(treaty_year)) == ({"2025-01", "2025-06"}, {"2025-04", "2025-06"})
    assert given_away(treaty_year, calendar_year.to_csv()) == {("2025-06",)}


def test_what_readers_have_already_is_not_hidden_for_the_sake_of_others():
    told = protect(months(0, 12)).to_csv()

    treaty_year = protect(months(3, 15), told=parse_published(told))

    assert hidden(treaty_year) == {"2025-06", "2026-01"}
    assert given_away(treaty_year, told) == set()
    assert audit(parse_published(treaty_year.to_csv()), parse_published(told)).is_safe


def test_a_small_cell_that_was_told_before_cannot_be_taken_back():
    told = "period,n\n2025-04,14\n2025-05,15\n2025-06,3\n"

    made = protect(months(3, 15), told=parse_published(told))

    assert ("2025-06",) in given_away(made, told)


def test_a_table_beside_itself_tells_nothing_more():
    made = protect(months(0, 12))
    learned = learned_together(made, parse_published(made.to_csv()))

    assert len(learned) == 4
    assert not any(cell.is_more or cell.is_given_away for cell in learned)


def test_all_together_fewer_than_k_stays_all_that_is_told():
    made = protect(parse_counts("sex,n\nF,3\nM,4"))

    assert given_away(made, "sex,n\nF,\nM,\n*,<10\n") == set()


def test_what_follows_from_other_numbers_is_known_too():
    quarters = parse_published("period,n\n2025-Q1,34\n2025-Q2,\n2025-H1,66\n".replace("2025-H1", "*"))

    known = known_already(months(0, 6), quarters)

    assert known.tolist() == [False] * 6 + [True]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ("period,n\n2025-01,10\n", "contradict"),
        ("form,n\nlabour,40\n", "no column period"),
    ],
)
def test_what_cannot_be_of_the_same_people_gets_a_sentence(told, sentence):
    with pytest.raises(BadInput, match=sentence):
        protect(months(0, 12), told=parse_published(told))


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_given_away_by_both_is_named(seed):
    """Two years by month and sex that overlap: what the joint audit finds open is open alone, or given away."""
    random = np.random.default_rng(seed)
    counts = random.poisson(random.gamma(0.8, 12, (15, 2)))

    def year(first: int, last: int) -> CountTable:
        lines = [
            f"{2025 + n // 12}-{n % 12 + 1:02},{sex},{counts[n, s]}"
            for n in range(first, last)
            for s, sex in enumerate("FM")
        ]
        return parse_counts("\n".join(["period,sex,n", *lines]))

    told = parse_published(protect(year(0, 12)).to_csv())
    made = protect(year(3, 15), told=told)
    learned = learned_together(made, told)

    together = audit(parse_published(made.to_csv()), told)
    worse = {(cell.release, cell.key) for cell in together.cells if cell.verdict == Verdict.OPEN}
    assert worse == {
        (each.alone.release, each.alone.key)
        for each in learned
        if each.together.verdict == Verdict.OPEN and (each.is_given_away or each.alone.verdict == Verdict.OPEN)
    }
    assert all(each.alone.low <= each.together.low for each in learned)


class Steps:
    """A clock that goes on by one at each look, so that time ends at the same place on every machine."""

    def __init__(self) -> None:
        self.looks = 0

    def __call__(self) -> float:
        self.looks += 1
        return float(self.looks)


def two_years(seed: int) -> tuple[PublishedTable, ProtectedTable]:
    """A calendar year as it was told, and one from April to March, by month, sex and form."""
    random = np.random.default_rng(seed)
    counts = random.poisson(random.gamma(0.8, 12, (15, 2, 3)))

    def year(first: int, last: int) -> CountTable:
        months = [f"{2025 + n // 12}-{n % 12 + 1:02}" for n in range(first, last)]
        cells = np.ndindex(last - first, 2, 3)
        lines = [f"{months[n]},s{sex},f{form},{counts[first + n, sex, form]}" for n, sex, form in cells]
        return parse_counts("\n".join(["period,sex,form,n", *lines]))

    told = parse_published(protect(year(0, 12)).to_csv())
    return told, protect(year(3, 15), told=told)


@pytest.mark.parametrize("steps", [0, 10, 60, 300])
@pytest.mark.parametrize("seed", range(4))
def test_when_time_ends_no_reader_is_thought_to_know_less_than_he_does(seed, steps):
    told, made = two_years(seed)

    exact = learned_together(made, told)
    ended = learned_together(made, told, seconds=steps, clock=Steps())

    assert all(cell.is_exact for cell in exact)
    assert steps > 60 or not all(cell.is_exact for cell in ended)
    for true, found in zip(exact, ended, strict=True):
        for known, thought in ((true.alone, found.alone), (true.together, found.together)):
            assert known.low <= thought.low
            assert known.high is None or (thought.high is not None and thought.high <= known.high)
        assert SEVERITY.index(found.together.verdict) >= SEVERITY.index(true.together.verdict)
        assert found.is_given_away >= true.is_given_away


def test_a_cell_in_which_our_own_counts_show_enough_people_is_not_given_away():
    """Readers of both learn that the 10 of f2 are 2 to 10. By the table that is going to be told they are enough."""
    by_form = "form,n\nf0,50\nf1,19\nf2,\nf3,11\nf4,\n*,91\n"
    counts = parse_counts("form,sex,n\nf0,F,10\nf0,M,40\nf1,F,7\nf1,M,12\nf2,F,8\nf2,M,2\nf3,F,4\nf3,M,7\nf4,F,1\n")
    told = parse_published(by_form)
    made = protect(counts, told=told)

    learned = {(cell.alone.release, cell.alone.key): cell for cell in learned_together(made, told, counts=counts)}

    assert (learned[2, ("f2",)].together.low, learned[2, ("f2",)].together.high) == (2, 10)
    assert not learned[2, ("f2",)].is_given_away
    assert learned[2, ("f4",)].is_given_away
    assert ("f2",) in given_away(made, by_form)


def test_words_that_were_made_harmless_are_the_same_words():
    made = protect(parse_counts("age,n\n-18,3\n+65,40\n18-64,50"))

    assert given_away(made, made.to_csv()) == set()
    assert parse_published(made.to_csv()).categories == (("-18", "+65", "18-64"),)


def test_the_command_refuses_what_would_give_cells_away(tmp_path, capsys):
    counts, told, out = tmp_path / "counts.csv", tmp_path / "told.csv", tmp_path / "out.csv"
    counts.write_text("sex,form,n\nF,a,4\nF,b,20\nM,a,30\nM,b,15\n")
    told.write_text("sex,form,n\nF,a,\nF,b,20\nM,a,30\nM,b,15\n")

    assert main(["protect", str(counts), "--told-before", str(told), "--out", str(out)]) == 2
    assert "would give" in capsys.readouterr().err
    assert not out.exists()
    assert main(["protect", str(counts), "--told-before", str(out), "--out", str(out)]) == 2
    assert main(["protect", str(counts), "--out", str(tmp_path / "nowhere" / "out.csv")]) == 2
    assert "cannot be written" in capsys.readouterr().err
