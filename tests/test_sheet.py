"""The chair's desk on one screen and on one sheet of paper, with little on it and with more than it can hold."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.utils import timezone
from pypdf import PdfReader

from tests.browsing import needs_chromium
from tulga.kit.i18n import I18nText
from tulga.recommendations.choices import Status
from tulga.recommendations.tests.factories import CommitmentFactory, RecommendationFactory

pytestmark = needs_chromium
LONG = {"mn": "Боомт бүрд жолоочийн паспортыг хэн барьж байгааг улирал бүр шалгах", "en": "Inspect every quarter"}


def a_hard_year() -> None:
    for number in range(40):
        title = I18nText({code: f"{words} {number}" for code, words in LONG.items()})
        RecommendationFactory(status=Status.SUBMITTED, title=title)
        CommitmentFactory(status="signed", due_on=timezone.localdate() - dt.timedelta(days=number + 1), text=LONG)


@pytest.mark.parametrize("language", ["mn", "en"])
def test_the_chairs_desk_is_one_page_of_a4(people, language):
    chair = people.page("chair")
    for prepare in (lambda: None, a_hard_year):
        prepare()
        chair.goto(f"/{language}/desk/")

        pages = PdfReader(io.BytesIO(chair.pdf(format="A4", prefer_css_page_size=True))).pages

        assert len(pages) == 1, pages[1].extract_text()
        assert chair.evaluate("document.documentElement.scrollWidth") <= 1200
