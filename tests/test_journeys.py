"""The path of the thread in a browser, by the people who would walk it. No page needs a script to be used."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browsing import Keyboard, People, Pointer, needs_chromium
from tulga.accounts.actors import actor_of
from tulga.accounts.models import User
from tulga.agencies.models import Agency
from tulga.demonstration.papers import illustrative_scan
from tulga.demonstration.people import DOMAIN, PASSWORD
from tulga.dissemination.models import Passage, Release
from tulga.meetings.models import Meeting
from tulga.plan.choices import EditionStatus
from tulga.plan.models import Activity, PlanEdition
from tulga.recommendations.models import Decision, Order, Recommendation, Submission

pytestmark = needs_chromium
KEPT_FROM_THE_PUBLIC = "Хөтөлбөрийг нууцална."


@dataclass
class Walk:
    """One round, walked by the people who would walk it, in one language and at one width of the window."""

    people: People
    language: str
    hands: Pointer
    width: int
    scan: Path
    code: str = "round"
    open_pages: dict[str, Page] = field(default_factory=dict)

    def at(self, name: str, path: str) -> Page:
        """The page of this person, at an address without its language."""
        if name not in self.open_pages:
            self.open_pages[name] = self.people.page(name, width=self.width)
        page = self.open_pages[name]
        page.goto(f"/{self.language}{path}")
        return page

    def send(
        self, name: str, path: str, *, tick: Sequence[str] = (), untick: Sequence[str] = (), **fields: str
    ) -> Page:
        """Open a form, fill and tick, send it. Whatever comes back is no refusal."""
        page = self.at(name, path)
        for each in untick:
            self.hands.untick(page, each)
        for field_name, text in fields.items():
            self.hands.fill(page, f"[name={field_name}]", text)
        for each in tick:
            self.hands.tick(page, each)
        self.hands.send(page)
        expect(page.locator(".govuk-error-summary")).to_have_count(0)
        return page

    def invite_and_answer(self) -> None:
        """The secretariat calls a meeting and invites; the agency names its people; a session is opened."""
        day = timezone.localdate() + dt.timedelta(days=30)
        asked_by = (day - dt.timedelta(days=10)).isoformat()
        self.send("secretariat", "/meetings/new/", code=self.code, title_mn="Уулзалт", held_on=day.isoformat())
        police = Agency.objects.get(code="NPA")
        meeting = f"/meetings/{self.code}/"
        ticks = [f"[name=agencies][value='{police.pk}']"]
        self.send("secretariat", f"{meeting}invitations/new/", tick=ticks, seats="2", answer_by=asked_by)
        self.send("secretariat", f"{meeting}invitations/send/")
        self.send(
            "police",
            f"{meeting}invitations/NPA/answer/",
            tick=["[name=answer][value=accept]"],
            head_1_name="Цагдаагийн төлөөлөгч",
            head_1_office="Урьдчилан сэргийлэх хэлтэс",
        )
        assert Meeting.objects.get(code=self.code).invitations.get().status == "accepted"
        members = [User.objects.get(email=f"{name}@{DOMAIN}").pk for name in ("police", "border")]
        page = self.at("secretariat", f"{meeting}sessions/new/")
        self.hands.fill(page, "[name=title_mn]", "Боомт")
        for pk in members:
            self.hands.tick(page, f"[name=members][value='{pk}']")
        self.hands.choose(page, "[name=scribe]", re.compile("Focal point of the police"))
        self.hands.send(page)

    def meet(self) -> None:
        """The day comes: those who come are noted, and the meeting was held."""
        meeting = f"/meetings/{self.code}/"
        self.send("secretariat", f"{meeting}edit/", held_on=timezone.localdate().isoformat())
        self.send("secretariat", f"{meeting}attendance/", tick=["[name=delegates]"])
        self.send("secretariat", f"{meeting}hold/")
        held = Meeting.objects.get(code=self.code)
        assert [each.agency.code for each in held.participations.all()] == ["NPA"]

    def agree_on_the_minutes(self) -> None:
        """Written, answered with a reservation, revised for it, confirmed by all, closed; the record is a paper."""
        minutes = f"/meetings/{self.code}/minutes/"
        asked_by = (timezone.localdate() + dt.timedelta(days=7)).isoformat()
        self.send("secretariat", f"{minutes}begin/", text_mn="Хэлэлцэв.")
        self.send("secretariat", f"{minutes}send/", confirm_by=asked_by)
        self.send("police", f"{minutes}answer/", tick=["[name=has_reservation][value=yes]"], reservation="Дутуу.")
        self.send("secretariat", f"{minutes}back/", reason="Санал үндэслэлтэй.")
        self.send("secretariat", f"{minutes}revise/", text_mn="Хэлэлцэж, зөвлөмж гаргав.", what_changed="Зөвлөмж.")
        self.send("secretariat", f"{minutes}send/", confirm_by=asked_by)
        self.send("police", f"{minutes}answer/", tick=["[name=has_reservation][value=no]"])
        self.send("secretariat", f"{minutes}close/")
        assert Meeting.objects.get(code=self.code).minutes.status == "closed"
        page = self.open_pages["secretariat"]
        record = page.request.get(f"/{self.language}/meetings/{self.code}/record.pdf")
        assert record.headers["content-type"] == "application/pdf"

    def write_in_the_session(self, words: str) -> Recommendation:
        """A challenge, a recommendation from it, and the session adopts what it drafted."""
        board = f"/meetings/{self.code}/sessions/1/"
        self.send("police", f"{board}challenges/new/", **{f"text_{self.language}": "Боомтын ажилтан сургагдаагүй."})
        self.send(
            "police",
            f"{board}drafts/new/",
            tick=["[name=challenges]"],
            title_mn="Ээлжийн сургалт",
            text_mn=words,
            addressees_typed="National Police Agency, Border Protection Agency",
        )
        self.send("police", f"{board}adopt/")
        return Recommendation.objects.latest("pk")

    def decide(self, recommendation: Recommendation) -> None:
        """Consolidated, laid before the ministry in a package, and decided in a block."""
        words = {"text_en": "Train the people at the port, shift by shift. Keep the programme to yourselves."}
        self.send("secretariat", f"/recommendations/{recommendation.pk}/consolidate/", **words)
        self.send("secretariat", "/packages/new/", title_mn="Багц", cover_text_mn="Шийдвэрлэнэ үү.")
        package = Submission.objects.latest("pk")
        chosen = [f"[name=recommendations][value='{recommendation.pk}']"]
        self.send("secretariat", f"/packages/{package.pk}/choose/", tick=chosen)
        self.send("secretariat", f"/packages/{package.pk}/lay/")
        item = package.items.get()
        ticks = [f"[name=items][value='{item.pk}']", "[name=outcome][value=endorsed]"]
        self.send("chair", f"/packages/{package.pk}/decide/", tick=ticks)

    def put_in_force(self, recommendation: Recommendation) -> None:
        """The order is printed, signed, and registered with its scan."""
        decision = Decision.objects.get(item__recommendation=recommendation)
        ticks = [f"[name=decisions][value='{decision.pk}']"]
        self.send("secretariat", "/orders/new/", tick=ticks, signatory_title_mn="Дэд сайд")
        order = Order.objects.latest("pk")
        page = self.at("secretariat", f"/orders/{order.pk}/register/")
        self.hands.fill(page, "[name=number]", "B/7")
        self.hands.fill(page, "[name=dated_on]", "2026-01-05")
        self.hands.attach(page, "[name=scan]", self.scan)
        self.hands.send(page)

    def release(self, recommendation: Recommendation) -> None:
        """Prepared by one, a passage kept from the public, approved by another, acknowledged by an office."""
        ticks = [f"[name=recommendations][value='{recommendation.pk}']"]
        ticks += [f"[name=audiences][value={each}]" for each in ("government", "law_enforcement", "public")]
        self.send("secretariat", "/releases/new/", tick=ticks, title_en="This year's first")
        release = Release.objects.latest("pk")
        hidden = Passage.objects.filter(item__release=release, number=2)
        boxes = [f"[name=passage_{each.pk}][value={to}]" for each in hidden for to in ("government", "public")]
        titles = {f"title_{to}_{code}": "Сургалт" for to in ("government", "public") for code in ("mn", "en")}
        self.send("secretariat", f"/releases/{release.pk}/marks/1/", untick=boxes, **titles)
        self.send("secretariat2", f"/releases/{release.pk}/approve/")
        delivery = release.deliveries.get(agency__code="NPA")
        self.send("police", f"/deliveries/{delivery.pk}/acknowledge/")
        delivery.refresh_from_db()
        assert delivery.status == "acknowledged"

    def object(self, recommendation: Recommendation) -> None:
        """Another addressee cannot commit: its head signs the reasons, the chair upholds them."""
        self.send("border", f"/recommendations/{recommendation.pk}/object/", reasons="Өөр хуулиар сургадаг.")
        objection = recommendation.objections.get()
        self.send("border.head", f"/objections/{objection.pk}/sign/")
        self.send("secretariat", f"/objections/{objection.pk}/pass/", words="Хуулийг шалгав.")
        upheld = ["[name=is_upheld][value=yes]"]
        self.send("chair", f"/objections/{objection.pk}/decide/", tick=upheld, reasons="Үндэслэлтэй.")
        objection.refresh_from_db()
        assert objection.status == "upheld"

    def promise_and_keep(self, recommendation: Recommendation) -> None:
        """The addressee commits, its head signs, the work is reported with evidence, and somebody else verifies."""
        words = {f"text_{self.language}": "Two courses a year at every port."}
        path = f"/recommendations/{recommendation.pk}/commit/"
        self.send("police", path, owner="Training division", due_on="2031-01-01", **words)
        commitment = recommendation.commitments.get()
        self.send("police.head", f"/commitments/{commitment.pk}/sign/")
        page = self.at("police", f"/commitments/{commitment.pk}/report/")
        self.hands.fill(page, "[name=text]", "Both courses were held; the lists of attendance are kept.")
        self.hands.attach(page, "[name=evidence]", self.scan)
        self.hands.send(page)
        path = f"/commitments/{commitment.pk}/verify/"
        self.send("rapporteur", path, tick=["[name=is_adequate]"], words="Read the lists; asked two officers.")


@pytest.mark.parametrize(
    ("language", "other", "hands", "width"),
    [("en", "mn", Pointer(), 1200), ("mn", "en", Pointer(), 320), ("en", "mn", Keyboard(), 1200)],
    ids=["English", "Mongolian on a phone", "keyboard only"],
)
def test_the_whole_round_from_the_invitation_to_a_verified_result(
    people, site, tmp_path: Path, language, other, hands, width
):
    scan = tmp_path / "order.pdf"
    upload = illustrative_scan("Order B/7").file
    upload.seek(0)
    scan.write_bytes(upload.read())
    walk, words = Walk(people, language, hands, width, scan), f"Боомтын ажилтныг ээлжээр сургах ({language})."

    walk.invite_and_answer()
    walk.meet()
    recommendation = walk.write_in_the_session(f"{words} {KEPT_FROM_THE_PUBLIC}")
    walk.agree_on_the_minutes()
    walk.decide(recommendation)
    recommendation.refresh_from_db()
    assert recommendation.status == "endorsed"
    walk.put_in_force(recommendation)
    walk.release(recommendation)

    anybody = people.page(width=width)
    for each in (language, other):
        anybody.goto(f"/{each}/recommended/{recommendation.reference}/")
        expect(anybody.locator("main")).to_contain_text("B/7")
        assert KEPT_FROM_THE_PUBLIC not in anybody.content()
        assert "Keep the programme" not in anybody.content()
    expect(anybody.locator("main")).to_contain_text(words)
    assert anybody.context.cookies() == []

    expect(walk.at("police", f"/recommendations/{recommendation.pk}/").locator("main")).to_contain_text(
        KEPT_FROM_THE_PUBLIC
    )
    walk.object(recommendation)
    walk.promise_and_keep(recommendation)

    recommendation.refresh_from_db()
    assert recommendation.status == "implemented"


@pytest.mark.parametrize("language", ["en", "mn"])
def test_the_chairs_desk_fits_one_screen_and_one_sheet(people, language):
    page = people.page("chair", script=True)
    page.goto(f"/{language}/desk/")

    page.screenshot()  # waits for the page's own type: until it has come, lines break elsewhere
    assert page.evaluate("document.documentElement.scrollHeight") <= 900
    assert len(PdfReader(io.BytesIO(page.pdf(format="A4"))).pages) == 1


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
    (
        "",
        [
            *("/{}/", "/{}/recommended/", "/{}/about/", "/{}/met/2018/", "/{}/sign-in/", "/{}/components/"),
            *("/{}/planned/", "/{}/planned/NAP-2017-2021/", "/{}/planned/NAP-2017-2021/{activity}/"),
        ],
    ),
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
            "/{}/plans/NAP-2017-2021/editions/",
            "/{}/plans/editions/{amended}/tree/",
            "/{}/plans/editions/{expired}/compare/",
            "/{}/plans/editions/{draft}/put-in-force/",
            "/{}/plans/activities/{activity}/",
            "/{}/plans/agencies/NPA/",
            "/{}/plans/entries/{entry}/indicators/new/",
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


def _numbers() -> dict[str, int]:
    """What the addresses above are filled with: records have other numbers in every test."""
    editions = PlanEdition.objects.filter(plan__code__startswith="NAP-").order_by("pk")
    in_force = editions.get(status=EditionStatus.IN_FORCE)
    numbers = {each: editions.get(status=each).pk for each in ("amended", "expired", "draft")}
    first = Activity.objects.filter(plan__code="NAP-2017-2021").order_by("pk")[0]
    return {**numbers, "activity": first.pk, "entry": in_force.entries.order_by("pk")[0].pk}


def _pages(name: str, paths: list[str]) -> list[str]:
    if name not in {"secretariat", "police", "chair"}:
        return paths
    reader = actor_of(User.objects.get(email=f"{name}@{DOMAIN}"))
    endorsed = Recommendation.objects.visible_to(reader).endorsed()
    details = [f"/{{}}/recommendations/{each.pk}/" for each in endorsed]
    return paths + details


def test_no_page_in_english_has_a_fault_that_axe_finds_or_scrolls_sideways_on_a_phone(people):
    faults, numbers = [], _numbers()
    for name, paths in PAGES:
        page = people.page(name, width=320, script=True)
        for path in _pages(name, paths):
            response = page.goto(path.format("en", **numbers))
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
    assert faults == [], "\n".join(faults)
