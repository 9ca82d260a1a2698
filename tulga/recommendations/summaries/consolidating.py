"""What sessions adopted, side by side: how far it is, whose voice each is, and which say nearly the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from tulga.agencies.models import Agency
from tulga.kit.charts import Bar
from tulga.kit.i18n import I18nText, Shown, languages, own_name
from tulga.recommendations.choices import Status
from tulga.recommendations.models import DraftingCircle, Recommendation, ToldApart
from tulga.recommendations.querysets import RecommendationQuerySet
from tulga.recommendations.similarity import Pair, Part, Text, alike, as_written, marked

# The newest so many are compared: more than three rounds have, and still less than a second's work.
MOST_COMPARED = 500
MOST_SHARED = 8


@dataclass(frozen=True)
class Progress:
    """How much of what sessions adopted has been consolidated, in all and by session."""

    adopted: int
    consolidated: int
    by_session: tuple[Bar, ...]


@dataclass(frozen=True)
class Voice:
    """One recommendation as its session wrote it."""

    recommendation: Recommendation
    sessions: tuple[I18nText, ...]
    words: I18nText
    addressees: tuple[Agency, ...]
    languages: tuple[str, ...]
    wants: tuple[str, ...]

    @property
    def pk(self) -> int:
        return self.recommendation.pk

    @property
    def texts(self) -> tuple[Shown, ...]:
        """Every language, the deciding one first: this is read to write one text out of several."""
        ordered = sorted(self.words.languages, key=lambda code: code != settings.DECIDING_LANGUAGE)
        return tuple(self.words.shown(code) for code in ordered)


@dataclass(frozen=True)
class Likeness:
    """Two that say nearly the same, with the reason."""

    first: Voice
    second: Voice
    language: str
    verdict: str
    shared: tuple[str, ...]
    first_parts: tuple[Part, ...]
    second_parts: tuple[Part, ...]


def progress_of(rows: RecommendationQuerySet) -> Progress:
    """Of the visible rows given. Results of a merge are no session's, and do not count a second time."""
    counted = rows.adopted_by_sessions().order_by().values("circle")
    counts = {
        each["circle"]: (each["done"], each["all"])
        for each in counted.annotate(all=Count("pk"), done=Count("pk", filter=~Q(status=Status.ADOPTED)))
    }
    circles = {each.pk: each for each in DraftingCircle.objects.filter(pk__in=counts).order_by("pk")}
    return Progress(
        adopted=sum(of for _done, of in counts.values()),
        consolidated=sum(done for done, _of in counts.values()),
        by_session=tuple(Bar(circles[pk].title, *counts[pk]) for pk in circles),  # type: ignore[arg-type]
    )


def voices_of(rows: QuerySet[Recommendation]) -> list[Voice]:
    """The visible rows given, each with its latest words: five queries however many."""
    found = rows.select_related("circle", "merged_into")
    found = found.prefetch_related("addressees", "wordings__translations", "circle__joins")
    return [_voice(each) for each in found]


def likenesses_among(rows: RecommendationQuerySet) -> list[Pair]:
    """Pairs of the visible, open rows that read alike and that nobody has told apart."""
    newest = rows.mergeable().order_by("-pk").prefetch_related("wordings__translations")[:MOST_COMPARED]
    texts = [Text(each.pk, language, words) for each in newest for language, words in _latest_words(each).items()]
    pairs = alike(texts)
    apart = set(ToldApart.objects.filter(first__in=[pair.first for pair in pairs]).values_list("first_id", "second_id"))
    return [pair for pair in pairs if (pair.first, pair.second) not in apart]


def shown_side_by_side(pairs: Iterable[Pair], voices: Collection[Voice]) -> list[Likeness]:
    known = {each.pk: each for each in voices}
    return [
        _likeness(pair, known[pair.first], known[pair.second])
        for pair in pairs
        if pair.first in known and pair.second in known
    ]


def _likeness(pair: Pair, first: Voice, second: Voice) -> Likeness:
    one, other = first.words[pair.language], second.words[pair.language]
    return Likeness(
        first=first,
        second=second,
        language=pair.language,
        verdict=_("Very alike") if pair.is_very_alike else _("Alike"),
        shared=tuple(as_written(pair.shared, one)[:MOST_SHARED]),
        first_parts=tuple(marked(one, other)),
        second_parts=tuple(marked(other, one)),
    )


def _voice(recommendation: Recommendation) -> Voice:
    words = _latest_words(recommendation)
    return Voice(
        recommendation=recommendation,
        sessions=tuple(each.title for each in recommendation.circle.joins.all()) or (recommendation.circle.title,),
        words=words,
        addressees=tuple(recommendation.addressees.all()),
        languages=tuple(own_name(each) for each in words.languages),
        wants=tuple(_wants(words)),
    )


def _latest_words(recommendation: Recommendation) -> I18nText:
    wordings = list(recommendation.wordings.all())
    return wordings[-1].words() if wordings else I18nText()


def _wants(words: I18nText) -> Iterable[str]:
    """What is missing before it can be submitted, or read by everybody."""
    names = dict(settings.LANGUAGES)
    for language in languages():
        if language not in words:
            sentence = (
                _("No text in %(language)s: it cannot be submitted yet.")
                if language == settings.DECIDING_LANGUAGE
                else _("No translation into %(language)s yet.")
            )
            yield sentence % {"language": names[language]}
