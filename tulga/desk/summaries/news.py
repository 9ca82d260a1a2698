"""What changed while the person was away: decisions, releases, commitments, reports and verdicts they may read.

Nobody is told here of their own acts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tulga.dissemination.choices import ReleaseStatus
from tulga.dissemination.models import Release
from tulga.kit.actor import Actor
from tulga.kit.i18n import Shown
from tulga.recommendations.choices import ENDORSED, CommitmentStatus, OrderStatus
from tulga.recommendations.models import Commitment, Decision, DoneReport, Order, Recommendation, Verification

AT_MOST = 6


@dataclass(frozen=True)
class News:
    title: str
    words: Shown
    note: str
    url: str
    at: dt.datetime


def news_of(actor: Actor, since: dt.datetime | None) -> tuple[News, ...]:
    """The latest first, of each thing only its latest; all there is, within bounds, where nothing says since when."""
    found = sorted((each for kind in KINDS for each in kind(actor, since)), key=lambda each: each.at)
    return tuple(sorted({each.url: each for each in found}.values(), key=lambda each: each.at, reverse=True)[:AT_MOST])


def _latest(rows: QuerySet[Any], field: str, since: dt.datetime | None, own: Q) -> QuerySet[Any]:
    fresh = rows.filter(**{f"{field}__gt": since}) if since else rows
    return fresh.exclude(own).order_by(f"-{field}")[:AT_MOST]


def _drafted(actor: Actor, since: dt.datetime | None) -> Iterable[News]:
    """Only of what is newer than the last visit: a whole meeting's drafts are no news to a newcomer."""
    if since is None:
        return
    drafts = Recommendation.objects.visible_to(actor).drafts_visible_to(actor).select_related("circle")
    for each in _latest(drafts, "created_at", since, Q(wordings__number=1, wordings__written_by=actor.user_id)):
        note = f"{each.circle.title} · {_when(each.created_at)}"
        yield News(_("Drafted"), each.title.shown(), note, each.get_absolute_url(), each.created_at)


def _decided(actor: Actor, since: dt.datetime | None) -> Iterable[News]:
    """Decisions that the person may know: all of what they draft with, else endorsements whose order is in force."""
    drafts = Recommendation.objects.visible_to(actor).drafts_visible_to(actor)
    in_force = Order.objects.visible_to(actor).filter(status=OrderStatus.REGISTERED)
    shared = Q(
        order__in=in_force, outcome__in=ENDORSED, item__recommendation__in=Recommendation.objects.visible_to(actor)
    )
    decisions = Decision.objects.filter(Q(item__recommendation__in=drafts) | shared)
    latest = list(_latest(decisions.select_related("item", "order"), "decided_at", since, Q(decided_by=actor.user_id)))
    visible = Recommendation.objects.visible_to(actor).in_bulk([each.item.recommendation_id for each in latest])
    for each in latest:
        recommendation, order = visible[each.item.recommendation_id], each.order
        act = _when(each.decided_at)
        if order and order.dated_on:
            day = date_format(order.dated_on, "DATE_FORMAT")
            act = _("order %(number)s of %(day)s") % {"number": order.number, "day": day}
        note = " · ".join(filter(None, [recommendation.reference, act]))
        url = recommendation.get_absolute_url()
        yield News(str(each.result.label), recommendation.title.shown(), note, url, each.decided_at)


def _released(actor: Actor, since: dt.datetime | None) -> Iterable[News]:
    """By the day, for a release keeps no hour: one of the day of the last visit is shown once more."""
    out = Release.objects.visible_to(actor).filter(status=ReleaseStatus.RELEASED).exclude(approved_by=actor.user_id)
    if since:
        out = out.filter(released_on__gte=timezone.localdate(since))
    for each in out.order_by("-released_on", "-pk")[:AT_MOST]:
        at = timezone.make_aware(dt.datetime.combine(each.released_on or dt.date.min, dt.time(12)))
        note = f"{each.number} · {_when(at)}"
        yield News(_("Released"), each.title.shown(), note, each.get_absolute_url(), at)


def _committed(actor: Actor, since: dt.datetime | None) -> Iterable[News]:
    visible = Commitment.objects.visible_to(actor).select_related("agency")
    for each in _latest(visible, "created_at", since, Q(named_by=actor.user_id)):
        note = f"{each.agency.name} · {_when(each.created_at)}"
        yield News(_("Commitment named"), each.text.shown(), note, each.get_absolute_url(), each.created_at)


def _reported(actor: Actor, since: dt.datetime | None) -> Iterable[News]:
    readable = Commitment.objects.visible_to(actor).reports_visible_to(actor)
    reports = DoneReport.objects.filter(commitment__in=readable).select_related("commitment__agency")
    for each in _latest(reports, "reported_at", since, Q(reported_by=actor.user_id)):
        note = f"{each.commitment.agency.name} · {_when(each.reported_at)}"
        url = each.commitment.get_absolute_url()
        yield News(_("Reported done"), each.commitment.text.shown(), note, url, each.reported_at)


def _verified(actor: Actor, since: dt.datetime | None) -> Iterable[News]:
    """Good verdicts on what the person may see; inadequate ones where they may read the report."""
    verified = Commitment.objects.visible_to(actor).filter(status=CommitmentStatus.VERIFIED)
    readable = Commitment.objects.visible_to(actor).reports_visible_to(actor)
    seen = Q(report__commitment__in=verified, is_adequate=True) | Q(report__commitment__in=readable, is_adequate=False)
    verdicts = Verification.objects.filter(seen).select_related("report__commitment__agency")
    for each in _latest(verdicts, "verified_at", since, Q(verified_by=actor.user_id)):
        commitment = each.report.commitment
        title = _("Verified result") if each.is_adequate else _("Found inadequate")
        note = f"{commitment.agency.name} · {_when(each.verified_at)}"
        yield News(title, commitment.text.shown(), note, commitment.get_absolute_url(), each.verified_at)


KINDS = (_drafted, _decided, _released, _committed, _reported, _verified)


def _when(at: dt.datetime) -> str:
    return date_format(timezone.localtime(at), "DATE_FORMAT")
