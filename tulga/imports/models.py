from __future__ import annotations

import json
from functools import lru_cache
from sys import intern
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tulga.documents.models import Document
from tulga.imports.choices import RowState, Status, Work
from tulga.imports.querysets import DoubtQuerySet, ImportQuerySet, OfImportQuerySet
from tulga.kit.addresses import address_of
from tulga.kit.classification import DataClass
from tulga.kit.i18n import UnescapedJSON
from tulga.kit.imports.changes import LEAVE_OUT
from tulga.kit.imports.layouts import Choice, Understanding
from tulga.kit.imports.records import Problem, Record, Where
from tulga.kit.imports.targets import TARGETS, Target
from tulga.kit.sentences import NOTHING, Sentence

SHORT = 40  # letters


class JSONField(models.JSONField[Any, Any]):
    """JSON with its letters unescaped."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"encoder": UnescapedJSON, "blank": True, **options})


class SharedJSON(json.JSONDecoder):
    """Thousands of rows that are read at once say much of the same: each name, and what is short, is in memory once."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "object_pairs_hook": _shared})


def _shared(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if all(value is None or (type(value) is str and len(value) <= SHORT) for _name, value in pairs):
        return _once(tuple(pairs))
    return {intern(name): value for name, value in pairs}


@lru_cache(maxsize=2_048)
def _once(pairs: tuple[tuple[str, str | None], ...]) -> dict[str, Any]:
    return {intern(name): value for name, value in pairs}


class Import(models.Model):
    """One file on its way in: how it was understood, what applying it would do, and what came of it."""

    target = models.CharField(_("imported into"), max_length=40)
    into = models.CharField(_("code"), max_length=40)
    file_name = models.CharField(_("file name"), max_length=200)
    document = models.OneToOneField(  # none once it was cancelled
        Document, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("file")
    )
    language = models.CharField(max_length=8, default="en")  # of who sent it: values are told in it
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.UPLOADED)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("sent by")
    )
    started_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    layout = models.CharField(max_length=60, blank=True, default="")  # chosen by hand; else the surest
    given = JSONField(default=dict)  # answers of a person to the layout's questions
    understandings = JSONField(default=list)  # what each layout made of the file, the surest first
    answers = JSONField(default=dict)  # of a person to the doubts
    facts = JSONField(default=dict)
    problems = JSONField(default=list)
    counts = JSONField(default=dict)
    summary = JSONField(default=dict)
    failure = JSONField(default=dict)  # why the last work came to nothing: a sentence

    work = models.CharField(max_length=10, choices=Work.choices, blank=True, default="")
    attempt = models.PositiveIntegerField(default=0)  # a job of an earlier attempt writes nothing any more
    has_begun = models.BooleanField(default=False)
    work_done = models.PositiveIntegerField(default=0)
    work_total = models.PositiveIntegerField(default=0)
    work_seen_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        [
            *(
                "id",
                "target",
                "into",
                "file_name",
                "document",
                "language",
                "status",
                "started_by",
                "started_at",
                "layout",
            ),
            *(
                "given",
                "understandings",
                "answers",
                "facts",
                "problems",
                "counts",
                "summary",
                "failure",
                "work",
                "attempt",
            ),
            *("has_begun", "work_done", "work_total", "work_seen_at"),
        ],
        DataClass.C1,
    )

    class Meta:
        ordering: ClassVar = ["-started_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="import_status_known"),
            models.CheckConstraint(condition=Q(work__in=["", *Work.values]), name="import_work_known"),
        ]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return address_of("import_detail", self.pk)

    @property
    def goal(self) -> Target:
        """The app's side."""
        return TARGETS[self.target]

    @property
    def understood(self) -> list[Understanding]:
        return [Understanding.of_json(each) for each in self.understandings]

    @property
    def understanding(self) -> Understanding | None:
        """The one that is read by: chosen by hand, else the surest."""
        found = self.understood
        return next((each for each in found if each.layout == self.layout), found[0] if found else None)

    @property
    def is_empty(self) -> bool:
        """Whether the preview has no row at all."""
        return not sum(self.counts.values())

    @property
    def changes_nothing(self) -> bool:
        """Whether all that the preview shows stands there already."""
        return not self.is_empty and self.counts.get(RowState.UNCHANGED, 0) == sum(self.counts.values())

    @property
    def noted(self) -> list[Problem]:
        return [Problem.of_json(each) for each in self.problems]

    @property
    def failed_because(self) -> Sentence:
        return Sentence.of_json(self.failure) if self.failure else NOTHING


