"""The API: the same records, the same `visible_to`, for programs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.cache import get_conditional_response, patch_vary_headers
from ninja import NinjaAPI
from ninja.renderers import BaseRenderer
from ninja.security import HttpBearer

from tulga.accounts.services import actor_of_token
from tulga.agencies.api import router as agencies
from tulga.answers.api.endpoints import router as answers
from tulga.dissemination.api.endpoints import router as dissemination
from tulga.findings.api.endpoints import router as findings
from tulga.kit.access import LIBRARY_PAGES, Access
from tulga.kit.actor import Actor
from tulga.kit.errors import NotAllowed
from tulga.meetings.api.endpoints import router as meetings
from tulga.places.api import router as places
from tulga.plan.api.endpoints import router as plan
from tulga.portal.kept import kept
from tulga.recommendations.api.endpoints import router as recommendations

ASKING = {"GET", "HEAD"}


class Json(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data, default=str)


class Token(HttpBearer):
    """A bearer token, or nothing: who has none sees what the public sees. A wrong one is refused."""

    def __call__(self, request: HttpRequest) -> Any:
        if not request.headers.get("Authorization"):
            request.actor = Actor()  # type: ignore[attr-defined]  # as the middleware sets it for pages
            return True
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, token: str) -> bool | None:
        actor = actor_of_token(token)
        if actor is None:
            return None
        request.actor = actor  # type: ignore[attr-defined]  # as the middleware sets it for pages
        return True


class Api(NinjaAPI):
    """An unchanged answer is told as such. What only some may read is kept by no cache on the way."""

    def create_response(
        self, request: HttpRequest, data: Any, *, status: int | None = None, temporal_response: Any = None
    ) -> HttpResponse:
        response = super().create_response(request, data, status=status, temporal_response=temporal_response)
        if is_for_everybody(request) or request.method not in ASKING or response.status_code != HTTPStatus.OK:
            return response
        patch_vary_headers(response, ["Authorization"])
        response["Cache-Control"] = "no-store, private"
        etag = response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        return cast("HttpResponse", get_conditional_response(request, etag=etag, response=response))


def is_for_everybody(request: HttpRequest) -> bool:
    return request.method in ASKING and not request.headers.get("Authorization")


def kept_for_everybody(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever shows no token reads what everybody reads, and that is made once."""

    @wraps(run)
    def answer(request: HttpRequest, **values: Any) -> HttpResponse:
        if not is_for_everybody(request):
            return run(request, **values)
        response = kept(request, lambda: run(request, **values))
        if response.status_code in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
            patch_vary_headers(response, ["Authorization"])
            response["Cache-Control"] = "public, no-cache"
        return response

    return answer


api = Api(
    title="Tulga",
    version="1",
    description="What a national action plan promised, and what became of it. Without a token: what the public sees.",
    auth=Token(),
    renderer=Json(),
    docs_url="/docs",
    openapi_url="/openapi.json",
    urls_namespace="api",
)
api.add_decorator(kept_for_everybody, mode="view")
for router in (agencies, places, plan, findings, meetings, recommendations, answers, dissemination):
    api.add_router("", router)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Exception) -> HttpResponse:
    return api.create_response(request, {"detail": "Not found."}, status=404)


@api.exception_handler(NotAllowed)
def not_allowed(request: HttpRequest, error: Exception) -> HttpResponse:
    return api.create_response(request, {"detail": str(error)}, status=403)


# Ninja's own views carry no attribute; that every path of the API is public is declared here by their names.
LIBRARY_PAGES.update(
    {pattern.name: Access.PUBLIC for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name},
)
