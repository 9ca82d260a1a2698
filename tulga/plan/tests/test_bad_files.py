"""What no plan can be made of, sent through the pages: a sentence in the sender's language, and nothing of it stays."""

from __future__ import annotations

import pytest
from django.utils import translation
from django.utils.translation import gettext

from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory
from tulga.documents.tests.conftest import documents_dir  # noqa: F401 - a fixture
from tulga.imports.tests.bad_files import BAD, LANGUAGES, previewed, require_told_and_nothing_kept, sent
from tulga.kit.tabular.content import SHEET, where
from tulga.kit.tests.tabular import samples
from tulga.plan.models import Activity, Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return actor_of(MembershipFactory(role=Role.SECRETARIAT).user)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "make", "sentence"), BAD, ids=[row[0] for row in BAD])
def test_what_is_no_plan_is_told_in_a_sentence_and_leaves_nothing(
    name, make, sentence, language, writer, django_capture_on_commit_callbacks
):
    page = sent(writer, "plan", name, make(), language, django_capture_on_commit_callbacks)

    require_told_and_nothing_kept(page, name, sentence, language)
    assert not any(model.objects.exists() for model in (Plan, Activity))


DOUBTFUL = [
    ("No", "Activity", "Who does it", "Period"),
    ("Objective 1. Prevention", "", "", ""),
    ("7", "", "Nobody", "2018"),
    ("1.1", "Train officers", "", 43_101),
    ("1.1", "Warn travellers", "", "2018"),
    ("1.2", "Жолоочийн пaспортыг шалгах", "", "2018"),  # with a Latin letter
]


def doubtful(book):
    sheet = book.add_worksheet("Plan")
    for row, cells in enumerate(DOUBTFUL):
        sheet.write_row(row, 0, cells)
    sheet.merge_range(1, 0, 1, 3, DOUBTFUL[1][0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_doubtful_is_told_with_its_row_and_column(language, writer, django_capture_on_commit_callbacks):
    sent(writer, "plan", "plan.xlsx", samples.workbook(doubtful), language, django_capture_on_commit_callbacks)

    page = previewed(writer, language, django_capture_on_commit_callbacks)

    with translation.override(language):
        told = [
            gettext("“%(words)s” may be a date that lost its format: %(day)s. It was kept as words.")
            % {"words": "43101", "day": "2018-01-01"},
            gettext("This row has the number of an earlier one (%(place)s). Is it another activity?")
            % {"place": where(SHEET, "Plan", 1, 3)},
            gettext("The word “%(word)s” mixes Latin and Cyrillic letters that look alike; it would not be found.")
            % {"word": "пaспортыг"},
            gettext("This row belongs to no activity and was left out: %(words)s") % {"words": "7; Nobody; 2018"},
            where(SHEET, "Plan", 1, 2),
        ]
    assert [words for words in told if words not in page] == []
    assert not Plan.objects.exists()
