"""Packages: prepared, laid before the ministry, decided one by one or in blocks, or returned."""

from __future__ import annotations

import io
import threading
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.utils import translation
from pypdf import PdfReader

from tulga.accounts.choices import Role
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.kit.errors import NotAllowed, RuleBroken, StaleEdit
from tulga.kit.i18n import I18nText
from tulga.kit.search import fold
from tulga.recommendations.choices import Hand, ItemEnd, Outcome, PackageState, Status
from tulga.recommendations.models import Decision, Part, Recommendation, Submission, SubmissionItem
from tulga.recommendations.services import deciding, drafting, packaging
from tulga.recommendations.services.deciding import BlockChanged
from tulga.recommendations.services.packaging import Arranged
from tulga.recommendations.summaries import state_of
from tulga.recommendations.tests.factories import ChallengeFactory, RecommendationFactory, WordingFactory
from tulga.recommendations.tests.test_services import somebody
from tulga.recommendations.tests.test_views import ask, shown
from tulga.recommendations.views import deciding as deciding_views
from tulga.recommendations.views import packaging as views

pytestmark = pytest.mark.django_db
TITLE, COVER = I18nText(mn="Багц", en="Package of spring"), I18nText(mn="Хүргүүлье.", en="We lay before you.")


@pytest.fixture
def writer():
    return somebody(Role.SECRETARIAT)


@pytest.fixture
def decider():
    return somebody(Role.CHAIR)


def consolidated(number, **values):
    values = {"title": I18nText(en=f"Title {number}"), "addressees": [AgencyFactory()], **values}
    return RecommendationFactory(
        status=Status.CONSOLIDATED, reference=f"R-2018-{number:02d}", text=f"{number} дэх үг.", **values
    )


def prepared(writer, count=3, cover_text=COVER):
    package = packaging.prepare_package(title=TITLE, cover_text=cover_text, actor=writer)
    if count:
        chosen = [consolidated(number) for number in range(1, count + 1)]
        packaging.add_to_package(package=package, recommendations=chosen, actor=writer)
    return package


def laid(writer, count=3):
    package = prepared(writer, count)
    return packaging.lay_package(package=package, expected_version=package.version, actor=writer)


def items_of(package):
    return list(package.items.select_related("recommendation").in_order())


def pks(items):
    return [each.pk for each in items]


# --- Preparing


def test_a_package_is_prepared_arranged_and_laid_with_its_words_frozen(writer):
    package = prepared(writer)
    first, second, third = items_of(package)
    arranged = {
        first.pk: Arranged(position=2, proposal=Outcome.DEFERRED, advice="No money this year."),
        second.pk: Arranged(position=1),
        third.pk: Arranged(position=3, leaves=True),
    }

    packaging.arrange_package(package=package, arranged=arranged, expected_version=1, actor=writer)
    WordingFactory(recommendation=second.recommendation, number=2, text="Сүүлийн үг.")
    packaging.lay_package(package=package, expected_version=2, actor=writer)

    found = [
        (each.recommendation.reference, each.proposal, each.advice, each.wording.text) for each in items_of(package)
    ]
    assert found == [
        ("R-2018-02", Outcome.ENDORSED, "", "Сүүлийн үг."),
        ("R-2018-01", Outcome.DEFERRED, "No money this year.", "1 дэх үг."),
    ]
    assert set(Recommendation.objects.values_list("reference", "status")) == {
        ("R-2018-01", Status.SUBMITTED),
        ("R-2018-02", Status.SUBMITTED),
        ("R-2018-03", Status.CONSOLIDATED),
    }
    assert package.submitted_by_id == writer.user_id
    assert (
        AuditEvent.objects.filter(target_type="recommendations.submission", verb="recommendations.submit").count() == 1
    )


@pytest.mark.parametrize(
    ("count", "cover_text", "sentence"),
    [
        (0, COVER, "empty"),
        (1, I18nText(en="We lay before you."), "deciding language"),
        (1, I18nText(), "deciding language"),
    ],
)
def test_a_package_that_is_not_ready_is_not_laid(writer, count, cover_text, sentence):
    package = prepared(writer, count, cover_text)

    with pytest.raises(RuleBroken, match=sentence):
        packaging.lay_package(package=package, expected_version=1, actor=writer)

    assert not Submission.objects.get().is_laid
    assert not Recommendation.objects.filter(status=Status.SUBMITTED).exists()


