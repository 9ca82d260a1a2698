from __future__ import annotations

from factory.declarations import LazyFunction, Sequence
from factory.django import DjangoModelFactory

from tulga.evidence.models import Estimate, ProtectedCounts
from tulga.kit.i18n import I18nText

CAPTURES = "police,shelters,border,count\n1,0,0,54\n0,1,0,40\n0,0,1,30\n1,1,0,12\n1,0,1,9\n0,1,1,8\n1,1,1,3\n"
COUNTS = (
    "aimag,sex,count\nDornogovi,women,23\nDornogovi,men,3\nUmnugovi,women,41\nUmnugovi,men,18\n"
    "Khovd,women,15\nKhovd,men,12\n"
)


class EstimateFactory(DjangoModelFactory[Estimate]):
    class Meta:
        model = Estimate

    title = Sequence(lambda n: I18nText(en=f"Estimate {n}"))
    source = "Three offices, 2025"
    table = CAPTURES


class ProtectedCountsFactory(DjangoModelFactory[ProtectedCounts]):
    class Meta:
        model = ProtectedCounts

    title = LazyFunction(lambda: I18nText(en="Identified by aimag and sex"))
    source = "Police, 2025"
    table = COUNTS
