from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation
from pypdf import PdfReader

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.documents.tests.samples import pdf
from tulga.findings.tests.factories import FindingFactory
from tulga.kit import once
from tulga.kit.audience import Audience
from tulga.kit.errors import RuleBroken
from tulga.kit.i18n import I18nText
from tulga.places.tests.factories import PlaceFactory
from tulga.plan.tests.factories import ActivityFactory
from tulga.recommendations.choices import CommitmentStatus, OrderStatus, Outcome, Status
from tulga.recommendations.models import (
    Challenge,
    CircleMember,
    Commitment,
    Decision,
    DoneReport,
    Order,
    Recommendation,
)
from tulga.recommendations.services import deciding
from tulga.recommendations.tests.factories import (
    ChallengeFactory,
    CircleFactory,
    CommitmentFactory,
    EndorsedFactory,
    OrderFactory,
    RecommendationFactory,
    WordingFactory,
    issue_words,
)
from tulga.recommendations.views import challenges, committing, drafting
from tulga.recommendations.views import deciding as decisions

pytestmark = pytest.mark.django_db
PUBLIC = frozenset({Audience.PUBLIC})
CIRCLE_PAGES = [challenges.ChallengeCreate, drafting.RecommendationDraft]
# Each act on a recommendation: the page, the status in which it is possible, and who does it.
ACTS = [
    (drafting.RecommendationReword, Status.DRAFT, "member"),
    (drafting.RecommendationAdopt, Status.DRAFT, "member"),
    (drafting.RecommendationConsolidate, Status.ADOPTED, "writer"),
    (drafting.RecommendationTakeUp, Status.DEFERRED, "writer"),
    (drafting.RecommendationSubmit, Status.CONSOLIDATED, "writer"),
    (drafting.RecommendationWithdraw, Status.CONSOLIDATED, "writer"),
    (decisions.RecommendationReturn, Status.SUBMITTED, "decider"),
    (decisions.RecommendationDecide, Status.SUBMITTED, "decider"),
]


