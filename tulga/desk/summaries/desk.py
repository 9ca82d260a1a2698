"""One person's desk: the sentence it opens with, the tasks, whom they wait for, and the figures.

Every row and every number starts from `visible_to`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tulga.desk.summaries.news import News, news_of
from tulga.desk.summaries.tasks import Task, is_cut, tasks_of
from tulga.dissemination.choices import DeliveryStatus, ReleaseStatus
from tulga.dissemination.models import Delivery, Release
from tulga.dissemination.summaries import coverage_of
from tulga.kit.actor import Actor
from tulga.kit.audience import mask_of
from tulga.kit.charts import Bar
from tulga.recommendations.choices import ENDORSED, Action, CommitmentStatus, Status
from tulga.recommendations.models import Commitment, Recommendation
from tulga.recommendations.querysets import READS_DRAFTS

RELEASES_SHOWN = 3


@dataclass(frozen=True)
class Waiting:
    """Somebody whose turn it is, before it is the person's again."""

    who: str
    title: str
    url: str
    label: str
    colour: str
    note: str = ""


@dataclass(frozen=True)
class Figure:
    number: int | str
    meaning: str
    url: str
    is_late: bool = False


@dataclass(frozen=True)
class Acknowledged:
    """How many offices of each audience have acknowledged the latest release."""

    number: str
    share: int
    bars: tuple[Bar, ...]
    url: str


@dataclass(frozen=True)
class Desk:
    title: str
    lead: str
    tasks: tuple[Task, ...]
    waiting: tuple[Waiting, ...]
    figures: tuple[Figure, ...]
    acknowledged: Acknowledged | None
    news: tuple[News, ...]
    since: dt.datetime | None


def desk_of(actor: Actor, today: dt.date, since: dt.datetime | None = None) -> Desk:
    """`since`: until when the person has seen the desk before."""
    tasks, acknowledged = tasks_of(actor, today), _acknowledged(actor, today)
    return Desk(
        title=sentence_of(len(tasks), is_cut=is_cut(tasks)),
        lead=_lead(tasks, today),
        tasks=tasks,
        waiting=tuple(_waiting(actor, today)),
        figures=_figures(actor, today, acknowledged),
        acknowledged=acknowledged,
        news=news_of(actor, since),
        since=since,
    )


def sentence_of(count: int, *, is_cut: bool = False) -> str:
    """The number as a word up to ten, as one would say it."""
    if is_cut:
        return _("At least %(count)s things wait for you") % {"count": count}
    if count == 0:
        return _("Nothing waits for you")
    words = [
        _("One"),
        _("Two"),
        _("Three"),
        _("Four"),
        _("Five"),
        _("Six"),
        _("Seven"),
        _("Eight"),
        _("Nine"),
        _("Ten"),
    ]
    number = words[count - 1] if count <= len(words) else str(count)
    return ngettext("%(number)s thing waits for you", "%(number)s things wait for you", count) % {"number": number}


def _lead(tasks: tuple[Task, ...], today: dt.date) -> str:
    late = sum(each.is_late for each in tasks)
    week = today + dt.timedelta(days=7)
    soon = sum(each.due_on is not None and today <= each.due_on <= week for each in tasks)
    said = []
    if late:
        said.append(ngettext("%(count)s is late.", "%(count)s are late.", late) % {"count": late})
    if soon:
        words = ngettext("%(count)s is due within a week.", "%(count)s are due within a week.", soon)
        said.append(words % {"count": soon})
    return " ".join(said)


# --- Whose turn it is ----------------------------------------------------------------------------------------------
def _waiting(actor: Actor, today: dt.date) -> Iterable[Waiting]:
    if actor.may(Action.SUBMIT):
        yield from _the_secretariat_waits(actor)
        yield from _for_offices(actor, today)
    if actor.may(Action.DECIDE) and not actor.may(Action.PRINT_ORDER):
        yield from _the_chair_waits(actor)
    if agencies := actor.agencies_where(Action.COMMIT):
        yield from _an_agency_waits(actor, agencies)


def _the_secretariat_waits(actor: Actor) -> Iterable[Waiting]:
    visible = Recommendation.objects.visible_to(actor)
    if undecided := visible.filter(status=Status.SUBMITTED).count():
        title = _("Recommendations laid before the ministry")
        label = ngettext("%(count)s undecided", "%(count)s undecided", undecided) % {"count": undecided}
        yield Waiting(_("Chair"), title, f"{reverse('recommendation_list')}?status=submitted", label, "blue")
    addressed = Recommendation.addressees.through.objects.filter(
        recommendation__in=visible.in_force().endorsed().exclude(audiences=mask_of(()))
    )
    pairs = set(addressed.values_list("recommendation_id", "agency_id"))
    named = set(Commitment.objects.visible_to(actor).values_list("recommendation_id", "agency_id"))
    if missing := pairs - named:
        agencies = len({agency for _recommendation, agency in missing})
        who = ngettext("%(count)s agency", "%(count)s agencies", agencies) % {"count": agencies}
        label = ngettext("%(count)s not named", "%(count)s not named", len(missing)) % {"count": len(missing)}
        yield Waiting(who, _("Commitments for recommendations in force"), reverse("commitment_list"), label, "amber")


