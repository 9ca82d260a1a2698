"""What the API's collections share: search, paging, addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404
from ninja import Field, Schema
from ninja.errors import HttpError
from pydantic import field_validator

from tulga.kit.actor import Actor

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

Item = dict[str, Any]


class Asked(Schema):
    """What every list can be asked for."""

    q: str = Field("", max_length=200, description="Words to search for, in any spelling or script.")
    limit: int = Field(25, ge=1, le=100)
    offset: int = Field(0, ge=0, le=1_000_000)

    @field_validator("*")
    @classmethod
    def without_nul(cls, value: Any) -> Any:
        """PostgreSQL takes no such character in any text."""
        if isinstance(value, str) and "\0" in value:
            raise ValueError("No NUL character, please.")
        return value


class Listed(Schema):
    """One page of a collection, and the address of the next where there is one."""

    items: list[Item]
    next: str | None


def actor_of(request: HttpRequest) -> Actor:
    return getattr(request, "actor", None) or Actor()


def listed(
    request: HttpRequest, queryset: QuerySet[Any], asked: Asked, describe: Callable[[Any], Item]
) -> Mapping[str, Any]:
    """Rows already narrowed to the visible ones, searched and paged."""
    if asked.q:
        queryset = queryset.search(asked.q)  # type: ignore[attr-defined]  # every searched one has it
    return paged(request, list(queryset[asked.offset : asked.offset + asked.limit + 1]), asked, describe)


def paged(
    request: HttpRequest, rows: Sequence[Any], asked: Asked, describe: Callable[[Any], Item]
) -> Mapping[str, Any]:
    """The rows of one page, and one more where there is a next."""
    _require_known(request, asked)
    following = None
    if len(rows) > asked.limit:
        query = request.GET.copy()
        query["offset"] = str(asked.offset + asked.limit)
        following = f"{settings.BASE_URL}{request.path}?{query.urlencode()}"
    collection = settings.BASE_URL + request.path.rstrip("/")
    items = [{**(item := describe(row)), "url": f"{collection}/{item['id']}"} for row in rows[: asked.limit]]
    return {"items": items, "next": following}


def _require_known(request: HttpRequest, asked: Asked) -> None:
    """A misspelt filter would narrow nothing, and the program would take all rows for the ones it meant."""
    known = sorted(type(asked).model_fields)
    if unknown := sorted(set(request.GET) - set(known)):
        words = f"No list can be asked for {', '.join(unknown)}. This one knows: {', '.join(known)}."
        raise HttpError(HTTPStatus.UNPROCESSABLE_ENTITY, words)


def one(request: HttpRequest, queryset: QuerySet[Any], pk: int, describe: Callable[[Any], Item]) -> Item:
    """The visible row, or the same 404 as for one that does not exist."""
    row = queryset.filter(pk=pk).first()
    if row is None:
        raise Http404
    return {**describe(row), "url": settings.BASE_URL + request.path}
