from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django_tasks import task

from tulga.notices.mailing import send_mail_of
from tulga.notices.models import Notice

PATIENCE = dt.timedelta(minutes=15)


@task()
def send_mail(notice_id: int) -> bool:
    return send_mail_of(notice_id)


@task()
def retry_mails() -> int:
    """Every e-mail that failed or was lost on its way to the worker."""
    return queue_mails(list(Notice.objects.mail_due(timezone.now()).order_by("pk").values_list("pk", flat=True)[:500]))


def queue_mails(notice_ids: Iterable[int]) -> int:
    """Hand e-mails to the worker; what it has not begun within fifteen minutes, the clock finds again."""
    count = 0
    for notice_id in notice_ids:
        now = timezone.now()
        Notice.objects.filter(pk=notice_id).update(mail_queued_at=now, mail_next_at=now + PATIENCE)
        send_mail.enqueue(notice_id)
        count += 1
    return count
