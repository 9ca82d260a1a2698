"""Who acts: one frozen value per request. Services, policies and querysets take it; nothing deeper sees a request."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from tulga.kit.audience import Audience

if TYPE_CHECKING:
    from tulga.kit.i18n import I18nText

PUBLIC_ONLY = frozenset({Audience.PUBLIC})


@dataclass(frozen=True)
class Grant:
    """One role held at one agency today, with what it permits and how it is named."""

    role: str
    agency_id: int
    permissions: frozenset[str] = frozenset()
    office: str | I18nText = field(default="", hash=False)  # a text in several languages has no hash


@dataclass(frozen=True)
class Actor:
    """A person with the roles they hold today; a named part of the system; or, empty, the public."""

    user_id: int | None = None
    label: str | I18nText = field(default="", hash=False)
    grants: tuple[Grant, ...] = ()
    audiences: frozenset[Audience] = field(default=PUBLIC_ONLY)
    system_name: str = ""

    @classmethod
    def system(cls, name: str) -> Actor:
        """Background work under its own name, which the audit trail shows."""
        return cls(label=name, system_name=name)

    @property
    def is_system(self) -> bool:
        return bool(self.system_name)

    @property
    def is_public(self) -> bool:
        return self.user_id is None and not self.is_system

    @cached_property
    def agency_ids(self) -> frozenset[int]:
        return frozenset(grant.agency_id for grant in self.grants)

    def office_for(self, action: str) -> str | I18nText:
        """In which office the act is done: whoever acts for the head signs as acting head, not as themselves."""
        return next((grant.office for grant in self.grants if action in grant.permissions), "") or self.label

    def may(self, action: str, *, at: int | None = None) -> bool:
        """Whether a role held today permits the action, at one agency or at any."""
        return any(action in grant.permissions and at in (None, grant.agency_id) for grant in self.grants)

    def agencies_where(self, action: str) -> frozenset[int]:
        return frozenset(grant.agency_id for grant in self.grants if action in grant.permissions)

    def holds(self, role: str, *, at: int) -> bool:
        return any(grant.role == role and grant.agency_id == at for grant in self.grants)

    def holds_anywhere(self, *roles: str) -> bool:
        return any(grant.role in roles for grant in self.grants)
