from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tulga.findings.choices import Tier
from tulga.kit.tables import Cell, Column, ComputedColumn, LinkColumn, Row, StatusColumn, Table


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
