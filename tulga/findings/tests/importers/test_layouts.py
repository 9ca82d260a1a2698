from __future__ import annotations

from collections import Counter

import pytest

from tests.shared_data import SHARED, needs_shared_data
from tulga.findings.importers.layouts import LAYOUTS
from tulga.findings.importers.layouts.tip_narrative import LONGEST
from tulga.findings.tests.importers.reading_files import cells_of, content_of, reading_of, sheet, text, understood
from tulga.imports.forms import CorrectionForm
from tulga.imports.models import Import
from tulga.kit.imports.engine import NotUnderstood, digest_of, surest, understand
from tulga.kit.tabular.content import TABLE, Content, Grid

REAL, MADE = SHARED / "data/real", SHARED / "data/made"
MATRIX = REAL / "findings/upr-slovenia-cycle3-thematic-list.docx"
EXPORTS = [REAL / "findings/uprinfo-sessions-17-20.csv", REAL / "findings/uprinfo-sessions-17-20.xls"]
TIERS = REAL / "tiers/tip-tiers-1999-2015-jk_misc-map_tiers.csv"
TIMELINE = REAL / "tiers/tip-recommendations-timeline-indonesia-2001-2013.csv"


def messages(reading):
    told = [*reading.problems, *(remark for record in reading.records for remark in record.remarks)]
    return [(str(each.where), str(each.message)) for each in told]


def values(reading):
    return [record.values for record in reading.records]


# --- The matrix of the Universal Periodic Review -----------------------------------------------------------------
@needs_shared_data
def test_the_real_matrix_gives_every_recommendation_with_its_theme_and_position():
    reading = reading_of(MATRIX)
    rows = values(reading)

    assert understood(content_of(MATRIX)).layout == "upr-matrix"
    assert (len(rows), len(reading.facts["by_theme"]), len({row["theme"]["en"] for row in rows})) == (215, 53, 42)
    assert Counter(row["position"] for row in rows) == {"supported": 182, "noted": 33}
    assert sum(row["theme"]["en"] == "Prohibition of slavery, trafficking" for row in rows) == 17
    assert [row["number"] for row in rows[:5]] == ["121.1", "121.2", "121.3", "122.1", "122.11"]
    assert messages(reading) == []


@needs_shared_data
def test_the_states_are_parted_from_the_text_and_the_rest_of_the_cell_is_kept():
    rows = {row["number"]: row for row in values(reading_of(MATRIX))}

    assert all(row["states"] and row["position_source"] and row["themes"] for row in rows.values())
    assert rows["121.1"]["states"] == ["France", "Lithuania"]
    assert rows["121.3"]["text"].endswith("Forced Labour Convention, 1930 (No. 29)")
    assert rows["121.2"]["states"] == ["Ukraine", "Slovakia"]
    assert rows["121.1"]["position_source"] == "A/HRC/43/15 - Para 121"
    assert (rows["121.1"]["goals"], rows["121.1"]["groups"]) == ([16], ["Disappeared persons"])


def test_a_matrix_of_another_cycle_has_other_columns():
    reading = reading_of(
        sheet(
            ("Recommendation and recommending State", "Rights/affected persons", "Position", ""),
            ("Right or area: 2.1. Right to health", "", "", ""),
            ("101.7. Open a shelter (Iran (Islamic Republic of));", "- Right to health\n- SDG 3.4", "Noted", ""),
            ("101.8 Train judges (Norway and Chad).", "", "Partly supported", ""),
        )
    )

    first, second = values(reading)
    assert first["theme"] == {"en": "Right to health"}
    assert (first["number"], first["states"], first["position"]) == ("101.7", ["Iran (Islamic Republic of)"], "noted")
    assert (second["states"], second["text"]) == (["Norway", "Chad"], "Train judges.")
    assert second["position_words"] == {"en": "Partly supported"}
    assert any("neither supported nor noted" in message for _place, message in messages(reading))


# --- UPR Info's export -------------------------------------------------------------------------------------------
@needs_shared_data
@pytest.mark.parametrize(("state", "count"), [("Afghanistan", 224), ("Kazakhstan", 198), ("KAZ", 198)])
def test_one_state_of_the_export_is_read_and_both_files_say_the_same(state, count):
    csv, xls = (reading_of(path, state=state) for path in EXPORTS)

    assert len(csv.records) == count
    assert values(csv) == values(xls)
    assert [row["number"] for row in values(csv)] == [str(number) for number in range(1, count + 1)]
    assert {row["position"] for row in values(csv)} == {"supported", "noted"}
    assert all(row["position_words"] == {"en": "Accepted"} for row in values(csv) if row["position"] == "supported")


