"""The words of recommendations as one reader may read them: drafts and all, or what was issued to an audience."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, prefetch_related_objects

from tulga.kit.i18n import I18nText
from tulga.kit.prepared import prepared, together
from tulga.recommendations.choices import ENDORSED
from tulga.recommendations.models import Recommendation, SharedWords, SubmissionItem, Wording

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tulga.kit.actor import Actor


@dataclass(frozen=True)
class WordsRead:
    """What this reader reads of one recommendation. The hash is that of these words, never of longer ones."""

    text: I18nText
    language: str
    hash: str
    is_decided: bool


def words_for(actor: Actor) -> list[Prefetch[Any]]:
    """What `words_of` needs of each row: five queries, however many rows."""
    return [
        Prefetch("wordings", _wordings(actor), "wordings_read"),
        Prefetch("submission_items", _endorsing(), "endorsing"),
        Prefetch("shared_words", _shared(actor), "words_read"),
    ]


def give_words(rows: Sequence[Any], actor: Actor) -> None:
    """The same, for rows that are there already, by queries that are prepared."""
    numbers = [each.pk for each in rows]
    found = together(
        {
            "wordings_read": _wordings_among.asked(actor, numbers=numbers),
            "endorsing": _endorsing_among.asked(numbers=numbers),
            "words_read": _shared_among.asked(actor, numbers=numbers),
        }
    )
    for name, related in found.items():
        own: dict[int, list[Any]] = {}
        for each in related:
            own.setdefault(each.recommendation_id, []).append(each)
        for row in rows:
            setattr(row, name, own.get(row.pk, []))


def _wordings(actor: Actor) -> QuerySet[Wording]:
    drafted = Recommendation.objects.visible_to(actor).drafts_visible_to(actor)
    return Wording.objects.filter(recommendation__in=drafted).prefetch_related("translations").order_by("number")


def _endorsing() -> QuerySet[SubmissionItem]:
    items = SubmissionItem.objects.filter(decision__outcome__in=ENDORSED)
    return items.select_related("decision__order").order_by("pk")


def _shared(actor: Actor) -> QuerySet[SharedWords]:
    return SharedWords.objects.of_audiences(actor).fullest_first()


@prepared
def _wordings_among(actor: Actor, *, numbers: list[int]) -> QuerySet[Wording]:
    return _wordings(actor).filter(recommendation__id__among=numbers)


@prepared
def _endorsing_among(*, numbers: list[int]) -> QuerySet[SubmissionItem]:
    return _endorsing().filter(recommendation__id__among=numbers)


@prepared
def _shared_among(actor: Actor, *, numbers: list[int]) -> QuerySet[SharedWords]:
    return _shared(actor).filter(recommendation__id__among=numbers)


def words_of(row: Any) -> WordsRead | None:
    """For those who draft the endorsed wording, or else the latest; for others what was issued to them."""
    if row.wordings_read:
        return wording_that_counts(row.wordings_read, row.endorsing[-1].decision.wording_id if row.endorsing else None)
    return _issued(row.words_read[0]) if row.words_read else None


def wording_that_counts(wordings: Sequence[Wording], decided: int | None) -> WordsRead:
    """Of a draft's wordings in their order the decided one, else the latest. Only for those who read drafts."""
    wording = next((each for each in wordings if each.pk == decided), wordings[-1])
    return WordsRead(wording.words(), wording.language, wording.hash, is_decided=wording.pk == decided)


def words_issued_to(actor: Actor, recommendation: Recommendation) -> WordsRead | None:
    """What an audience of the actor's reads of it, drafts or not."""
    words = _fullest(actor, recommendation=recommendation.pk)
    return _issued(words[0]) if words else None


@prepared
def _fullest(actor: Actor, *, recommendation: int) -> QuerySet[SharedWords]:
    return SharedWords.objects.of_audiences(actor).filter(recommendation=recommendation).fullest_first()[:1]


def _issued(words: SharedWords) -> WordsRead:
    return WordsRead(words.text, words.language, words.hash, is_decided=True)


def words_read_by(actor: Actor, recommendations: Iterable[Recommendation]) -> dict[int, WordsRead]:
    """By the recommendation's number in the database; one of which nothing may be read has no entry."""
    rows = list(recommendations)
    give_words(rows, actor)
    return {each.pk: words for each in rows if (words := words_of(each))}


@dataclass(frozen=True)
class FrozenWords:
    """What the authority decided on, with the newest translation into each other language. For those who cut it."""

    text: I18nText
    language: str


def endorsed_words(recommendation_ids: Iterable[int]) -> dict[int, FrozenWords]:
    """By the recommendation's number in the database, in two queries; one that was not endorsed has no entry."""
    items = SubmissionItem.objects.filter(
        recommendation__in=list(recommendation_ids), decision__outcome__in=ENDORSED
    ).select_related("decision__wording")
    decided = {each.recommendation_id: each.decision.wording for each in items.order_by("pk")}
    prefetch_related_objects(list(decided.values()), "translations")
    return {pk: FrozenWords(wording.words(), wording.language) for pk, wording in decided.items()}
