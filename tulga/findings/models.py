from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tulga.agencies.models import Agency
from tulga.documents.models import Document
from tulga.findings.choices import About, Degree, Kind, Position, Tier
from tulga.findings.numbers import SHAPE
from tulga.findings.querysets import AssessmentQuerySet, FindingQuerySet, FindingsQuerySet, LabelQuerySet
from tulga.imports.models import ImportedRow
from tulga.kit.addresses import address_of
from tulga.kit.classification import DataClass
from tulga.kit.i18n import I18nText, I18nTextField, Shown
from tulga.kit.writing import LONGEST_TITLE


class Assessment(models.Model):
    """A report of an outside body about the State, in one year."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = I18nTextField(_("title"))
    body = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments",
        verbose_name=_("body, where it is in the register"),
    )
    body_name = I18nTextField(_("name of the body"), blank=True)
    state = models.CharField(
        _("State"),
        max_length=3,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Use the State's three letters of ISO 3166, such as MNG."))],
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1900)])
    tier = models.CharField(_("tier"), max_length=3, choices=Tier.choices, blank=True, default="")
    published_on = models.DateField(_("published on"), null=True, blank=True)
    language = models.CharField(_("language of the document"), max_length=8, blank=True, default="")
    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments",
        verbose_name=_("document"),
    )
    source = models.CharField(_("source"), max_length=500)
    note = models.CharField(_("remark"), max_length=500, blank=True, default="")
    is_illustrative = models.BooleanField(_("illustrative"), default=False)
    version = models.PositiveIntegerField(default=1)
    search_key = models.TextField(editable=False, default="")

    objects = AssessmentQuerySet.as_manager()

    findings_count: int  # annotated by AssessmentQuerySet.for_listing

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        [
            *("id", "code", "title", "body", "body_name", "state", "year", "tier", "published_on", "source", "note"),
            *("language", "document", "is_illustrative", "version", "search_key"),
        ],
        DataClass.C0,
    )

    class Meta:
        ordering: ClassVar = ["-year", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(tier__in=["", *Tier.values]), name="assessment_tier_known"),
            models.CheckConstraint(condition=Q(body__isnull=False) | ~Q(body_name={}), name="assessment_has_a_body"),
        ]
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return address_of("assessment_detail", self.code)

    @property
    def body_words(self) -> I18nText:
        return self.body_name or (self.body.name if self.body else I18nText())


class Finding(models.Model):
    """One numbered item of an assessment, in its exact words. Never edited: a correction is a new revision."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="findings", verbose_name=_("assessment")
    )
    number = models.CharField(
        _("number"),
        max_length=20,
        validators=[
            RegexValidator(rf"^{SHAPE}$", _("Begin the number with a digit or a capital letter, without blanks."))
        ],
    )
    order_key = models.CharField(max_length=250, editable=False, default="")  # the number, 1.10 after 1.9
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    supersedes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("supersedes"),
    )
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    theme = I18nTextField(_("theme"), blank=True)
    text = models.TextField(_("exact text"))
    language = models.CharField(_("language of the text"), max_length=8)
    translations = I18nTextField(_("unofficial translations"), blank=True)
    is_paraphrase = models.BooleanField(_("paraphrase"), default=False)
    note = models.CharField(_("remark"), max_length=LONGEST_TITLE, blank=True, default="")
    recommended_by = models.TextField(_("recommended by"), blank=True, default="")
    position = models.CharField(
        _("the State's position"), max_length=10, choices=Position.choices, default=Position.NONE
    )
    position_words = I18nTextField(_("in the State's words"), blank=True)
    position_source = models.CharField(
        _("where the position is stated"), max_length=LONGEST_TITLE, blank=True, default=""
    )
    source = models.CharField(_("source"), max_length=500, blank=True, default="")
    imported_row = models.ForeignKey(
        ImportedRow,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("row of the file that it came from"),
    )
    search_key = models.TextField(editable=False, default="")
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = FindingQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        [
            *("id", "assessment", "number", "revision", "supersedes", "kind", "theme", "text", "language"),
            *("translations", "is_paraphrase", "note", "recommended_by", "position", "position_words"),
            *("position_source", "source", "imported_row", "order_key", "search_key", "entered_at"),
        ],
        DataClass.C0,
    )

    class Meta:
        ordering: ClassVar = ["assessment", "order_key", "-revision"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "number", "revision"], name="finding_revision_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="finding_kind_known"),
            models.CheckConstraint(condition=Q(position__in=Position.values), name="finding_position_known"),
            models.CheckConstraint(
                condition=Q(revision=1, supersedes=None) | Q(revision__gt=1, supersedes__isnull=False),
                name="finding_later_revision_supersedes",
            ),
            models.CheckConstraint(condition=~Q(supersedes=F("id")), name="finding_supersedes_another"),
        ]
        verbose_name = _("finding")
        verbose_name_plural = _("findings")

    def __str__(self) -> str:
        return f"{self.assessment.code} {self.number}: {self.words()}"

    def get_absolute_url(self) -> str:
        return address_of("finding_detail", self.assessment.code, self.number)

    @property
    def version(self) -> int:
        """What an edit begins from: a finding's edits are its revisions."""
        return self.revision

    @property
    def texts(self) -> I18nText:
        """The exact words, and the translations that there are."""
        return self.translations | {self.language: self.text}

    def words(self) -> Shown:
        """In the reader's language where there is a translation, else the exact words."""
        return self.texts.shown()


