"""Words in which a letter of one script poses as one of the other, told wherever a file has them."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from tulga.kit.imports.records import Problem, Where
from tulga.kit.sentences import say
from tulga.kit.writing import mixed_script_words


def look_alikes(text: str, where: Where) -> list[Problem]:
    """A remark for each such word."""
    message = _("The word “%(word)s” mixes Latin and Cyrillic letters that look alike; it would not be found.")
    return [Problem(where, say(message, word=word)) for word in mixed_script_words(text)] if text else []
