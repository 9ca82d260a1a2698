"""Sessions in the database, as Django keeps them, each read by a query that is written once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from tulga.kit.prepared import prepared

if TYPE_CHECKING:
    from django.db.models import QuerySet


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        found = _session(key=self.session_key) if self.session_key else []
        if found and found[0].expire_date > timezone.now():
            return found[0]
        self._session_key = None
        return None


@prepared
def _session(*, key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key)
