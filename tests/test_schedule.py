"""The clock asks for each thing once per period, however often and from however many places it looks."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from config.management.commands.worker import Command as Worker
from config.schedule import SCHEDULES, enqueue_due, every_five_minutes, every_morning, hourly, nightly

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("minutes", "again"),
    [
        (0, set()),
        (5, {"retry_mails", "work_out_what_waits"}),
        (60, {"retry_mails", "work_out_what_waits", "verify_audit_trail"}),
    ],
)
def test_a_period_is_asked_for_once(minutes, again):
    noon = timezone.localtime().replace(hour=12, minute=0)
    first = enqueue_due(noon)

    second = enqueue_due(noon + dt.timedelta(minutes=minutes))

    assert len(first) == len(SCHEDULES)
    assert set(second) == again


@pytest.mark.parametrize(
    ("period", "moment", "name"),
    [
        (every_five_minutes, "2026-11-23T11:47:10+08:00", "2026-11-23T11:45+0800"),
        (hourly, "2026-11-23T11:47:10+08:00", "2026-11-23T11+0800"),
        (nightly, "2026-11-23T01:59:00+08:00", "2026-11-22"),
        (nightly, "2026-11-23T02:00:00+08:00", "2026-11-23"),
        (every_morning, "2026-11-23T06:59:00+08:00", "2026-11-22"),
        (every_morning, "2026-11-23T07:00:00+08:00", "2026-11-23"),
    ],
)
def test_periods_have_names(period, moment, name):
    assert period(dt.datetime.fromisoformat(moment)) == name


def test_one_look_at_the_clock_says_what_it_asked_for(capsys):
    call_command("tick", "--once")

    assert "retry_mails" in capsys.readouterr().out


def test_the_worker_looks_for_jobs_as_often_as_somebody_waits_for_one(settings):
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}

    options = Worker().create_parser("manage.py", "worker").parse_args([])

    assert (options.interval, options.reload, options.verbosity) == (0.2, False, 0)
