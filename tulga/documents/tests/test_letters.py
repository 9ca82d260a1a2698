from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
import zipfile
from collections import Counter

import pytest
from django.utils import translation
from docx import Document as read_docx
from pypdf import PdfReader

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.documents import letters
from tulga.documents.checking import check_upload
from tulga.documents.choices import Action, Kind
from tulga.documents.letters import Fact, Letter, LetterKind, Point
from tulga.documents.models import LetterTemplate
from tulga.documents.services import replace_letter_template, withdraw_letter_template
from tulga.documents.tests.factories import sent
from tulga.kit.errors import NotAllowed, RuleBroken

pytestmark = pytest.mark.django_db
ALPHABET = "АБВГДЕЁЖЗИЙКЛМНОӨПРСТУҮФХЦЧШЩЪЫЬЭЮЯ"
EVERY_LETTER = f"{ALPHABET} {ALPHABET.lower()} 12 345₮ «Ө» “ү” – — №"
CIRCULAR = LetterKind("tests.circular", "Circular", {"room": "the room"})


@pytest.fixture
def secretariat():
    return actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)


def letter(**changes) -> Letter:
    words = {
        "kind": CIRCULAR,
        "language": "mn",
        "sender": "Хууль зүй, дотоод хэргийн яам",
        "addressee": "Хилийн ерөнхий газар",
        "subject": "Уулзалтад урих тухай",
        "paragraphs": [EVERY_LETTER, "Хоёр дахь хэсэг."],
        "facts": [Fact("Хэзээ", "10 цагт")],
        "points": [Point("Нэг", "Эхнийх"), Point("Хоёр")],
        "signatory": "Нарийн бичгийн дарга",
    }
    return Letter(**{**words, **changes})


def docx_words(content: bytes) -> str:
    paper = read_docx(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in paper.paragraphs), *cells])


def pdf_words(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def template(*lines: str) -> bytes:
    paper = read_docx()
    for line in lines:
        paper.add_paragraph(line)
    written = io.BytesIO()
    paper.save(written)
    return written.getvalue()


def put_in_use(content: bytes, actor, *, kind=CIRCULAR, language="mn") -> LetterTemplate:
    upload = check_upload(sent("letter.docx", content), kinds={Kind.DOCX})
    return replace_letter_template(kind=kind, language=language, upload=upload, actor=actor)


def test_every_mongolian_letter_can_be_read_back_from_both_papers():
    wanted = set(EVERY_LETTER) - {" "}

    assert wanted <= set(docx_words(letters.letter_docx(letter())))
    assert wanted <= set(pdf_words(letters.letter_pdf(letter())))


@pytest.mark.parametrize("make", [letters.letter_docx, letters.letter_pdf], ids=["docx", "pdf"])
def test_a_letter_says_all_it_was_given(make):
    read = docx_words if make is letters.letter_docx else pdf_words

    words = read(make(letter(salutation="Эрхэм дарга аа,", closing=["Хүндэтгэсэн,"], contact="Утас 51-260000")))

    wanted = ["Хууль зүй", "Хилийн", "Уулзалтад урих", "Хоёр дахь", "10 цагт", "2. Хоёр", "Эхнийх", "Нарийн бичгийн"]
    assert [each for each in [*wanted, "Эрхэм дарга", "Хүндэтгэсэн", "51-260000"] if each not in words] == []


@pytest.mark.parametrize(
    ("language", "given", "shown"),
    [
        ("mn", {}, ["____ оны __ сарын __", "№ ____"]),
        ("en", {}, ["Date: ____", "No. ____"]),
        ("mn", {"number": "1/245", "dated_on": dt.date(2027, 1, 5)}, ["2027 оны", "№ 1/245"]),
    ],
)
def test_number_and_date_are_blank_until_somebody_knows_them(language, given, shown):
    words = docx_words(letters.letter_docx(letter(language=language, **given)))

    assert [each for each in shown if each not in words] == []


def test_the_letters_language_is_not_the_readers():
    with translation.override("en"):
        words = pdf_words(letters.letter_pdf(letter()))

    assert "оны" in words
    assert "Date" not in words


@pytest.mark.parametrize(
    "text",
    [
        "{{ 7 * 7 }} {% for x in y %}",
        '#panic("x") *b* _i_ $x$ @ref <label> [a]',
        "<w:p>&amp;</w:p> <script>",
        "a\x07b\x0cc",
    ],
)
def test_what_people_write_is_never_markup(text):
    given = letter(subject=text, paragraphs=["Тэгээд."])
    plain = text.replace("\x07", "").replace("\x0c", "\n")

    assert plain in docx_words(letters.letter_docx(given))
    assert plain.split()[0] in pdf_words(letters.letter_pdf(given))
    assert "49" not in docx_words(letters.letter_docx(given))


def test_many_letters_make_one_paper_with_its_own_page_numbers():
    many = [letter(addressee=f"Газар {number}") for number in range(3)]

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(letters.letters_pdf(many))).pages]

    assert [f"Газар {number}" in page for number, page in enumerate(pages)] == [True] * 3
    assert all(page.rstrip().endswith("1") for page in pages)


def test_two_files_of_one_name_are_both_in_the_archive():
    archive = zipfile.ZipFile(io.BytesIO(letters.zipped([("Яам.pdf", b"1"), ("яам.pdf", b"2"), ("../x.pdf", b"3")])))

    assert archive.namelist() == ["Яам.pdf", "яам 2.pdf", "x.pdf"]


