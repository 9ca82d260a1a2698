"""What people and programs send that they should not, page by page: a sentence, nothing lost, nothing told."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
import time_machine
from django.conf import settings as installation
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext

from tests.permission_matrix import _signed_in, load
from tests.permission_samples import MISSING, _family_circle, _police_circle, _recommendation
from tulga.accounts.models import Invitation, User
from tulga.accounts.services import issue_api_token
from tulga.agencies.models import Agency
from tulga.demonstration.people import DOMAIN, PASSWORD
from tulga.documents.models import Document
from tulga.documents.tests import samples
from tulga.documents.tests.factories import sent
from tulga.kit.actor import Actor
from tulga.recommendations.choices import ENDORSED, CommitmentStatus, OrderStatus, Status
from tulga.recommendations.models import Challenge, Commitment, Decision, DoneReport, Order, Recommendation

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
LANGUAGES = ["en", "mn"]
TYPED = "Written for an hour, and “not” kept anywhere else."


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Loaded once; each test's own transaction inside undoes what it changed."""
    before = installation.DEMONSTRATION, installation.SECOND_FACTOR_DEMANDED
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)
    installation.DEMONSTRATION, installation.SECOND_FACTOR_DEMANDED = before


@pytest.fixture(autouse=True)
def _demonstration_with_room(demonstration, settings, tmp_path) -> None:
    settings.DOCUMENTS_DIR = tmp_path
    settings.DOCUMENTS_LEAST_FREE_SHARE = settings.DOCUMENTS_LEAST_FREE_BYTES = 0


def person(name: str) -> Client:
    return _signed_in(f"{name}@{DOMAIN}")


def hidden(response: Any) -> dict[str, str]:
    """What the page's last form carries unseen: its tokens and the version it began from."""
    form = response.content.decode().rpartition('<form method="post"')[2]
    return {name: unescape(value) for name, value in HIDDEN.findall(form)}


def opened(client: Client, url: str) -> dict[str, str]:
    response = client.get(url)
    assert response.status_code == 200, url
    return hidden(response)


def page(response: Any) -> str:
    return unescape(response.content.decode())


def said(language: str, sentence: str) -> str:
    with translation.override(language):
        return gettext(sentence)


def place_of(recommendation: Recommendation, step: str, language: str = "en") -> str:
    return f"/{language}/recommendations/{recommendation.pk}/{step}/"


# --- The deciding language


@pytest.mark.parametrize("language", LANGUAGES)
def test_submission_without_the_deciding_language(language):
    recommendation = _recommendation(_family_circle(), Status.CONSOLIDATED)
    secretariat, colleague = person("secretariat"), person("secretariat2")
    url, reword = place_of(recommendation, "submit", language), place_of(recommendation, "reword")
    form = opened(secretariat, url)
    colleague.post(reword, {**opened(colleague, reword), "text_en": "In English only."})

    response = secretariat.post(url, {**form, "proposal": "endorsed", "cover_text_en": TYPED})

    assert response.status_code == 403
    sentence = "Write the wording in the deciding language first: the ministry decides on that text."
    assert said(language, sentence) in page(response)
    assert TYPED in page(response)
    recommendation.refresh_from_db()
    assert recommendation.status == Status.CONSOLIDATED


@pytest.mark.parametrize("language", LANGUAGES)
def test_changed_wording_without_the_deciding_language(language):
    recommendation = _recommendation(_family_circle(), Status.SUBMITTED)
    chair, url = person("chair"), place_of(recommendation, "decide", language)
    form = {**opened(chair, url), "outcome": "endorsed_with_changes", "reasons": "Shorter.", "changed_text_en": TYPED}

    response = chair.post(url, form)

    assert response.status_code == 422
    assert said(language, "Write the changed wording in the deciding language.") in page(response)
    assert TYPED in page(response)
    assert "Shorter." in page(response)


# --- Pasted from Word

PASTED = "“Боомт”\u200b бүрд\u00a0ажилтан\ufeff – ‘сургах’\u202e\u200f нэг\u00ad удаа…\r\n"
CLEANED = "“Боомт” бүрд ажилтан – ‘сургах’ нэг удаа…\n"


def draft_url(language: str = "en") -> str:
    return f"/{language}/circles/{_police_circle().pk}/draft/"


def draft(**words: str) -> dict[str, Any]:
    return {"title_en": "Train them", "addressees": [Agency.objects.get(code="NPA").pk], **words}


