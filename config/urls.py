"""Every address, in one place. People's pages carry the language; what programs call does not."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import include, path, reverse

from config.api import api
from tulga.kit.access import Access, access
from tulga.kit.components_page import components
from tulga.kit.failures import health, server_error
from tulga.portal.views import robots


@access(Access.PUBLIC)
def to_the_first_language(request: HttpRequest) -> HttpResponseRedirect:
    response = HttpResponseRedirect(reverse("front"))
    response["Cache-Control"] = "public, max-age=3600"
    return response


urlpatterns = [
    path("", to_the_first_language, name="root"),
    path("healthz", health, name="health"),
    path("robots.txt", robots, name="robots"),
    path("api/v1/", api.urls),
    *i18n_patterns(
        path("", include("tulga.portal.urls")),
        path("", include("tulga.desk.urls")),
        path("", include("tulga.thread.urls")),
        path("", include("tulga.meetings.urls")),
        path("", include("tulga.recommendations.urls")),
        path("", include("tulga.dissemination.urls")),
        path("", include("tulga.answers.urls")),
        path("", include("tulga.accounts.urls")),
        path("", include("tulga.notices.urls")),
        path("", include("tulga.documents.urls")),
        path("imports/", include("tulga.imports.urls")),
        path("plans/", include("tulga.plan.urls")),
        path("evidence/", include("tulga.evidence.urls")),
        path("findings/", include("tulga.findings.urls")),
        path("agencies/", include("tulga.agencies.urls")),
        path("places/", include("tulga.places.urls")),
        path("components/", components, name="components"),
    ),
]
handler500 = server_error
