"""What the code of an assessment says of it: TIP-2017-MNG, UPR-2019-SVN."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tulga.findings.importers.states import state_name, state_names

YEAR = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")
OF_YEAR = re.compile(r" ?\{year\}(?: оны)?")
# Title, and body, by language: of those whose reports every State gets.
BODIES = {
    "TIP": (
        {"en": "Trafficking in Persons Report {year}", "mn": "Хүн худалдаалахын эсрэг {year} оны тайлан"},
        {"en": "United States Department of State", "mn": "Америкийн Нэгдсэн Улсын Төрийн департамент"},
    ),
    "UPR": (
        {"en": "Universal Periodic Review {year}", "mn": "Түгээмэл хэлэлцүүлэг {year}"},
        {"en": "United Nations Human Rights Council", "mn": "НҮБ-ын Хүний эрхийн зөвлөл"},
    ),
    "CEDAW": (
        {
            "en": "Concluding observations on the elimination of discrimination against women {year}",
            "mn": "Эмэгтэйчүүдийг алагчлахыг устгах тухай нэгдсэн дүгнэлт {year}",
        },
        {
            "en": "Committee on the Elimination of Discrimination against Women",
            "mn": "Эмэгтэйчүүдийг алагчлахыг устгах хороо",
        },
    ),
    "CRC": (
        {
            "en": "Concluding observations on the rights of the child {year}",
            "mn": "Хүүхдийн эрхийн тухай нэгдсэн дүгнэлт {year}",
        },
        {"en": "Committee on the Rights of the Child", "mn": "Хүүхдийн эрхийн хороо"},
    ),
    "GRETA": (
        {"en": "Evaluation report {year}", "mn": "Үнэлгээний тайлан {year}"},
        {
            "en": "Group of Experts on Action against Trafficking in Human Beings",
            "mn": "Хүн худалдаалахтай тэмцэх экспертийн бүлэг",
        },
    ),
}


@dataclass(frozen=True)
class Named:
    """As much as a code and a file's facts say; the State and the year are empty where neither says them."""

    title: dict[str, str]  # by language, as the body
    body: dict[str, str]
    state: str
    year: int | None


def named(code: str, facts: Mapping[str, Any]) -> Named:
    parts = [part for part in re.split(r"[-_]", code.upper()) if part]
    kind = next((part for part in parts if part in BODIES), facts.get("body", ""))
    titles, body = BODIES.get(kind, ({}, {}))
    state = facts.get("state") or next((part for part in parts if state_name(part) != part), "")
    found = YEAR.search(code)
    year = int(found[0]) if found else facts.get("year")
    names = state_names(state) if state else {}
    title = {language: _title(words, year, names.get(language, "")) for language, words in titles.items()}
    return Named(title or {"en": code}, body or {"en": parts[0] if parts else code}, state, year)


def _title(words: str, year: int | None, state: str) -> str:
    of_year = words.format(year=year) if year else OF_YEAR.sub("", words)
    return f"{of_year}: {state}" if state else of_year


def code_of_year(code: str, year: int) -> str:
    """The code of the same body's assessment in another year."""
    return YEAR.sub(str(year), code, count=1) if YEAR.search(code) else f"{code}-{year}"
