"""The ministry's decision, and the paper order that puts it in force."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.audit.summaries import history_of
from tulga.documents.serving import document_response
from tulga.kit.errors import RuleBroken
from tulga.kit.forms import ReasonForm
from tulga.kit.i18n import I18nText
from tulga.kit.policy import Decision
from tulga.kit.views import CreatePage, DetailPage, EditPage, ListPage, Page
from tulga.recommendations.choices import Action
from tulga.recommendations.forms import DecideForm, OrderForm, RegisterOrderForm
from tulga.recommendations.models import Order, Recommendation, SubmissionItem
from tulga.recommendations.policies import policy
from tulga.recommendations.services import deciding
from tulga.recommendations.services.deciding import LAID_ANEW
from tulga.recommendations.summaries import (
    ComparedText,
    compared_texts,
    laid,
    laid_before_the_ministry,
    ordered,
    place_of,
)
from tulga.recommendations.tables import OrderTable
from tulga.recommendations.views.drafting import RecommendationPage
from tulga.recommendations.workflow import may_be_corrected, paper


class BeforeTheMinistry(RecommendationPage):
    """An act on what was submitted: the submitted wording stands above, with all that belongs to deciding on it."""

    @cached_property
    def item(self) -> SubmissionItem | None:
        return laid_before_the_ministry(self.object)

    def context(self) -> dict[str, Any]:
        shows = self.item is not None and self.reads_drafts
        return {
            **super().context(),
            "laid": laid(self.item, self.actor) if shows and self.item else None,
            "place": place_of(self.item) if shows and self.item else None,
        }


class RecommendationDecide(BeforeTheMinistry):
    """One decision after the other. A changed wording is first shown beside the submitted one, word by word."""

    title = gettext_lazy("Decide on this recommendation")
    template_name = "recommendations/recommendation_decide.html"
    move = "endorsed"
    form_class = DecideForm
    submit_label = gettext_lazy("Decide")
    was_laid_anew = False
    comparison: tuple[ComparedText, ...] = ()

    def form_options(self) -> dict[str, Any]:
        words = self.item.wording.words() if self.item else I18nText()
        return {"submitted": words, "read_item": self.item.pk if self.item else None}

    def get_form(self, **options: Any) -> Any:
        """What was typed on an older wording is kept, and sent again counts for the one that stands above now."""
        data = options.get("data")
        if data and self.item and data.get("read_item") not in (None, "", str(self.item.pk)):
            self.was_laid_anew = True
            options["data"] = data = data.copy()
            data["read_item"] = str(self.item.pk)
        return super().get_form(**options)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        decision, form = self.prepare(), self.get_form(data=request.POST)
        if decision and self.item and not self.was_laid_anew and form.is_valid() and form.waits_for_comparison:
            changed = form.cleaned_data["changed_text"]
            self.comparison = tuple(compared_texts(self.item.wording, changed))
            if self.comparison and changed.get(settings.DECIDING_LANGUAGE):
                form.data = form.data.copy()
                form.data["compared"] = form.digest()
                return self.show_form(form)
        return super().post(request, *args, **kwargs)

    def perform(self, form: DecideForm) -> Recommendation:
        if self.was_laid_anew:
            raise RuleBroken(LAID_ANEW)
        deciding.decide(recommendation=self.object, actor=self.actor, **form.content)
        return cast("Recommendation", self.object)

    def success_url(self, result: Recommendation) -> str:
        """The next undecided one of the package; after the last, the package."""
        item = self.item
        if item is None or (place := place_of(item)).total == 1:
            return super().success_url(result)
        if place.next_open is not None:
            return reverse("recommendation_decide", args=[place.next_open.recommendation_id])
        return item.submission.get_absolute_url()

    def success_message(self, result: Recommendation) -> str:
        number = result.reference or str(result.title)
        return _("%(number)s: %(outcome)s.") % {"number": number, "outcome": result.state.label}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "comparison": self.comparison}


class RecommendationReturn(BeforeTheMinistry):
    title = gettext_lazy("Return the recommendation for redrafting")
    move = "return"
    form_class = ReasonForm
    submit_label = gettext_lazy("Return")

    def perform(self, form: ReasonForm) -> Recommendation:
        reason = form.cleaned_data["reason"]
        return deciding.return_for_redrafting(recommendation=self.object, reason=reason, actor=self.actor)


class OrderList(ListPage):
    title = gettext_lazy("Orders")
    lead = gettext_lazy("With a signed and registered order, endorsed recommendations are in force.")
    queryset = Order.objects.for_listing()
    table_class = OrderTable
    create_url_name = "order_create"
    create_label = gettext_lazy("Prepare an order")
    create_action = Action.PRINT_ORDER
    export_name = "orders"


class OrderDetail(DetailPage):
    queryset = Order.objects.all()
    template_name = "recommendations/order_detail.html"

    def context(self) -> dict[str, Any]:
        order = self.object
        has_paper = Order.objects.papers_visible_to(self.actor).filter(pk=order.pk).exists()
        return {
            "ordered": ordered(order, self.actor),
            "has_paper": has_paper,
            "corrections": list(order.corrections.all()),
            "may_correct": bool(may_be_corrected(order, self.actor)),
            "may_register": bool(paper.ask_before_form(order, "register", self.actor)),
            "history": history_of(order) if has_paper else [],
        }


class OrderCreate(CreatePage):
    title = gettext_lazy("Prepare an order for signature")
    lead = gettext_lazy("It is printed without a number. The number and date are entered once it is signed.")
    policy = policy
    action = Action.PRINT_ORDER
    form_class = OrderForm
    submit_label = gettext_lazy("Prepare the order")

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def perform(self, form: OrderForm) -> Order:
        return deciding.print_order(actor=self.actor, **form.cleaned_data)

    def back_url(self) -> str:
        return reverse("order_list")


class OrderRegister(EditPage):
    title = gettext_lazy("Register the signed order")
    lead = gettext_lazy(
        "With this the recommendations of the order are in force. Compare the scan with the print first."
    )
    queryset = Order.objects.all()
    policy = policy
    form_class = RegisterOrderForm
    submit_label = gettext_lazy("Register the order")

    def ask(self) -> Decision:
        return paper.ask_before_form(self.object, "register", self.actor)

    def perform(self, form: RegisterOrderForm) -> Order:
        version = form.cleaned_data["version"]
        return deciding.register_order(order=self.object, expected_version=version, actor=self.actor, **form.content)


class OrderPaper(Page):
    """The paper itself, for those who prepare, sign and watch."""

    queryset = Order.objects.all()

    def visible(self) -> Any:
        visible = Order.objects.select_related("scan", "printed").visible_to(self.actor)
        return visible.papers_visible_to(self.actor)


class OrderPrint(OrderPaper):
    """What was printed for signature: the same bytes for ever."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        order = self.get_object()
        if order.printed is None:
            raise Http404
        return document_response(order.printed)


class OrderScan(OrderPaper):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        order = self.get_object()
        if order.scan is None:
            raise Http404
        return document_response(order.scan)
