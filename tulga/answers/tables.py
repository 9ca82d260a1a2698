from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tulga.kit.tables import DateColumn, LinkColumn, StatusColumn, Table, TextColumn
from tulga.plan.choices import ActivityStatus, Pillar


class UnaskedActivityTable(Table):
    title = LinkColumn(_("Activity"), "current__title", url_name="activity_detail", note="current__number")
    lead_agency = TextColumn(_("Lead agency"), "current__lead_agency__name")
    pillar = StatusColumn(_("Pillar"), "current__pillar", states=Pillar)
    status = StatusColumn(_("Status"), states=ActivityStatus)
    ends_on = DateColumn(_("Until"), "current__ends_on")

    empty_text = _("Every activity answers a finding or a recommendation in force.")