@pytest.fixture(autouse=True)
def documents_dir(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    settings.DOCUMENTS_LEAST_FREE_SHARE = 0


def somebody(*roles, agency=None):
    return actor_at(agency or AgencyFactory(), *roles, user_id=UserFactory().pk)


@pytest.fixture
def writer():
    return somebody(Role.SECRETARIAT)


@pytest.fixture
def decider():
    return somebody(Role.CHAIR)


@pytest.fixture
def stranger():
    """A focal point of no drafting circle."""
    return somebody(Role.FOCAL_POINT)


@pytest.fixture
def circle():
    return CircleFactory(title=I18nText(en="Protection of victims"))


@pytest.fixture
def member(circle):
    actor = somebody(Role.FOCAL_POINT)
    CircleMember.objects.create(circle=circle, user_id=actor.user_id, valid_from=dt.date(2018, 1, 1))
    return actor


@pytest.fixture
def recommendation(circle):
    return RecommendationFactory(circle=circle, text="Боомт бүрд шалгах.", addressees=[AgencyFactory()])


@pytest.fixture
def commitment():
    return CommitmentFactory(status=CommitmentStatus.SIGNED)


def moved(row, status):
    type(row).objects.filter(pk=row.pk).update(status=status)
    row.refresh_from_db()
    return row


def laid_before_the_ministry(recommendation, writer):
    deciding.submit(
        recommendations=[moved(recommendation, Status.CONSOLIDATED)],
        proposal=Outcome.DEFERRED,
        cover_text=I18nText(en="Laid with regret"),
        actor=writer,
    )
    return recommendation


def ordered(recommendation, writer, decider):
    laid_before_the_ministry(recommendation, writer)
    decision = deciding.decide(recommendation=recommendation, outcome=Outcome.ENDORSED, actor=decider)
    return deciding.print_order(decisions=[decision], signatory_title=I18nText(en="Vice minister"), actor=writer)


def ask(view, actor, sent=None, query=None, language="en", files=None, **address):
    if sent is None:
        request = RequestFactory().get(f"/{language}/", query or {})
    else:
        token = {once.FIELD: once.new_token(actor.user_id)}
        request = RequestFactory().post(f"/{language}/", {**token, **sent, **(files or {})})
    request.actor = actor
    request._messages = CookieStorage(request)
    with translation.override(language):
        return view.as_view()(request, **address)


def shown(*args, **options):
    return ask(*args, **options).content.decode()


def scan():
    return SimpleUploadedFile("order.pdf", pdf())


# --- Lists and their frames


@pytest.mark.parametrize(
    ("view", "factory"),
    [
        (drafting.RecommendationList, RecommendationFactory),
        (challenges.ChallengeList, ChallengeFactory),
        (decisions.OrderList, OrderFactory),
        (committing.CommitmentList, CommitmentFactory),
    ],
)
@pytest.mark.parametrize("language", ["mn", "en"])
def test_every_list_makes_one_query(writer, view, factory, language, django_assert_num_queries):
    for _each in range(11):
        factory()

    with django_assert_num_queries(1):
        assert ask(view, writer, language=language).status_code == 200


def test_my_drafts_are_those_with_words_of_mine(circle, member, writer):
    sent = {"title_en": "Ports", "text_en": "Inspect.", "addressees": [AgencyFactory().pk]}
    ask(drafting.RecommendationDraft, member, sent=sent, pk=circle.pk)
    RecommendationFactory(circle=circle, title=I18nText(en="Shelters"))

    page = shown(drafting.RecommendationList, member, query={"mine": "on"})

    assert "Ports" in page
    assert "Shelters" not in page
    assert "Ports" not in shown(drafting.RecommendationList, writer, query={"mine": "on"})


def test_the_list_is_filtered_by_status_and_exported(writer):
    RecommendationFactory(title=I18nText(en="Ports"), status=Status.ADOPTED)
    RecommendationFactory(title=I18nText(en="Shelters"))

    page = shown(drafting.RecommendationList, writer, query={"status": "adopted"})
    export = shown(drafting.RecommendationList, writer, query={"status": "adopted", "format": "csv"})

    for each in (page, export):
        assert "Ports" in each
        assert "Shelters" not in each


def test_a_commitment_past_its_day_is_marked_late_in_the_list(writer):
    CommitmentFactory(due_on=dt.date(2018, 1, 1))

    assert "tu-late" in shown(committing.CommitmentList, writer)


def test_the_list_of_commitments_is_narrowed_to_those_overdue(writer):
    late = CommitmentFactory(due_on=dt.date(2018, 1, 1), status=CommitmentStatus.SIGNED)
    verified = CommitmentFactory(due_on=dt.date(2018, 1, 1), status=CommitmentStatus.VERIFIED)

    page = shown(committing.CommitmentList, writer, query={"overdue": "on"})

    assert str(late) in page
    assert str(verified) not in page


def test_an_activity_is_offered_with_the_plan_that_it_stands_in():
    recommendation = EndorsedFactory(addressees=[AgencyFactory()], audiences=frozenset(Audience))
    focal_point = somebody(Role.FOCAL_POINT, agency=recommendation.addressees.get())
    activities = [ActivityFactory(title=I18nText(en="Patrols")) for _each in range(2)]

    page = shown(committing.CommitmentCreate, focal_point, pk=recommendation.pk)

    assert all(f"Patrols ({each.plan.code})" in page for each in activities)


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_only_the_demonstration_asks_whether_a_thing_is_made_up(settings, is_demonstration):
    settings.DEMONSTRATION = is_demonstration
    recommendation = EndorsedFactory(addressees=[AgencyFactory()], audiences=frozenset(Audience))
    focal_point = somebody(Role.FOCAL_POINT, agency=recommendation.addressees.get())

    page = shown(committing.CommitmentCreate, focal_point, pk=recommendation.pk)

    assert ("Made up for the demonstration" in page) is is_demonstration


# --- Drafting


@pytest.mark.parametrize("view", CIRCLE_PAGES)
def test_only_the_circle_and_those_who_read_drafts_know_the_circle(view, circle, member, writer, decider, stranger):
    assert ask(view, member, pk=circle.pk).status_code == 200
    assert ask(view, writer, pk=circle.pk).status_code == 200
    assert ask(view, decider, pk=circle.pk).status_code == 403
    with pytest.raises(Http404):
        ask(view, stranger, pk=circle.pk)


def test_a_challenge_is_recorded_with_its_activity_and_places(circle, member):
    sent = {
        "text_mn": "Шалгах журам алга.",
        "agency": AgencyFactory().pk,
        "activity": ActivityFactory().pk,
        "places": [PlaceFactory(name={"en": "Zamyn-Uud"}).pk],
        "told_on": "2018-01-15",
    }

    answer = ask(challenges.ChallengeCreate, member, sent=sent, pk=circle.pk)

    challenge = Challenge.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/en/challenges/{challenge.pk}/")
    page = shown(challenges.ChallengeDetail, member, pk=challenge.pk)
    assert all(words in page for words in ["Шалгах журам алга.", "Zamyn-Uud", "Protection of victims", "recorded"])


@pytest.mark.parametrize(
    ("view", "sent"),
    [
        (challenges.ChallengeCreate, {"text_mn": "Хохирогч Б.Болор, төрсөн 1998.05.12"}),
        (drafting.RecommendationDraft, {"title_mn": "Боомт", "text_mn": "Хохирогч Б.Болор, төрсөн 1998.05.12"}),
    ],
)
def test_words_that_name_a_person_are_refused_and_kept(circle, member, view, sent):
    agency = AgencyFactory().pk

    sent = {**sent, "agency": agency, "addressees": [agency], "told_on": "2018-01-15"}

    answer = ask(view, member, sent=sent, pk=circle.pk)

    assert answer.status_code == 422
    assert "Б.Болор" in answer.content.decode()
    assert not Challenge.objects.exists()
    assert not Recommendation.objects.exists()


def test_a_draft_answers_the_circles_own_challenges_only(circle, member):
    own, foreign = ChallengeFactory(circle=circle), ChallengeFactory(audiences=PUBLIC)
    sent = {"title_en": "Ports", "text_en": "Inspect.", "addressees": [AgencyFactory().pk]}

    refused = ask(drafting.RecommendationDraft, member, sent={**sent, "challenges": [foreign.pk]}, pk=circle.pk)
    kept = ask(
        drafting.RecommendationDraft,
        member,
        sent={**sent, "challenges": [own.pk], "findings": [FindingFactory().pk]},
        pk=circle.pk,
    )

    recommendation = Recommendation.objects.get()
    assert (refused.status_code, kept.status_code) == (422, 302)
    assert list(recommendation.challenges.all()) == [own]


def test_a_challenge_shows_its_answers_as_far_as_the_reader_may_see_them(circle, stranger, writer):
    challenge = ChallengeFactory(circle=circle, audiences=PUBLIC)
    for title, audiences in [("Ports", PUBLIC), ("Shelters", frozenset())]:
        RecommendationFactory(title=I18nText(en=title), audiences=audiences).challenges.add(challenge)

    page = shown(challenges.ChallengeDetail, stranger, pk=challenge.pk)

    assert "Ports" in page
    assert "Shelters" not in page
    assert "Protection of victims" not in page
    assert "Shelters" in shown(challenges.ChallengeDetail, writer, pk=challenge.pk)


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize(("view", "status", "whose"), ACTS)
def test_acts_open_in_their_status_to_those_who_do_them(request, recommendation, writer, view, status, whose, language):
    if status == Status.SUBMITTED:
        laid_before_the_ministry(recommendation, writer)
    else:
        moved(recommendation, status)

    page = ask(view, request.getfixturevalue(whose), language=language, pk=recommendation.pk)

    assert page.status_code == 200
    assert "Боомт бүрд шалгах." in page.content.decode()


@pytest.mark.parametrize(("view", "_status", "whose"), ACTS)
def test_acts_are_refused_in_another_status_with_what_was_typed(request, recommendation, view, _status, whose):
    moved(recommendation, Status.IMPLEMENTED)
    sent = {"text_en": "Words of mine", "reason": "Words of mine", "reasons": "Words of mine", "version": "1"}

    answer = ask(view, request.getfixturevalue(whose), sent=sent, pk=recommendation.pk)

    assert answer.status_code == 403
    if view not in (drafting.RecommendationAdopt, drafting.RecommendationTakeUp, drafting.RecommendationSubmit):
        assert "Words of mine" in answer.content.decode()


@pytest.mark.parametrize(("view", "status", "_whose"), ACTS)
def test_who_may_not_act_is_refused_and_learns_no_draft(recommendation, stranger, writer, view, status, _whose):
    laid_before_the_ministry(recommendation, writer)
    moved(recommendation, status)
    with pytest.raises(Http404):
        ask(view, stranger, pk=recommendation.pk)
    issue_words(recommendation, Audience.PUBLIC)

    assert ask(view, stranger, pk=recommendation.pk).status_code == 403
    answer = ask(view, stranger, sent={}, pk=recommendation.pk)
    assert answer.status_code == 403
    assert "Боомт бүрд шалгах." not in answer.content.decode()
    assert "Laid with regret" not in answer.content.decode()


def test_of_two_wordings_the_second_sees_both(recommendation, member):
    sent = {"text_mn": "Миний үг.", "version": "1"}
    ask(drafting.RecommendationReword, member, sent={"text_mn": "Тэдний үг.", "version": "1"}, pk=recommendation.pk)

    answer = ask(drafting.RecommendationReword, member, sent=sent, pk=recommendation.pk)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in page for words in ["Миний үг.", "Тэдний үг."])
    assert recommendation.wordings.count() == 2


