"""Files of wishes, and the small app that keeps them: in memory, and one word of each in a table, to see it undone."""

from __future__ import annotations

from collections.abc import Callable

from tulga.documents.data_files import check_data_file
from tulga.documents.tests.factories import sent
from tulga.imports.choices import Work
from tulga.imports.models import Import
from tulga.imports.services import starting, steering
from tulga.imports.services.working import do_work
from tulga.kit.actor import Actor
from tulga.kit.errors import RuleBroken
from tulga.kit.models import UsedToken
from tulga.kit.tests.imports.samples import Wishes

HEADINGS = "No,Wish,By"
TWO = f"{HEADINGS}\n1,Open a shelter,NPA\n2,Train drivers,XYZ\n"


class KeptWishes(Wishes):
    """Wishes whose keeping can be seen in the database, and can fail in the middle."""

    fails_at = ""
    meanwhile: Callable[[], object] = staticmethod(lambda: None)

    def apply(self, changes, reading, *, into, answers, actor):
        for change in changes:
            UsedToken.objects.create(digest=f"wish {change.record.key}", location=into)
            if change.record.key == self.fails_at:
                raise RuleBroken("This wish cannot be kept.")
        super().apply(changes, reading, into=into, answers=answers, actor=actor)


def started(
    actor: Actor, text: str = TWO, *, target: KeptWishes, name: str = "wishes.csv", into: str = "2018"
) -> Import:
    upload = check_data_file(sent(name, text.encode()))
    return starting.start_import(target=target, into=into, upload=upload, actor=actor)


def worked(batch: Import, actor: Actor) -> Import:
    """What the worker would do now."""
    batch.refresh_from_db()
    do_work(batch_id=batch.pk, attempt=batch.attempt, actor=actor)
    batch.refresh_from_db()
    return batch


def understood(actor: Actor, text: str = TWO, *, target: KeptWishes) -> Import:
    batch = worked(started(actor, text, target=target), actor)
    assert batch.work != Work.UNDERSTAND
    return batch


def previewed(actor: Actor, text: str = TWO, *, target: KeptWishes) -> Import:
    return worked(steering.ask_preview(batch=understood(actor, text, target=target), actor=actor), actor)


def applied(actor: Actor, text: str = TWO, *, target: KeptWishes) -> Import:
    return worked(steering.ask_apply(batch=previewed(actor, text, target=target), actor=actor), actor)