class Label(models.Model):
    """One thing that a finding is about: a theme, a goal, affected persons; or one State of those that made it."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="labels", verbose_name=_("finding"))
    about = models.CharField(_("what it says"), max_length=10, choices=About.choices)
    code = models.SlugField(_("code"), max_length=80)  # the same for the same words, whichever document they stand in
    words = I18nTextField(_("words"))

    objects = LabelQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ["id", "finding", "about", "code", "words"], DataClass.C0
    )

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["about", "code"], name="label_by_code")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["finding", "about", "code"], name="label_once"),
            models.CheckConstraint(condition=Q(about__in=About.values), name="label_about_known"),
        ]
        verbose_name = _("label")
        verbose_name_plural = _("labels")

    def __str__(self) -> str:
        return str(self.words)


class Repetition(models.Model):
    """A finding that says again what an earlier assessment said."""

    earlier = models.ForeignKey(
        Finding, on_delete=models.PROTECT, related_name="repeated_in", verbose_name=_("earlier")
    )
    later = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="repeats", verbose_name=_("later"))
    tied_at = models.DateTimeField(_("tied at"), auto_now_add=True)

    objects = FindingsQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(["id", "earlier", "later", "tied_at"], DataClass.C0)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["earlier", "later"], name="repetition_once"),
            models.CheckConstraint(condition=~Q(earlier=F("later")), name="repetition_of_another"),
        ]
        verbose_name = _("repetition")
        verbose_name_plural = _("repetitions")

    def __str__(self) -> str:
        return f"{self.later} ← {self.earlier}"


class Outcome(models.Model):
    """What became of a finding in one year, as a source judges it."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="outcomes", verbose_name=_("finding"))
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1900)])
    degree = models.CharField(_("progress"), max_length=10, choices=Degree.choices, blank=True, default="")
    words = models.CharField(_("in the source's words"), max_length=LONGEST_TITLE, blank=True, default="")
    is_asked = models.BooleanField(_("asked for again in that year's report"), default=False)
    source = models.CharField(_("source"), max_length=500, blank=True, default="")

    objects = FindingsQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ["id", "finding", "year", "degree", "words", "is_asked", "source"], DataClass.C0
    )

    class Meta:
        ordering: ClassVar = ["year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["finding", "year"], name="outcome_once_a_year"),
            models.CheckConstraint(condition=Q(degree__in=["", *Degree.values]), name="outcome_degree_known"),
        ]
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")

    def __str__(self) -> str:
        return f"{self.finding_id} {self.year}"
