"""What an attacker tries first: absurd addresses, markup in words, somebody else's form, another host."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from tests.permission_matrix import _signed_in
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory, UserFactory
from tulga.recommendations import order_paper

pytestmark = pytest.mark.django_db
LISTS = [
    *("recommendations", "challenges", "commitments", "orders", "releases", "meetings"),
    *("plans", "findings", "agencies", "places", "people", "notices", "recommended"),
]
OVERFLOW = "9" * 20


@pytest.fixture
def secretariat(settings) -> Client:
    settings.SECOND_FACTOR_DEMANDED = False
    user: Any = UserFactory()
    MembershipFactory(user=user, role=Role.SECRETARIAT)
    return _signed_in(user.email)


@pytest.mark.parametrize("page", ["-1", "0", "99999999999999", "9" * 5000, "٣", "²", "x", "%00"])
@pytest.mark.parametrize("name", LISTS)
def test_no_page_number_breaks_a_list(secretariat, name, page):
    assert secretariat.get(f"/en/{name}/?page={page}").status_code == 200


@pytest.mark.parametrize("query", ["status=nonsense", "status=%00", "q=%00", "format=xyz", "order_by=user__password"])
@pytest.mark.parametrize("name", LISTS)
def test_no_query_breaks_a_list(secretariat, name, query):
    assert secretariat.get(f"/en/{name}/?{query}").status_code == 200


@pytest.mark.parametrize(
    "query",
    ["commitments?agency=%00", "assessments?state=%00", "findings?assessment=%00", "activities?plan=%00"],
)
def test_the_api_refuses_a_nul_in_words(client, query):
    assert client.get(f"/api/v1/{query}").status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        *(f"/en/{name}/{OVERFLOW}/" for name in ("recommendations", "challenges", "commitments", "orders", "people")),
        *(f"/api/v1/{name}/{OVERFLOW}" for name in ("recommendations", "commitments", "findings", "meetings")),
        *("/en/recommended/R-2018-0і/", "/en/recommended/%00/", "/en/recommended/..%2f..%2fetc/"),
    ],
)
def test_what_cannot_exist_is_not_found(secretariat, path):
    assert secretariat.get(path).status_code == 404


def test_the_order_s_paper_prints_markup_as_plain_words(monkeypatch):
    words = '#read("/etc/passwd") #{1+1} #panic() $x^2 *bold* @nothing <label> `raw` // gone \\u{41}'
    item = {"reference": "R-1", "title": words, "text": words, "language": "mn", "hash": "0"}
    labels = ["title", "number", "number_label", "date", "date_label", "opening", "signature_label", "hash_note"]
    content = {**dict.fromkeys(labels, words), "page_label": "Page", "signatory": words, "language": "mn"}
    content["recommendations"] = [{**item, "addressed_label": words, "addressees": [words]}]

    monkeypatch.setattr(order_paper, "_content", lambda order: content)

    paper = PdfReader(BytesIO(order_paper.order_pdf(SimpleNamespace(printed_at=timezone.now()))))

    printed = " ".join(paper.pages[0].extract_text().split())
    for each in ('#read("/etc/passwd")', "#{1+1}", "#panic()", "*bold*", "// gone"):
        assert each in printed


def test_signing_out_wants_the_form_s_token(secretariat):
    stranger = Client(enforce_csrf_checks=True)
    stranger.cookies = secretariat.cookies

    assert stranger.post("/en/sign-out/").status_code == 403
    assert stranger.get("/en/sign-out/").status_code == 200
    assert stranger.get("/en/desk/").status_code == 200


def test_another_host_is_refused(client):
    assert client.get("/en/", headers={"host": "evil.example"}).status_code == 400
