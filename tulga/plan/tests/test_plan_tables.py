from __future__ import annotations

import csv
import datetime as dt
import io
import re
from xml.sax.saxutils import escape

import pytest

from tests.shared_data import SHARED, needs_shared_data
from tulga.kit.imports import engine
from tulga.kit.tabular.content import Cell, Content, Passage
from tulga.kit.tabular.reading import read_file
from tulga.kit.tests.tabular.samples import ods
from tulga.plan.importers.abbreviations import explained_in, write_out_sources
from tulga.plan.importers.agencies import parted
from tulga.plan.tests.sheets import TABLES, across, document, grid, messages, read, records, sheet

SAMPLE = SHARED / "data" / "made" / "mongolia-plan-sample.xlsx"
HEAD = ("№", "Activity", "Period", "Indicator", "Responsible")


def numbers(reading, kind="activity"):
    return [record.values["number"] for record in records(reading, kind)]


def summary(reading):
    activities = records(reading)
    groups = records(reading, "group")
    holding = {record.parent for record in activities}
    return {
        "groups": sum(group.key not in holding for group in groups),
        "objectives": sum(group.key in holding for group in groups),
        "activities": len(activities),
        "indicators": sum(len(record.values.get("indicators", [])) for record in activities),
        "milestones": sum(len(record.values.get("milestones", [])) for record in activities),
        "in_words": sum(record.values["period"]["is_in_words"] for record in activities),
        "former": sum(len(record.values["former"]) for record in activities),
    }


# --- The files -----------------------------------------------------------------------------------------------------

OF_THE_SAMPLE = {
    **{"groups": 0, "objectives": 4, "activities": 14, "indicators": 16, "milestones": 0},
    **{"in_words": 1, "former": 0},
}


@needs_shared_data
def test_sample_plan_in_the_usual_mongolian_layout():
    reading = read(read_file(SAMPLE, SAMPLE.name))

    assert summary(reading) == OF_THE_SAMPLE
    assert not any("other_group" in record.values for record in records(reading))
    assert reading.facts["years"] == "2017-2021"
    assert reading.facts["level_names"] == [{"mn": "Зорилт", "en": "Objective"}]
    assert reading.facts["abbreviations"]["ЦЕГ"] == "Цагдаагийн ерөнхий газар"
    shelters = next(record for record in records(reading) if record.values["number"] == "2.2")
    assert shelters.values["title"]["en"] == "Fund shelters, those of NGOs included"
    assert shelters.values["indicators"][1]["baseline"] == {"given": "<10", "kind": "below", "number": "10"}
    assert [(line["amount"], line["currency"], line["given"]) for line in shelters.values["budget"]] == [
        ("320500000.0", "MNT", "320,5")
    ]


def as_csv(content: Content, separator: str = ";") -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=separator)
    for row in content.grids[0].rows:
        writer.writerow([cell.text for cell in row] + [""] * (content.grids[0].width - len(row)))
    return written.getvalue().encode("utf-8-sig")


def as_ods(content: Content) -> bytes:
    tables = []
    for each in content.grids:
        rows = []
        for number, row in enumerate(each.rows):
            cells = []
            for column, one in enumerate(row):
                tag = "covered-table-cell" if (number, column) in each.covered else "table-cell"
                spans = f'table:number-columns-spanned="{one.columns}" table:number-rows-spanned="{one.rows}"'
                is_number = one.value is not None
                kind = f'office:value-type="float" office:value="{one.value}"' if is_number else ""
                kind = kind or 'office:value-type="string"'
                text = "".join(f"<text:p>{escape(line)}</text:p>" for line in one.text.split("\n") if one.text)
                cells.append(f"<table:{tag} {spans} {kind if one.text else ''}>{text}</table:{tag}>")
            rows.append(f"<table:table-row>{''.join(cells) or '<table:table-cell/>'}</table:table-row>")
        tables.append(f'<table:table table:name="{escape(each.name)}">{"".join(rows)}</table:table>')
    return ods("".join(tables))


