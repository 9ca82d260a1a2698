"""Into an empty installation, on any day of the year."""

from __future__ import annotations

import datetime as dt
import io
import json

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import DateTimeField, Max
from django.utils import timezone

from tulga.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.mark.slow
@pytest.mark.parametrize("day", ["2027-01-01 00:05", "2028-02-29 23:50", "2027-03-07 12:00"])  # the last is a Sunday
def test_on_whichever_day_it_is_loaded_nothing_goes_back_in_time_or_lies_ahead(settings, time_machine, day):
    settings.DEMONSTRATION = True
    time_machine.move_to(dt.datetime.fromisoformat(day).replace(tzinfo=timezone.get_default_timezone()), tick=False)

    call_command("load_demonstration", stdout=io.StringIO())

    told = list(AuditEvent.objects.order_by("sequence").values_list("at", flat=True))
    assert told == sorted(told)
    assert told[0].year == 2017
    assert timezone.now() - dt.timedelta(days=7) < told[-1] < timezone.now()
    assert {when: latest for when, latest in latest_moments().items() if latest > timezone.now()} == {}


def latest_moments() -> dict[str, dt.datetime]:
    """Of every moment that a record keeps, but those until when something holds or waits."""
    return {
        f"{model._meta.label} {each.name}": latest
        for model in apps.get_models()
        if model.__module__.startswith("tulga.")
        for each in model._meta.concrete_fields
        if isinstance(each, DateTimeField) and each.name not in {"expires_at", "mail_next_at"}
        if (latest := model._default_manager.aggregate(latest=Max(each.name))["latest"]) is not None
    }


def test_it_goes_into_no_installation_where_something_was_done_already(settings):
    settings.DEMONSTRATION = True
    call_command("load_reference", stdout=io.StringIO())

    with pytest.raises(CommandError, match="never goes back in time"):
        call_command("load_demonstration")


def test_a_real_installation_is_left_alone(settings):
    settings.DEMONSTRATION = False

    with pytest.raises(CommandError, match="real installation"):
        call_command("load_demonstration")


def test_people_are_listed_for_programs():
    out = io.StringIO()
    call_command("demo_people", "--json", stdout=out)

    assert {frozenset(each) for each in json.loads(out.getvalue())} == {
        frozenset({"email", "password", "role", "agency"})
    }
