"""Catalogues of translated words: reads .po files, writes .po and .mo files, with the standard library only."""

from __future__ import annotations

import ast
import os
import re
import struct
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MO_MAGIC, MO_HEADER_BYTES = 0x950412DE, 28
CHECKED = "checked: "

Key = tuple[str, str]  # context (empty: none) and msgid


@dataclass(frozen=True)
class Entry:
    """One message: what the code says, and its text in the catalogue's language, or one text per plural form."""

    msgid: str
    context: str = ""
    plural: str = ""
    texts: tuple[str, ...] = ("",)
    used_in: tuple[str, ...] = ()
    note: str = ""
    checked: str = ""

    @property
    def key(self) -> Key:
        return self.context, self.msgid

    def source(self, form: int) -> str:
        """What the code says in this form."""
        return self.plural if self.plural and form else self.msgid

    def text(self, form: int) -> str:
        return self.texts[form] if form < len(self.texts) else ""

    def with_text(self, form: int, text: str) -> Entry:
        texts = [*self.texts, *[""] * (form + 1 - len(self.texts))]
        texts[form] = text
        return replace(self, texts=tuple(texts))


@dataclass
class Catalogue:
    """The header and the messages of one language."""

    header: str = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
    entries: dict[Key, Entry] = field(default_factory=dict)

    @property
    def forms(self) -> int:
        found = re.search(r"nplurals\s*=\s*(\d+)", self.header)
        return int(found[1]) if found else 2


def read_po(path: Path) -> Catalogue:
    """The catalogue of a .po file, without its doubtful ("fuzzy") and obsolete messages' texts."""
    catalogue = Catalogue()
    if path.exists():
        for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
            entry, is_fuzzy = _read_block(block)
            if entry is None:
                continue
            if not entry.msgid:
                catalogue.header = entry.text(0)
            else:
                catalogue.entries[entry.key] = replace(entry, texts=("",)) if is_fuzzy else entry
    return catalogue


def write_catalogue(path: Path, catalogue: Catalogue) -> None:
    """Write the .po file and the .mo file beside it, each whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, po_text(catalogue).encode())
    _replace(path.with_suffix(".mo"), mo_bytes(catalogue))


def po_text(catalogue: Catalogue) -> str:
    blocks = [f'msgid ""\nmsgstr {_quoted(catalogue.header)}']
    for entry in catalogue.entries.values():
        lines = [f"# {CHECKED}{entry.checked}"] if entry.checked else []
        lines += [f"msgctxt {_quoted(entry.context)}"] if entry.context else []
        lines += [f"msgid {_quoted(entry.msgid)}"]
        if entry.plural:
            lines += [f"msgid_plural {_quoted(entry.plural)}"]
            lines += [f"msgstr[{form}] {_quoted(text)}" for form, text in enumerate(entry.texts)]
        else:
            lines += [f"msgstr {_quoted(entry.text(0))}"]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def mo_bytes(catalogue: Catalogue) -> bytes:
    """The compiled catalogue, as Python's gettext reads it: tables of lengths and offsets, then the strings."""
    messages = {b"": catalogue.header.encode()} | dict(_compiled(catalogue.entries.values()))
    originals, texts = zip(*sorted(messages.items()), strict=True)
    count = len(messages)
    offset = MO_HEADER_BYTES + 16 * count
    table = b""
    for string in [*originals, *texts]:
        table += struct.pack("<II", len(string), offset)
        offset += len(string) + 1
    header = struct.pack("<7I", MO_MAGIC, 0, count, MO_HEADER_BYTES, MO_HEADER_BYTES + 8 * count, 0, 0)
    return header + table + b"".join(string + b"\0" for string in [*originals, *texts])


def _compiled(entries: Iterable[Entry]) -> Iterable[tuple[bytes, bytes]]:
    for entry in entries:
        if all(entry.texts):
            original = f"{entry.context}\4{entry.msgid}" if entry.context else entry.msgid
            original += f"\0{entry.plural}" if entry.plural else ""
            yield original.encode(), "\0".join(entry.texts).encode()


def _read_block(block: str) -> tuple[Entry | None, bool]:
    values: dict[str, str] = {}
    comments: dict[str, list[str]] = {"#:": [], "#.": [], "# ": [], "#,": []}
    name = ""
    for line in block.splitlines():
        if line[:2] in comments:
            comments[line[:2]].append(line[2:].strip())
        elif found := re.match(r'(msg\w+(?:\[\d+\])?)\s+(".*")\s*$', line):
            name = found[1]
            values[name] = ast.literal_eval(found[2])
        elif line.startswith('"'):
            values[name] += ast.literal_eval(line)
    if "msgid" not in values:
        return None, False
    texts = tuple(text for part, text in values.items() if part.startswith("msgstr"))
    checked = [each.removeprefix(CHECKED) for each in comments["# "] if each.startswith(CHECKED)]
    entry = Entry(
        msgid=values["msgid"],
        context=values.get("msgctxt", ""),
        plural=values.get("msgid_plural", ""),
        texts=texts or ("",),
        used_in=tuple(place for line in comments["#:"] for place in line.split()),
        note=" ".join(comments["#."]),
        checked=checked[0] if checked else "",
    )
    return entry, any("fuzzy" in flags for flags in comments["#,"])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(content)
    os.replace(fresh, path)
