"""The ministry's decision, and the paper order that puts it in force."""

from __future__ import annotations

from typing import Any, cast

from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from tulga.audit.summaries import history_of
from tulga.documents.serving import document_response
from tulga.kit.policy import Decision
from tulga.kit.views import CreatePage, DetailPage, EditPage, ListPage, Page
from tulga.recommendations.choices import Action
from tulga.recommendations.forms import DecideForm, OrderForm, ReasonForm, RegisterOrderForm
from tulga.recommendations.models import Order, Recommendation, SubmissionItem
from tulga.recommendations.policies import policy
from tulga.recommendations.services import deciding
from tulga.recommendations.summaries import laid, laid_before_the_ministry, ordered
from tulga.recommendations.tables import OrderTable
from tulga.recommendations.views.drafting import RecommendationPage
from tulga.recommendations.workflow import paper


class BeforeTheMinistry(RecommendationPage):
    """An act on what was submitted: the submitted wording stands above, with the adviser's proposal."""

    @cached_property
    def item(self) -> SubmissionItem | None:
        return laid_before_the_ministry(self.object) if self.object.submission_items.exists() else None

    def context(self) -> dict[str, Any]:
        return {**super().context(), "laid": laid(self.item) if self.item and self.reads_drafts else None}


class RecommendationDecide(BeforeTheMinistry):
    title = gettext_lazy("Decide on this recommendation")
    move = "endorsed"
    form_class = DecideForm
    submit_label = gettext_lazy("Decide")

    def form_options(self) -> dict[str, Any]:
        return {"submitted": self.item.wording.words() if self.item else {}}

    def perform(self, form: DecideForm) -> Recommendation:
        deciding.decide(recommendation=self.object, actor=self.actor, **form.cleaned_data)
        return cast("Recommendation", self.object)


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
