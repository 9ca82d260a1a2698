from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from tulga.agencies.models import Agency
from tulga.places.models import Place

pytestmark = pytest.mark.django_db


def run(**options):
    out = StringIO()
    call_command("load_reference", stdout=out, **options)
    return out.getvalue()


def test_a_dry_run_counts_and_stores_nothing():
    said = run(dry_run=True)

    assert "places: 387 created" in said
    assert not Place.objects.exists()


def test_the_command_loads_places_before_agencies_and_may_be_repeated():
    run()

    assert "agencies: 0 created, 0 changed, 43 unchanged" in run()
    assert Agency.objects.exclude(place=None).count() == 12
