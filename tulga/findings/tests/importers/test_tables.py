"""Several tables of one file, and what of a table comes into no record."""

from __future__ import annotations

import pytest

from tulga.findings.importers.reading import LONGEST_QUOTE
from tulga.findings.importers.tables import MOST_NAMED, tables_of
from tulga.findings.tests.importers.reading_files import cells_of, reading_of, sheet
from tulga.kit.imports.records import Severity
from tulga.kit.tabular.content import SHEET, TABLE, Cell, Content, Grid, Passage

HEADINGS = ("Number", "Recommendation", "From")
FIRST, SECOND = ("1", "Fund shelters", "France"), ("2", "Train judges", "Chad")
MATRIX = ("Recommendation", "Themes and SDGs", "Position")
THEME = ("Theme: A31 Cooperation", "", "")
SUPPORTED, NOTED = ("121.1 Ratify it (France)", "", "Supported"), ("122.4 Fund it (Chad)", "", "Noted")
LEFT_OUT = "This table has other headings than the one that is read and was left out. Send it in a file of its own."
READ_ON = "This table has no headings: it was read with those of the table before."


def table(number, *rows, form=TABLE, is_hidden=False):
    return Grid(f"S{number}" if form == SHEET else "", form, number, cells_of(*rows), is_hidden)


def texts(reading):
    return [record.values["text"] for record in reading.records]


def told(reading, severity=Severity.WARNING):
    return [(str(each.where), str(each.message)) for each in reading.problems if each.severity is severity]


