from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.http import HttpRequest
from ninja import Query, Router

from tulga.dissemination.choices import ReleaseStatus
from tulga.dissemination.models import Edition, EditionItem, Release
from tulga.kit.api import Asked, Item, Listed, actor_of, listed, one
from tulga.kit.audience import Audience

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tulga.kit.actor import Actor

router = Router(tags=["dissemination"])


class ReleasesAsked(Asked):
    status: ReleaseStatus | None = None


@router.get("/releases", response=Listed, summary="Releases with the editions that you may read")
def releases(request: HttpRequest, asked: Query[ReleasesAsked]) -> Mapping[str, Any]:
    rows = _releases(actor_of(request))
    if asked.status:
        rows = rows.filter(status=asked.status)
    return listed(request, rows, asked, describe)


@router.get("/releases/{int:pk}", response=Item, summary="One release")
def release(request: HttpRequest, pk: int) -> Item:
    return one(request, _releases(actor_of(request)), pk, describe)


def _releases(actor: Actor) -> QuerySet[Release]:
    items = EditionItem.objects.select_related("words__recommendation")
    editions = Edition.objects.visible_to(actor).order_by("audience").prefetch_related(Prefetch("items", items))
    rows = Release.objects.visible_to(actor).order_by("-pk").prefetch_related("items__recommendation")
    return rows.prefetch_related(Prefetch("editions", editions, to_attr="editions_read"))


def describe(release: Release) -> Item:
    """Of its recommendations only those that the reader's own editions hold."""
    editions = [_edition(each) for each in release.editions_read]  # type: ignore[attr-defined]  # prefetched
    carried = {item["reference"] for each in editions for item in each["recommendations"]}
    if release.status in (ReleaseStatus.PREPARED, ReleaseStatus.WITHDRAWN):  # known to those who read drafts alone
        carried = {each.recommendation.reference or "" for each in release.items.all()}
    return {
        "id": release.pk,
        "number": release.number,
        "title": release.title,
        "audiences": [each.value for each in Audience if each in release.audiences],
        "note": release.note,
        "status": release.status,
        "released_on": release.released_on,
        "recommendations": sorted(carried),
        "editions": editions,
        "is_illustrative": release.is_illustrative,
    }


def _edition(edition: Edition) -> Item:
    return {
        "audience": edition.audience,
        "hash": edition.hash,
        "recommendations": [
            {
                "reference": each.words.recommendation.reference,
                "title": each.words.title,
                "text": each.words.text,
                "decided_in": each.words.language,
            }
            for each in edition.items.all()
        ],
    }
