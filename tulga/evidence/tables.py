from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tulga.evidence.choices import Status
from tulga.kit.tables import DateColumn, LinkColumn, StatusColumn, Table


class EstimateTable(Table):
    title = LinkColumn(_("Estimate"), url_name="estimate_detail", url_value="public_id", note="source")
    status = StatusColumn(_("Status"), states=Status)
    made_at = DateColumn(_("Entered"))

    empty_text = _("No estimate yet. Enter how many people are on which lists together.")


class ProtectedTable(Table):
    title = LinkColumn(_("Table"), url_name="protected_detail", url_value="public_id", note="source")
    status = StatusColumn(_("Status"), states=Status)
    made_at = DateColumn(_("Entered"))

    empty_text = _("No table yet. Upload counts before they are published, and see what must be hidden.")
