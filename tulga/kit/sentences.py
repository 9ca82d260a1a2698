"""Sentences that are stored now and read later, by somebody of another language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.utils.translation import gettext


@dataclass(frozen=True)
class Sentence:
    """A sentence of the interface with its values; it becomes words only when somebody reads it.

    `gettext_noop` has the text collected: `say(gettext_noop("Row %(row)s has no number."), row=3)`.
    """

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        if not self.text:
            return ""  # the catalogue's own heading stands under the empty text
        words = {name: str(value) for name, value in self.values.items()}
        return gettext(self.text) % words if words else gettext(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def as_json(self) -> dict[str, Any]:
        values = {name: _stored(value) for name, value in self.values.items()}
        return {"text": self.text, "values": values} if values else {"text": self.text}

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(stored["text"], {name: _restored(value) for name, value in stored.get("values", {}).items()})


def say(text: str, **values: Any) -> Sentence:
    """A sentence with its values: words, numbers, or further sentences."""
    return Sentence(text, values)


NOTHING = Sentence("")


def quoted(words: str) -> Sentence:
    """Words of the file itself, the same in every language."""
    return Sentence("%(words)s", {"words": words})


def _stored(value: Any) -> Any:
    return value.as_json() if isinstance(value, Sentence) else value if isinstance(value, int) else str(value)


def _restored(value: Any) -> Any:
    return Sentence.of_json(value) if isinstance(value, Mapping) else value
