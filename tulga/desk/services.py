from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.db import transaction

from tulga.accounts.one_time_links import hash_of, new_nonce, token_of
from tulga.audit.services import record
from tulga.desk.choices import Action
from tulga.desk.models import CalendarFeed, StepTime, Visit
from tulga.desk.policies import policy
from tulga.kit.versions import save_edit

if TYPE_CHECKING:
    from tulga.kit.actor import Actor

NOTED_EVERY = dt.timedelta(minutes=1)


def note_visit(*, actor: Actor, now: dt.datetime) -> dt.datetime | None:
    """Until when the person has seen the desk before this visit; None where this is the first.

    A visit lasts as long as a sign-in would without a page: whoever reloads is still on the same one. It is no act
    and leaves no trace in the audit trail.
    """
    if actor.user_id is None:
        return None
    visit, is_first = Visit.objects.get_or_create(user_id=actor.user_id, defaults={"seen_at": now})
    if is_first:
        return None
    own = Visit.objects.filter(pk=visit.pk, seen_at=visit.seen_at)  # of two tabs, the first begins the visit
    if now - visit.seen_at > dt.timedelta(seconds=settings.SESSION_IDLE_SECONDS):
        own.update(before_at=visit.seen_at, seen_at=now)
        return visit.seen_at
    if now - visit.seen_at > NOTED_EVERY:
        own.update(seen_at=now)
    return visit.before_at


@transaction.atomic
def make_feed(*, actor: Actor) -> CalendarFeed:
    """A secret address for the person's calendar program; one made before opens nothing from now on."""
    policy.require(actor, Action.MAKE_FEED)
    nonce = new_nonce()
    feed, _is_first = CalendarFeed.objects.update_or_create(
        user_id=cast("int", actor.user_id), defaults={"nonce": nonce, "token_hash": hash_of(token_of(nonce))}
    )
    record(actor=actor, verb=Action.MAKE_FEED, target=feed)
    return feed


@transaction.atomic
def withdraw_feed(*, feed: CalendarFeed, actor: Actor) -> None:
    policy.require(actor, Action.WITHDRAW_FEED, feed)
    record(actor=actor, verb=Action.WITHDRAW_FEED, target=feed)
    feed.delete()


@transaction.atomic
def set_step_time(*, step_time: StepTime, days: int, expected_version: int, actor: Actor) -> StepTime:
    """Give a step more or fewer days; what waits already is reckoned anew."""
    policy.require(actor, Action.SET_TIMES, step_time)
    before = StepTime.objects.get(pk=step_time.pk).days
    step_time.days = days
    save_edit(step_time, expected_version=expected_version, fields=["days"])
    record(actor=actor, verb=Action.SET_TIMES, target=step_time, before=str(before), after=str(days))
    return step_time
