from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tulga.kit.tables import Column, DateColumn, LinkColumn, Table, TextColumn


class MeetingTable(Table):
    title = LinkColumn(_("Meeting"), url_name="meeting_detail", url_value="code", note="code")
    held_on = DateColumn(_("Held on"))
    place = TextColumn(_("Place"), "place__name")
    bodies_count = Column(_("Bodies"))
    sessions_count = Column(_("Sessions"))

    empty_text = _("No meeting yet.")
