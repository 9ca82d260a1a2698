from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from tulga.findings.choices import Kind, Position, Tier
from tulga.kit.addresses import address_of
from tulga.kit.i18n import Shown
from tulga.kit.tables import Cell, Column, ComputedColumn, FileColumn, LinkColumn, Row, StatusColumn, Table


def body_cell(row: Row) -> Cell:
    shown = (row["body_name"] or row["body__name"]).shown()
    return Cell(text=shown.text, lang=shown.language if shown.is_fallback else "")


class AssessmentTable(Table):
    title = LinkColumn(_("Assessment"), url_name="assessment_detail", url_value="code", note="code")
    body_words = ComputedColumn(_("Body"), "body_name", "body__name", make=body_cell)
    year = Column(_("Year"))
    tier = StatusColumn(_("Tier"), states=Tier)
    findings_count = Column(_("Findings"))

    empty_text = _("No assessment matches.")


def text_cell(row: Row) -> Cell:
    """The exact words, or their translation for a reader who has one."""
    texts = row["translations"] | {row["language"]: row["text"]}
    shown: Shown = texts.shown()
    url = address_of("finding_detail", row["assessment__code"], row["number"])
    lang = shown.language if shown.is_fallback else ""
    return Cell(text=shown.text, url=url, lang=lang)


def position_cell(row: Row) -> Cell:
    position = Position(row["position"])
    return Cell("") if position == Position.NONE else Cell(str(position.label), colour=position.colour)


def kind_cell(row: Row) -> Cell:
    return Cell(str(Kind(row["kind"]).label))


class OwnWordsColumn(ComputedColumn):
    """On a page in its reader's language, in a file as the document has it, whoever takes it: it may come back."""

    def exported(self, row: Row) -> Any:
        words = row[self.values[0]]
        return words if isinstance(words, str) else words.get(row["language"]) or str(words)


def theme_cell(row: Row) -> Cell:
    shown: Shown = row["theme"].shown()
    return Cell(shown.text, lang=shown.language if shown.is_fallback else "")


class FindingTable(Table):
    """Its headings are understood by the import: an exported sheet can be changed and imported again."""

    assessment = LinkColumn(
        _("Assessment"),
        "assessment__code",
        url_name="assessment_detail",
        url_value="assessment__code",
        note="assessment__year",
    )
    state = FileColumn(_("State"), "assessment__state")
    year = FileColumn(_("Year"), "assessment__year")
    number = Column(_("Number"))
    text = OwnWordsColumn(
        _("Finding"), "text", "language", "translations", "assessment__code", "number", make=text_cell
    )
    kind = ComputedColumn(_("Kind"), "kind", make=kind_cell)
    theme = OwnWordsColumn(_("Theme"), "theme", "language", make=theme_cell)
    recommended_by = Column(_("Recommended by"))
    position = ComputedColumn(_("Position"), "position", make=position_cell)

    empty_text = _("No finding matches.")
