from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from tulga.kit.actor import Actor
from tulga.plan.services.amending import expire_past_editions


@task()
def expire_editions() -> int:
    """Every night, the editions whose last day has passed. Safe to run twice: what expired is no longer in force."""
    return expire_past_editions(today=timezone.localdate(), actor=Actor.system("expire_editions"))
