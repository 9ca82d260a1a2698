from __future__ import annotations

import datetime as dt
import re

import pytest
from django.http import Http404

from tests.asking import ask, shown
from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.dissemination.choices import ReleaseStatus
from tulga.dissemination.models import Release
from tulga.dissemination.tests.factories import InForceFactory, ReleasedFactory, ReleaseFactory
from tulga.dissemination.views import preparing, reading
from tulga.kit.audience import Audience
from tulga.recommendations.models import Translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def preparer():
    return actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)


@pytest.fixture
def approver():
    return actor_at(AgencyFactory(), Role.CHAIR, user_id=UserFactory().pk)


def test_the_list_makes_one_query(preparer, django_assert_num_queries):
    for _each in range(11):
        ReleaseFactory(carrying=[InForceFactory()])

    # The rows, each with the number of its recommendations.
    with django_assert_num_queries(1):
        assert "Waits for approval" in shown(reading.ReleaseList, preparer)


def test_a_release_is_prepared_changed_and_approved(preparer, approver):
    first, second = InForceFactory(), InForceFactory(in_force_on=None, reference="R-1999-01")
    sent = {"title_en": "Shelters", "recommendations": [first.pk], "audiences": ["public"]}

    assert second.reference not in shown(preparing.ReleaseCreate, preparer)
    assert ask(preparing.ReleaseCreate, preparer, {**sent, "recommendations": [second.pk]}).status_code == 422
    assert ask(preparing.ReleaseCreate, preparer, {**sent, "audiences": []}).status_code == 422
    assert ask(preparing.ReleaseCreate, preparer, sent).status_code == 302
    release = Release.objects.get()

    changed = {**sent, "note_en": "Please read.", "version": "1"}
    assert ask(preparing.ReleaseEdit, preparer, changed, pk=release.pk).status_code == 302
    assert ask(preparing.ReleaseEdit, preparer, changed, pk=release.pk).status_code == 409
    assert "a second person approves it" in shown(reading.ReleaseDetail, preparer, pk=release.pk)

    page = shown(preparing.ReleaseApprove, approver, pk=release.pk)
    assert all(words in page for words in ["General public", "Please read.", "Аймаг бүрд хамгаалах байр нээх."])
    stale = ask(preparing.ReleaseApprove, approver, {"version": "1"}, pk=release.pk)
    assert stale.status_code == 409
    assert "Read it again" in stale.content.decode()
    assert 'name="version" value="2"' in stale.content.decode()
    assert ask(preparing.ReleaseApprove, approver, {"version": "2"}, pk=release.pk).status_code == 302

    assert Release.objects.get().status == ReleaseStatus.RELEASED
    assert ask(preparing.ReleaseEdit, preparer, pk=release.pk).status_code == 403


def test_what_nobody_was_told_of_yet_is_ticked_for_a_new_release(preparer):
    told = InForceFactory(audiences=frozenset({Audience.PUBLIC}))
    waits_in_another, untold = InForceFactory(), InForceFactory()
    ReleaseFactory(carrying=[waits_in_another])

    page = shown(preparing.ReleaseCreate, preparer)

    boxes = {
        int(pk): checked for pk, checked in re.findall(r'name="recommendations" value="(\d+)"[^>]*?(checked|)>', page)
    }
    assert [pk for pk, checked in boxes.items() if checked] == [untold.pk]
    assert set(boxes) == {told.pk, waits_in_another.pk, untold.pk}


def test_who_prepared_it_is_refused(preparer):
    release = ReleaseFactory(prepared_by_id=preparer.user_id, carrying=[InForceFactory()])

    assert ask(preparing.ReleaseApprove, preparer, pk=release.pk).status_code == 403
    assert ask(preparing.ReleaseApprove, preparer, {"version": "1"}, pk=release.pk).status_code == 403
    assert Release.objects.get().status == ReleaseStatus.PREPARED


def test_a_release_is_withdrawn_with_a_reason(preparer):
    release = ReleaseFactory(carrying=[InForceFactory()])

    assert ask(preparing.ReleaseWithdraw, preparer, {"reason": ""}, pk=release.pk).status_code == 422
    assert ask(preparing.ReleaseWithdraw, preparer, {"reason": "Prepared twice."}, pk=release.pk).status_code == 302

    page = shown(reading.ReleaseDetail, preparer, pk=release.pk)
    assert all(words in page for words in ["Withdrawn", "Prepared twice."])


def test_readers_get_its_words_and_not_its_makers():
    recommendation = InForceFactory(audiences=frozenset({Audience.PUBLIC}))
    release = ReleasedFactory(audiences=frozenset({Audience.PUBLIC}), carrying=[recommendation])
    reader = actor_at(AgencyFactory(), Role.FOCAL_POINT, user_id=UserFactory().pk)

    page = shown(reading.ReleaseDetail, reader, pk=release.pk)

    assert "Аймаг бүрд хамгаалах байр нээх." in page
    assert release.prepared_by.full_name not in page
    assert release.approved_by.full_name not in page
    for view in (preparing.ReleaseApprove, preparing.ReleaseEdit, preparing.ReleaseWithdraw):
        assert ask(view, reader, pk=release.pk).status_code == 403


