from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.permission_matrix import _signed_in
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory
from tulga.documents.tests import samples
from tulga.recommendations.choices import Status
from tulga.recommendations.models import Order, PaperDecision, Recommendation
from tulga.recommendations.tests.test_on_paper import correct, in_force, laid_by, officer, second, somebody

__all__ = ["officer", "second"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_a_second_factor(settings):
    settings.SECOND_FACTOR_DEMANDED = False


@pytest.fixture
def desks() -> tuple[Client, Client]:
    """Two officers of the secretariat, each at a browser."""
    return officer_at_a_browser(), officer_at_a_browser()


def officer_at_a_browser() -> Client:
    return _signed_in(MembershipFactory.create(role=Role.SECRETARIAT).user.email)


def send(client: Client, url: str, **fields):
    page = client.get(url)
    assert page.status_code == 200
    return client.post(url, {"once_token": page.context["once_token"], **fields})


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("paper.pdf", samples.pdf(), content_type="application/pdf")


def test_a_decision_on_paper_goes_from_one_desk_to_another(desks, officer):
    first, other = desks
    row = laid_by(officer)
    filled = {"outcome": "endorsed", "office_mn": "Дэд сайд", "number": "7/12", "dated_on": "2018-02-01"}

    assert send(first, f"/en/recommendations/{row.pk}/decide-on-paper/", **filled).status_code == 422
    assert send(first, f"/en/recommendations/{row.pk}/decide-on-paper/", **filled, scan=paper()).status_code == 302

    entered = PaperDecision.objects.get()
    assert f"/en/decisions/{entered.pk}/" in other.get("/en/desk/").content.decode()
    assert "You entered it" in first.get(f"/en/decisions/{entered.pk}/").content.decode()
    assert first.get(f"/en/decisions/{entered.pk}/confirm/").status_code == 403
    assert "Compare it with the paper" in other.get(f"/en/recommendations/{row.pk}/").content.decode()
    assert other.get(f"/en/decisions/{entered.pk}/scan/").status_code == 200
    assert send(other, f"/en/decisions/{entered.pk}/confirm/").status_code == 302

    assert Recommendation.objects.get().status == Status.ENDORSED
    assert "paper No 7/12" in other.get(f"/en/recommendations/{row.pk}/").content.decode()


def test_what_the_paper_does_not_say_is_not_confirmed(desks, officer):
    first, other = desks
    row = laid_by(officer)
    filled = {"outcome": "endorsed", "office_mn": "Дэд сайд", "number": "7/12", "dated_on": "2018-02-01"}
    send(first, f"/en/recommendations/{row.pk}/decide-on-paper/", **filled, scan=paper())
    entered = PaperDecision.objects.get()

    assert send(other, f"/en/decisions/{entered.pk}/refuse/", reason="").status_code == 422
    assert send(other, f"/en/decisions/{entered.pk}/refuse/", reason="It says “defer”.").status_code == 302

    assert Recommendation.objects.get().status == Status.SUBMITTED


def test_an_entry_is_corrected_on_a_page_and_says_what_it_said(desks, officer):
    client, order = desks[0], in_force(officer)
    filled = {
        "number": "A/14",
        "dated_on": "2018-02-01",
        "signatory_title_mn": "Дэд сайд",
        "version": str(order.version),
    }

    assert send(client, f"/en/orders/{order.pk}/correct/", **filled).status_code == 422
    assert send(client, f"/en/orders/{order.pk}/correct/", **filled, reason="As on the scan.").status_code == 302

    shown = client.get(f"/en/orders/{order.pk}/").content.decode()
    assert Order.objects.get().number == "A/14"
    assert "the register said: No A/41 of 1 February 2018" in shown
    assert "As on the scan." in shown


def test_others_find_neither_the_paper_nor_its_scan(officer):
    row = laid_by(officer)
    stranger = _signed_in(MembershipFactory(role=Role.FOCAL_POINT).user.email)

    for path in (f"/en/recommendations/{row.pk}/decide-on-paper/", "/en/decisions/1/", "/en/decisions/1/scan/"):
        assert stranger.get(path).status_code == 404


def test_a_corrected_order_is_read_with_its_corrections_by_who_may_read_it(desks, officer):
    order = in_force(officer)
    correct(order, somebody(Role.SECRETARIAT))

    assert "Corrected" in desks[1].get(f"/en/orders/{order.pk}/").content.decode()
