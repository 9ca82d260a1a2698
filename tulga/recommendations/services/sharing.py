"""The one place that gives an audience words to read, and the one that takes them away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tulga.audit.services import record
from tulga.kit.audience import Audience
from tulga.kit.errors import RuleBroken
from tulga.kit.i18n import I18nText
from tulga.kit.search import search_key
from tulga.recommendations.choices import Action
from tulga.recommendations.models import Challenge, Recommendation, SharedWords, hash_of_shared
from tulga.recommendations.policies import policy

if TYPE_CHECKING:
    from tulga.kit.actor import Actor


@dataclass(frozen=True)
class Words:
    """What an audience is to read: a title, a text per language, and which of the languages was decided on."""

    title: I18nText
    text: I18nText
    language: str


@transaction.atomic
def share(
    *,
    recommendation: Recommendation,
    words: Mapping[Audience, Words],
    actor: Actor,
    withdrawn_from: Iterable[Audience] = (),
) -> dict[Audience, SharedWords]:
    """Give each audience its words of a recommendation in force, in place of earlier ones. A release calls this.

    The challenges it answers open to the same audiences. Words equal to those an audience reads already stay.
    """
    policy.require(actor, Action.SHARE, recommendation)
    locked = Recommendation.objects.select_for_update(no_key=True).get(pk=recommendation.pk)
    if locked.in_force_on is None:
        raise RuleBroken(_("%(number)s is not in force: register its order first.") % {"number": locked.reference})
    current = SharedWords.objects.filter(recommendation=locked, replaced_at=None)
    current.filter(audience__in=[*withdrawn_from]).update(replaced_at=timezone.now())
    issued = {audience: _issue(locked, audience, each) for audience, each in words.items()}
    readers = frozenset(Audience(each) for each in current.values_list("audience", flat=True))
    Recommendation.objects.filter(pk=locked.pk).update(audiences=readers)
    for challenge in locked.challenges.select_for_update(no_key=True):
        sets = challenge.recommendations.values_list("audiences", flat=True)
        Challenge.objects.filter(pk=challenge.pk).update(audiences=frozenset().union(*sets))
    after = ", ".join(str(each.label) for each in Audience if each in readers)
    record(actor=actor, verb=Action.SHARE, target=recommendation, after=after)
    return issued


def _issue(recommendation: Recommendation, audience: Audience, words: Words) -> SharedWords:
    if not words.text.get(words.language):
        raise RuleBroken(
            _("Nothing is left of %(number)s for %(audience)s: leave the recommendation out for them.")
            % {"number": recommendation.reference, "audience": audience.label}
        )
    present = SharedWords.objects.filter(recommendation=recommendation, audience=audience, replaced_at=None).first()
    fingerprint = hash_of_shared(recommendation.pk, audience, words.title, words.text)
    if present is not None and present.hash == fingerprint:
        return present
    SharedWords.objects.filter(recommendation=recommendation, audience=audience, replaced_at=None).update(
        replaced_at=timezone.now()
    )
    return SharedWords.objects.create(
        recommendation=recommendation,
        audience=audience,
        title=words.title,
        text=words.text,
        language=words.language,
        length=len(words.text[words.language]),
        hash=fingerprint,
        search_key=search_key(words.title, recommendation.reference or "", words.text),
    )