@needs_shared_data
@pytest.mark.parametrize(("name", "copy"), [("plan.csv", as_csv), ("plan.ods", as_ods)])
def test_copies_of_the_sample_are_read_alike(name, copy, tmp_path):
    original = read_file(SAMPLE, SAMPLE.name)
    path = tmp_path / name
    path.write_bytes(copy(original))

    reading = read(read_file(path, name))

    assert summary(reading) == OF_THE_SAMPLE
    assert [_without_places(record.values) for record in records(reading)] == [
        _without_places(record.values) for record in records(read(original))
    ]


def _without_places(values):
    """All but the places; an amount is the same with and without zeros behind it."""
    return re.sub(r"'place': [^\]]*\]|\.0(?=')", "", str(values))


@needs_shared_data
def test_true_plan_as_tables_under_headings():
    path = SHARED / "data" / "real" / "plans" / "us-data-strategy-2019-2020-draft-plan.docx"

    reading = read(read_file(path, path.name))

    told = messages(reading)
    found = summary(reading)
    assert (found["groups"], found["objectives"], found["activities"]) == (3, 20, 66)
    assert (found["milestones"], found["indicators"], found["former"]) == (0, 64, 5)
    assert {field for record in records(reading) for field, _words in record.values["former"]} == {"period"}
    assert sum("(See Above)" in message for message in told) == 4
    assert reading.facts["level_names"] == [{}, {"en": "Action"}]
    assert not any("other_group" in record.values for record in records(reading))
    resolved = next(record for record in records(reading) if record.values["number"] == "2.5")
    assert resolved.values["period"]["recurrence"] == "quarterly"
    assert "table 2, row 6, column 3" in "".join(told)


# --- What a row is -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [across("Objective 1. Prevention", 5), ["Objective 1. Prevention"]])
def test_row_across_is_a_level_and_the_last_one_a_remark(level):
    reading = read(
        sheet(HEAD, level, ("1.1", "Train", "2018", "Trainings", "NPA"), (), across("Note: made up", 5)),
    )

    (group,) = records(reading, "group")
    assert (group.values["number"], group.values["title"], group.key) == ("1", {"en": "Prevention"}, "group:1")
    assert records(reading)[0].parent == "group:1"
    assert "row 5: This row was taken for a remark" in messages(reading)[0]


def test_levels_of_several_kinds_stand_below_one_another():
    reading = read(
        sheet(
            HEAD,
            across("Goal 1. Fewer victims", 5),
            across("Objective 1.1. Prevention", 5),
            ("1.1.1", "Train", "2018", "Trainings", "NPA"),
            across("Objective 1.2. Protection", 5),
            ("1.2.1", "Fund", "2018", "Shelters", "NPA"),
            across("Goal 2. More cases", 5),
            across("Objective 2.1. Prosecution", 5),
            ("2.1.1", "Study", "2018", "Studies", "NPA"),
        )
    )

    assert [(group.values["number"], group.parent) for group in records(reading, "group")] == [
        ("1", ""),
        ("1.1", "group:1"),
        ("1.2", "group:1"),
        ("2", ""),
        ("2.1", "group:2"),
    ]
    assert reading.facts["level_names"] == [{"en": "Goal"}, {"en": "Objective"}]
    assert [record.parent for record in records(reading)] == ["group:1.1", "group:1.2", "group:2.1"]


def test_numbers_that_begin_again_are_put_below_their_parent():
    rows = [across("Goal 1", 5), across("Objective 1. A", 5), ("", "Train", "2018", "x", "NPA")]
    reading = read(
        sheet(HEAD, *rows, across("Goal 2", 5), across("Objective 1. B", 5), ("", "Fund", "2019", "y", "NPA"))
    )

    assert numbers(reading, "group") == ["1", "1.1", "2", "2.1"]
    assert numbers(reading) == ["1.1.1", "2.1.1"]
    told = "This activity has no number in the file; below its group it was numbered"
    assert [message for message in messages(reading) if "has no number" in message] == [
        f"sheet Plan, row 4: {told} 1.1.1.",
        f"sheet Plan, row 7: {told} 2.1.1.",
    ]


