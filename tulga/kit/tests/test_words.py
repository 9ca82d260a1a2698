from __future__ import annotations

import datetime as dt
import gettext
import io

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po as babel_read_po
from django.utils import translation
from django.utils.translation.trans_real import DjangoTranslation

from tulga.kit.errors import RuleBroken
from tulga.kit.words.catalogue import Catalogue, Entry, mo_bytes, po_text, read_po, write_catalogue
from tulga.kit.words.interface import Interface, fault_in
from tulga.kit.words.sheet import Checker, Row, fingerprint_of, read_sheet, write_sheet

PO = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

#. Above the list.
#: tulga/desk/views.py tulga/desk/templates/desk/desk.html
msgid "Desk"
msgstr "Миний ажил"

#, python-format
msgid "%(count)s thing waits"
msgid_plural "%(count)s things wait"
msgstr[0] "%(count)s ажил"
msgstr[1] "%(count)s ажлууд"

msgctxt "month"
msgid "May"
msgstr "5-р сар"

#, fuzzy
msgid "Doubtful"
msgstr "Эргэлзээтэй"

msgid ""
"Two \"quoted\"\n"
"lines"
msgstr "Хоёр \"хашилттай\"\nмөр"

#~ msgid "Gone"
#~ msgstr "Байхгүй"
"""


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def catalogues(settings, tmp_path):
    """A project's catalogue in Mongolian, and an empty place for corrections."""
    path = tmp_path / "locale" / "mn" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO, encoding="utf-8")
    path.with_suffix(".mo").write_bytes(mo_bytes(read_po(path)))
    settings.WORDS_DIR = tmp_path / "words"
    settings.LOCALE_PATHS = [settings.WORDS_DIR, tmp_path / "locale"]
    return tmp_path


ME = Checker.named("Ministry", dt.date(2026, 11, 23))


def corrected(msgid, *, form="", context="", is_confirmed=False, **texts):
    """The row of the sheet as an official would hand it back."""
    row = next(row for row in Interface().rows() if row.key == (msgid, context, form))
    return Row(
        key=row.key,
        texts={**row.texts, **texts},
        is_confirmed=is_confirmed,
        fingerprint=fingerprint_of(row.texts),
        where="Interface 2",
    )


def correct(*rows, checker=ME):
    interface = Interface()
    outcome = interface.correct(rows, checker)
    interface.save()
    return outcome


def compiled(settings):
    return gettext.translation("django", settings.WORDS_DIR, ["mn"])


def test_a_catalogue_is_read_as_babel_reads_it(catalogues):
    ours = read_po(catalogues / "locale" / "mn" / "LC_MESSAGES" / "django.po")
    theirs = babel_read_po(io.StringIO(PO))

    assert {(key[0] or None, key[1]) for key in ours.entries} == {
        (message.context, message.id[0] if message.pluralizable else message.id) for message in theirs if message.id
    }
    assert ours.entries["", "%(count)s thing waits"].texts == ("%(count)s ажил", "%(count)s ажлууд")
    assert ours.entries["month", "May"].texts == ("5-р сар",)
    assert ours.entries["", 'Two "quoted"\nlines'].texts == ('Хоёр "хашилттай"\nмөр',)
    assert ours.entries["", "Doubtful"].texts == ("",)
    assert ours.entries["", "Desk"].used_in == ("tulga/desk/views.py", "tulga/desk/templates/desk/desk.html")


def test_a_compiled_catalogue_is_what_babel_and_python_read(catalogues, tmp_path):
    ours = read_po(catalogues / "locale" / "mn" / "LC_MESSAGES" / "django.po")

    theirs = read_mo(io.BytesIO(mo_bytes(ours)))
    python = gettext.GNUTranslations(io.BytesIO(mo_bytes(ours)))

    assert theirs.get("Desk").string == "Миний ажил"
    assert python.ngettext("%(count)s thing waits", "%(count)s things wait", 5) == "%(count)s ажлууд"
    assert python.pgettext("month", "May") == "5-р сар"
    assert python.gettext("Doubtful") == "Doubtful"


def test_a_written_catalogue_is_read_back_alike(tmp_path):
    catalogue = Catalogue()
    for entry in [
        Entry(msgid='A "b"\n\tc\\', texts=("Ө “ү”",), checked="Ministry, 2026-11-23"),
        Entry(msgid="one", plural="many", context="c", texts=("нэг", "олон")),
    ]:
        catalogue.entries[entry.key] = entry

    write_catalogue(tmp_path / "django.po", catalogue)

    assert read_po(tmp_path / "django.po") == catalogue
    assert po_text(catalogue).count("msgid ") == 3


def test_a_corrected_word_is_what_the_program_says_after_a_restart(catalogues, settings):
    outcome = correct(corrected("Desk", mn="Ширээ"))

    assert (outcome.created, outcome.changed, outcome.refused) == (0, 1, [])
    assert compiled(settings).gettext("Desk") == "Ширээ"
    row = corrected("Desk")
    assert row.texts == {"en": "Desk", "mn": "Ширээ"}
    assert next(row for row in Interface().rows() if row.key[0] == "Desk").checked == "Ministry, 2026-11-23"


def test_django_prefers_the_corrections_when_it_starts(catalogues):
    correct(
        corrected("Desk", mn="Ширээ", en="My work"),
        corrected("%(count)s thing waits", form="1", mn="%(count)s ажил хүлээж байна"),
    )

    started = {language: DjangoTranslation(language) for language in ("mn", "en")}

    assert (started["mn"].gettext("Desk"), started["en"].gettext("Desk")) == ("Ширээ", "My work")
    assert started["mn"].ngettext("%(count)s thing waits", "%(count)s things wait", 3) == "%(count)s ажил хүлээж байна"
    assert started["mn"].pgettext("month", "May") == "5-р сар"


