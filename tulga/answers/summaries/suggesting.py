"""What may answer a finding: what reads like it, and what answered another finding of its theme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tulga.answers.choices import PROPOSED
from tulga.answers.models import Link
from tulga.answers.querysets import activities_that_count, named_by_drafters
from tulga.answers.summaries.gap import lead_of
from tulga.findings.models import Finding
from tulga.kit.actor import Actor
from tulga.kit.i18n import I18nText, Shown
from tulga.plan.models import Activity
from tulga.recommendations.choices import ENDORSED, Status
from tulga.recommendations.models import Recommendation
from tulga.recommendations.similarity import Text, as_written, nearest

# Read off the demonstration: below this, what two texts share is the field's common words.
LEAST_ALIKE = 0.12
MOST_SUGGESTED, MOST_WORDS, MOST_COMPARED = 5, 6, 2_000


@dataclass(frozen=True)
class Suggestion:
    """One activity or recommendation, with the reason why it may answer the finding."""

    field: str
    pk: int
    kind: str | Promise
    number: str
    words: Shown
    url: str
    note: str
    score: float
    shared: tuple[str, ...]
    language: str
    same_theme: bool


def suggestions_for(finding: Finding, actor: Actor) -> list[Suggestion]:
    """The best first. What somebody has judged of this finding, accepted or refused, does not come back.

    None for a finding on another State: what is planned and recommended here is the own State's.
    """
    if finding.assessment.state != settings.OWN_STATE:
        return []
    judged = Link.objects.filter(finding__assessment=finding.assessment_id, finding__number=finding.number)
    same = named_by_drafters(actor).filter(finding__assessment=finding.assessment_id, finding__number=finding.number)
    seen_activities = set(judged.values_list("activity", flat=True))
    seen = {*judged.values_list("recommendation", flat=True), *same.values_list("recommendation", flat=True)}
    activities = activities_that_count().visible_to(actor).select_related("current__lead_agency", "plan")
    open_rows = Recommendation.objects.visible_to(actor).filter(status__in=[*PROPOSED, *ENDORSED, Status.IMPLEMENTED])
    answers: dict[tuple[str, int], Any] = {
        ("activity", each.pk): each
        for each in activities.exclude(pk__in=[pk for pk in seen_activities if pk]).order_by("-pk")[:MOST_COMPARED]
    } | {
        ("recommendation", each.pk): each
        for each in open_rows.exclude(pk__in=[pk for pk in seen if pk]).order_by("-pk")[:MOST_COMPARED]
    }
    of_theme = _of_the_same_theme(finding, actor)
    found: dict[tuple[str, int], Suggestion] = {}
    for key, score, shared, language in _alike(finding, answers):
        reads_alike = score >= LEAST_ALIKE and shared  # words of any sentence alone say nothing
        if (reads_alike or key in of_theme) and (key not in found or score > found[key].score):
            found[key] = _suggestion(key, answers[key], score, shared, language, same_theme=key in of_theme)
    for key in of_theme & answers.keys() - found.keys():
        found[key] = _suggestion(key, answers[key], 0.0, (), "", same_theme=True)
    ordered = sorted(found.values(), key=lambda each: (-each.score - 0.1 * each.same_theme, each.field, each.pk))
    return ordered[:MOST_SUGGESTED]


def _alike(
    finding: Finding, answers: dict[tuple[str, int], Any]
) -> Iterable[tuple[tuple[str, int], float, tuple[str, ...], str]]:
    """Each language of the finding by itself: texts of different languages are never compared."""
    keys = list(answers)
    texts = {at: _title(answers[key]) for at, key in enumerate(keys)}
    for language, words in (finding.texts | {}).items():
        others = [Text(at, language, text[language]) for at, text in texts.items() if text.get(language)]
        for pair in nearest(Text(-1, language, words), others):
            yield keys[pair.second], pair.score, tuple(as_written(pair.shared, words)[:MOST_WORDS]), language


def _of_the_same_theme(finding: Finding, actor: Actor) -> set[tuple[str, int]]:
    """What a person found to answer another finding of the theme."""
    if not finding.theme:
        return set()
    links = Link.objects.visible_to(actor).accepted().filter(finding__theme=finding.theme)
    return {
        ("activity", activity) if activity else ("recommendation", recommendation)
        for activity, recommendation in links.values_list("activity", "recommendation")
    }


def _title(answer: Activity | Recommendation) -> I18nText:
    title: I18nText = answer.title
    return title


def _suggestion(
    key: tuple[str, int], answer: Any, score: float, shared: tuple[str, ...], language: str, *, same_theme: bool
) -> Suggestion:
    field, pk = key
    if isinstance(answer, Activity):
        kind, number = _("Activity"), answer.number
        note = f"{lead_of(answer)} · {answer.plan.title}"
    else:
        kind = _("Recommendation") if answer.reference else _("Draft recommendation")
        number, note = answer.reference or "", str(answer.state.label)
    return Suggestion(
        field=field,
        pk=pk,
        kind=kind,
        number=number,
        words=_title(answer).shown(),
        url=answer.get_absolute_url(),
        note=note,
        score=score,
        shared=shared,
        language=language,
        same_theme=same_theme,
    )
