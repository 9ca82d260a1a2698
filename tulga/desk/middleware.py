from __future__ import annotations

from typing import TYPE_CHECKING

from tulga.desk.summaries.badge import forget_badges

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from tulga.kit.middleware import GetResponse


class CountAgainAfterActs:
    """What a signed-in person does changes what waits for them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # Of the public's forms nothing is known here, and their session stays untouched.
        if request.method == "POST" and request.actor.user_id is not None:  # type: ignore[attr-defined]
            forget_badges(request)
        return response
