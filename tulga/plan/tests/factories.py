from __future__ import annotations

import datetime as dt
from typing import Any

from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.collation import sort_key
from tulga.kit.i18n import I18nText
from tulga.plan.choices import ActivityStatus, EditionStatus, Pillar, ValueKind, ValueRole
from tulga.plan.models import (
    Activity,
    BudgetLine,
    Entry,
    FormerValue,
    Indicator,
    IndicatorValue,
    Milestone,
    Plan,
    PlanEdition,
    PlanItem,
    StatusLine,
)
from tulga.plan.services.entering import LINKS, set_entry_keys
from tulga.plan.services.planning import point_to, set_plan_key

FACTS = {"level_names", "legal_basis", "languages", "valid_from", "valid_to", "source", "status", "in_force_on"}


class PlanFactory(DjangoModelFactory[Plan]):
    """A plan with one edition in force. Facts of the edition may be given among the plan's own."""

    class Meta:
        model = Plan

    code = Sequence(lambda n: f"NAP-{n}")
    title = LazyAttribute(lambda plan: I18nText(en=f"Plan {plan.code}"))

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        facts = {name: kwargs.pop(name) for name in FACTS & kwargs.keys()}
        plan = model_class(*args, **kwargs)
        set_plan_key(plan)
        plan.save()
        point_to(plan, EditionFactory.create(plan=plan, **facts))
        return plan


class EditionFactory(DjangoModelFactory[PlanEdition]):
    """One more edition of a plan, a draft unless said otherwise where the plan has one in force."""

    class Meta:
        model = PlanEdition

    plan = SubFactory(PlanFactory)
    number = LazyAttribute(lambda edition: edition.plan.editions.count() + 1)
    status = LazyAttribute(lambda edition: EditionStatus.DRAFT if edition.number > 1 else EditionStatus.IN_FORCE)
    valid_from = dt.date(2017, 1, 1)
    valid_to = dt.date(2021, 12, 31)


class ItemFactory(DjangoModelFactory[PlanItem]):
    class Meta:
        model = PlanItem

    edition = LazyFunction(lambda: PlanFactory.create().current)
    number = Sequence(lambda n: f"{n}")
    title = LazyAttribute(lambda item: I18nText(en=f"Goal {item.number}"))
    position = LazyAttribute(lambda item: sort_key(item.number, "en"))


class EntryFactory(DjangoModelFactory[Entry]):
    """An entry of an edition, and its activity, which it is the current entry of unless the activity has one."""

    class Meta:
        model = Entry

    edition = LazyFunction(lambda: PlanFactory.create().current)
    activity = LazyAttribute(lambda entry: Activity.objects.create(plan=entry.edition.plan))
    number = Sequence(lambda n: f"1.{n}")
    title = LazyAttribute(lambda entry: I18nText(en=f"Activity {entry.number}"))
    pillar = Pillar.PREVENTION
    lead_agency = SubFactory(AgencyFactory)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        links = {name: kwargs.pop(name) for name in LINKS if name in kwargs}
        entry = model_class(*args, **kwargs)
        set_entry_keys(entry)
        entry.save()
        for name, chosen in links.items():
            getattr(entry, name).set(chosen)
        if entry.activity.current_id is None:
            entry.activity.current = entry
            entry.activity.save(update_fields=["current"])
        return entry


class ActivityFactory(DjangoModelFactory[Activity]):
    """An activity of a plan in force. What its entry says may be given here."""

    class Meta:
        model = Activity

    plan = SubFactory(PlanFactory)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        plan = kwargs.pop("plan")
        return EntryFactory.create(edition=kwargs.pop("edition", plan.current), **kwargs).activity


class MilestoneFactory(DjangoModelFactory[Milestone]):
    class Meta:
        model = Milestone

    entry = SubFactory(EntryFactory)
    title = LazyFunction(lambda: I18nText(en="Rules adopted"))


class BudgetLineFactory(DjangoModelFactory[BudgetLine]):
    class Meta:
        model = BudgetLine

    entry = SubFactory(EntryFactory)
    given = "1000"


class IndicatorFactory(DjangoModelFactory[Indicator]):
    class Meta:
        model = Indicator

    entry = SubFactory(EntryFactory)
    title = LazyFunction(lambda: I18nText(en="Trainings held"))


class IndicatorValueFactory(DjangoModelFactory[IndicatorValue]):
    class Meta:
        model = IndicatorValue

    indicator = SubFactory(IndicatorFactory)
    role = ValueRole.BASELINE
    given = "some"
    kind = ValueKind.WORDS


class FormerValueFactory(DjangoModelFactory[FormerValue]):
    class Meta:
        model = FormerValue

    entry = SubFactory(EntryFactory)
    field = "period"
    given = "30 June 2020"


class StatusLineFactory(DjangoModelFactory[StatusLine]):
    class Meta:
        model = StatusLine

    activity = SubFactory(ActivityFactory)
    status = ActivityStatus.ON_TRACK
    sentence = LazyFunction(lambda: I18nText(en="Begun in two provinces."))
    dated_on = dt.date(2018, 1, 10)
    agency = LazyAttribute(lambda line: line.activity.lead_agency)
