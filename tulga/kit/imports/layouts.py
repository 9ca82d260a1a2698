"""How a file of one kind is read: what is understood of it, what a person may correct, and the records it holds."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from tulga.kit.imports.records import Reading
from tulga.kit.sentences import NOTHING, Sentence

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from tulga.kit.tabular.content import Content


@dataclass(frozen=True)
class Choice:
    """One possible answer: what is stored, and what a person reads."""

    value: str
    label: Sentence

    def as_json(self) -> dict[str, Any]:
        return {"value": self.value, "label": self.label.as_json()}

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(stored["value"], Sentence.of_json(stored["label"]))


@dataclass(frozen=True)
class Question:
    """Something of the file that was understood, or could not be, and that a person may set right.

    Without choices the answer is written; a long one in several lines, such as the cuts of a text: one item in each
    paragraph. What holds for this file only (`is_remembered=False`) is not proposed for the next. Another question may
    hold the answer as well: that a column holds the texts, where it is asked which one does.
    """

    name: str
    label: Sentence
    answer: str = ""
    choices: tuple[Choice, ...] = ()
    help: Sentence = NOTHING
    sample: tuple[str, ...] = ()  # what the column holds, the first few values
    is_required: bool = False
    is_long: bool = False
    is_remembered: bool = True
    answered_by: str = ""  # an answer to another question with which this one need not be answered
    only_with: str = ""  # an answer to another question without which this one need not be answered

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "label": self.label.as_json(),
            "answer": self.answer,
            "choices": [each.as_json() for each in self.choices],
            "help": self.help.as_json(),
            "sample": list(self.sample),
            "is_required": self.is_required,
            "is_long": self.is_long,
            "is_remembered": self.is_remembered,
            "answered_by": self.answered_by,
            "only_with": self.only_with,
        }

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(
            name=stored["name"],
            label=Sentence.of_json(stored["label"]),
            answer=stored["answer"],
            choices=tuple(map(Choice.of_json, stored["choices"])),
            help=Sentence.of_json(stored["help"]),
            sample=tuple(stored["sample"]),
            is_required=stored["is_required"],
            is_long=stored["is_long"],
            is_remembered=stored["is_remembered"],
            answered_by=stored.get("answered_by", ""),
            only_with=stored.get("only_with", ""),
        )


@dataclass(frozen=True)
class Understanding:
    """What a layout makes of a file, with how sure it is and why, in words.

    The answers to its questions are all that reading depends on besides the file: correcting means asking the layout
    again with some of them given. `shape` is what the next file of the same source has in common with this one, such
    as the headings of its columns: what was corrected is remembered for it.
    """

    layout: str
    confidence: float  # 0 to 1
    reasons: tuple[Sentence, ...]
    questions: tuple[Question, ...] = ()
    shape: str = ""

    @property
    def answers(self) -> dict[str, str]:
        return {each.name: each.answer for each in self.questions}

    @property
    def unanswered(self) -> tuple[Question, ...]:
        """What must be answered before the file can be read."""
        return tuple(each for each in self.questions if each.is_required and not each.answer.strip())

    def as_json(self) -> dict[str, Any]:
        return {
            "layout": self.layout,
            "confidence": self.confidence,
            "reasons": [each.as_json() for each in self.reasons],
            "questions": [each.as_json() for each in self.questions],
            "shape": self.shape,
        }

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(
            layout=stored["layout"],
            confidence=stored["confidence"],
            reasons=tuple(map(Sentence.of_json, stored["reasons"])),
            questions=tuple(map(Question.of_json, stored["questions"])),
            shape=stored["shape"],
        )


class Layout(ABC):
    """One way in which such files are written. It holds no state and asks no database."""

    name: ClassVar[str]  # stable, in JSON and in what is remembered: "upr-matrix"
    title: ClassVar[str | _StrPromise]

    @abstractmethod
    def understand(self, content: Content, given: Mapping[str, str]) -> Understanding | None:
        """What this file is in this layout, or None where it is none of this layout.

        `given` are answers of a person or of an earlier file, by the question's name: they stand, and everything else
        is found out around them. A name that this file has no question for is passed over.
        """

    @abstractmethod
    def read(self, content: Content, understanding: Understanding) -> Reading:
        """The records, exactly as understood. Called only when nothing required is unanswered."""
