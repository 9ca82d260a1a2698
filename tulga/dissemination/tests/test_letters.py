"""The official letter of a release: what an office reads, as Word and as PDF, opened by programs that are not ours."""

from __future__ import annotations

import io
import zipfile

import mammoth
import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation
from docx import Document
from pypdf import PdfReader

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory, UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.dissemination.letters import release_letters
from tulga.dissemination.models import Delivery, Release
from tulga.dissemination.services import approving, preparing
from tulga.dissemination.tests.factories import InForceFactory, ReleaseFactory
from tulga.dissemination.views.delivering import DeliveryLetter, ReleaseLetters
from tulga.documents.letters import letter_docx, letter_pdf
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText

pytestmark = pytest.mark.django_db
GOVERNMENT, POLICE = Audience.GOVERNMENT, Audience.LAW_ENFORCEMENT
OPEN, SECRET = "Замын хяналтыг сайжруулах.", "Өвөрхангайн Ү цэгт ₮ шалгах."
LETTERS = "АБВГДЕЁЖЗИЙКЛМНОӨПРСТУҮФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмноөпрстуүфхцчшщъыьэюя₮№"


@pytest.fixture
def release():
    """Out: its second passage is for the police, whose office stands below a ministry."""
    MembershipFactory(role=Role.SECRETARIAT, agency=AgencyFactory(name={"mn": "Хууль зүйн яам"}))
    ministry = AgencyFactory(audiences=frozenset({GOVERNMENT}), name={"mn": "Дээд яам"})
    AgencyFactory(audiences=frozenset({GOVERNMENT, POLICE}), name={"mn": "Цагдаа"}, parent=ministry)
    row = InForceFactory(wording=f"{OPEN} {SECRET} {LETTERS}.", title=I18nText(mn="Хяналт"))
    found = ReleaseFactory(audiences=frozenset({GOVERNMENT, POLICE}), carrying=[row], title=I18nText(mn="Зөвлөмж"))
    item = found.items.get()
    preparing.mark_passages(
        item=item,
        readers={
            each.pk: frozenset({POLICE}) if SECRET in each.text else frozenset(Audience) for each in item.passages.all()
        },
        titles={GOVERNMENT: I18nText(mn="Хяналт")},
        left_out=(),
        expected_version=1,
        actor=actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk),
    )
    chair = actor_at(AgencyFactory(), Role.CHAIR, user_id=UserFactory().pk)
    return approving.approve_release(release=Release.objects.get(pk=found.pk), actor=chair)


def delivery_to(name):
    (found,) = [each for each in Delivery.objects.select_related("agency") if str(each.agency) == name]
    return found


def pdf_words(content: bytes) -> str:
    return " ".join(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(content)).pages).split())


@pytest.mark.parametrize(("office", "reads_secret"), [("Дээд яам", False), ("Цагдаа", True)])
def test_an_office_is_written_its_own_edition(release, office, reads_secret):
    (letter,) = release_letters(release, [delivery_to(office)], "mn")

    paper, word = pdf_words(letter_pdf(letter)), letter_docx(letter)

    document = Document(io.BytesIO(word))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    opened = "\n".join([*(each.text for each in document.paragraphs), *cells])
    converted = mammoth.extract_raw_text(io.BytesIO(word)).value
    for words in (paper, opened, converted):
        assert OPEN in words
        assert (SECRET in words) is reads_secret
        assert all(each in words for each in (office, "Хууль зүйн яам", release.number))


def test_a_pdf_reader_finds_every_mongolian_letter(release):
    (letter,) = release_letters(release, [delivery_to("Цагдаа")], "mn")

    paper = pdf_words(letter_pdf(letter)).replace(" ", "")

    assert [each for each in LETTERS if each not in paper] == []


def ask(view, actor, **address):
    request = RequestFactory().get("/mn/")
    request.actor = actor
    with translation.override("mn"):
        return view.as_view()(request, **address)


def test_an_office_above_does_not_hold_the_letter_of_one_below(release):
    above = actor_at(delivery_to("Дээд яам").agency, Role.FOCAL_POINT, user_id=UserFactory().pk)
    below = delivery_to("Цагдаа")

    assert ask(DeliveryLetter, above, pk=delivery_to("Дээд яам").pk, ending="pdf").status_code == 200
    assert Delivery.objects.visible_to(above).filter(pk=below.pk).exists()
    with pytest.raises(Http404):
        ask(DeliveryLetter, above, pk=below.pk, ending="docx")
    with pytest.raises(Http404):
        ask(ReleaseLetters, above, pk=release.pk, ending="zip")


def test_the_secretariat_prints_them_all(release):
    secretariat = actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)

    archive = zipfile.ZipFile(io.BytesIO(ask(ReleaseLetters, secretariat, pk=release.pk, ending="zip").content))
    paper = pdf_words(ask(ReleaseLetters, secretariat, pk=release.pk, ending="pdf").content)

    assert len(archive.namelist()) == Delivery.objects.count()
    assert any("Цагдаа" in each for each in archive.namelist())
    assert all(each in paper for each in ("Дээд яам", "Цагдаа"))


def test_a_release_without_offices_has_no_letters():
    secretariat = actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)
    release = ReleaseFactory(audiences=frozenset({Audience.PUBLIC}), carrying=[InForceFactory()])
    chair = actor_at(AgencyFactory(), Role.CHAIR, user_id=UserFactory().pk)
    approving.approve_release(release=release, actor=chair)

    with pytest.raises(Http404):
        ask(ReleaseLetters, secretariat, pk=release.pk, ending="pdf")
