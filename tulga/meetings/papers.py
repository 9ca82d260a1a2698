"""The papers of a meeting: its record and the agencies' status sheets."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import docx
from django.utils import timezone, translation
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from docx.shared import Pt

from tulga.kit.typesetting import typeset
from tulga.meetings.models import ActionPoint, AgendaItem, Attendance, Minutes, Participation, WorkingSession
from tulga.meetings.proceedings import StatusSheet, answers_to, quorum_of
from tulga.recommendations.models import Challenge, Commitment, Recommendation
from tulga.recommendations.querysets import written_in_circles

if TYPE_CHECKING:
    from tulga.kit.actor import Actor
    from tulga.meetings.models import Meeting

TEMPLATES = Path(__file__).parent / "templates" / "meetings"


@dataclass(frozen=True)
class Part:
    """A section of a paper: its heading, paragraphs, and a list of entries."""

    heading: str
    paragraphs: Sequence[str] = ()
    entries: Sequence[str] = ()


@dataclass(frozen=True)
class Paper:
    title: str
    under_title: str
    parts: Sequence[Part]
    made: str
    page_label: str
    language: str


def record_pdf(meeting: Meeting, actor: Actor, made_at: dt.datetime) -> bytes:
    return typeset(TEMPLATES / "record.typ", asdict(record_of(meeting, actor, made_at)), made_at=made_at)


def record_docx(meeting: Meeting, actor: Actor, made_at: dt.datetime) -> bytes:
    """The same record for a word processor, with real headings and lists."""
    paper = record_of(meeting, actor, made_at)
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(11)
    document.core_properties.title = paper.title
    document.core_properties.author = ""
    document.core_properties.language = paper.language
    document.add_heading(paper.title, level=0)
    document.add_paragraph(paper.under_title)
    for part in paper.parts:
        document.add_heading(part.heading, level=1)
        for words in part.paragraphs:
            document.add_paragraph(words)
        for words in part.entries:
            document.add_paragraph(
                words, style="List Number" if part.heading == paper.parts[0].heading else "List Bullet"
            )
    document.add_paragraph(paper.made)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def record_of(meeting: Meeting, actor: Actor, made_at: dt.datetime) -> Paper:
    """All that a meeting was and what came of it, as this reader sees it."""
    days = date_format(meeting.held_on, "DATE_FORMAT")
    if meeting.ends_on:
        days = f"{days} – {date_format(meeting.ends_on, 'DATE_FORMAT')}"
    parts = [
        _attendance(meeting, actor),
        _agenda(meeting, actor),
        _carried(meeting, actor),
        _challenges(meeting, actor),
        _recommendations(meeting, actor),
        *_minutes(meeting, actor),
        _actions(meeting, actor),
    ]
    where = " · ".join(dict.fromkeys(str(each) for each in (days, meeting.place or "", meeting.venue) if str(each)))
    return Paper(
        title=_("Record: %(meeting)s") % {"meeting": meeting},
        under_title=where,
        parts=[each for each in parts if each.paragraphs or each.entries],
        made=_("Made on %(day)s for: %(office)s")
        % {"day": date_format(timezone.localtime(made_at), "DATETIME_FORMAT"), "office": str(actor.label)},
        page_label=_("Page"),
        language=translation.get_language() or "",
    )


def _attendance(meeting: Meeting, actor: Actor) -> Part:
    """Bodies for everybody, people for those who may read names."""
    quorum = quorum_of(meeting)
    names: dict[int, list[str]] = {}
    for each in Attendance.objects.visible_to(actor).filter(meeting=meeting):
        names.setdefault(each.agency_id, []).append(", ".join(part for part in (each.full_name, each.office) if part))
    bodies = Participation.objects.visible_to(actor).filter(meeting=meeting).select_related("agency")
    entries = [
        ": ".join(part for part in (str(each.agency), "; ".join(names.get(each.agency_id, []))) if part)
        for each in bodies.order_by("agency__code")
    ]
    said = _("Quorum: %(present)s bodies present, %(needed)s needed.") % {
        "present": quorum.present,
        "needed": quorum.needed,
    }
    return Part(_("Who took part"), [said] if quorum.present else [], entries)


def _agenda(meeting: Meeting, actor: Actor) -> Part:
    items = AgendaItem.objects.visible_to(actor).filter(meeting=meeting)
    return Part(_("Agenda"), (), [_at(each) for each in items])


def _at(item: AgendaItem) -> str:
    hours = " – ".join(time_format(each, "H:i") for each in (item.begins_at, item.ends_at) if each)
    day = "" if item.meeting.ends_on is None else date_format(item.day, "SHORT_DATE_FORMAT")
    return " · ".join(part for part in (day, hours, str(item), item.speaker) if part)


def _carried(meeting: Meeting, actor: Actor) -> Part:
    """Each in the words this reader may read."""
    deferred = Recommendation.objects.visible_to(actor).filter(carried__meeting=meeting).order_by("pk")
    duties = Commitment.objects.visible_to(actor).filter(carried__meeting=meeting).select_related("agency")
    return Part(
        _("Open from earlier meetings"),
        (),
        [_titled(each) for each in deferred] + [f"{each.agency}: {each}" for each in duties.order_by("due_on", "pk")],
    )


def _titled(recommendation: Recommendation) -> str:
    return f"{recommendation.reference or ''} {recommendation.title}".strip()


def _challenges(meeting: Meeting, actor: Actor) -> Part:
    rows = Challenge.objects.visible_to(actor).filter(circle__session__meeting=meeting).select_related("agency")
    return Part(_("Challenges"), (), [f"{each.agency}: {each}" for each in rows.order_by("pk")])


def _recommendations(meeting: Meeting, actor: Actor) -> Part:
    """What the sessions drafted, and what was merged from it in its place where this reader may see that."""
    circles = WorkingSession.objects.filter(meeting=meeting).values("circle")
    rows = list(Recommendation.objects.visible_to(actor).filter(written_in_circles(circles)).order_by("pk"))
    shown = {each.pk for each in rows}
    told = [each for each in rows if each.merged_into_id not in shown]
    return Part(_("Recommendations"), (), [f"{_titled(each)} ({each.state.label})" for each in told])


def _minutes(meeting: Meeting, actor: Actor) -> list[Part]:
    minutes = Minutes.objects.visible_to(actor).filter(meeting=meeting).first()
    if minutes is None:
        return []
    latest = minutes.latest()
    heading = _("Minutes, revision %(number)s: %(status)s") % {
        "number": latest.number,
        "status": minutes.state.label,
    }
    answers = answers_to(minutes, actor, timezone.localdate())
    reserved = [
        f"{each.agency}: {each.answer.reservation}" for each in answers if each.answer and each.answer.reservation
    ]
    confirmed = [str(each.agency) for each in answers if each.answer and not each.answer.reservation]
    silent = [str(each.agency) for each in answers if each.is_silent]
    said = []
    if confirmed:
        said.append(_("Confirmed by: %(agencies)s.") % {"agencies": ", ".join(confirmed)})
    if silent:
        said.append(_("Silent until the day set, taken to agree: %(agencies)s.") % {"agencies": ", ".join(silent)})
    return [
        Part(heading, [line for line in str(latest.text).splitlines() if line.strip()]),
        Part(_("What the delegations said of the minutes"), said),
        Part(_("Reservations"), (), reserved),
    ]


def _actions(meeting: Meeting, actor: Actor) -> Part:
    rows = ActionPoint.objects.visible_to(actor).filter(meeting=meeting).select_related("agency")
    return Part(_("Actions"), (), [_to_do(each) for each in rows])


def _to_do(point: ActionPoint) -> str:
    due = date_format(point.due_on, "DATE_FORMAT")
    return f"{point} – {point.agency}, {point.responsible}, {due} ({point.state.label})"


def status_sheets_pdf(meeting: Meeting, sheets: Sequence[StatusSheet], made_at: dt.datetime) -> bytes:
    """One page for each agency: what it brings to the table."""
    content = {
        "language": translation.get_language() or "",
        "title": _("Status sheet: %(meeting)s") % {"meeting": meeting},
        "page_label": _("Page"),
        "duties_label": _("Open commitments"),
        "deferred_label": _("Deferred recommendations addressed to it"),
        "none_label": _("None."),
        "late_label": _("late"),
        "sheets": [_sheet(each, timezone.localtime(made_at).date()) for each in sheets],
    }
    return typeset(TEMPLATES / "status_sheets.typ", content, made_at=made_at)


def _sheet(sheet: StatusSheet, today: dt.date) -> dict[str, object]:
    return {
        "agency": str(sheet.agency),
        "duties": [
            {
                "words": f"{each.recommendation.reference or ''} {each}".strip(),
                "note": " · ".join(
                    filter(None, [each.office_read, date_format(each.due_on, "DATE_FORMAT"), str(each.state.label)])
                ),
                "is_late": each.due_on < today,
            }
            for each in sheet.commitments
        ],
        "deferred": [_titled(each) for each in sheet.deferred],
    }
