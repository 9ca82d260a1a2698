"""File names as people gave them, made harmless to show, to send in a header and to save."""

from __future__ import annotations

import re
import unicodedata

MAX_BYTES = 180  # Cyrillic takes two bytes a letter, and most file systems end a name at 255 bytes
_MONGOLIAN_VOWEL_SEPARATOR = "\u180e"
_FORBIDDEN = re.compile(r'["<>|:*?;%\\/]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def clean_name(raw: str) -> str:
    """One line without path, control and direction marks; of bearable length; never empty."""
    name = unicodedata.normalize("NFC", re.split(r"[\\/]", raw)[-1])
    name = "".join(each for each in name if each.isspace() or each == _MONGOLIAN_VOWEL_SEPARATOR or _is_visible(each))
    name = _FORBIDDEN.sub("_", " ".join(name.split())).strip(". ")
    if _RESERVED.match(name):
        name = f"_{name}"
    stem, extension = split_name(name)
    ending = f".{extension}" if extension else ""
    stem = stem.encode()[: MAX_BYTES - len(ending.encode())].decode(errors="ignore").rstrip(". ")
    return f"{stem or 'document'}{ending}"


def split_name(name: str) -> tuple[str, str]:
    """Stem and lower-case extension; only what looks like an extension is one."""
    stem, dot, extension = name.rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,8}", extension):
        return name, ""
    return stem, extension.lower()


def _is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] != "C"
