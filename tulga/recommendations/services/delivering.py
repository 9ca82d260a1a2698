"""How far a signed promise is, and what the agency replies to a verdict."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.audit.services import record
from tulga.documents.services import store_document
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.i18n import in_every_language
from tulga.recommendations import notices
from tulga.recommendations.choices import Action, CommitmentStatus
from tulga.recommendations.models import Commitment, ProgressLine, VerdictReply
from tulga.recommendations.policies import policy
from tulga.recommendations.services.committing import EVIDENCE, require_address

if TYPE_CHECKING:
    from tulga.documents.checking import CheckedUpload
    from tulga.kit.actor import Actor
    from tulga.recommendations.models import Verification


@transaction.atomic
def report_progress(
    *,
    commitment: Commitment,
    text: str,
    actor: Actor,
    dated_on: dt.date | None = None,
    percent: int | None = None,
    evidence: CheckedUpload | None = None,
    evidence_link: str = "",
) -> ProgressLine:
    """Add a dated line on how far it is. What was written earlier stays."""
    policy.require(actor, Action.REPORT_PROGRESS, commitment)
    locked = Commitment.objects.select_for_update(no_key=True).get(pk=commitment.pk)
    if locked.status != CommitmentStatus.SIGNED:
        raise NotAllowed(_("Progress is reported while a signed commitment is being carried out."))
    if not text.strip():
        raise RuleBroken(_("Say in a sentence how far it is."), field="text")
    if dated_on and dated_on > timezone.localdate():
        raise RuleBroken(_("This day has not come yet."), field="dated_on")
    if percent is not None and not 0 <= percent <= 100:
        raise RuleBroken(_("Write a number between 0 and 100."), field="percent")
    require_address(evidence_link)
    line = ProgressLine.objects.create(
        commitment=locked,
        dated_on=dated_on or timezone.localdate(),
        text=text,
        percent=percent,
        evidence=store_document(upload=evidence, kinds=EVIDENCE, actor=actor) if evidence else None,
        evidence_link=evidence_link,
        written_by_id=actor.user_id,
    )
    after = "" if percent is None else in_every_language(gettext_lazy("%(percent)s per cent"), percent=percent)
    record(actor=actor, verb=Action.REPORT_PROGRESS, target=locked, after=after)
    notices.of_the_progress(line, actor)
    return line


@transaction.atomic
def reply_to_verdict(*, verification: Verification, words: str, actor: Actor) -> VerdictReply:
    """The agency answers once what was found inadequate. The verdict stays as it is, beside the reply."""
    commitment = verification.report.commitment
    policy.require(actor, Action.REPLY, commitment)
    if verification.is_adequate:
        raise RuleBroken(_("The verdict was adequate: there is nothing to reply to."))
    if not words.strip():
        raise RuleBroken(_("Write your reply."), field="words")
    try:
        with transaction.atomic():
            reply = VerdictReply.objects.create(verification=verification, words=words, replied_by_id=actor.user_id)
    except IntegrityError:
        raise NotAllowed(_("Your agency has replied to this verdict already.")) from None
    record(actor=actor, verb=Action.REPLY, target=commitment, reason=words)
    notices.of_the_reply(reply, actor)
    return reply
