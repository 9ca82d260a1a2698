"""The ministry's decision and the paper order that puts it in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.audit.services import record
from tulga.documents.choices import SCANS, Kind
from tulga.documents.services import store_document
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.i18n import I18nText, in_every_language
from tulga.kit.versions import save_edit
from tulga.recommendations.choices import ENDORSED, Action, Hand, ItemEnd, Outcome
from tulga.recommendations.models import (
    Decision,
    Order,
    PaperDecision,
    Recommendation,
    Submission,
    SubmissionItem,
    Wording,
)
from tulga.recommendations.order_paper import order_pdf
from tulga.recommendations.policies import policy
from tulga.recommendations.services.drafting import end_items, refresh_search_key, take_part, write_wording
from tulga.recommendations.services.packaging import lock
from tulga.recommendations.services.packaging import submit as submit
from tulga.recommendations.services.registering import replace_the_older, require_free_number
from tulga.recommendations.verification_code import digest_of, new_code
from tulga.recommendations.workflow import life, paper

if TYPE_CHECKING:
    from tulga.documents.checking import CheckedUpload
    from tulga.kit.actor import Actor

LAID_ANEW = gettext_lazy(
    "It was returned and laid before the ministry anew since you opened this page. "
    "Read the wording above again; your choice and reasons are kept."
)
ENDORSING = (Outcome.ENDORSED, Outcome.ENDORSED_WITH_CHANGES)


@dataclass(frozen=True)
class Changed:
    """One item of a block that can no longer be decided with the others, and why."""

    item_id: int
    reference: str
    reason: str


class BlockChanged(RuleBroken):
    """Something of the block was decided, returned or withdrawn meanwhile: nothing was decided by this act."""

    def __init__(self, changed: list[Changed]) -> None:
        what = "; ".join(f"{each.reference}: {each.reason}" for each in changed)
        message = _(
            "Nothing was decided yet, because something changed since you opened this page. %(what)s. "
            "The others are still ticked, and your reasons are kept: send again to decide them."
        )
        super().__init__(message % {"what": what})
        self.changed = changed


@transaction.atomic
def return_for_redrafting(*, recommendation: Recommendation, reason: str, actor: Actor) -> Recommendation:
    life.apply(recommendation, "return", actor, reason=reason)
    end_items(recommendation, ItemEnd.RETURNED)
    return recommendation


@transaction.atomic
def return_package(*, package: Submission, reason: str, actor: Actor) -> Submission:
    """Send back for redrafting whatever of a package is still undecided, in one act. What was decided stays."""
    policy.require(actor, Action.DECIDE, package)
    items = _locked_items(package, package.items.open().values_list("pk", flat=True))
    items = [each for each in items if each.is_open]
    if not package.is_laid or not items:
        raise NotAllowed(_("Nothing of this package waits for a decision any more."))
    _require_open(items, "return", actor)
    for item in items:
        return_for_redrafting(recommendation=item.recommendation, reason=reason, actor=actor)
    return package


@transaction.atomic
def decide(
    *,
    recommendation: Recommendation,
    outcome: str,
    actor: Actor,
    reasons: str = "",
    changed_text: I18nText | None = None,
    read_item: int | None = None,
) -> Decision:
    """Decide what lies before the ministry, once. An endorsement freezes the hash of the words it endorses.

    `read_item` is the item whose words the decider had on the screen: laid anew in other words, it is read again first.
    """
    return record_decision(
        recommendation=recommendation,
        move=outcome,
        outcome=outcome,
        reasons=reasons,
        changed_text=changed_text or I18nText(),
        read_item=read_item,
        actor=actor,
    )


def record_decision(
    *,
    recommendation: Recommendation,
    move: str,
    outcome: str,
    reasons: str,
    changed_text: I18nText,
    actor: Actor,
    read_item: int | None = None,
    paper: PaperDecision | None = None,
) -> Decision:
    """What follows from a decision, taken here or confirmed from paper. Inside the transaction of the act."""
    life.apply(recommendation, move, actor, reason=reasons)
    take_part(recommendation, actor, Hand.DECIDER)
    item = recommendation.submission_items.laid().select_related("wording").order_by("-pk")[0]
    if read_item is not None and item.pk != read_item:
        raise RuleBroken(LAID_ANEW)
    wording = item.wording
    if outcome == Outcome.ENDORSED_WITH_CHANGES:
        wording = _changed_wording(recommendation, wording, changed_text, actor)
    end_items(recommendation, ItemEnd.DECIDED)
    return Decision.objects.create(
        item=item,
        outcome=outcome,
        wording=wording,
        wording_hash=wording.hash,
        reasons=reasons,
        decided_by_id=None if paper else actor.user_id,
        paper=paper,
    )


@transaction.atomic
def decide_block(
    *, package: Submission, items: Iterable[int], outcome: str, actor: Actor, reasons: str = ""
) -> list[Decision]:
    """Decide the ticked items of a package in one act, each recorded by itself: all of them, or nothing.

    Without an outcome each follows the adviser's proposal, and the adviser's advice stands for reasons not given.
    """
    policy.require(actor, Action.DECIDE, package)
    chosen = _locked_items(package, items)
    if not chosen:
        raise RuleBroken(_("Tick at least one recommendation."), field="items")
    outcomes = {each.pk: outcome or each.proposal for each in chosen}
    if Outcome.ENDORSED_WITH_CHANGES in outcomes.values():
        raise RuleBroken(_("A changed wording is decided by itself: open the recommendation."), field="items")
    _require_open(chosen, "endorsed", actor)
    given = {each.pk: reasons or (each.advice if not outcome else "") for each in chosen}
    missing = [each for each in chosen if outcomes[each.pk] != Outcome.ENDORSED and not given[each.pk].strip()]
    if missing:
        numbers = ", ".join(str(each.recommendation.reference) for each in missing)
        raise RuleBroken(
            _("Give reasons for what you do not endorse: %(numbers)s.") % {"numbers": numbers}, field="reasons"
        )
    return [
        decide(
            recommendation=each.recommendation,
            outcome=outcomes[each.pk],
            reasons=given[each.pk] if outcomes[each.pk] != Outcome.ENDORSED else reasons,
            read_item=each.pk,
            actor=actor,
        )
        for each in chosen
    ]


def _locked_items(package: Submission, items: Iterable[int]) -> list[SubmissionItem]:
    """The items as they are once their recommendations are locked, in the package's order."""
    chosen = package.items.filter(pk__in=list(items))
    lock(chosen.values_list("recommendation", flat=True))
    return list(chosen.select_related("recommendation").in_order())


