"""One person's desk: the sentence it opens with, the tasks, whom they wait for, and the figures.

Every row and every number starts from `visible_to`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tulga.desk.summaries.news import News, news_of
from tulga.desk.summaries.tasks import Task, is_cut, tasks_of
from tulga.kit.actor import Actor
from tulga.kit.audience import mask_of
from tulga.recommendations.choices import ENDORSED, Action, CommitmentStatus, Status
from tulga.recommendations.models import Commitment, Recommendation


@dataclass(frozen=True)
class Waiting:
    """Somebody whose turn it is, before it is the person's again."""

    who: str
    title: str
    url: str
    label: str
    colour: str


@dataclass(frozen=True)
class Figure:
    number: int
    meaning: str
    url: str
    is_late: bool = False


@dataclass(frozen=True)
class Desk:
    title: str
    lead: str
    tasks: tuple[Task, ...]
    waiting: tuple[Waiting, ...]
    figures: tuple[Figure, ...]
    news: tuple[News, ...]
    since: dt.datetime | None


def desk_of(actor: Actor, today: dt.date, since: dt.datetime | None = None) -> Desk:
    """`since`: until when the person has seen the desk before."""
    tasks = tasks_of(actor, today)
    return Desk(
        title=sentence_of(len(tasks), is_cut=is_cut(tasks)),
        lead=_lead(tasks, today),
        tasks=tasks,
        waiting=tuple(_waiting(actor)),
        figures=_figures(actor, today),
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
    if late:
        return ngettext("%(count)s is late.", "%(count)s are late.", late) % {"count": late}
    soon = sum(each.due_on is not None and each.due_on <= today + dt.timedelta(days=7) for each in tasks)
    if soon:
        return ngettext("%(count)s is due within a week.", "%(count)s are due within a week.", soon) % {"count": soon}
    return ""


# --- Whose turn it is ----------------------------------------------------------------------------------------------
def _waiting(actor: Actor) -> Iterable[Waiting]:
    if actor.may(Action.SUBMIT):
        yield from _the_secretariat_waits(actor)
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
def _figures(actor: Actor, today: dt.date) -> tuple[Figure, ...]:
    visible = Recommendation.objects.visible_to(actor).order_by()
    counts = dict(visible.values_list("status").annotate(count=Count("pk")))
    count, implemented = sum(counts.values()), counts.get(Status.IMPLEMENTED, 0)
    endorsed = sum(counts.get(status, 0) for status in ENDORSED) + implemented
    overdue = Commitment.objects.visible_to(actor).overdue(today).count()
    everything, commitments = reverse("recommendation_list"), reverse("commitment_list")
    return (
        Figure(count, ngettext("recommendation", "recommendations", count), everything),
        Figure(endorsed, _("endorsed"), ""),
        Figure(implemented, _("implemented"), f"{everything}?status=implemented"),
        Figure(
            overdue, ngettext("commitment overdue", "commitments overdue", overdue), commitments, is_late=overdue > 0
        ),
    )
