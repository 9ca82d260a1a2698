from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django import forms
from django.urls import get_resolver
from django.utils.translation import override

from tulga.documents.choices import DATA_ONLY
from tulga.documents.forms import DocumentUploadField
from tulga.kit.forms import ReadByEverybody, ReasonForm, words_of
from tulga.kit.i18n import I18nFormField

DJANGO = "This field is required."


def forms_of(kind: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for each in kind.__subclasses__():
        yield each
        yield from forms_of(each)


@pytest.fixture
def ours() -> set[type[forms.BaseForm]]:
    assert get_resolver().url_patterns  # every form is imported with the addresses
    return {each for each in forms_of(forms.BaseForm) if each.__module__.startswith("tulga.")}


def test_what_is_read_as_data_only_is_sent_to_imports_only(ours):
    wide = {
        f"{form.__module__}.{form.__name__}.{name}"
        for form in ours
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, DocumentUploadField) and field.kinds & DATA_ONLY
    }

    assert wide == {"tulga.imports.forms.StartForm.file"}


def test_no_empty_field_of_ours_is_answered_without_saying_what_to_do(ours):
    mute = [
        f"{form.__name__}.{name}"
        for form in ours
        for name, field in getattr(form, "base_fields", {}).items()
        if field.error_messages["required"] == DJANGO
    ]
    assert len(ours) > 100
    assert mute == []


def test_no_words_of_the_plan_and_of_findings_are_sent_without_being_searched_for_personal_data(ours):
    kinds = (forms.CharField, I18nFormField)
    unsearched = {
        f"{form.__module__}.{form.__name__}"
        for form in ours
        if form.__module__.startswith(("tulga.plan.forms", "tulga.findings.forms"))
        and any(isinstance(field, kinds) for field in form.base_fields.values())
        and not issubclass(form, ReadByEverybody)
    }

    assert unsearched == set()


class Told(ReadByEverybody, forms.Form):
    words = forms.CharField(required=False)
    texts = I18nFormField(required=False)
    amount = forms.CharField(required=False)

    figures = ("amount",)


@pytest.mark.parametrize(
    ("sent", "refused"),
    [
        ({"words": "born 1990-05-03, phone 99112233, register УБ90050312"}, ["words"]),
        ({"words": "99112233"}, ["words"]),
        ({"texts_mn": "Регистр УБ90050312"}, ["texts"]),
        ({"texts_en": "A sentence.", "texts_mn": "Б.Болор, утас 99112233"}, ["texts"]),
        ({"amount": "99112233"}, []),
        ({"amount": "MNT 99112233"}, []),
        ({"amount": "Б.Болор, утас 99112233"}, ["amount"]),
        ({"words": "Article 13.1, in force since 2012-01-19"}, []),
    ],
)
def test_what_everybody_reads_holds_no_persons_data(sent, refused):
    with override("en"):
        form = Told(sent)
        assert list(form.errors) == refused
        assert all("Take " in str(errors) for errors in form.errors.values())


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Fill this in: it is needed."),
        ("\u200b", "Fill this in: it is needed."),
        ("Дорж, утас 99112233, 1990-05-05-нд төрсөн.", "telephone number. Take it out."),
        ("х" * 2_001, "2000"),
    ],
)
def test_a_reason_is_words_and_names_no_person(typed, sentence):
    form = ReasonForm({"reason": typed})

    assert sentence in str(form.errors.get("reason"))


def test_a_pasted_reason_is_kept_without_what_a_word_processor_hides():
    form = ReasonForm({"reason": "  The office\u200b moved\u202e. "})

    assert form.is_valid()
    assert form.cleaned_data["reason"] == "The office moved."


class Timetable(forms.Form):
    begins = forms.TimeField(required=False)
    day = forms.DateField(required=False)
    seats = forms.IntegerField(required=False)
    is_public = forms.BooleanField(required=False)


@pytest.mark.parametrize(
    ("name", "typed", "stored", "words"),
    [
        ("begins", "10:00", dt.time(10), "10:00"),
        ("day", "2018-01-10", dt.date(2018, 1, 10), "2018-01-10"),
        ("seats", "7", 7, "7"),
        ("is_public", "on", True, "True"),
        ("begins", "", None, ""),
    ],
)
def test_what_was_typed_and_what_is_stored_read_alike_where_they_are_the_same(name, typed, stored, words):
    assert words_of(Timetable({name: typed})[name]) == words
    assert words_of(Timetable(initial={name: stored})[name]) == words


def test_what_makes_no_sense_is_shown_as_it_was_typed():
    assert words_of(Timetable({"begins": "ten"})["begins"]) == "ten"
