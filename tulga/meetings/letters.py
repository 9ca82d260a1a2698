"""The invitation as an official letter, in the language its addressee reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tulga.documents.letters import Fact, Letter, LetterKind
from tulga.meetings.choices import Capacity

if TYPE_CHECKING:
    from tulga.meetings.models import Invitation, Meeting

INVITATION = LetterKind(
    "meetings.invitation",
    gettext_lazy("Invitation to a meeting"),
    {
        "meeting": gettext_lazy("the meeting's title"),
        "purpose": gettext_lazy("what the meeting is for; may be empty"),
        "when": gettext_lazy("its day, or days, and hour"),
        "where": gettext_lazy("its place and venue"),
        "seats": gettext_lazy("how many seats the body has"),
        "answer_by": gettext_lazy("the day the answer is due"),
    },
)


def invitation_letters(meeting: Meeting, invitations: Iterable[Invitation]) -> list[Letter]:
    """One letter for each, in the order given. The hosts send them."""
    hosts = [
        each.agency.name for each in meeting.participations.filter(capacity=Capacity.HOST).select_related("agency")
    ]
    letters = []
    for each in invitations:
        with translation.override(each.language):
            letters.append(_letter(meeting, each, sender="\n".join(str(name) for name in hosts)))
    return letters


def _letter(meeting: Meeting, invitation: Invitation, sender: str) -> Letter:
    seats = ngettext("%(count)s seat", "%(count)s seats", invitation.seats) % {"count": invitation.seats}
    answer_by = date_format(invitation.answer_by, "DATE_FORMAT")
    more = {
        "meeting": str(meeting.title),
        "purpose": str(meeting.purpose),
        "when": when(meeting),
        "where": where(meeting),
        "seats": seats,
        "answer_by": answer_by,
    }
    labels = {"when": _("When"), "where": _("Where"), "seats": _("Seats"), "answer_by": _("Answer by")}
    opening = _("We invite %(agency)s to take part in the meeting “%(meeting)s”.")
    paragraphs = [
        opening % {"agency": invitation.agency, "meeting": meeting.title},
        str(meeting.purpose),
        str(meeting.project),
    ]
    closing = _(
        "Please name the head and the members of your delegation, and substitutes, with their offices, "
        "by the day stated above: in Tulga, by letter or by telephone. If nobody can come, please say so."
    )
    return Letter(
        kind=INVITATION,
        language=invitation.language,
        sender=sender,
        addressee=str(invitation.agency),
        subject=_("Invitation to a meeting"),
        paragraphs=[each for each in paragraphs if each],
        facts=[Fact(label, more[name]) for name, label in labels.items() if more[name]],
        closing=[closing],
        signatory=str(meeting.signatory),
        contact=str(meeting.contact),
        more=more,
    )


def when(meeting: Meeting) -> str:
    """In the reader's language: 10 January 2018, 10:00 to 16:00."""
    days = date_format(meeting.held_on, "DATE_FORMAT")
    if meeting.ends_on and meeting.ends_on != meeting.held_on:
        days = f"{days} – {date_format(meeting.ends_on, 'DATE_FORMAT')}"
    hours = " – ".join(time_format(each, "H:i") for each in (meeting.begins_at, meeting.ends_at) if each)
    return ", ".join(filter(None, [days, hours]))


def where(meeting: Meeting) -> str:
    """The venue and the place, once where they are called the same."""
    names = [str(meeting.venue), str(meeting.place.name) if meeting.place else ""]
    return ", ".join(dict.fromkeys(filter(None, names)))


def file_name(invitation: Invitation, ending: str) -> str:
    """As an official files it: the agency's name in its own letters."""
    return f"{invitation.agency} – {invitation.meeting.code}.{ending}"
