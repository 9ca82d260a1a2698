"""The package: prepared and laid by the secretariat, read, decided in blocks or returned by the chair."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, ngettext

from tulga.audit.summaries import history_of
from tulga.kit.forms import ReasonForm
from tulga.kit.policy import Decision
from tulga.kit.views import ActionPage, CreatePage, DetailPage, EditPage, ListPage, Page
from tulga.recommendations.brief_paper import brief_pdf
from tulga.recommendations.choices import Action
from tulga.recommendations.filters import PackableFilters
from tulga.recommendations.forms import (
    ArrangePackageForm,
    ChooseForm,
    DecideBlockForm,
    EditPackageForm,
    LayForm,
    PackageForm,
)
from tulga.recommendations.models import Recommendation, Submission, SubmissionItem
from tulga.recommendations.policies import policy
from tulga.recommendations.services import deciding, packaging
from tulga.recommendations.services.deciding import BlockChanged
from tulga.recommendations.summaries import laid, place_of, state_of
from tulga.recommendations.tables import PackageTable
from tulga.recommendations.workflow import may_be_decided, may_prepare

SHOWN_AT_ONCE = 100


class PackageList(ListPage):
    title = gettext_lazy("Packages for decision")
    lead = gettext_lazy("What the secretariat lays before the ministry, and how far the ministry has decided.")
    queryset = Submission.objects.for_listing()
    table_class = PackageTable
    create_url_name = "package_create"
    create_label = gettext_lazy("Prepare a package")
    create_action = Action.SUBMIT
    export_name = "packages"


class PackageDetail(DetailPage):
    """The package on one page: its cover text, its items, and what can be done with it now."""

    queryset = Submission.objects.with_counts()
    template_name = "recommendations/package_detail.html"

    def context(self) -> dict[str, Any]:
        package = self.object
        items = list(package.items.for_reading())
        undecided = [each for each in items if each.is_open]
        decides = bool(may_be_decided(package, self.actor))
        return {
            "state": state_of(
                is_laid=package.is_laid,
                open_count=package.open_count,
                decided_count=package.decided_count,
                returned_count=package.returned_count,
            ),
            "items": items,
            "undecided": undecided,
            "decides": decides,
            "prepares": bool(may_prepare(package, self.actor)),
            "history": history_of(package),
        }


class PackageCreate(CreatePage):
    title = gettext_lazy("Prepare a package for decision")
    lead = gettext_lazy("Next you choose the recommendations. Only the secretariat sees it until it is laid.")
    policy = policy
    action = Action.PREPARE_PACKAGE
    form_class = PackageForm
    submit_label = gettext_lazy("Go on to the recommendations")

    def perform(self, form: PackageForm) -> Submission:
        return packaging.prepare_package(actor=self.actor, **form.cleaned_data)

    def success_url(self, result: Submission) -> str:
        return reverse("package_choose", args=[result.pk])

    def back_url(self) -> str:
        return reverse("package_list")


class PreparingPage(ActionPage):
    """An act on a package that is still in preparation."""

    queryset = Submission.objects.all()
    policy = policy

    def ask(self) -> Decision:
        return may_prepare(self.object, self.actor)


class PackageEdit(PreparingPage, EditPage):
    title = gettext_lazy("Title and cover text of the package")
    form_class = EditPackageForm

    def perform(self, form: EditPackageForm) -> Submission:
        found = dict(form.cleaned_data)
        version = found.pop("version")
        return packaging.edit_package(package=self.object, expected_version=version, actor=self.actor, **found)


class PackageChoose(PreparingPage):
    """Consolidated recommendations that lie in no package, found by words; ticked ones are added."""

    title = gettext_lazy("Choose recommendations for the package")
    template_name = "recommendations/package_choose.html"
    form_class = ChooseForm
    submit_label = gettext_lazy("Add what is ticked")

    @cached_property
    def filterset(self) -> PackableFilters:
        rows = Recommendation.objects.visible_to(self.actor).can_be_laid().order_by("reference", "pk")
        return PackableFilters(self.request.GET or None, queryset=rows, request=self.request)

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor, "shown": list(self.filterset.qs[:SHOWN_AT_ONCE])}

    def perform(self, form: ChooseForm) -> Submission:
        chosen = form.cleaned_data["recommendations"]
        return packaging.add_to_package(package=self.object, recommendations=chosen, actor=self.actor)

    def context(self) -> dict[str, Any]:
        is_filtered = bool(any(self.filterset.data.values()))
        return {"filterset": self.filterset, "is_filtered": is_filtered, "shown_at_once": SHOWN_AT_ONCE}


class PackageArrange(PreparingPage, EditPage):
    title = gettext_lazy("Order, proposals and advice")
    lead = gettext_lazy("The chair reads the proposal and the sentence beside each wording.")
    template_name = "recommendations/package_arrange.html"
    form_class = ArrangePackageForm

    def perform(self, form: ArrangePackageForm) -> Submission:
        version = form.cleaned_data["version"]
        return packaging.arrange_package(
            package=self.object, arranged=form.arranged, expected_version=version, actor=self.actor
        )


class PackageLay(PreparingPage, EditPage):
    title = gettext_lazy("Lay the package before the ministry")
    lead = gettext_lazy("From then on every wording in it is frozen, until it is decided or returned.")
    form_class = LayForm
    submit_label = gettext_lazy("Lay it before the ministry")

    def perform(self, form: LayForm) -> Submission:
        version = form.cleaned_data["version"]
        return packaging.lay_package(package=self.object, expected_version=version, actor=self.actor)


class PackageItem(Page):
    """One item of a package on one screen, for those who read it."""

    queryset = Submission.objects.all()
    template_name = "recommendations/package_item.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        package = self.get_object()
        items = SubmissionItem.objects.filter(submission=package).select_related("submission").for_reading()
        item = items.filter(pk=kwargs["item_pk"]).first()
        if item is None:
            raise Http404
        return self.show(
            title=str(item.recommendation.working_title),
            item=item,
            recommendation=item.recommendation,
            laid=laid(item, self.actor),
            place=place_of(item),
            decides=item.is_open and bool(may_be_decided(package, self.actor)),
        )


class DecidingPage(ActionPage):
    """An act of the chair on what is undecided of a package."""

    queryset = Submission.objects.all()
    policy = policy

    def ask(self) -> Decision:
        return may_be_decided(self.object, self.actor)


class PackageDecide(DecidingPage):
    """Many at once. Where something changed meanwhile nothing is decided, and all that was ticked and typed is kept."""

    title = gettext_lazy("Decide several at once")
    lead = gettext_lazy("Each decision is recorded by itself. Open a recommendation to read it whole or to change it.")
    template_name = "recommendations/package_decide.html"
    form_class = DecideBlockForm
    submit_label = gettext_lazy("Decide what is ticked")
    changed: BlockChanged | None = None

    def form_options(self) -> dict[str, Any]:
        all_ = self.object.items.open() if self.request.GET.get("ticked") == "all" else []
        return {"package": self.object, "initial": {"items": [each.pk for each in all_]}}

    def perform(self, form: DecideBlockForm) -> Submission:
        self.count = len(form.cleaned_data["items"])
        try:
            deciding.decide_block(
                package=self.object,
                items=[each.pk for each in form.cleaned_data["items"]],
                outcome=form.chosen_outcome,
                reasons=form.cleaned_data["reasons"],
                actor=self.actor,
            )
        except BlockChanged as changed:
            self.changed = changed
            raise
        return cast("Submission", self.object)

    def success_message(self, result: Submission) -> str:
        return ngettext("%(count)s decision was recorded.", "%(count)s decisions were recorded.", self.count) % {
            "count": self.count
        }

    def context(self) -> dict[str, Any]:
        return {
            "items": list(self.object.items.open().for_reading()),
            "changed": self.changed.changed if self.changed else [],
        }


class PackageReturn(DecidingPage):
    title = gettext_lazy("Return the package for redrafting")
    lead = gettext_lazy(
        "What is undecided goes back to the secretariat with your reason. What is decided stays decided."
    )
    form_class = ReasonForm
    submit_label = gettext_lazy("Return the package")

    def perform(self, form: ReasonForm) -> Submission:
        reason = form.cleaned_data["reason"]
        return deciding.return_package(package=self.object, reason=reason, actor=self.actor)


class PackageBrief(Page):
    """The package as a paper to read, in the deciding language."""

    queryset = Submission.objects.all()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        package = self.get_object()
        headers = {
            "Content-Disposition": f'inline; filename="package-{package.pk}.pdf"',
            "Cache-Control": "no-store, private",
        }
        return HttpResponse(brief_pdf(package, self.actor), content_type="application/pdf", headers=headers)
