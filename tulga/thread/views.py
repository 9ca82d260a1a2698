from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from tulga.audit.summaries import history_of
from tulga.documents.serving import made_response
from tulga.kit.views import DetailPage, page_number
from tulga.recommendations.choices import Status
from tulga.recommendations.models import PaperDecision, Recommendation
from tulga.thread.services import print_dossier
from tulga.thread.summaries.beside import beside
from tulga.thread.summaries.branches import branches_of, successors_of
from tulga.thread.summaries.origins import ORIGINS, recommendations_through
from tulga.thread.summaries.thread import thread_of

if TYPE_CHECKING:
    from tulga.kit.actor import Actor

BRANCHES = 10


class RecommendationDetail(DetailPage):
    """The thread. Its history shows who wrote which draft, so it is only for those who read drafts."""

    queryset = Recommendation.objects.all()
    template_name = "thread/recommendation_detail.html"

    def get_title(self) -> str:
        return str(self.object.title)

    def context(self) -> dict[str, Any]:
        thread = thread_of(self.object, self.actor)
        return {
            "words": self.object.title.shown(),
            "thread": thread,
            "on_paper": _entered_from_paper(self.object, self.actor),
            "successors": successors_of(self.object, self.actor),
            "branches": branches_of(self.object, self.actor) if thread.reads_drafts else None,
            "history": history_of(self.object) if thread.reads_drafts else [],
        }


def _entered_from_paper(recommendation: Recommendation, actor: Actor) -> PaperDecision | None:
    """What somebody entered and nobody has compared yet, while it lies before the ministry."""
    if recommendation.status != Status.SUBMITTED:
        return None
    waiting = PaperDecision.objects.visible_to(actor).waiting()
    return waiting.filter(item__recommendation=recommendation).first()


class OriginPage(DetailPage):
    """A page about any record of the thread: its kind and its number are in the address."""

    def get_queryset(self) -> QuerySet[Any]:
        origin = ORIGINS.get(self.kwargs["kind"])
        if origin is None:
            raise Http404
        return origin.rows()

    def get_object(self) -> Any:
        found = self.visible().filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    @property
    def kind(self) -> str:
        return str(self.kwargs["kind"])


class RecordThread(OriginPage):
    """Each recommendation the record led to or came from is a branch with its own story."""

    template_name = "thread/record_thread.html"

    def get_title(self) -> str:
        return gettext("The thread: %(record)s") % {"record": self.object}

    def context(self) -> dict[str, Any]:
        self.request.stands_at = self.object.get_absolute_url()
        number = page_number(self.request.GET.get("page", ""))
        start = (number - 1) * BRANCHES
        rows = list(recommendations_through(self.kind, self.object, self.actor)[start : start + BRANCHES + 1])
        return {
            "kind": self.kind,
            "kind_label": ORIGINS[self.kind].label,
            "branches": [(each, thread_of(each, self.actor)) for each in rows[:BRANCHES]],
            "beside": beside(self.kind, self.object, self.actor) if number == 1 else None,
            "pages": {"number": number, "previous": number > 1, "next": len(rows) > BRANCHES},
        }


class Dossier(OriginPage):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        origin = self.get_object()
        pdf = print_dossier(kind=self.kind, origin=origin, actor=self.actor)
        return made_response(f"{gettext('dossier')}-{self.kind}-{origin.pk}.pdf", pdf)
