from __future__ import annotations

from tulga.kit.forms import RecordForm
from tulga.recommendations.forms.fields import DAYS_HELP
from tulga.recommendations.models import LadderStep


class LadderStepForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = LadderStep
        fields = ["about", "who", "days"]
        help_texts = {"days": DAYS_HELP}


class LadderDaysForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = LadderStep
        fields = ["days", "version"]
        help_texts = {"days": DAYS_HELP}
