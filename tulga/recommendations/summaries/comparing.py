"""Any two wordings, of one recommendation or of two, in a language that both have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from tulga.kit.comparison import Piece, compare_words
from tulga.kit.i18n import Shown
from tulga.kit.prepared import prepared
from tulga.recommendations.models import Recommendation, Wording
from tulga.recommendations.querysets import RecommendationQuerySet

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True)
class Compared:
    """Word by word where they share a language; else both as they are."""

    old_label: str
    new_label: str
    language: str
    languages: tuple[str, ...]
    pieces: list[Piece]
    old: Shown
    new: Shown


@dataclass(frozen=True)
class Named:
    """A wording that can be chosen, under the value that the address has for it."""

    value: str
    label: str
    wording: Wording


def relatives_of(recommendation: Recommendation, readable: RecommendationQuerySet) -> list[Recommendation]:
    """Itself, what was merged into it and into what, what was split off: as far as the rows given are readable."""
    return list(readable.filter(pk__in=[recommendation.pk, *kin_of(recommendation)]).order_by("pk"))


def kin_of(recommendation: Recommendation) -> set[int]:
    """The numbers of its relatives, for nobody to read: whether there are any decides if more is asked."""
    own = {recommendation.merged_into_id, recommendation.split_from_id} - {None}
    return {*own, *_came_of(recommendation=recommendation.pk)}  # type: ignore[arg-type]  # None was taken out


@prepared
def _came_of(*, recommendation: int) -> QuerySet[Any, int]:
    near = Q(merged_into=recommendation) | Q(split_from=recommendation)
    return Recommendation.objects.filter(near).order_by().values_list("pk", flat=True)


def wordings_of(recommendations: Iterable[Recommendation]) -> list[Named]:
    """Every wording of these rows, older records first."""
    titles = {each.pk: each for each in recommendations}
    wordings = Wording.objects.filter(recommendation__in=titles).prefetch_related("translations")
    return [
        Named(value_of(each), f"{titles[each.recommendation_id]} · {_number(each)}", each)
        for each in wordings.order_by("recommendation", "number")
    ]


def value_of(wording: Wording) -> str:
    return f"{wording.recommendation_id}-{wording.number}"


def compared(old: Named, new: Named, language: str = "") -> Compared:
    """In the language asked for, else the deciding one, else the first that both have."""
    before, after = old.wording.words(), new.wording.words()
    shared = [each for each in after.languages if each in before]
    preferred = [each for each in (language, settings.DECIDING_LANGUAGE, *shared) if each in shared]
    chosen = preferred[0] if preferred else ""
    return Compared(
        old_label=old.label,
        new_label=new.label,
        language=chosen,
        languages=tuple(shared),
        pieces=compare_words(before[chosen], after[chosen]) if chosen else [],
        old=before.shown(old.wording.language),
        new=after.shown(new.wording.language),
    )


def _number(wording: Wording) -> str:
    return _("wording %(number)s") % {"number": wording.number}
