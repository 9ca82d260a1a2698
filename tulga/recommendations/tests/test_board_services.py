"""People writing in one circle: editing, order, closing; and all of it at the same moment."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection

from tests.people import actor_at
from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.kit.actor import Actor
from tulga.kit.errors import NotAllowed, RuleBroken, StaleEdit
from tulga.kit.i18n import I18nText
from tulga.places.tests.factories import PlaceFactory
from tulga.recommendations.choices import CircleStatus, Hand, Status
from tulga.recommendations.models import Challenge, CircleMember, DraftingCircle, Part, Recommendation
from tulga.recommendations.services import circles, drafting, editing
from tulga.recommendations.tests.factories import ChallengeFactory, CircleFactory, RecommendationFactory

pytestmark = pytest.mark.django_db
EN = I18nText(en="Inspect every port.")


@pytest.fixture
def circle():
    return CircleFactory()


def member_of(circle, *, is_scribe=False):
    user = MembershipFactory(role=Role.FOCAL_POINT, agency=AgencyFactory()).user
    CircleMember.objects.create(circle=circle, user=user, valid_from=dt.date(2018, 1, 1), is_scribe=is_scribe)
    return actor_of(user)


@pytest.fixture
def drafter(circle) -> Actor:
    return member_of(circle)


@pytest.fixture
def scribe(circle) -> Actor:
    return member_of(circle, is_scribe=True)


def told(circle, actor, words="Nobody asks."):
    agency = AgencyFactory()
    return drafting.record_challenge(circle=circle, agency=agency, text=I18nText(en=words), actor=actor)


def drafted(circle, actor, words="Ports"):
    return drafting.draft_recommendation(
        circle=circle, title=I18nText(en=words), text=EN, addressees=[AgencyFactory()], actor=actor
    )


def edit(challenge: Challenge, actor: Actor, words: str, version: int = 1, **changes: Any) -> Challenge:
    content = {"agency": challenge.agency, "activity": None, "places": [], **changes}
    return editing.edit_challenge(
        challenge=challenge, text=I18nText(en=words), expected_version=version, actor=actor, **content
    )


def edit_draft(draft: Recommendation, actor: Actor, words: str, version: int = 1) -> Recommendation:
    return editing.edit_draft(
        recommendation=draft,
        title=draft.working_title,
        text=I18nText(en=words),
        addressees=draft.addressees.all(),
        expected_version=version,
        actor=actor,
    )


def test_an_edited_challenge_says_in_its_history_what_changed(circle, drafter):
    challenge, place = told(circle, drafter), PlaceFactory()

    edit(challenge, drafter, "Nobody asks twice.", places=[place])

    challenge.refresh_from_db()
    event = AuditEvent.objects.latest("sequence")
    assert (str(challenge.text), list(challenge.places.all()), challenge.version) == ("Nobody asks twice.", [place], 2)
    assert ("Nobody asks." in event.before, str(place) in event.after) == (True, True)
    assert list(Challenge.objects.search("twice")) == [challenge]


def test_an_edited_draft_gets_a_wording_only_where_its_words_changed(circle, drafter):
    draft = drafted(circle, drafter)

    edit_draft(draft, drafter, "Inspect every port.")
    assert draft.wordings.count() == 1
    edit_draft(draft, drafter, "Inspect each port.", version=2)

    assert [each.text for each in draft.wordings.all()] == ["Inspect every port.", "Inspect each port."]


def test_whoever_edits_a_draft_is_one_of_its_drafters(circle, drafter, scribe):
    draft = drafted(circle, drafter)

    edit_draft(draft, scribe, "Inspect every port.")

    assert Part.objects.get(recommendation=draft, user=scribe.user_id).hand == Hand.DRAFTER


def test_what_the_system_edits_has_nobodys_hand(circle, drafter):
    draft = drafted(circle, drafter)

    edit_draft(draft, Actor.system("test"), "Inspect each port.")

    assert draft.latest_wording().text == "Inspect each port."
    assert Part.objects.get(recommendation=draft).user_id == drafter.user_id


@pytest.mark.parametrize("status", [Status.CONSOLIDATED, Status.SUBMITTED, Status.ENDORSED, Status.WITHDRAWN])
def test_what_left_the_session_is_not_edited_in_it(circle, drafter, status):
    draft = RecommendationFactory(circle=circle, status=status)

    with pytest.raises(NotAllowed):
        edit_draft(draft, drafter, "Inspect each port.")

    assert not draft.wordings.exists()


@pytest.mark.parametrize("write", [told, drafted], ids=["a challenge", "a draft"])
def test_new_cards_stand_behind_the_others(circle, drafter, write):
    assert [write(circle, drafter).position for _each in range(3)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("index", "direction", "order"),
    [(0, "up", "abc"), (1, "up", "bac"), (0, "down", "bac"), (1, "down", "acb"), (2, "down", "abc"), (2, "up", "acb")],
)
def test_a_card_and_its_neighbour_change_places(circle, drafter, index, direction, order):
    # As they stood before there was an order: without positions.
    cards = [ChallengeFactory(circle=circle, text=I18nText(en=words)) for words in "abc"]

    circles.move(card=cards[index], direction=direction, actor=drafter)

    assert "".join(str(each) for each in Challenge.objects.for_board()) == order


def test_every_act_on_a_card_is_seen_by_who_asks_since_when(circle, drafter, scribe):
    challenge, draft = told(circle, drafter), drafted(circle, drafter)
    seen = AuditEvent.objects.latest("sequence").sequence

    circles.move(card=told(circle, drafter), direction="up", actor=drafter)
    edit_draft(draft, drafter, "Inspect each port.")
    drafting.adopt(recommendation=draft, actor=drafter)

    challenge.refresh_from_db()
    draft.refresh_from_db()
    assert challenge.last_act > seen  # its neighbour changed places with it
    assert draft.last_act == AuditEvent.objects.latest("sequence").sequence


ACTS: dict[str, Callable[[DraftingCircle, Actor, Challenge, Recommendation], Any]] = {
    "tell": lambda circle, actor, _challenge, _draft: told(circle, actor),
    "draft": lambda circle, actor, _challenge, _draft: drafted(circle, actor),
    "edit a challenge": lambda _circle, actor, challenge, _draft: edit(challenge, actor, "Else."),
    "edit a draft": lambda _circle, actor, _challenge, draft: edit_draft(draft, actor, "Else."),
    "reword": lambda _circle, actor, _challenge, draft: drafting.reword(
        recommendation=draft, text=EN, expected_version=1, actor=actor
    ),
    "move": lambda _circle, actor, challenge, _draft: circles.move(card=challenge, direction="up", actor=actor),
    "adopt": lambda _circle, actor, _challenge, draft: drafting.adopt(recommendation=draft, actor=actor),
    "adopt all": lambda circle, actor, _challenge, _draft: circles.adopt_all(circle=circle, actor=actor),
}


@pytest.mark.parametrize("act", ACTS)
def test_nobody_writes_in_a_closed_session_until_it_is_open_again(circle, scribe, act):
    challenge, draft = told(circle, scribe), drafted(circle, scribe)
    circles.close_circle(circle=circle, actor=scribe)
    challenge, draft = Challenge.objects.get(pk=challenge.pk), Recommendation.objects.get(pk=draft.pk)

    with pytest.raises(NotAllowed, match="closed"):
        ACTS[act](circle, scribe, challenge, draft)

    circles.open_circle_again(circle=circle, actor=scribe)
    challenge, draft = Challenge.objects.get(pk=challenge.pk), Recommendation.objects.get(pk=draft.pk)
    ACTS[act](circle, scribe, challenge, draft)


@pytest.mark.parametrize("act", ACTS)
def test_only_who_sits_in_the_session_writes_in_it(circle, drafter, act):
    outsider = actor_of(MembershipFactory(role=Role.FOCAL_POINT, agency=AgencyFactory()).user)
    challenge, draft = told(circle, drafter), drafted(circle, drafter)

    with pytest.raises(NotAllowed):
        ACTS[act](circle, outsider, challenge, draft)


@pytest.mark.parametrize(
    ("who", "may"), [("scribe", True), ("secretariat", True), ("drafter", False), ("chair", False)]
)
def test_the_scribe_and_the_secretariat_speak_for_the_session(request, circle, who, may):
    actor = request.getfixturevalue(who) if who in ("scribe", "drafter") else _office(who)
    draft = drafted(circle, member_of(circle))
    moves = [circles.adopt_all, circles.close_circle, circles.open_circle_again]

    for move in moves:
        if may:
            move(circle=circle, actor=actor)
        else:
            with pytest.raises(NotAllowed):
                move(circle=circle, actor=actor)

    draft.refresh_from_db()
    assert (draft.status == Status.ADOPTED) is may


def _office(name):
    role = {"secretariat": Role.SECRETARIAT, "chair": Role.CHAIR}[name]
    return actor_of(MembershipFactory(role=role, agency=AgencyFactory()).user)


def test_closing_adopts_the_drafts_first_where_the_session_says_so(circle, scribe):
    drafts = [drafted(circle, scribe) for _each in range(3)]

    circles.close_circle(circle=circle, actor=scribe, adopt_drafts=True)

    circle.refresh_from_db()
    assert circle.status == CircleStatus.CLOSED
    assert {Recommendation.objects.get(pk=each.pk).status for each in drafts} == {Status.ADOPTED}


def test_what_is_written_in_a_removed_session_is_refused_with_a_sentence(circle):
    secretariat = actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=MembershipFactory().user_id)
    DraftingCircle.objects.filter(pk=circle.pk).delete()

    with pytest.raises(RuleBroken, match="removed"):
        told(circle, secretariat)


# --- At the same moment --------------------------------------------------------------------------------------------
def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What came of each act when all began together: its result, or the refusal."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index: int, act: Callable[[], Any]) -> None:
        barrier.wait(timeout=30)
        try:
            results[index] = act()
        except (StaleEdit, NotAllowed) as refusal:
            results[index] = refusal  # type: ignore[call-overload]  # either
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads)
    return results


@pytest.mark.django_db(transaction=True)
def test_twenty_people_write_at_the_same_moment_and_everything_is_kept_once(circle):
    agency, people = AgencyFactory(), [member_of(circle) for _each in range(20)]

    def write(number: int) -> Challenge:
        text = I18nText(en=f"Challenge of person {number}")
        return drafting.record_challenge(circle=circle, agency=agency, text=text, actor=people[number])

    at_once(*(partial(write, number) for number in range(20)))

    cards = list(Challenge.objects.for_board())
    assert {str(each) for each in cards} == {f"Challenge of person {number}" for number in range(20)}
    assert [each.position for each in cards] == list(range(1, 21))
    assert len({each.last_act for each in cards}) == 20


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["challenge", "draft"])
def test_of_two_edits_from_one_version_one_is_told(circle, kind):
    people = [member_of(circle), member_of(circle)]
    card = told(circle, people[0]) if kind == "challenge" else drafted(circle, people[0])

    def write(number: int) -> Any:
        own = type(card).objects.get(pk=card.pk)
        change: Any = edit if kind == "challenge" else edit_draft
        return change(own, people[number], f"Words of person {number}")

    results = at_once(partial(write, 0), partial(write, 1))

    stale = [each for each in results if isinstance(each, StaleEdit)]
    card.refresh_from_db()
    assert len(stale) == 1
    assert (card.version, stale[0].current.version) == (2, 2)


@pytest.mark.django_db(transaction=True)
def test_cards_moved_at_the_same_moment_are_all_still_there_in_one_order(circle):
    people = [member_of(circle) for _each in range(6)]
    cards = [told(circle, people[0], words) for words in "abcdef"]

    at_once(
        *(
            partial(circles.move, card=card, direction="up" if index % 2 else "down", actor=person)
            for index, (card, person) in enumerate(zip(cards, people, strict=True))
        )
    )

    found = list(Challenge.objects.for_board())
    assert sorted(str(each) for each in found) == list("abcdef")
    assert [each.position for each in found] == [1, 2, 3, 4, 5, 6]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_after_the_session_was_closed(circle):
    scribe, people = member_of(circle, is_scribe=True), [member_of(circle) for _each in range(8)]
    agency = AgencyFactory()
    drafted(circle, scribe)

    def write(number: int) -> Challenge:
        text = I18nText(en=f"Challenge of person {number}")
        return drafting.record_challenge(circle=circle, agency=agency, text=text, actor=people[number])

    results = at_once(
        partial(circles.close_circle, circle=circle, actor=scribe, adopt_drafts=True),
        *(partial(write, number) for number in range(8)),
    )

    closed = DraftingCircle.objects.get(pk=circle.pk)
    assert closed.status == CircleStatus.CLOSED
    assert all(each.last_act < closed.last_act for each in Challenge.objects.all())
    assert Challenge.objects.count() == sum(isinstance(each, Challenge) for each in results)


@pytest.mark.django_db(transaction=True)
def test_adopting_editing_and_withdrawing_at_the_same_moment_never_lock_each_other_out(circle):
    scribe, secretariat = member_of(circle, is_scribe=True), _office("secretariat")
    drafts = [drafted(circle, scribe, words) for words in "abcd"]

    def withdraw(draft: Recommendation) -> Any:
        own = Recommendation.objects.get(pk=draft.pk)
        return drafting.withdraw(recommendation=own, reason="Said twice.", actor=secretariat)

    at_once(
        partial(circles.adopt_all, circle=circle, actor=scribe),
        *(partial(withdraw, each) for each in drafts[:2]),
        *(partial(edit_draft, Recommendation.objects.get(pk=each.pk), scribe, "Else.") for each in drafts[2:]),
    )

    statuses = {each.status for each in Recommendation.objects.all()}
    assert statuses <= {Status.ADOPTED, Status.WITHDRAWN}
