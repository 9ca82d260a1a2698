from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tulga.notices.models import Notice
from tulga.notices.tasks import PATIENCE, queue_mails

if TYPE_CHECKING:
    from tulga.kit.actor import Actor
    from tulga.kit.i18n import I18nText


@transaction.atomic
def notify(
    *, recipients: Iterable[int], kind: str, subject: I18nText, url_path: str, once_key: str, actor: Actor
) -> int:
    """Tell each person once; whoever acted needs no telling. Says how many were told now.

    `once_key` names the event, such as "recommendations.endorsed 17": telling again with the same key does nothing.
    """
    if not url_path.startswith("/") or url_path.startswith("//"):
        raise ValueError("a notice leads to a page of Tulga")
    told_before = Notice.objects.filter(once_key=once_key).values_list("recipient_id", flat=True)
    to_tell = sorted(set(recipients) - {actor.user_id} - set(told_before))
    now = timezone.now()
    Notice.objects.bulk_create(
        [
            Notice(
                recipient_id=recipient_id,
                kind=kind,
                subject=subject,
                url_path=url_path,
                once_key=once_key,
                mail_next_at=now + PATIENCE,
            )
            for recipient_id in to_tell
        ],
        ignore_conflicts=True,  # somebody told them in the same moment
    )

    def queue() -> None:
        told = Notice.objects.filter(once_key=once_key, recipient_id__in=to_tell, mail_queued_at__isnull=True)
        queue_mails(list(told.order_by("pk").values_list("pk", flat=True)))

    if to_tell:
        # Robust: the act is done; what cannot be queued now, the clock finds.
        transaction.on_commit(queue, robust=True)
    return len(to_tell)


def mark_read(*, actor: Actor, notice_ids: Iterable[int] | None = None) -> int:
    """One's own notices, all of them or those named."""
    own = Notice.objects.visible_to(actor).unread()
    if notice_ids is not None:
        own = own.filter(pk__in=list(notice_ids))
    return own.update(read_at=timezone.now())