def test_adopting_and_consolidating_gives_the_number(recommendation, member, writer):
    ask(drafting.RecommendationAdopt, member, sent={}, pk=recommendation.pk)
    sent = {
        "title_en": "Ports",
        "text_mn": "Боомт бүрд өдөр бүр шалгах.",
        "addressees": [AgencyFactory().pk],
        "priority": "high",
        "due_on": "2030-01-01",
        "version": "1",
    }

    answer = ask(drafting.RecommendationConsolidate, writer, sent=sent, pk=recommendation.pk)

    recommendation.refresh_from_db()
    assert answer.status_code == 302
    assert (recommendation.status, recommendation.priority) == (Status.CONSOLIDATED, "high")
    assert recommendation.reference.startswith("R-")
    assert recommendation.wordings.count() == 2


def test_consolidating_what_was_reworded_meanwhile_shows_both_texts(recommendation, writer):
    moved(recommendation, Status.ADOPTED)
    Recommendation.objects.filter(pk=recommendation.pk).update(version=2)
    sent = {"title_en": "Mine", "text_mn": "Минийх.", "addressees": [AgencyFactory().pk], "priority": "high"}

    answer = ask(drafting.RecommendationConsolidate, writer, sent={**sent, "version": "1"}, pk=recommendation.pk)

    assert answer.status_code == 409
    recommendation.refresh_from_db()
    assert recommendation.status == Status.ADOPTED


