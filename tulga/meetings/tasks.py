from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from tulga.kit.actor import Actor
from tulga.meetings.services import inviting, proceedings


@task()
def remind_invited() -> int:
    """Remind the agencies that have not answered an invitation, on the days their meeting names."""
    return inviting.remind_invited(today=timezone.localdate(), actor=Actor.system("remind_invited"))


@task()
def carry_over() -> int:
    """Keep what earlier meetings left open on the agenda of the coming one."""
    return proceedings.carry_over_to_coming(today=timezone.localdate(), actor=Actor.system("carry_over"))
