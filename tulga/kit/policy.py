"""Doing is a rule: one named function per action, answering allow or deny with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from tulga.kit.errors import NotAllowed

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from tulga.kit.actor import Actor


@dataclass(frozen=True)
class Decision:
    allowed: bool
    reason: str | _StrPromise = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOW = Decision(allowed=True)


def deny(reason: str | _StrPromise) -> Decision:
    return Decision(allowed=False, reason=reason)


Rule = Callable[["Actor", Any], Decision]
R = TypeVar("R", bound=Rule)


class Policy:
    """The rules of one app. An action without a rule raises: forgetting is never allowing."""

    def __init__(self) -> None:
        self.rules: dict[str, Rule] = {}

    def rule(self, *actions: str) -> Callable[[R], R]:
        def register(rule: R) -> R:
            for action in actions:
                if action in self.rules:
                    raise ValueError(f"{action} has two rules")
                self.rules[action] = rule
            return rule

        return register

    def ask(self, actor: Actor, action: str, thing: Any = None) -> Decision:
        return self.rules[action](actor, thing)

    def require(self, actor: Actor, action: str, thing: Any = None) -> None:
        """Raise NotAllowed with the rule's reason unless the actor may."""
        decision = self.ask(actor, action, thing)
        if not decision:
            raise NotAllowed(decision.reason)