@needs_shared_data
@pytest.mark.parametrize(
    ("given", "sentence"), [({}, "holds 42 States"), ({"state": "Mongolia"}, "no State with the name “Mongolia”")]
)
def test_which_state_is_asked_and_never_assumed(given, sentence):
    with pytest.raises(NotUnderstood) as asked:
        reading_of(EXPORTS[0], **given)

    assert sentence in str(asked.value.sentence)


@needs_shared_data
def test_the_encoding_that_was_assumed_is_told_and_every_row_is_there():
    reading = reading_of(EXPORTS[0], state="Afghanistan")

    assert any("Mac OS Roman" in message for _place, message in messages(reading))
    assert len(content_of(EXPORTS[0]).grids[0].rows) == len(content_of(EXPORTS[1]).grids[0].rows) == 7985


# --- Tiers by year -----------------------------------------------------------------------------------------------
@needs_shared_data
def test_the_real_table_of_tiers_gives_the_years_that_have_one():
    reading = reading_of(TIERS, state="Mongolia")

    assert [(row["year"], row["tier"]) for row in values(reading)] == [(year, "2") for year in range(2005, 2016)]
    assert messages(reading)[0][1].startswith("No tier is given for 1999, 2000, 2001")


@needs_shared_data
@pytest.mark.parametrize(
    ("state", "year", "tier"),
    [("Indonesia", 2001, "3"), ("Afghanistan", 2010, "2WL")],
)
def test_words_are_tiers_whatever_blanks_follow_them(state, year, tier):
    assert {row["year"]: row["tier"] for row in values(reading_of(TIERS, state=state))}[year] == tier


CODED = sheet(("Year", "Tier"), ("2e3", "1"), ("2001.0", "3 "), ("2002", "2"), ("soon", "2"), ("2002", "NA"))


@pytest.mark.parametrize(
    "given",
    [
        {"tier_codes": "1=1, 3=2WL, 2=2"},
        {"tier-code:1": "1", "tier-code:3": "2WL", "tier-code:2": "2"},
    ],
)
def test_what_codes_mean_is_said_by_a_person(given):
    reading = reading_of(CODED, **given)

    assert [(row["year"], row["tier"]) for row in values(reading)] == [(2000, "1"), (2001, "2WL"), (2002, "2")]
    assert ("row 5", "“soon” is no year.") in messages(reading)


def test_a_code_is_never_taken_for_the_tier_of_its_number():
    with pytest.raises(NotUnderstood) as asked:
        reading_of(CODED, tier_codes="1=1")

    assert "Say what “3” means" in str(asked.value.sentence)


# --- Recommendations over years ----------------------------------------------------------------------------------
@needs_shared_data
def test_the_real_timeline_gives_each_recommendation_once_with_its_years():
    reading = reading_of(TIMELINE)
    first = values(reading)[0]

    assert understood(content_of(TIMELINE)).layout == "timeline"
    assert len(reading.records) == 23
    assert [(each["year"], each["degree"], each["is_asked"]) for each in first["outcomes"]] == [
        *((2001, "", True), (2003, "some", False), (2004, "some", False), (2005, "some", True)),
        *((2006, "much", False), (2007, "complete", False)),
    ]
    assert sum("no known degree of progress" in message for _place, message in messages(reading)) == 5


# --- Any table ---------------------------------------------------------------------------------------------------
@needs_shared_data
def test_a_table_is_read_by_the_headings_of_its_columns():
    reading = reading_of(SHARED / "data/reference/tip_2017_findings.csv")

    assert [row["number"] for row in values(reading)] == [str(number) for number in range(1, 12)]
    assert Counter(row["kind"] for row in values(reading)) == {"recommendation": 7, "observation": 4}
    assert values(reading)[0]["theme"] == {"en": "identification"}


