from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tulga.dissemination.choices import ReleaseStatus
from tulga.kit.audience import Audience
from tulga.kit.tables import Cell, Column, ComputedColumn, DateColumn, LinkColumn, Row, StatusColumn, Table


def _audiences(row: Row) -> Cell:
    return Cell(text=", ".join(str(each.label) for each in Audience if each in row["audiences"]))


class ReleaseTable(Table):
    title = LinkColumn(_("Release"), url_name="release_detail", note="number")
    audiences = ComputedColumn(_("Shared with"), make=_audiences)
    recommendations_count = Column(_("Recommendations"))
    released_on = DateColumn(_("Released on"))
    status = StatusColumn(_("Status"), states=ReleaseStatus)

    empty_text = _("No release yet.")
