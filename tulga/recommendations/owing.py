"""What agencies owe on a day, and since when: promises that are not done, recommendations without any answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery
from django.utils import timezone

from tulga.accounts.roles import agencies_answered_for
from tulga.agencies.models import Agency
from tulga.kit.audience import Audience
from tulga.recommendations.choices import ENDORSED, ClimbsFor
from tulga.recommendations.models import Commitment, Objection, Recommendation, SharedWords
from tulga.recommendations.querysets import READS_DRAFTS

if TYPE_CHECKING:
    from tulga.kit.actor import Actor
    from tulga.recommendations.models import LadderStep


@dataclass(frozen=True)
class Owing:
    """One thing that one agency owes: a commitment with its deadline, or an answer since it could read the words."""

    about: ClimbsFor
    agency: Agency
    recommendation: Recommendation
    commitment: Commitment | None
    counted_from: dt.date
    elapsed: int
    steps: tuple[LadderStep, ...]

    @property
    def key(self) -> str:
        """The same for the same thing and the same deadline: more time begins a new one."""
        what = f"c{self.commitment.pk}" if self.commitment else f"a{self.recommendation.pk}-{self.agency.pk}"
        return f"{what} {self.counted_from}"

    @property
    def furthest(self) -> LadderStep | None:
        """How far it has climbed."""
        return max(self.steps, key=lambda step: step.days, default=None)


def owing_on(today: dt.date, steps: Sequence[LadderStep], actor: Actor) -> Iterator[Owing]:
    """What has reached a step, as far as the actor may know it. A deadline ends with its day."""
    yield from _promises(today, [each for each in steps if each.about == ClimbsFor.DUE], actor)
    yield from _answers(today, [each for each in steps if each.about == ClimbsFor.ANSWER], actor)


def reached(steps: Sequence[LadderStep], elapsed: int) -> tuple[LadderStep, ...]:
    """For each who is told, the last step that the days have passed: earlier ones say nothing more."""
    found: dict[str, LadderStep] = {}
    for step in sorted(steps, key=lambda each: each.days):
        if step.days <= elapsed:
            found[step.who] = step
    return tuple(found.values())


def _promises(today: dt.date, steps: Sequence[LadderStep], actor: Actor) -> Iterator[Owing]:
    if not steps:
        return
    horizon = today - dt.timedelta(days=min(each.days for each in steps))
    rows = Commitment.objects.visible_to(actor).undone().filter(due_on__lte=horizon)
    for row in rows.select_related("agency", "recommendation").order_by("due_on", "pk"):
        elapsed = (today - row.due_on).days
        now = reached(steps, elapsed)
        yield Owing(ClimbsFor.DUE, row.agency, row.recommendation, row, row.due_on, elapsed, now)


def _answers(today: dt.date, steps: Sequence[LadderStep], actor: Actor) -> Iterator[Owing]:
    if not steps:
        return
    least = min(each.days for each in steps)
    for agency, recommendation, since in unanswered(actor):
        elapsed = (today - since).days
        if elapsed >= least:
            now = reached(steps, elapsed)
            yield Owing(ClimbsFor.ANSWER, agency, recommendation, None, since, elapsed, now)


def unanswered(actor: Actor) -> list[tuple[Agency, Recommendation, dt.date]]:
    """Addressees that owe an answer, with the day since when: that of the order, of the release that told them, or of
    what they took back or were refused last. Whoever was not told yet owes nothing."""
    pairs = list(_owing_pairs(actor))
    agencies = Agency.objects.in_bulk({each["agency"] for each in pairs})
    rows = Recommendation.objects.visible_to(actor).in_bulk({each["recommendation"] for each in pairs})
    told = _first_told(set(rows))
    found = []
    for pair in pairs:
        recommendation, agency = rows.get(pair["recommendation"]), agencies[pair["agency"]]
        days = [
            day
            for audience, day in told.get(pair["recommendation"], [])
            if audience in {*agency.audiences, Audience.PUBLIC}
        ]
        if recommendation is None or recommendation.in_force_on is None or not days:
            continue
        later = [timezone.localdate(each) for each in (pair["refused_at"], pair["withdrawn_at"]) if each]
        found.append((agency, recommendation, max(recommendation.in_force_on, min(days), *later)))
    return sorted(found, key=lambda each: (each[2], each[1].pk, each[0].pk))


def _owing_pairs(actor: Actor) -> QuerySet[Any, Any]:
    same = {"recommendation": OuterRef("recommendation"), "agency": OuterRef("agency")}
    objections = Objection.objects.filter(**same).order_by().values("agency")
    commitments = Commitment.objects.filter(**same).order_by().values("agency")
    pairs = Recommendation.addressees.through.objects.filter(
        ~Exists(Commitment.objects.standing().filter(**same)),
        ~Exists(Objection.objects.standing().filter(**same)),
        recommendation__status__in=ENDORSED,
        recommendation__in_force_on__isnull=False,
    )
    if not (actor.is_system or actor.holds_anywhere(*READS_DRAFTS)):
        pairs = pairs.filter(agency__in=agencies_answered_for(actor))
    return pairs.values(
        "recommendation",
        "agency",
        refused_at=Subquery(objections.annotate(last=Max("settled_at")).values("last")),
        withdrawn_at=Subquery(commitments.annotate(last=Max("withdrawn_at")).values("last")),
    )


def _first_told(recommendations: set[int]) -> dict[int, list[tuple[str, dt.date]]]:
    """On which day the words of each were issued to which audience."""
    words = SharedWords.objects.filter(recommendation__in=recommendations)
    found: dict[int, list[tuple[str, dt.date]]] = {}
    for recommendation, audience, at in words.values_list("recommendation", "audience", "issued_at"):
        found.setdefault(recommendation, []).append((audience, timezone.localdate(at)))
    return found