def test_headings_may_stand_below_a_title_and_in_mongolian():
    reading = reading_of(
        sheet(
            ("Гадны зөвлөмжийн жагсаалт", "", "", ""),
            ("", "", "", ""),
            ("№", "Зөвлөмж", "Сэдэв", "Байр суурь"),
            ("12", "Хохирогчийг таних", "Хамгаалал", "Дэмжсэн"),
            ("", "", "", ""),
            ("34 (a).", "Боомтод сургалт хийх", "", ""),
        )
    )

    assert [row["number"] for row in values(reading)] == ["12", "34(a)"]
    assert values(reading)[0]["language"] == "mn"
    assert (values(reading)[0]["theme"], values(reading)[0]["position"]) == ({"mn": "Хамгаалал"}, "supported")


def test_a_person_sets_the_columns_right():
    odd = sheet(("A", "B", "C"), ("1", "Open a shelter", "later"), ("2", "Train judges", ""))

    with pytest.raises(NotUnderstood):
        reading_of(odd)
    reading = reading_of(odd, **{"text-column": "2", "column-3": "note", "column-1": "number"})

    assert [(row["number"], row["text"]) for row in values(reading)] == [("1", "Open a shelter"), ("2", "Train judges")]
    assert values(reading)[0]["note"] == "later"


def test_numbers_that_stand_twice_or_cannot_stand_are_told_apart():
    reading = reading_of(sheet(("No", "Recommendation"), ("1", "One"), ("1", "Two"), ("не", "Three")))

    assert [record.key for record in reading.records] == ["finding:1", "finding:1#2", "finding:3"]
    assert any("cannot stand as a number" in message for _place, message in messages(reading))


# --- Running text ------------------------------------------------------------------------------------------------
NARRATIVE = text(
    "NORLAND: Tier 2\n\nRECOMMENDATIONS\n\nTrain judges; fund shelters; and report.\n\nPROSECUTION\n\nNone."
)


def test_a_text_gives_its_items_its_tier_and_their_places():
    reading = reading_of(NARRATIVE)

    assert [row["text"] for row in values(reading)] == ["Train judges", "fund shelters", "report."]
    assert (reading.facts["tier"], reading.facts["language"]) == ("2", "en")
    assert {str(record.where) for record in reading.records} == {"paragraph 3"}


def test_a_person_moves_the_cuts_and_is_told_where_words_were_changed():
    reading = reading_of(NARRATIVE, cuts="Train judges; fund\nshelters\n\n\nand report everything", tier="none")

    assert [row["text"] for row in values(reading)] == ["Train judges; fund shelters", "and report everything"]
    assert [message for _place, message in messages(reading)] == [
        "Recommendation 2 has words that do not stand so in the text."
    ]
    assert "tier" not in reading.facts


ABOVE = "What stands above the recommendations, from line 1 (“• Hire judges.”) on, looks like recommendations too"


@pytest.mark.parametrize(
    ("words", "taken", "given", "told"),
    [
        ("RECOMMENDATIONS:\nTrain police\nFUND SHELTERS\nhire judges", 1, {}, "From line 3 (“FUND SHELTERS”) on"),
        ("RECOMMENDATIONS:\nTrain police\nFUND SHELTERS", 1, {}, "From line 3 (“FUND SHELTERS”) on"),
        ("RECOMMENDATIONS:\nTrain police\nFUND SHELTERS", 2, {"cuts": "Train police\n\nFUND SHELTERS"}, ""),
        ("Train police.\nPrevention\nhire judges.", 1, {}, "From line 2 (“Prevention”) on"),
        ("Train police.\nPrevention\nhire judges.", 2, {"cuts": "Train police.\n\nhire judges."}, ""),
        ("RECOMMENDATIONS\n• One.\n• Two.\nPREVENTION\n• Three.", 2, {}, "From line 4 (“PREVENTION”) on"),
        ("RECOMMENDATIONS\n1. One.\n2. Two.\nPrevention\n3. Three.", 2, {}, "From line 4 (“Prevention”) on"),
        ("RECOMMENDATIONS\n• One.\n• Two.\nPREVENTION\nIt did much; it built.", 2, {}, ""),
        ("RECOMMENDATIONS\n• One.\n• Two.\nPREVENTION\nIt built.\nPROFILE\n• Norland is a source.", 2, {}, ""),
        ("ЗӨВЛӨМЖ\n• Нэг.\n• Хоёр.\nУРЬДЧИЛАН СЭРГИЙЛЭХ\nИхийг хийв.", 2, {}, ""),
        ("RECOMMENDATIONS\n• One.\n• Two.\nPREVENTION", 2, {}, ""),
        ("• Hire judges.\n\nRECOMMENDATIONS\n• One.\n• Two.", 2, {}, ABOVE),
        ("Norland did much.\n\nRECOMMENDATIONS\n• One.\n• Two.", 2, {}, ""),
        (f"RECOMMENDATIONS\n• One.\n• Two {'o' * LONGEST}.", 2, {}, "The text is longer than 400,000 letters"),
    ],
)
def test_what_of_a_text_may_be_recommendations_too_and_is_not_read_is_told(words, taken, given, told):
    reading = reading_of(text(words), **given)
    found = [str(each.message) for each in reading.problems]

    assert (len(reading.records), len(found)) == (taken, 1 if told else 0)
    assert all(told in message for message in found)