def pasted(length: int) -> str:
    return (PASTED * (length // len(PASTED) + 1))[:length]


@pytest.mark.parametrize("language", LANGUAGES)
def test_20_000_characters_from_word_are_refused_with_everything_kept(language):
    police, url = person("police"), draft_url(language)

    response = police.post(url, {**opened(police, url), **draft(text_mn=pasted(20_000), text_en=TYPED)})

    assert response.status_code == 422
    with translation.override(language):
        sentence = gettext("Shorten the text (%(language)s) to %(limit)s characters. It has %(length)s now.")
        assert sentence.partition("%(limit)s")[0].partition("%(language)s")[0] in page(response)
    assert "5000" in page(response)
    assert response.context["form"]["text"].value() == {"mn": pasted(20_000), "en": TYPED}
    assert pasted(20_000).replace("\r\n", "\n").strip() in page(response).replace("\r\n", "\n")
    assert "Train them" in page(response)


def test_4_000_characters_from_word_are_kept_as_the_words_they_are():
    police = person("police")

    response = police.post(draft_url(), {**opened(police, draft_url()), **draft(text_mn=pasted(4_000))})

    assert response.status_code == 302
    text = Recommendation.objects.latest("pk").latest_wording().text
    assert text.startswith(CLEANED * 50)
    assert not set("\u200b\ufeff\u202e\u200f\u00ad\u00a0\r") & set(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_more_than_a_server_takes_is_refused_with_words(language):
    police, url = person("police"), draft_url(language)

    response = police.post(url, {**opened(police, url), **draft(text_mn="үг " * 1_000_000)})

    assert response.status_code == 400
    assert said(language, "What you sent could not be read, and nothing was stored") in page(response)


# --- Sent twice, and from a tab left open


def test_the_same_form_sent_twice_has_one_effect():
    police, before = person("police"), Recommendation.objects.count()
    form = {**opened(police, draft_url()), **draft(text_mn="Сургах.")}

    first, second = police.post(draft_url(), form), police.post(draft_url(), form)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    assert Recommendation.objects.count() == before + 1


def browser(name: str) -> Client:
    """A browser that minds forgery, signed in through the page."""
    client = Client(enforce_csrf_checks=True)
    sign_in(client, name)
    return client


def sign_in(client: Client, name: str) -> None:
    form = opened(client, "/en/sign-in/")
    answer = client.post("/en/sign-in/", {**form, "login": f"{name}@{DOMAIN}", "password": PASSWORD})
    assert answer.status_code == 302


def sign_out(client: Client) -> None:
    client.post("/en/sign-out/", {"csrfmiddlewaretoken": opened(client, "/en/desk/")["csrfmiddlewaretoken"]})
    assert client.get("/en/desk/").status_code == 302


@pytest.fixture
def left_open() -> tuple[Client, str, Any]:
    """What the secretariat's browser shows after a form was sent over a sign-out."""
    recommendation = _recommendation(_family_circle(), Status.CONSOLIDATED)
    client, url = browser("secretariat"), place_of(recommendation, "withdraw")
    form = opened(client, url)
    sign_out(client)
    return client, url, client.post(url, {**form, "reason": TYPED})


def is_withdrawn(url: str) -> bool:
    """Whether the recommendation in the address of a page is."""
    return Recommendation.objects.get(pk=int(url.split("/")[3])).status == Status.WITHDRAWN


def test_a_tab_left_open_over_a_sign_out_shows_the_text(left_open):
    _client, url, shown = left_open

    assert shown.status_code == 401
    assert TYPED in page(shown)
    assert said("en", "Send it again") in page(shown)
    assert not is_withdrawn(url)


def test_it_is_sent_again_after_signing_in(left_open):
    client, url, shown = left_open
    sign_in(client, "secretariat")

    again = client.post(url, hidden(shown))  # its secret is older than the sign-in

    assert again.status_code == 302
    assert is_withdrawn(url)


def test_a_tab_left_open_over_a_new_sign_in_asks_once(left_open):
    client, url, _shown = left_open
    sign_in(client, "secretariat")
    form = opened(client, url)
    sign_out(client)
    sign_in(client, "secretariat")

    asked = client.post(url, {**form, "reason": TYPED})
    again = client.post(url, hidden(asked))

    assert (asked.status_code, again.status_code) == (401, 302)
    assert said("en", "Sign in, in a new window") not in page(asked)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"sent_again": "made up"},
        {"sent_again": ""},
        {"once_token": "made up"},
        {"sent_again": None},
    ],
)
def test_the_leave_to_send_again_is_good_for_this_form_alone(left_open, spoilt):
    client, url, shown = left_open
    sign_in(client, "secretariat")
    form = {name: value for name, value in {**hidden(shown), **spoilt}.items() if value is not None}

    assert client.post(url, form).status_code in {401, 403}
    assert client.post(url.replace("withdraw", "submit"), hidden(shown)).status_code == 401
    assert not is_withdrawn(url)


