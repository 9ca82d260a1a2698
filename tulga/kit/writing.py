"""What people type and paste: cleaned without changing a word, and searched for what must not be there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

# Format characters (zero-width, directional, BOM, soft hyphen), controls, halves of a surrogate pair.
UNSEEN = ("Cf", "Cc", "Cs")
# The traditional script is spelt with its vowel separator, and with a narrow blank before a suffix.
VOWEL_SEPARATOR = "\u180e"
# Letters. Nobody means more by one title or one finding; a page of it would take a browser seconds to lay out.
LONGEST_TITLE, LONGEST_TEXT = 5_000, 20_000
BLANK = r"(?<![\u1807-\u18aa])\u202f|[^\S\n\u202f]"


def clean(text: str) -> str:
    """The same words without what a word processor hides in them. Quotes, dashes and every letter stay."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text.strip()  # nothing is hidden in one line of letters, signs and plain blanks
    text = re.sub(r"\r\n?|[\v\f\x85\u2028\u2029]", "\n", unicodedata.normalize("NFC", text)).replace("\t", " ")
    text = "".join(char for char in text if unicodedata.category(char) not in UNSEEN or char in ("\n", VOWEL_SEPARATOR))
    text = re.sub(r" +$", "", re.sub(BLANK, " ", text), flags=re.MULTILINE)
    return unicodedata.normalize("NFC", re.sub(r"\n{4,}", "\n\n\n", text)).strip()


MARKS = str.maketrans("", "", "⁰¹²³⁴⁵⁶⁷⁸⁹†‡")


def without_marks(text: str) -> str:
    """Without the raised figures and daggers that point to a footnote: a name or a number is not another for them."""
    return text.translate(MARKS).rstrip() if text else text


def one_line(text: str) -> str:
    """Clean text on one line: safe in a title, a file's name or a mail's header."""
    return re.sub(r"[ \n]+", " ", clean(text))


# --- Letters of the wrong script -----------------------------------------------------------------------------------
LOOK_ALIKE_LATIN = set("aceopxyABCEHKMOPTXY")
LOOK_ALIKE_CYRILLIC = set("асеорхуүАВСЕНКМОРТХУҮ")
_LATIN = re.compile("[A-Za-z\u00aa-\u02b8\u1d00-\u1eff\u2071-\u2184\u2c60-\u2c7f\ua722-\uab69\ufb00-\uff5a]")
_CYRILLIC = re.compile("[\u0400-\u052f\u1c80-\u1d78\ua640-\ua69f]")


def mixed_script_words(text: str) -> list[str]:
    """Words in which a Latin letter poses as a Cyrillic one or the other way round: right to the eye, never found."""
    if not _has_both(text):
        return []
    return [word for word in dict.fromkeys(re.findall(r"[^\W\d_]+", text)) if _has_both(word) and _poses(word)]


def _has_both(text: str) -> bool:
    """Whether there may be letters of both scripts: names of letters are looked up in few texts only."""
    return bool(_LATIN.search(text) and _CYRILLIC.search(text))


def _poses(word: str) -> bool:
    latin = {char for char in word if unicodedata.name(char, "").startswith("LATIN")}
    cyrillic = {char for char in word if unicodedata.name(char, "").startswith("CYRILLIC")}
    return bool(latin and cyrillic) and (latin <= LOOK_ALIKE_LATIN or cyrillic <= LOOK_ALIKE_CYRILLIC)