def test_a_translation_is_kept_beside_the_wording(recommendation, writer):
    sent = {"language": "en", "text": "Inspect every port."}

    answer = ask(drafting.RecommendationTranslate, writer, sent=sent, pk=recommendation.pk, number=1)

    assert answer.status_code == 302
    assert recommendation.latest_wording().words() == {"mn": "Боомт бүрд шалгах.", "en": "Inspect every port."}
    with pytest.raises(Http404):
        ask(drafting.RecommendationTranslate, writer, pk=recommendation.pk, number=2)


def test_a_refused_translator_learns_no_draft(recommendation, stranger):
    issue_words(recommendation, Audience.PUBLIC)

    answer = ask(drafting.RecommendationTranslate, stranger, sent={}, pk=recommendation.pk, number=1)

    assert answer.status_code == 403
    assert "Боомт бүрд шалгах." not in answer.content.decode()


def test_withdrawing_needs_a_reason(recommendation, writer):
    refused = ask(drafting.RecommendationWithdraw, writer, sent={"reason": " "}, pk=recommendation.pk)
    done = ask(drafting.RecommendationWithdraw, writer, sent={"reason": "Merged."}, pk=recommendation.pk)

    recommendation.refresh_from_db()
    assert (refused.status_code, done.status_code) == (422, 302)
    assert recommendation.status == Status.WITHDRAWN