def test_of_many_activities_without_a_number_the_first_few_are_told_with_their_places():
    reading = read(sheet(HEAD, *[("", f"Train {count}", "2018", "x", "NPA") for count in range(9)]))

    told = [message for message in messages(reading) if "without a number" in message or "has no number" in message]
    assert len(told) == 6
    assert told[-1] == ": Further activities without a number in the file were numbered likewise (4)."


FIRST, SECOND = across("Objective 1. A", 5), across("Objective 2. B", 5)


@pytest.mark.parametrize(
    ("rows", "other_groups"),
    [
        ([FIRST, "1.2", "9.4", "2.7"], {"9.4": "9", "2.7": "2"}),
        ([FIRST, "1.1", "9.9.9.9"], {"9.9.9.9": "9.9.9"}),
        ([FIRST, "1.1", SECOND, "1.2", "2.2"], {"1.2": "1"}),
        ([across("Goal 1", 5), across("Objective 1.2. A", 5), "1.2.1", "1.1.1"], {"1.1.1": "1.1"}),
        ([across("Objective I. A", 5), "1.1", "2.1", across("Objective II. B", 5), "II.2"], {"2.1": "II"}),
        # Numbers that begin again in each goal, or that follow the goal only.
        ([across("Goal 1", 5), FIRST, "1.1.1", across("Goal 2", 5), FIRST, "2.1.1", "1.1"], {}),
        ([across("Goal 1", 5), FIRST, "1.1", SECOND, "1.2"], {}),
        # Numbers that do not follow groups at all.
        ([FIRST, "1", "2", SECOND, "3", "4"], {}),
        ([FIRST, "A1", "A2", SECOND, "B1"], {}),
        ([FIRST, "5.1", SECOND, "5.2", "5.3"], {}),
        ([across("Prevention", 5), "1.1", across("Protection", 5), "2.1", "2.2"], {}),
        (["1.1", "2.1"], {}),
    ],
)  # fmt: skip
def test_a_number_that_names_another_group_than_its_place_is_noticed_where_numbers_follow_groups(rows, other_groups):
    table = sheet(HEAD, *[(row, "Train", "2018", "x", "NPA") if isinstance(row, str) else row for row in rows])

    found = {record.values["number"]: record.values.get("other_group") for record in records(read(table))}

    assert {number: group for number, group in found.items() if group} == other_groups


def test_number_and_words_alone_are_a_level_where_the_next_numbers_go_on_from_it():
    reading = read(
        sheet(HEAD, ("1", "Prevention"), ("1.1", "Train", "2018", "x", "NPA"), ("1.2", "Tell", "2018", "", "NPA"))
    )

    assert (numbers(reading, "group"), numbers(reading)) == (["1"], ["1.1", "1.2"])


def test_column_of_objectives_merged_down():
    head = ("Objective", *HEAD)
    reading = read(
        sheet(
            head,
            (Cell("Objective 1: Prevention", rows=2), "1.1", "Train", "2018", "x", "NPA"),
            (None, "1.2", "Tell", "2018", "y", "NPA"),
            ("Objective 2: Protection", "2.1", "Fund", "2018", "z", "NPA"),
        )
    )

    assert numbers(reading, "group") == ["1", "2"]
    assert [record.parent for record in records(reading)] == ["group:1", "group:1", "group:2"]


def test_several_indicators_of_one_activity_with_and_without_merging():
    merged = [("1.1", Cell("Train", rows=2), Cell("2018", rows=2), "Trainings", "NPA"), ("", None, None, "Trained", "")]
    bare = [("1.2", "Tell", "2019", "Meetings", "NPA"), ("", "", "", "Leaflets", "")]

    reading = read(sheet(HEAD, *merged, *bare))

    assert [[each["title"]["en"] for each in record.values["indicators"]] for record in records(reading)] == [
        ["Trainings", "Trained"],
        ["Meetings", "Leaflets"],
    ]


def test_header_repeated_on_every_page_is_passed_over():
    reading = read(sheet(HEAD, ("1", "Train", "2018", "x", "NPA"), HEAD, ("2", "Tell", "2018", "y", "NPA")))

    assert numbers(reading) == ["1", "2"]


