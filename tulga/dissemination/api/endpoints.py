from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from tulga.dissemination.choices import ReleaseStatus
from tulga.dissemination.models import Release
from tulga.kit.api import Asked, Item, Listed, actor_of, listed, one
from tulga.kit.audience import Audience

router = Router(tags=["dissemination"])


class ReleasesAsked(Asked):
    status: ReleaseStatus | None = None


@router.get("/releases", response=Listed, summary="Releases with their audiences and recommendations")
def releases(request: HttpRequest, asked: Query[ReleasesAsked]) -> Mapping[str, Any]:
    rows = Release.objects.visible_to(actor_of(request)).order_by("-pk").prefetch_related("items__recommendation")
    if asked.status:
        rows = rows.filter(status=asked.status)
    return listed(request, rows, asked, describe)


@router.get("/releases/{int:pk}", response=Item, summary="One release")
def release(request: HttpRequest, pk: int) -> Item:
    return one(request, Release.objects.visible_to(actor_of(request)), pk, describe)


def describe(release: Release) -> Item:
    return {
        "id": release.pk,
        "number": release.number,
        "title": release.title,
        "audiences": [each.value for each in Audience if each in release.audiences],
        "note": release.note,
        "status": release.status,
        "released_on": release.released_on,
        "recommendations": [each.recommendation.reference for each in release.items.all()],
        "is_illustrative": release.is_illustrative,
    }
