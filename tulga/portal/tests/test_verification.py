"""The page that a printed order's code leads to."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.documents import storage
from tulga.documents.checking import check_upload
from tulga.documents.choices import SCANS
from tulga.documents.tests.samples import pdf
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText
from tulga.portal.views import FAILED_CODES
from tulga.recommendations.choices import Outcome, Status
from tulga.recommendations.models import Decision, Recommendation, Submission, SubmissionItem
from tulga.recommendations.services.deciding import print_order, register_order
from tulga.recommendations.services.registering import correct_order
from tulga.recommendations.tests.factories import RecommendationFactory, WordingFactory, issue_words
from tulga.recommendations.verification_code import in_groups, new_code

pytestmark = pytest.mark.django_db
UNKNOWN = "0000-0000-0000-0000"


@pytest.fixture(autouse=True)
def clean(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    settings.DOCUMENTS_LEAST_FREE_SHARE = 0
    cache.clear()


def endorsed(reference, words):
    recommendation = RecommendationFactory(status=Status.ENDORSED, reference=reference, title=I18nText(en=words))
    wording = WordingFactory(recommendation=recommendation, text=f"{words} үг")
    item = SubmissionItem.objects.create(
        submission=Submission.objects.create(), recommendation=recommendation, wording=wording
    )
    return Decision.objects.create(item=item, outcome=Outcome.ENDORSED, wording=wording, wording_hash=wording.hash)


def printed(*decisions):
    writer = actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)
    return print_order(decisions=decisions, signatory_title=I18nText(mn="Дэд сайд", en="Vice minister"), actor=writer)


def registered(order, number="A/14"):
    writer = actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)
    return register_order(
        order=order,
        number=number,
        dated_on=dt.date(2018, 1, 22),
        signatory_title=order.signatory_title,
        is_acting=True,
        scan=check_upload(ContentFile(pdf(), name="order.pdf"), kinds=SCANS),
        expected_version=order.version,
        actor=writer,
    )


@pytest.fixture
def order():
    """In force, with one recommendation that everybody may read and one that is shared with the government only."""
    open_, closed = endorsed("R-2018-01", "Open"), endorsed("R-2018-02", "Closed")
    made = registered(printed(open_, closed))
    issue_words(Recommendation.objects.get(reference="R-2018-01"), *Audience)
    issue_words(Recommendation.objects.get(reference="R-2018-02"), Audience.GOVERNMENT)
    return made


def page(code: str, query: str = "", language: str = "en"):
    return Client().get(f"/{language}/verify/{code}/{query}")


@pytest.mark.parametrize("language", ["mn", "en"])
def test_the_code_leads_to_what_everybody_may_read_of_the_order(order, language):
    answer = page(order.code_in_groups, language=language)
    words = answer.content.decode()

    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert all(each in words for each in ["A/14", "R-2018-01", "Open үг", order.code_in_groups])
    assert all(each not in words for each in ["R-2018-02", "Closed", order.printed.sha256])


def test_an_order_of_which_nothing_is_public_shows_that_it_stands_and_nothing_else(order):
    Recommendation.objects.update(audiences=frozenset())

    words = page(order.code_in_groups).content.decode()

    assert "A/14" in words
    assert all(each not in words for each in ["R-2018-01", "R-2018-02", "Open", "Closed"])


def test_a_code_that_opens_nothing_is_answered_alike_whatever_the_reason(order):
    waiting = printed(endorsed("R-2018-03", "Waiting"))

    def without(code, answer):
        return answer.content.decode().replace(code, "")

    answers = {code: page(code) for code in (UNKNOWN, in_groups(new_code()), waiting.code_in_groups)}

    assert {each.status_code for each in answers.values()} == {404}
    assert len({without(code, answer) for code, answer in answers.items()}) == 1
    assert "letter by letter" in answers[UNKNOWN].content.decode()


def test_a_code_that_opens_nothing_costs_the_same_queries_whatever_the_reason(order):
    waiting = printed(endorsed("R-2018-03", "Waiting"))
    counts = set()
    for code in (UNKNOWN, waiting.code_in_groups):
        with CaptureQueriesContext(connection) as queries:
            page(code)
        counts.add(len(queries))

    assert len(counts) == 1


@pytest.mark.parametrize("what", ["printed", "scan"])
def test_the_hash_of_the_paper_is_the_same_and_of_another_file_is_not(order, what):
    document = getattr(order, what)
    digest = hashlib.sha256(storage.path_of(document.public_name).read_bytes()).hexdigest()

    same = page(order.code_in_groups, f"?sha256={digest.upper()}").content.decode()
    other = page(order.code_in_groups, f"?sha256={'0' * 64}").content.decode()
    wrong = page(order.code_in_groups, "?sha256=%3Cscript%3E").content.decode()

    assert "byte for byte" in same
    assert "Not the same" in other
    assert "This is no SHA-256" in wrong
    assert "<script>" not in wrong


def test_printing_gives_the_stored_bytes_also_after_the_order_is_registered(order):
    document = order.printed

    assert document.sha256 == hashlib.sha256(storage.path_of(document.public_name).read_bytes()).hexdigest()
    assert order.is_on_paper(document.sha256)
    assert not order.is_on_paper("0" * 64)


def test_who_fails_too_often_waits_and_then_also_a_true_code_waits(order):
    for _each in range(FAILED_CODES):
        assert page(in_groups(new_code())).status_code == 404

    assert page(in_groups(new_code())).status_code == 429
    assert page(order.code_in_groups).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").get(f"/en/verify/{order.code_in_groups}/").status_code == 200


def test_guessed_hashes_are_throttled_too(order):
    for each in range(FAILED_CODES):
        assert page(order.code_in_groups, f"?sha256={each:064x}").status_code == 200

    assert page(order.code_in_groups).status_code == 429


@pytest.mark.parametrize("language", ["mn", "en"])
def test_a_typed_code_leads_to_its_page_and_a_half_one_is_explained(order, language):
    typed = order.code_in_groups.lower().replace("-", " ")

    answer = Client().get(f"/{language}/verify/", {"code": typed})
    half = Client().get(f"/{language}/verify/", {"code": "K3F9"})

    assert (answer.status_code, answer.url) == (302, f"/{language}/verify/{order.code_in_groups}/")
    assert half.status_code == 200
    assert 'value="K3F9"' in half.content.decode()
    assert "aria-invalid" in half.content.decode()
    assert "aria-invalid" not in Client().get(f"/{language}/verify/").content.decode()


@pytest.mark.parametrize(
    ("superseded", "says"),
    [
        ([], "This order is in force. Nothing has taken its place."),
        (["R-2018-02"], "have taken the place of a part of what this order endorsed"),
        (["R-2018-01", "R-2018-02"], "This order does not hold any more"),
    ],
)
def test_it_says_whether_newer_ones_have_taken_its_place(order, superseded, says):
    Recommendation.objects.filter(reference__in=superseded).update(status=Status.SUPERSEDED)

    words = page(order.code_in_groups).content.decode()

    assert says in words
    assert "R-2018-02" not in words


def test_it_says_what_the_register_said_before_it_was_corrected(order):
    correct_order(
        order=order,
        number="A/41",
        dated_on=order.dated_on,
        signatory_title=order.signatory_title,
        is_acting=True,
        reason="Not for everybody.",
        expected_version=order.version,
        actor=actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk),
    )

    words = page(order.code_in_groups).content.decode()

    assert "the register said: No A/14 of 22 January 2018" in words
    assert "A/41" in words
    assert "Not for everybody." not in words
