"""The plan as everybody may read it: its groups and activities, how each stands, and what each led to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from tulga.answers.summaries import AnsweredLine, findings_answered
from tulga.findings.models import Finding
from tulga.kit.i18n import Shown
from tulga.plan.models import Activity, Entry, Plan, PlanEdition, PlanItem, StatusLine
from tulga.plan.sheets import with_parts
from tulga.plan.summaries.activity import (
    Fact,
    IndicatorTable,
    MilestoneLine,
    MoneyLine,
    SpokenLine,
    facts_of,
    indicator_table,
    milestone_lines,
    money_lines,
    spoken_lines,
)
from tulga.plan.summaries.glance import ActivityLine, Glance, activity_line, plan_at_a_glance
from tulga.plan.summaries.tree import Group, Node, Tree, plan_tree
from tulga.portal.summaries import EVERYBODY, Line, lines, made_public
from tulga.thread.summaries.origins import recommendations_through

# A page for a bad line: of a larger plan, activities are shown group by group.
MOST_SHOWN = 40


@dataclass(frozen=True)
class PlanRead:
    """A published plan, opened at the top or at one of its groups."""

    edition: PlanEdition
    glance: Glance
    under: PlanItem | None
    under_level: str
    path: tuple[PlanItem, ...]
    nodes: tuple[Node, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class ActivityRead:
    entry: Entry
    line: ActivityLine
    title: Shown
    facts: Sequence[Fact]
    milestones: Sequence[MilestoneLine]
    money: Sequence[MoneyLine]
    indicators: IndicatorTable
    said: Sequence[SpokenLine]
    answered: Sequence[AnsweredLine]
    recommendations: Sequence[Line]


def published_plans() -> list[Plan]:
    """The latest first, each with its edition in force, or the last that was."""
    return list(Plan.objects.visible_to(EVERYBODY).select_related("current"))


def published_edition(code: str) -> PlanEdition | None:
    plan = Plan.objects.visible_to(EVERYBODY).select_related("current").filter(code=code).first()
    if plan is None:
        return None
    plan.edition.plan = plan
    return plan.edition


def read_plan(edition: PlanEdition, number: str = "") -> PlanRead | None:
    """Opened at the group of this number; nothing where there is no such group."""
    today = timezone.localdate()
    entries = list(edition.entries.for_listing())
    tree = Tree(edition, edition.items.all(), [entry.item_id for entry in entries])
    under = next((item for item in tree.items if item.number == number), None)
    if number and under is None:
        return None
    below = {item.pk for item in tree.below(under)} if under else None
    found = [entry for entry in entries if below is None or entry.item_id in below]
    if len(found) > MOST_SHOWN and tree.nodes(under):
        found = [entry for entry in found if entry.item_id == (under.pk if under else None)]
    return PlanRead(
        edition=edition,
        glance=plan_at_a_glance(entries, today),
        under=under,
        under_level=tree.level_name(under) if under else "",
        path=tuple(tree.path_to(under)[:-1]),
        nodes=tree.nodes(under),
        groups=tuple(group for group in plan_tree(edition, tree.items, found, today) if group.activities),
    )


def read_activity(edition: PlanEdition, pk: int) -> ActivityRead | None:
    """An activity that this edition has, with the recommendations on its thread that everybody may read."""
    entry = with_parts(edition.entries.for_listing()).filter(activity=pk).first()
    if entry is None:
        return None
    activity: Activity = entry.activity
    said = StatusLine.objects.visible_to(EVERYBODY).filter(activity=activity).select_related("agency")
    through = recommendations_through("activity", activity, EVERYBODY).order_by().values("pk")
    return ActivityRead(
        entry=entry,
        line=activity_line(entry, timezone.localdate()),
        title=entry.title.shown(),
        facts=facts_of(entry)[1:],  # the first is where the page is
        milestones=milestone_lines(entry.milestones.all()),
        money=money_lines(entry.budget_lines.all()),
        indicators=indicator_table(entry.indicators.all()),
        said=spoken_lines(said),
        answered=findings_answered(activity, EVERYBODY, address=_public_finding),
        recommendations=lines(made_public().filter(pk__in=through)),
    )


def _public_finding(finding: Finding) -> str:
    return f"{reverse('public_answered', args=[finding.assessment.code])}#finding-{finding.pk}"