def test_one_recommendation_that_is_not_ready_holds_the_package_and_is_named(writer):
    package = prepared(writer)
    Recommendation.objects.get(reference="R-2018-02").addressees.clear()

    with pytest.raises(NotAllowed, match=r"R-2018-02: Name at least one addressee"):
        packaging.lay_package(package=package, expected_version=1, actor=writer)

    assert not Recommendation.objects.filter(status=Status.SUBMITTED).exists()


def test_title_and_cover_text_are_written_anew_until_it_is_laid(writer):
    package = prepared(writer, 1)

    def edit(cover_text):
        return packaging.edit_package(
            package=package, title=TITLE, cover_text=I18nText(mn=cover_text), expected_version=1, actor=writer
        )

    edit("Дахин хүргүүлье.")

    with pytest.raises(StaleEdit):
        edit("Гурав дахь үг.")
    assert str(Submission.objects.get().cover_text) == "Дахин хүргүүлье."


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        (list, "Tick at least one"),
        (lambda: [RecommendationFactory(status=Status.CONSOLIDATED)], "in at least one language"),
        (lambda: [consolidated(1)] * (packaging.MOST_ITEMS + 1), "at most 200 recommendations"),
    ],
    ids=["none", "without words", "too many"],
)
def test_what_cannot_be_added_leaves_the_package_as_it_was(writer, chosen, sentence):
    package = prepared(writer, 0)

    with pytest.raises(RuleBroken, match=sentence):
        packaging.add_to_package(package=package, recommendations=chosen(), actor=writer)

    assert not package.items.exists()


def test_nothing_lies_in_two_packages(writer):
    package, other = prepared(writer, 1), prepared(writer, 0)
    recommendation = items_of(package)[0].recommendation

    with pytest.raises(RuleBroken, match="R-2018-01 is in another package"):
        packaging.add_to_package(package=other, recommendations=[recommendation], actor=writer)
    with pytest.raises(RuleBroken, match="another package"):
        packaging.submit(recommendations=[recommendation], actor=writer)
    with pytest.raises(IntegrityError), transaction.atomic():
        SubmissionItem.objects.create(
            submission=other, recommendation=recommendation, wording=recommendation.latest_wording()
        )
    assert Recommendation.objects.get(pk=recommendation.pk).status == Status.CONSOLIDATED


@pytest.mark.parametrize("act", ["edit", "add", "arrange", "lay"])
def test_what_is_laid_is_changed_no_more(writer, act):
    package = laid(writer, 1)
    acts = {
        "edit": lambda: packaging.edit_package(
            package=package, title=TITLE, cover_text=COVER, expected_version=package.version, actor=writer
        ),
        "add": lambda: packaging.add_to_package(package=package, recommendations=[consolidated(9)], actor=writer),
        "arrange": lambda: packaging.arrange_package(
            package=package, arranged={}, expected_version=package.version, actor=writer
        ),
        "lay": lambda: packaging.lay_package(package=package, expected_version=package.version, actor=writer),
    }

    with pytest.raises(NotAllowed, match="laid before the ministry"):
        acts[act]()


def test_of_two_who_arrange_one_package_the_second_is_told(writer):
    package = prepared(writer)
    packaging.arrange_package(package=package, arranged={}, expected_version=1, actor=writer)

    with pytest.raises(StaleEdit):
        packaging.lay_package(package=Submission.objects.get(), expected_version=1, actor=writer)


def test_a_withdrawn_recommendation_leaves_the_package_and_may_not_be_decided(writer, decider):
    package = laid(writer, 2)
    first, _second = items_of(package)
    drafting.withdraw(recommendation=first.recommendation, reason="Doubled.", actor=writer)

    assert items_of(package)[0].ended_as == ItemEnd.WITHDRAWN
    assert [each.recommendation.reference for each in package.items.open()] == ["R-2018-02"]


