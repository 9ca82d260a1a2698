from __future__ import annotations

import io

import pytest
from django.utils import translation
from pypdf import PdfReader

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.i18n import I18nText
from tulga.recommendations.choices import Outcome, Status
from tulga.recommendations.models import Decision, Submission, SubmissionItem
from tulga.recommendations.order_paper import order_pdf
from tulga.recommendations.services.deciding import print_order
from tulga.recommendations.tests.factories import RecommendationFactory, WordingFactory

pytestmark = pytest.mark.django_db
LETTERS = "АБВГДЕЁЖЗИЙКЛМНОӨПРСТУҮФХЦЧШЩЪЫЬЭЮЯ"


@pytest.fixture(autouse=True)
def room_for_documents(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    settings.DOCUMENTS_LEAST_FREE_SHARE = 0


def endorsed(text, reference="R-2018-01"):
    recommendation = RecommendationFactory(
        status=Status.ENDORSED, reference=reference, title=I18nText(mn="Боомт", en="Ports")
    )
    recommendation.addressees.add(AgencyFactory(name={"mn": "Хилийн байгууллага", "en": "Border agency"}))
    wording = WordingFactory(recommendation=recommendation, text=text)
    item = SubmissionItem.objects.create(
        submission=Submission.objects.create(), recommendation=recommendation, wording=wording
    )
    return Decision.objects.create(item=item, outcome=Outcome.ENDORSED, wording=wording, wording_hash=wording.hash)


def order_of(*texts):
    decisions = [endorsed(text, f"R-2018-0{number}") for number, text in enumerate(texts, start=1)]
    signatory = I18nText(mn="Дэд сайд", en="Vice minister")
    return print_order(
        decisions=decisions,
        signatory_title=signatory,
        actor=actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk),
    )


def words_of(order):
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(order_pdf(order))).pages)


def test_every_mongolian_letter_can_be_read_back():
    text = " ".join([LETTERS, LETTERS.lower(), "₮ « » “ ” – —"])

    assert set(text) <= set(words_of(order_of(text))) | {" "}


def test_the_paper_speaks_the_deciding_language_whoever_asks():
    order = order_of("Боомт бүрд шалгах.")

    with translation.override("en"):
        words = words_of(order)

    assert all(each in words for each in ["Боомт бүрд шалгах.", "Дэд сайд", "Хилийн байгууллага", "R-2018-01"])
    assert "Vice minister" not in words


def test_the_hash_of_each_wording_stands_under_it():
    order = order_of("Нэг.", "Хоёр.")

    words = words_of(order)

    assert all(each.wording_hash[:16] in words for each in order.decisions.all())
    assert words.index("Нэг.") < words.index("Хоёр.")


def test_what_people_write_is_never_markup():
    text = '#panic("x") *b* _i_ $x$ @ref <label> \\ // [a] = Heading'

    words = words_of(order_of(text)).replace("\n", " ")

    assert text in words


def test_printing_twice_gives_the_same_paper():
    order = order_of("Боомт бүрд шалгах.")

    assert order_pdf(order) == order_pdf(order)


def test_a_long_order_runs_over_several_pages():
    order = order_of("Урт үг. " * 1_000, "Богино.")

    assert len(PdfReader(io.BytesIO(order_pdf(order))).pages) > 1


def test_the_paper_carries_its_code_and_where_to_check_it(settings):
    settings.BASE_URL = "https://tulga.example.mn"
    order = order_of("Боомт бүрд шалгах.")

    words = words_of(order).replace("\n", "")

    assert order.code_in_groups in words
    assert f"https://tulga.example.mn/mn/verify/{order.code_in_groups}/" in words
