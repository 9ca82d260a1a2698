"""Several recommendations become one that keeps every parent's voice; a mistaken merge is undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Required, TypedDict, Unpack

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tulga.agencies.models import Agency
from tulga.audit.services import record
from tulga.findings.models import Finding
from tulga.kit.actor import Actor
from tulga.kit.changes import in_words
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.i18n import I18nText
from tulga.kit.versions import save_edit
from tulga.places.models import Place
from tulga.plan.models import Activity
from tulga.recommendations.choices import MERGEABLE, Action, Hand, Priority
from tulga.recommendations.models import Challenge, DraftingCircle, Part, Recommendation, ToldApart
from tulga.recommendations.policies import policy
from tulga.recommendations.services.drafting import (
    draft_recommendation,
    next_reference,
    refresh_search_key,
    require_to_come,
    write_wording,
)
from tulga.recommendations.workflow import life, may_be_arranged, may_be_reworded

ARRANGED = ["working_title", "priority", "due_on", "supersedes"]
# More than a person reads side by side before writing one text out of them.
MOST_PARENTS = 12


class Draft(TypedDict, total=False):
    title: Required[I18nText]
    text: Required[I18nText]
    addressees: Required[Iterable[Agency]]
    challenges: Iterable[Challenge]
    findings: Iterable[Finding]
    activities: Iterable[Activity]
    places: Iterable[Place]


@transaction.atomic
def merge(
    *,
    parents: Iterable[Recommendation],
    title: I18nText,
    text: I18nText,
    addressees: Iterable[Agency],
    actor: Actor,
    seen: Mapping[int, int] | None = None,
    priority: str = Priority.NORMAL,
    due_on: dt.date | None = None,
    consolidated_on: dt.date | None = None,
) -> Recommendation:
    """One numbered recommendation in place of several, in the deciding language.

    `seen` is the version of each parent that the person read: what was reworded since is shown again first.
    """
    policy.require(actor, Action.MERGE, None)
    on = consolidated_on or timezone.localdate()
    chosen = _locked([each.pk for each in parents])
    _require_mergeable(chosen)
    _require_as_seen(chosen, seen or {})
    if settings.DECIDING_LANGUAGE not in text:
        raise RuleBroken(_("Write the merged wording in the deciding language too."), field="text")
    require_to_come(due_on, on)

    merged = Recommendation.objects.create(
        circle=_joint_circle(chosen, title),
        working_title=title,
        priority=priority,
        due_on=due_on,
        reference=next_reference(on.year),
        is_illustrative=any(each.is_illustrative for each in chosen),
    )
    merged.addressees.set(addressees)
    _unite(merged, chosen)
    write_wording(merged, text, actor)
    refresh_search_key(merged)
    for parent in chosen:
        parent.merged_into = merged
        Recommendation.objects.filter(pk=parent.pk).update(merged_into=merged, version=F("version") + 1)
        life.apply(parent, "merge", actor, reason=merged.reference or "")
    # By number: the people of each session read this, and not the other sessions' titles.
    return life.apply(merged, "carry", actor, reason="; ".join(str(each) for each in chosen))


@transaction.atomic
def arrange(
    *,
    recommendation: Recommendation,
    title: I18nText,
    addressees: Iterable[Agency],
    priority: str,
    due_on: dt.date | None,
    expected_version: int,
    actor: Actor,
    supersedes: Recommendation | None = None,
) -> Recommendation:
    """Change what stands beside the words of a consolidated recommendation; the words have wordings of their own."""
    locked = Recommendation.objects.select_for_update(no_key=True).get(pk=recommendation.pk)
    if not (decision := may_be_arranged(locked, actor)):
        raise NotAllowed(decision.reason)
    if due_on != locked.due_on:
        require_to_come(due_on, timezone.localdate())
    before = in_words(locked, [*ARRANGED, "addressees"])
    if (
        supersedes is not None
        and not Recommendation.objects.can_be_superseded_by(locked).filter(pk=supersedes.pk).exists()
    ):
        raise RuleBroken(_("Only an older recommendation that is in force can be replaced."), field="supersedes")
    locked.working_title, locked.priority, locked.due_on, locked.supersedes = title, priority, due_on, supersedes
    save_edit(locked, expected_version=expected_version, fields=ARRANGED)
    locked.addressees.set(addressees)
    refresh_search_key(locked)
    after = in_words(locked, [*ARRANGED, "addressees"])
    record(actor=actor, verb=Action.ARRANGE, target=locked, before=before, after=after)
    return locked


@transaction.atomic
def split_off(*, recommendation: Recommendation, actor: Actor, **content: Unpack[Draft]) -> Recommendation:
    """Draft another recommendation out of one that holds two, in the same circle."""
    if not (decision := may_be_reworded(recommendation, actor)):
        raise NotAllowed(decision.reason)
    return draft_recommendation(
        circle=recommendation.circle,
        split_from=recommendation,
        is_illustrative=recommendation.is_illustrative,
        actor=actor,
        **content,
    )


@transaction.atomic
def undo_merge(*, recommendation: Recommendation, reason: str, actor: Actor) -> Recommendation:
    """Give the parents back as they were; what they were merged into is withdrawn, and its number stays used."""
    # In the order in which `merge` locks, so that neither waits for the other.
    family = Q(pk=recommendation.pk) | Q(merged_into=recommendation.pk)
    rows = list(Recommendation.objects.select_for_update(no_key=True).filter(family).order_by("pk"))
    life.apply(recommendation, "dissolve", actor, reason=reason)
    for parent in rows:
        if parent.pk != recommendation.pk:
            life.apply(parent, "come_back_numbered" if parent.reference else "come_back", actor, reason=reason)
            Recommendation.objects.filter(pk=parent.pk).update(merged_into=None, version=F("version") + 1)
    return recommendation


@transaction.atomic
def tell_apart(*, one: Recommendation, other: Recommendation, actor: Actor) -> ToldApart:
    """A person says that two which read alike are not the same: the pair is not proposed again."""
    policy.require(actor, Action.TELL_APART, one)
    if one.pk == other.pk:
        raise RuleBroken(_("Choose two different recommendations."))
    # Without their titles: the people of the one session do not read what the other wrote.
    first, second = Recommendation.objects.filter(pk__in=[one.pk, other.pk]).order_by("pk")
    told, is_new = ToldApart.objects.get_or_create(first=first, second=second, defaults={"told_by_id": actor.user_id})
    if is_new:
        record(actor=actor, verb=Action.TELL_APART, target=first, after=second)
        record(actor=actor, verb=Action.TELL_APART, target=second, after=first)
    return told


def _locked(pks: Sequence[int]) -> list[Recommendation]:
    """The rows in the order of their numbers, so that two who merge at once wait and never block each other."""
    return list(Recommendation.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk"))


def _require_mergeable(chosen: Sequence[Recommendation]) -> None:
    if len(chosen) < 2:
        raise RuleBroken(_("Choose at least two recommendations to merge."))
    if len(chosen) > MOST_PARENTS:
        raise RuleBroken(_("Merge at most %(limit)s at once, and then the results.") % {"limit": MOST_PARENTS})
    for each in chosen:
        if each.status not in MERGEABLE:
            words = _("“%(title)s” cannot be merged: it is “%(status)s”. Choose again without it.")
            raise NotAllowed(words % {"title": each.working_title, "status": each.state.label})


def _require_as_seen(chosen: Sequence[Recommendation], seen: Mapping[int, int]) -> None:
    changed = [each for each in chosen if seen.get(each.pk, each.version) != each.version]
    if changed:
        words = _("Reworded meanwhile: %(titles)s. Read the new wording above and send again.")
        raise RuleBroken(words % {"titles": "; ".join(str(each.working_title) for each in changed)})


def _joint_circle(chosen: Sequence[Recommendation], title: I18nText) -> DraftingCircle:
    """A circle without people of its own: those of every parent's circle read what is written in it."""
    own = {each.circle_id for each in chosen}
    circles = DraftingCircle.objects.filter(pk__in=own)
    rounds = {each.round_code for each in circles}
    joint = DraftingCircle.objects.create(title=title, round_code=rounds.pop() if len(rounds) == 1 else "")
    # A parent that was merged itself stands for the sessions it came from.
    joint.joins.set(DraftingCircle.objects.filter(Q(pk__in=own, joins=None) | Q(joined_by__in=own)).distinct())
    return joint


def _unite(merged: Recommendation, chosen: Sequence[Recommendation]) -> None:
    """What the parents answer, and whose hands wrote them: who drafted a parent has drafted the whole."""
    for each in chosen:
        merged.challenges.add(*each.challenges.all())
        merged.findings.add(*each.findings.all())
        merged.activities.add(*each.activities.all())
        merged.places.add(*each.places.all())
    drafters = Part.objects.filter(recommendation__in=chosen, hand=Hand.DRAFTER).values_list("user", flat=True)
    Part.objects.bulk_create(
        Part(recommendation=merged, user_id=each, hand=Hand.DRAFTER) for each in sorted(set(drafters))
    )
