"""What hangs below an entry: milestones, budget lines, indicators with their values."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tulga.agencies.models import Agency
from tulga.kit.classification import DataClass
from tulga.kit.i18n import I18nTextField
from tulga.plan.choices import NUMERIC, ValueKind, ValueRole
from tulga.plan.models.activities import Entry
from tulga.plan.models.plans import ReadFromFile
from tulga.plan.querysets import PartOfEntryQuerySet, PartOfIndicatorQuerySet
from tulga.plan.values import Value


class Milestone(ReadFromFile):
    """A step on the way that the plan names."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="milestones", verbose_name=_("entry"))
    title = I18nTextField(_("milestone"))
    due_on = models.DateField(_("by"), null=True, blank=True)
    due_words = models.CharField(_("by when, in the plan's words"), max_length=200, blank=True, default="")
    continues = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = PartOfEntryQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = {
        **dict.fromkeys(
            ["id", "entry", "title", "due_on", "due_words", "continues", "position", "version"], DataClass.C0
        ),
        **ReadFromFile.source_classes,
    }

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self) -> str:
        return str(self.title)


class BudgetLine(ReadFromFile):
    """Money for an activity from one source in one year; without a year, for its whole period."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="budget_lines", verbose_name=_("entry"))
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    source = I18nTextField(_("source of the money"), blank=True)
    funder = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("paid by")
    )
    given = models.CharField(_("amount as the plan gives it"), max_length=100)
    amount = models.DecimalField(_("amount"), max_digits=17, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="")
    continues = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = PartOfEntryQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = {
        **dict.fromkeys(
            [
                *("id", "entry", "year", "source", "funder", "given", "amount", "currency", "continues"),
                *("position", "version"),
            ],
            DataClass.C0,
        ),
        **ReadFromFile.source_classes,
    }

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | ~Q(currency=""), name="budget_amount_has_a_currency"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="budget_amount_not_below_zero"
            ),
        ]
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")

    def __str__(self) -> str:
        return " ".join(filter(None, [str(self.year or ""), str(self.source), self.given]))


class Indicator(ReadFromFile):
    """What is measured, in which unit, from where, and how far it should get. `continues` names it through editions."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="indicators", verbose_name=_("entry"))
    title = I18nTextField(_("indicator"))
    unit = I18nTextField(_("unit"), blank=True)
    baseline_on = models.DateField(_("day of the baseline"), null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("year of the baseline"), null=True, blank=True)
    disaggregation = models.JSONField(_("parted by"), default=list, blank=True)
    disaggregation_words = models.CharField(_("parted by, in the plan's words"), max_length=300, blank=True, default="")
    means_of_verification = I18nTextField(_("means of verification"), blank=True)
    continues = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = PartOfEntryQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = {
        **dict.fromkeys(
            [
                *("id", "entry", "title", "unit", "baseline_on", "baseline_year", "disaggregation"),
                *("disaggregation_words", "means_of_verification", "continues", "position", "version"),
            ],
            DataClass.C0,
        ),
        **ReadFromFile.source_classes,
    }

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")

    def __str__(self) -> str:
        return str(self.title)

    @property
    def identity(self) -> int:
        """The same for an indicator in all editions."""
        return self.continues_id or self.pk


class IndicatorValue(models.Model):
    """A baseline, or the target of one year: as the plan gives it, and what it is. Words are never in the number."""

    indicator = models.ForeignKey(  # found by the index of its unique figures; of no table are there more rows
        Indicator, on_delete=models.CASCADE, related_name="values", db_index=False, verbose_name=_("indicator")
    )
    role = models.CharField(_("of what"), max_length=8, choices=ValueRole)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)  # a target without one is for the end
    given = models.CharField(_("as the plan gives it"), max_length=300)
    kind = models.CharField(_("what it is"), max_length=8, choices=ValueKind)
    number = models.DecimalField(_("number"), max_digits=21, decimal_places=6, null=True, blank=True)

    objects = PartOfIndicatorQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ["id", "indicator", "role", "year", "given", "kind", "number"], DataClass.C0
    )

    class Meta:
        ordering: ClassVar = ["role", "year", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "role", "year"], name="one_target_of_a_year"),
            models.UniqueConstraint(
                fields=["indicator", "role"],
                condition=Q(year__isnull=True),
                name="one_baseline_and_one_target_for_the_end",
            ),
            models.CheckConstraint(condition=Q(role__in=ValueRole.values), name="indicator_value_role_known"),
            models.CheckConstraint(
                condition=Q(kind__in=NUMERIC, number__isnull=False)
                | (Q(kind__in=[ValueKind.YES, ValueKind.NO, ValueKind.WORDS]) & Q(number__isnull=True)),
                name="number_where_the_kind_is_numeric_only",
            ),
            models.CheckConstraint(
                condition=Q(role=ValueRole.TARGET) | Q(year__isnull=True), name="year_is_of_a_target_only"
            ),
        ]
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")

    def __str__(self) -> str:
        return self.given

    @property
    def value(self) -> Value:
        return Value(self.given, ValueKind(self.kind), self.number)
