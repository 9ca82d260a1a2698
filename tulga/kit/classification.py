"""How much harm a field could do if it leaked. Every model says it of every field (SECURITY.md, section 1)."""

from __future__ import annotations

import enum


class DataClass(enum.StrEnum):
    C0 = "public"
    C1 = "agency"
    C2 = "law_enforcement"
    C3 = "concern"
    C4 = "referral"
