"""Which finding that is here already a row of a file means: by its number first, then by its words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from tulga.findings.choices import Degree, Kind, Position
from tulga.findings.labels import Labels, each_once, listed
from tulga.findings.models import Finding, Outcome
from tulga.kit.i18n import I18nText
from tulga.kit.imports.changes import Act, Change, Difference, Doubt
from tulga.kit.imports.engine import digest_of
from tulga.kit.imports.layouts import Choice
from tulga.kit.imports.records import Record
from tulga.kit.sentences import say

Told = Mapping[int, Mapping[int, Outcome]]  # what was told already: by finding and year
ALIKE = 0.4  # of the words of two texts: below that one does not correct the other
CORRECTED, ANOTHER, NEXT = "corrected", "another", "next"
SIMPLE = ("text", "kind", "recommended_by", "position", "position_source", "note")
IN_LANGUAGES = ("theme", "position_words")
LABELS = ("further_themes", "goals", "groups")


def content_of(record: Record) -> dict[str, Any]:
    """What the file says of a finding, by the names of its fields; what it does not say is absent."""
    values = record.values
    content: dict[str, Any] = {name: values[name] for name in SIMPLE if name in values}
    content |= {name: I18nText(values[name]) for name in IN_LANGUAGES if name in values}
    if "states" in values:
        content["recommended_by"] = listed(values["states"])
    return content


def labels_of(record: Record) -> dict[str, Any]:
    """What the file says it is about, each once as it is kept: comparing again must find no difference."""
    values = record.values
    said: dict[str, Any] = {}
    if "goals" in values:
        said["goals"] = tuple(values["goals"])
    if "groups" in values:
        said["groups"] = each_once(values["groups"])
    if "themes" in values:
        said["further_themes"] = each_once(values["themes"])[1:]
    return said


def complete_content(record: Record) -> dict[str, Any]:
    """Of a finding that is new: with what every finding has."""
    usual = {"kind": Kind.RECOMMENDATION, "position": Position.NONE, "language": record.values["language"]}
    return usual | content_of(record)


@dataclass
class Known:
    """The findings of an assessment as they are now, each to be found once."""

    code: str
    by_number: dict[str, Finding]
    by_words: dict[str, list[Finding]] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, code: str, findings: Sequence[Finding]) -> Known:
        known = cls(code, {finding.number: finding for finding in findings})
        for finding in findings:
            for key in _keys(finding.text, finding.recommended_by):
                known.by_words.setdefault(key, []).append(finding)
        return known

    def with_number(self, number: str) -> Finding | None:
        found = self.by_number.get(number)
        return found if found and found.pk not in self.taken else None

    def with_words(self, record: Record) -> Finding | None:
        """By the words and who said them, else by the words alone where only one finding has them."""
        content = content_of(record)
        exact, alone = _keys(content["text"], content.get("recommended_by", ""))
        free = [each for each in self.by_words.get(exact, []) if each.pk not in self.taken]
        if not free and "recommended_by" not in content:
            free = [each for each in self.by_words.get(alone, []) if each.pk not in self.taken]
            free = free if len(free) == 1 else []
        return free[0] if free else None


def matched(
    records: Iterable[Record], code: str, findings: Sequence[Finding], answers: Mapping[str, str], told: Told
) -> tuple[Change, ...]:
    """One change for each record: what comes of it in the assessment with this code, which holds these findings."""
    known = Known.of(code, findings)
    newest = newest_of(findings)
    in_file = {record.values["number"] for record in records if not record.values.get("is_counted")}
    return tuple(replace(_change(record, known, answers, told, in_file), stood=newest) for record in records)


def newest_of(findings: Iterable[Finding]) -> int:
    """What every new finding and every correction changes: it says whether there are others than were compared."""
    return max((finding.pk for finding in findings), default=0)


def _change(record: Record, known: Known, answers: Mapping[str, str], told: Told, in_file: set[str]) -> Change:
    found, doubt = _found(record, known, answers, in_file)
    doubts = (doubt,) if doubt else ()
    if found is None:
        return Change(record, Act.CREATE, tuple(_differences(record, None, {})), doubts)
    known.taken.add(found.pk)
    differences = tuple(_differences(record, found, told.get(found.pk, {})))
    act = Act.CHANGE if differences else Act.NOTHING
    return Change(record, act, differences, doubts, pk=found.pk, version=found.revision)


def _found(
    record: Record, known: Known, answers: Mapping[str, str], in_file: set[str]
) -> tuple[Finding | None, Doubt | None]:
    number, text = record.values["number"], record.values["text"]
    same_number, same_words = known.with_number(number), known.with_words(record)
    if same_number is not None and same_number is same_words:
        return same_number, None
    if "#" in record.key:  # the number stood in the file before
        return (same_words, None) if same_words else (None, _stands_twice(record, known.code))
    if record.values.get("is_counted"):
        return same_words or _corrected(same_number, text), None
    if same_number is not None:
        if _corrected(same_number, text):
            return same_number, None
        return same_number, _says_something_else(record, same_number)
    if same_words is not None and same_words.number not in in_file:
        doubt = _has_another_number(record, same_words)
        return (None if answers.get(doubt.name) == ANOTHER else same_words), doubt
    return None, None


def _corrected(finding: Finding | None, text: str) -> Finding | None:
    """The finding, where the text could be a correction of it: most words are the same."""
    if finding is None:
        return None
    old, new = _words(finding.text), _words(text)
    return finding if len(old & new) >= ALIKE * len(old | new) else None


def name_of_doubt(kind: str, code: str, *about: str) -> str:
    """The same for the same question about the same words only: its answer holds wherever that comes up again."""
    return f"{kind}:{code}:{digest_of(json.dumps(about))[:16]}"


def _stands_twice(record: Record, code: str) -> Doubt:
    return Doubt(
        name_of_doubt("twice", code, record.key, record.values["text"]),
        record.place_of("number"),
        say(
            gettext_noop("Number %(number)s stands twice in this file. What is the second, “%(words)s”?"),
            number=record.values["number"],
            words=record.values["text"][:80],
        ),
        (Choice(NEXT, say(gettext_noop("A finding of its own: give it the next free number"))),),
    )


def _says_something_else(record: Record, finding: Finding) -> Doubt:
    return Doubt(
        name_of_doubt("other", finding.assessment.code, finding.number, finding.text, record.values["text"]),
        record.place_of("text"),
        say(
            gettext_noop("Number %(number)s says something else here. It was “%(old)s”, and would be “%(new)s”."),
            number=record.values["number"],
            old=finding.text[:80],
            new=record.values["text"][:80],
        ),
        (Choice(CORRECTED, say(gettext_noop("It is the same finding, corrected: make a new revision"))),),
    )


def _has_another_number(record: Record, finding: Finding) -> Doubt:
    return Doubt(
        name_of_doubt("moved", finding.assessment.code, finding.number, record.values["number"], finding.text),
        record.place_of("number"),
        say(
            gettext_noop("The words of number %(number)s stand here already, as number %(old)s."),
            number=record.values["number"],
            old=finding.number,
        ),
        (
            Choice(CORRECTED, say(gettext_noop("It is the same finding: it keeps its number"))),
            Choice(ANOTHER, say(gettext_noop("It is another finding with the same words"))),
        ),
    )


def _differences(record: Record, finding: Finding | None, told: Mapping[int, Outcome]) -> Iterable[Difference]:
    """From what stands here; of a new finding, all that the file says."""
    content = content_of(record) if finding else {"kind": Kind.RECOMMENDATION, **content_of(record)}
    for name in SIMPLE:
        there = getattr(finding, name, "")
        if name in content and _folded(content[name]) != _folded(there):
            yield Difference(name, _in_words(name, there), _in_words(name, content[name]))
    for name in IN_LANGUAGES:
        old = getattr(finding, name, {})
        for language, words in content.get(name, {}).items():
            if old.get(language, "") != words:
                yield Difference(name, old.get(language, ""), words)
    stored = Labels.of(finding.labels.all()) if finding else Labels()
    for name, new in labels_of(record).items():
        if getattr(stored, name) != new:
            yield Difference(name, ", ".join(map(str, getattr(stored, name))), ", ".join(map(str, new)))
    for outcome in record.values.get("outcomes", []):
        new = _judgement(outcome["year"], outcome["degree"], outcome["words"], is_asked=outcome["is_asked"])
        there = told.get(outcome["year"])
        old = _judgement(there.year, there.degree, there.words, is_asked=there.is_asked) if there else ""
        if new != old:
            yield Difference("outcomes", old, new)


def _in_words(name: str, value: str) -> str:
    known = {"kind": Kind, "position": Position}.get(name)
    return str(known(value).label) if known and value else str(value)


def _judgement(year: int, degree: str, words: str, *, is_asked: bool) -> str:
    """What became of a finding in a year, in the deployment's first language whoever asks: both sides are compared."""
    with translation.override(settings.LANGUAGE_CODE):
        said = words or (str(Degree(degree).label) if degree else "")
        return f"{year}: " + "; ".join(filter(None, [said, gettext("asked for again") if is_asked else ""]))


def _keys(text: str, recommended_by: str) -> tuple[str, str]:
    return f"{_folded(text)}|{_folded(recommended_by)}", f"{_folded(text)}|"


def _folded(text: str) -> str:
    """The same for the same words, whatever word processors make of quotes, dashes and blanks."""
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def _words(text: str) -> set[str]:
    return set(_folded(text).split())
