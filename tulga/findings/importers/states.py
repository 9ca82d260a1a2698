"""The members and observers of the United Nations: by their names in UN documents, and by others in use."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path

# ISO 3166-1 codes with the names of UN documents, those in Mongolian (Unicode CLDR), and others in use.
NAMES = Path(__file__).with_name("states.csv")


def state_code(name: str) -> str:
    """The three letters of ISO 3166 of the State with this name or code; nothing for a name that is none."""
    plain = name.strip()
    return plain if plain in _names() else _codes().get(_key(plain), "")


def state_name(code: str) -> str:
    """As UN documents write it."""
    return _names().get(code, code)


def states_in(cell: str) -> list[str]:
    """The names of a cell, parted by semicolons, lines, or commas that are not part of a State's name."""
    if state_code(cell):
        return [" ".join(cell.split())]
    names = [" ".join(each.split()) for each in re.split(r"\s*[;\n/]\s*", cell)]
    if len(names) == 1:
        names = [" ".join(each.split()) for each in re.split(r"\s*,\s*(?:and )?|\s+and\s+", cell)]
    return list(dict.fromkeys(name for name in names if name))


def state_names(code: str) -> dict[str, str]:
    """By language, as far as there are names in it."""
    return _by_language().get(code, {"en": code})


@cache
def _by_language() -> dict[str, dict[str, str]]:
    with NAMES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: {"en": row["name"], "mn": row["mn"]} for row in csv.DictReader(file)}


@cache
def _names() -> dict[str, str]:
    with NAMES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


@cache
def _codes() -> dict[str, str]:
    codes = {}
    with NAMES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in [row["name"], row["mn"], *row["also"].split(";")]:
                if name:
                    codes[_key(name)] = row["code"]
    return codes


def _key(name: str) -> str:
    """Its words in any order: "Korea, Republic of" is "Republic of Korea", with or without accents and articles."""
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).casefold()
    words = re.findall(r"[^\W\d_]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    return " ".join(sorted(word for word in words if word not in {"the", "of", "and"}))
