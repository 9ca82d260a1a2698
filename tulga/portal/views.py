"""Pages for everybody: without cookie, session or token, the same for all who ask in one language."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from tulga.agencies.models import Agency
from tulga.answers.tables import ANSWERED
from tulga.documents.serving import made_response
from tulga.evidence.models import Estimate
from tulga.evidence.summaries import panel_shown
from tulga.kit import throttle
from tulga.kit.access import Access, access
from tulga.kit.exports import Format, export_response
from tulga.kit.views import is_storable, page_number
from tulga.meetings.calendars import agenda_items, calendar_of
from tulga.meetings.models import Meeting, Participation, WorkingSession
from tulga.plan.choices import EditionStatus
from tulga.plan.views.files import edition_file
from tulga.plan.views.reading import pillars_chart
from tulga.portal import answered, editions, planned, summaries
from tulga.portal.kept import kept
from tulga.portal.summaries import EVERYBODY
from tulga.recommendations.models import Order
from tulga.recommendations.querysets import written_in_circles
from tulga.recommendations.verification_code import in_groups, read_code
from tulga.thread.summaries.branches import successors_of
from tulga.thread.summaries.thread import thread_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from tulga.answers.summaries import GapLine, Numbers
    from tulga.findings.models import Assessment
    from tulga.plan.models import PlanEdition

PAGE_SIZE = 25
FAILED_CODES = 20
SHA256 = re.compile("[0-9a-f]{64}")
ELSEWHERE = "https://www.wikipedia.org/"


class PublicPage(View):
    """One page for everybody. While nothing has been recorded since, a browser is told that its copy still holds."""

    access: ClassVar[Access] = Access.PUBLIC
    template_name: ClassVar[str]
    title: ClassVar[str | _StrPromise] = ""

    def context(self) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        response = kept(request, lambda: self.respond(request))
        response["Cache-Control"] = "public, max-age=60"
        if settings.DEMONSTRATION:
            response["X-Robots-Tag"] = "noindex"
        return response

    def respond(self, request: HttpRequest) -> HttpResponse:
        return render(request, self.template_name, {"title": self.title, **self.context()})


class Front(PublicPage):
    template_name = "portal/front.html"
    title = _("What was promised, what was done")

    def context(self) -> dict[str, Any]:
        return {
            "hotlines": summaries.hotlines(),
            "figures": summaries.figures(),
            "lines": summaries.lines(summaries.newest(5)),
            "meetings": Meeting.objects.visible_to(EVERYBODY)[:3],
        }


class PublicRecommendationList(PublicPage):
    template_name = "portal/public_recommendation_list.html"
    title = _("What was recommended")

    def context(self) -> dict[str, Any]:
        query = self.request.GET.get("q", "").strip()[:100]
        page = page_number(self.request.GET.get("page", ""))
        start = (page - 1) * PAGE_SIZE
        if query or start:
            found = summaries.made_public().search(query)
            lines = summaries.lines(found[start : start + PAGE_SIZE + 1])
        else:
            lines = summaries.lines(summaries.newest(PAGE_SIZE + 1))
        remaining = self.request.GET.copy()
        remaining.pop("page", None)
        return {
            "lines": lines[:PAGE_SIZE],
            "searched": query,
            "query": remaining.urlencode(),
            "pages": {"number": page, "previous": page > 1, "next": len(lines) > PAGE_SIZE},
        }


class PublicRecommendation(PublicPage):
    """The thread as everybody may read it."""

    template_name = "portal/public_recommendation.html"

    def context(self) -> dict[str, Any]:
        recommendation = summaries.made_public().filter(reference=self.kwargs["reference"]).first()
        if recommendation is None:
            raise Http404
        promised = summaries.public_commitments().filter(recommendation=recommendation)
        return {
            "title": str(recommendation.title),
            "words": recommendation.title.shown(),
            "object": recommendation,
            "standing": summaries.standing_of(recommendation, promised, timezone.localdate()),
            "thread": thread_of(recommendation, EVERYBODY),
            "successors": successors_of(recommendation, EVERYBODY, "public_recommendation"),
        }


class PublicMeetingList(PublicPage):
    template_name = "portal/public_meeting_list.html"
    title = _("Meetings")

    def context(self) -> dict[str, Any]:
        return {"meetings": Meeting.objects.visible_to(EVERYBODY).for_listing()}


class PublicBodyList(PublicPage):
    template_name = "portal/public_body_list.html"
    title = _("Who takes part")

    def context(self) -> dict[str, Any]:
        return {"bodies": summaries.bodies()}


class PublicMeeting(PublicPage):
    template_name = "portal/public_meeting.html"

    def context(self) -> dict[str, Any]:
        meeting = Meeting.objects.visible_to(EVERYBODY).filter(code=self.kwargs["code"]).first()
        if meeting is None:
            raise Http404
        sessions = WorkingSession.objects.visible_to(EVERYBODY).filter(meeting=meeting)
        took_part = Participation.objects.visible_to(EVERYBODY).filter(meeting=meeting)
        return {
            "title": str(meeting.title),
            "words": meeting.title.shown(),
            "object": meeting,
            "is_to_come": meeting.last_day >= timezone.localdate(),
            "sessions": sessions,
            "bodies": Agency.objects.visible_to(EVERYBODY).filter(pk__in=took_part.values("agency")).sorted(),
            "lines": summaries.lines(summaries.made_public().filter(written_in_circles(sessions.values("circle")))),
        }


class VerifyCode(PublicPage):
    """Where a code from a paper is typed; it leads to the page that the paper's drawing leads to."""

    template_name = "portal/public_verify.html"
    title = _("Check an order")

    def context(self) -> dict[str, Any]:
        typed = self.request.GET.get("code", "")[:100]
        return {"typed": typed, "is_wrong": bool(typed)}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        code = read_code(request.GET.get("code", ""))
        if code:
            return HttpResponseRedirect(reverse("verify_order", args=[in_groups(code)]))
        return super().get(request, **kwargs)


