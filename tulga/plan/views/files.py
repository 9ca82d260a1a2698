"""An edition as a file: XLSX that can be imported again, CSV of its activities, JSON of all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404

from tulga.documents.serving import document_response
from tulga.kit.exports import XLSX, Format, export_response, file_response, write_workbook
from tulga.kit.views import Page
from tulga.plan.described import describe_whole
from tulga.plan.models import PlanEdition
from tulga.plan.sheets import read_whole, sheets_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


class EditionFile(Page):
    queryset = PlanEdition.objects.select_related("plan")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return edition_file(self.get_object(), kwargs["format"])


class EditionDocument(Page):
    """The document of an edition, as it was sent here."""

    queryset = PlanEdition.objects.select_related("document")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        edition = self.get_object()
        if edition.document is None:
            raise Http404
        return document_response(edition.document)


def edition_file(edition: PlanEdition, format: str) -> HttpResponse:
    """Of an edition that came through `visible_to`."""
    if format not in tuple(Format):
        raise Http404
    whole, name = read_whole(edition), f"{edition.plan.code}-{edition.number}"
    if format == Format.XLSX:
        return file_response(write_workbook(sheets_of(whole), name), XLSX, f"{name}.xlsx")
    if format == Format.JSON:
        body = json.dumps(describe_whole(whole), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()
        return file_response(body, "application/json", f"{name}.json")
    activities = next(each for each in sheets_of(whole) if each.name == "activities")
    return export_response(format, name, activities.columns, activities.rows)
