"""A small plan as the secretariat enters it by hand, on a phone and without any script, until its agency reports."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browsing import Pointer, needs_chromium
from tulga.plan.models import Activity, Plan

pytestmark = needs_chromium
HANDS = Pointer()


def follow(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=words, exact=True).click()


def send(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        HANDS.fill(page, f"[name={name}]", text)
    HANDS.send(page)
    expect(page.locator(".govuk-error-summary")).to_have_count(0)


def look(page: Page, address: str) -> None:
    page.goto(address)
    assert [each["id"] for each in Axe().run(page).response["violations"]] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def test_a_plan_is_entered_put_in_force_and_reported_on(people, site):
    page = people.page("secretariat", width=320)
    looking = people.page("secretariat", width=320, script=True)
    page.goto("/mn/plans/")
    follow(page, "Төлөвлөгөө оруулах")
    dates = {"valid_from": "2026-01-01", "valid_to": "2027-12-31"}
    send(page, code="NAP-HAND", title_mn="Гараар бичсэн төлөвлөгөө", level_names_mn="Зорилт", **dates)

    look(looking, page.url)

    follow(page, "Хэсэг нэмэх")
    look(looking, page.url)
    send(page, number="1", title_mn="Хохирогчийг таних")
    page.goto("/mn/plans/NAP-HAND/")
    follow(page, "Арга хэмжээ нэмэх")
    look(looking, page.url)
    HANDS.choose(page, "[name=item]", re.compile("Хохирогчийг таних"))
    HANDS.choose(page, "[name=lead_agency]", re.compile("Цагдаагийн ерөнхий газар"))
    send(page, number="1.1", title_mn="Алба хаагчдыг сургах", starts_on="2026-03-01", ends_on="2026-09-30")
    look(looking, page.url)
    follow(page, "Шалгуур үзүүлэлт нэмэх")
    look(looking, page.url)
    send(page, title_mn="Сургагдсан алба хаагч", unit_mn="хүн", baseline="0", target_2026="120")
    expect(page.locator("main")).to_contain_text("Сургагдсан алба хаагч")

    police, public = people.page("police", width=320), people.page(width=320)
    activity = Activity.objects.get(plan__code="NAP-HAND")
    planned = f"/mn/planned/NAP-HAND/{activity.pk}/"
    draft = public.goto(planned)
    assert draft is not None
    assert draft.status == 404

    page.goto("/mn/plans/NAP-HAND/")
    follow(page, "Хүчин төгөлдөр болгох")
    look(looking, page.url)
    send(page)
    police.goto(f"/mn/plans/activities/{activity.pk}/")
    follow(police, "Хэрэгжилтийг мэдээлэх")
    HANDS.tick(police, "[name=status][value=on_track]")
    send(police, sentence_mn="Эхний сургалтыг хийв.")

    public.goto(planned)
    for words in ("Алба хаагчдыг сургах", "Цагдаагийн ерөнхий газар", "120", "Эхний сургалтыг хийв."):
        expect(public.locator("main")).to_contain_text(words)
    for address in ("/mn/plans/NAP-HAND/", f"/mn/plans/activities/{activity.pk}/", planned):
        look(looking, address)
    entry = Plan.objects.get(code="NAP-HAND").current.entries.get()
    assert (entry.item.number, entry.lead_agency.code, str(entry.ends_on)) == ("1", "NPA", "2026-09-30")