def test_two_rows_of_headings_without_merged_cells():
    rows = [
        ("№", "Activity", "Target", "", "Responsible"),
        ("", "", "2017", "2018", ""),
        ("1", "Train", "5", "<10", "NPA"),
    ]

    (record,) = records(read(sheet(*rows)))

    assert record.values["indicators"][0]["targets"] == {
        "2017": {"given": "5", "kind": "number", "number": "5"},
        "2018": {"given": "<10", "kind": "below", "number": "10"},
    }


@pytest.mark.parametrize("words", ["(See Above)", "see above", "мөн адил", '"'])
def test_what_refers_to_the_cell_above_is_resolved_and_said(words):
    reading = read(sheet(HEAD, ("1", "Train", "2018", "x", "NPA"), ("2", "Tell", words, "y", words)))

    second = records(reading)[1]
    assert (second.values["period"]["starts_on"], second.values["names"]["lead"]) == ("2018-01-01", "NPA")
    assert len([message for message in messages(reading) if "was read as" in message]) == 2


def test_struck_out_words_are_former_values_and_a_row_struck_out_is_left_out():
    reading = read(
        sheet(
            HEAD,
            ("1", "Train", Cell("2019", None, "2018"), Cell("x", None, "w"), "NPA"),
            ("2", Cell("", None, "Tell"), "2018", "y", "NPA"),
        )
    )

    assert records(reading)[0].values["former"] == [["period", "2018"], ["indicator", "w"]]
    assert numbers(reading) == ["1"]
    assert "row 3: This activity is struck out" in messages(reading)[0]


def test_sheets_without_levels_are_groups():
    first = grid(HEAD, ("", "Train", "2018", "x", "NPA"), name="Prevention")
    second = grid(HEAD, ("", "Fund", "2018", "y", "NPA"), name="Protection", number=2)

    reading = read(Content("xlsx", (first, second)))

    assert [group.values["title"] for group in records(reading, "group")] == [
        {"en": "Prevention"},
        {"en": "Protection"},
    ]
    assert numbers(reading) == ["A.1", "B.1"]


def test_heading_above_all_tables_is_the_title():
    table = grid(HEAD, ("", "Train", "2018", "x", "NPA"))
    reading = read(
        document(
            Passage("National plan 2020-2024", 1, level=1),
            Passage("Objective 1: A", 2, level=2),
            table,
            Passage("Objective 2: B", 3, level=2),
            table,
        )
    )

    assert numbers(reading, "group") == ["1", "2"]
    assert (reading.facts["title"], reading.facts["years"]) == ({"en": "National plan 2020-2024"}, "2020-2024")


def test_groups_and_activities_come_in_the_order_of_the_file():
    rows = [
        HEAD,
        across("Goal 1: A", 5),
        ("1.1", "Train"),
        across("Goal 2: B", 5),
        across("Objective 2.1: C", 5),
        ("2.1.1", "Fund"),
    ]

    reading = read(sheet(*rows))

    assert [record.values["number"] for record in reading.records] == ["1", "1.1", "2", "2.1", "2.1.1"]


# --- What no field has a place for ---------------------------------------------------------------------------------

WITH_TARGETS = ("№", "Activity", "Period", "Indicator", "Target 2025", "Responsible")


@pytest.mark.parametrize(
    ("head", "row", "name", "values"),
    [
        (
            ("Activity", "Activity", "Period"),
            ("Train police", "in all aimags", "2025"),
            "title",
            "Train police\nin all aimags",
        ),
        (("№", "№", "Activity", "Period"), ("1", "7/a", "Train", "2025"), "notes", "№: 7/a"),
        (("Activity", "Start", "End", "Period"), ("Train", "2025", "2026", "2030"), "notes", "Period: 2030"),
    ],
)
def test_two_columns_of_one_meaning_lose_no_words(head, row, name, values):
    (record,) = records(read(sheet(head, row)))

    assert " ".join(record.values[name].values()) == values


