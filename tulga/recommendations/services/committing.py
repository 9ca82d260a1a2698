"""What addressees promise, do, and have confirmed by somebody else."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tulga.audit.services import record
from tulga.documents.choices import KEPT
from tulga.documents.paper import HERE, CameBy
from tulga.documents.services import store_document
from tulga.kit.errors import RuleBroken
from tulga.kit.i18n import I18nText
from tulga.kit.links import is_web_address
from tulga.kit.versions import save_edit
from tulga.recommendations import notices
from tulga.recommendations.choices import Action, AnswerKind, CommitmentStatus, Hand
from tulga.recommendations.models import Commitment, DoneReport, Recommendation, Verification
from tulga.recommendations.policies import policy
from tulga.recommendations.services.answering import answer_with, implement_if_delivered, keep_paper, lock
from tulga.recommendations.services.changing import take_back_what_is_asked
from tulga.recommendations.services.drafting import take_part
from tulga.recommendations.workflow import duty

if TYPE_CHECKING:
    from tulga.agencies.models import Agency
    from tulga.documents.checking import CheckedUpload
    from tulga.documents.paper import Paper
    from tulga.kit.actor import Actor
    from tulga.plan.models import Activity

EVIDENCE = KEPT


@transaction.atomic
def name_commitment(
    *,
    recommendation: Recommendation,
    agency: Agency,
    text: I18nText,
    owner: str,
    due_on: dt.date,
    actor: Actor,
    activity: Activity | None = None,
    named_on: dt.date | None = None,
    paper: Paper = HERE,
    replaces: Commitment | None = None,
    is_illustrative: bool = False,
) -> Commitment:
    """An addressee says what it will do, which office answers for it, and by when; on paper, on the paper's date.

    A signed letter that somebody enters is signed with that.
    """
    is_here = paper.came_by == CameBy.HERE
    commitment = Commitment(
        recommendation=recommendation,
        agency=agency,
        text=text,
        owner=owner,
        due_on=due_on,
        activity=activity,
        named_by_id=actor.user_id if is_here else None,
        replaces=replaces,
        is_illustrative=is_illustrative,
    )
    policy.require(actor, Action.COMMIT if is_here else Action.ENTER_ANSWER, commitment)
    answer_with(AnswerKind.COMMITMENTS, recommendation=recommendation, agency=agency)
    if due_on < (named_on or paper.dated_on or timezone.localdate()):
        raise RuleBroken(_("Choose a date that is still to come."), field="due_on")
    if replaces is not None:
        _require_withdrawn(replaces, commitment)
    commitment.save()
    if not is_here:
        keep_paper(commitment, paper, actor)
    record(actor=actor, verb=Action.COMMIT, target=commitment)
    if is_here:
        notices.of_the_commitment_named(commitment, actor)
        return commitment
    return duty.apply(commitment, "sign_on_paper", actor)


@transaction.atomic
def sign_commitment(*, commitment: Commitment, actor: Actor, expected_version: int | None = None) -> Commitment:
    """The head stands behind the words they have read: of a version changed since, nothing is signed."""
    if expected_version is not None:
        save_edit(commitment, expected_version=expected_version, fields=[])
    duty.apply(commitment, "sign", actor)
    return _signed(commitment)


@transaction.atomic
def enter_signed_commitment(*, commitment: Commitment, paper: Paper, actor: Actor) -> Commitment:
    """The head signed it on paper: with number, date and scan that counts as much."""
    policy.require(actor, Action.ENTER_ANSWER, commitment)
    keep_paper(commitment, paper, actor)
    duty.apply(commitment, "sign_on_paper", actor)
    return _signed(commitment)


def _signed(commitment: Commitment) -> Commitment:
    """From now on others may read it, and go on reading it when it is let off."""
    commitment.signed_at = timezone.now()
    commitment.save(update_fields=["signed_at"])
    return commitment


@transaction.atomic
def withdraw_commitment(*, commitment: Commitment, reason: str, actor: Actor) -> Commitment:
    """Take back what the head has not signed yet. With the last one gone the agency owes an answer again."""
    recommendation = lock(commitment.recommendation)
    duty.apply(commitment, "withdraw", actor, reason=reason)
    Commitment.objects.filter(pk=commitment.pk).update(withdrawn_at=timezone.now())
    implement_if_delivered(recommendation)
    return commitment


@transaction.atomic
def report_done(
    *,
    commitment: Commitment,
    text: str,
    actor: Actor,
    evidence: CheckedUpload | None = None,
    evidence_words: str = "",
    evidence_link: str = "",
) -> Commitment:
    """The owner says what was done and shows for it. What it had still asked for is settled by that."""
    policy.require(actor, Action.REPORT_DONE, commitment)
    if evidence is None and not evidence_words and not evidence_link:
        raise RuleBroken(_("Attach the evidence, or say where it can be seen."), field="evidence")
    require_address(evidence_link)
    Commitment.objects.select_for_update(no_key=True).get(pk=commitment.pk)
    document = store_document(upload=evidence, kinds=EVIDENCE, actor=actor) if evidence else None
    DoneReport.objects.create(
        commitment=commitment,
        text=text,
        evidence=document,
        evidence_words=evidence_words,
        evidence_link=evidence_link,
        reported_by_id=actor.user_id,
    )
    duty.apply(commitment, "report_done", actor)
    take_back_what_is_asked(commitment, actor)
    return commitment


@transaction.atomic
def verify(*, commitment: Commitment, is_adequate: bool, words: str, actor: Actor) -> Commitment:
    """Somebody of another agency judges the report. The last adequate verdict implements the recommendation."""
    recommendation = lock(commitment.recommendation)
    duty.apply(commitment, "verify" if is_adequate else "find_inadequate", actor, reason=words)
    take_part(commitment.recommendation, actor, Hand.VERIFIER)
    report = commitment.done_reports.order_by("-pk")[0]
    Verification.objects.create(report=report, is_adequate=is_adequate, words=words, verified_by_id=actor.user_id)
    if is_adequate:
        implement_if_delivered(recommendation)
    return commitment


def require_address(link: str) -> None:
    """Refuse what is no web address, beside its field."""
    if not link:
        return
    try:
        is_web_address(link)
    except ValidationError as refused:
        raise RuleBroken(refused.messages[0], field="evidence_link") from None


def _require_withdrawn(replaced: Commitment, commitment: Commitment) -> None:
    is_same = (replaced.agency_id, replaced.recommendation_id) == (commitment.agency_id, commitment.recommendation_id)
    locked = Commitment.objects.select_for_update(no_key=True).get(pk=replaced.pk)
    if not is_same or locked.status != CommitmentStatus.WITHDRAWN:
        raise RuleBroken(_("Only a withdrawn commitment of your own to this recommendation is replaced."))
    if Commitment.objects.filter(replaces=locked).exists():
        raise RuleBroken(_("This commitment has been replaced already."))
