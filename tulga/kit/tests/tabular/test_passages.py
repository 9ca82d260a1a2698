from __future__ import annotations

from contextlib import suppress
from random import Random

import pytest
import typst

from tests.shared_data import SHARED, needs_shared_data
from tulga.documents.tests.samples import pdf
from tulga.kit.tabular.reading import Unreadable
from tulga.kit.tabular.refused import Reason

NARRATIVES = sorted((SHARED / "data" / "made" / "narratives").glob("*.txt"))
PAGE = """<!doctype html><html><head><title>Report</title><style>p {color: red}</style></head><body>
<h2>Prioritized   recommendations</h2><script>alert("never")</script>
<p>Fund shelters,<br>all of them &amp; more</p><ul><li>Train drivers<li>Count victims</ul>
<table><tr><td>Tier</td><td>2</td></tr></table>unclosed <b>words</b></body></html>"""


def written_pdf(words: str) -> bytes:
    return typst.compile(words.encode(), format="pdf")


def told(content):
    return [(passage.text, passage.level) for passage in content.passages]


@pytest.mark.parametrize(
    ("name", "content", "passages"),
    [
        ("a.txt", b"One\r\nline\r\n\r\n  \r\nTwo", [("One\nline", 0), ("Two", 0)]),
        ("a.txt", "Нэг\n\nХоёр".encode("cp1251"), [("Нэг", 0), ("Хоёр", 0)]),
        ("a.txt", "Өмнөговь\f\nҮүрэг".encode("utf-16"), [("Өмнөговь", 0), ("Үүрэг", 0)]),
        (
            "a.html",
            PAGE.encode(),
            [
                ("Prioritized recommendations", 2),
                ("Fund shelters,\nall of them & more", 0),
                ("Train drivers", 0),
                ("Count victims", 0),
                ("Tier", 0),
                ("2", 0),
                ("unclosed words", 0),
            ],
        ),
        ("a.htm", b"<html><p>No end<p>of it", [("No end", 0), ("of it", 0)]),
        (
            "a.html",
            b"<html><p>6<sup>1</sup> of CO<sub>2</sub>, the 1<sup>st</sup> <b>61</b></p><p>a <sup>1<p>61",
            [("6¹ of CO₂, the 1st 61", 0), ("a ¹", 0), ("61", 0)],
        ),
        ("a.html", b"<html><head><title>x<body><p>A head nobody closed", [("A head nobody closed", 0)]),
    ],
)
def test_running_text_comes_in_paragraphs(name, content, passages, read):
    assert told(read(content, name)) == passages


@pytest.mark.parametrize(
    ("page", "passages"),
    [
        (b"<del><p>Gone</p></del><p>Here</p>", [("", "Gone"), ("Here", "")]),
        (b"<ul><s><li>Gone<li>too</s><li>Here</ul>", [("", "Gone"), ("", "too"), ("Here", "")]),
        (b"<div>a <del><div>Gone</div><p>too</del> here</div>", [("a", ""), ("", "Gone"), ("here", "too")]),
        (b"<p>a <del>b<p>c", [("a", "b"), ("c", "")]),
        (b"<table><tr><td>a <s>b<td>c<tr><td>d <s>e</table>f", [("a", "b"), ("c", ""), ("d", "e"), ("f", "")]),
        (b"<div><h2>a <s>b<p>c <s>d</div>e", [("a", "b"), ("c", "d"), ("e", "")]),
    ],
)
def test_what_strikes_out_holds_for_the_blocks_inside_it(page, passages, read):
    content = read(b"<html><body>" + page, "a.html")

    assert [(each.text, each.former) for each in content.passages] == passages


def test_struck_out_words_of_a_page_are_the_former_ones_and_told(read):
    content = read(b"<html><p>Hold <del>June 30</del> <s>or</s> July 31<p><strike>dropped</strike></html>", "a.html")

    assert [(each.text, each.former) for each in content.passages] == [("Hold   July 31", "June 30or"), ("", "dropped")]
    assert [str(remark) for remark in content.remarks] == [
        "Words of the running text that are struck out or deleted were left out."
    ]


def test_an_assumed_encoding_is_said(read):
    content = read("Хил дээр ажил сайжирна гэсэн".encode("cp1251"), "a.txt")

    assert ["Windows-1251" in str(remark) for remark in content.remarks] == [True]


def test_the_words_of_a_pdf_are_read(read):
    content = read(written_pdf("= Зөвлөмж\n\nHold shelters open.\n#pagebreak()\nХоёр дахь хуудас"), "a.pdf")

    words = " ".join(passage.text for passage in content.passages)
    assert "Hold shelters open." in words
    assert "Хоёр дахь хуудас" in words


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", pdf(), Reason.SCAN),
        ("a.pdf", pdf(password="secret"), Reason.PASSWORD),
        ("a.pdf", b"%PDF-1.7 and no more", Reason.DAMAGED),
        ("a.html", b"<html><script>only a script</script></html>", Reason.NOTHING_INSIDE),
        ("a.txt", b"\0\1\2\3 noise \0\0", Reason.NOT_TEXT),
    ],
)
def test_what_has_no_words_is_refused_with_what_to_do(name, content, reason, read):
    with pytest.raises(Unreadable) as refused:
        read(content, name)

    assert refused.value.reason == reason


@needs_shared_data
def test_every_made_narrative_is_read_whole(read):
    for path in NARRATIVES:
        content = read(path.read_bytes(), path.name)
        words = "".join(path.read_text(encoding="utf-8").split())
        assert "".join("".join(passage.text for passage in content.passages).split()) == words
    assert len(NARRATIVES) == 5


DAMAGED = 12  # of each


@pytest.mark.parametrize(("name", "whole"), [("a.pdf", written_pdf("Words")), ("a.html", PAGE.encode())])
def test_damaged_copies_are_read_or_refused(name, whole, read):
    random = Random(2018)
    for _copy in range(DAMAGED):
        copy = bytearray(whole)
        for _each in range(random.randint(1, 30)):
            copy[random.randrange(len(copy))] = random.randrange(256)
        with suppress(Unreadable):
            assert read(bytes(copy[: random.randint(1, len(copy))]), name).blocks
