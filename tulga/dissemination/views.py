from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tulga.audit.summaries import history_of
from tulga.dissemination import services
from tulga.dissemination.choices import Action
from tulga.dissemination.filters import ReleaseFilters
from tulga.dissemination.forms import ApproveForm, ReleaseForm, WithdrawForm
from tulga.dissemination.models import Release
from tulga.dissemination.policies import policy
from tulga.dissemination.tables import ReleaseTable
from tulga.dissemination.workflow import spread
from tulga.kit.policy import Decision, deny
from tulga.kit.views import ActionPage, CreatePage, DetailPage, EditPage, ListPage
from tulga.recommendations.models import Recommendation
from tulga.recommendations.querysets import READS_DRAFTS
from tulga.recommendations.reading import words_read_by

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpResponse

    from tulga.kit.actor import Actor
    from tulga.kit.i18n import I18nText


class ReleaseList(ListPage):
    title = _("Releases")
    queryset = Release.objects.for_listing()
    table_class = ReleaseTable
    filterset_class = ReleaseFilters
    create_url_name = "release_create"
    create_label = _("Prepare a release")
    create_action = Action.PREPARE
    export_name = "releases"


def may_edit(actor: Actor, release: Release) -> Decision:
    """What may be changed is what waits for approval."""
    decision = policy.ask(actor, Action.PREPARE, release)
    if decision and release.state != release.state.PREPARED:
        return deny(gettext("Only a release that waits for approval can be changed."))
    return decision


def reading_of(release: Release, actor: Actor) -> list[tuple[Recommendation, I18nText | None]]:
    """Each recommendation of the release in the words that this reader may read, in the release's order."""
    carried = Recommendation.objects.visible_to(actor).filter(release_items__release=release)
    rows = list(carried.order_by("release_items__position"))
    read = words_read_by(actor, rows)
    return [(each, read[each.pk].text if each.pk in read else None) for each in rows]


class ReleaseDetail(DetailPage):
    queryset = Release.objects.select_related("prepared_by", "approved_by")
    template_name = "dissemination/release_detail.html"

    def context(self) -> dict[str, Any]:
        release: Release = self.object
        works_on_it = self.actor.holds_anywhere(*READS_DRAFTS)
        approval = spread.ask(release, "release", self.actor)
        waits = release.state == release.state.PREPARED
        return {
            "reading": reading_of(release, self.actor),
            "may_edit": bool(may_edit(self.actor, release)),
            "may_approve": bool(approval),
            "why_not": approval.reason if waits and works_on_it and not approval else "",
            "may_withdraw": bool(spread.ask(release, "withdraw", self.actor)),
            "works_on_it": works_on_it,
            # Who prepared and approved it is the offices' own affair; its readers get its words.
            "history": history_of(release) if works_on_it else [],
        }


class ReleaseCreate(CreatePage):
    title = _("Prepare a release")
    lead = _("A second person approves it; until then nobody reads anything by it.")
    policy = policy
    action = Action.PREPARE
    form_class = ReleaseForm

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def perform(self, form: ReleaseForm) -> Release:
        return services.prepare_release(actor=self.actor, **form.content)

    def back_url(self) -> str:
        return reverse("release_list")


class ReleaseEdit(EditPage):
    title = _("Change the release")
    lead = _("Whoever changes a release has prepared it: somebody else then approves it.")
    queryset = Release.objects.all()
    policy = policy
    action = Action.PREPARE
    form_class = ReleaseForm

    def ask(self) -> Decision:
        return may_edit(self.actor, self.object)

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def perform(self, form: ReleaseForm) -> Release:
        version = form.cleaned_data["version"]
        return services.edit_release(release=self.object, expected_version=version, actor=self.actor, **form.content)


class ReleaseApprove(EditPage):
    """The approver reads every word here, then says yes."""

    title = _("Approve and release")
    queryset = Release.objects.all()
    template_name = "dissemination/release_approve.html"
    policy = policy
    action = Action.APPROVE
    form_class = ApproveForm
    submit_label = _("Approve and release")

    def ask(self) -> Decision:
        return spread.ask(self.object, "release", self.actor)

    def context(self) -> dict[str, Any]:
        return {"reading": reading_of(self.object, self.actor)}

    def perform(self, form: ApproveForm) -> Release:
        version = form.cleaned_data["version"]
        return services.approve_release(release=self.object, expected_version=version, actor=self.actor)

    def success_message(self, result: Release) -> str:
        return gettext("Released. Its audiences read it now.")

    def show_stale(self, form: Any, current: Model) -> HttpResponse:
        """Show what it says now, to be read again."""
        self.object = cast("Release", current)
        error = gettext("Somebody changed the release while you were reading. Read it again before you approve it.")
        form.data = {**form.data.dict(), "version": str(self.object.version)}
        return self.show_form(form, error=error, status=HTTPStatus.CONFLICT)


class ReleaseWithdraw(ActionPage):
    title = _("Withdraw the release")
    queryset = Release.objects.all()
    policy = policy
    action = Action.WITHDRAW
    form_class = WithdrawForm
    submit_label = _("Withdraw")
    is_warning = True

    def ask(self) -> Decision:
        return spread.ask(self.object, "withdraw", self.actor)

    def perform(self, form: WithdrawForm) -> Release:
        return services.withdraw_prepared(release=self.object, actor=self.actor, **form.cleaned_data)
