from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from tulga.desk.models import StepTime  # noqa: F401 - the rows' type
    from tulga.kit.actor import Actor


class StepTimeQuerySet(models.QuerySet["StepTime"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever signed in: everybody's deadlines follow from them."""
        return self.none() if actor.is_public else self

    def days(self) -> dict[str, int]:
        """How many days each step may take."""
        return dict(self.values_list("step", "days"))

    def for_listing(self) -> Self:
        return self.order_by("position")
