from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText
from tulga.kit.search import search_key
from tulga.recommendations.choices import Status
from tulga.recommendations.models import (
    Challenge,
    Commitment,
    DraftingCircle,
    Objection,
    Order,
    Recommendation,
    SharedWords,
    Wording,
    hash_of,
    hash_of_shared,
)


class CircleFactory(DjangoModelFactory[DraftingCircle]):
    class Meta:
        model = DraftingCircle

    title = Sequence(lambda n: I18nText(en=f"Session {n}"))


class ChallengeFactory(DjangoModelFactory[Challenge]):
    class Meta:
        model = Challenge

    circle = SubFactory(CircleFactory)
    agency = SubFactory(AgencyFactory)
    text = Sequence(lambda n: I18nText(en=f"Challenge {n}"))
    told_on = dt.date(2018, 1, 10)


def issue_words(recommendation: Recommendation, *audiences: Audience) -> None:
    """What a release leaves behind, with no passage cut: the audiences read the title and the latest wording."""
    wording = recommendation.latest_wording()
    text = wording.words() if wording else I18nText(mn="Боомт бүрд шалгах.")
    title = recommendation.working_title
    SharedWords.objects.filter(recommendation=recommendation, replaced_at=None).update(replaced_at=timezone.now())
    for audience in {*audiences}:
        SharedWords.objects.create(
            recommendation=recommendation,
            audience=audience,
            title=title,
            text=text,
            language="mn",
            length=len(text["mn"]),
            hash=hash_of_shared(recommendation.pk, audience, title, text),
            search_key=search_key(title, recommendation.reference or "", text),
        )
    Recommendation.objects.filter(pk=recommendation.pk).update(audiences=frozenset(audiences))
    recommendation.audiences = frozenset(audiences)


class RecommendationFactory(DjangoModelFactory[Recommendation]):
    """A draft without a wording; give `text` for one, `audiences` for who reads it."""

    class Meta:
        model = Recommendation
        rename = {"title": "working_title"}

    circle = SubFactory(CircleFactory)
    title = Sequence(lambda n: I18nText(en=f"Recommendation {n}"))

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        text, addressees = kwargs.pop("text", None), kwargs.pop("addressees", ())
        recommendation = super()._create(model_class, *args, **kwargs)
        recommendation.addressees.set(addressees)
        if text:
            WordingFactory(recommendation=recommendation, text=text)
        issue_words(recommendation, *recommendation.audiences)
        return recommendation


class WordingFactory(DjangoModelFactory[Wording]):
    class Meta:
        model = Wording

    recommendation = SubFactory(RecommendationFactory)
    number = 1
    language = "mn"
    text = "Боомт бүрд шалгах."
    hash = LazyAttribute(
        lambda wording: hash_of(wording.recommendation.pk, wording.number, wording.language, wording.text)
    )


class EndorsedFactory(RecommendationFactory):
    """In force since a day in the past, without the papers that made it so."""

    status = Status.ENDORSED
    reference = Sequence(lambda n: f"R-2018-{n + 100}")
    in_force_on = dt.date(2018, 1, 22)


class OrderFactory(DjangoModelFactory[Order]):
    class Meta:
        model = Order

    signatory_title = I18nText(en="Vice minister")


class CommitmentFactory(DjangoModelFactory[Commitment]):
    class Meta:
        model = Commitment

    recommendation = SubFactory(EndorsedFactory)
    agency = SubFactory(AgencyFactory)
    text = Sequence(lambda n: I18nText(en=f"Commitment {n}"))
    owner = "Inspection unit"
    due_on = dt.date(2030, 1, 1)


class ObjectionFactory(DjangoModelFactory[Objection]):
    class Meta:
        model = Objection

    recommendation = SubFactory(EndorsedFactory)
    agency = SubFactory(AgencyFactory)
    reasons = "Our law gives us no power to open a driver's file."
