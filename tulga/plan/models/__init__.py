from tulga.plan.models.activities import Activity, Entry, FormerValue, StatusLine
from tulga.plan.models.parts import BudgetLine, Indicator, IndicatorValue, Milestone
from tulga.plan.models.plans import Plan, PlanEdition, PlanItem, ReadFromFile

__all__ = [
    "Activity",
    "BudgetLine",
    "Entry",
    "FormerValue",
    "Indicator",
    "IndicatorValue",
    "Milestone",
    "Plan",
    "PlanEdition",
    "PlanItem",
    "ReadFromFile",
    "StatusLine",
]
