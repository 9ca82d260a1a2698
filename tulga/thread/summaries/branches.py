"""What a recommendation was merged from and into, and what was split off it, for those who read both drafts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tulga.kit.actor import Actor
from tulga.kit.i18n import I18nText, Shown
from tulga.recommendations.choices import Status
from tulga.recommendations.models import Challenge, Recommendation, Wording
from tulga.recommendations.summaries import kin_of


@dataclass(frozen=True)
class Branch:
    """Another recommendation on this one's way, in the words of its own session."""

    number: str
    title: Shown
    url: str
    state: Status
    sessions: tuple[I18nText, ...]
    words: Shown | None
    note: str
    compare_url: str


@dataclass(frozen=True)
class Branches:
    became: Branch | None
    voices: tuple[Branch, ...]
    split_from: Branch | None
    split_off: tuple[Branch, ...]

    def __bool__(self) -> bool:
        return bool(self.became or self.voices or self.split_from or self.split_off)


ALONE = Branches(None, (), None, ())


@dataclass(frozen=True)
class Successor:
    """What takes this one's place, or what this one takes the place of, as its reader reads it."""

    number: str
    title: Shown
    url: str
    is_newer: bool


def successors_of(recommendation: Recommendation, actor: Actor, page: str = "recommendation_detail") -> list[Successor]:
    """In force, and known to this reader: newer ones first."""
    if recommendation.supersedes_id is None and recommendation.status != Status.SUPERSEDED:
        return []
    near = Q(supersedes=recommendation.pk) | Q(superseded_by=recommendation.pk)
    rows = Recommendation.objects.visible_to(actor).in_force().filter(near).order_by("-pk")
    return [
        Successor(
            number=each.reference or "",
            title=each.title.shown(),
            url=reverse(page, args=[each.reference if page == "public_recommendation" else each.pk]),
            is_newer=each.supersedes_id == recommendation.pk,
        )
        for each in rows
    ]


def branches_of(recommendation: Recommendation, actor: Actor) -> Branches:
    """As far as this reader drafts with them: of a merge, a session reads the result and not the other sessions."""
    kin = kin_of(recommendation)
    if not kin:
        return ALONE
    readable = Recommendation.objects.visible_to(actor).drafts_visible_to(actor)
    seen = Prefetch("challenges", Challenge.objects.visible_to(actor), "challenges_seen")
    full = readable.select_related("circle").prefetch_related("wordings__translations", "circle__joins", seen)
    near = list(full.filter(pk__in=kin).order_by("pk"))

    own = recommendation.latest_wording()
    page = reverse("wording_compare", args=[recommendation.pk])

    def branch(other: Recommendation) -> Branch:
        wordings = list(other.wordings.all())
        if not (own and wordings):
            return _branch(other, None, "")
        theirs = f"{other.pk}-{wordings[-1].number}"
        # The older words stand on the left.
        old, new = (theirs, own.number) if other.pk < recommendation.pk else (own.number, theirs)
        return _branch(other, wordings[-1], f"{page}?old={old}&new={new}")

    return Branches(
        became=next((branch(each) for each in near if each.pk == recommendation.merged_into_id), None),
        voices=tuple(branch(each) for each in near if each.merged_into_id == recommendation.pk),
        split_from=next((branch(each) for each in near if each.pk == recommendation.split_from_id), None),
        split_off=tuple(branch(each) for each in near if each.split_from_id == recommendation.pk),
    )


def _branch(other: Recommendation, wording: Wording | None, compare_url: str) -> Branch:
    return Branch(
        number=other.reference or "",
        title=other.title.shown(),
        url=other.get_absolute_url(),
        state=other.state,
        sessions=tuple(each.title for each in other.circle.joins.all()) or (other.circle.title,),
        words=wording.words().shown() if wording else None,
        note=_answers(len(other.challenges_seen)),  # type: ignore[attr-defined]  # fetched for this reader
        compare_url=compare_url,
    )


def _answers(challenges: int) -> str:
    if not challenges:
        return ""
    return _("answers %(what)s") % {
        "what": ngettext("%(count)s challenge", "%(count)s challenges", challenges) % {"count": challenges}
    }
