from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest
from ninja import Query, Router

from tulga.kit.api import Asked, Item, Listed, actor_of, listed, one, paged
from tulga.kit.audience import Audience
from tulga.kit.prepared import attach, prepared
from tulga.recommendations.choices import CommitmentStatus, Status
from tulga.recommendations.models import Challenge, Commitment, Recommendation
from tulga.recommendations.reading import give_words, words_for, words_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tulga.kit.actor import Actor

router = Router(tags=["recommendations"])


class RecommendationsAsked(Asked):
    status: Status | None = None


class CommitmentsAsked(Asked):
    status: CommitmentStatus | None = None
    agency: str | None = None


@router.get("/challenges", response=Listed, summary="Challenges that working sessions recorded")
def challenges(request: HttpRequest, asked: Query[Asked]) -> Mapping[str, Any]:
    return listed(request, _challenges(actor_of(request)), asked, describe_challenge)


@router.get("/challenges/{int:pk}", response=Item, summary="One challenge")
def challenge(request: HttpRequest, pk: int) -> Item:
    return one(request, _challenges(actor_of(request)), pk, describe_challenge)


@router.get("/recommendations", response=Listed, summary="Recommendations, with their words once they are in force")
def recommendations(request: HttpRequest, asked: Query[RecommendationsAsked]) -> Mapping[str, Any]:
    actor = actor_of(request)
    if not asked.q and not asked.offset:
        return paged(request, _first_page(actor, asked.status, asked.limit), asked, describe_recommendation)
    rows = _recommendations(actor)
    return listed(request, rows.filter(status=asked.status) if asked.status else rows, asked, describe_recommendation)


@router.get("/recommendations/{int:pk}", response=Item, summary="One recommendation")
def recommendation(request: HttpRequest, pk: int) -> Item:
    return one(request, _recommendations(actor_of(request)), pk, describe_recommendation)


@router.get("/commitments", response=Listed, summary="What addressees promised to do")
def commitments(request: HttpRequest, asked: Query[CommitmentsAsked]) -> Mapping[str, Any]:
    wanted = {"status": asked.status, "agency__code": asked.agency}
    rows = Commitment.objects.visible_to(actor_of(request)).for_listing()
    rows = rows.filter(**{path: value for path, value in wanted.items() if value is not None})
    return listed(request, rows, asked, describe_commitment)


@router.get("/commitments/{int:pk}", response=Item, summary="One commitment")
def commitment(request: HttpRequest, pk: int) -> Item:
    return one(request, Commitment.objects.visible_to(actor_of(request)).for_listing(), pk, describe_commitment)


def _challenges(actor: Actor) -> QuerySet[Challenge]:
    rows = Challenge.objects.visible_to(actor).select_related("agency", "activity__current").order_by("-pk")
    return rows.prefetch_related("places")


def _recommendations(actor: Actor) -> QuerySet[Recommendation]:
    """In the words this reader may read, with the order that put each in force."""
    rows = Recommendation.objects.visible_to(actor).for_listing()
    return rows.prefetch_related("addressees", *words_for(actor), *_merges_for(actor))


def _first_page(actor: Actor, status: Status | None, limit: int) -> list[Recommendation]:
    """The page that is asked for most, and one row more, by queries that are prepared."""
    rows = _newest(actor, status, limit + 1)
    give_words(rows, actor)
    addressed = _addressed(numbers=[each.pk for each in rows])
    attach(rows, "addressees", [(each.recommendation_id, each.agency) for each in addressed])
    prefetch_related_objects(rows, *_merges_for(actor))
    return rows


@prepared
def _newest(actor: Actor, status: Status | None, count: int) -> QuerySet[Recommendation]:
    rows = Recommendation.objects.visible_to(actor).for_listing()
    return (rows.filter(status=status) if status else rows)[:count]


@prepared
def _addressed(*, numbers: list[int]) -> QuerySet[Any]:
    named = Recommendation.addressees.through.objects.filter(recommendation__id__among=numbers)
    return named.select_related("agency").only("recommendation", "agency__code")


def _merges_for(actor: Actor) -> list[Prefetch[Any]]:
    """What each became part of and what became part of it: for those who draft with both, so for no stranger."""
    if actor.user_id is None:
        return []
    readable = Recommendation.objects.visible_to(actor).drafts_visible_to(actor)
    return [
        Prefetch("merged_into", readable, "became"),
        Prefetch("merged_from", readable.filter(merged_into__isnull=False).order_by("pk"), "voices"),
    ]


def describe_challenge(challenge: Challenge) -> Item:
    return {
        "id": challenge.pk,
        "text": challenge.text,
        "agency": challenge.agency.code,
        "activity": challenge.activity.number if challenge.activity else None,
        "places": [place.code for place in challenge.places.all()],
        "told_on": challenge.told_on,
        "audiences": _codes(challenge.audiences),
        "is_illustrative": challenge.is_illustrative,
    }


def describe_recommendation(recommendation: Recommendation) -> Item:
    """Without words while nothing is in force: drafts leave the house by no interface."""
    decisions = [each.decision for each in recommendation.endorsing if each.decision.order]  # type: ignore[attr-defined]
    decision = next((each for each in reversed(decisions) if each.order.registered_at), None)
    order = decision.order if decision else None
    words = words_of(recommendation) if order else None
    return {
        "id": recommendation.pk,
        "reference": recommendation.reference,
        "title": recommendation.title,
        "text": words.text if words else None,
        "status": recommendation.status,
        "due_on": recommendation.due_on,
        "in_force_on": recommendation.in_force_on,
        "order": order.number if order else None,
        "decision": {
            "outcome": decision.outcome,
            "order": order.number,
            "dated_on": order.dated_on,
            "hash": words.hash if words else None,  # of the words above, never of longer ones
        }
        if decision and order
        else None,
        "addressees": sorted(agency.code for agency in recommendation.addressees.all()),
        "merged_into": became.pk if (became := getattr(recommendation, "became", None)) else None,
        "merged_from": [each.pk for each in getattr(recommendation, "voices", [])],
        "audiences": _codes(recommendation.audiences),
        "is_illustrative": recommendation.is_illustrative,
    }


def describe_commitment(commitment: Commitment) -> Item:
    return {
        "id": commitment.pk,
        "recommendation": commitment.recommendation.reference,
        "agency": commitment.agency.code,
        "text": commitment.text,
        "owner": commitment.office_read,
        "due_on": commitment.due_on,
        "status": commitment.status,
        "is_illustrative": commitment.is_illustrative,
    }


def _codes(audiences: frozenset[Audience]) -> list[str]:
    return [each.value for each in Audience if each in audiences]
