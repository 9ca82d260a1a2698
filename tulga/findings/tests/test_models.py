from __future__ import annotations

import pytest
from django.utils import translation

from tulga.agencies.models import Agency
from tulga.findings.models import Assessment, Finding
from tulga.kit.i18n import I18nText


@pytest.mark.parametrize(
    ("language", "shown", "is_fallback"),
    [("mn", "Хөтөлбөрийг хэрэгжүүлэх", False), ("en", "Carry out the plans", False)],
)
def test_readers_get_their_language_where_there_is_a_translation(language, shown, is_fallback):
    finding = Finding(text="Carry out the plans", language="en", translations=I18nText(mn="Хөтөлбөрийг хэрэгжүүлэх"))

    with translation.override(language):
        words = finding.words()

    assert (words.text, words.is_fallback) == (shown, is_fallback)


def test_without_a_translation_they_get_the_exact_words_marked_as_such():
    with translation.override("mn"):
        words = Finding(text="Carry out the plans", language="en").words()

    assert (words.text, words.language, words.is_fallback) == ("Carry out the plans", "en", True)


def test_the_body_is_named_as_then_or_as_in_the_register():
    register = Agency(name=I18nText(en="Committee"))

    assert Assessment(body=register).body_words == {"en": "Committee"}
    assert Assessment(body=register, body_name=I18nText(en="Old name")).body_words == {"en": "Old name"}
    assert not Assessment().body_words
