"""The layouts in which findings arrive. The surest is taken; of equally sure ones the first."""

from __future__ import annotations

from tulga.findings.importers.layouts.any_table import AnyTable
from tulga.findings.importers.layouts.tier_table import TierTable
from tulga.findings.importers.layouts.timeline import Timeline
from tulga.findings.importers.layouts.tip_narrative import TipNarrative
from tulga.findings.importers.layouts.upr_info import UprInfo
from tulga.findings.importers.layouts.upr_matrix import UprMatrix

LAYOUTS = (UprMatrix(), UprInfo(), TierTable(), Timeline(), TipNarrative(), AnyTable())
