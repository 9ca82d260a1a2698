from __future__ import annotations

from factory.declarations import SubFactory
from factory.django import DjangoModelFactory

from tulga.answers.choices import Extent
from tulga.answers.models import Link, PublishedAnswers
from tulga.findings.tests.factories import AssessmentFactory, FindingFactory


class LinkFactory(DjangoModelFactory[Link]):
    """Give `activity` or `recommendation`."""

    class Meta:
        model = Link

    finding = SubFactory(FindingFactory)
    extent = Extent.FULLY


class PublishedAnswersFactory(DjangoModelFactory[PublishedAnswers]):
    class Meta:
        model = PublishedAnswers

    assessment = SubFactory(AssessmentFactory)