# --- Several tables ------------------------------------------------------------------------------------------------
BLOCKS = [
    pytest.param(
        [table(1, HEADINGS, FIRST, form=SHEET), table(2, HEADINGS, SECOND, form=SHEET)],
        ["Fund shelters", "Train judges"],
        [],
        id="two sheets",
    ),
    pytest.param(
        [
            table(1, HEADINGS, FIRST, form=SHEET),
            table(2, ("Title",), ("Recommended by", "Recommendations", "No"), SECOND[::-1], form=SHEET),
        ],
        ["Fund shelters", "Train judges"],
        [],
        id="in another order, below a title",
    ),
    pytest.param(
        [table(1, HEADINGS, FIRST), Passage("Noted", 1), table(2, HEADINGS, SECOND)],
        ["Fund shelters", "Train judges"],
        [],
        id="two tables of a text",
    ),
    pytest.param(
        [table(1, HEADINGS, FIRST), Passage("Noted", 1), table(2, ("Findings",), (*HEADINGS, "Notes"), (*SECOND, "x"))],
        ["Fund shelters", "Train judges"],
        [],
        id="with a remark besides",
    ),
    pytest.param(
        [table(1, HEADINGS, FIRST, HEADINGS, SECOND)],
        ["Fund shelters", "Train judges"],
        [],
        id="headings that stand there again",
    ),
    pytest.param(
        [table(1, HEADINGS, FIRST), table(2, SECOND)],
        ["Fund shelters", "Train judges"],
        [("table 2", READ_ON)],
        id="one that goes on",
    ),
    pytest.param(
        [table(1, HEADINGS, FIRST), Passage("Annex", 1), table(2, SECOND)],
        ["Fund shelters"],
        [("table 2", LEFT_OUT)],
        id="without headings below other words",
    ),
    pytest.param(
        [
            table(1, HEADINGS, FIRST, form=SHEET),
            table(2, (*HEADINGS, "Theme"), (*SECOND, "Courts"), form=SHEET),
            table(3, HEADINGS[:2], ("3", "Hire"), form=SHEET),
        ],
        ["Fund shelters", "Train judges", "Hire"],
        [],
        id="with a theme more, or without a State",
    ),
    pytest.param(
        [table(1, HEADINGS, FIRST, tuple(map(str.upper, HEADINGS)), SECOND)],
        ["Fund shelters", "Train judges"],
        [],
        id="headings that stand there again in capitals",
    ),
    pytest.param(
        [table(1, HEADINGS, FIRST), table(2, ("2019", "12 cases", "x"))],
        ["Fund shelters"],
        [("table 2", LEFT_OUT)],
        id="of statistics by year",
    ),
    pytest.param(
        [table(1, HEADINGS, FIRST), table(2, ("121.10", "Train judges", "x"))],
        ["Fund shelters", "Train judges"],
        [("table 2", READ_ON)],
        id="one that goes on with a number of two parts",
    ),
    pytest.param(
        [table(1, HEADINGS, FIRST), table(2, ("NPA", "National Police Agency", ""))],
        ["Fund shelters"],
        [("table 2", LEFT_OUT)],
        id="of abbreviations",
    ),
    pytest.param(
        [table(1, ("Theme", "Recommendations"), ("Shelters", "12"), form=SHEET), table(2, HEADINGS, FIRST, form=SHEET)],
        ["Fund shelters"],
        [("sheet S1", LEFT_OUT)],
        id="with other headings",
    ),
    pytest.param(
        [table(1, HEADINGS, FIRST, form=SHEET), table(2, HEADINGS, SECOND, form=SHEET, is_hidden=True)],
        ["Fund shelters"],
        [("sheet S2", "This sheet is hidden in the file and was left out.")],
        id="a hidden sheet",
    ),
    pytest.param(
        [table(1, HEADINGS, FIRST, form=SHEET), table(2, ("", ""), form=SHEET)],
        ["Fund shelters"],
        [],
        id="an empty one",
    ),
    pytest.param(
        [table(1, HEADINGS, FIRST, form=SHEET), table(2, ("A", "B", "C"), *[("x", "y", "z")] * 9, form=SHEET)],
        ["Fund shelters"],
        [("sheet S2", LEFT_OUT)],
        id="a longer one of the same width",
    ),
    pytest.param(
        [table(1, MATRIX, THEME, SUPPORTED), table(2, MATRIX, THEME, NOTED)],
        ["Ratify it", "Fund it"],
        [],
        id="a matrix of two",
    ),
    pytest.param(
        [table(1, MATRIX, THEME, SUPPORTED), table(2, NOTED)],
        ["Ratify it", "Fund it"],
        [("table 2", READ_ON)],
        id="a matrix that goes on",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("blocks", "expected", "problems"), BLOCKS)
def test_every_table_of_the_same_headings_is_read_and_the_others_are_told(blocks, expected, problems):
    reading = reading_of(Content("docx", tuple(blocks)))

    assert (texts(reading), told(reading)) == (expected, problems)


def test_of_tables_with_the_same_needed_headings_the_longest_is_asked_about():
    short, long = (
        table(1, (*HEADINGS, "Notes"), (*FIRST, "x"), form=SHEET),
        table(2, HEADINGS, FIRST, SECOND, form=SHEET),
    )

    assert tables_of(Content("xlsx", (short, long)), {}).main.grid is long


@pytest.mark.parametrize(
    ("make", "further"),
    [
        (
            lambda number: table(number, ("A", "B"), ("x", "y")),
            "Further tables have other headings and were left out (7).",
        ),
        (
            lambda number: table(number, SECOND),
            "Further tables have no headings and were read with those of the table before (7).",
        ),
        (
            lambda number: table(number, HEADINGS, form=SHEET, is_hidden=True),
            "Further sheets are hidden in the file and were left out (7).",
        ),
    ],
)
def test_of_very_many_tables_the_first_are_told_and_the_others_counted(make, further):
    others = [make(number) for number in range(2, MOST_NAMED + 9)]
    found = tables_of(Content("docx", (table(1, HEADINGS, FIRST), *others)), {}).problems

    assert len(found) == MOST_NAMED + 1
    assert str(found[-1].message) == further


def test_what_a_person_said_of_a_column_holds_for_every_table():
    odd = ("№", "Хүсэлт", "Хэн")
    content = Content("xlsx", (table(1, odd, FIRST, form=SHEET), table(2, odd[:2], SECOND[:2], form=SHEET)))

    assert texts(reading_of(content, **{"column-2": "text"})) == ["Fund shelters", "Train judges"]


# --- What comes into no record -------------------------------------------------------------------------------------
OLD = Cell("", None, "Arm the police")
ROWS = [
    (HEADINGS, ("3", "", "Mali"), "row 3", "This row has no recommendation. It is left out: “3 | Mali”"),
    (
        HEADINGS,
        ("3", OLD, "Mali"),
        "row 3",
        "The recommendation of this row is struck out in the file. It is left out: “Arm the police”",
    ),
    (
        HEADINGS,
        ("3", "Fund", "Mali", "and train police", "too"),
        "row 3, column D",
        "“and train police | too” stands under no heading that is read: it is left out.",
    ),
    (
        ("Number", "Recommendation", ""),
        ("3", "Fund", "x" * 999),
        "row 3, column C",
        f"“{'x' * LONGEST_QUOTE}…” stands under no heading that is read: it is left out.",
    ),
    (
        ("Number", "Recommendation", "Recommendation (Mongolian)"),
        ("3", "Fund", "Санхүүжүүлэх"),
        "row 1, column C",
        "“Recommendation (Mongolian)” seems to hold the same as “Recommendation”: only the latter is read.",
    ),
]


@pytest.mark.parametrize(
    ("heading", "cell", "message"),
    [
        ("Kind", "Comment", "“Comment” says neither recommendation nor observation: it is left out."),
        ("SDGs", "Equality", "“Equality” names no Sustainable Development Goal by its number: it is left out."),
        ("Position", "Partly", "“Partly” says neither supported nor noted: the State's words are kept, no position."),
    ],
)
def test_what_says_nothing_that_is_known_is_told_with_its_finding(heading, cell, message):
    (record,) = reading_of(sheet((*HEADINGS, heading), (*FIRST, cell))).records

    assert [(str(each.where), str(each.message)) for each in record.remarks] == [("row 2, column D", message)]


@pytest.mark.parametrize(
    ("position", "comments", "kept"),
    [
        ("Supported", "", None),
        ("Accepted", "", "Accepted"),
        ("Accepted", "Done already", "Done already"),
        ("Partly", "Done already", "Partly\nDone already"),
        ("Taken note of but for shelters", "Done already", "Taken note of but for shelters\nDone already"),
    ],
)
def test_the_states_words_are_kept_beside_its_position(position, comments, kept):
    headings = (*HEADINGS, "Position", "Comments by the State")
    (record,) = reading_of(sheet(headings, (*FIRST, position, comments))).records

    assert record.values.get("position_words", {}).get("en") == kept


def test_states_of_a_text_and_of_a_column_are_kept_together():
    row = ("121.1 Fund it (France)", "Chad; France", "Supported")
    (record,) = reading_of(sheet(("Recommendation", "From", "Position"), THEME, row)).records

    assert (record.values["text"], record.values["states"]) == ("Fund it", ["France", "Chad"])


@pytest.mark.parametrize("cell", ["(France)", "121.1 (France)"])
def test_a_state_alone_is_a_text_as_well(cell):
    assert texts(reading_of(sheet(("Recommendation", "Position"), (cell, "Noted")))) == [cell]


@pytest.mark.parametrize(("headings", "row", "place", "message"), ROWS)
def test_what_is_left_out_of_a_table_is_told_with_its_place(headings, row, place, message):
    assert told(reading_of(sheet(headings, FIRST[:2], row))) == [(place, message)]


def test_rows_above_the_headings_are_told_but_for_a_title():
    content = sheet(("List of 2019",), ("Number", "Recommendation"), FIRST[:2], HEADINGS, SECOND)

    assert told(reading_of(content)) == [
        ("row 2", "This row stands above the headings. It is left out: “Number | Recommendation”"),
        ("row 3", "This row stands above the headings. It is left out: “1 | Fund shelters”"),
    ]


def test_words_that_are_struck_out_are_told_with_their_finding():
    cells = (Cell("1"), Cell("Fund shelters", None, "old"), Cell("France", None, "Chad"), Cell("", None, "x"))

    (record,) = reading_of(Content("csv", (table(1, (*HEADINGS, "Odd"), cells, form=SHEET),))).records

    assert [(str(each.where), str(each.message)) for each in record.remarks] == [
        ("sheet S1, row 2, column B", "Struck out in the file, and left out here: “old”"),
        ("sheet S1, row 2, column C", "Struck out in the file, and left out here: “Chad”"),
    ]


@pytest.mark.parametrize("row", [("", "", "Mali"), ("3", "Fund", "Mali", "more")])
def test_of_very_many_rows_the_first_are_named_and_the_others_counted(row):
    found = told(reading_of(sheet(HEADINGS, FIRST, *[row] * (MOST_NAMED + 7))))

    assert len(found) == MOST_NAMED + 1
    assert found[-1][1].endswith("(7).")


def test_two_columns_that_are_said_to_hold_the_same_are_read_together():
    content = sheet(
        ("No", "Recommendation", "Recommendation (Mongolian)"), ("1", "Fund", "Санхүүжүүлэх"), ("2", "", "Б")
    )
    reading = reading_of(content, **{"column-2": "text", "column-3": "text"})

    assert (texts(reading), told(reading)) == (["Fund Санхүүжүүлэх", "Б"], [])


def test_rows_that_name_no_state_are_told_where_one_was_chosen():
    rows = [("", str(number), f"Fund shelter {number}") for number in range(7)]
    headings, chosen = ("State under review", "Number", "Recommendation"), ("Mongolia", "8", "Train judges")
    content = sheet(headings, chosen, ("Chad", "9", "Hire"), *rows, ("", "", ""))
    reading = reading_of(content, state="Mongolia")

    assert texts(reading) == ["Train judges"]
    assert told(reading) == [
        ("", "Rows that name no State are left out (7): row 4; row 5; row 6; row 7; row 8; …"),
    ]


@pytest.mark.parametrize(
    ("headings", "row", "unused"),
    [
        (("Recommendation", "Year", "Odd", "Nothing in it"), ("Fund", "2019", "x", ""), "Year; Odd"),
        (("Year", "Tier", "Notes"), ("2005", "Tier 2", "important"), "Notes"),
    ],
)
def test_columns_that_are_not_used_are_named(headings, row, unused):
    found = told(reading_of(sheet(headings, row)), Severity.NOTE)

    assert found == [("", f"Columns that are not used: {unused}")]
