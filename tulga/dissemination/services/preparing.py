"""What is to be released, to whom, and who may read which passage of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.audit.services import record
from tulga.dissemination import notices
from tulga.dissemination.choices import Action, ReleaseStatus
from tulga.dissemination.cutting import Piece, carried_over, cut_anew, whole
from tulga.dissemination.models import ItemTitle, Passage, Release, ReleaseItem, ReleaseSeries
from tulga.dissemination.passages import ToCut, store_passages, to_cut
from tulga.dissemination.policies import policy
from tulga.dissemination.workflow import spread
from tulga.kit.actor import Actor
from tulga.kit.audience import Audience
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.i18n import I18nText, in_each_language, in_every_language, own_name
from tulga.kit.search import search_key
from tulga.kit.versions import save_edit
from tulga.recommendations.models import Recommendation
from tulga.recommendations.reading import FrozenWords, endorsed_words


@transaction.atomic
def prepare_release(
    *,
    title: I18nText,
    recommendations: Iterable[Recommendation],
    audiences: Iterable[Audience],
    actor: Actor,
    note: I18nText | None = None,
    days_to_acknowledge: int | None = None,
    year: int | None = None,
    is_illustrative: bool = False,
) -> Release:
    """Put recommendations in force together for audiences. Nobody reads them by it before a second person approves."""
    policy.require(actor, Action.PREPARE)
    chosen, readers = list(recommendations), frozenset(audiences)
    _require_sound(chosen, readers)
    release = Release(
        title=title,
        audiences=readers,
        note=note or I18nText(),
        prepared_by_id=_person(actor),
        is_illustrative=is_illustrative,
        number=_next_number(year or timezone.localdate().year),
    )
    release.search_key = search_key(release.number, title)
    if days_to_acknowledge is not None:
        release.days_to_acknowledge = days_to_acknowledge
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
    days_to_acknowledge: int | None = None,
    is_material: bool | None = None,
) -> Release:
    """Change what waits for approval. Whoever changed it last is its preparer, and cannot approve it."""
    stored = _waiting(release, actor)
    chosen, readers = list(recommendations), frozenset(audiences)
    _require_sound(chosen, readers)
    before = _in_words(stored)
    release.title, release.audiences, release.note = title, readers, note or I18nText()
    release.search_key = search_key(release.number, title)
    if days_to_acknowledge is not None:
        release.days_to_acknowledge = days_to_acknowledge
    if is_material is not None and stored.supersedes_id:
        release.is_material = is_material
    fields = ["title", "audiences", "note", "search_key", "days_to_acknowledge", "is_material"]
    _save(release, actor, expected_version, *fields)
    _set_items(release, chosen)
    record(actor=actor, verb=Action.PREPARE, target=release, before=before, after=_in_words(release))
    notices.of_the_release_prepared(release, actor)
    return release


@transaction.atomic
def mark_passages(
    *,
    item: ReleaseItem,
    readers: Mapping[int, frozenset[Audience]],
    titles: Mapping[Audience, I18nText],
    left_out: Iterable[Audience],
    expected_version: int,
    actor: Actor,
) -> Release:
    """Say who may read each passage, by its number in the database; who reads which title; who gets none of it."""
    release = item.release
    _waiting(release, actor)
    passages = {each.pk: each for each in item.passages.all()}
    if set(readers) != set(passages):
        raise RuleBroken(_("The passages were parted anew meanwhile. Look at them again."))
    _save(release, actor, expected_version)
    changed = [pk for pk, audiences in readers.items() if passages[pk].audiences != audiences]
    for pk in changed:
        passages[pk].audiences = readers[pk]
    Passage.objects.bulk_update([passages[pk] for pk in changed], ["audiences"])
    item.left_out = frozenset(left_out)
    item.save(update_fields=["left_out"])
    item.titles.all().delete()
    ItemTitle.objects.bulk_create(
        ItemTitle(item=item, audience=audience, title=title) for audience, title in titles.items() if title
    )
    record(actor=actor, verb=Action.MARK, target=release, after=_marks_in_words(item))
    notices.of_the_release_prepared(release, actor)
    return release


@transaction.atomic
def part_passages(
    *, item: ReleaseItem, language: str, texts: Sequence[str], expected_version: int, actor: Actor
) -> Release:
    """Move the marks between passages. A new passage is for those alone who might read all that it is made of."""
    release = item.release
    _waiting(release, actor)
    passages = list(item.passages.filter(language=language))
    parted = cut_anew([Piece(each.text, each.audiences) for each in passages], texts)
    _save(release, actor, expected_version)
    store_passages(item, {language: parted})
    after = in_every_language(
        gettext_lazy("%(number)s, %(language)s: %(count)s passages"),
        number=item.recommendation.reference,
        language=own_name(language),
        count=len(parted),
    )
    record(actor=actor, verb=Action.MARK, target=release, after=after)
    return release


@transaction.atomic
def take_newer_words(*, release: Release, expected_version: int, actor: Actor) -> Release:
    """Take over translations that were corrected or added since. What is marked stays marked."""
    _waiting(release, actor)
    _save(release, actor, expected_version)
    items = to_cut(release)
    newest = endorsed_words(each.recommendation.pk for each in items)
    for each in items:
        words = newest[each.recommendation.pk].text
        each.item.passages.exclude(language__in=list(words)).delete()
        old = each.cuttable.pieces
        store_passages(
            each.item, {language: carried_over(old.get(language, []), text) for language, text in words.items()}
        )
    record(actor=actor, verb=Action.MARK, target=release, after=gettext_lazy("with the newest translations"))
    return release


@transaction.atomic
def revise_release(*, release: Release, is_material: bool, reason: str, actor: Actor) -> Release:
    """Prepare a newer one in place of a release that is out, beginning from its recommendations and its cuts."""
    policy.require(actor, Action.PREPARE, release)
    stored = Release.objects.select_for_update(no_key=True).get(pk=release.pk)
    if stored.status != ReleaseStatus.RELEASED:
        raise NotAllowed(_("Only a release that is out can be revised."))
    if not reason.strip():
        raise RuleBroken(_("Give a reason: the people concerned will read it."), field="reason")
    try:
        with transaction.atomic():
            revision = Release.objects.create(
                number=_number_of_revision(stored),
                title=stored.title,
                audiences=stored.audiences,
                note=stored.note,
                days_to_acknowledge=stored.days_to_acknowledge,
                prepared_by_id=_person(actor),
                supersedes=stored,
                is_material=is_material,
                is_illustrative=stored.is_illustrative,
            )
    except IntegrityError:
        raise NotAllowed(_("Somebody is revising this release already: open that revision instead.")) from None
    revision.search_key = search_key(revision.number, revision.title)
    revision.save(update_fields=["search_key"])
    items = to_cut(stored)
    newest = endorsed_words(each.recommendation.pk for each in items)
    for each in items:
        _copy(each, revision, newest[each.recommendation.pk].text)
    record(actor=actor, verb=Action.PREPARE, target=revision, after=_in_words(revision), reason=reason)
    notices.of_the_release_prepared(revision, actor)
    return revision


@transaction.atomic
def withdraw_prepared(*, release: Release, reason: str, actor: Actor) -> Release:
    return spread.apply(release, "withdraw", actor, reason=reason)


# --- The parts of it ------------------------------------------------------------------------------------------------
def _waiting(release: Release, actor: Actor) -> Release:
    policy.require(actor, Action.PREPARE, release)
    stored = Release.objects.select_for_update(no_key=True).get(pk=release.pk)
    if stored.status != ReleaseStatus.PREPARED:
        raise NotAllowed(_("Only a release that waits for approval can be changed."))
    return stored


def _save(release: Release, actor: Actor, expected_version: int, *fields: str) -> None:
    """Whoever changed a release last has prepared it."""
    release.prepared_by_id = _person(actor)
    save_edit(release, expected_version=expected_version, fields=["prepared_by_id", *fields])


def _person(actor: Actor) -> int:
    if actor.user_id is None:
        raise NotAllowed(_("A release is prepared by a person."))
    return actor.user_id


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
    """What stays keeps its passages and their marks."""
    chosen = {each.pk: each for each in recommendations}
    release.items.exclude(recommendation__in=chosen).delete()
    kept = {each.recommendation_id: each for each in release.items.all()}
    words = endorsed_words(set(chosen) - set(kept))
    for position, (pk, recommendation) in enumerate(chosen.items(), start=1):
        if item := kept.get(pk):
            ReleaseItem.objects.filter(pk=item.pk).update(position=position)
        else:
            _add(release, recommendation, words.get(pk), position)


def _add(release: Release, recommendation: Recommendation, words: FrozenWords | None, position: int) -> None:
    if words is None:
        raise RuleBroken(
            _("One of these recommendations is not in force: register its order first."), field="recommendations"
        )
    item = ReleaseItem.objects.create(
        release=release, recommendation=recommendation, position=position, language=words.language
    )
    store_passages(item, {language: whole(text) for language, text in words.text.items()})


def _copy(each: ToCut, revision: Release, words: I18nText) -> None:
    copied = ReleaseItem.objects.create(
        release=revision,
        recommendation=each.recommendation,
        position=each.item.position,
        language=each.item.language,
        left_out=each.item.left_out,
    )
    pieces = each.cuttable.pieces
    store_passages(copied, {language: carried_over(pieces.get(language, []), text) for language, text in words.items()})
    ItemTitle.objects.bulk_create(
        ItemTitle(item=copied, audience=audience, title=title) for audience, title in each.cuttable.titles.items()
    )


def _next_number(year: int) -> str:
    ReleaseSeries.objects.get_or_create(year=year)
    series = ReleaseSeries.objects.select_for_update(no_key=True).get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{year}/{series.last}"


def _number_of_revision(release: Release) -> str:
    """2018/1 becomes 2018/1-2, then 2018/1-3; a withdrawn one keeps its number."""
    first = release.number.split("-")[0]
    return f"{first}-{Release.objects.filter(number__startswith=f'{first}-').count() + 2}"


@in_each_language
def _in_words(release: Release) -> str:
    numbers = release.items.values_list("recommendation__reference", flat=True)
    audiences = ", ".join(str(each) for each in release.audience_labels)
    return "; ".join([str(release.title), ", ".join(each or "" for each in numbers), audiences])


@in_each_language
def _marks_in_words(item: ReleaseItem) -> str:
    """By the passages' numbers: a history repeats no word of theirs."""
    narrowed = [each for each in item.passages.all() if each.audiences != frozenset(Audience)]
    lines = [
        _("%(language)s %(number)s: %(audiences)s")
        % {"language": each.language, "number": each.number, "audiences": _labels(each.audiences)}
        for each in narrowed
    ]
    if item.left_out:
        lines.append(_("left out for: %(audiences)s") % {"audiences": _labels(item.left_out)})
    return "\n".join([item.recommendation.reference or "", *lines])


def _labels(audiences: frozenset[Audience]) -> str:
    return ", ".join(str(each.label) for each in Audience if each in audiences) or _("nobody")
