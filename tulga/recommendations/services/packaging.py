"""The package: chosen, ordered and advised on by the secretariat, then laid before the ministry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.audit.services import record
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.i18n import I18nText, in_every_language
from tulga.kit.versions import save_edit
from tulga.recommendations.choices import Action, Outcome
from tulga.recommendations.models import Recommendation, Submission, SubmissionItem, Wording
from tulga.recommendations.policies import policy
from tulga.recommendations.workflow import life

if TYPE_CHECKING:
    from tulga.kit.actor import Actor

MOST_ITEMS = 200


@dataclass(frozen=True)
class Arranged:
    """Where one item stands in the package and what the adviser proposes; or that it leaves the package."""

    position: int
    proposal: str = Outcome.ENDORSED
    advice: str = ""
    leaves: bool = False


@transaction.atomic
def prepare_package(*, title: I18nText, cover_text: I18nText, actor: Actor) -> Submission:
    """An empty package, which the secretariat alone sees until it is laid before the ministry."""
    policy.require(actor, Action.PREPARE_PACKAGE)
    package = Submission.objects.create(
        title=title, cover_text=cover_text, prepared_by_id=actor.user_id, submitted_at=None
    )
    record(actor=actor, verb=Action.PREPARE_PACKAGE, target=package)
    return package


@transaction.atomic
def edit_package(
    *, package: Submission, title: I18nText, cover_text: I18nText, expected_version: int, actor: Actor
) -> Submission:
    _require_preparing(package, actor)
    package.title, package.cover_text = title, cover_text
    save_edit(package, expected_version=expected_version, fields=["title", "cover_text"])
    record(actor=actor, verb=Action.PREPARE_PACKAGE, target=package, after=gettext_lazy("title and cover text"))
    return package


@transaction.atomic
def add_to_package(*, package: Submission, recommendations: Iterable[Recommendation], actor: Actor) -> Submission:
    """Put consolidated recommendations at the end of the package, in the order of their numbers."""
    _require_preparing(package, actor)
    chosen = sorted(recommendations, key=lambda each: (each.reference or "", each.pk))
    if not chosen:
        raise RuleBroken(_("Tick at least one recommendation."), field="recommendations")
    last = package.items.aggregate(last=Max("position"))["last"] or 0
    if package.items.count() + len(chosen) > MOST_ITEMS:
        raise RuleBroken(
            _("A package has at most %(limit)s recommendations. Lay this one before the ministry and begin another.")
            % {"limit": MOST_ITEMS},
            field="recommendations",
        )
    for position, recommendation in enumerate(chosen, start=last + 1):
        _add_item(package, recommendation, position=position)
    numbers = ", ".join(each.reference or "" for each in chosen)
    record(
        actor=actor,
        verb=Action.PREPARE_PACKAGE,
        target=package,
        after=in_every_language(gettext_lazy("added: %(numbers)s"), numbers=numbers),
    )
    return package


@transaction.atomic
def arrange_package(
    *, package: Submission, arranged: Mapping[int, Arranged], expected_version: int, actor: Actor
) -> Submission:
    """Set order, proposals and advice of the items named by their keys; take out what leaves."""
    _require_preparing(package, actor)
    save_edit(package, expected_version=expected_version, fields=[])
    items = list(package.items.filter(pk__in=arranged))
    leaving = [each.pk for each in items if arranged[each.pk].leaves]
    staying = sorted((each for each in items if each.pk not in leaving), key=lambda each: arranged[each.pk].position)
    for position, item in enumerate(staying, start=1):
        told = arranged[item.pk]
        item.position, item.proposal, item.advice = position, told.proposal, told.advice
    SubmissionItem.objects.bulk_update(staying, ["position", "proposal", "advice"])
    SubmissionItem.objects.filter(pk__in=leaving).delete()
    record(actor=actor, verb=Action.PREPARE_PACKAGE, target=package, after=gettext_lazy("order, proposals and advice"))
    return package


@transaction.atomic
def lay_package(*, package: Submission, expected_version: int, actor: Actor) -> Submission:
    """Lay a prepared package before the ministry: each recommendation in its latest wording, from now on frozen."""
    _require_preparing(package, actor)
    if not package.cover_text.get(settings.DECIDING_LANGUAGE):
        raise RuleBroken(
            _("Write the cover text in the deciding language first: the ministry reads it before anything.")
        )
    package.submitted_by_id, package.submitted_at = actor.user_id, timezone.now()
    save_edit(package, expected_version=expected_version, fields=["submitted_by_id", "submitted_at"])
    items = list(package.items.open().select_related("recommendation").order_by("recommendation"))
    if not items:
        raise RuleBroken(_("Choose recommendations first: the package is empty."))
    lock([each.recommendation_id for each in items])
    for item in items:
        item.wording = _latest_wording(item.recommendation)
        _submit(item.recommendation, actor)
    SubmissionItem.objects.bulk_update(items, ["wording"])
    record(actor=actor, verb=Action.SUBMIT, target=package)
    return package


@transaction.atomic
def submit(
    *,
    recommendations: Iterable[Recommendation],
    actor: Actor,
    cover_text: I18nText | None = None,
    proposal: str = Outcome.ENDORSED,
    advice: str = "",
) -> Submission:
    """Lay recommendations before the ministry at once, each in its latest wording."""
    package = Submission.objects.create(
        cover_text=cover_text or I18nText(), prepared_by_id=actor.user_id, submitted_by_id=actor.user_id
    )
    chosen = sorted(recommendations, key=lambda each: each.pk)
    lock([each.pk for each in chosen])
    for position, recommendation in enumerate(chosen, start=1):
        _submit(recommendation, actor)
        _add_item(package, recommendation, position=position, proposal=proposal, advice=advice)
    return package


def _submit(recommendation: Recommendation, actor: Actor) -> None:
    """As the workflow does, naming the recommendation in a refusal: there may be forty."""
    try:
        life.apply(recommendation, "submit", actor)
    except NotAllowed as refusal:
        if not recommendation.reference:
            raise
        raise NotAllowed(f"{recommendation.reference}: {refusal.reason}") from None


def _add_item(package: Submission, recommendation: Recommendation, **values: object) -> SubmissionItem:
    try:
        with transaction.atomic():
            return SubmissionItem.objects.create(
                submission=package,
                recommendation=recommendation,
                wording=_latest_wording(recommendation),
                **values,
            )
    except IntegrityError:
        raise RuleBroken(
            _("%(number)s is in another package already. Take it out there first.")
            % {"number": recommendation.reference}
        ) from None


def _latest_wording(recommendation: Recommendation) -> Wording:
    wording = recommendation.latest_wording()
    if wording is None:
        raise RuleBroken(_("Write the recommendation in at least one language."))
    return wording


def lock(recommendation_ids: Iterable[int]) -> None:
    """In one order for everybody, so that two acts on many recommendations never wait for each other in a circle."""
    rows = Recommendation.objects.select_for_update(no_key=True).filter(pk__in=recommendation_ids)
    list(rows.order_by("pk").values_list("pk", flat=True))


def _require_preparing(package: Submission, actor: Actor) -> None:
    policy.require(actor, Action.PREPARE_PACKAGE, package)
    locked = Submission.objects.select_for_update(no_key=True).get(pk=package.pk)
    if locked.is_laid:
        raise NotAllowed(_("This package has been laid before the ministry: it cannot be changed any more."))
