from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tulga.desk.models import StepTime
from tulga.kit.forms import RecordForm


class StepTimeForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = StepTime
        fields = ("version", "days")
        help_texts = {"days": _("After so many days the step is shown as late, on the desk of whoever it waits for.")}
