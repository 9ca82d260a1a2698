"""What hangs below an entry, one by one: milestones, budget lines, indicators with their values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypedDict, TypeVar, Unpack

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tulga.agencies.models import Agency
from tulga.kit.actor import Actor
from tulga.kit.changes import changed_fields
from tulga.kit.errors import RuleBroken
from tulga.kit.i18n import I18nText, in_each_language, in_every_language
from tulga.kit.versions import save_edit
from tulga.plan.choices import Action, ValueRole
from tulga.plan.models import BudgetLine, Entry, Indicator, IndicatorValue, Milestone
from tulga.plan.policies import policy
from tulga.plan.services.recording import assign, record_change, record_edit, require_writable
from tulga.plan.values import Value

Part = TypeVar("Part", Milestone, BudgetLine, Indicator)


class Source(TypedDict, total=False):
    imported_row_id: int | None
    imported_place: Sequence[Any]


class MilestoneContent(Source, total=False):
    title: I18nText
    due_on: dt.date | None
    due_words: str


class BudgetContent(Source, total=False):
    year: int | None
    source: I18nText
    funder: Agency | None
    given: str
    amount: Decimal | None
    currency: str


class IndicatorContent(Source, total=False):
    title: I18nText
    unit: I18nText
    baseline_on: dt.date | None
    baseline_year: int | None
    disaggregation: Sequence[str]
    disaggregation_words: str
    means_of_verification: I18nText


def create_milestone(*, entry: Entry, actor: Actor, **content: Unpack[MilestoneContent]) -> Milestone:
    return _create(Milestone(entry=entry, **content), actor)


def edit_milestone(
    *, milestone: Milestone, expected_version: int, actor: Actor, **content: Unpack[MilestoneContent]
) -> Milestone:
    return _edit(milestone, expected_version, actor, content)


def create_budget_line(*, entry: Entry, actor: Actor, **content: Unpack[BudgetContent]) -> BudgetLine:
    return _create(BudgetLine(entry=entry, **content), actor)


def edit_budget_line(
    *, budget_line: BudgetLine, expected_version: int, actor: Actor, **content: Unpack[BudgetContent]
) -> BudgetLine:
    return _edit(budget_line, expected_version, actor, content)


@transaction.atomic
def create_indicator(
    *,
    entry: Entry,
    baseline: Value | None = None,
    targets: Mapping[int | None, Value] | None = None,
    actor: Actor,
    **content: Unpack[IndicatorContent],
) -> Indicator:
    """`targets` by year; under None, the target for the end of the plan."""
    indicator = _create(Indicator(entry=entry, **content), actor)
    IndicatorValue.objects.bulk_create(values_of(indicator, baseline, targets or {}))
    return indicator


@transaction.atomic
def edit_indicator(
    *,
    indicator: Indicator,
    expected_version: int,
    baseline: Value | None,
    targets: Mapping[int | None, Value],
    actor: Actor,
    **content: Unpack[IndicatorContent],
) -> Indicator:
    before = _values_in_words(indicator)
    _edit(indicator, expected_version, actor, content)
    indicator.values.all().delete()
    IndicatorValue.objects.bulk_create(values_of(indicator, baseline, targets))
    after = _values_in_words(indicator)
    if before != after:
        record_change(
            *(actor, Action.EDIT, indicator.entry),
            before=before,
            after=after,
        )
    return indicator


@transaction.atomic
def remove_part(*, part: Milestone | BudgetLine | Indicator, actor: Actor) -> None:
    policy.require(actor, Action.REMOVE, part)
    require_writable(part.entry.edition)
    record_change(actor, Action.REMOVE, part.entry, before=part)
    part.delete()


def values_of(
    indicator: Indicator, baseline: Value | None, targets: Mapping[int | None, Value]
) -> list[IndicatorValue]:
    """The rows to store, unsaved."""
    return [
        IndicatorValue(
            indicator=indicator, role=role, year=year, given=value.given, kind=value.kind, number=value.number
        )
        for role, year, value in figures_of(baseline, targets)
    ]


def figures_of(
    baseline: Value | None, targets: Mapping[int | None, Value]
) -> Iterator[tuple[ValueRole, int | None, Value]]:
    """An indicator's figures, each with what it is and for which year."""
    if baseline:
        yield ValueRole.BASELINE, None, baseline
    for year, value in targets.items():
        yield ValueRole.TARGET, year, value


@transaction.atomic
def _create(part: Part, actor: Actor) -> Part:
    policy.require(actor, Action.CREATE, part)
    require_writable(part.entry.edition)
    _require_sound(part)
    last = type(part)._default_manager.filter(entry=part.entry_id).aggregate(last=Max("position"))["last"]
    part.position = (last or 0) + 1
    part.save()
    after = in_every_language("%(kind)s: %(part)s", kind=part._meta.verbose_name, part=part)
    record_change(actor, Action.CREATE, part.entry, after=after)
    return part


@transaction.atomic
def _edit(part: Part, expected_version: int, actor: Actor, content: Mapping[str, Any]) -> Part:
    policy.require(actor, Action.EDIT, part)
    require_writable(part.entry.edition)
    before = type(part)._default_manager.get(pk=part.pk)
    assign(part, content)
    _require_sound(part)
    save_edit(part, expected_version=expected_version, fields=[*content])
    record_edit(before, part, changed_fields(before, part, content), actor, target=part.entry)
    return part


def _require_sound(part: Milestone | BudgetLine | Indicator) -> None:
    if isinstance(part, BudgetLine):
        require_sound_amount(part.amount, part.currency)


def require_sound_amount(amount: Decimal | None, currency: str) -> None:
    if amount is not None:
        if not currency:
            raise RuleBroken(_("Say in which currency the amount is."), field="currency")
        if amount < 0:
            raise RuleBroken(_("An amount is never below zero."), field="amount")


@in_each_language
def _values_in_words(indicator: Indicator) -> str:
    rows = indicator.values.all()
    values = [f"{ValueRole(row.role).label} {row.year or ''}: {row.given}".replace(" :", ":") for row in rows]
    return f"{indicator}: {'; '.join(values)}"
