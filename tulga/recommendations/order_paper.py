"""The order as a paper to sign, in the deciding language: a PDF set by Typst from plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _

from tulga.recommendations.choices import HASH_DIGITS
from tulga.recommendations.typesetting import pdf_of

if TYPE_CHECKING:
    from tulga.recommendations.models import Decision, Order


def order_pdf(order: Order) -> bytes:
    """The paper as it stands now. What was printed is kept, and never made again."""
    with translation.override(settings.DECIDING_LANGUAGE):
        return pdf_of("order.typ", _content(order), made_at=order.printed_at)


def _content(order: Order) -> dict[str, object]:
    """Values only: Typst never reads people's words as its own markup."""
    return {
        "language": settings.DECIDING_LANGUAGE,
        "title": _("Order"),
        "number": order.number,
        "number_label": _("Number"),
        "date": formats.date_format(order.dated_on, "DATE_FORMAT") if order.dated_on else "",
        "date_label": _("Date"),
        "opening": _("The following recommendations are endorsed."),
        "recommendations": [_item(each) for each in order.decisions.for_paper()],
        "signatory": str(order.signatory_title),
        "signature_label": _("Signature"),
        "hash_note": _(
            "The digits under each text are the beginning of its SHA-256: they show that no word was changed."
        ),
        "page_label": _("Page"),
        **(_verification(order) if order.code else {}),
    }


def _verification(order: Order) -> dict[str, object]:
    """Where whoever holds the paper finds out whether it stands. The host is the installation's, never a request's."""
    address = settings.BASE_URL.rstrip("/") + reverse("verify_order", args=[order.code_in_groups])
    return {
        "code": order.code_in_groups,
        "code_label": _("Verification code"),
        "code_note": _("Whether this order is in force, and whether this paper is the true one, can be seen here:"),
        "code_address": address,
        "code_drawing": segno.make(address, error="m").svg_inline(border=0),
    }


def _item(decision: Decision) -> dict[str, object]:
    recommendation = decision.item.recommendation
    return {
        "reference": recommendation.reference or "",
        "title": str(recommendation.working_title),
        "text": decision.wording.text,
        "language": decision.wording.language,
        "addressed_label": _("Addressed to"),
        "addressees": [str(each) for each in recommendation.addressees.order_by("code")],
        "hash": decision.wording_hash[:HASH_DIGITS],
    }
