"""Disclosure control for tables of counts: what a table gives away, and what must be hidden so that it does not.

    from tulga.evidence.disclosure import audit, protect, read_counts, read_published

    protect(read_counts("COUNTS.csv"), threshold=10).to_csv()
    audit(read_published("PUBLISHED.csv"), threshold=10)

Start reading at `attack.py` (what a reader can work out) and `audit.py` (the judge); then `problem.py`, `cuts.py`,
`exact.py` and `heuristic.py` (what to hide), and `protecting.py`, which lets the judge decide. For those who use it
there is docs/how-to/protect-a-table.md.
"""

from __future__ import annotations

from .audit import Audit, AuditedCell, Verdict, audit
from .errors import BadInput, Contradiction, Sentence
from .insiders import opened_to_insiders
from .overlap import Learned, known_already, learned_together
from .protected import Hiding, ProtectedCell, ProtectedTable, Reason
from .protecting import protect
from .published import Given, PublishedTable, Rounding, parse_published, read_published
from .tables import CountTable, parse_counts, read_counts

__all__ = [
    "Audit",
    "AuditedCell",
    "BadInput",
    "Contradiction",
    "CountTable",
    "Given",
    "Hiding",
    "Learned",
    "ProtectedCell",
    "ProtectedTable",
    "PublishedTable",
    "Reason",
    "Rounding",
    "Sentence",
    "Verdict",
    "audit",
    "known_already",
    "learned_together",
    "opened_to_insiders",
    "parse_counts",
    "parse_published",
    "protect",
    "read_counts",
    "read_published",
]
