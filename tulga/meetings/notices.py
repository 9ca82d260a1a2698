"""Who is told of what, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tulga.kit.workflow import tells
from tulga.meetings.models import WorkingSession
from tulga.notices.services import tell
from tulga.recommendations.models import CircleMember

if TYPE_CHECKING:
    from tulga.kit.actor import Actor


@tells(_("its members"))
def of_the_session(session: WorkingSession, actor: Actor) -> None:
    """A working session is opened."""
    tell(
        about=session,
        people=CircleMember.objects.filter(circle=session.circle_id).values_list("user", flat=True),
        kind="meetings.session_opened",
        words=_("You sit in a working session: “%(title)s”"),
        title=session.title,
        actor=actor,
    )
