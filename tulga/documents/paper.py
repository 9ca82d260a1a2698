"""What came on paper or by telephone and is entered by staff: an acknowledgement, a reply, a commitment.

A model takes `CameOnPaper` and `paper_constraints`, its form `PaperFieldsForm`, its service `Paper` and `enter_paper`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.documents.choices import SCANS
from tulga.documents.forms import DocumentUploadField
from tulga.documents.services import store_document
from tulga.kit.classification import DataClass
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.forms import DateInput
from tulga.kit.writing import one_line, without_personal_data

if TYPE_CHECKING:
    from tulga.documents.checking import CheckedUpload
    from tulga.kit.actor import Actor


class CameBy(models.TextChoices):
    HERE = "here", gettext_lazy("Entered here by the office itself")
    LETTER = "letter", gettext_lazy("By letter")
    TELEPHONE = "telephone", gettext_lazy("By telephone")


@dataclass(frozen=True)
class Paper:
    """How something came: here, unless it says otherwise."""

    came_by: str = CameBy.HERE
    number: str = ""
    dated_on: dt.date | None = None
    caller: str = ""
    scan: CheckedUpload | None = None

    def problems(self) -> Iterator[tuple[str, str]]:
        """The field and the sentence of everything that is missing or does not fit together."""
        if self.came_by == CameBy.HERE:
            if self.number or self.dated_on or self.caller or self.scan:
                yield "came_by", _("Choose how it came, or leave number, date, caller and scan empty.")
            return
        if self.dated_on and self.dated_on > timezone.localdate():
            yield "paper_dated_on", _("This day has not come yet. Write the date of the letter or of the call.")
        if self.came_by == CameBy.LETTER:
            if not self.number:
                yield "paper_number", _("Write the letter's number. If it has none, write that of your own register.")
            if not self.dated_on:
                yield "paper_dated_on", _("Write the date that stands on the letter.")
        else:
            if not self.caller:
                yield "paper_caller", _("Write who called: the office and the position, no private number.")
            if not self.dated_on:
                yield "paper_dated_on", _("Write the day of the call.")


HERE = Paper()


class CameOnPaper(models.Model):
    """How a record came: by the office's own click, or on paper or by telephone and entered by somebody of staff."""

    came_by = models.CharField(gettext_lazy("came"), max_length=10, choices=CameBy, default=CameBy.HERE)
    paper_number = models.CharField(gettext_lazy("number of the letter"), max_length=40, blank=True, default="")
    paper_dated_on = models.DateField(gettext_lazy("date of the letter or call"), null=True, blank=True)
    paper_caller = models.CharField(gettext_lazy("who called"), max_length=200, blank=True, default="")
    paper_scan = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("scan of the letter"),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=gettext_lazy("entered by"),
    )
    entered_by_id: int | None

    class Meta:
        abstract = True

    @property
    def how_it_came(self) -> str:
        """By letter No 12 of 3 March 2018; empty for what the office entered here itself."""
        day = date_format(self.paper_dated_on, "DATE_FORMAT") if self.paper_dated_on else ""
        if self.came_by == CameBy.LETTER:
            return _("by letter No %(number)s of %(day)s") % {"number": self.paper_number, "day": day}
        if self.came_by == CameBy.TELEPHONE:
            return _("by telephone on %(day)s: %(caller)s") % {"day": day, "caller": self.paper_caller}
        return ""

    @property
    def paper_line(self) -> str:
        """The same with who entered it: for histories, which name persons."""
        if not self.how_it_came:
            return ""
        return _("%(how)s, entered by %(person)s") % {"how": self.how_it_came, "person": self.entered_by or "—"}


# For a model's `data_classes`: {**PAPER_DATA_CLASSES, ...}.
PAPER_DATA_CLASSES: dict[str, DataClass] = dict.fromkeys(
    ("came_by", "paper_number", "paper_dated_on", "paper_caller", "paper_scan", "entered_by"), DataClass.C1
)
PAPER_FIELDS = tuple(PAPER_DATA_CLASSES)


