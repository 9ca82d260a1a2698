from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from tulga.dissemination.services.reminding import remind


@task()
def remind_of_acknowledgements() -> int:
    """Every morning, whom the days of reminders have reached."""
    return remind(today=timezone.localdate())
