"""Releases on their way from office to office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from tulga.audit.summaries import history_of
from tulga.dissemination.choices import Action, ReleaseStatus
from tulga.dissemination.filters import DeliveryFilters
from tulga.dissemination.forms import (
    AcknowledgeForm,
    EnterAcknowledgementForm,
    PassOnForm,
    ReminderDaysForm,
)
from tulga.dissemination.letters import file_name, release_letters
from tulga.dissemination.models import Delivery, Release, ReminderDays
from tulga.dissemination.policies import policy
from tulga.dissemination.services import delivering, reminding
from tulga.dissemination.summaries import coverage_of, drawing_of, tree_of
from tulga.dissemination.tables import DeliveryTable
from tulga.dissemination.workflow import may_be_passed_on, may_explain_delay, receipt
from tulga.documents.letters import letter_docx, letter_pdf, letters_pdf, zipped
from tulga.documents.serving import document_response, made_response
from tulga.kit.audience import Audience
from tulga.kit.forms import ReasonForm
from tulga.kit.policy import Decision, deny
from tulga.kit.views import ActionPage, CreatePage, DetailPage, ListPage, Page
from tulga.recommendations.querysets import READS_DRAFTS

if TYPE_CHECKING:
    from django.http import HttpRequest

    from tulga.dissemination.querysets import DeliveryQuerySet
    from tulga.kit.actor import Actor

PAGES_OF_MOVES = {
    "acknowledge": "delivery_acknowledge",
    "enter_acknowledgement": "delivery_enter",
    "hand_over": "delivery_hand_over",
    "close": "delivery_close",
}


class DeliveryList(ListPage):
    title = _("Deliveries")
    lead = _("Which office received which release, and what it has said to it.")
    queryset = Delivery.objects.for_listing()
    table_class = DeliveryTable
    filterset_class = DeliveryFilters
    export_name = "deliveries"


class ReleaseDeliveries(DetailPage):
    """The whole tree, for those who watch it."""

    template_name = "dissemination/release_deliveries.html"
    title = _("Who has received it")

    def visible(self) -> Any:
        visible = Release.objects.visible_to(self.actor).exclude(status=ReleaseStatus.PREPARED)
        return visible if self.actor.holds_anywhere(*READS_DRAFTS) else visible.none()

    def get_queryset(self) -> Any:
        return Release.objects.all()

    def context(self) -> dict[str, Any]:
        release: Release = self.object
        deliveries = list(Delivery.objects.visible_to(self.actor).filter(release=release).for_tree())
        coverage = coverage_of(release, deliveries)
        return {
            "release": release,
            "tree": tree_of(deliveries),
            "coverage": coverage,
            "drawing": drawing_of(coverage) if coverage else "",
            "has_public": Audience.PUBLIC in release.audiences,
        }


class ReleaseLetters(ReleaseDeliveries):
    """The letters to all its offices, in one archive of Word documents or one PDF."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        release = self.get_object()
        visible = Delivery.objects.visible_to(self.actor).letters_visible_to(self.actor)
        found = list(visible.filter(release=release).select_related("agency", "release").order_by("trail"))
        if not found:
            raise Http404
        letters = release_letters(release, found, get_language() or settings.LANGUAGE_CODE)
        if kwargs["ending"] == "pdf":
            return made_response(f"{release.slug}.pdf", letters_pdf(letters))
        files = [(file_name(each, "docx"), letter_docx(letter)) for each, letter in zip(found, letters, strict=True)]
        return made_response(f"{release.slug}.zip", zipped(files))


class DeliveryLetter(Page):
    """One office's letter, in the language of its address."""

    queryset = Delivery.objects.select_related("release", "agency")

    def visible(self) -> Any:
        return cast("DeliveryQuerySet", super().visible()).letters_visible_to(self.actor)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        delivery = self.get_object()
        (letter,) = release_letters(delivery.release, [delivery], get_language() or settings.LANGUAGE_CODE)
        make = {"pdf": letter_pdf, "docx": letter_docx}[kwargs["ending"]]
        return made_response(file_name(delivery, kwargs["ending"]), make(letter))


class DeliveryDetail(DetailPage):
    queryset = Delivery.objects.select_related("release", "agency__successor", "acknowledgement__entered_by")
    template_name = "dissemination/delivery_detail.html"

    def get_title(self) -> str:
        delivery: Delivery = self.object
        return f"{delivery.release.number}: {delivery.agency}"

    def context(self) -> dict[str, Any]:
        delivery: Delivery = self.object
        below = Delivery.objects.visible_to(self.actor).filter(release=delivery.release_id)
        tree = tree_of(below.filter(trail__startswith=delivery.trail).for_tree())
        moves = [
            {"label": receipt.table[move].label, "url_name": url_name}
            for move, url_name in PAGES_OF_MOVES.items()
            if receipt.ask(delivery, move, self.actor)
        ]
        is_out = delivery.release.status == ReleaseStatus.RELEASED
        if is_out and may_pass_on(self, delivery):
            moves.append({"label": gettext("Pass on to your offices"), "url_name": "delivery_pass_on"})
        if may_explain_delay(delivery, self.actor):
            moves.append({"label": gettext("Say why it takes longer"), "url_name": "delivery_delay"})
        office = tree[0]
        refusal = receipt.ask(delivery, "acknowledge", self.actor)
        is_own = bool(policy.ask(self.actor, Action.ACKNOWLEDGE, delivery))
        return {
            "office": office,
            "moves": moves,
            "why_not": refusal.reason if is_own and delivery.is_open and not refusal else "",
            "release": Release.objects.visible_to(self.actor).filter(pk=delivery.release_id).first(),
            "newer": newer_of(delivery, self.actor),
            "has_letter": Delivery.objects.letters_visible_to(self.actor).filter(pk=delivery.pk).exists(),
            "history": history_of(delivery),
        }


