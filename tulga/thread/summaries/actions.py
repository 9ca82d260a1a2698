"""The moves open to a reader, as buttons."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from tulga.kit.addresses import address_of
from tulga.recommendations.choices import ENDORSED, STANDING_OBJECTIONS, Action, CommitmentStatus, Status
from tulga.recommendations.workflow import life, may_be_decided_on_paper
from tulga.thread.summaries.known import Known
from tulga.thread.summaries.parts import Act

# The pages of the moves. Four moves are one page: the decision.
MOVE_PAGES = {
    "adopt": "recommendation_adopt",
    "consolidate": "recommendation_consolidate",
    "take_up_again": "recommendation_take_up",
    "submit": "recommendation_submit",
    "endorsed": "recommendation_decide",
    "return": "recommendation_return",
    "withdraw": "recommendation_withdraw",
    "dissolve": "recommendation_undo_merge",
}


def actions_of(known: Known) -> tuple[Act, ...]:
    recommendation, actor = known.recommendation, known.actor
    if actor.is_public:
        return ()
    labels: dict[str, str] = {}
    for move in life.open_to(recommendation, actor):
        if (page := MOVE_PAGES.get(move.name)) and page not in labels:
            labels[page] = _("Decide") if page == "recommendation_decide" else str(move.label)
    if known.reads_drafts and _may_reword(known):
        labels["recommendation_reword"] = _("Write a new wording")
        labels["recommendation_split"] = _("Split off another")
    if recommendation.status == Status.CONSOLIDATED and actor.may(Action.CONSOLIDATE):
        labels["recommendation_arrange"] = _("Change addressees, priority or deadline")
    if may_be_decided_on_paper(recommendation, actor):
        labels["recommendation_on_paper"] = _("Enter a decision taken on paper")
    if known.wordings and actor.may(Action.TRANSLATE):
        labels["recommendation_translate"] = _("Translate")
    if _owes_a_commitment(known):
        labels["commitment_create"] = _("Name a commitment")
    if recommendation.in_force_on is not None:
        labels["answer_list"] = _("Who answered")
    ranks = dict(RANKS)
    if _lacks_the_deciding_language(known):
        labels["recommendation_reword"] = _("Write it in the deciding language")
        ranks.pop("recommendation_reword")
    pages = sorted(labels, key=lambda page: ranks.get(page, 0))
    return tuple(
        Act(labels[page], _page_url(known, page), is_filled=index == 0 and page not in ranks)
        for index, page in enumerate(pages)
    )


def _page_url(known: Known, page: str) -> str:
    args = [known.recommendation.pk]
    if page == "recommendation_translate":
        endorsement = known.endorsement
        args.append(endorsement.wording.number if endorsement else known.wordings[-1].number)
    return address_of(page, *args)


# Never the first thing to do.
RANKS = {
    "answer_list": 1,
    "recommendation_reword": 1,
    "recommendation_arrange": 1,
    "recommendation_translate": 2,
    "recommendation_on_paper": 2,
    "recommendation_split": 3,
    "recommendation_return": 3,
    "recommendation_undo_merge": 4,
    "recommendation_withdraw": 5,
}


def _may_reword(known: Known) -> bool:
    """As the service asks: the circle's people while it drafts, the secretariat until it is submitted."""
    if known.recommendation.status in (Status.DRAFT, Status.ADOPTED):
        return known.actor.may(Action.DRAFT)
    return known.recommendation.status == Status.CONSOLIDATED and known.actor.may(Action.CONSOLIDATE)


def _lacks_the_deciding_language(known: Known) -> bool:
    """Whether this alone is what the secretariat has to do before it can submit."""
    if known.recommendation.status != Status.CONSOLIDATED or not known.actor.may(Action.SUBMIT):
        return False
    return not known.wordings or known.wordings[-1].language != settings.DECIDING_LANGUAGE


def _owes_a_commitment(known: Known) -> bool:
    if known.recommendation.status not in ENDORSED or known.recommendation.in_force_on is None:
        return False
    committed = {each.agency_id for each in known.commitments if each.status != CommitmentStatus.WITHDRAWN}
    committed |= {each.agency_id for each in known.objections if each.status in STANDING_OBJECTIONS}
    answering = known.actor.agencies_where(Action.COMMIT)
    return any(each.pk in answering and each.pk not in committed for each in known.addressees)
