"""From what sessions adopted to one numbered recommendation for each matter."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.kit import once
from tulga.kit.access import Access
from tulga.kit.forms import ReasonForm
from tulga.kit.policy import Decision
from tulga.kit.views import CreatePage, EditPage, Page, page_number
from tulga.recommendations.choices import Action
from tulga.recommendations.filters import ConsolidationFilters
from tulga.recommendations.forms import (
    CHOOSE_TWO,
    ArrangeForm,
    ChosenForm,
    MergeForm,
    PairForm,
    SplitForm,
    seen_of,
)
from tulga.recommendations.models import DraftingCircle, Recommendation
from tulga.recommendations.policies import policy
from tulga.recommendations.querysets import RecommendationQuerySet
from tulga.recommendations.services import consolidating
from tulga.recommendations.summaries import (
    Voice,
    compared,
    likenesses_among,
    progress_of,
    relatives_of,
    voices_of,
    wordings_of,
)
from tulga.recommendations.summaries.consolidating import MOST_COMPARED, shown_side_by_side
from tulga.recommendations.views.drafting import RecommendationPage
from tulga.recommendations.workflow import may_be_arranged, may_be_reworded

# A round is read as a whole: most fit on one page.
PAGE = 100
PROPOSED = 5


class Consolidation(Page):
    """What sessions adopted, with the near-duplicates among it proposed side by side."""

    access = Access.ACTION
    policy = policy
    title = gettext_lazy("Consolidation")
    lead = gettext_lazy("What sessions adopted becomes one numbered recommendation for each matter.")
    template_name = "recommendations/consolidation.html"
    queryset = Recommendation.objects.for_listing()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        policy.require(self.actor, Action.MERGE, None)
        visible = cast("RecommendationQuerySet", self.visible())
        asked = request.GET.copy()
        asked.setdefault("round", newest_round())
        of_round = visible.filter(circle__round_code=asked["round"]) if asked["round"] else visible
        pairs = likenesses_among(of_round)
        alike = {pk for pair in pairs for pk in (pair.first, pair.second)}
        filterset = ConsolidationFilters(asked, queryset=visible, request=request, alike_to_another=alike)
        rows = filterset.qs
        if not filterset.form.cleaned_data.get("state"):
            rows = rows.mergeable()
        number = page_number(request.GET.get("page", ""))
        found = voices_of(rows[(number - 1) * PAGE : number * PAGE + 1])
        voices = found[:PAGE]
        pages = {"number": number, "previous": number > 1, "next": len(found) > PAGE}
        in_list = {each.pk for each in voices}
        proposed = [pair for pair in pairs if pair.first in in_list or pair.second in in_list]
        shown = proposed if request.GET.get("pairs") == "all" else proposed[:PROPOSED]
        beside = {pk for pair in shown for pk in (pair.first, pair.second)} - in_list
        others = voices_of(visible.filter(pk__in=beside)) if beside else []
        query = request.GET.copy()
        query.pop("page", None)
        return self.show(
            filterset=filterset,
            is_filtered=any(request.GET.values()),
            progress=progress_of(of_round),
            voices=voices,
            alike=alike,
            pairs=shown_side_by_side(shown, [*voices, *others]),
            more_pairs=len(proposed) - len(shown),
            most_compared=MOST_COMPARED,
            pages=pages,
            query=query.urlencode(),
            once_token=once.new_token(self.actor.user_id),
        )


def newest_round() -> str:
    """The round that is worked on: that of the newest session."""
    codes = DraftingCircle.objects.filter(joins=None).exclude(round_code="").order_by("-pk")
    return codes.values_list("round_code", flat=True).first() or ""


class Merge(CreatePage):
    """Two or more become one. The parents stand above the form, each in every language it has."""

    title = gettext_lazy("Merge into one recommendation")
    lead = gettext_lazy("Each of them stays readable as its session wrote it, and leads to the merged one.")
    template_name = "recommendations/merge_form.html"
    queryset = Recommendation.objects.all()
    policy = policy
    action = Action.MERGE
    form_class = MergeForm
    submit_label = gettext_lazy("Merge and number")

    @cached_property
    def parents(self) -> list[Voice]:
        chosen = ChosenForm(data=self.request.POST or self.request.GET, actor=self.actor)
        chosen.is_valid()
        rows = chosen.cleaned_data.get("parents")
        return voices_of(rows.order_by("pk")) if rows is not None else []

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if policy.ask(self.actor, self.action, None) and len(self.parents) < 2:
            messages.warning(request, CHOOSE_TWO)
            return redirect("consolidation")
        return super().get(request, *args, **kwargs)

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor, "parents": self.parents}

    def show_form(self, form: Any, *, error: str = "", status: int = HTTPStatus.OK) -> HttpResponse:
        if form.is_bound:
            # The parents are shown as they are now: that is what has been seen when the form is sent again.
            form.data = form.data.copy()
            form.data["seen"] = seen_of(self.parents)
        return super().show_form(form, error=error, status=status)

    def perform(self, form: MergeForm) -> Recommendation:
        return consolidating.merge(actor=self.actor, **form.cleaned_data)

    def success_message(self, result: Recommendation) -> str:
        return _("%(number)s carries what was merged. Who proposed it is told.") % {"number": result.reference}

    def back_url(self) -> str:
        return reverse("consolidation")

    def context(self) -> dict[str, Any]:
        return {"parents": self.parents}


class TellApart(CreatePage):
    """A pair that reads alike and is not the same is not proposed again."""

    title = gettext_lazy("Not the same")
    lead = gettext_lazy("The two are not proposed to be merged again. They can still be chosen by hand.")
    queryset = Recommendation.objects.all()
    policy = policy
    action = Action.TELL_APART
    form_class = PairForm
    submit_label = gettext_lazy("Not the same")

    def get_form(self, **options: Any) -> Any:
        return super().get_form(**{"initial": self.request.GET.dict(), **options})

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def perform(self, form: PairForm) -> None:
        consolidating.tell_apart(actor=self.actor, **form.cleaned_data)

    def success_url(self, result: None) -> str:
        return reverse("consolidation")

    def success_message(self, result: None) -> str:
        return _("Noted: the two are not the same.")

    def back_url(self) -> str:
        return reverse("consolidation")


class RecommendationArrange(RecommendationPage, EditPage):
    title = gettext_lazy("Change addressees, priority or deadline")
    lead = gettext_lazy("The words stay: write a new wording to change them.")
    form_class = ArrangeForm
    submit_label = gettext_lazy("Keep the changes")

    def ask(self) -> Decision:
        return may_be_arranged(self.object, self.actor)

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def perform(self, form: ArrangeForm) -> Recommendation:
        version = form.cleaned_data["version"]
        return consolidating.arrange(
            recommendation=self.object, expected_version=version, actor=self.actor, **form.content
        )


class RecommendationSplit(RecommendationPage):
    title = gettext_lazy("Split off another recommendation")
    lead = gettext_lazy("Where one holds two matters: write the second here, and then reword the first without it.")
    form_class = SplitForm
    submit_label = gettext_lazy("Keep the draft")

    def ask(self) -> Decision:
        return may_be_reworded(self.object, self.actor)

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor, "whole": self.object}

    def perform(self, form: SplitForm) -> Recommendation:
        return consolidating.split_off(recommendation=self.object, actor=self.actor, **form.cleaned_data)


class RecommendationUndoMerge(RecommendationPage):
    title = gettext_lazy("Undo the merge")
    lead = gettext_lazy("What was merged comes back as it was. The merged one is withdrawn, and its number stays used.")
    move = "dissolve"
    form_class = ReasonForm
    submit_label = gettext_lazy("Undo the merge")
    is_warning = True

    def perform(self, form: ReasonForm) -> Recommendation:
        reason = form.cleaned_data["reason"]
        return consolidating.undo_merge(recommendation=self.object, reason=reason, actor=self.actor)


class WordingCompare(Page):
    """Two wordings side by side, of this recommendation or of another that the reader drafts with.

    In the address a wording is its number, or `<recommendation>-<number>` of another recommendation. The last two where
    it names none; for what was merged, the first parent and the merged one.
    """

    title = gettext_lazy("What differs between two wordings")
    template_name = "recommendations/wording_compare.html"
    queryset = Recommendation.objects.all()

    def visible(self) -> Any:
        return Recommendation.objects.visible_to(self.actor).drafts_visible_to(self.actor)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        recommendation = self.get_object()
        rows = relatives_of(recommendation, self.visible())
        named = {name: self._asked(name, recommendation) for name in ("old", "new")}
        others = {int(value.split("-")[0]) for value in named.values() if value} - {each.pk for each in rows}
        rows += self.visible().filter(pk__in=others)
        choices = {each.value: each for each in wordings_of(rows)}
        parents = {each.pk for each in rows if each.merged_into_id == recommendation.pk}
        own = [value for value, each in choices.items() if each.wording.recommendation_id == recommendation.pk]
        earlier = [value for value, each in choices.items() if each.wording.recommendation_id in parents][:1] + own[:-1]
        old = named["old"] or next(reversed(earlier or own), "")
        new = named["new"] or next(reversed(own), "")
        if old not in choices or new not in choices:
            raise Http404
        comparison = compared(choices[old], choices[new], request.GET.get("language", ""))
        names = dict(settings.LANGUAGES)
        spoken = [(each, names.get(each, each)) for each in comparison.languages]
        return self.show(
            recommendation=recommendation,
            comparison=comparison,
            choices=list(choices.values()),
            old=old,
            new=new,
            spoken=spoken,
        )

    def _asked(self, name: str, recommendation: Recommendation) -> str:
        """The full value, or an empty one where none is asked for in any way that could be understood."""
        found = re.fullmatch(r"(?:([0-9]{1,9})-)?([0-9]{1,5})", self.request.GET.get(name, ""))
        return f"{int(found[1] or recommendation.pk)}-{int(found[2])}" if found else ""
