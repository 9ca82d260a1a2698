from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from defusedxml import ElementTree

from tulga.evidence.mse.caveats import Caveat
from tulga.evidence.mse.drawing import Words, draw_panel
from tulga.evidence.mse.panel import Group, Way, build_panel
from tulga.evidence.mse.selection import ALL_ORDERS, Kind, Method
from tulga.evidence.mse.sentences import BadTable
from tulga.evidence.mse.tables import CaptureTable, table_from_text

from .tables import FOUR, SPARSE, table_of

PANEL = build_panel(FOUR, boot=20)
LONELY = table_of({0b001: 5, 0b010: 4, 0b100: 3})


def test_a_panel_changes_one_thing_at_a_time():
    groups = Counter(row.group for row in PANEL.rows)

    assert PANEL.chosen.way == Way.STEPWISE
    assert groups == {
        Group.CHOSEN: 1,
        Group.INTERVAL: 2,
        Group.METHOD: 4,
        Group.THRESHOLD: 4,
        Group.DROPPED: 4,
        Group.MERGED: 6,
    }
    assert {(row.way, row.order) for row in PANEL.rows if row.group == Group.METHOD} == {
        (Way.BIC, 2), (Way.BIC, ALL_ORDERS), (Way.AVERAGE_BIC, 2), (Way.AVERAGE_AIC, 2),
    }  # fmt: skip
    assert all(row.estimate and row.interval and row.model for row in PANEL.rows)


def test_labels_say_what_each_row_is():
    labels = [row.label for row in PANEL.rows]

    assert len(set(labels)) == len(labels)
    assert {"stepwise, p < 0.02", "best by BIC, all orders", "without C", "A and D as one"} <= set(labels)


def test_a_panel_of_the_best_by_bic_shows_stepwise_selection_beside_it():
    panel = build_panel(SPARSE, method=Method(Kind.BIC), boot=10)

    assert panel.chosen.way == Way.BIC
    assert Way.STEPWISE in {row.way for row in panel.rows if row.group == Group.METHOD}
    assert Group.THRESHOLD not in {row.group for row in panel.rows}


def test_a_panel_as_data_can_be_written_as_json():
    data = json.loads(json.dumps(PANEL.as_data(), allow_nan=False))

    assert data["n"] == FOUR.cases
    assert len(data["rows"]) == len(PANEL.rows)
    assert data["rows"][0]["interval"]["kind"] == "bca"
    assert data["caveats"] == [caveat.sentence for caveat in PANEL.caveats]
    assert PANEL.caveats[0] == Caveat.MODEL


def test_the_panel_says_when_its_rows_disagree():
    assert Caveat.SPREAD in build_panel(SPARSE, boot=10).caveats


def test_rows_without_an_estimate_say_why():
    panel = build_panel(LONELY, boot=10)

    assert panel.range is None
    assert {row.estimate for row in panel.rows} == {None}
    assert all("no estimate" in row.problem for row in panel.rows)
    assert "no estimate" in draw_panel(panel)


def test_a_list_that_holds_everybody_leaves_nobody_when_it_is_dropped():
    panel = build_panel(table_of({0b001: 50, 0b011: 10, 0b101: 10, 0b111: 3}), boot=10)
    alone = build_panel(table_of({0b001: 50}), boot=10)

    assert panel.rows[-1].cases == 73
    assert "No case is left." in {row.problem for row in alone.rows}


def test_a_method_that_cannot_be_used_is_refused_before_anything_is_computed():
    with pytest.raises(BadTable, match="its order is 2"):
        build_panel(FOUR, method=Method(Kind.STEPWISE, ALL_ORDERS))


@pytest.mark.parametrize("alone", [True, False])
def test_a_drawing_is_plain_svg_with_a_title_and_a_description(alone):
    drawing = draw_panel(PANEL, alone=alone, identity="tip")
    root = ElementTree.fromstring(drawing)
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    attributes = {name for element in root.iter() for name in element.attrib}

    assert root.find("{*}title").attrib["id"] == "tip-title"
    assert f"{FOUR.cases} cases were observed" in root.find("{*}desc").text
    assert root.attrib["aria-labelledby"] == "tip-title tip-desc"
    assert names <= {"svg", "title", "desc", "g", "rect", "line", "circle", "text"}
    assert not {"style", "href", "onload", "class"} & attributes
    assert re.findall(r"https?://\S+?(?=\")", drawing) == ["http://www.w3.org/2000/svg"]
    assert ("rect" in names) is alone  # in a page the words take the page's colour, on the page's ground
    assert len(root.findall(".//{*}circle")) == len(PANEL.rows)


def test_a_drawing_keeps_names_in_any_script_and_nothing_that_could_run():
    names = ("цагдаа & <script>", "مأوى", "庇护所", "hotline\u200b")
    text = (
        ",".join(f'"{name}"' for name in names[:3]) + ",тоо\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n1,0,1,4\n0,1,1,5\n"
    )
    table = table_from_text(text)

    drawing = draw_panel(build_panel(table, boot=10), words=Words(title="A & B"))

    assert "цагдаа &amp; &lt;script&gt;" in drawing
    assert "مأوى" in drawing
    assert ElementTree.fromstring(drawing).find("{*}title").text == "A & B"


def test_a_name_that_xml_forbids_does_not_break_the_drawing():
    table = CaptureTable(("a\x00", "b\ud800", "c"), SPARSE.counts)

    assert ElementTree.fromstring(draw_panel(build_panel(table, boot=10))) is not None


LONG_NAMES = ("Гэр бүл, хүүхэд, залуучуудын хөгжлийн ерөнхий газар", "Хилхамгаалахбайгууллага" * 4, "庇护所" * 20)


def test_no_name_however_long_is_cut_and_no_line_leaves_the_drawing():
    long = build_panel(CaptureTable(LONG_NAMES, table_of({1: 40, 2: 30, 4: 20, 3: 6, 5: 4, 6: 5}).counts), boot=10)
    axis = "токиолдол, логарифмаар; богино зураас: ажиглагдсан, тасархай зураас: сонгосон"
    root = ElementTree.fromstring(draw_panel(long, words=Words(axis=axis)))

    for row, drawn in zip(long.rows, root.findall("{*}g"), strict=True):
        written = "".join(text.text.replace(" ", "") for text in drawn.findall("{*}text"))
        assert written.startswith(row.label.replace(" ", ""))
    lines = [text.text for text in root.iter() if text.tag.endswith("text")]
    assert max(map(len, lines)) < 60
    assert axis == " ".join(text.text for text in root.findall("{*}text") if text.text in axis)
    depth = max(float(text.attrib["y"]) for text in root.iter() if text.tag.endswith("text"))
    assert depth < float(root.attrib["viewBox"].split()[3])


def test_a_panel_in_several_threads_is_the_same_each_time():
    assert build_panel(FOUR, boot=20).as_data() == PANEL.as_data()
