"""What an addressee answers: commitments or an objection, signed by its head here or on paper, never both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tulga.documents.paper import PAPER_FIELDS, enter_paper
from tulga.kit.actor import Actor
from tulga.kit.errors import RuleBroken
from tulga.recommendations.choices import ENDORSED, AnswerKind, ObjectionStatus
from tulga.recommendations.models import Answer, Commitment, Objection, Recommendation
from tulga.recommendations.workflow import life

if TYPE_CHECKING:
    from tulga.agencies.models import Agency
    from tulga.documents.paper import Paper


def answer_with(kind: AnswerKind, *, recommendation: Recommendation, agency: Agency) -> Recommendation:
    """Turn the addressee's one answer to this kind, or say what stands against it. The row stays locked."""
    locked = lock(recommendation)
    if locked.status not in ENDORSED or locked.in_force_on is None:
        raise RuleBroken(_("Addressees answer a recommendation once it is endorsed and in force."))
    if not locked.addressees.filter(pk=agency.pk).exists():
        raise RuleBroken(_("This recommendation is not addressed to your agency."))
    answer, _is_new = Answer.objects.get_or_create(recommendation=locked, agency=agency, defaults={"kind": kind})
    Answer.objects.select_for_update(no_key=True).get(pk=answer.pk)
    if kind is AnswerKind.COMMITMENTS:
        _require_no_objection(locked, agency)
    else:
        _require_nothing_promised(locked, agency)
    Answer.objects.filter(pk=answer.pk).update(kind=kind)
    return locked


def lock(recommendation: Recommendation) -> Recommendation:
    """The recommendation as it is now, before anything of its addressees is locked: always in this order."""
    return Recommendation.objects.select_for_update(no_key=True).get(pk=recommendation.pk)


def keep_paper(answer: Commitment | Objection, paper: Paper, actor: Actor) -> None:
    """Store how the answer came. What it takes to count as signed is a guard of the workflow."""
    enter_paper(answer, paper=paper, actor=actor)
    answer.save(update_fields=PAPER_FIELDS)


def implement_if_delivered(recommendation: Recommendation) -> None:
    """The last addressee's verdict or upheld objection implements the recommendation. The caller has locked it."""
    system = Actor.system("implement_when_delivered")
    current = Recommendation.objects.get(pk=recommendation.pk)
    if life.ask(current, "implement", system):
        life.apply(current, "implement", system)


def _require_no_objection(recommendation: Recommendation, agency: Agency) -> None:
    objection = Objection.objects.standing().filter(recommendation=recommendation, agency=agency).first()
    if objection is None:
        return
    if objection.status == ObjectionStatus.UPHELD:
        raise RuleBroken(_("Your agency's objection was upheld: it owes nothing here."))
    raise RuleBroken(_("Your agency objects to this recommendation. Withdraw the objection first, then commit."))


def _require_nothing_promised(recommendation: Recommendation, agency: Agency) -> None:
    promised = Commitment.objects.standing().filter(recommendation=recommendation, agency=agency).count()
    if promised:
        sentence = ngettext(
            "Your agency has named %(count)s commitment here. Withdraw it first, then object.",
            "Your agency has named %(count)s commitments here. Withdraw them first, then object.",
            promised,
        )
        raise RuleBroken(sentence % {"count": promised})
    if Objection.objects.standing().filter(recommendation=recommendation, agency=agency).exists():
        raise RuleBroken(_("Your agency has objected to this recommendation already."))
