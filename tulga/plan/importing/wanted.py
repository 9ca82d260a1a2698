"""From a record to what the plan would say, with the questions that only a person can answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from tulga.kit.imports.changes import Doubt
from tulga.kit.imports.records import Record
from tulga.plan.choices import Disaggregation, ValueKind
from tulga.plan.importers.drafts import GROUP
from tulga.plan.importers.texts import in_languages, joined
from tulga.plan.importing.register import Register
from tulga.plan.importing.stands import Facts, Former, Measure, Money, Named, Stand, Step, When
from tulga.plan.values import Value

CENT = Decimal("0.01")
_DISAGGREGATIONS = frozenset(Disaggregation.values)
LONGEST_WORDS = {"lead": 300, "together": 600, "funders": 600}


def stand_of(record: Record, register: Register, old: Stand | None) -> tuple[Stand, list[Doubt]]:
    """What the plan would say after applying the record. What the file does not say stays as it is."""
    values = record.values
    group = record.parent.partition(":")[2]
    title = _with(values["title"], old.title if old else None)
    if record.kind == GROUP:
        return Stand(values["number"], group, title), []
    names, doubts = _names(record, register)
    notes = values.get("notes")
    if (places := names.get("places")) and places.words:
        notes = joined(notes or {}, in_languages(places.words))
    notes = _with(notes, old.notes if old else None) if notes is not None else None
    return (
        Stand(
            number=values["number"],
            group=group,
            title=title,
            notes=notes,
            pillar=values.get("pillar"),
            lead=names.get("lead"),
            together=names.get("together"),
            funders=names.get("funders"),
            places=Named(names["places"].codes) if "places" in names else None,
            period=_when(values["period"]) if "period" in values else None,
            is_illustrative=values.get("is_illustrative"),
            milestones=_each(values, "milestones", _step, old.milestones if old else None),
            budget=_each(values, "budget", _money, old.budget if old else None),
            indicators=_each(values, "indicators", _measure, old.indicators if old else None),
            former=tuple(Former(*each) for each in values["former"]) if "former" in values else None,
        ),
        doubts,
    )


def _names(record: Record, register: Register) -> tuple[dict[str, Named], list[Doubt]]:
    if "agencies" in record.values:
        return _coded_names(record, register)
    given: Mapping[str, str] = record.values.get("names", {})
    names: dict[str, Named] = {}
    doubts: list[Doubt] = []
    others = Named()
    if "lead" in given:
        names["lead"], others, found = register.lead_and_others(given["lead"], record.place_of("lead"))
        doubts += found
    for what in ("together", "funders"):
        if what in given:
            names[what], found = register.names_in(given[what], record.place_of(what))
            doubts += found
    if others.codes or others.words or "together" in names:
        names["together"] = _both(others, names.get("together", Named()), without=names.get("lead", Named()).codes)
    if "places" in given:
        names["places"] = register.places_in(given["places"])
    return {what: _settled(what, name) for what, name in names.items()}, doubts


def _both(first: Named, second: Named, without: tuple[str, ...]) -> Named:
    codes = tuple(code for code in dict.fromkeys((*first.codes, *second.codes)) if code not in without)
    return Named(codes, "; ".join(filter(None, [first.words, second.words])))


def _settled(what: str, named: Named) -> Named:
    most = LONGEST_WORDS.get(what, len(named.words))
    words = named.words if len(named.words) <= most else f"{named.words[: most - 1]}…"
    return Named(tuple(sorted(named.codes)), words)


def _coded_names(record: Record, register: Register) -> tuple[dict[str, Named], list[Doubt]]:
    """As Tulga exports them: codes, and words apart."""
    given: Mapping[str, Any] = record.values["agencies"]
    names: dict[str, Named] = {}
    doubts: list[Doubt] = []
    for what, codes, words in (
        ("lead", [given["lead"]] if given.get("lead") else [], given.get("lead_words", "")),
        ("together", given.get("co_implementers"), given.get("co_implementers_words", "")),
        ("funders", given.get("funders"), given.get("funders_words", "")),
    ):
        if codes is not None:
            named, found = register.named(codes, record.place_of(what))
            doubts += found
            names[what] = _settled(what, Named(named.codes, "; ".join(filter(None, [words, named.words]))))
    if "places" in given:
        names["places"] = register.places_coded(given["places"])
    return names, doubts


def _when(given: Mapping[str, Any]) -> When:
    return When(_day(given["starts_on"]), _day(given["ends_on"]), given["recurrence"], given["words"])


def facts_in(values: Mapping[str, Any], old: Facts | None) -> Facts:
    """What a record says of the edition itself."""
    return Facts(
        title=_with(values.get("title", {}), old.title if old else None),
        legal_basis=_with(values.get("legal_basis", {}), old.legal_basis if old else None),
        level_names=tuple(values.get("level_names", old.level_names if old else ())),
        languages=tuple(values.get("languages", old.languages if old else ())),
        valid_from=_day(values.get("valid_from")) or (old.valid_from if old else None),
        valid_to=_day(values.get("valid_to")) or (old.valid_to if old else None),
        source=values.get("source", old.source if old else ""),
    )


Part = TypeVar("Part", Step, Money, Measure)


def _each(
    values: Mapping[str, Any],
    name: str,
    read: Callable[[Mapping[str, Any], Part | None], Part],
    old: tuple[Part, ...] | None,
) -> tuple[Part, ...] | None:
    """The parts as the file has them, each with what it does not say from the stored one that it is."""
    if name not in values:
        return None
    bare = tuple(read(given, None) for given in values[name])
    if not old:
        return bare
    return tuple(
        read(given, old[at] if at is not None else None)
        for given, at in zip(values[name], pairs(bare, old), strict=True)
    )


def pairs(new: Sequence[Part], old: Sequence[Part]) -> list[int | None]:
    """For each part the place of the stored one that it is: of the same words, else in the same place."""
    free = dict(enumerate(old))
    found: list[int | None] = []
    for part in new:
        found.append(next((at for at, there in free.items() if _is_same(part, there)), None))
        if (at := found[-1]) is not None:
            del free[at]
    for place, at in enumerate(found):
        if at is None and place in free:
            found[place] = place
            del free[place]
    return found


def _is_same(part: Part, there: Part) -> bool:
    if isinstance(part, Money) and isinstance(there, Money):
        return part.year == there.year and _share(part.source, there.source)
    if isinstance(part, Step | Measure) and isinstance(there, Step | Measure):
        return _share(part.title, there.title)
    return False


def _share(first: Mapping[str, str], second: Mapping[str, str]) -> bool:
    """Whether two texts are the same in a language that both have; or both are empty."""
    both = [code for code in first if first[code] and second.get(code)]
    if not both:
        return not any(first.values()) and not any(second.values())
    return all(first[code] == second[code] for code in both)


def _with(texts: Mapping[str, str], old: Mapping[str, str] | None) -> dict[str, str]:
    """The texts, and those of languages that the file does not have."""
    return {code: text for code, text in {**(old or {}), **texts}.items() if text}


def _step(given: Mapping[str, Any], old: Step | None) -> Step:
    return Step(
        _with(given["title"], old.title if old else None),
        _day(given["due_on"]) if "due_on" in given else old.due_on if old else None,
        given.get("due_words", old.due_words if old else ""),
    )


def _money(given: Mapping[str, Any], old: Money | None) -> Money:
    amount = given["amount"]
    return Money(
        year=given["year"],
        source=_with(given["source"], old.source if old else None),
        funder=given.get("funder", old.funder if old else ""),
        given=given["given"],
        amount=None if amount is None else Decimal(amount).quantize(CENT),
        currency=given["currency"],
    )


def _measure(given: Mapping[str, Any], old: Measure | None) -> Measure:
    old = old or Measure({})
    targets = {int(year) if year else None: _value(value) for year, value in given.get("targets", {}).items()}
    return Measure(
        title=_with(given["title"], old.title),
        unit=_with(given.get("unit", {}), old.unit),
        baseline=(_value(given["baseline"]) if given["baseline"] else None) if "baseline" in given else old.baseline,
        baseline_on=_day(given["baseline_on"]) if "baseline_on" in given else old.baseline_on,
        baseline_year=given.get("baseline_year", old.baseline_year),
        targets=targets if "targets" in given else old.targets,
        disaggregation=_known(given["disaggregation"]) if "disaggregation" in given else old.disaggregation,
        disaggregation_words=given.get("parted_by", old.disaggregation_words),
        means=_with(given.get("means", {}), old.means),
    )


def _known(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in _DISAGGREGATIONS)


def _value(given: Mapping[str, Any]) -> Value:
    return _known_value(given["given"], given["kind"], given["number"])


@lru_cache(maxsize=2_048)  # plans say the same over and over
def _known_value(given: str, kind: str, number: str | None) -> Value:
    return Value(given, ValueKind(kind), None if number is None else Decimal(number))


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
