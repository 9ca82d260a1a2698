"""Places for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from tulga.kit.api import Asked, Item, Listed, actor_of, listed, one
from tulga.places.models import Place

router = Router(tags=["places"])


def _described(place: Place) -> Item:
    return {
        "id": place.pk,
        "code": place.code,
        "name": dict(place.name),
        "kind": place.kind,
        "parent": place.parent.code if place.parent else None,
    }


@router.get("/places", response=Listed, summary="Places")
def places(request: HttpRequest, asked: Query[Asked]) -> Mapping[str, Any]:
    queryset = Place.objects.visible_to(actor_of(request)).select_related("parent").order_by("pk")
    return listed(request, queryset, asked, _described)


@router.get("/places/{int:pk}", response=Item, summary="One place")
def place(request: HttpRequest, pk: int) -> Item:
    return one(request, Place.objects.visible_to(actor_of(request)).select_related("parent"), pk, _described)
