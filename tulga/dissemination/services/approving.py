"""The second person's word: what each audience reads is cut, stored and frozen in one transaction."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from tulga.dissemination.models import Edition, EditionItem, Release
from tulga.dissemination.models.editions import hash_of_edition
from tulga.dissemination.passages import ToCut, to_cut, words_of_edition
from tulga.dissemination.services.delivering import deliver
from tulga.dissemination.workflow import spread
from tulga.kit.actor import Actor
from tulga.kit.audience import Audience
from tulga.kit.errors import NotAllowed
from tulga.kit.versions import save_edit
from tulga.recommendations.models import Recommendation, SharedWords
from tulga.recommendations.services.sharing import Words, share


@transaction.atomic
def approve_release(*, release: Release, actor: Actor, expected_version: int | None = None) -> Release:
    """From now on its audiences read its recommendations, each in the words cut for it; its offices receive it."""
    locked = Release.objects.select_for_update(no_key=True).get(pk=release.pk)
    if not (decision := spread.ask(locked, "release", actor)):
        raise NotAllowed(decision.reason)
    release.approved_by_id, release.released_on = actor.user_id, timezone.localdate()
    version = release.version if expected_version is None else expected_version
    save_edit(release, expected_version=version, fields=["approved_by_id", "released_on"])
    _freeze(release, actor)
    if release.supersedes is not None:
        spread.apply(release.supersedes, "supersede", actor)
    deliver(release=release, actor=actor)
    return spread.apply(release, "release", actor)


def _freeze(release: Release, actor: Actor) -> None:
    items = to_cut(release)
    cut = {
        audience: {each.item.pk: words for each, words in words_of_edition(items, release, audience)}
        for audience in Audience
        if audience in release.audiences
    }
    issued: dict[int, dict[Audience, SharedWords]] = {}
    for each in items:
        words = {audience: found[each.item.pk] for audience, found in cut.items() if each.item.pk in found}
        issued[each.item.pk] = _share(each, words, release, actor)
    _take_back_what_is_no_longer_released(release, items, actor)
    for audience in cut:
        rows = [(each, issued[each.item.pk][audience]) for each in items if audience in issued[each.item.pk]]
        edition = Edition.objects.create(
            release=release,
            audience=audience,
            hash=hash_of_edition(release.number, audience, [row for _item, row in rows]),
        )
        EditionItem.objects.bulk_create(
            EditionItem(edition=edition, words=row, position=each.item.position) for each, row in rows
        )


def _share(each: ToCut, words: dict[Audience, Words], release: Release, actor: Actor) -> dict[Audience, SharedWords]:
    gone = _readers_before(release, each.recommendation) - set(words)
    return share(recommendation=each.recommendation, words=words, withdrawn_from=gone, actor=actor)


def _take_back_what_is_no_longer_released(release: Release, items: list[ToCut], actor: Actor) -> None:
    if release.supersedes_id is None:
        return
    kept = [each.recommendation.pk for each in items]
    before = Recommendation.objects.filter(shared_words__edition_items__edition__release=release.supersedes_id)
    for recommendation in before.exclude(pk__in=kept).distinct():
        gone = _readers_before(release, recommendation)
        share(recommendation=recommendation, words={}, withdrawn_from=gone, actor=actor)


def _readers_before(release: Release, recommendation: Recommendation) -> set[Audience]:
    """Who read it by the release that this one replaces."""
    if release.supersedes_id is None:
        return set()
    rows = EditionItem.objects.filter(edition__release=release.supersedes_id, words__recommendation=recommendation)
    return {Audience(each) for each in rows.values_list("edition__audience", flat=True)}
