"""What becomes of findings over the years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from tulga.findings.choices import Action
from tulga.findings.models import Finding, Outcome, Repetition
from tulga.findings.policies import policy
from tulga.findings.services.entering import record_act
from tulga.kit.actor import Actor
from tulga.kit.changes import in_words
from tulga.kit.errors import RuleBroken


class OutcomeContent(TypedDict, total=False):
    degree: str
    words: str
    is_asked: bool
    source: str


@transaction.atomic
def tie_repetitions(*, finding: Finding, earlier: Sequence[Finding], actor: Actor) -> None:
    """Say which findings of earlier assessments a finding repeats: these, and no others."""
    policy.require(actor, Action.TIE, finding)
    for each in earlier:
        _require_earlier(finding, each)
    known = {tie.earlier_id: tie for tie in finding.repeats.select_related("earlier__assessment")}
    fresh = [each for each in earlier if each.pk not in known]
    gone = [tie for pk, tie in known.items() if pk not in {each.pk for each in earlier}]
    if not fresh and not gone:
        raise RuleBroken(_("Nothing was changed. Choose an earlier finding, or go back."), field="earlier")
    Repetition.objects.bulk_create([Repetition(earlier=each, later=finding) for each in fresh])
    Repetition.objects.filter(pk__in=[tie.pk for tie in gone]).delete()
    record_act(
        actor,
        Action.TIE,
        finding,
        before="\n".join(str(tie.earlier) for tie in gone),
        after="\n".join(map(str, fresh)),
    )


def _require_earlier(finding: Finding, earlier: Finding) -> None:
    if earlier.assessment_id == finding.assessment_id:
        raise RuleBroken(_("Choose findings of another assessment: one of these stands in the same."), field="earlier")
    if earlier.assessment.year > finding.assessment.year:
        raise RuleBroken(_("Choose findings of an earlier year, or of the same."), field="earlier")
    if Repetition.objects.filter(earlier=finding, later=earlier).exists():
        raise RuleBroken(_("It is said the other way round already."), field="earlier")


@transaction.atomic
def tell_outcome(*, finding: Finding, year: int, actor: Actor, **content: Unpack[OutcomeContent]) -> Outcome:
    """Say what became of a finding in one year; what was said of that year before stays in the history."""
    policy.require(actor, Action.TELL, finding)
    if year < finding.assessment.year:
        raise RuleBroken(_("The assessment is of a later year. Name that year or one after it."), field="year")
    if not (content.get("degree") or content.get("words") or content.get("is_asked")):
        raise RuleBroken(_("Say how far it came, in words or by the degree."), field="degree")
    known = Outcome.objects.filter(finding=finding, year=year).first()
    names = ["year", "degree", "words", "is_asked", "source"]
    before = in_words(known, names) if known else ""
    outcome = known or Outcome(finding=finding, year=year)
    for name, value in content.items():
        setattr(outcome, name, value)
    outcome.save()
    record_act(actor, Action.TELL, finding, before=before, after=in_words(outcome, names))
    return outcome
