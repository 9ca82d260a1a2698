"""Disclosure control for tables of counts: what a table gives away, and what must be hidden so that it does not.

    from tulga.evidence.disclosure import audit, read_published
    audit(read_published("PUBLISHED.csv"), threshold=10)

Start reading at `attack.py` (what a reader can work out), then `audit.py` (the judge).
"""

from __future__ import annotations

from .audit import Audit, AuditedCell, Verdict, audit
from .errors import BadInput, Contradiction
from .published import Given, PublishedTable, Rounding, read_published

__all__ = [
    "Audit",
    "AuditedCell",
    "BadInput",
    "Contradiction",
    "Given",
    "PublishedTable",
    "Rounding",
    "Verdict",
    "audit",
    "read_published",
]