@pytest.mark.parametrize(
    ("is_laid", "open_count", "decided", "returned", "state"),
    [
        (False, 3, 0, 0, PackageState.PREPARED),
        (True, 3, 0, 0, PackageState.SUBMITTED),
        (True, 2, 1, 0, PackageState.PARTLY_DECIDED),
        (True, 1, 0, 2, PackageState.SUBMITTED),
        (True, 0, 1, 2, PackageState.DECIDED),
        (True, 0, 0, 2, PackageState.RETURNED),
        (True, 0, 0, 0, PackageState.WITHDRAWN),
    ],
)
def test_how_far_a_package_is_its_items_say(is_laid, open_count, decided, returned, state):
    assert state_of(is_laid=is_laid, open_count=open_count, decided_count=decided, returned_count=returned) == state


# --- Deciding in a block


def test_a_block_follows_the_adviser_and_each_decision_is_recorded_by_itself(writer, decider):
    package = prepared(writer)
    items = items_of(package)
    arranged = {each.pk: Arranged(position=number) for number, each in enumerate(items, start=1)}
    arranged[items[1].pk] = Arranged(position=2, proposal=Outcome.DEFERRED, advice="No money this year.")
    packaging.arrange_package(package=package, arranged=arranged, expected_version=1, actor=writer)
    packaging.lay_package(package=package, expected_version=2, actor=writer)

    decisions = deciding.decide_block(package=package, items=pks(items), outcome="", actor=decider)

    assert [(each.outcome, each.reasons) for each in decisions] == [
        (Outcome.ENDORSED, ""),
        (Outcome.DEFERRED, "No money this year."),
        (Outcome.ENDORSED, ""),
    ]
    assert all(each.wording_hash == each.item.wording.hash for each in decisions)
    assert AuditEvent.objects.filter(verb="recommendations.decide").count() == 3
    assert Part.objects.filter(hand=Hand.DECIDER).count() == 3


@pytest.mark.parametrize(
    ("meanwhile", "said"), [("withdrawn", "Withdrawn"), ("decided", "Decided"), ("returned", "Returned")]
)
def test_a_block_of_which_one_changed_decides_nothing_and_says_what_changed(writer, decider, meanwhile, said):
    package = laid(writer)
    items = items_of(package)
    recommendation = items[1].recommendation
    if meanwhile == "withdrawn":
        drafting.withdraw(recommendation=recommendation, reason="Doubled.", actor=writer)
    elif meanwhile == "decided":
        deciding.decide(recommendation=recommendation, outcome=Outcome.ENDORSED, actor=somebody(Role.CHAIR))
    else:
        deciding.return_for_redrafting(recommendation=recommendation, reason="Vague.", actor=decider)
    before = Decision.objects.count()

    with pytest.raises(BlockChanged) as refusal:
        deciding.decide_block(package=package, items=pks(items), outcome=Outcome.DECLINED, reasons="No.", actor=decider)

    assert [(each.reference, each.reason.split()[0]) for each in refusal.value.changed] == [("R-2018-02", said)]
    assert "R-2018-02" in str(refusal.value)
    assert Decision.objects.count() == before


def test_reworded_and_laid_anew_is_changed_too(writer, decider):
    package = laid(writer, 2)
    items = items_of(package)
    deciding.return_for_redrafting(recommendation=items[0].recommendation, reason="Vague.", actor=decider)
    packaging.submit(recommendations=[items[0].recommendation], actor=writer)

    with pytest.raises(BlockChanged):
        deciding.decide_block(package=package, items=pks(items), outcome=Outcome.ENDORSED, actor=decider)


def test_what_the_decider_drafted_is_named_and_the_rest_waits_for_one_more_click(writer, decider):
    package = laid(writer, 2)
    items = items_of(package)
    Part.objects.create(recommendation=items[0].recommendation, user_id=decider.user_id, hand=Hand.DRAFTER)

    with pytest.raises(BlockChanged, match="R-2018-01: You drafted"):
        deciding.decide_block(package=package, items=pks(items), outcome=Outcome.ENDORSED, actor=decider)
    deciding.decide_block(package=package, items=pks(items[1:]), outcome=Outcome.ENDORSED, actor=decider)

    assert Decision.objects.get().item == items[1]


