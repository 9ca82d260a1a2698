from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.http import HttpResponse
from django.template import loader
from django.test import RequestFactory
from django.utils import translation

from tulga.kit.actor import Actor
from tulga.kit.components_page import components
from tulga.kit.i18n import I18nText
from tulga.kit.templatetags.kit import share, shown, value_words

if TYPE_CHECKING:
    from django.template import Template

COMPONENTS = Path(__file__).parent.parent / "templates/cotton"


@pytest.fixture(params=["mn", "en"])
def page(request: pytest.FixtureRequest) -> str:
    asked = RequestFactory().get(f"/{request.param}/components/")
    asked.actor = Actor()  # type: ignore[attr-defined]  # as the middleware does
    with translation.override(request.param):
        shown = components(asked)
    assert isinstance(shown, HttpResponse)
    return shown.content.decode()


@pytest.mark.parametrize("component", sorted(each.stem for each in COMPONENTS.glob("*.html")))
def test_every_component_is_on_the_page_of_components(component: str) -> None:
    tag = f"<c-{component.replace('_', '-')}"
    templates = [COMPONENTS.parent / "kit/components.html", COMPONENTS.parent / "plain_base.html"]
    shown_there = "".join(
        path.read_text() for path in [*templates, COMPONENTS / "form.html", COMPONENTS / "field.html"]
    )
    assert f"{tag} " in shown_there or f"{tag}>" in shown_there


def test_the_page_of_components_leaves_no_tag_unmade(page: str) -> None:
    assert "<c-" not in page
    assert 'style="' not in page
    assert page.count("<h1") == 1


def test_the_page_of_components_sets_no_cookie() -> None:
    asked = RequestFactory().get("/en/components/")
    response = components(asked)
    assert not response.cookies
    assert "CSRF_COOKIE" not in asked.META


@pytest.mark.parametrize(
    ("name", "words", "context"),
    [("500.html", "ab12", {"reference": "ab12"}), ("503.html", "tel:1903", {"message": ""})],
)
def test_error_pages_are_drawn_without_a_request(name: str, words: str, context: dict[str, str]) -> None:
    template: Template = loader.get_template(name)  # type: ignore[assignment]  # the backend's, which renders alike
    assert words in template.render(context)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (I18nText(en="Desk", mn="Ширээ"), "Desk"),
        (
            I18nText(mn="Ширээ"),
            '<span lang="mn">Ширээ</span><span class="tu-foreign__language" aria-hidden="true">mn</span>',
        ),
        (I18nText(), ""),
        ("<b>", "&lt;b&gt;"),
        (None, ""),
    ],
)
def test_words_are_marked_with_their_language_where_it_is_not_the_readers(text: I18nText | None, html: str) -> None:
    with translation.override("en"):
        assert shown(text) == html


@pytest.mark.parametrize(("value", "of", "drawn"), [(1, 3, "33.3"), (5, 4, "100.0"), (0, 0, "0"), (0, 4, "0.0")])
def test_a_share_is_drawn_with_a_point_in_every_language(value: int, of: int, drawn: str) -> None:
    with translation.override("mn"):
        assert share(value, of) == drawn


@pytest.mark.parametrize(
    ("value", "words"),
    [({"mn": "Ширээ", "en": ""}, "Монгол: Ширээ"), (["a", "b"], "a, b"), (None, ""), (4, "4")],
)
def test_what_a_field_holds_becomes_words(value: object, words: str) -> None:
    assert value_words(value) == words
