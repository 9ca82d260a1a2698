"""A browser for each person. Shared by every test that looks at pages as people do."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from re import Pattern

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.permission_matrix import _signed_in
from tulga.demonstration.people import DOMAIN

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_chromium = [
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
    """A running demonstration."""
    settings.DEMONSTRATION = True
    settings.SECOND_FACTOR_DEMANDED = False
    settings.BASE_URL = live_server.url
    call_command("load_demonstration", stdout=io.StringIO())
    return live_server.url


SEND = "main form[method=post] button[type=submit]"


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


class Pointer:
    """Hands that fill and press as with a mouse or a finger."""

    def fill(self, page: Page, selector: str, text: str) -> None:
        page.fill(selector, text)

    def tick(self, page: Page, selector: str) -> None:
        page.locator(selector).first.check()

    def untick(self, page: Page, selector: str) -> None:
        page.locator(selector).first.uncheck()

    def choose(self, page: Page, selector: str, words: Pattern[str]) -> None:
        option = page.locator(f"{selector} option", has_text=words).first
        page.select_option(selector, value=option.get_attribute("value"))

    def attach(self, page: Page, selector: str, path: Path) -> None:
        page.set_input_files(selector, path)

    def send(self, page: Page) -> None:
        """Press the form's own button, not the header's."""
        with page.expect_navigation():
            page.locator(SEND).last.click()


class Keyboard(Pointer):
    """Hands that only press keys: what Tab does not reach, they cannot use."""

    MOST_STOPS = 600

    def reach(self, page: Page, target: Locator) -> None:
        for _ in range(self.MOST_STOPS):
            if target.evaluate("element => element === document.activeElement"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {target} on {page.url}")

    def fill(self, page: Page, selector: str, text: str) -> None:
        field = page.locator(selector).first
        self.reach(page, field)
        if field.get_attribute("type") == "date":
            year, month, day = text.split("-")
            page.keyboard.type(f"{month}{day}{year}")
            return
        page.keyboard.press("Control+A")
        page.keyboard.type(text)

    def tick(self, page: Page, selector: str) -> None:
        box = page.locator(selector).first
        if box.get_attribute("type") == "radio":
            self._tick_one_of(page, box)
        elif not box.is_checked():
            self.reach(page, box)
            page.keyboard.press("Space")
        expect(box).to_be_checked()

    def untick(self, page: Page, selector: str) -> None:
        box = page.locator(selector).first
        self.reach(page, box)
        page.keyboard.press("Space")
        expect(box).not_to_be_checked()

    def _tick_one_of(self, page: Page, button: Locator) -> None:
        """A group of radio buttons is one stop of Tab; the arrows move in it."""
        group = page.locator(f"[type=radio][name='{button.get_attribute('name')}']")
        for _ in range(self.MOST_STOPS):
            if group.evaluate_all("all => all.includes(document.activeElement)"):
                break
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
        for _ in range(group.count()):
            if button.is_checked():
                return
            page.keyboard.press("ArrowDown")

    def choose(self, page: Page, selector: str, words: Pattern[str]) -> None:
        field = page.locator(selector).first
        self.reach(page, field)
        option = field.locator("option", has_text=words).first
        page.keyboard.type((option.text_content() or "").strip()[:40])
        assert option.evaluate("option => option.selected"), f"typing does not choose {words} in {selector}"

    def attach(self, page: Page, selector: str, path: Path) -> None:
        self.reach(page, page.locator(selector).first)
        with page.expect_file_chooser() as chosen:
            # Keys travel another way than the wish to answer for the chooser: only an answer says that it has arrived.
            page.evaluate("null")
            page.keyboard.press("Space")
        chosen.value.set_files(path)

    def send(self, page: Page) -> None:
        self.reach(page, page.locator(SEND).last)
        with page.expect_navigation():
            page.keyboard.press("Enter")
