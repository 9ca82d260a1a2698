from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from tulga.notices.choices import Action

if TYPE_CHECKING:
    from tulga.kit.actor import Actor
    from tulga.notices.models import Notice  # noqa: F401 - the rows' type

MOST_FAILURES = 8
UNKNOWN_AFTER = dt.timedelta(hours=1)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, and nobody else's: no role reads another person's notices."""
        return self.none() if actor.user_id is None else self.filter(recipient_id=actor.user_id)

    def post_visible_to(self, actor: Actor) -> Self:
        """Of everybody's, those whose e-mail has not left, to whoever looks after the e-mails: never what they say."""
        return self.in_trouble() if actor.may(Action.KEEP_POST) else self.none()

    def in_trouble(self) -> Self:
        """The e-mail failed at least once, or was begun and never finished."""
        is_unknown = Q(mail_started_at__lt=timezone.now() - UNKNOWN_AFTER)
        return self.filter(Q(mail_failures__gt=0) | is_unknown, mail_sent_at__isnull=True)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def for_listing(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def mail_unsent(self) -> Self:
        """Nobody has begun to hand the e-mail over, and its recipient may still sign in."""
        return self.filter(mail_sent_at__isnull=True, mail_started_at__isnull=True, recipient__is_active=True)

    def mail_due(self, now: dt.datetime) -> Self:
        """To be tried (again) by the clock: failed before, or lost between the act and the worker."""
        return self.mail_unsent().filter(mail_next_at__lte=now, mail_failures__lt=MOST_FAILURES)

    def undelivered(self, now: dt.datetime) -> Self:
        """E-mails that nobody will try again: refused too often, or begun and never finished."""
        is_unknown = Q(mail_started_at__lt=now - UNKNOWN_AFTER) | Q(
            mail_started_at__isnull=False, mail_problem__startswith="unknown"
        )
        return self.filter(mail_sent_at__isnull=True).filter(Q(mail_failures__gte=MOST_FAILURES) | is_unknown)