def test_what_waits_is_not_found_by_others():
    release = ReleaseFactory(audiences=frozenset(Audience))
    reader = actor_at(AgencyFactory(), Role.FOCAL_POINT, user_id=UserFactory().pk)

    with pytest.raises(Http404):
        ask(reading.ReleaseDetail, reader, pk=release.pk)


def test_its_page_makes_as_many_queries_for_eleven_as_for_one(preparer, django_assert_max_num_queries):
    release = ReleaseFactory(carrying=[InForceFactory() for _each in range(11)])

    # The release; what is cut, three times (items, passages, titles); the frozen words (2) and what is read elsewhere
    # for what stands in the way, twice; own deliveries; a revision; what may be done; its history.
    with django_assert_max_num_queries(25):
        shown(reading.ReleaseDetail, preparer, pk=release.pk)


# --- What a release carries, changed on its pages -----------------------------------------------------------------
def words_sent(release, **readers):
    """The form of passages as it stands, with other readers for some of them by their place in the text."""
    item = release.items.get()
    everybody = [each.value for each in Audience if each in release.audiences]
    sent = {f"passage_{each.pk}": readers.get(f"passage_{each.number}", everybody) for each in item.passages.all()}
    return {"version": str(Release.objects.get(pk=release.pk).version), **sent}


def two_audiences(**values):
    return ReleaseFactory(
        audiences=frozenset({Audience.GOVERNMENT, Audience.PUBLIC}),
        carrying=[InForceFactory(wording="Замд шалгах. Далд цэгийг нэрлэх.")],
        **values,
    )


def test_a_passage_is_kept_from_an_audience_on_the_page_and_its_title_is_asked_for(preparer):
    release = two_audiences()
    page = shown(preparing.ReleaseMark, preparer, pk=release.pk, position=1)
    assert "Далд цэгийг нэрлэх." in page

    sent = words_sent(release, passage_2=["government"])
    assert ask(preparing.ReleaseMark, preparer, sent, pk=release.pk, position=1).status_code == 302
    assert "write its title for this audience: General public" in shown(reading.ReleaseDetail, preparer, pk=release.pk)

    sent = {**words_sent(release, passage_2=["government"]), "title_public_en": "On the road"}
    assert ask(preparing.ReleaseMark, preparer, sent, pk=release.pk, position=1).status_code == 302
    readers = [each.audiences for each in release.items.get().passages.order_by("number")]
    assert readers[1] == frozenset({Audience.GOVERNMENT})
    assert ask(preparing.ReleaseMark, preparer, {**sent, "version": "1"}, pk=release.pk, position=1).status_code == 409


@pytest.mark.parametrize(
    ("text", "status", "passages"),
    [
        ("Замд |шалгах. Далд цэгийг нэрлэх.", 302, ["Замд ", "шалгах. Далд цэгийг нэрлэх."]),
        ("Замд шалгах. Далд цэгийг нэрлэх.|", 302, ["Замд шалгах. Далд цэгийг нэрлэх."]),
        ("Замд шалгах. Цэгийг нэрлэх.", 422, ["Замд шалгах. ", "Далд цэгийг нэрлэх."]),
    ],
)
def test_marks_between_passages_are_moved_and_no_word_is(preparer, text, status, passages):
    release = two_audiences()
    address = {"pk": release.pk, "position": 1, "language": "mn"}
    assert "Замд шалгах. |Далд" in shown(preparing.ReleasePart, preparer, **address)

    assert ask(preparing.ReleasePart, preparer, {"text": text, "version": "1"}, **address).status_code == status

    assert [each.text for each in release.items.get().passages.order_by("number")] == passages


@pytest.mark.parametrize("address", [{"position": 2}, {"position": 1, "language": "de"}])
def test_what_a_release_does_not_carry_has_no_page(preparer, address):
    view = preparing.ReleasePart if "language" in address else preparing.ReleaseMark

    with pytest.raises(Http404):
        ask(view, preparer, pk=two_audiences().pk, **address)


def test_newer_translations_are_taken_over_on_a_page_of_their_own(preparer):
    release = two_audiences()
    wording = release.items.get().recommendation.latest_wording()
    Translation.objects.create(wording=wording, language="en", number=1, text="Check the road. Name the hidden place.")
    assert not release.items.get().passages.filter(language="en").exists()

    assert ask(preparing.ReleaseTakeNewer, preparer, {"version": "1"}, pk=release.pk).status_code == 302

    assert release.items.get().passages.filter(language="en").count() == 2


def test_a_release_that_is_out_is_revised_once_at_a_time(preparer):
    release = two_audiences(status=ReleaseStatus.RELEASED, approved_by=UserFactory(), released_on=dt.date(2018, 4, 1))
    sent = {"is_material": "no", "reason": "A slip of the pen."}
    assert ask(preparing.ReleaseRevise, preparer, {**sent, "reason": ""}, pk=release.pk).status_code == 422

    assert ask(preparing.ReleaseRevise, preparer, sent, pk=release.pk).status_code == 302

    revision = release.revisions.get()
    assert (revision.is_material, revision.status) == (False, ReleaseStatus.PREPARED)
    assert ask(preparing.ReleaseRevise, preparer, sent, pk=release.pk).status_code == 403
    assert ask(preparing.ReleaseRevise, preparer, pk=revision.pk).status_code == 403