@pytest.mark.parametrize(
    ("outcome", "reasons", "field"),
    [
        (Outcome.DEFERRED, " ", "reasons"),
        (Outcome.ENDORSED_WITH_CHANGES, "Shorter.", "items"),
    ],
)
def test_a_block_without_reasons_or_with_changed_words_is_refused(writer, decider, outcome, reasons, field):
    package = laid(writer, 2)

    with pytest.raises(RuleBroken) as refusal:
        deciding.decide_block(
            package=package, items=pks(items_of(package)), outcome=outcome, reasons=reasons, actor=decider
        )

    assert refusal.value.field == field
    assert not Decision.objects.exists()


def test_nothing_ticked_and_items_of_another_package_decide_nothing(writer, decider):
    package, other = laid(writer, 1), prepared(writer, 0)

    for items in ([], pks(items_of(package))):
        with pytest.raises(RuleBroken, match="Tick"):
            deciding.decide_block(package=other, items=items, outcome=Outcome.ENDORSED, actor=decider)


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.FOCAL_POINT, Role.NATIONAL_RAPPORTEUR, Role.ADMINISTRATOR])
def test_nobody_but_the_chair_decides_or_returns_a_package(writer, role):
    package, actor = laid(writer, 1), somebody(role)

    with pytest.raises(NotAllowed):
        deciding.decide_block(package=package, items=pks(items_of(package)), outcome=Outcome.ENDORSED, actor=actor)
    with pytest.raises(NotAllowed):
        deciding.return_package(package=package, reason="Vague.", actor=actor)


def test_returning_a_package_sends_back_what_is_undecided_and_keeps_what_is_decided(writer, decider):
    package = laid(writer)
    first, second, third = items_of(package)
    deciding.decide(recommendation=first.recommendation, outcome=Outcome.ENDORSED, actor=decider)

    deciding.return_package(package=package, reason="Bring figures.", actor=decider)

    assert [each.ended_as for each in items_of(package)] == [ItemEnd.DECIDED, ItemEnd.RETURNED, ItemEnd.RETURNED]
    assert {each.recommendation.status for each in items_of(package)} == {Status.ENDORSED, Status.CONSOLIDATED}
    assert AuditEvent.objects.filter(reason="Bring figures.").count() == 2
    with pytest.raises(NotAllowed, match="Nothing of this package"):
        deciding.return_package(package=package, reason="Once more.", actor=decider)
    packaging.submit(recommendations=[second.recommendation, third.recommendation], actor=writer)


def test_returning_needs_a_reason(writer, decider):
    package = laid(writer, 1)

    with pytest.raises(RuleBroken):
        deciding.return_package(package=package, reason=" ", actor=decider)


def test_what_is_deferred_waits_for_the_next_agenda_until_it_is_taken_up(writer, decider):
    package = laid(writer, 1)
    recommendation = items_of(package)[0].recommendation
    deciding.decide(recommendation=recommendation, outcome=Outcome.DEFERRED, reasons="Next year.", actor=decider)
    assert list(Recommendation.objects.visible_to(writer).deferred()) == [recommendation]

    drafting.take_up_again(recommendation=recommendation, actor=writer)
    assert not Recommendation.objects.visible_to(writer).deferred().exists()
    assert list(Recommendation.objects.visible_to(writer).can_be_laid()) == [recommendation]


# --- Pages


PREPARING_PAGES = [views.PackageEdit, views.PackageChoose, views.PackageArrange, views.PackageLay]


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize("view", [views.PackageDetail, *PREPARING_PAGES])
def test_a_package_in_preparation_is_the_secretariats_alone(writer, decider, view, language):
    package = prepared(writer)

    assert ask(view, writer, language=language, pk=package.pk).status_code == 200
    for actor in (decider, somebody(Role.NATIONAL_RAPPORTEUR), somebody(Role.FOCAL_POINT)):
        with pytest.raises(Http404):
            ask(view, actor, language=language, pk=package.pk)
    assert "Package of spring" not in shown(views.PackageList, decider)


