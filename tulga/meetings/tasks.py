from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from tulga.kit.actor import Actor
from tulga.meetings.services import inviting


@task()
def remind_invited() -> int:
    """Remind the agencies that have not answered an invitation, on the days their meeting names."""
    return inviting.remind_invited(today=timezone.localdate(), actor=Actor.system("remind_invited"))
