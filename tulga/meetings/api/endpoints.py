from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from ninja import Query, Router

from tulga.kit.api import Asked, Item, Listed, actor_of, listed, one
from tulga.meetings.models import Meeting

if TYPE_CHECKING:
    from tulga.kit.actor import Actor
    from tulga.meetings.querysets import MeetingQuerySet

router = Router(tags=["meetings"])


@router.get("/meetings", response=Listed, summary="Meetings with the bodies that took part and their sessions")
def meetings(request: HttpRequest, asked: Query[Asked]) -> Mapping[str, Any]:
    return listed(request, rows_for(actor_of(request)), asked, describe)


@router.get("/meetings/{int:pk}", response=Item, summary="One meeting")
def meeting(request: HttpRequest, pk: int) -> Item:
    return one(request, rows_for(actor_of(request)), pk, describe)


def rows_for(actor: Actor) -> MeetingQuerySet:
    rows = Meeting.objects.visible_to(actor).select_related("place")
    return rows.prefetch_related("participations__agency", "sessions")


def describe(meeting: Meeting) -> Item:
    """Whoever sees the meeting sees who took part and which sessions there were."""
    return {
        "id": meeting.pk,
        "code": meeting.code,
        "title": meeting.title,
        "held_on": meeting.held_on,
        "ends_on": meeting.ends_on,
        "begins_at": meeting.begins_at,
        "ends_at": meeting.ends_at,
        "status": meeting.status,
        "languages": meeting.languages,
        "place": meeting.place.code if meeting.place else None,
        "venue": meeting.venue,
        "purpose": meeting.purpose,
        "project": meeting.project,
        "source": meeting.source,
        "bodies": [
            {"agency": each.agency.code, "capacity": each.capacity, "named_as": each.named_as}
            for each in meeting.participations.all()
        ],
        "sessions": [
            {"number": each.number, "title": each.title, "language": each.language} for each in meeting.sessions.all()
        ],
        "is_illustrative": meeting.is_illustrative,
    }
