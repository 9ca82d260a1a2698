"""The feed of public editions, as a feed reader reads it."""

from __future__ import annotations

import fastfeedparser
import pytest

from tulga.dissemination.tests.factories import InForceFactory, ReleasedFactory
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText

pytestmark = pytest.mark.django_db
WORDS = "Боомт бүрд <шалгах> & сургах."


@pytest.fixture
def releases():
    ReleasedFactory(
        title=I18nText(mn="Хүүхдийн утас", en="Helplines"),
        audiences=frozenset({Audience.PUBLIC}),
        carrying=[InForceFactory(wording=WORDS)],
    )
    return ReleasedFactory(
        title=I18nText(en="For the government"),
        audiences=frozenset({Audience.GOVERNMENT}),
        carrying=[InForceFactory(wording="Зөвхөн яаманд.")],
    )


@pytest.mark.parametrize(("language", "title"), [("en", "Helplines"), ("mn", "Хүүхдийн утас")])
def test_a_feed_reader_reads_what_was_released_to_everybody_and_nothing_else(client, releases, language, title):
    answer = client.get(f"/{language}/released/feed.atom")

    feed = fastfeedparser.parse(answer.content)

    assert not answer.cookies
    (entry,) = feed.entries
    assert (entry.title, entry.id) == (title, entry.link)
    assert WORDS in entry.description
    assert entry.published.startswith("2018-04-01")
    assert client.get(entry.link.partition("8000")[2]).status_code == 200
    assert "Зөвхөн яаманд." not in answer.content.decode()
