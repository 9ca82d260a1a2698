from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.dissemination.choices import ReleaseStatus
from tulga.dissemination.cutting import whole
from tulga.dissemination.models import Delivery, Edition, EditionItem, Release, ReleaseItem
from tulga.dissemination.models.editions import hash_of_edition
from tulga.dissemination.passages import store_passages
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText
from tulga.kit.search import search_key
from tulga.recommendations.choices import Outcome, Status
from tulga.recommendations.models import (
    Decision,
    DraftingCircle,
    Recommendation,
    Submission,
    SubmissionItem,
    Wording,
    hash_of,
)
from tulga.recommendations.reading import endorsed_words
from tulga.recommendations.tests.factories import issue_words


class InForceFactory(DjangoModelFactory[Recommendation]):
    """A recommendation endorsed by an order in force, in one wording."""

    class Meta:
        model = Recommendation
        rename = {"title": "working_title"}
        skip_postgeneration_save = True

    circle = LazyFunction(lambda: DraftingCircle.objects.create(title=I18nText(en="Shelters")))
    reference = Sequence(lambda n: f"R-2018-{n:02d}")
    title = I18nText(en="Open a shelter in every province")
    status = Status.ENDORSED
    in_force_on = dt.date(2018, 3, 1)

    @post_generation
    def wording(self: Recommendation, create: bool, extracted: str, **_: Any) -> None:
        text = extracted or "Аймаг бүрд хамгаалах байр нээх."
        words = {"number": 1, "language": "mn", "text": text, "hash": hash_of(self.pk, 1, "mn", text)}
        wording = Wording.objects.create(recommendation=self, **words)
        item = SubmissionItem.objects.create(
            submission=Submission.objects.create(), recommendation=self, wording=wording
        )
        Decision.objects.create(item=item, outcome=Outcome.ENDORSED, wording=wording, wording_hash=wording.hash)
        issue_words(self, *self.audiences)


def make_editions(release: Release) -> None:
    """What an approval leaves behind where nothing was cut: words for each audience, and an edition of them."""
    for item in release.items.select_related("recommendation"):
        issue_words(item.recommendation, *item.recommendation.audiences, *release.audiences)
    for audience in release.audiences:
        words = [
            item.recommendation.shared_words.get(audience=audience, replaced_at=None) for item in release.items.all()
        ]
        fingerprint = hash_of_edition(release.number, audience, words)
        edition = Edition.objects.create(release=release, audience=audience, hash=fingerprint)
        for position, each in enumerate(words, start=1):
            EditionItem.objects.create(edition=edition, words=each, position=position)


def carry(release: Release, *recommendations: Recommendation) -> None:
    """The items of a release, uncut."""
    for position, each in enumerate(recommendations, start=1):
        words = endorsed_words([each.pk])[each.pk]
        item = ReleaseItem.objects.create(
            release=release, recommendation=each, position=position, language=words.language
        )
        store_passages(item, {code: whole(text) for code, text in words.text.items()})


class ReleaseFactory(DjangoModelFactory[Release]):
    """Prepared by somebody. `carrying=[...]` gives its recommendations."""

    class Meta:
        model = Release
        skip_postgeneration_save = True

    number = Sequence(lambda n: f"2018/{n + 1}")
    title = I18nText(en="Shelters")
    audiences = frozenset({Audience.GOVERNMENT})
    prepared_by = SubFactory(UserFactory)
    search_key = LazyAttribute(lambda release: search_key(release.number, release.title))

    @post_generation
    def carrying(self: Release, create: bool, extracted: Iterable[Recommendation], **_: Any) -> None:
        carry(self, *(extracted or []))
        if self.status == ReleaseStatus.RELEASED:
            make_editions(self)


class ReleasedFactory(ReleaseFactory):
    """Out, with an edition for each audience, delivered to nobody."""

    status = ReleaseStatus.RELEASED
    approved_by = SubFactory(UserFactory)
    released_on = dt.date(2018, 4, 1)


class DeliveryFactory(DjangoModelFactory[Delivery]):
    """To an office of the release's audiences, at the top of the tree or below `parent`."""

    class Meta:
        model = Delivery

    release = SubFactory(ReleasedFactory)
    agency = SubFactory(AgencyFactory, audiences=frozenset({Audience.GOVERNMENT}))
    audiences = frozenset({Audience.GOVERNMENT})
    parent = None
    trail = LazyAttribute(lambda each: f"{each.parent.trail if each.parent else '/'}{each.agency.pk}/")
    due_on = LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=14))
    delivered_at = LazyFunction(timezone.now)
