"""The buttons of a page that leads from one state to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from tulga.kit.policy import Decision
    from tulga.kit.workflow import Workflow

# Done for somebody else, or against what was promised: possible, and never what the page leads to.
ASIDE = {"sign_on_paper", "withdraw"}


@dataclass(frozen=True)
class Button:
    label: str | _StrPromise
    url_name: str
    is_filled: bool


def buttons(workflow: Workflow[Any], pages: Mapping[str, str], may: Callable[[str], Decision]) -> list[Button]:
    """A button for each move that is open to the reader, in the order of `pages`; at most the first is filled."""
    moves = [name for name in pages if may(name)]
    return [
        Button(label=workflow.table[name].label, url_name=pages[name], is_filled=name == moves[0] and name not in ASIDE)
        for name in moves
    ]
