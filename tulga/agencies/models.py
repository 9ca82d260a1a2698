from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tulga.agencies.choices import AgencyKind
from tulga.agencies.querysets import AgencyQuerySet, HotlineQuerySet
from tulga.kit.addresses import address_of
from tulga.kit.audience import AudienceSetField
from tulga.kit.classification import DataClass
from tulga.kit.i18n import I18nTextField
from tulga.places.models import Place

if TYPE_CHECKING:
    import datetime as dt


class Agency(models.Model):
    """A body under one name, between two dates. A new name of the same duties is a successor, not an edit."""

    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[A-Z][A-Z0-9-]*$", _("Use capital Latin letters, digits and hyphens only."))],
        help_text=_("Short and lasting, such as NPA. It is part of the page's address."),
    )
    name = I18nTextField(_("name"))
    abbreviation = I18nTextField(_("abbreviation"), blank=True)
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=AgencyKind)
    audiences = AudienceSetField(_("audiences it belongs to"))
    mandate = I18nTextField(_("mandate"), blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="offices", verbose_name=_("belongs to")
    )
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="agencies", verbose_name=_("place")
    )

    valid_from = models.DateField(_("first day"), null=True, blank=True)
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    valid_note = models.CharField(_("what is known about its dates"), max_length=200, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("successor")
    )

    source = models.CharField(_("source"), max_length=300, blank=True)
    checked = models.CharField(_("checked by"), max_length=300, blank=True, help_text=_("Blank: checked by nobody."))
    is_illustrative = models.BooleanField(_("illustrative"), default=False)
    version = models.PositiveIntegerField(default=1)
    search_key = models.TextField(editable=False, default="")
    sort_key_mn = models.CharField(max_length=250, editable=False, default="", db_index=True)
    sort_key_en = models.CharField(max_length=250, editable=False, default="", db_index=True)

    objects = AgencyQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        [
            *("id", "code", "name", "abbreviation", "aliases", "kind", "audiences", "mandate", "parent", "place"),
            *("valid_from", "valid_to", "valid_note", "successor", "source", "checked", "is_illustrative", "version"),
            *("search_key", "sort_key_mn", "sort_key_en"),
        ],
        DataClass.C0,
    )

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AgencyKind.values), name="agency_kind_known"),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="agency_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(successor=F("id")), name="agency_is_not_its_own_successor"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="agency_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return address_of("agency_detail", self.code)

    @property
    def short_name(self) -> str:
        """For a narrow place: the abbreviation in the reader's language, where there is one, else the name."""
        short = self.abbreviation.shown()
        return short.text if short.text and not short.is_fallback else str(self.name)

    def is_valid_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class Hotline(models.Model):
    """A number that people in need may call, with the date on which somebody last tried it."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    name = I18nTextField(_("name"))
    operator = I18nTextField(_("who answers"), blank=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="hotlines", verbose_name=_("agency")
    )
    audience = I18nTextField(_("for whom"), blank=True)
    verified_on = models.DateField(_("last called on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    source = models.CharField(_("source"), max_length=300)
    checked = models.CharField(_("checked by"), max_length=300, blank=True, help_text=_("Blank: checked by nobody."))
    version = models.PositiveIntegerField(default=1)

    objects = HotlineQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        [
            *("id", "number", "name", "operator", "agency", "audience", "verified_on", "position"),
            *("source", "checked", "version"),
        ],
        DataClass.C0,
    )

    class Meta:
        verbose_name = _("hotline")
        verbose_name_plural = _("hotlines")

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("hotline_list")

    @property
    def is_verified(self) -> bool:
        return self.verified_on is not None

    @property
    def is_shown_to_public(self) -> bool:
        """A number nobody has called is shown, labelled so, in the demonstration only."""
        return self.is_verified or settings.DEMONSTRATION
