from __future__ import annotations

import datetime as dt
from typing import Any

from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.collation import sort_key
from tulga.kit.i18n import I18nText
from tulga.plan.choices import ActivityStatus, Pillar
from tulga.plan.models import Activity, Plan, PlanItem, StatusLine
from tulga.plan.services import set_activity_keys, set_keys


class PlanFactory(DjangoModelFactory[Plan]):
    class Meta:
        model = Plan

    code = Sequence(lambda n: f"NAP-{n}")
    title = LazyAttribute(lambda plan: I18nText(en=f"Plan {plan.code}"))
    valid_from = dt.date(2017, 1, 1)
    valid_to = dt.date(2021, 12, 31)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        plan = model_class(*args, **kwargs)
        set_keys(plan)
        plan.save()
        return plan


class ItemFactory(DjangoModelFactory[PlanItem]):
    class Meta:
        model = PlanItem

    plan = SubFactory(PlanFactory)
    number = Sequence(lambda n: f"{n}")
    title = LazyAttribute(lambda item: I18nText(en=f"Goal {item.number}"))
    position = LazyAttribute(lambda item: sort_key(item.number, "en"))


class ActivityFactory(DjangoModelFactory[Activity]):
    class Meta:
        model = Activity

    plan = SubFactory(PlanFactory)
    number = Sequence(lambda n: f"1.{n}")
    title = LazyAttribute(lambda activity: I18nText(en=f"Activity {activity.number}"))
    pillar = Pillar.PREVENTION
    lead_agency = SubFactory(AgencyFactory)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        activity = model_class(*args, **kwargs)
        set_activity_keys(activity)
        activity.save()
        return activity


class StatusLineFactory(DjangoModelFactory[StatusLine]):
    class Meta:
        model = StatusLine

    activity = SubFactory(ActivityFactory)
    status = ActivityStatus.ON_TRACK
    sentence = LazyFunction(lambda: I18nText(en="Begun in two provinces."))
    dated_on = dt.date(2018, 1, 10)
    agency = LazyAttribute(lambda line: line.activity.lead_agency)