def test_the_leave_to_send_again_ends(left_open):
    client, url, shown = left_open
    with time_machine.travel(timezone.now() + dt.timedelta(hours=13)):
        sign_in(client, "secretariat")

        assert client.post(url, hidden(shown)).status_code == 401


def test_another_site_cannot_use_the_leave(left_open):
    client, url, shown = left_open
    sign_in(client, "secretariat")

    answer = client.post(url, hidden(shown), headers={"Origin": "https://elsewhere.example"})

    assert answer.status_code != 302
    assert not is_withdrawn(url)


@pytest.mark.parametrize("name", ["secretariat2", "rapporteur"])
@pytest.mark.parametrize("has_fresh_secret", [False, True])
def test_nobody_else_can_send_it_or_reads_it(left_open, name, has_fresh_secret):
    client, url, shown = left_open
    sign_in(client, name)
    form = hidden(shown)
    if has_fresh_secret:
        form["csrfmiddlewaretoken"] = opened(client, "/en/desk/")["csrfmiddlewaretoken"]

    again = client.post(url, form)

    assert again.status_code == 403
    assert said(
        "en", "This form was opened by somebody else, so nothing was sent. Open the page again and write your own."
    ) in page(again)
    assert TYPED not in page(again)
    assert not is_withdrawn(url)


# --- Two people at once


@pytest.mark.parametrize("language", LANGUAGES)
def test_deciding_what_was_withdrawn_a_second_ago(language):
    recommendation = _recommendation(_family_circle(), Status.SUBMITTED)
    chair, secretariat = person("chair"), person("secretariat")
    url, withdraw = place_of(recommendation, "decide", language), place_of(recommendation, "withdraw")
    form = opened(chair, url)
    secretariat.post(withdraw, {**opened(secretariat, withdraw), "reason": "Asked by the agency."})

    response = chair.post(url, {**form, "outcome": "declined", "reasons": TYPED})

    assert response.status_code == 403
    with translation.override(language):
        sentence = gettext(
            "This is not possible now: it is already “%(status)s”. Open it to see what happened and what is next."
        )
        assert sentence % {"status": Status.WITHDRAWN.label} in page(response)
    assert TYPED in page(response)
    assert not Decision.objects.filter(item__recommendation=recommendation).exists()


@pytest.mark.parametrize(
    ("status", "step", "people"),
    [
        (Status.DRAFT, "reword", ("police", "border")),
        (Status.CONSOLIDATED, "reword", ("secretariat", "secretariat2")),
        (Status.ADOPTED, "consolidate", ("secretariat", "secretariat2")),
    ],
)
def test_two_people_editing_one_text(status, step, people):
    circle = _police_circle() if status == Status.DRAFT else _family_circle()
    recommendation = _recommendation(circle, status)
    first, second = map(person, people)
    url = place_of(recommendation, step)
    edit = place_of(recommendation, "reword")
    words = {"title_en": "A title", "addressees": [Agency.objects.get(code="NPA").pk], "priority": "normal"}
    form = {**opened(second, url), **words, "text_mn": "Миний үг.", "text_en": TYPED}
    first.post(edit, {**opened(first, edit), "text_mn": "Тэдний үг."})

    stale = second.post(url, form)

    assert stale.status_code == 409
    assert "Миний үг." in page(stale)
    assert "Тэдний үг." in page(stale)
    assert TYPED in page(stale)
    again = second.post(url, {**form, **hidden(stale)})
    assert again.status_code == 302
    assert recommendation.latest_wording().text == "Миний үг."
    assert recommendation.wordings.filter(text="Тэдний үг.").exists()


# --- Files

