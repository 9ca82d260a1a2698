from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import translation

from tulga.agencies.models import Agency
from tulga.findings.models import Finding
from tulga.kit.comparison import Piece, compare_words
from tulga.kit.i18n import I18nText, Shown
from tulga.recommendations.choices import HASH_DIGITS
from tulga.recommendations.models import Challenge, Recommendation
from tulga.recommendations.reading import words_read_by

if TYPE_CHECKING:
    import datetime as dt

    from tulga.kit.actor import Actor
    from tulga.recommendations.models import Order, PaperDecision, SubmissionItem, Wording


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
class Parent:
    """A challenge or finding that a recommendation answers, and whose words it is in."""

    words: Shown
    source: str


@dataclass(frozen=True)
class Laid:
    """What lies before the ministry: the wording, whom it binds, what it answers, and what its adviser proposes."""

    wording: WordingShown
    proposal: str
    advice: str
    cover_text: I18nText
    addressees: list[I18nText]
    parents: list[Parent]
    decided: Decided | None


@dataclass(frozen=True)
class Decided:
    """What became of it: in which words, where the authority changed them."""

    outcome: str
    reasons: str
    on: dt.datetime
    wording: WordingShown | None
    paper: PaperDecision | None = None


@dataclass(frozen=True)
class ComparedText:
    language: str
    pieces: list[Piece]


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


def laid_before_the_ministry(recommendation: Recommendation) -> SubmissionItem | None:
    """The newest submission: where it was returned, earlier ones lie behind it."""
    items = recommendation.submission_items.laid().select_related("wording", "submission")
    return items.order_by("-pk").first()


def laid(item: SubmissionItem, actor: Actor) -> Laid:
    """As far as the reader may see what it binds and answers. The caller has shown that they read drafts."""
    recommendation = item.recommendation
    return Laid(
        wording=wording_shown(item.wording),
        proposal=str(item.proposed.label),
        advice=item.advice,
        cover_text=item.submission.cover_text,
        addressees=[
            each.name
            for each in Agency.objects.visible_to(actor).filter(addressed_recommendations=recommendation).sorted()
        ],
        parents=parents_of(recommendation, actor),
        decided=_decided(item),
    )


def parents_of(recommendation: Recommendation, actor: Actor) -> list[Parent]:
    """Its parents on the thread: findings of outside bodies, then challenges told by agencies."""
    findings = Finding.objects.visible_to(actor).filter(recommendations=recommendation)
    challenges = Challenge.objects.visible_to(actor).filter(recommendations=recommendation)
    told = [
        Parent(each.words(), f"{each.assessment.title}, {each.number}")
        for each in findings.select_related("assessment").order_by("assessment__year", "order_key")
    ]
    return told + [
        Parent(each.text.shown(), str(each.agency.name))
        for each in challenges.select_related("agency").order_by("told_on", "pk")
    ]


def _decided(item: SubmissionItem) -> Decided | None:
    decision = getattr(item, "decision", None)
    if decision is None:
        return None
    changed = wording_shown(decision.wording) if decision.wording_id != item.wording_id else None
    return Decided(str(decision.result.label), decision.reasons, decision.decided_at, changed, decision.paper)


def compared_texts(submitted: Wording, changed: I18nText) -> list[ComparedText]:
    """What the authority changes, language by language, against the submitted wording."""
    before = submitted.words()
    return [
        ComparedText(language, compare_words(before.get(language, ""), changed.get(language, "")))
        for language in I18nText({**before, **changed}).languages
        if before.get(language, "") != changed.get(language, "")
    ]


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
