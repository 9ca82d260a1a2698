"""The package as a brief for a chair who reads paper: one recommendation on a page, with boxes to tick and sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from tulga.recommendations.choices import Outcome
from tulga.recommendations.summaries import laid
from tulga.recommendations.typesetting import pdf_of

if TYPE_CHECKING:
    from tulga.kit.actor import Actor
    from tulga.recommendations.models import Submission, SubmissionItem


def brief_pdf(package: Submission, actor: Actor) -> bytes:
    """In the deciding language, as far as the reader may see what the recommendations answer."""
    with translation.override(settings.DECIDING_LANGUAGE):
        return pdf_of("brief.typ", _content(package, actor), made_at=package.submitted_at or package.prepared_at)


def _content(package: Submission, actor: Actor) -> dict[str, object]:
    items = package.items.open().for_reading().select_related("submission")
    day = timezone.localdate(package.submitted_at or package.prepared_at)
    return {
        "language": settings.DECIDING_LANGUAGE,
        "title": str(package),
        "date": formats.date_format(day, "DATE_FORMAT"),
        "state": "" if package.is_laid else _("In preparation: not yet laid before the ministry"),
        "cover_text": str(package.cover_text),
        "contents_label": _("Recommendations"),
        "addressed_label": _("Addressed to"),
        "answers_label": _("What it answers"),
        "proposal_label": _("The adviser proposes"),
        "decision_label": _("Decision"),
        "reasons_label": _("Reasons"),
        "signature_label": _("Signature"),
        "page_label": _("Page"),
        "outcomes": [str(each.label) for each in Outcome],
        "items": [_item(each, actor) for each in items],
    }


def _item(item: SubmissionItem, actor: Actor) -> dict[str, object]:
    recommendation, found = item.recommendation, laid(item, actor)
    return {
        "reference": recommendation.reference or "",
        "title": str(recommendation.working_title),
        "text": found.wording.text,
        "language": found.wording.language,
        "hash": found.wording.hash_start,
        "addressees": [str(each) for each in found.addressees],
        "answers": [
            {"text": each.words.text, "language": each.words.language, "source": each.source} for each in found.parents
        ],
        "proposal": found.proposal,
        "advice": found.advice,
    }
