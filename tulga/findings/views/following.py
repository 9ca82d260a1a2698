from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from tulga.findings.choices import Action
from tulga.findings.forms import OutcomeForm, RepetitionForm
from tulga.findings.models import Finding
from tulga.findings.policies import policy
from tulga.findings.services.following import tell_outcome, tie_repetitions
from tulga.findings.views.browsing import FindingPage
from tulga.kit.views import ActionPage


class OutcomeTell(FindingPage, ActionPage):
    title = _("Say what became of it")
    lead = _("For one year, as a source judges it. What was said of that year before stays in the history.")
    policy = policy
    action = Action.TELL
    form_class = OutcomeForm

    def perform(self, form: OutcomeForm) -> Finding:
        tell_outcome(finding=self.object, actor=self.actor, **form.cleaned_data)
        found: Finding = self.object
        return found


class RepetitionTie(FindingPage, ActionPage):
    title = _("Say which earlier findings it repeats")
    lead = _("Then the pages of the earlier ones show that it was asked for again.")
    policy = policy
    action = Action.TIE
    form_class = RepetitionForm

    def form_options(self) -> dict[str, Any]:
        return {"finding": self.object, "actor": self.actor}

    def perform(self, form: RepetitionForm) -> Finding:
        earlier = list(form.cleaned_data["earlier"])
        tie_repetitions(finding=self.object, earlier=earlier, actor=self.actor)
        found: Finding = self.object
        return found
