from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tulga.dissemination.models import Release
from tulga.kit.actor import Actor
from tulga.kit.forms import RecordForm
from tulga.kit.i18n import I18nWidget
from tulga.recommendations.models import Recommendation


class ReleaseForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Release
        fields = ["title", "recommendations", "audiences", "note", "version"]
        widgets = {
            **RecordForm.Meta.widgets,
            "recommendations": forms.CheckboxSelectMultiple(),
            "note": I18nWidget(rows=3),
        }
        help_texts = {"recommendations": _("Only those in force by a registered order are offered.")}

    def __init__(self, *, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        in_force = Recommendation.objects.visible_to(actor).in_force().order_by("reference", "pk")
        self.fields["recommendations"].queryset = in_force  # type: ignore[attr-defined]  # a choice of records


class ApproveForm(RecordForm):
    """Nothing to write: its version says which words the approver read."""

    class Meta(RecordForm.Meta):
        model = Release
        fields = ["version"]


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Why it is withdrawn"), widget=forms.Textarea({"rows": 3}), max_length=1000)
