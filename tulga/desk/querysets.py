from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from tulga.accounts.one_time_links import hash_of

if TYPE_CHECKING:
    from tulga.desk.models import CalendarFeed, StepTime  # noqa: F401 - the rows' types
    from tulga.kit.actor import Actor


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own: nobody else learns the address, nor whether there is one."""
        return self.none() if actor.user_id is None else self.filter(user=actor.user_id)

    def opened_by(self, token: str) -> Self:
        """The one that this secret opens, while its owner may sign in."""
        return self.filter(token_hash=hash_of(token), user__is_active=True).select_related("user")


class StepTimeQuerySet(models.QuerySet["StepTime"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever signed in: everybody's deadlines follow from them."""
        return self.none() if actor.is_public else self

    def days(self) -> dict[str, int]:
        """How many days each step may take."""
        return dict(self.values_list("step", "days"))

    def for_listing(self) -> Self:
        return self.order_by("position")
