from __future__ import annotations

from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from tulga.dissemination.choices import DeliveryStatus, ReleaseStatus
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


def _due(row: Row) -> Cell:
    is_late = row["status"] in DeliveryStatus.open() and row["due_on"] < timezone.localdate()
    return Cell(text=formats.date_format(row["due_on"], "SHORT_DATE_FORMAT"), is_late=is_late)


class DeliveryTable(Table):
    agency = LinkColumn(_("Office"), "agency__name", url_name="delivery_detail", note="release__number")
    due_on = ComputedColumn(_("Acknowledge by"), "due_on", "status", make=_due)
    opened_at = DateColumn(_("Opened on"))
    said_on = DateColumn(_("Acknowledged on"), "acknowledgement__given_at")
    status = StatusColumn(_("Status"), states=DeliveryStatus)

    empty_text = _("Nothing has been delivered yet.")