def test_a_word_without_translation_gets_its_first_one(catalogues, settings):
    outcome = correct(corrected("Doubtful", mn="Эргэлзээтэй"))

    assert outcome.created == 1
    assert compiled(settings).gettext("Doubtful") == "Эргэлзээтэй"


def test_one_form_of_a_plural_is_corrected_and_the_other_stays(catalogues, settings):
    correct(corrected("%(count)s thing waits", form="1", mn="%(count)s ажил хүлээж байна"))

    words = compiled(settings)
    assert words.ngettext("%(count)s thing waits", "%(count)s things wait", 5) == "%(count)s ажил хүлээж байна"
    assert words.ngettext("%(count)s thing waits", "%(count)s things wait", 1) == "%(count)s ажил"


def test_an_english_word_can_be_corrected_too(catalogues, settings):
    correct(corrected("Desk", en="My work"))

    assert gettext.translation("django", settings.WORDS_DIR, ["en"]).gettext("Desk") == "My work"
    assert not read_po(settings.WORDS_DIR / "mn" / "LC_MESSAGES" / "django.po").entries


def test_a_word_may_be_confirmed_as_it_is(catalogues):
    correct(corrected("Desk", is_confirmed=True))

    again = correct(corrected("Desk", is_confirmed=True), checker=Checker.named("Ministry", dt.date(2027, 1, 1)))

    assert again.unchanged == 1
    assert next(row for row in Interface().rows() if row.key[0] == "Desk").checked == "Ministry, 2026-11-23"


def test_an_emptied_cell_brings_the_projects_word_back(catalogues, settings):
    correct(corrected("Desk", mn="Ширээ"))

    correct(corrected("Desk", mn=""))

    assert compiled(settings).gettext("Desk") == "Миний ажил"


def test_the_same_row_read_twice_changes_nothing(catalogues):
    row = corrected("Desk", mn="Ширээ")
    correct(row)

    outcome = correct(row)

    assert (outcome.changed, outcome.unchanged) == (0, 1)


def test_an_old_sheet_does_not_undo_a_newer_correction(catalogues):
    old = corrected("Desk", mn="Хуучин")
    correct(corrected("Desk", mn="Шинэ"))

    outcome = correct(old)

    assert outcome.refused[0].startswith("Interface 2: Somebody changed this text")
    assert corrected("Desk").texts["mn"] == "Шинэ"


def test_a_text_the_program_lost_is_refused(catalogues):
    row = Row(key=("Gone", "", ""), texts={"mn": "x"}, where="Interface 9")

    assert correct(row).refused[0].startswith("Interface 9: ")


@pytest.mark.parametrize(
    ("msgid", "plural", "text", "is_right"),
    [
        ("Hello %(name)s", "", "Сайн уу %(name)s", True),
        ("Hello %(name)s", "", "Сайн уу", False),
        ("Hello %(name)s", "", "Сайн уу %(нэр)s", False),
        ("Hello %(name)s", "", "Сайн уу %(name)s %(other)s", False),
        ("Hello %(name)s", "", "Сайн уу %(name)s 100%", False),
        ("Hello %(name)s", "", "Сайн уу %(name)s 100%%", True),
        ("%d rows", "", "%d мөр", True),
        ("%d rows", "", "мөр", False),
        ("One row", "%(count)s rows", "Нэг мөр", True),
        ("One row", "%(count)s rows", "%(count)s мөр", True),
        ("100 per cent", "", "100 %", True),
        ("<b>Now</b>", "", "<b>Одоо</b>", True),
        ("<b>Now</b>", "", "Одоо", False),
        ("Now", "", "<script>x</script>", False),
        ("Now", "", "a < b", False),
        ("Keep < and >", "", "< ба > хэвээр үлдээ", True),
        ("Now", "", 'a" onclick="b', False),
        ("Now", "", "«Одоо»", True),
    ],
)
def test_a_correction_must_not_break_the_page(msgid, plural, text, is_right):
    assert (fault_in(text, Entry(msgid=msgid, plural=plural)) == "") is is_right


def test_a_broken_correction_names_its_row_and_stores_nothing(catalogues, settings):
    outcome = correct(corrected("%(count)s thing waits", form="0", mn="ажил"))

    assert outcome.refused == [
        "Interface 2: Монгол: Keep %(count)s exactly as they are: the program puts values there."
    ]
    assert not read_po(settings.WORDS_DIR / "mn" / "LC_MESSAGES" / "django.po").entries


def test_the_sheet_is_read_back_as_it_was_written(catalogues, tmp_path):
    rows = list(Interface().rows())
    names = [Row(key=("agency", "NPA", "name"), texts={"en": "=1+1", "mn": "Ө"}, about="a source")]

    write_sheet(tmp_path / "words.xlsx", rows, names)
    back = read_sheet(tmp_path / "words.xlsx")

    assert [(row.key, dict(row.texts)) for row in back["Interface"]] == [(row.key, dict(row.texts)) for row in rows]
    assert back["Names"][0].texts == {"en": "=1+1", "mn": "Ө"}
    assert not any(row.is_touched for row in [*back["Interface"], *back["Names"]])


def test_another_file_is_refused_with_what_to_do(tmp_path):
    path = tmp_path / "words.xlsx"
    path.write_bytes(b"not a workbook")

    with pytest.raises(RuleBroken, match="export_words"):
        read_sheet(path)
    with pytest.raises(RuleBroken, match=r"There is no file .*nowhere\.xlsx"):
        read_sheet(tmp_path / "nowhere.xlsx")
