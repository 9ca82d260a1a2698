"""What people type and paste: cleaned without changing a word, and searched for what must not be there."""

from __future__ import annotations

import re
import unicodedata

# Format characters (zero-width, directional, BOM, soft hyphen), controls, half of a surrogate pair.
UNSEEN = ("Cf", "Cc", "Cs")


def clean(text: str) -> str:
    """The same words without what a word processor hides in them. Quotes, dashes and every letter stay."""
    text = re.sub(r"\r\n?|[\v\f\x85\u2028\u2029]", "\n", unicodedata.normalize("NFC", text)).replace("\t", " ")
    seen = (char for char in text if char == "\n" or unicodedata.category(char) not in UNSEEN)
    text = "".join(" " if unicodedata.category(char) == "Zs" else char for char in seen)
    text = re.sub(r" +$", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{4,}", "\n\n\n", text).strip()


def one_line(text: str) -> str:
    """Clean text on one line: safe in a title, a file's name or a mail's header."""
    return " ".join(clean(text).split())
