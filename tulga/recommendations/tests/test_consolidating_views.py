"""The secretariat's consolidation pages."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit import once
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText
from tulga.recommendations.choices import Status
from tulga.recommendations.models import CircleMember, Recommendation, ToldApart, Translation
from tulga.recommendations.services import consolidating
from tulga.recommendations.tests.factories import (
    ChallengeFactory,
    CircleFactory,
    RecommendationFactory,
    WordingFactory,
    issue_words,
)
from tulga.recommendations.views import consolidating as pages

pytestmark = pytest.mark.django_db
PATROLS, POLICE_PATROLS = (
    "Замын-Үүд боомтод хамтарсан эргүүл гаргах.",
    "Замын-Үүд боомтод хамтарсан эргүүл тогтмол гаргах.",
)
TITLE = I18nText(mn="Эргүүл")
WORDS = {"title_mn": "Эргүүл", "text_mn": "Боомтод нэгдсэн эргүүл гаргах.", "priority": "normal"}


@pytest.fixture
def writer():
    return actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)


def adopted(title, text, circle=None, status=Status.ADOPTED, **options):
    return RecommendationFactory(
        title=I18nText(en=title),
        text=text,
        circle=circle or CircleFactory(round_code="2026"),
        status=status,
        addressees=options.pop("addressees", [AgencyFactory()]),
        **options,
    )


def ask(view, actor, sent=None, query=None, language="en", **address):
    if sent is None:
        request = RequestFactory().get(f"/{language}/", query or {})
    else:
        request = RequestFactory().post(f"/{language}/", {once.FIELD: once.new_token(actor.user_id), **sent})
    request.actor = actor
    request._messages = CookieStorage(request)
    with translation.override(language):
        return view.as_view()(request, **address)


def shown(*args, **options):
    return ask(*args, **options).content.decode()


@pytest.mark.parametrize("language", ["mn", "en"])
def test_a_round_of_eleven_costs_as_many_queries_as_one_of_two(writer, language, django_assert_num_queries):
    circle = CircleFactory(round_code="2026")
    for number in range(11):
        adopted(f"Patrols {number}", PATROLS, circle=circle)

    # 1 newest round; near-duplicates: 2 rows, 3 wordings, 4 translations, 5 told apart; 6 and 7 rounds to choose
    # from, checked and drawn, 8 sessions and 9 addressees likewise; rows: 10 themselves, 11 addressees, 12 wordings,
    # 13 translations, 14 joined circles; progress: 15 counts, 16 sessions.
    with django_assert_num_queries(16):
        assert ask(pages.Consolidation, writer, language=language).status_code == 200


def test_near_duplicates_stand_side_by_side_with_the_words_they_share(writer):
    adopted("Patrols", PATROLS)
    adopted("Police patrols", POLICE_PATROLS)

    page = shown(pages.Consolidation, writer)

    assert "Very alike" in page
    assert "<mark>Замын-Үүд боомтод хамтарсан эргүүл </mark>тогтмол <mark>гаргах.</mark>" in page


def test_a_pair_that_was_told_apart_does_not_come_back(writer):
    one, other = adopted("Patrols", PATROLS), adopted("Police patrols", POLICE_PATROLS)

    answer = ask(pages.TellApart, writer, sent={"one": one.pk, "other": other.pk})

    assert (answer.status_code, ToldApart.objects.count()) == (302, 1)
    assert "Very alike" not in shown(pages.Consolidation, writer)


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ({}, {"Patrols", "Boards"}),
        ({"round": ""}, {"Patrols", "Boards", "Old patrols"}),
        ({"round": "2018"}, {"Old patrols"}),
        ({"alike": "on"}, {"Patrols"}),
        ({"language": "en"}, {"Boards"}),
        ({"q": "САМБАР"}, set()),
        ({"q": "boards"}, {"Boards"}),
        ({"state": "consolidated"}, {"Boards"}),
        ({"state": "merged"}, set()),
        ({"state": "draft"}, {"Patrols", "Boards"}),
        ({"session": "987654321"}, {"Patrols", "Boards"}),
    ],
)
def test_the_list_is_narrowed(writer, query, seen):
    adopted("Old patrols", "Хил.", circle=CircleFactory(round_code="2018"))
    adopted("Patrols", PATROLS)
    adopted("Patrols again", POLICE_PATROLS)
    board = adopted("Boards", None, status=Status.CONSOLIDATED, search_key="vuards")
    WordingFactory(recommendation=board, language="en", text="Put up boards.")
    RecommendationFactory(title=I18nText(en="Draft of today"), circle=board.circle)

    page = shown(pages.Consolidation, writer, query=query)

    assert {title for title in ("Patrols", "Boards", "Old patrols") if f"Choose {title}<" in page} == seen
    assert "Draft of today" not in page


def test_the_page_says_how_far_it_is_and_what_is_missing(writer):
    circle = CircleFactory(round_code="2026", title=I18nText(en="Border"))
    adopted("Patrols", PATROLS, circle=circle)
    done = adopted("Boards", None, circle=circle, status=Status.ENDORSED)
    WordingFactory(recommendation=done, language="en", text="Put up boards.")
    english = adopted("Training", None, circle=circle)
    WordingFactory(recommendation=english, language="en", text="Train teachers.")

    page = shown(pages.Consolidation, writer)

    assert "1 of 3 that sessions adopted are consolidated." in page
    assert "No text in Mongolian: it cannot be submitted yet." in page
    assert "No translation into English yet." in page


def test_an_empty_round_says_so(writer):
    assert "Nothing waits to be consolidated." in shown(pages.Consolidation, writer)


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.CHAIR, Role.NATIONAL_RAPPORTEUR, Role.ADMINISTRATOR])
@pytest.mark.parametrize("view", [pages.Consolidation, pages.Merge, pages.TellApart])
def test_the_pages_are_the_secretariats(view, role):
    answer = ask(view, actor_at(AgencyFactory(), role))

    assert answer.status_code == 403
    assert "Only the secretariat" in answer.content.decode()


def test_merging_begins_from_the_words_and_addressees_of_the_parents(writer):
    police, border = AgencyFactory(), AgencyFactory()
    one, other = adopted("Patrols", PATROLS, addressees=[police]), adopted("Again", POLICE_PATROLS, addressees=[border])

    page = shown(pages.Merge, writer, query={"parents": [one.pk, other.pk]})

    assert page.count(PATROLS) == 2  # above the form, and as its beginning
    assert POLICE_PATROLS in page
    for agency in (police, border):
        assert f'<option value="{agency.pk}" selected>' in page
    assert f'value="{one.pk}:1 {other.pk}:1"' in page


@pytest.mark.parametrize("query", [{}, {"parents": "x"}, {"parents": "987654321"}, {"parents": "one"}])
def test_choosing_less_than_two_leads_back_with_a_sentence(writer, query):
    one = adopted("Patrols", PATROLS)
    query = {"parents": one.pk} if query == {"parents": "one"} else query

    answer = ask(pages.Merge, writer, query=query)

    assert (answer.status_code, answer.url) == (302, "/en/consolidation/")


def test_a_merge_by_form_leads_to_the_merged_one(writer):
    one, other = adopted("Patrols", PATROLS), adopted("Again", POLICE_PATROLS)

    sent = {
        **WORDS,
        "parents": [one.pk, other.pk],
        "seen": f"{one.pk}:1 {other.pk}:1",
        "addressees": one.addressees.get().pk,
    }
    answer = ask(pages.Merge, writer, sent=sent)

    result = Recommendation.objects.get(merged_from=one)
    assert (answer.status_code, answer.url) == (302, result.get_absolute_url())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text_mn": "", "text_en": "Patrols."}, "Write the text in this language too: Mongolian."),
        ({"text_mn": "х" * 5_001}, "5000"),
        ({"text_mn": "Дорж, утас 99112233, 1990-05-05-нд төрсөн."}, "Look at this again"),
        ({"title_mn": ""}, "Write the text in at least one language."),
        ({"addressees": []}, "Choose at least one."),
        ({"due_on": "2018-01-01"}, "Choose a deadline that is still to come"),
        ({"due_on": "31.31.2030"}, "Enter a valid date."),
        ({"seen": "one:1"}, "Enter a valid value."),
        ({"priority": "urgent"}, "Select a valid choice."),
        ({"parents": []}, "Choose at least two recommendations to merge."),
        ({"seen": "stale"}, "Reworded meanwhile"),
    ],
)
def test_a_merge_that_cannot_be_keeps_what_was_typed(writer, changes, sentence):
    one, other = adopted("Patrols", PATROLS), adopted("Again", POLICE_PATROLS)
    if changes == {"seen": "stale"}:
        changes = {"seen": f"{one.pk}:7 {other.pk}:1"}
    sent = {**WORDS, "parents": [one.pk, other.pk], "seen": "", "addressees": one.addressees.get().pk, **changes}

    answer = ask(pages.Merge, writer, sent=sent)

    page = answer.content.decode()
    assert answer.status_code in (403, 422)
    assert sentence in page
    assert sent["title_mn"] in page
    assert Recommendation.objects.filter(status=Status.MERGED).count() == 0


def test_after_a_parent_was_reworded_sending_again_merges(writer):
    one, other = adopted("Patrols", PATROLS), adopted("Again", POLICE_PATROLS)
    sent = {
        **WORDS,
        "parents": [one.pk, other.pk],
        "seen": f"{one.pk}:7 {other.pk}:1",
        "addressees": one.addressees.get().pk,
    }

    refused = ask(pages.Merge, writer, sent=sent).content.decode()

    assert f'name="seen" value="{one.pk}:1 {other.pk}:1"' in refused


def test_a_parent_merged_by_somebody_else_meanwhile_is_named(writer):
    one, other, third = adopted("Patrols", PATROLS), adopted("Again", POLICE_PATROLS), adopted("Third", "Хил.")
    consolidating.merge(
        parents=[one, third], title=TITLE, text=I18nText(mn="Нэг."), addressees=one.addressees.all(), actor=writer
    )

    sent = {**WORDS, "parents": [one.pk, other.pk], "addressees": one.addressees.get().pk}
    answer = ask(pages.Merge, writer, sent=sent)

    assert answer.status_code == 403
    assert "“Patrols” cannot be merged: it is “Merged into another”." in answer.content.decode()


@pytest.mark.parametrize(
    "sent",
    [{}, {"one": "x", "other": "y"}, {"one": "987654321", "other": "987654322"}, {"one": "same", "other": "same"}],
)
def test_telling_apart_what_is_no_pair_is_refused(writer, sent):
    row = adopted("Patrols", PATROLS)
    sent = dict.fromkeys(sent, row.pk) if sent.get("one") == "same" else sent

    assert ask(pages.TellApart, writer, sent=sent).status_code == 422
    assert not ToldApart.objects.exists()


def test_a_merge_is_undone_on_a_page_of_its_own(writer):
    one, other = adopted("Patrols", PATROLS), adopted("Again", POLICE_PATROLS)
    result = consolidating.merge(
        parents=[one, other], title=TITLE, text=I18nText(mn="Нэг."), addressees=one.addressees.all(), actor=writer
    )

    assert "its number stays used" in shown(pages.RecommendationUndoMerge, writer, pk=result.pk)
    refused = ask(pages.RecommendationUndoMerge, writer, sent={"reason": ""}, pk=result.pk)
    done = ask(pages.RecommendationUndoMerge, writer, sent={"reason": "Two matters."}, pk=result.pk)

    assert (refused.status_code, done.status_code) == (422, 302)
    assert Recommendation.objects.get(pk=one.pk).status == Status.ADOPTED


def test_the_halves_page_begins_from_the_whole(writer):
    police = AgencyFactory()
    whole = adopted("Two matters", PATROLS, addressees=[police])
    challenge = ChallengeFactory(text=I18nText(en="Nobody patrols at night."))
    whole.challenges.add(challenge)

    page = shown(pages.RecommendationSplit, writer, pk=whole.pk)
    sent = {"title_en": "Second", "text_en": "Second.", "addressees": [police.pk], "challenges": [challenge.pk]}
    answer = ask(pages.RecommendationSplit, writer, sent=sent, pk=whole.pk)

    assert "Nobody patrols at night." in page
    assert page.count(PATROLS) == 2
    half = Recommendation.objects.get(split_from=whole)
    assert (answer.status_code, list(half.challenges.all())) == (302, [challenge])


def test_addressees_are_changed_on_a_page_that_keeps_what_was_typed(writer):
    row = adopted("Patrols", PATROLS, status=Status.CONSOLIDATED)
    police = AgencyFactory()
    sent = {
        "title_en": "Patrols",
        "addressees": [police.pk],
        "priority": "high",
        "version": "1",
        "due_on": "2018-01-01",
    }

    assert "Change addressees, priority or deadline" in shown(pages.RecommendationArrange, writer, pk=row.pk)
    refused = ask(pages.RecommendationArrange, writer, sent=sent, pk=row.pk)
    done = ask(pages.RecommendationArrange, writer, sent={**sent, "due_on": "2999-01-01"}, pk=row.pk)
    stale = ask(pages.RecommendationArrange, writer, sent={**sent, "due_on": ""}, pk=row.pk)

    assert (refused.status_code, done.status_code, stale.status_code) == (422, 302, 409)
    assert "still to come" in refused.content.decode()
    assert list(row.addressees.all()) == [police]


# --- Any two wordings


@pytest.fixture
def circle():
    return CircleFactory(round_code="2026")


@pytest.fixture
def member(circle):
    actor = actor_at(AgencyFactory(), Role.FOCAL_POINT, user_id=UserFactory().pk)
    CircleMember.objects.create(circle=circle, user_id=actor.user_id, valid_from=dt.date(2018, 1, 1))
    return actor


def test_the_last_two_wordings_are_compared_unless_others_are_named(member, circle):
    row = adopted("Patrols", PATROLS, circle=circle)
    WordingFactory(recommendation=row, number=2, text=POLICE_PATROLS)

    page = shown(pages.WordingCompare, member, pk=row.pk)
    same = shown(pages.WordingCompare, member, pk=row.pk, query={"old": "2", "new": "2"})

    assert "One passage differs." in page
    assert "added:" in page
    assert "тогтмол" in page
    assert "The words are the same." in same


@pytest.mark.parametrize("query", [{"new": "99999999999"}, {"old": "x"}, {"old": "1-"}, {"new": "1;2"}])
def test_what_names_no_wording_at_all_compares_the_last_two(member, circle, query):
    row = adopted("Patrols", PATROLS, circle=circle)

    assert ask(pages.WordingCompare, member, query=query, pk=row.pk).status_code == 200


@pytest.mark.parametrize("query", [{"old": "1", "new": "9"}, {"old": "0"}, {"new": "987654321-1"}])
def test_wordings_that_do_not_exist_cannot_be_compared(member, circle, query):
    row = adopted("Patrols", PATROLS, circle=circle)

    with pytest.raises(Http404):
        ask(pages.WordingCompare, member, query=query, pk=row.pk)


def test_a_parent_is_compared_with_what_it_became_part_of(member, circle, writer):
    own, other = adopted("Patrols", PATROLS, circle=circle), adopted("Again", POLICE_PATROLS)
    result = consolidating.merge(
        parents=[own, other], title=TITLE, text=I18nText(mn="Нэгдсэн эргүүл."), addressees=[], actor=writer
    )

    page = shown(pages.WordingCompare, member, pk=result.pk)
    whole = shown(pages.WordingCompare, writer, pk=result.pk)

    assert PATROLS.split()[0] in page
    assert f'value="{own.pk}-1" selected' in page
    assert f'value="{other.pk}-1"' not in page  # the other session's words
    assert f'value="{other.pk}-1"' in whole
    with pytest.raises(Http404):
        ask(pages.WordingCompare, member, pk=result.pk, query={"old": f"{other.pk}-1"})


def test_any_two_may_be_put_side_by_side_by_who_reads_both(member, circle, writer):
    own, other = adopted("Patrols", PATROLS, circle=circle), adopted("Boards", "Самбар байрлуулах.")
    query = {"new": f"{other.pk}-1"}

    assert "Самбар" in shown(pages.WordingCompare, writer, pk=own.pk, query=query)
    with pytest.raises(Http404):
        ask(pages.WordingCompare, member, pk=own.pk, query=query)


def test_words_in_two_languages_stand_side_by_side_and_are_not_compared(member, circle):
    row = adopted("Patrols", PATROLS, circle=circle)
    WordingFactory(recommendation=row, number=2, language="en", text="Patrol together.")

    page = shown(pages.WordingCompare, member, pk=row.pk)

    assert "They have no language in common" in page
    assert "Patrol together." in page
    assert "<del>" not in page


def test_the_language_of_a_comparison_is_chosen_among_those_of_both(member, circle):
    row = adopted("Patrols", PATROLS, circle=circle)
    newer = WordingFactory(recommendation=row, number=2, text=POLICE_PATROLS)
    for wording, words in ((row.latest_wording(), "Patrol often."), (row.wordings.get(number=1), "Patrol.")):
        Translation.objects.create(wording=wording, language="en", number=1, text=words)

    english = shown(pages.WordingCompare, member, pk=row.pk, query={"language": "en"})

    assert newer.text not in english
    assert "Patrol often." in english
    assert newer.text.split()[0] in shown(pages.WordingCompare, member, pk=row.pk, query={"language": "xx"})


def test_drafts_are_compared_by_those_who_may_read_them(member, circle, writer):
    row = adopted("Patrols", PATROLS, circle=circle)
    issue_words(row, Audience.PUBLIC)

    for role in (Role.CHAIR, Role.NATIONAL_RAPPORTEUR, Role.SECRETARIAT):
        assert ask(pages.WordingCompare, actor_at(AgencyFactory(), role), pk=row.pk).status_code == 200
    with pytest.raises(Http404):
        ask(pages.WordingCompare, actor_at(AgencyFactory(), Role.FOCAL_POINT), pk=row.pk)
