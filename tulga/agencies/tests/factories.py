from __future__ import annotations

from typing import Any

from factory.declarations import Sequence
from factory.django import DjangoModelFactory

from tulga.agencies.choices import AgencyKind
from tulga.agencies.models import Agency, Hotline
from tulga.agencies.services import set_keys


class AgencyFactory(DjangoModelFactory[Agency]):
    class Meta:
        model = Agency

    code = Sequence(lambda n: f"A{n:04}")
    kind = AgencyKind.AGENCY
    name = Sequence(lambda n: {"en": f"Agency {n}"})

    @classmethod
    def _create(cls, model_class: type[Agency], *_: Any, **values: Any) -> Agency:
        agency = model_class(**values)
        set_keys(agency)
        agency.save()
        return agency


class HotlineFactory(DjangoModelFactory[Hotline]):
    class Meta:
        model = Hotline

    number = Sequence(lambda n: f"{2000 + n}")
    name = Sequence(lambda n: {"en": f"Hotline {n}"})
    source = "a test"
