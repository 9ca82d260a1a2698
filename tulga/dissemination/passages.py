"""What a release cuts, as it is stored, and what stands in the way of approving it. For preparers and approvers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tulga.dissemination.choices import ReleaseStatus
from tulga.dissemination.cutting import Cuttable, Piece, words_for
from tulga.dissemination.models import EditionItem, Passage, Release, ReleaseItem
from tulga.kit.audience import Audience
from tulga.kit.errors import RuleBroken
from tulga.kit.i18n import I18nText, own_name
from tulga.recommendations.models import SharedWords
from tulga.recommendations.reading import endorsed_words
from tulga.recommendations.services.sharing import Words

if TYPE_CHECKING:
    from tulga.recommendations.models import Recommendation


@dataclass(frozen=True)
class ToCut:
    """One recommendation of a release with its passages."""

    item: ReleaseItem
    cuttable: Cuttable

    @property
    def recommendation(self) -> Recommendation:
        return self.item.recommendation

    def readers(self, release: Release) -> list[Audience]:
        """In the order of the class: who gets this recommendation."""
        return [each for each in Audience if each in release.audiences and each not in self.item.left_out]


def to_cut(release: Release) -> list[ToCut]:
    """In the release's order, in three queries."""
    items = release.items.select_related("recommendation").prefetch_related("passages", "titles")
    return [ToCut(each, _cuttable(each)) for each in items]


def _cuttable(item: ReleaseItem) -> Cuttable:
    passages = list(item.passages.all())
    languages = sorted({each.language for each in passages}, key=lambda code: (code != item.language, code))
    return Cuttable(
        reference=item.recommendation.reference or "",
        working_title=item.recommendation.working_title,
        language=item.language,
        pieces={
            language: [Piece(each.text, each.audiences) for each in passages if each.language == language]
            for language in languages
        },
        titles={Audience(each.audience): each.title for each in item.titles.all()},
        left_out=item.left_out,
    )


def words_of_edition(items: Iterable[ToCut], release: Release, audience: Audience) -> Iterator[tuple[ToCut, Words]]:
    """What this audience will read; a refusal where it could not be cut."""
    for each in items:
        if audience in each.readers(release):
            yield each, words_for(each.cuttable, audience)


def store_passages(item: ReleaseItem, pieces: Mapping[str, Iterable[Piece]]) -> None:
    """In place of those there were, language by language."""
    item.passages.filter(language__in=list(pieces)).delete()
    Passage.objects.bulk_create(
        Passage(item=item, language=language, number=number, text=piece.text, audiences=piece.audiences)
        for language, some in pieces.items()
        for number, piece in enumerate(some, start=1)
    )


# --- What stands in the way -----------------------------------------------------------------------------------------
def problems_of(release: Release) -> list[str]:
    """Every sentence that has to be answered before a second person can approve; empty where nothing is missing."""
    items = to_cut(release)
    found = _outdated(items)
    for audience in [each for each in Audience if each in release.audiences]:
        readable = [each for each in items if audience in each.readers(release)]
        if items and not readable:
            found.append(
                _("Nothing is left for %(audience)s: take the audience out of the release.")
                % {"audience": audience.label}
            )
        for each in readable:
            try:
                words_for(each.cuttable, audience)
            except RuleBroken as broken:
                found.append(str(broken.message))
    if not found:
        found += _released_elsewhere(release, items) + _undeclared_changes(release, items)
    return found


def _outdated(items: list[ToCut]) -> list[str]:
    """Passages that do not add up to the frozen words, or to the newest translation of them."""
    frozen = endorsed_words(each.recommendation.pk for each in items)
    found = []
    for each in items:
        words = frozen[each.recommendation.pk].text
        joined = {language: "".join(piece.text for piece in some) for language, some in each.cuttable.pieces.items()}
        found += [
            _("%(number)s has newer words (%(language)s) than its passages: take them over first.")
            % {"number": each.cuttable.reference, "language": own_name(language)}
            for language in sorted({*words, *joined})
            if words.get(language) != joined.get(language)
        ]
    return found


def _released_elsewhere(release: Release, items: list[ToCut]) -> list[str]:
    """An audience reads a recommendation by one release: what it reads is changed by revising that one."""
    current = SharedWords.objects.filter(
        recommendation__in=[each.recommendation for each in items], audience__in=release.audiences, replaced_at=None
    )
    elsewhere = EditionItem.objects.filter(words__in=current, edition__release__status=ReleaseStatus.RELEASED)
    elsewhere = elsewhere.exclude(edition__release=release.supersedes_id).select_related(
        "words__recommendation", "edition__release"
    )
    taken = {(each.recommendation.pk, audience) for each in items for audience in each.readers(release)}
    return [
        _("%(audience)s reads %(number)s by release %(release)s already: revise that one, or leave it out for them.")
        % {
            "audience": each.edition.reader.label,
            "number": each.words.recommendation.reference,
            "release": each.edition.release.number,
        }
        for each in elsewhere
        if (each.words.recommendation_id, each.edition.reader) in taken
    ]


def _undeclared_changes(release: Release, items: list[ToCut]) -> list[str]:
    """A correction that is not material leaves everybody's decided words as they were."""
    if release.supersedes_id is None or release.is_material:
        return []
    before = {
        (each.words.recommendation_id, each.edition.reader): each.words.text.get(each.words.language, "")
        for each in EditionItem.objects.filter(edition__release=release.supersedes_id).select_related(
            "words", "edition"
        )
    }
    after = {
        (each.recommendation.pk, audience): words.text[words.language]
        for audience in release.audiences
        for each, words in words_of_edition(items, release, audience)
    }
    changed = sorted(
        {audience for key, audience in {*before, *after} if before.get((key, audience)) != after.get((key, audience))}
    )
    return [
        _("The words of %(audience)s change: that is a material change. Say so, and every office is asked again.")
        % {"audience": Audience(audience).label}
        for audience in changed
    ]


def title_or_refusal(cuttable: Cuttable, audience: Audience) -> I18nText | None:
    """The title this audience will read, or nothing while it has to be written."""
    try:
        return words_for(cuttable, audience).title
    except RuleBroken:
        return None
