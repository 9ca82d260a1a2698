"""The state of things on one page: how far recommendations and commitments are, and what is late, by whom.

For whoever reads drafts. Numbers and rows start from `visible_to`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Min
from django.utils.translation import gettext as _

from tulga.accounts.choices import Role
from tulga.accounts.roles import permissions_of
from tulga.desk.choices import Step
from tulga.desk.models import StepTime
from tulga.desk.summaries.tasks import Task, dated, tasks_of
from tulga.dissemination.choices import ReleaseStatus
from tulga.dissemination.models import ReleaseItem
from tulga.kit.actor import Actor, Grant
from tulga.kit.charts import Bar
from tulga.plan.models import Entry, Plan
from tulga.plan.summaries.glance import plan_at_a_glance
from tulga.recommendations.choices import ENDORSED, CommitmentStatus, Status
from tulga.recommendations.models import Commitment, Objection, Recommendation

RED_SHOWN = 3


@dataclass(frozen=True)
class Late:
    """One thing that should have been done: by whom, what, and how late it is."""

    who: str
    task: Task


@dataclass(frozen=True)
class State:
    recommendations: tuple[Bar, ...]
    commitments: tuple[Bar, ...]
    plan: tuple[Bar, ...]
    plan_url: str
    red: tuple[Late, ...]
    red_count: int

    @property
    def more(self) -> int:
        return self.red_count - len(self.red)


def state_of(actor: Actor, today: dt.date) -> State:
    red = sorted(
        [*_overdue(actor, today), *_never_answered(actor, today), *_late_at_the_secretariat(today)],
        key=lambda each: (each.task.due_on or dt.date.max, each.who, each.task.title.text),
    )
    plan = Plan.objects.visible_to(actor).order_by("-current__valid_from", "-pk").first()
    return State(
        recommendations=_recommendations(actor),
        commitments=_commitments(actor),
        plan=_plan(actor, plan, today) if plan else (),
        plan_url=plan.get_absolute_url() if plan else "",
        red=tuple(red[:RED_SHOWN]),
        red_count=len(red),
    )


# --- How far things are --------------------------------------------------------------------------------------------
def _recommendations(actor: Actor) -> tuple[Bar, ...]:
    counts: Counter[str] = Counter()
    visible = Recommendation.objects.visible_to(actor).order_by()
    for status, in_force_on, count in visible.values_list("status", "in_force_on").annotate(count=Count("pk")):
        is_in_force = status in ENDORSED and in_force_on is not None
        counts["in_force" if is_in_force else "endorsed" if status in ENDORSED else status] += count
    stages = (
        (_("In the working sessions"), (Status.DRAFT, Status.ADOPTED)),
        (_("With the secretariat"), (Status.CONSOLIDATED,)),
        (_("Before the ministry"), (Status.SUBMITTED,)),
        (_("Endorsed, not yet in force"), ("endorsed",)),
        (_("In force, being carried out"), ("in_force",)),
        (_("Implemented"), (Status.IMPLEMENTED,)),
        (_("Deferred or declined"), (Status.DEFERRED, Status.DECLINED)),
    )
    return _bars([(label, sum(counts[str(each)] for each in states)) for label, states in stages])


def _commitments(actor: Actor) -> tuple[Bar, ...]:
    standing = Commitment.objects.visible_to(actor).standing().order_by()
    counts = dict(standing.values_list("status").annotate(count=Count("pk")))
    shown = [each for each in CommitmentStatus if each is not CommitmentStatus.WITHDRAWN]
    return _bars([(str(each.label), counts.get(each.value, 0)) for each in shown])


def _plan(actor: Actor, plan: Plan, today: dt.date) -> tuple[Bar, ...]:
    glance = plan_at_a_glance(Entry.objects.visible_to(actor).filter(edition=plan.current_id).for_glance(), today)
    numbers = zip(glance.standings, glance.together.counts, strict=True)
    return _bars([(str(standing.label), number) for standing, number in numbers])


def _bars(numbers: list[tuple[str, int]]) -> tuple[Bar, ...]:
    total = sum(number for _label, number in numbers)
    return tuple(Bar(label, number, total) for label, number in numbers) if total else ()


# --- What is late --------------------------------------------------------------------------------------------------
def _overdue(actor: Actor, today: dt.date) -> Iterable[Late]:
    for each in Commitment.objects.visible_to(actor).overdue(today).for_listing():
        why = " · ".join(filter(None, [each.recommendation.reference, _("commitment not carried out")]))
        task = Task(each.text.shown(), why, "", each.get_absolute_url(), each.due_on, None)
        yield Late(str(each.agency.name), dated(task, today))


def _never_answered(actor: Actor, today: dt.date) -> Iterable[Late]:
    """Addressees that have neither committed nor objected, so many days after they could read what is asked of them."""
    days = StepTime.objects.visible_to(actor).days().get(Step.NAME_COMMITMENT)
    if not days:
        return
    released = ReleaseItem.objects.filter(release__status=ReleaseStatus.RELEASED).order_by()
    first = dict(released.values_list("recommendation").annotate(day=Min("release__released_on")))
    expired = [pk for pk, day in first.items() if day and day + dt.timedelta(days=days) < today]
    asked = Recommendation.objects.visible_to(actor).in_force().endorsed().filter(pk__in=expired)
    answered = set(Commitment.objects.visible_to(actor).standing().values_list("recommendation_id", "agency_id"))
    answered |= set(Objection.objects.visible_to(actor).standing().values_list("recommendation_id", "agency_id"))
    for each in asked.prefetch_related("addressees"):
        for agency in each.addressees.all():
            if (each.pk, agency.pk) in answered:
                continue
            why = " · ".join(filter(None, [each.reference, _("no commitment named")]))
            due_on = first[each.pk] + dt.timedelta(days=days)
            task = Task(each.title.shown(), why, "", each.get_absolute_url(), due_on, None)
            yield Late(str(agency.name), dated(task, today))


def _late_at_the_secretariat(today: dt.date) -> Iterable[Late]:
    """What would wait on the desk of a secretariat's officer who had no part in anything yet."""
    somebody = Grant(Role.SECRETARIAT, agency_id=0, permissions=permissions_of(Role.SECRETARIAT))
    officer = Actor(user_id=0, grants=(somebody,))  # nobody's number
    for task in tasks_of(officer, today):
        if task.is_late:
            yield Late(_("Secretariat"), task)
