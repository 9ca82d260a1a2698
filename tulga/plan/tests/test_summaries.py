from __future__ import annotations

import datetime as dt

import pytest

from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.i18n import I18nText
from tulga.plan.choices import NO_LINE, ActivityStatus, EditionStatus, Pillar
from tulga.plan.models import Entry
from tulga.plan.summaries.glance import agencies_of, plan_at_a_glance
from tulga.plan.summaries.tree import plan_tree
from tulga.plan.tests.factories import ActivityFactory, EntryFactory, ItemFactory, PlanFactory, StatusLineFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2018, 6, 1)


def listed(plan):
    return list(plan.current.entries.for_listing())


def test_the_glance_counts_every_activity_once():
    plan = PlanFactory()
    for pillar, status in [
        (Pillar.PREVENTION, ActivityStatus.DONE),
        (Pillar.PREVENTION, ActivityStatus.LATE),
        (Pillar.PROTECTION, None),
    ]:
        activity = ActivityFactory(plan=plan, pillar=pillar)
        if status:
            StatusLineFactory(activity=activity, status=status)

    glance = plan_at_a_glance(listed(plan), TODAY)

    assert [(str(row.pillar), row.total) for row in glance.pillars] == [
        (str(Pillar.PREVENTION.label), 2),
        (str(Pillar.PROTECTION.label), 1),
    ]
    assert [figure.number for figure in glance.figures] == [3, 1, 0, 1, 1]
    assert (glance.number("done"), glance.number("late"), glance.number(NO_LINE)) == (1, 1, 1)


def test_the_red_list_agrees_with_the_query_and_starts_with_the_oldest():
    plan = PlanFactory()
    StatusLineFactory(activity=ActivityFactory(plan=plan, number="1"), status=ActivityStatus.LATE)
    ActivityFactory(plan=plan, number="2", ends_on=dt.date(2018, 5, 1))
    ActivityFactory(plan=plan, number="3", ends_on=dt.date(2018, 4, 1))
    ActivityFactory(plan=plan, number="4", ends_on=TODAY)

    late = plan_at_a_glance(listed(plan), TODAY).late

    assert [line.number for line in late] == ["3", "2", "1"]
    queried = Entry.objects.with_status().late(TODAY)
    assert [activity.number for activity in queried] == ["3", "2", "1"]


def test_every_table_of_a_plan_counts_the_same_as_late():
    plan, police = PlanFactory(), AgencyFactory()
    for status in (ActivityStatus.LATE, ActivityStatus.ON_TRACK, None):
        activity = ActivityFactory(plan=plan, pillar=Pillar.PROTECTION, lead_agency=police, ends_on=dt.date(2018, 5, 1))
        if status:
            StatusLineFactory(activity=activity, status=status)

    glance, (agency,) = plan_at_a_glance(listed(plan), TODAY), agencies_of(listed(plan), TODAY)

    counts = {str(label): count for label, count in glance.pillars[0].cells}
    assert (counts["Late or past the end"], glance.late_count, agency.late) == (3, 3, 3)
    assert (counts["Reported late"], counts["Not reported"], counts["Together"]) == (1, 1, 3)
    assert glance.headings == [label for label, _count in glance.pillars[0].cells]
    assert "Dropped" not in map(str, glance.headings)  # nothing is


def test_nothing_of_a_draft_is_late():
    plan = PlanFactory(status=EditionStatus.DRAFT)
    for status in (ActivityStatus.LATE, None):
        entry = EntryFactory(edition=plan.edition, ends_on=dt.date(2018, 5, 1), lead_agency=AgencyFactory())
        if status:
            StatusLineFactory(activity=entry.activity, status=status)

    glance = plan_at_a_glance(listed(plan), TODAY)

    assert (glance.late, glance.late_count, glance.together.late) == ((), 0, None)
    assert [figure.meaning for figure in glance.figures] == ["activities", "done", "on track", "not reported"]
    assert "Late or past the end" not in map(str, glance.headings)
    assert not any(row.late for row in agencies_of(listed(plan), TODAY))
    (group,) = plan_tree(plan.edition, [], listed(plan), TODAY)
    assert not any(line.is_late or line.is_past_its_end for line in group.activities)
    assert not Entry.objects.with_status().late(TODAY).exists()


def test_the_tree_keeps_the_plans_order_and_the_countrys_names():
    plan = PlanFactory(level_names=[I18nText(mn="Зорилго"), I18nText(mn="Зорилт")])
    second, first = ItemFactory(edition=plan.current, number="2"), ItemFactory(edition=plan.current, number="1")
    below = ItemFactory(edition=plan.current, number="1.1", parent=first)
    deepest = ItemFactory(edition=plan.current, number="1.1.1", parent=below)
    ActivityFactory(plan=plan, item=below, number="1.1.10")
    ActivityFactory(plan=plan, item=below, number="1.1.9")
    ActivityFactory(plan=plan, number="0")

    groups = plan_tree(plan.current, plan.current.items.all(), listed(plan), TODAY)

    assert [group.item for group in groups] == [None, first, below, deepest, second]
    assert [group.level for group in groups] == [1, 1, 2, 3, 1]
    assert groups[2].level_name == "Зорилт"
    assert "3" in groups[3].level_name
    assert [line.number for line in groups[2].activities] == ["1.1.9", "1.1.10"]
