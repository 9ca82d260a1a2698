from __future__ import annotations

import pytest
from django import forms
from django.utils import translation

from tulga.documents.choices import Kind
from tulga.documents.forms import DocumentUploadField
from tulga.documents.tests import samples
from tulga.documents.tests.factories import sent


class ScanForm(forms.Form):
    scan = DocumentUploadField(kinds={Kind.JPEG, Kind.PDF}, max_bytes=1024 * 1024)


def test_clean_form_gives_what_a_service_stores():
    form = ScanForm({}, {"scan": sent("Тушаал.pdf", samples.pdf())})

    assert form.is_valid()
    assert (form.cleaned_data["scan"].name, form.cleaned_data["scan"].kind) == ("Тушаал.pdf", Kind.PDF)


@pytest.mark.parametrize(
    ("sent_files", "sentence"),
    [
        ({}, "Choose a file."),
        ({"scan": sent("a.pdf", b"")}, "This file is empty. Check that it was saved, and choose it again."),
        ({"scan": sent("a.csv", samples.CSV)}, "This is a CSV table. Send one of these instead: a PDF document, "),
        ({"scan": sent("a.pdf", samples.PROGRAM)}, "This file is a program, whatever its name says."),
    ],
)
def test_refusal_stands_beside_the_field(sent_files, sentence):
    form = ScanForm({}, sent_files)

    assert not form.is_valid()
    assert form.errors["scan"][0].startswith(sentence)


def test_field_that_may_stay_empty_gives_nothing():
    field = DocumentUploadField(kinds={Kind.PDF}, required=False)

    assert field.clean(None) is None


def test_browser_and_reader_are_told_what_is_wanted():
    field = ScanForm()["scan"]

    assert 'accept=".pdf,.jpg,.jpeg"' in str(field)
    with translation.override("en"):
        assert str(field.help_text) == "Send a PDF document, a JPEG picture, up to 1.0\xa0MB."
