"""Words in which a letter of one script poses as one of the other, told wherever a file has them."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from tulga.kit.imports.records import Problem, Where
from tulga.kit.sentences import say
from tulga.kit.writing import mixed_script_words

LONGEST = 60  # letters of a word that are told: a cell without blanks is one word


def look_alikes(text: str, where: Where) -> list[Problem]:
    """A remark for each such word."""
    message = _("The word “%(word)s” mixes Latin and Cyrillic letters that look alike; it would not be found.")
    words = mixed_script_words(text) if text else []
    return [Problem(where, say(message, word=word if len(word) <= LONGEST else f"{word[:LONGEST]}…")) for word in words]
