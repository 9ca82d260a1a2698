from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tulga.imports.choices import RowState, Status
from tulga.imports.models import Import, ImportDoubt, ImportedRow
from tulga.imports.querysets import targets_of
from tulga.imports.services.steering import is_stuck
from tulga.kit.actor import Actor
from tulga.kit.imports.changes import Act, Difference
from tulga.kit.imports.layouts import Question

LONG = 1_200  # letters of both texts of a field; of longer ones only what differs is shown


@dataclass(frozen=True)
class Field:
    """One field of a row: what stands there, and what would."""

    label: str | Promise
    old: str
    new: str

    @property
    def is_long(self) -> bool:
        return len(self.old) + len(self.new) > LONG


@dataclass(frozen=True)
class DoubtLine:
    """A question of a row, with its answer, or with what is done while there is none."""

    question: str
    decided: str
    is_open: bool


@dataclass(frozen=True)
class RowLine:
    """A row of the preview."""

    where: str
    kind: str | Promise
    title: str
    language: str  # of the title, where it is known
    state: RowState
    is_new: bool  # as a whole: no field has a value until now
    fields: tuple[Field, ...]
    doubts: tuple[DoubtLine, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Tab:
    """The rows of one state, and how many they are."""

    label: str | Promise
    count: int
    query: str
    is_current: bool


@dataclass(frozen=True)
class AnswerLine:
    """What was understood of one thing, in words."""

    label: str
    answer: str
    sample: tuple[str, ...]
    is_missing: bool


@dataclass(frozen=True)
class Origin:
    """Where a record came from: the file, the place in it, and the import that brought it."""

    file_name: str
    where: str
    file_url: str
    import_url: str


def row_lines(batch: Import, rows: Iterable[ImportedRow]) -> list[RowLine]:
    goal, questions = batch.goal, {doubt.name: doubt for doubt in batch.doubts.all()}
    return [
        RowLine(
            where=str(row.where),
            kind=goal.kinds.get(row.record["kind"], row.record["kind"]),
            title=row.title,
            language=goal.language_of(row.read),
            state=RowState(row.state),
            is_new=row.act == Act.CREATE,
            fields=tuple(
                Field(goal.fields.get(each.field, each.field), each.old, each.new)
                for each in map(Difference.of_json, row.differences)
            ),
            doubts=tuple(_doubt_line(questions[name]) for name in row.doubts if name in questions),
            remarks=tuple(str(each.message) for each in row.read.remarks),
        )
        for row in rows
    ]


def _doubt_line(doubt: ImportDoubt) -> DoubtLine:
    return DoubtLine(str(doubt), f"{doubt.words_of(doubt.answer)}.", not doubt.answer)


@dataclass(frozen=True)
class Told:
    """How many of one kind of thing the file holds."""

    number: int
    meaning: str


def told_of(batch: Import) -> list[Told]:
    """What the file holds, counted as its readers count it; what it has none of is left out."""
    if batch.status not in (Status.PREVIEWED, Status.APPLIED):
        return []
    return [Told(number, meaning) for number, meaning in batch.goal.told_of(batch.summary) if number]


def tabs_of(batch: Import, state: str) -> list[Tab]:
    """All rows, then each state that has any."""
    counts = {each: batch.counts.get(each, 0) for each in RowState}
    every = Tab(_("All"), sum(counts.values()), "?", not state)
    some = [Tab(each.label, count, f"?state={each}", state == each) for each, count in counts.items() if count]
    return [every, *some]


def answers_understood(questions: Iterable[Question]) -> list[AnswerLine]:
    return [
        AnswerLine(
            str(each.label),
            {choice.value: str(choice.label) for choice in each.choices}.get(each.answer, each.answer),
            each.sample,
            each.is_required and not each.answer,
        )
        for each in questions
    ]


@dataclass(frozen=True)
class Progress:
    """How far the work is, in words and for drawing; nothing known of the total while the file is read."""

    words: str
    done: int
    total: int
    is_stuck: bool
    is_waiting: bool


def progress_of(batch: Import) -> Progress | None:
    if not batch.work:
        return None
    return Progress(batch.get_work_display(), batch.work_done, batch.work_total, is_stuck(batch), not batch.has_begun)


def origins_of(row_ids: Iterable[int | None], actor: Actor) -> dict[int, Origin]:
    """Where the records of these rows came from; only whoever may see the import learns that there was one."""
    wanted = {row_id for row_id in row_ids if row_id is not None}
    if not wanted or not targets_of(actor):
        return {}
    rows = ImportedRow.objects.visible_to(actor).filter(pk__in=wanted, batch__status=Status.APPLIED)
    return {
        row.pk: Origin(
            row.batch.file_name,
            str(row.where),
            reverse("import_file", args=[row.batch_id]),
            reverse("import_detail", args=[row.batch_id]),
        )
        for row in rows.select_related("batch")
    }


def origin_of(row_id: int | None, actor: Actor) -> Origin | None:
    return origins_of([row_id], actor).get(row_id or 0)
