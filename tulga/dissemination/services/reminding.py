"""Reminders of acknowledgements that are missing: each person once for each day that the data name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from tulga.audit.services import record
from tulga.dissemination import notices
from tulga.dissemination.choices import Action, DeliveryStatus, Reminded
from tulga.dissemination.models import Delivery, ReminderDays
from tulga.dissemination.policies import policy
from tulga.kit.actor import Actor


@transaction.atomic
def set_reminder_days(*, days: Mapping[str, Sequence[int]], actor: Actor) -> None:
    """Say on which days whom is reminded, counted from the day to acknowledge by."""
    policy.require(actor, Action.SET_REMINDERS)
    for reminded in Reminded:
        row, _made = ReminderDays.objects.update_or_create(
            reminded=reminded, defaults={"days": sorted(set(days.get(reminded, [])))}
        )
    after = "; ".join(f"{each}: {', '.join(map(str, days.get(each, [])))}" for each in Reminded)
    record(actor=actor, verb=Action.SET_REMINDERS, target=row, after=after)


def remind(*, today: dt.date) -> int:
    """Everybody whom a day of the data has reached, of deliveries without an answer. Safe to run again."""
    return sum(_remind(row, today) for row in ReminderDays.objects.order_by("reminded") if row.days)


def _remind(row: ReminderDays, today: dt.date) -> int:
    """The latest day reached counts: after a week without a clock nobody gets three reminders at once."""
    reached = Delivery.objects.open().filter(due_on__lte=today - dt.timedelta(days=min(row.days)))
    if row.reminded in (Reminded.OFFICE, Reminded.HEAD):
        # An office that has not been given it is not asked for it: whoever stands above is.
        reached = reached.exclude(status=DeliveryStatus.WAITING)
    sent = 0
    for delivery in reached.select_related("agency", "parent", "release").order_by("pk"):
        day = max(each for each in row.days if delivery.due_on + dt.timedelta(days=each) <= today)
        sent += notices.of_the_missing_acknowledgement(delivery, Reminded(row.reminded), day)
    return sent
