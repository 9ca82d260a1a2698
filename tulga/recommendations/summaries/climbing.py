"""Who is late and how far it has climbed; and what one agency has to do, with the days that are left."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tulga.kit.i18n import I18nText, Shown
from tulga.kit.tables import Cell
from tulga.recommendations.choices import Action, ClimbsFor, ClimbsTo, CommitmentStatus
from tulga.recommendations.models import ChangeRequest, Commitment, LadderStep, Objection
from tulga.recommendations.owing import Owing, owing_on, unanswered
from tulga.recommendations.summaries.committing import days_in_words

if TYPE_CHECKING:
    from tulga.kit.actor import Actor


@dataclass(frozen=True)
class Late:
    """One line of the red list."""

    agency: I18nText
    what: I18nText | str
    url: str
    counted_from: dt.date
    days: int
    reached: str
    reached_on: dt.date
    is_red: bool
    is_answer: bool

    def cells(self) -> list[Cell]:
        agency, what = self.agency.shown(), self.what.shown() if isinstance(self.what, I18nText) else None
        return [
            Cell(text=agency.text, lang=agency.language if agency.is_fallback else ""),
            Cell(
                text=what.text if what else str(self.what),
                url=self.url,
                lang=what.language if what and what.is_fallback else "",
            ),
            Cell(text=_short(self.counted_from)),
            Cell(text=str(self.days), is_late=True),
            Cell(text=self.reached, note=_("since %(day)s") % {"day": _short(self.reached_on)}),
        ]


def late_on(today: dt.date, actor: Actor) -> list[Late]:
    """All that is late and that this reader may know of, the longest first."""
    steps = list(LadderStep.objects.visible_to(actor))
    late = [each for each in owing_on(today, steps, actor) if each.elapsed > 0 and each.furthest]
    late.sort(key=lambda each: (-each.elapsed, each.agency.pk, each.recommendation.pk))
    return [_late(each) for each in late]


def _late(owing: Owing) -> Late:
    furthest = owing.furthest
    assert furthest is not None
    if owing.commitment:
        what: I18nText | str = owing.commitment.text
        url = owing.commitment.get_absolute_url()
    else:
        what = _("No answer to %(number)s") % {"number": owing.recommendation.reference}
        url = reverse("answer_list", args=[owing.recommendation.pk])
    return Late(
        agency=owing.agency.name,
        what=what,
        url=url,
        counted_from=owing.counted_from,
        days=owing.elapsed,
        reached=str(ClimbsTo(furthest.who).label),
        reached_on=owing.counted_from + dt.timedelta(days=furthest.days),
        is_red=any(step.who == ClimbsTo.CHAIR for step in owing.steps),
        is_answer=owing.about is ClimbsFor.ANSWER,
    )


# --- An agency's own duties -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Duty:
    """One thing that the agency has to do or waits for."""

    due: str
    due_note: str
    title: Shown
    why: str
    verb: str
    url: str
    is_late: bool = False


@dataclass(frozen=True)
class Duties:
    """What one agency, or several of one person's, owe and wait for."""

    to_answer: list[Duty]
    to_sign: list[Duty]
    to_do: list[Duty]
    waiting: list[Duty]

    def __bool__(self) -> bool:
        return bool(self.to_answer or self.to_sign or self.to_do or self.waiting)


def duties_of(actor: Actor, today: dt.date) -> Duties:
    """Of the agencies that the person answers for."""
    own = actor.agencies_where(Action.COMMIT)
    rows = Commitment.objects.visible_to(actor).filter(agency__in=own).open().for_listing()
    named, signed, done = (
        [each for each in rows if each.status == status]
        for status in (CommitmentStatus.NAMED, CommitmentStatus.SIGNED, CommitmentStatus.DONE)
    )
    objections = Objection.objects.visible_to(actor).filter(agency__in=own).open().for_listing()
    changes = ChangeRequest.objects.visible_to(actor).filter(commitment__agency__in=own).asked()
    may_sign = bool(actor.agencies_where(Action.SIGN_COMMITMENT))
    return Duties(
        to_answer=[
            Duty(
                due=_("Answer"),
                due_note=_("since %(day)s") % {"day": _short(since)},
                title=recommendation.title.shown(),
                why=str(recommendation.reference),
                verb=_("Answer"),
                url=reverse("commitment_create", args=[recommendation.pk]),
            )
            for agency, recommendation, since in unanswered(actor)
            if agency.pk in own
        ],
        to_sign=[
            _duty(each, today, _("Sign") if may_sign else _("Open"), "commitment_sign" if may_sign else "")
            for each in named
        ],
        to_do=[_duty(each, today, _("Report"), "") for each in signed],
        waiting=[
            *(_waiting(each.text.shown(), _("Waits to be verified"), each) for each in done),
            *(_waiting(_plain(str(each)), str(each.state.label), each) for each in objections),
            *(_waiting(each.commitment.text.shown(), each.asks_for, each) for each in changes),
        ],
    )


def _duty(commitment: Commitment, today: dt.date, verb: str, page: str) -> Duty:
    days = (commitment.due_on - today).days
    return Duty(
        due=days_in_words(days),
        due_note=_short(commitment.due_on),
        title=commitment.text.shown(),
        why=f"{commitment.recommendation.reference} · {commitment.owner}",
        verb=verb,
        url=reverse(page, args=[commitment.pk]) if page else commitment.get_absolute_url(),
        is_late=days < 0,
    )


def _waiting(title: Shown, why: str, row: Commitment | Objection | ChangeRequest) -> Duty:
    return Duty(due=_("Waiting"), due_note="", title=title, why=why, verb="", url=row.get_absolute_url())


def _plain(words: str) -> Shown:
    return Shown(words, get_language() or "")


def _short(day: dt.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
