"""Which texts say nearly the same, and in which words.

The measure is the cosine of the angle between two texts taken as vectors of weighted words: 0 where they share no
word, 1 where they use the same words equally often (Salton and Buckley 1988, "Term-weighting approaches in automatic
text retrieval", Information Processing & Management 24(5)). A word's weight is how often the text uses it, times
ln((1 + n) / (1 + m)) + 1 where m of n texts use it: rare words count for more, and a word of every text still counts.

Words are folded as the search folds them, and cut to their first letters: Mongolian puts its grammar at the end of
the word, and such cuts did as well as a dictionary for Turkish, which does likewise (Can and others 2008, "Information
retrieval on Turkish texts", JASIST 59(3)). Texts of different languages are never compared.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from tulga.kit.search import fold
from tulga.recommendations.function_words import FUNCTION_WORDS

STEM = 6
# Read off drafted examples: from here a reader says "the same with other words", and "about the same".
VERY_ALIKE, ALIKE = 0.65, 0.4

Vector = dict[str, float]


@dataclass(frozen=True)
class Text:
    """One record's words in one language."""

    key: int
    language: str
    words: str


@dataclass(frozen=True)
class Pair:
    """Two records whose texts are alike, the smaller key first, and the stems they share, the weightiest first."""

    first: int
    second: int
    language: str
    score: float
    shared: tuple[str, ...]

    @property
    def is_very_alike(self) -> bool:
        return self.score >= VERY_ALIKE


@dataclass(frozen=True)
class Part:
    """A run of text, and whether the other text has its words too."""

    text: str
    is_shared: bool


def alike(texts: Iterable[Text], *, at_least: float = ALIKE) -> list[Pair]:
    """The pairs of records that are alike in some language, once each, the most alike first."""
    by_language: dict[str, dict[int, str]] = defaultdict(dict)
    for text in texts:
        by_language[text.language][text.key] = text.words
    best: dict[tuple[int, int], Pair] = {}
    for language, words in sorted(by_language.items()):
        for pair in _alike_in(language, words, at_least):
            known = best.get((pair.first, pair.second))
            if known is None or pair.score > known.score:
                best[pair.first, pair.second] = pair
    return sorted(best.values(), key=lambda pair: (-pair.score, pair.first, pair.second))


def nearest(text: Text, others: Iterable[Text], *, at_least: float = 0.0) -> list[Pair]:
    """The records that read like one text in its language, the most alike first; it is the first of each pair.

    Words are weighed by how many of all these texts use them, as in `alike`, and only pairs with the text are measured.
    """
    words = {each.key: each.words for each in others if each.language == text.language}
    here = min(words, default=0) - 1  # a key that none of them has
    vectors = _vectors({**words, here: text.words})
    own = vectors.pop(here)
    pairs = [
        Pair(text.key, key, text.language, score, _shared(own, vector))
        for key, vector in vectors.items()
        if (score := _cosine(own, vector)) >= at_least and score > 0
    ]
    return sorted(pairs, key=lambda pair: (-pair.score, pair.second))


def as_written(stems: Iterable[str], text: str) -> list[str]:
    """The shared words as the text has them, without those that carry any sentence, such as “and”."""
    words: dict[str, str] = {}
    for word in text.split():
        bare = word.strip(".,;:!?()«»“”\"'").lower()
        for part in bare.replace("-", " ").split():
            words.setdefault(stem(part), part)
    shared = [words[each] for each in stems if each in words]
    return [each for each in shared if fold(each) not in FUNCTION_WORDS]


def likeness(one: str, other: str) -> float:
    """The measure of two texts by themselves, from 0 to 1."""
    first, second = _vectors({1: one, 2: other}).values()
    return _cosine(first, second)


def marked(text: str, other: str) -> list[Part]:
    """The text in runs of shared and other words; joined, they are the text again."""
    theirs = set(stems(other))
    parts: list[Part] = []
    for piece in re.findall(r"[^\W_]+|[\W_]+", text):
        is_word = piece[0].isalnum()
        is_shared = is_word and stem(piece) in theirs
        # Blanks and signs belong to whatever stands before them, so that a shared phrase is marked as one.
        if parts and (not is_word or parts[-1].is_shared == is_shared):
            parts[-1] = Part(parts[-1].text + piece, parts[-1].is_shared)
        else:
            parts.append(Part(piece, is_shared))
    return parts


def stems(text: str) -> Iterator[str]:
    return (found for word in re.findall(r"[^\W_]+", text) if (found := stem(word)))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    return fold(word).replace(" ", "")[:STEM]


def _alike_in(language: str, texts: dict[int, str], at_least: float) -> Iterator[Pair]:
    """By way of the words, not of the pairs: most pairs share nothing worth adding up."""
    vectors = sorted(_vectors(texts).items())
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for here, (key, vector) in enumerate(vectors):
        scores = [0.0] * here
        for word, weight in vector.items():
            for there, their_weight in holders[word]:
                scores[there] += weight * their_weight
            holders[word].append((here, weight))
        for there, score in enumerate(scores):
            if score >= at_least:
                earlier, their_vector = vectors[there]
                yield Pair(earlier, key, language, min(score, 1.0), _shared(their_vector, vector))


def _vectors(texts: dict[int, str]) -> dict[int, Vector]:
    """Each text's weighted words, of length one."""
    counts = {key: Counter(stems(words)) for key, words in texts.items()}
    used_by = Counter(word for each in counts.values() for word in each)
    weight = {word: math.log((1 + len(counts)) / (1 + used)) + 1 for word, used in used_by.items()}
    vectors = {}
    for key, each in counts.items():
        raw = {word: count * weight[word] for word, count in each.items()}
        length = math.sqrt(sum(value * value for value in raw.values()))
        vectors[key] = {word: value / length for word, value in raw.items()}
    return vectors


def _cosine(one: Vector, other: Vector) -> float:
    return min(math.fsum(weight * other[word] for word, weight in one.items() if word in other), 1.0)


def _shared(one: Vector, other: Vector) -> tuple[str, ...]:
    common = [(one[word] * other[word], word) for word in one.keys() & other.keys()]
    return tuple(word for _weight, word in sorted(common, key=lambda each: (-each[0], each[1])))
