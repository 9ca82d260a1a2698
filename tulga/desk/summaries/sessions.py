"""The working sessions a person sits in, from the day of the meeting until what they drafted is decided."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tulga.kit.actor import Actor
from tulga.kit.i18n import Shown
from tulga.meetings.models import WorkingSession
from tulga.recommendations.choices import BEFORE_DECISION, CircleStatus, Status
from tulga.recommendations.querysets import circles_of


@dataclass(frozen=True)
class RunningSession:
    title: Shown
    meeting: Shown
    url: str
    note: str


def running_sessions(actor: Actor, today: dt.date) -> tuple[RunningSession, ...]:
    """This year's, the person's own: what a member opens first on the day of the meeting."""
    if actor.user_id is None:
        return ()
    rows = "circle__recommendations"
    own = WorkingSession.objects.visible_to(actor).filter(
        circle__in=circles_of(actor), circle__status=CircleStatus.OPEN, meeting__held_on__year=today.year
    )
    sessions = own.select_related("meeting").annotate(
        all_rows=Count(rows, distinct=True),
        undecided=Count(rows, filter=Q(circle__recommendations__status__in=BEFORE_DECISION), distinct=True),
        drafts=Count(rows, filter=Q(circle__recommendations__status=Status.DRAFT), distinct=True),
    )
    running = sessions.filter(Q(undecided__gt=0) | Q(all_rows=0), meeting__held_on__lte=today)
    return tuple(_running(each) for each in running.order_by("-meeting__held_on", "number"))


def _running(session: WorkingSession) -> RunningSession:
    count: int = session.drafts  # type: ignore[attr-defined]  # annotated above
    words = ngettext("%(count)s draft waits to be adopted", "%(count)s drafts wait to be adopted", count)
    return RunningSession(
        title=session.title.shown(),
        meeting=session.meeting.title.shown(),
        url=session.get_absolute_url(),
        note=words % {"count": count} if count else _("No draft waits to be adopted"),
    )
