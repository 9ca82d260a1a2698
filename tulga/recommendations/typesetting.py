"""Papers set by Typst from plain values: people's words are never read as its markup."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import typst

TEMPLATES = Path(__file__).parent / "templates" / "recommendations"
FONTS = Path(__file__).parents[1] / "kit" / "fonts"


def pdf_of(template: str, content: dict[str, object], *, made_at: dt.datetime) -> bytes:
    """The same bytes for the same values and moment."""
    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
        timestamp=int(made_at.timestamp()),
    )
