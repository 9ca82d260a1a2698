"""Agencies for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from tulga.agencies.models import Agency
from tulga.kit.api import Asked, Item, Listed, actor_of, listed, one

router = Router(tags=["agencies"])


def _described(agency: Agency) -> Item:
    return {
        "id": agency.pk,
        "code": agency.code,
        "name": dict(agency.name),
        "abbreviation": dict(agency.abbreviation),
        "kind": agency.kind,
        "audiences": sorted(agency.audiences),
        "parent": agency.parent.code if agency.parent else None,
        "valid_from": agency.valid_from,
        "valid_to": agency.valid_to,
    }


@router.get("/agencies", response=Listed, summary="Agencies")
def agencies(request: HttpRequest, asked: Query[Asked]) -> Mapping[str, Any]:
    queryset = Agency.objects.visible_to(actor_of(request)).select_related("parent").order_by("pk")
    return listed(request, queryset, asked, _described)


@router.get("/agencies/{int:pk}", response=Item, summary="One agency")
def agency(request: HttpRequest, pk: int) -> Item:
    return one(request, Agency.objects.visible_to(actor_of(request)).select_related("parent"), pk, _described)
