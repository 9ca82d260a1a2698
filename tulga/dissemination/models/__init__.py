from __future__ import annotations

from tulga.dissemination.models.delivering import Acknowledgement, Delivery, ReminderDays
from tulga.dissemination.models.editions import Edition, EditionItem
from tulga.dissemination.models.releasing import ItemTitle, Passage, Release, ReleaseItem, ReleaseSeries

__all__ = [
    "Acknowledgement",
    "Delivery",
    "Edition",
    "EditionItem",
    "ItemTitle",
    "Passage",
    "Release",
    "ReleaseItem",
    "ReleaseSeries",
    "ReminderDays",
]
