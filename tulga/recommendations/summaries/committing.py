"""What addressees answered, did, and what was said of it, for pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tulga.accounts.roles import agencies_answered_for
from tulga.recommendations.choices import UNDONE, ChangeKind, ChangeStatus, CommitmentStatus, ObjectionStatus
from tulga.recommendations.models import Commitment, Objection, Verification
from tulga.recommendations.querysets import READS_DRAFTS

if TYPE_CHECKING:
    from tulga.agencies.models import Agency
    from tulga.kit.actor import Actor
    from tulga.recommendations.models import ChangeRequest, DoneReport, ProgressLine, Recommendation


@dataclass(frozen=True)
class Told:
    """What the agency reported, and what was said of it. The verdict is empty while nobody has judged."""

    pk: int
    on: dt.datetime
    text: str
    evidence: str
    evidence_words: str
    evidence_link: str
    evidence_host: str
    is_adequate: bool
    verdict: str
    verdict_on: dt.datetime | None
    reply: str
    reply_on: dt.datetime | None


@dataclass(frozen=True)
class Happened:
    """One line of a commitment's own timeline."""

    at: dt.datetime
    title: str
    words: str
    note: str = ""
    kind: str = ""
    file_url: str = ""
    file_name: str = ""
    link: str = ""
    host: str = ""
    replies: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Answered:
    """One addressee's answer, as far as the reader may know it."""

    agency: Agency
    commitments: tuple[Commitment, ...]
    objections: tuple[Objection, ...]
    is_seen_whole: bool

    @property
    def has_answered(self) -> bool:
        stands = [each for each in self.objections if each.status not in GONE_OBJECTIONS]
        return bool(stands or any(each.status != CommitmentStatus.WITHDRAWN for each in self.commitments))


GONE_OBJECTIONS = (ObjectionStatus.REFUSED, ObjectionStatus.WITHDRAWN)


def answers_to(recommendation: Recommendation, actor: Actor) -> list[Answered]:
    """Every addressee with what it answered. "Not yet" is said only to those who would see an answer."""
    watches = actor.is_system or actor.holds_anywhere(*READS_DRAFTS)
    own = agencies_answered_for(actor)
    commitments = Commitment.objects.visible_to(actor).filter(recommendation=recommendation).order_by("due_on", "pk")
    objections = Objection.objects.visible_to(actor).filter(recommendation=recommendation).order_by("pk")
    given, raised = list(commitments), list(objections)
    return [
        Answered(
            agency=agency,
            commitments=tuple(each for each in given if each.agency_id == agency.pk),
            objections=tuple(each for each in raised if each.agency_id == agency.pk),
            is_seen_whole=watches or agency.pk in own,
        )
        for agency in recommendation.addressees.order_by("code")
    ]


def reports_of(commitment: Commitment) -> list[Told]:
    told = []
    for report in commitment.done_reports.select_related("verification__reply", "evidence"):
        verdict = getattr(report, "verification", None)
        reply = getattr(verdict, "reply", None)
        told.append(
            Told(
                pk=report.pk,
                on=report.reported_at,
                text=report.text,
                evidence=report.evidence.original_name if report.evidence else "",
                evidence_words=report.evidence_words,
                evidence_link=report.evidence_link,
                evidence_host=report.evidence_host,
                is_adequate=verdict.is_adequate if verdict else False,
                verdict=verdict.words if verdict else "",
                verdict_on=verdict.verified_at if verdict else None,
                reply=reply.words if reply else "",
                reply_on=reply.replied_at if reply else None,
            )
        )
    return told


def timeline_of(commitment: Commitment) -> list[Happened]:
    """Named, how far it got, what was asked and answered, reported, judged and replied to: for who reads reports."""
    events = [Happened(commitment.created_at, _("Named"), str(commitment.text), commitment.how_it_came)]
    if commitment.signed_at:
        events.append(Happened(commitment.signed_at, _("Signed by the head"), ""))
    events += [_of_progress(line) for line in commitment.progress_lines.select_related("evidence")]
    events += [_of_change(change) for change in commitment.change_requests.all()]
    for report in commitment.done_reports.select_related("verification__reply", "evidence"):
        events += _of_report(report)
    return sorted(events, key=lambda each: each.at)


def _of_progress(line: ProgressLine) -> Happened:
    percent = "" if line.percent is None else _("%(percent)s per cent") % {"percent": line.percent}
    page = reverse("progress_evidence", args=[line.commitment_id, line.pk])
    return Happened(
        at=line.written_at,
        title=_("Progress"),
        words=line.text,
        note=" · ".join(filter(None, [percent, _day(line.dated_on)])),
        **_shown_by(line, page),
    )


def _of_change(change: ChangeRequest) -> Happened:
    until = _("until %(day)s") % {"day": _day(change.new_due_on)} if change.new_due_on else ""
    answer = ((str(change.state.label), change.answer_words),) if change.answered_at else ()
    return Happened(
        at=change.asked_at,
        title=str(ChangeKind(change.kind).label),
        words=change.reason,
        note=" · ".join(filter(None, [until, str(change.state.label)])),
        kind="open" if change.status == ChangeStatus.ASKED else "",
        replies=answer,
    )


def _of_report(report: DoneReport) -> list[Happened]:
    page = reverse("evidence", args=[report.commitment_id, report.pk])
    told = Happened(
        at=report.reported_at,
        title=_("Reported done"),
        words=report.text,
        note=report.evidence_words,
        kind="open",
        **_shown_by(report, page),
    )
    verdict = getattr(report, "verification", None)
    if verdict is None:
        return [told]
    reply = getattr(verdict, "reply", None)
    title = _("Adequate") if verdict.is_adequate else _("Not adequate")
    replies = ((_("The agency replies"), reply.words),) if reply else ()
    kind = "" if verdict.is_adequate else "red"
    return [told, Happened(verdict.verified_at, title, verdict.words, kind=kind, replies=replies)]


def _shown_by(report: ProgressLine | DoneReport, page: str) -> dict[str, Any]:
    name = report.evidence.original_name if report.evidence else ""
    return {
        "file_url": page if name else "",
        "file_name": name,
        "link": report.evidence_link,
        "host": report.evidence_host,
    }


def days_left(commitment: Commitment, today: dt.date) -> str:
    """Until the deadline, in words; nothing where nothing is left to do."""
    return days_in_words((commitment.due_on - today).days) if commitment.status in UNDONE else ""


def days_in_words(days: int) -> str:
    """A deadline ends with its day: on the day itself nothing is late."""
    if days < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
    if days == 0:
        return _("due today")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


def last_percent(commitment: Commitment) -> int | None:
    lines = commitment.progress_lines.exclude(percent=None).order_by("dated_on", "pk")
    return lines.values_list("percent", flat=True).last()


def verdict_to_reply_to(commitment: Commitment) -> Verification | None:
    """The last verdict, where it was inadequate and the agency has not replied yet."""
    verdicts = Verification.objects.filter(report__commitment=commitment)
    last = verdicts.select_related("report__commitment", "reply").order_by("-pk").first()
    return last if last and not last.is_adequate and not hasattr(last, "reply") else None


def _day(day: dt.date) -> str:
    return date_format(day, "DATE_FORMAT")
