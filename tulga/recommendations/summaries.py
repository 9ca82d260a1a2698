from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import translation

from tulga.kit.comparison import Piece, compare_words
from tulga.recommendations.choices import HASH_DIGITS, Outcome

if TYPE_CHECKING:
    from tulga.recommendations.models import Commitment, Decision, Recommendation, SubmissionItem, Wording


@dataclass(frozen=True)
class WordingShown:
    """A wording in its own language, with the reader's beside it where there is a translation."""

    number: int
    text: str
    language: str
    other: str
    other_language: str
    hash_start: str


@dataclass(frozen=True)
class Laid:
    """What lies before the ministry: the wording, and what its adviser proposes."""

    wording: WordingShown
    proposal: str
    cover_text: str


@dataclass(frozen=True)
class Compared:
    old: int
    new: int
    language: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Ordered:
    """One recommendation of an order, in the words that were endorsed."""

    recommendation: Recommendation
    wording: WordingShown


@dataclass(frozen=True)
class Told:
    """What the agency reported, and what was said of it. The verdict is empty while nobody has judged."""

    pk: int
    on: dt.datetime
    text: str
    evidence: str
    evidence_words: str
    is_adequate: bool
    verdict: str
    verdict_on: dt.datetime | None


def wording_shown(wording: Wording) -> WordingShown:
    words = wording.words()
    reader = translation.get_language() or ""
    others = [each for each in (reader, *words.languages) if each in words and each != wording.language]
    other = others[0] if others else ""
    return WordingShown(
        number=wording.number,
        text=wording.text,
        language=wording.language,
        other=words.get(other, ""),
        other_language=other,
        hash_start=wording.hash[:HASH_DIGITS],
    )


def latest_wording(recommendation: Recommendation) -> WordingShown | None:
    wording = recommendation.latest_wording()
    return wording_shown(wording) if wording else None


def laid_before_the_ministry(recommendation: Recommendation) -> SubmissionItem:
    """The newest submission: where it was returned, earlier ones lie behind it."""
    items = recommendation.submission_items.select_related("wording", "submission")
    return items.order_by("-pk")[0]


def laid(item: SubmissionItem) -> Laid:
    return Laid(wording_shown(item.wording), str(Outcome(item.proposal).label), str(item.submission.cover_text))


def compared(old: Wording, new: Wording) -> Compared:
    """In the newer wording's language, as far as the older one speaks it."""
    before = old.words().get(new.language, old.text)
    return Compared(old.number, new.number, new.language, compare_words(before, new.text))


def ordered(decisions: list[Decision]) -> list[Ordered]:
    return [Ordered(each.item.recommendation, wording_shown(each.wording)) for each in decisions]


def reports_of(commitment: Commitment) -> list[Told]:
    told = []
    for report in commitment.done_reports.select_related("verification", "evidence"):
        verdict = getattr(report, "verification", None)
        told.append(
            Told(
                pk=report.pk,
                on=report.reported_at,
                text=report.text,
                evidence=report.evidence.original_name if report.evidence else "",
                evidence_words=report.evidence_words,
                is_adequate=verdict.is_adequate if verdict else False,
                verdict=verdict.words if verdict else "",
                verdict_on=verdict.verified_at if verdict else None,
            )
        )
    return told
