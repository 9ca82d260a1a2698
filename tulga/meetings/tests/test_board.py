"""The board of a working session as its pages answer: to a browser without a script, and to the one with."""

from __future__ import annotations

import re

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone, translation

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit import once
from tulga.kit.i18n import I18nText
from tulga.meetings.tests.factories import SessionFactory
from tulga.meetings.views import sessions
from tulga.recommendations.choices import CircleStatus, Status
from tulga.recommendations.models import Challenge, CircleMember, DraftingCircle, Recommendation
from tulga.recommendations.tests.factories import ChallengeFactory, RecommendationFactory

pytestmark = pytest.mark.django_db
TOLD = {"text_en": "Nobody asks the second question."}


@pytest.fixture
def session():
    return SessionFactory(number=1)


def somebody(session, role=Role.FOCAL_POINT, *, sits=True, is_scribe=False):
    user = UserFactory()
    if sits:
        row = {"user": user, "valid_from": timezone.localdate(), "is_scribe": is_scribe}
        CircleMember.objects.create(circle=session.circle, **row)
    return actor_at(AgencyFactory(), role, user_id=user.pk)


@pytest.fixture
def member(session):
    return somebody(session)


def ask(view, actor, session, sent=None, *, as_part=False, token="", query=None, **address):
    headers = {"HX-Request": "true"} if as_part else {}
    if sent is None:
        request = RequestFactory().get("/en/board/", query or {}, headers=headers)
    else:
        token = token or once.new_token(actor.user_id)
        request = RequestFactory().post("/en/board/", {once.FIELD: token, **sent}, headers=headers)
    request.actor = actor
    address = {"code": session.meeting.code, "number": session.number, **address}
    with translation.override("en"):
        return view.as_view()(request, **address)


def words(*args, **options) -> str:
    return ask(*args, **options).content.decode()


def card_of(session, text="Nobody asks.", **fields):
    return ChallengeFactory(circle=session.circle, text=I18nText(en=text), **fields)


def edit_of(challenge, text, version=1):
    return {"text_en": text, "agency": challenge.agency_id, "version": version}


def test_a_challenge_is_added_on_the_board_with_the_writers_agency_chosen(session, member):
    page = words(sessions.SessionDetail, member, session)
    own = next(iter(member.agency_ids))
    assert re.search(rf'<option value="{own}" selected>', page)

    answer = ask(sessions.ChallengeAdd, member, session, {**TOLD, "agency": own})

    challenge = Challenge.objects.get()
    assert answer.url == f"/en/meetings/{session.meeting.code}/sessions/1/challenges/{challenge.pk}/"
    assert (challenge.agency_id, challenge.circle) == (own, session.circle)
    assert ask(sessions.ChallengeOnBoard, member, session, pk=challenge.pk).url.endswith(f"#challenge-{challenge.pk}")
    assert "second question" in words(sessions.ChallengeOnBoard, member, session, as_part=True, pk=challenge.pk)


def test_the_same_challenge_sent_again_is_the_first_one(session, member):
    sent, token = {**TOLD, "agency": next(iter(member.agency_ids))}, once.new_token(member.user_id)

    answers = [ask(sessions.ChallengeAdd, member, session, sent, token=token, as_part=True) for _each in range(3)]

    assert len({answer.url for answer in answers}) == 1
    assert Challenge.objects.count() == 1


def test_a_draft_begins_from_challenges_and_names_its_addressees_by_typing_them(session, member):
    challenge = card_of(session)
    police, shelter = (AgencyFactory(name={"en": name}) for name in ("Police", "Shelter of the north"))
    page = words(sessions.SessionDetail, member, session, query={"from": challenge.pk})
    assert re.search(rf'name="challenges" value="{challenge.pk}"[^>]* checked', page)

    sent = {"title_en": "Training", "text_en": "Train everybody.", "challenges": [challenge.pk]}
    ask(sessions.DraftAdd, member, session, {**sent, "addressees_typed": "police, shelter of"})

    draft = Recommendation.objects.get()
    assert set(draft.addressees.all()) == {police, shelter}
    assert list(draft.challenges.all()) == [challenge]
    assert "Train everybody." in words(sessions.DraftOnBoard, member, session, as_part=True, pk=draft.pk)


