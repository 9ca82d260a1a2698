from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import migrations
from django.utils import timezone

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FACTS = ("level_names", "legal_basis", "valid_from", "valid_to", "source")
WORDS = ("item_id", "number", "title", "pillar", "lead_agency_id", "starts_on", "ends_on", "period_words")
KEPT = (*WORDS, "is_illustrative", "position", "version", "search_key")


def give_each_plan_its_first_edition(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """What plans said so far is what their first edition says."""
    plans, editions, items, activities, entries = (
        apps.get_model("plan", name) for name in ("Plan", "PlanEdition", "PlanItem", "Activity", "Entry")
    )
    today = timezone.localdate()
    for plan in plans.objects.all():
        status = "expired" if plan.valid_to < today else "in_force"
        facts: dict[str, Any] = {name: getattr(plan, name) for name in FACTS}
        edition = editions.objects.create(plan=plan, number=1, status=status, in_force_on=plan.valid_from, **facts)
        plans.objects.filter(pk=plan.pk).update(current=edition)
        items.objects.filter(plan=plan).update(edition=edition)
        for activity in activities.objects.filter(plan=plan):
            said = {name: getattr(activity, name) for name in KEPT}
            entry = entries.objects.create(edition=edition, activity=activity, **said)
            for links in ("co_implementers", "funders", "places"):
                getattr(entry, links).set(getattr(activity, links).all())
            activities.objects.filter(pk=activity.pk).update(current=entry)


class Migration(migrations.Migration):
    dependencies = [("plan", "0002_editions")]

    operations = [migrations.RunPython(give_each_plan_its_first_edition, elidable=True)]