@pytest.mark.parametrize(
    ("cells", "days"),
    [(("", "", "2030"), ("2030-01-01", "2030-12-31")), (("2025", "2026", "2030"), ("2025-01-01", "2026-12-31"))],
)
def test_a_period_stands_where_its_first_and_last_day_are_empty(cells, days):
    (record,) = records(read(sheet(("Activity", "Start", "End", "Period"), ("Train", *cells))))

    period = record.values["period"]
    assert (period["starts_on"], period["ends_on"]) == days


def test_a_second_target_of_one_year_is_kept_among_the_notes_and_told():
    head = (*WITH_TARGETS, "Target 2025")

    reading = read(sheet(head, ("1.1", "Train", "2025", "Trained", "5", "NPA", "<5")))

    (record,) = records(reading)
    assert record.values["indicators"][0]["targets"]["2025"]["given"] == "5"
    assert "<5" in str(record.values["notes"])
    assert any("“<5” was kept among the notes" in message for message in messages(reading))


def test_what_stands_under_no_heading_is_told_with_its_place():
    rows = [("1.1", "Train police", "judges", "x", "5", "2025", "NPA"), ("1.2", "Fund", "2025", "x", "5", "MOJHA")]

    told = messages(read(sheet(WITH_TARGETS, *rows)))

    assert any(
        words.startswith("sheet Plan, row 2, column G: This column has no heading") and "NPA" in words for words in told
    )


def test_a_number_beside_words_merged_from_above_is_told():
    merged = Cell("Train", rows=2)

    reading = read(
        sheet(WITH_TARGETS, ("1.1", merged, "2025", "x", "5", "NPA"), ("1.2", None, "2026", "y", "6", "NPA"))
    )

    assert numbers(reading) == ["1.1"]
    assert any("Number 1.2 has no words of its own here" in message for message in messages(reading))


# --- What cells say ------------------------------------------------------------------------------------------------


def test_money_by_year_with_scale_and_currency_of_its_heading():
    rows = [
        ("№", "Activity", "Budget, USD thousand", "", "Source"),
        ("", "", "2018", "2019", ""),
        ("1", "Train", "1 200,5", "-", "State budget / Улсын төсөв"),
    ]

    (record,) = records(read(sheet(*rows)))

    (line,) = record.values["budget"]
    assert (line["year"], line["amount"], line["currency"], line["given"]) == (2018, "1200500.0", "USD", "1 200,5")
    assert line["source"] == {"en": "State budget", "mn": "Улсын төсөв"}


@pytest.mark.parametrize(
    ("note", "source", "read_as"),
    [
        ("Тайлбар: УТ - улсын төсөв, ОУБ – олон улсын байгууллага", "УТ", "Улсын төсөв"),
        ("Тайлбар: УТ - улсын төсөв, ОУБ – олон улсын байгууллага", "УТ, ОУБ", "Улсын төсөв, Олон улсын байгууллага"),
        ("Тайлбар: УТ - улсын төсөв", "УТ; хандивлагч", "Улсын төсөв; хандивлагч"),
        ("Тайлбар: УТ - улсын төсөв", "УТХО", "УТХО"),
        ("Тайлбар: УТ - улсын төсөв", "УТ¹", "Улсын төсөв"),
        ("Тайлбар: Зардлыг УТ-өөс санхүүжүүлнэ", "УТ", "УТ"),
        ("Тайлбар: 2018-2020 он", "УТ", "УТ"),
    ],
)
def test_a_source_of_money_is_written_out_as_a_note_explains_it(note, source, read_as):
    head = ("№", "Үйл ажиллагаа", "Төсөв, сая төгрөг", "Эх үүсвэр")

    reading = read(sheet(head, ("1", "Сургалт явуулах", "5", source), across(note, 4)))

    (record,) = records(reading)
    assert [line["source"] for line in record.values["budget"]] == [{"mn": read_as}]
    assert any("written out" in message for message in messages(reading)) is (source != read_as)


