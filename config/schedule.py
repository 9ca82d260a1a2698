"""When the clock asks for what. A period has a name; each schedule is enqueued once per name, whoever ticks."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from config import tasks
from tulga.dissemination.tasks import remind_of_acknowledgements
from tulga.evidence.tasks import work_out_what_waits
from tulga.kit.models import UsedToken
from tulga.meetings.tasks import carry_over, remind_invited
from tulga.notices.tasks import retry_mails
from tulga.plan.tasks import expire_editions
from tulga.recommendations.tasks import tell_of_deadlines


def every_five_minutes(now: dt.datetime) -> str:
    return f"{now:%Y-%m-%dT%H}:{now.minute // 5 * 5:02}{now:%z}"


def hourly(now: dt.datetime) -> str:
    return f"{now:%Y-%m-%dT%H%z}"


def nightly(now: dt.datetime) -> str:
    """From two in the morning of the installation's own time."""
    return f"{now - dt.timedelta(hours=2):%Y-%m-%d}"


def every_morning(now: dt.datetime) -> str:
    """From seven in the morning of the installation's own time, when people begin to read."""
    return f"{now - dt.timedelta(hours=7):%Y-%m-%d}"


@dataclass(frozen=True)
class Schedule:
    task: Any
    period: Callable[[dt.datetime], str]


SCHEDULES = (
    Schedule(retry_mails, every_five_minutes),
    Schedule(work_out_what_waits, every_five_minutes),
    Schedule(tasks.verify_audit_trail, hourly),
    Schedule(remind_invited, nightly),
    Schedule(carry_over, nightly),
    Schedule(tell_of_deadlines, every_morning),
    Schedule(tasks.sweep_documents, nightly),
    Schedule(tasks.clear_sessions, nightly),
    Schedule(tasks.clear_finished_tasks, nightly),
    Schedule(tasks.forget_used_tokens, nightly),
    Schedule(remind_of_acknowledgements, nightly),
    Schedule(expire_editions, nightly),
)


def enqueue_due(now: dt.datetime | None = None) -> list[str]:
    """Enqueue what this moment's periods have not had yet. The names of what was enqueued."""
    now = timezone.localtime(now)
    return [schedule.task.name for schedule in SCHEDULES if _enqueue_once(schedule, now)]


@transaction.atomic
def _enqueue_once(schedule: Schedule, now: dt.datetime) -> bool:
    name = f"tick {schedule.task.module_path} {schedule.period(now)}"
    digest = hashlib.sha256(name.encode()).hexdigest()
    _token, is_first = UsedToken.objects.get_or_create(digest=digest)
    if is_first:
        schedule.task.enqueue()
    return is_first
