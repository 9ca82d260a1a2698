"""Where records go: an app's side of an import, found by name."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from tulga.kit.imports.changes import Change, Settled
from tulga.kit.imports.layouts import Layout
from tulga.kit.imports.records import Reading, Record
from tulga.kit.sentences import NOTHING, Sentence

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from tulga.kit.actor import Actor


class Target(ABC):
    """What exists in one app, and how it is written. Registered once, in AppConfig.ready().

    `into` is the code of what the records go into: of a plan, of an assessment. It need not exist before applying.
    """

    name: ClassVar[str]  # in addresses: "findings"
    title: ClassVar[str | _StrPromise]
    into_label: ClassVar[str | _StrPromise]  # "Assessment"
    into_help: ClassVar[str | _StrPromise] = ""
    kinds: ClassVar[Mapping[str, str | _StrPromise]]  # of its records, with what a person calls them
    fields: ClassVar[Mapping[str, str | _StrPromise]]  # labels of the fields that differences name
    layouts: ClassVar[tuple[Layout, ...]]  # the surest wins; of equally sure ones the first
    permission: ClassVar[str]  # the action that whoever imports must be allowed: "findings.create"
    told_before_applying: ClassVar[str | _StrPromise] = ""
    takes_pasted_text: ClassVar[bool] = False
    longest: ClassVar[Mapping[str, int]] = {}  # letters of a text, by its value's name, where more than a title fits
    figures: ClassVar[frozenset[str]] = frozenset()  # values that hold numbers, as long as telephone numbers are

    @abstractmethod
    def existing(self, actor: Actor) -> list[tuple[str, str]]:
        """What records can go into: code and title of each, for this person to choose from."""

    def require_free(self, code: str) -> None:
        """Raise RuleBroken where nothing new can have this code, so that it is refused before all the work."""
        return

    def destination(self, into: str, facts: Mapping[str, Any], actor: Actor) -> Sentence:
        """What the records are compared with and where they are written, as it stands now."""
        return NOTHING

    def title_of(self, record: Record) -> str:
        """What a row of the preview is called: in the file's own words, shortly."""
        return str(record.values.get("number") or record.key)

    def language_of(self, record: Record) -> str:
        """Of the record's own words, where that is known: a page says it of what is not in its language."""
        return ""

    def completed(self, reading: Reading, *, into: str, actor: Actor) -> Reading:
        """The reading with what this target must ask besides, such as of a fact that contradicts what stands there."""
        return reading

    @abstractmethod
    def match(self, reading: Reading, *, into: str, answers: Mapping[str, str], actor: Actor) -> tuple[Change, ...]:
        """What applying each record would do, in the order of the records and one for each. Writes nothing.

        Called again before applying, with the answers that were given: what is applied is what was shown. A fixed
        number of queries, however many records.
        """

    @abstractmethod
    def apply(
        self,
        changes: tuple[Change, ...],
        reading: Reading,
        *,
        into: str,
        answers: Mapping[str, str],
        actor: Actor,
    ) -> None:
        """Write these changes through the app's services, inside the caller's transaction, and record each act.

        Parents stand before what is under them. What somebody changed since `match` (another version) raises
        RuleBroken: nothing is applied then. Use `record_each` of the audit: an act for each record, quickly.
        """

    @abstractmethod
    def summary(self, reading: Reading, settled: tuple[Settled, ...]) -> dict[str, Any]:
        """What the command's JSON tells of the whole, in words that programs rely on (DESIGN.md section 9)."""

    def told_of(self, summary: Mapping[str, Any]) -> list[tuple[int, str]]:
        """What of the summary a person is told above the rows: how many, and of what."""
        return []

    @abstractmethod
    def url_of(self, into: str) -> str:
        """The page that shows what came of it."""


TARGETS: dict[str, Target] = {}


def register(target: Target) -> None:
    TARGETS[target.name] = target