def paper_constraints(prefix: str) -> list[models.CheckConstraint]:
    """For a model's `Meta.constraints`: a letter has number and date, a call caller and date, both who entered them."""
    is_letter, is_call = Q(came_by=CameBy.LETTER), Q(came_by=CameBy.TELEPHONE)
    return [
        models.CheckConstraint(condition=Q(came_by__in=CameBy.values), name=f"{prefix}_came_by_known"),
        models.CheckConstraint(
            condition=~is_letter | (~Q(paper_number="") & Q(paper_dated_on__isnull=False)),
            name=f"{prefix}_letter_has_number_and_date",
        ),
        models.CheckConstraint(
            condition=~is_call | (~Q(paper_caller="") & Q(paper_dated_on__isnull=False)),
            name=f"{prefix}_call_has_caller_and_date",
        ),
        models.CheckConstraint(
            condition=Q(came_by=CameBy.HERE) | Q(entered_by__isnull=False), name=f"{prefix}_paper_was_entered_by"
        ),
    ]


def enter_paper(record: CameOnPaper, *, paper: Paper, actor: Actor) -> None:
    """Set how the record came, storing the scan. The caller saves the record (its columns are PAPER_FIELDS)."""
    for field, sentence in paper.problems():
        raise RuleBroken(sentence, field=field)
    if paper.came_by != CameBy.HERE and actor.user_id is None:
        raise NotAllowed(_("What came by letter or telephone is entered by a person."))
    record.came_by, record.paper_number, record.paper_dated_on = paper.came_by, paper.number, paper.dated_on
    record.paper_caller = paper.caller
    record.paper_scan = store_document(upload=paper.scan, kinds=SCANS, actor=actor) if paper.scan else None
    record.entered_by_id = None if paper.came_by == CameBy.HERE else actor.user_id


class PaperFieldsForm(forms.Form):
    """The fields of `CameOnPaper`. A form for staff only, who enter nothing as the office itself, offers no "here"."""

    offers_here: ClassVar[bool] = True

    came_by = forms.ChoiceField(
        label=gettext_lazy("How it came"), choices=CameBy, widget=forms.RadioSelect, initial=CameBy.HERE
    )
    paper_number = forms.CharField(
        label=gettext_lazy("Number of the letter"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("As stamped on it, such as 5/312."),
    )
    paper_dated_on = forms.DateField(
        label=gettext_lazy("Date of the letter, or day of the call"), required=False, widget=DateInput
    )
    paper_caller = forms.CharField(
        label=gettext_lazy("Who called"),
        max_length=200,
        required=False,
        validators=[without_personal_data],
        help_text=gettext_lazy("For a call: the office and the position."),
    )
    paper_scan = DocumentUploadField(
        label=gettext_lazy("Scan of the letter"),
        kinds=SCANS,
        required=False,
        help_text=gettext_lazy("A PDF or a picture. Please add it: without it nobody can check the letter later."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.offers_here:
            field = self.fields["came_by"]
            field.choices = [each for each in CameBy.choices if each[0] != CameBy.HERE]  # type: ignore[attr-defined]
            field.initial = CameBy.LETTER

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for field, sentence in self.paper.problems():
            if field not in self.errors:
                self.add_error(field, sentence)
        return cleaned

    @property
    def paper(self) -> Paper:
        """What was written, for the service."""
        found = self.cleaned_data
        return Paper(
            came_by=found.get("came_by") or CameBy.HERE,
            number=one_line(found.get("paper_number") or ""),
            dated_on=found.get("paper_dated_on"),
            caller=one_line(found.get("paper_caller") or ""),
            scan=found.get("paper_scan"),
        )

    @property
    def without_paper(self) -> dict[str, Any]:
        """The form's other fields."""
        own = PaperFieldsForm.base_fields
        return {name: value for name, value in self.cleaned_data.items() if name not in own and name != "version"}
