"""The steps of every import, the same for pages and commands."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop

from tulga.kit.imports.changes import Settled, State, counts, settle
from tulga.kit.imports.layouts import Layout, Understanding
from tulga.kit.imports.records import Problem, Reading, Severity, Where
from tulga.kit.imports.texts import with_doubts_of_texts
from tulga.kit.sentences import Sentence, say

if TYPE_CHECKING:
    from tulga.kit.actor import Actor
    from tulga.kit.imports.targets import Target
    from tulga.kit.tabular.content import Content

HARDLY, SURELY = 0.6, 0.95
Remembered = Callable[[str, str], Mapping[str, str]]  # layout and shape -> answers of an earlier file


class NotUnderstood(Exception):
    """No layout fits, or a question stands open; the sentences say what to do."""

    def __init__(self, sentence: Sentence, *, is_question: bool = False) -> None:
        super().__init__(sentence.text)
        self.sentence, self.is_question = sentence, is_question


def nothing_remembered(_layout: str, _shape: str) -> Mapping[str, str]:
    return {}


def understand(
    content: Content,
    layouts: Sequence[Layout],
    *,
    given: Mapping[str, str] | None = None,
    remembered: Remembered = nothing_remembered,
) -> tuple[Understanding, ...]:
    """What each layout makes of the file, the surest first; what was corrected in an earlier file is kept to."""
    found = [each for layout in layouts if (each := _in(layout, content, given or {}, remembered)) is not None]
    return tuple(sorted(found, key=lambda each: -each.confidence))  # stable: of equally sure ones the first


def _in(layout: Layout, content: Content, given: Mapping[str, str], remembered: Remembered) -> Understanding | None:
    at_first = layout.understand(content, given)
    if at_first is None:
        return None
    earlier = remembered(layout.name, digest_of(at_first.shape)) if at_first.shape else {}
    return layout.understand(content, {**earlier, **given}) if earlier else at_first


def surest(found: Sequence[Understanding]) -> Understanding:
    if not found:
        raise NotUnderstood(
            say(
                gettext_noop(
                    "Nothing in this file looks like something Tulga can read here: no table with headings, no list "
                    "of recommendations. Check that it is the right file."
                )
            )
        )
    return found[0]


def require_its_kind(content: Content, found: Sequence[Understanding], others: Iterable[Target]) -> None:
    """Raise NotUnderstood where it is surely what another target reads, and hardly what this one does."""
    if found and found[0].confidence > HARDLY:
        return
    for other in others:
        surely = [each for each in understand(content, other.layouts) if each.confidence >= SURELY]
        if surely:
            title = layout_named(other.layouts, surely[0].layout).title
            told = gettext_noop("This looks like another kind of file: %(layout)s. Send it under “%(target)s”.")
            raise NotUnderstood(say(told, layout=str(title), target=str(other.title)))


def layout_named(layouts: Sequence[Layout], name: str) -> Layout:
    return next(each for each in layouts if each.name == name)


def read(content: Content, layouts: Sequence[Layout], understanding: Understanding) -> Reading:
    """The records as understood; NotUnderstood where a question that must be answered stands open."""
    if understanding.unanswered:
        raise NotUnderstood(understanding.unanswered[0].label, is_question=True)
    found = layout_named(layouts, understanding.layout).read(content, understanding)
    assumed = tuple(Problem(Where(), remark, Severity.NOTE) for remark in content.remarks)
    return replace(found, problems=(*assumed, *found.problems))


def compare(
    target: Target, reading: Reading, *, into: str, answers: Mapping[str, str], actor: Actor
) -> tuple[Settled, ...]:
    """What applying each record would do after the answers so far; some texts need one, whatever the target."""
    changes = target.match(reading, into=into, answers=answers, actor=actor)
    return settle(tuple(with_doubts_of_texts(change, target) for change in changes), answers)


def digest_of(shape: str) -> str:
    """What a shape is remembered under."""
    return hashlib.sha256(shape.encode()).hexdigest()


@dataclass(frozen=True)
class Outcome:
    """What an import did, or would do: the object that the commands print."""

    file: str
    layout: str
    reading: Reading
    settled: tuple[Settled, ...]
    summary: Mapping[str, Any]

    @property
    def problems(self) -> list[Problem]:
        return [*self.reading.problems, *(each for record in self.reading.records for each in record.remarks)]

    def as_json(self) -> dict[str, Any]:
        told = [(each.where, each.message) for each in self.problems]
        told += [
            (doubt.where, doubt.question)
            for each in self.settled
            if each.state is State.DOUBTFUL
            for doubt in each.change.doubts
        ]
        counted = counts(self.settled)
        return {
            "file": self.file,
            "layout": self.layout,
            "rows": len(self.reading.records),
            "created": counted["created"],
            "changed": counted["changed"],
            "unchanged": counted["unchanged"],
            "doubtful": counted["doubtful"],
            "problems": [{"where": str(where), "message": str(message)} for where, message in told],
            "summary": dict(self.summary),
        }


def outcome_of(target: Target, *, file: str, layout: str, reading: Reading, settled: tuple[Settled, ...]) -> Outcome:
    return Outcome(file, layout, reading, settled, target.summary(reading, settled))
