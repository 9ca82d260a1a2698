from __future__ import annotations

import pytest

PLAN = "№{0}Арга хэмжээ{0}Төсөв\n1.1{0}Өдөрлөг, сургалт{0}320,5\n1.2{0}Шалгалт{0}30\n"


@pytest.mark.parametrize(
    ("content", "name", "remarks"),
    [
        ('№,Арга хэмжээ,Төсөв\r\n1.1,"Өдөрлөг, сургалт","320,5"\r\n1.2,Шалгалт,30\r\n'.encode(), "a.csv", []),
        (PLAN.format(";").encode("utf-8-sig"), "a.csv", ["The cells are parted by semicolons."]),
        (PLAN.format("\t").encode("utf-16"), "a.txt", ["The cells are parted by tabulators."]),
        (PLAN.format("\t").encode(), "a.tsv", ["The cells are parted by tabulators."]),
        (PLAN.format("|").encode(), "a.csv", ["The cells are parted by upright bars."]),
        (f"sep=;\n{PLAN.format(';')}".encode(), "a.csv", []),
        (
            PLAN.format(";").replace("Ө", "Ц").replace("ө", "ц").encode("cp1251"),
            "a.csv",
            [
                "The file does not say in which encoding it is; read as Windows-1251.",
                "The cells are parted by semicolons.",
            ],
        ),
    ],
)
def test_separator_and_encoding_are_found_and_told(content, name, remarks, read):
    found = read(content, name)

    rows = [[cell.text.replace("Ц", "Ө").replace("ц", "ө") for cell in row] for row in found.grids[0].rows if row]
    assert rows[1:] == [["1.1", "Өдөрлөг, сургалт", "320,5"], ["1.2", "Шалгалт", "30"]]
    assert [str(remark) for remark in found.remarks] == remarks


def test_rows_keep_their_numbers_past_empty_ones_and_inner_line_ends(read):
    (grid,) = read(b'a,b\n\n"one\ntwo",c\n', "a.csv").grids

    assert [[cell.text for cell in row] for row in grid.rows] == [["a", "b"], [], ["one\ntwo", "c"]]
    assert grid.where(2, 1) == "row 3, column B"


@pytest.mark.parametrize(
    ("rows", "cells", "place"),
    [
        ('1,"Fund,\nshelters",Chad\n2,Arm,Mali\n', ["1", "Fund,\nshelters", "Chad"], ""),
        ('1,"Fund\n\n""shelters"", a, b",Chad\n2,Arm,Mali\n', ["1", 'Fund\n\n"shelters", a, b', "Chad"], ""),
        ('"1","Fund\r\nshelters","Chad"\r\n"2","Arm","Mali"\r\n', ["1", "Fund\nshelters", "Chad"], ""),
        ('1,Arm,"Chad\n', ["1", "Arm", "Chad"], ""),
        ('1,"Pipe,Chad\n2,of 5",Mali\n3,Arm,Mali\n', ["1", "Pipe,Chad\n2,of 5", "Mali"], "row 2, column B."),
        ('1,"Pipe,x\n2,x,y\n3,of 5",Mali\n4,Arm,Mali\n', ["1", "Pipe,x\n2,x,y\n3,of 5", "Mali"], "row 2, column B."),
    ],
)  # fmt: skip
def test_cell_over_several_lines_is_one_text_and_told_where_its_lines_look_like_rows(rows, cells, place, read):
    content = read(f"No,Text,State\n{rows}".encode(), "a.csv")

    assert [cell.text for cell in content.grids[0].rows[1]] == cells
    assert [str(remark).rpartition(": ")[2] for remark in content.remarks] == ([place] if place else [])
