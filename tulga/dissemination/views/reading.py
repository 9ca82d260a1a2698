"""Releases as their readers meet them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from tulga.audit.summaries import history_of
from tulga.dissemination.choices import Action, ReleaseStatus
from tulga.dissemination.filters import ReleaseFilters
from tulga.dissemination.models import Delivery, Release
from tulga.dissemination.passages import problems_of
from tulga.dissemination.services.delivering import open_release
from tulga.dissemination.summaries import cuts_of, editions_as_cut, editions_read_by
from tulga.dissemination.tables import ReleaseTable
from tulga.dissemination.views.preparing import may_edit, may_revise
from tulga.dissemination.workflow import receipt, spread
from tulga.kit.views import DetailPage, ListPage
from tulga.recommendations.querysets import READS_DRAFTS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from tulga.dissemination.summaries import EditionRead


class ReleaseList(ListPage):
    title = _("Releases")
    queryset = Release.objects.for_listing()
    table_class = ReleaseTable
    filterset_class = ReleaseFilters
    create_url_name = "release_create"
    create_label = _("Prepare a release")
    create_action = Action.PREPARE
    export_name = "releases"


class ReleaseDetail(DetailPage):
    """A reader's own edition. Reading it for the first time is noted for the reader's office."""

    queryset = Release.objects.select_related("prepared_by", "approved_by", "supersedes")
    template_name = "dissemination/release_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if self.object.status == ReleaseStatus.RELEASED and Delivery.objects.of_offices(self.actor).exists():
            open_release(release=self.object, actor=self.actor)
        return self.show(object=self.object)

    def context(self) -> dict[str, Any]:
        release: Release = self.object
        works_on_it = self.actor.holds_anywhere(*READS_DRAFTS)
        approval = spread.ask(release, "release", self.actor)
        waits = release.state == ReleaseStatus.PREPARED
        editions = editions_as_cut(release) if waits else editions_read_by(self.actor, release)
        own = Delivery.objects.of_offices(self.actor).filter(release=release).for_tree()
        return {
            "editions": editions,
            "edition": chosen(editions, self.request.GET.get("edition", "")),
            "own_deliveries": [
                {"delivery": each, "may_acknowledge": bool(receipt.ask(each, "acknowledge", self.actor))}
                for each in own
            ],
            "cuts": cuts_of(release) if works_on_it else [],
            "problems": problems_of(release) if waits and works_on_it else [],
            "may_edit": bool(may_edit(self.actor, release)),
            "may_revise": bool(may_revise(self.actor, release)),
            "may_approve": bool(approval),
            "why_not": approval.reason if waits and works_on_it and not approval else "",
            "may_withdraw": bool(spread.ask(release, "withdraw", self.actor)),
            "newer": release.revisions.exclude(status=ReleaseStatus.WITHDRAWN).first() if works_on_it else None,
            "works_on_it": works_on_it,
            # Who prepared and approved it is the offices' own affair; its readers get its words.
            "history": history_of(release) if works_on_it else [],
        }


def chosen(editions: list[EditionRead], asked: str) -> EditionRead | None:
    """The one that the address names, else the first: the fullest that this reader may read."""
    return next((each for each in editions if asked in each.audiences), editions[0] if editions else None)