class VerifyOrder(PublicPage):
    """Whether the order with this code stands, what everybody may read of it, and whether a file is the paper itself.

    A code that opens nothing, for whatever reason, is answered like any address that does not exist.
    """

    template_name = "portal/public_verify_order.html"
    title = _("An order of the ministry")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if throttle.has_failed_too_often(request, "verify", FAILED_CODES):
            return self._refused("portal/public_verify_wait.html", HTTPStatus.TOO_MANY_REQUESTS)
        try:
            return super().get(request, **kwargs)
        except Http404:
            throttle.count_failure(request, "verify")
            return self._refused("portal/public_verify_missing.html", HTTPStatus.NOT_FOUND)

    def context(self) -> dict[str, Any]:
        orders = Order.objects.opened_by(read_code(self.kwargs["code"]))
        order = orders.select_related("printed", "scan").first()
        if order is None:
            raise Http404
        hashed = "".join(self.request.GET.get("sha256", "")[:200].split()).lower()
        is_hash = bool(SHA256.fullmatch(hashed))
        is_same = is_hash and order.is_on_paper(hashed)
        if hashed and not is_same:
            throttle.count_failure(self.request, "verify")
        return {
            "order": order,
            "endorsed": summaries.public_part_of(order),
            "stands": summaries.how_it_stands(order),
            "corrections": list(order.corrections.all()),
            "hashed": hashed,
            "is_hash": is_hash,
            "is_same": is_same,
        }

    def _refused(self, template: str, status: int) -> HttpResponse:
        return render(self.request, template, {"title": self.title}, status=status)


class PublicMeetingCalendar(PublicPage):
    """A public meeting for anybody's calendar program."""

    def respond(self, request: HttpRequest) -> HttpResponse:
        meetings = Meeting.objects.visible_to(EVERYBODY).select_related("place")
        meeting = meetings.filter(code=self.kwargs["code"]).first()
        if meeting is None:
            raise Http404
        url = f"{settings.BASE_URL}{reverse('public_meeting', args=[meeting.code])}"
        return made_response(
            f"{meeting.code}.ics", calendar_of(meeting, url=url, items=agenda_items(meeting, EVERYBODY))
        )


class PublicReleaseList(PublicPage):
    template_name = "portal/public_release_list.html"
    title = _("What was released to everybody")

    def context(self) -> dict[str, Any]:
        return {"releases": editions.public_releases()[: editions.MOST]}


class PublicRelease(PublicPage):
    """The public edition: to read, and to print."""

    template_name = "portal/public_release.html"

    def found(self) -> editions.Published:
        published = editions.published(self.kwargs["slug"])
        if published is None:
            raise Http404
        return published

    def context(self) -> dict[str, Any]:
        published = self.found()
        return {"title": str(published.release.title), "published": published, "object": published.release}


