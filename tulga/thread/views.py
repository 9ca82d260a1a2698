from __future__ import annotations

from typing import Any

from tulga.audit.summaries import history_of
from tulga.kit.views import DetailPage
from tulga.recommendations.models import Recommendation
from tulga.thread.summaries.thread import thread_of


class RecommendationDetail(DetailPage):
    """The thread. Its history shows who wrote which draft, so it is only for those who read drafts."""

    queryset = Recommendation.objects.all()
    template_name = "thread/recommendation_detail.html"

    def get_title(self) -> str:
        return str(self.object.title)

    def context(self) -> dict[str, Any]:
        thread = thread_of(self.object, self.actor)
        return {
            "words": self.object.title.shown(),
            "thread": thread,
            "history": history_of(self.object) if thread.reads_drafts else [],
        }
