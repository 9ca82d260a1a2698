from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import BigIntegerField, Count, Exists, F, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest
from django.utils import translation

from tulga.accounts.roles import agencies_answered_for
from tulga.kit.search import matches
from tulga.meetings.choices import Action, ActionStatus, InvitationStatus, MinutesStatus, Part, SeatRequestStatus
from tulga.recommendations.querysets import READS_DRAFTS, circles_of

if TYPE_CHECKING:
    import datetime as dt

    from tulga.kit.actor import Actor
    from tulga.meetings.models import (  # noqa: F401 - the rows' types
        ActionPoint,
        AgendaItem,
        Answer,
        Attendance,
        CarriedItem,
        Confirmation,
        Delegate,
        Invitation,
        Meeting,
        Minutes,
        Participation,
        SeatRequest,
        WorkingSession,
    )


def meetings_open_to(actor: Actor, prefix: str = "") -> Q:
    """Public meetings, those the actor's agencies take part in or are invited to, and those the actor sits in."""
    if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
        return Q()
    is_public = Q(**{f"{prefix}is_public": True})
    if actor.user_id is None:
        return is_public
    agencies = agencies_answered_for(actor)
    participation = _rows("Participation").filter(agency_id__in=agencies)
    invitation = _rows("Invitation").filter(_was_sent_to(agencies))
    session = _rows("WorkingSession").filter(circle__in=circles_of(actor))
    own = f"{prefix}pk__in"
    return (
        is_public
        | Q(**{own: participation.values("meeting_id")})
        | Q(**{own: invitation.values("meeting_id")})
        | Q(**{own: session.values("meeting_id")})
    )


def invitations_open_to(actor: Actor, prefix: str = "") -> Q:
    """Those who run and watch meetings see all; an agency its own, once it was sent."""
    if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
        return Q()
    return _was_sent_to(agencies_answered_for(actor), prefix)


def names_open_to(actor: Actor, prefix: str) -> Q:
    """Names of people: the agency's own, and the secretariat."""
    if actor.is_system or actor.may(Action.EDIT):
        return Q()
    return _was_sent_to(agencies_answered_for(actor), prefix)


def _was_sent_to(agencies: list[int], prefix: str = "") -> Q:
    is_own = Q(**{f"{prefix}agency_id__in": agencies})
    return is_own & ~Q(**{f"{prefix}status": InvitationStatus.PREPARED}) & Q(**{f"{prefix}sent_on__isnull": False})


def _rows(model: str) -> models.Manager[Any]:
    return apps.get_model("meetings", model)._default_manager


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, actor: Actor) -> Self:
        """Rows this actor may know about. The only place that decides it."""
        return self.filter(meetings_open_to(actor))

    def search(self, query: str) -> Self:
        return self.filter(matches(query))

    def invitations_readable_by(self, actor: Actor) -> Self:
        """Where the actor sees every invitation, not only an agency's own."""
        reads_all = actor.is_system or actor.holds_anywhere(*READS_DRAFTS)
        return self.visible_to(actor) if reads_all else self.none()

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

    def with_latest_act(self) -> Self:
        """Adds the number of the latest act on anything the session's board shows."""
        return self.annotate(
            latest_act=Greatest(
                "circle__last_act",
                self._latest("Challenge"),
                self._latest("Recommendation"),
                output_field=BigIntegerField(),
            )
        )

    @staticmethod
    def _latest(card: str) -> Coalesce:
        cards = apps.get_model("recommendations", card)._default_manager.filter(circle=OuterRef("circle"))
        return Coalesce(Subquery(cards.order_by("-last_act").values("last_act")[:1]), 0)


class MeetingInvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those who run and watch meetings see all; an agency its own, once it was sent."""
        return self.filter(invitations_open_to(actor))

    def answerable_by(self, actor: Actor) -> Self:
        """Those that wait for an agency whose people the actor may answer for."""
        return self.visible_to(actor).filter(
            agency__in=actor.agencies_where(Action.ANSWER), status=InvitationStatus.SENT
        )

    def of_agencies_found(self, query: str) -> Self:
        return self.filter(matches(query, "agency__search_key"))

    def sorted(self) -> Self:
        """In the alphabetical order of the reader's language."""
        language = "mn" if translation.get_language() == "mn" else "en"
        return self.order_by(f"agency__sort_key_{language}", "agency__code")

    def with_seats_taken(self) -> Self:
        """How many seats the answer that counts takes; nothing where the agency does not come."""
        answers = _rows("Answer").filter(invitation=OuterRef("pk")).order_by("-number")
        return self.annotate(seats_taken=Subquery(answers.values("seats_taken")[:1]))

    def with_open_request(self) -> Self:
        asked = _rows("SeatRequest").filter(invitation=OuterRef("pk"), status=SeatRequestStatus.ASKED)
        return self.annotate(seats_asked=Subquery(asked.values("seats")[:1]))

    def for_listing(self) -> Self:
        return self.select_related("agency", "meeting").with_seats_taken().with_open_request().sorted()

    def seats_taken_in_all(self) -> int:
        accepted = self.filter(status=InvitationStatus.ACCEPTED).with_seats_taken()
        found: int = accepted.aggregate(all=Sum("seats_taken"))["all"] or 0
        return found


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the invitation sees how the agency answered; whom it names is decided for delegates."""
        return self.filter(invitations_open_to(actor, "invitation__"))

    def papers_visible_to(self, actor: Actor) -> Self:
        """A letter names people."""
        return self.filter(names_open_to(actor, "invitation__"))


class DelegateQuerySet(models.QuerySet["Delegate"]):
    def visible_to(self, actor: Actor) -> Self:
        """Names are personal data: the agency's own people and the secretariat."""
        return self.filter(names_open_to(actor, "answer__invitation__"))

    def seated(self) -> Self:
        """Those who take a seat: a substitute comes only in somebody's place."""
        return self.exclude(part=Part.SUBSTITUTE)

    def that_count(self) -> Self:
        """Of answers that still count, of agencies that come."""
        last = _rows("Answer").filter(invitation=OuterRef("answer__invitation")).order_by("-number")
        coming = self.filter(answer__invitation__status=InvitationStatus.ACCEPTED)
        return coming.filter(answer__number=Subquery(last.values("number")[:1]))