# --- Comparing wordings


# --- Deciding


def test_what_is_decided_stands_large_with_the_advisers_proposal(recommendation, writer, decider):
    laid_before_the_ministry(recommendation, writer)

    page = shown(decisions.RecommendationDecide, decider, pk=recommendation.pk)

    assert all(words in page for words in ["tu-wording__words", "Laid with regret", "Defer"])
    assert page.count("Боомт бүрд шалгах.") == 2  # large above, and to be changed in the form


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"outcome": "endorsed"}, Status.ENDORSED),
        ({"outcome": "deferred", "reasons": "Next year."}, Status.DEFERRED),
        ({"outcome": "declined", "reasons": "Done already."}, Status.DECLINED),
    ],
)
def test_the_chair_decides(recommendation, writer, decider, sent, status):
    laid_before_the_ministry(recommendation, writer)

    answer = ask(decisions.RecommendationDecide, decider, sent=sent, pk=recommendation.pk)

    recommendation.refresh_from_db()
    assert (answer.status_code, recommendation.status) == (302, status)


def hidden(answer, name):
    return re.search(rf'name="{name}" value="(\w+)"', answer.content.decode())[1]


def test_a_changed_wording_is_compared_word_by_word_before_it_counts(recommendation, writer, decider):
    laid_before_the_ministry(recommendation, writer)
    sent = {"outcome": "endorsed_with_changes", "reasons": "Shorter.", "changed_text_mn": "Боомт бүрд өдөр бүр шалгах."}

    first = ask(decisions.RecommendationDecide, decider, sent=sent, pk=recommendation.pk)
    page = first.content.decode()
    assert not Decision.objects.exists()
    assert all(words in page for words in ["Compare before you endorse", "<ins>", "Shorter."])

    other = {**sent, "changed_text_mn": "Боомт бүрд шалгаж торгох.", "compared": hidden(first, "compared")}
    again = ask(decisions.RecommendationDecide, decider, sent=other, pk=recommendation.pk)
    assert not Decision.objects.exists()
    assert "<ins>" in again.content.decode()

    ask(
        decisions.RecommendationDecide,
        decider,
        sent={**other, "compared": hidden(again, "compared")},
        pk=recommendation.pk,
    )
    decision = Decision.objects.get()
    assert decision.wording.text == "Боомт бүрд шалгаж торгох."
    assert decision.item.wording.text == "Боомт бүрд шалгах."