def test_a_package_of_one_without_a_title_is_told_by_its_recommendation(writer):
    for number in (1, 2):
        deciding.submit(recommendations=[consolidated(number)], actor=writer)

    page = shown(views.PackageList, writer)

    assert all(f"R-2018-0{number} · Package of" in page for number in (1, 2))


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize("view", [views.PackageDetail, views.PackageDecide, views.PackageReturn])
def test_a_laid_package_is_read_by_those_who_read_drafts_and_decided_by_the_chair(writer, decider, view, language):
    package = laid(writer)
    reads_only = 200 if view is views.PackageDetail else 403

    assert ask(view, decider, language=language, pk=package.pk).status_code == 200
    assert ask(view, writer, language=language, pk=package.pk).status_code == reads_only
    assert ask(view, somebody(Role.NATIONAL_RAPPORTEUR), language=language, pk=package.pk).status_code == reads_only
    with pytest.raises(Http404):
        ask(view, somebody(Role.FOCAL_POINT), language=language, pk=package.pk)


def test_recommendations_are_found_ticked_and_added(writer):
    package = prepared(writer, 0)
    ports, shelters = consolidated(1, search_key=fold("ports")), consolidated(2, search_key=fold("shelters"))

    found = shown(views.PackageChoose, writer, query={"q": "ports"}, pk=package.pk)
    assert "Title 1" in found
    assert "Title 2" not in found

    answer = ask(views.PackageChoose, writer, sent={"recommendations": [ports.pk, shelters.pk]}, pk=package.pk)
    assert answer.status_code == 302
    assert [each.recommendation for each in items_of(package)] == [ports, shelters]
    refused = ask(views.PackageChoose, writer, sent={"recommendations": [ports.pk]}, pk=package.pk)
    assert refused.status_code == 422
    assert ask(views.PackageChoose, writer, sent={}, pk=package.pk).status_code == 422


def test_arranging_keeps_what_was_typed_where_one_row_is_wrong(writer):
    package = prepared(writer, 2)
    first, second = items_of(package)
    sent = {"version": "1"}
    for item in (first, second):
        sent |= {f"position_{item.pk}": "1", f"proposal_{item.pk}": "endorsed", f"advice_{item.pk}": "Good."}

    wrong = ask(views.PackageArrange, writer, sent={**sent, f"position_{first.pk}": "soon"}, pk=package.pk)
    assert wrong.status_code == 422
    assert all(each in wrong.content.decode() for each in ['value="soon"', "Good."])

    right = ask(views.PackageArrange, writer, sent={**sent, f"position_{first.pk}": "2"}, pk=package.pk)
    assert right.status_code == 302
    assert [each.recommendation.reference for each in items_of(package)] == ["R-2018-02", "R-2018-01"]
    stale = ask(views.PackageArrange, writer, sent=sent, pk=package.pk)
    assert stale.status_code == 409


def test_after_a_decision_comes_the_next_undecided_and_after_the_last_the_package(writer, decider):
    package = laid(writer)
    items = items_of(package)
    visited = []
    for item in (items[1], items[2], items[0]):
        answer = ask(
            deciding_views.RecommendationDecide, decider, sent={"outcome": "endorsed"}, pk=item.recommendation_id
        )
        visited.append(answer.url)

    def page(item):
        return f"/en/recommendations/{item.recommendation_id}/decide/"

    assert visited == [page(items[2]), page(items[0]), f"/en/packages/{package.pk}/"]


def test_the_page_of_a_decision_reads_from_words_to_advice_in_this_order(writer, decider):
    package = prepared(writer, 2)
    item = items_of(package)[0]
    arranged = {item.pk: Arranged(position=1, proposal=Outcome.DECLINED, advice="It is done already.")}
    packaging.arrange_package(package=package, arranged=arranged, expected_version=1, actor=writer)
    recommendation = item.recommendation
    recommendation.addressees.set([AgencyFactory(name=I18nText(en="Border agency"))])
    recommendation.challenges.add(ChallengeFactory(circle=recommendation.circle, text=I18nText(en="No order")))
    packaging.lay_package(package=package, expected_version=2, actor=writer)

    page = shown(deciding_views.RecommendationDecide, decider, pk=recommendation.pk)

    parts = [
        "1 дэх үг.",
        "Border agency",
        "No order",
        "Decline",
        "It is done already.",
        'name="outcome"',
        'name="reasons"',
    ]
    places = [page.index(each) for each in parts]
    assert places == sorted(places)
    assert "1 of 2, 2 undecided" in page


