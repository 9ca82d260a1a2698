"""Filters that lists share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django_filters import CharFilter

if TYPE_CHECKING:
    from django.db.models import QuerySet


class SearchFilter(CharFilter):
    """Words in the folded search key, however they are spelt. The queryset says how it is searched."""

    def filter(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        return queryset.search(value) if value else queryset  # type: ignore[attr-defined]  # every searched one has it
