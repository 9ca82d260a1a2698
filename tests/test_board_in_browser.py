"""The board of a working session in two browsers at once: on a weak line, on a phone, by keyboard."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browsing import needs_chromium
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory
from tulga.demonstration.people import DOMAIN
from tulga.kit.i18n import I18nText
from tulga.meetings.models import WorkingSession
from tulga.meetings.tests.factories import SessionFactory
from tulga.places.tests.factories import PlaceFactory
from tulga.recommendations.models import Challenge, CircleMember
from tulga.recommendations.tests.factories import ChallengeFactory

pytestmark = needs_chromium
ADD = "form[data-adds=challenges]"
SOON = 5_000  # what others write is seen within five seconds


@pytest.fixture
def site(live_server, settings) -> str:
    """Two people and one session: the whole demonstration would take longer than the tests."""
    settings.SECOND_FACTOR_DEMANDED = False
    settings.BASE_URL = live_server.url
    session = SessionFactory(number=1, meeting__code="now")
    ChallengeFactory(circle=session.circle, text=I18nText(mn="Асуудаггүй.", en="Nobody asks."))
    ChallengeFactory(circle=session.circle, text=I18nText(en="At night there is no interpreter."))
    for name in ("police", "border"):
        member = MembershipFactory(
            role=Role.FOCAL_POINT,
            user__email=f"{name}@{DOMAIN}",
            agency__name=I18nText(mn=f"Цагдаа {name}", en=f"Tsagdaa {name}"),
        )
        CircleMember.objects.create(
            circle=session.circle, user=member.user, is_scribe=name == "police", valid_from=dt.date(2018, 1, 1)
        )
    PlaceFactory(code="zamyn-uud-road", name=I18nText(mn="Замын-Үүд", en="Zamyn-Uud (road)"))
    return live_server.url


@pytest.fixture
def session(site) -> WorkingSession:
    return WorkingSession.objects.get()


def board(people, name: str, session: WorkingSession, *, width: int = 1200, language: str = "en") -> Page:
    page = people.page(name, width=width, script=True)
    page.goto(f"/{language}{session.get_absolute_url()[3:]}")
    return page


def tell(page: Page, words: str) -> None:
    page.fill(f"{ADD} [name=text_mn]", words)
    page.click(f"{ADD} button[type=submit]")


def card(page: Page, words: str) -> Locator:
    return page.locator("#challenges > li", has_text=words)


def edit(page: Page, words: str) -> Locator:
    card(page, words).get_by_role("link", name="Edit").click()
    form = page.locator("#challenges form")
    expect(form).to_be_visible()
    return form


def kept(page: Page) -> list[str]:
    found: list[str] = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('tulga.'))")
    return found


def test_what_one_writes_the_other_sees_without_losing_what_is_being_typed(people, session):
    mine, theirs = board(people, "police", session), board(people, "border", session)
    mine.fill(f"{ADD} [name=text_mn]", "Бичиж дуусаагүй")
    mine.evaluate("document.activeElement.setSelectionRange(3, 5)")

    tell(theirs, "Шөнийн ээлжид орчуулагч алга")

    expect(card(mine, "Шөнийн ээлжид")).to_be_visible(timeout=SOON)
    expect(mine.locator(f"{ADD} [name=text_mn]")).to_have_value("Бичиж дуусаагүй")
    caret = "[document.activeElement.name, document.activeElement.selectionStart, document.activeElement.selectionEnd]"
    assert mine.evaluate(caret) == ["text_mn", 3, 5]
    expect(theirs.locator(f"{ADD} [name=text_mn]")).to_be_focused()


def test_what_is_written_without_a_line_is_kept_and_sent_once_when_it_is_back(people, session):
    page = board(people, "police", session)
    page.context.set_offline(True)
    tell(page, "Шугамгүй бичсэн нэг")
    tell(page, "Шугамгүй бичсэн хоёр")
    expect(page.locator("[data-status]")).to_contain_text("Not sent yet: 2")
    expect(page.locator("#waiting-challenges li")).to_have_count(2)
    assert len(kept(page)) == 2

    page.context.set_offline(False)

    expect(card(page, "Шугамгүй бичсэн")).to_have_count(2)
    expect(page.locator("[data-status]")).to_have_text("Sent.")
    expect(page.locator("#waiting-challenges li")).to_have_count(0)
    assert kept(page) == []
    assert Challenge.objects.filter(search_key__contains="shugamgui").count() == 2


def test_an_answer_that_got_lost_leads_to_no_second_card(people, session):
    page, lost = board(people, "police", session), []

    def lose_the_first_answer(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch(max_redirects=0).status)
        return route.abort()

    page.route("**/challenges/new/", lose_the_first_answer)
    tell(page, "Хариу нь алдагдсан")

    expect(card(page, "Хариу нь алдагдсан")).to_have_count(1)
    expect(page.locator("[data-status]")).to_have_text("Sent.")
    assert lost == [302]
    assert Challenge.objects.filter(search_key__contains="aldagdsan").count() == 1


def test_two_who_edit_one_text_get_both_side_by_side_and_nothing_is_lost(people, session):
    mine, theirs = board(people, "police", session), board(people, "border", session)
    words = "At night there is no interpreter"
    my_form, their_form = edit(mine, words), edit(theirs, words)
    my_form.locator("[name=text_en]").fill("Mine: nobody interprets at night.")

    their_form.locator("[name=text_en]").fill("Theirs: no interpreter after six.")
    their_form.get_by_role("button", name="Save").click()

    expect(mine.locator(".tu-note__changed")).to_contain_text("Somebody else changed this", timeout=SOON)
    expect(my_form.locator("[name=text_en]")).to_have_value("Mine: nobody interprets at night.")
    my_form.get_by_role("button", name="Save").click()
    sides = mine.locator("#challenges .tu-sides")
    expect(sides.first).to_contain_text("Mine: nobody interprets at night.")
    expect(sides.first).to_contain_text("Theirs: no interpreter after six.")

    mine.reload()  # also then: the text is here, and is sent again against what it began from
    form = mine.locator("#challenges form")
    expect(form.locator("[name=text_en]")).to_have_value("Mine: nobody interprets at night.")
    form.get_by_role("button", name="Save").click()
    expect(sides.first).to_contain_text("Theirs: no interpreter after six.")
    form.locator("[name=text_en]").fill("Nobody interprets after six.")
    form.get_by_role("button", name="Save").click()

    expect(card(theirs, "Nobody interprets after six.")).to_be_visible(timeout=SOON)
    assert kept(mine) == []


def test_who_was_signed_out_while_writing_signs_in_and_it_is_sent(people, session):
    page = board(people, "police", session)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    tell(page, "Гарсны дараа бичсэн")
    expect(page.locator("[data-status]")).to_contain_text("You were signed out")
    expect(page.locator("#waiting-challenges")).to_contain_text("Гарсны дараа бичсэн")

    page.context.add_cookies(cookies)

    expect(card(page, "Гарсны дараа бичсэн")).to_have_count(1)
    assert kept(page) == []


def test_signing_out_leaves_nothing_on_the_machine(people, session):
    page = board(people, "police", session)
    page.fill(f"{ADD} [name=text_mn]", "Хэн ч уншихгүй")
    page.wait_for_timeout(1000)  # longer than it waits for the next key
    assert len(kept(page)) == 1
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))

    with page.expect_navigation():
        page.locator(".tu-sign-out button").click()

    assert len(asked) == 1
    assert kept(page) == []


def test_the_board_by_keyboard_alone(people, session):
    page = board(people, "police", session)
    page.locator(f"{ADD} [name=text_mn]").focus()
    page.keyboard.type("Гараар бичсэн")
    for _stop in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "submit":
            break
    page.keyboard.press("Enter")
    expect(card(page, "Гараар бичсэн")).to_be_visible()
    expect(page.locator(f"{ADD} [name=text_mn]")).to_be_focused()

    up = card(page, "Гараар бичсэн").locator("[name=up]")
    up.focus()
    before = page.locator("#challenges > li").all_inner_texts()
    page.keyboard.press("Enter")

    expect(page.locator("#challenges > li:nth-last-child(2)")).to_contain_text("Гараар бичсэн")
    expect(up).to_be_focused()
    assert len(page.locator("#challenges > li").all_inner_texts()) == len(before)


@pytest.mark.parametrize("language", ["mn", "en"])
def test_the_board_fits_a_phone_and_axe_finds_no_fault(people, session, language):
    page = board(people, "police", session, width=320, language=language)
    page.locator("#challenges > li").first.locator("a").first.click()
    expect(page.locator("#challenges form")).to_be_visible()
    page.locator("#new-draft > summary").click()
    for more in page.locator(".tu-more > summary").all():
        more.click()
    page.fill("#new-draft [name=addressees_typed]", "цагд")
    expect(page.locator("#new-draft [data-found] input").first).to_be_visible()

    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    violations = Axe().run(page).response["violations"]

    assert sideways == 0
    assert [f"{each['id']} {each['nodes'][0]['target']}" for each in violations] == []


def test_without_a_script_everything_is_sent_by_forms(people, session):
    page = people.page("police")
    page.goto(f"/en{session.get_absolute_url()[3:]}")
    begun = time.monotonic()

    tell(page, "Скриптгүй бичсэн")
    expect(card(page, "Скриптгүй бичсэн")).to_be_visible()
    card(page, "Скриптгүй бичсэн").locator("[name=up]").click()
    card(page, "Скриптгүй бичсэн").get_by_role("link", name="Edit").click()
    page.fill("main form [name=places_typed]", "Замын-Үүд")
    page.locator("main form button[type=submit]").last.click()

    expect(card(page, "Скриптгүй бичсэн")).to_contain_text("Zamyn-Uud (road)")
    assert time.monotonic() - begun < 60
