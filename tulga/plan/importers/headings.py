"""What a column holds, by the words of its heading in Mongolian and English."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from tulga.plan.importers.texts import CYRILLIC, LATIN

NUMBER, TITLE, GROUP, PERIOD, STARTS, ENDS = "number", "title", "group", "period", "starts", "ends"
LEAD, TOGETHER, FUNDERS, PLACES = "lead", "together", "funders", "places"
INDICATOR, UNIT, BASELINE, TARGET, MEANS, PARTED_BY = "indicator", "unit", "baseline", "target", "means", "parted_by"
BUDGET, MONEY_FROM, MILESTONE, NOTES, NOT_READ = "budget", "money_from", "milestone", "notes", "not_read"

FIELDS: dict[str, str] = {
    NUMBER: _("the number"),
    TITLE: _("the activity"),
    GROUP: _("the objective it belongs to"),
    PERIOD: _("the period"),
    STARTS: _("the start"),
    ENDS: _("the end"),
    LEAD: _("the lead agency"),
    TOGETHER: _("the co-implementers"),
    FUNDERS: _("the agencies that pay"),
    PLACES: _("the places"),
    INDICATOR: _("the indicator"),
    UNIT: _("the unit"),
    BASELINE: _("the baseline"),
    TARGET: _("the target"),
    MEANS: _("the means of verification"),
    PARTED_BY: _("what figures are parted by"),
    BUDGET: _("the budget"),
    MONEY_FROM: _("where the money comes from"),
    MILESTONE: _("a milestone"),
    NOTES: _("remarks"),
    NOT_READ: _("nothing that is read"),
}
# The first that fits. The narrower words stand before the wider ones: a target date is no target.
_WORDS: tuple[tuple[str, str], ...] = (
    (NUMBER, r"^(?:№|no\.?|nr\.?|n|#|д\s*/\s*д|р\s*/\s*д|код|code|number|дугаар|дэс дугаар)$"),
    (TOGETHER, r"хамтран|хамтрагч|оролц(?:ох|огч)|co-?\s?implement|partner|support(?:ing|ed)?\b|participating"),
    (MEANS, r"баталгаажуул|нотлох|мэдээллийн эх|хэмжих арга|means of verif|verification|data source|source of data"),
    (MONEY_FROM, r"эх\s*үүсвэр|source of (?:fund|financ|money)|fund(?:ing)? source|^source$|financing source"),
    (FUNDERS, r"санхүүжүүлэгч|хандивлагч|funded by|funder|donor"),
    (LEAD, r"хариуца|гүйцэтгэ(?:х|гч)|хэрэгжүүлэ(?:х|гч) (?:байгууллага|этгээд)|lead\b|responsib|implementing|owner"),
    (BASELINE, r"суурь|baseline|base line"),
    (STARTS, r"эхлэх|start(?:s|ing)? ?(?:date|on)?$|begin"),
    (ENDS, r"дуусах|end(?:s|ing)? ?(?:date|on)?$|finish|completion date"),
    (PERIOD, r"хугацаа|хэзээ|огноо|period|time ?-?(?:frame|line|table)|\bdates?\b|deadline|schedule|when|due\b"),
    (TARGET, r"зорилтот|хүрэх (?:түвшин|үр дүн)|target"),
    (UNIT, r"нэгж|\bunits?\b"),
    (PARTED_BY, r"задар|ангил|disaggregat"),
    (INDICATOR, r"шалгуур|үзүүлэлт|indicator|measurements?\b|\bkpis?\b"),
    (BUDGET, r"төсөв|санхүүжилт|зардал|өртөг|мөнгөн дүн|budget|\bcosts?\b|amount|funding|finance"),
    (PLACES, r"байршил|хаана|хамрах хүрээ|\bplaces?\b|location|region"),
    (NOTES, r"тайлбар|тэмдэглэл|remark|\bnotes?\b|comment"),
    (TITLE, r"арга хэмжээ|үйл ажиллагаа|хийх ажил|гүйцэтгэх ажил|activit|\bactions?\b|\bmeasures?\b|\btasks?\b"),
    (GROUP, r"зорилт|зорилго|чиглэл|стратеги|objective|\bgoals?\b|outcome|output|priority|pillar"),
    (MILESTONE, r"milestone|үе шат|алхам"),
)
_PATTERNS = [(field, re.compile(words, re.IGNORECASE)) for field, words in _WORDS]
_LANGUAGES = {
    CYRILLIC: re.compile(r"монгол(?:оор| хэлээр| хэл)?|\bmongolian\b|\bmn\b", re.IGNORECASE),
    LATIN: re.compile(r"англи(?:ар| хэлээр| хэл)?|\benglish\b|\ben\b", re.IGNORECASE),
}
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_YEAR_ALONE = re.compile(r"((?:19|20)\d\d)(?:\s*он[ыд]?)?")


@dataclass(frozen=True)
class Meaning:
    """What a column holds; of which year, and in which language, where its heading says so."""

    field: str
    year: int | None = None
    language: str = ""


def meaning_of(heading: str, below: str = "") -> Meaning:
    """By the heading's words, and by those of a second row below it. Unknown words mean nothing: an empty field."""
    year = year_alone(below) or year_alone(heading)
    language = next((code for code, words in _LANGUAGES.items() if words.search(below or heading)), "")
    own = field_of(below) if below and not year and not language else ""
    field = own or field_of(heading)
    if year is None and field in (BASELINE, TARGET, BUDGET):
        years = {int(each) for each in _YEAR.findall(f"{heading} {below}")}
        year = years.pop() if len(years) == 1 else None
    return Meaning(field, year, language)


def field_of(heading: str) -> str:
    words = " ".join(heading.split()).strip(" .:*")
    return next((field for field, pattern in _PATTERNS if words and pattern.search(words)), "")


def year_alone(text: str) -> int | None:
    found = _YEAR_ALONE.fullmatch(text.strip())
    return int(found[1]) if found else None


def is_second_row(text: str) -> bool:
    """Whether a cell under a heading parts it further: a year, a language, or a heading itself."""
    is_language = any(words.fullmatch(text.strip()) for words in _LANGUAGES.values())
    return bool(year_alone(text) or is_language or (field_of(text) and len(text) < 60))
