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
