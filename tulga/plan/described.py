"""A plan and its activities as nested data: for the API, and for the JSON export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from tulga.plan.choices import ValueRole
from tulga.plan.models import BudgetLine, Entry, Indicator, IndicatorValue, Milestone, PlanEdition
from tulga.plan.sheets import Whole

Described = dict[str, Any]


def describe_edition(edition: PlanEdition) -> Described:
    return {
        "code": edition.plan.code,
        "title": edition.plan.title,
        "edition": edition.number,
        "status": edition.status,
        "level_names": edition.level_names,
        "legal_basis": edition.legal_basis,
        "languages": edition.languages,
        "valid_from": edition.valid_from,
        "valid_to": edition.valid_to,
        "in_force_on": edition.in_force_on,
        "source": edition.source,
        "is_illustrative": edition.plan.is_illustrative,
    }


def describe_whole(whole: Whole) -> Described:
    """The tree as lists: each group and activity names what it is part of."""
    groups = [
        {"number": item.number, "parent": item.parent.number if item.parent else None, "title": item.title}
        for item in whole.items
    ]
    activities = [describe_entry(entry) for entry in whole.entries]
    return {**describe_edition(whole.edition), "groups": groups, "activities": activities}


def describe_entry(entry: Entry) -> Described:
    """Of an entry read with all that hangs below it."""
    return {
        "number": entry.number,
        "group": entry.item.number if entry.item else None,
        "title": entry.title,
        "notes": entry.notes,
        "pillar": entry.pillar,
        "lead_agency": entry.lead_agency.code if entry.lead_agency else None,
        "lead_words": entry.lead_words,
        "co_implementers": _codes(entry.co_implementers.all()),
        "co_implementers_words": entry.co_implementers_words,
        "funders": _codes(entry.funders.all()),
        "funders_words": entry.funders_words,
        "starts_on": entry.starts_on,
        "ends_on": entry.ends_on,
        "recurrence": entry.recurrence,
        "period_words": entry.period_words,
        "places": _codes(entry.places.all()),
        "milestones": [_milestone(each) for each in entry.milestones.all()],
        "budget": [_budget_line(each) for each in entry.budget_lines.all()],
        "indicators": [_indicator(each) for each in entry.indicators.all()],
        "former_values": [{"field": each.field, "given": each.given} for each in entry.former_values.all()],
        "is_illustrative": entry.is_illustrative,
    }


def _milestone(milestone: Milestone) -> Described:
    return {"title": milestone.title, "due_on": milestone.due_on, "due_words": milestone.due_words}


def _budget_line(line: BudgetLine) -> Described:
    return {
        "year": line.year,
        "source": line.source,
        "funder": line.funder.code if line.funder else None,
        "given": line.given,
        "amount": _exact(line.amount),
        "currency": line.currency,
    }


def _indicator(indicator: Indicator) -> Described:
    values = list(indicator.values.all())
    targets = [each for each in values if each.role == ValueRole.TARGET]
    baseline = next((each for each in values if each.role == ValueRole.BASELINE), None)
    return {
        "id": indicator.identity,
        "title": indicator.title,
        "unit": indicator.unit,
        "baseline": _value(baseline) if baseline else None,
        "baseline_on": indicator.baseline_on,
        "baseline_year": indicator.baseline_year,
        "targets": [{"year": each.year, **_value(each)} for each in targets],
        "disaggregation": indicator.disaggregation,
        "disaggregation_words": indicator.disaggregation_words,
        "means_of_verification": indicator.means_of_verification,
    }


def _value(value: IndicatorValue) -> Mapping[str, Any]:
    return {"given": value.given, "kind": value.kind, "number": _exact(value.number)}


def _exact(number: Decimal | None) -> str | None:
    """A decimal number as its digits: a float would be another number."""
    return None if number is None else f"{number.normalize():f}"


def _codes(rows: Iterable[Any]) -> list[str]:
    return sorted(row.code for row in rows)
