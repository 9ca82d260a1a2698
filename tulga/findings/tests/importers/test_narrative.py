from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.shared_data import SHARED, needs_shared_data
from tulga.findings.importers.narrative import Layout, read_narrative

NARRATIVES = SHARED / "data/made/narratives"


@needs_shared_data
@pytest.mark.parametrize(
    ("name", "layout", "count", "tier", "first", "last"),
    [
        (
            "one-paragraph-semicolons.txt",
            Layout.SEMICOLONS,
            5,
            "2",
            "Adopt written",
            "publish yearly figures on cases,",
        ),
        ("bullets-in-one-paragraph.txt", Layout.BULLETS, 5, "", "Increase investigations — including", "Translate"),
        ("lost-bullets-glued.txt", Layout.GLUED, 5, "", "Vigorously", "Improve data collection, e.g., on"),
        ("stars-no-heading.txt", Layout.BULLETS, 4, "", "Identify", "Work with the private sector"),
        ("tuvshin-mn.txt", Layout.BULLETS, 3, "", "Хохирогчийг таних,", "Хилийн боомтод"),
    ],
)
def test_each_layout_gives_its_items(name, layout, count, tier, first, last):
    found = read_narrative((NARRATIVES / name).read_text(encoding="utf-8"))

    assert (found.layout, len(found.items), found.tier.tier) == (layout, count, tier)
    assert found.items[0].text.startswith(first)
    assert found.items[-1].text.startswith(last)
    assert [item.number for item in found.items] == list(range(1, count + 1))


@needs_shared_data
def test_what_looks_like_an_end_inside_an_item_is_none():
    glued = [item.text for item in read_narrative((NARRATIVES / "lost-bullets-glued.txt").read_text()).items]
    starred = [item.text for item in read_narrative((NARRATIVES / "stars-no-heading.txt").read_text()).items]

    assert "Increase the number of trained inspectors at the U.S. and E.U. funded sites." in glued
    assert "Extend the validity of residence permits to at least 6.5 months." in glued
    assert any(text.endswith("enough money, staff and time; publish a report on it every year.") for text in starred)


@pytest.mark.parametrize(
    ("text", "layout", "items"),
    [
        ("1. Train judges.\n2. Fund art. 12 shelters.", Layout.NUMBERS, ["Train judges.", "Fund art. 12 shelters."]),
        ("(1) Train judges; (2) fund shelters.", Layout.NUMBERS, ["Train judges", "fund shelters."]),
        ("- Train judges\n- Fund - and staff", Layout.BULLETS, ["Train judges", "Fund - and staff"]),
        ("Train judges.\nFund shelters.\n", Layout.PARAGRAPHS, ["Train judges.", "Fund shelters."]),
        ("Train judges\n\nFund shelters", Layout.PARAGRAPHS, ["Train judges", "Fund shelters"]),
        ("Train judges of the U.S. Fund shelters.", Layout.SENTENCES, ["Train judges of the U.S. Fund shelters."]),
        ("Train judges. Fund shelters.", Layout.SENTENCES, ["Train judges.", "Fund shelters."]),
        ("Fund (a; b); train; and report.", Layout.SEMICOLONS, ["Fund (a; b)", "train", "report."]),
        ("Шүүгч сургах; байр барих; мөн тайлагнах.", Layout.SEMICOLONS, ["Шүүгч сургах", "байр барих", "тайлагнах."]),
        ("Train long-\nterm staff\nnow. • Fund\nit.", Layout.BULLETS, ["Train long-term staff now.", "Fund it."]),
        ("", None, []),
        (" \n\t ", None, []),
    ],
)  # fmt: skip
def test_the_way_of_parting_is_seen(text, layout, items):
    found = read_narrative(text)

    assert (found.layout, [item.text for item in found.items]) == (layout, items)


@pytest.mark.parametrize(
    ("heading", "following"),
    [
        ("PRIORITIZED RECOMMENDATIONS", "PROSECUTION"),
        ("PRIORITISED RECOMMENDATIONS:", "TRAFFICKING PROFILE"),
        ("RECOMMENDATIONS FOR NORLAND", "Protection"),
        ("Prioritized Recommendations:".replace("Rec", "rec"), "PREVENTION"),
        ("## Recommendations", "## Prosecution"),
        ("ТЭРГҮҮЛЭХ ЗӨВЛӨМЖ", "УРЬДЧИЛАН СЭРГИЙЛЭХ"),
        ("Зөвлөмж:", "ЯЛЛАХ"),
    ],
)
def test_they_stand_between_their_heading_and_the_next(heading, following):
    found = read_narrative(
        f"The government made an effort; it built.\n\n{heading}\n• One.\n• Two.\n{following}\n• Not one."
    )

    assert found.has_heading
    assert [(item.text, item.line) for item in found.items] == [("One.", 4), ("Two.", 5)]


# --- For any items -----------------------------------------------------------------------------------------------
VERBS = st.sampled_from(["Train", "Fund", "Extend", "Adopt", "Stop", "Сургах", "Өргөжүүлэх"])
INSIDE = st.sampled_from(
    [
        *("police, border guards and judges", "at the U.S. and E.U. funded sites", "e.g., for seasonal workers"),
        *(
            "to 6.5 months",
            "— including of officials —",
            "(among them those in mining)",
            "for 2024-2026",
            "under art. 301",
        ),
        *(
            "well-trained staff",
            "of Mr. Bold's office",
            "хохирогчийг",
            "100,000 people",
            "every year – or more often –",
        ),
    ]
)
ITEM = st.builds(
    lambda verb, inside, end: " ".join([verb, *inside, end]),
    *(VERBS, st.lists(INSIDE, max_size=4), st.sampled_from(["now", "without delay", "хэрэгжүүлэх"])),
)
ITEMS = st.lists(ITEM, min_size=3, max_size=9)
WAYS = {
    Layout.BULLETS: lambda items: " • ".join(f"{item}." for item in items),
    Layout.NUMBERS: lambda items: "\n".join(f"{number}. {item}." for number, item in enumerate(items, 1)),
    Layout.GLUED: lambda items: "".join(f"{item}." for item in items),
    Layout.PARAGRAPHS: lambda items: "\n\n".join(f"{item}." for item in items),
    Layout.SEMICOLONS: lambda items: "; ".join([*items[:-1], f"and {items[-1]}."]),
}


@given(items=ITEMS, heading=st.sampled_from(["", "PRIORITIZED RECOMMENDATIONS\n", "ЗӨВЛӨМЖ\n"]))
@pytest.mark.parametrize("layout", WAYS)
def test_what_is_put_together_in_a_layout_comes_apart_again(layout, items, heading):
    found = read_narrative(heading + WAYS[layout](items))

    assert found.layout == layout
    assert [item.text.removesuffix(".") for item in found.items] == items


@given(st.text(alphabet='abA Бв.;:,•*-–—()\n1 2"“e.g.', max_size=300))
@example("ENACT A LAW")
@example("Train police\nFUND SHELTERS\nhire judges")
@example("PROSECUTION\nThe government opened no case.")
def test_every_letter_of_any_text_stands_in_one_item(text):
    whole = "".join(item.text for item in read_narrative(text).items)

    assert re.sub(r"[\W\d_]+", "", whole) == re.sub(r"[\W\d_]+", "", text)


@given(st.text(max_size=200))
def test_any_text_is_read(text):
    found = read_narrative(text)

    assert all(item.text for item in found.items)
