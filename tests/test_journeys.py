"""The path of the thread in a browser, by the people who would walk it. No page needs a script to be used."""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.permission_matrix import _signed_in
from tulga.demonstration.people import DOMAIN, PASSWORD
from tulga.demonstration.services import illustrative_scan
from tulga.meetings.models import WorkingSession
from tulga.recommendations.models import Recommendation

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: the browser journeys were not walked"),
]
expect.set_options(timeout=20_000)
# Playwright's own loop makes Django believe that it is called from an asynchronous view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def site(live_server, settings) -> str:
    settings.DEMONSTRATION = True
    settings.SECOND_FACTOR_DEMANDED = False
    settings.BASE_URL = live_server.url
    call_command("load_demonstration", stdout=io.StringIO())
    return live_server.url


class People:
    """A browser for each person, signed in; without scripts unless asked for."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser, self.site = browser, site
        self.contexts: list[BrowserContext] = []

    def page(self, name: str = "", *, width: int = 1200, script: bool = False) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=script, base_url=self.site
        )
        context.set_default_timeout(30_000)
        self.contexts.append(context)
        if name:
            cookies = _signed_in(f"{name}@{DOMAIN}").cookies
            context.add_cookies([{"name": key, "value": each.value, "url": self.site} for key, each in cookies.items()])
        return context.new_page()

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def people(browser, site) -> Iterator[People]:
    found = People(browser, site)
    yield found
    found.close()


def send(page: Page) -> None:
    """Press the form's own button, not the header's."""
    with page.expect_navigation():
        page.locator("main form[method=post] button[type=submit]").last.click()


@pytest.mark.parametrize(("language", "other"), [("en", "mn"), ("mn", "en")])
def test_the_path_from_a_challenge_to_a_verified_result(people, site, tmp_path: Path, language, other):
    session = WorkingSession.objects.get(meeting__code__gt="2018", number=2)
    circle, words = session.circle_id, f"Боомтын ажилтныг ээлжээр сургах ({language})."

    police = people.page("police")
    police.goto(f"/{language}/circles/{circle}/challenge/")
    police.fill(f"[name=text_{language}]", "Nobody at the port is trained to ask the second question.")
    own = police.locator("[name=agency] option", has_text=re.compile("Police|Цагдаагийн")).first
    police.select_option("[name=agency]", value=own.get_attribute("value"))
    send(police)
    police.goto(f"/{language}/circles/{circle}/draft/")
    police.fill(f"[name=title_{language}]", "Training in shifts")
    police.fill("[name=text_mn]", words)
    npa = police.locator("[name=addressees] option", has_text=re.compile("Police|Цагдаагийн")).first
    police.select_option("[name=addressees]", value=npa.get_attribute("value"))
    send(police)
    recommendation = Recommendation.objects.latest("pk")
    place = f"/{language}/recommendations/{recommendation.pk}"
    expect(police.locator("main")).to_contain_text(words)
    police.goto(f"{place}/adopt/")
    send(police)

    secretariat = people.page("secretariat")
    secretariat.goto(f"{place}/consolidate/")
    secretariat.fill("[name=text_en]", "Train the people at the port, shift by shift.")
    send(secretariat)
    secretariat.goto(f"{place}/submit/")
    send(secretariat)

    chair = people.page("chair")
    chair.goto(f"/{language}/desk/")
    expect(chair.locator(f"a[href='{place}/decide/']")).to_have_count(1)
    chair.goto(f"{place}/decide/")
    chair.check("[name=outcome][value=endorsed]")
    send(chair)
    recommendation.refresh_from_db()
    assert recommendation.status == "endorsed"

    secretariat.goto(f"/{language}/orders/new/")
    secretariat.locator("[name=decisions]").first.check()
    secretariat.fill("[name=signatory_title_mn]", "Дэд сайд")
    send(secretariat)
    order = secretariat.url.rstrip("/")
    scan = tmp_path / "order.pdf"
    upload = illustrative_scan("Order B/7").file
    upload.seek(0)
    scan.write_bytes(upload.read())
    secretariat.goto(f"{order}/register/")
    secretariat.fill("[name=number]", "B/7")
    secretariat.fill("[name=dated_on]", "2026-01-05")
    secretariat.set_input_files("[name=scan]", scan)
    send(secretariat)
    recommendation.refresh_from_db()
    assert recommendation.in_force_on is not None

    secretariat.goto(f"/{language}/releases/new/")
    secretariat.fill("[name=title_en]", "This year's first")
    secretariat.locator(f"[name=recommendations][value='{recommendation.pk}']").check()
    for audience in ("government", "law_enforcement", "public"):
        secretariat.check(f"[name=audiences][value={audience}]")
    send(secretariat)
    release = secretariat.url.rstrip("/")
    second = people.page("secretariat2")
    second.goto(f"{release}/approve/")
    send(second)

    anybody = people.page()
    for each in (language, other):
        anybody.goto(f"/{each}/recommended/{recommendation.reference}/")
        expect(anybody.locator("main")).to_contain_text("B/7")
    expect(anybody.locator("main")).to_contain_text(words)
    assert anybody.context.cookies() == []

    police.goto(f"{place}/commit/")
    police.fill(f"[name=text_{language}]", "Two courses a year at every port.")
    police.fill("[name=owner]", "Training division")
    police.fill("[name=due_on]", "2031-01-01")
    send(police)
    commitment = recommendation.commitments.get()
    head = people.page("police.head")
    head.goto(f"/{language}/commitments/{commitment.pk}/sign/")
    send(head)
    police.goto(f"/{language}/commitments/{commitment.pk}/report/")
    police.fill("[name=text]", "Both courses were held; the lists of attendance are kept.")
    police.set_input_files("[name=evidence]", scan)
    send(police)
    rapporteur = people.page("rapporteur")
    rapporteur.goto(f"/{language}/commitments/{commitment.pk}/verify/")
    rapporteur.locator("[name=is_adequate]").first.check()
    rapporteur.fill("[name=words]", "Read the lists; asked two officers.")
    send(rapporteur)

    recommendation.refresh_from_db()
    assert recommendation.status == "implemented"


def test_a_person_signs_in_and_out_by_keyboard_alone(people):
    page = people.page(script=True)
    page.goto("/en/sign-in/")
    page.locator("[name=login]").focus()
    page.keyboard.type(f"chair@{DOMAIN}")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    page.wait_for_url("**/desk/")
    expect(page.locator("h1")).to_be_visible()

    sign_out = page.locator("form[action*='sign-out'] button")
    sign_out.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto("/en/desk/")
    assert "/sign-in/" in page.url


PAGES = [
    ("", ["/{}/", "/{}/recommended/", "/{}/about/", "/{}/met/2018/", "/{}/sign-in/", "/{}/components/"]),
    (
        "secretariat",
        [
            "/{}/desk/",
            "/{}/meetings/",
            "/{}/meetings/2018/",
            "/{}/recommendations/",
            "/{}/orders/",
            "/{}/orders/new/",
            "/{}/releases/",
            "/{}/releases/new/",
            "/{}/plans/",
            "/{}/plans/NAP-2017-2021/",
            "/{}/findings/",
            "/{}/findings/TIP-2017-MNG/",
            "/{}/agencies/",
            "/{}/agencies/NPA/",
            "/{}/places/",
            "/{}/people/",
            "/{}/people/invite/",
            "/{}/challenges/",
            "/{}/notices/",
        ],
    ),
    ("chair", ["/{}/desk/", "/{}/recommendations/"]),
    ("police", ["/{}/desk/", "/{}/commitments/", "/{}/account/", "/{}/people/"]),
    ("rapporteur", ["/{}/desk/"]),
    ("shelter", ["/{}/desk/"]),
    ("administrator", ["/{}/desk/", "/{}/people/"]),
]


def _pages(name: str, paths: list[str]) -> list[str]:
    if name not in {"secretariat", "police", "chair"}:
        return paths
    details = [f"/{{}}/recommendations/{each.pk}/" for each in Recommendation.objects.filter(status__startswith="end")]
    return paths + details


@pytest.mark.parametrize("language", ["mn", "en"])
def test_no_page_has_a_fault_that_axe_finds_or_scrolls_sideways_on_a_phone(people, language):
    faults = []
    for name, paths in PAGES:
        page = people.page(name, width=320, script=True)
        for path in _pages(name, paths):
            response = page.goto(path.format(language))
            assert response is not None
            if response.status != 200:
                faults.append(f"{path} as {name or 'anybody'}: {response.status}")
                continue
            sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if sideways > 0:
                faults.append(f"{path} as {name or 'anybody'} is {sideways} px too wide at 320 px")
            violations = Axe().run(page).response["violations"]
            faults += [
                f"{path} as {name or 'anybody'}: {each['id']} {each['nodes'][0]['target']}" for each in violations
            ]
    assert faults == []
