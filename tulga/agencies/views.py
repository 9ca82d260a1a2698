from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.agencies.choices import Action
from tulga.agencies.forms import AgencyForm, CallForm, EndAgencyForm, NewAgencyForm
from tulga.agencies.models import Agency, Hotline
from tulga.agencies.policies import policy
from tulga.agencies.querysets import AgencyQuerySet
from tulga.agencies.services import create_agency, edit_agency, succeed_agency, verify_hotline
from tulga.agencies.tables import AgencyFilters, AgencyTable, validity
from tulga.audit.summaries import history_of
from tulga.kit.access import Access, access
from tulga.kit.audience import Audience
from tulga.kit.choosing import ChoicesPage
from tulga.kit.views import ActionPage, CreatePage, DetailPage, EditPage, ListPage

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tulga.kit.views import ActorRequest


class AgencyList(ListPage):
    title = gettext_lazy("Agencies")
    lead = gettext_lazy("Every body that takes part, with its older and newer names.")
    table_class = AgencyTable
    filterset_class = AgencyFilters
    create_url_name = "agency_create"
    create_label = gettext_lazy("Add an agency")
    create_action = Action.EDIT
    export_name = "agencies"

    def get_queryset(self) -> AgencyQuerySet:
        # Not a class attribute: the order depends on the language of the request.
        return Agency.objects.for_listing()


class AgencyChoices(ChoicesPage):
    def get_queryset(self) -> AgencyQuerySet:
        return Agency.objects.sorted()


class AgencyDetail(DetailPage):
    queryset = Agency.objects.for_detail()
    template_name = "agencies/agency_detail.html"
    slug_field = "code"

    def context(self) -> dict[str, Any]:
        agency: Agency = self.object
        return {
            "validity": validity(agency.valid_from, agency.valid_to, agency.valid_note),
            "audiences": [each.label for each in Audience if each in agency.audiences],
            "mandate": agency.mandate.shown(),
            "predecessors": agency.predecessors.visible_to(self.actor).sorted(),
            "offices": agency.offices.visible_to(self.actor).sorted(),
            "hotlines": agency.hotlines.visible_to(self.actor).for_listing(),
            "history": history_of(agency),
            "may_edit": bool(policy.ask(self.actor, Action.EDIT, agency)),
        }


class CreateAgency(CreatePage):
    title = gettext_lazy("Add an agency")
    form_class = NewAgencyForm
    policy = policy
    action = Action.CREATE

    def perform(self, form: NewAgencyForm) -> Agency:
        return create_agency(actor=self.actor, **form.content)

    def back_url(self) -> str:
        return reverse("agency_list")


class EditAgency(EditPage):
    title = gettext_lazy("Edit the agency")
    lead = gettext_lazy("A new name of the same duties is a new agency: end this one and name its successor.")
    queryset = Agency.objects.for_detail()
    slug_field = "code"
    form_class = AgencyForm
    policy = policy
    action = Action.EDIT

    def perform(self, form: AgencyForm) -> Agency:
        version = form.cleaned_data["version"]
        return edit_agency(agency=self.object, expected_version=version, actor=self.actor, **form.content)


class EndAgency(EditPage):
    title = gettext_lazy("End the agency")
    lead = gettext_lazy("Plans and recommendations keep its name. Its duties pass to the successor.")
    queryset = Agency.objects.for_detail()
    slug_field = "code"
    form_class = EndAgencyForm
    submit_label = gettext_lazy("End the agency")
    is_warning = True
    policy = policy
    action = Action.SUCCEED

    def perform(self, form: EndAgencyForm) -> Agency:
        return succeed_agency(
            agency=self.object,
            last_day=form.cleaned_data["valid_to"],
            successor=form.cleaned_data["successor"],
            expected_version=form.cleaned_data["version"],
            actor=self.actor,
            reason=form.cleaned_data["reason"],
        )


@access(Access.SIGNED_IN)
def hotline_list(request: ActorRequest) -> HttpResponse:
    """Every number, with the day on which somebody last called it."""
    context = {
        "title": _("Hotlines"),
        "hotlines": Hotline.objects.visible_to(request.actor).for_listing(),
        "may_verify": bool(policy.ask(request.actor, Action.VERIFY_HOTLINE)),
    }
    return render(request, "agencies/hotline_list.html", context)


class VerifyHotline(ActionPage):
    title = gettext_lazy("Record a call to the hotline")
    queryset = Hotline.objects.for_listing()
    slug_field = "number"
    form_class = CallForm
    policy = policy
    action = Action.VERIFY_HOTLINE

    def get_title(self) -> str:
        return _("Record a call to %(number)s") % {"number": self.object.number}

    def perform(self, form: CallForm) -> Hotline:
        return verify_hotline(hotline=self.object, called_on=form.cleaned_data["called_on"], actor=self.actor)
