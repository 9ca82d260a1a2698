from __future__ import annotations

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.audience import Audience
from tulga.thread.tests.factories import DRAFT_WORDS, endorsed_with_changes
from tulga.thread.views import RecommendationDetail

pytestmark = pytest.mark.django_db


def shown(recommendation, actor, language="en"):
    request = RequestFactory().get(f"/{language}/recommendations/{recommendation.pk}/")
    request.actor = actor
    with translation.override(language):
        return RecommendationDetail.as_view()(request, pk=recommendation.pk).content.decode()


def test_wordings_and_history_are_for_those_who_read_drafts():
    recommendation = endorsed_with_changes(Audience.PUBLIC)
    page = shown(recommendation, actor_at(AgencyFactory(), Role.SECRETARIAT))
    assert DRAFT_WORDS in page
    assert f"/en/recommendations/{recommendation.pk}/compare/?old=1&amp;new=2" in page

    page = shown(recommendation, actor_at(AgencyFactory(), Role.FOCAL_POINT))
    assert "Endorsed words" in page
    assert DRAFT_WORDS not in page
    assert "compare" not in page


def test_what_is_not_shared_with_a_reader_does_not_exist_for_them():
    recommendation = endorsed_with_changes(Audience.GOVERNMENT)
    with pytest.raises(Http404):
        shown(recommendation, actor_at(AgencyFactory(audiences=frozenset()), Role.FOCAL_POINT))
