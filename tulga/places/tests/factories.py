from __future__ import annotations

from typing import Any

from factory.declarations import Sequence
from factory.django import DjangoModelFactory

from tulga.places.choices import PlaceKind
from tulga.places.models import Place
from tulga.places.services import set_keys


class PlaceFactory(DjangoModelFactory[Place]):
    class Meta:
        model = Place

    code = Sequence(lambda n: f"XX{n:04}")
    kind = PlaceKind.SOUM
    name = Sequence(lambda n: {"en": f"Place {n}"})
    source = "a test"

    @classmethod
    def _create(cls, model_class: type[Place], *_: Any, **values: Any) -> Place:
        place = model_class(**values)
        set_keys(place)
        place.save()
        return place