def test_a_source_of_money_is_written_out_in_the_languages_of_its_explanation():
    lines = [{"source": {"mn": "УТ"}}]

    assert write_out_sources(lines, {"УТ": "Улсын төсөв / State budget"}) == {"УТ"}
    assert lines == [{"source": {"mn": "Улсын төсөв", "en": "State budget"}}]


@pytest.mark.parametrize("note", ["EU-funded activities", "ЦЕГ-ын саналаар өөрчилсөн", "NGO-run shelters, see below"])
def test_a_hyphen_within_a_word_explains_nothing(note):
    assert explained_in(note) == {}


def test_a_name_in_its_own_letters_behind_an_abbreviation_leaves_the_language():
    head = ("№", "Үйл ажиллагаа", "Төсөв, сая төгрөг", "Эх үүсвэр")

    (record,) = records(read(sheet(head, ("1", "Сургалт явуулах", "5", "ЕХ (EIDHR)"))))

    assert [line["source"] for line in record.values["budget"]] == [{"mn": "ЕХ (EIDHR)"}]


def test_marks_of_footnotes_belong_to_no_number_name_or_currency():
    head = ("№", "Activity", "Budget, MNT³", "Responsible")

    (record,) = records(read(sheet(head, ("1.1¹", "Train", "5", "NPA²"))))

    assert (record.values["number"], record.values["names"]["lead"]) == ("1.1", "NPA²")
    assert [(line["amount"], line["currency"]) for line in record.values["budget"]] == [("5", "MNT")]
    assert parted("NPA², MOJHA†") == ("NPA", "MOJHA")


def test_money_without_a_currency_is_kept_as_words_until_somebody_says_it():
    rows = [("№", "Activity", "Budget", "Responsible"), ("1", "Train", "45.5", "NPA")]

    without, with_it = read(sheet(*rows)), read(sheet(*rows), {"currency": "MNT"})

    assert records(without)[0].values["budget"][0]["amount"] is None
    assert "Amounts stand here without a currency" in messages(without)[0]
    assert records(with_it)[0].values["budget"][0]["amount"] == "45.5"


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        *[(words, True) for words in ("NaN", "-5", "=1+1", "9" * 23, "from the state budget", -5)],
        *[(words, False) for words in ("", "-", "n/a", "yes", "Тийм", "45.5", 45.5)],
    ],
)
def test_money_that_could_not_be_read_is_told_with_its_cell(words, is_told):
    reading = read(sheet(("№", "Activity", "Budget, MNT", "Responsible"), ("1", "Train", words, "NPA")))

    told = f"sheet Plan, row 2, column C: “{words}” could not be read as an amount."
    assert [message.startswith(told) for message in messages(reading) if "amount" in message] == [True] * is_told


def test_lead_and_others_in_one_column_keep_their_words():
    (record,) = records(read(sheet(HEAD, ("1", "Train", "2018", "x", "ЦЕГ\nхамтран: ГИХГ"))))

    assert record.values["names"] == {"lead": "ЦЕГ\nхамтран: ГИХГ"}
    assert str(record.cells["lead"]) == "sheet Plan, row 2, column E"


def test_columns_that_no_field_takes_are_kept_under_their_heading():
    (record,) = records(read(sheet((*HEAD, "Risk"), ("1", "Train", "2018", "x", "NPA", "high"))))

    assert record.values["notes"] == {"en": "Risk: high"}


def test_start_and_end_in_two_columns():
    head = ("№", "Activity", "Start date", "End date")

    reading = read(sheet(head, ("1", "Train", dt.date(2018, 1, 10), "2018-12"), ("2", "Tell", "2019", "2018")))

    first, second = (record.values["period"] for record in records(reading))
    assert (first["starts_on"], first["ends_on"]) == ("2018-01-10", "2018-12-31")
    assert (second["starts_on"], second["words"]) == (None, "2019-01-01 – 2018-12-31")
    assert "row 3, column C: The end is before the start" in messages(reading)[0]


# --- What is doubted -----------------------------------------------------------------------------------------------

