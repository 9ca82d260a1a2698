"""A drafting circle while people write in it: who writes now, in which order things stand, and when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.recommendations.acts import note_act, record_act
from tulga.recommendations.choices import Action, Status
from tulga.recommendations.models import Challenge, DraftingCircle, Recommendation
from tulga.recommendations.workflow import life, may_adopt_all, may_draft_in, sitting

if TYPE_CHECKING:
    from tulga.kit.actor import Actor

    Card = Challenge | Recommendation

Direction = Literal["up", "down"]


def begin_writing(circle: DraftingCircle, actor: Actor, action: str) -> DraftingCircle:
    """Whoever writes in a circle comes here first: nobody closes or removes it before they are done."""
    locked = DraftingCircle.objects.select_for_update(no_key=True).filter(pk=circle.pk).first()
    if locked is None:
        raise RuleBroken(_("This working session was removed meanwhile. Copy what you wrote and keep it elsewhere."))
    if not (decision := may_draft_in(locked, actor, action)):
        raise NotAllowed(decision.reason)
    return locked


def next_position(model: type[Card], circle: DraftingCircle) -> int:
    """Behind everything there is. Only for who holds the circle by `begin_writing`."""
    last: int | None = model._default_manager.filter(circle=circle).aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


@transaction.atomic
def move(*, card: Card, direction: Direction, actor: Actor) -> Card:
    """Let a card and its neighbour change places. At the end of the list nothing happens."""
    begin_writing(card.circle, actor, Action.MOVE)
    cards: list[Card] = list(
        type(card)
        ._default_manager.select_for_update(no_key=True)
        .filter(circle=card.circle_id)
        .order_by("position", "pk")
    )
    at = next(index for index, each in enumerate(cards) if each.pk == card.pk)
    to = at - 1 if direction == "up" else at + 1
    if not 0 <= to < len(cards):
        return card
    cards[at], cards[to] = cards[to], cards[at]
    moved = [each for number, each in enumerate(cards, start=1) if each.position != number]
    for number, each in enumerate(cards, start=1):
        each.position = number
    type(card)._default_manager.bulk_update(moved, ["position"])  # type: ignore[arg-type]  # all of one kind
    note_act(record_act(actor=actor, verb=Action.MOVE, target=card), *moved)
    return card


@transaction.atomic
def adopt_all(*, circle: DraftingCircle, actor: Actor) -> list[Recommendation]:
    """The session adopts every draft it has, each by the workflow: all or none."""
    locked = begin_writing(circle, actor, Action.ADOPT)
    if not (decision := may_adopt_all(locked, actor)):
        raise NotAllowed(decision.reason)
    # All rows before the first act: acts are recorded one after another.
    drafts = list(locked.recommendations.select_for_update(no_key=True).filter(status=Status.DRAFT).order_by("pk"))
    for each in drafts:
        life.apply(each, "adopt", actor)
    return drafts


@transaction.atomic
def close_circle(*, circle: DraftingCircle, actor: Actor, adopt_drafts: bool = False) -> DraftingCircle:
    """From now on nobody writes in it. What was written stays, adopted first where the session says so."""
    DraftingCircle.objects.select_for_update(no_key=True).get(pk=circle.pk)
    if adopt_drafts:
        adopt_all(circle=circle, actor=actor)
    return sitting.apply(circle, "close", actor)


@transaction.atomic
def open_circle_again(*, circle: DraftingCircle, actor: Actor) -> DraftingCircle:
    return sitting.apply(circle, "open_again", actor)
