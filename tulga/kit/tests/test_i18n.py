from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.migrations.writer import MigrationWriter
from django.test.utils import isolate_apps
from django.utils import translation
from django.utils.translation import gettext_lazy

from tulga.kit.i18n import I18nFormField, I18nText, I18nTextField, Shown, in_every_language, own_name, side_by_side
from tulga.kit.writing import LONGEST_TEXT, LONGEST_TITLE


class WordsForm(forms.Form):
    name = I18nFormField(label="Name", max_length=20)
    body = I18nFormField(rows=6, required=False, required_languages=())
    note = I18nFormField(rows=2, required=False)


@pytest.mark.parametrize(
    ("texts", "language", "shown"),
    [
        ({"mn": "Хил", "en": "Border"}, "en", Shown("Border", "en")),
        ({"mn": "Хил", "en": "Border"}, "mn", Shown("Хил", "mn")),
        ({"mn": "Хил"}, "en", Shown("Хил", "mn", is_fallback=True)),
        ({"kk": "Шекара", "en": "Border"}, "mn", Shown("Border", "en", is_fallback=True)),
        ({"kk": "Шекара"}, "mn", Shown("Шекара", "kk", is_fallback=True)),
        ({}, "mn", Shown("", "mn")),
    ],
)
def test_the_readers_language_is_shown_or_the_first_there_is(
    texts: dict[str, str], language: str, shown: Shown
) -> None:
    assert I18nText(texts).shown(language) == shown
    with translation.override(language):
        assert str(I18nText(texts)) == shown.text


def test_blank_texts_are_dropped() -> None:
    assert I18nText({"mn": " \n", "en": "Border"}) == {"en": "Border"}
    assert not I18nText(mn="")


def test_a_changed_text_is_a_new_one() -> None:
    text = I18nText(en="Border")

    assert text | {"mn": "Хил"} == I18nText(mn="Хил", en="Border")
    assert text == {"en": "Border"}
    assert isinstance(text | {}, I18nText)
    assert (text | {"mn": "Хил"}).languages == ["mn", "en"]


def test_languages_are_named_in_themselves() -> None:
    assert [own_name(code) for code in ("mn", "en")] == ["Монгол", "English"]


@pytest.mark.parametrize(
    ("words", "values", "texts"),
    [
        (gettext_lazy("Yes"), {}, {"mn": "Тийм", "en": "Yes"}),
        ("100 %", {}, {"mn": "100 %", "en": "100 %"}),
        ("%(title)s 100 %%", {"title": I18nText(mn="Хил", en="Border")}, {"mn": "Хил 100 %", "en": "Border 100 %"}),
        ("%(title)s", {"title": I18nText(mn="Хил")}, {"mn": "Хил", "en": "Хил"}),
        ("%(state)s, %(number)s", {"state": gettext_lazy("Yes"), "number": 3}, {"mn": "Тийм, 3", "en": "Yes, 3"}),
    ],
)
def test_a_sentence_is_said_in_every_language_whatever_its_author_reads(
    words: str, values: dict[str, object], texts: dict[str, str]
) -> None:
    for language in ("mn", "en"):
        with translation.override(language):
            assert in_every_language(words, **values) == texts


