"""Changing what a session already wrote, several people at once: a stale edit is told, nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from tulga.kit.changes import changed_fields, in_words
from tulga.kit.errors import NotAllowed
from tulga.kit.i18n import in_each_language, in_every_language
from tulga.kit.search import search_key
from tulga.kit.versions import save_edit
from tulga.recommendations.acts import record_act
from tulga.recommendations.choices import Action, Hand
from tulga.recommendations.models import Challenge, Recommendation
from tulga.recommendations.services.circles import begin_writing
from tulga.recommendations.services.drafting import refresh_search_key, take_part, write_wording
from tulga.recommendations.workflow import may_be_reworded

if TYPE_CHECKING:
    from tulga.agencies.models import Agency
    from tulga.kit.actor import Actor
    from tulga.kit.i18n import I18nText
    from tulga.places.models import Place
    from tulga.plan.models import Activity


@transaction.atomic
def edit_challenge(
    *,
    challenge: Challenge,
    text: I18nText,
    agency: Agency,
    activity: Activity | None,
    places: Iterable[Place],
    expected_version: int,
    actor: Actor,
) -> Challenge:
    """Write a challenge down better: its words, whose it is, about what and where."""
    begin_writing(challenge.circle, actor, Action.EDIT_CHALLENGE)
    before = Challenge.objects.select_related("agency", "activity__current").get(pk=challenge.pk)
    places_before = list(before.places.all())
    challenge.text, challenge.agency, challenge.activity = text, agency, activity
    challenge.search_key = search_key(text, names=[agency.name])
    save_edit(challenge, expected_version=expected_version, fields=["text", "agency", "activity", "search_key"])
    challenge.places.set(places)
    changed = changed_fields(before, challenge, ["text", "agency", "activity"])
    places_after = list(challenge.places.all())
    is_elsewhere = set(places_before) != set(places_after)
    record_act(
        actor=actor,
        verb=Action.EDIT_CHALLENGE,
        target=challenge,
        before=_said(before, changed, places_before if is_elsewhere else []),
        after=_said(challenge, changed, places_after if is_elsewhere else []),
    )
    return challenge


@transaction.atomic
def edit_draft(
    *,
    recommendation: Recommendation,
    title: I18nText,
    text: I18nText,
    addressees: Iterable[Agency],
    expected_version: int,
    actor: Actor,
    **connections: Any,
) -> Recommendation:
    """Write a draft down better. Changed words are a new wording; the earlier ones stay.

    `connections` are its challenges, findings, activities and places, as far as the form asked for them.
    """
    begin_writing(recommendation.circle, actor, Action.DRAFT)
    recommendation.working_title = title
    save_edit(recommendation, expected_version=expected_version, fields=["working_title"])
    # Only now the row is ours: what it is allowed to become is asked of its present state.
    present = Recommendation.objects.select_related("circle").get(pk=recommendation.pk)
    if not (decision := may_be_reworded(present, actor)):
        raise NotAllowed(decision.reason)
    recommendation.addressees.set(addressees)
    for name, rows in connections.items():
        getattr(recommendation, name).set(rows)
    take_part(recommendation, actor, Hand.DRAFTER)
    latest, after = present.latest_wording(), None
    if latest is None or latest.words() != text:
        wording = write_wording(recommendation, text, actor)
        after = in_every_language(gettext_lazy("wording %(number)s"), number=wording.number)
    refresh_search_key(recommendation)
    record_act(actor=actor, verb=Action.DRAFT, target=recommendation, after=after or "")
    return recommendation


@in_each_language
def _said(challenge: Challenge, changed: Sequence[str], places: Iterable[Place]) -> str:
    lines = [str(in_words(challenge, changed)), ", ".join(sorted(map(str, places)))]
    return "\n".join(filter(None, lines))
