from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Q

from tulga.accounts.choices import Role
from tulga.kit.search import matches
from tulga.recommendations.querysets import READS_DRAFTS, circles_of

if TYPE_CHECKING:
    from tulga.kit.actor import Actor
    from tulga.meetings.models import Meeting, Participation, WorkingSession  # noqa: F401 - the rows' types


def meetings_open_to(actor: Actor, prefix: str = "") -> Q:
    """Public meetings, those the actor's agencies take part in, and those the actor sits in."""
    if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
        return Q()
    is_public = Q(**{f"{prefix}is_public": True})
    if actor.user_id is None:
        return is_public
    agencies = [grant.agency_id for grant in actor.grants if grant.role != Role.ADMINISTRATOR]
    participation = apps.get_model("meetings", "Participation")._default_manager
    session = apps.get_model("meetings", "WorkingSession")._default_manager
    own = f"{prefix}pk__in"
    return (
        is_public
        | Q(**{own: participation.filter(agency_id__in=agencies).values("meeting_id")})
        | Q(**{own: session.filter(circle__in=circles_of(actor)).values("meeting_id")})
    )


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, actor: Actor) -> Self:
        """Rows this actor may know about. The only place that decides it."""
        return self.filter(meetings_open_to(actor))

    def search(self, query: str) -> Self:
        return self.filter(matches(query))

    def for_listing(self) -> Self:
        bodies = Count("participations", distinct=True)
        return self.annotate(bodies_count=bodies, sessions_count=Count("sessions", distinct=True))


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the meeting sees who took part."""
        return self.filter(meetings_open_to(actor, "meeting__"))


class WorkingSessionQuerySet(models.QuerySet["WorkingSession"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the meeting sees which sessions it had; what is drafted in them is its circle's."""
        return self.filter(meetings_open_to(actor, "meeting__"))

    def drafted_in_by(self, actor: Actor) -> Self:
        """The sessions whose drafts this actor reads."""
        circles = apps.get_model("recommendations", "DraftingCircle")._default_manager
        return self.filter(circle__in=circles.visible_to(actor))
