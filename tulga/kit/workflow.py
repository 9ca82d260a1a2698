"""A workflow is a table. Buttons, checks, audit rows, notices and the published diagram derive from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.policy import Decision, Policy, deny

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from tulga.kit.actor import Actor

    class HasStatus(Protocol):
        pk: Any
        status: str


M = TypeVar("M", bound=models.Model)
Guard = Callable[[Any, "Actor"], Decision]
Effect = Callable[[Any, "Actor"], None]


# Every function that tells people of an event, for the published page.
TELLING: list[Effect] = []
E = TypeVar("E", bound=Callable[..., Any])


def tells(*recipients: str | _StrPromise) -> Callable[[E], E]:
    """Marks a function of a `notices.py` with the people it tells, in words that the published pages repeat."""

    def mark(function: E) -> E:
        function.told = recipients  # type: ignore[attr-defined]
        TELLING.append(function)
        return function

    return mark


@dataclass(frozen=True)
class Transition:
    """One row: from which states, to which, who may (by action), when (by guard), and what follows."""

    name: str
    label: str | _StrPromise
    source: tuple[str, ...]
    target: str
    action: str
    guard: Guard | None = None
    needs_reason: bool = False
    effects: tuple[Effect, ...] = ()

    @property
    def told(self) -> list[str]:
        """Who hears of it, each once."""
        return list(dict.fromkeys(str(each) for effect in self.effects for each in getattr(effect, "told", ())))


class Workflow(Generic[M]):
    """Rules and moves of one kind of record, found again by `name` when the reference pages are written."""

    registry: dict[str, Workflow[Any]] = {}

    def __init__(
        self,
        *,
        name: str,
        title: str | _StrPromise,
        states: type[models.TextChoices],
        policy: Policy,
        record: Callable[..., Any],
        table: Sequence[Transition],
    ) -> None:
        self.name, self.title, self.states, self.policy, self.record = name, title, states, policy, record
        self.table = {each.name: each for each in table}
        if len(self.table) != len(table):
            raise ValueError(f"{name}: two transitions have one name")
        for each in table:
            unknown = {*each.source, each.target} - set(states.values)
            if unknown or each.action not in policy.rules:
                raise ValueError(f"{name}.{each.name}: unknown state {unknown} or action without a rule")
        Workflow.registry[name] = self

    def ask(self, thing: M, name: str, actor: Actor) -> Decision:
        """State, then policy, then guard; the first refusal wins, with its reason."""
        decision = self.ask_before_form(thing, name, actor)
        guard = self.table[name].guard
        return guard(thing, actor) if decision and guard else decision

    def ask_before_form(self, thing: M, name: str, actor: Actor) -> Decision:
        """State and policy only: for a page whose form brings what the guard asks for."""
        move = self.table[name]
        status = self.states(thing.status)  # type: ignore[attr-defined]  # every workflow's model has one
        if status not in move.source:
            words = _(
                "This is not possible now: it is already “%(status)s”. Open it to see what happened and what is next."
            )
            return deny(words % {"status": status.label})
        return self.policy.ask(actor, move.action, thing)

    def open_to(self, thing: M, actor: Actor) -> list[Transition]:
        """The moves to draw as buttons for this reader."""
        return [move for move in self.table.values() if self.ask(thing, move.name, actor)]

    @transaction.atomic
    def apply(self, thing: M, name: str, actor: Actor, *, reason: str = "") -> M:
        """Lock the row, ask again, set the status, write the audit event, run the effects: all or nothing."""
        move = self.table[name]
        locked = type(thing)._default_manager.select_for_update(no_key=True).get(pk=thing.pk)
        thing.status = before = locked.status  # type: ignore[attr-defined]
        decision = self.ask(thing, name, actor)
        if not decision:
            raise NotAllowed(decision.reason)
        if move.needs_reason and not reason.strip():
            raise RuleBroken(_("Give a reason: the people concerned will read it."), field="reason")

        type(thing)._default_manager.filter(pk=thing.pk).update(status=move.target)
        thing.status = move.target  # type: ignore[attr-defined]
        self.record(actor=actor, verb=move.action, target=thing, before=before, after=move.target, reason=reason)
        for effect in move.effects:
            effect(thing, actor)
        return thing


def diagram(workflow: Workflow[Any]) -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2"]
    lines += [
        f"  {source} --> {move.target}: {move.name}" for move in workflow.table.values() for source in move.source
    ]
    return "\n".join(lines)
