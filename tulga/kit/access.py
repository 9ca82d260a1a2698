"""What each page says about who may open it at all. A page that says nothing is refused at start-up (checks.py)."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django.http import HttpResponseBase

    View = Callable[..., HttpResponseBase]


class Access(enum.StrEnum):
    PUBLIC = "public"  # the same for everybody: no cookie, no session, no actor but the public
    OPEN = "open"  # anybody, with a session: sign-in, invitations
    SIGNED_IN = "signed_in"  # everybody who signed in, each seeing the rows visible to them
    ACTION = "action"  # signed in, and a policy's rule for an action allows it


def access(kind: Access) -> Callable[[View], View]:
    """Declare the access of a function view, which only shows: what changes something is a form page."""

    def declare(view: View) -> View:
        safe: View = require_safe(view)
        safe.access = kind  # type: ignore[attr-defined]  # read back by access_of
        return safe

    return declare


# Pages of libraries cannot carry the attribute: their apps register them by URL name.
LIBRARY_PAGES: dict[str, Access] = {}


def access_of(view: View, url_name: str = "") -> Access | None:
    """The declared access of a view, or None where nobody declared any."""
    declared = getattr(getattr(view, "view_class", None), "access", None) or getattr(view, "access", None)
    return declared or LIBRARY_PAGES.get(url_name)


def url_patterns(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route of the site with its full path, prefixes joined."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from url_patterns(each.url_patterns, path)
        else:
            yield path, each
