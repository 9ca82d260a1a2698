"""Changing what a session already wrote, several people at once: a stale edit is told, nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from tulga.kit.changes import changed_fields, in_words
from tulga.kit.errors import NotAllowed
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
    before_places = _words_of(before.places.all())
    challenge.text, challenge.agency, challenge.activity = text, agency, activity
    challenge.search_key = search_key(text, names=[agency.name])
    save_edit(challenge, expected_version=expected_version, fields=["text", "agency", "activity", "search_key"])
    challenge.places.set(places)
    changed = changed_fields(before, challenge, ["text", "agency", "activity"])
    after_places = _words_of(challenge.places.all())
    said = [(in_words(before, changed), in_words(challenge, changed))]
    if before_places != after_places:
        said.append((before_places, after_places))
    record_act(
        actor=actor,
        verb=Action.EDIT_CHALLENGE,
        target=challenge,
        before="\n".join(filter(None, (each for each, _after in said))),
        after="\n".join(filter(None, (each for _before, each in said))),
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
    latest, after = present.latest_wording(), ""
    if latest is None or latest.words() != text:
        after = _("wording %(number)s") % {"number": write_wording(recommendation, text, actor).number}
    refresh_search_key(recommendation)
    record_act(actor=actor, verb=Action.DRAFT, target=recommendation, after=after)
    return recommendation


def _words_of(places: Iterable[Place]) -> str:
    return ", ".join(sorted(str(each) for each in places))
