from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from tulga.audit.summaries import history_of
from tulga.kit.views import DetailPage, ListPage
from tulga.recommendations.choices import Action
from tulga.recommendations.filters import ChallengeFilters
from tulga.recommendations.forms import ChallengeForm
from tulga.recommendations.models import Challenge, DraftingCircle, Recommendation
from tulga.recommendations.services.drafting import record_challenge
from tulga.recommendations.tables import ChallengeTable
from tulga.recommendations.views.drafting import CirclePage
from tulga.recommendations.workflow import may_draft_in


class ChallengeList(ListPage):
    title = gettext_lazy("Challenges")
    lead = gettext_lazy("What stands in the way, as working sessions told it.")
    queryset = Challenge.objects.for_listing()
    table_class = ChallengeTable
    filterset_class = ChallengeFilters
    export_name = "challenges"


class ChallengeDetail(DetailPage):
    queryset = Challenge.objects.select_related(
        "agency", "activity__current", "circle__session__meeting"
    ).prefetch_related("places")
    template_name = "recommendations/challenge_detail.html"

    def context(self) -> dict[str, Any]:
        challenge = self.object
        answers = Recommendation.objects.visible_to(self.actor).filter(challenges=challenge).for_listing()
        is_of_own_circle = DraftingCircle.objects.visible_to(self.actor).filter(pk=challenge.circle_id).exists()
        return {
            "answers": list(answers),
            "circle": challenge.circle if is_of_own_circle else None,
            # The session points down to its circle; a circle of a merge has none.
            "session": getattr(challenge.circle, "session", None) if is_of_own_circle else None,
            "may_draft": is_of_own_circle and bool(may_draft_in(challenge.circle, self.actor, Action.DRAFT)),
            "history": history_of(challenge) if is_of_own_circle else [],
        }


class ChallengeCreate(CirclePage):
    title = gettext_lazy("Record a challenge")
    action = Action.RECORD_CHALLENGE
    form_class = ChallengeForm
    submit_label = gettext_lazy("Record the challenge")

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def perform(self, form: ChallengeForm) -> Challenge:
        return record_challenge(circle=self.circle, actor=self.actor, **form.cleaned_data)

    def back_url(self) -> str:
        return reverse("challenge_list")
