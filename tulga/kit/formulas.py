"""Text that a spreadsheet would run, on its way out and back."""

from __future__ import annotations

import re

FORMULA = re.compile(r"'*[=+\-@\t\r\0]")


def neutral(text: str) -> str:
    """Text that a spreadsheet would run as a formula, with a quote before it; any other text as it is."""
    return f"'{text}" if FORMULA.match(text) else text


def restored(cell: str) -> str:
    """The text that `neutral` was given, for reading an exported sheet back."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell
