"""What a session's board shows: its cards as one reader sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import Truncator

from tulga.kit.i18n import I18nText, Shown
from tulga.recommendations.choices import Status
from tulga.recommendations.models import Challenge, Recommendation

if TYPE_CHECKING:
    from tulga.kit.actor import Actor
    from tulga.recommendations.models import DraftingCircle
    from tulga.recommendations.querysets import RecommendationQuerySet

IN_SHORT = 10  # words of a challenge where a draft says what it answers


@dataclass(frozen=True)
class Answered:
    """A challenge that a draft answers, in short."""

    pk: int
    words: str


@dataclass(frozen=True)
class ChallengeCard:
    pk: int
    last_act: int
    position: int
    text: Shown
    agency: Shown
    activity: str
    places: str
    is_illustrative: bool
    may_edit: bool


@dataclass(frozen=True)
class DraftCard:
    pk: int
    last_act: int
    position: int
    reference: str
    title: Shown
    text: Shown
    addressees: str
    answers: tuple[Answered, ...]
    state: Status
    is_illustrative: bool
    may_edit: bool
    may_adopt: bool
    may_move: bool


@dataclass(frozen=True)
class Cards:
    challenges: tuple[ChallengeCard, ...]
    drafts: tuple[DraftCard, ...]

    @property
    def last_act(self) -> int:
        acts = [each.last_act for each in self.challenges] + [each.last_act for each in self.drafts]
        return max(acts, default=0)


def cards_of(circle: DraftingCircle, actor: Actor, *, may_write: bool, since: int = -1) -> Cards:
    """The board's cards in their order; with `since`, only those on which something was done after that act."""
    challenges = Challenge.objects.visible_to(actor).filter(circle=circle, last_act__gt=since).for_board()
    drafts = drafts_on(circle, actor).filter(last_act__gt=since).for_board()
    return Cards(
        challenges=tuple(challenge_card(each, may_write=may_write) for each in challenges),
        drafts=tuple(draft_card(each, may_write=may_write) for each in drafts),
    )


def drafts_on(circle: DraftingCircle, actor: Actor) -> RecommendationQuerySet:
    """The board's recommendations, uncut: for those who read drafts only."""
    return Recommendation.objects.visible_to(actor).drafts_visible_to(actor).filter(circle=circle)


def challenge_card(challenge: Challenge, *, may_write: bool) -> ChallengeCard:
    return ChallengeCard(
        pk=challenge.pk,
        last_act=challenge.last_act,
        position=challenge.position,
        text=challenge.text.shown(),
        agency=challenge.agency.name.shown(),
        activity=str(challenge.activity) if challenge.activity else "",
        places=", ".join(str(each) for each in challenge.places.all()),
        is_illustrative=challenge.is_illustrative,
        may_edit=may_write,
    )


def draft_card(recommendation: Recommendation, *, may_write: bool) -> DraftCard:
    wordings = sorted(recommendation.wordings.all(), key=lambda each: each.number)
    words = wordings[-1].words() if wordings else I18nText()
    return DraftCard(
        pk=recommendation.pk,
        last_act=recommendation.last_act,
        position=recommendation.position,
        reference=recommendation.reference or "",
        title=recommendation.title.shown(),
        text=words.shown(),
        addressees=", ".join(str(each) for each in recommendation.addressees.all()),
        answers=tuple(
            Answered(each.pk, Truncator(str(each)).words(IN_SHORT)) for each in recommendation.challenges.all()
        ),
        state=recommendation.state,
        is_illustrative=recommendation.is_illustrative,
        may_edit=may_write and recommendation.status in (Status.DRAFT, Status.ADOPTED),
        may_adopt=may_write and recommendation.status == Status.DRAFT,
        may_move=may_write,
    )
