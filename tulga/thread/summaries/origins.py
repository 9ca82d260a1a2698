"""From which records one can walk the thread, and which recommendations it passes through on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tulga.answers.models import Link
from tulga.dissemination.models import Edition, Release
from tulga.findings.models import Finding
from tulga.kit.actor import Actor
from tulga.meetings.models import Meeting, WorkingSession
from tulga.plan.models import Activity
from tulga.recommendations.models import Challenge, Commitment, Order, Recommendation
from tulga.recommendations.querysets import READS_DRAFTS, written_in_circles

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Origin:
    """One kind of record: its rows, and how a recommendation is tied to one of them as far as this reader may know."""

    label: str | _StrPromise
    rows: Callable[[], QuerySet[Any]]
    tie: Callable[[Any, Actor], Q]


def _of_finding(finding: Finding, actor: Actor) -> Q:
    """In whichever revision: named by drafters, or found to answer it since."""
    same = {"finding__assessment": finding.assessment_id, "finding__number": finding.number}
    links = Link.objects.visible_to(actor).filter(**same)
    named = Recommendation.findings.through.objects.filter(**same)
    return Q(pk__in=named.values("recommendation")) | Q(pk__in=links.accepted().values("recommendation"))


def _of_activity(activity: Activity, actor: Actor) -> Q:
    """Through a challenge or a commitment only where the reader may see that one: a tie tells of both its ends."""
    challenges = Challenge.objects.visible_to(actor).filter(activity=activity)
    commitments = Commitment.objects.visible_to(actor).filter(activity=activity)
    return Q(activities=activity) | Q(challenges__in=challenges) | Q(commitments__in=commitments)


def _of_release(release: Release, actor: Actor) -> Q:
    """As far as an edition of the reader's holds it: a recommendation may be left out for an audience."""
    if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
        return Q(releases=release)
    return Q(shared_words__edition_items__edition__in=Edition.objects.visible_to(actor).filter(release=release))


def _of_meeting(meeting: Meeting, actor: Actor) -> Q:
    """Drafted in one of its sessions, or merged from what was."""
    return written_in_circles(meeting.sessions.values("circle"))


def _of_session(session: WorkingSession, actor: Actor) -> Q:
    return written_in_circles(WorkingSession.objects.filter(pk=session.pk).values("circle"))


ORIGINS: dict[str, Origin] = {
    "recommendation": Origin(_("Recommendation"), Recommendation.objects.all, lambda row, actor: Q(pk=row.pk)),
    "finding": Origin(_("Finding"), Finding.objects.all, _of_finding),
    "challenge": Origin(_("Challenge"), Challenge.objects.all, lambda row, actor: Q(challenges=row)),
    "activity": Origin(_("Activity"), Activity.objects.all, _of_activity),
    "meeting": Origin(_("Meeting"), Meeting.objects.all, _of_meeting),
    "session": Origin(_("Working session"), WorkingSession.objects.all, _of_session),
    "order": Origin(_("Order"), Order.objects.all, lambda row, actor: Q(submission_items__decision__order=row)),
    "release": Origin(_("Release"), Release.objects.all, _of_release),
    "commitment": Origin(_("Commitment"), Commitment.objects.all, lambda row, actor: Q(pk=row.recommendation_id)),
}


def recommendations_through(kind: str, record: Any, actor: Actor) -> QuerySet[Recommendation]:
    """The recommendations on the thread of a record, as far as this reader may see them, the oldest first."""
    tied = Recommendation.objects.filter(ORIGINS[kind].tie(record, actor)).values("pk")
    return Recommendation.objects.visible_to(actor).filter(pk__in=tied).order_by("pk")
