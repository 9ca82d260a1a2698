"""Who is told of what, in words. When it is time is the workflows' business: these are effects of their steps."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from tulga.accounts.choices import Role
from tulga.accounts.recipients import focal_points_of, heads_of, holders_of
from tulga.kit.workflow import tells
from tulga.notices.services import tell
from tulga.recommendations.choices import Hand, Status
from tulga.recommendations.models import (
    Order,
    PaperDecision,
    Part,
    Recommendation,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tulga.kit.actor import Actor

SECRETARIAT, CHAIR = _("secretariat"), _("chair")
TITLE_AS_READ = attrgetter("title")  # each person's own: another audience's title may say too much
in_the_readers_way = lazy(date_format, str)
PROPOSERS = _("whoever drafted it or recorded a challenge it answers")


def proposers_of(recommendation: Recommendation) -> set[int]:
    """Who drafted it, and who recorded the challenges it answers: they hear of all that becomes of it."""
    recorders = recommendation.challenges.filter(recorded_by__isnull=False).values_list("recorded_by", flat=True)
    drafters = Part.objects.filter(recommendation=recommendation, hand=Hand.DRAFTER).values_list("user", flat=True)
    return {*recorders, *drafters}


def has_no_part_but(recommendation: Recommendation, hand: Hand) -> Callable[[Actor], bool]:
    """For whom the step is open that asks for this hand: nobody has two in one recommendation."""
    taken = set(Part.objects.filter(recommendation=recommendation).exclude(hand=hand).values_list("user", flat=True))
    return lambda person: person.user_id not in taken


def tell_proposers(recommendation: Recommendation, actor: Actor, kind: str, words: Any, **values: Any) -> None:
    """One line for each of them, with the title as that person reads it."""
    tell(
        about=recommendation,
        people=proposers_of(recommendation),
        kind=f"recommendations.{kind}",
        words=words,
        title=TITLE_AS_READ,
        actor=actor,
        **values,
    )


# --- A recommendation ----------------------------------------------------------------------------------------------
@tells(SECRETARIAT)
def of_the_adoption(recommendation: Recommendation, actor: Actor) -> None:
    """A working session adopts a draft."""
    tell(
        about=recommendation,
        people=holders_of(Role.SECRETARIAT),
        kind="recommendations.adopted",
        words=_("Recommendations adopted by their sessions wait to be consolidated"),
        leads_to=f"{reverse('recommendation_list')}?status={Status.ADOPTED}",
        gathers=True,
        actor=actor,
    )


@tells(PROPOSERS)
def of_the_consolidation(recommendation: Recommendation, actor: Actor) -> None:
    """The secretariat consolidates a recommendation and numbers it."""
    words = _("“%(title)s” was consolidated: it is %(number)s now")
    tell_proposers(recommendation, actor, "consolidated", words, number=recommendation.reference)


@tells(PROPOSERS)
def of_the_taking_up(recommendation: Recommendation, actor: Actor) -> None:
    """The secretariat takes up again what was deferred."""
    turn = recommendation.submission_items.count()
    tell_proposers(
        recommendation, actor, "taken_up", _("“%(title)s”, which was deferred, is taken up again"), turn=turn
    )


@tells(CHAIR, PROPOSERS)
def of_the_submission(recommendation: Recommendation, actor: Actor) -> None:
    """The secretariat lays a recommendation before the ministry."""
    tell(
        about=recommendation,
        people=holders_of(Role.CHAIR),
        kind="recommendations.submitted",
        words=_("Recommendations wait for your decision"),
        turn=recommendation.submission_items.count(),
        leads_to=f"{reverse('recommendation_list')}?status={Status.SUBMITTED}",
        gathers=True,
        permits=has_no_part_but(recommendation, Hand.DECIDER),
        actor=actor,
    )
    turn = recommendation.submission_items.count()
    tell_proposers(recommendation, actor, "laid", _("“%(title)s” lies before the ministry"), turn=turn)


@tells(SECRETARIAT, PROPOSERS)
def of_the_return(recommendation: Recommendation, actor: Actor) -> None:
    """The chair returns a recommendation, or a whole package of them, for redrafting."""
    tell(
        about=recommendation,
        people=holders_of(Role.SECRETARIAT),
        kind="recommendations.returned",
        words=_("Recommendations were returned for redrafting"),
        turn=recommendation.submission_items.count(),
        leads_to=reverse("package_list"),
        gathers=True,
        actor=actor,
    )
    turn = recommendation.submission_items.count()
    tell_proposers(
        recommendation, actor, "returned_to_session", _("The ministry returned “%(title)s” for redrafting"), turn=turn
    )


@tells(SECRETARIAT, PROPOSERS)
def of_the_decision(recommendation: Recommendation, actor: Actor) -> None:
    """The chair endorses, defers or declines a recommendation."""
    turn = recommendation.submission_items.count()
    proposers = proposers_of(recommendation)
    tell(
        about=recommendation,
        people=proposers,
        kind="recommendations.decided",
        words=_("The ministry has decided on “%(title)s”: %(outcome)s"),
        title=TITLE_AS_READ,
        outcome=recommendation.state.label,
        turn=turn,
        actor=actor,
    )
    tell(
        about=recommendation,
        people=set(holders_of(Role.SECRETARIAT)) - proposers,
        kind="recommendations.decided_on_many",
        words=_("The ministry has decided on recommendations that were laid before it"),
        turn=turn,
        leads_to=reverse("recommendation_list"),
        gathers=True,
        actor=actor,
    )


@tells(PROPOSERS)
def of_the_withdrawal(recommendation: Recommendation, actor: Actor) -> None:
    """A recommendation is withdrawn before the decision."""
    tell_proposers(recommendation, actor, "withdrawn", _("“%(title)s” was withdrawn"))


@tells(SECRETARIAT, PROPOSERS)
def of_the_implementation(recommendation: Recommendation, actor: Actor) -> None:
    """Every addressee has delivered."""
    tell(
        about=recommendation,
        people={*proposers_of(recommendation), *holders_of(Role.SECRETARIAT)},
        kind="recommendations.implemented",
        words=_("Every addressee has delivered: “%(title)s” is implemented"),
        title=TITLE_AS_READ,
        actor=actor,
    )


@tells(PROPOSERS)
def of_the_merge(parent: Recommendation, actor: Actor) -> None:
    """The secretariat merges a recommendation with others."""
    merged = parent.merged_into
    if merged is not None:
        tell(
            about=merged,
            people=proposers_of(parent),
            kind="recommendations.merged",
            words=_("Your recommendation “%(title)s” became part of %(number)s"),
            title=parent.working_title,
            number=merged.reference,
            turn=parent.pk,
            actor=actor,
        )


@tells(PROPOSERS)
def of_the_undone_merge(parent: Recommendation, actor: Actor) -> None:
    """The secretariat undoes a merge."""
    tell(
        about=parent,
        people=proposers_of(parent),
        kind="recommendations.merge_undone",
        words=_("Your recommendation “%(title)s” stands by itself again: the merge was undone"),
        title=parent.working_title,
        turn=parent.merged_into_id,
        actor=actor,
    )


# --- On paper ------------------------------------------------------------------------------------------------------
@tells(_("secretariat and chair, where they may confirm it"))
def of_the_paper_decision(entered: PaperDecision, actor: Actor) -> None:
    """Somebody enters a decision that was taken on paper."""
    recommendation = entered.item.recommendation
    tell(
        about=entered,
        people=holders_of(Role.SECRETARIAT, Role.CHAIR),
        kind="recommendations.decision_on_paper",
        words=_("A decision taken on paper waits for a second person: %(number)s"),
        number=recommendation.reference,
        permits=has_no_part_but(recommendation, Hand.DECIDER),
        actor=actor,
    )


@tells(_("whoever entered it"))
def of_the_paper_refused(entered: PaperDecision, actor: Actor) -> None:
    """A second person does not find on the paper what was entered."""
    tell(
        about=entered,
        people=[entered.entered_by_id],
        kind="recommendations.decision_on_paper_refused",
        words=_("The decision taken on paper that you entered was not confirmed: %(number)s"),
        number=entered.item.recommendation.reference,
        actor=actor,
    )


@tells(_("focal points and heads of the addressees"), PROPOSERS)
def of_the_supersession(recommendation: Recommendation, actor: Actor) -> None:
    """A newer recommendation in force takes its place."""
    addressees = list(recommendation.addressees.values_list("pk", flat=True))
    tell(
        about=recommendation,
        people={*focal_points_of(addressees), *heads_of(addressees), *proposers_of(recommendation)},
        kind="recommendations.superseded",
        words=_("“%(title)s” is superseded: a newer recommendation takes its place"),
        title=TITLE_AS_READ,
        actor=actor,
    )


# --- An order ------------------------------------------------------------------------------------------------------
@tells(_("focal points and heads of the addressees"), PROPOSERS)
def of_the_order_in_force(order: Order, actor: Actor) -> None:
    """An order is registered. Addressees who do not read the draft hear of it from the release."""
    for each in Recommendation.objects.filter(submission_items__decision__order=order).endorsed().order_by("pk"):
        addressees = list(each.addressees.values_list("pk", flat=True))
        tell(
            about=each,
            people={*focal_points_of(addressees), *heads_of(addressees), *proposers_of(each)},
            kind="recommendations.in_force",
            words=_("“%(title)s” is in force by order %(number)s of %(day)s"),
            title=TITLE_AS_READ,
            number=order.number,
            day=in_the_readers_way(order.dated_on or timezone.localdate(), "DATE_FORMAT"),
            turn=order.pk,
            actor=actor,
        )