def test_what_was_laid_anew_in_other_words_is_read_again_first(recommendation, writer, decider):
    laid_before_the_ministry(recommendation, writer)
    page = ask(decisions.RecommendationDecide, decider, pk=recommendation.pk)
    sent = {"outcome": "declined", "reasons": "Too vague.", "read_item": hidden(page, "read_item")}
    deciding.return_for_redrafting(recommendation=recommendation, reason="Vague.", actor=decider)
    WordingFactory(recommendation=recommendation, number=2, text="Боомт бүрд өдөр бүр шалгах.")
    deciding.submit(recommendations=[recommendation], actor=writer)

    answer = ask(decisions.RecommendationDecide, decider, sent=sent, pk=recommendation.pk)
    words = answer.content.decode()
    assert answer.status_code == 422
    assert not Decision.objects.exists()
    assert all(each in words for each in ["laid before the ministry anew", "өдөр бүр", "Too vague."])

    with pytest.raises(RuleBroken, match="anew"):
        deciding.decide(
            recommendation=recommendation,
            outcome="declined",
            reasons="No.",
            read_item=int(sent["read_item"]),
            actor=decider,
        )
    ask(
        decisions.RecommendationDecide,
        decider,
        sent={**sent, "read_item": hidden(answer, "read_item")},
        pk=recommendation.pk,
    )
    assert Decision.objects.get().outcome == "declined"


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"outcome": "deferred"},
        {"outcome": "endorsed_with_changes", "reasons": "Same.", "changed_text_mn": "Боомт бүрд шалгах."},
    ],
)
def test_a_decision_that_cannot_stand_is_refused(recommendation, writer, decider, wrong):
    laid_before_the_ministry(recommendation, writer)

    answer = ask(decisions.RecommendationDecide, decider, sent=wrong, pk=recommendation.pk)

    recommendation.refresh_from_db()
    assert (answer.status_code, recommendation.status) == (422, Status.SUBMITTED)
    assert not Decision.objects.exists()


def test_the_chair_returns_it_with_a_reason(recommendation, writer, decider):
    laid_before_the_ministry(recommendation, writer)

    ask(decisions.RecommendationReturn, decider, sent={"reason": "Unclear."}, pk=recommendation.pk)

    recommendation.refresh_from_db()
    assert recommendation.status == Status.CONSOLIDATED


# --- Orders


def test_an_order_is_prepared_printed_registered_and_its_scan_kept(recommendation, writer, decider):
    laid_before_the_ministry(recommendation, writer)
    ask(decisions.RecommendationDecide, decider, sent={"outcome": "endorsed"}, pk=recommendation.pk)
    sent = {"decisions": [Decision.objects.get().pk], "signatory_title_en": "Vice minister"}

    ask(decisions.OrderCreate, writer, sent=sent)
    order = Order.objects.get()
    printed = ask(decisions.OrderPrint, writer, pk=order.pk)
    sent = {"number": "A/14", "dated_on": "2018-01-22", "signatory_title_en": "Vice minister", "version": "1"}
    answer = ask(decisions.OrderRegister, writer, sent=sent, files={"scan": scan()}, pk=order.pk)

    order.refresh_from_db()
    recommendation.refresh_from_db()
    assert "Боомт бүрд шалгах." in PdfReader(io.BytesIO(b"".join(printed.streaming_content))).pages[0].extract_text()
    assert (answer.status_code, order.status) == (302, OrderStatus.REGISTERED)
    assert recommendation.in_force_on == dt.date(2018, 1, 22)
    kept = ask(decisions.OrderScan, writer, pk=order.pk)
    assert b"".join(kept.streaming_content).startswith(b"%PDF")
    page = shown(decisions.OrderDetail, writer, pk=order.pk)
    assert all(words in page for words in ["A/14", "Download the scan", "Боомт бүрд шалгах."])


def test_an_order_is_not_registered_without_its_scan(recommendation, writer, decider):
    order = ordered(recommendation, writer, decider)
    sent = {"number": "A/14", "dated_on": "2018-01-22", "signatory_title_en": "Vice minister", "version": "1"}

    answer = ask(decisions.OrderRegister, writer, sent=sent, pk=order.pk)

    assert answer.status_code == 422
    assert "A/14" in answer.content.decode()


def test_only_endorsed_recommendations_without_an_order_can_be_chosen(recommendation, writer, decider):
    assert recommendation.working_title["en"] not in shown(decisions.OrderCreate, writer)
    order = ordered(recommendation, writer, decider)

    decision = order.decisions.get().pk
    assert f'value="{decision}"' not in shown(decisions.OrderCreate, writer)
    Decision.objects.update(order=None)
    assert f'value="{decision}"' in shown(decisions.OrderCreate, writer)


