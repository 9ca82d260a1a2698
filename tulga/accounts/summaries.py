from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from django.http import HttpRequest

    from tulga.accounts.models import Membership
    from tulga.kit.actor import Actor


def identity_of(request: HttpRequest, actor: Actor) -> dict[str, str]:
    """Whose page this is, for the header: the first office held, and the way to one's own account. No query."""
    held: list[Membership] = getattr(request, "roles_held", [])
    return {
        "title": held[0].title if held else str(actor.label),
        "agency": str(held[0].agency) if held else "",
        "url": reverse("own_account"),
    }