class PublicReleaseJson(PublicRelease):
    """The same for programs."""

    def respond(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse(editions.as_json(self.found()), json_dumps_params={"ensure_ascii": False})


class PublicFeed(PublicPage):
    """An Atom feed of the public editions, in the language of its address."""

    def respond(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(editions.as_feed(), content_type="application/atom+xml; charset=utf-8")


class PublicAnsweredList(PublicPage):
    """Reports of outside bodies whose answers were published."""

    template_name = "portal/public_answered_list.html"
    title = _("What outside bodies found, and what answers it")

    def context(self) -> dict[str, Any]:
        state, reports = answered.published_reports(self.request.GET.get("state", ""))
        return {"state": state, "reports": reports}


class PublicAnswered(PublicPage):
    """One report's findings with what answers each, the least answered first."""

    template_name = "portal/public_answered.html"

    def found(self) -> tuple[Assessment, Numbers, list[GapLine]]:
        found = answered.published_report(self.kwargs["code"])
        if found is None:
            raise Http404
        return found

    def context(self) -> dict[str, Any]:
        report, numbers, lines = self.found()
        return {
            "title": str(report.title),
            "report": report,
            "numbers": numbers,
            "lines": lines,
            "formats": list(Format),
        }


class PublicAnsweredFile(PublicAnswered):
    """The same rows as a file."""

    def respond(self, request: HttpRequest) -> HttpResponse:
        _report, _numbers, lines = self.found()
        return export_response(self.kwargs["format"], f"{self.kwargs['code']}-answers", ANSWERED, lines)


class PublicEstimateList(PublicPage):
    """Estimates that were published, each with its whole panel: a number alone would say more than is known."""

    template_name = "portal/public_estimate_list.html"
    title = _("How many nobody has found")

    def context(self) -> dict[str, Any]:
        return {"estimates": [(each, panel_shown(each)) for each in Estimate.objects.public()]}


class PublicPlanList(PublicPage):
    template_name = "portal/public_plan_list.html"
    title = _("The plan")

    def context(self) -> dict[str, Any]:
        plans = [(each, EditionStatus(each.edition.status)) for each in planned.published_plans()]
        return {"plans": plans}


class PublicPlan(PublicPage):
    """What was promised, in the country's own order and words, and how it stands."""

    template_name = "portal/public_plan.html"

    def edition(self) -> PlanEdition:
        edition = planned.published_edition(self.kwargs["code"])
        if edition is None:
            raise Http404
        return edition

    def context(self) -> dict[str, Any]:
        read = planned.read_plan(self.edition(), self.request.GET.get("group", "").replace("\0", "")[:40])
        if read is None:
            raise Http404
        title = read.under.title if read.under else read.edition.plan.title
        status = EditionStatus(read.edition.status)
        chart = pillars_chart(read.glance) if read.under is None else ""
        return {"title": str(title), "words": title.shown(), "read": read, "status": status, "chart": chart}


class PublicActivity(PublicPlan):
    """One promise: what the plan says of it, how its lead agency says it stands, and what was recommended about it."""

    template_name = "portal/public_activity.html"

    def context(self) -> dict[str, Any]:
        edition = self.edition()
        read = planned.read_activity(edition, self.kwargs["pk"]) if is_storable(self.kwargs["pk"]) else None
        if read is None:
            raise Http404
        return {"title": str(read.entry.title), "plan": edition.plan, "read": read}


class PublicPlanFile(PublicPlan):
    def respond(self, request: HttpRequest) -> HttpResponse:
        return edition_file(self.edition(), self.kwargs["format"])


class About(PublicPage):
    template_name = "portal/public_about.html"
    title = _("How it works")


@access(Access.PUBLIC)
def quick_exit(request: HttpRequest) -> HttpResponse:
    """Out of the site at once, without scripts. The history is beyond our reach, and the pages say so."""
    response = HttpResponseRedirect(ELSEWHERE)
    response.status_code = 303
    response["Cache-Control"] = "no-store"
    response["Clear-Site-Data"] = '"cache"'
    response["Referrer-Policy"] = "no-referrer"
    return response


@access(Access.PUBLIC)
def robots(request: HttpRequest) -> HttpResponse:
    """A demonstration is in no search engine; elsewhere only the way out is left alone."""
    closed = ["/"] if settings.DEMONSTRATION else [f"/{code}/leave/" for code, _name in settings.LANGUAGES]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    response = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response
