from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop
from django_tasks import task

from tulga.accounts.actors import actor_of
from tulga.accounts.models import User
from tulga.imports.models import Import
from tulga.imports.services.working import do_work, give_up
from tulga.kit.actor import Actor
from tulga.kit.sentences import say

UNFORESEEN = gettext_noop(
    "Something went wrong that nobody foresaw; nothing was written. Tell the administrators, and send the file along."
)


@task()
def work_on_import(batch_id: int, attempt: int, user_id: int) -> bool:
    """What an import waits for, as the person who asked for it, with the roles they hold now."""
    actor = actor_of(User.objects.get(pk=user_id))
    try:
        return do_work(batch_id=batch_id, attempt=attempt, actor=actor)
    except Exception:
        batch = Import.objects.filter(pk=batch_id, attempt=attempt).first()
        if batch is not None:
            give_up(batch, say(UNFORESEEN), Actor.system("imports"))
        raise


def queue_work(batch: Import, user_id: int) -> None:
    """Hand it to the worker when the act stands. What is lost on the way can be begun again from its page."""
    pk, attempt = batch.pk, batch.attempt

    def queue() -> None:
        work_on_import.enqueue(pk, attempt, user_id)

    transaction.on_commit(queue, robust=True)
