from __future__ import annotations

from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from tulga.kit.tables import Cell, Column, ComputedColumn, DateColumn, LinkColumn, Row, StatusColumn, Table, TextColumn
from tulga.recommendations.choices import UNDONE, CommitmentStatus, ObjectionStatus, OrderStatus, Status


def _due(row: Row) -> Cell:
    is_open = row["status"] in UNDONE
    words = formats.date_format(row["due_on"], "SHORT_DATE_FORMAT")
    return Cell(text=words, is_late=is_open and row["due_on"] < timezone.localdate())


class RecommendationTable(Table):
    reference = Column(_("Number"))
    title = LinkColumn(_("Recommendation"), url_name="recommendation_detail")
    status = StatusColumn(_("Status"), states=Status)
    due_on = DateColumn(_("Proposed deadline"))
    in_force_on = DateColumn(_("In force since"))

    empty_text = _("No recommendation yet.")


class ChallengeTable(Table):
    text = LinkColumn(_("Challenge"), url_name="challenge_detail")
    agency = TextColumn(_("Whose"), "agency__name")
    told_on = DateColumn(_("Told on"))

    empty_text = _("No challenge yet.")


class OrderTable(Table):
    number = LinkColumn(_("Number of the order"), url_name="order_detail")
    dated_on = DateColumn(_("Date"))
    signatory_title = TextColumn(_("Office of the signatory"))
    status = StatusColumn(_("Status"), states=OrderStatus)

    empty_text = _("No order yet.")


class CommitmentTable(Table):
    text = LinkColumn(_("Commitment"), url_name="commitment_detail", note="recommendation__reference")
    agency = TextColumn(_("Agency"), "agency__name", note="owner")
    due_on = ComputedColumn(_("By when"), "due_on", "status", make=_due)
    status = StatusColumn(_("Status"), states=CommitmentStatus)

    empty_text = _("No commitment yet.")


class ObjectionTable(Table):
    reasons = LinkColumn(_("Objection"), url_name="objection_detail", note="recommendation__reference")
    agency = TextColumn(_("Agency"), "agency__name")
    created_at = DateColumn(_("Raised on"))
    status = StatusColumn(_("Status"), states=ObjectionStatus)

    empty_text = _("No objection.")
