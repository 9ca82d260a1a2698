from __future__ import annotations

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tulga.kit.tables import Cell, Column, ComputedColumn, DateColumn, LinkColumn, Row, StatusColumn, Table, TextColumn
from tulga.recommendations.choices import (
    UNDONE,
    ClimbsFor,
    ClimbsTo,
    CommitmentStatus,
    ObjectionStatus,
    OrderStatus,
    Status,
)
from tulga.recommendations.summaries import state_of


def _due(row: Row) -> Cell:
    is_open = row["status"] in UNDONE
    words = formats.date_format(row["due_on"], "SHORT_DATE_FORMAT")
    return Cell(text=words, is_late=is_open and row["due_on"] < timezone.localdate())


def _told(row: Row) -> Cell:
    return Cell(text=str(ClimbsTo(row["who"]).label), url=reverse("ladder_edit", args=[row["pk"]]))


def _counted_from(row: Row) -> Cell:
    return Cell(text=str(ClimbsFor(row["about"]).label))


def _after(row: Row) -> Cell:
    days = row["days"]
    if days == 0:
        return Cell(text=gettext("on the day itself"))
    if days < 0:
        return Cell(text=ngettext("%(days)s day before", "%(days)s days before", -days) % {"days": -days})
    return Cell(text=ngettext("%(days)s day after", "%(days)s days after", days) % {"days": days})


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


def _package(row: Row) -> Cell:
    title = row["title"].shown()
    day = timezone.localdate(row["submitted_at"] or row["prepared_at"])
    untitled = _("Package of %(day)s") % {"day": formats.date_format(day, "DATE_FORMAT")}
    if row["items_count"] == 1 and row["a_reference"]:
        untitled = f"{row['a_reference']} · {untitled}"
    lang = title.language if title.is_fallback else ""
    return Cell(text=title.text or untitled, url=reverse("package_detail", args=[row["pk"]]), lang=lang)


def _package_state(row: Row) -> Cell:
    counts = {name: row[name] for name in ("open_count", "decided_count", "returned_count")}
    state = state_of(is_laid=row["submitted_at"] is not None, **counts)
    return Cell(text=str(state.label), colour=state.colour)


class PackageTable(Table):
    title = ComputedColumn(
        _("Package"), "title", "pk", "prepared_at", "submitted_at", "items_count", "a_reference", make=_package
    )
    submitted_at = DateColumn(_("Laid before the ministry"))
    items_count = Column(_("Recommendations"))
    open_count = Column(_("Undecided"))
    state = ComputedColumn(
        _("State"), "open_count", "decided_count", "returned_count", "submitted_at", make=_package_state
    )

    empty_text = _("No package yet.")


class OrderTable(Table):
    number = LinkColumn(_("Number of the order"), url_name="order_detail")
    dated_on = DateColumn(_("Date"))
    signatory_title = TextColumn(_("Office of the signatory"))
    status = StatusColumn(_("Status"), states=OrderStatus)

    empty_text = _("No order yet.")


class CommitmentTable(Table):
    text = LinkColumn(_("Commitment"), url_name="commitment_detail", note="recommendation__reference")
    agency = TextColumn(_("Agency"), "agency__name", note="office_read")
    due_on = ComputedColumn(_("By when"), "due_on", "status", make=_due)
    status = StatusColumn(_("Status"), states=CommitmentStatus)

    empty_text = _("No commitment yet.")


class ObjectionTable(Table):
    reasons = LinkColumn(_("Objection"), url_name="objection_detail", note="recommendation__reference")
    agency = TextColumn(_("Agency"), "agency__name")
    created_at = DateColumn(_("Raised on"))
    status = StatusColumn(_("Status"), states=ObjectionStatus)

    empty_text = _("No objection.")


class LadderTable(Table):
    who = ComputedColumn(_("Who is told"), "who", "pk", make=_told)
    days = ComputedColumn(_("When"), "days", make=_after)
    about = ComputedColumn(_("Counted from"), "about", make=_counted_from)

    empty_text = _("Nobody is told of any deadline. Add a step.")
