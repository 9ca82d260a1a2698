from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from tulga.answers.choices import Action
from tulga.answers.models import Link, PublishedAnswers
from tulga.answers.policies import policy
from tulga.audit.services import record
from tulga.findings.models import Assessment, Finding
from tulga.kit.actor import Actor
from tulga.kit.classification import DataClass
from tulga.kit.errors import RuleBroken
from tulga.kit.versions import save_edit
from tulga.plan.models import Activity
from tulga.recommendations.models import Recommendation

Answer = Activity | Recommendation


@transaction.atomic
def link_finding(
    *,
    finding: Finding,
    answers: Iterable[Answer],
    extent: str,
    words: str = "",
    actor: Actor,
    illustrative: bool = False,
) -> list[Link]:
    """Say of each how far it answers the finding. What was said before of the same pair is replaced."""
    policy.require(actor, Action.LINK, finding)
    first = first_revision(finding)
    # Two people may say it of one pair at once: the finding's row lets one of them go first.
    Finding.objects.select_for_update(no_key=True).get(pk=first.pk)
    links = [_said(first, answer, extent, words, actor, illustrative) for answer in answers]
    if not links:
        raise RuleBroken(_("Choose what answers the finding: an activity or a recommendation."))
    return links


@transaction.atomic
def change_link(*, link: Link, extent: str, words: str, expected_version: int, actor: Actor) -> Link:
    """Say otherwise how far it answers. What it answers not at all is not proposed again."""
    policy.require(actor, Action.LINK, link)
    before = str(link)
    link.extent, link.words, link.said_by_id = extent, words, actor.user_id
    save_edit(link, expected_version=expected_version, fields=["extent", "words", "said_by_id"])
    _record(link, before, actor)
    return link


@transaction.atomic
def publish_answers(*, assessment: Assessment, actor: Actor) -> PublishedAnswers:
    """Let everybody read what answers the findings of an assessment, as far as everybody may read the answers."""
    policy.require(actor, Action.PUBLISH, assessment)
    published, is_new = PublishedAnswers.objects.get_or_create(
        assessment=assessment, defaults={"published_by_id": actor.user_id}
    )
    if not is_new:
        raise RuleBroken(_("It is published already."))
    record(actor=actor, verb=Action.PUBLISH, target=assessment, after=assessment, classification=DataClass.C0)
    return published


@transaction.atomic
def withdraw_answers(*, assessment: Assessment, reason: str, actor: Actor) -> None:
    """Take it from the public again. The answers themselves stay."""
    policy.require(actor, Action.WITHDRAW, assessment)
    if not PublishedAnswers.objects.filter(assessment=assessment).delete()[0]:
        raise RuleBroken(_("It is not published."))
    record(
        actor=actor,
        verb=Action.WITHDRAW,
        target=assessment,
        before=assessment,
        reason=reason,
        classification=DataClass.C0,
    )


def first_revision(finding: Finding) -> Finding:
    """What stands for the finding through all its revisions."""
    if finding.revision == 1:
        return finding
    return Finding.objects.get(assessment=finding.assessment_id, number=finding.number, revision=1)


def _said(finding: Finding, answer: Answer, extent: str, words: str, actor: Actor, illustrative: bool) -> Link:
    field = "activity" if isinstance(answer, Activity) else "recommendation"
    known = Link.objects.filter(finding=finding, **{field: answer}).first()
    before = str(known) if known else ""
    if known is not None:
        known.extent, known.words, known.said_by_id = extent, words, actor.user_id
        link = save_edit(known, expected_version=known.version, fields=["extent", "words", "said_by_id"])
    else:
        link = Link.objects.create(
            finding=finding,
            extent=extent,
            words=words,
            said_by_id=actor.user_id,
            is_illustrative=illustrative,
            **{field: answer},
        )
    _record(link, before, actor)
    return link


def _record(link: Link, before: str, actor: Actor) -> None:
    """On the link and on neither end: whoever may read the one need not know of the other."""
    record(
        actor=actor,
        verb=Action.LINK,
        target=link,
        before=before,
        after=link,
        reason=link.words,
        classification=DataClass.C1,
    )
