"""The two small numbers in the navigation of every page: open duties, and notices nobody has opened yet.

Kept in the person's own session and counted again after a minute, and after each act of theirs: reading them costs no
query, and nobody's number can reach anybody else.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.utils import timezone

from tulga.desk.summaries.tasks import tasks_of
from tulga.notices.models import Notice

if TYPE_CHECKING:
    from django.http import HttpRequest

    from tulga.kit.actor import Actor

KEY = "waiting"
COUNTED_EVERY = 60  # seconds, as often as a session is noted as seen
AT_MOST = 100


def badges_of(request: HttpRequest, actor: Actor) -> dict[str, int]:
    """By the names of the pages that show what is counted."""
    session = getattr(request, "session", None)
    if session is None or actor.user_id is None:
        return {}
    kept = session.get(KEY)
    if not kept or kept["of"] != actor.user_id or not 0 <= time.time() - kept["at"] < COUNTED_EVERY:
        keep_badges(request, actor, duties=len(tasks_of(actor, timezone.localdate())))
        kept = session[KEY]
    return {"desk": kept["desk"], "notice_list": kept["notices"]}


def keep_badges(request: HttpRequest, actor: Actor, *, duties: int) -> None:
    """The desk has just counted: the page it is on and the next ones say the same number."""
    unread = Notice.objects.visible_to(actor).unread().order_by()[:AT_MOST].count()
    if (session := getattr(request, "session", None)) is not None:
        session[KEY] = {"of": actor.user_id, "at": int(time.time()), "desk": duties, "notices": unread}


def forget_badges(request: HttpRequest) -> None:
    """Something was done: count again on the next page."""
    if (session := getattr(request, "session", None)) is not None:
        session.pop(KEY, None)
