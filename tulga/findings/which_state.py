"""Which State a page of findings is about: the own one, until its reader asks for another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from tulga.findings.importers.states import state_name, state_names
from tulga.kit.i18n import I18nText, Shown


@dataclass(frozen=True)
class StateChoice:
    """The State a page is about, and those there are reports on besides."""

    chosen: str
    others: tuple[str, ...] = ()

    @property
    def is_own(self) -> bool:
        return self.chosen == settings.OWN_STATE

    @property
    def name(self) -> Shown:
        return state_shown(self.chosen)

    @property
    def asked(self) -> str:
        """What a link to the same choice says; nothing for the own State."""
        return "" if self.is_own else f"state={self.chosen}"

    @property
    def query(self) -> str:
        return f"?{self.asked}" if self.asked else ""

    @property
    def offered(self) -> list[tuple[str, str]]:
        """Codes with names, the own State first; nothing where there is no other to choose."""
        codes = [settings.OWN_STATE, *self.others] if self.others else []
        return [(code, str(state_shown(code))) for code in codes]


def state_shown(code: str) -> Shown:
    """The State's name in the reader's language, else as UN documents write it."""
    return I18nText(state_names(code)).shown()


def choose_state(asked: str, known: Iterable[str]) -> StateChoice:
    """What was asked for where there are reports on it, else the own State."""
    others = {code for code in known if code != settings.OWN_STATE}
    return StateChoice(asked if asked in others else settings.OWN_STATE, tuple(sorted(others, key=state_name)))
