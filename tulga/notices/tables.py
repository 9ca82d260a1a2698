from __future__ import annotations

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tulga.kit.tables import Cell, ComputedColumn, Row, Table


def _subject(row: Row) -> Cell:
    shown = row["subject"].shown()
    return Cell(
        text=shown.text, url=reverse("notice_open", args=[row["pk"]]), lang=shown.language if shown.is_fallback else ""
    )


def _told_at(row: Row) -> Cell:
    return Cell(text=formats.date_format(timezone.localtime(row["created_at"]), "SHORT_DATETIME_FORMAT"))


def _state(row: Row) -> Cell:
    return Cell(text="") if row["read_at"] else Cell(text=gettext("New"), colour="blue")


class NoticeTable(Table):
    subject = ComputedColumn(_("What waits for you"), "subject", "pk", make=_subject)
    created_at = ComputedColumn(_("Told at"), "created_at", make=_told_at)
    read_at = ComputedColumn(_("State"), "read_at", make=_state)

    empty_text = _("Nothing has been waiting for you yet.")
