"""Agencies and places by any of their names: in either script, by abbreviation, alias or code; the others are asked."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_noop as _

from tulga.agencies.models import Agency
from tulga.kit.imports.changes import Doubt
from tulga.kit.imports.layouts import Choice
from tulga.kit.imports.records import Where
from tulga.kit.search import fold
from tulga.kit.sentences import quoted, say
from tulga.places.models import Place
from tulga.plan.importers.agencies import Named as PartedCell
from tulga.plan.importers.agencies import parted, parted_cell
from tulga.plan.importing.stands import Named

AS_WORDS = "as-words"
SUGGESTIONS = 5
_IN_BRACKETS = re.compile(r"(?P<outside>[^()]+?)\s*\((?P<inside>[^()]+)\)")


class Names:
    """Codes by name: as written, else as it sounds."""

    def __init__(self) -> None:
        self._written: dict[str, dict[str, None]] = {}
        self._sounding: dict[str, dict[str, None]] = {}

    def add(self, code: str, names: Iterable[str]) -> None:
        for name in filter(None, names):
            self._written.setdefault(_plain(name), {})[code] = None
            if sound := fold(name):
                self._sounding.setdefault(sound, {})[code] = None

    def of(self, name: str) -> tuple[str, ...]:
        found = self._written.get(_plain(name)) or self._sounding.get(fold(name) or "-")
        return tuple(found or ())

    def near(self, name: str) -> tuple[str, ...]:
        near = difflib.get_close_matches(fold(name), self._sounding, SUGGESTIONS, 0.6)
        return tuple(dict.fromkeys(code for each in near for code in self._sounding[each]))


@dataclass
class Register:
    """What a file's names mean here, with the answers that were given, and the file's own list of abbreviations."""

    answers: Mapping[str, str]
    abbreviations: Mapping[str, str]
    years: tuple[int, int] | None = None
    doubts: dict[str, Doubt] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.agencies = Names()
        self._labels: dict[str, str] = {}
        self._spans: dict[str, tuple[int, int]] = {}
        for agency in Agency.objects.sorted():
            self.agencies.add(
                agency.code,
                [agency.code, *agency.name.values(), *agency.abbreviation.values(), *agency.aliases],
            )
            short = str(agency.abbreviation)
            self._labels[agency.code] = f"{agency.name} ({short})" if short else str(agency.name)
            first, last = agency.valid_from, agency.valid_to
            self._spans[agency.code] = (first.year if first else 0, last.year if last else 9999)
        self.place_names = Names()
        self.place_codes: set[str] = set()
        for place in Place.objects.all():
            self.place_codes.add(place.code)
            self.place_names.add(place.code, [*place.name.values(), *place.aliases])
        self._all = tuple(Choice(code, quoted(label)) for code, label in self._labels.items())
        self._found: dict[str, tuple[str, ...]] = {}
        self._cells: dict[str, PartedCell] = {}  # plans name the same agencies over and over

    def is_known(self, name: str) -> bool:
        return bool(self._candidates(name))

    def lead_and_others(self, text: str, where: Where) -> tuple[Named, Named, list[Doubt]]:
        """The lead of a cell, and whoever else stands in it."""
        cell = self._parted(text)
        lead, doubts = self.named(cell.lead[:1], where)
        others, more = self.named((*cell.lead[1:], *cell.together), where)
        return lead, others, doubts + more

    def names_in(self, text: str, where: Where) -> tuple[Named, list[Doubt]]:
        cell = self._parted(text)
        return self.named((*cell.lead, *cell.together), where)

    def _parted(self, text: str) -> PartedCell:
        if text not in self._cells:
            self._cells[text] = parted_cell(text, self.is_known)
        return self._cells[text]

    def named(self, names: Iterable[str], where: Where) -> tuple[Named, list[Doubt]]:
        codes: dict[str, None] = {}
        words: dict[str, None] = {}
        doubts = []
        for name in names:
            code, doubt = self._agency(name, where)
            if doubt:
                doubts.append(doubt)
            if code:
                codes[code] = None
            else:
                words[name] = None
        return Named(tuple(codes), "; ".join(words)), doubts

    def places_in(self, text: str) -> Named:
        """Places by name; the others stay words."""
        codes: dict[str, None] = {}
        words = []
        for name in parted(text):
            found = self.place_names.of(re.sub(r"\s+(?:аймаг|сум|дүүрэг|aimag|soum|province|district)\w*$", "", name))
            found = found or self.place_names.of(name)
            if len(found) == 1:
                codes[found[0]] = None
            else:
                words.append(name)
        return Named(tuple(sorted(codes)), "; ".join(words))

    def places_coded(self, codes: Iterable[str]) -> Named:
        return Named(tuple(sorted(code for code in codes if code in self.place_codes)))

    def _agency(self, name: str, where: Where) -> tuple[str, Doubt | None]:
        candidates = self._candidates(name)
        if len(candidates) == 1:
            return candidates[0], None
        key = f"agency:{name}"
        answer = self.answers.get(key, "")
        return (answer if answer in self._labels else ""), self._doubt(key, name, candidates, where)

    def _doubt(self, key: str, name: str, candidates: tuple[str, ...], where: Where) -> Doubt:
        if key not in self.doubts:
            first = candidates or self.agencies.near(name)
            choices = [Choice(code, quoted(self._labels[code])) for code in first]
            choices.append(Choice(AS_WORDS, say(_("None of them: keep the words of the plan"))))
            choices += [choice for choice in self._all if choice.value not in first]
            meaning = self.abbreviations.get(name, "")
            question = (
                say(_("“%(name)s” can be several agencies. Which is meant?"), name=name)
                if candidates
                else say(_("Which agency is “%(name)s” (%(meaning)s)?"), name=name, meaning=meaning)
                if meaning
                else say(_("Which agency is “%(name)s”?"), name=name)
            )
            self.doubts[key] = Doubt(key, where, question, tuple(choices), AS_WORDS)
        return replace(self.doubts[key], where=where)

    def _candidates(self, name: str) -> tuple[str, ...]:
        if name not in self._found:
            self._found[name] = self._of_its_time(self._look_up(name))
        return self._found[name]

    def _look_up(self, name: str) -> tuple[str, ...]:
        found = self.agencies.of(name)
        if not found and name in self.abbreviations:
            found = self.agencies.of(self.abbreviations[name])
        if not found and (parts := _IN_BRACKETS.fullmatch(name)):
            found = self.agencies.of(parts["outside"]) or self.agencies.of(parts["inside"])
        return found

    def _of_its_time(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Of several under one name, as after a renaming, those that existed in the plan's years."""
        if len(codes) < 2 or self.years is None:
            return codes
        first, last = self.years
        there = tuple(code for code in codes if self._spans[code][0] <= last and self._spans[code][1] >= first)
        return there or codes


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
