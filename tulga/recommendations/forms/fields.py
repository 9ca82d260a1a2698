from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from tulga.agencies.models import Agency
from tulga.findings.models import Finding
from tulga.kit.actor import Actor
from tulga.kit.choosing import ChooserField
from tulga.kit.i18n import I18nFormField, I18nText
from tulga.kit.links import LONGEST_LINK, is_web_address
from tulga.kit.writing import without_personal_data
from tulga.places.models import Place
from tulga.plan.models import Activity
from tulga.recommendations.models import Recommendation
from tulga.recommendations.services.drafting import LONGEST_WORDING

NO_NAMES = _("Write about practice, never about a person: no names, no numbers of documents or telephones.")

DAYS_HELP = _("Days after the day it is counted from; with a minus, days before it; 0 is the day itself.")


class LinkField(forms.CharField):
    """An address on the web, checked by its shape and never opened by the server."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("Begins with https:// or http://. It is shown as text, with its host."))
        widget = forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"})
        super().__init__(
            max_length=LONGEST_LINK, validators=[is_web_address, without_personal_data], widget=widget, **options
        )


def wording_field(**options: Any) -> I18nFormField:
    return I18nFormField(
        **{"label": _("Wording"), "help_text": NO_NAMES, **options},
        rows=8,
        max_length=LONGEST_WORDING,
        validators=[without_personal_data],
    )


class AgenciesField(ChooserField):
    def __init__(self, **options: Any) -> None:
        super().__init__(url_name="agency_choices", **options)


class ActivitiesField(ChooserField):
    def __init__(self, **options: Any) -> None:
        super().__init__(url_name="activity_choices", **options)

    def label_from_instance(self, activity: Activity) -> str:
        return activity.named_in_plan


class FindingsField(ChooserField):
    def __init__(self, **options: Any) -> None:
        super().__init__(url_name="finding_choices", **options)

    def label_from_instance(self, finding: Finding) -> str:
        return Truncator(str(finding)).words(20)


class PlacesField(ChooserField):
    def __init__(self, **options: Any) -> None:
        super().__init__(url_name="place_choices", **options)

    def label_from_instance(self, place: Place) -> str:
        return place.name_in_parent


class VersionedForm(forms.Form):
    """Begins from a recommendation, and says from which version of it."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *, instance: Recommendation, **options: Any) -> None:
        super().__init__(**{"initial": {"version": instance.version, **latest_words(instance)}, **options})


def narrow(form: forms.BaseForm, actor: Actor, **narrower: Any) -> None:
    """Every choice of records, as far as the actor may see them."""
    agencies = Agency.objects.visible_to(actor).sorted()
    activities = (
        Activity.objects.visible_to(actor).published().in_their_plans().select_related("current", "plan").sorted()
    )
    choices = {
        "agency": agencies,
        "addressees": agencies,
        "activity": activities,
        "activities": activities,
        "findings": Finding.objects.visible_to(actor).current().for_listing().order_by("assessment", "order_key"),
        "places": Place.objects.visible_to(actor).for_listing(),
        **narrower,
    }
    for name, queryset in choices.items():
        if name in form.fields:
            form.fields[name].queryset = queryset  # type: ignore[attr-defined]  # each is a choice of records
    if "activity" in form.fields:
        form.fields["activity"].label_from_instance = lambda each: each.named_in_plan  # type: ignore[attr-defined]


def latest_words(recommendation: Recommendation) -> dict[str, I18nText]:
    latest = recommendation.latest_wording()
    return {"text": latest.words()} if latest else {}


def own_agency(actor: Actor) -> int | None:
    """The agency of whoever is of one agency only: what the scribe or secretariat writes for others is chosen."""
    return next(iter(actor.agency_ids)) if len(actor.agency_ids) == 1 else None
