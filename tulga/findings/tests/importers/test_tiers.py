from __future__ import annotations

import pytest

from tulga.findings.importers.tiers import TierSaid, tier_in_words, tier_of_text, year_of


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("NORLAND: Tier 2\n\nIt was on Tier 3 in 2015.", TierSaid("2", 1)),
        ("Norland (Tier 2 Watch List)\n", TierSaid("2WL", 1)),
        ("Norland – TIER 3", TierSaid("3", 1)),
        ("Therefore, Norland remained on Tier 2.", TierSaid("2", 1)),
        ("Norland was downgraded from Tier 2\nto Tier 2 Watchlist; last year it had Tier 1.", TierSaid("2WL", 2)),
        ("therefore Norland was placed on Tier II", TierSaid("2", 1)),
        ("Countries of Tier 1 and Tier 3 differ.", TierSaid("", 0, ("1", "3"))),
        ("Иймд Норланд 2 дугаар шатлалд хэвээр үлдсэн.", TierSaid("2", 1)),
        ("НОРЛАНД: 2 дугаар шатлалын ажиглалтын жагсаалт", TierSaid("2WL", 1)),
        ("A two-tier system of frontier 2 posts.", TierSaid()),
        ("", TierSaid()),
    ],
)
def test_the_tier_is_read_from_the_text(text, said):
    assert tier_of_text(text) == said


@pytest.mark.parametrize(
    ("cell", "tier"),
    [
        *((f"Tier {tier}    ", tier) for tier in "123"),
        *((cell, "2WL") for cell in ("Watchlist    ", "Tier 2 Watch List", "Tier 2WL", "2WL", "Tier 2 (Watch List)")),
        *((cell, "") for cell in ("NA", "", "  ", "n/a", "-")),
        *((cell, None) for cell in ("1", "3", "2.5", "Special case", "Tier 4", "Tier 2 or Tier 3")),
        ("2 дугаар шатлал", "2"),
    ],
)  # fmt: skip
def test_a_cell_says_it_in_words_or_its_code_is_not_guessed(cell, tier):
    assert tier_in_words(cell) == tier


@pytest.mark.parametrize(
    ("cell", "year"),
    [("2e3", 2000), ("2001.0", 2001), (" 2015 ", 2015), *((cell, None) for cell in ("2015.5", "1066", "NA", "inf"))],
)  # fmt: skip
def test_a_year_is_read_as_spreadsheets_write_it(cell, year):
    assert year_of(cell) == year
