"""Finding text however it is spelt: both scripts, every romanisation, any case (ADR 6)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import filterfalse

from django.db.models import Q

MAX_QUERY_LENGTH, MAX_QUERY_WORDS = 200, 12
SHORT = 80

CYRILLIC = {
    **dict(zip("абвгдежзийклмнопрстуфхыьэ", "avvgdejziiklmnuprstufhiie", strict=True)),
    **{"ё": "yo", "ө": "u", "ү": "u", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "yu", "я": "ya"},
    **dict(zip("әғіқңұһ", "agiknuh", strict=True)),  # Kazakh, spoken in Bayan-Ulgii
}
# u and o, and v, b and w, stand for each other between romanisations; x is also written for х.
LATIN = {"o": "u", "b": "v", "w": "v", "x": "h", "š": "sh", "č": "ch", "ž": "j", "ı": "i"}
UNHEARD = dict.fromkeys("ъ'`\u00b4\u2018\u2019\u02bc\u02b9\u02bb\u2032", "")
LETTERS = str.maketrans({**CYRILLIC, **LATIN, **UNHEARD})

_WORDS = re.compile(r"[^\W_]+").findall
VARIANTS = [
    (re.compile(variant), sound)
    for variant, sound in (
        (r"k+h", "h"),  # Khovd, Hovd
        (r"z+h", "j"),  # Zhargalant, Jargalant
        (r"d+z", "z"),  # Dzavhan, Zavkhan
        (r"c(?!h)", "ts"),  # Cecerleg, Tsetserleg
        (r"ng+", "ng"),  # Chinggis, Чингис
        (r"y+e", "e"),  # Yeruu, Eroo
        (r"y", "i"),  # Altay, Altai
        (r"([aeiu])\1+", r"\1"),  # Ulaan, Ulan
    )
]


def fold(text: str) -> str:
    """The text's words as they sound, in plain lower-case letters: Өмнөговь, Umnugobi and Ömnögovĭ are all umnuguvi."""
    return _folded_before(text) if len(text) <= SHORT else _folded(text)


@lru_cache(maxsize=4_096)  # names and periods come over and over
def _folded_before(text: str) -> str:
    return _folded(text)


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).translate(LETTERS)
    bare = text if text.isascii() else "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", text)))
    return " ".join(map(_as_it_sounds, _WORDS(bare.translate(LETTERS))))


def search_key(*texts: str | Mapping[str, str], names: Iterable[str | Mapping[str, str]] = ()) -> str:
    """What `matches` looks in. Names (of places, agencies) are also found joined: Gashuunsukhait."""
    folded = [fold(text) for text in _each(texts) if text]
    for name in _each(names):
        folded += [fold(name), fold(_joined(name))]
    return " ".join(dict.fromkeys(filter(None, folded)))


def matches(query: str, field: str = "search_key") -> Q:
    """Rows whose key contains every word of the query. A blank query finds all, one of signs only finds none."""
    wanted = Q()
    for word in query[:MAX_QUERY_LENGTH].split()[:MAX_QUERY_WORDS]:
        parted, joined = fold(word), fold(_joined(word))
        if parted:
            wanted &= Q(**{f"{field}__contains": parted}) | Q(**{f"{field}__contains": joined})
    return wanted if wanted or not query.strip() else Q(pk__in=[])


def _each(texts: Iterable[str | Mapping[str, str]]) -> Iterable[str]:
    for text in texts:
        yield from [text] if isinstance(text, str) else text.values()


def _joined(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=16_384)  # texts are made of the same words over and over
def _as_it_sounds(word: str) -> str:
    if not word.isdigit():
        for variant, sound in VARIANTS:
            word = variant.sub(sound, word)
    return word
