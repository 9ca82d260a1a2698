from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from tulga.kit.actor import Actor
from tulga.recommendations.services.climbing import tell_of_deadlines as tell


@task()
def tell_of_deadlines() -> int:
    """Warnings before a deadline and what climbs after it, as far as nobody has been told yet."""
    return tell(today=timezone.localdate(), actor=Actor.system("tell_of_deadlines"))
