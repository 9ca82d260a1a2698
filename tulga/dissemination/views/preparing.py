"""From what is in force to what a second person approves."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tulga.dissemination.choices import Action, ReleaseStatus
from tulga.dissemination.forms import ApproveForm, MarkForm, PartForm, ReleaseForm, ReviseForm
from tulga.dissemination.models import Release, ReleaseItem
from tulga.dissemination.passages import problems_of
from tulga.dissemination.policies import policy
from tulga.dissemination.services import approving, preparing
from tulga.dissemination.summaries import cuts_for, cuts_of, editions_as_cut
from tulga.dissemination.workflow import spread
from tulga.kit.forms import ReasonForm
from tulga.kit.i18n import own_name
from tulga.kit.policy import Decision, deny
from tulga.kit.views import ActionPage, CreatePage, EditPage
from tulga.recommendations.models import Challenge

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpResponse

    from tulga.kit.actor import Actor


def may_edit(actor: Actor, release: Release) -> Decision:
    """What may be changed is what waits for approval."""
    decision = policy.ask(actor, Action.PREPARE, release)
    if decision and release.state != ReleaseStatus.PREPARED:
        return deny(gettext("Only a release that waits for approval can be changed."))
    return decision


def may_revise(actor: Actor, release: Release) -> Decision:
    decision = policy.ask(actor, Action.PREPARE, release)
    if decision and release.state != ReleaseStatus.RELEASED:
        return deny(gettext("Only a release that is out can be revised."))
    if decision and release.revisions.filter(status=ReleaseStatus.PREPARED).exists():
        return deny(gettext("Somebody is revising this release already: open that revision instead."))
    return decision


class ReleaseCreate(CreatePage):
    title = _("Prepare a release")
    lead = _("A second person approves it; until then nobody reads anything by it.")
    policy = policy
    action = Action.PREPARE
    form_class = ReleaseForm

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def perform(self, form: ReleaseForm) -> Release:
        return preparing.prepare_release(actor=self.actor, **form.content)

    def back_url(self) -> str:
        return reverse("release_list")


class OfPrepared(EditPage):
    """A change of what waits for approval."""

    queryset = Release.objects.all()
    policy = policy
    action = Action.PREPARE

    def ask(self) -> Decision:
        return may_edit(self.actor, self.object)


class ReleaseEdit(OfPrepared):
    title = _("Change the release")
    lead = _("Whoever changes a release has prepared it: somebody else then approves it.")
    form_class = ReleaseForm

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def perform(self, form: ReleaseForm) -> Release:
        version = form.cleaned_data["version"]
        return preparing.edit_release(release=self.object, expected_version=version, actor=self.actor, **form.content)


class OfItem(OfPrepared):
    """A change of how one recommendation of the release is cut."""

    @cached_property
    def item(self) -> ReleaseItem:
        items = self.object.items.select_related("recommendation", "release").prefetch_related("passages", "titles")
        item = items.filter(position=self.kwargs["position"]).first()
        if item is None:
            raise Http404
        return cast("ReleaseItem", item)

    def prepare(self) -> Decision | None:
        decision = super().prepare()
        _item = self.item  # no such recommendation is no such page, also for those who may not change it
        return decision


class ReleaseMark(OfItem):
    """Who may read which passage."""

    title = _("Who may read which passage")
    lead = _(
        "Take an audience away from a passage, and its edition will not hold it. Nothing in an edition shows that "
        "something was cut."
    )
    template_name = "dissemination/release_mark.html"
    form_class = MarkForm

    def form_options(self) -> dict[str, Any]:
        return {"item": self.item}

    def perform(self, form: MarkForm) -> Release:
        return preparing.mark_passages(
            item=self.item,
            readers=form.readers,
            titles=form.titles,
            left_out=form.cleaned_data["left_out"],
            expected_version=form.cleaned_data["version"],
            actor=self.actor,
        )

    def context(self) -> dict[str, Any]:
        return {"item": self.item, "working_title": self.item.recommendation.working_title}


class ReleasePart(OfItem):
    """Where passages begin and end."""

    title = _("Where passages begin and end")
    form_class = PartForm

    @cached_property
    def texts(self) -> list[str]:
        passages = self.item.passages.filter(language=self.kwargs["language"])
        texts = list(passages.values_list("text", flat=True))
        if not texts:
            raise Http404
        return texts

    def prepare(self) -> Decision | None:
        decision = super().prepare()
        _texts = self.texts
        return decision

    def form_options(self) -> dict[str, Any]:
        return {"texts": self.texts}

    def perform(self, form: PartForm) -> Release:
        return preparing.part_passages(
            item=self.item,
            language=self.kwargs["language"],
            texts=form.texts,
            expected_version=form.cleaned_data["version"],
            actor=self.actor,
        )

    def success_url(self, result: Release) -> str:
        return reverse("release_mark", args=[result.pk, self.item.position])

    def back_url(self) -> str:
        return reverse("release_mark", args=[self.object.pk, self.item.position])

    def context(self) -> dict[str, Any]:
        return {"lead": f"{self.item.recommendation.reference}, {own_name(self.kwargs['language'])}"}


class ReleaseTakeNewer(OfPrepared):
    title = _("Take over the newest translations")
    lead = _("Passages keep their readers. What was corrected is for those alone who might read what it replaces.")
    form_class = ApproveForm
    submit_label = _("Take them over")

    def perform(self, form: ApproveForm) -> Release:
        version = form.cleaned_data["version"]
        return preparing.take_newer_words(release=self.object, expected_version=version, actor=self.actor)


class ReleaseApprove(EditPage):
    """The approver reads every edition and every cut here, then says yes."""

    title = _("Approve and release")
    queryset = Release.objects.select_related("supersedes")
    template_name = "dissemination/release_approve.html"
    policy = policy
    action = Action.APPROVE
    form_class = ApproveForm
    submit_label = _("Approve and release")

    def ask(self) -> Decision:
        return spread.ask(self.object, "release", self.actor)

    def context(self) -> dict[str, Any]:
        release: Release = self.object
        carried = release.items.values("recommendation")
        return {
            "editions": [(each, cuts_for(release, each.audiences[0])) for each in editions_as_cut(release)],
            "cuts": cuts_of(release),
            "problems": problems_of(release),
            "challenges": Challenge.objects.visible_to(self.actor).filter(recommendations__in=carried).distinct(),
        }

    def perform(self, form: ApproveForm) -> Release:
        version = form.cleaned_data["version"]
        return approving.approve_release(release=self.object, expected_version=version, actor=self.actor)

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
    form_class = ReasonForm
    submit_label = _("Withdraw")
    is_warning = True

    def ask(self) -> Decision:
        return spread.ask(self.object, "withdraw", self.actor)

    def perform(self, form: ReasonForm) -> Release:
        return preparing.withdraw_prepared(release=self.object, actor=self.actor, **form.cleaned_data)


class ReleaseRevise(ActionPage):
    title = _("Revise the release")
    lead = _("A newer release is prepared from this one. Until it is approved, everybody goes on reading this one.")
    queryset = Release.objects.all()
    policy = policy
    action = Action.PREPARE
    form_class = ReviseForm
    submit_label = _("Prepare the revision")

    def ask(self) -> Decision:
        return may_revise(self.actor, self.object)

    def perform(self, form: ReviseForm) -> Release:
        return preparing.revise_release(release=self.object, actor=self.actor, **form.cleaned_data)
