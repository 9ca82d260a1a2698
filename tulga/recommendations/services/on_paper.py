"""What the authority decided on paper: entered by one person, counted once another has compared it with the paper."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tulga.audit.services import record
from tulga.documents.choices import SCANS
from tulga.documents.services import store_document
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.i18n import I18nText, in_every_language
from tulga.recommendations import notices
from tulga.recommendations.choices import Action, Outcome
from tulga.recommendations.models import Decision, PaperDecision, Recommendation
from tulga.recommendations.services.deciding import record_decision
from tulga.recommendations.workflow import may_be_decided_on_paper, seen_on_paper

if TYPE_CHECKING:
    from tulga.documents.checking import CheckedUpload
    from tulga.kit.actor import Actor


@transaction.atomic
def enter_decision(
    *,
    recommendation: Recommendation,
    outcome: str,
    office: I18nText,
    number: str,
    dated_on: dt.date,
    scan: CheckedUpload,
    actor: Actor,
    reasons: str = "",
    changed_text: I18nText | None = None,
) -> PaperDecision:
    """Write down what a signed paper says. It decides nothing before a second person has confirmed it."""
    locked = Recommendation.objects.select_for_update(no_key=True).get(pk=recommendation.pk)
    if not (decision := may_be_decided_on_paper(locked, actor)):
        raise NotAllowed(decision.reason)
    item = locked.submission_items.laid().open().select_related("wording").get()
    words = changed_text or I18nText()
    if outcome == Outcome.ENDORSED_WITH_CHANGES:
        text = words.get(settings.DECIDING_LANGUAGE, "")
        if not text or text == item.wording.text:
            raise RuleBroken(_("Write the changed wording in the deciding language."), field="changed_text")
    if outcome != Outcome.ENDORSED and not reasons.strip():
        raise RuleBroken(_("Give a reason: the people concerned will read it."), field="reasons")
    if dated_on > timezone.localdate():
        raise RuleBroken(_("The paper cannot be dated in the future."), field="dated_on")
    entered = PaperDecision.objects.create(
        item=item,
        outcome=outcome,
        reasons=reasons,
        changed_text=words if outcome == Outcome.ENDORSED_WITH_CHANGES else I18nText(),
        office=office,
        number=number,
        dated_on=dated_on,
        scan=store_document(upload=scan, kinds=SCANS, actor=actor),
        entered_by_id=cast("int", actor.user_id),
    )
    after = in_every_language("%(decided)s, %(entered)s", decided=entered.decided.label, entered=entered)
    record(actor=actor, verb=Action.ENTER_DECISION, target=recommendation, after=after)
    notices.of_the_paper_decision(entered, actor)
    return entered


@transaction.atomic
def confirm_decision(*, entered: PaperDecision, actor: Actor) -> Decision:
    """The paper says so: from now on it is the authority's decision, as if it had been taken here."""
    recommendation = Recommendation.objects.select_for_update(no_key=True).get(pk=entered.item.recommendation_id)
    entered.item.refresh_from_db()
    _settle(entered, "confirm", actor)
    return record_decision(
        recommendation=recommendation,
        move=f"{entered.outcome}_on_paper",
        outcome=entered.outcome,
        reasons=entered.reasons,
        changed_text=entered.changed_text,
        paper=entered,
        actor=actor,
    )


@transaction.atomic
def refuse_decision(*, entered: PaperDecision, reason: str, actor: Actor) -> PaperDecision:
    """The paper does not say so, or it no longer matters. The recommendation waits as before."""
    return _settle(entered, "refuse", actor, reason=reason)


def _settle(entered: PaperDecision, move: str, actor: Actor, reason: str = "") -> PaperDecision:
    settled = seen_on_paper.apply(entered, move, actor, reason=reason)
    PaperDecision.objects.filter(pk=entered.pk).update(settled_by=actor.user_id, settled_at=timezone.now())
    return settled