UPLOADS = [
    ("order.pdf", samples.PROGRAM, "This file is a program, whatever its name says."),
    ("order.png", samples.boastful_png(60_000), "40 million pixels are the limit."),
    ("order.pdf", b"", "This file is empty. Check that it was saved, and choose it again."),
    ("order.pdf", b"%PDF-1.7\n" + bytes(21 * 1024 * 1024), "Make it smaller (a scan: with a lower resolution)"),
]


def printed_order() -> Order:
    return Order.objects.create(signatory_title={"mn": "Сайд"})


def registration(**files: Any) -> tuple[Any, Order]:
    order, secretariat = printed_order(), person("secretariat")
    url = f"/en/orders/{order.pk}/register/"
    words = {"number": "Б/77", "dated_on": "2026-01-05", "signatory_title_mn": "Дэд сайд"}
    return secretariat.post(url, {**opened(secretariat, url), **words, **files}), order


@pytest.mark.parametrize(("name", "content", "sentence"), UPLOADS, ids=["program", "boastful", "empty", "too large"])
def test_a_file_that_is_not_what_it_should_be(name, content, sentence):
    documents = Document.objects.count()

    response, order = registration(scan=sent(name, content))

    assert response.status_code == 422
    assert sentence in page(response)
    for kept in ("Б/77", "2026-01-05", "Дэд сайд"):
        assert kept in page(response)
    order.refresh_from_db()
    assert (order.status, order.scan) == (OrderStatus.PRINTED, None)
    assert Document.objects.count() == documents


def test_a_file_when_the_disk_is_nearly_full(settings):
    settings.DOCUMENTS_LEAST_FREE_BYTES = 10**18
    documents = Document.objects.count()

    response, order = registration(scan=sent("order.pdf", samples.pdf()))

    assert response.status_code == 422
    assert said("en", "The server's disk is full, so the file was not stored. ").strip() in page(response)
    assert "Б/77" in page(response)
    order.refresh_from_db()
    assert order.status == OrderStatus.PRINTED
    assert Document.objects.count() == documents
    assert not [each for each in settings.DOCUMENTS_DIR.rglob("*") if each.is_file()]


# --- An address that tries to add headers to a letter

INJECTIONS = [
    "new@example.org\r\nBcc: everybody@example.org",
    "new@example.org\nBcc: everybody@example.org",
    "new@example.org%0d%0aBcc: everybody@example.org",
    "new@example.org,everybody@example.org",
    "New <new@example.org>",
    "new@example.org\u2028Bcc: everybody@example.org",
    "new\x00@example.org",
]


@pytest.mark.parametrize("address", INJECTIONS)
def test_an_address_that_tries_header_injection(address):
    secretariat, url = person("secretariat"), "/en/people/invite/"
    words = {"email": address, "full_name": "New\r\nBcc: x", "role": "focal_point", "language": "mn"}
    words |= {"agency": str(Agency.objects.get(code="NPA").pk), "valid_from": "2030-01-01"}
    before = Invitation.objects.count()

    response = secretariat.post(url, {**opened(secretariat, url), **words})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["email"]
    assert response.context["form"]["email"].value() == address
    assert Invitation.objects.count() == before
    assert mail.outbox == []


# --- The number of a draft that is somebody else's


def told(response: Any, *shown: object) -> tuple[int, str]:
    """What an answer says, without what was asked and the one-time secrets of its forms."""
    words = re.sub(r'name="(csrfmiddlewaretoken|once_token)" value="[^"]*"', "", response.content.decode())
    words = re.sub(r'"reference": *"\w+"', "", words)
    for each in shown:
        words = words.replace(str(each), "…")
    return response.status_code, words


STEPS = ["", "reword/", "adopt/", "consolidate/", "take-up/", "wordings/1/translate/", "submit/", "return/"]
STEPS += ["decide/", "withdraw/", "compare/", "commit/"]
LINKS = [
    *((f"/en/recommendations/{{recommendation}}/{step}") for step in STEPS),
    "/en/circles/{circle}/draft/",
    "/en/circles/{circle}/challenge/",
    "/en/challenges/{challenge}/",
    "/en/commitments/{commitment}/",
    "/en/commitments/{commitment}/sign/",
    "/en/commitments/{commitment}/report/",
    "/en/commitments/{commitment}/verify/",
    "/en/commitments/{reported}/evidence/{report}/",
    "/en/orders/{order}/",
    "/en/orders/{order}/print/",
    "/en/orders/{order}/scan/",
    "/en/orders/{in_force}/print/",
    "/en/orders/{in_force}/scan/",
    "/api/v1/recommendations/{recommendation}",
    "/api/v1/challenges/{challenge}",
    "/api/v1/commitments/{commitment}",
]