def test_a_changed_block_keeps_ticks_and_reasons_so_that_one_more_click_decides_the_rest(writer, decider):
    package = laid(writer)
    items = items_of(package)
    sent = {"items": pks(items), "outcome": "declined", "reasons": "Not ours to do."}
    drafting.withdraw(recommendation=items[1].recommendation, reason="Doubled.", actor=writer)

    refused = ask(views.PackageDecide, decider, sent=sent, pk=package.pk)
    page = refused.content.decode()

    assert refused.status_code == 422
    assert not Decision.objects.exists()
    assert all(each in page for each in ["Changed meanwhile", "R-2018-02", "Not ours to do."])
    assert page.count(" checked") == 3  # two items and the outcome
    assert f'value="{items[1].pk}" id="item' not in page

    done = ask(views.PackageDecide, decider, sent={**sent, "items": [items[0].pk, items[2].pk]}, pk=package.pk)
    assert (done.status_code, done.url) == (302, f"/en/packages/{package.pk}/")
    assert Decision.objects.filter(outcome="declined", reasons="Not ours to do.").count() == 2


def test_all_are_ticked_at_once_without_a_script(writer, decider):
    package = laid(writer)

    assert shown(views.PackageDecide, decider, query={"ticked": "all"}, pk=package.pk).count(" checked") == 4
    assert shown(views.PackageDecide, decider, pk=package.pk).count(" checked") == 1


def test_the_page_of_one_item_is_read_before_and_after_the_decision(writer, decider):
    package = laid(writer, 2)
    item = items_of(package)[0]
    address = {"pk": package.pk, "item_pk": item.pk}
    assert "/decide/" in shown(views.PackageItem, decider, **address)
    assert "/decide/" not in shown(views.PackageItem, writer, **address)

    deciding.decide(
        recommendation=item.recommendation,
        outcome=Outcome.ENDORSED_WITH_CHANGES,
        reasons="Shorter.",
        changed_text=I18nText(mn="Товч үг."),
        actor=decider,
    )
    page = shown(views.PackageItem, decider, **address)
    assert all(each in page for each in ["1 дэх үг.", "Товч үг.", "Shorter.", "Endorsed with changes"])
    with pytest.raises(Http404):
        ask(views.PackageItem, writer, pk=package.pk, item_pk=laid_elsewhere(writer).pk)


def laid_elsewhere(writer):
    return packaging.submit(recommendations=[consolidated(7)], actor=writer).items.get()


def test_the_brief_is_in_the_deciding_language_one_recommendation_on_a_page(writer, decider):
    package = laid(writer)
    with translation.override("en"):
        answer = ask(views.PackageBrief, decider, pk=package.pk)

    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 4
    assert "Хүргүүлье." in pages[0].extract_text()
    assert "2 дэх үг." in pages[2].extract_text()
    assert "We lay before you." not in pages[0].extract_text()
    with pytest.raises(Http404):
        ask(views.PackageBrief, somebody(Role.FOCAL_POINT), pk=package.pk)


@pytest.mark.parametrize("view", [views.PackageDetail, views.PackageDecide])
def test_a_package_of_forty_costs_as_many_queries_as_one_of_two(writer, decider, view, django_assert_max_num_queries):
    package = laid(writer, 40)

    # The package; its items; their translations; whether any is open; the history.
    with django_assert_max_num_queries(7):
        assert ask(view, decider, pk=package.pk).status_code == 200


# --- Races


