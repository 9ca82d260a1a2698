from __future__ import annotations

from typing import TYPE_CHECKING

from tulga.agencies.services import NAMED
from tulga.kit.words.sheet import Row

if TYPE_CHECKING:
    from collections.abc import Iterator


def rows_of_names() -> Iterator[Row]:
    """Every name of a place, an agency and a hotline, for the words sheet."""
    for kind, named in NAMED.items():
        for thing in named.model._default_manager.order_by("pk"):
            for field in named.fields:
                yield Row(
                    key=(kind, getattr(thing, named.code), field),
                    texts=getattr(thing, field),
                    about=thing.source,
                    checked=thing.checked,
                )
