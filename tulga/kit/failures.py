"""When something breaks: a page in plain words, a reference number, and never a trace."""

from __future__ import annotations

import errno
import logging
import sys
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tulga.kit.access import Access, access
from tulga.kit.interrupted import written_in
from tulga.kit.middleware import current_request_number

if TYPE_CHECKING:
    from django.http import HttpResponseBase

logger = logging.getLogger("tulga.failures")


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Tell a database that is away (come back soon) from a fault of ours (tell us the number)."""
    error = sys.exc_info()[1]
    number = current_request_number()
    if _is_disk_full(error):
        return _unavailable(request, _("The server's disk is full. Nothing of what you sent was stored."))
    if isinstance(error, OperationalError | InterfaceError):
        logger.error("database away, request %s", number)
        return _unavailable(request, "")
    logger.error("request %s failed", number, exc_info=error)
    if request.path_info.startswith("/api/"):
        return JsonResponse({"detail": "server error", "reference": number}, status=HTTPStatus.INTERNAL_SERVER_ERROR)
    body = loader.get_template("500.html").render({"reference": number})
    return HttpResponse(body, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def _is_disk_full(error: BaseException | None) -> bool:
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    cause = error.__cause__ if isinstance(error, DatabaseError) else None
    return getattr(cause, "sqlite_errorname", "") == "SQLITE_FULL" or getattr(cause, "sqlstate", "") == "53100"


def _unavailable(request: HttpRequest, message: str) -> HttpResponse:
    headers = {"Retry-After": "30", "Cache-Control": "no-store"}
    if request.path_info.startswith("/api/"):
        return JsonResponse({"detail": "unavailable"}, status=HTTPStatus.SERVICE_UNAVAILABLE, headers=headers)
    body = loader.get_template("503.html").render({"message": message, "written": written_in(request)})
    return HttpResponse(body, status=HTTPStatus.SERVICE_UNAVAILABLE, headers=headers)


@access(Access.PUBLIC)
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        return JsonResponse({"status": "unavailable"}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return JsonResponse({"status": "ok"})
