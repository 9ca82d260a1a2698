from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from tulga.documents.choices import Action

if TYPE_CHECKING:
    from tulga.documents.models import LetterTemplate  # noqa: F401 - the rows' type
    from tulga.kit.actor import Actor


class LetterTemplateQuerySet(models.QuerySet["LetterTemplate"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever replaces templates sees which were in use; a letter itself is seen by whoever sees its record."""
        return self if actor.is_system or actor.may(Action.REPLACE_LETTER_TEMPLATE) else self.none()

    def in_use(self) -> Self:
        return self.filter(withdrawn_at=None)

    def in_use_for(self, kind: str, language: str) -> Self:
        return self.in_use().filter(kind=kind, language=language)
