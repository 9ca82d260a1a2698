"""A plan, its editions, and the groups of each edition."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tulga.documents.models import Document
from tulga.imports.models import ImportedRow
from tulga.kit.addresses import address_of
from tulga.kit.classification import DataClass
from tulga.kit.i18n import I18nText, I18nTextField, UnescapedJSON
from tulga.plan.choices import WRITABLE, EditionStatus
from tulga.plan.querysets import PartOfEditionQuerySet, PlanEditionQuerySet, PlanQuerySet

if TYPE_CHECKING:
    import datetime as dt


class ReadFromFile(models.Model):
    """The row of the imported file that a record's words were read from; none of what was entered by hand."""

    imported_row = models.ForeignKey(
        ImportedRow,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("row of the file that it came from"),
    )
    # Where a part of that record stands elsewhere, such as its second indicator in the row below: `Where.as_json`.
    imported_place = models.JSONField(default=list, blank=True, editable=False, encoder=UnescapedJSON)

    source_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(["imported_row", "imported_place"], DataClass.C0)

    class Meta:
        abstract = True


class Plan(models.Model):
    """A national action plan under one code, through all its editions."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = I18nTextField(_("title"))
    # The edition in force; where none is, the last that was, or the first draft.
    current = models.OneToOneField(
        "plan.PlanEdition", on_delete=models.PROTECT, null=True, editable=False, related_name="current_of"
    )
    is_illustrative = models.BooleanField(_("illustrative"), default=False)
    version = models.PositiveIntegerField(default=1)
    search_key = models.TextField(editable=False, default="")

    objects = PlanQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ["id", "code", "title", "current", "is_illustrative", "version", "search_key"], DataClass.C0
    )

    class Meta:
        ordering: ClassVar = ["-current__valid_from", "code"]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return address_of("plan_detail", self.code)

    @property
    def edition(self) -> PlanEdition:
        """The current one. Only while a plan is being made is there none."""
        return cast("PlanEdition", self.current)


class PlanEdition(models.Model):
    """A plan as one act made it: its dates, the country's own names for its levels, and below it groups and entries."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="editions", verbose_name=_("plan"))
    number = models.PositiveSmallIntegerField(_("number"))
    status = models.CharField(
        _("status"), max_length=10, choices=EditionStatus, default=EditionStatus.DRAFT, editable=False
    )
    level_names = models.JSONField(_("names of the levels"), default=list, blank=True, encoder=UnescapedJSON)
    legal_basis = I18nTextField(_("legal basis"), blank=True)
    languages = models.JSONField(_("languages it was adopted in"), default=list, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"))
    source = models.CharField(_("source"), max_length=300, blank=True, default="")
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("its document")
    )
    begun_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("begun from")
    )
    in_force_on = models.DateField(_("in force since"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = PlanEditionQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        [
            *("id", "plan", "number", "status", "level_names", "legal_basis", "languages", "valid_from", "valid_to"),
            *("source", "document", "begun_from", "in_force_on", "version"),
        ],
        DataClass.C0,
    )

    class Meta:
        ordering: ClassVar = ["plan", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_edition_number_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(status=EditionStatus.IN_FORCE), name="one_edition_of_a_plan_in_force"
            ),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(status=EditionStatus.DRAFT), name="one_draft_of_a_plan_at_a_time"
            ),
            models.CheckConstraint(condition=Q(status__in=EditionStatus.values), name="plan_edition_status_known"),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="plan_ends_after_it_begins"),
        ]
        verbose_name = _("edition of the plan")
        verbose_name_plural = _("editions of the plan")

    def __str__(self) -> str:
        return gettext("%(plan)s, edition %(number)s") % {"plan": self.plan, "number": self.number}

    def get_absolute_url(self) -> str:
        return address_of("plan_edition", self.pk)

    def level_name(self, level: int) -> str:
        """What the country calls a group on this level, counted from 1."""
        if 0 < level <= len(self.level_names):
            return str(I18nText(self.level_names[level - 1]))
        return gettext("Level %(level)s") % {"level": level}

    @property
    def is_writable(self) -> bool:
        return self.status in WRITABLE

    def is_past(self, today: dt.date | None = None) -> bool:
        """Past its last day. What has expired is still reported on."""
        return self.valid_to < (today or timezone.localdate())


class PlanItem(ReadFromFile):
    """A group of one edition, such as a goal or an objective. Its level is its depth, nowhere stored."""

    edition = models.ForeignKey(
        PlanEdition, on_delete=models.PROTECT, related_name="items", verbose_name=_("edition of the plan")
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    number = models.CharField(_("number"), max_length=40)
    title = I18nTextField(_("title"))
    # The first row of the same group in an earlier edition.
    continues = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    position = models.CharField(max_length=250, editable=False)  # the number as text that sorts 1.10 after 1.9
    version = models.PositiveIntegerField(default=1)

    objects = PartOfEditionQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = {
        **dict.fromkeys(
            ["id", "edition", "parent", "number", "title", "continues", "position", "version"], DataClass.C0
        ),
        **ReadFromFile.source_classes,
    }

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "number"], name="plan_item_number_once"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="plan_item_not_its_own_parent"),
        ]
        verbose_name = _("group of the plan")
        verbose_name_plural = _("groups of the plan")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return address_of("item_detail", self.pk)

    @property
    def identity(self) -> int:
        """The same for a group in all editions."""
        return self.continues_id or self.pk
