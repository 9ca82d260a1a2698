"""Letters that only their look tells: raised and lowered digits, and the signs of fonts that have no letters."""

from __future__ import annotations

UNKNOWN = "\ufffd"
_DIGITS = "0123456789"
_MOVED = {
    "superscript": str.maketrans(_DIGITS, "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "subscript": str.maketrans(_DIGITS, "₀₁₂₃₄₅₆₇₈₉"),
}
FONTS = {
    "symbol": {
        **{code: chr(code) for code in (*range(0x20, 0x22), 0x23, *range(0x25, 0x27), *range(0x28, 0x2D))},
        **{code: chr(code) for code in range(0x2E, 0x40)},
        **{0x2D: "−", 0x7E: "∼", 0xA2: "′", 0xA3: "≤", 0xA4: "⁄", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAE: "→"},
        **{0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡"},
        **{0xBB: "≈", 0xBC: "…", 0xD6: "√", 0xD7: "⋅", 0xE5: "∑"},
        **dict(enumerate("ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", start=0x41)),
        **dict(enumerate("αβχδεφγηιϕκλμνοπθρστυϖωξψζ", start=0x61)),
    },
    "wingdings": {
        **{0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "◻"},
        **{0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"},
    },
}


def moved(text: str, way: str) -> str:
    """The words as they stand above or below the line: the 1 of a note's mark is no digit of the number before it."""
    return text.translate(_MOVED[way]) if way in _MOVED else text


def sign(font: str, code: int) -> str:
    """The letter that this place of the font shows; one that says so where nobody can tell which."""
    signs = FONTS.get(font.casefold())
    if signs is not None:
        return signs.get(code & 0xFF, UNKNOWN)
    is_a_letter = 0x20 <= code < 0xE000 and chr(code).isprintable()
    return chr(code) if is_a_letter else UNKNOWN


def signs(font: str, text: str, *, is_plain: bool = False) -> str:
    """The text with the signs that the font shows in places of its own, or where `is_plain` in those of letters."""
    if font.casefold() not in FONTS:
        return text
    first = 0x20 if is_plain else 0xF020
    return "".join(sign(font, ord(char)) if first <= ord(char) <= 0xF0FF else char for char in text)
