"""The words of each act. An app registers its own in its AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_sentences: dict[str, str | _StrPromise] = {}


def register(sentences: Mapping[str, str | _StrPromise]) -> None:
    _sentences.update({str(verb): sentence for verb, sentence in sentences.items()})


def sentence_of(verb: str) -> str:
    """The act in the reader's language; an act that nobody worded shows its verb."""
    return str(_sentences.get(verb, verb))
