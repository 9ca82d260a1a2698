from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router

from tulga.answers.choices import Extent
from tulga.answers.models import Link
from tulga.kit.actor import Actor
from tulga.kit.api import Asked, Item, Listed, actor_of, listed, one

router = Router(tags=["answers"])


class LinksAsked(Asked):
    assessment: str | None = None
    extent: Extent | None = None


@router.get("/answers", response=Listed, summary="What answers which finding of an outside body")
def answers(request: HttpRequest, asked: Query[LinksAsked]) -> Mapping[str, Any]:
    wanted = {"finding__assessment__code": asked.assessment, "extent": asked.extent}
    rows = _rows(actor_of(request)).filter(**{path: value for path, value in wanted.items() if value is not None})
    return listed(request, rows, asked, describe)


@router.get("/answers/{int:pk}", response=Item, summary="One answer to a finding")
def answer(request: HttpRequest, pk: int) -> Item:
    return one(request, _rows(actor_of(request)), pk, describe)


def _rows(actor: Actor) -> QuerySet[Link]:
    return Link.objects.visible_to(actor).select_related("finding__assessment").order_by("pk")


def describe(link: Link) -> Item:
    return {
        "id": link.pk,
        "assessment": link.finding.assessment.code,
        "number": link.finding.number,
        "activity": link.activity_id,
        "recommendation": link.recommendation_id,
        "status": link.extent,
        "words": link.words,
        "said_at": link.said_at,
        "is_illustrative": link.is_illustrative,
    }
