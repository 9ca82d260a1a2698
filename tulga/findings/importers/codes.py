"""What the code of an assessment says of it: TIP-2017-MNG, UPR-2019-SVN."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tulga.findings.importers.states import state_name

YEAR = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")
# Title, and body: of those whose reports every State gets.
BODIES = {
    "TIP": ("Trafficking in Persons Report", "United States Department of State"),
    "UPR": ("Universal Periodic Review", "United Nations Human Rights Council"),
    "CEDAW": (
        "Concluding observations on the elimination of discrimination against women",
        "Committee on the Elimination of Discrimination against Women",
    ),
    "CRC": ("Concluding observations on the rights of the child", "Committee on the Rights of the Child"),
    "GRETA": ("Evaluation report", "Group of Experts on Action against Trafficking in Human Beings"),
}


@dataclass(frozen=True)
class Named:
    """As much as a code and a file's facts say; the State and the year are empty where neither says them."""

    title: str
    body: str
    state: str
    year: int | None


def named(code: str, facts: Mapping[str, Any]) -> Named:
    parts = [part for part in re.split(r"[-_]", code.upper()) if part]
    kind = next((part for part in parts if part in BODIES), facts.get("body", ""))
    title, body = BODIES.get(kind, ("", ""))
    state = facts.get("state") or next((part for part in parts if state_name(part) != part), "")
    found = YEAR.search(code)
    year = int(found[0]) if found else facts.get("year")
    words = f"{title} {year or ''}".strip() + (f": {state_name(state)}" if state else "")
    return Named(words if title else code, body or (parts[0] if parts else code), state, year)


def code_of_year(code: str, year: int) -> str:
    """The code of the same body's assessment in another year."""
    return YEAR.sub(str(year), code, count=1) if YEAR.search(code) else f"{code}-{year}"