@contextmanager
def at_once():
    """Functions run in threads that start together; what each came to is in the list."""
    results = []

    def run(*acts):
        barrier = threading.Barrier(len(acts))

        def one(act):
            barrier.wait(timeout=20)
            try:
                act()
                results.append("done")
            except (NotAllowed, RuleBroken, StaleEdit):
                results.append("refused")
            finally:
                connection.close()

        threads = [threading.Thread(target=one, args=(act,)) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return results

    yield run


@pytest.mark.django_db(transaction=True)
def test_a_block_against_a_single_decision_decides_nothing_twice(writer):
    package = laid(writer, 6)
    items, first, second = items_of(package), somebody(Role.CHAIR), somebody(Role.CHAIR)
    mine = Recommendation.objects.get(pk=items[3].recommendation_id)

    with at_once() as run:
        results = run(
            lambda: deciding.decide_block(
                package=package, items=pks(items), outcome=Outcome.DECLINED, reasons="No.", actor=first
            ),
            lambda: deciding.decide(recommendation=mine, outcome=Outcome.DEFERRED, reasons="Later.", actor=second),
        )

    assert sorted(results) == ["done", "refused"]
    assert Decision.objects.count() in (1, 6)
    for decision in Decision.objects.select_related("item__recommendation"):
        assert decision.item.recommendation.status == decision.outcome


@pytest.mark.django_db(transaction=True)
def test_two_blocks_at_once_have_one_effect(writer):
    package = laid(writer, 6)
    items = pks(items_of(package))
    acts = [
        lambda actor=actor, order=order: deciding.decide_block(
            package=package, items=order, outcome=Outcome.ENDORSED, actor=actor
        )
        for actor, order in ((somebody(Role.CHAIR), items), (somebody(Role.CHAIR), items[::-1]))
    ]

    with at_once() as run:
        results = run(*acts)

    assert sorted(results) == ["done", "refused"]
    assert Decision.objects.count() == 6
    assert Part.objects.filter(hand=Hand.DECIDER).values("user").distinct().count() == 1


@pytest.mark.django_db(transaction=True)
def test_withdrawing_while_a_block_is_decided_does_one_or_the_other(writer, decider):
    package = laid(writer, 4)
    items = items_of(package)
    mine = Recommendation.objects.get(pk=items[2].recommendation_id)

    with at_once() as run:
        results = run(
            lambda: deciding.decide_block(package=package, items=pks(items), outcome=Outcome.ENDORSED, actor=decider),
            lambda: drafting.withdraw(recommendation=mine, reason="Doubled.", actor=writer),
        )

    assert sorted(results) == ["done", "refused"]
    mine.refresh_from_db()
    assert (mine.status, Decision.objects.count()) in {(Status.ENDORSED, 4), (Status.WITHDRAWN, 0)}


@pytest.mark.django_db(transaction=True)
def test_returning_while_somebody_decides_loses_neither(writer, decider):
    package = laid(writer, 4)
    mine = Recommendation.objects.get(pk=items_of(package)[0].recommendation_id)
    other = somebody(Role.CHAIR)

    with at_once() as run:
        run(
            lambda: deciding.return_package(package=package, reason="Bring figures.", actor=decider),
            lambda: deciding.decide(recommendation=mine, outcome=Outcome.ENDORSED, actor=other),
        )

    mine.refresh_from_db()
    assert mine.status in (Status.ENDORSED, Status.CONSOLIDATED)
    assert Decision.objects.count() == (mine.status == Status.ENDORSED)
    assert not package.items.open().exists()


@pytest.mark.django_db(transaction=True)
def test_a_recommendation_added_to_two_packages_at_once_is_in_one(writer):
    first, second = prepared(writer, 0), prepared(writer, 0)
    recommendation = consolidated(1)

    with at_once() as run:
        results = run(
            lambda: packaging.add_to_package(package=first, recommendations=[recommendation], actor=writer),
            lambda: packaging.add_to_package(package=second, recommendations=[recommendation], actor=writer),
        )

    assert sorted(results) == ["done", "refused"]
    assert SubmissionItem.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_package_laid_twice_at_once_is_laid_once(writer):
    package = prepared(writer)

    def lay():
        packaging.lay_package(package=Submission.objects.get(), expected_version=package.version, actor=writer)

    with at_once() as run:
        results = run(lay, lay)

    assert sorted(results) == ["done", "refused"]
    assert AuditEvent.objects.filter(verb="recommendations.submit").count() == 4