def test_a_template_is_used_from_then_on_for_its_kind_and_language_until_it_is_withdrawn(secretariat):
    own = put_in_use(
        template(
            "МАНАЙ {{ addressee }}",
            "{%p for each in facts %}",
            "{{ each.value }}",
            "{%p endfor %}",
            "{{ room }}",
            "{{ subject }}",
        ),
        secretariat,
    )

    words = docx_words(letters.letter_docx(letter(more={"room": "302"})))
    assert all(each in words for each in ["МАНАЙ Хилийн ерөнхий газар", "10 цагт", "302"])
    assert "МАНАЙ" not in docx_words(letters.letter_docx(letter(language="en")))
    assert AuditEvent.objects.latest("sequence").verb == Action.REPLACE_LETTER_TEMPLATE

    withdraw_letter_template(template=own, actor=secretariat)
    assert "МАНАЙ" not in docx_words(letters.letter_docx(letter()))
    with pytest.raises(RuleBroken, match="not in use any more"):
        withdraw_letter_template(template=own, actor=secretariat)


def test_a_second_template_replaces_the_first_and_both_are_kept(secretariat):
    put_in_use(template("НЭГ {{ subject }}"), secretariat)
    put_in_use(template("ХОЁР {{ subject }}"), secretariat)

    assert "ХОЁР" in docx_words(letters.letter_docx(letter()))
    assert LetterTemplate.objects.count() == 2


def test_a_template_is_in_a_language_of_the_deployment(secretariat):
    with pytest.raises(RuleBroken, match="languages offered"):
        put_in_use(template("{{ subject }}"), secretariat, language="xx")


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        (["{{ subject }} {{ adressee }}"], "adressee"),
        (["{{ subject }}", "{%p for each in facts %}", "{{ each.labell }}", "{%p endfor %}"], "facts.labell"),
        (["Only words"], "no blank"),
        (["{{ subject }", "{{ addressee }}"], "cannot be filled"),
        (["{% if subject %}{{ subject }}"], "cannot be filled"),
        (["{{ subject }} {{ 7 * 7 }}"], "mul"),
        (["{{ subject }} {{ subject.upper() }}"], "more than a blank"),
        (["{{ subject|upper }}"], "more than a blank"),
        (["{{ subject.__class__.__mro__ }}"], "more than a blank"),
        (["{{ self._TemplateReference__context }}"], "more than a blank"),
        (["{% for a in range(9) %}{{ subject }}{% endfor %}"], "more than a blank"),
        (["{% for a in facts %}{% for b in facts %}{{ subject }}{% endfor %}{% endfor %}"], "more than a blank"),
        (["{% set x = subject %}{{ subject }}"], "more than a blank"),
        (["{% include 'x' %}{{ subject }}"], "more than a blank"),
        (["{% macro a() %}{% endmacro %}{{ subject }}"], "more than a blank"),
    ],
)
def test_a_template_that_cannot_be_filled_is_refused_with_what_to_do(secretariat, lines, named):
    with pytest.raises(RuleBroken, match=named):
        put_in_use(template(*lines), secretariat)

    assert not LetterTemplate.objects.exists()


def test_a_blank_in_a_header_or_in_the_files_title_is_looked_at_too(secretariat):
    paper = read_docx(io.BytesIO(template("{{ subject }}")))
    paper.sections[0].header.paragraphs[0].text = "{{ letterhead }}"
    written = io.BytesIO()
    paper.save(written)
    with pytest.raises(RuleBroken, match="letterhead"):
        put_in_use(written.getvalue(), secretariat)

    paper = read_docx(io.BytesIO(template("{{ subject }}")))
    paper.core_properties.title = "{{ lipsum() }}"
    written = io.BytesIO()
    paper.save(written)
    with pytest.raises(RuleBroken, match="more than a blank"):
        put_in_use(written.getvalue(), secretariat)


def test_the_shipped_template_passes_its_own_check(secretariat):
    for language in ("mn", "en"):
        put_in_use(letters.shipped_template(language), secretariat, language=language)

    assert LetterTemplate.objects.count() == 2


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SECRETARIAT])
def test_nobody_else_replaces_a_template(role):
    actor = actor_at(AgencyFactory(), role)

    with pytest.raises(NotAllowed):
        put_in_use(template("{{ subject }}"), actor)
    assert not LetterTemplate.objects.visible_to(actor).exists()


@pytest.mark.skipif(not shutil.which("soffice"), reason="no converter on this machine")
def test_a_word_processor_opens_it(tmp_path):
    path = tmp_path / "letter.docx"
    path.write_bytes(letters.letter_docx(letter()))

    subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path], check=True)  # noqa: S603, S607

    # Where a machine's font lacks a letter, another font draws it, and a reader may find it elsewhere on the line.
    written, drawn = (
        Counter(filter(str.isalpha, words))
        for words in (docx_words(path.read_bytes()), pdf_words((tmp_path / "letter.pdf").read_bytes()))
    )
    assert written
    assert not written - drawn


def test_a_template_that_fitted_once_says_that_it_must_be_replaced(secretariat):
    put_in_use(template("{{ subject }} {{ room }}"), secretariat)
    without_room = LetterKind(CIRCULAR.name, "Circular")

    try:
        with pytest.raises(RuleBroken, match="does not fit any more"):
            letters.letter_docx(letter(kind=without_room))
    finally:
        letters.KINDS[CIRCULAR.name] = CIRCULAR