def _require_open(items: list[SubmissionItem], move: str, actor: Actor) -> None:
    changed = []
    for each in items:
        decision = life.ask(each.recommendation, move, actor)
        if each.is_open and decision:
            continue
        reason = ItemEnd(each.ended_as).label if not each.is_open else decision.reason
        changed.append(Changed(each.pk, each.recommendation.reference or "", str(reason)))
    if changed:
        raise BlockChanged(changed)


def _changed_wording(
    recommendation: Recommendation, submitted: Wording, changed_text: I18nText, actor: Actor
) -> Wording:
    words = changed_text.get(settings.DECIDING_LANGUAGE, "")
    if not words:
        raise RuleBroken(_("Write the changed wording in the deciding language."), field="changed_text")
    if words == submitted.text:
        raise RuleBroken(_("The wording is unchanged: choose “Endorse as submitted”."), field="changed_text")
    wording = write_wording(recommendation, changed_text, actor, decides=True)
    refresh_search_key(recommendation)
    return wording


@transaction.atomic
def print_order(*, decisions: Iterable[Decision], signatory_title: I18nText, actor: Actor) -> Order:
    """An order for endorsed recommendations, without a number until it is signed."""
    policy.require(actor, Action.PRINT_ORDER, None)
    chosen = list(Decision.objects.select_for_update(no_key=True).filter(pk__in=[each.pk for each in decisions]))
    if not chosen:
        raise RuleBroken(_("Choose at least one endorsed recommendation."))
    if any(each.order_id or each.outcome not in ENDORSING for each in chosen):
        raise RuleBroken(_("One of these is already in another order, or was not endorsed."))
    code = new_code()
    order = Order.objects.create(signatory_title=signatory_title, code=code, code_digest=digest_of(code))
    Decision.objects.filter(pk__in=[each.pk for each in chosen]).update(order=order)
    paper_file = ContentFile(order_pdf(order), name=f"order-{order.pk}.pdf")
    order.printed = store_document(upload=paper_file, kinds={Kind.PDF}, actor=actor)
    order.save(update_fields=["printed"])
    record(actor=actor, verb=Action.PRINT_ORDER, target=order)
    return order


@transaction.atomic
def register_order(
    *,
    order: Order,
    number: str,
    dated_on: dt.date,
    signatory_title: I18nText,
    is_acting: bool,
    scan: CheckedUpload,
    expected_version: int,
    actor: Actor,
) -> Order:
    """Enter the signed paper: with its number, date, signatory and scan the order is in force."""
    policy.require(actor, Action.REGISTER_ORDER, order)
    require_free_number(order, number, dated_on)
    order.number, order.dated_on, order.signatory_title, order.is_acting = number, dated_on, signatory_title, is_acting
    order.scan, order.registered_at = store_document(upload=scan, kinds=SCANS, actor=actor), timezone.now()
    fields = ["number", "dated_on", "signatory_title", "is_acting", "scan", "registered_at"]
    save_edit(order, expected_version=expected_version, fields=fields)
    paper.apply(order, "register", actor)
    endorsed = Recommendation.objects.filter(submission_items__decision__order=order, status__in=ENDORSED)
    endorsed = endorsed.select_related("supersedes").order_by("pk")
    for recommendation in endorsed:
        Recommendation.objects.filter(pk=recommendation.pk).update(in_force_on=dated_on)
        after = in_every_language(gettext_lazy("in force by order %(number)s"), number=number)
        record(actor=actor, verb=Action.REGISTER_ORDER, target=recommendation, after=after)
        replace_the_older(recommendation, actor)
    return order
