"""axe-core on every page as every role, in the narrowest window. What two roles are shown alike is looked at once."""

from __future__ import annotations

import hashlib
import os
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from tests.browsing import needs_chromium
from tests.permission_matrix import Address, _signed_in, addresses
from tests.permission_samples import PEOPLE

pytestmark = [
    *needs_chromium,
    pytest.mark.skipif(
        not os.environ.get("EVERY_PAGE"), reason="EVERY_PAGE=1 looks at every page as every role: a quarter of an hour"
    ),
]
CHANGES_EACH_TIME = re.compile(r'(name="(csrfmiddlewaretoken|once)" value|nonce)="[^"]*"')
WHOLE_PAGE = "<!doctype html"  # not a part that is put into one
LEADS_AWAY = {"quick_exit"}  # quick exit: it opens another site at once
OWN_ADDRESS = re.compile(r'(href|action|src|id|for|aria-\w+)="[^"]*"')


def shape(html: str) -> str:
    """What makes one page another page for axe: not its tokens, its addresses or its numbers."""
    plain = re.sub(r"\d+", "0", OWN_ADDRESS.sub(r"\1", CHANGES_EACH_TIME.sub("", html)))
    return hashlib.sha256(plain.encode()).hexdigest()


def parts(html: str) -> tuple[str, str]:
    """What stands around a page, and the page itself: the first differs by role, most of the second do not."""
    before, opened, rest = html.partition("<main")
    main, closed, after = rest.partition("</main>")
    return shape(before + after), shape(opened + main + closed)


def shown_to(client: Client, looked_at: set[str]) -> list[Address]:
    """Every address that shows this reader something that was not looked at yet, inside or around."""
    shown = []
    for address in addresses()[0]:
        if address.name in LEADS_AWAY:
            continue
        response = client.get(address.url)
        if response.status_code in (302, 304) or "text/html" not in response.headers.get("Content-Type", ""):
            continue
        html = response.content.decode()
        found = set(parts(html))
        if WHOLE_PAGE in html.lower() and found - looked_at:
            looked_at.update(found)
            shown.append(address)
    return shown


def test_axe_finds_nothing_on_any_page_as_any_role(people):
    faults: list[str] = []
    looked_at: set[str] = set()
    for role, email in PEOPLE.items():
        page = people.page(email.partition("@")[0], width=320, script=True)
        for address in shown_to(_signed_in(email), looked_at):
            url = address.url.replace("/en/", "/mn/", 1)  # its words are the longer ones
            page.goto(url)
            sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if sideways > 0:
                faults.append(f"{role}: {url} is {sideways} px too wide")
            violations = Axe().run(page).response["violations"]
            faults += [
                f"{role}: {url} ({address.relation}): {each['id']} {each['nodes'][0]['target']}" for each in violations
            ]
        page.context.close()
    assert not faults, "\n".join(faults)
