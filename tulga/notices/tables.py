from __future__ import annotations

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tulga.kit.tables import Cell, ComputedColumn, Row, Table, TextColumn
from tulga.notices.choices import PostState
from tulga.notices.querysets import MOST_FAILURES


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


def _recipient(row: Row) -> Cell:
    return Cell(text=row["recipient__full_name"], url=reverse("person_detail", args=[row["recipient_id"]]))


def _state_of_post(row: Row) -> Cell:
    state = PostState.TRIED_AGAIN
    if row["mail_started_at"]:
        state = PostState.UNKNOWN
    elif row["mail_failures"] >= MOST_FAILURES:
        state = PostState.GIVEN_UP
    return Cell(text=str(state.label), colour=state.colour)


def _next_at(row: Row) -> Cell:
    waits = row["mail_next_at"] and not row["mail_started_at"] and row["mail_failures"] < MOST_FAILURES
    return (
        Cell(text=formats.date_format(timezone.localtime(row["mail_next_at"]), "SHORT_DATETIME_FORMAT"))
        if waits
        else Cell(text="–")
    )


class PostTable(Table):
    """Who should have got an e-mail, when, and what became of it. Not what waits for them."""

    recipient = ComputedColumn(_("For"), "recipient_id", "recipient__full_name", make=_recipient)
    created_at = ComputedColumn(_("Told at"), "created_at", make=_told_at)
    state = ComputedColumn(_("E-mail"), "mail_started_at", "mail_failures", make=_state_of_post)
    mail_failures = TextColumn(_("Times failed"))
    mail_problem = TextColumn(_("Last failure"))
    mail_next_at = ComputedColumn(_("Tried next at"), "mail_next_at", "mail_started_at", "mail_failures", make=_next_at)

    empty_text = _("Every e-mail has left.")
