"""Who sees an import and who acts on it; what its stages are called."""

from __future__ import annotations

import pytest

from tulga.imports.choices import Action, RowState, Status
from tulga.imports.models import Import, ImportDoubt, ImportedRow
from tulga.imports.policies import policy
from tulga.imports.summaries import origin_of
from tulga.imports.tests.samples import applied, previewed
from tulga.kit.actor import Actor
from tulga.kit.imports.changes import State

EVERYBODY = [
    ("secretariat", True),
    *((name, False) for name in ("chair", "focal_point", "agency_head", "national_rapporteur", "outsider")),
]


@pytest.mark.parametrize(("who", "allowed"), EVERYBODY)
@pytest.mark.parametrize("action", Action)
def test_whoever_writes_by_hand_imports(who, allowed, action, wishes, request):
    decision = policy.ask(request.getfixturevalue(who), action, wishes)

    assert bool(decision) is allowed
    assert bool(decision) or "by hand" in str(decision.reason)
    assert policy.ask(Actor.system("import"), action, Import(target="wishes"))
    assert not policy.ask(Actor(), action, Import(target="wishes"))


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Import, ImportedRow, ImportDoubt])
def test_only_importers_see_imports(writer, reader, wishes, model):
    previewed(writer, target=wishes)

    assert model.objects.visible_to(writer).exists()
    assert model.objects.visible_to(Actor.system("import")).exists()
    for other in (reader, Actor()):
        assert not model.objects.visible_to(other).exists()


@pytest.mark.django_db
def test_an_import_of_an_app_that_is_gone_is_seen_by_nobody(writer):
    Import.objects.create(target="gone", into="x", file_name="x.csv")

    assert not Import.objects.visible_to(writer).exists()


@pytest.mark.django_db
def test_a_record_says_where_it_came_from_to_whoever_may_see_the_import_and_to_nobody_else(writer, reader, wishes):
    row = applied(writer, target=wishes).rows.get(position=1)

    found = origin_of(row.pk, writer)

    assert (found.file_name, found.where) == ("wishes.csv", str(row.where))
    assert found.import_url == row.batch.get_absolute_url()
    assert found.file_url == f"{row.batch.get_absolute_url()}file/"
    assert [origin_of(row.pk, each) for each in (reader, Actor())] == [None, None]
    assert origin_of(None, writer) is None


@pytest.mark.django_db
def test_a_row_that_was_only_previewed_is_no_origin(writer, wishes):
    assert origin_of(previewed(writer, target=wishes).rows.first().pk, writer) is None


def test_every_state_has_a_colour_and_rows_have_the_engines_states():
    assert {each.value for each in RowState} == {each.value for each in State}
    assert {each.colour for each in (*RowState, *Status)} <= {"green", "blue", "amber", "red", "grey"}
