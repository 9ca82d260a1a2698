from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from tulga.places.choices import PlaceKind
from tulga.places.models import Place
from tulga.places.services import set_keys


class PlaceFactory(DjangoModelFactory[Place]):
    class Meta:
        model = Place

    code = factory.Sequence(lambda n: f"XX{n:04}")
    kind = PlaceKind.SOUM
    name = factory.Sequence(lambda n: {"en": f"Place {n}"})
    source = "a test"

    @classmethod
    def _create(cls, model_class: type[Place], *args: object, **values: object) -> Place:
        place = model_class(*args, **values)
        set_keys(place)
        place.save()
        return place
