from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from tulga.kit.imports.targets import TARGETS

if TYPE_CHECKING:
    from tulga.imports.models import Import, ImportDoubt, ImportedRow  # noqa: F401 - the rows' types
    from tulga.kit.actor import Actor


def targets_of(actor: Actor) -> list[str]:
    """The names of the targets that this person may import into."""
    return [name for name, target in TARGETS.items() if actor.is_system or actor.may(target.permission)]


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever may import into a target sees what was imported into it, and nobody else."""
        return self.filter(target__in=targets_of(actor))

    def for_listing(self) -> Self:
        return self.select_related("started_by")


class OfImportQuerySet(models.QuerySet["ImportedRow"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(batch__target__in=targets_of(actor))

    def in_state(self, state: str) -> Self:
        return self.filter(state=state) if state else self


class DoubtQuerySet(models.QuerySet["ImportDoubt"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(batch__target__in=targets_of(actor))

    def open(self) -> Self:
        return self.filter(answer="")
