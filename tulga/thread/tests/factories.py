"""A recommendation with its papers, as the services would leave it."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django.utils import timezone

from tulga.accounts.tests.factories import UserFactory
from tulga.dissemination.choices import ReleaseStatus
from tulga.dissemination.models import Release, ReleaseItem
from tulga.dissemination.tests.factories import make_editions
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText
from tulga.recommendations.choices import OrderStatus, Outcome, Status
from tulga.recommendations.models import (
    Decision,
    DoneReport,
    Order,
    Recommendation,
    Submission,
    SubmissionItem,
    Translation,
    Verification,
)
from tulga.recommendations.tests.factories import (
    ChallengeFactory,
    CommitmentFactory,
    EndorsedFactory,
    OrderFactory,
    WordingFactory,
    issue_words,
)

DRAFT_WORDS, SUBMITTED_WORDS, DECIDED_WORDS = "Ноорог үг", "Өргөн барьсан үг", "Баталсан үг"


def endorsed_with_changes(*audiences: Audience, **values: Any) -> Recommendation:
    """Drafted, submitted in a second wording, endorsed in a third, in force; shared where audiences are given."""
    values = {"title": I18nText(en="Passports of drivers"), "status": Status.ENDORSED_WITH_CHANGES, **values}
    recommendation: Any = EndorsedFactory(audiences=frozenset(audiences), **values)
    WordingFactory(recommendation=recommendation, number=1, text=DRAFT_WORDS)
    submitted: Any = WordingFactory(recommendation=recommendation, number=2, text=SUBMITTED_WORDS)
    decided: Any = WordingFactory(recommendation=recommendation, number=3, text=DECIDED_WORDS, is_of_the_decision=True)
    Translation.objects.create(wording=decided, language="en", number=1, text="Endorsed words")
    item = SubmissionItem.objects.create(
        submission=Submission.objects.create(), recommendation=recommendation, wording=submitted
    )
    Decision.objects.create(
        item=item,
        outcome=Outcome.ENDORSED_WITH_CHANGES,
        wording=decided,
        wording_hash=decided.hash,
        reasons="Secret reasons",
        order=registered_order(),
    )
    challenge: Any = ChallengeFactory(
        circle=recommendation.circle, text=I18nText(en="No order to inspect"), audiences=frozenset(audiences)
    )
    hidden: Any = ChallengeFactory(circle=recommendation.circle, text=I18nText(en="Hidden challenge"))
    recommendation.challenges.set([challenge, hidden])
    issue_words(recommendation, *audiences)
    return cast("Recommendation", recommendation)


def registered_order(number: str = "А/14") -> Order:
    count = Order.objects.count()
    order: Any = OrderFactory(
        status=OrderStatus.REGISTERED,
        number=number if not count else f"{number}-{count}",
        dated_on=dt.date(2018, 1, 22),
        registered_at=timezone.now(),
    )
    return cast("Order", order)


def released(recommendation: Recommendation, *audiences: Audience, **values: Any) -> Release:
    values = {
        "number": f"2018/{recommendation.pk}",
        "status": ReleaseStatus.RELEASED,
        "released_on": dt.date(2018, 1, 23),
        **values,
    }
    if values["status"] == ReleaseStatus.RELEASED:
        values.setdefault("approved_by", UserFactory())
    else:
        values["released_on"] = None
    values.setdefault("prepared_by", UserFactory())
    release = Release.objects.create(title=I18nText(en="Release to those concerned"), audiences=audiences, **values)
    ReleaseItem.objects.create(release=release, recommendation=recommendation, position=1)
    if release.status == ReleaseStatus.RELEASED:
        make_editions(release)
    return release


def verified_commitment(recommendation: Recommendation, **values: Any) -> Any:
    commitment: Any = CommitmentFactory(recommendation=recommendation, status="verified", **values)
    report = DoneReport.objects.create(commitment=commitment, text="Report in full", evidence_words="A folder")
    Verification.objects.create(report=report, is_adequate=True, words="Verdict in full")
    return commitment
