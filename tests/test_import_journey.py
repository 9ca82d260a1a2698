"""A file on its way in, as the secretariat brings it: with a correction, a doubt, and without any script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browsing import Pointer, needs_chromium
from tulga.imports.models import Import
from tulga.plan.models import Entry

pytestmark = needs_chromium
HANDS = Pointer()
TABLE = """No,Activity,Who does it,Period
1,Objective: people know the danger,,
1.1,Warn travellers at every port,National Police Agency,2026
1.2,Train the officers who ask the second question,General Police Office,2026-2027
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "plan.csv"
    file.write_text(TABLE, encoding="utf-8")
    return file


def sent(page: Page, table: Path, code: str = "NAP-2026") -> str:
    """The address of the import."""
    page.goto("/en/imports/new/plan/")
    exists = page.locator(f"[name=into] option[value='{code}']").count()
    page.select_option("[name=into]", code if exists else "new")
    if not exists:
        HANDS.fill(page, "[name=new_code]", code)
    HANDS.attach(page, "[name=file]", table)
    HANDS.send(page)
    return page.url


def answer(page: Page, question: str, words: str) -> None:
    field = page.get_by_label(re.compile(re.escape(question)))
    field.select_option(value=field.locator("option", has_text=words).first.get_attribute("value"))


def press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words).click()


def correct(page: Page, place: str) -> None:
    page.goto(f"{place}correct/")
    answer(page, "Who does it", "the lead agency")
    HANDS.send(page)


def test_a_plan_comes_in_with_a_correction_and_a_doubt_and_a_second_time_changes_nothing(people, site, table: Path):
    page = people.page("secretariat")
    place = sent(page, table)
    expect(page.locator("main")).to_contain_text("Headings of a plan stand in row 1")

    correct(page, place)
    press(page, "Show what would change")
    expect(page.locator("main")).to_contain_text("Warn travellers at every port")
    page.goto(f"{place}?state=doubtful")
    expect(page.locator("main")).to_contain_text("row 4")
    page.goto(f"{place}doubts/")
    answer(page, "General Police Office", "National Police Agency")
    HANDS.send(page)
    page.goto(f"{place}apply/")
    HANDS.send(page)
    page.get_by_role("link", name="See what came of it").click()
    expect(page.locator("main")).to_contain_text("plan.csv: 3 created, 0 changed")

    second = Entry.objects.select_related("lead_agency").get(activity__plan__code="NAP-2026", number="1.2")
    assert second.lead_agency is not None
    assert second.lead_agency.code == "NPA"

    sent(page, table)
    press(page, "Show what would change")
    assert set(Import.objects.latest("pk").rows.values_list("state", flat=True)) == {"unchanged"}


def test_every_page_of_an_import_is_accessible_and_fits_a_phone(people, site, table: Path):
    page = people.page("secretariat", script=True)
    place = sent(page, table)
    _look(page, place, "", "correct/", "cancel/", "../", "../new/plan/")
    correct(page, place)
    page.get_by_role("button", name="Show what would change").click()
    page.wait_for_selector("#rows")
    _look(page, place, "", "?state=doubtful", "doubts/", "apply/")


def _look(page: Page, place: str, *addresses: str) -> None:
    for language, width in (("en", 1200), ("mn", 320)):
        page.set_viewport_size({"width": width, "height": 900})
        for address in addresses:
            page.goto(f"{place}{address}".replace("/en/", f"/{language}/"))
            found = [each["id"] for each in Axe().run(page).response["violations"]]
            assert found == [], page.url
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    page.set_viewport_size({"width": 1200, "height": 900})
    page.goto(place)
