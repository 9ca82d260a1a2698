"""What becomes of findings over the years."""

from __future__ import annotations

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
def tie_repetition(*, finding: Finding, earlier: Finding, actor: Actor) -> Repetition:
    """Say that a finding repeats one of an earlier assessment."""
    policy.require(actor, Action.TIE, finding)
    if earlier.assessment_id == finding.assessment_id:
        raise RuleBroken(_("Choose a finding of another assessment: this one stands in the same."), field="earlier")
    if earlier.assessment.year > finding.assessment.year:
        raise RuleBroken(_("Choose a finding of an earlier year, or of the same."), field="earlier")
    if Repetition.objects.filter(earlier=earlier, later=finding).exists():
        raise RuleBroken(_("It is already said that this finding repeats that one."), field="earlier")
    if Repetition.objects.filter(earlier=finding, later=earlier).exists():
        raise RuleBroken(_("It is said the other way round already."), field="earlier")
    repetition = Repetition.objects.create(earlier=earlier, later=finding)
    record_act(actor, Action.TIE, finding, after=str(earlier))
    return repetition


@transaction.atomic
def untie_repetition(*, repetition: Repetition, reason: str, actor: Actor) -> None:
    """Take back that a finding repeats another, with the reason."""
    policy.require(actor, Action.TIE, repetition.later)
    record_act(actor, Action.TIE, repetition.later, before=str(repetition.earlier), reason=reason)
    repetition.delete()


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