ROW = ("1", "Train", "2018", "x", "NPA")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [("1", "Train", 43110, "x", "NPA")],
            "row 2, column C: “43110” may be a date that lost its format: 2018-01-10.",
        ),
        ([("1", "Трaин", "2018", "x", "NPA")], "row 2, column B: The word “Трaин” mixes Latin and Cyrillic"),
        ([ROW, ("1", "Tell", "2018", "y", "NPA")], ""),
        ([("", "", "", "y", ""), ROW], "row 2: This row belongs to no activity and was left out: y"),
        ([ROW, ("2", "", "", "", "NPA")], "row 3: This row belongs to no activity and was left out: 2; NPA"),
        ([ROW, across("Objective 1. A", 5), ("2", "Tell", "2018", "y", "NPA")], "row 2: This activity stands under no"),
        ([(dt.date(2018, 1, 1), "Train", "2018", "x", "NPA")], "row 2, column A: The spreadsheet turned this number"),
        (
            [("1.9", "Train", "2018", "", ""), (1.1, "Tell", "2018", "", "")],
            "row 3, column A: The number 1.1 was read as 1.10",
        ),
    ],
)
def test_each_doubt_is_told_with_its_place(rows, expected):
    told = messages(read(sheet(HEAD, *rows)))

    assert not expected or any(message.startswith(f"sheet Plan, {expected}") for message in told), told


def test_figure_that_can_be_read_in_two_ways_is_kept_as_words_and_told():
    rows = [("№", "Activity", "Indicator", "Baseline"), ("1", "Train", "x", "1,234")]

    reading = read(sheet(*rows))

    assert records(reading)[0].values["indicators"][0]["baseline"]["kind"] == "words"
    told = "row 2, column D: “1,234” can be read as thousands or as decimals"
    assert any(told in message for message in messages(reading))


def test_number_given_twice_is_kept_apart_for_somebody_to_decide():
    reading = read(sheet(HEAD, ROW, ("1", "Tell", "2018", "y", "NPA")))

    first, second = records(reading)
    assert (first.key, second.key, second.values["number"]) == ("activity:1", "activity:2", "2")
    assert second.values["duplicate_of"] == first.where.as_json()


# --- What a person corrects ----------------------------------------------------------------------------------------


def test_columns_and_header_are_corrected_by_answers():
    rows = [("Plan of 2018", "x"), ("Code", "What", "Who pays", "When"), ("A", "Train", "IOM", "2018")]
    given = {"header:1": "2", "column:what": "title", "column:who pays": "funders"}

    (record,) = records(read(sheet(*rows), given))

    assert (record.values["title"], record.values["names"]) == ({"en": "Train"}, {"funders": "IOM"})


def test_sheet_that_is_not_to_be_read_is_left():
    content = Content("xlsx", (grid(HEAD, ROW), grid(HEAD, ROW, name="Old", number=2)))

    reading = read(content, {"sheet:2": "nothing"})

    assert numbers(reading) == ["1"]
    assert "sheet Old: This table has no headings of a plan and was left out." in messages(reading)


@pytest.mark.parametrize(
    "content",
    [
        sheet(("a", "b")),
        sheet(("only",), ("one",), ("column",)),
        Content("docx", (Passage("Only words", 1),)),
        Content("xlsx", ()),
    ],
)
def test_file_that_holds_no_plan_is_not_taken_for_one(content):
    assert engine.understand(content, TABLES) == ()


def test_table_without_known_headings_is_asked_about_and_read_when_answered():
    content = sheet(("a", "b"), ("Train", "2018"))

    (asked,) = engine.understand(content, TABLES)
    reading = read(content, {"activities": "a", "column:b": "period"})

    assert [question.name for question in asked.unanswered] == ["activities"]
    assert records(reading)[0].values["title"] == {"en": "Train"}
    assert records(reading)[0].values["period"]["ends_on"] == "2018-12-31"


@pytest.mark.parametrize("header", ["0", "99", "3-2", "4-9999", "nonsense"])
def test_header_that_is_nowhere_does_not_break(header):
    for understanding in engine.understand(sheet(HEAD, ROW), TABLES, given={"header:1": header}):
        engine.read(sheet(HEAD, ROW), TABLES, understanding)
