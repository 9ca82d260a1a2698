"""The register of signed orders: an entry that does not say what the paper says is corrected, never overwritten."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tulga.audit.services import record
from tulga.documents.choices import SCANS
from tulga.documents.services import store_document
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.i18n import I18nText, in_each_language
from tulga.kit.versions import save_edit
from tulga.recommendations.choices import Action
from tulga.recommendations.models import Order, OrderCorrection, Recommendation
from tulga.recommendations.workflow import life, may_be_corrected

if TYPE_CHECKING:
    from tulga.documents.checking import CheckedUpload
    from tulga.documents.models import Document
    from tulga.kit.actor import Actor

CORRECTED = ["number", "dated_on", "signatory_title", "is_acting"]


@transaction.atomic
def correct_order(
    *,
    order: Order,
    number: str,
    dated_on: dt.date,
    signatory_title: I18nText,
    is_acting: bool,
    reason: str,
    expected_version: int,
    actor: Actor,
    scan: CheckedUpload | None = None,
) -> Order:
    """Let the entry say what the paper says. What it said before is kept with its scan; the day in force follows."""
    locked = Order.objects.select_for_update(no_key=True).get(pk=order.pk)
    if not (decision := may_be_corrected(locked, actor)):
        raise NotAllowed(decision.reason)
    if not reason.strip():
        raise RuleBroken(_("Give a reason: the people concerned will read it."), field="reason")
    require_free_number(locked, number, dated_on)
    before = {name: getattr(locked, name) for name in CORRECTED}
    after: dict[str, Any] = {
        "number": number,
        "dated_on": dated_on,
        "signatory_title": signatory_title,
        "is_acting": is_acting,
    }
    if before == after and scan is None:
        raise RuleBroken(_("Nothing differs from what was entered."))
    OrderCorrection.objects.create(
        order=locked, **before, scan=cast("Document", locked.scan), reason=reason, corrected_by_id=actor.user_id
    )
    for name, value in after.items():
        setattr(locked, name, value)
    if scan is not None:
        locked.scan = store_document(upload=scan, kinds=SCANS, actor=actor)
    save_edit(locked, expected_version=expected_version, fields=[*CORRECTED, "scan"])
    words = [_in_words(each["number"], each["dated_on"]) for each in (before, after)]
    record(actor=actor, verb=Action.CORRECT_ORDER, target=locked, before=words[0], after=words[1], reason=reason)
    if dated_on != before["dated_on"]:
        for recommendation in Recommendation.objects.filter(submission_items__decision__order=locked).in_force():
            Recommendation.objects.filter(pk=recommendation.pk).update(in_force_on=dated_on)
            record(
                actor=actor,
                verb=Action.CORRECT_ORDER,
                target=recommendation,
                before=words[0],
                after=words[1],
                reason=reason,
            )
    return locked


def require_free_number(order: Order, number: str, dated_on: dt.date) -> None:
    if dated_on > timezone.localdate():
        raise RuleBroken(_("The order cannot be dated in the future."), field="dated_on")
    if Order.objects.filter(number=number, dated_on=dated_on).exclude(pk=order.pk).exists():
        raise RuleBroken(_("An order with this number and date is already registered."), field="number")


def replace_the_older(recommendation: Recommendation, actor: Actor) -> None:
    """What a recommendation takes the place of is superseded the moment the newer one is in force."""
    older = recommendation.supersedes
    if older is not None and life.ask(older, "supersede", actor):
        life.apply(older, "supersede", actor)


@in_each_language
def _in_words(number: object, dated_on: dt.date) -> str:
    return _("order %(number)s of %(day)s") % {"number": number, "day": date_format(dated_on, "DATE_FORMAT")}
