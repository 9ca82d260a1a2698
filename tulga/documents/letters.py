"""Official letters: filled from plain values into a Word template (DOCX) or set by Typst (PDF)."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError

from tulga.documents import storage
from tulga.documents.default_letter import default_letter
from tulga.documents.inspection.letter import Blanks
from tulga.documents.models import LetterTemplate
from tulga.documents.names import clean_name
from tulga.kit.errors import RuleBroken
from tulga.kit.typesetting import typeset
from tulga.kit.writing import clean

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TYPST_TEMPLATE = Path(__file__).parent / "templates" / "documents" / "letter.typ"

# What every letter's template may use. The parts of a list's entries stand after a point.
COMMON_BLANKS: dict[str, str | _StrPromise] = {
    "sender": gettext_lazy("the body that sends the letter"),
    "number": gettext_lazy("the outgoing number, or a line to write it on"),
    "date": gettext_lazy("the date, or a line to write it on"),
    "addressee": gettext_lazy("the body the letter goes to"),
    "addressee_person": gettext_lazy("to whose attention it goes; may be empty"),
    "subject": gettext_lazy("what the letter is about"),
    "salutation": gettext_lazy("how the letter begins; may be empty"),
    "paragraphs": gettext_lazy("its paragraphs, a list"),
    "facts": gettext_lazy("a list of facts, each with .label and .value; may be empty"),
    "facts.label": gettext_lazy("what the fact is about"),
    "facts.value": gettext_lazy("the fact itself"),
    "points": gettext_lazy("a numbered list, each point with .title and .text; may be empty"),
    "points.title": gettext_lazy("the heading of the point"),
    "points.text": gettext_lazy("the words of the point"),
    "closing": gettext_lazy("the paragraphs after the list; may be empty"),
    "signatory": gettext_lazy("who signs, by office"),
    "contact": gettext_lazy("whom to ask; may be empty"),
}


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter the installation sends, found again by its name when somebody replaces its template."""

    name: str
    title: str | _StrPromise
    more_blanks: Mapping[str, str | _StrPromise] = field(default_factory=dict)

    def __post_init__(self) -> None:
        KINDS[self.name] = self

    @property
    def blanks(self) -> dict[str, str | _StrPromise]:
        return {**COMMON_BLANKS, **self.more_blanks}


KINDS: dict[str, LetterKind] = {}


@dataclass(frozen=True)
class Fact:
    label: str
    value: str

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"


@dataclass(frozen=True)
class Point:
    title: str
    text: str = ""

    def __str__(self) -> str:
        return f"{self.title} {self.text}".strip()


@dataclass(frozen=True)
class Letter:
    """The words of one letter, in one language. `more` fills the blanks that only its kind has."""

    kind: LetterKind
    language: str
    addressee: str
    subject: str
    paragraphs: Sequence[str]
    sender: str = ""
    addressee_person: str = ""
    salutation: str = ""
    facts: Sequence[Fact] = ()
    points: Sequence[Point] = ()
    closing: Sequence[str] = ()
    signatory: str = ""
    contact: str = ""
    number: str = ""
    dated_on: dt.date | None = None
    more: Mapping[str, str] = field(default_factory=dict)

    def blanks(self) -> dict[str, Any]:
        """What stands in each blank: clean text, never markup."""
        with translation.override(self.language):
            date = formats.date_format(self.dated_on, "DATE_FORMAT") if self.dated_on else _("Date: ____ / __ / ____")
            number = _("No. %(number)s") % {"number": clean(self.number) or "________"}
        return {
            **dict.fromkeys(self.kind.more_blanks, ""),
            **{name: clean(text) for name, text in self.more.items()},
            "sender": clean(self.sender),
            "number": number,
            "date": date,
            "addressee": clean(self.addressee),
            "addressee_person": clean(self.addressee_person),
            "subject": clean(self.subject),
            "salutation": clean(self.salutation),
            "paragraphs": [clean(each) for each in self.paragraphs],
            "facts": [Fact(clean(each.label), clean(each.value)) for each in self.facts],
            "points": [Point(clean(each.title), clean(each.text)) for each in self.points],
            "closing": [clean(each) for each in self.closing],
            "signatory": clean(self.signatory),
            "contact": clean(self.contact),
        }


def letter_docx(letter: Letter) -> bytes:
    """The letter on the template the secretariat put in use for its kind and language, else on the shipped one."""
    template = DocxTemplate(io.BytesIO(template_for(letter.kind.name, letter.language)))
    try:
        template.render(letter.blanks(), jinja_env=Blanks(undefined=StrictUndefined), autoescape=True)
    except TemplateError as error:
        raise RuleBroken(
            _("The template in use for this letter does not fit any more. Replace it: see Letter templates.")
        ) from error
    written = io.BytesIO()
    template.save(written)
    return written.getvalue()


def template_for(kind: str, language: str) -> bytes:
    """The bytes of the template in use. One of a kind in another language is not taken: its words would be mixed."""
    own = LetterTemplate.objects.in_use_for(kind, language).select_related("document").first()
    return storage.path_of(own.document.public_name).read_bytes() if own else shipped_template(language)


@cache
def shipped_template(language: str) -> bytes:
    return default_letter(language)


def letters_pdf(letters: Iterable[Letter], *, made_at: dt.datetime | None = None) -> bytes:
    """The letters one after the other, each from a new page and with its own page numbers."""
    content = [_for_typst(each) for each in letters]
    return typeset(TYPST_TEMPLATE, content, made_at=made_at or timezone.now())


def letter_pdf(letter: Letter, *, made_at: dt.datetime | None = None) -> bytes:
    return letters_pdf([letter], made_at=made_at)


def _for_typst(letter: Letter) -> dict[str, Any]:
    with translation.override(letter.language):
        labels = {"signature_label": _("Signature"), "page_label": _("Page")}
    blanks = letter.blanks()
    return {
        **{name: blanks[name] for name in COMMON_BLANKS if "." not in name},
        "facts": [[each.label, each.value] for each in blanks["facts"]],
        "points": [[each.title, each.text] for each in blanks["points"]],
        "language": letter.language,
        **labels,
    }


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The files under their names in one archive; two of one name get a number."""
    written, taken = io.BytesIO(), set[str]()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            stem, _dot, ending = clean_name(name).rpartition(".")
            wanted, number = f"{stem}.{ending}", 2
            while wanted.casefold() in taken:
                wanted, number = f"{stem} {number}.{ending}", number + 1
            taken.add(wanted.casefold())
            archive.writestr(wanted, content)
    return written.getvalue()
