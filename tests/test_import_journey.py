"""A file on its way in, as the secretariat brings it: with a correction, a doubt, and without any script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browsing import Pointer, needs_chromium
from tests.shared_data import SHARED, needs_shared_data
from tulga.findings.models import Assessment
from tulga.imports.models import Import
from tulga.plan.models import Entry

pytestmark = needs_chromium
HANDS = Pointer()
NARRATIVE = SHARED / "data/made/narratives/one-paragraph-semicolons.txt"
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


@needs_shared_data
def test_findings_come_in_on_a_phone_with_a_moved_cut_and_a_doubt_and_a_second_time_change_nothing(people, site):
    page = people.page("secretariat", width=320)
    looking = people.page("secretariat", script=True)
    assessment = Assessment.objects.get(code="TIP-2018-MNG")
    assert assessment.tier == "2WL"

    page.goto("/mn/imports/new/findings/")
    page.select_option("[name=into]", assessment.code)
    HANDS.attach(page, "[name=file]", NARRATIVE)
    HANDS.send(page)
    place = page.url
    expect(page.locator("main")).to_contain_text("Зөвлөмжүүдийг цэгтэй таслалаар зааглажээ.")
    _look(looking, place, "", "correct/", "../new/findings/")

    page.goto(f"{place}correct/")
    cuts = page.get_by_label("Зөвлөмж бүр хаанаас эхэлж хаана дуусах")
    first, second, *others = cuts.input_value().split("\n\n")
    assert len(others) == 3
    cuts.fill("\n\n".join([f"{first}; {second}", *others]))
    HANDS.send(page)
    press(page, "Юу өөрчлөгдөхийг харуулах")
    expect(page.locator("#rows ~ .tu-card")).to_contain_text(f"{first}; {second}")
    page.goto(f"{place}?state=doubtful")
    expect(page.locator("main")).to_contain_text("2018 онд энэ файлд 2 дугаар шатлал ")
    _look(looking, place, "", "?state=doubtful", "doubts/", "apply/")

    page.goto(f"{place}doubts/")
    answer(page, "2018 онд энэ файлд", "Энэ файл зөв: шатлалыг өөрчилнө")
    HANDS.send(page)
    page.goto(f"{place}apply/")
    HANDS.send(page)
    expect(page.locator("[aria-labelledby=history]")).to_contain_text("362200. Энэ файл зөв: шатлалыг өөрчилнө.")
    _look(looking, page.url, "")
    page.get_by_role("link", name="Үр дүнг харах").click()
    expect(page.locator("main")).to_contain_text("2 дугаар шатлал")
    _look(looking, page.url, "")
    brought = page.get_by_role("link", name=re.compile("^(Adopt|fund|train|publish)"))
    pages = [link.get_attribute("href") or "" for link in brought.all()]
    assert len(pages) == 4
    for address in pages:
        page.goto(address)
        expect(page.locator("aside")).to_contain_text(f"{NARRATIVE.name}, 3 дэх догол мөр")
    _look(looking, page.url, "")

    page.goto("/mn/imports/new/findings/")
    page.select_option("[name=into]", assessment.code)
    HANDS.fill(page, "[name=text]", NARRATIVE.read_text(encoding="utf-8"))
    HANDS.send(page)
    press(page, "Юу өөрчлөгдөхийг харуулах")
    assert [row.state for row in Import.objects.latest("pk").rows.all()] == ["unchanged"] * 4
    page.goto(f"{page.url}apply/")
    HANDS.send(page)
    assessment.refresh_from_db()
    assert (assessment.tier, assessment.findings.count()) == ("2", 4)


def _look(page: Page, place: str, *addresses: str) -> None:
    for language, width in (("en", 1200), ("mn", 320)):
        page.set_viewport_size({"width": width, "height": 900})
        for address in addresses:
            page.goto(re.sub("/(en|mn)/", f"/{language}/", f"{place}{address}"))
            found = [each["id"] for each in Axe().run(page).response["violations"]]
            assert found == [], page.url
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    page.set_viewport_size({"width": 1200, "height": 900})
    page.goto(place)