class SeatRequestQuerySet(models.QuerySet["SeatRequest"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(invitations_open_to(actor, "invitation__"))

    def open(self) -> Self:
        return self.filter(status=SeatRequestStatus.ASKED)


# --- What happens at a meeting -------------------------------------------------------------------------------------
def took_part(agencies: Iterable[int], prefix: str = "") -> Q:
    """Meetings of these agencies: those they took part in, or came to."""
    there = _rows("Participation").filter(agency__in=agencies).values("meeting_id")
    came = _rows("Attendance").filter(agency__in=agencies).values("meeting_id")
    return Q(**{f"{prefix}pk__in": there}) | Q(**{f"{prefix}pk__in": came})


def proceedings_open_to(actor: Actor, prefix: str = "") -> Q:
    """Those who run and watch meetings, and the agencies that took part. That a meeting is public opens none of it."""
    if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
        return Q()
    return took_part(agencies_answered_for(actor), prefix)


class AgendaQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the meeting sees what it is about."""
        return self.filter(meetings_open_to(actor, "meeting__"))


class CarriedItemQuerySet(models.QuerySet["CarriedItem"]):
    def visible_to(self, actor: Actor) -> Self:
        """Each as far as the thing itself is visible."""
        recommendations = apps.get_model("recommendations", "Recommendation")._default_manager.visible_to(actor)
        commitments = apps.get_model("recommendations", "Commitment")._default_manager.visible_to(actor)
        return self.filter(meetings_open_to(actor, "meeting__")).filter(
            Q(recommendation__in=recommendations) | Q(commitment__in=commitments)
        )


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, actor: Actor) -> Self:
        """Names are personal data: the agency's own people and the secretariat."""
        if actor.is_system or actor.may(Action.EDIT):
            return self
        return self.filter(agency__in=agencies_answered_for(actor))

    def bodies(self) -> int:
        """How many bodies came."""
        return self.order_by().values("agency").distinct().count()


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def visible_to(self, actor: Actor) -> Self:
        """While they are written the secretariat's; then of those who took part and those who watch."""
        if actor.is_system or actor.may(Action.EDIT):
            return self
        return self.exclude(status=MinutesStatus.DRAFT).filter(proceedings_open_to(actor, "meeting__"))

    def overdue(self, today: dt.date) -> Self:
        return self.filter(status=MinutesStatus.CIRCULATED, confirm_by__lt=today)

    def unanswered_by(self, actor: Actor) -> Self:
        """With the delegations, and an agency of the actor's has not answered the latest revision."""
        said: Any = _rows("Confirmation").filter(
            agency=OuterRef("agency"), revision__minutes__meeting=OuterRef("meeting")
        )
        own = _rows("Participation").filter(
            ~Exists(said.of_the_latest()),
            meeting=OuterRef("meeting"),
            agency__in=actor.agencies_where(Action.ANSWER),
        )
        return self.visible_to(actor).filter(Exists(own), status=MinutesStatus.CIRCULATED)

    def with_reservations(self) -> Self:
        """With the delegations, and at least one has a reservation about what it read last."""
        said: Any = _rows("Confirmation").filter(revision__minutes=OuterRef("pk")).exclude(reservation="")
        return self.filter(Exists(said.of_the_latest()), status=MinutesStatus.CIRCULATED)


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever reads the minutes reads who confirmed them, and the reservations."""
        minutes = apps.get_model("meetings", "Minutes")._default_manager.visible_to(actor)
        return self.filter(revision__minutes__in=minutes)

    def of_the_latest(self) -> Self:
        """Said of the minutes as they read now, not of an earlier revision."""
        return self.alias(newest=Max("revision__minutes__revisions__number")).filter(revision__number=F("newest"))


class ActionPointQuerySet(models.QuerySet["ActionPoint"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those who run and watch meetings, who took part, and the agency that is to do it."""
        if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
            return self
        return self.filter(proceedings_open_to(actor, "meeting__") | Q(agency__in=agencies_answered_for(actor)))

    def open(self) -> Self:
        return self.filter(status=ActionStatus.OPEN)
