from __future__ import annotations

from io import StringIO

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command
from django.utils import translation
from python_calamine import CalamineWorkbook

from tulga.agencies.models import Agency
from tulga.agencies.services import load_agencies, load_hotlines
from tulga.audit.models import AuditEvent
from tulga.kit.actor import Actor
from tulga.places.models import Place
from tulga.places.services import load_places

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def register(settings, tmp_path):
    settings.WORDS_DIR = tmp_path / "words"
    loader = Actor.system("load_reference")
    load_places(actor=loader)
    load_agencies(actor=loader)
    load_hotlines(actor=loader)


def corrected_by_hand(tmp_path, changes):
    """Export the sheet, write other words into some rows of names, hand it back."""
    call_command("export_words", str(tmp_path / "words.xlsx"), stdout=StringIO())
    book = CalamineWorkbook.from_path(str(tmp_path / "words.xlsx"))
    corrected = tmp_path / "corrected.xlsx"
    with xlsxwriter.Workbook(str(corrected)) as out:
        for name in book.sheet_names:
            sheet = out.add_worksheet(name)
            for number, line in enumerate(book.get_sheet_by_name(name).to_python()):
                words = changes.get(tuple(line[:3]), {}) if name == "Names" else {}
                line = [words.get(column, cell) for column, cell in enumerate(line)]
                sheet.write_row(number, 0, line)
    return corrected


MONGOLIAN, ENGLISH, CONFIRMED = 3, 4, 7
POLICE = ("agency", "NPA", "name")


def read_in(path, **options):
    out = StringIO()
    call_command("import_words", str(path), by="Language office", stdout=out, **options)
    return out.getvalue()


def test_a_name_corrected_on_the_sheet_is_corrected_in_tulga(tmp_path):
    path = corrected_by_hand(tmp_path, {POLICE: {MONGOLIAN: "Цагдаагийн газар"}})

    said = read_in(path)

    agency = Agency.objects.get(code="NPA")
    assert "names: 0 created, 1 changed" in said
    assert agency.name == {"en": "National Police Agency", "mn": "Цагдаагийн газар"}
    assert agency.checked.startswith("name: Language office, ")
    event = AuditEvent.objects.order_by("-sequence").first()
    assert (event.verb, event.actor_label) == ("agencies.edit", "Language office")
    assert agency in Agency.objects.search("tsagdaagiin gazar")


def test_reading_the_same_sheet_twice_changes_nothing(tmp_path):
    changes = {POLICE: {MONGOLIAN: "Цагдаа"}, ("place", "MN46", "name"): {CONFIRMED: "yes"}}
    path = corrected_by_hand(tmp_path, changes)
    read_in(path)
    before = AuditEvent.objects.count()

    said = read_in(path)

    assert "names: 0 created, 0 changed" in said
    assert "0 refused" in said
    assert AuditEvent.objects.count() == before


def test_two_fields_of_one_record_are_checked_apart(tmp_path):
    path = corrected_by_hand(
        tmp_path, {POLICE: {CONFIRMED: "тийм"}, ("agency", "NPA", "abbreviation"): {MONGOLIAN: "ЦЕГА"}}
    )

    read_in(path)

    agency = Agency.objects.get(code="NPA")
    assert "name: Language office, " in agency.checked
    assert "abbreviation: Language office, " in agency.checked
    assert agency.version == 3


def test_places_and_hotlines_are_corrected_too(tmp_path):
    path = corrected_by_hand(
        tmp_path,
        {
            ("place", "gashuunsukhait", "name"): {ENGLISH: "Gashuun"},
            ("hotline", "108", "audience"): {MONGOLIAN: "Бүгд"},
        },
    )

    said = read_in(path)

    assert "2 changed" in said
    assert Place.objects.get(code="gashuunsukhait").name["en"] == "Gashuun"


def test_a_dry_run_says_what_would_change_and_stores_nothing(tmp_path, settings):
    path = corrected_by_hand(tmp_path, {POLICE: {MONGOLIAN: "Цагдаа"}})

    said = read_in(path, dry_run=True)

    assert "1 changed" in said
    assert Agency.objects.get(code="NPA").version == 1
    assert not settings.WORDS_DIR.exists()


def test_a_name_cannot_be_emptied(tmp_path):
    path = corrected_by_hand(tmp_path, {POLICE: {MONGOLIAN: "", ENGLISH: ""}})

    said = read_in(path)

    assert "1 refused" in said
    assert "A name cannot be emptied" in said


def test_a_record_nobody_knows_is_refused(tmp_path):
    path = corrected_by_hand(tmp_path, {POLICE: {1: "NOBODY"}})

    assert "There is no such record" in read_in(path)


def test_an_old_sheet_does_not_undo_a_newer_name(tmp_path):
    old = corrected_by_hand(tmp_path, {POLICE: {MONGOLIAN: "Хуучин"}}).rename(tmp_path / "old.xlsx")
    read_in(corrected_by_hand(tmp_path, {POLICE: {MONGOLIAN: "Шинэ"}}))

    said = read_in(old)

    assert "Somebody changed this text after the sheet was made" in said
    assert Agency.objects.get(code="NPA").name["mn"] == "Шинэ"


def test_another_workbook_is_refused(tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "other.xlsx")) as book:
        book.add_worksheet("Interface")
        book.add_worksheet("Names")

    with pytest.raises(CommandError, match="export_words"):
        read_in(tmp_path / "other.xlsx")
