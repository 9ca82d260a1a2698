from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tulga.desk.summaries.desk import desk_of
from tulga.kit.access import Access
from tulga.kit.views import Page


class Desk(Page):
    """What waits for the person who signed in. Its title says so in a sentence."""

    access = Access.SIGNED_IN
    template_name = "desk/desk.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        desk = desk_of(self.actor, timezone.localdate())
        return self.show(desk=desk, title=desk.title, lead=desk.lead)
