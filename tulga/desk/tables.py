from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tulga.desk.choices import Step
from tulga.kit.tables import Cell, ComputedColumn, Row, Table


def _step(row: Row) -> Cell:
    return Cell(text=str(Step(row["step"]).label), url=reverse("step_time_edit", args=[row["step"]]))


def _days(row: Row) -> Cell:
    return Cell(text=ngettext("%(count)s day", "%(count)s days", row["days"]) % {"count": row["days"]})


class StepTimeTable(Table):
    step = ComputedColumn(_("Step"), "step", make=_step)
    days = ComputedColumn(_("Late after"), "days", make=_days)

    empty_text = _("No step has a time. Ask whoever runs the installation to migrate the database.")
