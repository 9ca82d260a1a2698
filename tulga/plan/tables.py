from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tulga.kit.tables import Column, DateColumn, LinkColumn, StatusColumn, Table
from tulga.plan.choices import EditionStatus


class PlanTable(Table):
    title = LinkColumn(_("Plan"), url_name="plan_detail", url_value="code", note="code")
    current__status = StatusColumn(_("Status"), states=EditionStatus)
    current__valid_from = DateColumn(_("From"))
    current__valid_to = DateColumn(_("To"))
    activities_count = Column(_("Activities"))

    empty_text = _("No plan yet.")
