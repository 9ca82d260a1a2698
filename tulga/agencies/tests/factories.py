from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from tulga.agencies.choices import AgencyKind
from tulga.agencies.models import Agency, Hotline
from tulga.agencies.services import set_keys


class AgencyFactory(DjangoModelFactory[Agency]):
    class Meta:
        model = Agency

    code = factory.Sequence(lambda n: f"A{n:04}")
    kind = AgencyKind.AGENCY
    name = factory.Sequence(lambda n: {"en": f"Agency {n}"})

    @classmethod
    def _create(cls, model_class: type[Agency], *args: object, **values: object) -> Agency:
        agency = model_class(*args, **values)
        set_keys(agency)
        agency.save()
        return agency


class HotlineFactory(DjangoModelFactory[Hotline]):
    class Meta:
        model = Hotline

    number = factory.Sequence(lambda n: f"{2000 + n}")
    name = factory.Sequence(lambda n: {"en": f"Hotline {n}"})
    source = "a test"
