"""The path of the thread in a browser, by the people who would walk it. No page needs a script to be used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browsing import Keyboard, Pointer, needs_chromium
from tulga.demonstration.people import DOMAIN, PASSWORD
from tulga.demonstration.services import illustrative_scan
from tulga.meetings.models import WorkingSession
from tulga.recommendations.models import Recommendation

pytestmark = needs_chromium


@pytest.mark.parametrize(
    ("language", "other", "hands"),
    [("en", "mn", Pointer()), ("mn", "en", Pointer()), ("en", "mn", Keyboard())],
    ids=["English", "Mongolian", "keyboard only"],
)
def test_the_path_from_a_challenge_to_a_verified_result(people, site, tmp_path: Path, language, other, hands):
    session = WorkingSession.objects.get(meeting__code__gt="2018", number=2)
    circle, words = session.circle_id, f"Боомтын ажилтныг ээлжээр сургах ({language})."

    police = people.page("police")
    police.goto(f"/{language}/circles/{circle}/challenge/")
    hands.fill(police, f"[name=text_{language}]", "Nobody at the port is trained to ask the second question.")
    hands.choose(police, "[name=agency]", re.compile("Police|Цагдаагийн"))
    hands.send(police)
    police.goto(f"/{language}/circles/{circle}/draft/")
    hands.fill(police, f"[name=title_{language}]", "Training in shifts")
    hands.fill(police, "[name=text_mn]", words)
    hands.fill(police, "[name=addressees_typed]", "National Police Agency")
    hands.send(police)
    recommendation = Recommendation.objects.latest("pk")
    place = f"/{language}/recommendations/{recommendation.pk}"
    expect(police.locator("main")).to_contain_text(words)
    police.goto(f"{place}/adopt/")
    hands.send(police)

    secretariat = people.page("secretariat")
    secretariat.goto(f"{place}/consolidate/")
    hands.fill(secretariat, "[name=text_en]", "Train the people at the port, shift by shift.")
    hands.send(secretariat)
    secretariat.goto(f"{place}/submit/")
    hands.send(secretariat)

    chair = people.page("chair")
    chair.goto(f"/{language}/desk/")
    expect(chair.locator(f"a[href='{place}/decide/']")).to_have_count(1)
    chair.goto(f"{place}/decide/")
    hands.tick(chair, "[name=outcome][value=endorsed]")
    hands.send(chair)
    recommendation.refresh_from_db()
    assert recommendation.status == "endorsed"

    secretariat.goto(f"/{language}/orders/new/")
    hands.tick(secretariat, "[name=decisions]")
    hands.fill(secretariat, "[name=signatory_title_mn]", "Дэд сайд")
    hands.send(secretariat)
    order = secretariat.url.rstrip("/")
    scan = tmp_path / "order.pdf"
    upload = illustrative_scan("Order B/7").file
    upload.seek(0)
    scan.write_bytes(upload.read())
    secretariat.goto(f"{order}/register/")
    hands.fill(secretariat, "[name=number]", "B/7")
    hands.fill(secretariat, "[name=dated_on]", "2026-01-05")
    hands.attach(secretariat, "[name=scan]", scan)
    hands.send(secretariat)
    recommendation.refresh_from_db()
    assert recommendation.in_force_on is not None

    secretariat.goto(f"/{language}/releases/new/")
    hands.fill(secretariat, "[name=title_en]", "This year's first")
    hands.tick(secretariat, f"[name=recommendations][value='{recommendation.pk}']")
    for audience in ("government", "law_enforcement", "public"):
        hands.tick(secretariat, f"[name=audiences][value={audience}]")
    hands.send(secretariat)
    release = secretariat.url.rstrip("/")
    second = people.page("secretariat2")
    second.goto(f"{release}/approve/")
    hands.send(second)

    anybody = people.page()
    for each in (language, other):
        anybody.goto(f"/{each}/recommended/{recommendation.reference}/")
        expect(anybody.locator("main")).to_contain_text("B/7")
    expect(anybody.locator("main")).to_contain_text(words)
    assert anybody.context.cookies() == []

    police.goto(f"{place}/commit/")
    hands.fill(police, f"[name=text_{language}]", "Two courses a year at every port.")
    hands.fill(police, "[name=owner]", "Training division")
    hands.fill(police, "[name=due_on]", "2031-01-01")
    hands.send(police)
    commitment = recommendation.commitments.get()
    head = people.page("police.head")
    head.goto(f"/{language}/commitments/{commitment.pk}/sign/")
    hands.send(head)
    police.goto(f"/{language}/commitments/{commitment.pk}/report/")
    hands.fill(police, "[name=text]", "Both courses were held; the lists of attendance are kept.")
    hands.attach(police, "[name=evidence]", scan)
    hands.send(police)
    rapporteur = people.page("rapporteur")
    rapporteur.goto(f"/{language}/commitments/{commitment.pk}/verify/")
    hands.tick(rapporteur, "[name=is_adequate]")
    hands.fill(rapporteur, "[name=words]", "Read the lists; asked two officers.")
    hands.send(rapporteur)

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


def test_no_page_in_english_has_a_fault_that_axe_finds_or_scrolls_sideways_on_a_phone(people):
    faults = []
    for name, paths in PAGES:
        page = people.page(name, width=320, script=True)
        for path in _pages(name, paths):
            response = page.goto(path.format("en"))
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
