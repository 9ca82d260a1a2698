"""The ministry's decision and the paper order that puts it in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tulga.audit.services import record
from tulga.documents.choices import SCANS, Kind
from tulga.documents.services import store_document
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.i18n import I18nText
from tulga.kit.versions import save_edit
from tulga.recommendations.choices import ENDORSED, Action, Hand, Outcome
from tulga.recommendations.models import Decision, Order, Recommendation, Submission, SubmissionItem, Wording
from tulga.recommendations.order_paper import order_pdf
from tulga.recommendations.policies import policy
from tulga.recommendations.services.drafting import refresh_search_key, take_part, write_wording
from tulga.recommendations.verification_code import digest_of, new_code
from tulga.recommendations.workflow import life, paper

if TYPE_CHECKING:
    from tulga.documents.checking import CheckedUpload
    from tulga.kit.actor import Actor

ENDORSING = (Outcome.ENDORSED, Outcome.ENDORSED_WITH_CHANGES)


@transaction.atomic
def submit(
    *,
    recommendations: Iterable[Recommendation],
    actor: Actor,
    cover_text: I18nText | None = None,
    proposal: str = Outcome.ENDORSED,
) -> Submission:
    """Lay recommendations before the ministry, each in its latest wording."""
    submission = Submission.objects.create(cover_text=cover_text or I18nText(), submitted_by_id=actor.user_id)
    for recommendation in recommendations:
        life.apply(recommendation, "submit", actor)
        wording = recommendation.latest_wording()
        if wording is None:
            raise RuleBroken(_("Write the recommendation in at least one language."))
        SubmissionItem.objects.create(
            submission=submission, recommendation=recommendation, wording=wording, proposal=proposal
        )
    return submission


@transaction.atomic
def return_for_redrafting(*, recommendation: Recommendation, reason: str, actor: Actor) -> Recommendation:
    return life.apply(recommendation, "return", actor, reason=reason)


@transaction.atomic
def decide(
    *,
    recommendation: Recommendation,
    outcome: str,
    actor: Actor,
    reasons: str = "",
    changed_text: I18nText | None = None,
) -> Decision:
    """Decide what lies before the ministry, once. An endorsement freezes the hash of the words it endorses."""
    life.apply(recommendation, outcome, actor, reason=reasons)
    take_part(recommendation, actor, Hand.DECIDER)
    item = recommendation.submission_items.select_related("wording").order_by("-pk")[0]
    wording = item.wording
    if outcome == Outcome.ENDORSED_WITH_CHANGES:
        wording = _changed_wording(recommendation, wording, changed_text or I18nText(), actor)
    try:
        with transaction.atomic():
            return Decision.objects.create(
                item=item,
                outcome=outcome,
                wording=wording,
                wording_hash=wording.hash,
                reasons=reasons,
                decided_by_id=actor.user_id,
            )
    except IntegrityError:
        raise NotAllowed(_("This has been decided already.")) from None


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
    chosen = list(Decision.objects.select_for_update().filter(pk__in=[each.pk for each in decisions]))
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
    if dated_on > timezone.localdate():
        raise RuleBroken(_("The order cannot be dated in the future."), field="dated_on")
    if Order.objects.filter(number=number, dated_on=dated_on).exclude(pk=order.pk).exists():
        raise RuleBroken(_("An order with this number and date is already registered."), field="number")
    order.number, order.dated_on, order.signatory_title, order.is_acting = number, dated_on, signatory_title, is_acting
    order.scan, order.registered_at = store_document(upload=scan, kinds=SCANS, actor=actor), timezone.now()
    fields = ["number", "dated_on", "signatory_title", "is_acting", "scan", "registered_at"]
    save_edit(order, expected_version=expected_version, fields=fields)
    paper.apply(order, "register", actor)
    endorsed = Recommendation.objects.filter(submission_items__decision__order=order, status__in=ENDORSED)
    for recommendation in endorsed:
        Recommendation.objects.filter(pk=recommendation.pk).update(in_force_on=dated_on)
        after = _("in force by order %(number)s") % {"number": number}
        record(actor=actor, verb=Action.REGISTER_ORDER, target=recommendation, after=after)
    return order