def others() -> dict[str, int]:
    """What the police may not know about."""
    report = DoneReport.objects.filter(commitment__agency__code="MLSW").exclude(evidence=None).order_by("pk")[0]
    return {
        "recommendation": _recommendation(_family_circle(), Status.ADOPTED).pk,
        "circle": _family_circle().pk,
        "challenge": Challenge.objects.filter(circle=_family_circle())[0].pk,
        "commitment": Commitment.objects.exclude(agency__code="NPA").filter(status=CommitmentStatus.NAMED)[0].pk,
        "reported": report.commitment_id,
        "report": report.pk,
        "order": printed_order().pk,
        "in_force": Order.objects.exclude(scan=None)[0].pk,  # its page they may read, its paper not
    }


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_anothers_draft_in_an_address(link, method):
    user = User.objects.get(email=f"police@{DOMAIN}")
    _token, secret = issue_api_token(user=user, label="sheet", actor=Actor.system("test"))
    police, headers = person("police"), {"Authorization": f"Bearer {secret}"} if link.startswith("/api/") else {}
    real, missing = link.format(**others()), link.format(**dict.fromkeys(others(), MISSING))

    hides = getattr(police, method)(real, headers=headers)
    lacks = getattr(police, method)(missing, headers=headers)

    assert told(hides, real, real[3:]) == told(lacks, missing, missing[3:])
    assert hides.status_code in ({404} if method == "get" else {404, 405})


def endorsed_elsewhere() -> int:
    return Decision.objects.exclude(order=None)[0].pk


FIELDS = [
    ("police", "/en/circles/{circle}/draft/", "challenges", lambda: others()["challenge"]),
    ("police", "/en/recommendations/{in_force}/commit/", "agency", lambda: Agency.objects.get(code="MLSW").pk),
    ("secretariat", "/en/orders/new/", "decisions", endorsed_elsewhere),
    ("secretariat", "/en/releases/new/", "recommendations", lambda: others()["recommendation"]),
]


@pytest.mark.parametrize(("name", "url", "field", "number"), FIELDS, ids=[each[2] for each in FIELDS])
def test_anothers_draft_in_a_field(name, url, field, number):
    in_force = Recommendation.objects.in_force().filter(addressees__code="NPA", status__in=ENDORSED).order_by("pk")[0]
    url = url.format(circle=_police_circle().pk, in_force=in_force.pk)
    client, pk = person(name), number()
    form = opened(client, url)

    hides, lacks = (client.post(url, {**form, field: each}) for each in (pk, MISSING))

    assert field in hides.context["form"].errors
    assert hides.status_code == 422
    refusals = [
        [str(each).replace(str(asked), "…") for each in answer.context["form"].errors[field]]
        for answer, asked in ((hides, pk), (lacks, MISSING))
    ]
    assert refusals[0] == refusals[1]


LISTS = [
    ("recommendations", "two languages", "Zanzibar"),
    ("recommendations", "утасны хоёр хэл", "Занзибарын"),
    ("challenges", "School", "Zanzibar"),
    ("commitments", "Kazakh", "Zanzibar"),
]


@pytest.mark.parametrize(("name", "hidden_word", "no_word"), LISTS)
@pytest.mark.parametrize("format", ["", "csv", "json", "xlsx"])
def test_anothers_draft_in_a_search_and_an_export(name, hidden_word, no_word, format):
    police = person("police")

    hides, lacks = (police.get(f"/en/{name}/", {"q": word, "format": format}) for word in (hidden_word, no_word))

    assert hides.status_code == 200
    if format == "xlsx":
        assert sheet(hides) == sheet(lacks)
        return
    found, lacking = ((word, quote(word), quote_plus(word)) for word in (hidden_word, no_word))
    assert told(hides, *found) == told(lacks, *lacking)


def sheet(response: Any) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        return {each: book.read(each) for each in book.namelist() if each.startswith("xl/")}


@pytest.mark.parametrize("format", ["csv", "json"])
def test_anothers_draft_in_a_whole_export(format):
    words = person("police").get(f"/en/recommendations/?format={format}").content.decode()

    assert "two languages" not in words
    assert "Joint patrols" in words or "Боомтын хамтарсан эргүүл" in words
