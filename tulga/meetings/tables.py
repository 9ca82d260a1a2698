from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tulga.kit import exports
from tulga.kit.tables import Column, DateColumn, LinkColumn, StatusColumn, Table, TextColumn
from tulga.meetings.choices import MeetingStatus


class MeetingTable(Table):
    title = LinkColumn(_("Meeting"), url_name="meeting_detail", url_value="code", note="code")
    held_on = DateColumn(_("Held on"))
    status = StatusColumn(_("Status"), states=MeetingStatus)
    place = TextColumn(_("Place"), "place__name")
    bodies_count = Column(_("Bodies"))
    sessions_count = Column(_("Sessions"))

    empty_text = _("No meeting yet.")


DELEGATE_COLUMNS = (
    exports.Column(_("Agency"), lambda row: str(row.answer.invitation.agency), "agency"),
    exports.Column(_("Part"), lambda row: row.part_label, "part"),
    exports.Column(_("Full name"), lambda row: row.full_name, "full_name"),
    exports.Column(_("Office"), lambda row: row.office, "office"),
    exports.Column(_("Telephone or e-mail at work"), lambda row: row.contact, "contact"),
)
