from __future__ import annotations

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tulga.kit.addresses import address_of
from tulga.kit.classification import DataClass
from tulga.kit.i18n import I18nTextField
from tulga.places.choices import PlaceKind, PortMode
from tulga.places.querysets import PlaceQuerySet


class Place(models.Model):
    """A country, an area inside it, or a port on its border."""

    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[A-Za-z0-9-]+$", _("Use Latin letters, digits and hyphens only."))],
        help_text=_("The p-code of an area, or the short name of a port."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=PlaceKind, db_index=True)
    nso_code = models.CharField(_("code of the National Statistics Office"), max_length=8, blank=True)
    iso_code = models.CharField(_("ISO 3166 code"), max_length=8, blank=True)
    name = I18nTextField(_("name"))
    aliases = models.JSONField(_("other spellings"), default=list, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )

    neighbour = models.CharField(_("neighbouring country"), max_length=2, blank=True)
    counterpart = models.CharField(_("port on the other side"), max_length=120, blank=True)
    mode = models.CharField(_("kind of traffic"), max_length=4, choices=PortMode, blank=True)
    regime = models.CharField(_("regime"), max_length=200, blank=True)
    latitude = models.FloatField(_("latitude, approximate"), null=True, blank=True)
    longitude = models.FloatField(_("longitude, approximate"), null=True, blank=True)

    source = models.CharField(_("source"), max_length=300)
    checked = models.CharField(_("checked by"), max_length=300, blank=True, help_text=_("Blank: checked by nobody."))
    version = models.PositiveIntegerField(default=1)
    search_key = models.TextField(editable=False, default="")
    sort_key_mn = models.CharField(max_length=250, editable=False, default="", db_index=True)
    sort_key_en = models.CharField(max_length=250, editable=False, default="", db_index=True)

    objects = PlaceQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        [
            *("id", "code", "kind", "nso_code", "iso_code", "name", "aliases", "parent", "neighbour", "counterpart"),
            *("mode", "regime", "latitude", "longitude", "source", "checked", "version"),
            *("search_key", "sort_key_mn", "sort_key_en"),
        ],
        DataClass.C0,
    )

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PlaceKind.values), name="place_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=PlaceKind.PORT, mode__in=PortMode.values) | (~Q(kind=PlaceKind.PORT) & Q(mode="")),
                name="place_only_ports_have_a_mode",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return address_of("place_detail", self.code)

    @property
    def name_in_parent(self) -> str:
        """With what it lies in: several soums have one name."""
        return f"{self.name} ({self.parent.name})" if self.parent else str(self.name)
