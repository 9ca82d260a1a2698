from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tulga.kit.tables import DateColumn, LinkColumn, StatusColumn, Table, TextColumn
from tulga.plan.choices import ActivityStatus, Pillar


class UnaskedActivityTable(Table):
    title = LinkColumn(_("Activity"), url_name="activity_detail", note="number")
    lead_agency__name = TextColumn(_("Lead agency"))
    pillar = StatusColumn(_("Pillar"), states=Pillar)
    status = StatusColumn(_("Status"), states=ActivityStatus)
    ends_on = DateColumn(_("Until"))

    empty_text = _("Every activity answers a finding or a recommendation in force.")