class ImportedRow(models.Model):
    """One record of the file, with its place in it. What came of it points here, and so knows its source."""

    batch = models.ForeignKey(  # found by the index of positions
        Import, on_delete=models.CASCADE, related_name="rows", db_index=False, verbose_name=_("import")
    )
    position = models.PositiveIntegerField()
    state = models.CharField(_("state"), max_length=10, choices=RowState.choices)
    title = models.TextField(_("record"), blank=True, default="")
    record = JSONField(decoder=SharedJSON)
    act = models.CharField(max_length=10)
    differences = JSONField(default=list)
    doubts = JSONField(default=list)  # their names

    objects = OfImportQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ["id", "batch", "position", "state", "title", "record", "act", "differences", "doubts"], DataClass.C1
    )

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "position"], name="imported_row_position_once"),
            models.CheckConstraint(condition=Q(state__in=RowState.values), name="imported_row_state_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["batch", "state", "position"], name="imported_row_by_state")]
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")

    def __str__(self) -> str:
        return f"{self.batch} {self.where}"

    @property
    def read(self) -> Record:
        return Record.of_json(self.record)

    @property
    def where(self) -> Where:
        return Where.of_json(self.record["where"])


class ImportDoubt(models.Model):
    """A question that the file left open, answered once for all the rows it concerns."""

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="doubts", verbose_name=_("import"))
    position = models.PositiveIntegerField()
    name = models.TextField()
    question = JSONField()
    where = JSONField()
    choices = JSONField(default=list)
    default = models.TextField(blank=True, default="")
    is_remembered = models.BooleanField(default=True)
    rows_count = models.PositiveIntegerField(default=1)
    answer = models.TextField(_("answer"), blank=True, default="")

    objects = DoubtQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        [
            *("id", "batch", "position", "name", "question", "where", "choices", "default", "is_remembered"),
            *("rows_count", "answer"),
        ],
        DataClass.C1,
    )

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "position"], name="import_doubt_position_once")
        ]
        verbose_name = _("doubt")
        verbose_name_plural = _("doubts")

    def __str__(self) -> str:
        return str(Sentence.of_json(self.question))

    @property
    def place_words(self) -> str:
        """Where it stands first, and how many rows it concerns."""
        rows = ngettext("%(count)s row", "%(count)s rows", self.rows_count) % {"count": self.rows_count}
        return ", ".join(filter(None, [str(Where.of_json(self.where)), rows]))

    @property
    def undecided_words(self) -> str:
        """What is done while nobody answers."""
        if self.default:
            return gettext("Not decided: keep it as the file has it")
        return gettext("Not decided: these rows wait")

    @property
    def offered(self) -> list[tuple[str, str]]:
        return [(each.value, str(each.label)) for each in map(Choice.of_json, self.choices)]

    def words_of(self, answer: str) -> str:
        """An answer in the words that it was chosen by."""
        words = {"": self.undecided_words, LEAVE_OUT: gettext("Leave these rows out"), **dict(self.offered)}
        return words.get(answer, answer)


class RememberedAnswer(models.Model):
    """What a person once corrected or answered, proposed for the next file: of one shape, or of the whole target."""

    target = models.CharField(max_length=40)
    layout = models.CharField(max_length=60, blank=True, default="")  # empty: an answer to a doubt
    shape = models.CharField(max_length=64, blank=True, default="")
    name = models.TextField()
    answer = models.TextField()
    remembered_at = models.DateTimeField(auto_now=True)

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ["id", "target", "layout", "shape", "name", "answer", "remembered_at"], DataClass.C1
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["target", "layout", "shape", "name"], name="remembered_answer_once")
        ]
        verbose_name = _("remembered answer")
        verbose_name_plural = _("remembered answers")

    def __str__(self) -> str:
        return f"{self.target} {self.layout} {self.name}"
