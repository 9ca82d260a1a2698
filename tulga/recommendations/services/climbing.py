"""What is late climbs: officer, alternate, head, secretariat, chair, after days that are data.

Each run looks at where everything stands today and tells each person what they have not heard of yet. So a week
without a run loses nothing and repeats nothing, and a successor hears what the predecessor did.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tulga.accounts.actors import actors_of
from tulga.accounts.choices import Role
from tulga.accounts.recipients import alternates_of, focal_points_of, heads_of, holders_of
from tulga.accounts.roles import agencies_answered_for
from tulga.audit.services import record
from tulga.kit.errors import RuleBroken
from tulga.kit.versions import save_edit
from tulga.recommendations import notices
from tulga.recommendations.choices import Action, ClimbsTo
from tulga.recommendations.models import Commitment, LadderStep, Told
from tulga.recommendations.owing import Owing, owing_on
from tulga.recommendations.policies import policy
from tulga.recommendations.querysets import READS_DRAFTS

if TYPE_CHECKING:
    from tulga.kit.actor import Actor


# --- The steps are data ---------------------------------------------------------------------------------------------
@transaction.atomic
def add_step(*, about: str, who: str, days: int, actor: Actor) -> LadderStep:
    policy.require(actor, Action.SET_LADDER)
    _require_free(about, who, days)
    step = LadderStep.objects.create(about=about, who=who, days=days)
    record(actor=actor, verb=Action.SET_LADDER, target=step, after=step)
    return step


@transaction.atomic
def move_step(*, step: LadderStep, days: int, expected_version: int, actor: Actor) -> LadderStep:
    """Tell earlier or later from now on. Whoever has heard of a step is not told again."""
    policy.require(actor, Action.SET_LADDER)
    before = LadderStep.objects.get(pk=step.pk)
    _require_free(step.about, step.who, days, but=step.pk)
    step.days = days
    save_edit(step, expected_version=expected_version, fields=["days"])
    record(actor=actor, verb=Action.SET_LADDER, target=step, before=before, after=step)
    return step


@transaction.atomic
def take_step_out(*, step: LadderStep, actor: Actor) -> None:
    policy.require(actor, Action.SET_LADDER)
    record(actor=actor, verb=Action.SET_LADDER, target=step, before=step)
    step.delete()


def _require_free(about: str, who: str, days: int, *, but: int | None = None) -> None:
    same = LadderStep.objects.filter(about=about, who=who, days=days)
    if (same.exclude(pk=but) if but else same).exists():
        raise RuleBroken(_("This step is there already. Choose other days."), field="days")


# --- Telling --------------------------------------------------------------------------------------------------------
def tell_of_deadlines(*, today: dt.date, actor: Actor) -> int:
    """Tell everybody what has reached them since they were last told, in one notice each. How many were told."""
    reached: dict[int, list[tuple[str, Owing]]] = {}
    people = People()
    steps = list(LadderStep.objects.all())
    for owing in owing_on(today, steps, actor):
        for step in owing.steps:
            for user_id in people.of(step.who, owing):
                reached.setdefault(user_id, []).append((f"{owing.key} {step.pk}", owing))
    return sum(_tell(person, reached[person.user_id], today, actor) for person in actors_of(reached) if person.user_id)


class People:
    """Who holds which office today, asked once per agency and run."""

    def __init__(self) -> None:
        self.offices = {ClimbsTo.OFFICER: focal_points_of, ClimbsTo.ALTERNATE: alternates_of, ClimbsTo.HEAD: heads_of}
        self.found: dict[tuple[str, int], list[int]] = {}

    def of(self, who: str, owing: Owing) -> Iterable[int]:
        if who == ClimbsTo.PROPOSERS:
            return notices.proposers_of(owing.recommendation)
        agency = owing.agency.pk if who in self.offices else 0
        if (who, agency) not in self.found:
            self.found[who, agency] = self._ask(who, agency)
        return self.found[who, agency]

    def _ask(self, who: str, agency: int) -> list[int]:
        if who in self.offices:
            return self.offices[ClimbsTo(who)]([agency])
        return holders_of(Role.SECRETARIAT if who == ClimbsTo.SECRETARIAT else Role.CHAIR)


@transaction.atomic
def _tell(person: Actor, reached: list[tuple[str, Owing]], today: dt.date, actor: Actor) -> int:
    """One notice of all that is new to this person and that they may see."""
    keys = [key for key, _owing in reached]
    known = set(Told.objects.filter(user=person.user_id, key__in=keys).values_list("key", flat=True))
    new = _visible([(key, owing) for key, owing in reached if key not in known], person)
    if not new:
        return 0
    try:
        with transaction.atomic():
            Told.objects.bulk_create(Told(user_id=person.user_id or 0, key=key) for key, _owing in new)
    except IntegrityError:  # another run has just told them
        return 0
    return notices.of_deadlines(person, [owing for _key, owing in new], today, actor)


def _visible(reached: list[tuple[str, Owing]], person: Actor) -> list[tuple[str, Owing]]:
    """What this person may see today: who proposed a recommendation need not see what an agency makes of it."""
    promised = {owing.commitment.pk for _key, owing in reached if owing.commitment}
    seen = set(Commitment.objects.visible_to(person).filter(pk__in=promised).values_list("pk", flat=True))
    watches, own = person.holds_anywhere(*READS_DRAFTS), agencies_answered_for(person)
    return [
        (key, owing)
        for key, owing in reached
        if (owing.commitment.pk in seen if owing.commitment else watches or owing.agency.pk in own)
    ]