@pytest.mark.parametrize(("whose", "status"), [("writer", 200), ("decider", 403), ("stranger", 403)])
def test_only_the_secretariat_prepares_orders(request, whose, status):
    assert ask(decisions.OrderCreate, request.getfixturevalue(whose)).status_code == status


def test_the_paper_is_for_those_who_prepare_sign_and_watch(recommendation, writer, decider, stranger):
    order = ordered(recommendation, writer, decider)
    Order.objects.filter(pk=order.pk).update(registered_at=dt.datetime(2018, 1, 22, tzinfo=dt.UTC))
    issue_words(recommendation, Audience.PUBLIC)

    assert ask(decisions.OrderPrint, decider, pk=order.pk).status_code == 200
    assert "Print the order" not in shown(decisions.OrderDetail, stranger, pk=order.pk)
    for view in (decisions.OrderPrint, decisions.OrderScan):
        with pytest.raises(Http404):
            ask(view, stranger, pk=order.pk)


def test_an_order_without_a_scan_has_none_to_give(writer):
    with pytest.raises(Http404):
        ask(decisions.OrderScan, writer, pk=OrderFactory().pk)


def test_an_order_shows_only_what_the_reader_may_see_of_it(recommendation, writer, decider, stranger):
    order = ordered(recommendation, writer, decider)
    hidden = RecommendationFactory(title=I18nText(en="Hidden"), text="Нууц.", addressees=[AgencyFactory()])
    Decision.objects.filter(pk=ordered(hidden, writer, decider).decisions.get().pk).update(order=order)
    Order.objects.filter(pk=order.pk).update(registered_at=dt.datetime(2018, 1, 22, tzinfo=dt.UTC))
    issue_words(recommendation, Audience.PUBLIC)

    assert "Hidden" not in shown(decisions.OrderDetail, stranger, pk=order.pk)
    assert "Hidden" in shown(decisions.OrderDetail, writer, pk=order.pk)


# --- Commitments


def addressed():
    agency = AgencyFactory()
    return EndorsedFactory(addressees=[agency, AgencyFactory()], audiences=PUBLIC, text="Шалгах."), agency


PROMISE = {"text_en": "Inspect together.", "owner": "Inspection unit", "due_on": "2030-01-01"}


def test_an_addressee_says_what_it_will_do_for_itself_alone():
    recommendation, agency = addressed()
    focal_point = somebody(Role.FOCAL_POINT, agency=agency)
    other = recommendation.addressees.exclude(pk=agency.pk).get()

    page = shown(committing.CommitmentCreate, focal_point, pk=recommendation.pk)
    refused = ask(committing.CommitmentCreate, focal_point, sent={**PROMISE, "agency": other.pk}, pk=recommendation.pk)
    kept = ask(committing.CommitmentCreate, focal_point, sent={**PROMISE, "agency": agency.pk}, pk=recommendation.pk)

    commitment = Commitment.objects.get()
    assert f'value="{agency.pk}" selected' in page
    assert (refused.status_code, kept.status_code) == (422, 302)
    assert kept.url == f"/en/commitments/{commitment.pk}/"


def test_who_is_not_addressed_commits_to_nothing(stranger):
    recommendation, _agency = addressed()

    assert ask(committing.CommitmentCreate, stranger, pk=recommendation.pk).status_code == 403
    assert ask(committing.CommitmentCreate, stranger, sent=PROMISE, pk=recommendation.pk).status_code == 403


def test_the_head_signs(commitment):
    moved(commitment, CommitmentStatus.NAMED)
    head = somebody(Role.AGENCY_HEAD, agency=commitment.agency)
    focal_point = somebody(Role.FOCAL_POINT, agency=commitment.agency)

    assert "/sign/" in shown(committing.CommitmentDetail, head, pk=commitment.pk)
    assert "/sign/" not in shown(committing.CommitmentDetail, focal_point, pk=commitment.pk)
    assert ask(committing.CommitmentSign, focal_point, pk=commitment.pk).status_code == 403
    ask(committing.CommitmentSign, head, sent={"version": commitment.version}, pk=commitment.pk)

    commitment.refresh_from_db()
    assert commitment.status == CommitmentStatus.SIGNED


