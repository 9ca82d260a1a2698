"""Which encoding bytes are in, found from the bytes themselves, and whether that was certain or assumed."""

from __future__ import annotations

import codecs
import itertools
import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

LONGEST_WORD = 30
ENOUGH = 4_000  # signs outside ASCII that are looked at: more of them change no answer
MARKS = (  # the longer ones first: a mark of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
# One byte a sign. Where two read a file equally well, the one named first is assumed.
ONE_BYTE = (
    ("cp1252", "Windows-1252"),
    ("cp1251", "Windows-1251"),
    ("mac_roman", "Mac OS Roman"),
    ("mac_cyrillic", "Mac OS Cyrillic"),
    ("koi8_r", "KOI8-R"),
)
# Fonts of the years before Unicode showed Mongolian's two further letters in the places of these Ukrainian ones.
OLD_MONGOLIAN = str.maketrans("ЄєЇї", "ӨөҮү")
CYRILLIC, LATIN = "CYRILLIC", "LATIN"
QUOTES_AND_DASHES = frozenset("“”‘’„‚«»–—…•·°№§©®€₮™\u00a0")
RARE = frozenset("ЂЃЉЊЌЋЏЅђѓљњќћџѕ")  # no language of Windows-1251 that reaches us is written with them
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Decoded:
    """Text with its line ends as they were, the encoding's usual name, and whether others were possible too."""

    text: str
    encoding: str
    is_assumed: bool = False


class NotText(ValueError):
    """No encoding makes text of these bytes: a picture, a program, a damaged file."""


def decoded(content: bytes) -> Decoded:
    """The text. Marks and the shape of the bytes decide; only a file with one byte for each sign has to be judged."""
    for mark, codec, name in MARKS:
        if content.startswith(mark):
            return Decoded(_text(content[len(mark) :], codec), name)
    if codec := _utf16_without_a_mark(content):
        return Decoded(_text(content, codec), "UTF-16", is_assumed=True)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _judged(content)
    return Decoded(_sound(text), "UTF-8")


def _text(content: bytes, codec: str) -> str:
    try:
        return _sound(content.decode(codec))
    except UnicodeDecodeError as error:
        raise NotText(codec) from error


def _sound(text: str) -> str:
    if CONTROL.search(text.replace("\x85", "\n")):  # the next-line sign, which old systems end lines with
        raise NotText("control signs")
    return text


def _utf16_without_a_mark(content: bytes) -> str:
    """Every second byte says which alphabet: 0 for Latin, 4 for Cyrillic, and blanks and signs in between are 0."""
    if len(content) < 4 or len(content) % 2:
        return ""
    for codec, start in (("utf-16-le", 1), ("utf-16-be", 0)):
        alphabet, other = content[start : 2 * ENOUGH : 2], content[1 - start : 2 * ENOUGH : 2]
        if 0 in alphabet and 0 not in other and sum(each in (0, 4, 0x20) for each in alphabet) > 0.9 * len(alphabet):
            return codec
    return ""


def _judged(content: bytes) -> Decoded:
    """The encoding in which the signs outside ASCII stand where a writer puts them."""
    runs = list(_runs(content))
    texts: dict[str, str] = {}
    for codec, _name in ONE_BYTE:
        with suppress(UnicodeDecodeError):
            texts[codec] = content.decode(codec)
    scores = {codec: sum(_likeness(run.decode(codec)) for run in runs) for codec in texts}
    if not scores or max(scores.values()) <= 0:
        raise NotText("one byte for each sign")
    order = [codec for codec, _name in ONE_BYTE]
    if b"\r" in content and b"\n" not in content:  # lines ended so on old Macintoshes alone
        order.sort(key=lambda codec: not codec.startswith("mac"))
    best = max(scores, key=lambda codec: (scores[codec], -order.index(codec)))
    text, name = _sound(texts[best]), dict(ONE_BYTE)[best]
    if best == "cp1251" and re.search("[ЄєЇї]", text) and not re.search("[Ііґ]", text):  # Ukrainian always has its і
        text, name = text.translate(OLD_MONGOLIAN), "Windows-1251 with Mongolian Ө and Ү"
    return Decoded(text, name, is_assumed=True)


def _runs(content: bytes) -> Iterable[bytes]:
    """Words with a byte outside ASCII, and one byte on either side."""
    for at, found in enumerate(re.finditer(rb"[\x80-\xff][A-Za-z\x80-\xff]*", content)):
        if at == ENOUGH:
            return
        # Backwards from the byte: looking for starts of words instead would take the square of the length.
        before = re.search(rb"[\x00-\x7f]?[A-Za-z]*\Z", content[max(0, found.start() - LONGEST_WORD) : found.start()])
        after = content[found.end() : found.end() + 1]
        yield (before[0] if before else b"") + found[0][:LONGEST_WORD] + after


def _likeness(run: str) -> int:
    """How much a word with its neighbours looks written by a person: letters of one script, capitals in front."""
    if any(unicodedata.category(sign) in ("Cc", "Cn", "Co") and not sign.isspace() for sign in run):
        return -5
    letters = [sign for sign in run if sign.isalpha()]
    score = 0
    for sign in run:
        if sign.isascii():
            continue
        if sign.isalpha():
            score += len(letters) > 1 and sign not in RARE  # a letter alone may be a word, and says nothing
        else:
            score += 1 if sign in QUOTES_AND_DASHES else -2
    scripts = {unicodedata.name(sign, "").split()[0] for sign in letters}
    if len(scripts) > 1 or scripts - {CYRILLIC, LATIN}:
        score -= 3
    if re.search(r"[^\W\d_][^\w\s'’‘—–-]+[^\W\d_]", run):  # a sign inside a word
        score -= 2
    if re.search("[À-ÖØ-öø-ÿ]{3}", run):  # no language of Latin letters puts so many accents in a row
        score -= 3
    if any(before.islower() and after.isupper() for before, after in itertools.pairwise(run)):
        score -= 2
    return score
