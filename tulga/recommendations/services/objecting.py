"""An addressee's objection: raised, signed, settled with the secretariat or decided by the chair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tulga.audit.services import record
from tulga.documents.paper import HERE, CameBy
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.recommendations import notices
from tulga.recommendations.choices import Action, AnswerKind
from tulga.recommendations.models import Objection
from tulga.recommendations.policies import policy
from tulga.recommendations.services.answering import answer_with, implement_if_delivered, keep_paper, lock
from tulga.recommendations.workflow import dissent

if TYPE_CHECKING:
    from tulga.agencies.models import Agency
    from tulga.documents.paper import Paper
    from tulga.kit.actor import Actor
    from tulga.recommendations.models import Recommendation


@transaction.atomic
def raise_objection(
    *,
    recommendation: Recommendation,
    agency: Agency,
    reasons: str,
    actor: Actor,
    paper: Paper = HERE,
    is_illustrative: bool = False,
) -> Objection:
    """An addressee says why it cannot commit. A signed letter that somebody enters is signed with that."""
    is_here = paper.came_by == CameBy.HERE
    objection = Objection(
        recommendation=recommendation,
        agency=agency,
        reasons=reasons,
        raised_by_id=actor.user_id if is_here else None,
        is_illustrative=is_illustrative,
    )
    action = Action.OBJECT if is_here else Action.ENTER_ANSWER
    policy.require(actor, action, objection)
    if not reasons.strip():
        raise RuleBroken(_("Give your reasons: the secretariat and the chair will read them."), field="reasons")
    answer_with(AnswerKind.OBJECTION, recommendation=recommendation, agency=agency)
    objection.save()
    if not is_here:
        keep_paper(objection, paper, actor)
    record(actor=actor, verb=Action.OBJECT, target=objection, reason=reasons)
    if is_here:
        notices.of_the_objection_raised(objection, actor)
        return objection
    return dissent.apply(objection, "sign_on_paper", actor)


@transaction.atomic
def sign_objection(*, objection: Objection, actor: Actor) -> Objection:
    """The head of the agency stands behind it: from now on it lies with the secretariat."""
    locked = _locked(objection)
    _require(locked, "sign", actor)
    Objection.objects.filter(pk=locked.pk).update(signed_by=actor.user_id)
    locked.signed_by_id = actor.user_id
    return dissent.apply(locked, "sign", actor)


@transaction.atomic
def enter_signed_objection(*, objection: Objection, paper: Paper, actor: Actor) -> Objection:
    """The head signed it on paper: with number, date and scan that counts as much."""
    locked = _locked(objection)
    policy.require(actor, Action.ENTER_ANSWER, locked)
    keep_paper(locked, paper, actor)
    return dissent.apply(locked, "sign_on_paper", actor)


@transaction.atomic
def withdraw_objection(*, objection: Objection, reason: str, actor: Actor) -> Objection:
    """The agency takes it back, alone or after the secretariat has spoken with it. It owes an answer again."""
    locked = _locked(objection)
    dissent.apply(locked, "withdraw", actor, reason=reason)
    Objection.objects.filter(pk=locked.pk).update(settled_at=timezone.now())
    return locked


@transaction.atomic
def pass_to_chair(*, objection: Objection, words: str, actor: Actor) -> Objection:
    """What the secretariat could not settle with the agency, the chair decides, with the secretariat's words beside."""
    locked = _locked(objection)
    _require(locked, "pass", actor)
    Objection.objects.filter(pk=locked.pk).update(passed_by=actor.user_id, passed_words=words)
    locked.passed_by_id, locked.passed_words = actor.user_id, words
    return dissent.apply(locked, "pass", actor, reason=words)


@transaction.atomic
def decide_objection(*, objection: Objection, is_upheld: bool, reasons: str, actor: Actor) -> Objection:
    """Uphold it, which counts as delivered, or refuse it, and the agency has to commit."""
    move = "uphold" if is_upheld else "refuse"
    recommendation = lock(objection.recommendation)
    locked = _locked(objection)
    _require(locked, move, actor)
    if not reasons.strip():
        raise RuleBroken(_("Give your reasons: the agency will read them."), field="reasons")
    now = timezone.now()
    Objection.objects.filter(pk=locked.pk).update(decided_by=actor.user_id, decision_reasons=reasons, settled_at=now)
    locked.decided_by_id, locked.decision_reasons, locked.settled_at = actor.user_id, reasons, now
    dissent.apply(locked, move, actor, reason=reasons)
    if is_upheld:
        implement_if_delivered(recommendation)
    return locked


def _locked(objection: Objection) -> Objection:
    return Objection.objects.select_for_update(no_key=True).get(pk=objection.pk)


def _require(objection: Objection, move: str, actor: Actor) -> None:
    """Ask before the hands are written down, which only a permitted move may do."""
    if not (decision := dissent.ask(objection, move, actor)):
        raise NotAllowed(decision.reason)
