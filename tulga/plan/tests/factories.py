from __future__ import annotations

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.i18n import I18nText
from tulga.plan.choices import ActivityStatus, Pillar
from tulga.plan.models import Activity, Plan, PlanItem, StatusLine
from tulga.plan.services import set_activity_keys, set_keys, sort_key


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = Plan

    code = factory.Sequence(lambda n: f"NAP-{n}")
    title = factory.LazyAttribute(lambda plan: I18nText(en=f"Plan {plan.code}"))
    valid_from = dt.date(2017, 1, 1)
    valid_to = dt.date(2021, 12, 31)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        plan = model_class(*args, **kwargs)
        set_keys(plan)
        plan.save()
        return plan


class ItemFactory(DjangoModelFactory):
    class Meta:
        model = PlanItem

    plan = factory.SubFactory(PlanFactory)
    number = factory.Sequence(lambda n: f"{n}")
    title = factory.LazyAttribute(lambda item: I18nText(en=f"Goal {item.number}"))
    position = factory.LazyAttribute(lambda item: sort_key(item.number, "en"))


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity

    plan = factory.SubFactory(PlanFactory)
    number = factory.Sequence(lambda n: f"1.{n}")
    title = factory.LazyAttribute(lambda activity: I18nText(en=f"Activity {activity.number}"))
    pillar = Pillar.PREVENTION
    lead_agency = factory.SubFactory(AgencyFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        activity = model_class(*args, **kwargs)
        set_activity_keys(activity)
        activity.save()
        return activity


class StatusLineFactory(DjangoModelFactory):
    class Meta:
        model = StatusLine

    activity = factory.SubFactory(ActivityFactory)
    status = ActivityStatus.ON_TRACK
    sentence = factory.LazyFunction(lambda: I18nText(en="Begun in two provinces."))
    dated_on = dt.date(2018, 1, 10)
    agency = factory.LazyAttribute(lambda line: line.activity.lead_agency)
