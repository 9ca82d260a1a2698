from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class PlaceKind(models.TextChoices):
    COUNTRY = "country", _("Country")
    CAPITAL = "capital", _("Capital city")
    AIMAG = "aimag", _("Aimag")
    SOUM = "soum", _("Soum")
    DISTRICT = "district", _("District of the capital")
    PORT = "port", _("Border port")


class PortMode(models.TextChoices):
    ROAD = "road", _("Road")
    RAIL = "rail", _("Railway")
    AIR = "air", _("Air")


class Action(enum.StrEnum):
    LOAD = "places.load"
    EDIT = "places.edit"


VERB_SENTENCES: dict[str, str | _StrPromise] = {
    Action.LOAD: _("loaded the list of places"),
    Action.EDIT: _("corrected the names of the place"),
}
