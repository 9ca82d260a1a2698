"""Paper: a PDF set by Typst. A template reads plain values from `content`: people's words are never markup."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import typst

FONTS = Path(__file__).parent / "fonts"


def typeset(template: Path, content: object, *, made_at: dt.datetime) -> bytes:
    """The PDF of a template in its own folder, in the house's face alone. Equal input and hour give equal bytes."""
    return typst.compile(
        template,
        root=template.parent,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
        timestamp=int(made_at.timestamp()),
    )