# --- Personal data that must stay in the agencies' own systems ------------------------------------------------------
UPPER, LOWER = "A-ZА-ЯЁӨҮ", "a-zа-яёөү"
YEAR = r"(?:19|20)\d\d"
DATE = (
    rf"(?:{YEAR}[./-]\d\d?[./-]\d\d?|\d\d?[./-]\d\d?[./-]{YEAR}|{YEAR} оны? \d\d?\D{{1,12}}\d\d?"
    rf"|\d\d? [A-Z][a-z]{{2,8}}\.?,? {YEAR}|[A-Z][a-z]{{2,8}} \d\d?,? {YEAR})"
)
INITIAL_AND_NAME = rf"(?<!\w)[{UPPER}][{LOWER}]?\. ?[{UPPER}][{LOWER}]+"
ANY_NAME = rf"{INITIAL_AND_NAME}|(?<!\w)[{UPPER}][{LOWER}]+ [{UPPER}](?:[{LOWER}]+|\.)"
BORN = r"(?i:\bborn\b|\bbirth|\bd\.?o\.?b\b|\bтөрсөн|\bтөрөв)"
# Two letters, then the birth date as yymmdd (from 2000 on the month has 20 added), then two digits.
REGISTRATION_NUMBER = (
    rf"(?<!\w)[{UPPER}{LOWER}]{{2}}[ -]?\d\d(?:0[1-9]|1[0-2]|2[1-9]|3[0-2])(?:0[1-9]|[12]\d|3[01])\d\d(?!\w)"
)
# A mobile number; a round figure of the same length, or a range of two, is rather an amount.
MOBILE = r"(?<![\w.,/+-])[689]\d{3}[ -]?\d{2}(?!00)\d{2}(?![ -]?\w|[.,/]\d)"
NAMED_PHONE = r"(?i:\b(?:утас|phone|tel|mobile))\D{0,12}\d(?:[ -]?\d){5,}"
# Whoever is to be called: a word may follow the number then, though no sum of money.
CALLED_PHONE = (
    r"(?i:\b(?:call(?! for)|whatsapp|viber|telegram|залгаарай|залгана|холбогдоорой|холбогдоно|холбогдож))\b"
    r"\D{0,25}[689]\d{3}[ -]?\d{2}(?!00)\d{2}(?!\d|[.,/]\d|\s*(?:төг|сая|₮|MNT|USD|EUR|\$))"
)
FOREIGN_PHONE = r"\+\d(?:[ ()-]{0,2}\d){8,}"

# An amount alone may have as many digits as a telephone number.
FIGURE = re.compile(r"(?:[A-Z]{3}|[₮$€])?\s*[\d.,\s]+%?(?:\s*(?:[A-Z]{3}|[₮$€]))?")

# Each of them holds six digits in a row, an international prefix, or a year.
_FIGURES = re.compile(r"\d(?:[ -]?\d){5}|\+\d|(?:19|20)\d\d")

REGISTRATION, PHONE, BIRTH = "registration", "phone", "birth"
SENTENCES = {
    REGISTRATION: _("Line %(line)s seems to hold a person's registration number. Take it out."),
    PHONE: _("Line %(line)s seems to hold a person's telephone number. Take it out."),
    BIRTH: _("Line %(line)s seems to hold a person's name and date of birth. Take them out."),
}


@dataclass(frozen=True)
class Hint:
    """What a line seems to hold; never the words themselves, so that a hint can be logged."""

    kind: str
    line: int

    @property
    def sentence(self) -> str:
        return gettext(SENTENCES[self.kind]) % {"line": self.line}


def personal_data_hints(text: str) -> list[Hint]:
    """What looks like a person's registration number, telephone number, or name with a date of birth."""
    if not _FIGURES.search(text):  # thousands of texts come in with a file
        return []
    return [Hint(kind, number) for number, line in enumerate(text.splitlines(), 1) for kind in _kinds(line)]


def without_personal_data(text: str | Mapping[str, str]) -> None:
    """A validator for form fields: refuses text that has hints, saying where."""
    texts = [text] if isinstance(text, str) else list(text.values())
    hints = dict.fromkeys(hint for each in texts for hint in personal_data_hints(each))
    if hints:
        raise ValidationError([ValidationError(hint.sentence, code="personal_data") for hint in hints])


def _kinds(line: str) -> Iterator[str]:
    if re.search(REGISTRATION_NUMBER, line):
        yield REGISTRATION
    if any(re.search(phone, line) for phone in (MOBILE, NAMED_PHONE, CALLED_PHONE, FOREIGN_PHONE)):
        yield PHONE
    if any(_is_a_birth(line, date) for date in re.finditer(DATE, line)):
        yield BIRTH


def _is_a_birth(line: str, date: re.Match[str]) -> bool:
    before, after = line[max(0, date.start() - 60) : date.start()], line[date.end() : date.end() + 60]
    if re.search(BORN, before + after):
        return bool(re.search(ANY_NAME, before) or re.search(ANY_NAME, after))
    # "Б.Болор, 1998.05.12" says it without the word; a recent date beside a name is rather that of a signature.
    if not re.search(rf"(?:{INITIAL_AND_NAME})\W{{1,4}}$", before):
        return False
    year = re.search(YEAR, date[0])
    return year is not None and int(year[0]) <= timezone.localdate().year - 10