def test_two_people_editing_one_text_get_both_side_by_side(session, member):
    challenge = card_of(session, agency=AgencyFactory())
    ask(sessions.ChallengeOnBoardEdit, member, session, edit_of(challenge, "Hers."), pk=challenge.pk)

    for as_part in (False, True):
        sent = edit_of(challenge, "His.")
        answer = ask(sessions.ChallengeOnBoardEdit, somebody(session), session, sent, as_part=as_part, pk=challenge.pk)

        page = answer.content.decode()
        assert answer.status_code == 409
        assert all(text in page for text in ["Yours", "His.", "Saved meanwhile", "Hers."])
        assert 'name="version" value="2"' in page
        assert ("<html" in page) is not as_part

    challenge.refresh_from_db()
    assert str(challenge.text) == "Hers."


def test_both_choices_are_shown_by_name_not_by_number(session, member):
    challenge, police = card_of(session), AgencyFactory(name={"en": "Border police"})
    theirs = {**edit_of(challenge, "Nobody asks."), "agency": police.pk}
    ask(sessions.ChallengeOnBoardEdit, member, session, theirs, pk=challenge.pk)

    answer = ask(sessions.ChallengeOnBoardEdit, member, session, edit_of(challenge, "Nobody asks."), pk=challenge.pk)

    assert re.search(r"Saved meanwhile</p><p class=\"tu-words\">Border police<", answer.content.decode())


def test_a_draft_is_edited_in_its_place_and_the_slower_one_is_told(session, member):
    draft = RecommendationFactory(circle=session.circle, text="Боомт бүрд шалгах.", addressees=[AgencyFactory()])
    form = words(sessions.DraftOnBoardEdit, member, session, as_part=True, pk=draft.pk)
    assert "Боомт бүрд шалгах." in form
    sent = {"title_en": "Ports", "text_mn": "Бүх боомтыг шалгах.", "version": 1}
    sent["addressees"] = [each.pk for each in draft.addressees.all()]

    assert ask(sessions.DraftOnBoardEdit, member, session, sent, pk=draft.pk).status_code == 302
    assert ask(sessions.DraftOnBoardEdit, member, session, sent, pk=draft.pk).status_code == 409

    assert draft.wordings.count() == 2


def changes_since(number, actor, session):
    return ask(sessions.SessionChanges, actor, session, query={"since": number})


def test_who_follows_the_board_gets_only_what_changed(session, member):
    ask(sessions.ChallengeAdd, member, session, {**TOLD, "agency": next(iter(member.agency_ids))})
    first = Challenge.objects.get()
    assert changes_since(first.last_act, member, session).status_code == 204

    ask(sessions.ChallengeAdd, member, session, {"text_en": "No interpreter.", "agency": first.agency_id})

    answer = changes_since(first.last_act, member, session)
    page = answer.content.decode()
    assert ("No interpreter." in page, "second question" in page) == (True, False)
    latest = Challenge.objects.latest("pk").last_act
    assert f'data-number="{latest}"' in page
    assert changes_since(latest, member, session).status_code == 204


@pytest.mark.parametrize("since", ["", "-1", "x", "9" * 30, "1.5"])
def test_an_odd_question_gets_the_whole_board(session, member, since):
    card_of(session)

    assert "Nobody asks." in changes_since(since, member, session).content.decode()


def test_following_an_unchanged_board_takes_one_query(session, member, django_assert_num_queries):
    for _each in range(11):
        card_of(session, last_act=7)

    # The session if it is theirs to see, with the number of the latest act on its board.
    with django_assert_num_queries(1):
        assert changes_since(7, member, session).status_code == 204


def test_the_board_takes_the_same_number_of_queries_for_any_number_of_cards(
    session, member, django_assert_max_num_queries
):
    for number in range(11):
        challenge = card_of(session)
        draft = RecommendationFactory(circle=session.circle, text=f"Текст {number}", addressees=[AgencyFactory()])
        draft.challenges.add(challenge)

    # Of the board: session, right to write, challenges and places, drafts with their addressees, challenges, wordings
    # and translations, the choices of two forms, members, scribe, history. The rest counts what waits, on every page.
    with django_assert_max_num_queries(36):
        words(sessions.SessionDetail, member, session)


