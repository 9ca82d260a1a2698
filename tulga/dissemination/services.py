from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tulga.audit.services import record
from tulga.dissemination import notices
from tulga.dissemination.choices import Action, ReleaseStatus
from tulga.dissemination.models import Release, ReleaseItem, ReleaseSeries
from tulga.dissemination.policies import policy
from tulga.dissemination.workflow import spread
from tulga.kit.actor import Actor
from tulga.kit.audience import Audience
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.i18n import I18nText
from tulga.kit.search import search_key
from tulga.kit.versions import save_edit
from tulga.recommendations.models import Recommendation
from tulga.recommendations.reading import endorsed_wording
from tulga.recommendations.services.sharing import Words, share


@transaction.atomic
def prepare_release(
    *,
    title: I18nText,
    recommendations: Iterable[Recommendation],
    audiences: Iterable[Audience],
    actor: Actor,
    note: I18nText | None = None,
    year: int | None = None,
    is_illustrative: bool = False,
) -> Release:
    """Put recommendations in force together for audiences. Nobody reads them by it before a second person approves."""
    policy.require(actor, Action.PREPARE)
    if actor.user_id is None:
        raise NotAllowed(_("A release is prepared by a person."))
    chosen, readers = list(recommendations), frozenset(audiences)
    _require_sound(chosen, readers)
    release = Release(
        title=title,
        audiences=readers,
        note=note or I18nText(),
        prepared_by_id=actor.user_id,
        is_illustrative=is_illustrative,
        number=_next_number(year or timezone.localdate().year),
    )
    release.search_key = search_key(release.number, title)
    release.save()
    _set_items(release, chosen)
    record(actor=actor, verb=Action.PREPARE, target=release, after=_in_words(release))
    notices.of_the_release_prepared(release, actor)
    return release


@transaction.atomic
def edit_release(
    *,
    release: Release,
    title: I18nText,
    recommendations: Iterable[Recommendation],
    audiences: Iterable[Audience],
    expected_version: int,
    actor: Actor,
    note: I18nText | None = None,
) -> Release:
    """Change what waits for approval. Whoever changed it last is its preparer, and cannot approve it."""
    policy.require(actor, Action.PREPARE, release)
    if actor.user_id is None:
        raise NotAllowed(_("A release is prepared by a person."))
    stored = Release.objects.select_for_update().get(pk=release.pk)
    if stored.status != ReleaseStatus.PREPARED:
        raise NotAllowed(_("Only a release that waits for approval can be changed."))
    chosen, readers = list(recommendations), frozenset(audiences)
    _require_sound(chosen, readers)
    before = _in_words(stored)
    release.title, release.audiences, release.note = title, readers, note or I18nText()
    release.prepared_by_id, release.search_key = actor.user_id, search_key(release.number, title)
    fields = ["title", "audiences", "note", "prepared_by_id", "search_key"]
    save_edit(release, expected_version=expected_version, fields=fields)
    _set_items(release, chosen)
    record(actor=actor, verb=Action.PREPARE, target=release, before=before, after=_in_words(release))
    notices.of_the_release_prepared(release, actor)
    return release


@transaction.atomic
def approve_release(*, release: Release, actor: Actor, expected_version: int | None = None) -> Release:
    """The second person's word: from now on its audiences read its recommendations."""
    locked = Release.objects.select_for_update().get(pk=release.pk)
    if not (decision := spread.ask(locked, "release", actor)):
        raise NotAllowed(decision.reason)
    release.approved_by_id, release.released_on = actor.user_id, timezone.localdate()
    version = release.version if expected_version is None else expected_version
    save_edit(release, expected_version=version, fields=["approved_by_id", "released_on"])
    spread.apply(release, "release", actor)
    for item in release.items.select_related("recommendation"):
        share(recommendation=item.recommendation, words=_words_for(item.recommendation, locked), actor=actor)
    return release


def _words_for(recommendation: Recommendation, release: Release) -> dict[Audience, Words]:
    wording = endorsed_wording(recommendation)
    if wording is None:
        raise RuleBroken(_("One of these recommendations is not in force: register its order first."))
    words = Words(title=recommendation.working_title, text=wording.words(), language=wording.language)
    return dict.fromkeys(release.audiences, words)


@transaction.atomic
def withdraw_prepared(*, release: Release, reason: str, actor: Actor) -> Release:
    return spread.apply(release, "withdraw", actor, reason=reason)


def _require_sound(recommendations: list[Recommendation], audiences: frozenset[Audience]) -> None:
    if not recommendations:
        raise RuleBroken(_("Choose at least one recommendation."), field="recommendations")
    if not audiences:
        raise RuleBroken(_("Choose at least one audience."), field="audiences")
    ids = {each.pk for each in recommendations}
    if Recommendation.objects.in_force().filter(pk__in=ids).count() < len(ids):
        raise RuleBroken(
            _("One of these recommendations is not in force: register its order first."), field="recommendations"
        )


def _set_items(release: Release, recommendations: list[Recommendation]) -> None:
    ids = dict.fromkeys(each.pk for each in recommendations)
    release.items.all().delete()
    ReleaseItem.objects.bulk_create(
        ReleaseItem(release=release, recommendation_id=each, position=position)
        for position, each in enumerate(ids, start=1)
    )


def _next_number(year: int) -> str:
    ReleaseSeries.objects.get_or_create(year=year)
    series = ReleaseSeries.objects.select_for_update().get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{year}/{series.last}"


def _in_words(release: Release) -> str:
    numbers = release.items.values_list("recommendation__reference", flat=True)
    audiences = ", ".join(str(each) for each in release.audience_labels)
    return "; ".join([str(release.title), ", ".join(each or "" for each in numbers), audiences])