def reported(commitment):
    owner = somebody(Role.FOCAL_POINT, agency=commitment.agency)
    sent = {"text": "Шалгалт хийв.", "evidence_words": "Order A/7"}
    ask(committing.CommitmentReport, owner, sent=sent, files={"evidence": scan()}, pk=commitment.pk)
    commitment.refresh_from_db()
    return owner, DoneReport.objects.get(commitment=commitment)


def test_the_owner_reports_with_evidence_and_somebody_else_verifies(commitment, writer):
    owner, _report = reported(commitment)

    assert commitment.status == CommitmentStatus.DONE
    assert ask(committing.CommitmentVerify, owner, pk=commitment.pk).status_code == 403
    assert "Шалгалт хийв." in shown(committing.CommitmentVerify, writer, pk=commitment.pk)
    ask(committing.CommitmentVerify, writer, sent={"is_adequate": "no", "words": "Not yet."}, pk=commitment.pk)
    commitment.refresh_from_db()
    assert commitment.status == CommitmentStatus.SIGNED
    page = shown(committing.CommitmentDetail, owner, pk=commitment.pk)
    assert all(words in page for words in ["Шалгалт хийв.", "Not yet.", "Not adequate", "Order A/7", "/report/"])


def test_an_adequate_verdict_verifies(commitment, writer):
    reported(commitment)

    ask(committing.CommitmentVerify, writer, sent={"is_adequate": "yes", "words": "Seen."}, pk=commitment.pk)

    commitment.refresh_from_db()
    assert commitment.status == CommitmentStatus.VERIFIED
    assert "Adequate" in shown(committing.CommitmentDetail, writer, pk=commitment.pk)


@pytest.mark.parametrize(
    "wrong", [{"text": "Done."}, {"evidence_words": "A/7"}, {"text": "Утас 99112233", "evidence_words": "A/7"}]
)
def test_a_report_that_cannot_stand_is_refused(commitment, wrong):
    owner = somebody(Role.FOCAL_POINT, agency=commitment.agency)

    answer = ask(committing.CommitmentReport, owner, sent=wrong, pk=commitment.pk)

    assert answer.status_code == 422
    assert next(iter(wrong.values())) in answer.content.decode()
    assert not DoneReport.objects.exists()


def test_evidence_is_for_the_doer_and_those_who_watch(commitment, writer, decider, stranger):
    owner, report = reported(commitment)
    issue_words(commitment.recommendation, Audience.PUBLIC)
    address = {"pk": commitment.pk, "report_pk": report.pk}

    for actor in (owner, writer, decider, somebody(Role.NATIONAL_RAPPORTEUR)):
        kept = ask(committing.Evidence, actor, **address)
        assert b"".join(kept.streaming_content).startswith(b"%PDF")
    page = shown(committing.CommitmentDetail, stranger, pk=commitment.pk)
    assert "Шалгалт хийв." not in page
    assert "Шалгалт хийв." not in shown(committing.CommitmentVerify, stranger, sent={}, pk=commitment.pk)
    with pytest.raises(Http404):
        ask(committing.Evidence, stranger, **address)


@pytest.mark.parametrize("report_pk", [404, None])
def test_evidence_belongs_to_its_own_commitment(commitment, writer, report_pk):
    _owner, report = reported(CommitmentFactory(status=CommitmentStatus.SIGNED))

    with pytest.raises(Http404):
        ask(committing.Evidence, writer, pk=commitment.pk, report_pk=report_pk or report.pk)


@pytest.mark.parametrize("language", ["mn", "en"])
def test_a_late_commitment_says_so_in_both_languages(writer, language):
    commitment = CommitmentFactory(due_on=dt.date(2018, 1, 1), activity=ActivityFactory(), is_illustrative=True)

    assert "tu-late" in shown(committing.CommitmentDetail, writer, language=language, pk=commitment.pk)
