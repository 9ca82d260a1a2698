"""Running text: plain, of a web page, or of a PDF, as paragraphs with their own line ends."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

from tulga.kit.decoding import NotText, decoded
from tulga.kit.tabular import letters
from tulga.kit.tabular.refused import Reason, Refused
from tulga.kit.tabular.written import Written

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = {
    *("p", "li", "td", "th", "div", "blockquote", "dt", "dd", "pre", "tr", "ul", "ol", "table", "section", "article"),
    *("header", "footer", "main", "nav", "aside", "figcaption", "caption", "title", "body", "hr", "option", "label"),
    *HEADINGS,
}
# What the beginning of a block ends without an end of its own: any a paragraph, a row also its cells.
ENDED_BY_ANY = {"p", "hr", *HEADINGS}
ENDED_BY = {
    **{"li": {"li"}, "option": {"option"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}},
    **{"td": {"td", "th"}, "th": {"td", "th"}, "tr": {"td", "th", "tr"}},
}
MOVED = {"sup": "superscript", "sub": "subscript"}
STRUCK = {"s", "strike", "del"}
NOT_SHOWN = {"script", "style", "template", "noscript", "svg", "head"}
MOST_PAGES = 1_000
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


def read(path: Path, kind: str, out: Written) -> None:
    """Write down the paragraphs of a txt, html or pdf file."""
    if kind == "pdf":
        _read_pdf(path, out)
        return
    try:
        found = decoded(path.read_bytes())
    except NotText as error:
        raise Refused(Reason.NOT_TEXT) from error
    if found.is_assumed:
        out.remark("encoding", encoding=found.encoding)
    if kind == "html":
        page = _Page(out)
        page.feed(found.text)
        page.close()
    else:
        _write_paragraphs(found.text, out)


def paragraphs(text: str) -> list[str]:
    """What blank lines part; the line ends inside stay."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    return [each.strip() for each in _BLANK_LINES.split(unified) if each.strip()]


def _write_paragraphs(text: str, out: Written) -> None:
    for each in paragraphs(text):
        out.passage(each)


class _Page(HTMLParser):
    """Takes the words that a browser would show, block by block. Nothing of the page is run or fetched."""

    def __init__(self, out: Written) -> None:
        super().__init__(convert_charrefs=True)
        self._out = out
        self._words: list[str] = []
        self._former: list[str] = []
        self._level = 0
        self._hidden: list[str] = []
        self._look: list[str] = []  # the elements around the words that change what these say
        self._open: list[tuple[str, int]] = []  # blocks, and how many such elements are around each
        self._opened: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in NOT_SHOWN:
            self._hidden.append(tag)
        elif tag == "body":
            self._hidden.clear()  # a head that nobody closed
        if tag in MOVED or tag in STRUCK:
            self._look.append(tag)
        if tag == "br":
            self._words.append("\n")
        elif tag in BLOCKS:
            self._begin_block(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and tag == self._hidden[-1]:
            self._hidden.pop()
        elif tag in self._look:
            self._look.remove(tag)
        elif tag in BLOCKS:
            self._write_block()
            around = max(self._opened[tag] - 1, 0)
            while self._opened[tag] > around:
                self._leave_block()

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        words = re.sub(r"\s+", " ", data)
        for tag in self._look:
            words = letters.moved(words, MOVED.get(tag, ""))
        (self._words if STRUCK.isdisjoint(self._look) else self._former).append(words)

    def close(self) -> None:
        super().close()
        self._write_block()

    def _begin_block(self, tag: str) -> None:
        self._write_block()
        while self._open and self._open[-1][0] in ENDED_BY_ANY | ENDED_BY.get(tag, set()):
            self._leave_block()
        self._open.append((tag, len(self._look)))
        self._opened[tag] += 1
        self._level = HEADINGS.get(tag, 0)

    def _leave_block(self) -> None:
        """What nobody closed inside it ends with it: by that no later block is struck out."""
        tag, around = self._open.pop()
        self._opened[tag] -= 1
        del self._look[around:]

    def _write_block(self) -> None:
        text, former = (
            "\n".join(line.strip() for line in "".join(words).split("\n")).strip()
            for words in (self._words, self._former)
        )
        if text or former:
            self._out.passage(text, former=former, level=self._level)
        self._words, self._former, self._level = [], [], 0


def _read_pdf(path: Path, out: Written) -> None:
    from pypdf import PdfReader  # noqa: PLC0415 - takes a while to load, and only here
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused(Reason.PASSWORD)
        if len(reader.pages) > MOST_PAGES:
            raise Refused(Reason.TOO_MUCH)
        pages = [page.extract_text() for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError) as error:
        raise Refused(Reason.DAMAGED) from error
    if not any(page.strip() for page in pages):
        raise Refused(Reason.SCAN)
    for page in pages:
        _write_paragraphs(page, out)