@pytest.fixture
def note(db: None) -> type[Any]:
    with isolate_apps("tulga.kit"):

        class Note(models.Model):  # noqa: DJ008
            words = I18nTextField("words", max_length=20)

            class Meta:
                app_label = "kit"

    column = Note._meta.get_field("words").db_type(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE kit_note (id bigint PRIMARY KEY, words {column} NOT NULL)")
    return Note  # the test's transaction takes the table away


def test_texts_come_back_as_they_were_stored(note: type[Any]) -> None:
    for pk, words in enumerate([{"mn": "2018"}, {"mn": "true", "en": '"‘quoted’"'}, {"mn": "Өмнөговь"}, {}]):
        note.objects.create(pk=pk, words=words)

        stored = note.objects.get(pk=pk).words

        assert stored == words
        assert isinstance(stored, I18nText)


def test_a_year_is_never_a_number(note: type[Any]) -> None:
    note.objects.create(pk=1, words={"mn": "2018"})

    assert list(note.objects.values_list("words__mn", "words__en")) == [("2018", None)]


def test_cyrillic_is_stored_as_cyrillic(note: type[Any]) -> None:
    note.objects.create(pk=1, words={"mn": "Хил"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT CAST(words AS text) FROM kit_note")
        assert cursor.fetchone() == ('{"mn": "Хил"}',)


def test_a_plain_dict_becomes_text_at_once(note: type[Any]) -> None:
    row = note(words={"mn": "Хил", "en": ""})

    assert row.words.shown("en") == Shown("Хил", "mn", is_fallback=True)
    assert note().words == I18nText()


def test_a_model_form_reads_and_writes_the_field(note: type[Any]) -> None:
    form_class = forms.modelform_factory(note, fields=["words"])
    row = note(words={"mn": "Хил"})

    assert form_class(instance=row).initial["words"] == {"mn": "Хил"}
    form = form_class({"words_mn": "Хил", "words_en": "Border"}, instance=row)
    assert form.is_valid()
    assert form.save(commit=False).words == {"mn": "Хил", "en": "Border"}
    assert "words" in form_class({"words_mn": "х" * 21}, instance=row).errors
    assert "words" in form_class({"words_mn": " "}, instance=row).errors


def test_the_migration_names_nothing_that_may_move() -> None:
    text, _imports = MigrationWriter.serialize(I18nTextField("name", max_length=20))

    assert text == "tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, max_length=20, verbose_name='name')"


def test_one_language_is_enough() -> None:
    form = WordsForm({"name_mn": "", "name_en": " Bor\u200bder\r\nport "})

    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"name": {"en": "Border port"}, "body": {}, "note": {}}


@pytest.mark.parametrize(
    ("field", "data", "code"),
    [
        (I18nFormField(), {"mn": " ", "en": "\ufeff"}, "required"),
        (I18nFormField(required_languages=["mn"]), {"mn": "", "en": "Border"}, "language_missing"),
        (I18nFormField(max_length=3), {"mn": "хилийн"}, "max_length"),
        (I18nFormField(), {"mn": "х" * (LONGEST_TITLE + 1)}, "max_length"),
        (I18nFormField(rows=2), {"mn": "х" * (LONGEST_TITLE + 1)}, "max_length"),
        (I18nFormField(rows=5), {"mn": "х" * (LONGEST_TEXT + 1)}, "max_length"),
    ],
)
def test_what_is_refused(field: I18nFormField, data: dict[str, str], code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        field.clean(data)

    assert refusal.value.code == code
    assert "%(" not in refusal.value.messages[0]


def test_what_was_typed_is_shown_again_with_its_mistake() -> None:
    form = WordsForm({"name_mn": "<Хил>" * 5, "name_en": "Border", "note_en": "a\nb"})

    page = str(form["name"])

    assert 'name="name_mn" value="&lt;Хил&gt;' in page
    assert 'name="name_en" value="Border"' in page
    assert 'class="govuk-input govuk-input--error"' in page
    assert "a\nb</textarea>" in str(form["note"])


def test_each_language_has_its_own_labelled_input() -> None:
    parts = WordsForm()["body"].subwidgets

    assert [(part.data["label"], part.data["language"], part.id_for_label) for part in parts] == [
        ("Монгол", "mn", "id_body_mn"),
        ("English", "en", "id_body_en"),
    ]
    assert '<textarea name="body_mn"' in str(parts[0])
    assert 'lang="mn"' in str(parts[0])
    assert 'rows="6"' in str(parts[0])
    assert "required" not in str(parts[0])
    assert '<label class="govuk-label" for="id_name_en" lang="en">English</label>' in str(WordsForm()["name"])
    assert WordsForm()["name"].id_for_label == "id_name_mn"


@pytest.mark.parametrize(
    ("initial", "data", "changed"),
    [
        (None, {"mn": "", "en": ""}, False),
        (I18nText(mn="а\n\nб"), {"mn": "а\r\n\r\nб", "en": ""}, False),
        (I18nText(mn="Хил"), {"mn": "Хил", "en": "Border"}, True),
    ],
)
def test_a_form_knows_whether_the_text_changed(initial: I18nText | None, data: dict[str, str], changed: bool) -> None:
    assert I18nFormField(rows=3).has_changed(initial, data) is changed


@pytest.mark.parametrize("texts", [{"mn": "Боомт", "en": "Port"}, {"en": "Port", "mn": "Боомт"}])
def test_texts_stand_side_by_side_in_one_order_whatever_order_a_database_gives_them_back_in(texts):
    assert side_by_side(texts) == "Боомт / Port"
    assert side_by_side({**texts, "ru": "Порт", "de": " "}) == "Боомт / Port / Порт"