def _for_offices(actor: Actor, today: dt.date) -> Iterable[Waiting]:
    """Offices that have not acknowledged what was released, release by release: the most urgent first."""
    rows = Delivery.objects.visible_to(actor).open().order_by()
    late = Count("pk", filter=Q(due_on__lt=today))
    counted = rows.values("release").annotate(count=Count("pk"), late=late, first=Min("due_on")).order_by("first")
    found = list(counted[:RELEASES_SHOWN])
    releases = Release.objects.visible_to(actor).in_bulk([each["release"] for each in found])
    for each in found:
        release, count = releases[each["release"]], each["count"]
        who = ngettext("%(count)s office", "%(count)s offices", count) % {"count": count}
        title = _("Acknowledgement of release %(number)s") % {"number": release.number}
        day = date_format(each["first"], "DATE_FORMAT")
        label, colour = _("until %(day)s") % {"day": day}, "blue"
        if each["late"]:
            label, colour = ngettext("%(count)s late", "%(count)s late", each["late"]) % {"count": each["late"]}, "red"
        url = reverse("release_deliveries", args=[release.pk])
        yield Waiting(who, title, url, label, colour, str(release.title))


def _the_chair_waits(actor: Actor) -> Iterable[Waiting]:
    endorsed = Recommendation.objects.visible_to(actor).endorsed().filter(in_force_on=None).count()
    if endorsed:
        title = _("Signed orders for what you endorsed")
        label = ngettext("%(count)s not in force", "%(count)s not in force", endorsed) % {"count": endorsed}
        yield Waiting(_("Secretariat"), title, reverse("order_list"), label, "amber")


def _an_agency_waits(actor: Actor, agencies: frozenset[int]) -> Iterable[Waiting]:
    own = Commitment.objects.visible_to(actor).filter(agency__in=agencies)
    if not actor.may(Action.SIGN_COMMITMENT) and (named := own.filter(status=CommitmentStatus.NAMED).count()):
        label = ngettext("%(count)s not signed", "%(count)s not signed", named) % {"count": named}
        url = f"{reverse('commitment_list')}?status=named"
        yield Waiting(_("The head of your agency"), _("Commitments that you named"), url, label, "amber")
    if done := own.filter(status=CommitmentStatus.DONE).count():
        label = ngettext("%(count)s not verified", "%(count)s not verified", done) % {"count": done}
        url = f"{reverse('commitment_list')}?status=done"
        yield Waiting(_("A verifier"), _("Commitments that your agency reported done"), url, label, "blue")


# --- The figures ---------------------------------------------------------------------------------------------------
def _acknowledged(actor: Actor, today: dt.date) -> Acknowledged | None:
    """For whoever watches all offices: of the latest release that went to any."""
    if not actor.holds_anywhere(*READS_DRAFTS):
        return None
    deliveries = Delivery.objects.visible_to(actor)
    out = Release.objects.visible_to(actor).filter(status=ReleaseStatus.RELEASED, deliveries__in=deliveries)
    release = out.order_by("-released_on", "-pk").first()
    if release is None:
        return None
    sent = list(deliveries.filter(release=release).exclude(status=DeliveryStatus.CLOSED))
    said = sum(each.status == DeliveryStatus.ACKNOWLEDGED for each in sent)
    lines = [each for each in coverage_of(release, sent, today) if each.offices]
    return Acknowledged(
        number=release.number,
        share=100 * said // len(sent) if sent else 0,
        bars=tuple(Bar(each.audience, each.acknowledged, each.offices) for each in lines),
        url=reverse("release_deliveries", args=[release.pk]),
    )


def _figures(actor: Actor, today: dt.date, acknowledged: Acknowledged | None) -> tuple[Figure, ...]:
    visible = Recommendation.objects.visible_to(actor).order_by()
    counts = dict(visible.values_list("status").annotate(count=Count("pk")))
    count, implemented = sum(counts.values()), counts.get(Status.IMPLEMENTED, 0)
    endorsed = sum(counts.get(status, 0) for status in ENDORSED) + implemented
    overdue = Commitment.objects.visible_to(actor).overdue(today).count()
    everything, commitments = reverse("recommendation_list"), reverse("commitment_list")
    figures = [
        Figure(count, ngettext("recommendation", "recommendations", count), everything),
        Figure(endorsed, _("endorsed"), ""),
        Figure(implemented, _("implemented"), f"{everything}?status=implemented"),
    ]
    if acknowledged:
        meaning = _("of offices acknowledged release %(number)s") % {"number": acknowledged.number}
        figures.append(Figure(f"{acknowledged.share} %", meaning, acknowledged.url))
    meaning = ngettext("commitment overdue", "commitments overdue", overdue)
    return (*figures, Figure(overdue, meaning, f"{commitments}?overdue=on", is_late=overdue > 0))