@pytest.mark.parametrize(
    ("role", "sits", "reads", "writes"),
    [
        (Role.FOCAL_POINT, True, True, True),
        (Role.CASE_OFFICER, True, True, True),
        (Role.PARTNER, True, True, True),
        (Role.SECRETARIAT, False, True, True),
        (Role.CHAIR, False, True, False),
        (Role.NATIONAL_RAPPORTEUR, False, True, False),
        (Role.FOCAL_POINT, False, False, False),
        (Role.AGENCY_HEAD, False, False, False),
        (Role.ADMINISTRATOR, False, False, False),
    ],
)
def test_who_reads_and_who_writes_on_a_board(session, role, sits, reads, writes):
    actor, challenge = somebody(session, role, sits=sits), card_of(session)
    sent = {**TOLD, "agency": challenge.agency_id}

    for view, address in [
        (sessions.SessionDetail, {}),
        (sessions.SessionChanges, {}),
        (sessions.ChallengeOnBoard, {"pk": challenge.pk}),
    ]:
        if reads:
            assert ask(view, actor, session, as_part=True, **address).status_code == 200
        else:
            with pytest.raises(Http404):
                ask(view, actor, session, as_part=True, **address)
    status = ask(sessions.ChallengeAdd, actor, session, sent).status_code
    assert status == (302 if writes else 403 if reads else 404)
    assert Challenge.objects.count() == 1 + writes


@pytest.mark.parametrize("as_part", [False, True])
def test_what_is_written_into_a_closed_session_comes_back_with_a_sentence(session, member, as_part):
    DraftingCircle.objects.filter(pk=session.circle_id).update(status=CircleStatus.CLOSED)
    sent = {**TOLD, "agency": next(iter(member.agency_ids))}

    answer = ask(sessions.ChallengeAdd, member, session, sent, as_part=as_part)

    assert answer.status_code == 403
    assert "second question" in answer.content.decode()
    assert "closed" in answer.content.decode()


@pytest.mark.parametrize("as_part", [False, True])
@pytest.mark.parametrize("sits", [False, True])
def test_what_is_written_into_no_session_comes_back_whether_it_was_ever_there(session, sits, as_part):
    actor = somebody(session, sits=sits)
    number = session.number if not sits else 77

    answer = ask(sessions.ChallengeAdd, actor, session, TOLD, as_part=as_part, number=number)

    assert answer.status_code == 404
    assert "second question" in answer.content.decode()
    assert str(session.title) not in answer.content.decode()


def test_another_persons_form_is_not_read_out(session, member):
    with pytest.raises(Http404):
        ask(sessions.ChallengeAdd, member, session, TOLD, token=once.new_token(987_654), number=77)


def test_cards_are_moved_by_buttons(session, member):
    first, second = card_of(session, "a"), card_of(session, "b")

    answer = ask(sessions.ChallengeMove, member, session, {"up": second.pk})

    assert answer.url.endswith(f"/challenges/{second.pk}/")
    assert list(Challenge.objects.for_board()) == [second, first]
    assert ask(sessions.ChallengeMove, member, session).url == session.get_absolute_url()
    assert ask(sessions.ChallengeMove, member, session, {"up": first.pk, "down": first.pk}).status_code == 422
    assert ask(sessions.ChallengeMove, member, session, {"up": ChallengeFactory().pk}).status_code == 404


def test_another_sessions_card_is_not_on_this_board(session, member):
    other = ChallengeFactory()

    for view in (sessions.ChallengeOnBoard, sessions.ChallengeOnBoardEdit):
        with pytest.raises(Http404):
            ask(view, member, session, pk=other.pk)


def test_the_scribe_adopts_everything_and_closes_the_session(session):
    scribe = somebody(session, is_scribe=True)
    drafts = [RecommendationFactory(circle=session.circle) for _each in range(2)]
    page = words(sessions.SessionDetail, scribe, session)
    assert all(text in page for text in ["Adopt all drafts", "Close the session"])
    assert str(drafts[0].working_title) in words(sessions.SessionAdoptAll, scribe, session)

    assert ask(sessions.SessionClose, scribe, session, {"adopt_drafts": "on"}).status_code == 302

    assert set(Recommendation.objects.values_list("status", flat=True)) == {Status.ADOPTED}
    page = words(sessions.SessionDetail, scribe, session)
    assert ("Open the session again" in page, "Record the challenge" in page) == (True, False)
    assert ask(sessions.SessionOpenAgain, scribe, session, {}).status_code == 302
    assert "Record the challenge" in words(sessions.SessionDetail, scribe, session)


def test_whoever_follows_learns_that_the_session_was_closed(session):
    scribe = somebody(session, is_scribe=True)
    ask(sessions.SessionClose, scribe, session, {})

    page = changes_since(0, scribe, session).content.decode()

    assert "The session was closed." in page
