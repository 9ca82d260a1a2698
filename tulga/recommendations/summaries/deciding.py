from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import translation

from tulga.recommendations.choices import HASH_DIGITS, Outcome
from tulga.recommendations.models import Recommendation
from tulga.recommendations.reading import words_read_by

if TYPE_CHECKING:
    from tulga.kit.actor import Actor
    from tulga.kit.i18n import I18nText
    from tulga.recommendations.models import Order, SubmissionItem, Wording


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
class Ordered:
    """One recommendation of an order, in the words that were endorsed."""

    recommendation: Recommendation
    wording: WordingShown


def wording_shown(wording: Wording) -> WordingShown:
    return _shown(wording.words(), wording.language, wording.hash, wording.number)


def as_read_by(actor: Actor, recommendation: Recommendation) -> WordingShown | None:
    """The words that this reader may read; without a number where they were issued to an audience."""
    read = words_read_by(actor, [recommendation]).get(recommendation.pk)
    return _shown(read.text, read.language, read.hash, 0) if read else None


def _shown(words: I18nText, language: str, fingerprint: str, number: int) -> WordingShown:
    reader = translation.get_language() or ""
    others = [each for each in (reader, *words.languages) if each in words and each != language]
    other = others[0] if others else ""
    return WordingShown(
        number=number,
        text=words[language],
        language=language,
        other=words.get(other, ""),
        other_language=other,
        hash_start=fingerprint[:HASH_DIGITS],
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


def ordered(order: Order, actor: Actor) -> list[Ordered]:
    """What the order endorses, as far as this reader may know it, in the words it may read."""
    endorsed = Recommendation.objects.visible_to(actor).filter(submission_items__decision__order=order)
    rows = list(endorsed.order_by("reference", "pk"))
    read = words_read_by(actor, rows)
    return [
        Ordered(each, _shown(words.text, words.language, words.hash, 0))
        for each in rows
        if (words := read.get(each.pk))
    ]
