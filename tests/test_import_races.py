"""Two people apply imports into one plan or assessment in the same moment, with real threads."""

from __future__ import annotations

import pytest

from tests.people import actor_at
from tests.races import one_within_the_other
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.documents.data_files import pasted_text
from tulga.findings.importing import Findings
from tulga.findings.models import Finding
from tulga.findings.tests.factories import AssessmentFactory
from tulga.imports.models import Import
from tulga.imports.services import starting, steering, working
from tulga.kit.tabular.content import SHEET, Cell, Content, Grid
from tulga.plan.importing.target import PlanTarget
from tulga.plan.models import Entry
from tulga.plan.tests.factories import EntryFactory, PlanFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def documents_dir(tmp_path, settings):
    settings.DOCUMENTS_DIR = tmp_path
    settings.DOCUMENTS_LEAST_FREE_SHARE = 0


@pytest.fixture
def writer():
    return actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)


def asked_to_be_applied(target, into, headings, row, actor):
    """An import whose preview somebody has seen and said yes to."""
    rows = tuple(tuple(map(Cell, each)) for each in (headings, row))
    content = Content("xlsx", (Grid("Sheet", SHEET, 1, rows),))
    upload = pasted_text("what the sheet holds", name="sheet.txt")
    batch = starting.start_import(target=target, into=into, upload=upload, actor=actor)
    working.understand(batch, content, actor)
    working.preview(batch, content, actor)
    return steering.ask_apply(batch=batch, actor=actor)


@pytest.mark.parametrize("is_new", [True, False])
@pytest.mark.parametrize(
    ("target", "into", "headings", "rows"),
    [
        (PlanTarget(), "nap", ("№", "Activity", "Period"), (("1.7", "Train", "2018"), ("1.7", "Inspect", "2018"))),
        (
            *(Findings(), "TIP-2017-MNG", ("No", "Recommendation", "Recommending State")),
            (("7", "Train officers.", "France"), ("7", "Inspect mines.", "Peru")),
        ),
    ],
    ids=["plan", "findings"],
)
def test_whoever_comes_second_is_told_to_look_again_and_nothing_of_theirs_is_written(
    writer, target, into, headings, rows, is_new
):
    if not is_new:
        EntryFactory(edition=PlanFactory(code=into).current, number="9.1")
        AssessmentFactory(code=into)
    asked = [asked_to_be_applied(target, into, headings, row, writer) for row in rows]

    ended = one_within_the_other(
        *(lambda batch=each: working.do_work(batch_id=batch.pk, attempt=batch.attempt, actor=writer) for each in asked)
    )

    first, second = Import.objects.order_by("pk")
    assert ended == ["done", "done"]
    assert (first.status, str(first.failed_because)) == ("applied", "")
    assert (second.status, second.work) == ("previewed", "")
    assert "look at it again" in str(second.failed_because)
    titles = [str(each.title) for each in Entry.objects.filter(number="1.7")] + [
        *Finding.objects.values_list("text", flat=True)
    ]
    assert titles == [rows[0][1]]