def test_which_part_ends_the_recommendations_is_among_the_reasons():
    assert "The next part begins on line 7 of the text, “PROSECUTION”: it is not read." in [
        *map(str, understood(NARRATIVE).reasons)
    ]


def test_a_table_in_a_running_text_is_told():
    content = Content("docx", (*NARRATIVE.blocks, Grid("", TABLE, 1, cells_of(("Odd", "Table"), ("a", "b")))))

    assert messages(reading_of(content)) == [("table 1", "This table stands in a running text: it is not read.")]


def test_moved_cuts_are_proposed_again_for_the_same_words_only():
    moved = "Train judges; fund shelters\n\nand report."
    kept = {digest_of(understood(NARRATIVE).shape): {"cuts": moved}}

    def cuts_of(content):
        found = understand(content, LAYOUTS, remembered=lambda _layout, shape: kept.get(shape, {}))
        return surest(found).answers["cuts"]

    assert cuts_of(NARRATIVE) == moved
    assert cuts_of(text("RECOMMENDATIONS\n\nTrain judges; fund shelters; report.")) != moved


@pytest.mark.parametrize("content", [text(""), text(" \n \n\n "), sheet(), sheet(())])
def test_what_holds_nothing_is_refused_in_words(content):
    with pytest.raises(NotUnderstood) as refused:
        reading_of(content)

    assert "right file" in str(refused.value.sentence)


# --- What is asked -------------------------------------------------------------------------------------------------
STATES = ("State under review", "Recommendation")
KNOWN, ODD = ("Number", "Recommendation"), ("№", "Хүсэлт", "Хэн")


def correction(content, **answers):
    """The form in which a person answers, filled as it is shown but for some answers."""
    batch = Import(target="findings", understandings=[understood(content).as_json()])
    names = {question.name: f"question_{number}" for number, question in enumerate(batch.understanding.questions)}
    shown = {names[name]: answer for name, answer in batch.understanding.answers.items()}
    said = {names[name]: answer for name, answer in answers.items()}
    return CorrectionForm(batch=batch, data={"layout": batch.understanding.layout, **shown, **said})


@pytest.mark.parametrize(
    ("answers", "is_enough"),
    [({"column-2": "text"}, True), ({"text-column": "2"}, True), ({"column-2": "note"}, False)],
)
def test_which_column_holds_the_texts_is_said_in_either_place(answers, is_enough):
    content = sheet(ODD, ("1", "Fund shelters", "NPA"))
    form = correction(content, **answers)

    assert form.is_valid() == is_enough
    if is_enough:
        assert not understood(content, **form.given).unanswered
        assert [record.values["text"] for record in reading_of(content, **form.given).records] == ["Fund shelters"]


@pytest.mark.parametrize(
    ("states", "wanted", "asked", "fact"),
    [
        (["Slovenia", "Slovenia"], "", "", "SVN"),
        (["Slovenia", "Slovenia"], "SVN", "", "SVN"),
        (["Slovenia", "Mongolia"], "", "This file holds 2 States. Say which one is wanted.", None),
        (["Slovenia", "Slovenia"], "Mongolia", "This file holds no State with the name “Mongolia”. Say another", None),
    ],
)
def test_a_state_is_asked_for_only_where_there_are_several_or_another_is_wanted(states, wanted, asked, fact):
    content = sheet(STATES, *[(state, f"Fund shelter {count}") for count, state in enumerate(states)])
    found = understood(content, **({"state": wanted} if wanted else {}))

    assert [str(question.label)[: len(asked)] for question in found.unanswered] == ([asked] if asked else [])
    assert ("All of it is about one State: Slovenia." in map(str, found.reasons)) == (not asked)
    if not asked:
        reading = reading_of(content)
        assert (reading.facts["state"], len(reading.records)) == (fact, 2)
