"""The frame of every page: which part one is in, and what one may not open is not offered."""

from typing import Any

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.utils import translation

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.kit.actor import Actor
from tulga.kit.context import _navigation, page

pytestmark = pytest.mark.django_db


def frame(path: str, actor: Actor) -> dict[str, Any]:
    request = RequestFactory().get(path)
    request.actor = actor  # type: ignore[attr-defined]
    with translation.override("en"):
        return page(request)


def test_the_part_is_marked_and_its_pages_stand_below_it():
    found = frame("/en/orders/", actor_at(900_001, Role.SECRETARIAT))

    parts = {part["label"]: part["current"] for part in found["navigation"]}
    assert parts["Recommendations"] == "true"
    assert [label for label, current in parts.items() if current] == ["Recommendations"]
    pages = {each["label"]: each["current"] for each in found["pages_here"]}
    assert pages == {"Recommendations": "", "Packages": "", "Orders": "page", "Releases": ""}


def test_what_one_may_not_do_is_not_offered():
    found = frame("/en/orders/", actor_at(900_002, Role.FOCAL_POINT))

    assert [each["label"] for each in found["pages_here"]] == ["Recommendations", "Orders", "Releases"]


def test_a_part_of_one_page_is_that_page():
    found = frame("/en/met/", Actor())
    alone = frame("/en/planned/", Actor())

    assert [part["label"] for part in found["navigation"] if part["current"] == "true"] == ["What was recommended"]
    assert [part["label"] for part in alone["navigation"] if part["current"] == "page"] == ["The plan"]
    assert alone["pages_here"] == []


@pytest.mark.parametrize("navigation", [settings.SIGNED_IN_NAVIGATION, settings.PUBLIC_NAVIGATION])
def test_whoever_opens_a_part_opens_its_first_page(navigation):
    assert not [part[0] for part in navigation if len(part[0]) > 2]


def test_the_number_of_waiting_things_stands_on_the_closed_menu_too():
    request = RequestFactory().get("/en/orders/")

    found = _navigation(request, actor_at(900_001, Role.SECRETARIAT), {"desk": 7})

    assert found["waiting"] == "7"
    assert [part["label"] for part in found["navigation"] if part["count"] == "7"] == ["Desk"]