def newer_of(delivery: Delivery, actor: Actor) -> Delivery | None:
    """The same office's, of the release that took the place of this one's."""
    visible = Delivery.objects.visible_to(actor).select_related("release")
    took_its_place = {"release__supersedes": delivery.release_id, "release__status": ReleaseStatus.RELEASED}
    return visible.filter(agency=delivery.agency_id, **took_its_place).first()


def may_pass_on(page: Page, delivery: Delivery) -> Decision:
    decision = policy.ask(page.actor, Action.PASS_ON, delivery)
    if decision and not may_be_passed_on(delivery):
        return deny(gettext("Every office below has received the release."))
    return decision


class OfDelivery(ActionPage):
    """An act on one delivery."""

    queryset = Delivery.objects.select_related("release", "agency__successor", "parent")
    template_name = "dissemination/delivery_form.html"
    policy = policy
    move = ""

    def ask(self) -> Decision:
        return receipt.ask(self.object, self.move, self.actor)

    def context(self) -> dict[str, Any]:
        return {"delivery": self.object}

    def success_url(self, result: Any) -> str:
        return str(self.object.get_absolute_url())


class DeliveryAcknowledge(OfDelivery):
    title = _("Acknowledge the release")
    lead = _("You say for your office that it has received the release and knows what is asked of it.")
    move = "acknowledge"
    form_class = AcknowledgeForm
    submit_label = _("Acknowledge")

    def form_options(self) -> dict[str, Any]:
        return {"is_late": self.object.is_late() and not self.object.late_reason}

    def perform(self, form: AcknowledgeForm) -> Any:
        return delivering.acknowledge(delivery=self.object, actor=self.actor, **form.cleaned_data)

    def success_message(self, result: Any) -> str:
        return gettext("Acknowledged.")


class DeliveryEnter(OfDelivery):
    title = _("Enter an acknowledgement that came by letter or telephone")
    move = "enter_acknowledgement"
    form_class = EnterAcknowledgementForm
    submit_label = _("Enter it")

    def perform(self, form: EnterAcknowledgementForm) -> Any:
        return delivering.acknowledge(delivery=self.object, actor=self.actor, paper=form.paper, **form.without_paper)


class DeliveryDelay(OfDelivery):
    title = _("Say why it takes longer")
    action = Action.EXPLAIN_DELAY
    form_class = ReasonForm

    def ask(self) -> Decision:
        return may_explain_delay(self.object, self.actor)

    def perform(self, form: ReasonForm) -> Any:
        return delivering.explain_delay(delivery=self.object, actor=self.actor, **form.cleaned_data)


class DeliveryPassOn(OfDelivery):
    title = _("Pass the release on")
    lead = _("Each office gets the edition of the audience it belongs to, and is asked to acknowledge it.")
    action = Action.PASS_ON
    form_class = PassOnForm
    submit_label = _("Pass it on")

    def ask(self) -> Decision:
        return may_pass_on(self, self.object)

    def form_options(self) -> dict[str, Any]:
        return {"offices": may_be_passed_on(self.object)}

    def perform(self, form: PassOnForm) -> Any:
        return delivering.pass_on(delivery=self.object, actor=self.actor, **form.cleaned_data)


class DeliveryHandOver(OfDelivery):
    title = _("Hand over to the successor")
    lead = _("The office is no more. Its successor receives the release in its place; this delivery is closed.")
    move = "hand_over"
    form_class = forms.Form
    submit_label = _("Hand it over")

    def perform(self, form: forms.Form) -> Any:
        return delivering.hand_over_to_successor(delivery=self.object, actor=self.actor)

    def success_url(self, result: Delivery) -> str:
        return result.get_absolute_url()


class DeliveryClose(OfDelivery):
    title = _("Close the delivery")
    lead = _("Nobody will acknowledge it any more.")
    move = "close"
    form_class = ReasonForm
    submit_label = _("Close it")
    is_warning = True

    def perform(self, form: ReasonForm) -> Any:
        return delivering.close_delivery(delivery=self.object, actor=self.actor, **form.cleaned_data)


class DeliveryScan(Page):
    """The letter by which an office acknowledged."""

    queryset = Delivery.objects.select_related("acknowledgement__paper_scan")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        said = getattr(self.get_object(), "acknowledgement", None)
        if said is None or said.paper_scan is None:
            raise Http404
        return document_response(said.paper_scan)


class ReminderDaysEdit(CreatePage):
    """When whom is reminded: days as data."""

    title = _("Days of reminders")
    lead = _("Nobody is reminded twice of the same day.")
    policy = policy
    action = Action.SET_REMINDERS
    form_class = ReminderDaysForm

    def form_options(self) -> dict[str, Any]:
        return {"rows": ReminderDays.objects.all()}

    def perform(self, form: ReminderDaysForm) -> None:
        reminding.set_reminder_days(days=form.cleaned_data, actor=self.actor)

    def success_url(self, result: Any) -> str:
        return reverse("release_list")

    def success_message(self, result: Any) -> str:
        return gettext("Saved. Reminders follow these days from tonight.")

    def back_url(self) -> str:
        return reverse("release_list")
