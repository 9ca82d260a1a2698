from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from tulga.accounts.tests.factories import UserFactory
from tulga.dissemination.choices import ReleaseStatus
from tulga.dissemination.models import Release, ReleaseItem
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
        for position, each in enumerate(extracted or [], start=1):
            ReleaseItem.objects.create(release=self, recommendation=each, position=position)


class ReleasedFactory(ReleaseFactory):
    status = ReleaseStatus.RELEASED
    approved_by = SubFactory(UserFactory)
    released_on = dt.date(2018, 4, 1)
